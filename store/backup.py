"""A copy of a store while it is in use: encrypted under the same key, checked before it gets its name."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher  # type: ignore[import-untyped]
from sqlalchemy.exc import DBAPIError

from models.errors import AigaqError
from store.engine import open_engine, storage_error
from store.health import Health, check_database
from store.place import StorePlace, find_place
from store.private_files import create_private, settle_folder
from store.store import Store, open_store

_BESIDE: Final = ("-wal", "-shm", "-journal")  # what SQLite puts beside a database while it is open


def check_backup_place(target: Path) -> None:
    """Refuse a place for a backup before any work is done; raises store_exists or store_unwritable."""
    final = find_place(str(target))
    for path in (final.database, final.keys):
        if path is not None and (path.exists() or path.is_symlink()):
            raise AigaqError("store_exists")
    if not os.access(final.keys.parent, os.W_OK | os.X_OK):
        raise AigaqError("store_unwritable")


def back_up(store: Store, target: Path, *, passphrase: str) -> None:
    """Write the store and its keys file to `target` and `target`.keys, checked.

    Raises store_exists where something is there, store_unwritable, store_full, backup_failed.
    """
    final = find_place(str(target))
    if store.place.database is None or final.database is None:
        raise AigaqError("backup_failed")  # a server's database has its own way
    check_backup_place(target)
    fresh = find_place(str(final.database.with_name(f".aigaq-{secrets.token_hex(8)}")))
    database = _database(fresh)
    try:
        _copy(store, fresh)
        _check(database, passphrase=passphrase)
        # The keys first: a database without them could not be opened, the other way round nothing is lost.
        fresh.keys.rename(final.keys)
        try:
            database.rename(final.database)
        except OSError:
            final.keys.unlink()
            raise
        settle_folder(final.database.parent)
    except DBAPIError as error:
        raise storage_error(error) from None
    except sqlcipher.Error as error:  # copying goes past SQLAlchemy
        raise storage_error(DBAPIError("", None, error)) from None
    except OSError:
        raise AigaqError("store_unwritable") from None
    finally:
        for left in (database, fresh.keys, *(database.with_name(database.name + end) for end in _BESIDE)):
            with contextlib.suppress(OSError):
                left.unlink()


@contextmanager
def opened_backup(target: Path, *, passphrase: str) -> Iterator[Store]:
    """Open a backup, with every page and the journal checked; backup_failed where something is wrong."""
    with open_store(str(target), passphrase=passphrase) as backup:
        if any(check.health is Health.FAIL for check in check_database(backup)):
            raise AigaqError("backup_failed")
        yield backup


def _check(database: Path, *, passphrase: str) -> None:
    """Open the copy as somebody would who needs it; whatever is wrong with it is backup_failed."""
    try:
        with opened_backup(database, passphrase=passphrase):
            pass
    except AigaqError:
        raise AigaqError("backup_failed") from None


def _copy(store: Store, place: StorePlace) -> None:
    create_private(place.keys, store.place.keys.read_bytes())
    create_private(_database(place))
    engine = open_engine(place, store.database_key)
    try:
        ours, theirs = store.engine.raw_connection(), engine.raw_connection()
        try:
            # One step: whoever writes meanwhile waits, so the copy is of one moment.
            ours.driver_connection.backup(theirs.driver_connection)  # type: ignore[union-attr]
        finally:
            ours.close()
            theirs.close()
    finally:
        engine.dispose()


def _database(place: StorePlace) -> Path:
    if place.database is None:
        raise AigaqError("backup_failed")
    return place.database
