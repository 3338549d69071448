"""Tables for spreadsheets and for programs: CSV files, JSON lines, and what their columns mean.

A text keeps its length in code points, so the tags' offsets hold: half a surrogate pair, which UTF-8 cannot
hold, is U+FFFD everywhere; in cells NUL is too, for many programs cut a cell there.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from models.errors import AigaqError
from share.contents import Alias, Contents, Item, ReleasedTag
from share.words import LANGUAGES, called, words

Value = str | int | None
Row = tuple[Value, ...]

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "statements": ("id", "language", "words", "text"),
    "tags": (
        *("statement", "kind", "code", "region", "starts", "ends"),
        *(f"name_{language}" for language in LANGUAGES),
    ),
    "aliases": ("statement", "label", "number", "role", "shown"),
}
_DICTIONARY: Final = ("file", "column", "type", *(f"meaning_{language}" for language in LANGUAGES))
_INTEGERS: Final = frozenset({"words", "starts", "ends", "number"})

_SURROGATE = re.compile("[\ud800-\udfff]")
# What a spreadsheet takes for a formula. An apostrophe of the text's own gets one as well: then whoever drops
# the first apostrophe of a cell has the text.
_FORMULA = re.compile("'|[\t\r\n]|[\\s\ufeff]*[=+\\-@＝＋－＠]")
# Letters at which some programs end a line; JSON may write them in digits.
_LINE_ENDS: Final = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def write_tables(contents: Contents, folder: Path) -> list[Path]:
    """CSV files, JSON lines and their dictionary, in tables/ of the folder; raises AigaqError unwritable."""
    place = folder / "tables"
    files = {
        **{f"{table}.csv": _csv(COLUMNS[table], rows) for table, rows in rows_of(contents).items()},
        "statements.jsonl": "".join(_json(item) for item in contents.items).encode(),
        "dictionary.csv": _csv(_DICTIONARY, _dictionary()),
    }
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (place / name).write_bytes(content)
    except OSError:
        raise AigaqError("unwritable") from None
    return [place / name for name in files]


def in_utf8(text: str) -> str:
    """The text as UTF-8 can hold it."""
    return _SURROGATE.sub("\ufffd", text)


def in_a_cell(text: str) -> str:
    """The text as a cell of a table can hold it."""
    return in_utf8(text).replace("\0", "\ufffd")


def rows_of(contents: Contents) -> dict[str, list[Row]]:
    """The rows of each table of COLUMNS, in the order of the statements."""
    return {
        "statements": [_statement(item) for item in contents.items],
        "tags": [(item.name, *_tag(tag)) for item in contents.items for tag in item.tags],
        "aliases": [(item.name, *_alias(alias)) for item in contents.items for alias in item.aliases],
    }


def meanings(table: str, name: str) -> tuple[str, ...]:
    """What words.toml says of a table or a column in the three languages; `table` is "table" or "column"."""
    return tuple(words(table)[name][language] for language in LANGUAGES)


def _statement(item: Item) -> Row:
    return item.name, item.language.value, item.words, item.text


def _tag(tag: ReleasedTag) -> Row:
    names = (called(tag.kind, tag.code, language) for language in LANGUAGES)
    return tag.kind.value, tag.code, tag.region or None, tag.start, tag.end, *names


def _alias(alias: Alias) -> Row:
    return alias.label.value, alias.number, alias.role.value if alias.role else None, alias.shown


def _json(item: Item) -> str:
    """A statement on a line, with all that is known of it."""
    known = {
        **dict(zip(COLUMNS["statements"], _statement(item), strict=True)),
        "tags": [dict(zip(COLUMNS["tags"][1:], _tag(tag), strict=True)) for tag in item.tags],
        "aliases": [dict(zip(COLUMNS["aliases"][1:], _alias(one), strict=True)) for one in item.aliases],
    }
    return in_utf8(json.dumps(known, ensure_ascii=False)).translate(_LINE_ENDS) + "\n"


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A file that Excel opens by itself: with the mark of UTF-8, and nothing that it takes for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_guarded(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _guarded(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    cell = in_a_cell(value)
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _dictionary() -> list[Row]:
    """All files and columns; a row without a column is of the file."""
    rows: list[Row] = []
    for table, columns in COLUMNS.items():
        notes = zip(meanings("table", table), meanings("table", "csv"), strict=True)
        rows.append((f"{table}.csv", "", "", *(" ".join(pair) for pair in notes)))
        rows += [_described(f"{table}.csv", column) for column in columns]
    rows.append(("statements.jsonl", "", "", *meanings("table", "jsonl")))
    rows += [_described("statements.jsonl", column) for column in (*COLUMNS["statements"], "tags", "aliases")]
    for nested in ("tags", "aliases"):
        rows += [_described("statements.jsonl", column, within=nested) for column in COLUMNS[nested][1:]]
    rows.append(("dictionary.csv", "", "", *meanings("table", "dictionary")))
    return rows + [_described("dictionary.csv", column) for column in _DICTIONARY]


def _described(file: str, column: str, *, within: str = "") -> Row:
    kind = "integer" if column in _INTEGERS else "list" if column in COLUMNS else "text"
    return file, f"{within}.{column}" if within else column, kind, *meanings("column", column)
