"""Patterns of `re` written for PCRE2, over the bytes of redact/codepage.py.

What a pattern means is read off `re`'s own parse of it. Classes of letters become classes of bytes, cases
included; what cannot be said in bytes (a letter that has none) is not translated.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

import pcre2

from redact.codepage import BYTES, FIGURE, LETTER, OTHER, SPACE

try:  # `re` shows its parser to nobody; it has had this one since Python 3.11
    from re import _constants as op  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # then `re` matches everything itself
    parser = None

_ALL: Final = frozenset({*BYTES.values(), LETTER, FIGURE, SPACE, OTHER})
_WORD: Final = frozenset(
    {byte for char, byte in BYTES.items() if char.isalnum() or char == "_"} | {LETTER, FIGURE}
)
_DIGIT: Final = frozenset({byte for char, byte in BYTES.items() if char.isdecimal()} | {FIGURE})
_WHITE: Final = frozenset({byte for char, byte in BYTES.items() if char.isspace()} | {SPACE})
_NEWLINE: Final = frozenset({BYTES["\n"]})
_UNBOUND: Final = 0xFFFF  # the most that PCRE2 counts to


class _Untold(Exception):
    """The pattern says something that bytes cannot."""


def compile_quick(pattern: re.Pattern[str]) -> Any:
    """The pattern for PCRE2, over encoded(text); None where it has no counterpart or is too long for it."""
    written = translate(pattern)
    if written is None:
        return None
    try:
        return pcre2.compile(written)
    except pcre2.LibraryError:  # too long; or this system lets no program write machine code
        return None


def translate(pattern: re.Pattern[str]) -> bytes | None:
    """The pattern as PCRE2 writes it, over bytes; None where bytes cannot say it."""
    if parser is None or pattern.flags & re.ASCII:
        return None
    try:
        tree = parser.parse(pattern.pattern, pattern.flags)
        return b"(*LF)" + _Writer(refers=_refers(tree)).row(tree, pattern.flags)
    except _Untold:
        return None


def _refers(tree: Any) -> bool:
    """Whether a pattern asks for what one of its groups matched: only then are its groups kept."""
    return "GROUPREF" in repr(tree)


def _equals() -> dict[str, set[int]]:
    """The bytes of a character and its other cases, as `re` has them; for those whose cases all have one."""
    same: dict[str, set[int]] = {}
    for char, byte in BYTES.items():
        same.setdefault(_folded(char), set()).add(byte)
    cases = {char: {c for c in (char.lower(), char.upper()) if len(c) == 1} for char in BYTES}
    return {char: same[_folded(char)] for char in BYTES if cases[char] <= BYTES.keys()}


def _folded(char: str) -> str:
    # all kinds of i are one for `re`
    return "I" if char in "ıİ" else char.lower().upper()


_SAME_LETTER: Final = _equals()
_OWN: Final = {char: {byte} for char, byte in BYTES.items()}


class _Writer:
    def __init__(self, *, refers: bool) -> None:
        self._refers = refers

    def row(self, items: Any, flags: int) -> bytes:
        return b"".join(self._item(code, argument, flags) for code, argument in items)

    def _item(self, code: Any, argument: Any, flags: int) -> bytes:
        if code in _SETS:
            return _class(_set(code, argument, flags))
        write = _WRITERS.get(str(code))
        if write is None:
            raise _Untold
        written: bytes = write(self, argument, flags)
        return written

    def at(self, where: Any, flags: int) -> bytes:
        if str(where) in _BOUNDARIES:
            inside = _class(_WORD)
            ends = (b"(?<=%b)(?!%b)|(?<!%b)(?=%b)", b"(?<=%b)(?=%b)|(?<!%b)(?!%b)")[
                str(where) != "AT_BOUNDARY"
            ]
            return b"(?:" + ends % ((inside,) * 4) + b")"
        several = b"(?m:%b)" if flags & re.MULTILINE else b"(?-m:%b)"
        fixed = {"AT_BEGINNING": several % b"^", "AT_END": several % b"$"}
        fixed |= {"AT_BEGINNING_STRING": rb"\A", "AT_END_STRING": rb"\z"}
        if str(where) not in fixed:
            raise _Untold
        return fixed[str(where)]

    def branch(self, argument: Any, flags: int) -> bytes:
        return b"(?:" + b"|".join(self.row(one, flags) for one in argument[1]) + b")"

    def group(self, argument: Any, flags: int) -> bytes:
        number, added, dropped, items = argument
        opening = b"(" if number is not None and self._refers else b"(?:"
        return opening + self.row(items, (flags | added) & ~dropped) + b")"

    def atomic(self, items: Any, flags: int) -> bytes:
        return b"(?>" + self.row(items, flags) + b")"

    def look(self, argument: Any, flags: int, *, sign: bytes) -> bytes:
        direction, items = argument
        return b"(?" + (b"<" if direction < 0 else b"") + sign + self.row(items, flags) + b")"

    def repeat(self, argument: Any, flags: int, *, sign: bytes) -> bytes:
        least, most, items = argument
        if least > _UNBOUND:
            raise _Untold
        limit = b"" if most is parser.MAXREPEAT or most > _UNBOUND else b"%d" % most
        return b"(?:" + self.row(items, flags) + b"){%d,%b}" % (least, limit) + sign

    def reference(self, number: int, flags: int) -> bytes:
        if flags & re.IGNORECASE:
            raise _Untold
        return rb"\g{%d}" % number


_BOUNDARIES: Final = {"AT_BOUNDARY", "AT_NON_BOUNDARY"}
_WRITERS: Final[dict[str, Any]] = {
    "AT": _Writer.at,
    "BRANCH": _Writer.branch,
    "SUBPATTERN": _Writer.group,
    "ATOMIC_GROUP": _Writer.atomic,
    "ASSERT": lambda self, argument, flags: self.look(argument, flags, sign=b"="),
    "ASSERT_NOT": lambda self, argument, flags: self.look(argument, flags, sign=b"!"),
    "MAX_REPEAT": lambda self, argument, flags: self.repeat(argument, flags, sign=b""),
    "MIN_REPEAT": lambda self, argument, flags: self.repeat(argument, flags, sign=b"?"),
    "POSSESSIVE_REPEAT": lambda self, argument, flags: self.repeat(argument, flags, sign=b"+"),
    "GROUPREF": _Writer.reference,
}
_SETS: Final = frozenset() if parser is None else frozenset({op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN})


def _set(code: Any, argument: Any, flags: int) -> frozenset[int]:
    """The bytes that one item of a pattern matches."""
    if code is op.LITERAL:
        return _letters([argument], flags)
    if code is op.NOT_LITERAL:
        return _ALL - _letters([argument], flags)
    if code is op.ANY:
        return _ALL if flags & re.DOTALL else _ALL - _NEWLINE
    found: frozenset[int] = frozenset()
    negated = False
    for kind, value in argument:
        if kind is op.NEGATE:
            negated = True
        elif kind is op.LITERAL:
            found |= _letters([value], flags)
        elif kind is op.RANGE:
            found |= _letters(range(value[0], value[1] + 1), flags)
        else:
            found |= _category(value)
    return _ALL - found if negated else found


def _letters(codes: Iterable[int], flags: int) -> frozenset[int]:
    found: set[int] = set()
    for code in codes:
        char = chr(code)
        bytes_of = _SAME_LETTER.get(char) if flags & re.IGNORECASE else _OWN.get(char)
        if bytes_of is None:
            raise _Untold
        found |= bytes_of
    return frozenset(found)


def _category(value: Any) -> frozenset[int]:
    kind = str(value).removeprefix("CATEGORY_")
    plain = {"WORD": _WORD, "DIGIT": _DIGIT, "SPACE": _WHITE}.get(kind.removeprefix("NOT_"))
    if plain is None:
        raise _Untold
    return _ALL - plain if kind.startswith("NOT_") else plain


def _class(members: frozenset[int]) -> bytes:
    """A class of bytes, as ranges."""
    if not members:
        return rb"(?!)"
    ranges: list[list[int]] = []
    for byte in sorted(members):
        if ranges and ranges[-1][1] == byte - 1:
            ranges[-1][1] = byte
        else:
            ranges.append([byte, byte])
    if len(members) == 1:
        return rb"\x%02x" % ranges[0][0]
    return b"[" + b"".join(rb"\x%02x-\x%02x" % (low, high) for low, high in ranges) + b"]"
