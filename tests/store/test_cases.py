"""A case's sealed index: the vault alone opens it, a withdrawal removes it, it goes where the store goes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from models.cases import CaseIndex, CasePerson, Proposal, Why
from models.errors import AigaqError
from models.labels import Role
from store.backup import back_up
from store.cases import OpenedCase, indexes_fit, open_case, open_records, write_index
from store.journal import verify_journal
from store.pages import is_gone
from store.rekey import rekey_store
from store.restore import restore_store
from store.rotate import rotate_vault
from store.store import Store, open_store
from store.users import open_vault, open_vault_with_recovery
from store.vault import Vault, seal_to
from store.withdrawals import Reason, withdraw, write_list
from store.wrapping import Cost

Add = Callable[..., str]
PASSPHRASE = "the store's own words"
CASE = "Қаңтар"


@pytest.fixture
def vault(store: Store, reviewer: tuple[str, str]) -> Vault:
    return open_vault(store, *reviewer)


@pytest.fixture
def ids(store: Store, add: Add) -> list[str]:
    for number in range(3):
        add(f"Рассказ {number}", case=CASE)
    return [row.id for row in store.statements(case=CASE)]


def linked(store: Store, vault: Vault, case: str = CASE) -> CaseIndex:
    """An index that joins the first two statements of a case, written."""
    opened = open_case(store, case, vault)
    index = index_of(opened)
    write_index(store, opened, index, vault)
    return index


def index_of(opened: OpenedCase) -> CaseIndex:
    one, *others = opened.statements
    first = CasePerson(opened.last + 1, Role.OFFICIAL, ((one, "P1"), (others[0], "P1")))
    second = CasePerson(opened.last + 2, Role.PROTECTED, ((others[-1], "P1"),))
    proposal = Proposal(first.number, second.number, (Why.SURNAME, Why.RANK), 0.5)
    return CaseIndex(opened.case_id, second.number, opened.statements, (first, second), (proposal,))


def sealed(store: Store) -> list[bytes]:
    with store.engine.connect() as connection:
        return list(connection.execute(sql("select sealed from case_indexes order by case_id")).scalars())


def entries(store: Store, action: str) -> list[tuple[object, ...]]:
    query = sql("select subject, actor, counts from journal where action = :action order by sequence")
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query, {"action": action})]


def is_whole(store: Store) -> bool:
    with store.reading() as session:
        return verify_journal(session) and indexes_fit(session)


def test_an_index_is_read_back_with_the_vault_open(store: Store, ids: list[str], vault: Vault) -> None:
    index = linked(store, vault)
    opened = open_case(store, CASE, vault)
    assert (opened.index, opened.statements, opened.last) == (index, tuple(ids), 2)
    assert is_whole(store)


def test_the_store_key_opens_counts_alone(store: Store, ids: list[str], vault: Vault) -> None:
    linked(store, vault)
    with store.engine.connect() as connection:
        (row,) = connection.execute(sql("select * from case_indexes")).mappings()
    open_columns = {name: value for name, value in row.items() if name not in {"sealed", "updated_at"}}
    case_id = open_case(store, CASE, vault).case_id
    assert open_columns == {
        "case_id": case_id, "statements": 3, "people": 2, "joined": 1, "proposals": 1,
    }  # fmt: skip
    assert not any(statement_id.encode() in row["sealed"] for statement_id in ids)
    counts = '{"joined":1,"last":2,"people":2,"proposals":1,"statements":3}'
    assert entries(store, "case_linked") == [(case_id, vault.reviewer_id, counts)]


def test_the_recovery_identity_opens_it_too(
    store: Store, store_path: Path, ids: list[str], vault: Vault
) -> None:
    index = linked(store, vault)
    offline = store_path.with_name("store.db.recovery").read_text()
    assert open_case(store, CASE, open_vault_with_recovery(store, offline)).index == index


def test_a_case_that_is_not_there(store: Store, ids: list[str], vault: Vault) -> None:
    with pytest.raises(AigaqError, match="no_such_case"):
        open_case(store, "другое", vault)


def test_that_records_were_opened_and_by_whom_is_in_the_journal(
    store: Store, ids: list[str], vault: Vault
) -> None:
    opened = list(open_records(store, ids, vault))
    assert [record.statement_id for record in opened] == ids
    assert entries(store, "statement_unsealed") == [(one, vault.reviewer_id, "{}") for one in ids]


def test_a_record_that_was_put_there_from_outside_is_not_read(
    store: Store, ids: list[str], vault: Vault
) -> None:
    with store.engine.begin() as connection:
        connection.execute(
            sql(
                "update sealed_records set sealed ="
                " (select sealed from sealed_records where statement_id = :two) where statement_id = :one"
            ),
            {"one": ids[0], "two": ids[1]},
        )
    with pytest.raises(AigaqError, match="record_damaged"):
        list(open_records(store, ids, vault))


@pytest.mark.only_sqlite
def test_a_withdrawal_removes_the_index_of_its_case_and_no_other(
    store: Store, ids: list[str], add: Add, vault: Vault
) -> None:
    for number in range(2):
        add(f"Другое {number}", case="other")
    other, _ = linked(store, vault, "other"), linked(store, vault)
    (gone,) = set(sealed(store)) - {sealed_of(store, other.case_id)}
    assert withdraw(store, ids[1], Reason.REQUEST, actor="ACTOR00000").cleared
    assert open_case(store, "other", vault).index == other
    opened = open_case(store, CASE, vault)
    assert opened.index is None and opened.statements == (ids[0], ids[2])
    assert is_gone(store, [gone])
    assert entries(store, "index_removed") == [(opened.case_id, "ACTOR00000", "{}")]
    assert is_whole(store)


def sealed_of(store: Store, case_id: str) -> bytes:
    query = sql("select sealed from case_indexes where case_id = :id")
    with store.engine.connect() as connection:
        return bytes(connection.execute(query, {"id": case_id}).scalar_one())


def test_a_withdrawal_that_fails_leaves_the_index(store: Store, ids: list[str], vault: Vault) -> None:
    index = linked(store, vault)

    def fail(session: Session, statement_id: str) -> None:
        raise AigaqError("internal")

    with pytest.raises(AigaqError, match="internal"):
        withdraw(store, ids[0], Reason.REQUEST, forget=[fail])
    assert open_case(store, CASE, vault).index == index
    assert entries(store, "index_removed") == []


def test_numbers_are_never_given_again(store: Store, ids: list[str], vault: Vault) -> None:
    linked(store, vault)
    withdraw(store, ids[2], Reason.REQUEST)
    assert open_case(store, CASE, vault).last == 2
    assert [person.number for person in linked(store, vault).people] == [3, 4]


def test_what_happened_while_a_case_was_read_stops_the_writing(
    store: Store, ids: list[str], vault: Vault
) -> None:
    opened = open_case(store, CASE, vault)
    linked(store, vault)
    with pytest.raises(AigaqError, match="store_busy"):
        write_index(store, opened, index_of(opened), vault)
    opened = open_case(store, CASE, vault)
    withdraw(store, ids[0], Reason.REQUEST)
    with pytest.raises(AigaqError, match="store_busy"):
        write_index(store, opened, index_of(opened), vault)
    assert sealed(store) == []
    assert ids[0] not in [record.statement_id for record in open_records(store, ids, vault)]


def test_a_vault_that_was_rotated_meanwhile_writes_and_reads_nothing(
    store: Store, ids: list[str], vault: Vault
) -> None:
    opened = open_case(store, CASE, vault)
    rotate_vault(store, vault)
    with pytest.raises(AigaqError, match="reviewer_locked"):
        write_index(store, opened, index_of(opened), vault)
    with pytest.raises(AigaqError, match="reviewer_locked"):
        list(open_records(store, ids, vault))


def test_a_rotation_seals_the_index_anew(
    store: Store, ids: list[str], vault: Vault, reviewer: tuple[str, str]
) -> None:
    index, before = linked(store, vault), sealed(store)
    assert rotate_vault(store, vault) == 3
    (after,) = sealed(store)
    assert after not in before
    with pytest.raises(AigaqError, match="record_damaged"):
        vault.unseal(after)
    assert open_case(store, CASE, open_vault(store, *reviewer)).index == index
    assert is_whole(store)


def test_an_index_from_outside_is_taken_by_nobody(store: Store, ids: list[str], vault: Vault) -> None:
    linked(store, vault)
    ours = vault.unseal(sealed(store)[0])
    with store.engine.begin() as connection:
        forged = seal_to([vault.recipient], ours)
        connection.execute(sql("update case_indexes set sealed = :forged"), {"forged": forged})
    with pytest.raises(AigaqError, match="record_damaged"):
        open_case(store, CASE, vault)
    with pytest.raises(AigaqError, match="record_damaged"):
        rotate_vault(store, vault)
    with store.reading() as session:
        assert not indexes_fit(session)


def test_an_index_that_is_gone_without_an_entry_does_not_fit(
    store: Store, ids: list[str], vault: Vault
) -> None:
    linked(store, vault)
    with store.engine.begin() as connection:
        connection.execute(sql("delete from case_indexes"))
    with store.reading() as session:
        assert not indexes_fit(session)


def test_another_cases_index_in_its_place_is_damaged(store: Store, ids: list[str], vault: Vault) -> None:
    opened = open_case(store, CASE, vault)
    write_index(store, opened, replace(index_of(opened), case_id="ANOTHER000"), vault)
    with pytest.raises(AigaqError, match="record_damaged"):
        open_case(store, CASE, vault)


@pytest.mark.only_sqlite
def test_a_new_key_of_the_store_carries_it_over(
    store: Store, ids: list[str], vault: Vault, reviewer: tuple[str, str], cost: Cost
) -> None:
    place = str(store.place.database)
    index = linked(store, vault)
    store.close()
    new = "another passphrase of the store"
    rekey_store(place, old=PASSPHRASE, new=new, cost=cost)
    with open_store(place, passphrase=new) as again:
        assert open_case(again, CASE, open_vault(again, *reviewer)).index == index
        assert is_whole(again)


@pytest.mark.only_sqlite
def test_a_backup_holds_it_and_a_list_of_withdrawals_removes_it_on_the_way_back(
    store: Store, ids: list[str], vault: Vault, tmp_path: Path, reviewer: tuple[str, str]
) -> None:
    index = linked(store, vault)
    back_up(store, tmp_path / "backup.db", passphrase=PASSPHRASE)
    withdraw(store, ids[0], Reason.SAFETY)
    write_list(store, tmp_path / "list")
    for name, withdrawals in (("plain.db", None), ("later.db", tmp_path / "list")):
        place = tmp_path / "restored" / name
        place.parent.mkdir(exist_ok=True)
        restore_store(tmp_path / "backup.db", str(place), passphrase=PASSPHRASE, withdrawals=withdrawals)
        with open_store(str(place), passphrase=PASSPHRASE) as restored:
            opened = open_case(restored, CASE, open_vault(restored, *reviewer))
            assert opened.index == (index if withdrawals is None else None)
            assert opened.last == 2
            assert is_whole(restored)
