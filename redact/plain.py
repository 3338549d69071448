"""Ordinary words: what three languages write in lower case, in all endings, also in Kazakh Latin letters."""

import re
from functools import cache, lru_cache
from typing import Final

from redact.data import lines_of
from redact.recognisers.person_endings import bases

# Forms that only verbs have; "-ды" and "-ді" are left out, names bear them too.
_KAZAKH_VERB: Final = re.compile(
    r".{2,}(?:ыңдар|іңдер|аңдар|еңдер|[сз]а[мңқ]|[сз]е[мңк]|[мбп]аса|[мбп]есе|[мбп]ады|[мбп]еді"
    r"|[дт]ы[мңқ]|[дт]і[мңк]|айық|ейік|йық|йік|айын|ейін|ймын|ймін|[ае]м[ыі]н|пын|пін|бын|бін"
    r"|[аыйлт]ңыз|[еійлт]ңіз|[дт]ағы|[дт]егі|[дт][ыі]р(?:у|[дт][ыі])|лау|леу|ғызу|гізу|қызу|кізу"
    r"|(?:ған|қан)(?:да|нан|дай|дықтан|мын|быз)|(?:ген|кен)(?:де|нен|дей|діктен|мін|біз))"
)
_RUSSIAN_VERB: Final = re.compile(
    r".{3,}(?:[её]м|[её]те|ите|йте|али|или|яли|ели|оли|[бвдзлмнпрст]ят|[жчшщ]ит|ать|ить|еть|ешь|ишь|[аяую]ют|а[её]т|у[её]т|ться|лся|лась|лись)"
)
_POSSESSED: Final = re.compile(
    r"(.{3,}?)(?:[ыі]?[мң]|[ыі]м[ыі]з|[ыі]ң[ыі]з|с?[ыі])"
    r"(?:н[ыі]ң|[нд][ыі]|н[ае]|[ае]|н[дт][ае]|д[ае]|н[ае]н|д[ае]н|мен|н)?(?:ғы|гі)?"
)
_DIGRAPHS: Final = (("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("gh", "ғ"), ("ng", "ң"))
_BOTH: Final = dict(
    zip("abvgdejzklmnoprstufhxyqşğǵñńäáöóüúūýəw", "абвгдежзклмнопрстуфххықшғғңңәәөөүүұуәу", strict=True)
)
# The alphabet of 2018 writes i for і and ı for й; that of 2021 the other way round.
_LATIN: Final = tuple(
    str.maketrans(_BOTH | letters)
    for letters in ({"i": "і", "ı": "й"}, {"i": "и", "ı": "і"}, {"i": "і", "ı": "и", "u": "ұ"})
)
_LATIN_LETTERS: Final = re.compile(r"[a-zşğǵñńäáöóüúūýəı-]+")


# A text whose words are lower case to this share uses no capitals: a speech transcript, a hurried chat.
_UNCASED: Final = 0.98
_WORD: Final = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=8)
def is_cased(text: str) -> bool:
    """Whether a text writes names with capitals at all."""
    words: list[str] = _WORD.findall(text[:20_000])
    lower = sum(word.islower() for word in words)
    return lower < _UNCASED * max(1, len(words))


@cache
def lower_words() -> frozenset[str]:
    """Words of the three languages that are written in lower case, in lower case."""
    return frozenset(
        word for language in ("ru", "kk", "en", "spoken") for word in lines_of("words", language)
    )


@lru_cache(maxsize=20_000)
def in_cyrillic(low: str) -> tuple[str, ...]:
    """Readings of a lower-case word of Kazakh in Latin letters; none for a word in other letters."""
    if not _LATIN_LETTERS.fullmatch(low):
        return ()
    for latin, cyrillic in _DIGRAPHS:
        low = low.replace(latin, cyrillic)
    return tuple(dict.fromkeys(low.translate(table) for table in _LATIN))


def is_verb(low: str) -> bool:
    """True for a lower-case word that ends as only verbs do."""
    return bool(_KAZAKH_VERB.fullmatch(low) or _RUSSIAN_VERB.fullmatch(low))


@lru_cache(maxsize=20_000)
def is_plain(low: str) -> bool:
    """True when a lower-case word is an ordinary word in some form, which names may be too."""
    words = lower_words()
    if low in words:
        return True
    if low.isascii():
        return low.endswith(("s", "ed", "ing", "ly")) and any(
            low.removesuffix(ending) + last in words
            for ending in ("s", "es", "ed", "ing", "ly")
            for last in ("", "e")
            if low.endswith(ending) and len(low) - len(ending) > 2
        )
    if not "\u0400" <= low[0] <= "\u04ff":
        return any(is_plain(reading) for reading in in_cyrillic(low))
    if any(len(base) > 3 and base in words for base in bases(low)):
        return True
    if is_verb(low):
        return True
    found = _POSSESSED.fullmatch(low)
    return found is not None and (found[1] in words or found[1] + "а" in words)
