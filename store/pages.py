"""The pages of a database file as they lie on the disk, decrypted, free ones too.

SQLite shows only what is in use; that something is gone is seen in the pages themselves. SQLCipher 4:
AES-256-CBC a page of 4096 bytes, at whose end stand 16 bytes of initialisation vector and a code of 64; the
first page begins with a salt of 16. A frame of the write-ahead log is a header of 24 bytes and a page.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from models.errors import AigaqError
from store.store import Store

_PAGE: Final = 4096
_RESERVED: Final = 80
_VECTOR: Final = 16
_SALT: Final = 16
_LOG_HEADER: Final = 32
_FRAME_HEADER: Final = 24
_STRIDE: Final = 1024
_PIECE: Final = 32
# Every age file begins with these bytes: to find them says nothing.
_COMMON: Final = len(b"age-encryption.org/v1\n-> X25519 ")


def decrypted_pages(database: Path, key: bytes) -> Iterator[bytes]:
    """Every page of a database and of its write-ahead log; bytes that are no page come as noise."""
    with database.open("rb") as file:
        yield from _pages(file, key, header=0, first=True)
    log = database.with_name(database.name + "-wal")
    if log.is_file():
        with log.open("rb") as file:
            file.read(_LOG_HEADER)
            yield from _pages(file, key, header=_FRAME_HEADER, first=False)


def is_gone(store: Store, records: Sequence[bytes]) -> bool:
    """Whether no page of the store's files holds a stretch of these sealed records; reads the files whole."""
    if store.place.database is None:
        return False  # a server's files are out of reach
    pieces = [
        sealed[start : start + _PIECE]
        for sealed in records
        for start in range(_COMMON, len(sealed) - _PIECE + 1, _STRIDE)
    ]
    try:
        pages = decrypted_pages(store.place.database, store.database_key)
        return not any(piece in page for page in pages for piece in pieces)
    except OSError:
        raise AigaqError("store_unwritable") from None


def _pages(file: BinaryIO, key: bytes, *, header: int, first: bool) -> Iterator[bytes]:
    while len(raw := file.read(header + _PAGE)) == header + _PAGE:
        page = raw[header:]
        # The salt stands in the first page of the file; in the log, a copy of that page shows by its number.
        salted = first or (header and int.from_bytes(raw[:4], "big") == 1)
        yield _decrypted(page, key, skipped=_SALT if salted else 0)
        first = False


def _decrypted(page: bytes, key: bytes, *, skipped: int) -> bytes:
    end = _PAGE - _RESERVED
    cipher = Cipher(algorithms.AES(key), modes.CBC(page[end : end + _VECTOR]))
    decryptor = cipher.decryptor()
    return decryptor.update(page[skipped:end]) + decryptor.finalize()
