"""Addresses without a word for a street: a name and a number, told apart by what stands around them.

"Мира 4" may be a woman and her age; it is an address behind a word for living or an address, behind a
settlement, before a flat or a landmark, or where the name itself is one that only streets bear.
"""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers import address_shapes as shapes
from redact.recognisers import landmarks
from redact.recognisers.address_leads import known_place
from redact.recognisers.address_low import find_low
from redact.recognisers.address_tails import COUNTED, with_tail
from redact.recognisers.address_words import (
    ADDRESS,
    ADJECTIVE,
    ASKED,
    BORNE,
    BORNE_BY,
    HOUSE,
    LEAD_ADDRESS,
    LEAD_LIVES,
    LIVES,
    THINGS,
    WORD,
    is_word,
)
from redact.recognisers.context import low
from redact.recognisers.hit import Hit
from redact.recognisers.street_names import BARE

# the name, what parts it from the number, the number
_CANDIDATE = re.compile(
    rf"(?<![^\W_])(?<!№\s)((?:\d{{1,3}}(?:-?(?:й|я|го|летия)|\sлет)\s)?{WORD}(?:[ ](?:{BORNE}"
    rf"|{WORD})){{0,2}})"
    rf"(,?[ ])((?i:д\.[ ]?|дом[ ]|үй[ ]|№[ ]?|house[ ]|no\.?[ ])?(?i:{HOUSE}))"
)
_SETTLEMENT = re.compile(
    rf"({WORD}(?:[ -]{WORD})?)(?:\s(?:қ\.|а\.|қаласы|ауылы|кенті|auyly|qalasy|city|village))?,\s$"
)
_KIN_TITLE = re.compile(r"\s(?:ата|ана|апай|ata|ana|баба|baba)$", re.I)
_FLAT = re.compile(
    r",?\s\(?(?:(?:кв|kv|room|office|комн|ком|бөлме|bolme|код|под|эт|пәт|apt|apartment"
    r"|flat|entrance|floor|корп)\w*\.?\s?\d"
    r"|\d{1,4}\s?-?(?:кв|пәт|қабат|этаж|apt)|(?:перв|втор|треть|четв[её]рт|пят)\w+\s(?:этаж|подъезд|половин)"
    r"|(?:first|second|third|fourth|fifth|ground|top)\sfloor)",
    re.I,
)
# Вокзал маңы, 9-барак: a neighbourhood by its landmark
_NEAR = re.compile(r"(?<![^\W_])([^\W\d_]{3,}\s(?:маңы|жаны|іргесі|шеті|төңірегі|mańy|mañy))(?![^\W_])")
_OURS = re.compile(r"(?:үйі\w{0,4}|тұрамы[нз]|мекен-?жай\w*)[\s:—-]{1,3}$")
# 14a Gogol, ground floor: the number before the name
_NUMBER_FIRST = re.compile(
    rf"(?<![^\W_])(?<!\d[.,:])(\d{{1,4}}[a-zа-я]?(?:/\d{{1,3}})?\s(?:{WORD})(?:\s(?:{BORNE}"
    rf"|{WORD}))?)(?=\s?[,.;\n)]|\s?$)"
)
# they live on Auezov, the third house after the bridge: a name without a number
_ON_NAMED = re.compile(
    rf"(?<!\w)(?i:{LIVES}|{ADDRESS})\s(?:is\s)?(?:on|at|на|по)\s({WORD}(?:\s(?:{BORNE}|{WORD}))?)(?=,\s)"
)
# 21-2, 14/6: house and flat in one; round the clock is none
_PARTS = re.compile(r"\d\s?[а-яa-z]?\s?[/-]\s?\d(?<!24/7)", re.I)
# what streets are called and nobody is; желтоқсан and победа stay out: months and feasts
_ABSTRACT = frozenset(
    "тәуелсіздік бейбітшілік ынтымақ бірлік тәуелсиздик бейбитшилик ынтымак tauelsizdik täuelsızdık "
    "táýelsizdik yntymaq beibıtşılık beıbitshilik bırlık".split()
)
# Индустриальная, Набережная: adjectives that nobody is called by
_NO_SURNAME = re.compile(
    r"[^\W\d_]{3,}(?:льн|енн|ежн|очн|ичн|ионн|ортн|годн|lʹ?n|enn|ezhn|ejn|ochn|oçn|ichn|içn|ionn|ortn)"
    r"(?:ая|ой|ую|a[yij]?a|oi|oy)(?![^\W_])",
    re.I,
)
_LETTERED = re.compile(r"\d\s?[«\"]?[а-гa-d][»\"]?$", re.I)
_NAMES_TOO = frozenset("мира абая манаса победы республики женис ораза".split())


def find(view: str, *, cased: bool) -> Iterator[Hit]:
    """Names with a number that the words around make an address; those around it in `cased` texts only."""
    lowered = low(view)
    if cased:
        for match in matches(_CANDIDATE, view):
            hit = _judged(view, lowered, match)
            if hit:
                yield hit
        yield from _turned_round(view, lowered)
    for match in matches(_NEAR, lowered):
        end = with_tail(view, match.end(1))
        lead = lowered[max(0, match.start() - 70) : match.start()]
        if (end > match.end(1) and any(c.isdigit() for c in view[match.end(1) : end])) or _OURS.search(lead):
            yield Hit(match.start(), end, Label.ADDRESS, 0.8)
    yield from find_low(view, lowered)


def _turned_round(view: str, lowered: str) -> Iterator[Hit]:
    for match in matches(_NUMBER_FIRST, view):
        number = match.start() + len(match[0].split()[0])
        if COUNTED.match(view, number):
            continue
        lead = lowered[max(0, match.start() - 60) : match.start()]
        if LEAD_ADDRESS.search(lead) or LEAD_LIVES.search(lead):
            yield Hit(match.start(), with_tail(view, match.end(1), numbered=True), Label.ADDRESS, 0.7)
    for match in matches(_ON_NAMED, view):
        if landmarks.TAIL.match(view, match.end(1)):
            yield Hit(match.start(1), with_tail(view, match.end(1), numbered=True), Label.ADDRESS, 0.7)


def _judged(view: str, lowered: str, match: re.Match[str]) -> Hit | None:
    name, gap, start, end = match[1], match[2], match.start(), match.end()
    words = name.split()
    if len(words) > 1 and _NO_SURNAME.fullmatch(words[-1]) and not ADJECTIVE.search(words[-2]):
        # Кешке Индустриальная 12: a sentence's first word is no part of the street
        start, words = match.end(1) - len(words[-1]), words[-1:]
        name = words[0]
    first = words[0].lower()
    if first in THINGS or first in shapes.NOT_STREET or COUNTED.match(view, end):
        return None
    if match[3][0] in "№nN" and not (LEAD_ADDRESS.search(lowered[max(0, start - 60) : start])):
        return None
    # Тараз, 7 Lermontov Lane: the number belongs to what follows
    if gap != " " and re.match(rf"\s{WORD}", view[end : end + 20]):
        return None
    tail = with_tail(view, end, numbered=True)
    lead = lowered[max(0, start - 90) : start]
    borne = BORNE_BY.search(name) is not None
    adjective = len(words) == 1 and ADJECTIVE.search(name) is not None
    told = bool(LEAD_ADDRESS.search(lead) or LEAD_LIVES.search(lead) or ASKED.search(lead))
    narrowed = (tail > end and landmarks.TAIL.match(view, end) is not None) or bool(_FLAT.match(view, end))
    close = gap == " "
    spelled = match[3][:1].isalpha()  # дом 5
    sure = (
        told
        or (borne and (close or narrowed) and not (_KIN_TITLE.search(name) and not narrowed and not spelled))
        or (close and (narrowed or spelled) and not is_word(first))
        or (narrowed and first in BARE)
        or (adjective and (close or narrowed) and not _after_name(view, start))
        or (close and _after_settlement(view, start))
        or (close and first in _ABSTRACT)
        or (
            close
            and _LETTERED.search(match[3])
            and view[max(0, start - 2) : start] == ", "
            and not is_word(first)
        )
        or (_PARTS.search(match[3]) and (adjective or borne or ("/" in match[3] and not is_word(first))))
        or (close and first in BARE and first[-1] in "аяоой" and first not in _NAMES_TOO)
    )
    return Hit(start, tail, Label.ADDRESS, 0.9 if told or narrowed else 0.7) if sure else None


def _after_name(view: str, start: int) -> bool:
    """Whether a capitalised word stands right before: then an adjective is a surname."""
    if _NO_SURNAME.match(view, start):
        return False
    return re.search(rf"{WORD}\s$", view[max(0, start - 30) : start]) is not None


def _after_settlement(view: str, start: int) -> bool:
    found = _SETTLEMENT.search(view[max(0, start - 50) : start])
    if not found:
        return False
    if found[0] != found[1] + ", ":
        return True
    return known_place(found[1])
