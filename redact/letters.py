"""Letters of three scripts: one key for the many spellings of a name, and Latin renderings of Cyrillic.

The key merges the letter classes of Russian, Kazakh Cyrillic and the Latin spellings in use (passport, BGN,
the 2017, 2018 and 2021 alphabets, Turkish-like, English), so that Қайрат, Кайрат, Kairat and Qayrat are one.
It serves matching only and is never shown or stored.
"""

import re
import unicodedata
from functools import lru_cache

# Several letters to one sound first, longest first; what follows is letter by letter.
_CLUSTERS = [
    ("shch", "ш"),
    ("ngg", "н"),
    ("dzh", "ж"),
    ("tsh", "ч"),
    ("zh", "ж"),
    ("dj", "ж"),
    ("kh", "х"),
    ("gh", "г"),
    ("sh", "ш"),
    ("ch", "ч"),
    ("ts", "ц"),
    ("ng", "н"),
    ("ñğ", "н"),
    ("ńǵ", "н"),
    ("ңғ", "н"),
    ("нғ", "н"),
    ("нг", "н"),
    ("дж", "ж"),
    ("yo", "е"),
    ("ye", "е"),
    ("yu", "иу"),
    ("iu", "иу"),
    ("ya", "иа"),
    ("ia", "иа"),
    ("ъе", "е"),
    ("ье", "е"),
]
_LETTERS = {
    **dict(zip("абвгдезиклмнопрстуфхцч", "абвгдезиклмнопрстуфхцч", strict=True)),
    "ё": "е", "э": "е", "ж": "ж", "й": "и", "ы": "и", "і": "и", "ї": "и", "ш": "ш", "щ": "ш",
    "ю": "иу", "я": "иа", "ъ": "", "ь": "", "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о",
    "ұ": "у", "ү": "у", "һ": "х", "ў": "у", "ҳ": "х", "ҷ": "ч", "є": "е",
    "a": "а", "b": "б", "c": "ч", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "ж",
    "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т",
    "u": "у", "v": "в", "w": "у", "x": "х", "y": "и", "z": "з", "ı": "и", "ş": "ш", "ç": "ч", "ğ": "г",
    "ñ": "н", "ö": "о", "ü": "у", "ä": "а", "ū": "у", "ī": "и", "ə": "а", "æ": "а", "ß": "с", "ţ": "т",
    "ý": "у",  # the Kazakh alphabet of 2018: Qýanysh
}  # fmt: skip


class _Keys(dict[int, str]):
    """What stands in a key for each character; str.translate asks for it."""

    def __missing__(self, code: int) -> str:
        # an accented Latin letter outside the table (á, ý, ń): its base letter
        base = unicodedata.normalize("NFD", chr(code))[0]
        key = self[code] = _LETTERS.get(base, base if base.isalnum() else "")
        return key


_KEYS = _Keys({ord(letter): key for letter, key in _LETTERS.items()})
_CLUSTER_RE = re.compile("|".join(re.escape(a) for a, _ in _CLUSTERS))
_CLUSTER_TO = dict(_CLUSTERS)
_DOUBLE_RE = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """The match key of a word: letters of all scripts merged, case, marks, hyphens and doubles dropped."""
    low = unicodedata.normalize("NFC", word).lower()
    low = _CLUSTER_RE.sub(lambda m: _CLUSTER_TO[m[0]], low)
    return _DOUBLE_RE.sub(r"\1", low.translate(_KEYS).replace("ц", "ч"))


# Two Latin renderings: the passport's (what papers show) and the alphabet of 2021 (what young people type).
_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүіһ"
_PASSPORT = dict(
    zip(
        _CYRILLIC,
        (
            "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya a g k n o u u i h"
        ).split(),
        strict=True,
    )
)
_ALPHABET_2021 = dict(
    zip(
        _CYRILLIC,
        "a b v g d e io j z i i k l m n o p r s t u f h ts ch ş ş _ y _ e iu ia ä ğ q ñ ö ū ü ı h".split(),
        strict=True,
    )
)


def _render(word: str, table: dict[str, str]) -> str:
    out = []
    for char in word:
        latin = table.get(char.lower(), char).replace("_", "")
        out.append(latin.capitalize() if char != char.lower() else latin)
    text = "".join(out)
    return text.upper() if word.isupper() and len(word) > 1 else text


def passport_latin(word: str) -> str:
    """A Cyrillic word as a passport of Kazakhstan would print it."""
    return _render(word, _PASSPORT)


def kazakh_latin(word: str) -> str:
    """A Cyrillic word in the Kazakh Latin alphabet of 2021."""
    return _render(word, _ALPHABET_2021)
