"""Matches of a pattern in a text: PCRE2 looks first, `re` has the last word.

Recognisers try hundreds of patterns on each text, most of which find nothing. PCRE2, which compiles them to
machine code, sees that ten times as fast as `re`. What it finds is matched again by `re` at the same place,
so that callers get what they always got; where the two are not of one mind, or PCRE2 cannot be asked, `re`
does it all. tests/redact/test_matches.py compares them.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pcre2

from redact.codepage import encoded
from redact.quick_patterns import compile_quick


class _Quick(NamedTuple):
    """A pattern, kept so that its id stays its own, and what PCRE2 made of it."""

    pattern: re.Pattern[str]
    quick: Any


_known: dict[int, _Quick] = {}  # by id: the hash of a pattern is worked out anew each time


def matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """As pattern.finditer(text); for patterns that live as long as the program."""
    quick = (_known.get(id(pattern)) or _learn(pattern)).quick
    if quick is None or (coded := encoded(text)) is None:
        return pattern.finditer(text)
    try:
        spans = [match.span() for match in quick.finditer(coded)]
    except pcre2.LibraryError:  # more tries than it allows itself
        return pattern.finditer(text)
    found = [match for start, _ in spans if (match := pattern.match(text, start)) is not None]
    if [match.span() for match in found] != spans:
        return pattern.finditer(text)
    return iter(found)


def _learn(pattern: re.Pattern[str]) -> _Quick:
    known = _known[id(pattern)] = _Quick(pattern, compile_quick(pattern))
    return known
