"""What was not masked but could identify: unknown capitalised words, names in lower case, bare numbers.

Suspects are for the reviewer's eyes: ranked by score, they say where to look twice.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from models.findings import Finding, Suspect
from redact.letters import fold
from redact.mentions import WORD
from redact.name_lists import common_words, given_keys, not_names
from redact.plain import is_cased, lower_words
from redact.trust import starts_sentence

_NUMBER = re.compile(r"(?<!\d)\d(?:[\d \-–.,/()]{3,}\d)")
_ABBREVIATION = 4  # СИЗО, РОВД, IVS: capitals up to this length are no names


def find_suspects(text: str, findings: Sequence[Finding], weak: Sequence[Finding]) -> list[Suspect]:
    """Suspects outside the findings, in order of the text; `weak` are hits too unsure to mask."""
    taken = sorted((f.start, f.end) for f in findings)
    found = [Suspect(f.start, f.end, f"weak_{f.label.lower()}", f.score) for f in weak]
    found += [*_names(text), *_numbers(text)]
    out: list[Suspect] = []
    at = 0
    end = -1
    for suspect in sorted(found, key=lambda s: (s.start, -s.score)):
        while at < len(taken) and taken[at][1] <= suspect.start:
            at += 1
        free = at == len(taken) or taken[at][0] >= suspect.end
        if free and suspect.start >= end:
            out.append(suspect)
            end = suspect.end
    return out


def _names(text: str) -> Iterator[Suspect]:
    lower = Counter(w[0] for w in WORD.finditer(text) if w[0].islower())
    cased = is_cased(text)
    for match in WORD.finditer(text):
        word = match[0]
        low = word.lower()
        known = fold(word) in given_keys()
        if word[0].isupper():
            if lower[low] or low in not_names() or (word.isupper() and len(word) <= _ABBREVIATION):
                continue
            if known:
                yield Suspect(*match.span(), "given_name", 0.6)
            elif len(word) > 2 and low not in lower_words() and not starts_sentence(text, match.start()):
                yield Suspect(*match.span(), "capital", 0.4)
        elif known and len(word) > 3 and (not cased or low not in common_words()):
            yield Suspect(*match.span(), "given_name_lower", 0.3)


def _numbers(text: str) -> Iterator[Suspect]:
    for match in _NUMBER.finditer(text):
        digits = sum(c.isdigit() for c in match[0])
        if digits >= 5:
            yield Suspect(*match.span(), "number", min(0.45, 0.2 + digits / 50))
