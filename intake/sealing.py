"""Sealing files into envelopes, on a device that has no store.

Invariants: what is written is sealed already, so no plaintext touches the disk; a receipt is given only for
an envelope that is whole on the disk; an envelope's name is random and says nothing.
"""

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake.envelopes import SUFFIX, Payload, seal_envelope
from intake.folder import walk_folder
from intake.reader import FORMATS, LARGE, SIZE_LIMIT, is_system_name, read_bytes
from models.errors import AigaqError
from store.private_files import MODE, settle_folder

# Envelopes that are brought to the disk together: waiting for the disk once for all of them is faster.
_TOGETHER: Final = 64
_SETTLING: Final = 8  # threads that wait for the disk


@dataclass(frozen=True, slots=True)
class Source:
    """A statement to be sealed: the file at `path`, or the bytes of a text that came by a pipe.

    `code` says why a file that was found in a folder cannot be sealed.
    """

    path: Path | None = None
    text: bytes = b""
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A sealed envelope: the code of its receipt and where it lies."""

    code: str
    envelope: Path


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not sealed, by its number among those given, from 1; and why."""

    number: int
    code: str


@dataclass(frozen=True, slots=True, repr=False)
class Office:
    """To whom envelopes are sealed, by whom they are signed, and what every one of them says of consent."""

    recipient: str
    signer: Ed25519PrivateKey
    consent: bytes


def sources_below(folder: Path) -> Iterator[Source]:
    """All files below a folder, in the order of their names, but for the system's own.

    Raises no_such_file where it is no folder.
    """
    for entry in walk_folder(folder):
        if entry.code != "system_file":
            yield Source(entry.path, code=entry.code)


def seal_files(
    sources: Iterable[Source], *, office: Office, folder: Path, armored: bool = False
) -> Iterator[Receipt | Refused]:
    """Seal each source into an envelope in `folder`; the outcomes come in the order of the sources.

    Raises unwritable where the folder cannot be written to; what came before is sealed.
    """
    numbered = enumerate(sources, start=1)
    with ThreadPoolExecutor(_SETTLING) as settling:
        while together := list(islice(numbered, _TOGETHER)):
            written: dict[Path, Path] = {}
            try:
                outcomes = [
                    _sealed(number, source, office, folder, armored=armored, written=written)
                    for number, source in together
                ]
                # side by side, for the disk takes many files in at once as fast as one
                list(settling.map(_settle, written))
                for half, final in written.items():
                    half.rename(final)
                settle_folder(folder)
            except BaseException as error:
                # no receipt was given for any of these
                _remove((*written, *written.values()))
                if isinstance(error, OSError):
                    raise AigaqError("unwritable") from None
                raise
            yield from outcomes


def _sealed(  # noqa: PLR0913 - one of many calls, in one place
    number: int, source: Source, office: Office, folder: Path, *, armored: bool, written: dict[Path, Path]
) -> Receipt | Refused:
    """Seal one source; notes in `written` where it lies for now and its name to be."""
    try:
        payload = _payload(source, consent=office.consent)
    except AigaqError as error:
        return Refused(number, error.code)
    sealed = seal_envelope(payload, recipient=office.recipient, signer=office.signer, armored=armored)
    final = folder / f"{secrets.token_hex(16)}{SUFFIX}"
    half = final.with_name(f".{final.stem}.tmp")
    written[half] = final
    _write(half, sealed.raw)
    return Receipt(sealed.receipt, final)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()


def _write(path: Path, raw: bytes) -> None:
    """Write a new file; it may not be safe from a power cut yet."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, MODE), "wb") as file:
        if hasattr(os, "fchmod"):
            os.fchmod(file.fileno(), MODE)
        file.write(raw)


def _settle(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _payload(source: Source, *, consent: bytes) -> Payload:
    """A file's bytes as they are, under a name that keeps its extension only."""
    if source.code is not None:
        raise AigaqError(source.code)
    if source.path is None:
        extension, raw = ".txt", source.text
    else:
        extension = source.path.suffix.lower()
        raw = _read(source.path, extension)
    if not raw:
        raise AigaqError("empty")
    if len(raw) > (_limit(extension) if source.path else SIZE_LIMIT):
        raise AigaqError("too_large")
    return Payload(f"statement{extension}", raw, consent)


def _read(path: Path, extension: str) -> bytes:
    if is_system_name(path.name):
        raise AigaqError("system_file")
    if os.path.islink(path):  # noqa: PTH114 - a name that the system cannot hold is no error there
        raise AigaqError("symlink")
    if extension not in FORMATS:
        raise AigaqError("unsupported" if os.path.exists(path) else "no_such_file")  # noqa: PTH110
    return read_bytes(path, limit=_limit(extension))


def _limit(extension: str) -> int:
    """An envelope is opened whole: a file that is streamed elsewhere may be no larger here than others."""
    return min(FORMATS[extension].limit, LARGE)
