"""Kazakh case endings for any noun or name in Cyrillic: vowel harmony and the last sound choose the shape."""

from typing import Final

CASES: Final = ("nom", "gen", "dat", "acc", "loc", "abl", "ins")

_BACK, _FRONT = set("аоұыяё"), set("әөүіеэ")
_NASAL, _SONORANT, _SIBILANT = set("мнң"), set("рлйуию"), set("жз")
_POSSESSIVE = ("ұлы", "қызы", "улы", "кызы")

# Rows: after a vowel, after м н ң, after р л й у и, after ж з, after the rest, after a possessive.
# A and Y stand for the vowels of harmony (а/е, ы/і), G for ғ/г or қ/к in the dative.
_ENDINGS: Final[dict[str, tuple[str, str, str, str, str, str]]] = {
    "gen": ("нYң", "нYң", "дYң", "дYң", "тYң", "нYң"),
    "dat": ("ғA", "ғA", "ғA", "ғA", "қA", "нA"),
    "acc": ("нY", "дY", "дY", "дY", "тY", "н"),
    "loc": ("дA", "дA", "дA", "дA", "тA", "ндA"),
    "abl": ("дAн", "нAн", "дAн", "дAн", "тAн", "нAн"),
    "ins": ("мен", "мен", "мен", "бен", "пен", "мен"),
}
_FRONTED: Final = str.maketrans({"A": "е", "Y": "і", "ғ": "г", "қ": "к"})
_BACKED: Final = str.maketrans({"A": "а", "Y": "ы"})


def is_front(word: str) -> bool:
    """Whether the word takes front endings; its last clear vowel decides, a soft sign at the end is front."""
    low = word.lower()
    if low.endswith("ь"):
        return True
    for char in reversed(low):
        if char in _FRONT:
            return True
        if char in _BACK:
            return False
    return "и" in low


def is_possessive(word: str) -> bool:
    """Whether the word is a patronymic in -ұлы or -қызы, which takes the endings of a possessive."""
    return word.lower().endswith(_POSSESSIVE)


def ending(word: str, case: str, *, possessive: bool = False) -> str:
    """The ending of `case` (one of CASES) for the word, without the word; empty in the nominative."""
    if case == "nom" or not word:
        return ""
    low = word.lower().rstrip("ьъ")
    last = low[-1] if low else ""
    if possessive or is_possessive(word):
        row = 5
    elif last in _NASAL:
        row = 1
    elif last in _SONORANT:
        row = 2
    elif last in _SIBILANT:
        row = 3
    elif last in _BACK or last in _FRONT:
        row = 0
    else:
        row = 4
    shape = _ENDINGS[case][row]
    return shape.translate(_FRONTED if is_front(word) else _BACKED)


def inflect(word: str, case: str, *, possessive: bool = False) -> str:
    """The word with its case ending, in capitals where the whole word is."""
    tail = ending(word, case, possessive=possessive)
    return word + (tail.upper() if word.isupper() and len(word) > 2 else tail)
