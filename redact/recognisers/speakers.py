"""Speakers: names, initials and nicknames that stand before a colon at the start of line after line.

Interviews and chats repeat them dozens of times, also where they look like no name at all (ЖЕ:, ника 🌵:).
Role words that a form or an interview uses there (Вопрос:, Interviewer:) are no names.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from models.labels import Label
from redact.data import lines_of
from redact.dictionary import is_word
from redact.matches import matches
from redact.recognisers.hit import Hit
from redact.recognisers.person_shapes import word_of

NAME: Final = "speakers"
_LINE: Final = re.compile(
    r"^[ \t]*(?:[-—–•*>][ \t]*)?"
    r"(?:[\[(]?(?:\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?,?[ \t]+)?"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?[\])]?[ \t,—–-]*)?"
    r"(?P<tag>[^\W\d_][\w.'’-]{0,20}(?:[ \t][^\W\d_][\w.'’-]{0,20}){0,2})[ \t]*"
    r"(?:[^\w\s:.,;]{1,6}[ \t]*)?:(?=\s|$)",
    re.MULTILINE,
)
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.[ \t]?){1,3}$|[^\W\d_]{2,3}$")
_TWICE, _LETTERS = 2, 3
# Letters that stand for question and answer in the three languages, and for nobody.
_QUESTION_ANSWER: Final = tuple(map(frozenset, ("qa", "во", "сж", "ио", "io", "iw", "qw", "qr")))


def find(text: str) -> Iterator[Hit]:
    """The tags of a dialogue: at least two that repeat, or one that repeats often."""
    lines = [m for m in matches(_LINE, text) if _may_be_name(m["tag"])]
    letters = {m["tag"].lower() for m in lines if len(m["tag"]) == 1}
    if any(letters <= pair for pair in _QUESTION_ANSWER):
        lines = [m for m in lines if len(m["tag"]) > 1]
    counts = Counter(m["tag"].lower() for m in lines)
    repeated = {tag for tag, number in counts.items() if number >= _TWICE}
    if len(repeated) < _TWICE and not any(counts[tag] > _TWICE for tag in repeated):
        return
    for match in lines:
        if match["tag"].lower() in repeated:
            yield Hit(match.start("tag"), match.end("tag"), Label.PERSON, 0.8)
    # "(ЖЕ)" behind the name says whom the initials mean
    initials = sorted({m["tag"] for m in lines if m["tag"].lower() in repeated and _INITIALS.match(m["tag"])})
    if initials:
        for match in re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, initials))})(?!\w)", text):
            yield Hit(match.start(), match.end(), Label.PERSON, 0.8)


def _may_be_name(tag: str) -> bool:
    """False for role words."""
    low = tag.lower()
    if low.startswith(lines_of("names", "not_speakers")):
        return False
    if len(low) > _LETTERS and low.isalpha() and is_word(low) and not word_of(low).name:
        # КОРРЕСПОНДЕНТ: an ordinary word
        return False
    return _INITIALS.match(tag) is None or tag.isupper() or tag.endswith(".")
