"""The engine: SQLCipher keyed before anything else, or a server by its URL.

Invariants: a connection that is not encrypted, or did not take its settings, is never handed out, nor one to
a file that was replaced while it was opened; parameters never appear in errors; write transactions take
their lock at the start, so that a digest looked up is still missing when it is inserted.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher  # type: ignore[import-untyped]
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from models.errors import AigaqError
from store.place import StorePlace
from store.server import open_server, server_error_code

# Seconds to wait for another program that writes to the store.
_PATIENCE: Final = 30.0
_OPTION: Final = "aigaq_begin"
# Each setting, what is asked for, and what must then be answered.
_SETTINGS: Final = (
    # Outside any transaction: inside one, foreign_keys does nothing and says nothing.
    ("foreign_keys", "on", "1"),
    ("journal_mode", "wal", "wal"),
    ("synchronous", "full", "2"),
    ("secure_delete", "on", "1"),
    ("trusted_schema", "off", "0"),
    # Sorting on disk would be in plain text.
    ("temp_store", "memory", "2"),
    # Kilobytes: with SQLite's two thousand a search among very many deciphers the same pages again and again.
    ("cache_size", "-32768", "-32768"),
)


def open_engine(place: StorePlace, key: bytes) -> Engine:
    """An engine for a store; `key` is the database key of 32 bytes (unused for a server)."""
    if place.database is None:
        if place.server is None:
            raise AigaqError("store_missing")
        return open_server(place.server, begin_option=_OPTION)
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=_connector(place.database, key),
        poolclass=QueuePool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _name_damage)
    return engine


def for_writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock when they begin."""
    return engine.execution_options(**{_OPTION: "immediate"})


def for_migrating(engine: Engine) -> Engine:
    """The same for changes of the schema, where on a server there may be no journal yet to be locked."""
    if engine.dialect.name == "sqlite":
        return for_writing(engine)
    # Not of one moment: the schema must be seen as it is once the lock was had.
    return engine.execution_options(**{_OPTION: "alone"}, isolation_level="READ COMMITTED")


@contextmanager
def alone_with(database: Path, key: bytes, *, patience: float = _PATIENCE) -> Iterator[Any]:
    """The driver's connection to a file that no other program has open, nor can open until it is closed.

    The write-ahead log is folded into the file first. Raises store_busy, store_missing or store_damaged.
    """
    _identity(database)
    until = time.monotonic() + patience
    connection = _keyed(database, key, patience=0.2)
    try:
        connection.execute("pragma locking_mode=exclusive")
        while True:
            try:
                # Leaving the write-ahead log needs the file for oneself, and keeps it until the end.
                connection.execute("pragma journal_mode=delete")
                connection.execute("begin exclusive")
                connection.execute("commit")
                break
            except sqlcipher.OperationalError as error:
                if not str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_BUSY"):
                    raise
                if time.monotonic() >= until:
                    raise AigaqError("store_busy") from None
                time.sleep(0.05)
        # Its journal stays beside the file until it is closed, and must not meet another file in that place.
        connection.execute("pragma journal_mode=memory")
        database.with_name(database.name + "-journal").unlink(missing_ok=True)
        yield connection
    except sqlcipher.Error as error:
        raise driver_error(error) from None
    except MemoryError:  # see _name_damage
        raise AigaqError("store_damaged") from None
    finally:
        connection.close()


def storage_error(error: DBAPIError) -> AigaqError:
    """The error to show for one of the database: its code only, for the driver's may quote data."""
    return driver_error(error.orig)


def driver_error(error: BaseException | None) -> AigaqError:
    """The same for an error of the driver itself."""
    of_server = server_error_code(error)
    if of_server is not None:
        return AigaqError(of_server)
    name = str(getattr(error, "sqlite_errorname", ""))
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
        file = _identity(database)
        connection = _keyed(database, key, patience=_PATIENCE)
        try:
            try:
                _settle(connection)
            finally:
                # Settling waits for locks and takes one. A file that was replaced meanwhile (a new key, a
                # restored backup) is nobody's any more: what is written to it would be lost.
                if _identity(database) != file:
                    raise AigaqError("store_busy") from None
        except BaseException:
            connection.close()
            raise
        return connection

    return connect


def _identity(database: Path) -> tuple[int, int]:
    # The mode rw of SQLite's URI would still make an empty file; a missing one must be an error.
    if not database.is_file():
        raise AigaqError("store_missing")
    found = database.stat()
    return found.st_dev, found.st_ino


def _keyed(database: Path, key: bytes, *, patience: float) -> Any:
    connection = sqlcipher.connect(
        str(database), timeout=patience, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute(f"pragma key=\"x'{key.hex()}'\"")
        # SQLCipher writes its complaints to stderr by itself; ours are the codes.
        connection.execute("pragma cipher_log_level=none")
        if connection.execute("pragma cipher_version").fetchone() is None:
            raise AigaqError("no_encryption")
    except BaseException:
        connection.close()
        raise
    return connection


def _settle(connection: Any) -> None:
    """Make the settings and look whether they took; a library may ignore what it was not built for."""
    for name, wanted, _ in _SETTINGS:
        connection.execute(f"pragma {name}={wanted}")
    for name, _, expected in _SETTINGS:
        if str(connection.execute(f"pragma {name}").fetchone()[0]) != expected:
            raise AigaqError("unsafe_settings")
    # A library built this way answers as told and sorts on the disk all the same.
    if connection.execute("select sqlite_compileoption_used('TEMP_STORE=0')").fetchone()[0]:
        raise AigaqError("unsafe_settings")


def _begin(connection: Connection) -> None:
    """Begin by ourselves: the driver would begin only at the first write, and not at all for tables."""
    connection.exec_driver_sql(f"begin {connection.get_execution_options().get(_OPTION, 'deferred')}")


def _name_damage(context: ExceptionContext) -> None:
    """A page whose code does not fit is "out of memory" to SQLite where it reads or folds the log."""
    if isinstance(context.original_exception, MemoryError):
        raise AigaqError("store_damaged") from None
