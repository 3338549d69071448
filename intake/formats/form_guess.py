"""Which column of a form holds the statement: by its name, else by the prose under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake.formats.form_columns import Column, Kind, is_strong, is_weak
from intake.formats.form_tables import Table

_PROSE = 30  # words: a cell with more is told, not filled in
_SENTENCE = 12  # words: under a name that could be the statement's
_SAMPLE = 4_000  # code points of a cell that are counted


@dataclass(slots=True)
class _Field:
    """The columns of one question; a form that was changed has one for each version."""

    columns: list[int]
    filled: int = 0
    longest: int = 0
    words: int = 0
    long: int = 0

    def count(self, cell: str) -> None:
        words = len(cell[:_SAMPLE].split())
        self.filled += 1
        self.words += words
        self.longest = max(self.longest, words)
        self.long += words >= _PROSE

    @property
    def prose(self) -> bool:
        """Whether at least half of the answers are told at length."""
        return self.long > 0 and 2 * self.long >= self.filled


def guess(table: Table, columns: Sequence[Column]) -> list[int]:
    """The columns of the statement, of one question; empty where none looks like it."""
    fields: dict[str, _Field] = {}
    place: dict[int, _Field] = {}
    for index, column in enumerate(columns):
        if column.kind is Kind.ANSWER and index not in table.hidden:
            field = fields.setdefault(column.words or column.name, _Field([]))
            field.columns.append(index)
            place[index] = field
    for row in table.rows:
        if row.hidden or row.surplus:
            continue
        for index, cell in row.cells.items():
            if index in place:
                place[index].count(cell)
    best = _best(list(fields.values()), columns)
    if best is None or _is_headless(best, columns):
        return []
    return best.columns


def _best(fields: list[_Field], columns: Sequence[Column]) -> _Field | None:
    prose = [field for field in fields if field.prose]
    strong = [field for field in fields if is_strong(columns[field.columns[0]])]
    weak = [
        field
        for field in fields
        if field.longest >= _SENTENCE and is_weak(columns[field.columns[0]]) and (field.prose or not prose)
    ]
    # "statement: yes" is a question about a statement, where another column is full of prose.
    told = [field for field in strong if field.filled and (not prose or field.longest > 5)]
    for candidates in (told, weak, prose, strong):
        if candidates:
            # "statement" before "statement_en": the plain name, then the one that says most.
            return max(
                candidates, key=lambda field: (_is_plain(field, columns, candidates is told), field.words)
            )
    return None


def _is_plain(field: _Field, columns: Sequence[Column], by_name: bool) -> bool:
    return by_name and field.prose and " " not in columns[field.columns[0]].words


def _is_headless(field: _Field, columns: Sequence[Column]) -> bool:
    """Whether the first row is no header but a statement already: then nothing says what the columns are."""
    column = columns[field.columns[0]]
    if is_strong(column) or is_weak(column):
        return len(columns) == 1 and column.words.count(" ") >= _PROSE
    known = any(other.kind is not Kind.ANSWER for other in columns)
    return not known and column.words.count(" ") >= _SENTENCE
