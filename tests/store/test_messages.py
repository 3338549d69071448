"""Questions, answers and withdrawals asked for: sealed, told by the journal, and only for whom they are."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.findings import Analysis
from models.labels import Audience, Language
from models.messages import LONGEST_MESSAGE, MessageKind, to_bytes
from models.reviews import Risk
from models.statements import StatementState
from models.users import Duty
from store.approvals import Approved, approvals, approve, approved_text, send_back
from store.audit import audit
from store.cards import enrol_by_card, make_card, phone_of
from store.devices import enrol_device, revoke_device
from store.envelopes import NewEnvelope, arrivals_of, find_receipt, put_envelope, put_known_envelope
from store.messages import (
    ask,
    put_answer,
    put_withdrawal,
    questions_for,
    read_messages,
    withdrawals_asked,
)
from store.pages import decrypted_pages
from store.releases import seen
from store.rotate import rotate_vault
from store.store import Store
from store.users import add_user, open_vault, open_vault_with_recovery
from store.vault import Vault, new_identity, seal_to
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

Add = Callable[..., str]
RISK = Risk(low=1, suspects=1, findings=2, identities=1, words=12, minor=False, sexual=False)
WAITING, RETURNED = StatementState.WAITING, StatementState.RETURNED
WORDS = "Кто такая Қанарейкина?"


@dataclass(frozen=True)
class Handset:
    """A phone at the other end."""

    id: str
    identity: str

    def open(self, sealed: bytes) -> dict[str, str]:
        raw = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(self.identity)])
        assert len(raw) % 512 == 0
        return dict(json.loads(raw))


def handset(store: Store, label: str) -> Handset:
    identity, recipient = new_identity()
    card = make_card(store, label=label)
    token = enrol_by_card(store, card.secret, public_key=label.encode().ljust(32), recipient=recipient)
    found = phone_of(store, token)
    assert found is not None
    return Handset(found.device_id, identity)


@pytest.fixture
def vault(store: Store, reviewer: tuple[str, str]) -> Vault:
    return open_vault(store, *reviewer)


@pytest.fixture
def phone(store: Store) -> Handset:
    return handset(store, "blue")


@pytest.fixture
def other(store: Store) -> Handset:
    return handset(store, "red")


@pytest.fixture
def send(store: Store, add: Add) -> Callable[..., str]:
    """Takes in a statement in an envelope of a device; its receipt is its number."""
    numbers: Iterator[int] = iter(range(100))

    def send_one(device_id: str | None, **options: object) -> str:
        new = envelope(next(numbers), device_id)
        beside = lambda session, one: put_envelope(session, new, statement_id=one)  # noqa: E731
        return add(f"Айгерим рассказала {new.receipt}", risk=RISK, beside=beside, **options)

    return send_one


def envelope(number: int, device_id: str | None) -> NewEnvelope:
    return NewEnvelope(b"%32d" % number, f"RECE1PT{number:03}", device_id, f"{number:064x}")


def answer(store: Store, device_id: str | None, about: str, text: str = "Соседка") -> str:
    with store.writing() as session:
        return put_answer(session, device_id=device_id, about=about, text=text)


def ask_away(store: Store, receipt: str, device_id: str | None = None) -> str:
    with store.writing() as session:
        return put_withdrawal(session, device_id=device_id, receipt=receipt)


def question_of(store: Store, phone: Handset) -> str:
    ((question, _),) = questions_for(store, phone.id)
    return question


def approved_by(store: Store, statement_id: str, *vaults: Vault) -> None:
    texts = {audience: f"[Лицо 1] рассказала {audience.value}" for audience in Audience}
    for one in vaults:
        approve(store, statement_id, Approved(0, texts, {}, {}), actor=str(one.reviewer_id))


@pytest.fixture
def second(store: Store, vault: Vault, cost: Cost) -> Vault:
    add_user(store, "Аян", Duty.REVIEWER, passphrase="words of a second", vault=vault, cost=cost)
    return open_vault(store, "Аян", "words of a second")


def state(store: Store, statement_id: str) -> StatementState:
    return store.statement(statement_id).state


def faults(store: Store) -> set[tuple[str, str | None]]:
    with store.reading() as session:
        return {(fault.code, fault.subject) for fault in audit(session).faults}


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sql(query))]


def change(store: Store, *statements: str, **values: object) -> None:
    with store.engine.begin() as connection:
        for statement in statements:
            names = {name: value for name, value in values.items() if f":{name}" in statement}
            assert connection.execute(sql(statement), names).rowcount > 0, statement


# questions


def test_a_question_goes_to_the_phone_that_sent_the_statement_and_its_answer_comes_back(
    store: Store, send: Callable[..., str], vault: Vault, phone: Handset, other: Handset
) -> None:
    statement_id = send(phone.id)
    send_back(store, statement_id, actor=str(vault.reviewer_id))
    assert ask(store, statement_id, WORDS, vault=vault) is True
    assert state(store, statement_id) is RETURNED
    ((question, outgoing),) = questions_for(store, phone.id)
    assert phone.open(outgoing) == {"question": question, "receipt": "RECE1PT000", "text": WORDS}
    assert questions_for(store, other.id) == []
    with pytest.raises(pyrage.DecryptError):
        other.open(outgoing)
    assert answer(store, phone.id, question, "Соседка 😀") == statement_id
    assert state(store, statement_id) is WAITING and questions_for(store, phone.id) == []
    asked, answered = read_messages(store, statement_id, vault)
    assert (asked.id, asked.kind, asked.by, asked.about) == (
        question,
        MessageKind.QUESTION,
        vault.reviewer_id,
        None,
    )
    assert (answered.kind, answered.by, answered.about) == (MessageKind.ANSWER, phone.id, question)
    assert [asked.text, answered.text] == [WORDS, "Соседка 😀"]
    assert "Соседка" not in repr(answered) and faults(store) == set()


def test_entries_have_ids_and_counts_alone(
    store: Store, send: Callable[..., str], vault: Vault, phone: Handset
) -> None:
    statement_id = send(phone.id)
    ask(store, statement_id, WORDS, vault=vault)
    answer(store, phone.id, question_of(store, phone))
    ask_away(store, "RECE1PT000", phone.id)
    query = "select action, subject, actor, counts from journal order by sequence desc limit 4"
    assert rows(store, query)[::-1] == [
        ("question_asked", statement_id, vault.reviewer_id, '{"number":1,"to_phone":1}'),
        ("question_answered", statement_id, phone.id, '{"number":2,"waits":0}'),
        ("withdrawal_asked", statement_id, phone.id, '{"number":3}'),
        ("returned", statement_id, phone.id, "{}"),
    ]


def test_a_question_stays_in_the_office_where_no_phone_sent_the_statement(
    store: Store, send: Callable[..., str], add: Add, vault: Vault, phone: Handset
) -> None:
    laptop = enrol_device(store, b"l" * 32, label="laptop")
    by_laptop, by_nobody, typed_in = send(laptop.id), send(None), add("Асель рассказала", risk=RISK)
    # a phone that only sent the same text later, or wrote about it, learns nothing by it
    put_known_envelope(store, envelope(90, phone.id), statement_id=typed_in)
    for statement_id in (by_laptop, by_nobody, typed_in):
        assert ask(store, statement_id, WORDS, vault=vault) is False
        assert [message.text for message in read_messages(store, statement_id, vault)] == [WORDS]
    assert questions_for(store, phone.id) == questions_for(store, laptop.id) == []
    assert faults(store) == set()


def test_what_cannot_be_asked(
    store: Store, send: Callable[..., str], vault: Vault, phone: Handset, store_path: Path
) -> None:
    statement_id, gone = send(phone.id), send(phone.id)
    withdraw(store, gone, Reason.REQUEST)
    for one, text, code in (
        ("NOTHERE000", WORDS, "no_such_statement"),
        (gone, WORDS, "withdrawn"),
        (statement_id, " \n", "bad_decision"),
        (statement_id, "я" * (LONGEST_MESSAGE + 1), "bad_decision"),
        (statement_id, "\ud800", "bad_decision"),
    ):
        with pytest.raises(AigaqError, match=code):
            ask(store, one, text, vault=vault)
    recovery = store_path.with_name("store.db.recovery").read_text()
    with pytest.raises(AigaqError, match="reviewer_needed"):
        ask(store, statement_id, WORDS, vault=open_vault_with_recovery(store, recovery))
    assert rows(store, "select count(*) from messages") == [(0,)] and faults(store) == set()


def test_an_answer_must_be_of_that_phone_to_an_open_question(
    store: Store, send: Callable[..., str], vault: Vault, phone: Handset, other: Handset
) -> None:
    statement_id = send(phone.id)
    send_back(store, statement_id, actor=str(vault.reviewer_id))
    ask(store, statement_id, WORDS, vault=vault)
    question = question_of(store, phone)
    for device_id, about in (
        (other.id, question),
        (None, question),
        (phone.id, "NOTHERE000"),
        (phone.id, ""),
        (phone.id, "\ud800"),
        (phone.id, statement_id),
    ):
        with pytest.raises(AigaqError, match="answer_unfit"):
            answer(store, device_id, about)
    for text in ("я" * (LONGEST_MESSAGE + 1), "\ud800"):
        with pytest.raises(AigaqError, match="envelope_damaged"):
            answer(store, phone.id, question, text)
    assert state(store, statement_id) is RETURNED and question_of(store, phone) == question
    answer(store, phone.id, question, "я" * LONGEST_MESSAGE)
    (about,) = (one.id for one in read_messages(store, statement_id, vault)[1:])
    for again in (question, about):
        with pytest.raises(AigaqError, match="answer_unfit"):
            answer(store, phone.id, again)
    assert len(read_messages(store, statement_id, vault)) == 2


def test_only_a_returned_statement_waits_by_an_answer(
    store: Store, send: Callable[..., str], vault: Vault, second: Vault, phone: Handset
) -> None:
    blocked = send(phone.id, analysis=Analysis(Language.RU, (), (), (), (), failures=("names",)))
    ask(store, blocked, WORDS, vault=vault)
    answer(store, phone.id, question_of(store, phone))
    approved = send(phone.id)
    ask(store, approved, WORDS, vault=vault)
    approved_by(store, approved, vault, second)
    answer(store, phone.id, question_of(store, phone))
    assert (state(store, blocked), state(store, approved)) == (
        StatementState.BLOCKED,
        StatementState.APPROVED,
    )
    assert faults(store) == set()


def test_a_revoked_phone_gets_nothing_and_its_questions_are_gone(
    store: Store, send: Callable[..., str], vault: Vault, phone: Handset
) -> None:
    statement_id, later = send(phone.id), send(phone.id)
    ask(store, statement_id, WORDS, vault=vault)
    question = question_of(store, phone)
    revoke_device(store, "blue")
    assert questions_for(store, phone.id) == []
    assert rows(store, "select count(*) from messages where outgoing is not null") == [(0,)]
    assert ask(store, later, WORDS, vault=vault) is False
    with pytest.raises(AigaqError, match="answer_unfit"):
        answer(store, phone.id, question)
    assert [one.text for one in read_messages(store, statement_id, vault)] == [WORDS]
    assert faults(store) == set()


# withdrawals


def test_a_withdrawal_asked_for_takes_back_what_was_approved_and_deletes_nothing(
    store: Store, send: Callable[..., str], vault: Vault, second: Vault, phone: Handset
) -> None:
    statement_id = send(phone.id)
    approved_by(store, statement_id, vault, second)
    assert set(seen(store, [statement_id], Audience.PUBLIC)) == {statement_id}
    assert ask_away(store, " rece-lpt-ooo ", phone.id) == statement_id
    assert state(store, statement_id) is RETURNED
    assert not any(one.holds for one in approvals(store, statement_id))
    # nothing that a release could be made of is left
    assert all(approved_text(store, statement_id, audience) is None for audience in Audience)
    assert all(not seen(store, [statement_id], audience) for audience in Audience)
    assert withdrawals_asked(store) == [statement_id]
    (message,) = read_messages(store, statement_id, vault)
    assert (message.kind, message.by, message.text) == (MessageKind.WITHDRAWAL, phone.id, "")
    assert store.unseal(statement_id, vault).raw_text and faults(store) == set()


def test_asked_twice_it_is_noted_once_and_takes_back_each_time(
    store: Store, send: Callable[..., str], vault: Vault, second: Vault, phone: Handset
) -> None:
    statement_id = send(phone.id)
    for device_id in (None, phone.id, None):
        assert ask_away(store, "RECE1PT000", device_id) == statement_id
    approved_by(store, statement_id, vault, second)
    ask_away(store, "RECE1PT000", None)
    assert state(store, statement_id) is RETURNED
    assert [one.by for one in read_messages(store, statement_id, vault)] == [None]
    assert withdrawals_asked(store) == [statement_id] and faults(store) == set()


def test_an_answer_does_not_put_back_what_is_to_be_withdrawn(
    store: Store, send: Callable[..., str], vault: Vault, phone: Handset
) -> None:
    statement_id = send(phone.id)
    ask(store, statement_id, WORDS, vault=vault)
    ask_away(store, "RECE1PT000")
    answer(store, phone.id, question_of(store, phone))
    assert state(store, statement_id) is RETURNED and faults(store) == set()


def test_a_blocked_statement_stays_blocked(store: Store, send: Callable[..., str], phone: Handset) -> None:
    failed = Analysis(Language.RU, (), (), (), (), failures=("names",))
    statement_id = send(phone.id, analysis=failed)
    ask_away(store, "RECE1PT000")
    assert state(store, statement_id) is StatementState.BLOCKED
    assert withdrawals_asked(store) == [statement_id] and faults(store) == set()


@pytest.mark.parametrize("receipt", ["RECE1PT999", "", " ", "\ud800", "Ә", "'; --"])
def test_no_receipt_no_withdrawal(
    store: Store, send: Callable[..., str], phone: Handset, receipt: str
) -> None:
    statement_id = send(phone.id)
    with pytest.raises(AigaqError, match="no_such_receipt"):
        ask_away(store, receipt)
    assert state(store, statement_id) is WAITING and withdrawals_asked(store) == []


def test_a_withdrawal_deletes_the_messages_from_the_file(
    store: Store, send: Callable[..., str], vault: Vault, phone: Handset
) -> None:
    statement_id, kept = send(phone.id), send(phone.id)
    for one in (statement_id, kept):
        ask(store, one, WORDS, vault=vault)
    ask_away(store, "RECE1PT000", phone.id)
    query = f"select sealed, outgoing from messages where statement_id = '{statement_id}'"  # noqa: S608
    held = [bytes(cell) for row in rows(store, query) for cell in row if isinstance(cell, bytes)]
    assert len(held) == 3
    assert withdraw(store, statement_id, Reason.REQUEST).cleared
    pages = b"".join(decrypted_pages(store.place.database or Path(), store.database_key))
    assert not any(cipher[at : at + 24] in pages for cipher in held for at in range(40, 600, 64))
    ((other,),) = rows(store, "select outgoing from messages")
    assert isinstance(other, bytes) and other[40:64] in pages  # the search does see what is there
    assert rows(store, "select distinct statement_id from messages") == [(kept,)]
    assert read_messages(store, statement_id, vault) == [] and withdrawals_asked(store) == []
    assert len(questions_for(store, phone.id)) == 1
    # once more, from a phone that did not hear of it
    assert ask_away(store, "RECE1PT000", phone.id) == statement_id
    assert state(store, statement_id) is StatementState.WITHDRAWN
    assert withdrawals_asked(store) == [] and faults(store) == set()


# the seals


def test_messages_are_sealed_to_the_vault_of_today(
    store: Store,
    send: Callable[..., str],
    vault: Vault,
    phone: Handset,
    reviewer: tuple[str, str],
) -> None:
    statement_id = send(phone.id)
    for _ in range(2):
        ask(store, statement_id, WORDS, vault=vault)
    (first, _), (other, _) = questions_for(store, phone.id)
    answer(store, phone.id, first)
    old = rows(store, "select sealed from messages")
    rotate_vault(store, vault)
    assert not set(old) & set(rows(store, "select sealed from messages"))
    with pytest.raises(AigaqError, match="reviewer_locked"):
        read_messages(store, statement_id, vault)
    with pytest.raises(AigaqError, match="reviewer_locked"):
        ask(store, statement_id, WORDS, vault=vault)
    # what a phone has not fetched yet it still can, and what comes from it is sealed to the new vault
    assert phone.open(dict(questions_for(store, phone.id))[other])["text"] == WORDS
    answer(store, phone.id, other, "Тётя")
    fresh = open_vault(store, *reviewer)
    texts = [message.text for message in read_messages(store, statement_id, fresh)]
    assert texts == [WORDS, WORDS, "Соседка", "Тётя"] and faults(store) == set()
    rotate_vault(store, fresh)
    assert faults(store) == set()


LATER = "2030-01-01T00:00:00Z"
HARMS = {
    "a question deleted": "delete from messages where number = 1",
    "the answer deleted": "delete from messages where kind = 'answer'",
    "the withdrawal deleted": "delete from messages where kind = 'withdrawal'",
    "all deleted": "delete from messages where statement_id = :one",
    "bytes": "update messages set sealed = :mine where number = 2",
    "whose answer": "update messages set device_id = :other where kind = 'answer'",
    "from nobody": "update messages set device_id = null where kind = 'withdrawal'",
    "whose question": "update messages set user_id = (select id from users where name = 'Аян')"
    " where kind = 'question'",
    "what it is about": "update messages set about = 'X' where kind = 'answer'",
    "what kind": "update messages set kind = 'answer' where kind = 'withdrawal'",
    "a kind that is none": "update messages set kind = 'flown' where kind = 'withdrawal'",
    "a word for nothing": "update messages set about = 'None' where kind = 'withdrawal'",
    "when": "update messages set at = :later where number = 3",
    "a moment that is none": "update messages set at = 'flown' where number = 3",
    "the order": "update messages set number = 9 where number = 1",
    "its id": "update messages set id = 'X' where number = 1",
    "another question to the phone": "update messages set outgoing = :mine where number = 2",
    "a question kept from it": "update messages set outgoing = null where number = 2",
    "an answered one asked again": "update messages set outgoing = :mine where number = 1",
    "one inserted": "insert into messages values ('X', :one, 5, :other, 'answer', null, null, :later,"
    " :mine, null)",
    "a copy": "insert into messages select 'X', statement_id, 5, device_id, kind, about, user_id, at, sealed,"
    " outgoing from messages where number = 1",
}
ELSEWHERE = {
    "the first of a statement": "insert into messages values ('X', :two, 1, :other, 'withdrawal', null, null,"
    " :later, :mine, null)",
    "given to another statement": "update messages set statement_id = :two where number = 3",
}


@pytest.mark.parametrize("harm", [*HARMS, *ELSEWHERE])
def test_each_manipulation_of_a_message_is_seen(
    store: Store,
    send: Callable[..., str],
    vault: Vault,
    second: Vault,
    phone: Handset,
    other: Handset,
    harm: str,
) -> None:
    one, two = send(phone.id), send(phone.id)
    for _ in range(2):
        ask(store, one, WORDS, vault=vault)
    (first, _), (last, _) = questions_for(store, phone.id)
    answer(store, phone.id, first)
    ask_away(store, "RECE1PT000", phone.id)
    assert faults(store) == set()
    mine = seal_to([store.vault_recipient], to_bytes(one, "X", "Ложь"))
    change(store, {**HARMS, **ELSEWHERE}[harm], one=one, two=two, other=other.id, mine=mine, later=LATER)
    touched = {"given to another statement": {one, two}, "the first of a statement": {two}}.get(harm, {one})
    assert faults(store) == {("messages_differ", statement_id) for statement_id in touched}
    for statement_id in touched:
        with pytest.raises(AigaqError, match="record_damaged"):
            read_messages(store, statement_id, vault)
    # nothing that the program writes later makes it good
    kept = rows(store, "select * from messages order by id")
    with pytest.raises(AigaqError, match=r"record_damaged|answer_unfit"):
        answer(store, phone.id, last) if one in touched else answer(store, phone.id, "X")
    ids = {str(row[0]) for row in rows(store, "select distinct statement_id from messages")}
    if touched & ids:
        with pytest.raises(AigaqError, match="record_damaged"):
            rotate_vault(store, vault)
    assert rows(store, "select * from messages order by id") == kept
    # and nothing that is wrong stands in the way of safety
    revoke_device(store, "blue")
    assert {code for code, _ in faults(store)} == {"messages_differ"}
    for statement_id in (one, two):
        ask_away(store, "RECE1PT000" if statement_id == one else "RECE1PT001")
        withdraw(store, statement_id, Reason.SAFETY)
    assert rows(store, "select * from messages") == [] and faults(store) == set()


def test_the_state_that_a_message_leads_to_is_told_by_the_journal(
    store: Store, send: Callable[..., str], vault: Vault, phone: Handset
) -> None:
    answered, asked_away = send(phone.id), send(phone.id)
    send_back(store, answered, actor=str(vault.reviewer_id))
    ask(store, answered, WORDS, vault=vault)
    answer(store, phone.id, question_of(store, phone))
    ask_away(store, "RECE1PT001")
    change(store, "update statements set state = 'returned' where id = :one", one=answered)
    change(store, "update statements set state = 'waiting' where id = :two", two=asked_away)
    assert faults(store) == {("approvals_differ", answered), ("approvals_differ", asked_away)}


# envelopes by their digest


def test_a_phone_learns_of_its_own_envelopes_alone(
    store: Store, send: Callable[..., str], phone: Handset, other: Handset
) -> None:
    mine, theirs = send(phone.id), send(other.id)
    digests = [f"{number:064x}" for number in range(1200)]
    (arrived,) = arrivals_of(store, digests, device_id=phone.id).values()
    assert (arrived.statement_id, arrived.receipt, arrived.digest) == (mine, "RECE1PT000", digests[0])
    (found,) = arrivals_of(store, [digests[1], digests[1]], device_id=other.id).values()
    assert found.statement_id == theirs and found == find_receipt(store, "RECE1PT001")
    assert arrivals_of(store, [], device_id=phone.id) == {}


def test_an_envelope_s_digest_is_the_one_that_was_recorded(
    store: Store, send: Callable[..., str], phone: Handset
) -> None:
    statement_id = send(phone.id)
    assert faults(store) == set()
    change(store, "update envelopes set digest = 'another'")
    assert faults(store) == {("envelope_changed", statement_id)}
    change(store, "update envelopes set digest = null")  # as of one that came before there were phones
    assert faults(store) == set()
