"""A file of a bundle as a stranger reads it: each text in it, each byte stream, names and margins too.

What a file is, its first bytes say and not its name. A view that is `raw` shows bytes as they lie there,
whose words stand in another view as well; more of them there than here is something hidden.
"""

import base64
import binascii
import csv
import html
import io
import json
import re
import sqlite3
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from lxml import html as lxml_html

csv.field_size_limit(2**31 - 1)  # a statement may be longer than the 131,072 characters of the default
_APART: Final = "\n\ufffc\n"  # nothing is read across it
_LONG: Final = 120  # cells of this length are views of their own: they may be a statement's text
_MOST_INSIDE: Final = 4  # archives inside archives
_UTF16: Final = (
    (re.compile(rb"(?:[\x20-\x7e\x00-\xff][\x04\x00]){4,}"), "utf-16-le"),
    (re.compile(rb"(?:[\x04\x00][\x00-\xff]){4,}"), "utf-16-be"),
)
_CP1251: Final = re.compile(rb"[\xa8\xb8\xb2\xb3\xc0-\xff]{4,}(?: [\xa8\xb8\xb2\xb3\xc0-\xff]{2,})*")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2}){6,}")
_FONT: Final = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_GLYPHS: Final = re.compile(rb"<[0-9A-Fa-f\s]*>")
_FOOT: Final = re.compile(r"\s*S\d{4,} · \d+ / \d+\s*\Z")
_LITERAL: Final = re.compile(r'"(?:\\.|[^"\\])*"')
_NUMBER: Final = re.compile(
    rb"\((?:\\.|[^()\\])*\)|%[^\r\n]*|(?<!<)<(?!<)[^<>]*>|(?<![\w.])([-+]?\d+(?:\.\d+)?)(?!\w)", re.DOTALL
)
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True, repr=False)
class View:
    """A text that somebody can read in a file; `part` says where, in fixed words or a member's path."""

    part: str
    text: str
    raw: bool = False


def views_of(name: str, data: bytes, *, inside: int = 0) -> Iterator[View]:
    """All views of a file, its name among them."""
    if not inside:
        yield View("name", name)
    if data.startswith(b"PK\x03\x04") and inside < _MOST_INSIDE:
        yield from _zip(data, inside)
    elif data.startswith(b"%PDF"):
        yield from _pdf(data)
    elif data.startswith(b"SQLite format 3\0"):
        yield from _sqlite(data)
    else:
        yield from _text(name, data)


def _text(name: str, data: bytes) -> Iterator[View]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield from _raw("bytes", data)
        return
    if runs := _runs(data):
        yield View("other encodings", runs)
    ending = name.rsplit(".", 1)[-1].lower()
    if ending == "csv":
        yield from _cells(
            "cells", (cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row)
        )
    elif ending in {"json", "jsonl"}:
        yield from _json(text)
    elif ending in {"xml", "rels"}:
        yield from _xml(data)
    elif ending in {"html", "htm", "svg"}:
        yield from _html(text)
    else:
        yield from _unwrapped("text", text)
        return
    if ending in {"json", "jsonl"}:
        text = _LITERAL.sub(" ", text)  # every string is read above; here is what is between them
    yield View("bytes", text, raw=True)


def _cells(part: str, cells: Iterable[object]) -> Iterator[View]:
    """Long cells one by one, the others together."""
    small = []
    for cell in cells:
        text = cell if isinstance(cell, str) else "" if cell is None else _of_bytes(cell)
        if len(text) >= _LONG:
            yield from _unwrapped(part, text)
        elif text:
            small.append(text)
    yield from _unwrapped(part, _APART.join(small))


def _of_bytes(cell: object) -> str:
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)


def _unwrapped(part: str, text: str) -> Iterator[View]:
    """A text, and what its escapes stand for, where it has some."""
    yield View(part, text)
    if "\\" in text:
        plain = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), text)
        if plain != text:
            yield View(f"{part} escapes", plain)
    if "&" in text and (plain := html.unescape(text)) != text:
        yield View(f"{part} entities", plain)
    if "%" in text and (plain := urllib.parse.unquote(text)) != text:
        yield View(f"{part} percent", plain)
    yield from (View(f"{part} encoded", plain) for plain in _decoded(text))


def _decoded(text: str) -> Iterator[str]:
    for found in _BASE64.finditer(text):
        word = found[0].rstrip("=").translate({ord("-"): "+", ord("_"): "/"})
        try:
            yield base64.b64decode(word + "=" * (-len(word) % 4)).decode("utf-8")
        except (binascii.Error, ValueError):
            continue
    for found in _HEX.finditer(text):
        try:
            yield bytes.fromhex(found[0]).decode("utf-8")
        except ValueError:
            continue


def _json(text: str) -> Iterator[View]:
    """Every string and key, also of keys that stand twice."""
    strings: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> None:
        for key, value in found:
            strings.append(key)
            _strings(value, strings)

    decoder = json.JSONDecoder(object_pairs_hook=pairs)
    whole = text.strip()
    try:
        _strings(decoder.decode(whole), strings)
    except ValueError:
        strings.clear()  # of the first line, which was read before the second one stopped it
        for line in whole.split("\n"):
            try:
                _strings(decoder.decode(line), strings)
            except ValueError:
                strings.append(line)
    yield from _cells("values", strings)


def _strings(value: object, into: list[str]) -> None:
    if isinstance(value, str):
        into.append(value)
    elif isinstance(value, list):
        for one in value:
            _strings(one, into)


def _xml(data: bytes) -> Iterator[View]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        yield from _raw("bytes", data)
        return
    yield from _unwrapped("text", _paragraphs(root))
    yield from _unwrapped("attributes", _APART.join(str(v) for e in root.iter() for v in e.attrib.values()))
    notes = [str(e.text or "") for e in root.iter() if not isinstance(e.tag, str)]
    notes += [str(e.tag) for e in root.iter() if isinstance(e.tag, str)]
    yield from _unwrapped("comments", "\n".join(dict.fromkeys(notes)))


def _paragraphs(root: Any) -> str:
    """The text of an XML part; of a Word one paragraph by paragraph, however it is cut into runs."""
    lines: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == f"{_W}p":
            lines.append("")
        text = element.text or ""
        if element.tag == f"{_W}tab":
            text = "\t"
        elif element.tag in {f"{_W}br", f"{_W}cr"}:
            text = "\n"
        if element.tag.startswith(_W) and lines:
            lines[-1] += text
        elif text:
            lines.append(text)
        if element.tail and element.tail.strip():
            lines.append(element.tail)
    return "\n".join(lines)


def _html(text: str) -> Iterator[View]:
    root = lxml_html.fromstring(text)
    yield from _unwrapped("text", "\n".join(str(t) for t in root.itertext()))
    yield from _unwrapped("attributes", _APART.join(str(v) for e in root.iter() for v in e.attrib.values()))
    notes = (str(e.text or "") for e in root.iter() if not isinstance(e.tag, str))
    yield from _unwrapped("comments", "\n".join(notes))


def _zip(data: bytes, inside: int) -> Iterator[View]:
    margins = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield from _unwrapped("comment", archive.comment.decode("utf-8", "replace"))
        for member in archive.infolist():
            yield View("member name", member.filename)
            yield from _raw("member notes", member.comment + b"\n" + member.extra)
            content = archive.read(member)
            for view in views_of(member.filename, content, inside=inside + 1):
                yield View(f"{member.filename}: {view.part}", view.text, view.raw)
            begins = member.header_offset + 30
            header = data[member.header_offset : begins]
            begins += int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
            margins[begins : begins + member.compress_size] = b"\n" * member.compress_size
    yield from _raw("margins", bytes(margins))


def _sqlite(data: bytes) -> Iterator[View]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        tables = connection.execute("select name, sql, type from sqlite_schema").fetchall()
        yield from _unwrapped("schema", "\n".join(str(sql) for _, sql, _ in tables if sql))
        full_text = {n for n, sql, _ in tables if sql and sql.lower().startswith("create virtual")}
        for name, _, kind in tables:
            shadow = any(name.startswith(f"{table}_") for table in full_text)
            if kind != "table" or shadow or name in full_text:
                continue
            quoted = '"' + name.replace('"', '""') + '"'
            for row in connection.execute(f"select * from {quoted}"):  # noqa: S608 - a name out of the schema, quoted
                yield from _cells(f"table {name}", row)
        connection.execute("vacuum")
        rebuilt = connection.serialize()
    if _content_of(rebuilt) != _content_of(data):
        # something lies in the pages that no table holds
        yield from _raw("pages", data, raw=True)


def _content_of(database: bytes) -> bytes:
    """A database without the counters of its header, which say how often it was changed."""
    out = bytearray(database)
    for start, end in ((24, 28), (40, 44), (92, 100)):
        out[start:end] = bytes(end - start)
    return bytes(out)


def _pdf(data: bytes) -> Iterator[View]:
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load, and for this alone

    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    feet = [_FOOT.search(page) for page in pages]
    yield View("pages", "\n".join(_FOOT.sub("", page) for page in pages))
    yield View("feet", "\n".join(found[0] for found in feet if found))
    outside = re.sub(rb"stream\r?\n.*?endstream", b"stream", data, flags=re.DOTALL)
    yield from _raw("objects", _without_numbers(outside))
    yield from _unwrapped("strings", "\n".join(_pdf_strings(outside)))
    for number, found in enumerate(re.finditer(rb"stream\r?\n(.*?)\r?\n?endstream", data, flags=re.DOTALL)):
        content = _inflated(found[1])
        if content.startswith(_FONT):
            content = b""  # outlines of letters: the text that they draw is read above
        # glyphs that a page draws stand in hexadecimal; what they say is read above
        drawn = _without_numbers(_GLYPHS.sub(b"", content)) if b"Tf" in content else content
        yield from _raw(f"stream {number}", drawn)
        yield from _unwrapped(f"stream {number}", "\n".join(_pdf_strings(content)))


def _without_numbers(source: bytes) -> bytes:
    """PDF source without its bare numbers, which are lengths and places; strings and comments keep theirs."""
    return _NUMBER.sub(lambda found: found[0] if found[1] is None else b" ", source)


def _inflated(stream: bytes) -> bytes:
    """A stream's bytes: Flate, in ASCII85 or not; as it is where it is neither."""
    tried = stream
    if re.fullmatch(rb"[!-uz\s]*~>\s*", stream):
        try:
            tried = (
                base64.a85decode(stream.strip(), adobe=False)
                if not stream.strip().endswith(b"~>")
                else (base64.a85decode(b"<~" + stream.strip(), adobe=True))
            )
        except ValueError:
            tried = stream
    try:
        return zlib.decompressobj().decompress(tried)
    except zlib.error:
        return tried


def _pdf_strings(data: bytes) -> Iterator[str]:
    for found in re.finditer(rb"\((?:\\.|[^()\\])*\)", data, flags=re.DOTALL):
        yield _pdf_string(re.sub(rb"\\([()\\])", rb"\1", _octal(found[0][1:-1])))
    for found in re.finditer(rb"<((?:[0-9A-Fa-f]\s*){8,})>", data):
        digits = re.sub(rb"\s", b"", found[1]).decode()
        raw = bytes.fromhex(digits + "0" * (len(digits) % 2))
        if not all(byte < 128 for byte in raw):  # numbers of glyphs, unless they are letters
            yield _pdf_string(raw)


def _octal(raw: bytes) -> bytes:
    return re.sub(rb"\\([0-7]{1,3})", lambda m: bytes([int(m[1], 8) & 255]), raw)


def _pdf_string(raw: bytes) -> str:
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        return raw.decode("utf-16", "replace")
    return raw.decode("utf-8", "replace")


def _raw(part: str, data: bytes, *, raw: bool = False) -> Iterator[View]:
    """The words of bytes in the encodings in which names are written."""
    text = data.decode("utf-8", "replace")
    runs = [text, _runs(data)]
    if "\ufffd" in text:
        runs += [found[0].decode("cp1251") for found in _CP1251.finditer(data)]
    yield View(part, "\n".join(runs), raw)


def _runs(data: bytes) -> str:
    """Words in two bytes a letter, which may pass for text in one."""
    return "\n".join(
        found[0].decode(name, "replace") for shape, name in _UTF16 for found in shape.finditer(data)
    )
