import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import AigaqError
from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import Audience, Label, Language, Role
from models.sealed import SealedRecord, from_bytes, to_bytes
from models.statements import Consent, ConsentScope, SourceKind


def record(text: str = "Ерлан айтты", **changes: object) -> SealedRecord:
    values: dict[str, object] = {
        "statement_id": "0123456789",
        "raw_text": text,
        "analysis": Analysis(
            language=Language.KK,
            findings=(Finding(0, 5, Label.PERSON, 0.1, "names", "P1"), Finding(6, 7, Label.AGE, 1.0, "ages")),
            identities=(Identity("P1", Label.PERSON, Role.OFFICIAL, 3),),
            suspects=(Suspect(6, 11, "capital", 0.25),),
            tags=(Tag(TagKind.EVENT_DATE, "2022-01-05", 6, 11, "dates"),),
            failures=("phones",),
        ),
        "redacted": {Audience.PUBLIC: "[Адам 3] айтты", Audience.LEGAL: text},
        "source": SourceKind.MARKDOWN,
        "consent": Consent(ConsentScope.PARTNER),
        "collected_at": date(2022, 2, 28),
        "left_out": (("comments", 2), ("deletions", 1)),
    }
    return SealedRecord(**{**values, **changes})  # type: ignore[arg-type]


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_record_comes_back_as_it_was(text: str) -> None:
    assert from_bytes(to_bytes(record(text))) == record(text)


def test_absent_values_come_back_as_absent() -> None:
    bare = record(collected_at=None, left_out=(), redacted={})
    assert from_bytes(to_bytes(bare)) == bare


@pytest.mark.parametrize(
    "consent",
    [
        Consent(),
        Consent(
            scope=ConsentScope.LEGAL,
            recipients=("Бюро «Пример»", "Court"),
            hide=("мой рассказ о сестре",),
            explained=("purpose", "risks"),
            language=Language.KK,
            given_on=date(2022, 3, 1),
            how="spoken",
        ),
    ],
)
def test_the_whole_consent_comes_back(consent: Consent) -> None:
    assert from_bytes(to_bytes(record(consent=consent))).consent == consent


def test_a_record_of_the_first_format_is_still_read() -> None:
    content = json.loads(to_bytes(record()))
    old = {**content, "format": 1, "consent": {"scope": "partner"}}
    assert from_bytes(json.dumps(old).encode()) == record()


@pytest.mark.parametrize(
    "change",
    [
        {"scope": "everybody"},
        {"recipients": None},
        {"language": "de"},
        {"given_on": "soon"},
        {"how": None, "hide": 1},
    ],
)
def test_a_consent_that_is_none_is_damage(change: dict[str, object]) -> None:
    content = json.loads(to_bytes(record()))
    content["consent"].update(change)
    with pytest.raises(AigaqError, match="record_damaged"):
        from_bytes(json.dumps(content).encode())


def test_a_consent_without_a_field_is_damage() -> None:
    content = json.loads(to_bytes(record()))
    del content["consent"]["hide"]
    with pytest.raises(AigaqError, match="record_damaged"):
        from_bytes(json.dumps(content).encode())


def test_the_length_tells_only_the_number_of_blocks() -> None:
    assert len(to_bytes(record("а"))) == len(to_bytes(record("а" * 500))) == 4096
    assert len(to_bytes(record("а" * 5000))) % 4096 == 0


def test_the_bytes_are_canonical() -> None:
    one = record(redacted={Audience.PUBLIC: "a", Audience.LEGAL: "b"})
    other = record(redacted={Audience.LEGAL: "b", Audience.PUBLIC: "a"})
    assert to_bytes(one) == to_bytes(other)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe", b"[]", b'{"format":1}', b'{"format":2}', to_bytes(record())[:-4000]]
)
def test_damaged_bytes_are_refused_without_quoting_them(raw: bytes) -> None:
    with pytest.raises(AigaqError, match="record_damaged") as caught:
        from_bytes(raw)
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_lone_surrogate_is_refused_without_quoting_the_text() -> None:
    with pytest.raises(AigaqError, match="internal") as caught:
        to_bytes(record("Канарейкин \ud800"))
    assert caught.value.__suppress_context__


def test_a_record_never_shows_its_text() -> None:
    assert "Канарейкин" not in repr(record("Канарейкин")) + str(record("Канарейкин"))
