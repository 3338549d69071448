"""Ways to hide words in a finished PDF; each takes its bytes and gives others.

Most append a revision, as programs do that save in haste: what was there stays, and the table at the end says
what counts.
"""

import base64
import re
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final

from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_FONT: Final = Path(__file__).parents[2] / "share" / "fonts" / "DejaVuSans.ttf"
_HELVETICA: Final = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def author_utf16(data: bytes, words: str) -> bytes:
    octal = "".join(f"\\{byte:03o}" for byte in words.encode("utf-16-be")).encode()
    new = _next(data)
    return _revised(data, {new: b"<< /Author (\\376\\377" + octal + b") >>"}, b"/Info %d 0 R" % new)


def title_latin(data: bytes, words: str) -> bytes:
    new = _next(data)
    return _revised(data, {new: b"<< /Title (%b) >>" % words.encode("latin-1")}, b"/Info %d 0 R" % new)


def xmp(data: bytes, words: str) -> bytes:
    """Metadata in UTF-16, which they may be in."""
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{words}</dc:creator></rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    new = _next(data)
    made = _stream(packet.encode("utf-16-be"), b"/Type /Metadata /Subtype /XML")
    return _revised(data, {new: made, **_in_catalog(data, b"/Metadata %d 0 R" % new)})


def white(data: bytes, words: str) -> bytes:
    first, rest = words[:3].encode(), words[3:].encode()
    return _drawn(data, b"BT 1 g /F9 1 Tf 72 30 Td [(%b) -2 (%b)] TJ ET" % (first, rest))


def outside(data: bytes, words: str) -> bytes:
    return _drawn(data, b"BT /F9 8 Tf -900 2000 Td <%b> Tj ET" % words.encode().hex().encode())


def shifted(data: bytes, words: str) -> bytes:
    """White words in a file that begins with an empty line: readers look for the header further on."""
    return b"\n" + white(data, words)


def remark(data: bytes, words: str) -> bytes:
    new = _next(data)
    note = b"<< /Type /Annot /Subtype /Text /Rect [ 10 10 20 20 ] /Contents %b >>" % _literal(words)
    return _revised(data, {new: note, **_in_page(data, b"/Annots [ %d 0 R ]" % new)})


def bookmark(data: bytes, words: str) -> bytes:
    new = _next(data)
    made = {
        new: b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count 1 >>" % (new + 1, new + 1),
        new + 1: b"<< /Title %b /Parent %d 0 R >>" % (_hexadecimal(words), new),
    }
    return _revised(data, {**made, **_in_catalog(data, b"/Outlines %d 0 R" % new)})


def attachment(data: bytes, words: str) -> bytes:
    new = _next(data)
    file = b"<< /Type /Filespec /F (a.txt) /EF << /F %d 0 R >> >>" % (new + 1)
    made = {new: file, new + 1: _stream(words.encode("utf-16"), b"/Type /EmbeddedFile", flate=True)}
    names = b"/Names << /EmbeddedFiles << /Names [ (a.txt) %d 0 R ] >> >>" % new
    return _revised(data, {**made, **_in_catalog(data, names)})


def field(data: bytes, words: str) -> bytes:
    new = _next(data)
    made = b"<< /FT /Tx /T (contact) /V (%b) /Subtype /Widget /Rect [ 0 0 0 0 ] >>" % words.encode("latin-1")
    form = b"/AcroForm << /Fields [ %d 0 R ] >>" % new
    return _revised(
        data, {new: made, **_in_catalog(data, form), **_in_page(data, b"/Annots [ %d 0 R ]" % new)}
    )


def script(data: bytes, words: str) -> bytes:
    new = _next(data)
    made = {
        new: b"<< /S /JavaScript /JS %d 0 R >>" % (new + 1),
        new + 1: _stream(words.encode("latin-1"), flate=True),
    }
    return _revised(data, {**made, **_in_catalog(data, b"/OpenAction %d 0 R" % new)})


def old_page(data: bytes, words: str) -> bytes:
    """A page more, in letters of its own, that the last revision takes out of the list of pages again."""
    pdfmetrics.registerFont(TTFont("Old", str(_FONT)))
    drawn = BytesIO()
    canvas = Canvas(drawn)
    canvas.setFont("Old", 12)
    canvas.drawString(72, 700, words)
    canvas.save()
    writer = PdfWriter(clone_from=BytesIO(data))
    before = len(writer.pages)
    writer.add_page(PdfReader(drawn).pages[0])
    out = BytesIO()
    writer.write(out)
    whole = out.getvalue()
    number, pages = next((n, b) for n, b in _objects(whole).items() if re.search(rb"/Type\s*/Pages", b))
    kids = re.findall(rb"\d+ 0 R", re.search(rb"/Kids\s*\[(.*?)\]", pages, re.DOTALL)[1])
    kept = b"<< /Type /Pages /Count %d /Kids [ %b ] >>" % (before, b" ".join(kids[:before]))
    return _revised(whole, {number: kept})


def orphan_ascii85(data: bytes, words: str) -> bytes:
    packed = base64.a85encode(zlib.compress(words.encode("utf-16-be"))) + b"~>"
    return _revised(data, {_next(data): _stream(packed, b"/Filter [ /ASCII85Decode /FlateDecode ]")})


def comment(data: bytes, words: str) -> bytes:
    body, end = data.rsplit(b"startxref", 1)
    return body + b"%% %b\nstartxref" % words.encode() + end


def object_stream(data: bytes, words: str) -> bytes:
    """The document's information in a packed stream of objects, under a table that is a stream too."""
    new = _next(data)
    info = b"<< /Author %b >>" % _literal(words)
    head = b"%d 0 " % new
    held = _stream(head + info, b"/Type /ObjStm /N 1 /First %d" % len(head), flate=True)
    out = data + b"%d 0 obj\n%b\nendobj\n" % (new + 1, held)
    at, end = len(data), len(out)
    rows = [(2, new + 1, 0), (1, at, 0), (1, end, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    said = b"/Type /XRef /W [ 1 4 2 ] /Index [ %d 3 ] /Size %d /Root %b /Info %d 0 R /Prev %b" % (
        *(new, new + 3, _root(data), new, _last_table(data)),
    )
    out += b"%d 0 obj\n%b\nendobj\n" % (new + 2, _stream(table, said))
    return out + b"startxref\n%d\n%%%%EOF\n" % end


def actual_text(data: bytes, words: str) -> bytes:
    said = b"/Span << /ActualText %b >> BDC BT /F9 8 Tf 72 30 Td (.) Tj ET EMC"
    return _drawn(data, said % _hexadecimal(words))


def font_name(data: bytes, words: str) -> bytes:
    """The letters once more, with the table in which a font says who made it."""
    number, body = next((n, b) for n, b in _objects(data).items() if b"/Length1" in b)
    font = zlib.decompress(re.search(rb"stream\r?\n(.*?)\r?\n?endstream", body, re.DOTALL)[1])
    named = _with_table(font, b"name", _name_table(words))
    return _revised(data, {number: _stream(named, b"/Length1 %d" % len(named), flate=True)})


def locked(data: bytes, words: str) -> bytes:
    """Locked against changes: it opens without a password, but its bytes say nothing."""
    writer = PdfWriter(clone_from=BytesIO(data))
    writer.add_metadata({"/Author": words})
    writer.encrypt("", "owner", algorithm="AES-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


WAYS: Final[dict[str, Callable[[bytes, str], bytes]]] = {
    way.__name__: way
    for way in (
        *(
            author_utf16,
            title_latin,
            xmp,
            white,
            outside,
            shifted,
            remark,
            bookmark,
            attachment,
            field,
            script,
        ),
        *(old_page, orphan_ascii85, comment, object_stream, actual_text, font_name, locked),
    )
}


def _objects(data: bytes) -> dict[int, bytes]:
    found = re.finditer(rb"(?<=\n)(\d+) 0 obj\s*(.*?)\s*endobj", data, re.DOTALL)
    return {int(match[1]): match[2] for match in found}


def _next(data: bytes) -> int:
    return max(_objects(data)) + 1


def _root(data: bytes) -> bytes:
    return re.findall(rb"/Root (\d+ 0 R)", data)[-1]


def _last_table(data: bytes) -> bytes:
    return re.findall(rb"startxref\s+(\d+)", data)[-1]


def _revised(data: bytes, objects: dict[int, bytes], said: bytes = b"") -> bytes:
    """The file with a revision more."""
    out, rows = bytearray(data), bytearray()
    for number, body in sorted(objects.items()):
        rows += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += (
        b"xref\n"
        + rows
        + b"trailer\n<< /Root %b /Size %d /Prev %b %b >>\nstartxref\n%d\n%%%%EOF\n"
        % (*(_root(data), max(_next(data), *(n + 1 for n in objects)), _last_table(data), said, table),)
    )
    return bytes(out)


def _stream(content: bytes, said: bytes = b"", *, flate: bool = False) -> bytes:
    if flate:
        content, said = zlib.compress(content), said + b" /Filter /FlateDecode"
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (said, len(content), content)


def _in_catalog(data: bytes, said: bytes) -> dict[int, bytes]:
    number = int(_root(data).split()[0])
    return {number: _with(_objects(data)[number], said)}


def _in_page(data: bytes, said: bytes) -> dict[int, bytes]:
    number, body = next((n, b) for n, b in _objects(data).items() if re.search(rb"/Type /Page\b", b))
    return {number: _with(body, said)}


def _with(dictionary: bytes, said: bytes) -> bytes:
    return dictionary[: dictionary.rindex(b">>")] + said + b" >>"


def _drawn(data: bytes, content: bytes) -> bytes:
    """The first page with something drawn more, in Helvetica."""
    new = _next(data)
    number, body = next((n, b) for n, b in _objects(data).items() if re.search(rb"/Type /Page\b", b))
    fonts = int(re.search(rb"/Font (\d+) 0 R", body)[1])
    contents = re.sub(rb"/Contents (\d+ 0 R)", rb"/Contents [ \1 %d 0 R ]" % new, body)
    return _revised(
        data,
        {
            number: contents,
            fonts: _with(_objects(data)[fonts], b"/F9 %d 0 R" % (new + 1)),
            new: _stream(content, flate=True),
            new + 1: _HELVETICA,
        },
    )


def _literal(words: str) -> bytes:
    raw = b"\xfe\xff" + words.encode("utf-16-be")
    return b"(%b)" % re.sub(rb"([()\\])", rb"\\\1", raw)


def _hexadecimal(words: str) -> bytes:
    return b"<%b>" % ("\ufeff" + words).encode("utf-16-be").hex().encode()


def _name_table(words: str) -> bytes:
    said = words.encode("utf-16-be")
    # one record: Windows, Unicode, English, and 0 for whose it is
    return struct.pack(">HHH", 0, 1, 18) + struct.pack(">HHHHHH", 3, 1, 0x409, 0, len(said), 0) + said


def _with_table(font: bytes, tag: bytes, table: bytes) -> bytes:
    """A font with a table more; the others move back by the row that it takes in the list."""
    count = struct.unpack(">H", font[4:6])[0]
    rows = [struct.unpack(">4sIII", font[12 + 16 * n : 28 + 16 * n]) for n in range(count)]
    moved = [(name, check, at + 16, size) for name, check, at, size in rows]
    body = font[12 + 16 * count :]
    body += b"\0" * (-len(body) % 4)
    moved.append((tag, 0, 12 + 16 * (count + 1) + len(body), len(table)))
    listed = b"".join(struct.pack(">4sIII", *row) for row in sorted(moved))
    return font[:4] + struct.pack(">H", count + 1) + font[6:12] + listed + body + table
