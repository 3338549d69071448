"""Coordinates: decimal pairs, degrees and minutes, geo: links, plus codes, what3words, and spoken ones."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import digit_view
from redact.recognisers.numerals import number_word

NAME = "coordinates"

_NUMBER = r"[-+]?\d{1,3}[.,]\d{2,9}"
_HEMISPHERE = (
    r"(?:\s?°|\s?º|\s?град\w*\.?)?\s?(?:[сcювз]\.?\s?[шд]\b\.?|(?:северн|восточн|южн"
    r"|западн)\w+\s(?:широт|долгот)\w+|[NSEWС](?![^\W_])"
    r"|солт\w*\.?(?:\sе\w*\.?)?|шығ\w*\.?(?:\sб\w*\.?)?|с\.?\s?е\.|ш\.?\s?б\.|s\.\s?e\.|(?:sh|ş)\.\s?b\."
    r"|soltústik\w*|soltüstık\w*|shyǵys\w*|şyğys\w*|north\w*|east\w*)?"
)
_PREFIX = r"(?:[NSEWС]|lat\w*|lon\w*|lng|широта|долгота|ендік|бойлық|ш\.|д\.)?[ :=]{0,2}"
_DECIMAL = re.compile(
    rf"(?<![\d.,/])(?<![^\W_])({_PREFIX})({_NUMBER})(?!\d)({_HEMISPHERE})(\s?[,;/|]\s?|\s{{1,2}}"
    rf"|\sи\s|\sжәне\s|\sand\s)({_PREFIX})({_NUMBER})(?!\d)({_HEMISPHERE})(?![.,]?\d)",
    re.I,
)
_DMS_ONE = (
    r"(?:[NSEWСВ]\s?)?\d{1,3}\s?[°º]\s?(?:\d{1,2}(?:[.,]\d+)?\s?['′]\s?"
    r"(?:\d{1,2}(?:[.,]\d+)?\s?(?:[\"″”]|'')?)?)?"
    r"\s?(?:[NSEWСВ](?![^\W_])|[сcювз]\.?\s?[шд]\b\.?)?"
)
_DMS = re.compile(rf"(?<![^\W_]){_DMS_ONE}(?:\s?[,;/]?\s{{0,2}}{_DMS_ONE})?")
# N40 53.217 E068 18.644: degrees and decimal minutes without signs, the hemisphere before or after
_MINUTES_ONE = (
    r"(?:[NSСN]\s?\d{2}\s?[°º]?\s?\d{1,2}[.,]\d{1,4}['′]?"
    r"|\d{2}\s?[°º]?\s?\d{1,2}[.,]\d{1,4}['′]?\s?[NSС](?![^\W_]))"
)
_MINUTES_TWO = (
    r"(?:[EWВ]\s?\d{2,3}\s?[°º]?\s?\d{1,2}[.,]\d{1,4}['′]?"
    r"|\d{2,3}\s?[°º]?\s?\d{1,2}[.,]\d{1,4}['′]?\s?[EWВ](?![^\W_]))"
)
_MINUTES = re.compile(rf"(?<![^\W_]){_MINUTES_ONE}\s?[,;/]?\s{{0,2}}{_MINUTES_TWO}(?!\d)")
_DEGREES_PAIR = re.compile(
    r"(?<![\d.,])\d{2,3}[.,]\d{2,9}\s?[°º][^\d\n]{0,14}\d{2,3}[.,]\d{2,9}\s?[°º]?(?:\s?"
    r"(?:[sсшшвзcSCEW]h?\.\s?[a-zа-я]\.?|[NSEWСВ](?![^\W_])))?",
    re.I,
)
_OCR = str.maketrans("OОoоlI|ІЗз", "0000111133")
_HEMI_RUN = re.compile(r"(?<=[NSEW])[\dOОolI|ІЗз]{2,3}(?=[\s°º])|(?<=[NSEW]\s)[\dOОolI|ІЗз]{2,3}(?=[\s°º])")
_GEO = re.compile(r"\bgeo:[-\d.,;=\w]+", re.I)
_PLUS_CODE = re.compile(r"(?<![\w+])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?![\w+])")
_WORDS3 = re.compile(r"///[^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+")
_KEYWORD = re.compile(
    r"координат\w*|coordinates?|\bgps\b|геолокаци\w*|широт\w+|ендік\w*|latitude|локаци\w+|точк[аеу]\b", re.I
)
_PLAIN_PAIR = re.compile(r"[^\d\n]{0,25}(\d{2}[.,]\d+)\s?[,;/ ]\s?(\d{2,3}[.,]\d+)")
_WORD = re.compile(r"[^\W_]+")
_POINT = frozenset(
    (
        "точка целых запятая нүкте point бүтін градусов градус минут северной восточной широты долготы "
        "north east degrees минуты градуса"
    ).split()
)


def find(text: str) -> Iterator[Hit]:
    """Points on the map; a pair of decimals counts where both have three places or a hemisphere is named."""
    view = digit_view(text)
    yield from _decimal(view)
    if "°" in view or "º" in view:
        for match in matches(_DMS, view):
            if "'" in match[0] or "′" in match[0] or re.search(r"\d\s?[°º].*\d\s?[°º]", match[0]):
                end = match.start() + len(match[0].rstrip(" ,;/"))
                yield Hit(match.start(), end, Label.COORD, 0.9)
    hemi = _HEMI_RUN.sub(lambda m: m[0].translate(_OCR), view)
    for shape in (_MINUTES, _DEGREES_PAIR):
        for match in matches(shape, hemi):
            yield Hit(match.start(), match.end(), Label.COORD, 0.9)
    for shape in (_GEO, _PLUS_CODE, _WORDS3):
        for match in matches(shape, text):
            yield Hit(match.start(), match.end(), Label.COORD, 0.8)
    for key in matches(_KEYWORD, view):
        pair = _PLAIN_PAIR.match(view, key.end())
        if pair:
            yield Hit(pair.start(1), pair.end(2), Label.COORD, 0.8)
        yield from _spoken(text, key.end())


def _decimal(view: str) -> Iterator[Hit]:
    for match in matches(_DECIMAL, view):
        if _on_earth(match):
            start, end = match.span()
            while view[end - 1].isspace():
                end -= 1
            while view[start].isspace():
                start += 1
            yield Hit(start, end, Label.COORD, 0.9)


def _on_earth(match: re.Match[str]) -> bool:
    first, second = (float(match[i].replace(",", ".")) for i in (2, 6))
    if abs(first) > 180 or abs(second) > 180:
        return False
    if match[3].strip() or match[7].strip() or match[1].strip(" :=") or match[5].strip(" :="):
        return True
    places = [len(re.split(r"[.,]", match[i])[1]) for i in (2, 6)]
    if min(places) >= 4:
        return True
    # three places could be thousands: both must then lie in the country or around it
    return (
        min(places) >= 3
        and 35 <= first <= 60
        and 40 <= second <= 95
        and bool(match[4].strip(" ") or "." in match[2])
    )


def _spoken(text: str, at: int) -> Iterator[Hit]:
    """Number words and the words for a point, within reach of the keyword."""
    start = end = None
    points = 0
    for match in _WORD.finditer(text, at, at + 260):
        word = match[0].lower()
        if number_word(word) or word in _POINT or (start is not None and word.isdigit()):
            if start is None:
                if word in _POINT:
                    continue
                start = match.start()
            end = match.end()
            points += word in _POINT
        elif start is not None and word not in {"и", "and", "мен"}:
            break
        elif start is None and match.start() - at > 40:
            return
    if start is not None and end is not None and points:
        yield Hit(start, end, Label.COORD, 0.8)
