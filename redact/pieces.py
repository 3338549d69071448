"""Cutting a long text at paragraphs, so that time and memory grow with its length and no faster."""

import re
from collections.abc import Iterator

# About 5,000 words of Russian; the costs of a piece are measured in docs/decisions/0002-libraries.md.
LIMIT = 30_000
_BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"[.!?…]\s"), re.compile(r"\s"))


def pieces(text: str, *, limit: int = LIMIT) -> Iterator[tuple[int, str]]:
    """Offset and text of each piece; cut after a paragraph, else a line, a sentence, a word, else hard."""
    start = 0
    while len(text) - start > limit:
        cut = _cut(text, start, start + limit)
        yield start, text[start:cut]
        start = cut
    if start < len(text):
        yield start, text[start:]


def _cut(text: str, start: int, end: int) -> int:
    for pattern in _BREAKS:
        last = None
        # only the second half: a piece of one line would not help
        for match in pattern.finditer(text, start + (end - start) // 2, end):
            last = match
        if last is not None:
            return last.end()
    return end
