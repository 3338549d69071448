"""Questions and answers: sealed, told by the journal, and only for whom they are."""

from collections.abc import Callable

import pyrage
import pytest

from models.errors import AigaqError
from models.findings import Analysis
from models.labels import Language
from models.messages import LONGEST_MESSAGE, MessageKind
from models.statements import StatementState
from store.approvals import send_back
from store.devices import enrol_device, revoke_device
from store.envelopes import arrivals_of, find_receipt, put_known_envelope
from store.messages import (
    ask,
    questions_for,
    read_messages,
)
from store.rotate import rotate_vault
from store.store import Store
from store.users import open_vault, open_vault_with_recovery
from store.vault import Vault
from store.withdrawals import Reason, withdraw
from tests.store.handsets import (
    RETURNED,
    RISK,
    WAITING,
    WORDS,
    Handset,
    answer,
    approved_by,
    ask_away,
    change,
    envelope,
    faults,
    question_of,
    rows,
    state,
)

Add = Callable[..., str]


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


def test_what_cannot_be_asked(store: Store, send: Callable[..., str], vault: Vault, phone: Handset) -> None:
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
    recovery = store.place.recovery.read_text()
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
