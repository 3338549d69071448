"""Form exports as .json: each way that entries are wrapped, repeated groups, and objects that go too deep."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.formats.form_json import read_json
from intake.parts import Options, Refusal, Told
from models.errors import SENTENCES, AigaqError

UUID = "0b9c2d4e-1111-4222-8333-944455566677"
PROSE = "Меня держали в подвале двое суток, воды не давали и спать не разрешали. " * 4


def entry(**more: Any) -> dict[str, Any]:
    return {
        "_id": 417000,
        "formhub/uuid": "9c1d44f0a7f94a5f9d6a9a2b4c01e7aa",
        "username": "kollektor1",
        "group_intro/consent": "yes",
        "group_main/lang": "en",
        "group_main/statement": 'He said: "be quiet".\r\nThen he left.',
        "notes_internal": "Тестова, кв. 12",
        "meta/instanceID": f"uuid:{UUID}",
        "_attachments": [{"filename": "u/attachments/1646.jpg", "question_xpath": "photo"}],
        "_geolocation": [43.23, 76.91],
        "_validation_status": {"by_whom": "kollektor2", "label": "Approved"},
        "_notes": [{"note": "Тестова"}],
        **more,
    }


def sample() -> bytes:
    """An export of two entries, one of them refused, one with a repeated group."""
    refused = {"group_intro/consent": "no", "group_main/statement": "", "_uuid": UUID.replace("0b", "1b")}
    repeats = {"witness": [{"witness/name": "Тест Тестов"}, {"witness/name": "Тестова"}]}
    return json.dumps({"count": 2, "next": None, "results": [entry(**repeats), refused]}).encode()


def read(whole: Any, options: Options | None = None) -> list[Any]:
    raw = whole if isinstance(whole, bytes) else json.dumps(whole, ensure_ascii=False).encode()
    return list(read_json(raw, options) if options else read_json(raw))


def texts(whole: Any, options: Options | None = None) -> list[str]:
    return [part.draft.raw_text if isinstance(part, Told) else part.code for part in read(whole, options)]


def code(whole: Any) -> str:
    with pytest.raises(AigaqError) as caught:
        read(whole)
    assert caught.value.__cause__ is None
    return caught.value.code


def test_an_export_of_the_api() -> None:
    first, second = read(sample())
    assert first.draft.raw_text == 'He said: "be quiet".\nThen he left.'
    assert first.draft.submission == UUID
    assert dict(first.draft.left_out) == {"notes": 1, "other answers": 2}
    assert second == Refusal("#2", "no_consent")


@pytest.mark.parametrize("wrap", ["list", "value", "one", "lines", "features"])
def test_each_way_entries_are_wrapped(wrap: str) -> None:
    entries = [{"statement": "Первая"}, {"statement": "Вторая", "age": 30}]
    whole: Any = {
        "list": entries,
        "value": {"@odata.context": "x", "value": entries},
        "one": entries[0],
        "lines": "\n".join(json.dumps(item) for item in entries).encode() + b"\n",
        "features": {"type": "FeatureCollection", "features": [{"properties": item} for item in entries]},
    }[wrap]
    assert texts(whole) == (["Первая"] if wrap == "one" else ["Первая", "Вторая"])


def test_groups_as_objects_and_odk_names() -> None:
    whole = {
        "__id": f"uuid:{UUID}",
        "__system": {"submitterName": "Тестов", "submissionDate": "2022-03-04"},
        "meta": {"instanceID": f"uuid:{UUID}", "instanceName": "Тест Тестов"},
        "main": {"consent": True, "statement": "Слова", "age": 30.0},
        "witness@odata.navigationLink": "Submissions/witness",
    }
    (part,) = read({"value": [whole]})
    assert (part.draft.raw_text, part.draft.submission) == ("Слова", UUID)
    assert dict(part.draft.left_out) == {"other answers": 1}
    options = Options(include=frozenset({"other answers"}))
    assert texts({"value": [whole]}, options) == ["age: 30.0\n\nСлова"]


def test_repeated_groups_that_tell_are_joined_to_their_entry() -> None:
    whole = [
        {"consent": "yes", "more": [{"more/testimony": PROSE + "1"}, {"more/testimony": PROSE + "2"}]},
        {"consent": "yes", "statement": "Слова", "outer": [{"outer/more": [{"outer/more/story": PROSE}]}]},
        {"consent": "no", "statement": "Слова", "more": [{"more/testimony": PROSE}]},
    ]
    text = PROSE.strip()
    assert texts(whole) == [f"{PROSE}1\n\n{PROSE}2", f"Слова\n\n{text}", "no_consent"]


def test_halves_of_characters_do_not_come_through() -> None:
    (text,) = texts(rb'[{"statement": "a\ud83db \ud83d\ude00 \u0000c"}]')
    assert text.encode() == "a\ufffdb 😀 c".encode()


def test_a_key_that_stands_twice_is_damage() -> None:
    assert code(b'[{"consent": "no", "consent": "yes", "statement": "A"}]') == "damaged"


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        (b"", "empty"),
        ([], "empty"),
        ({"count": 0, "results": []}, "empty"),
        ([{}], "empty"),
        (b'[{"a', "damaged"),
        (b'[{"statement": "A"}]]', "damaged"),
        (b'{"statement": "A"}\n{"statement', "damaged"),
        (b'["a",' * 100_000, "too_nested"),
        (b'{"a":' * 25 + b"1" + b"}" * 25, "too_nested"),
        ([1, 2], "no_statement_column"),
        (b'"text"', "no_statement_column"),
        ({"name": "Test", "version": 3}, "no_statement_column"),
        ([{f"k{number}": "a"} for number in range(17_000)], "too_large"),
    ],
)
def test_refusals(whole: Any, expected: str) -> None:
    assert code(whole) == expected


def test_more_values_than_can_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.formats.form_json._MARK_LIMIT", 1000)
    assert code([{"statement": "A"}, *[{}] * 1000]) == "too_large"


@given(st.integers(0, 10_000), st.binary(max_size=4))
def test_bytes_that_were_changed_end_in_entries_or_an_error(place: int, change: bytes) -> None:
    raw = sample()
    place %= len(raw)
    try:
        parts = list(read_json(raw[:place] + change + raw[place + 2 :]))
    except AigaqError as error:
        assert error.code in SENTENCES
    else:
        assert all(isinstance(part, Told | Refusal) for part in parts)
