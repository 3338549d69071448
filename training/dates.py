"""Dates, months, years, dates of birth and ages as people write and say them, in three languages."""

import random
from typing import Final

from training import kazakh, numerals
from training.lists import numbers

_RU_GEN: Final = numbers("ru_months")
_RU_STEMS: Final = numbers("ru_month_stems")
_KK: Final = numbers("kk_months")
_EN: Final = numbers("en_months")


def _month_ru(index: int, case: str) -> str:
    stem = _RU_STEMS[index]
    if index == 4:
        return {"nom": "май", "acc": "май", "gen": "мая", "dat": "маю", "ins": "маем"}.get(case, "мае")
    hard = stem in ("март", "август")
    ends = {"nom": "", "acc": "", "gen": "а", "dat": "у", "ins": "ом", "loc": "е"} if hard else {
        "nom": "ь", "acc": "ь", "gen": "я", "dat": "ю", "loc": "е",
        "ins": "ём" if stem[-2:] == "бр" or index < 2 else "ем",
    }  # fmt: skip
    return stem + ends["gen" if case == "abl" else case]


def month(rng: random.Random, case: str, *, lang: str) -> str:
    """A month alone."""
    index = rng.randrange(12)
    if lang == "ru":
        return _month_ru(index, case)
    return _EN[index] if lang == "en" else kazakh.inflect(_KK[index], case)


def year(rng: random.Random, *, lang: str, spoken: bool) -> str:
    """A year of events; in words where it is spoken."""
    number = rng.choice([2022] * 6 + [2019, 2020, 2021, 2023, 2024, 2011, 2018, 2016, 1999, 2025])
    if not spoken or rng.random() < 0.4:
        return str(number)
    return _year_words(number, lang)


def _year_words(number: int, lang: str) -> str:
    rest = number % 100
    if lang == "ru":
        head = "две тысячи " if number >= 2000 else "тысяча девятьсот "
        return head + numerals.russian_ordinal(rest) if rest else "двухтысячного"
    if lang == "en":
        head = "twenty " if number >= 2010 else ("two thousand " if number >= 2000 else "nineteen ")
        return (head + numerals.english(rest)).strip() if rest else "two thousand"
    head = "екі мың " if number >= 2000 else "бір мың тоғыз жүз "
    return head + (numerals.kazakh_ordinal(rest) if rest else "інші")


def day_month(rng: random.Random, case: str, *, lang: str, spoken: bool) -> str:
    """A day with its month, or a bare day (6-го, the 9th)."""
    day, index = rng.randint(1, 28), rng.choice([0] * 8 + list(range(12)))
    bare = rng.random() < 0.15
    if lang == "ru":
        return _day_month_ru(rng, day, index, spoken=spoken, bare=bare)
    if lang == "en":
        return _day_month_en(rng, day, index, spoken=spoken, bare=bare)
    tail = kazakh.inflect(_KK[index], case)
    if spoken:
        return f"{numerals.kazakh_ordinal(day)} {tail}"
    if bare and case in ("nom", "loc"):
        return f"{day}-{'сы' if day % 10 in (6, 9) else 'і'}" + ("нде" if case == "loc" else "")
    return f"{day} {tail}" if rng.random() < 0.9 else f"{day}-ші {tail}"


def _day_month_ru(rng: random.Random, day: int, index: int, *, spoken: bool, bare: bool) -> str:
    if spoken:
        return numerals.russian_ordinal(day) + ("" if bare else " " + _RU_GEN[index])
    if bare:
        return f"{day}-го"
    if rng.random() < 0.06:
        return f"{day:02}.{index + 1:02}"
    return f"{day} {_RU_GEN[index]}" if rng.random() < 0.9 else f"{day}-го {_RU_GEN[index]}"


def _day_month_en(rng: random.Random, day: int, index: int, *, spoken: bool, bare: bool) -> str:
    name = _EN[index] if rng.random() < 0.85 else _EN[index][:3]
    if spoken:
        word = numerals.english_ordinal(day)
        return word if bare else rng.choice([f"{name} {word}", f"{word} of {name}"])
    suffix = "th" if 4 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    nth = f"{day}{suffix}"
    plain = f"{day} {name}"
    return nth if bare else rng.choice([plain, plain, f"{name} {day}", f"{name} {nth}", f"{nth} of {name}"])


def full(rng: random.Random, case: str, *, lang: str, spoken: bool, born: bool = False) -> str:
    """A full date; `born` draws a year of birth."""
    day, index = rng.randint(1, 28), rng.choice([0, 0, 0, *range(12)])
    number = rng.randint(1948, 2009) if born else rng.choice([2022, 2022, 2022, 2019, 2021, 2023, 2024])
    d, m = f"{day:02}", f"{index + 1:02}"
    dotted = [f"{d}.{m}.{number}", f"{d}.{m}.{number % 100:02}", f"{day}.{m}.{number}"]
    dotted += [f"{d}/{m}/{number}", f"{number}-{m}-{d}", f"{d}-{m}-{number}"]
    if lang == "ru":
        if spoken:
            return (
                f"{numerals.russian_ordinal(day)} {_RU_GEN[index]} {_year_words(number, 'ru')}"
                + rng.choice(["", " года"])
            )
        words = (
            f"{day} {_RU_GEN[index]}{rng.choice([' ', ' ', ', '])}{number}{rng.choice([' года', ' г.', ''])}"
        )
    elif lang == "en":
        name = _EN[index]
        if spoken:
            return f"{name.lower()} {numerals.english_ordinal(day)} {_year_words(number, 'en')}"
        words = rng.choice(
            [f"{day} {name} {number}", f"{name} {day}, {number}", f"{day} {name[:3]} {number}"]
        )
    else:
        tail = kazakh.inflect(_KK[index], "loc" if born and case == "nom" and rng.random() < 0.8 else case)
        if spoken:
            named = f"{_year_words(number, 'kk')} {rng.choice(['жылы', 'жылғы'])}"
            return f"{named} {numerals.kazakh_ordinal(day)} {tail}"
        words = f"{number} {rng.choice(['жылғы', 'жылы', 'ж.'])} {day} {tail}"
    if rng.random() < (0.4 if born else 0.25):
        return rng.choice([*dotted[:3], *dotted]) + (
            rng.choice(["", "", " ж."]) if lang.startswith("kk") else ""
        )
    return words


def birth(rng: random.Random, case: str, *, lang: str, spoken: bool) -> str:
    """A date of birth; now and then only the year or the day."""
    roll = rng.random()
    if roll < 0.12:
        number = rng.randint(1950, 2008)
        return _year_words(number, lang) if spoken else str(number)
    if roll < 0.16:
        return day_month(rng, case, lang=lang, spoken=spoken)
    return full(rng, case, lang=lang, spoken=spoken, born=True)


def age(rng: random.Random, *, lang: str, spoken: bool) -> str:
    """An age with or without its unit."""
    number = rng.choice([rng.randint(14, 75), rng.randint(18, 45), rng.randint(1, 17)])
    in_words = spoken or rng.random() < 0.2
    if lang == "ru":
        unit = "лет" if 5 <= number % 100 <= 20 or number % 10 in (0, 5, 6, 7, 8, 9) else "года"
        unit = "год" if number % 10 == 1 and number % 100 != 11 else unit
        word = numerals.russian(number) if in_words else str(number)
        return f"{word} {unit}" if rng.random() < 0.85 else word
    if lang == "en":
        word = numerals.english(number) if in_words else str(number)
        if in_words and rng.random() < 0.5:
            word = word.replace(" ", "-")
        return rng.choice(
            [word, word, f"{word} years old", f"{word}-year-old", f"{word} y.o.", f"{word} years"]
        )
    word = numerals.kazakh(number) if in_words else str(number)
    if rng.random() < 0.65:
        return f"{word} {rng.choice(['жаста', 'жаста', 'жаста', 'жасар', 'жас'])}"
    return kazakh.inflect(word, "loc") if in_words else word
