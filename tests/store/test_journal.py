import json
from collections.abc import Callable

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.users import Duty
from store.guards import drop_guards
from store.journal import verify_journal
from store.rotate import rotate_vault
from store.store import Store
from store.users import add_user, change_passphrase, disable_user, open_vault
from store.wrapping import Cost

Add = Callable[..., str]


def is_whole(store: Store) -> bool:
    with Session(store.engine) as session:
        return verify_journal(session)


def entries(store: Store) -> list[tuple[str, str | None, str | None, str]]:
    with store.engine.connect() as connection:
        query = sql("select action, subject, actor, counts from journal order by sequence")
        return [tuple(row) for row in connection.execute(query)]


def test_what_is_done_is_recorded_in_order_by_ids_and_counts(
    store: Store, add: Add, reviewer: tuple[str, str]
) -> None:
    batch = store.start_batch(case="Дело Қанарейкина")
    statement_id = add("Қанарейкин рассказал", batch=batch)
    vault = open_vault(store, *reviewer)
    store.unseal(statement_id, vault)
    store.finish_batch(batch, accepted=1, duplicates=2, rejected=3)
    found = entries(store)
    assert [entry[0] for entry in found] == [
        "store_created",
        "user_added",
        "case_created",
        "batch_started",
        "statement_added",
        "statement_unsealed",
        "batch_finished",
    ]
    assert found[3][1:] == (batch.id, None, "{}")
    subject, actor, counts = found[4][1:]
    assert (subject, actor) == (statement_id, None)
    assert {"failures": 0, "findings": 2, "words": 12}.items() <= json.loads(counts).items()
    assert found[5][1:] == (statement_id, vault.reviewer_id, "{}")
    assert found[6][1:] == (batch.id, None, '{"accepted":1,"duplicates":2,"rejected":3}')
    assert "Қанарейкин" not in str(found) and "Сәуле" not in str(found)
    assert is_whole(store)


def test_an_entry_vouches_for_the_row_as_it_was_changed(store: Store, cost: Cost) -> None:
    add_user(store, "Айгерім", Duty.AUDITOR, passphrase="the auditor's own words", cost=cost)
    change_passphrase(
        store, "Айгерім", old="the auditor's own words", new="other words than these", cost=cost
    )
    with store.engine.connect() as connection:
        added, changed = connection.execute(
            sql(
                "select digest from journal where sequence > 2"
                " and action in ('user_added', 'passphrase_changed')"
            )
        ).scalars()
    assert added and changed and added != changed
    assert is_whole(store)
    disable_user(store, "Айгерім")
    assert is_whole(store)


def test_a_new_vault_fits_its_journal(store: Store, add: Add, reviewer: tuple[str, str]) -> None:
    add("один")
    rotate_vault(store, open_vault(store, *reviewer))
    assert is_whole(store)


@pytest.mark.parametrize(
    "change",
    [
        "update journal set counts = '{}' where sequence = 3",
        "delete from journal where sequence = (select max(sequence) from journal)",
        "delete from journal",
    ],
)
def test_nobody_changes_an_entry_with_the_guards_in_place(store: Store, add: Add, change: str) -> None:
    add("один")
    with pytest.raises(DBAPIError), store.engine.begin() as connection:
        connection.execute(sql(change))
    assert is_whole(store)


@pytest.mark.slow
@pytest.mark.parametrize(
    "tampering",
    [
        "update journal set counts = '{}' where sequence = 3",
        "update journal set at = '2020-01-01T00:00:00Z' where sequence = 2",
        "update journal set subject = 'X' where sequence = 3",
        "update journal set actor = 'X' where sequence = 3",
        "insert into journal select sequence, at, action, 'X', actor, counts, previous, hash, digest"
        " from journal where sequence = 2 on conflict (sequence) do update set subject = 'X'",
        "delete from journal where sequence = 2",
        "delete from journal where sequence = (select max(sequence) from journal)",
        "delete from journal",
        "update journal set sequence = 9 where sequence = 4",
        "delete from tags; delete from sealed_records; delete from statements where words = 12",
        "insert into statements select 'X', case_id, batch_id, state, language, words, :bytes, created_at,"
        " null, consent from statements limit 1",
    ],
)
def test_tampering_is_noticed(store: Store, add: Add, tampering: str) -> None:
    add("один")
    add("два")
    assert is_whole(store)
    with store.engine.begin() as connection:
        drop_guards(connection)
        for statement in tampering.split(";"):
            connection.execute(sql(statement), {"bytes": b"\0"} if ":bytes" in statement else {})
    assert not is_whole(store)
