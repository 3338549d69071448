"""The keys file beside a store: the store key, wrapped under the store's passphrase.

During a rekey it holds two wrapped keys, the old and the new one, so that whichever database file stands
there after a power cut can be opened. Everything else that opens something lies inside the database.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from argon2.exceptions import HashingError

from models.errors import AigaqError
from store import wrapping
from store.private_files import create_private, replace_private
from store.wrapping import Cost, Malformed, WrongKey

_FORMAT: Final = "aigaq keys 2"
_FORMATS: Final = re.compile(r"aigaq keys [0-9]{1,3}")
_MOST: Final = 4
_LARGEST: Final = 1 << 20
_STORE_PURPOSE: Final = "store key"


@dataclass(frozen=True, slots=True, repr=False)
class StoreKeys:
    """The keys of the database's pages that the store's passphrase gives, the likeliest first."""

    databases: tuple[bytes, ...]


def create_keys(path: Path, passphrase: str, *, cost: Cost) -> StoreKeys:
    """Make a new store key and write the keys file; store_exists if there is one."""
    store_key = wrapping.new_key()
    create_private(path, _content([wrapping.wrap(store_key, passphrase, purpose=_STORE_PURPOSE, cost=cost)]))
    return StoreKeys((_database_key(store_key),))


def add_key(path: Path, passphrase: str, *, cost: Cost) -> StoreKeys:
    """Put a new store key under a passphrase before the ones in the file; the old ones still open it."""
    store_key = wrapping.new_key()
    fresh = wrapping.wrap(store_key, passphrase, purpose=_STORE_PURPOSE, cost=cost)
    replace_private(path, _content([fresh, *_wrapped(path)]))
    return StoreKeys((_database_key(store_key),))


def keep_first_key(path: Path) -> None:
    """Leave only the newest key in the file."""
    keep_key(path, 0)


def keep_key(path: Path, place: int) -> None:
    """Leave only the key at a place of the file."""
    replace_private(path, _content([_wrapped(path)[place]]))


def count_keys(path: Path) -> int:
    """How many keys the file holds: more than one where a rekey was cut short."""
    return len(_wrapped(path))


def keys_mark(path: Path) -> bytes:
    """What changes whenever the keys do: a digest of the file; keys_missing if there is none."""
    return hashlib.sha256(_read(path)).digest()


def find_keys(path: Path, passphrase: str) -> dict[int, bytes]:
    """The keys of a database that a passphrase gives, by their place in the file; empty where it gives none.

    Raises keys_missing, and store_damaged where no key could even be tried.
    """
    found: dict[int, bytes] = {}
    tried = False
    for place, wrapped in enumerate(_wrapped(path)):
        try:
            found[place] = _database_key(wrapping.unwrap(wrapped, passphrase, purpose=_STORE_PURPOSE))
        except WrongKey:
            tried = True
        except (Malformed, OverflowError, HashingError):  # the last two: numbers that nobody wrote there
            continue
    if not found and not tried:
        raise AigaqError("store_damaged")
    return found


def open_keys(path: Path, passphrase: str) -> StoreKeys:
    """The keys of a store: keys_missing, store_locked or store_damaged where they cannot be had."""
    found = find_keys(path, passphrase)
    if not found:
        raise AigaqError("store_locked")
    return StoreKeys(tuple(found.values()))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError:
        raise AigaqError("keys_missing") from None


def _wrapped(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(_read(path))
        written, wrapped = str(content["format"]), content["stores"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise AigaqError("store_damaged") from None
    if written != _FORMAT:
        raise AigaqError("store_newer" if _FORMATS.fullmatch(written) else "store_damaged")
    if not isinstance(wrapped, list) or not 1 <= len(wrapped) <= _MOST:
        raise AigaqError("store_damaged")
    return wrapped


def _content(wrapped: list[dict[str, Any]]) -> bytes:
    return json.dumps({"format": _FORMAT, "stores": wrapped}, indent=1).encode("ascii") + b"\n"


def _database_key(store_key: bytes) -> bytes:
    return wrapping.subkey(store_key, "database")
