"""A new vault: everything is sealed to it or nothing is, and an identity taken along opens none of it."""

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.users import Duty
from store.journal import verify_journal
from store.rotate import count_records, rotate_vault
from store.store import Store, open_store
from store.users import add_user, disable_user, open_vault, open_vault_with_recovery
from store.vault import Vault, new_identity
from store.wrapping import Cost

Add = Callable[..., str]
SECOND = ("Аян", "some words of a second one")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def vault(store: Store, reviewer: tuple[str, str]) -> Vault:
    return open_vault(store, *reviewer)


@pytest.fixture
def recovery(store: Store) -> str:
    return store.place.recovery.read_text()


def sealed(store: Store) -> dict[str, bytes]:
    with store.engine.connect() as connection:
        found = connection.execute(sql("select statement_id, sealed from sealed_records"))
        return {row.statement_id: row.sealed for row in found}


def whole(store: Store) -> bool:
    with store.reading() as session:
        return verify_journal(session)


def test_what_was_copied_before_opens_nothing_any_more(
    store: Store, add: Add, vault: Vault, reviewer: tuple[str, str], cost: Cost
) -> None:
    ids = [add(f"Рассказ {number}", words=number) for number in range(45)]
    add_user(store, *SECOND[:1], Duty.REVIEWER, passphrase=SECOND[1], vault=vault, cost=cost)
    taken_along, old = open_vault(store, *SECOND), sealed(store)
    disable_user(store, SECOND[0], vault=vault)
    told: list[int] = []
    assert rotate_vault(store, vault, progress=told.append) == count_records(store) == 45
    assert told[-1] == 45 and told == sorted(told)
    ids.append(add("после"))

    new = sealed(store)
    assert not set(new.values()) & set(old.values())
    for record in new.values():
        with pytest.raises(AigaqError, match="record_damaged"):
            taken_along.unseal(record)
        with pytest.raises(AigaqError, match="record_damaged"):
            vault.unseal(record)
    now_open = open_vault(store, *reviewer)
    assert store.unseal(ids[44], now_open).raw_text == "Рассказ 44"
    assert store.unseal(ids[45], now_open).raw_text == "после"
    assert whole(store)


def test_the_rest_of_the_reviewers_keep_their_passphrases(
    store: Store, add: Add, vault: Vault, cost: Cost
) -> None:
    statement_id = add("Рассказ")
    add_user(store, SECOND[0], Duty.REVIEWER, passphrase=SECOND[1], vault=vault, cost=cost)
    add_user(store, "Дана", Duty.OPERATOR, passphrase=SECOND[1], cost=cost)
    rotate_vault(store, vault)
    assert store.unseal(statement_id, open_vault(store, *SECOND)).raw_text == "Рассказ"
    with pytest.raises(AigaqError, match="reviewer_locked"):
        open_vault(store, "Дана", SECOND[1])


def test_who_and_how_many_stand_in_the_journal(store: Store, add: Add, vault: Vault) -> None:
    first, second = add("один"), add("два")
    rotate_vault(store, vault)
    with store.engine.connect() as connection:
        found = connection.execute(sql("select action, subject, actor, counts from journal")).all()
    resealed = [row for row in found if row.action == "record_resealed"]
    assert {row.subject for row in resealed} == {first, second}
    assert {row.actor for row in resealed} == {vault.reviewer_id}
    assert (found[-1].action, found[-1].counts) == ("vault_rotated", '{"records":2}')


def test_recovery_opens_before_and_after_and_rotates_when_nobody_else_can(
    store: Store, add: Add, recovery: str
) -> None:
    statement_id = add("Рассказ")
    with store.engine.begin() as connection:
        connection.execute(sql("delete from users"))
    rotate_vault(store, open_vault_with_recovery(store, recovery))
    assert store.unseal(statement_id, open_vault_with_recovery(store, recovery)).raw_text == "Рассказ"
    lines = recovery.splitlines()
    offline = pyrage.x25519.Identity.from_str(next(line for line in lines if line.startswith("AGE-")))
    assert b"statement_id" in pyrage.decrypt(sealed(store)[statement_id], [offline])


def test_a_new_recovery_identity_takes_the_place_of_the_old_one(
    store: Store, add: Add, vault: Vault, recovery: str
) -> None:
    statement_id = add("Рассказ")
    identity, recipient = new_identity()
    with pytest.raises(AigaqError, match="bad_recipient"):
        rotate_vault(store, vault, recovery="age1no")
    rotate_vault(store, vault, recovery=recipient)
    with pytest.raises(AigaqError, match="bad_identity"):
        open_vault_with_recovery(store, recovery)
    assert store.unseal(statement_id, open_vault_with_recovery(store, identity)).raw_text == "Рассказ"
    later = add("после")
    assert pyrage.decrypt(sealed(store)[later], [pyrage.x25519.Identity.from_str(identity)])


def test_a_vault_from_before_cannot_be_rotated_again(store: Store, vault: Vault) -> None:
    rotate_vault(store, vault)
    with pytest.raises(AigaqError, match="reviewer_locked"):
        rotate_vault(store, vault)


@pytest.mark.parametrize("harm", ["changed", "swapped", "foreign", "unrecorded"])
def test_what_was_put_in_from_outside_is_not_sealed_anew(
    store: Store, add: Add, vault: Vault, harm: str
) -> None:
    first, second = add("один"), add("два")
    before = sealed(store)
    foreign = pyrage.encrypt(b"{}", [pyrage.x25519.Recipient.from_str(store.vault_recipient)])
    with store.engine.begin() as connection:
        put = sql("update sealed_records set sealed = :s where statement_id = :i")
        if harm == "changed":
            connection.execute(put, {"i": first, "s": before[first][:-1] + b"x"})
        elif harm == "swapped":
            connection.execute(put, {"i": first, "s": before[second]})
            connection.execute(put, {"i": second, "s": before[first]})
        elif harm == "foreign":
            connection.execute(put, {"i": second, "s": foreign})
        else:
            same = "case_id, state, language, words, consent, created_at"
            copy = f"insert into statements (id, digest, {same}) select 'NEW', :bytes, {same} from statements"  # noqa: S608
            connection.execute(sql(copy + " limit 1"), {"bytes": b"\0"})
            connection.execute(sql("insert into sealed_records values ('NEW', :s)"), {"s": foreign})
    kept = sealed(store)
    with pytest.raises(AigaqError, match="record_damaged"):
        rotate_vault(store, vault)
    assert sealed(store) == kept and store.vault_recipient == vault.recipient


def test_stopping_in_the_middle_changes_nothing(store: Store, add: Add, vault: Vault) -> None:
    for number in range(25):
        add(f"Рассказ {number}")
    before = sealed(store)

    def stop(done: int) -> None:
        raise AigaqError("interrupted")

    with pytest.raises(AigaqError, match="interrupted"):
        rotate_vault(store, vault, progress=stop)
    assert sealed(store) == before
    assert all(vault.unseal(record) for record in before.values()) and whole(store)


KILLED = textwrap.dedent("""
    import os, signal, sys
    from store.rotate import rotate_vault
    from store.store import open_store
    from store.users import open_vault

    def progress(done):
        if done >= int(sys.argv[5]):
            os.kill(os.getpid(), signal.SIGKILL)

    with open_store(sys.argv[1], passphrase=sys.argv[2]) as store:
        rotate_vault(store, open_vault(store, sys.argv[3], sys.argv[4]), progress=progress)
""")


@pytest.mark.slow
def test_kill_in_the_middle_leaves_everything_to_the_old_vault(
    store: Store, store_url: str, add: Add, vault: Vault, passphrase: str, reviewer: tuple[str, str]
) -> None:
    for number in range(60):
        add(f"Рассказ {number} " + "слово " * 2000)
    before = sealed(store)
    store.close()
    for at in (20, 60):
        command = [sys.executable, "-c", KILLED, store_url, passphrase, *reviewer, str(at)]
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
        with open_store(store_url, passphrase=passphrase) as again:
            assert sealed(again) == before and whole(again)
            opened = open_vault(again, *reviewer)
            assert opened.recipient == vault.recipient
            assert all(opened.unseal(record) for record in before.values())
    with open_store(store_url, passphrase=passphrase) as again:
        assert rotate_vault(again, open_vault(again, *reviewer)) == 60


def test_the_log_holds_nothing_of_the_old_vault(
    store: Store, store_path: Path, add: Add, vault: Vault
) -> None:
    add("Рассказ")
    rotate_vault(store, vault)
    assert store_path.with_name("store.db-wal").stat().st_size == 0


def test_a_program_that_was_running_seals_to_the_new_vault(
    store: Store, store_url: str, add: Add, vault: Vault, passphrase: str, reviewer: tuple[str, str]
) -> None:
    with open_store(store_url, passphrase=passphrase) as running:
        add("до", into=running)
        rotate_vault(store, vault)
        later = add("после", into=running)
    with pytest.raises(AigaqError, match="record_damaged"):
        vault.unseal(sealed(store)[later])
    assert store.unseal(later, open_vault(store, *reviewer)).raw_text == "после"
