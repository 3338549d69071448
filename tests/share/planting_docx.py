"""Ways to hide words in a finished Word document; each takes its bytes and gives others."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.share.planting_packed import among_others, deflated, picture_with

Parts = list[tuple[ZipInfo, bytes]]
_DOCUMENT: Final = "word/document.xml"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def author(data: bytes, words: str) -> bytes:
    body = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{words}</dc:creator></cp:coreProperties>'
    )
    return _with_part(
        data, "docProps/core.xml", body, "application/vnd.openxmlformats-package.core-properties+xml"
    )


def remark(data: bytes, words: str) -> bytes:
    body = (
        f'<w:comments {_W}><w:comment w:id="0" w:author="rev"><w:p><w:r><w:t>{words}</w:t></w:r></w:p>'
        "</w:comment></w:comments>"
    )
    return _with_part(data, "word/comments.xml", body, f"{_WORD}.comments+xml", "comments")


def deletion(data: bytes, words: str) -> bytes:
    run = f'<w:r><w:delText xml:space="preserve"> {words}</w:delText></w:r>'
    return _in_first_paragraph(data, f'<w:del w:id="7" w:author="rev">{run}</w:del>')


def vanish(data: bytes, words: str) -> bytes:
    return _in_first_paragraph(data, f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{words}</w:t></w:r>")


def runs(data: bytes, words: str) -> bytes:
    """A paragraph of its own, each letter in a run of another editing session."""
    letters = "".join(f'<w:r w:rsidR="00A1B2{n:02d}"><w:t>{sign}</w:t></w:r>' for n, sign in enumerate(words))
    return _before_sections(data, f"<w:p>{letters}</w:p>")


def glued_runs(data: bytes, words: str) -> bytes:
    """White letters, each in a run of its own, right behind the last word of a paragraph."""
    white = '<w:rPr><w:color w:val="FFFFFF"/><w:sz w:val="2"/></w:rPr>'
    return _in_first_paragraph(
        data, "<w:r><w:t>ok</w:t></w:r>" + "".join(f"<w:r>{white}<w:t>{sign}</w:t></w:r>" for sign in words)
    )


def footnote(data: bytes, words: str) -> bytes:
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote>'
    body = f"<w:footnotes {_W}>{note}</w:footnotes>"
    return _with_part(data, "word/footnotes.xml", body, f"{_WORD}.footnotes+xml", "footnotes")


def variable(data: bytes, words: str) -> bytes:
    held = f'<w:docVars><w:docVar w:name="v1" w:val="{words}"/></w:docVars></w:settings>'
    return _changed(data, "word/settings.xml", lambda body: body.replace("</w:settings>", held))


def picture(data: bytes, words: str) -> bytes:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        f'wordprocessingDrawing"><wp:extent cx="9525" cy="9525"/><wp:docPr id="1" name="p" descr="{words}"/>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    return _before_sections(data, drawing)


def link(data: bytes, words: str) -> bytes:
    target = f'<Relationship Id="rId9" Type="{_OFFICE}/hyperlink" TargetMode="External" Target="{words}"/>'
    return _changed(
        data, "word/_rels/document.xml.rels", lambda body: _inside_end(body, "Relationships", target)
    )


def archive_comment(data: bytes, words: str) -> bytes:
    return _packed(_parts(data), comment=words.encode())


def part_name(data: bytes, words: str) -> bytes:
    return _with_part(data, f"customXml/{words}.xml", "<a/>", "application/xml")


def extra_field(data: bytes, words: str) -> bytes:
    parts = _parts(data)
    held = words.encode("utf-16-le")
    parts[-1][0].extra = b"\xfe\xca" + len(held).to_bytes(2, "little") + held
    return _packed(parts)


def behind(data: bytes, words: str) -> bytes:
    return data + b"\0" * 64 + words.encode("cp1251")


def embedded(data: bytes, words: str) -> bytes:
    """The whole document once more inside of itself, with a paragraph more."""
    inner = _before_sections(data, f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
    return _with_part(data, "word/embeddings/Document1.docx", inner, f"{_WORD}.document", "package")


def orphan(data: bytes, words: str) -> bytes:
    """A member before all others that the list at the end does not name, as after a deletion."""
    name, body, packed = b"word/note.txt", among_others(words).encode(), deflated(words)
    # version 2.0, no flags, deflate, midnight of 1 January 1980
    header = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, zlib.crc32(body), len(packed), len(body), len(name), 0
    )
    # readers find their way from the end, and take what is put before for granted
    return header + name + packed + data


def stub(data: bytes, words: str) -> bytes:
    """A note inside of an archive that begins with a program, as those do that unpack themselves."""
    note = f"<note>{among_others(words)}</note>"
    return b"MZ" + bytes(510) + _with_part(data, "word/note.xml", note, "application/xml")


def utf16_runs(data: bytes, words: str) -> bytes:
    letters = "".join(f"<w:r><w:t>{sign}</w:t></w:r>" for sign in words)
    body = f'<?xml version="1.0" encoding="UTF-16"?><w:hdr {_W}><w:p>{letters}</w:p></w:hdr>'
    return _with_part(data, "word/header1.xml", body.encode("utf-16"), f"{_WORD}.header+xml", "header")


def packed_note(data: bytes, words: str) -> bytes:
    return _with_part(data, "word/media/image1.png", picture_with(words), "image/png", "image")


WAYS: Final[dict[str, Callable[[bytes, str], bytes]]] = {
    way.__name__: way
    for way in (
        *(author, remark, deletion, vanish, runs, glued_runs, footnote, variable, picture, link),
        *(archive_comment, part_name, extra_field, behind, embedded, orphan, stub, utf16_runs, packed_note),
    )
}


def _parts(data: bytes) -> Parts:
    with ZipFile(BytesIO(data)) as archive:
        return [(member, archive.read(member)) for member in archive.infolist()]


def _packed(parts: Parts, *, comment: bytes = b"") -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for member, body in parts:
            archive.writestr(member, body)
        archive.comment = comment
    return out.getvalue()


def _with_part(data: bytes, name: str, body: str | bytes, kind: str, relation: str | None = None) -> bytes:
    """A document with a part more, said to be of a kind, and joined to the text where `relation` says how."""
    made = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    made.compress_type = ZIP_DEFLATED
    raw = body if isinstance(body, bytes) else (_XML + body).encode()
    data = _packed([*_parts(data), (made, raw)])
    override = f'<Override PartName="/{name}" ContentType="{kind}"/>'
    data = _changed(data, "[Content_Types].xml", lambda types: _inside_end(types, "Types", override))
    if relation is None:
        return data
    joined = f'<Relationship Id="rId8" Type="{_OFFICE}/{relation}" Target="{name.removeprefix("word/")}"/>'
    return _changed(
        data, "word/_rels/document.xml.rels", lambda body: _inside_end(body, "Relationships", joined)
    )


def _changed(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    parts = _parts(data)
    assert any(change(body.decode()) != body.decode() for member, body in parts if member.filename == name)
    return _packed([(m, change(b.decode()).encode() if m.filename == name else b) for m, b in parts])


def _inside_end(body: str, element: str, more: str) -> str:
    return body.replace(f"</{element}>", f"{more}</{element}>")


def _in_first_paragraph(data: bytes, more: str) -> bytes:
    """Behind the last word of the first paragraph of the text, which stands behind the heading."""

    def change(body: str) -> str:
        heading, text, rest = body.split("</w:p>", 2)
        return f"{heading}</w:p>{text}{more}</w:p>{rest}"

    return _changed(data, _DOCUMENT, change)


def _before_sections(data: bytes, more: str) -> bytes:
    return _changed(data, _DOCUMENT, lambda body: body.replace("<w:sectPr", f"{more}<w:sectPr", 1))
