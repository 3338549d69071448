"""A name found once is found everywhere: other case endings, scripts and spellings, alone, in lower case."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from models.findings import Finding
from models.labels import Label
from redact.letters import fold
from redact.mentions import WORD, Part, PartKind, parts
from redact.name_lists import common_words, given_keys, not_names
from redact.namesakes import FOND_ENDS
from redact.plain import is_cased, is_plain
from redact.stems import KAZAKH_CASE, stems
from redact.sweep_words import AS_WORD_AFTER, everyday, speaks_of_a_person
from redact.trust import starts_sentence

_SCORE, _LIKELY = 0.8, 0.6
# A capital letter is evidence enough for a short key; a lower-case word needs a longer one.
_SHORTEST_CAPITAL, _SHORTEST_LOWER = 3, 5
_SHORT_RUSSIAN = frozenset("а у ом е".split())
_FEMININE_ENDINGS = frozenset("а ои оиу у и е иа иу".split())


def sweep(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """Further mentions of the persons among the findings, outside of what is already found."""
    surfaces = [text[f.start : f.end] for f in findings if f.label is Label.PERSON]
    keys = _name_keys(surfaces)
    short = _short_names(surfaces)
    if not keys and not short:
        return []
    beginnings = _beginnings(keys)
    covered = _Cover(findings)
    cased = is_cased(text)
    out: list[Finding] = []
    for match in WORD.finditer(text):
        word = match[0]
        if len(word) < 2:
            continue
        mention = _is_short_name(match, short) or (
            len(word) >= _SHORTEST_CAPITAL and _is_mention(match, keys, cased=cased)
        )
        score = _SCORE if mention else 0.0
        if not score and word[0].isupper() and _is_short_form(match, beginnings):
            score = _LIKELY
        if not score or covered.touches(*match.span()) or AS_WORD_AFTER.match(text, match.end()):
            continue
        out.append(Finding(match.start(), _without_s(match), Label.PERSON, score, "sweep"))
    return out


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


def _is_mention(match: re.Match[str], keys: dict[str, bool], *, cased: bool) -> bool:
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


def _beginnings(keys: dict[str, bool]) -> frozenset[str]:
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
