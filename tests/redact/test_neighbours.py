"""Halves of one name are joined, two people side by side are not."""

import re

import pytest

from models.findings import Finding
from models.labels import Label
from redact.neighbours import join_names


def joined(text: str) -> list[str]:
    """The surfaces after joining the [bracketed] persons."""
    plain, found, at = "", [], 0
    for match in re.finditer(r"\[([^]]+)\]", text):
        plain += text[at : match.start()]
        found.append(Finding(len(plain), len(plain) + len(match[1]), Label.PERSON, 0.8, "test"))
        plain, at = plain + match[1], match.end()
    plain += text[at:]
    return [plain[f.start : f.end] for f in join_names(plain, found)]


@pytest.mark.parametrize(
    "text", ["Пришёл [Жолбарыс] [Ортай] с бумагой.", "Судья [Правда] [Людмила] слушала."]
)
def test_halves_of_a_name_are_one(text: str) -> None:
    assert len(joined(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Пришли [Ерлан] [Марат] и ещё кто-то.",
        "[Айгүлге] [Бейбіттің] хаты келді.",
        "Пришли [Оспанов], [Ли].",
        "мы с [ерланом] [асановым] шли",
    ],
)
def test_two_people_stay_two(text: str) -> None:
    assert len(joined(text)) == 2
