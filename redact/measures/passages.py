"""The line around some words, cut into pieces by what was hidden in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from redact.measures.said import SaidSpan

_AROUND: Final = 140  # characters of the line on either side
_WORDS: Final = 400  # characters of the words themselves, before their middle is left out


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters alike in all that matters: part of the words spoken of or not, and what was done with them.

    `action` is None where nothing was found; `alias` stands with a hidden finding's last piece.
    """

    text: str
    spoken_of: bool = False
    action: str | None = None
    alias: str | None = None


def passage(text: str, start: int, end: int, findings: Sequence[SaidSpan]) -> tuple[Piece, ...]:
    """The line around text[start:end] in pieces; findings are disjoint and sorted."""
    first, last = _window(text, start, end)
    near = [f for f in findings if f.start < last and first < f.end]
    edges = {first, start, end, last}
    edges.update(edge for f in near for edge in (f.start, f.end) if first < edge < last)
    cuts = sorted(edges)
    pieces = []
    for a, b in pairwise(cuts):
        finding = next((f for f in near if f.start <= a and b <= f.end), None)
        pieces.append(
            Piece(
                text=_short(text[a:b]),
                spoken_of=start <= a and b <= end,
                action=finding.action if finding else None,
                alias=finding.alias if finding and b == min(finding.end, last) else None,
            )
        )
    return tuple(_ends(pieces, before=not _opens(text, first), after=not _closes(text, last)))


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """The line that the words stand in, or as much of it as can be read at a glance."""
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    newline = text.find("\n", end)
    last = min(len(text) if newline < 0 else newline, end + _AROUND)
    # no word is cut, unless it is as long as a line
    if not _opens(text, first):
        blank = text.find(" ", first, start)
        first = blank + 1 if blank >= 0 else first
    if not _closes(text, last):
        blank = text.rfind(" ", end, last)
        last = blank if blank >= 0 else last
    return first, last


def _opens(text: str, first: int) -> bool:
    return first == 0 or text[first - 1] == "\n"


def _closes(text: str, last: int) -> bool:
    return last == len(text) or text[last] == "\n"


def _ends(pieces: list[Piece], *, before: bool, after: bool) -> Iterator[Piece]:
    """The pieces, with dots where the line goes on."""
    if before:
        yield Piece("… ")
    yield from pieces
    if after:
        yield Piece(" …")


def _short(words: str) -> str:
    if len(words) <= _WORDS:
        return words
    return f"{words[: _WORDS // 2]} … {words[-_WORDS // 2 :]}"
