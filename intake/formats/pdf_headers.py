"""Running headers, footers and page numbers: lines at a page's edge that are none of the text."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from intake.formats.layout import Line

_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p|стр|страница|с|бет)\b\W*)?\d{1,4}(?:\s*(?:/|of|из)\s*\d{1,4})?\W*(?:бет)?\W*",
    re.IGNORECASE,
)


_EDGE = 0.1  # of the height of a page, where running headers are looked for
_RIM = 0.06  # where small letters alone tell one


def split_headers(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> tuple[list[list[Line]], int]:
    """The pages' lines without running headers, footers and page numbers, and the number of these."""
    letters = Counter[float]()
    places = Counter[tuple[str, int]]()
    for lines, height in zip(pages, heights, strict=True):
        for line in lines:
            if not _edge(line, height, share=_RIM):
                letters[round(line.size, 1)] += len(line.text)
        places.update({(_folded(line), side) for line in lines if (side := _edge(line, height, share=_EDGE))})
    body = letters.most_common(1)[0][0] if letters else 0.0
    # On every second page at least: books have other headers left and right.
    often = max(2, 0.4 * sum(bool(lines) for lines in pages))
    kept: list[list[Line]] = []
    count = 0
    for lines, height in zip(pages, heights, strict=True):
        kept.append([])
        apart = _apart(lines)
        for line, is_apart in zip(lines, apart, strict=True):
            side = _edge(line, height, share=_EDGE)
            is_header = bool(side) and (
                places[_folded(line), side] >= often
                or (is_apart and len(line.text) < 40 and _PAGE_NUMBER.fullmatch(line.text) is not None)
                # A document of one page repeats nothing: small letters in the very margin tell a header.
                or (line.size <= 0.9 * body and bool(_edge(line, height, share=_RIM)))
            )
            if is_header and not line.fixed:
                count += 1
            else:
                kept[-1].append(line)
    return kept, count


def _folded(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()))


def _edge(line: Line, height: float, *, share: float) -> int:
    """-1 at the upper edge of the page, 1 at the lower one, 0 between."""
    if line.base - line.size / 2 < share * height:
        return -1
    return 1 if line.base > (1 - share) * height else 0


def _apart(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether none stands as near as lines do in a text: an address may end in a number."""
    order = sorted(range(len(lines)), key=lambda index: lines[index].base)
    near: set[int] = set()
    for upper, lower in pairwise(order):
        if lines[lower].base - lines[upper].base < 1.8 * max(lines[upper].size, lines[lower].size):
            near |= {upper, lower}
    return [index not in near for index in range(len(lines))]
