"""Triggers that keep the journal append-only for every program that opens the store, not only for ours.

They stop mistakes and ordinary SQL; whoever holds the store key can drop them, which verification notices.
"""

from typing import Final

from sqlalchemy import Connection, text

_TEXT: Final = "the journal is only added to"
GUARDS: Final[dict[str, str]] = {
    "journal_no_update": (
        f"create trigger journal_no_update before update on journal begin select raise(abort, '{_TEXT}'); end"
    ),
    # "insert or replace" deletes without asking the trigger below
    "journal_no_replace": (
        "create trigger journal_no_replace before insert on journal "
        "when exists (select 1 from journal where sequence >= new.sequence) "
        "begin select raise(abort, 'the journal is only added to'); end"
    ),
    "journal_no_delete": (
        f"create trigger journal_no_delete before delete on journal begin select raise(abort, '{_TEXT}'); end"
    ),
}
_FUNCTION: Final = f" begin raise exception '{_TEXT}'; end "
# The last entry, and not whether there is a later one: for that the planner reads all of a long journal.
_FUNCTION_INSERT: Final = (
    " begin if (select max(sequence) from journal) >= new.sequence "
    "then raise exception 'the journal is only added to'; end if; return new; end "
)
# The function that each trigger calls, the words of that function, and when the trigger fires.
SERVER_GUARDS: Final[dict[str, tuple[str, str, str]]] = {
    "journal_no_change": (
        "aigaq_journal_guard",
        _FUNCTION,
        "before update or delete or truncate on journal for each statement",
    ),
    "journal_no_replace": (
        "aigaq_journal_follows",
        _FUNCTION_INSERT,
        "before insert on journal for each row",
    ),
}
_STANDING: Final = text(
    "select t.tgname, t.tgenabled, pg_get_triggerdef(t.oid, true), p.prosrc from pg_trigger t "
    "join pg_proc p on p.oid = t.tgfoid where t.tgrelid = cast('journal' as regclass) and not t.tgisinternal"
)


def put_guards(connection: Connection) -> None:
    """Create the triggers."""
    if connection.dialect.name == "sqlite":
        for statement in GUARDS.values():
            connection.execute(text(statement))
        return
    for name, (function, words, when) in SERVER_GUARDS.items():
        connection.exec_driver_sql(
            f"create or replace function {function}() returns trigger language plpgsql as $${words}$$"
        )
        connection.exec_driver_sql(f"create trigger {name} {when} execute function {function}()")


def drop_guards(connection: Connection) -> None:
    """Drop the triggers."""
    if connection.dialect.name == "sqlite":
        for name in GUARDS:
            connection.execute(text(f"drop trigger if exists {name}"))
        return
    for name, (function, _, _) in SERVER_GUARDS.items():
        connection.execute(text(f"drop trigger if exists {name} on journal"))
        connection.execute(text(f"drop function if exists {function}()"))


def guards_stand(connection: Connection) -> bool:
    """Whether the triggers are there as they were made."""
    if connection.dialect.name != "sqlite":
        return _server_guards_stand(connection)
    rows = connection.execute(text("select name, sql from sqlite_master where type = 'trigger'"))
    standing = {str(name): " ".join(str(sql).lower().split()) for name, sql in rows}
    return all(standing.get(name) == " ".join(sql.lower().split()) for name, sql in GUARDS.items())


def _server_guards_stand(connection: Connection) -> bool:
    """The same on a server, where a trigger can also be switched off and its function be another one."""
    standing = {
        str(name): (str(enabled), sorted(str(made).lower().split()), str(source))
        for name, enabled, made, source in connection.execute(_STANDING)
    }
    # PostgreSQL names the events in an order of its own, so that the words are compared and not the line.
    return standing == {
        name: ("O", sorted(f"create trigger {name} {when} execute function {function}()".split()), words)
        for name, (function, words, when) in SERVER_GUARDS.items()
    }
