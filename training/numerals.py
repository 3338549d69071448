"""Small numbers in words, as they are spoken: ages, days and years in three languages."""

from typing import Final

from training.lists import numbers

_RU: Final = numbers("ru")
_RU_TENS: Final = numbers("ru_tens")
_RU_ORDINAL: Final = numbers("ru_ordinal")
_RU_ORDINAL_TENS: Final = numbers("ru_ordinal_tens")
_KK: Final = numbers("kk")
_KK_TENS: Final = numbers("kk_tens")
_EN: Final = numbers("en")
_EN_TENS: Final = numbers("en_tens")
_EN_ORDINAL: Final = numbers("en_ordinal")
_EN_ORDINAL_TENS: Final = numbers("en_ordinal_tens")


def russian(number: int) -> str:
    """0 to 99 in Russian, nominative."""
    if number < 20:
        return _RU[number]
    unit = number % 10
    return _RU_TENS[number // 10 - 2] + (f" {_RU[unit]}" if unit else "")


def russian_ordinal(number: int) -> str:
    """0 to 99 as a Russian ordinal in the genitive (пятого, двадцать первого)."""
    if number < 20:
        return _RU_ORDINAL[number]
    unit = number % 10
    return f"{_RU_TENS[number // 10 - 2]} {_RU_ORDINAL[unit]}" if unit else _RU_ORDINAL_TENS[number // 10 - 2]


def kazakh(number: int) -> str:
    """0 to 99 in Kazakh."""
    if number < 10:
        return _KK[number]
    unit = number % 10
    return _KK_TENS[number // 10 - 1] + (f" {_KK[unit]}" if unit else "")


def kazakh_ordinal(number: int) -> str:
    """1 to 99 as a Kazakh ordinal (бесінші, он екінші, жиырмасыншы)."""
    word = kazakh(number)
    if word.endswith("жиырма"):
        return word + "сыншы"
    if word.endswith(("екі", "алты", "жеті")):
        return word + {"екі": "нші", "алты": "ншы", "жеті": "нші"}[word.rsplit(" ", maxsplit=1)[-1]]
    if word.endswith("елу"):
        return word + "інші"
    back = word.endswith(("он", "тоғыз", "отыз", "қырық", "алпыс", "тоқсан"))
    return word + ("ыншы" if back else "інші")


def english(number: int) -> str:
    """0 to 99 in English, without a hyphen, as a transcript writes it."""
    if number < 20:
        return _EN[number]
    unit = number % 10
    return _EN_TENS[number // 10 - 2] + (f" {_EN[unit]}" if unit else "")


def english_ordinal(number: int) -> str:
    """0 to 99 as an English ordinal (fifth, twenty first)."""
    if number < 20:
        return _EN_ORDINAL[number]
    unit = number % 10
    return f"{_EN_TENS[number // 10 - 2]} {_EN_ORDINAL[unit]}" if unit else _EN_ORDINAL_TENS[number // 10 - 2]
