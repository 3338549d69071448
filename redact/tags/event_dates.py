"""Finds when the reported events happened: full dates, and months where no day is given.

A year that is left out is taken from the dates before it, or from the first date of the text that has one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.findings import Tag, TagKind
from redact.matches import matches
from redact.tags.clauses import Reading, read, word_key

SOURCE = "date-rules"
_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january jan январ қаңтар", "february feb феврал ақпан", "march mar март наурыз",
        "april apr апрел сәуір",
        "may мая мае май мамыр", "june jun июн маусым", "july jul июл шілде", "august aug август тамыз",
        "september sep sept сентябр қыркүйек", "october oct октябр қазан", "november nov ноябр қараша",
        "december dec декабр желтоқсан",
    ),
    start=1,
):  # fmt: skip
    for _name in _names.split():
        _MONTHS[word_key(_name)] = _number
# Matched whole: longer words begin so too (may, mar, май).
_WHOLE = frozenset(
    word_key(name) for name in "jan feb mar apr may jun jul aug sep sept oct nov dec мая мае май".split()
)
_MONTH_ENDS = re.compile(
    r"^(?:а|е|ь|я|ю|ем|у|ом|да|де|та|те|ында|инде|дын|дин|нын|нин|тын|тин|дагы|деги|дан|ден|тан|тен|га|ге|ка|ке|нан|нен|)$"
)
_ORDINALS_RU = {
    word: number
    for number, words in enumerate(
        (
            "перво", "второ", "треть", "четверт", "пято", "шесто", "седьмо", "восьмо", "девято", "десято",
            "одиннадцато", "двенадцато", "тринадцато", "четырнадцато", "пятнадцато", "шестнадцато",
            "семнадцато",
            "восемнадцато", "девятнадцато", "двадцато",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_ORDINALS_EN = {
    word: number
    for number, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
            "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split(),
        start=1,
    )
}
_ORDINALS_KK = {
    word_key(word): number
    for number, word in enumerate(
        "бірінші екінші үшінші төртінші бесінші алтыншы жетінші сегізінші тоғызыншы оныншы".split(), start=1
    )
}
_NUMERIC = re.compile(
    r"(?<![\d./-])([0-3]?[\dОOЗlI]{1,2})\s?[./]\s?([01]?[\dОOlI])\s?[./]\s?((?:19|2[OО0])[\dОOЗlI]{2}|[\dOО]{2})(?![\d./-])"
    r"|(?<![\d./-])(20\d\d)-(\d\d)-(\d\d)(?!\d)"
    r"|(?<![\d./-])(\d{1,2})-(\d{1,2})-(20\d\d)(?!\d)"
)
_OCR = str.maketrans("ОOоoЗзlI", "00003311")
_PAPER = re.compile(
    r"^(?:issued|выдан|берил|interview|recorded|интервью|сухбат|записан|составил|signed|filled|заполнен|met$|"
    r"complaint|толтыр|buried|похорон|жерле|опросил|опрос|жазылды)"
)


@dataclass(frozen=True, slots=True)
class _Date:
    year: int | None
    month: int
    day: int | None
    start: int
    end: int


def find_event_dates(text: str, abuse: Sequence[Tag]) -> list[Tag]:
    """Date tags of a text: ISO dates, or months where only a month is given; none where there is no abuse."""
    return dates_in(read(text), abuse) if abuse else []


def dates_in(reading: Reading, abuse: Sequence[Tag]) -> list[Tag]:
    """Date tags of a text that has been read."""
    dates = sorted([*_numeric(reading.text), *_in_words(reading)], key=lambda date: date.start)
    near = {reading.sentence_of(tag.start) for tag in abuse}
    default = _usual_year(reading, dates)
    months = {(date.month) for date in dates if date.day}
    tags, year, seen = [], None, set()
    for date in dates:
        if not _about_event(reading, date, near):
            continue
        year = date.year or year
        full = date.year or year or default
        if not full or (date.day is None and (date.month in months or not (date.year or default))):
            continue
        code = f"{full}-{date.month:02}" + (f"-{date.day:02}" if date.day else "")
        if code not in seen:
            seen.add(code)
            tags.append(Tag(TagKind.EVENT_DATE, code, date.start, date.end, SOURCE))
    return tags


def _usual_year(reading: Reading, dates: list[_Date]) -> int | None:
    """The year of the first date that is no birth date; else the first bare year of the events' times."""
    for date in dates:
        if date.year and date.year >= 2010 and not _birth(reading, date):
            return date.year
    bare = re.search(r"\b(20[12]\d)\b", reading.text)
    return int(bare[1]) if bare else None


def _numeric(text: str) -> list[_Date]:
    out = []
    for match in matches(_NUMERIC, text):
        day, month, year, y2, m2, d2, d3, m3, y3 = match.groups()
        if y2:
            day, month, year = d2, m2, y2
        elif y3:
            day, month, year = d3, m3, y3
        values = [int(part.translate(_OCR)) for part in (day, month, year)]
        full = values[2] + 2000 if values[2] < 100 else values[2]
        if 1 <= values[0] <= 31 and 1 <= values[1] <= 12 and 2005 <= full <= 2035:
            out.append(_Date(full, values[1], values[0], match.start(), match.end()))
    return out


@lru_cache(maxsize=20_000)
def _month_of(key: str) -> int | None:
    """The month a word names, in any of its cases."""
    if key in _WHOLE:
        return _MONTHS[key]
    for length in range(min(len(key), 9), 3, -1):
        if (
            (month := _MONTHS.get(key[:length]))
            and key[:length] not in _WHOLE
            and _MONTH_ENDS.match(key[length:])
        ):
            return month
    return None


def _day_of(key: str) -> int | None:
    """The day a word gives: 6, 6-го, 6th, шестого, алтыншы."""
    if (match := re.match(r"(\d{1,2})(?:st|nd|rd|th|го|е|ое|шы|ши|ны)?$", key)) and 1 <= int(match[1]) <= 31:
        return int(match[1])
    for ending in ("го", "е", "му", "м"):
        if key.endswith(ending) and key[: -len(ending)] in _ORDINALS_RU:
            return _ORDINALS_RU[key[: -len(ending)]]
    return _ORDINALS_EN.get(key) or _ORDINALS_KK.get(key) or (3 if key == "третьего" else None)


def _in_words(reading: Reading) -> list[_Date]:
    """Dates whose month is a word, in the orders of the three languages."""
    words, out = reading.words, []
    for number, word in enumerate(words):
        month = _month_of(word.key)
        if month is None or (word.key == "may" and not reading.text[word.start].isupper()):
            continue
        day = first = None
        low = last = number
        for back in (1, 2):
            if number - back >= 0 and words[number - back].key not in {"of", "го", "й", "е"}:
                day = _day_of(words[number - back].key)
                low = number - back if day else number
                break
        if word.key == "mar" and day is None:
            continue
        nxt = words[number + 1].key if number + 1 < len(words) else ""
        if day is None and (match := re.match(r"(\d{1,2})(?:st|nd|rd|th)?$", nxt)) and word.key.isascii():
            day, last = int(match[1]), number + 1
        # "10 и 11 января", "11–12 мамыр": the day before shares the month
        if day and low >= 2 and words[low - 1].key in {"и", "and", "пен", "мен", "менен"}:
            first = _day_of(words[low - 2].key)
        elif (
            day
            and low >= 1
            and re.fullmatch(r"\s?[-–—]\s?", reading.text[words[low - 1].end : words[low].start])
        ):
            first = _day_of(words[low - 1].key)
        year = _year_beside(reading, low, last)
        if word.key == "may" and not day and not year:
            continue
        start, end = words[low].start, words[last].end
        if first:
            out.append(_Date(year, month, first, start, end))
        out.append(_Date(year, month, day if day and day <= 31 else None, start, end))
        out += _other_days(reading, last, year, month)
    return out


def _year_beside(reading: Reading, low: int, last: int) -> int | None:
    """A year right after a date, or before it as in Kazakh (2022 жылғы 5 қаңтар)."""
    words = reading.words
    for number in [*range(last + 1, min(last + 3, len(words))), *range(max(0, low - 2), low)]:
        if match := re.fullmatch(r"(20[0-3]\d|19\d\d)(?:го|г|ж)?", words[number].key):
            return int(match[1])
    return None


_ENGLISH_DAY = re.compile(r"(\d{1,2})(st|nd|rd|th)")
_TOLD_DAYS = frozenset("восьмого седьмого девятого шестого десятого".split())


def _other_days(reading: Reading, last: int, year: int | None, month: int) -> list[_Date]:
    """ "… 11-го, on the 12th": bare days that lean on a month in the sentences just before them."""
    words, out = reading.words, []
    limit = min(len(words), last + 120)
    for number in range(last + 1, limit):
        key = words[number].key
        if _month_of(key):
            break
        before = words[number - 1].key
        match = _ENGLISH_DAY.fullmatch(key) if key[0].isdigit() else None
        if match and before not in {"january", "february"}:
            day = int(match[1])
        elif key in {"го", "е", "ое"} and (back := re.fullmatch(r"\d{1,2}", before)):
            day = int(back[0])
        elif key in _TOLD_DAYS:
            day = _day_of(key) or 0
        else:
            continue
        if 1 <= day <= 31:
            out.append(_Date(year, month, day, words[number].start, words[number].end))
    return out


def _birth(reading: Reading, date: _Date) -> bool:
    tail = reading.text[date.end : date.end + 14].lower()
    head = re.split(r"[.!?\n]\s", reading.text[max(0, date.start - 30) : date.start].lower())[-1]
    return bool(
        re.search(r"г\.?\s?р|рожд|туған|туған|ж\.\s?т|tuğan", tail)
        or re.search(r"born|birth|рожден|родил|туған күн|туылған", head)
    )


def _about_event(reading: Reading, date: _Date, near: set[int]) -> bool:
    """Whether a date is one of the events: abuse near it, and no birth, paper or interview beside it."""
    if _birth(reading, date):
        return False
    if date.year and date.year < 2010:
        return False
    sentence = reading.sentence_of(date.start)
    low, high = reading.bounds[sentence]
    words = reading.words[low:high]
    clauses = [word for word in words if abs(word.start - date.start) < 60]
    if any(_PAPER.match(word.key) for word in clauses):
        return False
    return bool(near.intersection(range(sentence - 3, sentence + 9)))
