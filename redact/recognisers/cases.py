"""Numbers of criminal and court cases: the pre-trial register (ЕРДР/СДТБТ/КУИ), courts, old styles.

Article numbers of the codes (ст. 146 ч. 2, 146-бап, article 146) identify nobody and are left alone.
"""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers.context import near, stretch_before
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import digit_view, digits_in
from redact.recognisers.numerals import spoken_runs

NAME = "cases"

_KEYWORD = re.compile(
    r"\bЕРДР\w*|\bСДТБТ\w*|\bКУИ\b|\bКУЗ\b|\bERDR\b|\bKUI\b|\bдел[оауе]\b|\bделом\b|материал\w*"
    r"|досудебн\w+|производств\w+"
    r"|\bіс(?:і|ім|ін|інің|ке|тің|іміз)?\b|\bıs\b|қылмыстық\w*|азаматтық іс\w*|\bcases?\b|criminal"
    r"|proceedings|pre-?trial|court file"
    r"|қозғалған|тергеу",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\d.,])(?:(?<![^\W_])[^\W\d_]{1,6}-)?\d+(?:[ ]?[\-/][ ]?\d+)*(?:[\-/][^\W\d_]{1,2})?(?![^\W_])"
)
# the intake register's numbers are short: КУИ 5521
_REGISTER = re.compile(
    r"(?<![^\W_])(?:КУИ|КҮИ|КУСП|КУЗИ?|ЕРДР|СДТБТ|KUI|ERDR)\w{0,3}\s?(?:за\s)?(?:№|номер\w{0,2}"
    r"|нөмірі)?\s?(\d{2,8}(?:[/-]\d{1,6})?)(?![\d.])"
)
_COURT = re.compile(r"(?<![\d/.-])\d{4}-\d{2}-\d{2}-\d{1,2}[а-яa-z]{0,2}[/-]\d{1,6}(?![\d-])")
# any court's or office's number with its groups, also misread: 1C-19842-20-00-1a/77, ӘҚБт-2109/117
_GROUPED = re.compile(
    r"(?<![\w./\-])(?=[^\s]{0,8}\d)[^\W_]{1,6}(?:-[^\W_]{1,6}){3,6}/[^\W_]{1,6}(?![\w/\-])"
    r"|(?<![\w./\-])[^\W\d_]{2,6}-(?:\d{4,8}(?:-\d{1,4})?/\d{1,6}|\d{2}/\d{4,8}"
    r"|\d{2,8}-\d{2,4}/\d{2,6})(?![\w/\-])"
)
_OLD = re.compile(r"(?<![\d/.-])\d{1,2}[а-яa-z]{0,2}-\d{1,5}(?:-\d{1,3})?/(?:20)?\d{2}(?![\d/])", re.I)
_DASHED = re.compile(r"(?<![\d/.-])\d{2}-?\d{2,4}-\d-\d{4,6}(?![\d-])")
_FIFTEEN = re.compile(r"(?<![\d+])\d(?:[ -]?\d){14}(?!\d)")
_DATE = re.compile(
    r"\d{1,2}[ ]?[./\-][ ]?\d{1,2}[ ]?[./\-][ ]?(?:19|20)?\d{2}|(?:19|20)\d\d(?:-\d{1,2}-\d{1,2})?"
)
_SIGN = re.compile(r"(?:номер\w{0,2}|нөмір\w{0,3}|number|№)\s?$", re.I)
_PHONE = re.compile(r"\d{1,3}-\d{2}-\d{2}")


def find(text: str) -> Iterator[Hit]:
    """Case numbers by their own shape, and any longer number after a word for a case."""
    view = digit_view(text)
    for shape in (_COURT, _DASHED):
        for match in matches(shape, view):
            yield Hit(match.start(), match.end(), Label.ID, 0.9)
    for match in matches(_REGISTER, view):
        yield Hit(match.start(1), match.end(1), Label.ID, 0.8)
    for match in matches(_GROUPED, view):
        if digits_in(match[0]) >= 6:
            yield Hit(match.start(), match.end(), Label.ID, 0.8)
    for match in matches(_OLD, view):
        yield Hit(match.start(), match.end(), Label.ID, 0.8)
    for match in matches(_FIFTEEN, view):
        digits = "".join(c for c in match[0] if c.isdigit())
        # the register's numbers begin with the year
        if "14" <= digits[:2] <= "40" and (
            match[0].isdigit() or near(_KEYWORD, view, match.span(), (60, 20))
        ):
            yield Hit(match.start(), match.end(), Label.ID, 0.9)
    for match in matches(_NUMBER, view):
        if _is_case(match[0]) and _KEYWORD.search(stretch_before(view, match.start(), 45)):
            yield Hit(match.start(), match.end(), Label.ID, 0.85)
    for run in spoken_runs(text):
        least = 4 if _SIGN.search(text, max(0, run.start - 10), run.start) else 7
        if len(run.digits) >= least and near(_KEYWORD, text, (run.start, run.end), (40, 15)):
            yield Hit(run.start, run.end, Label.ID, 0.7)


def _is_case(value: str) -> bool:
    if _DATE.fullmatch(value) or _PHONE.fullmatch(value):
        return False
    count = digits_in(value)
    return count >= 6 or (count >= 3 and "/" in value) or (count >= 4 and "-" in value)
