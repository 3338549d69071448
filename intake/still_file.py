"""A file that is read from its beginning several times and never held whole; it must not change meanwhile."""

import io
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from models.errors import AigaqError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER: Final = 1 << 18  # bytes


def open_regular(path: Path, *, limit: int) -> tuple[int, os.stat_result]:
    """A descriptor and what holds for the very file it reads; raises AigaqError or OSError."""
    # O_NONBLOCK: opening a pipe must not wait for somebody to write into it.
    flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    descriptor = os.open(path, flags)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise AigaqError("unsupported")
        if found.st_size > limit:
            raise AigaqError("too_large")
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor, found


class StillFile:
    """An open file: called, it gives its bytes anew; each read makes sure that it is still the same.

    Raises AigaqError no_such_file, unsupported or too_large; changed and no_such_file where it is read.
    """

    def __init__(self, path: Path, *, limit: int) -> None:
        try:
            self.descriptor, found = open_regular(path, limit=limit)
        except OSError:
            raise AigaqError("no_such_file") from None
        self._size, self._written = found.st_size, found.st_mtime_ns

    def __len__(self) -> int:
        return self._size

    def __call__(self) -> BinaryIO:
        """A way through it from its beginning."""
        return cast("BinaryIO", io.BufferedReader(_Pass(self), _BUFFER))

    def close(self) -> None:
        """Close it; what was opened before gives nothing more."""
        os.close(self.descriptor)

    def piece(self, place: int, length: int) -> bytes:
        """Some bytes from this place on."""
        try:
            os.lseek(self.descriptor, place, os.SEEK_SET)  # another pass may have read between
            found = os.read(self.descriptor, length)
            now = os.fstat(self.descriptor)
        except OSError:
            raise AigaqError("no_such_file") from None
        if (now.st_size, now.st_mtime_ns) != (self._size, self._written) or (
            length and not found and place != self._size
        ):
            raise AigaqError("changed")
        return found


class _Pass(io.RawIOBase):
    """One way through the file."""

    def __init__(self, file: StillFile) -> None:
        super().__init__()
        self._file = file
        self._place = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._file.piece(self._place, len(view))
        view[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)
