"""A PostgreSQL server as the store: its connections, its one lock, and what its errors mean.

Invariants: who writes holds the journal's table from the beginning of the transaction, so that two entries
never follow one; a transaction sees the store as it was at one moment, as it does in SQLite.
"""

from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event

from models.errors import AigaqError
from store.columns import NUL_SIGN

# The same for all who bring a store's schema up to date: any number that nobody else takes.
_MIGRATING: Final = 0x61696761
_PREPARE: Final = (
    "set lock_timeout = '30s'",
    # What was acknowledged must be on the disk; a stricter setting is left as it is.
    "select set_config('synchronous_commit', 'on', false) "
    "where current_setting('synchronous_commit') = 'off'",
)
# By the beginning of PostgreSQL's SQLSTATE.
_CODES: Final = (
    ("55P03", "store_busy"),  # the lock was not to be had in time
    ("40", "store_busy"),  # somebody who does not take the lock was in the way
    ("57014", "store_busy"),
    ("53300", "store_busy"),
    ("53", "store_full"),
    ("58", "store_full"),
    ("42501", "store_unwritable"),
    ("25006", "store_unwritable"),
    ("XX00", "store_damaged"),
    ("08", "server_unreachable"),
    ("57P", "server_unreachable"),
)


def open_server(server: URL, *, begin_option: str) -> Engine:
    """An engine for a server; `begin_option` names the option that says how a transaction begins.

    Errors: driver_missing; when it connects, server_encoding.
    """
    try:
        engine = create_engine(
            server, hide_parameters=True, isolation_level="REPEATABLE READ", pool_pre_ping=True
        )
    except ModuleNotFoundError:
        raise AigaqError("driver_missing") from None

    def begin(connection: Connection) -> None:
        how = connection.get_execution_options().get(begin_option)
        if how == "immediate":
            # LOCK looks at nothing, unlike a SELECT: what is read after it is what the others left.
            connection.exec_driver_sql("lock table journal in exclusive mode")
        elif how == "alone":
            connection.exec_driver_sql(f"select pg_advisory_xact_lock({_MIGRATING})")

    # Before SQLAlchemy asks the server what it is: the answer must be text.
    event.listen(engine, "connect", _prepare, insert=True)
    event.listen(engine, "begin", begin)
    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    return engine


def server_error_code(error: BaseException | None) -> str | None:
    """The code for an error of psycopg; None where it is none."""
    if not type(error).__module__.startswith("psycopg"):
        return None
    state = getattr(error, "sqlstate", None)
    if state is None:
        # No SQLSTATE came back: there was no connection, or it broke.
        return "server_unreachable" if type(error).__name__ == "OperationalError" else "internal"
    return next((code for start, code in _CODES if state.startswith(start)), "internal")


def _without_nul(
    _: Connection, cursor: object, statement: str, parameters: Any, context: object, executemany: bool
) -> tuple[str, Any]:
    """PostgreSQL refuses NUL in a text, also in one that is only looked for."""
    if executemany:
        return statement, [_kept(each) for each in parameters]
    return statement, _kept(parameters)


def _kept(parameters: Any) -> Any:
    if not isinstance(parameters, dict) or not any(
        isinstance(value, str) and "\0" in value for value in parameters.values()
    ):
        return parameters
    return {
        name: value.replace("\0", NUL_SIGN) if isinstance(value, str) else value
        for name, value in parameters.items()
    }


def _prepare(connection: Any, _: object) -> None:
    try:
        if connection.info.parameter_status("server_encoding") != "UTF8":
            raise AigaqError("server_encoding")
        for statement in _PREPARE:
            connection.execute(statement)
        connection.commit()
    except BaseException:
        connection.close()
        raise
