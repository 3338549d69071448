"""What is drawn on a page of a PDF beside letters: pictures above all, which may hold the text of a scan."""

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from intake.formats.pdf_geometry import Box, Frame
from models.errors import AigaqError

_OBJECT_LIMIT = 300_000  # things drawn on one page; a detailed map has some ten thousand
_DEPTH = 8  # forms within forms
_PIXEL_LIMIT = 150_000_000  # of one picture that is to be recognised; A4 at 600 dpi has 35 million
_INVISIBLE = 3  # the render mode of letters that are there to be searched and not seen
_WHOLE = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]


class Drawn(NamedTuple):
    """The places of pictures, the number of lines and areas, and whether there are invisible letters.

    `dpi` is how fine the largest picture is, 0 without one; `is_bomb`: one is of absurd size.
    """

    images: list[Box]
    paths: int
    has_invisible: bool
    dpi: float
    is_bomb: bool


def read_drawn(page: Any, frame: Frame) -> Drawn:
    """Everything drawn on a page; raises AigaqError too_large where that is far more than a page can show."""
    images: list[Box] = []
    paths = seen = 0
    has_invisible = is_bomb = False
    largest = dpi = 0.0
    rows: list[tuple[Any, Any, Any, Matrix, int]] = [
        (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, page, _WHOLE, 0)
    ]
    while rows:
        count_of, get, parent, matrix, depth = rows.pop()
        count = count_of(parent)
        seen += max(0, count)
        if seen > _OBJECT_LIMIT:
            raise AigaqError("too_large")
        for index in range(count):
            thing = get(parent, index)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                has_invisible |= pdfium.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                whole, pixels = _place(thing, matrix, frame), _pixels(thing)
                images.append(whole.cut(frame.shown))
                is_bomb |= pixels > _PIXEL_LIMIT
                if images[-1].area > largest:
                    largest, dpi = images[-1].area, 72 * (pixels / whole.area) ** 0.5
            elif kind in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING}:
                paths += 1
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                inner = _times(_matrix_of(thing), matrix)
                rows.append(
                    (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, thing, inner, depth + 1)
                )
    return Drawn(images, paths, has_invisible, dpi, is_bomb)


def _place(thing: Any, matrix: Matrix, frame: Frame) -> Box:
    """Where a thing is shown; its own bounds know nothing of the form that it stands in."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return Box(0.0, 0.0, 0.0, 0.0)
    a, b, c, d, e, f = matrix
    corners = [
        (a * x + c * y + e, b * x + d * y + f)
        for x in (left.value, right.value)
        for y in (bottom.value, top.value)
    ]
    across, along = [x for x, _ in corners], [y for _, y in corners]
    return frame.box(min(across), min(along), max(across), max(along))


def _matrix_of(thing: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, found):
        return _WHOLE
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _pixels(thing: Any) -> int:
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(thing, wide, high):
        return 0
    return int(wide.value) * int(high.value)
