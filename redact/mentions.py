"""A mention of a person taken apart: given name, surname, patronymic, initials, each as match keys."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from redact.letters import fold
from redact.stems import stems

NAMES = Path(__file__).parent / "names"
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


@cache
def word_list(*names: str) -> frozenset[str]:
    """The lower-case lines of some lists of redact/names."""
    lines = (line for name in names for line in (NAMES / f"{name}.txt").read_text("utf-8").splitlines())
    return frozenset(line.strip().lower() for line in lines if line.strip() and not line.startswith("#"))


@cache
def given_keys() -> frozenset[str]:
    """Folded keys of all given names and diminutives that are known."""
    lists = [f"given_{origin}_{sex}" for origin in ("kk", "ru", "other", "en") for sex in "mf"]
    return frozenset(fold(name) for name in word_list(*lists)) | diminutive_keys().keys()


@cache
def diminutive_keys() -> dict[str, frozenset[str]]:
    """Folded key of a diminutive to those of the names it stands for (Саша: Александр, Александра)."""
    bases: dict[str, set[str]] = {}
    for line in word_list("diminutives"):
        short, _, base = line.partition("\t")
        bases.setdefault(fold(short), set()).add(fold(base))
    return {short: frozenset(found) for short, found in bases.items()}


def common_words() -> frozenset[str]:
    """Lower-case words that are names as well (надежда, арман, hope)."""
    return word_list("common_words")


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
