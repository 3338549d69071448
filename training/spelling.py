"""One name, many spellings: Kazakh names in Russian letters, and the Latin renderings people really use."""

import random
from typing import Final

from redact.letters import kazakh_latin, passport_latin

_TO_RUSSIAN: Final = str.maketrans("әғқңөұүіһӘҒҚҢӨҰҮІҺ", "агкноууихАГКНОУУИХ")
_SOFTENED: Final = (
    ("гүл", "гуль"),
    ("Гүл", "Гуль"),
    ("ГҮЛ", "ГУЛЬ"),
    ("йы", "и"),
    ("йі", "и"),
    ("ЙЫ", "И"),
    ("Ілия", "Илья"),
)
_ACUTE_2018: Final = str.maketrans("äöüūğşñıÄÖÜŪĞŞÑ", "áóúuǵşńiÁÓÚUǴŞŃ")
_PLAIN: Final = str.maketrans("äöüūğşñıáóúǵńÄÖÜŪĞŞÑ", "aouugsniaougnAOUUGSN")


def russian_letters(word: str) -> str:
    """A word of Kazakh Cyrillic as Russian papers write it (Әлия: Алия, Гүлнәр: Гульнар)."""
    for kazakh, russian in _SOFTENED:
        word = word.replace(kazakh, russian)
    return word.translate(_TO_RUSSIAN).replace("льь", "ль").replace("льл", "лл")


def kazakh_latin_variant(word: str, style: float) -> str:
    """Kazakh Cyrillic in a Latin alphabet of Kazakhstan; `style` in [0, 1) picks which."""
    latin = kazakh_latin(word)
    if style < 0.7:
        return latin
    if style < 0.85:
        return latin.translate(_ACUTE_2018).replace("ş", "sh").replace("Ş", "Sh")
    return latin.replace("ş", "sh").replace("Ş", "Sh").translate(_PLAIN)


# What English texts do to the passport's spelling, with how often.
_HABITS: Final = (
    ("zh", "j", 0.12),
    ("zh", "dj", 0.04),
    ("kh", "h", 0.25),
    ("gh", "g", 1.0),
    ("iya", "ia", 0.25),
    ("iya", "iya", 1.0),
    ("ay", "ai", 0.4),
    ("ey", "ei", 0.4),
    ("yy", "y", 0.9),
    ("iy", "y", 0.5),
    ("ks", "x", 0.05),
    ("u", "oo", 0.02),
    ("y", "i", 0.06),
    ("i", "y", 0.04),
    ("k", "q", 0.06),
    ("ts", "c", 0.03),
    ("sh", "ch", 0.02),
)


def english_latin(word: str, style: random.Random) -> str:
    """A Cyrillic name as an English text spells it; the same state of `style` gives the same habits."""
    latin = passport_latin(word)
    if style.random() < 0.06:
        latin = kazakh_latin(word)
    if latin[:1] == "E" and word[:1] in "ЕЁ" and style.random() < 0.55:
        latin = "Ye" + latin[1:] if latin != latin.upper() or len(latin) == 1 else "YE" + latin[1:]
    upper = latin.isupper() and len(latin) > 1
    low = latin.lower()
    for old, new, chance in _HABITS:
        if style.random() < chance:
            low = low.replace(old, new)
    if upper:
        return low.upper()
    return "-".join(part[:1].upper() + part[1:] if word[:1].isupper() else part for part in low.split("-"))
