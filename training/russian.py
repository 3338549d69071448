"""Russian case forms: names by pytrovich's rules, places and adjectives by a few of our own."""

from functools import cache
from typing import Final

from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

CASES: Final = ("nom", "gen", "dat", "acc", "ins", "loc")
_CASE: Final = {
    "nom": Case.NOMINATIVE,
    "gen": Case.GENITIVE,
    "dat": Case.DATIVE,
    "acc": Case.ACCUSATIVE,
    "ins": Case.INSTRUMENTAL,
    "loc": Case.PREPOSITIONAL,
    "abl": Case.GENITIVE,  # a Kazakh case: "from him" takes the genitive in Russian
}
_PART: Final = {
    "given": NamePart.FIRSTNAME,
    "surname": NamePart.LASTNAME,
    "patronymic": NamePart.MIDDLENAME,
}
_GENDER: Final = {"m": Gender.MALE, "f": Gender.FEMALE}
_CONSONANTS: Final = set("бвгджзклмнпрстфхцчшщ")


@cache
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


@cache
def decline(word: str, part: str, gender: str, case: str) -> str:
    """A name part ("given", "surname", "patronymic") in a Russian case; -ұлы and -қызы never decline."""
    low = word.lower()
    if case == "nom" or low.endswith(("ұлы", "қызы", "улы", "кызы")):
        return word
    if gender == "f" and low[-1] in _CONSONANTS:
        return word  # a woman's name or surname that ends in a consonant stays as it is
    made = _maker().make(_PART[part], _GENDER[gender], _CASE[case], word)
    return made if made.isalpha() or "-" in made else word


_FEMININE_SOFT: Final = {"gen": "и", "dat": "и", "acc": "ь", "ins": "ью", "loc": "и"}


def decline_soft(word: str, case: str) -> str:
    """A woman's name in a soft sign (Айгуль) with the endings that many writers give it (Айгули, Айгулью)."""
    return word if case == "nom" else word[:-1] + _FEMININE_SOFT["gen" if case == "abl" else case]


_HARD: Final = {"gen": "а", "dat": "у", "acc": "", "ins": "ом", "loc": "е"}
_SOFT: Final = {"gen": "я", "dat": "ю", "acc": "й", "ins": "ем", "loc": "е"}
_IN_A: Final = {"gen": "ы", "dat": "е", "acc": "у", "ins": "ой", "loc": "е"}
_IN_YA: Final = {"gen": "и", "dat": "е", "acc": "ю", "ins": "ей", "loc": "е"}
_ADJECTIVE_F: Final = {"gen": "ой", "dat": "ой", "acc": "ую", "ins": "ой", "loc": "ой"}
_ADJECTIVE_M: Final = {"gen": "ого", "dat": "ому", "acc": "ий", "ins": "им", "loc": "ом"}
_OBLAST: Final = {"gen": "области", "dat": "области", "acc": "область", "ins": "областью", "loc": "области"}


def _stem_then(word: str, cut: int, table: dict[str, str], case: str) -> str:
    return word[: len(word) - cut] + table[case]


def decline_place(word: str, case: str) -> str:
    """One place name in a Russian case; names in -о -е -и -ы -у stay, phrases change word by word."""
    case = "gen" if case == "abl" else case
    if case == "nom":
        return word
    if " " in word:
        return " ".join(decline_place(part, case) for part in word.split(" "))
    low = word.lower()
    if low == "область":
        return _OBLAST[case]
    forms: list[tuple[str, int, dict[str, str]]] = [
        ("ская", 2, _ADJECTIVE_F),
        ("ный", 2, {**_ADJECTIVE_M, "acc": "ый", "ins": "ым"}),
        ("ский", 2, _ADJECTIVE_M),
        ("ия", 1, {"gen": "и", "dat": "и", "acc": "ю", "ins": "ей", "loc": "и"}),
        ("я", 1, _IN_YA),
        ("а", 1, {**_IN_A, "gen": "и"} if low[-2:-1] in set("гкхжчшщ") else _IN_A),
        ("й", 1, _SOFT),
        ("ь", 1, {"gen": "и", "dat": "и", "acc": "ь", "ins": "ью", "loc": "и"}),
    ]
    for tail, cut, table in forms:
        if low.endswith(tail):
            return _stem_then(word, cut, table, case)
    return word + _HARD[case] if low[-1] in _CONSONANTS else word
