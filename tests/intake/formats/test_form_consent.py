"""Consent: only an answer known to say yes lets a statement in; only a named circle lets it go further."""

import pytest

from intake.formats.form_columns import plain
from intake.formats.form_consent import Asks, Said, asks, decide, questions, said
from models.statements import ConsentScope


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("consent", Asks.CONSENT),
        ("informed_consent", Asks.CONSENT),
        ("Согласие", Asks.CONSENT),
        ("Согласны ли вы на интервью?", Asks.CONSENT),
        ("Даёте ли вы согласие на обработку данных и передачу третьим лицам?", Asks.CONSENT),
        ("Келісім", Asks.CONSENT),
        ("Сұхбатқа келісесіз бе?", Asks.CONSENT),
        ("Do you agree to be interviewed?", Asks.CONSENT),
        ("consent_signature", Asks.SIGNATURE),
        ("consent_public", Asks.SHARING),
        ("share_with", Asks.SHARING),
        ("consent_explained", Asks.EXPLAINED),
        ("consent_withdrawn", Asks.WITHDRAWN),
        ("отзыв согласия", Asks.WITHDRAWN),
        ("consent_photo", Asks.ASIDE),
        ("дата согласия", Asks.ASIDE),
        ("Do you agree with the verdict?", None),
        ("Вы согласны с приговором?", None),
        ("Были ли медицинские осмотры без вашего согласия?", None),
        ("statement", None),
        ("согласован маршрут", None),
    ],
)
def test_what_a_column_asks(name: str, expected: Asks | None) -> None:
    assert asks(plain(name)) is expected


@pytest.mark.parametrize(
    ("expected", "answers"),
    [
        (Said.YES, "yes|Да|иә|1|TRUE|OK|consent_yes|Согласна|Келісемін|устно|internal|для суда|yes_no_name"),
        (Said.YES, "Yes, but not for the press|Да, мне объяснили, что я могу отказаться в любой момент"),
        (Said.NO, "no|Нет|жоқ|0|false|refused|отказалась|no_consent|не согласна|не даёт|consent not given"),
        (Said.NO, "бас тартты|келіспеймін|yes, later withdrawn|Да, потом отозвала|yes/no"),
        (Said.NOTHING, "| |-|—"),
        (Said.UNCLEAR, "2|согласие|позже|2022-03-04|Асель|option_1"),
    ],
)
def test_what_an_answer_says(expected: Said, answers: str) -> None:
    assert {answer: said(answer) for answer in answers.split("|") if said(answer) is not expected} == {}


def decided(**answers: str) -> ConsentScope | None:
    """What follows from the answers of a form with these columns."""
    asked = questions(
        {index: (asks(plain(name)) or Asks.ASIDE, plain(name)) for index, name in enumerate(answers)}
    )
    given = [(asked[index], answer) for index, answer in enumerate(answers.values()) if answer]
    return decide(given, asked=any(question.decides for question in asked.values()))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ConsentScope.INTERNAL),
        ({"consent": "yes"}, ConsentScope.INTERNAL),
        ({"consent": "1"}, ConsentScope.INTERNAL),
        ({"consent": "no"}, None),
        ({"consent": ""}, None),
        ({"consent": "maybe"}, None),
        ({"consent": "public"}, ConsentScope.PUBLIC),
        ({"consent": "internal partner legal"}, ConsentScope.LEGAL),
        ({"consent": "legal_guardian yes"}, ConsentScope.INTERNAL),
        ({"consent": "Да, партнёрам, но не для публикации"}, ConsentScope.PARTNER),
        ({"consent": "yes", "consent_public": "no"}, ConsentScope.INTERNAL),
        ({"consent": "yes", "consent_public": "yes"}, ConsentScope.PUBLIC),
        ({"consent": "public", "consent_public": "no"}, ConsentScope.LEGAL),
        ({"consent": "yes", "share_with": "court partner"}, ConsentScope.LEGAL),
        ({"consent": "no", "share_with": "public"}, None),
        ({"consent": "yes", "consent_guardian": ""}, ConsentScope.INTERNAL),
        ({"consent": "", "consent_guardian": "yes"}, ConsentScope.INTERNAL),
        ({"consent": "yes", "consent_guardian": "no"}, None),
        ({"consent": "yes", "consent_photo": "no"}, ConsentScope.INTERNAL),
        ({"consent_photo": "no"}, None),
        ({"consent_public": "no"}, None),
        ({"consent": "yes", "consent_explained": "no"}, None),
        ({"consent_explained": "yes", "consent": ""}, None),
        ({"consent": "yes", "consent_withdrawn": "2023-01-05"}, None),
        ({"consent": "yes", "consent_withdrawn": "no"}, ConsentScope.INTERNAL),
        ({"consent_signature": "1646.png"}, ConsentScope.INTERNAL),
        ({"consent_signature": ""}, None),
    ],
)
def test_how_far_a_statement_may_go(answers: dict[str, str], expected: ConsentScope | None) -> None:
    assert decided(**answers) is expected
