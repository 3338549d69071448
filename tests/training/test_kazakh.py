"""Kazakh case endings follow the vowels and the last sound of a word."""

import pytest

from training.kazakh import inflect


@pytest.mark.parametrize(
    ("word", "case", "form"),
    [
        ("Ерлан", "gen", "Ерланның"),
        ("Ерлан", "dat", "Ерланға"),
        ("Ерлан", "abl", "Ерланнан"),
        ("Ерлан", "ins", "Ерланмен"),
        ("Айгүл", "gen", "Айгүлдің"),
        ("Айгүл", "dat", "Айгүлге"),
        ("Серік", "dat", "Серікке"),
        ("Серік", "acc", "Серікті"),
        ("Серік", "ins", "Серікпен"),
        ("Болат", "gen", "Болаттың"),
        ("Әлия", "acc", "Әлияны"),
        ("Абай", "acc", "Абайды"),
        ("Жеңіс", "loc", "Жеңісте"),
        ("Айгуль", "dat", "Айгульге"),
        ("Ораз", "ins", "Оразбен"),
        ("Ахметов", "dat", "Ахметовқа"),
    ],
)
def test_names_take_the_endings_of_their_vowels_and_last_sound(word: str, case: str, form: str) -> None:
    assert inflect(word, case) == form


@pytest.mark.parametrize(
    ("case", "form"),
    [
        ("gen", "Серікұлының"),
        ("dat", "Серікұлына"),
        ("acc", "Серікұлын"),
        ("loc", "Серікұлында"),
        ("abl", "Серікұлынан"),
    ],
)
def test_patronymics_take_the_endings_of_a_possessive(case: str, form: str) -> None:
    assert inflect("Серікұлы", case) == form


def test_women_s_patronymics_too() -> None:
    assert inflect("Серікқызы", "dat") == "Серікқызына"


def test_possessive_nouns_when_told_so() -> None:
    assert inflect("Алматы облысы", "loc", possessive=True) == "Алматы облысында"


def test_capitals_stay_capitals_and_the_nominative_is_the_word() -> None:
    assert inflect("ОСПАНОВ", "gen") == "ОСПАНОВТЫҢ"
    assert inflect("Ерлан", "nom") == "Ерлан"
