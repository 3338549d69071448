"""Words that the text itself calls a name: "Беда — это фамилия", "joy, it's her name", "Арал деген жігіт".

Such a name may be any word, so all its mentions are taken here: with a capital everywhere, in speech without
capitals everywhere but behind a number ("третьего мая").
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from models.labels import Label
from redact.dictionary import is_word
from redact.matches import matches
from redact.plain import is_cased
from redact.recognisers.hit import Hit
from redact.recognisers.person_endings import bases
from redact.recognisers.person_shapes import word_of
from redact.recognisers.person_words import FUNCTION

_WORD: Final = r"[^\W\d_][\w-]{1,24}"
_CAPITAL: Final = r"(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮІҺÄÖŞĞÜÇÑŪ])[\w-]{1,24}"
_SLOTS: Final = {"word": _WORD, "name": _CAPITAL}
_EPITHET: Final = re.compile(rf"(?<!\w)({_CAPITAL}) (?-i:the) {_CAPITAL}(?!\w)")
# "i g i l i k", "К-у-а-т": letter by letter
_SPELLED: Final = re.compile(r"(?<![\w.])[^\W\d_](?:[ -][^\W\d_]){3,14}(?![\w.])")
_NUMBER_BEFORE: Final = re.compile(r"(?:\d|\w(?:ого|его|тье|ой|th|rd|nd|st))[ -]?$")
_PLAIN_ENDING: Final = re.compile(r"(?:ов|ев|а|у|ом|ем|е|ой|ы|и|ю|я)?")


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    data = tomllib.loads((Path(__file__).parents[1] / "called.toml").read_text("utf-8"))
    return tuple(
        re.compile("(?i)" + re.sub(r"\{(word|name)\}", lambda slot: _SLOTS[slot[1]], phrase))
        for phrase in data[kind]
    )


def said_names(text: str) -> Iterator[Hit]:
    """Yield every mention of a word that the text calls a name somewhere."""
    cased = is_cased(text)
    names: set[str] = set()
    for pattern, unsure in [(p, kind == "unsure") for kind in ("called", "unsure") for p in _patterns(kind)]:
        for match in matches(pattern, text):
            word = match[1].strip()
            if _can_be_called(word, cased=cased) and not (unsure and _is_only_word(word.lower())):
                yield Hit(match.start(1), match.start(1) + len(word), Label.PERSON, 0.75)
                if " " not in word and len(word) > 2:
                    names.add(word.lower())
    for match in matches(_EPITHET, text):
        # "Sanzhik the Lift"
        if word_of(match[1]).given == 2:
            yield Hit(match.start(), match.end(), Label.PERSON, 0.75)
    for match in matches(_SPELLED, text):
        letters = re.sub(r"[ -]", "", match[0])
        if not letters.isupper() or len(letters) > 4:
            yield Hit(match.start(), match.end(), Label.PERSON, 0.6)
    if names:
        yield from _everywhere(text, names, cased=cased)


def _can_be_called(word: str, *, cased: bool) -> bool:
    """False for small words and for what a text without need of a name says ("это имя", "the name")."""
    low = word.lower()
    known = word_of(low)
    if low in FUNCTION or "i" in known.role or not word[0].isalpha():
        return False
    return word[0].isupper() if cased else not known.role


def _is_only_word(low: str) -> bool:
    return is_word(low) and not word_of(low).given


def _everywhere(text: str, names: set[str], *, cased: bool) -> Iterator[Hit]:
    for match in re.finditer(_WORD, text):
        word = match[0]
        low = word.lower()
        if cased and not word[0].isupper():
            continue
        if low in names or any(base in names for base in bases(low)) or _inflected(low, names):
            if not cased and _NUMBER_BEFORE.search(text, max(0, match.start() - 12), match.start()):
                continue
            yield Hit(match.start(), match.end(), Label.PERSON, 0.7)


def _inflected(low: str, names: set[str]) -> bool:
    """Whether a word is a Russian form of a name in -а (Беду of Беда)."""
    return any(
        name[-1] in "ая"
        and low[: len(name) - 1] == name[:-1]
        and _PLAIN_ENDING.fullmatch(low[len(name) - 1 :])
        for name in names
        if len(low) >= len(name) - 1
    )
