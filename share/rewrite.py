"""A text with stretches replaced, and the way between the original and what came of it.

Invariants (tested as properties): cuts are sorted and disjoint; outside of them nothing changes; each span of
the original leads to one of the new text and back to one that covers it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, repr=False)
class Cut:
    """A stretch of the original, and what stands in its place."""

    start: int
    end: int
    shown: str


@dataclass(frozen=True, slots=True, repr=False)
class Rewritten:
    """The new text with its cuts; `places` is where each cut's replacement begins in it."""

    text: str
    cuts: tuple[Cut, ...]
    places: tuple[int, ...]

    def released(self, start: int, end: int) -> Span:
        """What a span of the original became; a replacement it touches belongs to it as a whole."""
        return self._forward(start, first=True), self._forward(end, first=False)

    def original(self, start: int, end: int) -> Span:
        """Which span of the original a span of the new text came from."""
        return self._back(start, first=True), self._back(end, first=False)

    def replaced(self) -> list[Span]:
        """The spans of the new text that are replacements."""
        return [(at, at + len(cut.shown)) for at, cut in zip(self.places, self.cuts, strict=True)]

    def _forward(self, position: int, *, first: bool) -> int:
        at = bisect_right(self.cuts, position if first else position - 1, key=lambda cut: cut.start) - 1
        if at < 0:
            return position
        cut, place = self.cuts[at], self.places[at]
        if position < cut.end or (position == cut.end and not first):
            return place if first else place + len(cut.shown)
        return position - cut.end + place + len(cut.shown)

    def _back(self, position: int, *, first: bool) -> int:
        at = bisect_right(self.places, position if first else position - 1) - 1
        if at < 0:
            return position
        cut, place = self.cuts[at], self.places[at]
        ends = place + len(cut.shown)
        if position < ends or (position == ends and not first):
            return cut.start if first else cut.end
        return position - ends + cut.end


def rewrite(raw_text: str, cuts: Sequence[Cut]) -> Rewritten:
    """The text with each cut replaced; cuts must be sorted and disjoint."""
    out: list[str] = []
    places: list[int] = []
    done = size = 0
    for cut in cuts:
        if cut.start < done:
            raise ValueError("cuts overlap")
        out += [raw_text[done : cut.start], cut.shown]
        size += cut.start - done
        places.append(size)
        size += len(cut.shown)
        done = cut.end
    out.append(raw_text[done:])
    return Rewritten("".join(out), tuple(cuts), tuple(places))


def laid_over(raw_text: str, cuts: Sequence[Cut], over: Iterable[Cut]) -> list[Cut]:
    """Cuts with others laid over: what one covers gives way; beside what it touches, it fills the rest.

    What was hidden stays hidden; a gap without a letter or a digit stays as it is.
    """
    kept = list(cuts)
    for cut in over:
        under = [c for c in kept if cut.start <= c.start and c.end <= cut.end]
        kept = [c for c in kept if c not in under]
        beside = [c for c in kept if c.start < cut.end and cut.start < c.end]
        left = cut.start
        for start, end in [*((c.start, c.end) for c in beside), (cut.end, cut.end)]:
            some = any(map(str.isalnum, raw_text[left:start])) or any(left <= c.start < start for c in under)
            if left < start and some:
                kept.append(Cut(left, start, cut.shown))
            left = end
        kept.sort(key=lambda c: c.start)
    return kept
