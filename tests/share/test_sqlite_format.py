"""The SQLite file as others read it: sqlite3, Datasette, and somebody who searches its pages."""

import asyncio
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from models.abuse import HURIDOCS, AbuseCode
from models.errors import AigaqError
from models.findings import TagKind
from models.labels import Audience, Label, Language, Role
from share.contents import Alias, Contents, Item, ReleasedTag
from share.formats.sqlite import write_sqlite

RUSSIAN = "😀 [Лицо 3]: «нас избивали в Алматы, 6 января 2022 года». Свёкор был мой свидетель."
KAZAKH = "[Адам 7] айтты: ұлымды азаптады, қала сыртында. Үй тінтілді."
LATIN = "Şañyraq astynda ğana, uıde."
HOSTILE = [
    "",
    "\0",
    "до\0после",
    "'; DROP TABLE statements; --",
    '"кавычки", «ёлочки»',
    "строка\nстрока\r\nстрока\rстрока\u2028строка",
    "=1+1",
    "a|b::c",
    "\ud800половина\udfff",
    "👩‍👧 🇰🇿",
    "\ufeffзнак",
    "слово " * 40_000,
]


def tag(text: str, kind: TagKind, code: str, said: str, region: str = "") -> ReleasedTag:
    start = text.index(said)
    return ReleasedTag(kind, code, start, start + len(said), region)


def bundle(*items: Item, recipient: str | None = "Фонд «Пример»") -> Contents:
    return Contents("7K2M9QXT4B", Audience.PARTNER, recipient, date(2026, 3, 1), items, 3)


def told() -> Contents:
    first = Item(
        42,
        Language.RU,
        RUSSIAN,
        (
            tag(RUSSIAN, TagKind.ABUSE, "beating", "избивали"),
            tag(RUSSIAN, TagKind.PLACE, "Almaty", "Алматы", "KZ-75"),
            tag(RUSSIAN, TagKind.EVENT_DATE, "2022-01-06", "6 января 2022 года"),
        ),
        (Alias(Label.PERSON, 3, Role.PROTECTED, "[Лицо 3]"), Alias(Label.PHONE, 1, None, "[телефон 1]")),
    )
    abuses = tuple(tag(KAZAKH, TagKind.ABUSE, code, "азаптады") for code in ("torture", "beating"))
    abroad = tag(KAZAKH, TagKind.PLACE, "Bishkek", "қала")
    second = Item(7, Language.KK, KAZAKH, (*abuses, abroad), (Alias(Label.PERSON, 7, None, "[Адам 7]"),))
    return bundle(second, Item(9, Language.KK, LATIN, (), ()), first)


def written(contents: Contents, folder: Path) -> Path:
    (path,) = write_sqlite(contents, folder)
    assert [file.name for file in folder.iterdir()] == [path.name] == ["statements.sqlite"]
    return path


def ask(path: Path, query: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        return database.execute(query, values).fetchall()


def found(path: Path, words: str) -> list[str]:
    rows = ask(path, "SELECT id FROM search WHERE query MATCH ? ORDER BY rank", words)
    return [row[0] for row in rows]


def test_tables_hold_the_bundle(tmp_path: Path) -> None:
    contents = told()
    path = written(contents, tmp_path)
    texts = ask(path, "SELECT id, language, words, text FROM statements ORDER BY rowid")
    assert texts == [(i.name, i.language.value, i.words, i.text) for i in contents.items]
    assert ask(path, "SELECT * FROM tags WHERE statement = 'S0042' ORDER BY id") == [
        (4, "S0042", "abuse", "beating", None, 17, 25, "Beating", "Избиение", "Ұрып-соғу"),
        (5, "S0042", "place", "Almaty", "KZ-75", 28, 34, "Almaty", "Алматы", "Алматы"),
        (6, "S0042", "event_date", "2022-01-06", None, 36, 54, *["2022-01-06"] * 3),
    ]
    assert ask(path, "SELECT region FROM tags WHERE code = 'Bishkek'") == [(None,)]
    assert ask(path, "SELECT statement, label, number, role, shown FROM aliases") == [
        ("S0007", "PERSON", 7, None, "[Адам 7]"),
        ("S0042", "PERSON", 3, "protected", "[Лицо 3]"),
        ("S0042", "PHONE", 1, None, "[телефон 1]"),
    ]
    assert dict(ask(path, "SELECT * FROM release")) == {
        "release_id": "7K2M9QXT4B",
        "audience": "partner",
        "recipient": "Фонд «Пример»",
        "made_on": "2026-03-01",
        "k": "3",
        "format_version": "1",
    }


def test_huridocs_codes_are_those_of_the_abuses_told(tmp_path: Path) -> None:
    rows = ask(written(told(), tmp_path), "SELECT code, list, huridocs_code FROM huridocs")
    assert set(rows) == {
        (code, name, one)
        for code in ("beating", "torture")
        for name, codes in (
            ("acts", HURIDOCS[AbuseCode(code)].acts),
            ("methods", HURIDOCS[AbuseCode(code)].methods),
        )
        for one in codes
    }


def test_views_show_what_was_said(tmp_path: Path) -> None:
    path = written(told(), tmp_path)
    assert ask(path, "SELECT code, said FROM abuses WHERE statement = 'S0042'") == [("beating", "избивали")]
    assert ask(path, "SELECT name_ru, region, said FROM places WHERE statement = 'S0042'") == [
        ("Алматы", "KZ-75", "Алматы")
    ]
    assert ask(path, "SELECT date, said FROM event_dates") == [("2022-01-06", "6 января 2022 года")]
    assert ask(path, "SELECT id, abuses_en, abuses_kk, places_ru, dates FROM overview ORDER BY id") == [
        ("S0007", "Torture; Beating", "Азаптау; Ұрып-соғу", "Бишкек", None),
        ("S0009", None, None, None, None),
        ("S0042", "Beating", "Ұрып-соғу", "Алматы", "2022-01-06"),
    ]


def test_every_table_view_and_column_is_explained_in_three_languages(tmp_path: Path) -> None:
    path = written(told(), tmp_path)
    there = set()
    for (name,) in ask(path, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"):
        if not name.startswith("statements_fts_"):
            columns = ask(path, "SELECT name FROM pragma_table_info(?)", name)
            there |= {(name, ""), *((name, column) for (column,) in columns)}
    rows = ask(path, "SELECT * FROM dictionary")
    assert {row[:2] for row in rows} == there
    assert all(len({meaning for meaning in row[2:] if meaning}) == 3 for row in rows)


def test_search_folds_case_and_nothing_else(tmp_path: Path) -> None:
    path = written(told(), tmp_path)
    assert found(path, "ИЗБИВАЛИ") == found(path, "избив*") == ["S0042"]
    assert (
        found(path, "свёкор")
        == found(path, "свекор OR свёкор")
        == found(path, '"мой свидетель"')
        == ["S0042"]
    )
    assert found(path, "ұлымды") == found(path, "ҮЙ") == ["S0007"]
    assert found(path, "ğana") == found(path, "ŞAÑYRAQ") == ["S0009"]
    assert not [
        word for word in ("свекор", "мои", "улымды", "уй", "кала", "gana", "sanyraq") if found(path, word)
    ]


def test_letters_of_two_characters_are_found_and_marked(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "Это мой свёкор, не чужой. Şañyraq.")
    path = written(bundle(Item(1, Language.RU, apart, (), ())), tmp_path)
    assert ask(path, "SELECT text FROM statements") == [(apart,)]
    assert found(path, "свёкор") == found(path, "şañyraq") == ["S0001"]
    assert not found(path, "мои")
    query = (
        "SELECT highlight(statements_fts, 0, '<', '>') FROM statements_fts WHERE statements_fts MATCH 'мой'"
    )
    assert ask(path, query) == [(apart.replace(apart[4:8], f"<{apart[4:8]}>", 1),)]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_as_they_are_but_for_what_utf8_and_readers_cannot_hold(
    text: str, tmp_path: Path
) -> None:
    item = Item(1, Language.RU, text, (), (Alias(Label.PERSON, 1, None, text),))
    path = written(bundle(item, recipient=text), tmp_path)
    kept = "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
    assert len(kept) == len(text)
    assert ask(path, "SELECT text, length(text) FROM statements") == [(kept, len(kept))]
    assert ask(path, "SELECT shown FROM aliases") == [(kept,)]
    assert ask(path, "SELECT value FROM release WHERE key = 'recipient'") == [(kept,)]


def test_an_empty_bundle_is_a_file_too(tmp_path: Path) -> None:
    path = written(bundle(recipient=None), tmp_path)
    assert ask(path, "SELECT count(*) FROM overview") == [(0,)]
    assert ask(path, "SELECT value FROM release WHERE key = 'recipient'") == [(None,)]


def test_the_file_is_sound_and_open_to_older_tools(tmp_path: Path) -> None:
    path = written(told(), tmp_path)
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    assert ask(path, "PRAGMA foreign_key_check") == []
    assert {row[2] for row in ask(path, "PRAGMA foreign_key_list(tags)")} == {"statements"}
    assert [ask(path, f"PRAGMA {name}")[0][0] for name in ("journal_mode", "user_version")] == ["delete", 1]
    # DB Browser for SQLite came with 3.35 for years, which does not know STRICT
    assert not [sql for (sql,) in ask(path, "SELECT sql FROM sqlite_master") if sql and "STRICT" in sql]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE statements SET words = 'many'",
        "UPDATE statements SET text = x'00'",
        "UPDATE statements SET language = 'de'",
        "UPDATE tags SET kind = 'other'",
        "UPDATE tags SET starts = 1.5",
        "UPDATE tags SET statement = 'S9999'",
        "INSERT INTO aliases VALUES (9, 'S9999', 'PERSON', 1, NULL, '')",
    ],
)
def test_wrong_values_are_refused(statement: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(written(told(), tmp_path))) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(statement)


def test_the_index_survives_what_a_reader_does_to_the_file(tmp_path: Path) -> None:
    path = written(told(), tmp_path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("VACUUM")
        database.execute("INSERT INTO statements_fts (statements_fts) VALUES ('integrity-check')")
        database.execute("INSERT INTO statements_fts (statements_fts) VALUES ('rebuild')")
        database.commit()
    assert found(path, "избивали") == ["S0042"]
    assert found(path, "ұлымды") == ["S0007"]


def test_the_same_contents_give_the_same_bytes(tmp_path: Path) -> None:
    first = written(long_bundle(), tmp_path / "a").read_bytes()
    written(told(), tmp_path / "b")
    assert written(long_bundle(), tmp_path / "b").read_bytes() == first


def long_bundle() -> Contents:
    """Long enough for pages of every kind, and for an index that was merged."""
    texts = (" ".join(f"слово{(n * 7919 + w * 31) % 5000}" for w in range(700)) for n in range(150))
    return bundle(*(Item(n, Language.RU, text, (), ()) for n, text in enumerate(texts, start=1)))


def free_space(path: Path) -> Iterator[bytes]:
    """What stands between the cells of the pages: gaps and free blocks of all trees."""
    data = path.read_bytes()
    size = int.from_bytes(data[16:18], "big")
    roots = [1, *(root for (root,) in ask(path, "SELECT rootpage FROM sqlite_master WHERE rootpage > 0"))]
    while roots:
        number = roots.pop()
        page = data[(number - 1) * size : number * size]
        head = 100 if number == 1 else 0
        kind = page[head]
        free, cells, content = (int.from_bytes(page[head + at : head + at + 2], "big") for at in (1, 3, 5))
        inner = kind in (2, 5)
        pointers = head + (12 if inner else 8)
        yield page[pointers + 2 * cells : content]
        while free:
            after, length = (int.from_bytes(page[free + at : free + at + 2], "big") for at in (0, 2))
            yield page[free + 4 : free + length]
            free = after
        if inner:
            at = [int.from_bytes(page[pointers + 2 * n : pointers + 2 * n + 2], "big") for n in range(cells)]
            roots += [int.from_bytes(page[a : a + 4], "big") for a in (*at, head + 8)]


def test_pages_hold_no_words_outside_of_their_cells(tmp_path: Path) -> None:
    path = written(long_bundle(), tmp_path)
    assert ask(path, "PRAGMA freelist_count") == [(0,)]
    pages = b"".join(free_space(path))
    assert len(pages) > 10_000
    assert "лово".encode() not in pages
    assert "слово".encode()[1:] not in pages


def test_nothing_of_an_earlier_bundle_stays_behind(tmp_path: Path) -> None:
    secret = "Куанышбекова-Тестовая"  # fictional
    earlier = bundle(*(Item(n, Language.RU, f"{secret} {n} " * 900, (), ()) for n in range(1, 40)))
    assert secret.encode() in written(earlier, tmp_path).read_bytes()
    later = written(told(), tmp_path).read_bytes()
    for part in (secret, secret.casefold(), "куанышбекова"):
        assert part.encode() not in later


@pytest.mark.parametrize("folder", ["file", "half\ud800"])
def test_a_place_that_cannot_be_written_to_is_said_without_its_name(folder: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AigaqError, match="unwritable: ") as error:
        write_sqlite(told(), tmp_path / folder)
    assert str(tmp_path) not in str(error.value)
    assert error.value.__cause__ is None


def test_datasette_opens_and_searches_it(tmp_path: Path) -> None:
    path = written(told(), tmp_path)
    pages = ["statements", "statements/S0042", "tags", "aliases", "release", "huridocs", "dictionary"]
    pages += ["overview", "abuses", "places", "event_dates", "search"]

    async def visit() -> tuple[list[int], list[list[str]], dict[str, Any]]:
        client = Datasette([str(path)]).client
        seen = [(await client.get(f"/statements/{page}")).status_code for page in pages]
        hits = []
        for words in ("избивали", "ұлымды", "ğana", "улымды"):
            url = f"/statements/statements.json?_shape=array&_search={words}"
            hits.append([row["id"] for row in (await client.get(url)).json()])
        return seen, hits, (await client.get("/statements.json")).json()

    seen, hits, about = asyncio.run(visit())
    assert seen == [200] * len(pages)
    assert hits == [["S0042"], ["S0007"], ["S0009"], []]
    shown = {table["name"]: table["fts_table"] for table in about["tables"] if not table["hidden"]}
    assert shown.pop("statements") == "statements_fts"
    assert set(shown) == {"aliases", "dictionary", "huridocs", "release", "tags"}
