"""Another key and another passphrase for a store: a new database file takes the old one's place, whole.

Whenever it is cut short, one of the two files stands there and the keys file still holds its key. Nobody
else has the store open meanwhile, and who waited for it is sent away: nothing is written to a replaced file.
"""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher  # type: ignore[import-untyped]
from sqlalchemy.exc import DBAPIError

from models.errors import AigaqError
from store.backup import BESIDE
from store.engine import alone_with, open_engine, storage_error
from store.health import Health, check_database
from store.journal import Done, record
from store.keyfile import add_key, count_keys, find_keys, keep_first_key, keep_key
from store.place import StorePlace, find_place
from store.private_files import create_private, settle_folder
from store.store import Store
from store.upgrade import bring_to_head
from store.users import SHORTEST_PASSPHRASE
from store.wrapping import STANDARD_COST, Cost

_PATIENCE = 30.0  # seconds for others to close the store


def rekey_store(
    url: str, *, old: str, new: str, cost: Cost = STANDARD_COST, patience: float = _PATIENCE
) -> None:
    """Encrypt the store under a new key, wrapped under a new passphrase; the old ones open nothing after it.

    A run that was cut short is finished or done again. Errors: store_locked, store_busy where somebody has it
    open, passphrase_short, rekey_failed (the old key still opens it), store_damaged, server_store.
    """
    place = find_place(url)
    if place.database is None:
        raise AigaqError("server_store")
    if len(new) < SHORTEST_PASSPHRASE:
        raise AigaqError("passphrase_short")
    if not place.database.is_file():
        raise AigaqError("store_missing")
    present = find_keys(place.keys, old)
    later = find_keys(place.keys, new) if count_keys(place.keys) > 1 else {}
    if not present and not later:
        raise AigaqError("store_locked")
    fresh = place.database.with_name(f".{place.database.name}.rekey")
    with _alone(place.database, {**later, **present}, patience=patience) as (connection, number):
        _remove(fresh)
        if number not in present:
            # An earlier run was cut short when its new file stood already: only the old key is left to drop.
            keep_key(place.keys, number)
            return
        if count_keys(place.keys) > 1:
            keep_key(place.keys, number)
        _change(place, place.database, connection, fresh, passphrase=new, cost=cost)


@contextlib.contextmanager
def _alone(database: Path, keys: Mapping[int, bytes], *, patience: float) -> Iterator[tuple[Any, int]]:
    """A connection that nobody else has, under the one of the keys that opens the file."""
    with contextlib.ExitStack() as stack:
        for number, key in sorted(keys.items()):
            try:
                connection = stack.enter_context(alone_with(database, key, patience=patience))
            except AigaqError as error:
                if error.code != "store_damaged":
                    raise
                continue
            yield connection, number
            return
        raise AigaqError("store_damaged")


def _change(  # noqa: PLR0913 - all of it is one change
    place: StorePlace, database: Path, connection: Any, fresh: Path, *, passphrase: str, cost: Cost
) -> None:
    before = database.stat().st_ino
    try:
        key = add_key(place.keys, passphrase, cost=cost).databases[0]
        _fill(connection, fresh, key)
        fresh.replace(database)
    except BaseException as error:
        # The last one is the old file's key, if that still stands (Ctrl-C may come at any moment). Should the
        # disk be full even for this, both keys stay.
        with contextlib.suppress(AigaqError, OSError):
            if database.stat().st_ino == before:
                keep_key(place.keys, -1)
        _remove(fresh)
        if isinstance(error, DBAPIError):
            raise storage_error(error) from None
        if isinstance(error, sqlcipher.Error | OSError | MemoryError):
            raise AigaqError("rekey_failed") from None
        raise
    settle_folder(database.parent)
    keep_first_key(place.keys)


def _fill(connection: Any, fresh: Path, key: bytes) -> None:
    """Write the new file with all that the old one holds, the journal's entry too, and check it."""
    create_private(fresh)
    place = find_place(str(fresh))
    engine = open_engine(place, key)
    try:
        target = engine.raw_connection()
        try:
            connection.backup(target.driver_connection)
        finally:
            target.close()
        engine.dispose()  # what the connection knew of the empty file is wrong now
        bring_to_head(engine)
        store = Store(engine, place, database_key=key)
        with store.writing() as session:
            record(session, Done.REKEYED)
        if any(check.health is Health.FAIL for check in check_database(store)):
            raise AigaqError("store_damaged")
    finally:
        engine.dispose()
    if fresh.with_name(fresh.name + "-wal").exists():
        raise AigaqError("rekey_failed")  # a part of it would be left behind


def _remove(fresh: Path) -> None:
    for path in (fresh, *(fresh.with_name(fresh.name + end) for end in BESIDE)):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
