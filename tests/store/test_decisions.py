"""Decisions in the store: sealed, in a row, in the journal, and gone with a withdrawal."""

import threading
from collections.abc import Callable, Sequence

import pyrage
import pytest
from sqlalchemy import text as sql

from models.decisions import Choice, DecisionKind, to_bytes
from models.errors import AigaqError
from models.labels import Audience, Label
from models.reviews import Outcome, Risk
from models.statements import StatementState
from models.users import Duty
from store import decisions as module
from store.approvals import Approved, approve
from store.audit import audit
from store.decisions import decide, has_decisions, put_decisions, read_decisions
from store.guards import drop_guards, put_guards
from store.journal import Done
from store.pages import decrypted_pages
from store.rotate import rotate_vault
from store.search import search
from store.store import Store, open_store
from store.tables import IndexedKind
from store.users import add_user, open_vault, open_vault_with_recovery
from store.vault import Vault, seal_to
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

Add = Callable[..., str]
SECOND = ("Аян", "some words of a second one")
RISK = Risk(low=1, suspects=1, findings=2, identities=1, words=12, minor=False, sexual=False)
MASK = Choice(DecisionKind.ADD, ((30, 36),), label=Label.PERSON, identity="")
AGREE = Choice(DecisionKind.ACCEPT, ((0, 7),))


@pytest.fixture
def vault(store: Store, reviewer: tuple[str, str]) -> Vault:
    return open_vault(store, *reviewer)


@pytest.fixture
def other(store: Store, vault: Vault, cost: Cost) -> Vault:
    add_user(store, SECOND[0], Duty.REVIEWER, passphrase=SECOND[1], vault=vault, cost=cost)
    return open_vault(store, *SECOND)


@pytest.fixture
def statement_id(add: Add) -> str:
    return add("Айгерим рассказала", risk=RISK)


def comment(words: str) -> Choice:
    return Choice(DecisionKind.COMMENT, words=words)


def rows(store: Store, query: str, **values: object) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sql(query), values)]


def change(store: Store, *statements: str, **values: object) -> None:
    with store.engine.begin() as connection:
        drop_guards(connection)
        for statement in statements:
            connection.execute(sql(statement), values)
        put_guards(connection)


def faults(store: Store) -> set[str]:
    with store.reading() as session:
        return set(audit(session).counts)


def approved(upto: int, text: str = "[Лицо 1]") -> Approved:
    return Approved(
        upto=upto,
        texts=dict.fromkeys(Audience, text),
        codes={IndexedKind.MONTH: frozenset({"2022-01"})},
        outcomes={Label.PERSON: Outcome(accepted=1)},
    )


def test_decisions_come_back_in_order_with_who_and_when(
    store: Store, statement_id: str, vault: Vault, other: Vault
) -> None:
    first = decide(store, statement_id, [(MASK, True), (AGREE, False)], vault=vault)
    change(store, "update reviews set claimed_by = null")
    second = decide(store, statement_id, [(comment("Кто это?"), False)], vault=other)
    found = read_decisions(store, statement_id, vault)
    assert found == [*first, *second]
    assert [(d.number, d.by, d.choice) for d in found] == [
        (1, vault.reviewer_id, MASK),
        (2, vault.reviewer_id, AGREE),
        (3, other.reviewer_id, comment("Кто это?")),
    ]
    assert read_decisions(store, statement_id, other, after=2) == second
    assert read_decisions(store, statement_id, other, after=3) == []


def test_each_has_its_entry_of_counts_alone(store: Store, statement_id: str, vault: Vault) -> None:
    decide(store, statement_id, [(comment("Қанарейкин"), False), (MASK, True)], vault=vault)
    found = rows(store, "select subject, actor, counts from journal where action = 'decided'")
    assert found == [
        (statement_id, vault.reviewer_id, '{"changes":0,"number":1}'),
        (statement_id, vault.reviewer_id, '{"changes":1,"number":2}'),
    ]
    assert faults(store) == set()


def test_the_store_key_reads_who_and_when_and_nothing_of_what(
    store: Store, statement_id: str, vault: Vault
) -> None:
    choice = Choice(DecisionKind.COMMENT, ((1234, 5678),), words="Қанарейкин")
    decide(store, statement_id, [(choice, False)], vault=vault)
    (row,) = rows(store, "select * from decisions")
    assert row[:3] == (statement_id, 1, vault.reviewer_id) and row[4] == 0
    sealed = bytes(row[5])  # type: ignore[arg-type]
    for readable in ("Қанарейкин".encode(), b"comment", b"1234", b"spans", statement_id.encode()):
        assert readable not in sealed
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [pyrage.x25519.Identity.generate()])


def test_the_recovery_identity_reads_them_and_decides_nothing(
    store: Store, statement_id: str, vault: Vault
) -> None:
    decide(store, statement_id, [(MASK, True)], vault=vault)
    offline = open_vault_with_recovery(store, store.place.recovery.read_text())
    assert [d.choice for d in read_decisions(store, statement_id, offline)] == [MASK]
    with pytest.raises(AigaqError, match="reviewer_needed"):
        decide(store, statement_id, [(MASK, True)], vault=offline)


HARMS = {
    "swapped": [
        "update decisions set number = 9 where number = 1",
        "update decisions set number = 1 where number = 2",
        "update decisions set number = 2 where number = 9",
    ],
    "a gap": ["update decisions set number = 4 where number = 3"],
    "the first gone": ["delete from decisions where number = 1"],
    "one between gone": ["delete from decisions where number = 2"],
    "cut": ["update decisions set sealed = substr(sealed, 1, length(sealed) - 1)"],
    "another's": ["update decisions set sealed = (select sealed from sealed_records limit 1)"],
}


@pytest.mark.parametrize("harm", HARMS)
def test_what_is_not_as_it_was_is_not_read(store: Store, statement_id: str, vault: Vault, harm: str) -> None:
    decide(store, statement_id, [(MASK, True), (AGREE, False), (AGREE, False)], vault=vault)
    change(store, *HARMS[harm])
    with pytest.raises(AigaqError, match="record_damaged"):
        read_decisions(store, statement_id, vault)
    assert faults(store) == {"decisions_differ"}


def test_another_statements_decision_does_not_pass_for_its_own(
    store: Store, statement_id: str, add: Add, vault: Vault
) -> None:
    other = add("Другой рассказ", risk=RISK)
    for one in (statement_id, other):
        decide(store, one, [(MASK, True)], vault=vault)
    change(
        store,
        "update decisions set sealed = (select sealed from decisions where statement_id = :other)"
        " where statement_id = :one",
        one=statement_id,
        other=other,
    )
    with pytest.raises(AigaqError, match="record_damaged"):
        read_decisions(store, statement_id, vault)


def test_numbers_are_in_a_row_whoever_writes_at_once(
    store: Store, store_url: str, statement_id: str, vault: Vault, other: Vault, passphrase: str
) -> None:
    failed: list[BaseException] = []

    def write(whose: Vault, into: Store) -> None:
        try:
            for number in range(6):
                with into.writing() as session:
                    choices = [(comment(str(number)), False), (AGREE, False)]
                    put_decisions(session, statement_id, choices, vault=whose, claimed=False)
        except BaseException as error:
            failed.append(error)

    with open_store(store_url, passphrase=passphrase) as beside:
        pairs = [(vault, store), (other, store), (vault, beside), (other, beside)]
        threads = [threading.Thread(target=write, args=pair) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    found = read_decisions(store, statement_id, vault)
    assert not failed and [d.number for d in found] == list(range(1, 49))
    # what one transaction wrote stands together
    assert [d.choice.kind for d in found] == [DecisionKind.COMMENT, DecisionKind.ACCEPT] * 24
    assert faults(store) == set()


def test_who_is_not_at_work_on_it_is_refused_but_for_the_whole_case(
    store: Store, statement_id: str, vault: Vault, other: Vault
) -> None:
    decide(store, statement_id, [(MASK, True)], vault=vault)
    with pytest.raises(AigaqError, match="claimed"):
        decide(store, statement_id, [(MASK, True)], vault=other)
    with store.writing() as session:
        put_decisions(session, statement_id, [(MASK, True)], vault=other, claimed=False)
    assert [d.by for d in read_decisions(store, statement_id, vault)] == [
        vault.reviewer_id,
        other.reviewer_id,
    ]
    assert rows(store, "select claimed_by from reviews") == [(vault.reviewer_id,)]


def test_unknown_and_withdrawn_statements_take_none(store: Store, statement_id: str, vault: Vault) -> None:
    with pytest.raises(AigaqError, match="no_such_statement"):
        decide(store, "0000000000", [(MASK, True)], vault=vault)
    withdraw(store, statement_id, Reason.REQUEST)
    with pytest.raises(AigaqError, match="withdrawn"):
        decide(store, statement_id, [(MASK, True)], vault=vault)
    assert read_decisions(store, statement_id, vault) == []


def test_which_statements_somebody_decided_on(
    store: Store, statement_id: str, add: Add, vault: Vault
) -> None:
    other = add("Другой рассказ", risk=RISK)
    decide(store, statement_id, [(AGREE, False)], vault=vault)
    assert has_decisions(store, [statement_id, other, "0000000000"]) == {statement_id}


# nothing half


@pytest.mark.parametrize("step", [Done.DECIDED, Done.REOPENED, Done.TEXTS_REMOVED])
def test_what_fails_in_the_middle_leaves_nothing(
    store: Store,
    statement_id: str,
    vault: Vault,
    other: Vault,
    step: Done,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for whose in (vault, other):
        approve(store, statement_id, approved(0), actor=str(whose.reviewer_id))
    tables = ("decisions", "approvals", "approved_texts", "approved_search", "tags", "outcomes", "journal")
    before = {table: rows(store, f"select * from {table}") for table in tables}  # noqa: S608

    def fail(session: object, action: Done, **more: object) -> None:
        session.flush()  # type: ignore[attr-defined]
        if action is step:
            raise RuntimeError
        recorded(session, action, **more)  # type: ignore[arg-type]

    recorded = module.record
    with monkeypatch.context() as patch:
        patch.setattr(module, "record", fail)
        patch.setattr("store.approvals.record", fail)
        with pytest.raises(RuntimeError):
            decide(store, statement_id, [(AGREE, False), (MASK, True)], vault=vault)
    assert before == {table: rows(store, f"select * from {table}") for table in tables}  # noqa: S608
    assert store.statement(statement_id).state is StatementState.APPROVED and faults(store) == set()
    decide(store, statement_id, [(MASK, True)], vault=vault)
    assert store.statement(statement_id).state is StatementState.WAITING and faults(store) == set()


def test_a_choice_that_cannot_be_written_takes_the_others_back(
    store: Store, statement_id: str, vault: Vault
) -> None:
    with pytest.raises(AigaqError, match="bad_decision"):
        decide(store, statement_id, [(MASK, True), (comment("\ud800"), False)], vault=vault)
    assert rows(store, "select count(*) from decisions") == [(0,)] and faults(store) == set()


# rotation


def test_a_rotation_seals_them_anew(
    store: Store, statement_id: str, add: Add, vault: Vault, reviewer: tuple[str, str]
) -> None:
    other = add("Другой рассказ", risk=RISK)
    made = decide(store, statement_id, [(MASK, True), (comment("Кто?"), False)], vault=vault)
    made_there = decide(store, other, [(AGREE, False)], vault=vault)
    before = rows(store, "select sealed from decisions")
    rotate_vault(store, vault)
    after = rows(store, "select sealed from decisions")
    assert not set(before) & set(after)
    for (sealed,) in after:
        with pytest.raises(AigaqError, match="record_damaged"):
            vault.unseal(bytes(sealed))  # type: ignore[arg-type]
    with pytest.raises(AigaqError, match="reviewer_locked"):
        read_decisions(store, statement_id, vault)
    with pytest.raises(AigaqError, match="reviewer_locked"):
        decide(store, statement_id, [(MASK, True)], vault=vault)
    now_open = open_vault(store, *reviewer)
    assert read_decisions(store, statement_id, now_open) == made
    assert read_decisions(store, other, now_open) == made_there
    assert faults(store) == set()
    decide(store, statement_id, [(AGREE, False)], vault=now_open)
    rotate_vault(store, now_open)
    assert len(read_decisions(store, statement_id, open_vault(store, *reviewer))) == 3
    assert faults(store) == set()


@pytest.mark.parametrize("harm", ["forged", "swapped", "whose", "when", "unrecorded"])
def test_what_was_put_in_from_outside_is_not_sealed_anew(
    store: Store, statement_id: str, vault: Vault, other: Vault, harm: str
) -> None:
    """The store's key is enough to seal something to the vault; it must not become ours by a rotation."""
    decide(store, statement_id, [(MASK, True), (MASK, True)], vault=vault)
    reject = Choice(DecisionKind.REJECT, ((0, 7),))
    forged = seal_to([vault.recipient], to_bytes(statement_id, 1, reject))
    made = read_decisions(store, statement_id, vault)
    if harm == "forged":
        change(store, "update decisions set sealed = :sealed where number = 1", sealed=forged)
    elif harm == "swapped":
        change(
            store,
            "update decisions set number = 9 where number = 1",
            "update decisions set number = 1 where number = 2",
        )
    elif harm == "whose":
        change(store, "update decisions set user_id = :user where number = 2", user=other.reviewer_id)
    elif harm == "when":
        change(store, "update decisions set at = '2020-01-01T00:00:00Z' where number = 2")
    else:
        sealed = seal_to([vault.recipient], to_bytes(statement_id, 3, reject))
        values = {"sealed": sealed, "user": other.reviewer_id, "id": statement_id}
        change(
            store,
            "insert into decisions values (:id, 3, :user, '2030-01-01T00:00:00Z', 1, :sealed)",
            **values,
        )
    assert faults(store) == {"decisions_differ"}
    kept = rows(store, "select * from decisions")
    with pytest.raises(AigaqError, match="record_damaged"):
        rotate_vault(store, vault)
    # nor does it count until somebody asks for an audit: not on opening, nor for who has the rest open
    with pytest.raises(AigaqError, match="record_damaged"):
        read_decisions(store, statement_id, vault)
    if harm == "unrecorded":
        with pytest.raises(AigaqError, match="record_damaged"):
            read_decisions(store, statement_id, vault, after=len(made))
    assert rows(store, "select * from decisions") == kept and store.vault_recipient == vault.recipient


# withdrawal


def found(store: Store, pieces: Sequence[bytes]) -> bool:
    assert store.place.database is not None
    pages = decrypted_pages(store.place.database, store.database_key)
    return any(piece in page for page in pages for piece in pieces)


@pytest.mark.only_sqlite
def test_a_withdrawal_removes_every_word_of_it_from_the_file(
    store: Store, statement_id: str, add: Add, vault: Vault, other: Vault
) -> None:
    kept = add("Другой рассказ", risk=RISK)
    canary = "Қанарейкин" * 40
    decide(store, statement_id, [(comment(canary), False)], vault=vault)
    change(store, "update reviews set claimed_by = null")
    for one, text, upto in ((statement_id, f"{canary} сообщил", 1), (kept, "Другой сообщил", 0)):
        for whose in (vault, other):
            approve(store, one, approved(upto, text), actor=str(whose.reviewer_id))
    assert search(store, "сообщил").total == 2
    ((sealed,),) = rows(store, "select sealed from decisions")
    # words as they stand in the texts, and folded as in the index
    marks = ["Қанарейкин".encode(), "канарейкин".encode(), "Канарейкин".encode()]
    cipher = [bytes(sealed)[at : at + 24] for at in range(40, 600, 64)]  # type: ignore[arg-type]
    done = withdraw(store, statement_id, Reason.SAFETY, actor=vault.reviewer_id)
    assert done.cleared
    assert not found(store, [*marks, *cipher])
    assert found(store, ["Другой сообщил".encode()])  # the search does see what is there
    for table in ("decisions", "reviews", "approved_texts", "approved_search", "outcomes", "tags"):
        query = f"select count(*) from {table} where statement_id = :id"  # noqa: S608
        assert rows(store, query, id=statement_id) == [(0,)], table
    assert rows(store, "select holds from approvals where statement_id = :id", id=statement_id) == [
        (0,),
        (0,),
    ]
    assert [hit.statement_id for hit in search(store, "сообщил").hits] == [kept]
    assert store.statement(kept).state is StatementState.APPROVED and faults(store) == set()


def test_a_withdrawal_finds_what_an_earlier_loss_left(
    store: Store, statement_id: str, vault: Vault, other: Vault
) -> None:
    for whose in (vault, other):
        approve(store, statement_id, approved(0), actor=str(whose.reviewer_id))
    change(store, "delete from approved_texts", "update statements set state = 'waiting'")
    withdraw(store, statement_id, Reason.SAFETY)
    for table in ("approved_search", "outcomes", "tags"):
        assert rows(store, f"select count(*) from {table}") == [(0,)], table  # noqa: S608
