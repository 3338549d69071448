"""What people put onto a page of a PDF afterwards: filled-in fields, typed text, comments, attached files."""

import ctypes
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from intake.formats.layout import Line
from intake.formats.pdf_geometry import Box, Frame
from models.errors import AigaqError

_NOTE_LIMIT = 5_000  # on one page
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_SECRET_FIELD = 1 << 13  # shows stars for its letters
_SILENT = frozenset({pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP})
_TEXT_FIELDS = frozenset(
    {pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX}
)
_TICKS = frozenset({pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON})


@dataclass(slots=True)
class Notes:
    """`typed` is seen as part of the page: what a form asked for, and text boxes; `comments` are not."""

    typed: list[tuple[str, Box]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def read_notes(page: Any, form: Any, frame: Frame) -> Notes:
    """The annotations of a page; `form` is the document's form handle, None where it has no form."""
    notes = Notes()
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count > _NOTE_LIMIT:
        raise AigaqError("too_large")
    for index in range(count):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if note:
            try:
                _read_note(note, form, frame, notes)
            finally:
                pdfium.FPDFPage_CloseAnnot(note)
    return notes


def _read_note(note: Any, form: Any, frame: Frame, notes: Notes) -> None:
    kind = pdfium.FPDFAnnot_GetSubtype(note)
    if kind in _SILENT:
        return
    if kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
        notes.left_out["attachments"] += 1
        return
    is_typed = kind == pdfium.FPDF_ANNOT_WIDGET or (
        kind == pdfium.FPDF_ANNOT_FREETEXT and "Callout" not in _string(note, b"IT")
    )
    words = _value(note, form) if kind == pdfium.FPDF_ANNOT_WIDGET else _string(note, b"Contents")
    words = words.strip()
    if not words:
        return
    if not is_typed:
        notes.comments.append(" ".join(words.split()))
    elif pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
        notes.left_out["hidden"] += 1
    else:
        place = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(note, place)
        notes.typed.append((words, frame.box(place.left, place.bottom, place.right, place.top)))


def _value(note: Any, form: Any) -> str:
    """What a form field shows; a tick as [x]."""
    if form is None:
        return _string(note, b"V")
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, note)
    if kind in _TICKS:
        return "[x]" if _string(note, b"AS") not in {"", "Off"} else ""
    if kind not in _TEXT_FIELDS or pdfium.FPDFAnnot_GetFormFieldFlags(form, note) & _SECRET_FIELD:
        return ""
    size = pdfium.FPDFAnnot_GetFormFieldValue(form, note, None, 0)
    room = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFAnnot_GetFormFieldValue(form, note, room, size)
    return _decode(bytes(room))


def _string(note: Any, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
    room = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(note, key, room, size)
    return _decode(bytes(room))


def _decode(units: bytes) -> str:
    text = units.decode("utf-16-le", errors="replace").partition("\x00")[0]
    return text.replace("\r\n", "\n").replace("\r", "\n")


def place_typed(lines: list[Line], notes: Notes, *, page: int) -> list[Line]:
    """The page's lines with what was typed: behind the words to the left of it, or on lines of its own."""
    placed = list(lines)
    is_crowded = len(lines) * len(notes.typed) > 5_000_000
    for words, box in notes.typed:
        high = max(1.0, box.bottom - box.top)
        middle = (box.top + box.bottom) / 2
        rows = words.split("\n")
        host = None
        if len(rows) == 1 and not is_crowded:
            beside = [
                index
                for index, line in enumerate(placed)
                if line.right <= box.left + 2 and box.top - 2 <= line.base - line.size / 3 <= box.bottom + 2
            ]
            host = max(beside, key=lambda index: placed[index].right, default=None)
        if host is not None:
            line = placed[host]
            placed[host] = Line(
                text=f"{line.text} {words}",
                left=line.left,
                right=box.right,
                base=line.base,
                size=line.size,
                head=line.head,
                page=page,
                fixed=True,
            )
            continue
        own = [
            Line(row, box.left, box.right, middle, min(high, 12.0), page=page, fixed=True)
            for row in rows
            if row.strip()
        ]
        at = next((index for index, line in enumerate(placed) if line.base > middle), len(placed))
        placed[at:at] = own
    return placed
