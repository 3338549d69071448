"""Lines on pages, as a PDF or a recognised scan has them, and how they join into paragraphs again.

A name that breaks across two lines must stand in one piece, or it is not found. So lines are joined wherever
the next line's first word would not have fitted any more, and parted where the writer ended the line before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

PART: Final = "\n"
BLANK: Final = " "
HYPHENED: Final = "-"  # the hyphen at the line's end belongs to the word
BROKEN: Final = ""  # the hyphen at the line's end only breaks the word

_MARKER = re.compile(r"(?:[-–—•*▪◦]|\d{1,3}[.)]|[a-zа-яәіңғүұқөһ]\))\s")
# "Телефон: …" in a form, "Айгуль: …" in a conversation.
_LABEL = re.compile(r"[^\W\d_a-zа-яёәіңғүұқөһ][^:\n]{0,40}:(?:\s|$)")
_SENTENCE_END = re.compile(r"[.!?…:;][»”\")\]]*$")
_CLOSED = re.compile(r"[.!?…;)»”]$")
_LAST_WORD = re.compile(r"([^\W_]+)[-\xad]$")
_LONGEST_WORD = 60
_FIRST_WORD = re.compile(r"[^\W_]+")
# Hyphens that Russian writes itself, where the line ends or not: "кто-то", "по-русски", "из-за".
_HYPHENED = re.compile(
    r"по-\w+(?:ски|цки|ому|ему)|во?-\w+[ыи]х|из-(?:за|под)|ко[ей]-\w+|\w+-(?:нибудь|либо|таки)"
    r"|(?:кт|чт|где|как|когда|куда|ч[её][мй]|ко[гм]|там|тут|поче|заче|сколько|откуда)\w*-то",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    `base` is where its letters stand, counted downwards from the page's upper edge; `head` is the width of
    its first word, `size` of its letters; all in one unit. A `fixed` line is joined to no other.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    head: float = 0.0
    page: int = 0
    fixed: bool = False


def join_lines(lines: Sequence[Line]) -> str:
    """The paragraphs, one a line."""
    pieces: list[str] = []
    for line, joint in zip(lines, [*joints(lines), HYPHENED], strict=False):
        pieces.append(line.text[:-1] if joint == BROKEN else line.text)
        pieces.append("" if joint == HYPHENED else joint)
    return "".join(pieces)


def joints(lines: Sequence[Line]) -> list[str]:
    """What stands between each line and the next: PART, BLANK, HYPHENED or BROKEN."""
    blocks = _blocks(lines)
    margins = _margins(blocks)
    pitch = _pitch(blocks)
    found: list[str] = []
    for number, (block, margin) in enumerate(zip(blocks, margins, strict=True)):
        if number:
            found.append(_joint_of_blocks(blocks[number - 1][-1], block, margins[number - 1]))
        found += [_joint(here, after, margin, pitch) for here, after in pairwise(block)]
    return found


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand below each other: a column, or a part of one."""
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and _goes_on(blocks[-1][-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _goes_on(here: Line, after: Line) -> bool:
    size = max(here.size, after.size)
    return (
        here.page == after.page
        and not (here.fixed or after.fixed)
        and -0.5 * size < after.base - here.base < 4 * size
        and (after.left < here.right or _beside(here, after))
        and min(here.size, after.size) > 0.85 * size
    )


def _beside(here: Line, after: Line) -> bool:
    """Whether the second piece stands in the same row, right of the first."""
    return abs(after.base - here.base) < 0.5 * here.size and after.left > here.right - 0.5 * here.size


def _margins(blocks: Sequence[Sequence[Line]]) -> list[float]:
    """How far each block's lines may reach to the right.

    Few lines do not show it: they borrow the margin of the blocks that begin at the same left edge.
    """
    shared: dict[int, float] = {}
    own: list[tuple[int, float, bool]] = []
    for block in blocks:
        rights = sorted((line.right for line in block), reverse=True)
        # One line that sticks out far, a long link, is no margin.
        sticks_out = len(rights) > 3 and rights[0] > rights[1] + 3 * block[0].size
        margin = rights[1] if sticks_out else rights[0]
        edge = round(min(line.left for line in block) / max(block[0].size, 1.0))
        shared[edge] = max(shared.get(edge, 0.0), margin)
        own.append((edge, margin, len(block) > 3))
    return [
        margin if enough else max(margin, *(shared.get(edge + step, 0.0) for step in (-1, 0, 1)))
        for edge, margin, enough in own
    ]


def _pitch(blocks: Sequence[Sequence[Line]]) -> float:
    """The distance of lines within a paragraph, in letter sizes: of those that occur a small one."""
    steps = sorted(
        (after.base - here.base) / here.size
        for block in blocks
        for here, after in pairwise(block)
        if after.base - here.base > 0.5 * here.size > 0
    )
    return steps[len(steps) // 4] if steps else 1.2


def _joint(here: Line, after: Line, margin: float, pitch: float) -> str:
    """What stands between two lines of one block."""
    if _beside(here, after):
        return BLANK
    indented = after.left > here.left + 0.8 * after.size and not _MARKER.match(here.text)
    if (
        indented
        or after.base - here.base > 1.4 * pitch * here.size
        or _ended_early(here, after, margin)
        or (_MARKER.match(after.text) and _SENTENCE_END.search(here.text))
        or (_LABEL.match(after.text) and (_LABEL.match(here.text) or _CLOSED.search(here.text)))
    ):
        return PART
    return _within(here, after)


def _joint_of_blocks(here: Line, block: Sequence[Line], margin: float) -> str:
    """What stands between two blocks: text that runs on over a page or a column is joined."""
    after = block[0]
    indented = any(after.left > line.left + 0.8 * after.size for line in block[1:])
    beside_or_below = here.page == after.page and after.base > here.base - 0.5 * here.size
    if (
        here.fixed
        or after.fixed
        or indented
        or beside_or_below
        or _ended_early(here, after, margin)
        or _SENTENCE_END.search(here.text)
        or _MARKER.match(after.text)
        or min(here.size, after.size) <= 0.85 * max(here.size, after.size)
    ):
        return PART
    return _within(here, after)


def _ended_early(here: Line, after: Line, margin: float) -> bool:
    """Whether the next line's first word would still have fitted into this one."""
    return here.right + 0.3 * here.size + after.head < margin - 0.2 * here.size


def _within(here: Line, after: Line) -> str:
    """How two lines of one paragraph join."""
    # Words are short; the bound keeps a line without blanks from being searched again and again.
    last, first = _LAST_WORD.search(here.text[-_LONGEST_WORD:]), _FIRST_WORD.match(after.text)
    if last is None:
        return BLANK
    if here.text.endswith("\xad"):
        return BROKEN
    if first is None:
        return BLANK
    whole = f"{last[1]}-{first[0]}"
    # A double name keeps its hyphen, and so does what stands behind an abbreviation or in a number.
    is_break = (
        first[0].islower()
        and len(last[1]) > 1
        and not last[1].isupper()
        and not any(character.isdigit() for character in whole)
    )
    return BROKEN if is_break and not _HYPHENED.fullmatch(whole) else HYPHENED
