"""Rulings on who of a case is one: appended and sealed, told by the journal, carried over to a new vault."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.rulings import Ruling, to_bytes
from models.users import Duty
from store.audit import audit
from store.backup import back_up
from store.restore import restore_store
from store.rotate import rotate_vault
from store.rulings import append_rulings, read_rulings
from store.store import Store, open_store
from store.users import add_user, open_vault, open_vault_with_recovery
from store.vault import Vault, seal_to
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

Add = Callable[..., str]
CASE = "Қаңтар"


@pytest.fixture
def vault(store: Store, reviewer: tuple[str, str]) -> Vault:
    return open_vault(store, *reviewer)


@pytest.fixture
def ids(store: Store, add: Add) -> list[str]:
    return [add(f"Рассказ {number}", case=CASE) for number in range(3)]


@pytest.fixture
def case_id(store: Store, ids: list[str]) -> str:
    with store.engine.connect() as connection:
        return str(connection.execute(sql("select id from cases where name = :n"), {"n": CASE}).scalar_one())


def ruling(one: str, other: str, *, same: bool = True) -> Ruling:
    return Ruling((one, "person-1"), (other, "person-2"), same)


def read(store: Store, case_id: str, vault: Vault) -> list[Ruling]:
    return [ruled.ruling for ruled in read_rulings(store, case_id, vault)]


def faults(store: Store) -> list[tuple[str, str | None]]:
    with store.reading() as session:
        return [(fault.code, fault.subject) for fault in audit(session).faults]


def change(store: Store, statement: str, **values: object) -> None:
    with store.engine.begin() as connection:
        connection.execute(sql(statement), values)


def test_rulings_are_read_back_in_order_with_who_and_when(
    store: Store, ids: list[str], case_id: str, vault: Vault
) -> None:
    first, second = ruling(ids[0], ids[1]), ruling(ids[1], ids[2], same=False)
    (made,) = append_rulings(store, case_id, [first], vault=vault)
    assert made.by == vault.reviewer_id
    again = append_rulings(store, case_id, [second, ruling(ids[0], ids[1], same=False)], vault=vault)
    assert [r.number for r in again] == [2, 3]
    assert read_rulings(store, case_id, vault) == [made, *again]
    assert faults(store) == []


def test_the_store_key_opens_who_and_when_alone(
    store: Store, ids: list[str], case_id: str, vault: Vault
) -> None:
    append_rulings(store, case_id, [ruling(ids[0], ids[1])], vault=vault)
    with store.engine.connect() as connection:
        (row,) = connection.execute(sql("select * from case_rulings")).mappings()
        query = sql("select subject, actor, counts from journal where action = 'ruled'")
        entries = [tuple(entry) for entry in connection.execute(query)]
    assert set(row) == {"case_id", "number", "user_id", "at", "sealed"}
    assert not any(statement_id.encode() in row["sealed"] for statement_id in ids)
    assert entries == [(case_id, vault.reviewer_id, '{"number":1}')]


def test_the_recovery_identity_opens_them_too(
    store: Store, store_path: Path, ids: list[str], case_id: str, vault: Vault
) -> None:
    append_rulings(store, case_id, [ruling(ids[0], ids[1])], vault=vault)
    offline = open_vault_with_recovery(store, store_path.with_name("store.db.recovery").read_text())
    assert read(store, case_id, offline) == [ruling(ids[0], ids[1])]
    with pytest.raises(AigaqError, match="reviewer_needed"):
        append_rulings(store, case_id, [ruling(ids[0], ids[1])], vault=offline)


def test_what_makes_no_sense_is_refused_and_nothing_is_stored(
    store: Store, ids: list[str], add: Add, case_id: str, vault: Vault
) -> None:
    elsewhere, good = add("Другое", case="other"), ruling(ids[0], ids[1])
    withdraw(store, ids[2], Reason.REQUEST)
    for wrong, code in (
        (ruling(ids[0], elsewhere), "no_such_statement"),
        (ruling("NOSUCHID00", ids[0]), "no_such_statement"),
        (ruling(ids[0], ids[2]), "withdrawn"),
        (Ruling((ids[0], "person-1"), (ids[0], "person-1"), same=True), "bad_decision"),
    ):
        with pytest.raises(AigaqError, match=code):
            append_rulings(store, case_id, [good, wrong], vault=vault)
    assert read(store, case_id, vault) == []
    assert faults(store) == []


def test_a_withdrawal_takes_the_rulings_on_its_people_out_and_leaves_the_rest(
    store: Store, ids: list[str], case_id: str, vault: Vault
) -> None:
    made = [ruling(ids[0], ids[1]), ruling(ids[0], ids[2], same=False), ruling(ids[2], ids[1])]
    append_rulings(store, case_id, made, vault=vault)
    withdraw(store, ids[1], Reason.REQUEST)
    assert read(store, case_id, vault) == [made[1]]
    (last,) = append_rulings(store, case_id, [ruling(ids[2], ids[0])], vault=vault)
    assert last.number == 4
    assert read(store, case_id, vault) == [made[1], last.ruling]
    assert faults(store) == []


def test_a_rotation_seals_them_anew(
    store: Store, ids: list[str], case_id: str, vault: Vault, reviewer: tuple[str, str]
) -> None:
    made = [ruling(ids[0], ids[1]), ruling(ids[1], ids[2], same=False)]
    append_rulings(store, case_id, made, vault=vault)
    before = sealed(store)
    withdraw(store, ids[2], Reason.REQUEST)
    rotate_vault(store, vault)
    assert not set(before) & set(sealed(store))
    assert faults(store) == []
    with pytest.raises(AigaqError, match="reviewer_locked"):
        read_rulings(store, case_id, vault)
    with pytest.raises(AigaqError, match="reviewer_locked"):
        append_rulings(store, case_id, made, vault=vault)
    with pytest.raises(AigaqError, match="record_damaged"):
        vault.unseal(sealed(store)[0])
    fresh = open_vault(store, *reviewer)
    append_rulings(store, case_id, [ruling(ids[1], ids[0], same=False)], vault=fresh)
    assert read(store, case_id, fresh) == [made[0], ruling(ids[1], ids[0], same=False)]
    rotate_vault(store, fresh)
    assert faults(store) == []
    assert len(read(store, case_id, open_vault(store, *reviewer))) == 2


def sealed(store: Store) -> list[bytes]:
    with store.engine.connect() as connection:
        query = sql("select sealed from case_rulings order by case_id, number")
        return list(connection.execute(query).scalars())


@pytest.mark.parametrize(
    "deed",
    [
        "update case_rulings set user_id = (select id from users where name != 'Сәуле') where number = 1",
        "update case_rulings set at = '2020-01-01T00:00:00Z' where number = 1",
        "update case_rulings set at = 'never' where number = 2",
        "update case_rulings set sealed = (select sealed from case_rulings order by number desc limit 1)",
        "update case_rulings set number = 9 where number = 2",
        "delete from case_rulings where number = 1",
        "delete from case_rulings where number = 2",
        "delete from case_rulings",
        "update case_rulings set case_id = (select id from cases where name = 'other')",
    ],
)
def test_a_row_that_was_changed_is_named_and_taken_by_nobody(
    store: Store, ids: list[str], add: Add, case_id: str, vault: Vault, cost: Cost, deed: str
) -> None:
    add("Другое", case="other")
    add_user(store, "Бек", Duty.OPERATOR, passphrase="quite other words", cost=cost)
    append_rulings(store, case_id, [ruling(ids[0], ids[1]), ruling(ids[1], ids[2], same=False)], vault=vault)
    change(store, deed)
    assert ("rulings_differ", case_id) in faults(store)
    assert {code for code, _ in faults(store)} == {"rulings_differ"}
    with pytest.raises(AigaqError, match="record_damaged"):
        read_rulings(store, case_id, vault)


def test_a_ruling_from_outside_is_taken_by_nobody(
    store: Store, ids: list[str], case_id: str, vault: Vault
) -> None:
    forged = seal_to([store.vault_recipient], to_bytes(case_id, 1, ruling(ids[0], ids[1])))
    change(
        store,
        "insert into case_rulings values (:case_id, 1, :user_id, '2026-03-01T09:30:00Z', :sealed)",
        case_id=case_id, user_id=vault.reviewer_id, sealed=forged,
    )  # fmt: skip
    with pytest.raises(AigaqError, match="record_damaged"):
        read_rulings(store, case_id, vault)
    with pytest.raises(AigaqError, match="record_damaged"):
        rotate_vault(store, vault)
    assert faults(store) == [("rulings_differ", case_id)]


@pytest.mark.only_sqlite
def test_a_backup_holds_them(
    store: Store,
    ids: list[str],
    case_id: str,
    vault: Vault,
    tmp_path: Path,
    reviewer: tuple[str, str],
    passphrase: str,
) -> None:
    append_rulings(store, case_id, [ruling(ids[0], ids[1])], vault=vault)
    back_up(store, tmp_path / "backup.db", passphrase=passphrase)
    (tmp_path / "restored").mkdir()
    place = str(tmp_path / "restored" / "store.db")
    restore_store(tmp_path / "backup.db", place, passphrase=passphrase)
    with open_store(place, passphrase=passphrase) as restored:
        assert read(restored, case_id, open_vault(restored, *reviewer)) == [ruling(ids[0], ids[1])]
        assert {code for code, _ in faults(restored)} <= {"restored"}
