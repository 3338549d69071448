"""The engine: SQLCipher keyed before anything else, or a server by its URL.

Invariants: a connection that is not encrypted is never handed out; parameters never appear in errors; write
transactions take their lock at the start, so that a digest looked up is still missing when it is inserted.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher  # type: ignore[import-untyped]
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from models.errors import AigaqError
from store.place import StorePlace

# Seconds to wait for another program that writes to the store.
_PATIENCE: Final = 30.0
_OPTION: Final = "aigaq_begin"
_ON_EVERY_CONNECTION: Final = (
    # Outside any transaction: inside one, foreign_keys does nothing and says nothing.
    "pragma foreign_keys=on",
    "pragma journal_mode=wal",
    "pragma synchronous=full",
    "pragma secure_delete=on",
    "pragma trusted_schema=off",
    # Sorting on disk would be in plain text.
    "pragma temp_store=memory",
)


def open_engine(place: StorePlace, key: bytes) -> Engine:
    """An engine for a store; `key` is the database key of 32 bytes (unused for a server)."""
    if place.database is None:
        if place.server is None:
            raise AigaqError("store_missing")
        try:
            return create_engine(place.server, hide_parameters=True)
        except ModuleNotFoundError:
            raise AigaqError("driver_missing") from None
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=_connector(place.database, key),
        poolclass=QueuePool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def for_writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock when they begin."""
    return engine.execution_options(**{_OPTION: "immediate"})


def storage_error(error: DBAPIError) -> AigaqError:
    """The error to show for one of the database: its code only, for the driver's may quote data."""
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    for start, code in (
        ("SQLITE_BUSY", "store_busy"),
        ("SQLITE_LOCKED", "store_busy"),
        ("SQLITE_FULL", "store_full"),
        ("SQLITE_IOERR", "store_full"),
        ("SQLITE_READONLY", "store_unwritable"),
        ("SQLITE_CANTOPEN", "store_unwritable"),
        ("SQLITE_NOTADB", "store_damaged"),
        ("SQLITE_CORRUPT", "store_damaged"),
    ):
        if name.startswith(start):
            return AigaqError(code)
    return AigaqError("internal")


def _connector(database: Path, key: bytes) -> Callable[[], Any]:
    def connect() -> Any:
        # The mode rw of the URI would still make an empty file; a missing one must be an error.
        if not database.is_file():
            raise AigaqError("store_missing")
        connection = sqlcipher.connect(
            str(database), timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute(f"pragma key=\"x'{key.hex()}'\"")
            # SQLCipher writes its complaints to stderr by itself; ours are the codes.
            connection.execute("pragma cipher_log_level=none")
            if connection.execute("pragma cipher_version").fetchone() is None:
                raise AigaqError("no_encryption")
            for pragma in _ON_EVERY_CONNECTION:
                connection.execute(pragma)
        except BaseException:
            connection.close()
            raise
        return connection

    return connect


def _begin(connection: Connection) -> None:
    """Begin by ourselves: the driver would begin only at the first write, and not at all for tables."""
    connection.exec_driver_sql(f"begin {connection.get_execution_options().get(_OPTION, 'deferred')}")
