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
_FUNCTION: Final = (
    "create or replace function aigaq_journal_guard() returns trigger language plpgsql as "
    f"$$ begin raise exception '{_TEXT}'; end $$"
)
_SERVER_TRIGGER: Final = (
    "create trigger journal_guard before update or delete on journal "
    "for each statement execute function aigaq_journal_guard()"
)


def put_guards(connection: Connection) -> None:
    """Create the triggers."""
    if connection.dialect.name == "sqlite":
        for statement in GUARDS.values():
            connection.execute(text(statement))
    elif connection.dialect.name == "postgresql":
        connection.execute(text(_FUNCTION))
        connection.execute(text(_SERVER_TRIGGER))


def drop_guards(connection: Connection) -> None:
    """Drop the triggers."""
    if connection.dialect.name == "sqlite":
        for name in GUARDS:
            connection.execute(text(f"drop trigger if exists {name}"))
    elif connection.dialect.name == "postgresql":
        connection.execute(text("drop trigger if exists journal_guard on journal"))


def guards_stand(connection: Connection) -> bool:
    """Whether the triggers are there as they were made."""
    if connection.dialect.name != "sqlite":
        found = connection.execute(text("select count(*) from pg_trigger where tgname = 'journal_guard'"))
        return found.scalar() == 1
    rows = connection.execute(text("select name, sql from sqlite_master where type = 'trigger'"))
    standing = {str(name): " ".join(str(sql).lower().split()) for name, sql in rows}
    return all(standing.get(name) == " ".join(sql.lower().split()) for name, sql in GUARDS.items())
