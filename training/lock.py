"""The lock beside the shipped pipeline: the sha256 of every file, so that a changed model is noticed."""

import hashlib
import json
from pathlib import Path
from typing import Final

LOCK: Final = "pipeline.lock"


def digests(folder: Path) -> dict[str, str]:
    """The sha256 of each file under `folder`, by its path with forward slashes; without the lock."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != LOCK)
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def write(folder: Path) -> Path:
    """Write `pipeline.lock`: {"files": {path: sha256}}; run last, when nothing changes any more."""
    path = folder / LOCK
    path.write_text(json.dumps({"files": digests(folder)}, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return path


def holds(folder: Path) -> bool:
    """Whether the folder is exactly what its lock says."""
    locked = json.loads((folder / LOCK).read_text(encoding="utf-8"))["files"]
    return bool(locked == digests(folder))
