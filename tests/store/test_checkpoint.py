"""Attacks that only a checkpoint kept elsewhere shows: they are made by somebody with the store's key."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.users import Duty
from store import checkpoint as module
from store.audit import audit
from store.checkpoint import Checkpoint, compare, make_checkpoint, read_checkpoint, to_json, to_text
from store.create import create_with
from store.guards import drop_guards, put_guards
from store.journal import CHAIN_START, Done, entry_hash, record
from store.store import Store, open_store
from store.users import OpenedUser, add_user, disable_user, open_user, open_vault
from store.wrapping import Cost

Add = Callable[..., str]
AUDITOR = ("Айгерім", "the auditor's own words")


@pytest.fixture
def auditor(store: Store, cost: Cost) -> OpenedUser:
    add_user(store, AUDITOR[0], Duty.AUDITOR, passphrase=AUDITOR[1], cost=cost)
    return open_user(store, *AUDITOR)


def against(store: Store, made: Checkpoint) -> set[str]:
    with store.reading() as session:
        verdict = audit(session)
        assert verdict.whole  # without the checkpoint, nothing shows
        compare(session, made, verdict)
        return set(verdict.counts)


def write_anew(connection: Connection) -> None:
    """Give every entry the number, link and hash that fit what it says now."""
    rows = [row._asdict() for row in connection.execute(sql("select * from journal order by sequence"))]
    connection.execute(sql("delete from journal"))
    previous = CHAIN_START
    for number, row in enumerate(rows, start=1):
        entry = {name: value for name, value in row.items() if name != "hash"}
        entry |= {"sequence": number, "previous": previous}
        previous = entry_hash(**entry)
        query = (
            "insert into journal (sequence, at, action, subject, actor, counts, digest, previous, hash)"
            " values (:sequence, :at, :action, :subject, :actor, :counts, :digest, :previous, :hash)"
        )
        connection.execute(sql(query), {**entry, "hash": previous})


def forge(store: Store, *deeds: str, **values: object) -> None:
    """Do something and write the whole chain anew, with hashes that fit."""
    with store.engine.begin() as connection:
        drop_guards(connection)
        for deed in deeds:
            connection.execute(sql(deed), values)
        write_anew(connection)
        put_guards(connection)


def remove(store: Store, statement_id: str) -> None:
    forge(
        store,
        "delete from tags where statement_id = :gone",
        "delete from sealed_records where statement_id = :gone",
        "delete from statements where id = :gone",
        "delete from journal where subject = :gone",
        gone=statement_id,
    )


def test_a_checkpoint_covers_its_own_entry_and_fits_while_the_journal_grows(
    store: Store, add: Add, auditor: OpenedUser
) -> None:
    add("один")
    made = make_checkpoint(store, auditor)
    with store.reading() as session:
        verdict = audit(session)
    assert (made.sequence, made.head) == (verdict.sequence, verdict.head)
    assert against(store, made) == set()
    add("два")
    later = make_checkpoint(store, auditor)
    assert against(store, made) == against(store, later) == set()
    assert later.store_id == made.store_id and later.sequence == made.sequence + 2


def test_only_an_auditor_signs(store: Store, reviewer: tuple[str, str]) -> None:
    with pytest.raises(AigaqError, match="auditor_needed"):
        make_checkpoint(store, open_user(store, *reviewer))


def test_nobody_signs_what_does_not_fit(store: Store, add: Add, auditor: OpenedUser) -> None:
    add("один")
    with store.engine.begin() as connection:
        connection.execute(sql("update statements set words = 1"))
    with pytest.raises(AigaqError, match="journal_broken"):
        make_checkpoint(store, auditor)


def test_what_is_changed_between_audit_and_signature_is_not_signed(
    store: Store, add: Add, auditor: OpenedUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = add("один")
    add("два")

    def then_remove(session: object) -> object:
        verdict = audit(session)  # type: ignore[arg-type]
        session.rollback()  # type: ignore[attr-defined]
        remove(store, gone)
        return verdict

    monkeypatch.setattr(module, "audit", then_remove)
    with pytest.raises(AigaqError, match="journal_broken"):
        make_checkpoint(store, auditor)


def test_a_cut_end(store: Store, add: Add, auditor: OpenedUser) -> None:
    add("один")
    gone = add("два")
    made = make_checkpoint(store, auditor)
    remove(store, gone)
    assert against(store, made) == {"journal_truncated"}


def test_a_changed_entry_with_hashes_that_fit(store: Store, auditor: OpenedUser, add: Add) -> None:
    add("один")
    made = make_checkpoint(store, auditor)
    forge(store, "update journal set at = '2020-01-01T00:00:00Z' where sequence = 1")
    assert against(store, made) == {"journal_rewritten"}


def test_a_deed_left_out_and_another_put_in(
    store: Store, add: Add, auditor: OpenedUser, reviewer: tuple[str, str]
) -> None:
    """Who opened a statement is hidden: the chain is as long as before and every hash fits."""
    statement_id = add("один")
    store.unseal(statement_id, open_vault(store, *reviewer))
    made = make_checkpoint(store, auditor)
    forge(
        store,
        "update journal set actor = :other where action = 'statement_unsealed'",
        other=auditor.id,
    )
    assert against(store, made) == {"journal_rewritten"}


@pytest.mark.parametrize("log_too", [True, False])
def test_an_old_file_put_back(
    store: Store, store_path: Path, add: Add, auditor: OpenedUser, *, passphrase: str, log_too: bool
) -> None:
    """With its write-ahead log, or without, where what the log held is lost too."""
    add("один")
    old = store_path.with_name("old")
    old.mkdir()
    for path in store_path.parent.glob("store.db*"):
        if log_too or not path.name.endswith(("-wal", "-shm")):
            shutil.copy(path, old)
    add("два")
    made = make_checkpoint(store, auditor)
    store.close()
    for path in store_path.parent.glob("store.db*"):
        path.unlink()
    for path in old.iterdir():
        shutil.copy(path, store_path.parent)
    with open_store(str(store_path), passphrase=passphrase) as put_back:
        found = against(put_back, made)
        assert "journal_truncated" in found
        for number in range(6):
            put_back.start_batch(case=str(number))
        assert "journal_rewritten" in against(put_back, made)


def test_a_deleted_write_ahead_log(
    store: Store, store_path: Path, add: Add, auditor: OpenedUser, passphrase: str
) -> None:
    add("один")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    add("два")
    made = make_checkpoint(store, auditor)
    # the files as they lie there while the program runs, or after a power cut
    cut = store_path.with_name("cut")
    shutil.copy(store_path, cut)
    shutil.copy(store_path.with_name("store.db.keys"), store_path.with_name("cut.keys"))
    with open_store(str(cut), passphrase=passphrase) as without_log:
        assert against(without_log, made) == {"journal_truncated"}


def test_a_backup_that_was_restored_openly_is_mentioned(store: Store, add: Add, auditor: OpenedUser) -> None:
    gone = add("один")
    made = make_checkpoint(store, auditor)
    remove(store, gone)
    with store.writing() as session:
        for _ in range(3):
            record(session, Done.RESTORED)
    assert against(store, made) == {"journal_rewritten", "restored"}


def test_a_foreign_store(
    store: Store, auditor: OpenedUser, tmp_path: Path, *, passphrase: str, cost: Cost
) -> None:
    made = make_checkpoint(store, auditor)
    other = str(tmp_path / "other.db")
    create_with(other, passphrase=passphrase, reviewer=AUDITOR, recovery=None, cost=cost)
    with open_store(other, passphrase=passphrase) as foreign:
        assert against(foreign, made) == {"checkpoint_foreign"}


@pytest.mark.parametrize(
    "change",
    [
        {"sequence": 2},
        {"head": "1" * 64},
        {"store_id": "0" * 32},
        {"signature": b"\0" * 64},
        {"public_key": b"\0" * 32},
    ],
)
def test_a_changed_checkpoint(store: Store, auditor: OpenedUser, change: dict[str, object]) -> None:
    made = make_checkpoint(store, auditor)
    assert against(store, replace(made, **change)) == {"checkpoint_forged"}  # type: ignore[arg-type]


def test_a_key_that_the_store_does_not_know(store: Store, auditor: OpenedUser) -> None:
    made = make_checkpoint(store, auditor)
    seed = Ed25519PrivateKey.generate()
    unsigned = replace(made, public_key=seed.public_key().public_bytes_raw())
    signed = replace(unsigned, signature=seed.sign(unsigned.signed))
    assert against(store, signed) == {"checkpoint_unknown_key"}


def test_an_auditors_key_used_past_the_journal(store: Store, add: Add, auditor: OpenedUser) -> None:
    made = make_checkpoint(store, auditor)
    add("один")
    assert auditor.secret.signing_seed is not None
    signer = Ed25519PrivateKey.from_private_bytes(auditor.secret.signing_seed)
    with store.reading() as session:
        verdict = audit(session)
    unsigned = replace(made, sequence=verdict.sequence, head=verdict.head)
    assert against(store, replace(unsigned, signature=signer.sign(unsigned.signed))) == {
        "checkpoint_unrecorded"
    }


def test_an_auditor_who_left(store: Store, auditor: OpenedUser) -> None:
    before = make_checkpoint(store, auditor)
    disable_user(store, AUDITOR[0])
    assert against(store, before) == set()
    after = make_checkpoint(store, auditor)  # whoever kept the opened secret and the store's key
    assert against(store, after) == {"checkpoint_disabled"}


def test_file_and_printed_text_hold_the_same(store: Store, auditor: OpenedUser) -> None:
    made = make_checkpoint(store, auditor)
    assert read_checkpoint(to_json(made)) == read_checkpoint(to_text(made)) == made
    text = to_text(made)
    assert len(text) == 255 and text.startswith("AIGAQ1:")
    typed = text.lower().replace("0", "o").replace("1", "l")
    assert read_checkpoint(" \n".join(typed[i : i + 5] for i in range(0, 255, 5))) == made


def test_a_checkpoint_tells_nothing_of_the_store(
    store: Store, add: Add, auditor: OpenedUser, passphrase: str
) -> None:
    statement_id = add("Қанарейкинұлы рассказал")
    content = to_json(make_checkpoint(store, auditor))
    assert (
        statement_id not in content and auditor.id not in content and store.database_key.hex() not in content
    )
    assert set(json.loads(content)) == {"format", "store", "sequence", "head", "at", "key", "signature"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "{}",
        "[1]",
        '{"format": "aigaq checkpoint 2"}',
        '{"format": "aigaq checkpoint 1", "store": 1}',
        "AIGAQ1:",
        "AIGAQ1:" + "0" * 247,
        "AIGAQ1:" + "U" * 248,
        "AIGAQ2:" + "0" * 248,
        "AIGAQ1:" + "Z" * 248,
    ],
)
def test_what_is_no_checkpoint_is_refused(content: str) -> None:
    with pytest.raises(AigaqError, match="checkpoint_unreadable"):
        read_checkpoint(content)


@pytest.mark.parametrize(
    "change",
    [{"sequence": -1}, {"sequence": 2**41}, {"head": "00"}, {"at": "2026-01-01"}, {"at": 5}, {"key": ""}],
)
def test_values_that_no_checkpoint_has_are_refused(
    store: Store, auditor: OpenedUser, change: dict[str, object]
) -> None:
    content = json.loads(to_json(make_checkpoint(store, auditor)))
    with pytest.raises(AigaqError, match="checkpoint_unreadable"):
        read_checkpoint(json.dumps({**content, **change}))
