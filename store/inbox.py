"""The inbox: a folder beside the store for sealed envelopes as they came, until somebody receives them.

A file's name is the digest of its bytes and tells nothing. Invariants: a file under its name is whole and on
the disk; no envelope is ever removed here, that is for those who have stored what is in it.
"""

import contextlib
import hashlib
import os
import re
import time
from pathlib import Path
from typing import Final

from models.errors import SENTENCES, AigaqError
from store.private_files import replace_private, settle_folder
from store.store import Store

SUFFIX: Final = ".age"
MOST_FILES: Final = 20_000
MOST_BYTES: Final = 4 << 30
_FOLDER_MODE: Final = 0o700
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_WAITING: Final = re.compile(r"[0-9a-f]{64}\.age")
_HALF: Final = ".new"  # the end of a file's name while it is written
_RECOUNT: Final = 10.0  # seconds for which a count holds, but for what is put here
_LEFT_BEHIND: Final = 3600.0  # seconds after which a half file is nobody's any more


class Inbox:
    """The sealed envelopes in a folder: <digest>.age while they wait, <digest>.<code> once refused."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # When files and bytes were counted last, and how many there are: looking at all takes a while.
        self._counted = (-_RECOUNT, 0, 0)

    def put(self, raw: bytes) -> str:
        """Keep an envelope and return its digest (sha256, hex); the same bytes twice are one file.

        One that was refused waits again. Errors: inbox_full, store_unwritable.
        """
        digest = hashlib.sha256(raw).hexdigest()
        waiting = self._waiting(digest)
        if waiting.is_file():
            return digest
        self._make()
        for refused in self._refused(digest):
            self._rename(refused, waiting)
            if waiting.is_file():
                return digest
        if not (self._has_room(len(raw)) or self._has_room(len(raw), recount=True)):
            raise AigaqError("inbox_full")
        replace_private(waiting, raw)
        counted, files, size = self._counted
        self._counted = counted, files + 1, size + len(raw)
        return digest

    def state(self, digest: str) -> str | None:
        """What became of an envelope: "waiting", "refused:<code>", or None where it is not here."""
        if not _DIGEST.fullmatch(digest):
            return None
        if self._waiting(digest).is_file():
            return "waiting"
        return next((f"refused:{path.suffix[1:]}" for path in self._refused(digest)), None)

    def refuse(self, envelope: str | Path, code: str) -> None:
        """Set an envelope aside, by its digest or its path: it keeps its bytes, and `code` is its ending.

        Where it is not here any more, nothing happens; store_unwritable where it cannot be renamed.
        """
        digest = envelope.stem if isinstance(envelope, Path) else envelope
        if code not in SENTENCES or not _DIGEST.fullmatch(digest):
            raise AigaqError("internal")
        self._rename(self._waiting(digest), self.path / f"{digest}.{code}")

    def files(self) -> list[Path]:
        """The envelopes that wait, oldest first; store_unwritable where the folder cannot be read."""
        found: list[tuple[int, str]] = []
        try:
            with os.scandir(self.path) as items:
                for item in items:
                    if _WAITING.fullmatch(item.name) and item.is_file(follow_symlinks=False):
                        with contextlib.suppress(FileNotFoundError):  # somebody may have taken it meanwhile
                            found.append((item.stat(follow_symlinks=False).st_mtime_ns, item.name))
        except FileNotFoundError:  # nothing was ever put into it
            return []
        except OSError:
            raise AigaqError("store_unwritable") from None
        return [self.path / name for _, name in sorted(found)]

    def set_aside(self) -> int:
        """How many envelopes were refused and lie here still."""
        known = {f".{code}" for code in SENTENCES}
        try:
            return sum(path.suffix in known for path in self.path.iterdir())
        except FileNotFoundError:
            return 0
        except OSError:
            raise AigaqError("store_unwritable") from None

    def _waiting(self, digest: str) -> Path:
        return self.path / f"{digest}{SUFFIX}"

    def _refused(self, digest: str) -> list[Path]:
        # one by one: there are fewer codes than there may be files in the folder
        return [path for code in SENTENCES if (path := self.path / f"{digest}.{code}").is_file()]

    def _rename(self, before: Path, after: Path) -> None:
        try:
            before.replace(after)
        except FileNotFoundError:
            return
        except OSError:
            raise AigaqError("store_unwritable") from None
        settle_folder(self.path)

    def _make(self) -> None:
        try:
            self.path.mkdir(mode=_FOLDER_MODE)
        except FileExistsError:
            return
        except OSError:
            raise AigaqError("store_unwritable") from None
        # The umask can only take rights away; say exactly which remain.
        with contextlib.suppress(OSError):
            self.path.chmod(_FOLDER_MODE)
        settle_folder(self.path.parent)

    def _has_room(self, more: int, *, recount: bool = False) -> bool:
        """Whether one file more of so many bytes may come in; counted anew now and then."""
        now = time.monotonic()
        if recount or now - self._counted[0] >= _RECOUNT:
            self._counted = (now, *self._size())
        _, files, size = self._counted
        return files < MOST_FILES and size + more <= MOST_BYTES

    def _size(self) -> tuple[int, int]:
        """How many files there are and their bytes; what a killed program left half is removed."""
        files = size = 0
        old = time.time() - _LEFT_BEHIND
        try:
            with os.scandir(self.path) as items:
                for item in items:
                    with contextlib.suppress(FileNotFoundError):
                        found = item.stat(follow_symlinks=False)
                        if item.name.endswith(_HALF) and found.st_mtime < old:
                            Path(item.path).unlink()
                            continue
                        files += 1
                        size += found.st_size
        except OSError:
            raise AigaqError("store_unwritable") from None
        return files, size


def inbox_of(store: Store) -> Inbox:
    """The inbox of a store, whether its folder is there yet or not."""
    beside = store.place.database or store.place.keys
    return Inbox(beside.with_name(beside.name + ".inbox"))
