"""A wish to withdraw on the statement's page: who may decline it, with which words, and what follows."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient

from models.statements import StatementState
from models.users import Duty
from store.audit import audit
from store.claims import claim
from store.envelopes import NewEnvelope, put_envelope
from store.messages import put_withdrawal, withdrawals_asked
from store.store import Store

ClientOf = Callable[..., FlaskClient]
Post = Callable[..., Any]
CODE = "7K0MX1QZ4T"
WHY = "Код <b>подсмотрела</b> Қанарейкина"
ASKED, BUTTON = "asks for this statement to be withdrawn", 'data-do="decline"'


@pytest.fixture
def asked(take_in: Callable[..., str], store: Store) -> str:
    """A statement whose withdrawal somebody asks for."""

    def beside(session: Any, statement_id: str) -> None:
        envelope = NewEnvelope(nonce=b"n" * 16, receipt=CODE, device_id=None, digest="0" * 64)
        put_envelope(session, envelope, statement_id=statement_id)

    take_in("Меня избили", beside=beside)
    return ask_away(store)


def ask_away(store: Store) -> str:
    with store.writing() as session:
        return put_withdrawal(session, device_id=None, receipt=CODE)


def test_a_reviewer_declines_and_says_why(
    client_of: ClientOf, post: Post, store: Store, asked: str, users: Mapping[Duty, Any]
) -> None:
    client = client_of(Duty.REVIEWER)
    page = client.get(f"/statement/{asked}").text
    assert ASKED in page and BUTTON in page and 'data-form="decline"' in page
    done = post(client, f"/statement/{asked}/decline", {"words": f" {WHY} "})
    assert (done.status_code, done.headers["Location"]) == (303, f"/statement/{asked}")
    assert withdrawals_asked(store) == [] and store.statement(asked).state is StatementState.WAITING
    page = client.get(f"/statement/{asked}").text
    assert ASKED not in page and BUTTON not in page
    assert "Код &lt;b&gt;подсмотрела&lt;/b&gt; Қанарейкина" in page
    assert f"Withdrawal declined, {users[Duty.REVIEWER].name}" in page
    # asked for once more, it is there once more
    ask_away(store)
    assert BUTTON in client.get(f"/statement/{asked}").text
    with store.reading() as session:
        assert audit(session).whole


def test_no_words_decline_nothing_and_nothing_is_declined_twice(
    client_of: ClientOf, post: Post, store: Store, asked: str
) -> None:
    client = client_of(Duty.REVIEWER)
    for form in ({}, {"words": " \n"}):
        assert post(client, f"/statement/{asked}/decline", form).status_code == 400
    assert withdrawals_asked(store) == [asked]
    assert post(client, f"/statement/{asked}/decline", {"words": WHY}).status_code == 303
    again = post(client, f"/statement/{asked}/decline", {"words": WHY})
    assert again.status_code == 409 and "No withdrawal of this statement is asked for" in again.text
    assert post(client_of(Duty.OPERATOR), f"/statement/{asked}/decline", {"words": WHY}).status_code == 403


def test_who_only_reads_declines_nothing(
    client_of: ClientOf, post: Post, store: Store, asked: str, first_reviewer: Any
) -> None:
    client = client_of(Duty.REVIEWER)
    claim(store, asked, first_reviewer.id)
    page = client.get(f"/statement/{asked}").text
    assert ASKED in page and BUTTON not in page
    assert post(client, f"/statement/{asked}/decline", {"words": WHY}).status_code == 409
    assert withdrawals_asked(store) == [asked]


def test_a_declined_one_is_told_in_words_by_the_journal(client_of: ClientOf, post: Post, asked: str) -> None:
    post(client_of(Duty.REVIEWER), f"/statement/{asked}/decline", {"words": WHY})
    page = client_of(Duty.AUDITOR).get("/journal").text
    assert "Withdrawal declined" in page and "waits again: 1" in page and "Қанарейкина" not in page
