"""Whether a lower-case word is one of Russian, Kazakh or English: what no dictionary knows may be a name.

Russian by pymorphy3, whose words of names do not count; Kazakh by stems and endings; English by a word list.
"""

import re
from functools import cache, lru_cache
from typing import Any, Final

from redact.data import lines_of
from redact.plain import in_cyrillic, is_plain, is_verb, lower_words
from redact.recognisers.person_endings import bases

# What pymorphy3 calls names of people, of places and of bodies.
_NAMES: Final = frozenset("Name Surn Patr Geox Orgn Trad Init".split())
_RUSSIAN: Final = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
# Endings of Kazakh verbs and of what is made of them: the stems' list does not follow them into all forms.
_KAZAKH_FORM: Final = re.compile(
    r".{2,}(?:[ыіауе]п|[ае]й|[ыі]?ң(?:[ае]|[дн][ыі])|[гқғк][ае]н|[мбп][ае]й|[ае]т[ыі]н|йт[ыі]н|с[ае](?:[мңқк])?|[ыі]?ң[ыі]з|с[ыі]з|с[ыі]ң"
    r"|м[ыі]н|[гғқк][ыі]з|[дт][ыі](?:[мңқк])?|[ыі]?[лнс][ыі]п|[ае]р(?:м[ыі]н)?|мас|мес|пас|пес|бас|бес)"
    r"(?:м[ыі]з|м[ыі]н|с[ыі]ң|с[ыі]з|[дт][ае]|[дн][ае]н|[дт][ае]й|ш[ыі]|[лдт][ае]р|ш[ае]|[ыі]?м|[ыі])?"
)


@cache
def _morphology() -> Any:
    import pymorphy3  # type: ignore[import-untyped]  # noqa: PLC0415 - loads its dictionary

    return pymorphy3.MorphAnalyzer()


@cache
def _kazakh_stems() -> frozenset[str]:
    return frozenset(lines_of("words", "kk_stems"))


@cache
def english_words() -> frozenset[str]:
    """English words, lower case: enough to know a noun by, too many to doubt a name by."""
    return frozenset(lines_of("words", "en_scowl"))


@lru_cache(maxsize=100_000)
def is_word(low: str, *, english: bool = False) -> bool:
    """True for a lower-case word that a dictionary knows in some form, other than as a name.

    `english` says that Latin letters are no Kazakh in this text.
    """
    if "-" in low and not low.endswith("-"):
        parts = low.split("-")
        if all(is_word(part, english=english) for part in parts if len(part) > 1):
            return True
    if low.isascii():
        if is_plain(low) or low in english_words():
            return True
        return not english and any(_is_kazakh(word) for word in in_cyrillic(low))
    if not "\u0400" <= low[0] <= "\u04ff":
        return any(is_plain(word) or _is_kazakh(word) for word in in_cyrillic(low))
    return is_plain(low) or is_verb(low) or _is_russian(low) or _is_kazakh(low)


def has_verb_ending(low: str) -> bool:
    """True for a word that ends as Kazakh verbs and their participles do; some names do too."""
    return _KAZAKH_FORM.fullmatch(low) is not None


def _is_russian(low: str) -> bool:
    if not _RUSSIAN.fullmatch(low) or not _morphology().word_is_known(low):
        return False
    return any(_NAMES.isdisjoint(parse.tag.grammemes) for parse in _morphology().parse(low))


def _is_kazakh(low: str) -> bool:
    stems = _kazakh_stems()
    if low in stems:
        return True
    first = [base for base in bases(low) if len(base) > 2]
    if any(base in stems or base in lower_words() for base in first):
        return True
    return any(base in stems for one in first for base in bases(one) if len(base) > 2)
