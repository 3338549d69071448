"""Files in files: how deep, how much, by which mark; and files that change, vanish or are none."""

import gzip
import io
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake import reader
from intake.parts import PLAIN, Inner, Options, Part, Refusal, Told
from intake.reader import only, read_file, read_raw
from models.errors import SENTENCES, AigaqError
from models.statements import Draft, SourceKind

ROOT = Path(__file__).resolve().parents[2]


def packed(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return raw.getvalue()


def nested(levels: int, *, inside: bytes = "Слова свидетеля".encode()) -> bytes:
    """A text in a .zip in a .zip … so many times."""
    raw, name = inside, "a.txt"
    for level in range(levels):
        raw, name = packed((name, raw)), f"{level}.zip"
    return raw


def rows(parts: Iterator[Told | Refusal]) -> list[tuple[str, str]]:
    """The mark of each part with its text or code."""
    return [
        (part.mark, part.code if isinstance(part, Refusal) else part.draft.raw_text.strip()) for part in parts
    ]


def test_files_in_files_up_to_a_depth() -> None:
    assert rows(read_raw("x.zip", nested(4))) == [("#2.zip#1.zip#0.zip#a.txt", "Слова свидетеля")]
    assert rows(read_raw("x.zip", nested(5))) == [("#3.zip#2.zip#1.zip#0.zip#a.txt", "too_nested")]
    assert rows(read_raw("x.zip", nested(300)))[0][1] == "too_nested"


def test_what_goes_wrong_inside_stops_none_of_the_others() -> None:
    raw = packed(
        ("a.txt", b"\x00\x01\x02"),
        ("b.docx", b"PK broken"),
        ("c.zip", b"PK\x03\x04 broken"),
        ("d.m4a", b"x"),
        ("e.txt", b""),
        ("__MACOSX/._f.txt", b"x"),
        ("г/слова.txt", "Слова".encode()),
        ("h.zip", packed(("i.txt", "Ещё слова".encode()), ("j.txt", b"test test"))),
        ("k.txt", "=== запись 1 ===\nПервая\n=== запись 2 ===\nВторая\n".encode()),
        ("l.zip", packed(("Thumbs.db", b"x"))),
    )
    found = rows(read_raw("x.zip", raw))
    assert found == [
        ("#a.txt", "not_text"),
        ("#b.docx", "damaged"),
        ("#c.zip", "damaged"),
        ("#d.m4a", "unsupported"),
        ("#e.txt", "empty"),
        ("#__MACOSX/._f.txt", "system_file"),
        ("#г/слова.txt", "Слова"),
        ("#h.zip#i.txt", "Ещё слова"),
        ("#h.zip#j.txt", "test_entry"),
        ("#k.txt#1", "Первая"),
        ("#k.txt#2", "Вторая"),
        ("#l.zip#Thumbs.db", "system_file"),
    ]


def test_a_packed_file_without_a_name_takes_its_archives() -> None:
    assert rows(read_raw("a.txt.gz", gzip.compress("Слова".encode()))) == [("", "Слова")]
    assert rows(read_raw("a.gz", gzip.compress("Слова".encode()))) == [("", "unsupported")]


class Growing:
    """An archive that holds itself, twice: 2, 4, 8 … files."""

    limit = 1_000_000

    def read(self, raw: bytes, options: Options) -> Iterator[Part]:
        yield Inner("a.grow", raw)
        yield Inner("b.grow", raw)


class Wide(Growing):
    """An archive of very many files."""

    def read(self, raw: bytes, options: Options) -> Iterator[Part]:
        for number in range(1_000_000):
            yield Inner(f"{number}.txt", b"x")


def test_one_file_has_one_budget_over_all_depths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "FORMATS", {**reader.FORMATS, ".grow": Growing(), ".wide": Wide()})
    assert len(rows(read_raw("a.grow", b"x"))) == 32  # ended by its depth
    monkeypatch.setattr(reader, "_INNER_FILES", 20)
    for name in ("a.grow", "a.wide"):
        with pytest.raises(AigaqError, match="archive_bomb"):
            list(read_raw(name, b"x"))
    monkeypatch.setattr(reader, "_INNER_FILES", 1000)
    monkeypatch.setattr(reader, "_INNER_BYTES", 5_000)
    with pytest.raises(AigaqError, match="archive_bomb"):
        list(read_raw("a.grow", b"x" * 1000))


def test_a_bomb_deep_inside_ends_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_INNER_BYTES", 30_000)
    inner = packed(*((f"{n}.txt", f"слово {n} ".encode() * 900) for n in range(5)))
    raw = packed(("a.txt", "Слова".encode()), ("b.zip", inner), ("c.txt", "Другие".encode()))
    found = []
    with pytest.raises(AigaqError, match="archive_bomb"):
        found.extend(part.mark for part in read_raw("x.zip", raw))
    assert "#c.txt" not in found


@pytest.mark.parametrize("size", [20_000_000, 90_000_000])
def test_what_unpacks_to_far_too_much(size: int) -> None:
    inner = packed(("a.txt", b"a" * size))
    assert rows(read_raw("x.zip", packed(("b.zip", inner)))) == [("#b.zip#a.txt", "archive_bomb")]


def test_a_zip_in_place_of_an_inner_document_is_no_way_around_its_limits() -> None:
    assert rows(read_raw("x.zip", packed(("a.docx", nested(3))))) == [("#a.docx", "damaged")]


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    real = os.fdopen

    def growing(*arguments: object, **named: object) -> object:
        path.write_text("Слова свидетеля, и ещё")
        return real(*arguments, **named)  # type: ignore[arg-type]

    path.write_text("Слова свидетеля")
    monkeypatch.setattr("intake.reader.os.fdopen", growing)
    with pytest.raises(AigaqError, match="changed"):
        list(read_file(path))


def test_names_as_long_as_they_get_and_in_an_old_encoding(tmp_path: Path) -> None:
    for name in (b"\xf1\xeb\xee\xe2\xe0.txt", b"n" * 251 + b".txt", "ә".encode() * 125 + b".txt"):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        path.write_text("Слова")
        assert rows(read_file(path)) == [("", "Слова")]


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    (tmp_path / "folder.zip").mkdir()
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "shut.txt").write_text("Слова")
    (tmp_path / "shut.txt").chmod(0)
    expected = {
        "pipe.docx": {"unsupported"},
        "folder.zip": {"unsupported"},
        "loop.txt": {"symlink"},
        "gone.txt": {"no_such_file"},
        "gone.txt/a.txt": {"no_such_file"},
        "n" * 300 + ".txt": {"no_such_file"},
        "shut.txt": {"no_such_file"} if os.geteuid() else {"no_such_file", "Слова"},
    }
    for name, codes in expected.items():
        try:
            found = rows(read_file(tmp_path / name))[0][1]
        except AigaqError as error:
            found = error.code
        assert found in codes, name


def told(text: str, **more: object) -> Told:
    return Told("", Draft(text, SourceKind.TEXT, **more))  # type: ignore[arg-type]


def test_the_one_statement_of_a_file() -> None:
    assert only([told("Слова")]).raw_text == "Слова"
    with pytest.raises(AigaqError, match="several"):
        only([told("Слова"), told("Другие")])
    with pytest.raises(AigaqError, match="damaged"):
        only([Refusal("#a", "damaged"), Refusal("#b", "empty")])
    with pytest.raises(AigaqError, match="empty"):
        only([])


def test_what_was_refused_beside_the_one_statement_is_counted() -> None:
    parts = [Refusal("#a", "damaged"), told("Слова", left_out=(("comments", 1),))]
    parts += [Refusal("", "covering_note"), Refusal("#b", "unsupported"), Refusal("#._c", "system_file")]
    assert dict(only(parts).left_out) == {"comments": 1, "covering notes": 1, "refused parts": 2}


def test_pasted_statements_keep_their_unsure_words_and_have_ids_of_their_own() -> None:
    text = "=== запись 1 ===\nПервая\n\n=== запись 2 ===\n\nВторая беседа\n"
    words = tuple((m.start(), m.end()) for m in re.finditer("запись 2|Первая|беседа", text))
    parts = list(reader.checked(told(text, unsure=words, submission="id")))
    found = [
        (part.mark, [part.draft.raw_text[a:b] for a, b in part.draft.unsure], part.draft.submission)
        for part in parts
        if isinstance(part, Told)
    ]
    assert found == [("#1", ["Первая"], "id#1"), ("#2", ["беседа"], "id#2")]


def test_every_code_that_a_reader_can_raise_has_its_sentence() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "intake").rglob("*.py")]
    codes = {code for text in sources for code in re.findall(r'AigaqError\("(\w+)"\)', text)}
    codes |= {code for text in sources for code in re.findall(r'(?:Refusal\([^"()]*|code=)"(\w+)"', text)}
    assert codes
    assert codes <= set(SENTENCES)


def test_every_format_has_its_reader() -> None:
    for ending, chosen in reader.FORMATS.items():
        try:
            list(chosen.read(b"\x00", PLAIN))
        except AigaqError as error:
            assert error.code != "internal", ending
