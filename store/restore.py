"""A backup put into a store's place: checked and brought up to its withdrawals before it has its name."""

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from models.errors import AigaqError
from store.backup import BESIDE, opened_backup
from store.journal import Done, record
from store.place import StorePlace, find_place
from store.private_files import create_private, settle_folder
from store.store import Store
from store.tables import StatementRecord

_WITHDRAWALS: Final = ".withdrawals"
# The bytes of a database file that everybody who has it open holds a lock on (SQLite's own numbers).
_SHARED_FIRST: Final = 0x40000000 + 2
_SHARED_SIZE: Final = 510
# What opening a backup says, in the words of somebody who restores one.
_AS_BACKUP: Final = {
    "store_missing": "no_such_file",
    "backup_failed": "backup_damaged",
    "store_damaged": "backup_damaged",
    "record_damaged": "backup_damaged",
}


@dataclass(frozen=True, slots=True)
class Restored:
    """How many statements, how many of them a list withdrew (None: there was no list), and the old store."""

    statements: int
    withdrawn: int | None
    kept: Path | None


def restore_store(
    backup: Path, url: str, *, passphrase: str, replace: bool = False, withdrawals: Path | None = None
) -> Restored:
    """Put a backup into a store's place; with `replace` the store that is there is kept beside it.

    The backup's files are only read. Lists of withdrawals, the one named and the one beside the store, are
    carried out first. Errors: store_exists, no_such_file, keys_missing, store_locked, backup_damaged,
    withdrawals_damaged, store_busy where somebody has the old store open, store_unwritable, server_store.
    """
    place, source = find_place(url), find_place(str(backup))
    if place.database is None or source.database is None:
        raise AigaqError("server_store")
    if place.database.exists() and source.database.exists() and place.database.samefile(source.database):
        raise AigaqError("store_exists")
    there = [path for path in _files(place.database) if path.exists() or path.is_symlink()]
    if there and not replace:
        raise AigaqError("store_exists")
    if not source.database.is_file() or (withdrawals is not None and not withdrawals.is_file()):
        raise AigaqError("no_such_file")
    lists = [path for path in (withdrawals, _list_of(place.database)) if path is not None and path.is_file()]
    fresh = place.database.with_name(f".{place.database.name}.restore-{secrets.token_hex(4)}")
    try:
        _copy(source, fresh)
        restored = _prepare(fresh, passphrase=passphrase, lists=lists)
        kept = place.database.with_name(f"{place.database.name}.replaced-{secrets.token_hex(4)}")
        with _held(place.database):
            if fresh.with_name(fresh.name + "-wal").exists():
                raise AigaqError("store_busy")  # somebody looks at the copy: a part would be left behind
            if there:
                _set_aside(place.database, kept)
            _put_in_place(fresh, place.database)
    except OSError as error:
        raise AigaqError("store_full" if error.errno == errno.ENOSPC else "store_unwritable") from None
    finally:
        for path in (*_files(fresh), _list_of(fresh)):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    return Restored(restored.statements, restored.withdrawn, kept if there else None)


def _prepare(fresh: Path, *, passphrase: str, lists: list[Path]) -> Restored:
    """Check the copy, carry out the withdrawals in it, and record what was done."""
    try:
        with opened_backup(fresh, passphrase=passphrase) as store:
            return _bring_up(store, lists)
    except AigaqError as error:
        code = _AS_BACKUP.get(error.code)
        if code is None:
            raise
        raise AigaqError(code) from None


def _bring_up(store: Store, lists: list[Path]) -> Restored:
    from store.withdrawals import list_path, replay, write_list  # noqa: PLC0415 - only where something came back

    with store.reading() as session:
        statements = session.scalar(select(func.count()).select_from(StatementRecord)) or 0
    withdrawn = sum(replay(store, path) for path in lists)
    if lists:
        # The newest list of the place goes on; what it had of later statements stays in it.
        create_private(list_path(store), lists[-1].read_bytes())
        write_list(store, list_path(store))
    with store.writing() as session:
        record(session, Done.RESTORED, counts={"statements": statements, "withdrawn": withdrawn})
    return Restored(statements, withdrawn if lists else None, None)


def _files(database: Path) -> tuple[Path, ...]:
    """A database, what SQLite puts beside it, and its keys: the order in which they are taken away."""
    names = (database.name, *(database.name + end for end in BESIDE), database.name + ".keys")
    return tuple(database.with_name(name) for name in names)


def _list_of(database: Path) -> Path:
    return database.with_name(database.name + _WITHDRAWALS)


def _copy(source: StorePlace, fresh: Path) -> None:
    """Copy ciphertext; a copy made by hand may have its write-ahead log still beside it."""
    if source.database is None:
        raise AigaqError("server_store")
    if not source.keys.is_file():
        raise AigaqError("keys_missing")
    log = source.database.with_name(source.database.name + "-wal")
    for path, end in ((source.database, ""), (log, "-wal"), (source.keys, ".keys")):
        if path is log and not path.is_file():
            continue
        target = fresh.with_name(fresh.name + end)
        create_private(target)
        with path.open("rb") as reading, target.open("r+b") as writing:
            shutil.copyfileobj(reading, writing, 1 << 20)
            writing.flush()
            os.fsync(writing.fileno())


@contextmanager
def _held(database: Path) -> Iterator[None]:
    """Keep everybody from opening a file that may be no database any more; store_busy if somebody has it."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows, where an open file cannot be replaced anyway

        handle = os.open(database, os.O_RDWR)
    except (ImportError, OSError):
        yield
        return
    try:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
        except OSError:
            raise AigaqError("store_busy") from None
        yield
    finally:
        os.close(handle)


def _set_aside(database: Path, kept: Path) -> None:
    """Give the old store's files other names, all of them before the first one loses its own."""
    pairs = list(zip(_files(database), _files(kept), strict=True))
    for old, new in (*pairs, (_list_of(database), _list_of(kept))):
        with contextlib.suppress(FileNotFoundError):
            try:
                os.link(old, new, follow_symlinks=False)
            except (PermissionError, NotImplementedError):  # a file system without links
                old.rename(new)
    settle_folder(database.parent)
    # The keys stay until the new ones take their place; a log without its database does no harm.
    for old, _ in pairs[:-1]:
        old.unlink(missing_ok=True)


def _put_in_place(fresh: Path, database: Path) -> None:
    """The keys first: a database without them could not be opened, the other way round nothing is lost."""
    if _list_of(fresh).exists():
        _list_of(fresh).replace(_list_of(database))
    *_, keys = _files(fresh)
    keys.replace(_files(database)[-1])
    fresh.replace(database)
    settle_folder(database.parent)
