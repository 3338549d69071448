"""What the recipe works on: a text with labelled spans, its jsonl form, and cutting it into pieces."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

LABELS: Final = ("PERSON", "PLACE", "ORG", "DATE", "AGE", "JOB", "NRP", "ADDRESS", "DOB")


class Span(NamedTuple):
    """Half-open code-point offsets and one of LABELS; an empty label means: not known, teach nothing here."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Example:
    """A text and its spans, sorted and disjoint; `source` is a corpus or "generated"."""

    text: str
    spans: tuple[Span, ...]
    lang: str
    source: str


def make(text: str, spans: Iterable[Span], *, lang: str, source: str) -> Example:
    """An example with its spans sorted, trimmed of outer spaces, and overlaps dropped (the longer stays)."""
    kept: list[Span] = []
    for low, high, label in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        start, end = trimmed(text, low, high)
        if start < end and all(end <= other.start or start >= other.end for other in kept):
            kept.append(Span(start, end, label))
    return Example(text, tuple(sorted(kept)), lang, source)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without the spaces at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


_BREAK = re.compile(r"\n+|(?<=[.!?…])\s+")


def pieces(example: Example, *, words: int = 200) -> Iterator[Example]:
    """Cut an example at line and sentence ends into pieces of about `words` words; no span is cut."""
    text, start, last = example.text, 0, 0
    cuts: list[tuple[int, int]] = []
    for match in _BREAK.finditer(text):
        if any(s.start < match.end() and match.start() < s.end for s in example.spans):
            continue
        if last > start and len(text[start : match.start()].split()) > words:
            cuts.append((start, last))
            start = last
        last = match.end()
    if last > start and len(text[start:].split()) > words:
        cuts.append((start, last))
        start = last
    cuts.append((start, len(text)))
    for low, high in cuts:
        inside = [Span(s.start - low, s.end - low, s.label) for s in example.spans if low <= s.start < high]
        if text[low:high].strip():
            yield replace(example, text=text[low:high], spans=tuple(inside))


def write(path: Path, examples: Iterable[Example]) -> int:
    """Write examples as jsonl; the number written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for item in examples:
            row = {"text": item.text, "spans": item.spans, "lang": item.lang, "source": item.source}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def read(path: Path) -> list[Example]:
    """Read what `write` wrote."""
    found = []
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            spans = tuple(Span(*s) for s in row["spans"])
            found.append(Example(row["text"], spans, row["lang"], row["source"]))
    return found
