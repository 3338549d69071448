"""Each manipulation of a message is seen, and so is a state that does not follow from one."""

from collections.abc import Callable

import pytest

from models.errors import AigaqError
from models.messages import to_bytes
from store.approvals import send_back
from store.devices import revoke_device
from store.messages import ask, decline_withdrawal, questions_for, read_messages
from store.rotate import rotate_vault
from store.store import Store
from store.vault import Vault, seal_to
from store.withdrawals import Reason, withdraw
from tests.store.handsets import (
    WORDS,
    Handset,
    answer,
    ask_away,
    change,
    faults,
    question_of,
    rows,
)

LATER = "2030-01-01T00:00:00Z"
HARMS = {
    "a question deleted": "delete from messages where number = 1",
    "the answer deleted": "delete from messages where kind = 'answer'",
    "the withdrawal deleted": "delete from messages where kind = 'withdrawal'",
    "the declining deleted": "delete from messages where kind = 'declined'",
    "who declined": "update messages set user_id = (select id from users where name = 'Аян')"
    " where kind = 'declined'",
    "what kind it is after": "update messages set kind = 'declined' where kind = 'withdrawal'",
    "declined before it was asked": "update messages set number = 0 where kind = 'declined'",
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
    "one inserted": "insert into messages values ('X', :one, 6, :other, 'answer', null, null, :later,"
    " :mine, null)",
    "a copy": "insert into messages select 'X', statement_id, 6, device_id, kind, about, user_id, at, sealed,"
    " outgoing from messages where number = 1",
}
ELSEWHERE = {
    "the first of a statement": "insert into messages values ('X', :two, 1, :other, 'withdrawal', null, null,"
    " :later, :mine, null)",
    "declined where nobody asked": "insert into messages values ('X', :two, 1, null, 'declined', null,"
    " (select id from users where name = 'Аян'), :later, :mine, null)",
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
    decline_withdrawal(store, one, WORDS, vault=vault)
    assert faults(store) == set()
    mine = seal_to([store.vault_recipient], to_bytes(one, "X", "Ложь"))
    change(store, {**HARMS, **ELSEWHERE}[harm], one=one, two=two, other=other.id, mine=mine, later=LATER)
    touched = {"given to another statement": {one, two}}.get(harm, {two} if harm in ELSEWHERE else {one})
    assert faults(store) == {("messages_differ", statement_id) for statement_id in touched}
    for statement_id in touched:
        with pytest.raises(AigaqError, match="record_damaged"):
            read_messages(store, statement_id, vault)
        with pytest.raises(AigaqError, match="record_damaged"):
            decline_withdrawal(store, statement_id, WORDS, vault=vault)
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
    answered, asked_away, declined = send(phone.id), send(phone.id), send(phone.id)
    send_back(store, answered, actor=str(vault.reviewer_id))
    ask(store, answered, WORDS, vault=vault)
    answer(store, phone.id, question_of(store, phone))
    ask_away(store, "RECE1PT001")
    ask_away(store, "RECE1PT002")
    decline_withdrawal(store, declined, WORDS, vault=vault)
    assert faults(store) == set()
    change(store, "update statements set state = 'returned' where id = :three", three=declined)
    change(store, "update statements set state = 'returned' where id = :one", one=answered)
    change(store, "update statements set state = 'waiting' where id = :two", two=asked_away)
    assert faults(store) == {("approvals_differ", one) for one in (answered, asked_away, declined)}
