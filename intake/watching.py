"""A folder that fills: the files that are new or changed since the last look, once they are complete.

Complete is what has kept its size and its times for a while by our own clock: programs that copy often set
the time of the original first, and the clocks of network drives are wrong.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from intake.folder import Entry, walk_folder
from models.errors import AigaqError

_SETTLED: Final = 2.0  # seconds without a change after which a file counts as complete
_PAUSE: Final = 1.0  # seconds between looks
_BLINK: Final = 0.1  # seconds between looks at whether somebody wants to stop
_State = tuple[int, ...]


def fresh_entries(folder: Path, *, stopping: Callable[[], bool]) -> Iterator[list[Entry]]:
    """Lists of entries to take in, each when there is something; ends when somebody wants to stop.

    Nothing but walking is used to notice files: it also works on network drives and sticks. A folder that
    is away for a while, as a stick is, holds nothing until it is back.
    """
    yield from fresh_in(lambda: walk_folder(folder), stopping=stopping)


def fresh_in(
    look: Callable[[], Iterable[Entry]], *, stopping: Callable[[], bool], complete: bool = False
) -> Iterator[list[Entry]]:
    """As fresh_entries, for whatever `look` finds; where files are `complete` as soon as they have a name."""
    done: dict[Path, _State] = {}
    resting: dict[Path, tuple[_State, float]] = {}  # since when a file has looked like this
    while not stopping():
        now = time.monotonic()
        fresh: list[Entry] = []
        seen: dict[Path, tuple[_State, float]] = {}
        for entry in _entries(look):
            state = _state(entry)
            if state is None or done.get(entry.path) == state:
                continue
            before, since = resting.get(entry.path, (state, now))
            if before != state:
                since = now
            if not complete and now - since < _SETTLED:
                seen[entry.path] = (state, since)
                continue
            done[entry.path] = state
            fresh.append(entry)
        resting = seen
        if fresh:
            yield fresh
        until = time.monotonic() + _PAUSE
        while time.monotonic() < until and not stopping():
            time.sleep(_BLINK)


def _entries(look: Callable[[], Iterable[Entry]]) -> list[Entry]:
    try:
        return list(look())
    except AigaqError:
        return []


def _state(entry: Entry) -> _State | None:
    """What changes when a file does; None where it has vanished."""
    try:
        status = os.lstat(entry.path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns  # a stick counts its files anew now and then
