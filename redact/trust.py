"""How far the language model is believed: what it marks against all evidence becomes a suspect, not a mask.

It was trained on speech without capitals too and so marks common words now and then. Evidence is a capital
letter (in a text that uses them), a known given name, or a word that is not among the common ones. A person
it marks is cut down to the words that can be a name: no kin word, title or verb at the borders.
"""

from collections.abc import Iterator
from functools import cache
from re import Match

from models.labels import Label
from redact.letters import fold
from redact.mentions import WORD
from redact.name_lists import common_words, given_keys
from redact.plain import is_plain, lower_words
from redact.recognisers.job_list import not_jobs
from redact.recognisers.person_shapes import Word, ends_a_name, word_of
from redact.recognisers.person_triggers import RESPECT
from redact.recognisers.person_words import MAKES
from redact.stems import stems

BELIEVED, DOUBTED = 0.7, 0.4
_NAMES = {Label.PERSON, Label.PLACE, Label.ORG, Label.ADDRESS}
# Labels that hold no name: where a date or an age ran over one, it ends before it.
_NAMELESS = {Label.DATE, Label.AGE, Label.DOB}


@cache
def _common_keys() -> frozenset[str]:
    return frozenset(fold(word) for word in common_words() | lower_words())


def believed(
    label: Label, text: str, start: int, end: int, *, cased: bool
) -> Iterator[tuple[int, int, float]]:
    """What is left of an entity of the model at text[start:end]: stretches with their scores."""
    if label is Label.PERSON:
        stretches = list(_persons(text, start, end, cased=cased))
    elif label in _NAMELESS:
        stretches = [_without_names(text, start, end)]
    else:
        stretches = [(start, end)]
    # what held no word that could be a name stays a suspect as it was
    for one, other in stretches or [(start, end)]:
        yield one, other, model_score(label, text, one, other, cased=cased) if stretches else DOUBTED


def _persons(text: str, start: int, end: int, *, cased: bool) -> Iterator[tuple[int, int]]:
    """The runs of words in a span that can be names; spans of a single word are left to the score."""
    words = list(WORD.finditer(text, start, end))
    if len(words) < 2:
        yield start, _without_respect(words[0], end) if words else end
        return
    run: list[Match[str]] = []
    for match in words:
        if run and _parts_names(run[-1], match, text):
            yield run[0].start(), _close(run[-1], text, end)
            run = []
        if _may_be_name(match, text, cased=cased):
            run.append(match)
        elif run:
            yield run[0].start(), _close(run[-1], text, end)
            run = []
    if run:
        yield run[0].start(), _close(run[-1], text, end)


def _parts_names(one: Match[str], two: Match[str], text: str) -> bool:
    """Whether between two words one name ends: another script, a sentence's end, a case ending."""
    if (two[0][0] < "\u0400") != (one[0][0] < "\u0400"):
        return True
    gap = text[one.end() : two.start()]
    if len(one[0]) > 2 and any(c in gap for c in ".!?;"):
        return True
    return ends_a_name(word_of(one[0]), word_of(two[0]))


def _close(last: Match[str], text: str, end: int) -> int:
    """Where a run ends: with the point behind an initial, without a respect word behind a hyphen."""
    if last.end() < end and len(last[0]) < 3 and text[last.end()] == ".":
        return last.end() + 1
    return _without_respect(last, last.end())


def _without_respect(last: Match[str], end: int) -> int:
    head, hyphen, tail = last[0].rpartition("-")
    return last.start() + len(head) if hyphen and head and RESPECT.fullmatch(tail.lower()) else end


def _may_be_name(match: Match[str], text: str, *, cased: bool) -> bool:
    surface = match[0]
    word = word_of(surface)
    if len(surface) < 3 and not surface.islower():
        return True
    sure = word.given == 2 or word.surname >= 2 or bool(word.patronymic)
    if word.role and not (word.given == 2 or "p" in word.role):
        return False
    if surface.islower():
        return "p" in word.role or not (is_plain(word.low) or (cased and not sure))
    # a capital that its place explains, on a word that is known as a word
    return sure or not ((surface.isupper() or starts_sentence(text, match.start())) and _is_word(word))


def _is_word(word: Word) -> bool:
    return is_plain(word.low) and not (word.given and word.exact)


def _without_names(text: str, start: int, end: int) -> tuple[int, int]:
    """A date or an age without the names that the model joined to it at either side."""
    words = list(WORD.finditer(text, start, end))
    while len(words) > 1 and _sure_name(words[-1][0]) and not _digit(text[words[-1].start() : end]):
        end = start + len(text[start : words.pop().start()].rstrip(" .,;:\n(—–-"))
    while len(words) > 1 and _sure_name(words[0][0]) and not _digit(text[start : words[1].start()]):
        words.pop(0)
        start = words[0].start()
    return start, end


def _digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _sure_name(surface: str) -> bool:
    word = word_of(surface)
    initial = len(surface) == 1 and surface.isupper()
    return surface[0].isupper() and not word.blocked and (initial or word.given == 2 or word.surname >= 2)


def model_score(label: Label, text: str, start: int, end: int, *, cased: bool) -> float:
    """The score of an entity of the model at text[start:end]."""
    if label not in _NAMES:
        thing = label is Label.JOB and any(w.lower() in not_jobs() for w in WORD.findall(text[start:end]))
        return DOUBTED if thing else BELIEVED
    words = WORD.findall(text[start:end])
    nobody = label is Label.PERSON and not any(_could_be(word, text[start:end]) for word in words)
    if nobody or _is_make([word.lower() for word in words]):
        return DOUBTED
    if any(_known_name(word) for word in words):
        return BELIEVED
    if not cased:
        # one everyday word names no institution, several may: городская больница
        doubtful = label in (Label.PERSON, Label.PLACE) or (label is Label.ORG and len(words) == 1)
        return DOUBTED if doubtful and all(is_plain(w.lower()) for w in words) else BELIEVED
    capitals = [w for w in words if not w.islower()]
    if not capitals and not any(c.isdigit() for c in text[start:end]):
        return DOUBTED
    first = starts_sentence(text, start) or text[start:end].isupper()
    doubtful = label is Label.PERSON and first and all(_is_word(word_of(w)) or word_of(w).role for w in words)
    return DOUBTED if doubtful else BELIEVED


def _is_make(lows: list[str]) -> bool:
    """Whether the words are a car's, a bank's or God's, with ordinary ones beside them."""
    return any(low in MAKES for low in lows) and all(low in MAKES or is_plain(low) for low in lows)


def _could_be(surface: str, span: str) -> bool:
    """False for a title or kin word alone, for a place, a make of car, for letters with digits (Q7)."""
    word = word_of(surface)
    if len(surface) == 1:
        return surface.isupper() and not any(c.isdigit() for c in span)
    return bool(word.given == 2 or word.surname >= 2 or not (word.role or (word.blocked and surface == span)))


def _known_name(word: str) -> bool:
    """A given name in some form that is no common word; the sweep and the finders settle the rest."""
    return (
        not stems(word).isdisjoint(given_keys())
        and fold(word) not in _common_keys()
        and not word_of(word).role
    )


def starts_sentence(text: str, start: int) -> bool:
    """True when a capital at this place says nothing."""
    before = text[max(0, start - 4) : start].rstrip(" «»\"“”'(—–-*•")
    return not before or before[-1] in ".!?…\n:;"
