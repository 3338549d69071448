"""A folder that fills: the files that are new or changed since the last look, once they are complete."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from intake.folder import Entry, walk_folder

_SETTLED: Final = 2.0  # seconds without a change after which a file counts as complete
_PAUSE: Final = 1.0  # seconds between looks


def fresh_entries(folder: Path, *, stopping: Callable[[], bool]) -> Iterator[list[Entry]]:
    """Lists of entries to take in, each when there is something; ends when somebody wants to stop.

    Nothing but walking is used to notice files: it also works on network drives and sticks.
    """
    seen: dict[str, tuple[int, int]] = {}
    while not stopping():
        fresh = []
        now = time.time()
        for entry in walk_folder(folder):
            state = _state(entry)
            if state is None or seen.get(entry.name) == state:
                continue
            if abs(now - state[1] / 1e9) < _SETTLED:
                continue  # still being written, perhaps: the next look decides
            seen[entry.name] = state
            fresh.append(entry)
        if fresh:
            yield fresh
        until = time.monotonic() + _PAUSE
        while time.monotonic() < until and not stopping():
            time.sleep(0.1)


def _state(entry: Entry) -> tuple[int, int] | None:
    """Size and last change of a file, None where it has vanished."""
    try:
        status = os.lstat(entry.path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
