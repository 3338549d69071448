"""Spans: half-open stretches of code points."""

from collections.abc import Iterable

from models.decisions import Span


def united_spans(spans: Iterable[Span]) -> list[Span]:
    """Disjoint stretches in order: spans that overlap are one, and what any covers stays covered."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
