"""A file or standard input as a draft, for commands that take one text."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import AigaqError

if TYPE_CHECKING:
    from intake.parts import Options
    from models.statements import Draft


def read_source(file: Path, options: "Options") -> "Draft":
    """The draft of a file, or of standard input where the file is -; the errors are those of intake."""
    from intake.formats.text import read_stdin  # noqa: PLC0415 - loads what only reading needs
    from intake.parts import Told  # noqa: PLC0415
    from intake.reader import SIZE_LIMIT, checked, only  # noqa: PLC0415
    from intake.reading import open_reading  # noqa: PLC0415

    if str(file) != "-":
        # in a process with limits, as in a batch: the file may be hostile
        with open_reading(options) as reading:
            return only(reading.read(file, stopping=lambda: False))
    raw = sys.stdin.buffer.read(SIZE_LIMIT + 1)
    if len(raw) > SIZE_LIMIT:
        raise AigaqError("too_large")
    return only(checked(Told("", read_stdin(raw))))
