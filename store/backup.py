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
from store.journal import Done, record
from store.place import StorePlace, find_place
from store.private_files import create_private, settle_folder
from store.store import Store, open_store

BESIDE: Final = ("-wal", "-shm", "-journal")  # what SQLite puts beside a database while it is open


def check_backup_place(target: Path) -> None:
    """Refuse a place for a backup before any work is done; raises store_exists or store_unwritable."""
    final = find_place(str(target))
    if final.database is None:
        raise AigaqError("server_store")
    # A log that was left behind would be taken for the new database's own.
    beside = (final.database.with_name(final.database.name + end) for end in BESIDE)
    for path in (final.database, final.keys, *beside):
        if path.exists() or path.is_symlink():
            raise AigaqError("store_exists")
    if not os.access(final.keys.parent, os.W_OK | os.X_OK):
        raise AigaqError("store_unwritable")


def back_up(store: Store, target: Path, *, passphrase: str) -> None:
    """Write the store and its keys file to `target` and `target`.keys, checked, and record that it was done.

    Raises store_exists where something is there, store_unwritable, store_full, backup_failed, server_store.
    """
    final = find_place(str(target))
    if store.place.database is None or final.database is None:
        raise AigaqError("server_store")
    check_backup_place(target)
    fresh = find_place(str(final.database.with_name(f".aigaq-{secrets.token_hex(8)}")))
    database = _database(fresh)
    try:
        _copy(store, fresh)
        _check(database, passphrase=passphrase)
        with store.writing() as session:  # before it can be carried away
            record(session, Done.BACKED_UP)
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
    except (
        sqlcipher.Error,
        MemoryError,
    ):  # copying goes past SQLAlchemy, and its errors do not say which they are
        raise AigaqError("backup_failed") from None
    except OSError:
        raise AigaqError("store_unwritable") from None
    finally:
        for left in (database, fresh.keys, *(database.with_name(database.name + end) for end in BESIDE)):
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
