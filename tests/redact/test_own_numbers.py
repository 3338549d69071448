"""A number is a person's own only where the text ties it."""

import pytest

from models.findings import Finding
from models.labels import Label
from redact.own_numbers import born, own_numbers

NAME = "Ерлан Ахметов"


def own(between: str, number: str, label: Label) -> set[tuple[str, str]]:
    text = f"{NAME}{between}{number}"
    findings = [
        Finding(0, len(NAME), Label.PERSON, 1.0, "test", "person-1"),
        Finding(len(NAME + between), len(text), label, 1.0, "test"),
    ]
    return set(own_numbers(text, findings)[0].get("person-1", ()))


@pytest.mark.parametrize(
    "between", [", ИИН ", "\nИИН: ", ", ЖСН ", "\n3. IIN: ", " (ИИН ", ", г.р., ИИН: №", "\n\n4) ЖСН — "]
)
def test_field_words_and_marks_tie(between: str) -> None:
    assert own(between, "850101 300012", Label.ID) == {("ID", "850101300012")}


@pytest.mark.parametrize(
    "between",
    [
        ", телефон сестры ",
        ". Звонить адвокату: ",
        " сказал, его номер ",
        " пришёл. Тел. ",
        "\n" * 8,
    ],
)
def test_any_other_word_does_not(between: str) -> None:
    assert own(between, "8 701 555 12 34", Label.PHONE) == set()


@pytest.mark.parametrize(
    ("label", "number"),
    [
        (Label.PHONE, "55-12-34"),  # a local number is many people's
        (Label.ID, "039417725"),
        (Label.ID, "241540031000"),  # the fifth digit is that of an organisation
        (Label.DOB, "в августе"),
    ],
)
def test_what_is_not_sure_to_be_a_persons_is_left_out(label: Label, number: str) -> None:
    found = own(", ", number, label)
    assert born(found) == frozenset() and (not found or label is Label.DOB)


def test_a_number_tied_to_two_people_is_neithers() -> None:
    text = "Ерлан, 87015551234. Марат, 87015551234"
    findings = [
        Finding(0, 5, Label.PERSON, 1.0, "test", "person-1"),
        Finding(7, 18, Label.PHONE, 1.0, "test"),
        Finding(20, 25, Label.PERSON, 1.0, "test", "person-2"),
        Finding(27, 38, Label.PHONE, 1.0, "test"),
    ]
    own_ones, everything = own_numbers(text, findings)
    assert own_ones == {} and everything == {"PHONE 7015551234"}


def test_a_birthday_is_read_from_a_date_and_from_an_iin() -> None:
    assert born(own(", ", "14.03.1986", Label.DOB)) == {(1986, 3, 14)}
    assert born(own(", ИИН ", "040922692922", Label.ID)) == {(2004, 9, 22)}
    assert born(own(", ", "1984 г.р.", Label.DOB)) == {(1984, None, None)}
