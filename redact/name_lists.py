"""The name lists of redact/names as sets of fold keys, read once."""

from functools import cache
from typing import Final

from redact.data import lines_of
from redact.letters import fold

_GIVEN = ("given_kk_m", "given_kk_f", "given_ru_m", "given_ru_f", "given_other_m", "given_other_f")
_TYPED_RUSSIAN: Final = str.maketrans("әғқңөұүіһё", "агкноууихе")
_SURNAMES = ("surnames_kk", "surnames_ru", "surnames_other", "surnames_en")


def _lines(name: str) -> tuple[str, ...]:
    return lines_of("names", name)


def flat(low: str) -> str:
    """A lower-case word as it is typed without Kazakh letters; unlike `fold` it keeps words apart."""
    return low.translate(_TYPED_RUSSIAN)


@cache
def given_keys() -> frozenset[str]:
    """Fold keys of all given names and diminutives."""
    words = [word for name in (*_GIVEN, "given_en_m", "given_en_f") for word in _lines(name)]
    words += [line.split("\t")[0] for line in _lines("diminutives")]
    return frozenset(fold(word) for word in words)


@cache
def given_flat() -> frozenset[str]:
    """The same names as `flat` writes them: tells a name that is a word too from a word that folds to one."""
    words = [word for name in (*_GIVEN, "given_en_m", "given_en_f") for word in _lines(name)]
    words += [line.split("\t")[0] for line in _lines("diminutives")]
    return frozenset(flat(word.lower()) for word in words)


@cache
def bare_surname_keys() -> frozenset[str]:
    """Fold keys of Kazakh surnames without -ов, -ев: the form that many families use since the 1990s."""
    bare = (word[:-2] for word in _lines("surnames_kk") if word.endswith(("ов", "ев")))
    return frozenset(fold(word) for word in bare if len(word) > 4)


@cache
def full_given_keys() -> frozenset[str]:
    """Fold keys of given names without English ones and diminutives: surnames grow on them."""
    return frozenset(fold(word) for name in _GIVEN for word in _lines(name) if len(word) >= 4)


@cache
def surname_keys() -> frozenset[str]:
    """Fold keys of listed surnames, masculine nominative."""
    return frozenset(fold(word) for name in _SURNAMES for word in _lines(name))


@cache
def common_keys(*, latin: bool) -> frozenset[str]:
    """Name-forms that are also ordinary words, English ones or those in Cyrillic, as `flat` writes them."""
    return frozenset(flat(word) for word in _lines("common_words") if word.isascii() == latin)


@cache
def not_name_keys() -> frozenset[str]:
    """Fold keys of capitalised words that are no persons: places, peoples, months, offices."""
    return frozenset(fold(word) for word in _lines("not_names"))


@cache
def diminutive_keys() -> dict[str, frozenset[str]]:
    """Fold key of a diminutive to those of the names it stands for (Саша: Александр, Александра)."""
    bases: dict[str, set[str]] = {}
    for short, full in diminutives():
        bases.setdefault(fold(short), set()).add(fold(full))
    return {short: frozenset(found) for short, found in bases.items()}


@cache
def common_words() -> frozenset[str]:
    """Lower-case words that are names as well (надежда, арман, hope)."""
    return frozenset(word.lower() for word in _lines("common_words"))


@cache
def not_names() -> frozenset[str]:
    """Capitalised words that are no persons, in lower case: places, peoples, months, offices."""
    return frozenset(word.lower() for word in _lines("not_names"))


@cache
def diminutives() -> tuple[tuple[str, str], ...]:
    """Pairs of diminutive and full name, as written in the list."""
    return tuple((short, full) for short, full in (line.split("\t") for line in _lines("diminutives")))
