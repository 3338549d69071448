"""A mention of a person taken apart: given name, surname, patronymic, initials, each as match keys."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from redact.letters import fold
from redact.name_lists import diminutive_keys, given_keys
from redact.stems import stems

WORD = re.compile(r"[^\W\d_]+(?:[-'’‘ʼʻ`][^\W\d_]+)*")
# A name broken at a line's end, and a scanner's digits inside one.
_BROKEN = re.compile(r"-[ \t]*\n[ \t]*")
_DIGIT_IN_WORD = re.compile(r"(?<=[^\W\d_])[013](?=[^\W\d_]|\b)|(?<!\w)0(?=[^\W\d_]{3})")
_LATIN_FOR = {"0": "o", "1": "l", "3": "e"}
_CYRILLIC_FOR = {"0": "о", "1": "і", "3": "з"}
_FEMININE_ENDINGS = frozenset("ои оиу у и е".split())
_ENGLISH_S = re.compile(r"['’`]s?$")
# "ин" ends surnames, but also given names and Kazakh genitives (Айгүлдің): it counts where nothing else does
_SURE_SURNAME_KEYS = ("ов", "ев", "ова", "ева", "ски", "чки", "скаиа", "енко", "чук", "швили")
_SURNAME_KEYS = (*_SURE_SURNAME_KEYS, "ин", "ина", "шук", "иан")
_PATRONYMIC_KEYS = ("ович", "евич", "овна", "евна", "ична", "улии", "ули", "кизи", "гизи", "углии", "угли")


class PartKind(StrEnum):
    """What a word of a name is; OTHER where nothing tells."""

    GIVEN = "given"
    SURNAME = "surname"
    PATRONYMIC = "patronymic"
    INITIAL = "initial"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a mention, the folded keys of its possible base forms, and the key of the word as it is."""

    kind: PartKind
    keys: frozenset[str]
    whole: str


@lru_cache(maxsize=20_000)
def parts(surface: str) -> tuple[Part, ...]:
    """The parts of a mention in order; initials written together are taken apart."""
    surface = _BROKEN.sub("", surface)
    surface = _DIGIT_IN_WORD.sub(_letter, surface)
    words = [_ENGLISH_S.sub("", w) for w in WORD.findall(surface)]
    found: list[Part] = []
    for word in words:
        if len(word) == 1 or (len(word) == 2 and f"{word}." in surface):
            found.append(_initial(word))
        elif len(word) == 2 and word.isupper() and len(words) > 1 and not surface.isupper():
            found += [_initial(letter) for letter in word]
        else:
            found.append(_part(word))
    return tuple(found)


def _initial(letter: str) -> Part:
    return Part(PartKind.INITIAL, frozenset({fold(letter)}), fold(letter))


def _feminine(keys: frozenset[str], whole: str) -> frozenset[str]:
    """The given name in -а whose stem and Russian ending a word is: розой, розу."""
    stumps = (k for k in keys if whole[len(k) :] in _FEMININE_ENDINGS and whole.startswith(k))
    return frozenset(k + "а" for k in stumps if len(k) > 2 and k + "а" in given_keys())


def _letter(match: re.Match[str]) -> str:
    """The letter that a scanner read as a digit, in the script of the letter beside it."""
    beside = match.string[match.start() - 1] if match.start() else match.string[match.end()]
    return (_CYRILLIC_FOR if beside >= "\u0400" else _LATIN_FOR).get(match[0], match[0])


def _part(word: str) -> Part:
    keys, whole = stems(word), fold(word)
    if _ends(keys, _PATRONYMIC_KEYS):
        return Part(PartKind.PATRONYMIC, keys, whole)
    keys |= _feminine(keys, whole)
    given = keys & given_keys()
    if given and not (_ends(keys, _SURE_SURNAME_KEYS) and fold(word) not in given):
        short = diminutive_keys()
        return Part(PartKind.GIVEN, keys.union(*(short.get(k, frozenset()) for k in given)), whole)
    if _ends(keys, _SURNAME_KEYS):
        return Part(PartKind.SURNAME, keys, whole)
    return Part(PartKind.OTHER, keys, whole)


def _ends(keys: Iterable[str], endings: tuple[str, ...]) -> bool:
    return any(k.endswith(endings) and len(k) > 4 for k in keys)
