"""Bank cards: whole numbers with or without a right checksum, partial ones near the word, and spoken ones."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers.context import near
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import digit_view, digits_in
from redact.recognisers.numerals import spoken_runs

NAME = "cards"

_GROUPED = re.compile(
    r"(?<![\d+])(?<!\d[ \-])\d{4}([ \-.\n]{1,2})\d{4}[ \-.\n]{1,2}\d{4}[ \-.\n]{1,2}\d{3,4}(?!\d)"
)
_LOOSE = re.compile(r"(?<![\d+.,])\d(?:[ \-]?\d){12,18}(?!\d)(?![.,]\d)")
_KEYWORD = re.compile(
    r"\bкарт(?:а|у|е|ы|ой|очк\w+|асы\w*|аға|аны|адан|ам\w*|ның|асын\w*)?\b|\bkart[ay]\w*|\bcards?\b"
    r"|каспи\w*|\bkaspi\b|халык|halyk|visa\b|mastercard",
    re.IGNORECASE,
)
# **** 1234, *1234, xxxx-1234, 4400 43** **** 1234
_STARRED = re.compile(
    r"(?<![\w*])(?:\d{4}[ -]?\d{2}|\d{4})?[ -]?(?:(?:[*•xXхХ#]{1,4}|…|\.{3})[ -]?){1,4}\d{4}(?!\d)"
)
_LAST_FOUR = re.compile(
    r"(?:заканчива\w+|оканчива\w+|последни\w+|соңы|соңғы|ending|ends|last four)[^\d\n.]{0,25}(\d{4})(?!\d)",
    re.I,
)
_AFTER = re.compile(r"[^\d\n]{0,25}(\d(?:[ \-.\n]{0,2}\d){11,18})(?!\d)")
_SHORT = re.compile(
    r"[^\d\n.,;]{0,4}[ ]?(?:№|no\.?)?\s?(\d{4})(?!\d)(?!\s?(?:тенге|теңге|тг|г\.|год|жыл))", re.I
)


def luhn(digits: str) -> bool:
    """Whether the digits pass the check that cards carry."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def find(text: str) -> Iterator[Hit]:
    """Card numbers; a wrong checksum does not save a number in groups of four or one near the word card."""
    view = digit_view(text)
    for match in matches(_GROUPED, view):
        digits = "".join(c for c in match[0] if c.isdigit())
        yield Hit(match.start(), match.end(), Label.CARD, 0.9 if luhn(digits) else 0.8)
    for match in matches(_LOOSE, view):
        digits = "".join(c for c in match[0] if c.isdigit())
        # registers' numbers of 15 digits begin with a year: no card does that has 15
        if len(digits) >= 15 and digits[0] in "23456" and luhn(digits):
            score = 0.9 if len(digits) == 16 or near(_KEYWORD, view, match.span(), (50, 20)) else 0.5
            yield Hit(match.start(), match.end(), Label.CARD, score)
        elif len(digits) == 16 and digits[0] in "23456" and match[0].isdigit():
            yield Hit(match.start(), match.end(), Label.CARD, 0.6)
    for key in matches(_KEYWORD, view):
        yield from _by_keyword(view, key.end())
    for run in spoken_runs(text):
        by_key = near(_KEYWORD, text, (run.start, run.end), (60, 25))
        if len(run.digits) in (15, 16, 17) or (by_key and 12 <= len(run.digits) <= 19):
            yield Hit(run.start, run.end, Label.CARD, 0.9 if by_key else 0.7)
        elif (
            by_key
            and len(run.digits) == 4
            and run.words >= 2
            and _LAST_FOUR_WORD.search(text, max(0, run.start - 40), run.start)
        ):
            yield Hit(run.start, run.end, Label.CARD, 0.6)


_LAST_FOUR_WORD = re.compile(r"(?i)заканчива|оканчива|последн|соңы|соңғы|ending|last four")


def _by_keyword(view: str, at: int) -> Iterator[Hit]:
    found = _AFTER.match(view, at)
    if found and digits_in(found[1]) >= 12:
        yield Hit(found.start(1), found.end(1), Label.CARD, 0.9)
    for match in _STARRED.finditer(view, at, at + 60):
        yield Hit(match.start(), match.end(), Label.CARD, 0.8)
    last = _LAST_FOUR.search(view, at, at + 60)
    if last:
        yield Hit(last.start(1), last.end(1), Label.CARD, 0.8)
    short = _SHORT.match(view, at)
    if short and not ("1950" <= short[1] <= "2035"):
        yield Hit(short.start(1), short.end(1), Label.CARD, 0.6)
