"""A table of public counts: how often a combination of facts is known to have happened.

Whoever reads a release may know from reports that one woman of a region was burned. A combination is released
only where it is known of at least k, in the release and in each row of the table that it fits.
"""

import csv
from pathlib import Path
from typing import Final

from models.errors import AigaqError
from share.mosaic.cells import DIMS, Known

_COUNT: Final = "count"
_LARGEST: Final = 16 * 1024 * 1024


def read_reference(path: Path) -> tuple[Known, ...]:
    """The rows of a CSV with a column `count` and any of place, period, act, age, sex, job, role.

    An empty cell fits everything. Errors: no_such_file, bad_reference with the line.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise AigaqError("bad_reference")
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = set(reader.fieldnames or ())
            if _COUNT not in columns or not columns <= {_COUNT, *DIMS}:
                raise AigaqError("bad_reference", line=1)
            return tuple(_row(row, line) for line, row in enumerate(reader, start=2))
    except OSError:
        raise AigaqError("no_such_file") from None
    except (UnicodeDecodeError, csv.Error):
        raise AigaqError("bad_reference") from None


def _row(row: dict[str, str | None], line: int) -> Known:
    count = (row.get(_COUNT) or "").strip()
    if not count.isascii() or not count.isdecimal() or None in row:
        raise AigaqError("bad_reference", line=line)
    return Known(tuple((row.get(dim.value) or "").strip() or None for dim in DIMS), int(count))
