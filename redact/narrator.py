"""What a text tells of who tells it without a name: sex by grammar and kin, part in the events by phrases.

It serves releases, where such things in combination single somebody out; narrator.toml has the phrases.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from redact.clause_parts import Part, part_of
from redact.matches import matches
from redact.tags import gazetteer

Span = tuple[int, int]
_CLAUSES = re.compile(r"[,;:—–]\s+|\s-\s")
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
_TOKEN = re.compile(r"\[[^\]]*\]|\w+(?:-\w+)*")
_MASK = re.compile(r"\[[^\]]*\]")
_KAZAKH = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
# карагандинская, but for the region, which is a place by itself
_ADJECTIVE = re.compile(
    r"(?i)(?<!\w)([\w-]{2,}ск)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)(?!\w)(?!\s+(?:обл|район))"
)
CAPITAL = "Astana"
_NEAR_BEFORE, _NEAR_AFTER = 2, 4  # words around "я" that are taken for its verb where others act too
_DID = frozenset({Part.VERB, Part.SHORT})


def sexes_of(text: str) -> frozenset[str]:
    """f, m or both, as the words of the narrator tell; empty where nothing does."""
    said = {sex for sex, shape in _sex().items() if shape.search(text)}
    return frozenset(said | set(_spoken(text)))


def roles_in(text: str) -> Iterator[tuple[str, Span]]:
    """The parts in the events that a text tells of, each with the words that say so."""
    for role, shape in _roles().items():
        for match in matches(shape, text):
            yield role, match.span()


def work_in(text: str) -> Iterator[Span]:
    """Where a text tells what somebody does for a living without naming an occupation."""
    return (match.span() for match in matches(_work(), text))


def _spoken(text: str) -> Iterator[str]:
    """Whoever speaks Russian of themselves says with each verb of the past which sex they are, я or no я."""
    for sentence in _SENTENCES.split(text):
        if _KAZAKH.search(_MASK.sub("", sentence)):
            continue
        named = False  # whom an earlier clause names, the next one may go on about
        for clause in _CLAUSES.split(sentence):
            words = [part_of(word) for word in _TOKEN.findall(clause)]
            parts = [part for part, _ in words]
            others = any(
                part in {Part.SUBJECT, Part.MASK} and not _governed(parts, at)
                for at, part in enumerate(parts)
            )
            if Part.I in parts:
                at = parts.index(Part.I)
                near = words[max(0, at - _NEAR_BEFORE) : at + _NEAR_AFTER] if others else words
                yield from (sex for part, sex in near if sex and part in _DID)
            elif not others and not named:
                yield from (sex for part, sex in words if sex and part is Part.VERB)
            named |= others and Part.I not in parts


def _governed(parts: list[Part], at: int) -> bool:
    """Whether a noun stands behind a preposition, one word between at most: it does nothing then."""
    return parts[max(0, at - 1) : at] == [Part.PREPOSITION] or (
        parts[max(0, at - 2) : at - 1] == [Part.PREPOSITION] and parts[at - 1] is Part.OTHER
    )


def standing_in(text: str) -> Iterator[tuple[str, Span]]:
    """Where a text tells that somebody studies or gets a pension."""
    for standing, shape in _table("standing").items():
        for match in matches(shape, text):
            yield standing, match.span()


def minors_in(text: str) -> Iterator[Span]:
    """Where a text tells without a number that somebody is under 18."""
    return (match.span() for match in matches(_table("minor")["say"], text))


def january_in(text: str) -> Iterator[Span]:
    """Where a text calls the events of January 2022 by a name of theirs."""
    return (match.span() for match in matches(_table("january")["say"], text))


def cities_in(text: str) -> Iterator[tuple[str, Span]]:
    """Where a city stands as an adjective: its canonical name."""
    for match in matches(_ADJECTIVE, text):
        city = gazetteer.city_of_adjective(match[1])
        if city is not None:
            yield city, match.span()
    for match in matches(_table("capital")["say"], text):
        yield CAPITAL, match.span()


@cache
def _table(name: str) -> dict[str, re.Pattern[str]]:
    return {key: _shape(phrases) for key, phrases in _data()[name].items()}


@cache
def _data() -> dict[str, dict[str, object]]:
    return tomllib.loads((Path(__file__).parent / "narrator.toml").read_text("utf-8"))


@cache
def _sex() -> dict[str, re.Pattern[str]]:
    return {sex: _shape(phrases) for sex, phrases in _data()["sex"].items()}


@cache
def _roles() -> dict[str, re.Pattern[str]]:
    return {role: _shape(entry["say"]) for role, entry in _data()["role"].items()}  # type: ignore[index]


@cache
def _work() -> re.Pattern[str]:
    return _shape(_data()["work"]["say"])


def _shape(phrases: object) -> re.Pattern[str]:
    if not isinstance(phrases, list):
        raise TypeError("narrator.toml: a list of phrases")
    return re.compile(
        r"(?<!\w)(?:" + "|".join(p.replace(" ", r"\s+") for p in phrases) + r")(?!\w)", re.IGNORECASE
    )
