"""Identities: the mentions of one person are one, and two persons stay two."""

import re

import pytest

from models.findings import Finding
from models.labels import Label
from redact.identities import identify


def identities(text: str, label: Label = Label.PERSON) -> dict[str, str | None]:
    """The identity of each [bracketed] stretch, by position and surface ("1 Ерлан")."""
    plain, findings = "", []
    for part in re.split(r"(\[[^]]*\])", text):
        surface = part.strip("[]")
        if part != surface:
            findings.append(Finding(len(plain), len(plain) + len(surface), label, 0.9, "test"))
        plain += surface
    found, _ = identify(plain, findings)
    return {f"{n} {plain[f.start : f.end]}": f.identity for n, f in enumerate(found, start=1)}


def groups(text: str, label: Label = Label.PERSON) -> list[set[int]]:
    """Which of the bracketed stretches are one, by their numbers."""
    by_name: dict[str | None, set[int]] = {}
    for key, name in identities(text, label).items():
        by_name.setdefault(name, set()).add(int(key.split()[0]))
    return sorted(by_name.values(), key=min)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Ерлан Досанов] сказал. [Ерлана] били. [Досанову] угрожали.", [{1, 2, 3}]),
        ("[Ерлан Досанов], in the passport [Yerlan Dosanov], [Ерланға] келді.", [{1, 2, 3}]),
        ("[Айгүл] айтты. [Айгүлдің] үйі. [Айгуль] плакала.", [{1, 2, 3}]),
        ("[Саша] ушёл. [Александр Ким] вернулся.", [{1, 2}]),
        ("[Досанов Е.А.] вызван. [Ерлан Асхатович Досанов] явился. [Е. Досанов] подписал.", [{1, 2, 3}]),
        ("[Ерлан] и [Асхат] пришли. [Ерлан] ушёл.", [{1, 3}, {2}]),
        ("[Ерлан Досанов] и [Асхат Досанов] братья. [Е. Досанов] старше.", [{1, 3}, {2}]),
        ("[Болат Кенжеханов] бил. [Кенжехановтың] досы [Марат Оспанов].", [{1, 2}, {3}]),
        # initials beside a surname stand in order: first name, then patronymic
        ("[Досанов Ерлан Русланович] и [Досанов Р. Р.] братья.", [{1}, {2}]),
        # who asks is not who is asked about; English has no cases that make a man's surname a woman's
        ("[А.Б.]: Фамилия [Ерлана]? [Асель Бекова] ([А.Б.]) записала.", [{1, 3, 4}, {2}]),
        ("[Talgat Dosanov] left. [Dosanova] stayed.", [{1}, {2}]),
        ("[Мария Ким] и [Мария Цой] видели. [Цой] записала.", [{1}, {2, 3}]),
    ],
)
def test_who_is_who(text: str, expected: list[set[int]]) -> None:
    assert groups(text) == expected


def test_a_first_name_alone_goes_to_the_nearest_person_before_it() -> None:
    text = "[Ерлан Досанов] пришёл. Потом [Ерлан Оспанов] сел, и [Ерлан] молчал."
    assert groups(text) == [{1}, {2, 3}]


def test_numbers_count_from_one_in_the_order_of_first_mention() -> None:
    assert identities("[Асхат] и [Ерлан] и [Асхат].") == {
        "1 Асхат": "person-1",
        "2 Ерлан": "person-2",
        "3 Асхат": "person-1",
    }


def test_one_telephone_however_it_is_written() -> None:
    assert groups("[+7 701 555 12 34] или [8(701)555-12-34], не [8 701 555 12 35]", Label.PHONE) == [
        {1, 2},
        {3},
    ]


def test_one_town_in_its_case_endings() -> None:
    assert groups("в [Таразе], из [Тараза], [Taraz], но не [Аральск]", Label.PLACE) == [{1, 2, 3}, {4}]


def test_dates_and_ages_are_never_one_thing() -> None:
    assert groups("[36 лет] и [36 лет]", Label.AGE) == [{1}, {2}]
