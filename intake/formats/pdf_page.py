"""One page of a PDF through PDFium: its lines with their places, and what is left out of it."""

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from intake.formats.layout import Line
from intake.formats.pdf_drawn import Drawn, read_drawn
from intake.formats.pdf_geometry import Box, Frame, bounded
from intake.formats.pdf_notes import place_typed, read_notes
from models.errors import AigaqError

_INVISIBLE: Final = 3  # the render mode of letters that are there to be searched and not seen
_BREAK = 0x02  # PDFium's sign for a hyphen at a line's end, whose line end it leaves out
_OWN_SIGNS = range(0xE000, 0xF900)  # code points that mean what a font wants
_ROW_ENDS = frozenset({0x0A, 0x0D})
_BLANKS = _ROW_ENDS | {0x09, 0x20, 0xA0}
_BULLETS = frozenset({0xF0A7, 0xF0A8, 0xF0B7, 0xF0D8, 0xF0FC})  # of the sign fonts that office programs use
_SENSELESS_SHARE = 0.02  # of a page's letters; and three more, which may be bullets
# Letters with marks in a row: Cyrillic under a font that says its letters are Western.
_MARKED_ROW = re.compile(r"[À-ÖØ-öø-ÿ]{4,}")
_SEEN_PICTURE = 0.005  # of the page; smaller ones are lines and dots
_PICTURES_ASKED = 200  # pictures that a letter's place is compared with


@dataclass(slots=True)
class Page:
    """What a page holds.

    `typed` is what was filled in; `covered` the share of the page under pictures, `paths` how many lines and
    areas are drawn; `dpi` how fine its largest picture is; `is_senseless`: its letters cannot be read;
    `is_bomb`: a picture of absurd size.
    """

    height: float
    characters: int
    covered: float
    paths: int
    dpi: float
    is_bomb: bool
    is_senseless: bool = False
    lines: list[Line] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def read_page(document: Any, number: int, *, form: Any, room: int) -> Page:
    """Page `number` of an open document; raises AigaqError damaged, or too_large beyond `room` characters."""
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise AigaqError("damaged")
    try:
        frame = _frame(page)
        drawn = read_drawn(page, frame)
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            raise AigaqError("damaged")
        try:
            found = _Reading(text, frame, drawn, number).read(room)
        finally:
            pdfium.FPDFText_ClosePage(text)
        notes = read_notes(page, form, frame)
    finally:
        pdfium.FPDF_ClosePage(page)
    found.lines = place_typed(found.lines, notes, page=number)
    found.typed = [words for words, _ in notes.typed]
    found.comments = notes.comments
    found.left_out += notes.left_out
    return found


def _frame(page: Any) -> Frame:
    shown = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, shown):
        raise AigaqError("damaged")
    quarters = max(0, pdfium.FPDFPage_GetRotation(page)) % 4
    return Frame(
        bounded(shown.left), bounded(shown.bottom), bounded(shown.right), bounded(shown.top), quarters
    )


class _Reading:
    """One pass over a page's letters, word by word: asking PDFium for the place of each would take long."""

    def __init__(self, text: Any, frame: Frame, drawn: Drawn, number: int) -> None:
        self._text = text
        self._frame = frame
        self._drawn = drawn
        self._number = number
        self._lines: list[Line] = []
        self._row = _Row()
        self._word: list[str] = []
        self._word_start = 0
        self._letters = self._senseless = self._hidden = 0
        self._was_hidden = False
        self._tells_hidden = False
        self._read_over: set[int] = set()  # the pictures whose text layer was read: scans
        self._place = pdfium.FS_RECTF()

    def read(self, room: int) -> Page:
        """The page's lines; letters outside the page and invisible ones over nothing are left out."""
        text = self._text
        count = max(0, pdfium.FPDFText_CountChars(text))
        if count > room:
            raise AigaqError("too_large")
        # Nothing but invisible letters are a text layer whose picture is drawn otherwise.
        self._tells_hidden = self._drawn.has_invisible and any(
            not self._is_invisible(index) for index in range(count)
        )
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if code in _BLANKS:
                self._end_word(index)
                if code in _ROW_ENDS:
                    self._end_row()
                else:
                    self._row.add_blank()
            elif code == _BREAK:
                if self._word:
                    self._word.append("-")
                self._end_word(index)
                self._end_row()
            else:
                if not self._word:
                    self._word_start = index
                self._word.append(self._letter(index, code))
        self._end_word(count)
        self._end_row()
        shown = self._frame.shown
        page = Page(
            height=shown.bottom,
            characters=count,
            covered=min(1.0, sum(image.area for image in self._drawn.images) / max(shown.area, 1.0)),
            paths=self._drawn.paths,
            dpi=self._drawn.dpi,
            is_bomb=self._drawn.is_bomb,
            lines=self._lines,
        )
        page.is_senseless = self._senseless > _SENSELESS_SHARE * self._letters + 3 or self._reads_western()
        page.left_out["hidden"] = self._hidden
        page.left_out["images"] = sum(
            image.area >= _SEEN_PICTURE * shown.area and number not in self._read_over
            for number, image in enumerate(self._drawn.images)
        )
        return page

    def _letter(self, index: int, code: int) -> str:
        self._letters += 1
        if code in _BULLETS:
            return "•"
        if code == 0xAD:
            return "-"  # drawn, so it is a hyphen
        if code < 0x20 or code in _OWN_SIGNS or code > 0x10FFFF:
            self._senseless += 1
            return "\ufffd"
        if code == 0xFFFD or pdfium.FPDFText_HasUnicodeMapError(self._text, index) == 1:
            self._senseless += 1
        return chr(code)

    def _end_word(self, end: int) -> None:
        """Add the word to its row, or count it where neither of its ends is to be seen."""
        word, self._word = self._word, []
        if not word:
            return
        first, last = self._box(self._word_start), self._box(end - 1)
        if self._is_hidden(self._word_start, first) and self._is_hidden(end - 1, last):
            self._hidden += not self._was_hidden
            self._was_hidden = True
            return
        self._was_hidden = False
        if not self._row.letters:
            self._begin_row(self._word_start, first)
        self._row.add("".join(word), min(first.left, last.left), max(first.right, last.right))

    def _box(self, index: int) -> Box:
        place = self._place
        pdfium.FPDFText_GetLooseCharBox(self._text, index, place)
        return self._frame.box(place.left, place.bottom, place.right, place.top)

    def _is_hidden(self, index: int, box: Box) -> bool:
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        if not self._frame.shown.holds(x, y):
            return True
        if not self._drawn.has_invisible or not self._is_invisible(index):
            return False
        for number, image in enumerate(self._drawn.images[:_PICTURES_ASKED]):
            if image.holds(x, y):
                self._read_over.add(number)
                return False
        return self._tells_hidden

    def _is_invisible(self, index: int) -> bool:
        thing = pdfium.FPDFText_GetTextObject(self._text, index)
        return not thing or pdfium.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE

    def _begin_row(self, index: int, box: Box) -> None:
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._text, index, x, y)
        self._row.base = self._frame.point(bounded(x.value), bounded(y.value))[1]
        matrix = pdfium.FS_MATRIX()
        scale = 1.0
        if pdfium.FPDFText_GetMatrix(self._text, index, matrix):
            scale = math.hypot(matrix.c, matrix.d)
        size = bounded(abs(pdfium.FPDFText_GetFontSize(self._text, index)) * scale)
        self._row.size = size if 0.1 < size < 2000 else max(1.0, (box.bottom - box.top) / 1.2)

    def _end_row(self) -> None:
        line = self._row.line(self._number)
        if line is not None:
            self._lines.append(line)
        self._row = _Row()

    def _reads_western(self) -> bool:
        marked = sum(len(row) for line in self._lines for row in _MARKED_ROW.findall(line.text))
        return marked > 0.1 * self._letters


@dataclass(slots=True)
class _Row:
    """A line while its words come in."""

    letters: list[str] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    head: float = 0.0
    base: float = 0.0
    size: float = 0.0

    def add(self, word: str, left: float, right: float) -> None:
        if not self.letters:
            self.left, self.right, self.head = left, right, right - left
        self.letters.append(word)
        self.left = min(self.left, left)
        self.right = max(self.right, right)

    def add_blank(self) -> None:
        if self.letters:  # blanks before the first letter are no part of the line
            self.letters.append(" ")

    def line(self, page: int) -> Line | None:
        text = "".join(self.letters).rstrip()
        if not text:
            return None
        if not text.isascii() and re.search("[\ud800-\udfff]", text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return Line(text, self.left, self.right, self.base, self.size, head=self.head, page=page)
