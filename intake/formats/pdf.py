"""PDF documents: what their pages show, as paragraphs.

Kept: the text layer (of a recognised scan too), what was filled into form fields or typed onto a page. Left
out and counted: running headers, footers and page numbers, comments, letters that are not shown, pictures,
attached files. Nothing is left out silently: a page whose text is only a picture, or whose letters mean
nothing, is recognised if the operator asked for it; otherwise the document is refused.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from intake.formats.comments import join_comments
from intake.formats.layout import join_lines
from intake.formats.ocr import Recognised, join_recognised, ocr_available, recognise
from intake.formats.pdf_headers import split_headers
from intake.formats.pdf_streams import check_streams
from intake.parts import PLAIN, Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind

if TYPE_CHECKING:
    from intake.formats.layout import Line
    from intake.formats.pdf_page import Page

PAGE_LIMIT = 500
OCR_PAGE_LIMIT = 60  # pages to recognise: some seconds each
_CHARACTER_LIMIT = 3_000_000  # of all pages
_FEW_LETTERS = 30  # a stamp, or "Scanned with …", on a picture of a page
_OUTLINES = 100  # areas drawn on a page without letters: letters drawn as such
_SEEN = 0.02  # of the page


def read_pdf(raw: bytes, options: Options = PLAIN) -> Draft:
    """A .pdf file.

    Raises AigaqError empty, image_only, damaged, password, unsupported, archive_bomb, too_large,
    too_many_pages or too_slow.
    """
    from intake.formats.pdf_document import draw_page, open_pdf  # noqa: PLC0415 - loads PDFium
    from intake.formats.pdf_page import read_page  # noqa: PLC0415

    if b"%PDF-" not in raw[:1024]:
        raise AigaqError("damaged")
    check_streams(raw)
    with open_pdf(raw) as pdf:
        if pdf.pages > PAGE_LIMIT:
            raise AigaqError("too_many_pages")
        pages: list[Page] = []
        room = _CHARACTER_LIMIT
        for number in range(pdf.pages):
            pages.append(read_page(pdf.document, number, form=pdf.form, room=room))
            room -= pages[-1].characters
        lines, headers = split_headers([page.lines for page in pages], [page.height for page in pages])
        wanted = _pictures(pages, lines, options)
        pictures = {
            number: recognise(draw_page(pdf.document, number, dpi=pages[number].dpi)) for number in wanted
        }
        attachments = pdf.attachments
    left_out = Counter(headers=headers, attachments=attachments)
    for number, page in enumerate(pages):
        left_out += page.left_out
        if number in wanted:
            left_out["images"] -= page.left_out["images"]
    told = join_recognised(_parts(pages, lines, pictures))
    if not any(character.isalnum() for character in told.text):
        drawn = any(page.covered or page.paths for page in pages)
        raise AigaqError("image_only" if drawn else "empty")
    comments = [comment for page in pages for comment in page.comments]
    text = join_comments(told.text, comments, options=options, left_out=left_out)
    return Draft(
        raw_text=text,
        source=SourceKind.SCAN if pictures else SourceKind.PDF,
        left_out=tuple(sorted((kind, count) for kind, count in left_out.items() if count > 0)),
        unsure=told.unsure,
    )


def _pictures(pages: list[Page], lines: list[list[Line]], options: Options) -> list[int]:
    """The pages to recognise; raises AigaqError image_only where there are some and that is not wanted."""
    wanted = [
        number
        for number, (page, kept) in enumerate(zip(pages, lines, strict=True))
        if _is_picture(page, kept)
    ]
    if wanted and not (options.ocr and ocr_available()):
        raise AigaqError("image_only")
    if len(wanted) > OCR_PAGE_LIMIT:
        raise AigaqError("too_many_pages")
    if any(pages[number].is_bomb for number in wanted):
        raise AigaqError("archive_bomb")
    return wanted


def _is_picture(page: Page, lines: list[Line]) -> bool:
    """Whether a page's text cannot be had from its letters."""
    letters = sum(character.isalnum() for line in lines for character in line.text)
    if letters == 0:
        return page.covered >= _SEEN or page.paths >= _OUTLINES
    return page.is_senseless or (letters < _FEW_LETTERS and page.covered >= 0.5)


def _parts(pages: list[Page], lines: list[list[Line]], pictures: dict[int, Recognised]) -> list[Recognised]:
    """The document's text: stretches of pages with letters, and pages that were recognised."""
    parts: list[Recognised] = []
    run: list[Line] = []
    for number, page in enumerate(pages):
        if number in pictures:
            parts += [Recognised(join_lines(run)), pictures[number], Recognised("\n".join(page.typed))]
            run = []
        else:
            run += lines[number]
    return [*parts, Recognised(join_lines(run))]
