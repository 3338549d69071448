"""Russian case forms of names and places."""

import pytest

from training.names import feminine, patronymic, with_russian_ending
from training.russian import decline, decline_place, decline_soft


@pytest.mark.parametrize(
    ("word", "part", "gender", "case", "form"),
    [
        ("Ерлан", "given", "m", "dat", "Ерлану"),
        ("Ахметов", "surname", "m", "ins", "Ахметовым"),
        ("Ахметова", "surname", "f", "dat", "Ахметовой"),
        ("Серикович", "patronymic", "m", "gen", "Сериковича"),
        ("Гульнара", "given", "f", "acc", "Гульнару"),
        ("Айгуль", "given", "f", "gen", "Айгуль"),
        ("Карлыгаш", "given", "f", "dat", "Карлыгаш"),
        ("Касым", "surname", "f", "dat", "Касым"),
        ("Серікұлы", "patronymic", "m", "dat", "Серікұлы"),
    ],
)
def test_names_decline_as_russian_declines_them(
    word: str, part: str, gender: str, case: str, form: str
) -> None:
    assert decline(word, part, gender, case) == form


def test_a_soft_name_may_decline_as_many_writers_do() -> None:
    assert decline_soft("Айгуль", "ins") == "Айгулью"


@pytest.mark.parametrize(
    ("place", "case", "form"),
    [
        ("Тараз", "loc", "Таразе"),
        ("Караганда", "gen", "Караганды"),
        ("Алматы", "loc", "Алматы"),
        ("Семей", "gen", "Семея"),
        ("Атырауская область", "loc", "Атырауской области"),
        ("Ауэзовский район", "gen", "Ауэзовского района"),
    ],
)
def test_places_decline(place: str, case: str, form: str) -> None:
    assert decline_place(place, case) == form


def test_made_parts_of_names() -> None:
    assert patronymic("Серик", "m") == "Серикович"
    assert patronymic("Абай", "f") == "Абаевна"
    assert patronymic("Юрий", "m") == "Юрьевич"
    assert feminine("Оспанов") == "Оспанова"
    assert feminine("Ким") == "Ким"
    assert with_russian_ending("Серік") == "Серіков"
