"""A gate before regular expressions: one that needs a word which a text has not is not tried on it.

Most patterns of the recognisers name words ("лет", "ул", "passport"). What a pattern cannot match without is
read off the pattern itself, so that a gate never stands in the way of a match: where nothing can be read off,
or a letter of the text has more than two cases, the pattern is tried as ever. Finding a word in a text takes
a hundredth of the time of trying a pattern at each of its letters.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]  # the parser that re itself uses
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

_MOST: Final = 150  # words that are looked for; with more it is faster to try the pattern
_EXACT: Final = 48  # spellings of one stretch of a pattern
_SHORTEST: Final = 2  # letters; shorter ones stand in every text
# Letters that a pattern without regard to case takes for others than their small and capital forms.
_ODD_CASES: Final = re.compile("[İıſςϐϑϕϖϰϱϵᲀ-ᲈẛẞιͅΐΰﬅﬆКÅµ\u0345\u1fbe\u212a\u212b\u2126]")

_Words = frozenset[str]


def found(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """As pattern.finditer(text)."""
    words = needed(pattern)
    if words is not None and not _has_odd_cases(text):
        low = _lower(text)
        if not any(word in low for word in words):
            return iter(())
    return pattern.finditer(text)


@lru_cache(maxsize=4096)
def needed(pattern: re.Pattern[str]) -> _Words | None:
    """Words in small letters of which a text must have one for the pattern to match; None if unknown."""
    best = _Reading(parser.parse(pattern.pattern, pattern.flags)).best
    return best if best is not None and len(best) <= _MOST else None


@lru_cache(maxsize=16)
def _lower(text: str) -> str:
    return text.lower()


@lru_cache(maxsize=16)
def _has_odd_cases(text: str) -> bool:
    return _ODD_CASES.search(text) is not None


class _Reading:
    """A stretch of a parsed pattern: all its spellings where they are few, and the best words it needs."""

    def __init__(self, items: Any) -> None:
        self.exact: set[str] | None = {""}
        self.best: _Words | None = None
        running: set[str] = {""}  # what stands unbroken before the next item
        for code, argument in items:
            spellings, words = _item(code, argument)
            self._offer(words)
            if spellings is not None and len(running) * len(spellings) <= _EXACT:
                running = {one + other for one in running for other in spellings}
                continue
            self._offer(frozenset(running))
            self.exact = None
            running = spellings if spellings is not None else {""}
        self._offer(frozenset(running))
        if self.exact is not None:
            self.exact = running

    def _offer(self, words: _Words | None) -> None:
        if words is None or min(map(len, words)) < _SHORTEST:
            return
        if self.best is None or _cost(words) < _cost(self.best):
            self.best = words


def _cost(words: _Words) -> float:
    """About how often one of the words stands in a text."""
    return sum(6.0 ** -min(len(word), 6) for word in words)


def _item(code: Any, argument: Any) -> tuple[set[str] | None, _Words | None]:  # noqa: PLR0911 - one branch a kind
    """The spellings of one item, None where there are many; and words it needs besides."""
    if code is op.LITERAL:
        return _letters([argument]), None
    if code in {op.AT, op.ASSERT_NOT}:
        return {""}, None
    if code is op.IN:
        literals = [value for kind, value in argument if kind is op.LITERAL]
        return (_letters(literals), None) if len(literals) == len(argument) else (None, None)
    if code is op.BRANCH:
        return _branches([_Reading(branch) for branch in argument[1]])
    if code is op.SUBPATTERN:
        return _whole(_Reading(argument[3]))
    if code is op.ATOMIC_GROUP:
        return _whole(_Reading(argument))
    if code is op.ASSERT:
        return {""}, _Reading(argument[1]).best
    if code in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
        least, most, body = argument
        spellings, words = _whole(_Reading(body))
        if (least, most) == (0, 1) and spellings is not None:
            return {"", *spellings}, None
        return None, words if least else None
    return None, None


def _letters(codes: list[int]) -> set[str] | None:
    letters = {chr(code).lower() for code in codes}
    return None if any(map(_ODD_CASES.search, letters)) else letters


def _whole(reading: _Reading) -> tuple[set[str] | None, _Words | None]:
    return reading.exact, reading.best


def _branches(readings: list[_Reading]) -> tuple[set[str] | None, _Words | None]:
    """Of several branches one must match: its words, or its spellings."""
    exact: set[str] | None = set()
    words: set[str] | None = set()
    for one in readings:
        exact = None if exact is None or one.exact is None else exact | one.exact
        words = None if words is None or one.best is None else words | one.best
    if exact is not None and len(exact) > _EXACT:
        exact = None
    return exact, frozenset(words) if words else None
