"""Dates of the calendar in every written form, and dates of birth.

A date is a date of birth where words for birth stand near, where a personal number in the text begins
with it, or where it lies a generation back. Times, weekdays and durations are no dates, nor is a
month's name that stands for the January events.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.labels import Label
from redact.matches import matches
from redact.recognisers import date_shapes as shapes
from redact.recognisers.context import low
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import cyrillic_view, digit_view

NAME = "dates"

# years of this century after which a date behind a person is one of the events
_LATEST_BIRTH = 18


@dataclass(frozen=True, slots=True)
class _Date:
    start: int
    end: int
    score: float
    full: bool = False  # day, month and year are all there


def find(text: str) -> Iterator[Hit]:
    """Dates and dates of birth; where two readings overlap the longer one stands."""
    view = low(cyrillic_view(digit_view(text)))
    found = sorted(_candidates(text, view), key=lambda d: (d.start - d.end, -d.score))
    taken: list[_Date] = []
    covered = bytearray(len(view))
    for date in found:
        if not any(covered[date.start : date.end]):
            covered[date.start : date.end] = b"\1" * (date.end - date.start)
            taken.append(date)
    personal = {match.groups() for match in matches(shapes.IIN_DATE, view)}
    for date in sorted(taken, key=lambda d: d.start):
        trimmed = _trim(view, date)
        label = Label.DOB if _is_birth(text, view, trimmed, personal) else Label.DATE
        yield Hit(trimmed.start, trimmed.end, label, 0.9 if label == Label.DOB else trimmed.score)


def _trim(view: str, date: _Date) -> _Date:
    end = date.end
    while end > date.start and view[end - 1] in " ,\n":
        end -= 1
    return replace(date, end=end)


def _candidates(text: str, view: str) -> Iterator[_Date]:
    yield from _in_digits(view)
    yield from _odd(low(text), view)
    yield from _with_month(text, view)
    for match in matches(shapes.BARE_YEAR, view):
        yield _Date(*match.span(), 0.7)
    for match in matches(shapes.BORN_IN, view):
        yield _Date(*match.span(1), 0.9)
    for match in matches(shapes.WORD_YEAR, view):
        yield _Date(*match.span(), 0.8)
    yield from _bare_months(text, view)
    yield from _bare_days(view)


def _in_digits(view: str) -> Iterator[_Date]:
    for match in matches(shapes.NUMERIC, view):
        day, month = int(match[1]), int(match[3])
        if (1 <= day <= 31 and 1 <= month <= 12) or (1 <= month <= 31 and 1 <= day <= 12):
            # 55-14-08 is a phone; hyphens with a short year stay doubtful
            yield _Date(*match.span(), 0.6 if match[2] == "-" and len(match[4]) == 2 else 0.9, full=True)
    for match in matches(shapes.ISO, view):
        if 1 <= int(match[3]) <= 12 and 1 <= int(match[4]) <= 31:
            yield _Date(*match.span(), 0.9, full=True)
    for match in matches(shapes.NUMBER_MONTH_YEAR, view):
        yield _Date(*match.span(), 0.7)
    for match in matches(shapes.SHORT, view):
        if not shapes.TIME_BEFORE.search(view, max(0, match.start() - 8), match.start()):
            yield _Date(match.start(), match.start() + 5, 0.6)


def _odd(lowered: str, view: str) -> Iterator[_Date]:
    """Months in Roman numerals, and days, months and years that are all said as ordinals."""
    for match in matches(shapes.ROMAN, lowered):
        if 1 <= int(match[1]) <= 31:
            yield _Date(*match.span(), 0.9, full=True)
    for match in matches(shapes.SPOKEN_NUMERIC, view):
        yield _Date(*match.span(), 0.9, full=True)


def _with_month(text: str, view: str) -> Iterator[_Date]:
    for match in matches(shapes.DAY_MONTH, view):
        if not (match[0].endswith(("may", "mar")) and not match[0][0].isdigit() and " of " not in match[0]):
            year = re.search(r"(?:19|20)\d\d", match[0]) or shapes.SPOKEN_OLD.search(match[0])
            yield _Date(*match.span(), 0.9, full=bool(year))
    for match in matches(shapes.YEAR_DAY_MONTH, view):
        yield _Date(*match.span(), 0.9, full=bool(re.search(r"\D\d{1,2}\D", match[0][4:])))
    for match in matches(shapes.MONTH_DAY, view):
        if not match[0].startswith(("may", "mar ", "march")) or text[match.start()].isupper():
            year = re.search(r"(?:19|20)\d\d", match[0]) or shapes.SPOKEN_OLD.search(match[0])
            yield _Date(*match.span(), 0.8, full=bool(year))
    for match in matches(shapes.MONTH_YEAR, view):
        yield _Date(*match.span(), 0.9)


def _bare_months(text: str, view: str) -> Iterator[_Date]:
    for shape in (shapes.RU_BARE, shapes.KK_BARE):
        for match in matches(shape, view):
            if _is_event(view, match.span()) or not _is_month(text, match):
                continue
            yield _Date(*match.span(), 0.6)
    for match in matches(shapes.EN_BARE, view):
        if _is_event(view, match.span(1)) or (
            match[1] in ("may", "march") and text[match.start(1)].islower() and " in " not in " " + match[0]
        ):
            continue
        yield _Date(*match.span(1), 0.7)
    for match in matches(shapes.EN_FIELD, view):
        # "(January)", "January:", "In December!" stand alone; names like April or June do not
        if not _is_event(view, match.span()) and match[0] not in ("april", "june", "august"):
            yield _Date(*match.span(), 0.55)


def _is_event(view: str, span: tuple[int, int]) -> bool:
    return bool(
        shapes.EVENT_BEFORE.search(view, max(0, span[0] - 16), span[0])
        or shapes.EVENT_AFTER.match(view, span[1])
    )


_NOT_ALONE = frozenset(
    "қаңтар кантар қантар қаңта qañtar qantar мамыр маусым наурыз қазан казан қараша караша шілде"
    " mamyr mausym nauryz "
    "qazan".split()
)
_EVERYDAY = ("қазан", "казан", "маусым", "қараша", "караша")


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Whether a month's name alone is a date and not a name, a season, a pot or the January events."""
    word = match[0].split()[0]
    raised = text[match.start()].isupper()
    if " " in match[0]:
        return True
    if word in ("марта", "марту", "мая", "май", "маю", "мае", "августа", "августу", "август", "март"):
        return not raised or word in ("март", "август", "май")
    # the events of 2022; the street or the events of 1986; a season, a feast, a pot, a surname
    if word in _NOT_ALONE or (raised and word.startswith(("желто", "jelto")) and len(word) < 11):
        return False
    if word.startswith(_EVERYDAY) and not word.endswith(("нда", "нан", "да", "де", "ның")):
        return False
    return not (raised and word.startswith(("кантар", "казан", "караш", "тамыз")))


def _bare_days(view: str) -> Iterator[_Date]:
    for shape, score in (
        (shapes.RU_DAY, 0.8),
        (shapes.EN_DAY, 0.7),
        (shapes.KK_DAY, 0.7),
        (shapes.KK_ORDINAL_DAY, 0.8),
    ):
        for match in matches(shape, view):
            if shape is shapes.KK_ORDINAL_DAY or not shapes.NOT_DAY_AFTER.match(view, match.end()):
                # the first, second, third day is counted from the arrest
                counted = shape is shapes.KK_ORDINAL_DAY and shapes.KK_COUNTED.match(match[0])
                yield _Date(*match.span(), 0.4 if counted else score)
    for match in matches(shapes.EN_WORD_DAY, view):
        if not shapes.NOT_DAY_AFTER.match(view, match.end()) and not shapes.COUNTED.match(view, match.end()):
            yield _Date(*match.span(1), 0.6)
    for match in matches(shapes.RU_WORD_DAY, view):
        if not match[0].endswith(("ого", "ьего")) or shapes.NOT_DAY_AFTER.match(view, match.end()):
            continue
        if shapes.CLOCK_BEFORE.search(view, max(0, match.start() - 16), match.start()):
            continue
        follows = view[match.end() : match.end() + 8]
        # the first, second, third one are people as often as days
        everyday = match[0].startswith(("перв", "втор", "трет"))
        if follows.lstrip().startswith("числ"):
            yield _Date(*match.span(), 0.9)
        elif everyday:
            yield _Date(*match.span(), 0.4)
        elif re.match(
            r"\s?(?:$|[.,;:!?)\n]|(?:в|к|с|на|по|и|утром|вечером|ноч|днём|днем|мы|меня|его|её|ее|нас"
            r"|их|я|он|она|они|под|до|после|около)\b)",
            follows,
        ):
            yield _Date(*match.span(), 0.7)
        else:
            yield _Date(*match.span(), 0.5)


def _is_birth(text: str, view: str, date: _Date, personal: set[tuple[str, ...]]) -> bool:
    surface = view[date.start : date.end]
    if shapes.BIRTH_BEFORE.search(view, max(0, date.start - 45), date.start):
        return True
    if shapes.BIRTH_AFTER.match(view, date.end, date.end + 16):
        return True
    if surface.endswith(("года", "год", "жылы", "жылғы")) and re.match(
        r"\s(?:рожд|туған|туылған)", view[date.end : date.end + 8]
    ):
        return True
    if not date.full:
        return False
    parts = _parts(surface)
    if parts and parts in personal:
        return True
    year = re.search(r"(?:19|20)\d\d", surface)
    short = re.search(r"[./\-'](\d\d)$", surface)
    if year:
        back = int(year[0]) <= 2006
    else:
        back = bool(shapes.SPOKEN_OLD.search(surface)) or (short is not None and int(short[1]) > 35)
    back = back or _of_a_child(text, date, int(year[0][2:]) if year else int(short[1]) if short else 99)
    return bool(back and not shapes.NOT_BIRTH.search(view, max(0, date.start - 25), date.start))


def _of_a_child(text: str, date: _Date, year: int) -> bool:
    """Whether a date of this century follows the person whose birthday it is: мой младший, 12.02.05."""
    before = text[max(0, date.start - 60) : date.start]
    if shapes.KIN_BEFORE.search(before.lower()):
        return year <= _LATEST_BIRTH
    if (age := shapes.AGE_BEFORE.search(before.lower())) and shapes.NAME_BEFORE.search(before[: age.start()]):
        return year <= _LATEST_BIRTH
    return year <= _LATEST_BIRTH - 6 and shapes.NAME_BEFORE.search(before) is not None


def _parts(surface: str) -> tuple[str, str, str] | None:
    """Year, month and day of a full date as two digits each."""
    numbers = re.findall(r"\d+", surface)
    years = [n for n in numbers if len(n) == 4]
    if not years:
        return None
    rest = [n for n in numbers if len(n) < 3]
    month = next((n for n, stems in enumerate(shapes.MONTH_PATTERNS, start=1) if stems.search(surface)), None)
    if month is None and len(rest) == 2:
        first, second = (rest[1], rest[0]) if numbers[0] == years[0] else (rest[0], rest[1])
        return years[0][2:], f"{int(second):02}", f"{int(first):02}"
    if month is not None and len(rest) == 1:
        return years[0][2:], f"{month:02}", f"{int(rest[0]):02}"
    return None
