"""The journal on a server is only added to, whoever writes SQL, and the audit sees where that was undone."""

from collections.abc import Callable

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from store.audit import audit
from store.guards import drop_guards, guards_stand, put_guards
from store.store import Store

Add = Callable[..., str]
ENTRY = (
    "select {}, at, action, subject, actor, counts, previous, hash, digest from journal where sequence = 2"
)

pytestmark = pytest.mark.slow


def run(store: Store, statement: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(sql(statement))


def faults(store: Store) -> set[str]:
    with Session(store.engine) as session:
        return {fault.code for fault in audit(session).faults}


@pytest.mark.parametrize(
    "deed",
    [
        "update journal set counts = '{}' where sequence = 2",
        "delete from journal where sequence = (select max(sequence) from journal)",
        "truncate journal",
        f"insert into journal {ENTRY.format('0')}",
        f"insert into journal {ENTRY.format('sequence')} on conflict (sequence) do update set subject = 'X'",
        f"insert into journal {ENTRY.format('sequence')} on conflict do nothing",
    ],
)
def test_nobody_changes_an_entry(store: Store, add: Add, deed: str) -> None:
    add("один")
    with pytest.raises(DBAPIError, match="the journal is only added to"):
        run(store, deed)
    assert faults(store) == set()


@pytest.mark.parametrize(
    "deed",
    [
        "drop trigger journal_no_change on journal",
        "drop trigger journal_no_replace on journal",
        "alter table journal disable trigger journal_no_change",
        "alter table journal enable replica trigger journal_no_replace",
        "create or replace function aigaq_journal_guard() returns trigger language plpgsql as "
        "$$ begin return null; end $$",
        "create or replace trigger journal_no_change before update on journal "
        "for each statement execute function aigaq_journal_guard()",
        "create trigger another before insert on journal for each row execute function aigaq_journal_guard()",
    ],
)
def test_a_guard_that_is_gone_off_or_another_one_is_seen(store: Store, add: Add, deed: str) -> None:
    add("один")
    run(store, deed)
    assert faults(store) == {"guards_missing"}


def test_they_are_put_and_dropped_as_often_as_one_likes(store: Store) -> None:
    for _ in range(2):
        with store.engine.begin() as connection:
            assert guards_stand(connection)
            drop_guards(connection)
            assert not guards_stand(connection)
            put_guards(connection)
    assert faults(store) == set()
