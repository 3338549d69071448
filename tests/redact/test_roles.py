"""Roles: what the words beside a name make of the person; in doubt a person is protected."""

import re

import pytest

from models.findings import Finding
from models.labels import Label, Role
from redact.identities import identify
from redact.roles import roles_of


def role(text: str) -> Role:
    """The role of the one [bracketed] name."""
    found = re.search(r"\[([^]]+)\]", text)
    assert found
    plain = text.replace("[", "").replace("]", "")
    return roles_of(plain, [[(found.start(), found.end() - 2)]])[0]


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


def roles(text: str) -> list[Role]:
    """The roles of all [bracketed] names, each a person of its own."""
    places, at, plain = [], 0, ""
    for match in re.finditer(r"\[([^]]+)\]", text):
        plain += text[at : match.start()]
        places.append([(len(plain), len(plain) + len(match[1]))])
        plain, at = plain + match[1], match.end()
    return roles_of(plain + text[at:], places)


@pytest.mark.parametrize(
    "text",
    [
        "Я [Асан], рядом [Ильяс]. Один из них, его звали [Витёк], бил палкой.",
        "Я [Асан], рядом [Ильяс]. Бил [Витёк], потом устал.",
        "I am [Asan] and he is [Ilyas]. They called him [Oleg] and he kicked us.",
        "I am [Asan] and he is [Ilyas]. Lt. [Yun] came in.",
        "Менің атым [Асан], көршім [Ильяс]. Біреуі [Серік] дейді, сол тепті.",
        "Менің атым [Асан], көршім [Ильяс]. [Серік] темекісін қолыма басты.",
        "Я [Асан], рядом [Ильяс]. В колонии фельдшер [Гуля] не смотрела рану.",
        "M.H.: I am [Asan], he is [Ilyas].\n\nM.H.: Who was the other one?\n\nA: [Dauren]. He wasn't old.",
    ],
)
def test_who_is_told_as_doing_harm_is_an_official(text: str) -> None:
    assert roles(text) == [Role.PROTECTED, Role.PROTECTED, Role.OFFICIAL]


@pytest.mark.parametrize(
    "text",
    [
        "Я [Асан], рядом [Ильяс]. Били [Витю] палкой.",
        "Я [Асан], рядом [Ильяс]. Звоните сыну, его зовут [Рим].",
        "I am [Asan] and he is [Ilyas]. They beat [Oleg] with a stick.",
        "Менің атым [Асан], көршім [Ильяс]. [Серікті] ұрды.",
        "Я [Асан], рядом [Ильяс]. Сказал: «[Баке], прости».",
        "Опрос: [Асан], [Ильяс].\n[Витя]: бил кого-нибудь?",
    ],
)
def test_who_suffers_is_spoken_to_or_asks_is_protected(text: str) -> None:
    assert roles(text) == [Role.PROTECTED] * 3


def test_who_stands_beside_an_official_in_one_breath_is_likely_one_too() -> None:
    text = "Я [Асан], рядом [Ильяс]. Пришли капитан [Оспанов] и [Лёха], он смеялся."
    assert roles(text)[2:4] == [Role.OFFICIAL, Role.OFFICIAL]


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
