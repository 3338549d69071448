"""Ways to hide words in the other files of a bundle, or in files that somebody leaves in its folder.

Each takes the file's path, where it stands or is to stand, and the words.
"""

import base64
import csv
import gzip
import io
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

from tests.share.planting_packed import among_others


def freed_page(path: Path, words: str) -> None:
    _run(path, ("create table tmp_import (raw)",), ("insert into tmp_import values (?)", words))
    _run(path, ("drop table tmp_import",))


def freed_row(path: Path, words: str) -> None:
    _run(path, ("insert into release values ('zz_recorded_by', ?)", words))
    _run(path, ("delete from release where key = 'zz_recorded_by'",))


def index_of_words(path: Path, words: str) -> None:
    """The index as it would be, had it been made of a text in which nothing was masked."""
    _run(path, ("insert into statements_fts (rowid, text) values (4096, ?)", words))
    _run(path, ("insert into statements_fts (statements_fts) values ('optimize')",), ("vacuum",))


def table(path: Path, words: str) -> None:
    _run(path, ("create table people (name)",), ("insert into people values (?)", words), ("vacuum",))


def view(path: Path, words: str) -> None:
    looking = f"select id from statements where text like '%{words}%'"  # noqa: S608 - it is to stand there
    _run(path, (f"create view his as {looking}",), ("vacuum",))


def partial_index(path: Path, words: str) -> None:
    _run(path, (f"create index hers on statements (id) where text <> '{words}'",), ("vacuum",))


def blob_utf16(path: Path, words: str) -> None:
    cell = words.encode("utf-16-le")
    _run(path, ("create table sources (body blob)",), ("insert into sources values (?)", cell), ("vacuum",))


def log(path: Path, words: str) -> None:
    """The log of a change that was made to a copy and not yet written into it."""
    with tempfile.TemporaryDirectory() as elsewhere:
        copy = Path(elsewhere) / "statements.sqlite"
        shutil.copy(path.with_name("statements.sqlite"), copy)
        with closing(sqlite3.connect(copy)) as database:
            database.execute("pragma journal_mode = wal")
            database.execute("insert into release values ('zz_recorded_by', ?)", (words,))
            database.commit()
            shutil.copy(copy.with_name(path.name), path)


def column(path: Path, words: str) -> None:
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    notes = ["note", words, *[""] * len(rows)]
    csv.writer(out).writerows([*row, notes[n]] for n, row in enumerate(rows))
    path.write_text(out.getvalue(), "utf-8-sig", newline="")


def line_before(path: Path, words: str) -> None:
    path.write_bytes(f"\ufeff{words}\r\n".encode() + path.read_bytes().removeprefix(b"\xef\xbb\xbf"))


def key(path: Path, words: str) -> None:
    _in_first_line(path, lambda line: line.replace("{", json.dumps({words: 1})[:-1] + ", ", 1))


def twice(path: Path, words: str) -> None:
    _in_first_line(path, lambda line: line.replace("{", json.dumps({"id": words})[:-1] + ", ", 1))


def behind_a_line(path: Path, words: str) -> None:
    _in_first_line(path, lambda line: f"{line} // {words}")


def nested_json(path: Path, words: str) -> None:
    held = json.dumps({"meta": json.dumps({"by": json.dumps(words)})})
    _in_first_line(path, lambda line: f"{held[:-1]}, {line[1:]}")


def cp1251_table(path: Path, words: str) -> None:
    text = path.read_text("utf-8-sig").replace('","', '";"')
    path.write_bytes(f"{text}{words}\r\n".encode("cp1251", "replace"))


def attribute(path: Path, words: str) -> None:
    _replaced(path, "<body", f'<body data-note="{words}"')


def hidden_element(path: Path, words: str) -> None:
    numbers = "".join(f"&#{ord(sign)};" for sign in words)
    _replaced(path, "</body>", f'<p style="display:none">{numbers}</p></body>')


def picture_in_base64(path: Path, words: str) -> None:
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><text>{words}</text></svg>'
    packed = base64.b64encode(drawn.encode()).decode()
    _replaced(path, "</body>", f'<img alt="" src="data:image/svg+xml;base64,{packed}"></body>')


def style(path: Path, words: str) -> None:
    escaped = "".join(f"\\{ord(sign):06x}" for sign in words)
    _replaced(path, "</head>", f'<style>h1::after {{ content: "{escaped}" }}</style></head>')


def member(path: Path, words: str) -> None:
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("notes.txt", words)


def member_comment(path: Path, words: str) -> None:
    with ZipFile(path) as archive:
        held = [(m, archive.read(m)) for m in archive.infolist()]
    held[0][0].comment = words.encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for one, body in held:
            archive.writestr(one, body)


def member_name_cp866(path: Path, words: str) -> None:
    """An attachment under a name in the letters of DOS, as Windows in Russian packs it."""
    name = words.encode("cp866")
    stand_in = "x" * len(name)
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo(stand_in, (1980, 1, 1, 0, 0, 0)), b"")
    path.write_bytes(path.read_bytes().replace(stand_in.encode(), name))


def line_behind(path: Path, words: str) -> None:
    path.write_text(f"{path.read_text('utf-8')}\n{words}\n", "utf-8")


def manifest(path: Path, words: str) -> None:
    told = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**told, "prepared_with": words}, indent=1), "utf-8")


def empty(path: Path, words: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(words.encode())


def folder(path: Path, words: str) -> None:
    (path / words).mkdir(parents=True)


def link(path: Path, words: str) -> None:
    path.symlink_to(words)


def packed(path: Path, words: str) -> None:
    path.write_bytes(gzip.compress(among_others(words).encode(), mtime=0))


def utf16(path: Path, words: str) -> None:
    path.write_text(words, "utf-16")


def spreadsheet(path: Path, words: str) -> None:
    book = Workbook()
    book.active.append(["№", "ФИО"])
    book.active.append([1, words])
    book.save(path)


def rich_text(path: Path, words: str) -> None:
    escaped = "".join(f"\\'{byte:02x}" for byte in words.encode("cp1251"))
    path.write_bytes(rb"{\rtf1\ansi\ansicpg1251\deff0 " + escaped.encode() + rb"\par}")


def lock(path: Path, words: str) -> None:
    """The file that Word puts beside an open document: who has it open, in two encodings."""
    path.parent.mkdir(exist_ok=True)
    wide = words.encode("utf-16-le")
    narrow = bytes([len(words)]) + words.encode("cp1251")
    path.write_bytes(narrow.ljust(54, b"\0") + len(words).to_bytes(2, "little") + wide.ljust(106, b"\0"))


def letter(path: Path, words: str) -> None:
    packed_words = base64.b64encode(words.encode()).decode()
    path.write_text(f"Subject: =?utf-8?B?{packed_words}?=\r\nMIME-Version: 1.0\r\n\r\nsee above\r\n", "ascii")


WAYS: Final[dict[str, Callable[[Path, str], None]]] = {
    way.__name__: way
    for way in (
        *(freed_page, freed_row, index_of_words, table, view, partial_index, blob_utf16, log),
        *(column, line_before, key, twice, behind_a_line, nested_json, cp1251_table),
        *(attribute, hidden_element, picture_in_base64, style, member, member_comment, member_name_cp866),
        *(line_behind, manifest, empty, folder, link, packed, utf16, spreadsheet, rich_text, lock, letter),
    )
}


def _run(path: Path, *statements: tuple[Any, ...]) -> None:
    """As a program does that thinks nothing of what stays in the pages."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("pragma secure_delete = off")
        for statement, *values in statements:
            database.execute(statement, values)


def _in_first_line(path: Path, change: Callable[[str], str]) -> None:
    first, rest = path.read_text("utf-8").split("\n", 1)
    path.write_text(f"{change(first)}\n{rest}", "utf-8")


def _replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
