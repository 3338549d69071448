"""What a stranger reads in a file: texts, names, margins; whatever hides there stands in some view."""

import base64
import gzip
import io
import json
import sqlite3
import zipfile
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from share.gate.views import views_of

SECRET = "Ерасыл"


def seen(name: str, data: bytes) -> str:
    return "\n".join(view.text for view in views_of(name, data))


def zipped(*members: tuple[str, bytes], comment: bytes = b"", stored: bool = False) -> bytes:
    out = io.BytesIO()
    kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", kind) as archive:
        archive.comment = comment
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


SPLIT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>'
    "<w:r><w:t>Ера</w:t></w:r><w:r><w:t>сыл</w:t></w:r></w:p></w:document>"
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", SECRET.encode()),
        ("a.txt", SECRET.encode("utf-16-le")),
        ("a.bin", b"\x00\xff" + SECRET.encode("utf-16-be") + b"\xff"),
        ("a.bin", b"\xff\x00" + SECRET.encode("cp1251") + b"\x00\xff"),
        ("Ерасыл.txt", b"x"),
        ("a.csv", f'"1","{SECRET}"\r\n'.encode()),
        ("a.jsonl", json.dumps({"a": SECRET}).encode()),  # as escapes
        ("a.json", b'{"a": {"\xd0\x95\xd1\x80\xd0\xb0\xd1\x81\xd1\x8b\xd0\xbb": 1, "b": [2]}}'),
        ("a.json", ('{"a": 1}' + SECRET).encode()),
        ("a.html", "<p title='Ерасыл'>x</p>".encode()),
        ("a.html", "<!-- Ерасыл --><p>x</p>".encode()),
        ("a.html", b"<p>&#1045;&#1088;&#1072;&#1089;&#1099;&#1083;</p>"),
        ("a.txt", base64.b64encode(f"имя {SECRET}".encode())),
        ("a.txt", b"%D0%95%D1%80%D0%B0%D1%81%D1%8B%D0%BB"),
        ("a.txt", SECRET.encode().hex().encode()),
        ("a.zip", zipped(("x", SECRET.encode()))),
        ("a.zip", zipped((f"{SECRET}.txt", b""))),
        ("a.zip", zipped(("x", b""), comment=SECRET.encode())),
        ("a.zip", zipped(("y.zip", zipped(("x.txt", SECRET.encode()))))),
        ("a.zip", zipped(("x", b"")) + SECRET.encode()),
        ("a.docx", zipped(("word/document.xml", SPLIT.encode()))),
        ("a.docx", zipped(("docProps/core.xml", f"<a><b>{SECRET}</b></a>".encode()))),
        ("a.docx", zipped(("word/x.xml", f"<a b='{SECRET}'/>".encode()))),
    ],
)
def test_what_hides_is_seen(name: str, data: bytes) -> None:
    assert SECRET in seen(name, data)


def test_a_row_that_was_deleted_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma secure_delete = off")
        connection.execute("create table t (x text)")
        connection.executemany("insert into t values (?)", [("слово",), (SECRET,)])
        connection.commit()
        connection.execute("delete from t where x = ?", (SECRET,))
        connection.commit()
    assert SECRET in seen("a.sqlite", path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("vacuum")
    assert SECRET not in seen("a.sqlite", path.read_bytes())


def test_what_a_pdf_does_not_show_is_seen() -> None:
    body = b"%PDF-1.4\n1 0 obj\n<< /Author (\xfe\xff" + SECRET.encode("utf-16-be") + b") >>\nendobj\n"
    stream = zlib.compress(f"({SECRET})".encode())
    body += b"2 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + stream + b"\nendstream\nendobj\n%%EOF"
    text = seen("a.pdf", minimal_pdf() + body)
    assert text.count(SECRET) >= 2


def minimal_pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(50, 50, "x")
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04garbage", b"%PDF-1.4 broken", b"SQLite format 3\0short", gzip.compress(b"x", mtime=0)],
)
def test_a_file_that_is_broken_stops_nothing_in_silence(data: bytes) -> None:
    # either its bytes are read, or it is an error that blocks the bundle
    try:
        views = list(views_of("a.bin", data))
    except Exception as error:
        assert type(error).__name__ in {"BadZipFile", "PdfiumError", "DatabaseError"}
    else:
        assert views
