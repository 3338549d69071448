"""Form exports as .json: Kobo's API ("results"), ODK's OData ("value"), a plain list, one entry a line.

Groups may be keys with slashes or objects in objects; a list of objects is a repeated group.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from intake.formats.form_tables import COLUMN_LIMIT, Load, Row, Table, clean
from intake.formats.forms import read_tables
from intake.formats.text import decode
from intake.parts import PLAIN, Options, Part
from models.errors import AigaqError

_LISTS: Final = ("results", "value", "data", "submissions", "entries")
_DEPTH: Final = 20
_MARK_LIMIT: Final = 10_000_000  # signs of structure: each value takes more memory than it has letters
# Lists of objects that are no repeated groups.
_NOT_REPEATED: Final = ("_attachments", "_notes", "_tags", "_validation_status", "_edits")


def read_json(raw: bytes, options: Options = PLAIN) -> Iterator[Part]:
    """The entries of a .json export.

    Raises AigaqError empty, damaged, not_text, too_nested, too_large or no_statement_column.
    """
    entries = _entries(_load(decode(raw)))
    unfold = _Unfold(Load())
    for entry in entries:
        unfold.entry(entry)
    tables = unfold.tables()
    if not tables:
        raise AigaqError("empty" if not entries else "no_statement_column")
    return read_tables(tables, options, media=frozenset(unfold.media))


def _load(text: str) -> Any:
    if sum(text.count(mark) for mark in ",[{") > _MARK_LIMIT:
        raise AigaqError("too_large")
    try:
        return _parse(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise AigaqError("damaged") from None
    except RecursionError:
        raise AigaqError("too_nested") from None
    try:
        return [_parse(line) for line in text.split("\n") if line.strip()]
    except json.JSONDecodeError:
        raise AigaqError("damaged") from None
    except RecursionError:
        raise AigaqError("too_nested") from None


def _parse(text: str) -> Any:
    """Numbers stay as they are written: a telephone is not to be rounded."""
    return json.loads(
        text, object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=lambda _: ""
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of a key that stands twice nobody knows which value holds ("consent": "no", "yes")."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise AigaqError("damaged")
    return found


def _entries(whole: Any) -> list[dict[str, Any]]:
    """The list of entries in whatever it is wrapped."""
    if isinstance(whole, dict):
        wrapped = next((whole[key] for key in _LISTS if isinstance(whole.get(key), list)), None)
        if wrapped is None and isinstance(whole.get("features"), list):  # GeoJSON
            wrapped = [
                item.get("properties") if isinstance(item, dict) else item for item in whole["features"]
            ]
        whole = [whole] if wrapped is None else wrapped
    if not isinstance(whole, list) or not all(isinstance(item, dict) for item in whole):
        raise AigaqError("no_statement_column")
    return whole


@dataclass(slots=True)
class _Growing:
    """A table whose columns come as they are met."""

    name: str
    columns: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the file an object stands: its entry in the main table, its groups, how deep."""

    root: int
    group: str
    depth: int


class _Unfold:
    """Entries as one main table and a table for each repeated group."""

    def __init__(self, load: Load) -> None:
        self.media: set[str] = set()
        self._load = load
        self._main = _Growing("")
        self._repeats: dict[str, _Growing] = {}
        self._repeated = 0

    def entry(self, entry: Mapping[str, Any]) -> None:
        """Take in one entry of the main table."""
        self._row(self._main, entry, _Place(len(self._main.rows), "", 0))

    def tables(self) -> list[Table]:
        """The tables, the main one first; none where no entry has an answer."""
        if not self._main.rows:
            return []
        repeats = [
            Table(tuple(grown.columns), tuple(grown.rows), grown.name, parents=tuple(grown.parents))
            for grown in self._repeats.values()
        ]
        return [Table(tuple(self._main.columns), tuple(self._main.rows)), *repeats]

    def _row(self, table: _Growing, entry: Mapping[str, Any], place: _Place) -> None:
        """Add a row, if it says anything."""
        cells: dict[int, str] = {}
        before = self._repeated
        self._fill(table, cells, entry, place)
        if cells or self._repeated > before:
            self._load.add(cells)
            table.rows.append(Row(cells))
            table.parents.append(place.root)

    def _fill(self, table: _Growing, cells: dict[int, str], entry: Mapping[str, Any], place: _Place) -> None:
        if place.depth > _DEPTH:
            raise AigaqError("too_nested")
        for key, value in entry.items():
            inside = place.group and not key.startswith(f"{place.group}/")
            path = f"{place.group}/{key}" if inside else key
            if isinstance(value, Mapping):
                self._fill(table, cells, value, _Place(place.root, path, place.depth + 1))
            elif not isinstance(value, list):
                self._cell(table, cells, path, value)
            elif key == "_attachments":
                self._attachments(value)
            elif key in _NOT_REPEATED:
                continue
            elif any(isinstance(item, Mapping) for item in value):
                self._repeat(value, _Place(place.root, path, place.depth + 1))
            else:
                scalars = [item for item in value if isinstance(item, str)]
                self._cell(table, cells, path, " ".join(scalars))

    def _repeat(self, items: list[Any], place: _Place) -> None:
        """The rows of a repeated group; one within another belongs to the same entry."""
        grown = self._repeats.setdefault(place.group, _Growing(place.group))
        for item in items:
            if isinstance(item, Mapping):
                self._repeated += 1
                self._row(grown, item, place)

    def _cell(self, table: _Growing, cells: dict[int, str], path: str, value: Any) -> None:
        text = clean(value) if isinstance(value, str) else {True: "true", False: "false"}.get(value, "")
        column = table.columns.setdefault(path, len(table.columns))
        if len(table.columns) > COLUMN_LIMIT:
            raise AigaqError("too_large")
        if text:
            cells[column] = text

    def _attachments(self, items: list[Any]) -> None:
        """The names of the files that were sent, to know them where they stand as answers."""
        for item in items:
            if isinstance(item, Mapping) and isinstance(item.get("filename"), str):
                self.media.add(item["filename"].rpartition("/")[2])
