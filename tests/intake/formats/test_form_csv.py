"""Form exports as .csv: delimiters, quotes and encodings as they come; broken quoting is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.formats.form_csv import read_csv
from intake.parts import Options, Refusal, Told
from models.errors import SENTENCES, AigaqError

UUID = "0b9c2d4e-1111-4222-8333-944455566677"


def sample(delimiter: str = ";") -> bytes:
    """An export of three entries, one of them refused."""
    records = (
        ("start", "username", "consent", "lang", "statement", "notes_internal", "_uuid"),
        ("2022-03-04", "kollektor1", "yes", "kk", 'Ол айтты: ""үндеме"";\nсосын, кетті.', "", UUID),
        ("2022-03-05", "kollektor1", "no", "", "", "Тестова, кв. 12", UUID.replace("0b9c", "1b9c")),
        ("2022-03-06", "kollektor2", "yes", "ru", "Меня зовут Тест.\n\nЯ всё видел.", "", "x"),
    )
    lines = (delimiter.join(f'"{cell}"' for cell in record) for record in records)
    return "\r\n".join(lines).encode("utf-8-sig")


def texts(raw: bytes, options: Options | None = None) -> list[str]:
    parts = read_csv(raw, options) if options else read_csv(raw)
    return [part.draft.raw_text if isinstance(part, Told) else getattr(part, "code", "") for part in parts]


def code(raw: bytes) -> str:
    with pytest.raises(AigaqError) as caught:
        list(read_csv(raw))
    assert caught.value.__cause__ is None
    return caught.value.code


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_entries_with_quotes_and_lines(delimiter: str) -> None:
    first, second, third = read_csv(sample(delimiter))
    assert isinstance(first, Told)
    assert isinstance(third, Told)
    assert first.draft.raw_text == 'Ол айтты: "үндеме";\nсосын, кетті.'
    assert first.draft.submission == UUID
    assert second == Refusal("#2", "no_consent")
    assert (third.mark, third.draft.raw_text) == ("#3", "Меня зовут Тест.\n\nЯ всё видел.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_encodings(encoding: str) -> None:
    raw = "consent;Показания\nда;Меня держали двое суток, потом отпустили без бумаг.\n".encode(encoding)
    assert texts(raw) == ["Меня держали двое суток, потом отпустили без бумаг."]


def test_signs_in_cells_are_only_text() -> None:
    raw = b'sep=;\nstatement;n\n"=HYPERLINK(""http://test.example"")";1\n"&lt;b&gt; A\tB";2\n'
    assert texts(raw) == ['=HYPERLINK("http://test.example")', "&lt;b&gt; A\tB"]


def test_one_column_of_texts_may_hold_commas() -> None:
    assert texts("statement\nОн сказал, что уйдёт\n\nИ ушёл\n".encode()) == ["Он сказал, что уйдёт", "И ушёл"]


def test_blank_lines_are_no_entries_and_short_rows_are_filled_up() -> None:
    assert texts(b"statement;age;_id\nA b;3;1\n\n;;\nC d\n") == ["A b", "C d"]


def test_names_that_stand_twice() -> None:
    assert texts(b"statement;statement;age;age\nA;B;1;2\nC;C;1;2\n") == ["A\n\nB", "C"]


def test_a_row_that_is_shifted_is_refused_alone() -> None:
    assert texts("consent;statement;_id\nyes;Он; ушёл;1\nyes;Слова;2\n".encode()) == ["damaged", "Слова"]


def test_a_quote_that_is_never_closed_does_not_swallow_other_entries() -> None:
    raw = b'consent;statement;_id\nyes;"A b;1\nno;C d;2\nyes;E f;3\n'
    assert code(raw) == "damaged"
    assert code(sample()[:-60]) == "damaged"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "empty"),
        (b";;;\n;;\n", "empty"),
        (b"statement;consent\n", "empty"),
        (b"name;phone\nTest;1\nTestova;2\n", "no_statement_column"),
        (b"just one line of a text", "no_statement_column"),
        (b"PK\x03\x04statement;a", "not_text"),
        (b"\x00\x01\x02\x03" * 50, "not_text"),
        (b"a;" * 20_000 + b"a", "too_large"),
        (b"statement;b\n" + b"a;b\n" * 200_001, "too_large"),
    ],
)
def test_refusals(raw: bytes, expected: str) -> None:
    assert code(raw) == expected


def test_the_operator_names_the_column() -> None:
    assert texts("q1;q2\nКак есть;Иначе\n".encode(), Options(column="Q2")) == ["Иначе"]


@given(st.integers(0, 10_000), st.binary(max_size=4))
def test_bytes_that_were_changed_end_in_entries_or_an_error(place: int, change: bytes) -> None:
    raw = sample()
    place %= len(raw)
    try:
        parts = list(read_csv(raw[:place] + change + raw[place + 2 :]))
    except AigaqError as error:
        assert error.code in SENTENCES
    else:
        assert all(isinstance(part, Told | Refusal) for part in parts)
