"""Personal numbers (IIN, BIN, INN, SNILS, RNN) and, as a net below them, every long run of digits."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers.context import near, stretch_before
from redact.recognisers.hit import Hit
from redact.recognisers.iin import is_bin, is_iin, is_inn, is_snils
from redact.recognisers.lookalikes import digit_view, digits_in
from redact.recognisers.numerals import spoken_runs

NAME = "ids"

_KEYWORD = re.compile(
    r"\b(?:ИИН|ЖСН|И\.И\.Н|IIN|JSN|ZhSN|ИНН|INN|РНН|СТН|БИН|БСН|BSN|СИК|СНИЛС|SNILS|ПИНФЛ"
    r"|ПИН)(?![a-z])[а-яәіңғүұқөһ]{0,4}"
    r"|идентификационн\w+|сәйкестендіру|säikestendıru|\bBIN\b"
    r"|\b(?:identification|personal|taxpayer|identity)\s+(?:number|no\b)|табельн\w+",
    re.IGNORECASE,
)
# a line break inside a number, but not before the number of the next item of a list
_GAP = r"(?:[ \-.]{0,2}|[ \-.]?\n(?!\d{1,2}[.)]\s))"
# a number after a keyword: four digits or more, grouped in any way
_NUMBER = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{3,15}}(?!\d)")
_TWELVE = re.compile(rf"(?<![\d+])(?<!\d[.,])\d(?:{_GAP}\d){{11}}(?!\d)(?![.,]\d)")
_SNILS = re.compile(r"(?<!\d)\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)")
_LONG = re.compile(r"(?<![\d+])(?<!\d[.,])\d{9,20}(?!\d)(?![.,]\d)")
_UNIT = re.compile(
    r"\s?(?:тенге|теңге|тг\b|тңг|₸|руб|сом\b|сум\b|доллар|usd|kzt|tenge|\$|€|человек|адам|people)", re.I
)
_YEAR_OR_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}[.\-]\d{1,2}[.\-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d")
_SPOKEN_KEY = re.compile(r"(?i)иин|жсн|\biin|jsn|идентификац|сәйкестендіру|identification")


def find(text: str) -> Iterator[Hit]:
    """Numbers of persons and organisations, with or without a keyword."""
    view = digit_view(text)
    yield from _after_keywords(view)
    yield from _shaped(view)
    for match in matches(_LONG, view):
        digits = match[0]
        if digits.endswith("000000") or _UNIT.match(view, match.end()):
            continue
        yield Hit(match.start(), match.end(), Label.ID, 0.55)
    for run in spoken_runs(text):
        # the last group of a number may be said in thousands: it still is one after the keyword
        if run.amount and run.words >= 5 and near(_SPOKEN_KEY, text, (run.start, run.end), (40, 12)):
            yield Hit(run.start, run.end, Label.ID, 0.7)
        if len(run.digits) >= 6 and (
            len(run.digits) in (9, 12, 14, 15) or near(_SPOKEN_KEY, text, (run.start, run.end), (40, 12))
        ):
            sure = near(_SPOKEN_KEY, text, (run.start, run.end), (40, 12))
            yield Hit(run.start, run.end, Label.ID, 0.9 if sure else 0.6)


def _after_keywords(view: str) -> Iterator[Hit]:
    for match in matches(_NUMBER, view):
        if not _KEYWORD.search(stretch_before(view, match.start(), 45)):
            continue
        if _YEAR_OR_DATE.fullmatch(match[0]) or _UNIT.match(view, match.end()):
            continue
        yield Hit(match.start(), match.end(), Label.ID, 0.9 if digits_in(match[0]) >= 6 else 0.6)


def _shaped(view: str) -> Iterator[Hit]:
    for match in matches(_TWELVE, view):
        digits = "".join(c for c in match[0] if c.isdigit())
        if is_iin(digits) or is_bin(digits):
            yield Hit(match.start(), match.end(), Label.ID, 0.9)
        elif is_inn(digits) and match[0].isdigit():
            yield Hit(match.start(), match.end(), Label.ID, 0.8)
    for match in matches(_SNILS, view):
        digits = "".join(c for c in match[0] if c.isdigit())
        yield Hit(match.start(), match.end(), Label.ID, 0.9 if is_snils(digits) else 0.6)
