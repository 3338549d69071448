"""Settlements, regions and countries for PLACE slots: Russian, Kazakh and Latin forms, real and made up."""

import random
from typing import NamedTuple

from training import kazakh, russian
from training.lists import rows, words
from training.spelling import english_latin, kazakh_latin_variant, russian_letters


class Place(NamedTuple):
    """One place; `possessive` says that its Kazakh form takes possessive endings (облысы, ауданы)."""

    ru: str
    kk: str
    en: str
    possessive: bool = False


def village(rng: random.Random) -> Place:
    """A made-up village."""
    if rng.random() < 0.2:
        name = rng.choice(words("villages_ru"))
        return Place(name, name, english_latin(name, rng))
    name = rng.choice(words("village_heads")) + rng.choice(words("village_tails"))
    plain = russian_letters(name)
    return Place(plain, name, english_latin(plain, rng))


def region(rng: random.Random) -> Place:
    """A region or a district, with its noun."""
    if rng.random() < 0.5:
        ru, kk, en = rng.choice(rows("regions"))
        noun = rng.choice(["Region", "region", "Oblast", "oblast"])
        return Place(f"{ru} область", f"{kk} облысы", f"{en} {noun}", True)
    ru, kk, en = rng.choice(rows("districts"))
    noun = rng.choice(["District", "district", "raion"])
    return Place(f"{ru} район", f"{kk} ауданы", f"{en} {noun}", True)


def town(rng: random.Random) -> Place:
    """A town or a country; now and then a village, so that unknown names are places too."""
    if rng.random() < 0.15:
        return village(rng)
    ru, kk, en = rng.choice(rows("towns"))
    return Place(ru, kk, en)


def render(place: Place, case: str, *, lang: str, style: float = 0.0) -> str:
    """The place in a language and case."""
    if lang == "en":
        return place.en
    if lang == "ru":
        return russian.decline_place(place.ru, case)
    inflected = kazakh.inflect(place.kk, case, possessive=place.possessive)
    return kazakh_latin_variant(inflected, style) if lang == "kk_latin" else inflected
