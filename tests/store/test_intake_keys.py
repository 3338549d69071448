"""The intake identity: made when it is first asked for, changed, kept until it is forgotten."""

from pathlib import Path

import pytest
from sqlalchemy import select

from store.intake_keys import (
    current_intake_key,
    export_intake_keys,
    forget_intake_keys,
    intake_keys,
    rotate_intake_key,
)
from store.journal import verify_journal
from store.store import Store, open_store
from store.tables import JournalRow


def test_the_first_is_made_once(store: Store) -> None:
    assert intake_keys(store) == []
    first = current_intake_key(store)
    assert current_intake_key(store) == first
    assert first.recipient.startswith("age1")
    assert first.recipient != store.vault_recipient


def test_rotated_the_old_one_stays_until_it_is_forgotten(store: Store) -> None:
    first = current_intake_key(store)
    second = rotate_intake_key(store)
    assert current_intake_key(store) == second
    assert [key.recipient for key in intake_keys(store)] == [second.recipient, first.recipient]
    assert [key.retired_at is None for key in intake_keys(store)] == [True, False]
    assert forget_intake_keys(store) == 1
    assert forget_intake_keys(store) == 0
    assert [key.recipient for key in intake_keys(store)] == [second.recipient]


def test_what_is_done_with_keys_is_in_the_journal_and_no_key_is(store: Store) -> None:
    first = current_intake_key(store)
    rotate_intake_key(store)
    assert len(export_intake_keys(store)) == 2
    forget_intake_keys(store)
    with store.reading() as session:
        assert verify_journal(session)
        rows = list(session.scalars(select(JournalRow).order_by(JournalRow.sequence)))
        session.expunge_all()
    assert [(row.action, row.counts) for row in rows if row.action.startswith("intake_")] == [
        ("intake_rotated", "{}"),
        ("intake_rotated", "{}"),
        ("intake_exported", '{"keys":2}'),
        ("intake_forgotten", '{"keys":1}'),
    ]
    assert not any(first.identity[:30] in f"{row.counts}{row.subject}{row.digest}" for row in rows)
    assert first.identity[:20] not in repr(first)


def test_a_forgotten_one_is_gone_from_the_files(store: Store, store_path: Path, passphrase: str) -> None:
    """Also for somebody who holds the store key; the pages that held it are overwritten."""
    first = current_intake_key(store)
    rotate_intake_key(store)
    forget_intake_keys(store)
    log = store_path.with_name(store_path.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0
    with open_store(str(store_path), passphrase=passphrase) as again, again.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        plain = store_path.with_name("plain.db")
        raw.execute(f"attach database '{plain}' as plain key ''")
        raw.execute("select sqlcipher_export('plain')")
        raw.execute("detach database plain")
    assert first.identity.encode() not in plain.read_bytes()


@pytest.mark.parametrize("times", [0, 3])
def test_there_is_one_current_key(store: Store, times: int) -> None:
    for _ in range(times):
        rotate_intake_key(store)
    current = current_intake_key(store)
    assert [key for key in intake_keys(store) if key.retired_at is None] == [current]
