"""What a word is recognised by: its forms in other scripts and case endings, as keys that are compared."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from redact.letters import fold
from redact.stems import stems

SHORT: Final = 4
_LONG_WORD: Final = 5
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
_HUMP: Final = re.compile(r"(?<=[a-zа-яёәіңғүұқөһ])(?=[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ])")
_ALIKE: Final = str.maketrans("aceopxyABCEHKMOPTXYiI", "асеорхуАВСЕНКМОРТХУіІ")
# Cyrillic capitals that plates and accounts are typed with in the place of Latin ones.
_LATIN: Final = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")
_GREEK: Final = dict(zip("αβγδεζηθικλμνξοπρσςτυφχω", "абгдезитиклмнкопрсстуфхо", strict=True))
_LATIN_LETTER: Final = re.compile(r"[A-Za-z]")


@lru_cache(maxsize=200_000)
def keys_of(word: str) -> frozenset[str]:
    """All keys of a word: of what it is, and of what it may be a form of; a short stump says nothing."""
    if word.isdecimal():
        return frozenset({word})
    found = frozenset[str]().union(*(stems(form) for form in _forms(word)))
    shortest = SHORT - 1 if len(word) >= _LONG_WORD else SHORT
    return frozenset(key for key in found if len(key) >= shortest) | whole_keys(word)


@lru_cache(maxsize=200_000)
def whole_keys(word: str) -> frozenset[str]:
    """The keys of a word as it is written."""
    return frozenset(word if word.isdecimal() else fold(form) for form in _forms(word))


def compact(words: str) -> str:
    """Letters and digits alone, in capitals of one alphabet: a plate or an account however it is written."""
    return "".join(filter(str.isalnum, words)).upper().translate(_LATIN)


def pieces_of(word: str) -> set[str]:
    """A word with its parts: of two with a hyphen, of two run together."""
    humps = _HUMP.split(word)
    return {word, *(piece for piece in (*_TOKEN.findall(word), *humps) if len(piece) >= SHORT)}


def _forms(word: str) -> tuple[str, ...]:
    """A word, and what it reads as where it is typed in letters that look the same or bear odd marks."""
    forms = {word}
    alike = word.translate(_ALIKE)
    if not _LATIN_LETTER.search(alike):
        forms.add(alike)  # Capa for Сара
    if not word.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        if bare.isascii():
            forms.add(bare)
        greek = "".join(_GREEK.get(c, c) for c in bare.lower())
        if greek != bare.lower():
            forms.add(greek)
    return tuple(forms)
