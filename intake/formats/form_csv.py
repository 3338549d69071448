"""Form exports as .csv: the delimiter is found out, quotes are kept to, formulas are only text."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Final

from intake.formats.form_tables import COLUMN_LIMIT, Load, Row, Table, clean, make_table
from intake.formats.forms import read_tables
from intake.formats.text import decode
from intake.parts import PLAIN, Options, Part
from models.errors import AigaqError

_DELIMITERS: Final = (";", ",", "\t", "|")
_SNIFFED: Final = 20  # records that a delimiter is judged by
_FIELD_LIMIT: Final = 1 << 30  # the file's own size is limited by the caller
_EXCEL_HINT = re.compile(r"sep=(.)\n", re.IGNORECASE)


def read_csv(raw: bytes, options: Options = PLAIN) -> Iterator[Part]:
    """The entries of a .csv export.

    Raises AigaqError empty, damaged, not_text, too_large or no_statement_column.
    """
    table = csv_table(raw, Load())
    if table is None:
        raise AigaqError("empty")
    return read_tables([table], options)


def csv_table(raw: bytes, load: Load, *, name: str = "") -> Table | None:
    """The one table of a .csv; None where it holds nothing."""
    csv.field_size_limit(_FIELD_LIMIT)
    text = decode(raw)
    hint = _EXCEL_HINT.match(text)
    if hint:
        text = text[hint.end() :]
    delimiter = hint[1] if hint and hint[1] in _DELIMITERS else _delimiter(text)
    try:
        return make_table(_rows(text, delimiter), load, name=name)
    except csv.Error:
        raise AigaqError("damaged") from None


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """The records as rows; one column is a list of texts, in which the delimiter is only a comma."""
    single = False
    for number, record in enumerate(_records(text, delimiter)):
        if len(record) > COLUMN_LIMIT:
            raise AigaqError("too_large")
        if number == 0:
            single = len(record) == 1
        whole = [delimiter.join(record)] if single else record
        cells = {index: cell for index, cell in enumerate(map(clean, whole)) if cell}
        yield Row(cells)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Strictly: behind a quote that is never closed stand other people's entries."""
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _delimiter(text: str) -> str:
    """The delimiter under which the first records have most columns and agree on them."""
    best, best_score = _DELIMITERS[1], (0.0, 0)
    for delimiter in _DELIMITERS:
        widths: list[int] = []
        broken = False
        try:
            for record in islice(_records(text, delimiter), _SNIFFED):
                widths += [len(record)] if record else []
        except csv.Error:
            broken = True  # the file may be: then it is not to be read with another delimiter
        if not widths or widths[0] == 1:
            continue
        agreed = 0 if broken else sum(width == widths[0] for width in widths) / len(widths)
        score = (agreed, widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best
