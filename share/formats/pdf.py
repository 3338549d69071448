"""PDF: a statement a file, its masks on grey.

Invariants: what was masked is not in the file, and nothing is drawn over letters: the grey lies under the
words of the mask. A file holds pages and letters of DejaVu and nothing else: no document information, no id,
no date, no program, no bookmarks; the letters and the bytes depend on its statement alone.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from reportlab.pdfbase import pdfdoc, ttfonts  # type: ignore[import-untyped]  # reportlab carries no types

from share.contents import Contents, Item
from share.formats.documents import lines, pieces, write_each

# all in points; A4
_WIDE: Final = 595.28
_HIGH: Final = 841.89
_MARGIN: Final = 70.0
_LINE: Final = _WIDE - 2 * _MARGIN
_SIZE: Final = 10.0
_LEADING: Final = 15.0
_BETWEEN: Final = 4.0  # more, where the statement itself begins a new line
_TOP: Final = _HIGH - _MARGIN - _SIZE
_FOOT_SIZE: Final = 8.0
_FOOT_AT: Final = 38.0
# how far the grey of a mask reaches below its words, and how high it is
_BELOW: Final = 3.2
_TALL: Final = 13.0

_TAB: Final = "    "
_LACKING: Final = "\u25a1"  # □
_HELD: Final = "\u00a0"  # a space at which no line ends
_HELD_TOO: Final = "\u2007\u202f"
_WORD: Final = re.compile("[^ ]+")
_FONT: Final = Path(__file__).parents[1] / "fonts" / "DejaVuSans.ttf"
# reportlab's font is one for all and remembers where in its file it reads
_alone = Lock()


@dataclass(frozen=True, slots=True)
class _Row:
    """A line on a page: its letters, its base line, and from where to where it lies on grey."""

    text: str
    y: float
    grey: tuple[tuple[float, float], ...]


def write_pdf(contents: Contents, folder: Path, progress: Callable[[], None] | None = None) -> list[Path]:
    """A .pdf a statement, in pdf/ of the folder; raises AigaqError unwritable."""

    def made(item: Item) -> bytes:
        with _alone:
            return _file(item)

    return write_each(contents, folder, "pdf", made, progress)


def as_drawn(line: str) -> str:
    """A line as a page shows it: tabs as spaces, □ for what cannot be drawn, nothing for what has no look."""
    return "".join(map(_sign, line))


@cache
def _sign(letter: str) -> str:
    if letter == "\t":
        return _TAB
    if letter in _HELD_TOO:
        return _HELD
    if letter.isspace() and letter != _HELD:
        return " "
    if unicodedata.category(letter) in {"Cc", "Cf"} or "\ufe00" <= letter <= "\ufe0f":
        # controls, soft hyphens, joiners, marks of direction and of variants: a page shows nothing for them
        return ""
    # right-to-left letters are in the font but would come out unjoined and in the wrong order; letters beyond
    # the first plane (most emoji) cannot be named in the tables by which a file is searched and copied
    backwards = unicodedata.bidirectional(letter) in {"R", "AL"}
    if backwards or ord(letter) > 0xFFFF or ord(letter) not in _font().face.charToGlyph:
        return _LACKING
    return letter


def _pages(text: str) -> list[list[_Row]]:
    pages: list[list[_Row]] = [[]]
    y = _TOP
    for line in lines(text):
        drawn = as_drawn(line)
        masks, held = _masks(drawn)
        starts, ends = [first for first, _ in masks], [last for _, last in masks]
        for start, end in _breaks(drawn, held):
            if y < _MARGIN:
                pages.append([])
                y = _TOP
            grey = tuple(
                (_width(drawn[start : max(first, start)]), _width(drawn[start : min(last, end)]))
                for first, last in masks[bisect_right(ends, start) : bisect_left(starts, end)]
            )
            pages[-1].append(_Row(drawn[start:end], y, grey))
            y -= _LEADING
        y -= _BETWEEN
    return pages


def _masks(line: str) -> tuple[list[tuple[int, int]], str]:
    """Where masks stand in a line, and the line with their inner spaces held: none is torn that fits."""
    masks, held, at = [], [], 0
    for piece, masked in pieces(line):
        if masked:
            masks.append((at, at + len(piece)))
        held.append(piece.replace(" ", _HELD) if masked else piece)
        at += len(piece)
    return masks, "".join(held)


def _breaks(line: str, held: str) -> Iterator[tuple[int, int]]:
    """Where each row begins and ends; the spaces between two rows are in neither."""
    start = end = 0
    used = 0.0
    for first, last in _units(line, held):
        wide = _width(line[end:last])
        if used + wide > _LINE:
            if end > start:
                yield start, end
            start, used, wide = first, 0.0, _width(line[first:last])
        end = last
        used += wide
    yield start, end


def _units(line: str, held: str) -> Iterator[tuple[int, int]]:
    """What stands together on a row: words, masks; what is wider than a row in as many parts as it takes."""
    for unit in _WORD.finditer(held):
        if _width(unit[0]) <= _LINE:
            yield unit.span()
            continue
        for word in _WORD.finditer(line, *unit.span()):
            start, used = word.start(), 0.0
            for at in range(*word.span()):
                wide = _width(line[at])
                if used + wide > _LINE:
                    yield start, at
                    start, used = at, 0.0
                used += wide
            yield start, word.end()


def _width(text: str) -> float:
    return sum(map(_advance, text))


@cache
def _advance(letter: str) -> float:
    return float(_font().face.getCharWidth(ord(letter))) * _SIZE / 1000


@cache
def _font() -> Any:
    # without asciiReadable: that would put all of ASCII into every file
    return ttfonts.TTFont("Letters", str(_FONT), asciiReadable=0, shapable=False)


def _file(item: Item) -> bytes:
    document = pdfdoc.PDFDocument(compression=1, invariant=1, lang=str(item.language))
    document.Catalog.Outlines = None
    pages = _pages(item.text)
    for number, rows in enumerate(pages, start=1):
        page = pdfdoc.PDFPage()
        page.MediaBox = pdfdoc.PDFArray([0, 0, _WIDE, _HIGH])
        page.Resources = pdfdoc.PDFResourceDictionary()
        page.Resources.basicFonts()
        drawing = _drawing(document, rows, f"{item.name} · {number} / {len(pages)}")
        page.Contents = pdfdoc.PDFStream(content=drawing, filters=[pdfdoc.PDFZCompress])
        document.addPage(page)
    for font in document.delayedFonts:
        font.addObjects(document)
    return _bytes(document)


def _drawing(document: Any, rows: list[_Row], foot: str) -> bytes:
    """What is drawn on a page, in this order: the grey, the letters, the foot."""
    out = ["0.86 g"]
    for row in rows:
        for left, right in row.grey:
            out.append(f"{_MARGIN + left:.2f} {row.y - _BELOW:.2f} {right - left:.2f} {_TALL:.2f} re f")
    out += ["0 g", "BT"]
    for row in rows:
        out += _text(document, row.text, (_MARGIN, row.y), _SIZE)
    out += ["0.35 g"]
    wide = _width(foot) * _FOOT_SIZE / _SIZE
    out += _text(document, foot, ((_WIDE - wide) / 2, _FOOT_AT), _FOOT_SIZE)
    out += ["ET", ""]
    return "\n".join(out).encode("ascii")


def _text(document: Any, text: str, at: tuple[float, float], size: float) -> Iterator[str]:
    """A row of letters; a document's letters are numbered anew, 256 to a font."""
    if text:
        yield f"1 0 0 1 {at[0]:.2f} {at[1]:.2f} Tm"
    for subset, letters in _font().splitString(text, document):
        yield f"{_font().getSubsetInternalName(subset, document)} {size:g} Tf <{letters.hex()}> Tj"


def _bytes(document: Any) -> bytes:
    """The file; reportlab's own way of writing it adds a date, an id and its name."""
    root = document.Reference(document.Catalog)
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    # writing an object may number more of them
    while (name := document.numberToId.get(len(places) + 1)) is not None:
        places.append(len(out))
        out += pdfdoc.PDFIndirectObject(name, document.idToObject[name]).format(document)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Root %b /Size %d >>\n" % (root.format(document), len(places) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)
