"""Roles: what the words beside a name make of the person; in doubt a person is protected."""

import re

import pytest

from models.findings import Finding
from models.labels import Label, Role
from redact.identities import identify
from redact.roles import role_of_mention


def role(text: str) -> Role:
    """The role of the one [bracketed] name."""
    found = re.search(r"\[([^]]+)\]", text)
    assert found
    plain = text.replace("[", "").replace("]", "")
    return role_of_mention(plain, found.start(), found.end() - 2)


@pytest.mark.parametrize(
    "text",
    [
        "Бил меня капитан [Болат Кенжеханов].",
        "Следователь [Оспанов] кричал.",
        "[Оспанов], следователь, кричал.",
        "Судья [Г. Б. Каримова] меня не слушала.",
        "Майор полиции [Сериков] вошёл.",
        "Тергеуші [Қайрат Оспанов] ұрды.",
        "The investigator [Ospanov] wrote it himself.",
        "Captain [Bolat Kenzhekhanov] hit him.",
    ],
)
def test_an_office_of_the_state_beside_the_name_makes_an_official(text: str) -> None:
    assert role(text) is Role.OFFICIAL


@pytest.mark.parametrize(
    "text",
    [
        "Мой брат [Ерлан Досанов] видел это.",
        "Адвокат [Мария Ким] пришла через три дня.",
        "Врач [Сауле Нурпеисова] промыла рану.",
        "Her lawyer [Nadezhda Kim] came.",
        "[Ерлан] айтты.",
        "Пришёл следователь. [Ерлан] молчал.",  # the office stands in another sentence
    ],
)
def test_everybody_else_is_protected(text: str) -> None:
    assert role(text) is Role.PROTECTED


@pytest.mark.parametrize(
    "text",
    [
        "Президент [Токаев] выступил.",
        "[Касым-Жомарт Токаев] сказал по телевизору.",
        "President [Tokayev] spoke on television.",
        "Портрет [Назарбаева] висел на стене.",
        "Потом [президент Токаев] выступил.",  # a finder may take in more than the name
        "[Токаев выступил] по телевизору.",
    ],
)
def test_a_well_known_figure_is_public(text: str) -> None:
    assert role(text) is Role.PUBLIC


@pytest.mark.parametrize(
    "text",
    ["[Ерлан Токаев] мой сосед.", "Учительница [Айгуль Назарбаева] плакала.", "С [Назарбаевой] из школы."],
)
def test_a_namesake_of_a_public_figure_is_protected(text: str) -> None:
    assert role(text) is Role.PROTECTED


def test_one_mention_beside_an_office_makes_the_person_official() -> None:
    text = "Меня бил Кенжеханов. Потом я узнала, что это капитан Болат Кенжеханов."
    names = [re.search(r"Кенжеханов\.", text), re.search(r"Болат Кенжеханов", text)]
    found = [
        Finding(m.start(), m.start() + len(m[0].rstrip(".")), Label.PERSON, 0.9, "test") for m in names if m
    ]
    _, identities = identify(text, found)
    assert [i.role for i in identities] == [Role.OFFICIAL]


def test_a_namesake_is_not_public_because_of_one_mention() -> None:
    text = "Ерлан Токаев живёт рядом. Токаев всё видел."
    found = [Finding(0, 12, Label.PERSON, 0.9, "test"), Finding(26, 32, Label.PERSON, 0.9, "test")]
    _, identities = identify(text, found)
    assert {i.role for i in identities} == {Role.PROTECTED}
