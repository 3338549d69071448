"""The journal's page: for auditors alone, newest first, in words, and no word of a statement."""

import re
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from models.users import Duty
from review.fault_words import FAULT_SENTENCES
from review.journal_words import COUNTS, DONE, counts_words, done_words
from store.faults import FAULTS
from store.guards import drop_guards
from store.journal import Done, now
from store.store import Store
from store.tables import JournalRow

ClientOf = Callable[..., FlaskClient]
Post = Callable[..., Any]
TakeIn = Callable[..., str]


def numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'<td class="number">(\d+)</td>\s*<td class="when">', page)]


def fill(store: Store, count: int, **entry: object) -> None:
    """Entries that nobody chained."""
    with store.writing() as session:
        last = session.scalar(text("select max(sequence) from journal"))
        row = {"at": now(), "action": "decided", "subject": "ABC", "actor": None, "counts": "{}"}
        row |= {"digest": None, "previous": "0", "hash": "0", **entry}
        session.execute(insert(JournalRow), [{**row, "sequence": last + 1 + n} for n in range(count)])


@pytest.mark.parametrize("duty", list(Duty))
def test_auditors_alone_see_it(client_of: ClientOf, post: Post, duty: Duty) -> None:
    client, expected = client_of(duty), 200 if duty is Duty.AUDITOR else 403
    assert client.get("/journal").status_code == expected
    assert post(client, "/journal/verify").status_code == expected


def test_signed_out_goes_to_sign_in(app: Flask) -> None:
    answer = app.test_client().get("/journal?action=decided")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/journal?action%3Ddecided")


def test_entries_stand_newest_first_in_words_with_names(
    client_of: ClientOf, store: Store, users: Mapping[Duty, Any]
) -> None:
    page = client_of(Duty.AUDITOR).get("/journal").text
    shown = numbers(page)
    assert shown == sorted(shown, reverse=True)
    assert shown[-1] == 1
    assert "User added" in page
    assert "Store made" in page
    assert users[Duty.FIELD].id in page
    assert "Field &lt;b&gt;worker&lt;/b&gt;" in page
    assert "<b>" not in page


def test_no_word_of_a_statement_is_there(client_of: ClientOf, take_in: TakeIn) -> None:
    statement_id = take_in("Меня зовут Канарейка", case="Zhanaozen")
    page = client_of(Duty.AUDITOR).get("/journal").text
    assert statement_id in page
    assert "words: 9" in page
    assert "consent: internal only" in page
    assert "Канарейка" not in page
    assert "Zhanaozen" not in page


def test_filters_by_action_and_id(client_of: ClientOf, store: Store, users: Mapping[Duty, Any]) -> None:
    client, field = client_of(Duty.AUDITOR), users[Duty.FIELD].id
    everything = numbers(client.get("/journal").text)
    added = client.get("/journal?action=user_added").text
    assert len(numbers(added)) == 5
    assert 'value="user_added" selected' in added
    assert len(numbers(client.get(f"/journal?id=%20{field.lower()}").text)) == 1
    assert len(numbers(client.get(f"/journal?id={field}&action=decided").text)) == 0
    assert numbers(client.get("/journal?id=nobody").text) == []
    for unknown in ("action=no_such", "action=%3Cscript%3E", "page=-1", "page=x", "page=²", "page=1e9"):
        assert numbers(client.get(f"/journal?{unknown}").text) == everything


def test_a_setting_is_found_by_its_name(client_of: ClientOf, store: Store) -> None:
    fill(store, 1, action="setting_changed", subject="reviewers")
    assert len(numbers(client_of(Duty.AUDITOR).get("/journal?id=reviewers").text)) == 1


def test_ten_thousand_entries_are_paged_and_fast(client_of: ClientOf, store: Store) -> None:
    client = client_of(Duty.AUDITOR)
    fill(store, 10_000)
    first = numbers(client.get("/journal?action=decided").text)
    second = client.get("/journal?action=decided&page=2").text
    assert len(first) == 100
    assert numbers(second)[0] == first[-1] - 1
    assert "Page 2 of 100" in second
    assert "action=decided&amp;page=3" in second.replace(
        "page=3&amp;action=decided", "action=decided&amp;page=3"
    )
    taken = []
    for page in (1, 50, 100):
        before = time.process_time()
        assert len(numbers(client.get(f"/journal?action=decided&page={page}").text)) == 100
        taken.append(time.process_time() - before)
    assert min(taken) < 0.2


def test_verifying_says_that_nothing_fails(client_of: ClientOf, post: Post, take_in: TakeIn) -> None:
    take_in("Рассказ")
    page = post(client_of(Duty.AUDITOR), "/journal/verify").text
    assert "Nothing fails" in page
    assert "aigaq audit checkpoint" in page
    assert "Verify again" in page


def test_verifying_names_what_fails_and_where(
    client_of: ClientOf, post: Post, take_in: TakeIn, store: Store
) -> None:
    ids = [take_in(f"Рассказ {number}") for number in range(25)]
    client = client_of(Duty.AUDITOR)
    with store.engine.begin() as connection:
        drop_guards(connection)
        connection.execute(text("update statements set words = 1"))
        connection.execute(text("update journal set at = '2020-01-01T00:00:00Z' where sequence = 3"))
    page = post(client, "/journal/verify").text
    assert "Something fails" in page
    assert "Nothing fails" not in page
    assert "This entry is not as it was written" in page
    assert "entry 3" in page
    assert sum(statement_id in page for statement_id in ids) == 25  # 20 as faults, all in the entries
    assert "and more: 5" in page


def test_verifying_needs_the_token_of_the_session(client_of: ClientOf) -> None:
    assert client_of(Duty.AUDITOR).post("/journal/verify").status_code == 400


def test_users_with_duty_state_and_failures(
    client_of: ClientOf, app: Flask, post: Post, users: Mapping[Duty, Any]
) -> None:
    wrong = {"name": users[Duty.OPERATOR].name, "passphrase": "not this one"}
    assert post(app.test_client(), "/sign-in", wrong).status_code == 401
    page = " ".join(client_of(Duty.AUDITOR).get("/journal").text.split())
    assert '<th scope="row">Omar</th> <td>operator</td> <td>active</td> <td class="number">1</td>' in page
    assert "Wrong passphrase</td>" in page


def test_what_somebody_wrote_into_an_entry_is_not_shown(client_of: ClientOf, store: Store) -> None:
    counts = '{"Aigerim said": 1, "words": "Aigerim", "findings": 2}'
    fill(store, 1, action="Aigerim <i>wept</i>", counts=counts)
    page = client_of(Duty.AUDITOR).get("/journal").text
    assert "findings" not in page
    assert "finds: 2" in page
    assert "unknown to this version" in page
    assert "Aigerim" not in page


def test_every_action_count_and_fault_has_its_words(app: Flask) -> None:
    assert set(DONE) == set(Done)
    with app.test_request_context():
        assert {code: str(words) for code, words in FAULT_SENTENCES.items()} == FAULTS
        assert done_words("made_by_a_later_version") == "unknown to this version (made_by_a_later_version)"
        assert counts_words({"scope": 3, "no_consent": 2}) == ["consent: public", "no consent: 2"]
        assert all(map(str, COUNTS.values()))
