"""Form exports as .csv: the delimiter is found out, quotes are kept to, formulas are only text."""

import csv
import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Final

from intake.formats.decoded import Again, Encoded
from intake.formats.form_tables import COLUMN_LIMIT, Load, Row, Table, clean, stream_table
from intake.formats.forms import read_tables
from intake.formats.text import encoded
from intake.parts import PLAIN, Options, Part
from models.errors import AigaqError

_DELIMITERS: Final = (";", ",", "\t", "|")
_SNIFFED: Final = 20  # records that a delimiter is judged by
_FIELD_LIMIT: Final = 20_000_000  # code points of an answer: more is a quote that was never closed
_FILE_LIMIT: Final = 1 << 30  # code points
_EXCEL_HINT = re.compile(r"sep=(.)\n", re.IGNORECASE)


def read_csv(raw: bytes | Again, options: Options = PLAIN) -> Iterator[Part]:
    """The entries of a .csv export, from its bytes or from what opens them; it is never held as text whole.

    Raises AigaqError empty, damaged, not_text, too_large or no_statement_column.
    """
    # nothing in it is packed: it cannot unfold to more than its size, which the caller has limited
    table = csv_table(raw, Load(letters=_FILE_LIMIT))
    if table is None:
        raise AigaqError("empty")
    return read_tables([table], options)


def csv_table(raw: bytes | Again, load: Load, *, name: str = "") -> Table | None:
    """The one table of a .csv; None where it holds nothing."""
    csv.field_size_limit(_FIELD_LIMIT)
    text = encoded(partial(BytesIO, raw) if isinstance(raw, bytes) else raw)
    hint = _EXCEL_HINT.fullmatch(next(text.lines(), ""))
    delimiter = hint[1] if hint and hint[1] in _DELIMITERS else _delimiter(text, hinted=bool(hint))
    return stream_table(partial(_rows, text, delimiter, hinted=bool(hint)), load, name=name)


def _rows(text: Encoded, delimiter: str, *, hinted: bool) -> Iterator[Row]:
    """The records as rows; one column is a list of texts, in which the delimiter is only a comma."""
    single = False
    try:
        for number, record in enumerate(_records(text, delimiter, hinted=hinted)):
            if len(record) > COLUMN_LIMIT:
                raise AigaqError("too_large")
            if number == 0:
                single = len(record) == 1
            whole = [delimiter.join(record)] if single else record
            cells = {index: cell for index, cell in enumerate(map(clean, whole)) if cell}
            yield Row(cells)
    except csv.Error:
        raise AigaqError("damaged") from None


def _records(text: Encoded, delimiter: str, *, hinted: bool) -> Iterator[list[str]]:
    """Strictly: behind a quote that is never closed stand other people's entries."""
    lines = islice(text.lines(), 1, None) if hinted else text.lines()
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _delimiter(text: Encoded, *, hinted: bool) -> str:
    """The delimiter under which the first records have most columns and agree on them."""
    best, best_score = _DELIMITERS[1], (0.0, 0)
    for delimiter in _DELIMITERS:
        widths: list[int] = []
        broken = False
        try:
            for record in islice(_records(text, delimiter, hinted=hinted), _SNIFFED):
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
