"""One plain SQLite file with tables, views and full-text search, for DB Browser, Datasette and programs.

Invariants: the file is made in memory from what is in it, so that no page holds anything else; the same
contents give the same bytes (with one version of SQLite). Offsets count code points, as substr() does.
"""

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from models.abuse import HURIDOCS, AbuseCode
from models.errors import AigaqError
from models.findings import TagKind
from share.contents import Contents
from share.formats.tables import COLUMNS, Row, in_a_cell, meanings, rows_of
from share.words import LANGUAGES

FORMAT_VERSION: Final = 1

# What must be said before the first page is there, and outside of any transaction. Temporary files would be
# left on the disk's free blocks.
_SETTINGS: Final = (
    "page_size = 4096",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "foreign_keys = ON",
    f"user_version = {FORMAT_VERSION}",
)

# CHECK(typeof()) rather than STRICT, which SQLite below 3.37 cannot open; DB Browser had 3.35 for years.
_TABLES: Final = """
CREATE TABLE release (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT
) WITHOUT ROWID;
CREATE TABLE statements (
    id TEXT NOT NULL PRIMARY KEY CHECK (typeof(id) = 'text'),
    language TEXT NOT NULL CHECK (language IN ('en', 'ru', 'kk')),
    words INTEGER NOT NULL CHECK (typeof(words) = 'integer'),
    text TEXT NOT NULL CHECK (typeof(text) = 'text')
);
CREATE TABLE tags (
    id INTEGER NOT NULL PRIMARY KEY,
    statement TEXT NOT NULL REFERENCES statements (id),
    kind TEXT NOT NULL CHECK (kind IN ('abuse', 'place', 'event_date')),
    code TEXT NOT NULL CHECK (typeof(code) = 'text'),
    region TEXT CHECK (typeof(region) IN ('text', 'null')),
    starts INTEGER NOT NULL CHECK (typeof(starts) = 'integer'),
    ends INTEGER NOT NULL CHECK (typeof(ends) = 'integer'),
    name_en TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_kk TEXT NOT NULL
);
CREATE INDEX tags_by_statement ON tags (statement, kind);
CREATE INDEX tags_by_code ON tags (kind, code);
CREATE TABLE huridocs (
    code TEXT NOT NULL,
    list TEXT NOT NULL CHECK (list IN ('acts', 'methods')),
    huridocs_code TEXT NOT NULL CHECK (typeof(huridocs_code) = 'text'),
    PRIMARY KEY (code, list, huridocs_code)
) WITHOUT ROWID;
CREATE TABLE aliases (
    id INTEGER NOT NULL PRIMARY KEY,
    statement TEXT NOT NULL REFERENCES statements (id),
    label TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (typeof(number) = 'integer'),
    role TEXT CHECK (role IN ('protected', 'official', 'public')),
    shown TEXT NOT NULL
);
CREATE INDEX aliases_by_number ON aliases (label, number);
CREATE INDEX aliases_by_statement ON aliases (statement);
CREATE TABLE dictionary (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    meaning_en TEXT NOT NULL,
    meaning_ru TEXT NOT NULL,
    meaning_kk TEXT NOT NULL,
    PRIMARY KEY (table_name, column_name)
) WITHOUT ROWID;
"""

# remove_diacritics would make ş, ö, ğ of Kazakh in Latin letters s, o, g, and of a й or ё written as two
# characters и or е, though of no й, ё, ғ or ұ written as one. So nothing is folded but case, and the index
# gets every text in NFC: й, ё and all Kazakh letters are letters of their own, however they were written.
# Datasette knows the table by content="statements", quoted so.
_SEARCH: Final = """
CREATE VIRTUAL TABLE statements_fts USING fts5(
    text, content="statements", content_rowid="rowid", tokenize="unicode61 remove_diacritics 0"
);
CREATE VIEW search AS
SELECT statements.id, statements.language, statements.text, statements_fts.rank AS rank,
    statements_fts.statements_fts AS query
FROM statements_fts JOIN statements ON statements.rowid = statements_fts.rowid;
"""

# Each kind of tag with the words that say so, then the statements with all of their tags.
_SAID: Final = "substr(statements.text, tags.starts + 1, tags.ends - tags.starts) AS said"
_FROM: Final = "FROM tags JOIN statements ON statements.id = tags.statement WHERE tags.kind ="
_JOINED: Final = """(
    SELECT group_concat(once, '; ') FROM (
        SELECT {} AS once FROM tags WHERE statement = statements.id AND kind = '{}'
        GROUP BY code ORDER BY min(id)
    ))"""
_VIEWS: Final = f"""
CREATE VIEW abuses AS
SELECT statement, code, name_en, name_ru, name_kk, {_SAID} {_FROM} 'abuse';
CREATE VIEW places AS
SELECT statement, code, region, name_en, name_ru, name_kk, {_SAID} {_FROM} 'place';
CREATE VIEW event_dates AS
SELECT statement, code AS date, {_SAID} {_FROM} 'event_date';
CREATE VIEW overview AS
SELECT id, language, words, {_JOINED.format("name_en", "abuse")} AS abuses_en,
    {_JOINED.format("name_ru", "abuse")} AS abuses_ru, {_JOINED.format("name_kk", "abuse")} AS abuses_kk,
    {_JOINED.format("name_en", "place")} AS places_en, {_JOINED.format("name_ru", "place")} AS places_ru,
    {_JOINED.format("name_kk", "place")} AS places_kk, {_JOINED.format("code", "event_date")} AS dates
FROM statements;
"""  # noqa: S608 - names of our own


def write_sqlite(contents: Contents, folder: Path) -> list[Path]:
    """All of a bundle in statements.sqlite of the folder; raises AigaqError unwritable."""
    path = folder / "statements.sqlite"
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        for setting in _SETTINGS:
            database.execute(f"PRAGMA {setting}")
        database.executescript(f"BEGIN; {_TABLES} {_VIEWS} {_SEARCH} PRAGMA user_version = {FORMAT_VERSION};")
        _fill(database, contents)
        database.execute("COMMIT")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            # Page by page into a new file, without the pages that making the index set free.
            database.execute("VACUUM INTO ?", (str(path),))
        except (OSError, UnicodeError, sqlite3.OperationalError):
            raise AigaqError("unwritable") from None
    return [path]


def _fill(database: sqlite3.Connection, contents: Contents) -> None:
    rows = rows_of(contents)
    # Numbers from 1 without a gap: the index goes by them, and a VACUUM of the reader's keeps them so.
    _put(database, "statements", ("rowid", *COLUMNS["statements"]), _numbered(rows["statements"]))
    _put(database, "tags", ("id", *COLUMNS["tags"]), _numbered(rows["tags"]))
    _put(database, "aliases", ("id", *COLUMNS["aliases"]), _numbered(rows["aliases"]))
    _put(database, "release", ("key", "value"), _release(contents))
    _put(database, "huridocs", ("code", "list", "huridocs_code"), _huridocs(contents))
    texts = ((unicodedata.normalize("NFC", item.text),) for item in contents.items)
    _put(database, "statements_fts", ("rowid", "text"), _numbered(texts))
    database.execute("INSERT INTO statements_fts (statements_fts) VALUES ('optimize')")
    columns = ("table_name", "column_name", *(f"meaning_{language}" for language in LANGUAGES))
    _put(database, "dictionary", columns, list(_dictionary(database)))


def _put(database: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    marks = ", ".join("?" * len(columns))
    database.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - names of our own
        ([in_a_cell(value) if isinstance(value, str) else value for value in row] for row in rows),
    )


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    return ((number, *row) for number, row in enumerate(rows, start=1))


def _release(contents: Contents) -> list[Row]:
    return [
        ("release_id", contents.release_id),
        ("audience", contents.audience.value),
        ("recipient", contents.recipient),
        ("made_on", contents.made_on.isoformat()),
        ("k", str(contents.k)),
        ("format_version", str(FORMAT_VERSION)),
    ]


def _huridocs(contents: Contents) -> list[Row]:
    """Codes of the abuses that the bundle tells of."""
    told = {tag.code for item in contents.items for tag in item.tags if tag.kind is TagKind.ABUSE}
    known = [(code, HURIDOCS[AbuseCode(code)]) for code in sorted(told & set(AbuseCode))]
    acts = [(code, "acts", act) for code, codes in known for act in codes.acts]
    return [*acts, *((code, "methods", method) for code, codes in known for method in codes.methods)]


def _dictionary(database: sqlite3.Connection) -> Iterator[Row]:
    """All tables, views and columns; a row without a column is of the table."""
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT GLOB '*_fts_*'"
    )
    for (table,) in tables.fetchall():
        yield table, "", *meanings("table", table)
        columns = database.execute("SELECT name FROM pragma_table_info(?)", (table,))
        yield from ((table, column, *meanings("column", column)) for (column,) in columns.fetchall())
