"""Repeated groups of a form: which entry of the main table a row of a child table belongs to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.formats.form_tables import Row, Table

_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
# In this order: Kobo's own id, the form's, ODK Central's; the last one is not in every export.
_ID_COLUMNS = ("_uuid", "meta/instanceid", "instanceid", "key", "__id", "meta/rootuuid")
_PARENTS = ("_submission__uuid", "__submissions-id", "parent_key", "_submission__id", "_parent_index")


def is_child(table: Table) -> bool:
    """Whether a table holds a repeated group, by its nesting or its columns."""
    return table.parents is not None or not _places(table).keys().isdisjoint(_PARENTS)


def submission_of(table: Table) -> Sequence[int]:
    """The columns that can hold an entry's id, the best first."""
    places = _places(table)
    return [places[name] for name in _ID_COLUMNS if name in places]


def submission(row: Row, places: Sequence[int]) -> str | None:
    """An entry's own id, the same in each export."""
    return next(filter(None, (uuid_of(row.cells.get(place, "")) for place in places)), None)


def uuid_of(cell: str) -> str | None:
    """The UUID at the start of an id ("uuid:…", "uuid:…/witness[1]"); other keys may be names."""
    match = _UUID.match(cell.strip().lower().removeprefix("uuid:"))
    return match[0] if match else None


@dataclass(frozen=True, slots=True)
class Entries:
    """The rows of a main table by what their repeated groups call them."""

    name: str
    by_uuid: Mapping[str, int]
    by_id: Mapping[str, int]
    by_index: Mapping[str, int]


def entries_of(main: Table) -> Entries:
    """The rows of a main table; of two with the same id the first."""
    there = _places(main)
    by_uuid: dict[str, int] = {}
    by_id: dict[str, int] = {}
    by_index: dict[str, int] = {}
    ids = submission_of(main)
    for number, row in enumerate(main.rows):
        for place in ids:
            if uuid := uuid_of(row.cells.get(place, "")):
                by_uuid.setdefault(uuid, number)
        if "_id" in there and (cell := row.cells.get(there["_id"])):
            by_id.setdefault(cell, number)
        by_index.setdefault(
            row.cells.get(there["_index"], "") if "_index" in there else str(number + 1), number
        )
    return Entries(main.name, by_uuid, by_id, by_index)


def parents_of(child: Table, mains: Sequence[Entries]) -> Iterator[tuple[int, int]]:
    """For each row of the child its main table and its row there, (-1, -1) where there is none."""
    if child.parents is not None:
        yield from ((0, parent) for parent in child.parents)
        return
    here = _places(child)
    for row in child.rows:
        places = ((number, _parent(row, here, entries)) for number, entries in enumerate(mains))
        yield next((place for place in places if place[1] >= 0), (-1, -1))


def _parent(row: Row, here: Mapping[str, int], entries: Entries) -> int:
    """One row's parent: an id decides; a bare number only where it counts the main table's rows."""
    cells = {key: row.cells.get(place, "") for key, place in here.items()}
    for key in _PARENTS[:3]:
        if uuid := uuid_of(cells.get(key, "")):
            return entries.by_uuid.get(uuid, -1)
    if identity := cells.get("_submission__id"):
        return entries.by_id.get(identity, -1)
    parent_table = cells.get("_parent_table_name", "")
    index = cells.get("_parent_index", "").removesuffix(".0")
    if index and (not parent_table or not entries.name or parent_table[:31] == entries.name[:31]):
        return entries.by_index.get(index, -1)
    return -1


def _places(table: Table) -> dict[str, int]:
    """Where the columns that link tables stand, by lower-case name with "/" between its parts."""
    found: dict[str, int] = {}
    for index, name in enumerate(table.columns):
        key = name.strip().lower()
        if key.startswith("meta"):
            key = re.sub(r"[-.:]", "/", key, count=1)
        if key.startswith("_") or key in {"parent_key", *_ID_COLUMNS}:
            found.setdefault(key, index)
    return found
