import json
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.consents import (
    EXPLAINED,
    WAYS,
    AgreedReading,
    agreed,
    consent_json,
    consent_option,
    narrower,
    read_consent,
)
from intake.parts import Refusal, Told
from models.errors import AigaqError
from models.labels import Audience, Language
from models.statements import Consent, ConsentScope, Draft, SourceKind

WHOLE = {
    "format": "aigaq consent 1",
    "scope": "partner",
    "recipients": ["Бюро «Пример»"],
    "hide": ["мой рассказ о сестре"],
    "explained": ["purpose", "risks", "withdrawal"],
    "language": "ru",
    "given_on": "2022-03-01",
    "how": "spoken",
    "refused": False,
}
NAMES = st.sampled_from(["Бюро А", "бюро а", "Court X", "Office Ё", "n"])
CONSENTS = st.builds(
    Consent,
    scope=st.sampled_from(ConsentScope),
    recipients=st.lists(NAMES, unique=True, max_size=3).map(tuple),
    hide=st.lists(st.sampled_from(["моя сестра", "the village"]), unique=True).map(tuple),
    explained=st.lists(st.sampled_from(EXPLAINED), unique=True).map(tuple),
    language=st.none() | st.sampled_from(Language),
    given_on=st.none() | st.dates(),
    how=st.none() | st.sampled_from(WAYS),
)


def read(**changes: object) -> Consent:
    return read_consent(json.dumps({**WHOLE, **changes}).encode())


def test_a_whole_consent_is_read() -> None:
    assert read() == Consent(
        scope=ConsentScope.PARTNER,
        recipients=("Бюро «Пример»",),
        hide=("мой рассказ о сестре",),
        explained=("purpose", "risks", "withdrawal"),
        language=Language.RU,
        given_on=date(2022, 3, 1),
        how="spoken",
    )


def test_the_least_is_a_format_and_a_scope() -> None:
    raw = b'\xef\xbb\xbf{"format": "aigaq consent 1", "scope": "legal"}'
    assert read_consent(raw) == Consent(ConsentScope.LEGAL)


@settings(max_examples=50, deadline=None)
@given(CONSENTS)
def test_what_is_written_is_read_again(consent: Consent) -> None:
    assert read_consent(consent_json(consent)) == consent


def test_a_refused_consent_lets_nothing_in() -> None:
    with pytest.raises(AigaqError, match="no_consent"):
        read(refused=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "aigaq consent 2"},
        {"format": 1},
        {"scope": "everybody"},
        {"scope": ["public"]},
        {"scope": None},
        {"recipients": "Бюро"},
        {"recipients": [1]},
        {"recipients": [""]},
        {"recipients": ["a", "a "]},
        {"recipients": ["a" * 501]},
        {"recipients": [str(n) for n in range(51)]},
        {"hide": ["a\nb"]},
        {"hide": ["\u202eb"]},
        {"hide": ["\ud800"]},
        {"hide": {"a": 1}},
        {"explained": ["everything"]},
        {"explained": ["risks", "risks"]},
        {"language": "de"},
        {"language": 1},
        {"given_on": "2022-02-30"},
        {"given_on": "20220301"},
        {"given_on": "2022-W09-2"},
        {"given_on": 20220301},
        {"how": "shouted"},
        {"how": []},
        {"refused": "no"},
        {"refused": 0},
        {"witness": "Қанарейкин"},
        {"refused": True, "witness": "Қанарейкин"},
    ],
)
def test_what_is_not_understood_is_refused_without_quoting_it(changes: dict[str, object]) -> None:
    with pytest.raises(AigaqError, match="bad_consent") as caught:
        read(**changes)
    assert caught.value.__context__ is None or caught.value.__suppress_context__


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"scope": "public"}',
        b'{"format": "aigaq consent 1"}',
        b'{"format": "aigaq consent 1", "scope": "internal", "scope": "public"}',
        b'{"format": "aigaq consent 1", "scope": NaN}',
        b"[" * 60_000,
        json.dumps(WHOLE).encode() + b" " * 70_000,
    ],
)
def test_what_is_no_record_is_refused(raw: bytes) -> None:
    with pytest.raises(AigaqError, match="bad_consent"):
        read_consent(raw)


def test_a_consent_that_no_file_may_hold_is_not_written() -> None:
    for consent in (Consent(hide=("a\x1b[2J",)), Consent(how="shouted"), Consent(recipients=("\ud800",))):
        with pytest.raises(AigaqError, match="bad_consent"):
            consent_json(consent)


def test_the_option_is_a_scope_or_a_file(tmp_path: Path) -> None:
    assert consent_option("legal") == Consent(ConsentScope.LEGAL)
    (tmp_path / "consent.json").write_bytes(consent_json(Consent(ConsentScope.PUBLIC, hide=("a",))))
    assert consent_option(str(tmp_path / "consent.json")) == Consent(ConsentScope.PUBLIC, hide=("a",))
    for missing in ("Public", str(tmp_path), "a\0b"):
        with pytest.raises(AigaqError, match="no_such_file"):
            consent_option(missing)


@settings(max_examples=200, deadline=None)
@given(CONSENTS, CONSENTS)
def test_two_consents_allow_no_more_than_each(first: Consent, second: Consent) -> None:
    both = narrower(first, second)
    recipients = (None, *first.recipients, *second.recipients, "somebody else")
    for audience, recipient in product(Audience, recipients):
        if both.allows(audience, recipient=recipient) or both.allows(audience):
            for one in (first, second):
                assert one.allows(audience) or one.allows(audience, recipient=recipient)
    assert {*both.hide} == {*first.hide, *second.hide}
    assert narrower(first, first) == first or len({r.casefold() for r in first.recipients}) < len(
        first.recipients
    )


def test_partner_and_legal_meet_in_internal() -> None:
    partner, legal = Consent(ConsentScope.PARTNER, ("A", "B")), Consent(ConsentScope.LEGAL, ("b", "C"))
    assert narrower(partner, legal) == Consent(ConsentScope.INTERNAL, ("b",))
    assert narrower(partner, Consent(ConsentScope.PUBLIC)) == partner


def draft(source: SourceKind, consent: Consent) -> Draft:
    return Draft(raw_text="сөз", source=source, consent=consent)


def test_a_forms_own_answer_holds_where_it_is_narrower() -> None:
    public, partner = Consent(ConsentScope.PUBLIC), Consent(ConsentScope.PARTNER)
    assert agreed(draft(SourceKind.FORM, partner), public).consent == partner
    assert agreed(draft(SourceKind.FORM, public), partner).consent == partner
    assert agreed(draft(SourceKind.DOCX, Consent()), public).consent == public


def test_a_reading_hands_on_drafts_under_the_folders_consent(tmp_path: Path) -> None:
    told, refused = Told("#1", draft(SourceKind.TEXT, Consent()), pasted=True), Refusal("", "empty")

    class Fixed:
        def read(self, path: Path, *, stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
            yield from (told, refused)

    legal = Consent(ConsentScope.LEGAL)
    reading = AgreedReading(Fixed(), legal)
    parts = list(reading.read(tmp_path, stopping=lambda: False))
    assert parts == [Told("#1", draft(SourceKind.TEXT, legal), pasted=True), refused]
