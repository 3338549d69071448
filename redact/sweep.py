"""A name found once is found everywhere: other case endings, scripts and spellings, alone, in lower case."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from models.findings import Finding
from models.labels import Label
from redact.letters import fold
from redact.mentions import WORD, PartKind, common_words, given_keys, parts, word_list
from redact.stems import stems
from redact.trust import is_cased

_SCORE = 0.8
# A capital letter is evidence enough for a short key; a lower-case word needs a longer one.
_SHORTEST_CAPITAL, _SHORTEST_LOWER = 3, 5

# Names among the commonest words of Kazakh: even where somebody bears one, most of them are the word.
_EVERYDAY = frozenset("болат бар жан ай күн ер ал көп кім".split())


def sweep(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """Further mentions of the persons among the findings, outside of what is already found."""
    keys = _name_keys(text[f.start : f.end] for f in findings if f.label is Label.PERSON)
    if not keys:
        return []
    covered = _Cover(findings)
    cased = is_cased(text)
    out: list[Finding] = []
    for match in WORD.finditer(text):
        word = match[0]
        if len(word) < _SHORTEST_CAPITAL or not _is_mention(word, keys, cased=cased):
            continue
        if covered.touches(*match.span()):
            continue
        out.append(Finding(match.start(), _without_s(match), Label.PERSON, _SCORE, "sweep"))
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
            for key in part.keys:
                whole = key in given_keys() or key.endswith(("ов", "ев", "ова", "ева"))
                if len(key) >= _SHORTEST_CAPITAL:
                    keys[key] = keys.get(key, False) or whole
    return keys


def _is_mention(word: str, keys: dict[str, bool], *, cased: bool) -> bool:
    hits = [k for k in stems(word) if k in keys]
    if not hits:
        return False
    low = word.lower()
    # Розу and Розой share three letters: enough where they are all of a name but its ending
    short = any(f"{k}{ending}" in given_keys() for k in hits for ending in ("а", "иа"))
    if word[0].isupper():
        # a place may bear a person's name, but a whole name that was found outweighs the list
        known = any(keys[k] for k in hits) or low not in word_list("not_names")
        return known and (short or max(map(len, hits)) >= 4 or fold(word) in hits)
    if not cased and not word.isascii() and low not in _EVERYDAY and (short or any(keys[k] for k in hits)):
        # speech has no capitals: the роза that was named once is hardly ever the flower
        return True
    if low in common_words():
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


class _Cover:
    """Which stretches of a text are taken, asked in the order of the text."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.spans = sorted((f.start, f.end) for f in findings)
        self.at = 0

    def touches(self, start: int, end: int) -> bool:
        while self.at < len(self.spans) and self.spans[self.at][1] <= start:
            self.at += 1
        return self.at < len(self.spans) and self.spans[self.at][0] < end
