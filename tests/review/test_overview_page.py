"""The overview: who sees which figures, in words, escaped, and what it ignores."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.abuse import AbuseCode
from models.labels import Label
from models.reviews import Outcome
from models.users import Duty
from store.queue import case_names
from store.store import Store
from store.tables import IndexedKind

ClientOf = Callable[..., FlaskClient]
TakeIn = Callable[..., str]
CODES = {
    IndexedKind.ABUSE: frozenset({"torture"}),
    IndexedKind.REGION: frozenset({"KZ-47", "KZ-75"}),
    IndexedKind.MONTH: frozenset({"2021-12", "2022-02"}),
}


@pytest.fixture
def reviewed(
    take_in: TakeIn, approve_by: Callable[..., None], first_reviewer: Any, users: Mapping[Duty, Any]
) -> str:
    """A statement that two reviewers approved, the second one blind and with a decoy caught."""
    statement_id = take_in("Рассказ", case="<i>January</i>", abuse=["torture"], regions=frozenset({"KZ-47"}))
    outcomes = {Label.PERSON: Outcome(7, 1, 0, 2), Label.ORG: Outcome(3, 0, 0, 0)}
    approve_by(first_reviewer, statement_id, codes=CODES, outcomes=outcomes, planted=1)
    second = {"compared": 40, "differences": 4, "planted": 1, "caught": 1}
    approve_by(users[Duty.REVIEWER], statement_id, codes=CODES, outcomes=outcomes, **second)
    return statement_id


@pytest.mark.parametrize("duty", list(Duty))
def test_reviewers_and_operators_see_it(client_of: ClientOf, duty: Duty) -> None:
    expected = 200 if duty in {Duty.REVIEWER, Duty.OPERATOR} else 403
    assert client_of(duty).get("/overview").status_code == expected


def test_signed_out_goes_to_sign_in(app: Flask) -> None:
    assert app.test_client().get("/overview").location == "/sign-in?next=/overview"


def test_an_empty_store_says_so_in_each_section(client_of: ClientOf) -> None:
    page = client_of(Duty.REVIEWER).get("/overview").text
    for sentence in (
        "There are no statements.",
        "Nothing is approved yet.",
        "No approved statement speaks of an abuse with a region and a month.",
        "No statement speaks of an abuse with a region.",
        "No second reviewer has yet decided",
        "You have approved no statement here.",
    ):
        assert sentence in page


def test_figures_stand_there_in_words(client_of: ClientOf, reviewed: str) -> None:
    page = client_of(Duty.OPERATOR).get("/overview").text
    assert "Statements: 1, approved: 1" in page
    assert "Mangystau Region" in page
    assert ">Almaty<" in page  # a city that is no part of a region
    assert "Dec" in page
    assert ">Jan<" in page  # a month between, of which nobody spoke
    assert "Torture" in page
    assert "36 of 40 places" in page
    assert "90%" in page
    assert "within a day" in page
    assert "Organisation" in page
    assert reviewed not in page


def test_a_reviewer_sees_no_other_reviewers_figures(client_of: ClientOf, reviewed: str) -> None:
    own = client_of(Duty.REVIEWER).get("/overview").text
    assert '<th scope="row">Raushan</th>' in own
    assert "Сәуле" not in own
    everyone = client_of(Duty.OPERATOR).get("/overview").text
    assert '<th scope="row">Raushan</th>' in everyone
    assert '<th scope="row">Сәуле</th>' in everyone


def case_id(store: Store, name: str) -> str:
    return next(id for id, known in case_names(store).items() if known == name)


def test_case_and_abuse_narrow_it(client_of: ClientOf, take_in: TakeIn, reviewed: str, store: Store) -> None:
    take_in("Другой рассказ", case="other", abuse=["beating"], regions=frozenset({"KZ-10"}))
    client = client_of(Duty.OPERATOR)
    assert "Statements: 2, approved: 1" in client.get("/overview").text
    chosen = case_id(store, "other")
    other = client.get(f"/overview?case={chosen}&abuse=torture").text
    assert "Statements: 1, approved: 0" in other
    assert f'<option value="{chosen}" selected>other</option>' in other
    assert '<option value="torture" selected>' in other
    assert '<input type="hidden" name="case" value="' + chosen in other
    assert '<input type="hidden" name="abuse" value="torture">' in other
    assert "Abai Region" in other
    assert "Mangystau Region" not in other
    assert "No approved statement speaks" in client.get("/overview?abuse=beating").text
    assert "No approved statement speaks" not in client.get("/overview?abuse=torture").text


@pytest.mark.parametrize("query", ["case=no+such", "abuse=no_such", "abuse=%3Cscript%3E", "case=%3Cb%3E"])
def test_unknown_filters_are_ignored(client_of: ClientOf, reviewed: str, query: str) -> None:
    page = client_of(Duty.OPERATOR).get(f"/overview?{query}").text
    assert "Statements: 1, approved: 1" in page
    assert "<script>" not in page
    assert "<b>" not in page


def test_names_of_cases_are_escaped_and_chosen(client_of: ClientOf, reviewed: str, store: Store) -> None:
    chosen = case_id(store, "<i>January</i>")
    page = client_of(Duty.OPERATOR).get(f"/overview?case={chosen}").text
    assert f'<option value="{chosen}" selected>&lt;i&gt;January&lt;/i&gt;</option>' in page
    assert "<i>" not in page


@pytest.mark.parametrize(
    ("language", "month", "region"), [("ru", "дек", "Мангистауская"), ("kk", "жел", "Маңғыстау")]
)
def test_regions_and_months_in_the_language_of_the_page(
    client_of: ClientOf, reviewed: str, language: str, month: str, region: str
) -> None:
    page = client_of(Duty.OPERATOR).get("/overview", headers={"Accept-Language": language}).text
    assert f">{month}<" in page
    assert region in page


def test_nothing_in_it_needs_a_style_or_a_script(client_of: ClientOf, reviewed: str) -> None:
    page = client_of(Duty.OPERATOR).get("/overview").text
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=")


def test_years_and_unknown_codes_are_shown_as_they_are(
    client_of: ClientOf, take_in: TakeIn, store: Store, first_reviewer: Any, users: Any, approve_by: Any
) -> None:
    statement_id = take_in("Рассказ")
    codes = {
        IndexedKind.ABUSE: frozenset({"later_code", AbuseCode.TORTURE.value}),
        IndexedKind.REGION: frozenset({"KG"}),
        IndexedKind.MONTH: frozenset({"1986-12", "2022-01"}),
    }
    for person in (first_reviewer, users[Duty.REVIEWER]):
        approve_by(person, statement_id, codes=codes)
    page = client_of(Duty.OPERATOR).get("/overview").text
    assert ">1986<" in page
    assert "later_code" in page
    assert ">KG<" in page
