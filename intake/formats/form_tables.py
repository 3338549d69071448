"""What every form export comes down to: tables of answers, one row an entry, within bounds.

Rows are sparse (column number -> answer), so that a file that claims a million columns costs what it holds.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from models.errors import AigaqError

COLUMN_LIMIT = 16_384  # what a spreadsheet can have
_ROW_LIMIT = 200_000
_CELL_LIMIT = 5_000_000
_LETTER_LIMIT = 100_000_000  # code points; a spreadsheet may name one long string a million times

# Left over where JSON or XML spells half a character; no encoder takes them.
_BROKEN = re.compile(r"[\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HXL_TAG = re.compile(r"#[a-z]+(?:[ +][\w+ -]*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: its answers by column, without the empty ones.

    `surplus`: it has answers beyond the last column, so that none can be trusted to stand under its name.
    """

    cells: Mapping[int, str]
    hidden: bool = False
    surplus: bool = False
    comments: tuple[tuple[int, str], ...] = ()


class Rows(Protocol):
    """Rows that can be gone through again and again: at hand, or read from the file anew each time."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Row]: ...


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, a .csv or a list of entries.

    `hidden`: columns that the file hides. `parents`: for a repeated group, each row's row in the main table
    (-1: none), where the format says so by its nesting.
    """

    columns: tuple[str, ...]
    rows: Rows
    name: str = ""
    hidden: frozenset[int] = frozenset()
    parents: tuple[int, ...] | None = None


class Load:
    """How much a file has unfolded to; `add` raises AigaqError too_large or archive_bomb past the limits."""

    def __init__(self, *, letters: int = _LETTER_LIMIT) -> None:
        self._most = letters
        self._rows = 0
        self._cells = 0
        self._letters = 0

    def add(self, cells: Mapping[int, str]) -> None:
        """Count one row."""
        self._rows += 1
        self._cells += len(cells)
        self._letters += sum(map(len, cells.values()))
        if self._rows > _ROW_LIMIT or self._cells > _CELL_LIMIT:
            raise AigaqError("too_large")
        if self._letters > self._most:
            raise AigaqError("archive_bomb")


def make_table(
    rows: Iterable[Row], load: Load, *, name: str = "", hidden: frozenset[int] = frozenset()
) -> Table | None:
    """A table whose first row that is not blank names the columns; None where all rows are blank."""
    found = _entries(rows, load)
    header = next(found, None)
    if header is None:
        return None
    return Table(_names(header), tuple(found), name=name, hidden=hidden)


def stream_table(again: Callable[[], Iterable[Row]], load: Load, *, name: str = "") -> Table | None:
    """As make_table, but the rows are read again each time they are asked for, and never held.

    All are read once before: what is broken far down refuses the file before its first entry is told.
    """
    found = _entries(again(), load)
    header = next(found, None)
    if header is None:
        return None
    count = sum(1 for _ in found)
    return Table(_names(header), Reread(again, count), name=name)


@dataclass(frozen=True, slots=True)
class Reread:
    """Rows that are read anew each time, none of them hidden; their bounds were kept the first time."""

    again: Callable[[], Iterable[Row]]
    count: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        return islice(_entries(self.again(), None), 1, None)


def _entries(rows: Iterable[Row], load: Load | None) -> Iterator[Row]:
    """The row that names the columns, and then those of entries."""
    width = number = 0
    for row in rows:
        if not row.cells:
            continue
        if load is not None:
            load.add(row.cells)
        number += 1
        if number == 1:
            width = max(row.cells) + 1
            if width > COLUMN_LIMIT:
                raise AigaqError("too_large")
            yield row
        # Kobo can put the tags of HXL (#date, #adm1+name) under the names.
        elif number > 2 or not all(_HXL_TAG.fullmatch(cell) for cell in row.cells.values()):
            surplus = max(row.cells) >= width
            yield Row(row.cells, row.hidden, surplus, row.comments) if surplus else row


def _names(header: Row) -> tuple[str, ...]:
    return tuple(header.cells.get(index, "") for index in range(max(header.cells) + 1))


def clean(text: str) -> str:
    """An answer with \\n as line ends, without blanks around and characters that no text holds."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", _BROKEN.sub("\ufffd", text)).strip()
