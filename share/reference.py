"""A table of public counts: how often a combination of facts is known to have happened.

Whoever reads a release may know from reports that one woman of a region was burned. A combination is released
only where it is known of at least k, in the release and in each row of the table that it fits.
"""

import csv
import re
from pathlib import Path
from typing import Final

from models.abuse import AbuseCode
from models.errors import AigaqError
from redact.tags import gazetteer
from share.mosaic.cells import DIMS, Dim, Known
from share.mosaic.ladder import GROUPS, Age, value_at
from share.words import words

_COUNT: Final = "count"
_COUNTRY_NAME: Final = "Kazakhstan"
_LARGEST: Final = 16 * 1024 * 1024
_DIGITS: Final = 12  # more people than there are
_ACTS: Final = frozenset({*AbuseCode, *GROUPS})
_PERIOD: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?|--\d\d(-\d\d)?", re.ASCII)
_AGE: Final = re.compile(r"(\d{1,3})(?:[-–](\d{1,3}))?", re.ASCII)
_AGES: Final = frozenset({"minor", "adult"})
_SEXES: Final = frozenset({"f", "m"})


def read_reference(path: Path) -> tuple[Known, ...]:
    """The rows of a CSV with a column `count` and any of place, period, act, age, sex, job, role.

    An empty cell fits everything. A value that no statement can tell is refused: its row would fit nothing
    and protect nobody. Errors: no_such_file, bad_reference with the line.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise AigaqError("bad_reference")
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            named = reader.fieldnames or ()
            columns = set(named)
            if len(columns) < len(named) or _COUNT not in columns or not columns <= {_COUNT, *DIMS}:
                raise AigaqError("bad_reference", line=1)
            return tuple(_row(row, reader.line_num) for row in reader)
    except OSError:
        raise AigaqError("no_such_file") from None
    except (UnicodeDecodeError, csv.Error):
        raise AigaqError("bad_reference") from None


def _row(row: dict[str, str | None], line: int) -> Known:
    count = (row.get(_COUNT) or "").strip()
    whole = None not in row and None not in row.values()  # as many cells as columns
    if not whole or not count.isascii() or not count.isdecimal() or len(count) > _DIGITS:
        raise AigaqError("bad_reference", line=line)
    values = []
    for dim in DIMS:
        cell = (row.get(dim.value) or "").strip()
        told = _told(dim, cell) if cell else None
        if cell and told is None:
            raise AigaqError("bad_reference", line=line)
        values.append(told)
    return Known(tuple(values), int(count))


def _told(dim: Dim, cell: str) -> str | None:
    """A cell as combinations have it; None where none has it. Occupations and parts are no closed list."""
    if dim is Dim.PLACE:
        place = None if cell == _COUNTRY_NAME else gazetteer.by_name(cell)
        code = cell if place is None else place.region if place.kind == "region" else place.name
        return value_at(dim, code, 0) if place is not None or cell in words("region") else None
    if dim is Dim.AGE and (ages := _AGE.fullmatch(cell)) is not None:
        low = int(ages[1])
        return value_at(dim, Age(low, int(ages[2] or low)), 0)
    fits = {
        Dim.PERIOD: lambda: _PERIOD.fullmatch(cell) is not None,
        Dim.ACT: lambda: cell in _ACTS,
        Dim.AGE: lambda: cell in _AGES,
        Dim.SEX: lambda: cell in _SEXES,
    }
    return cell if dim not in fits or fits[dim]() else None
