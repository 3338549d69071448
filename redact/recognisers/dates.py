"""Dates of the calendar in every written form, and dates of birth.

A date is a date of birth where words for birth stand near, where a personal number in the text begins with it,
or where it lies a generation back. Times, weekdays and durations are no dates, nor is a month's name that
stands for the January events.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.labels import Label
from redact.recognisers import months as m
from redact.recognisers.context import low
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import cyrillic_view, digit_view

NAME = "dates"

_Y4 = r"(?<!\d)(?:19[2-9]\d|20[0-4]\d)(?!\d)"
_YEAR_NOUN = r"(?:-?(?:го|й|м|ом)(?!\w))?(?:\s?(?:года|году|годом|год|(?:гг?\.|г(?!\w))(?!\.?\s?р(?:\.|ож|\b))|жылы|жылғы|жылдың|ж\.(?!\s?т(?:\.|\b))|jyly|jylğy|jyldyñ)(?!\w))?"
_YEAR = rf"(?:{_Y4}{_YEAR_NOUN}|{m.RU_YEAR}|{m.KK_YEAR}|{m.EN_YEAR}|'\d\d(?!\d))"
_D = r"(?<![\d.,:])(?:3[01]|[12]\d|0?[1-9])(?![\d:])"
_DAY = rf"{_D}(?:-?(?:го|ое|е|му|ого|ші|шы|нші|нын|şı|şy|th|st|nd|rd)(?!\w))?"
_JOIN = r"(?:\s?[-,]\s?|/|\s?и\s|\sпо\s|\sмен\s|\sжәне\s|\sand\s|\sto\s|\sor\s|\sили\s|\sнемесе\s)"
_DAYS = rf"(?:{_DAY}{_JOIN}){{0,4}}{_DAY}"
_WORD_DAY = rf"(?:{m.RU_ORDINAL}|{m.KK_ORDINAL}|{m.EN_ORDINAL})"
_ANY_MONTH = rf"(?:{m.RU}|{m.RU_SHORT}|{m.KK}|{m.KK_LATIN}|{m.EN}|{m.EN_SHORT})"
_KK_MONTH = rf"(?:{m.KK}|{m.KK_LATIN})(?:\sайы\w*|\saiy\w*)?"

_NUMERIC = re.compile(
    r"(?<![\d.,/\-])(\d{1,2})\s?([./\-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d|\d\d)(?!\d)(?![./-]\d)(?:\s?(?:года|(?:г\.|г(?!\w))(?!\.?\s?р(?:\.|ож|\b))|ж\.(?!\s?т(?:\.|\b))|жылы|жылғы)(?!\w))?"
)
_ISO = re.compile(r"(?<![\d./\-])((?:19|20)\d\d)([./\-])(\d{1,2})\2(\d{1,2})(?![\d])(?:\s?ж\.)?")
_DAY_MONTH = re.compile(
    rf"(?<!\w)(?:{_DAYS}|{_WORD_DAY})(?:\sof|-)?\s{{0,2}}{_ANY_MONTH}(?:\s(?:айы|месяца)\w*)?(?:,?\s{{1,2}}(?:of\s)?(?:{_YEAR}|\d\d\s(?:года|г\.)|{m.RU_SHORT_YEAR}))?"
)
_YEAR_DAY_MONTH = re.compile(
    rf"(?<!\w){_YEAR}\s?(?:жылы|жылғы|жылдың|ж\.|jyly|jylğy|jyldyñ|года|г\.)?,?\s{{0,2}}(?:(?:{_DAYS}|{_WORD_DAY})\s{{0,2}})?(?:{_KK_MONTH}|{m.RU})"
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?:{m.EN}|{m.EN_SHORT}|{m.KK_LATIN}|{m.KK}|{m.RU})\s(?:the\s)?(?:{_D}(?:st|nd|rd|th)?(?!\w)|{m.EN_ORDINAL}|{m.KK_DAY})(?:,?\s{_YEAR})?"
)
_MONTH_YEAR = re.compile(rf"(?<!\w)(?:{_ANY_MONTH})(?:\s(?:месяц|айы)\w*)?,?\s(?:of\s|в\s)?(?:{_YEAR})")
_NUMBER_MONTH_YEAR = re.compile(
    r"(?<![\d.,/\-])(?:0[1-9]|1[0-2])[./](?:19|20)\d\d(?![\d./])|(?<![\d.,/\-])20[12]\d-(?:0[1-9]|1[0-2])(?![\d\-])"
)
_SHORT = re.compile(
    r"(?<![\d.,/\-:№])(?<!№ )(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.?(?![\d.,:/])(?!\s?(?:\d|%|литр|л\b|кг|км|м\b|тенге|тг|млн|тыс))"
)
_TIME_BEFORE = re.compile(r"(?:\bв|\bво|сағат|сағ\.|at|около|час\w*)\s$")

_RU_BARE = re.compile(rf"(?<!\w){m.RU}(?:\sмесяц\w*)?")
_KK_BARE = re.compile(rf"(?<!\w)(?:{m.KK}|{m.KK_LATIN})(?:\sайы\w*|\saiy\w*)?")
_EN_BARE = re.compile(
    rf"(?<!\w)(?:(?:in|since|until|till|by|from|last|next|early|late|mid|of|during|before|after|this|through|to)[ -](?:early\s|late\s|mid[ -])?)({m.EN})(?!\s(?:events|unrest|protest|tragedy))"
)
_EN_FIELD = re.compile(
    r"(?<!\w)(?:january|february|april|june|july|august|september|october|november|december)(?!\w)(?!\s(?:events|unrest|protest|tragedy))"
)
_EVENT_BEFORE = re.compile(r"(?:кровав\w+|қанды|канды|bloody|qandy)\s(?:the\s)?$")
_EVENT_AFTER = re.compile(r"\s(?:о[қк]и[ғг]а|oqiğa|событи|трагеди|қасірет|көтеріліс|events)")
_BARE_YEAR = re.compile(
    rf"(?<![\d.,/\-№$])(?<!№ )({_Y4})(?:-?(?:го|й|м|ом)(?!\w))?(?:\s?(?:года|году|годом|год|(?:гг?\.|г(?!\w))(?!\.?\s?р(?:\.|ож|\b))|жыл(?:ы|ғы|дың|дан|дың|ға)?|ж\.(?!\s?т(?:\.|\b))|jyl\w*)(?!\w))?(?![.,/\-]?\d)"
    r"(?!\s?(?:тенге|тг\b|теңге|человек|адам|people|tenge|руб|долл|км|м\b|кг|раз\b|шт|\$|₸|%|met|km|kg))"
)
_WORD_YEAR = re.compile(rf"(?<!\w)(?:{m.RU_YEAR}|{m.KK_YEAR}|{m.EN_YEAR})")
_RU_DAY = re.compile(rf"(?<![\w.,:/№\-]){_D}-(?:го|ого|е|ое|му)(?!\w)")
_RU_WORD_DAY = re.compile(rf"(?<!\w){m.RU_ORDINAL}")
_EN_DAY = re.compile(rf"(?<![\w.,:/\-]){_D}(?:st|nd|rd|th)(?!\w)")
_KK_DAY = re.compile(
    rf"(?<!\w)(?:{m.KK_DAY}|{_D}-?(?:і|ы|сі|сы|інде|ында|сінде|сында|іне|ына|сіне|сына|інен|ынан|сінен|сынан|si|sy|ı|y|ınde|ynda|sınde|synda)(?!\w))"
)
_KK_ORDINAL_DAY = re.compile(
    rf"(?<!\w)(?:{m.KK_ORDINAL}|{_D}-?(?:ші|шы|şı|şy))(?=\s(?:күн|түн|küni|künı|tünı))(?:\s(?:күні|күн|künı))?"
)
_EN_WORD_DAY = re.compile(
    rf"(?<!\w)(?:on\s(?:the\s)|the\snight\sof\sthe\s|by\sthe\s|until\sthe\s|since\sthe\s)({m.EN_ORDINAL})"
)
_NOT_DAY_AFTER = re.compile(
    r"\s?(?:-?\s?)(?:этаж|класс|подъезд|отдел|роддом|курс|разряд|размер|округ|мкр|микрорайон|дом\b|школ|больниц|гор|раз\b|раза|человек|мужчин|сын|реб|брат"
    r"|парн|полицейск|сотрудник|следовател|уровн|года|век|бригад|кабинет|камер|участк|цех|групп|стать|пункт|номер|ряда|час|апелл|инстанц|суд|сорта|рода"
    r"|floor|grade|micro|district|school|year|class|birthday|article|department|time|person|century|house|police|colony|man|one|child|son|day of|step|course|and last|cell"
    r"|сынып|қабат|мектеп|бөлім|мкр|ықшам|шағын|үй|пәтер|рет|адам|курс|бала|аурухана|учаске|цех|қатар|бап)"
)
# on the third day: counted from the arrest, not the calendar's
_COUNTED = re.compile(r"\s(?:day|night|morning|evening|week|attempt|try|call)")

_BIRTH_BEFORE = re.compile(
    r"(?:родил\w+|рожден\w+|р\.\s?|д\.?\s?р\.?|туған\w*(?:\s(?:күн\w*|жыл\w*|күні, айы, жылы))?|tuğan\w*|туылған|born|birth(?:day|date)?|d\.?o\.?b\.?|b\.|год рожд\w*|г\.?\s?р\.?)"
    r"[^\d.!?;]{0,25}$"
)
_BIRTH_AFTER = re.compile(
    r"[\s,(]{0,3}(?:г\.?\s?р(?:\.|\b)|г\.\s?рожд|г\.?\s?рожд|года?\sрожд|рожд|родил|туған|туылған|tuğan|ж\.\s?т(?:\.|\b)|ж\.\s?туған|жылы\sтуған|жылғы(?!\s\d)|was born|д\.?\s?р\.)"
)
_NOT_BIRTH = re.compile(
    r"(?:выдан\w*|issued|берілген|берген|с|от|since|from|until|до|по|срок\w*|действ\w+|жарамды|үйлен\w*|женил\w*|married|умер\w*|died|қайтыс)[^\d.]{0,12}$"
)
_IIN_DATE = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2})[ -]?\d[ -]?\d{5}(?!\d)")
_MONTH_NUMBER = [
    (1, ("янв", "қаң", "каңт", "кант", "қант", "qañ", "qan", "jan")), (2, ("фев", "ақп", "акп", "aqp", "feb")),
    (3, ("мар", "нау", "nau", "mar")), (4, ("апр", "сәу", "сау", "säu", "sáu", "apr")), (5, ("мая", "май", "мам", "mamy", "may")),
    (6, ("июн", "маус", "mau", "jun")), (7, ("июл", "шіл", "шил", "şıl", "shil", "jul")), (8, ("авг", "там", "tam", "aug")),
    (9, ("сен", "қыр", "кыр", "qyr", "sep")), (10, ("окт", "қаз", "каз", "qaz", "oct")), (11, ("ноя", "қар", "кар", "qar", "nov")),
    (12, ("дек", "жел", "jel", "zhel", "dec")),
]  # fmt: skip


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
    for date in found:
        if all(date.end <= t.start or t.end <= date.start for t in taken):
            taken.append(date)
    personal = {match.groups() for match in _IIN_DATE.finditer(view)}
    for date in sorted(taken, key=lambda d: d.start):
        trimmed = _trim(view, date)
        label = Label.DOB if _is_birth(view, trimmed, personal) else Label.DATE
        yield Hit(trimmed.start, trimmed.end, label, 0.9 if label == Label.DOB else trimmed.score)


def _trim(view: str, date: _Date) -> _Date:
    end = date.end
    while end > date.start and view[end - 1] in " ,\n":
        end -= 1
    return replace(date, end=end)


def _candidates(text: str, view: str) -> Iterator[_Date]:
    for match in _NUMERIC.finditer(view):
        day, month = int(match[1]), int(match[3])
        if (1 <= day <= 31 and 1 <= month <= 12) or (1 <= month <= 31 and 1 <= day <= 12):
            # 55-14-08 is a phone; hyphens with a short year stay doubtful
            yield _Date(*match.span(), 0.6 if match[2] == "-" and len(match[4]) == 2 else 0.9, full=True)
    for match in _ISO.finditer(view):
        if 1 <= int(match[3]) <= 12 and 1 <= int(match[4]) <= 31:
            yield _Date(*match.span(), 0.9, full=True)
    for match in _DAY_MONTH.finditer(view):
        if not (match[0].endswith(("may", "mar")) and not match[0][0].isdigit() and " of " not in match[0]):
            yield _Date(*match.span(), 0.9, full=bool(re.search(r"(?:19|20)\d\d", match[0])))
    for match in _YEAR_DAY_MONTH.finditer(view):
        yield _Date(*match.span(), 0.9, full=bool(re.search(r"\D\d{1,2}\D", match[0][4:])))
    for match in _MONTH_DAY.finditer(view):
        if not match[0].startswith(("may", "mar ", "march")) or text[match.start()].isupper():
            yield _Date(*match.span(), 0.8, full=bool(re.search(r"(?:19|20)\d\d", match[0])))
    for match in _MONTH_YEAR.finditer(view):
        yield _Date(*match.span(), 0.9)
    for match in _NUMBER_MONTH_YEAR.finditer(view):
        yield _Date(*match.span(), 0.7)
    for match in _SHORT.finditer(view):
        if not _TIME_BEFORE.search(view, max(0, match.start() - 8), match.start()):
            yield _Date(match.start(), match.start() + 5, 0.6)
    for match in _BARE_YEAR.finditer(view):
        yield _Date(*match.span(), 0.7)
    for match in _WORD_YEAR.finditer(view):
        yield _Date(*match.span(), 0.8)
    yield from _bare_months(text, view)
    yield from _bare_days(view)


def _bare_months(text: str, view: str) -> Iterator[_Date]:
    for shape in (_RU_BARE, _KK_BARE):
        for match in shape.finditer(view):
            if _is_event(view, match.span()) or not _is_month(text, match):
                continue
            yield _Date(*match.span(), 0.6)
    for match in _EN_BARE.finditer(view):
        if _is_event(view, match.span(1)) or (
            match[1] in ("may", "march") and text[match.start(1)].islower() and " in " not in " " + match[0]
        ):
            continue
        yield _Date(*match.span(1), 0.7)
    for match in _EN_FIELD.finditer(view):
        # "(January)", "January:", "In December!" stand alone; names like April or June do not
        if not _is_event(view, match.span()) and match[0] not in ("april", "june", "august"):
            yield _Date(*match.span(), 0.55)


def _is_event(view: str, span: tuple[int, int]) -> bool:
    return bool(
        _EVENT_BEFORE.search(view, max(0, span[0] - 16), span[0]) or _EVENT_AFTER.match(view, span[1])
    )


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Whether a month's name alone is a date and not a name, a season, a pot or the January events."""
    word = match[0].split()[0]
    raised = text[match.start()].isupper()
    if " " in match[0]:
        return True
    if word in ("марта", "марту", "мая", "май", "маю", "мае", "августа", "августу", "август", "март"):
        return not raised or word in ("март", "август", "май")
    if word in ("қаңтар", "кантар", "канта", "қантар", "qañtar", "qantar"):
        return False
    if word in (
        "мамыр",
        "маусым",
        "наурыз",
        "қазан",
        "казан",
        "қараша",
        "караша",
        "шілде",
        "mamyr",
        "mausym",
        "nauryz",
        "qazan",
    ):
        return False
    if word.startswith(("қазан", "казан", "маусым", "қараша", "караша")) and not word.endswith(
        ("нда", "нан", "да", "де", "ында", "ның")
    ):
        return False
    return not (raised and word.startswith(("кантар", "казан", "караш", "тамыз")))


def _bare_days(view: str) -> Iterator[_Date]:
    for shape, score in ((_RU_DAY, 0.8), (_EN_DAY, 0.7), (_KK_DAY, 0.7), (_KK_ORDINAL_DAY, 0.8)):
        for match in shape.finditer(view):
            if not _NOT_DAY_AFTER.match(view, match.end()):
                yield _Date(*match.span(), score)
    for match in _EN_WORD_DAY.finditer(view):
        if not _NOT_DAY_AFTER.match(view, match.end()) and not _COUNTED.match(view, match.end()):
            yield _Date(*match.span(1), 0.6)
    for match in _RU_WORD_DAY.finditer(view):
        if not match[0].endswith(("ого", "ьего")) or _NOT_DAY_AFTER.match(view, match.end()):
            continue
        follows = view[match.end() : match.end() + 8]
        # the first, second, third one are people as often as days
        everyday = match[0].startswith(("перв", "втор", "трет"))
        if follows.lstrip().startswith("числ"):
            yield _Date(*match.span(), 0.9)
        elif everyday:
            yield _Date(*match.span(), 0.4)
        elif re.match(
            r"\s?(?:$|[.,;:!?)\n]|(?:в|к|с|на|по|и|утром|вечером|ноч|днём|днем|мы|меня|его|её|ее|нас|их|я|он|она|они|под|до|после|около)\b)",
            follows,
        ):
            yield _Date(*match.span(), 0.7)
        else:
            yield _Date(*match.span(), 0.5)


def _is_birth(view: str, date: _Date, personal: set[tuple[str, ...]]) -> bool:
    surface = view[date.start : date.end]
    if _BIRTH_BEFORE.search(view, max(0, date.start - 45), date.start):
        return True
    if _BIRTH_AFTER.match(view, date.end, date.end + 16):
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
    return bool(
        year and int(year[0]) <= 2006 and not _NOT_BIRTH.search(view, max(0, date.start - 25), date.start)
    )


def _parts(surface: str) -> tuple[str, str, str] | None:
    """Year, month and day of a full date as two digits each."""
    numbers = re.findall(r"\d+", surface)
    years = [n for n in numbers if len(n) == 4]
    if not years:
        return None
    rest = [n for n in numbers if len(n) < 3]
    month = next(
        (n for n, stems in _MONTH_NUMBER if any(re.search(rf"(?<!\w){s}", surface) for s in stems)), None
    )
    if month is None and len(rest) == 2:
        first, second = (rest[1], rest[0]) if numbers[0] == years[0] else (rest[0], rest[1])
        return years[0][2:], f"{int(second):02}", f"{int(first):02}"
    if month is not None and len(rest) == 1:
        return years[0][2:], f"{month:02}", f"{int(rest[0]):02}"
    return None
