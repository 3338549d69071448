"""Reading a date that was found: year, month and day out of its words or digits, in three languages."""

import re
from typing import Final

from redact.letters import fold

# Stems of the months; matched on folded letters, so one entry serves every script and spelling.
_STEMS: Final = (
    "january jan январ янв қаңтар",
    "february feb феврал фев ақпан",
    "march mar март мар наурыз",
    "april apr апрел апр сәуір",
    "may май мая мамыр",
    "june jun июн маусым",
    "july jul июл шілде",
    "august aug август авг тамыз",
    "september sept sep сентябр сент сен қыркүйек",
    "october oct октябр окт қазан",
    "november nov ноябр ноя қараша",
    "december dec декабр дек желтоқсан",
)
_MONTHS: Final = sorted(
    ((fold(stem), number) for number, stems in enumerate(_STEMS, start=1) for stem in stems.split()),
    key=lambda entry: -len(entry[0]),
)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
# Scans confuse these; only beside digits do they stand for one.
_OCR = str.maketrans("ОOоoЗзlІI", "000033111")
_MIXED = re.compile(r"(?=[ОOоoЗзlІI]*\d)[\dОOоoЗзlІI]+")


def month_of(word: str) -> int | None:
    """The month (1 to 12) that a word names in any of its cases, or None."""
    key = fold(word)
    return next((number for stem, number in _MONTHS if key.startswith(stem)), None)


def read_date(surface: str) -> tuple[int | None, int | None, int | None] | None:
    """Year, month and day that a date's words give, each None where they do not; None where none does."""
    plain = _MIXED.sub(lambda m: m[0].translate(_OCR), surface)
    numbers = [int(n) for n in _NUMBER.findall(plain) if len(n) <= 4]
    year = next((n for n in numbers if 1900 <= n <= 2100), None)
    rest = [n for n in numbers if n != year]
    month = next((m for m in map(month_of, _WORD.findall(plain)) if m), None)
    if month is None and len(rest) >= 2:
        return _by_order(rest, year)
    day = next((n for n in rest if 1 <= n <= 31), None)
    return (year, month, day) if year or month or day else None


def _by_order(numbers: list[int], year: int | None) -> tuple[int | None, int | None, int | None] | None:
    """Numbers alone: day.month[.yy], unless only the other order makes a month."""
    day, month = numbers[0], numbers[1]
    if month > 12 >= day:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if year is None and len(numbers) > 2 and numbers[2] < 100:
        # two digits: the events of these statements are recent, births are not asked for here
        year = 2000 + numbers[2] if numbers[2] < 40 else 1900 + numbers[2]
    return year, month, day
