"""Removing what was taken in: only files that stand whole, word for word, in a backup that was checked.

A file is read once more and each of its statements is looked up in the backup. It stays where a part of it
was rejected, where something was left out of its text, and where the backup lacks a word of it. Removing is
not wiping: flash memory keeps what is written over.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from intake.folder import Entry
from intake.parts import Refusal
from intake.reading import Reading
from store.store import Store


@dataclass(slots=True)
class Removal:
    """How many source files were removed, and how many stay."""

    removed: int = 0
    kept: int = 0


def remove_sources(
    entries: Iterable[Entry], *, reading: Reading, backup: Store, stopping: Callable[[], bool]
) -> Removal:
    """Remove each file whose statements are all in the backup; never raises for a single file."""
    done = Removal()
    for entry in entries:
        if stopping():
            break
        if entry.code is None and _is_whole(entry, reading, backup, stopping) and _unlink(entry):
            done.removed += 1
        else:
            done.kept += 1
    return done


def _is_whole(entry: Entry, reading: Reading, backup: Store, stopping: Callable[[], bool]) -> bool:
    found = False
    # every part is taken from the line, also after one that settles it: the next file's come behind them
    whole = True
    for part in reading.read(entry.path, stopping=stopping):
        found = True
        if isinstance(part, Refusal) or part.draft.left_out:
            whole = False
            continue
        known = backup.find(part.draft)
        whole = whole and known is not None and known.same_text
    return found and whole and not stopping()


def _unlink(entry: Entry) -> bool:
    try:
        entry.path.unlink()
    except OSError:
        return False
    return True
