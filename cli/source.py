"""A file or standard input as a draft, for commands that take one text."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import AigaqError

if TYPE_CHECKING:
    from models.statements import Draft


def read_source(file: Path) -> "Draft":
    """The draft of a file, or of standard input where the file is -; the errors are those of intake."""
    from intake.formats.text import read_stdin  # noqa: PLC0415
    from intake.reader import SIZE_LIMIT, read_file, read_raw  # noqa: PLC0415 - loads lxml

    if str(file) != "-":
        return read_file(file)
    raw = sys.stdin.buffer.read(SIZE_LIMIT + 1)
    if len(raw) > SIZE_LIMIT:
        raise AigaqError("too_large")
    return read_raw(raw, read_stdin)
