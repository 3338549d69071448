"""Withdrawals asked for by a receipt code: what they stop, and who declines them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import AigaqError
from models.findings import Analysis
from models.labels import Audience, Language
from models.messages import LONGEST_MESSAGE, MessageKind
from models.statements import StatementState
from store.approvals import approvals, approved_text
from store.messages import ask, decline_withdrawal, questions_for, read_messages, withdrawals_asked
from store.pages import decrypted_pages
from store.releases import seen
from store.rotate import rotate_vault
from store.store import Store
from store.users import open_vault, open_vault_with_recovery
from store.vault import Vault
from store.withdrawals import Reason, withdraw
from tests.store.handsets import (
    RETURNED,
    WAITING,
    WORDS,
    Handset,
    answer,
    approved_by,
    ask_away,
    faults,
    question_of,
    rows,
    state,
)

WHY = "Квитанцию украли, Қанарейкина этого не хочет"


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


@pytest.mark.only_sqlite
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


# declined


def test_a_declined_wish_lets_a_statement_out_again(
    store: Store, send: Callable[..., str], vault: Vault, second: Vault, phone: Handset
) -> None:
    statement_id, other_one = send(phone.id), send(phone.id)
    for receipt in ("RECE1PT000", "RECE1PT001"):
        ask_away(store, receipt, phone.id)
    decline_withdrawal(store, statement_id, WHY, vault=vault)
    assert withdrawals_asked(store) == [other_one] and state(store, statement_id) is WAITING
    asked, declined = read_messages(store, statement_id, vault)
    assert (asked.kind, declined.kind) == (MessageKind.WITHDRAWAL, MessageKind.DECLINED)
    assert (declined.by, declined.about, declined.text) == (vault.reviewer_id, None, WHY)
    assert rows(store, "select action, actor, counts from journal order by sequence desc limit 1") == [
        ("withdrawal_declined", vault.reviewer_id, '{"number":2,"waits":1}')
    ]
    for one in (statement_id, other_one):
        approved_by(store, one, vault, second)
    found = seen(store, [statement_id, other_one], Audience.PUBLIC)
    assert {one: what.asked for one, what in found.items()} == {statement_id: False, other_one: True}
    assert faults(store) == set()


def test_it_can_be_asked_for_again_and_declined_again(
    store: Store, send: Callable[..., str], vault: Vault, second: Vault, phone: Handset
) -> None:
    statement_id = send(phone.id)
    for count in (1, 2):
        ask_away(store, "RECE1PT000", phone.id)
        ask_away(store, "RECE1PT000", phone.id)
        assert withdrawals_asked(store) == [statement_id] and state(store, statement_id) is RETURNED
        decline_withdrawal(store, statement_id, WHY, vault=second)
        approved_by(store, statement_id, vault, second)
        assert len(read_messages(store, statement_id, vault)) == 2 * count
    assert withdrawals_asked(store) == []
    ask_away(store, "RECE1PT000", phone.id)
    assert not seen(store, [statement_id], Audience.PUBLIC)
    approved_by(store, statement_id, vault, second)
    assert seen(store, [statement_id], Audience.PUBLIC)[statement_id].asked
    withdraw(store, statement_id, Reason.REQUEST)
    assert rows(store, "select * from messages") == [] and faults(store) == set()


def test_what_cannot_be_declined(
    store: Store, send: Callable[..., str], vault: Vault, phone: Handset, store_path: Path
) -> None:
    asked, never, gone, before = (send(phone.id) for _ in range(4))
    for number in (0, 2, 3):
        ask_away(store, f"RECE1PT{number:03}")
    withdraw(store, gone, Reason.REQUEST)
    decline_withdrawal(store, before, WHY, vault=vault)
    kept = rows(store, "select * from messages order by id")
    for one, reason, code in (
        ("NOTHERE000", WHY, "no_such_statement"),
        (gone, WHY, "withdrawn"),
        (never, WHY, "not_asked"),
        (before, WHY, "not_asked"),
        (asked, " \n", "bad_decision"),
        (asked, "я" * (LONGEST_MESSAGE + 1), "bad_decision"),
        (asked, "\ud800", "bad_decision"),
    ):
        with pytest.raises(AigaqError, match=code):
            decline_withdrawal(store, one, reason, vault=vault)
    recovery = store_path.with_name("store.db.recovery").read_text()
    with pytest.raises(AigaqError, match="reviewer_needed"):
        decline_withdrawal(store, asked, WHY, vault=open_vault_with_recovery(store, recovery))
    rotate_vault(store, vault)
    with pytest.raises(AigaqError, match="reviewer_locked"):
        decline_withdrawal(store, asked, WHY, vault=vault)
    assert len(rows(store, "select * from messages")) == len(kept)
    assert withdrawals_asked(store) == [asked] and state(store, asked) is RETURNED
    assert faults(store) == set()


def test_a_declined_one_waits_only_where_nothing_else_keeps_it(
    store: Store, send: Callable[..., str], vault: Vault, second: Vault, phone: Handset
) -> None:
    failed = Analysis(Language.RU, (), (), (), (), failures=("names",))
    blocked, approved, questioned = send(phone.id, analysis=failed), send(phone.id), send(phone.id)
    ask(store, questioned, WORDS, vault=vault)
    for number in range(3):
        ask_away(store, f"RECE1PT{number:03}")
    approved_by(store, approved, vault, second)
    for one in (blocked, approved, questioned):
        decline_withdrawal(store, one, WHY, vault=vault)
    assert [state(store, one) for one in (blocked, approved, questioned)] == [
        StatementState.BLOCKED,
        StatementState.APPROVED,
        RETURNED,
    ]
    answer(store, phone.id, question_of(store, phone))
    assert state(store, questioned) is WAITING and faults(store) == set()


@pytest.mark.only_sqlite
def test_why_it_was_declined_is_sealed_to_the_vault_of_today(
    store: Store, send: Callable[..., str], vault: Vault, phone: Handset, reviewer: tuple[str, str]
) -> None:
    statement_id = send(phone.id)
    ask_away(store, "RECE1PT000")
    decline_withdrawal(store, statement_id, WHY, vault=vault)
    rotate_vault(store, vault)
    assert [one.text for one in read_messages(store, statement_id, open_vault(store, *reviewer))] == ["", WHY]
    pages = b"".join(decrypted_pages(store.place.database or Path(), store.database_key))
    assert WHY.encode() not in pages and statement_id.encode() in pages
    assert faults(store) == set()
