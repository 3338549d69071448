"""The tables as others read them: csv with a byte order mark, JSON, somebody who undoes the guard."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import AigaqError
from models.findings import TagKind
from models.labels import Audience, Label, Language, Role
from share.contents import Alias, Contents, Item, ReleasedTag
from share.formats.tables import write_tables

TEXT = '[Person 3] said: "they beat me in Almaty, in January 2022". 😀'
FILES = ["statements.csv", "tags.csv", "aliases.csv", "statements.jsonl", "dictionary.csv"]
FORMULAS = ["=1+1", "+7 [phone 1]", "- Where?", "@SUM(A1)", "\tx", "\rx", "\nx", " =1", "＝1", "'=1", "''"]
HOSTILE = [
    *FORMULAS,
    "",
    "\0",
    "a\0b",
    'quotes " and "" and \'',
    "a,b;c\td",
    "line\nline\r\nline\rline\n",
    "\x0b\x0c\x1c\x85\u2028\u2029",
    "\ud800half\udfff",
    "👩‍👧 🇰🇿",
    "\ufeff=mark",
    "word " * 40_000,
]


def bundle(*items: Item) -> Contents:
    return Contents("7K2M9QXT4B", Audience.PUBLIC, None, date(2026, 3, 1), items, 3)


def one(text: str, number: int = 1) -> Item:
    return Item(number, Language.EN, text, (), (Alias(Label.PERSON, number, None, text),))


def told() -> Item:
    tags = (
        ReleasedTag(TagKind.ABUSE, "beating", 18, 30),
        ReleasedTag(TagKind.PLACE, "Almaty", 34, 40, "KZ-75"),
        ReleasedTag(TagKind.EVENT_DATE, "2022-01", 45, 57),
    )
    return Item(42, Language.EN, TEXT, tags, (Alias(Label.PERSON, 3, Role.OFFICIAL, "[Person 3]"),))


def written(contents: Contents, folder: Path) -> Path:
    paths = write_tables(contents, folder)
    assert [path.name for path in paths] == FILES
    assert sorted(paths) == sorted((folder / "tables").iterdir())
    return folder / "tables"


def read(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    csv.field_size_limit(1_000_000)
    rows = csv.DictReader(io.StringIO(content[3:].decode("utf-8"), newline=""), strict=True)
    return list(rows)


def unguarded(cell: str) -> str:
    """What dictionary.csv tells a reader to do."""
    return cell.removeprefix("'")


def in_a_cell(text: str) -> str:
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)


def test_csv_files_hold_the_bundle(tmp_path: Path) -> None:
    place = written(bundle(told()), tmp_path)
    assert read(place / "statements.csv") == [{"id": "S0042", "language": "en", "words": "12", "text": TEXT}]
    abuse, where, when = read(place / "tags.csv")
    columns = "statement kind code region starts ends name_en name_ru name_kk"
    assert list(abuse) == columns.split()
    assert "|".join(abuse.values()) == "S0042|abuse|beating||18|30|Beating|Избиение|Ұрып-соғу"
    assert (where["code"], where["region"], where["name_kk"]) == ("Almaty", "KZ-75", "Алматы")
    assert (when["kind"], when["code"], when["name_ru"]) == ("event_date", "2022-01", "2022-01")
    said = [TEXT[int(row["starts"]) : int(row["ends"])] for row in (abuse, where, when)]
    assert said == ["they beat me", "Almaty", "January 2022"]
    assert read(place / "aliases.csv") == [
        {"statement": "S0042", "label": "PERSON", "number": "3", "role": "official", "shown": "[Person 3]"}
    ]


def test_json_lines_hold_a_statement_with_its_tags_and_aliases(tmp_path: Path) -> None:
    place = written(bundle(told(), one("x", 43)), tmp_path)
    lines = (place / "statements.jsonl").read_text("utf-8").splitlines()
    first, second = map(json.loads, lines)
    assert {key: first[key] for key in ("id", "language", "words", "text")} == {
        "id": "S0042",
        "language": "en",
        "words": 12,
        "text": TEXT,
    }
    assert first["tags"][0] == {
        "kind": "abuse",
        "code": "beating",
        "region": None,
        "starts": 18,
        "ends": 30,
        "name_en": "Beating",
        "name_ru": "Избиение",
        "name_kk": "Ұрып-соғу",
    }
    assert first["aliases"] == [{"label": "PERSON", "number": 3, "role": "official", "shown": "[Person 3]"}]
    assert (second["tags"], second["aliases"][0]["role"]) == ([], None)
    assert "Избиение" in lines[0]  # readable as it stands


def test_every_file_column_and_key_is_explained_in_three_languages(tmp_path: Path) -> None:
    place = written(bundle(told()), tmp_path)
    rows = read(place / "dictionary.csv")
    there = {(name, "") for name in FILES}
    for name in FILES:
        if name.endswith(".csv"):
            there |= {(name, column) for column in read(place / name)[0]}
    line = json.loads((place / "statements.jsonl").read_text("utf-8"))
    there |= {("statements.jsonl", key) for key in line}
    there |= {("statements.jsonl", f"{of}.{key}") for of in ("tags", "aliases") for key in line[of][0]}
    assert {(row["file"], row["column"]) for row in rows} == there
    assert len(rows) == len(there)
    types = {(row["file"], row["column"]): row["type"] for row in rows}
    assert types["tags.csv", "starts"] == types["statements.jsonl", "tags.starts"] == "integer"
    assert types["statements.jsonl", "tags"] == "list"
    assert types["tags.csv", "code"] == "text"
    for row in rows:
        assert len({row[f"meaning_{language}"] for language in ("en", "ru", "kk")} - {""}) == 3
    assert "apostrophe" in next(row["meaning_en"] for row in rows if row["file"] == "statements.csv")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_like_a_formula(text: str, tmp_path: Path) -> None:
    place = written(bundle(one(text)), tmp_path)
    for cell in (read(place / "statements.csv")[0]["text"], read(place / "aliases.csv")[0]["shown"]):
        assert cell == f"'{text}"
    assert json.loads((place / "statements.jsonl").read_text("utf-8"))["text"] == text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_come_back(text: str, tmp_path: Path) -> None:
    check_comes_back(text, tmp_path)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    check_comes_back(text, tmp_path_factory.mktemp("tables"))


def check_comes_back(text: str, folder: Path) -> None:
    place = written(bundle(one(text), one("the next", 2)), folder)
    cells = [row["text"] for row in read(place / "statements.csv")]
    assert [unguarded(cell) for cell in cells] == [in_a_cell(text), "the next"]
    assert not cells[0].lstrip().startswith(("=", "+", "-", "@"))
    lines = (place / "statements.jsonl").read_text("utf-8").splitlines()
    exact = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    assert [json.loads(line)["text"] for line in lines] == [exact, "the next"]
    assert len(exact) == len(in_a_cell(text)) == len(text)


def test_lines_end_as_rfc_4180_has_it_and_all_cells_are_quoted(tmp_path: Path) -> None:
    place = written(bundle(one("a\nb")), tmp_path)
    assert (place / "statements.csv").read_bytes()[3:] == (
        b'"id","language","words","text"\r\n"S0001","en","2","a\nb"\r\n'
    )


def test_an_empty_bundle_has_headers(tmp_path: Path) -> None:
    place = written(bundle(), tmp_path)
    assert (place / "tags.csv").read_text("utf-8-sig").count("\n") == 1
    assert (place / "statements.jsonl").read_bytes() == b""


def test_the_same_contents_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (written(bundle(told()), tmp_path / name) for name in "ab")
    assert [(first / name).read_bytes() for name in FILES] == [(second / name).read_bytes() for name in FILES]


def test_a_place_that_cannot_be_written_to_is_said_without_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AigaqError, match="unwritable: ") as error:
        write_tables(bundle(told()), tmp_path / "file")
    assert str(tmp_path) not in str(error.value)
