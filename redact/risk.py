"""How much a statement needs a second pair of eyes: unsure findings, suspects, a child, sexual violence.

Errs on the side of caution: a false alarm costs a blind second review, a miss may cost a person.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from models.abuse import AbuseCode
from models.findings import Analysis, TagKind
from models.labels import Label
from models.reviews import LOW, Risk
from redact.calendar import read_date
from redact.letters import fold
from redact.recognisers.iin import starts_with_date
from redact.recognisers.lookalikes import digit_view
from redact.recognisers.numerals import number_word, read_digits
from redact.sweep import unmarked

_OF_AGE: Final = 18
# Who was born between these was a child when it happened, in 2022, or is one when it is told.
_GROWN_UP, _UNBORN = 2004, 2030

_WORD = re.compile(r"\d+|[^\W\d_]+")
_BABY = re.compile(r"месяц|месячн|мес\.|недел|годовал|month|week|айлы[қк]|(?<!\w)ай(?!\w)|апта|teens")
_YEARS = re.compile(r"лет(?!\w)|год[аыу]?(?!\w)|жас|jas|year")
_DECADE = re.compile(r"десят(?:ок|к)")  # "на пятом десятке" is no child of five
_RUNNING = re.compile(r"[йе]\sгод(?!\w)")  # "шёл восемнадцатый год": seventeen
_UNDER = re.compile(r"(?<!\w)under\s")
# Stems of numbers in the forms that the finders' table of number words leaves out.
_STEMS: Final = {
    1: "одно бір", 2: "двух двум дву екі", 3: "трёх трем тре үш", 4: "четыр четверт төрт", 5: "пят бес",
    6: "шест алты", 7: "сем седьм жеті", 8: "восьм восем сегіз", 9: "девят тоғыз", 10: "десят онда",
    11: "одиннадцат", 12: "двенадцат", 13: "тринадцат", 14: "четырнадцат", 15: "пятнадцат", 16: "шестнадцат",
    17: "семнадцат", 18: "восемнадцат", 19: "девятнадцат", 20: "двадцат twenti жиырма",
    30: "тридцат thirti отыз", 40: "сорок forti қырық", 50: "пятидесят пятьдесят fifti елу",
    60: "шестидесят sixti алпыс", 70: "семидесят seventi жетпіс", 80: "восьмидесят eighti сексен",
    90: "девяност nineti тоқсан", 100: "столет ста",
}  # fmt: skip
_TWO_THOUSAND = re.compile(
    r"(?:дв[уе]х?\s?тысяч\w*|(?:екі|еки|ek[iı])\s(?:мың|мын|my[ñnń])|two\sthousand(?:\sand)?|twenty[\s-]oh)"
    r"[\s-](\w+)|twenty[\s-](ten|eleven|twelve|\w{3,5}teen|twenty)"
)
_SHORT_YEAR = re.compile(
    r"(?<!\d)(?:0[5-9]|[12]\d)\s?(?:г(?:од|\.|(?!\w))|ж(?:ыл|\.))|['’](?:0[5-9]|1\d)(?!\d)"
)

# "a minor", "he was minor" is a child; "a minor injury", "minor damage" is none.
_A_MINOR = re.compile(
    r"(?<!\w)(?:(?:an?|the|this|that|another|each|every|any|one|as)\s(?:\w+\s)?"
    r"|(?:(?:i|he|she|we|they|who)\s(?:am|is|are|was|were)|i'm|he's|she's)\s(?:still\s|only\s|just\s)?)"
    r"minor(?:['’]s)?(?!\w)(?!\s(?:(?:head|hand|leg|facial|bodily|traffic|criminal|administrative)\s)?"
    r"(?:injur(?:y|ies)|wounds?|cuts?|bruis(?:es?|ing)|scratch(?:es)?|burns?|fractures?|concussions?|damage|harm"
    r"|offen[cs]es?|crimes?|thefts?|violations?|hooliganism|misdemeanou?rs?|(?:ac|in)cidents?|operations?|surgery"
    r"|issues?|problems?|details?|things?|mistakes?|changes?|roles?|roads?|streets?|repairs?)(?!\w))"
)


def risk_of(raw_text: str, analysis: Analysis) -> Risk:
    """What there is to look at in a statement, and whether it tells of a child or of sexual violence."""
    abuse = {tag.code for tag in analysis.tags if tag.kind is TagKind.ABUSE}
    return Risk(
        low=sum(f.score < LOW for f in analysis.findings),
        suspects=len(analysis.suspects),
        findings=len(analysis.findings),
        identities=len(analysis.identities),
        words=len(raw_text.split()),
        minor=AbuseCode.ABUSE_OF_MINOR in abuse or _tells_of_a_child(raw_text, analysis),
        sexual=AbuseCode.SEXUAL_VIOLENCE in abuse,
    )


def _tells_of_a_child(raw_text: str, analysis: Analysis) -> bool:
    reads = {Label.AGE: _under_age, Label.DOB: _born_late, Label.ID: _childs_number}
    if any(f.label in reads and reads[f.label](_plain(raw_text[f.start : f.end])) for f in analysis.findings):
        return True
    return any(_says_child(_plain(raw_text)))


def _plain(raw_text: str) -> str:
    return digit_view(unmarked(raw_text)[0]).lower()


def _under_age(low: str) -> bool:
    if _DECADE.search(low):
        return False
    if _BABY.search(low) and not _YEARS.search(low):
        return True
    age = _first_number(low)
    to_come = _RUNNING.search(low) or _UNDER.search(low)
    return age is not None and age - bool(to_come) < _OF_AGE


def _first_number(low: str) -> int | None:
    """The number that comes first, of a range the lower one: 15-16, он бес-он алты."""
    words = _WORD.findall(low)
    values = [_number(word) for word in words]
    ten = None
    for at, (word, value) in enumerate(zip(words, values, strict=True)):
        after = values[at + 1] if at + 1 < len(words) else None
        if word in ("он", "on"):
            # ten in Kazakh, elsewhere "he" and "on": sure only beside a unit
            if after is not None and 0 < after < 10:
                return 10 + after
            ten = 10
        elif value:
            return 100 if after == 100 else value
    return ten


def _number(word: str) -> int | None:
    """The value of a word that says a number or begins as one does."""
    if word.isdecimal():
        return int(word)
    if number_word(word):
        digits = read_digits([word])
        return int(digits) if digits else None
    key = fold(word)
    return max(((len(stem), value) for stem, value in _stems() if key.startswith(stem)), default=(0, None))[1]


@cache
def _stems() -> tuple[tuple[str, int], ...]:
    return tuple((fold(stem), value) for value, stems in _STEMS.items() for stem in stems.split())


def _born_late(low: str) -> bool:
    date = read_date(low)
    year = date[0] if date else None
    if year is None and (spoken := _TWO_THOUSAND.search(low)):
        year = 2000 + (_number(spoken[1] or spoken[2]) or 0)
    return _GROWN_UP < year < _UNBORN if year else _SHORT_YEAR.search(low) is not None


def _childs_number(low: str) -> bool:
    """Whether it is an IIN of somebody born late: first the birthday, the seventh digit is the century."""
    digits = "".join(char for char in low if char.isdecimal())
    is_iin = len(digits) == 12 and starts_with_date(digits) and digits[6] in "56"
    return is_iin and int(digits[:2]) > _GROWN_UP % 100


def _says_child(low: str) -> Iterator[bool]:
    words = _WORD.findall(low)
    yield _phrases("ru", "kk").search(" ".join(filter(None, map(fold, words)))) is not None
    yield _phrases("en").search(" ".join(words)) is not None
    yield _A_MINOR.search(low) is not None


@cache
def _phrases(*languages: str) -> re.Pattern[str]:
    """One pattern for the phrases of minors.toml, over words joined by a space, folded but for English."""
    data: dict[str, Any] = tomllib.loads((Path(__file__).parent / "minors.toml").read_text("utf-8"))
    key = str.lower if languages == ("en",) else fold
    number = (
        r"(?:\d{1,2}(?!\d)|" + "|".join(re.escape(key(stem)) for stem in data["numbers"].split()) + r")\S*"
    )
    phrases = [_phrase(say, key, number) for language in languages for say in data["say"][language]]
    return re.compile(r"(?<!\S)(?:" + "|".join(phrases) + ")")


def _phrase(say: str, key: Callable[[str], str], number: str) -> str:
    out = ""
    for word in say.split():
        if word == "..":
            out += r"(?:\S+ ){0,2}"
        elif word == "#":
            out += number + " "
        elif word.startswith("="):
            out += re.escape(key(word[1:])) + r"(?!\S) "
        else:
            out += re.escape(key(word)) + r"\S* "
    return out.rstrip()
