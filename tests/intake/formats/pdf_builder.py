"""Small PDF files for tests, written by hand: text with places, pictures, annotations, form fields."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

CODEC = "kz1048"  # Russian, Kazakh and Latin letters in one byte each; the font says what they are
WIDTH = 0.5  # of the letter's size, for every letter


@dataclass(frozen=True)
class Text:
    """A line at a place, counted in points from the lower left corner; mode 3 is invisible."""

    words: str
    x: float = 60
    y: float = 700
    size: float = 10
    mode: int = 0


def page(*lines: str | Text, top: float = 760, step: float = 14) -> list[Text]:
    """Lines one under the other; a Text stands where it says."""
    placed = []
    for number, line in enumerate(lines):
        placed.append(line if isinstance(line, Text) else Text(line, y=top - step * number))
    return placed


def content(lines: Sequence[Text], *, picture: tuple[float, float, float, float] | None = None) -> bytes:
    """The drawing commands of a page."""
    parts = []
    if picture is not None:
        x, y, wide, high = picture
        parts.append(b"q %f 0 0 %f %f %f cm /Im Do Q" % (wide, high, x, y))
    for line in lines:
        shown = line.words.encode(CODEC).replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        parts.append(
            b"BT %d Tr /F %f Tf 1 0 0 1 %f %f Tm (%s) Tj ET" % (line.mode, line.size, line.x, line.y, shown)
        )
    return b"\n".join(parts)


def stream(body: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object."""
    if packed:
        body, entries = zlib.compress(body), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), entries, body)


def hexadecimal(words: str) -> bytes:
    """A string of the file's own, in any script."""
    return b"<FEFF" + words.encode("utf-16-be").hex().encode() + b">"


def pdf(
    *contents: bytes,
    packed: bool = False,
    picture: tuple[int, int, bytes] | None = None,
    notes: Sequence[bytes] = (),
    page_entries: bytes = b"",
    catalog: bytes = b"",
    trailer: bytes = b"",
    mapped: bool = True,
) -> bytes:
    """A file with one page for each of `contents`; `notes` are annotations of the first page."""
    objects: dict[int, bytes] = {}
    first = 10 + len(notes)
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(contents)))
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents))
    objects[3] = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 32 /LastChar 255 /Widths [%s] %s >>"
        % (b" ".join([b"%d" % (1000 * WIDTH)] * 224), b"/ToUnicode 4 0 R" if mapped else b"")
    )
    objects[4] = stream(_to_unicode(), packed=packed)
    wide, high, pixels = picture or (1, 1, b"\xff")
    objects[5] = stream(
        pixels,
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
        % (wide, high),
        packed=picture is not None,
    )
    for number, note in enumerate(notes):
        objects[10 + number] = note
    for number, body in enumerate(contents):
        told = b"/Annots [%s]" % b" ".join(b"%d 0 R" % (10 + index) for index in range(len(notes)))
        objects[first + 2 * number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R %s %s"
            b" /Resources << /Font << /F 3 0 R >> /XObject << /Im 5 0 R >> >> >>"
            % (first + 2 * number + 1, page_entries, told if notes and not number else b"")
        )
        objects[first + 2 * number + 1] = stream(body, packed=packed)
    return _file(objects, trailer)


def _to_unicode() -> bytes:
    """The table from the font's codes to letters."""
    rows = []
    for code in range(0x20, 0x100):
        letter = bytes([code]).decode(CODEC, errors="replace")
        rows.append(b"<%02X> <%s>" % (code, letter.encode("utf-16-be").hex().encode()))
    chunks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(chunk), b"\n".join(chunk)) for chunk in chunks)
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n%s\nendcmap end end" % body
    )


def _file(objects: dict[int, bytes], trailer: bytes) -> bytes:
    raw = b"%PDF-1.5\n"
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(raw)
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(raw)
    raw += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        raw += b"%d 1\n%010d 00000 n \n" % (number, place)
    return raw + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        max(places) + 1,
        trailer,
        start,
    )
