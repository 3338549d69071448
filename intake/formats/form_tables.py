"""What every form export comes down to: tables of answers, one row an entry, within bounds.

Rows are sparse (column number -> answer), so that a file that claims a million columns costs what it holds.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, a .csv or a list of entries.

    `hidden`: columns that the file hides. `parents`: for a repeated group, each row's row in the main table
    (-1: none), where the format says so by its nesting.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    name: str = ""
    hidden: frozenset[int] = frozenset()
    parents: tuple[int, ...] | None = None


class Load:
    """How much a file has unfolded to; `add` raises AigaqError too_large or archive_bomb past the limits."""

    def __init__(self) -> None:
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
        if self._letters > _LETTER_LIMIT:
            raise AigaqError("archive_bomb")


def make_table(
    rows: Iterable[Row], load: Load, *, name: str = "", hidden: frozenset[int] = frozenset()
) -> Table | None:
    """A table whose first row that is not blank names the columns; None where all rows are blank."""
    header: Row | None = None
    width = 0
    entries: list[Row] = []
    for row in rows:
        if not row.cells:
            continue
        load.add(row.cells)
        if header is None:
            header = row
            width = max(row.cells) + 1
            if width > COLUMN_LIMIT:
                raise AigaqError("too_large")
        else:
            surplus = max(row.cells) >= width
            entries.append(Row(row.cells, row.hidden, surplus, row.comments) if surplus else row)
    if header is None:
        return None
    # Kobo can put the tags of HXL (#date, #adm1+name) under the names.
    if entries and all(_HXL_TAG.fullmatch(cell) for cell in entries[0].cells.values()):
        del entries[0]
    columns = tuple(header.cells.get(index, "") for index in range(width))
    return Table(columns=columns, rows=tuple(entries), name=name, hidden=hidden)


def clean(text: str) -> str:
    """An answer with \\n as line ends, without blanks around and characters that no text holds."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", _BROKEN.sub("\ufffd", text)).strip()
