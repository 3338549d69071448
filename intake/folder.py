"""A folder's files in a fixed order: what to read, what is passed over and why. Links are not followed."""

import os
from dataclasses import dataclass
from pathlib import Path

from intake.reader import is_system_name
from models.errors import AigaqError


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the folder; `name` is its path from there, with slashes; `code` says why it is not read."""

    path: Path
    name: str
    code: str | None = None


def walk_folder(folder: Path) -> list[Entry]:
    """All files below `folder`, sorted by name; raises AigaqError no_such_file where it is no folder.

    A hidden folder, a linked one and one that cannot be opened are each one entry.
    """
    if not folder.is_dir():
        raise AigaqError("no_such_file")
    entries: list[Entry] = []
    waiting: list[tuple[Path, str]] = [(folder, "")]
    while waiting:
        place, prefix = waiting.pop()
        try:
            with os.scandir(place) as found:
                items = list(found)
        except OSError:
            entries.append(Entry(place, prefix.rstrip("/") or ".", "no_such_file"))
            continue
        for item in items:
            name = prefix + item.name
            path = Path(item.path)
            if item.is_symlink():
                entries.append(Entry(path, name, "symlink"))
            elif is_system_name(item.name):
                entries.append(Entry(path, name, "system_file"))
            elif item.is_dir(follow_symlinks=False):
                waiting.append((path, name + "/"))
            elif item.is_file(follow_symlinks=False):
                entries.append(Entry(path, name))
            else:
                entries.append(Entry(path, name, "unsupported"))
    return sorted(entries, key=lambda entry: entry.name)
