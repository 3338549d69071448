"""The page of receipts: a code in, a state in plain words out, and nothing else."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from models.errors import AigaqError
from models.users import Duty
from store.approvals import send_back
from store.envelopes import NewEnvelope, put_envelope
from store.settings import change_setting
from store.store import Store
from store.users import disable_user, open_vault
from store.withdrawals import Reason, withdraw

ClientOf = Callable[..., FlaskClient]
Post = Callable[..., Any]
CODE = "7K0MX1QZ4T"
TakeIn = Callable[..., str]


@pytest.fixture
def handed_in(take_in: TakeIn, store: Store) -> str:
    """A statement that came in an envelope with the receipt CODE."""

    def beside(session: Any, statement_id: str) -> None:
        envelope = NewEnvelope(nonce=b"n" * 16, receipt=CODE, device_id=None, digest="0" * 64)
        put_envelope(session, envelope, statement_id=statement_id)

    made = take_in("Меня зовут Канарейка", case="Zhanaozen", beside=beside)
    with store.writing() as session:
        session.execute(text("update envelopes set received_at = '2026-03-02T09:00:00Z'"))
    return made


@pytest.mark.parametrize("duty", list(Duty))
def test_field_workers_alone_see_it(client_of: ClientOf, post: Post, duty: Duty) -> None:
    client, expected = client_of(duty), 200 if duty is Duty.FIELD else 403
    assert client.get("/receipts").status_code == expected
    assert post(client, "/receipts", {"code": CODE}).status_code == expected


def test_signed_out_goes_to_sign_in(app: Flask, post: Post) -> None:
    assert app.test_client().get("/receipts").location == "/sign-in?next=/receipts"
    assert post(app.test_client(), "/receipts", {"code": CODE}).status_code == 401


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), " 7kom-xlqz 4t "])
def test_a_code_is_found_however_it_is_typed(
    client_of: ClientOf, post: Post, handed_in: str, typed: str
) -> None:
    page = post(client_of(Duty.FIELD), "/receipts", {"code": typed}).text
    assert "Received: March 2, 2026" in page
    assert "It is in review." in page


def test_it_says_nothing_else(client_of: ClientOf, post: Post, handed_in: str) -> None:
    answer = post(client_of(Duty.FIELD), "/receipts", {"code": CODE})
    for secret in (handed_in, "Канарейка", "Zhanaozen", CODE):
        assert secret not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_way_of_a_statement_in_plain_words(
    client_of: ClientOf,
    post: Post,
    handed_in: str,
    store: Store,
    first_reviewer: Any,
    users: Mapping[Duty, Any],
    approve_by: Callable[..., None],
) -> None:
    client = client_of(Duty.FIELD)

    def said() -> str:
        page: str = post(client, "/receipts", {"code": CODE}).text
        return page.partition("<strong>")[2].partition("</strong>")[0]

    approve_by(first_reviewer, handed_in)
    assert said() == "It is in review."
    send_back(store, handed_in, actor=first_reviewer.id)
    assert said() == "It was sent back with a question. Ask the office."
    approve_by(first_reviewer, handed_in)
    approve_by(users[Duty.REVIEWER], handed_in)
    assert said() == "It was approved by two reviewers."
    withdraw(store, handed_in, Reason.REQUEST)
    assert said() == "It was withdrawn; its text is gone."


def test_an_office_of_one_reviewer_does_not_speak_of_two(
    client_of: ClientOf,
    post: Post,
    handed_in: str,
    store: Store,
    first_reviewer: Any,
    users: Any,
    approve_by: Callable[..., None],
) -> None:
    client = client_of(Duty.FIELD)
    vault = open_vault(store, first_reviewer.name, first_reviewer.passphrase)
    with pytest.raises(AigaqError, match="several_reviewers"):
        change_setting(store, "reviewers", "one", actor=None)
    disable_user(store, users[Duty.REVIEWER].name, vault=vault)
    change_setting(store, "reviewers", "one", actor=None)
    approve_by(first_reviewer, handed_in)
    assert "It was approved.<" in post(client, "/receipts", {"code": CODE}).text


def test_a_blocked_statement_is_not_said_to_be_in_review(
    client_of: ClientOf, post: Post, handed_in: str, store: Store
) -> None:
    with store.writing() as session:
        session.execute(text("update statements set state = 'blocked'"))
    assert "could not check all of it" in post(client_of(Duty.FIELD), "/receipts", {"code": CODE}).text


def test_an_unknown_code_is_said_and_escaped(client_of: ClientOf, post: Post, handed_in: str) -> None:
    client = client_of(Duty.FIELD)
    page = post(client, "/receipts", {"code": '"><b>x'}).text
    assert "No envelope with this code was received." in page
    assert "<b>x" not in page
    # a statement's id opens nothing here
    assert "No envelope" in post(client, "/receipts", {"code": handed_in}).text


def test_a_code_in_the_address_is_not_looked_at(client_of: ClientOf, handed_in: str) -> None:
    client = client_of(Duty.FIELD)
    assert "Received:" not in client.get(f"/receipts?code={CODE}").text
    assert client.post("/receipts", data={"code": CODE}).status_code == 400  # without a token


def test_guessing_is_slowed_down(client_of: ClientOf, post: Post, handed_in: str) -> None:
    client = client_of(Duty.FIELD)
    for _ in range(3):
        post(client, "/receipts", {"code": ""})  # nothing was asked
        post(client, "/receipts", {"code": CODE})  # a right one is no guess
    for number in range(10):
        assert post(client, "/receipts", {"code": f"GUESS{number}"}).status_code == 200
    answer = post(client, "/receipts", {"code": CODE})
    assert answer.status_code == 429
    assert "Received:" not in answer.text
    # whoever signs in again is the same person
    assert post(client_of(Duty.FIELD), "/receipts", {"code": CODE}).status_code == 429
