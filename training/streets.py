"""Street-level addresses in the ways of Kazakhstan: streets, microdistricts, squares, house and flat."""

import random

from training import kazakh, russian
from training.lists import words
from training.names import NameLists, with_russian_ending
from training.spelling import english_latin, kazakh_latin_variant, russian_letters


def _person_street(rng: random.Random, names: NameLists, lang: str) -> str:
    base = rng.choice(names.given["kk", "m"])
    surname = with_russian_ending(base)
    if lang == "ru":
        return russian.decline(russian_letters(surname), "surname", "m", "gen")
    return surname if rng.random() < 0.5 else f"{base} {rng.choice(['батыр', 'би', 'хан', 'ақын'])}"


def _number(rng: random.Random) -> str:
    return str(rng.randint(1, 220)) + rng.choice(["", "", "", "", "а", "/" + str(rng.randint(1, 9))])


def street(rng: random.Random, names: NameLists, case: str, *, lang: str) -> str:
    """A street-level address; with house and flat more often than not."""
    if lang == "ru":
        return _russian(rng, names, case)
    if lang == "en":
        return _english(rng, names)
    text = _kazakh(rng, names, case)
    return kazakh_latin_variant(text, 0.0) if lang == "kk_latin" else text


def _russian(rng: random.Random, names: NameLists, case: str) -> str:
    roll = rng.random()
    if roll < 0.15:
        name = rng.choice(words("microdistricts_ru"))
        mark = rng.choice(["мкр ", "мкр. ", "микрорайон ", "мкрн ", "м-н "])
        head = rng.choice(
            [
                f"{mark}{name}-{rng.randint(1, 9)}",
                f"{mark}{name}",
                f"{rng.randint(1, 32)} мкр",
                f"{rng.randint(1, 32)}-й микрорайон",
            ]
        )
    elif roll < 0.22:
        noun = {"nom": "площадь", "acc": "площадь", "ins": "площадью"}.get(case, "площади")
        return f"{noun} {rng.choice(words('squares_ru'))}"
    else:
        name = rng.choice(words("streets_ru")) if rng.random() < 0.5 else _person_street(rng, names, "ru")
        if name.endswith("ая") and case not in ("nom", "acc"):
            name = name[:-2] + "ой"
        roll = rng.random()
        if roll < 0.45:
            head = f"ул. {name}"
        elif roll < 0.7:
            head = f"{russian.decline_place('улица', case) if case != 'ins' else 'улицей'} {name}"
        elif roll < 0.85:
            kind = rng.choice(
                ["пр.", "пр-т", "проспект", "проспекте", "переулок", "пер.", "шоссе", "бульвар"]
            )
            head = f"{kind} {name}"
        elif roll < 0.93:
            other = _person_street(rng, names, "ru")
            return f"{name} {rng.choice(['и', '–', '-', '/'])} {other}"
        else:
            head = name
    if rng.random() < 0.35 and not head[0].isupper():
        return head
    house = rng.choice([", д. ", ", д.", ", дом ", ", ", " ", " дом "]) + _number(rng)
    if rng.random() < 0.5:
        flat = rng.randint(1, 150)
        house += rng.choice(
            [f", кв. {flat}", f", кв.{flat}", f", квартира {flat}", f"-{flat}", f" кв {flat}"]
        )
    return head + house


def _kazakh(rng: random.Random, names: NameLists, case: str) -> str:
    name = rng.choice(words("streets_kk")) if rng.random() < 0.5 else _person_street(rng, names, "kk")
    if rng.random() < 0.2:
        name, nouns = (
            rng.choice(words("microdistricts_kk")),
            ["шағын ауданы", "ықшам ауданы", "ы.а.", "ш.а.", "мкр"],
        )
        name += rng.choice(["", f"-{rng.randint(1, 9)}"])
    else:
        nouns = ["көшесі", "көшесі", "көшесі", "даңғылы", "к-сі", "көш."]
    noun = rng.choice(nouns)
    if rng.random() < 0.45 and noun.endswith(("ы", "і")):
        return f"{name} {kazakh.inflect(noun, case, possessive='-' not in noun)}"
    text = f"{name} {noun}{rng.choice([', ', ' ', ', '])}{_number(rng)}{rng.choice(['-үй', ' үй', '', ''])}"
    if rng.random() < 0.5:
        flat = rng.randint(1, 150)
        text += rng.choice([f", {flat}-пәтер", f", {flat}-п.", f", пәтер {flat}", f"-{flat}"])
    return text


def _english(rng: random.Random, names: NameLists) -> str:
    base = rng.choice(words("streets_kk")) if rng.random() < 0.5 else _person_street(rng, names, "kk")
    name = " ".join(english_latin(russian_letters(word), rng) for word in base.split(" "))
    name = " ".join(word[:1].upper() + word[1:] for word in name.split(" "))
    house, flat = _number(rng).replace("а", "A"), rng.randint(1, 150)
    if rng.random() < 0.15:
        place = english_latin(rng.choice(words("microdistricts_ru")), rng)
        return (
            f"{place}-{rng.randint(1, 9)} microdistrict, {rng.choice(['house', 'building', 'bldg'])} {house}"
        )
    kind = rng.choice(["Street", "Street", "Avenue", "Ave", "St.", "Lane", "street", "Square", "Highway"])
    if kind == "Square" or rng.random() < 0.35:
        return f"{name} {kind}"
    tail = rng.choice(["", "", f", apt. {flat}", f", flat {flat}", f", apt {flat}"])
    return rng.choice([f"{house} {name} {kind}", f"{name} {kind} {house}", f"{name} {kind}, {house}"]) + tail
