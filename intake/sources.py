"""Removing what was taken in: only files that stand whole, word for word, in a backup that was checked.

A file is read once more and each of its statements is looked up in the backup. It stays where a part of it
was rejected, where something was left out of its text, where the backup lacks a word of it, and where it
was touched while it was read. Removing is not wiping: flash memory keeps what is written over.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from intake.folder import Entry
from intake.parts import Refusal
from intake.reading import Reading
from store.store import Store


@dataclass(slots=True)
class Removal:
    """How many source files were removed, how many stay, and whether somebody stopped it before its end."""

    removed: int = 0
    kept: int = 0
    stopped: bool = False


def remove_sources(
    entries: Iterable[Entry], *, reading: Reading, backup: Store, stopping: Callable[[], bool]
) -> Removal:
    """Remove each file whose statements are all in the backup; never raises for a single file."""
    done = Removal()
    for entry in entries:
        done.stopped = done.stopped or stopping()
        if not done.stopped and entry.code is None and _remove(entry, reading, backup, stopping):
            done.removed += 1
        else:
            done.kept += 1
    return done


def _remove(entry: Entry, reading: Reading, backup: Store, stopping: Callable[[], bool]) -> bool:
    before = _state(entry.path)
    if before is None or not _is_whole(entry, reading, backup, stopping):
        return False
    if _state(entry.path) != before:
        return False  # what stands there now is not what was read
    try:
        entry.path.unlink()
    except OSError:
        return False
    return True


def _is_whole(entry: Entry, reading: Reading, backup: Store, stopping: Callable[[], bool]) -> bool:
    found = False
    for part in reading.read(entry.path, stopping=stopping):
        found = True
        if isinstance(part, Refusal) or part.draft.left_out:
            return False
        known = backup.find(part.draft)
        if known is None or known.withdrawn or not known.same_text:
            return False
    return found and not stopping()


def _state(path: Path) -> tuple[int, ...] | None:
    """What changes when a file does; None where it has vanished."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
