"""Matches of a pattern in a text: PCRE2 looks first, `re` has the last word.

Recognisers try hundreds of patterns on each text, most of which find nothing. PCRE2, which compiles them to
machine code, sees that ten times as fast as `re`. What it finds is matched again by `re` at the same place,
so that callers get what they always got; where the two are not of one mind, or PCRE2 cannot be asked, `re`
does it all. What the classes of letters mean is written out for PCRE2, whose own differ: for it an accent
that stands on a letter is a letter too, for `re` it is none. tests/redact/test_matches.py compares them.
"""

import re
import string
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pcre2

_WORD: Final = r"\p{L}\p{N}_"
# everything else, for use inside of a class: marks, signs, separators, and punctuation without the underscore
_NO_WORD: Final = (
    r"\p{M}\p{S}\p{Z}\p{C}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}"
    "\u203f\u2040\u2054\ufe33\ufe34\ufe4d\ufe4e\ufe4f\uff3f"
)
_WHITE: Final = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
)
_INSIDE: Final = {"w": _WORD, "W": _NO_WORD, "s": _WHITE}
_OUTSIDE: Final = {
    "w": f"[{_WORD}]",
    "W": f"[^{_WORD}]",
    "s": f"[{_WHITE}]",
    "S": f"[^{_WHITE}]",
    "b": f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))",
    "Z": r"\z",
}
_SIGNS: Final = frozenset(string.punctuation)
_SAME: Final = frozenset("dDAnrtfv" + string.digits + " №") | _SIGNS
# Without regard to case `re` takes these for an i, PCRE2 does not: a text that has one is left to `re`.
_TURKISH: Final = re.compile("[ıİ]")
_TURKISH_RANGE: Final = re.compile("[ıİ]-|-[ıİ]")
_LONG: Final = (
    60_000  # letters: in a longer text finding out where a match stands takes longer than finding it
)


class _Quick(NamedTuple):
    """A pattern, kept so that its id stays its own, and what PCRE2 made of it."""

    pattern: re.Pattern[str]
    quick: Any
    folds: bool


_known: dict[int, _Quick] = {}  # by id: the hash of a pattern is worked out anew each time


def matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """As pattern.finditer(text); for patterns that live as long as the program."""
    known = _known.get(id(pattern)) or _learn(pattern)
    if known.quick is None or (known.folds and _TURKISH.search(text)):
        return pattern.finditer(text)
    try:
        if len(text) > _LONG:
            return iter(()) if known.quick.search(text) is None else pattern.finditer(text)
        spans = [match.span() for match in known.quick.finditer(text)]
    except (pcre2.LibraryError, UnicodeEncodeError):  # too much to remember; half of a surrogate
        return pattern.finditer(text)
    found = [match for start, _ in spans if (match := pattern.match(text, start)) is not None]
    if [match.span() for match in found] != spans:
        return pattern.finditer(text)
    return iter(found)


def _learn(pattern: re.Pattern[str]) -> _Quick:
    known = _Quick(pattern, _compile(pattern), bool(pattern.flags & re.IGNORECASE))
    _known[id(pattern)] = known
    return known


def _compile(pattern: re.Pattern[str]) -> Any:
    """The pattern for PCRE2; None where it has no counterpart, or is too large."""
    written = translate(pattern)
    if written is None:
        return None
    try:
        return pcre2.compile(written)
    except pcre2.LibraryError:  # too long for it; or no memory may hold machine code here
        return None


def translate(pattern: re.Pattern[str]) -> str | None:
    """A pattern as PCRE2 writes it; None where it says something that is not known here."""
    if pattern.flags & (re.ASCII | re.VERBOSE):
        return None
    source = pattern.pattern
    if pattern.flags & re.IGNORECASE:
        if _TURKISH_RANGE.search(source):
            return None
        source = _TURKISH.sub("i", source)
    out, inside, at = [], False, 0
    while at < len(source):
        char = source[at]
        if char == "\\":
            piece, at = _escape(source, at + 1, inside=inside)
            if piece is None:
                return None
            out.append(piece)
            continue
        if not inside and char == "[":
            inside = True
            lead = re.compile(r"\[\^?\]?").match(source, at)
            out.append(lead[0].replace("]", r"\]") if lead else char)
            at = lead.end() if lead else at + 1
            continue
        if inside and char == "[":
            char = r"\["
        inside = inside and char != "]"
        out.append(char)
        at += 1
    kinds = ((re.IGNORECASE, "i"), (re.MULTILINE, "m"), (re.DOTALL, "s"))
    flags = "".join(letter for flag, letter in kinds if pattern.flags & flag)
    return "(*LF)" + (f"(?{flags})" if flags else "") + "".join(out)


def _escape(source: str, at: int, *, inside: bool) -> tuple[str | None, int]:
    """What stands after a backslash, and where it ends."""
    char = source[at]
    if char in "uxU":
        end = at + 1 + {"x": 2, "u": 4, "U": 8}[char]
        letter = chr(int(source[at + 1 : end], 16))
        return (f"\\{letter}" if letter in _SIGNS else letter), end
    written = (_INSIDE if inside else _OUTSIDE).get(char)
    if written is None and char in _SAME:
        written = f"\\{char}"
    return written, at + 1
