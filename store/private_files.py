"""Files that only their owner may read, whole on disk or not there at all."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Final

from models.errors import AigaqError

MODE: Final = 0o600


def create_private(path: Path, content: bytes = b"") -> None:
    """Write a new file with mode 0600; store_exists if something is there already."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    except FileExistsError:
        raise AigaqError("store_exists") from None
    except OSError:
        raise AigaqError("store_unwritable") from None
    _fill(handle, content)
    settle_folder(path.parent)


def replace_private(path: Path, content: bytes) -> None:
    """Put new content in a file's place at once: a reader meets the old or the new, never a part."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        create_private(beside, content)
        beside.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        if isinstance(error, OSError):
            raise AigaqError("store_unwritable") from None
        raise
    settle_folder(path.parent)


def _fill(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        # The umask can only take rights away; say exactly which remain.
        if hasattr(os, "fchmod"):
            os.fchmod(file.fileno(), MODE)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def settle_folder(folder: Path) -> None:
    """A new name is safe from a power cut only when its folder is written too (Windows has no such call)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
