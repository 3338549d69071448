"""What was not masked but could identify: unknown words, letters alone, names in lower case, bare numbers.

Suspects are for the reviewer's eyes: ranked by score, they say where to look twice. There are at most three
in a hundred words, the likeliest, so that looking at them all stays possible.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from models.findings import Finding, Suspect
from redact.dictionary import is_word
from redact.letters import fold
from redact.matches import matches
from redact.mentions import WORD
from redact.name_lists import common_words, given_keys, not_names
from redact.plain import is_cased, is_plain, is_verb, lower_words
from redact.recognisers.person_shapes import word_of
from redact.recognisers.person_words import FUNCTION, SAYS_NAME_BEFORE
from redact.trust import starts_sentence

_NUMBER = re.compile(r"(?<!\d)\d(?:[\d \-–.,/()]{3,}\d)")
# "Бокина, 71", "Gagarin 18a": a street without its word
_STREET = re.compile(r"(?<![\w.])[^\W\d_]{4,},? \d{1,3}[а-яa-z]?(?![\w:.%-])")
_SPOKEN = re.compile(
    r"(?<!\w)(?:(?:ноль|один|два|три|четыре|пять|шесть|семь|восемь|девять|нөл|бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз"
    r"|zero|oh|one|two|three|four|five|six|seven|eight|nine|\w{3,7}(?:надцать|дцать|сот|сто|десят)|жүз|teen)\s+){3,12}\w+"
)
# "0331-С/22", "№ 88/ПД": numbers of records
_RECORD = re.compile(r"(?<![\w/-])(?=[\w/-]{0,12}\d)\w{1,8}(?:[/-]\w{1,8}){1,3}(?![\w/-])")
# Small words between one that names and the name: "зовут её ...", "my brother is ..."
_BETWEEN = frozenset("её ее его меня мой моя is was her him".split())
_NAMES = frozenset("ik")  # roles of words that introduce a name, and of kin
_ALONE = re.compile(r"(?<![\w.'’-])[B-HJ-ZБ-ЖЛ-НП-ТФ-ЮӘҒҚҢӨҰҮ](?![\w.'’°-])")
_NO_VOWELS = re.compile(r"(?<![\w.])[бвгджзклмнпрстфхцчшщқғңһ]{3,5}(?![\w.])")
_SHORT_FORMS = frozenset(
    "мвд кнб уик рбк тнс тдк мкр стр смс ртс гкнб чп тв фсб ввс ржд птср мрт кт дтп рк мрп бжд ққс".split()
)
_IN_HUNDRED = 3
_ABBREVIATION = 4  # СИЗО, РОВД, IVS: capitals up to this length are no names


def find_suspects(text: str, findings: Sequence[Finding], weak: Sequence[Finding]) -> list[Suspect]:
    """Suspects outside the findings, in order of the text; `weak` are hits too unsure to mask."""
    taken = sorted((f.start, f.end) for f in findings)
    found = [Suspect(f.start, f.end, f"weak_{f.label.lower()}", _doubt(text, f)) for f in weak]
    words = list(WORD.finditer(text))
    found += [*_names(text, words), *_letters(text), *_numbers(text), *_named(text, words)]
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
    return _likeliest(out, len(text.split()))


def _likeliest(found: list[Suspect], words: int) -> list[Suspect]:
    """The best of them, in order of the text."""
    most = max(_IN_HUNDRED, words * _IN_HUNDRED // 100)
    best = sorted(found, key=lambda s: (-s.score, s.start))[:most]
    return sorted(best, key=lambda s: s.start)


def _doubt(text: str, weak: Finding) -> float:
    """The score of a hit too weak to mask; an ordinary word in lower case is hardly ever a name."""
    words = WORD.findall(text[weak.start : weak.end])
    plain = all(word.islower() and is_plain(word) for word in words) or all(
        starts_sentence(text, weak.start) and is_plain(word.lower()) for word in words
    )
    return weak.score / 2 if words and plain else weak.score


def _names(text: str, words: list[re.Match[str]]) -> Iterator[Suspect]:
    lower = Counter(w[0] for w in words if w[0].islower())
    cased = is_cased(text)
    for match in words:
        word = match[0]
        low = word.lower()
        known = fold(word) in given_keys()
        if word[0].isupper():
            if lower[low] or low in not_names() or (word.isupper() and len(word) <= _ABBREVIATION):
                continue
            if known:
                yield Suspect(*match.span(), "given_name", 0.6)
            elif word_of(low).given and not word.isupper():
                yield Suspect(*match.span(), "name_or_word", 0.22)
            elif len(word) > 2 and low not in lower_words() and not starts_sentence(text, match.start()):
                yield Suspect(*match.span(), "capital", 0.4)
        elif known and len(word) > 3 and (not cased or low not in common_words()):
            yield Suspect(*match.span(), "given_name_lower", 0.3)
        elif not cased and len(word) > 2 and not is_word(low):
            yield Suspect(*match.span(), "unknown_word", 0.25)
        elif not cased and len(word) > 2 and word_of(low).given and word_of(low).exact:
            yield Suspect(*match.span(), "name_or_word", 0.2)


def _named(text: str, words: list[re.Match[str]]) -> Iterator[Suspect]:
    """Words where names stand, behind or before a word that names or behind kin, that nobody took for one."""
    for at, (before, word) in enumerate(pairwise(words)):
        if text[before.end() : word.start()] != " ":
            continue
        if word[0].lower() in SAYS_NAME_BEFORE and _could_name(before[0]):
            yield Suspect(*before.span(), "named", 0.3)
        between = at and before[0].lower() in _BETWEEN
        says = words[at - 1] if between else before
        if _calls_by_name(says[0]) and _could_name(word[0]):
            yield Suspect(*word.span(), "named", 0.3)


@lru_cache(maxsize=20_000)
def _calls_by_name(word: str) -> bool:
    return not _NAMES.isdisjoint(word_of(word.lower()).role)


def _could_name(word: str) -> bool:
    low = word.lower()
    free = len(low) > 2 and low not in FUNCTION and not is_verb(low)
    return free and (bool(word_of(low).given) or not is_plain(low))


def _letters(text: str) -> Iterator[Suspect]:
    """Single capitals and words without a vowel: how people hide a name, and how initials are spoken."""
    if not is_cased(text):
        for match in matches(_NO_VOWELS, text):
            if match[0] not in _SHORT_FORMS:
                yield Suspect(*match.span(), "letters", 0.38)
        return
    for match in matches(_ALONE, text):
        if not starts_sentence(text, match.start()) or text[match.end() : match.end() + 2] == " и":
            yield Suspect(*match.span(), "letter", 0.38)


def _numbers(text: str) -> Iterator[Suspect]:
    for match in matches(_NUMBER, text):
        digits = sum(c.isdigit() for c in match[0])
        if digits >= 5:
            yield Suspect(*match.span(), "number", min(0.45, 0.2 + digits / 50))
    for pattern, why in ((_STREET, "street"), (_SPOKEN, "spoken_number"), (_RECORD, "record")):
        for match in matches(pattern, text):
            if why != "street" or (match[0][0].isupper() and not is_plain(WORD.findall(match[0])[0].lower())):
                yield Suspect(*match.span(), why, 0.42)
