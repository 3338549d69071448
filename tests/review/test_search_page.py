"""The page of search: approved texts alone, and what is looked for stands in no address."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.users import Duty
from store.queue import case_names
from store.store import Store
from store.withdrawals import Reason, withdraw

ClientOf = Callable[..., FlaskClient]
Post = Callable[..., Any]
TakeIn = Callable[..., str]
TEXT = "[Лицо 1] рассказала, что в отделе полиции её били."


@pytest.fixture
def approved(
    take_in: TakeIn, approve_by: Callable[..., None], first_reviewer: Any, users: Mapping[Duty, Any]
) -> TakeIn:
    """Takes a statement in and approves one text of it twice."""

    def add(raw: str, shown: str = TEXT, **options: Any) -> str:
        statement_id = take_in(raw, case=options.pop("case", "main"))
        approve_by(first_reviewer, statement_id, shown, **options)
        approve_by(users[Duty.REVIEWER], statement_id, shown, **options)
        return statement_id

    return add


@pytest.fixture
def look(client_of: ClientOf, post: Post) -> Callable[..., str]:
    """What a reviewer sees who looks for words."""
    client = client_of(Duty.REVIEWER)

    def send(words: str, **fields: str) -> str:
        answer = post(client, "/search", {"words": words, **fields})
        assert (answer.status_code, answer.location) == (303, "/search")
        return client.get("/search").text

    return send


@pytest.mark.parametrize("duty", list(Duty))
def test_reviewers_alone_search(client_of: ClientOf, post: Post, duty: Duty) -> None:
    client, reviewer = client_of(duty), duty is Duty.REVIEWER
    assert client.get("/search").status_code == (200 if reviewer else 403)
    assert post(client, "/search", {"words": "полиция"}).status_code == (303 if reviewer else 403)


def test_signed_out_goes_to_sign_in(app: Flask, post: Post) -> None:
    assert app.test_client().get("/search").location == "/sign-in?next=/search"
    assert post(app.test_client(), "/search", {"words": "полиция"}).status_code == 401


def test_a_word_finds_its_forms_and_is_marked(look: Callable[..., str], approved: TakeIn) -> None:
    statement_id = approved("Айгерим рассказала")
    page = look("полиция")
    assert "Found: 1" in page
    assert f'href="/statement/{statement_id}"' in page
    assert "в отделе <mark>полиции</mark> её били" in page
    assert "Only approved texts are searched" in page
    assert 'value="полиция"' in page


def test_what_is_not_approved_or_was_withdrawn_is_not_found(
    look: Callable[..., str], approved: TakeIn, take_in: TakeIn, store: Any
) -> None:
    take_in("В отделе полиции Канарейку били")
    gone = approved("Ещё один рассказ")
    withdraw(store, gone, Reason.REQUEST)
    page = look("полиция")
    assert "No approved text has all of these words." in page
    assert "Found: 0" in page
    assert "Канарейк" not in page


def test_case_and_audience_narrow_it(look: Callable[..., str], approved: TakeIn, store: Store) -> None:
    approved("Первый", case="January")
    approved("Второй", case="other", public="[Лицо 1] ничего не сказала.")
    ids = {name: case_id for case_id, name in case_names(store).items()}
    assert "Found: 2" in look("полиция")
    assert "Found: 1" in look("полиция", case=ids["January"])
    assert "Found: 1" in look("полиция", audience="public")
    for unknown in ({"case": "no such case"}, {"audience": "everybody"}):
        assert "Found: 2" in look("полиция", **unknown)


def test_nothing_to_look_for_is_said(look: Callable[..., str], approved: TakeIn) -> None:
    approved("Рассказ")
    assert "Type at least one word" in look("?!")
    page = look("")
    assert "Type at least" not in page
    assert "Found" not in page


def test_texts_and_case_names_are_escaped(look: Callable[..., str], approved: TakeIn) -> None:
    approved("Рассказ", "<script>alert(1)</script> полиция <b>", case="<i>Case</i>")
    page = look('полиция "><b>')
    assert "<b>" not in page
    assert "<i>" not in page
    assert "<script>alert" not in page
    assert "&lt;i&gt;Case&lt;/i&gt;" in page
    assert "<mark>полиция</mark> &lt;" in page


def test_pages_do_not_carry_the_words(
    look: Callable[..., str], approved: TakeIn, client_of: ClientOf, post: Post
) -> None:
    for number in range(23):
        approved(f"Рассказ {number}")
    page = look("полиция")
    assert page.count("<mark>") == 20
    assert 'href="/search?page=2"' in page
    assert 'href="/search?page=0"' not in page
    client = client_of(Duty.REVIEWER)
    assert "<mark>" not in client.get("/search?words=полиция&q=полиция").text  # another session
    post(client, "/search", {"words": "полиция"})
    second = client.get("/search?page=2").text
    assert second.count("<mark>") == 3
    assert 'start="21"' in second
    for odd in ("x", "-1", "²", "99999999"):
        assert client.get(f"/search?page={odd}").text.count("<mark>") == 20
    assert "Found: 23" in client.get("/search?page=9999").text


def test_searching_needs_the_token_of_the_session(client_of: ClientOf) -> None:
    assert client_of(Duty.REVIEWER).post("/search", data={"words": "полиция"}).status_code == 400
