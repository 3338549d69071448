"""Opening a PDF with PDFium, closing it again, and drawing a page for text recognition.

PDFium runs here without JavaScript and without forms that draw themselves (XFA). It is not safe to use from
several threads at once.
"""

import contextlib
import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from intake.formats.ocr import MAX_DPI, MIN_DPI, GreyPicture
from models.errors import AigaqError

_POINTS = 72  # to the inch
_DRAWN_PIXELS = 40_000_000  # a page is drawn at most this large; A4 at 300 dpi has 8.7 million
_LOCKED: Final = frozenset({pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY})


@dataclass(frozen=True, slots=True)
class OpenPdf:
    """PDFium's handles; `form` is None where nothing can be filled in."""

    document: Any
    form: Any
    pages: int
    attachments: int


@contextlib.contextmanager
def open_pdf(raw: bytes) -> Iterator[OpenPdf]:
    """An open document; raises AigaqError password, damaged, or unsupported (forms that draw themselves)."""
    document = pdfium.FPDF_LoadMemDocument64(raw, len(raw), None)
    if not document:
        raise AigaqError("password" if pdfium.FPDF_GetLastError() in _LOCKED else "damaged")
    form = None
    try:
        kind = pdfium.FPDF_GetFormType(document)
        if kind == pdfium.FORMTYPE_XFA_FULL:
            raise AigaqError("unsupported")  # its pages say only that another program is needed
        if kind != pdfium.FORMTYPE_NONE:
            callbacks = pdfium.FPDF_FORMFILLINFO(version=2)  # must live as long as the handle
            form = pdfium.FPDFDOC_InitFormFillEnvironment(document, callbacks) or None
            if form is None:
                raise AigaqError("damaged")
        yield OpenPdf(
            document=document,
            form=form,
            pages=pdfium.FPDF_GetPageCount(document),
            attachments=max(0, pdfium.FPDFDoc_GetAttachmentCount(document)),
        )
    finally:
        if form is not None:
            pdfium.FPDFDOC_ExitFormFillEnvironment(form)
        pdfium.FPDF_CloseDocument(document)


def draw_page(document: Any, number: int, *, dpi: float) -> GreyPicture:
    """A page in shades of grey, without comments, as fine as a scan of `dpi`; raises AigaqError damaged."""
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise AigaqError("damaged")
    bitmap = None
    try:
        wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        if not (0 < wide < 1e6 and 0 < high < 1e6):
            raise AigaqError("damaged")
        dpi = max(MIN_DPI, min(MAX_DPI, dpi))
        dpi = min(dpi, _POINTS * (_DRAWN_PIXELS / (wide * high)) ** 0.5)
        columns, rows = max(1, round(wide * dpi / _POINTS)), max(1, round(high * dpi / _POINTS))
        bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            raise AigaqError("damaged")
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, pdfium.FPDF_GRAYSCALE)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * rows)
    finally:
        if bitmap:
            pdfium.FPDFBitmap_Destroy(bitmap)
        pdfium.FPDF_ClosePage(page)
    return GreyPicture(pixels, width=columns, height=rows, stride=stride, dpi=round(dpi))
