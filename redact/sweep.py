"""A name found once is found everywhere: other case endings, scripts and spellings, alone, in lower case.

`sweep` looks for the names of the text at hand, `mentions_of` for names known from elsewhere: masked in other
statements of the case, or typed by a reviewer.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from models.findings import Finding
from models.labels import Label
from redact.letters import fold
from redact.mentions import WORD, Part, PartKind, parts
from redact.name_lists import common_words, given_keys, not_names
from redact.namesakes import FOND_ENDS
from redact.neighbours import join_names
from redact.normalise import normalise
from redact.plain import is_cased, is_plain
from redact.stems import KAZAKH_CASE, stems
from redact.sweep_words import AS_WORD_AFTER, everyday, speaks_of_a_person
from redact.trust import starts_sentence

_SCORE, _LIKELY = 0.8, 0.6
# A capital letter is evidence enough for a short key; a lower-case word needs a longer one.
_SHORTEST_CAPITAL, _SHORTEST_LOWER = 3, 5
_SHORT_RUSSIAN = frozenset("а у ом е".split())
_FEMININE_ENDINGS = frozenset("а ои оиу у и е иа иу".split())


@dataclass(frozen=True, slots=True, repr=False)
class NameKeys:
    """What names are recognised by, made once for many texts; no repr, for keys can be read as names."""

    keys: Mapping[str, bool]  # True where the key is surely a whole name and not a stump
    short: frozenset[str]  # surnames of two letters


def name_keys(surfaces: Iterable[str], earlier: NameKeys | None = None) -> NameKeys:
    """The keys of names as they are written somewhere, added to earlier ones."""
    plain = [unmarked(surface)[0] for surface in set(surfaces)]
    keys, short = _name_keys(plain), _short_names(plain)
    if earlier is None:
        return NameKeys(keys, short)
    merged = {**earlier.keys, **{key: whole or earlier.keys.get(key, False) for key, whole in keys.items()}}
    return NameKeys(merged, earlier.short | short)


def sweep(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """Further mentions of the persons among the findings, outside of what is already found."""
    surfaces = [text[f.start : f.end] for f in findings if f.label is Label.PERSON]
    names = NameKeys(_name_keys(surfaces), _short_names(surfaces))
    covered = _Cover(findings)
    return [f for f in _mentions(text, names, here=True) if not covered.touches(f.start, f.end)]


def mentions_of(
    text: str, surfaces: Collection[str] | NameKeys, findings: Sequence[Finding], *, here: bool = False
) -> list[Finding]:
    """Mentions, outside of the findings, of persons with these names; the text is one as it was given.

    Names that are known to be said `here` are looked for as the sweep does; of others, words that are names
    too count less, for in a whole case most words are somebody's name. Who looks for the same names in many
    texts makes their `name_keys` once.
    """
    names = surfaces if isinstance(surfaces, NameKeys) else name_keys(surfaces)
    plain, places = unmarked(text)
    covered = _Cover(findings)
    free = [
        f
        for f in _mentions(plain, names, here=here)
        if not covered.touches(places[f.start][0], places[f.end - 1][1])
    ]
    # what is found between two words parts them
    stretches = groupby(free, key=lambda f: bisect_left(covered.spans, places[f.start]))
    joined = (f for _, stretch in stretches for f in join_names(plain, stretch))
    return [replace(f, start=places[f.start][0], end=places[f.end - 1][1]) for f in joined]


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text as the finders read it, without stress marks, and where each character of it came from."""
    plain = normalise(text)
    kept = [at for at, char in enumerate(plain.text) if not unicodedata.combining(char)]
    return "".join(plain.text[at] for at in kept), [plain.original(at, at + 1) for at in kept]


def _mentions(text: str, names: NameKeys, *, here: bool) -> Iterator[Finding]:
    """Every mention in the order of the text, among what is found already too."""
    if not names.keys and not names.short:
        return
    beginnings = _beginnings(names.keys) if here else frozenset()
    cased = is_cased(text) or not here
    for match in WORD.finditer(text):
        word = match[0]
        if len(word) < 2 or (not here and _begins_as_word(match)):
            continue
        mention = _is_short_name(match, names.short) or (
            len(word) >= _SHORTEST_CAPITAL and _is_mention(match, names.keys, cased=cased)
        )
        score = _SCORE if mention else 0.0
        if not score and word[0].isupper() and _is_short_form(match, beginnings):
            score = _LIKELY
        if score and not AS_WORD_AFTER.match(text, match.end()):
            yield Finding(match.start(), _without_s(match), Label.PERSON, score, "sweep")


def _begins_as_word(match: re.Match[str]) -> bool:
    """True for an ordinary word whose capital says nothing: Надежда умерла последней."""
    word = match[0]
    return word[0].isupper() and starts_sentence(match.string, match.start()) and is_plain(word.lower())


def _without_s(match: re.Match[str]) -> int:
    """End of a word without the English 's."""
    word = match[0]
    return match.end() - 2 if len(word) > 3 and word[-2] in "'’`" and word[-1] in "sS" else match.end()


def _name_keys(surfaces: Iterable[str]) -> dict[str, bool]:
    """Keys of all parts of the names found; True where the key is surely a whole name and not a stump."""
    keys: dict[str, bool] = {}
    for surface in set(surfaces):
        for part in parts(surface):
            if part.kind is PartKind.INITIAL:
                continue
            for key in _likely(part):
                whole = key in given_keys() or key.endswith(("ов", "ев", "ова", "ева"))
                whole = whole or (part.kind is PartKind.GIVEN and _feminine(key))
                if len(key) >= _SHORTEST_CAPITAL:
                    keys[key] = keys.get(key, False) or whole
    return keys


def _short_names(surfaces: Iterable[str]) -> frozenset[str]:
    """Surnames of two letters among the names found (Ан, Ни, Хо), as they are written."""
    words = (word for surface in set(surfaces) for word in WORD.findall(surface))
    return frozenset(word for word in words if len(word) == 2 and word.istitle())


def _is_short_name(match: re.Match[str], short: frozenset[str]) -> bool:
    """True for such a surname with or without a case ending: Ана, Нидің; not where a sentence begins."""
    word = match[0]
    if word[:2] not in short or not word.istitle():
        return False
    ending = word[2:]
    if not ending or ending in _SHORT_RUSSIAN:
        # "Но" and "Ана" are words where a sentence begins
        return not starts_sentence(match.string, match.start())
    return len(ending) > 2 and fold(ending) in KAZAKH_CASE


def _feminine(key: str) -> bool:
    """True for the stem of a given name in -а (роз-)."""
    return len(key) > 2 and (key + "а" in given_keys() or key + "иа" in given_keys())


def _likely(part: Part) -> Iterable[str]:
    """The keys of a part; where one is a known name, short stumps of it (ток of Тоқтар) are none."""
    known = part.keys & given_keys()
    whole = part.whole
    return {
        key
        for key in part.keys
        if len(key) > _SHORTEST_CAPITAL
        or key in known
        or key == whole
        or (_feminine(key) and whole[len(key) :] in _FEMININE_ENDINGS)
    }


def _is_mention(match: re.Match[str], keys: Mapping[str, bool], *, cased: bool) -> bool:
    word = match[0]
    hits = [k for k in stems(word) if k in keys]
    if not hits:
        return False
    low = word.lower()
    if word[0].isupper():
        # a place may bear a person's name, but a whole name that was found outweighs the list
        known = any(keys[k] for k in hits) or low not in not_names()
        # Розу and Роза share three letters: enough where the whole name was found
        short = any(keys.get(f"{k}{ending}", False) for k in hits for ending in ("а", "иа"))
        return known and (short or max(map(len, hits)) >= 4 or fold(word) in hits)
    whole = any(keys[k] for k in hits)
    if not cased and whole and not everyday(low, match.string, match.start(), match.end()):
        # speech has no capitals: the роза that was named once is hardly ever the flower
        return not (low.isascii() and is_plain(low)) or speaks_of_a_person(match)
    if low in common_words() or is_plain(low):
        return False
    return any(len(k) >= _SHORTEST_LOWER or (keys[k] and len(k) >= 4) for k in hits) and not _common_form(low)


def _common_form(low: str) -> bool:
    """True when a lower-case word is a form of a common word (надежды, мира, жеңісі)."""
    return not stems(low).isdisjoint(_common_keys())


@cache
def _common_keys() -> frozenset[str]:
    keys = {fold(word) for word in common_words()}
    # надежды and надежду are forms of надежда: the stem is what they share
    return frozenset(keys | {key[:-1] for key in keys if key.endswith("а") and len(key) > 4})


def _beginnings(keys: Mapping[str, bool]) -> frozenset[str]:
    """Beginnings of the longer names found: short forms that no list holds grow on them (Вах-о, Арт)."""
    long = [key for key in keys if len(key) > 4]
    return frozenset(key[:n] for key in long for n in range(_SHORTEST_CAPITAL, min(len(key), 6)))


def _is_short_form(match: re.Match[str], beginnings: frozenset[str]) -> bool:
    """True for a capitalised word that is no known word and a found name's beginning, with a vowel or not."""
    word = match[0]
    low = word.lower()
    key = fold(word)
    if len(key) < 3 or low in not_names() or (word.isupper() and len(word) > 1):
        return False
    cut = [key.removesuffix(ending) for ending in FOND_ENDS if key.endswith(ending)]
    if not any(stem in beginnings for stem in (key, *cut)):
        return False
    # "Art, my web designer": a word in the place of a name
    return not is_plain(low) or match.string[match.end() : match.end() + 2] == ", "


class _Cover:
    """Which stretches of a text are taken, asked in the order of the text."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.spans = sorted((f.start, f.end) for f in findings)
        self.at = 0

    def touches(self, start: int, end: int) -> bool:
        while self.at < len(self.spans) and self.spans[self.at][1] <= start:
            self.at += 1
        return self.at < len(self.spans) and self.spans[self.at][0] < end
