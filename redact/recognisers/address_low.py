"""Addresses in lower case without a word for a street, as speech and hurried typing give them."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers import address_shapes as shapes
from redact.recognisers.address_tails import COUNTED, with_tail
from redact.recognisers.address_words import (
    ADJECTIVE,
    BORNE_BY,
    LEAD_ADDRESS,
    LEAD_LIVES,
    LIVES,
    THINGS,
    house_number,
    is_word,
)
from redact.recognisers.hit import Hit
from redact.recognisers.numerals import number_word
from redact.recognisers.street_names import BARE

# на железнодорожной двенадцать: an adjective after "на" whose number counts nothing
_ON = re.compile(
    r"(?<![^\W_])(?:на|по)\s([а-яё]{2,}(?:[сц]кой|[^аеиоуыэюя][нв]ой|[оеё]вой|истой|жней|рочной)|(?:перв"
    r"|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят)[а-яё]{2,3}\s(?:линии|улице|очереди"
    r"|аллее))(?=,?\s)"
)
_NOT_ON = frozenset(
    "одной этой главной последней каждой новой полной основной разной рабочей служебной чужой больной "
    "живой кривой целой второй скорой одинокой грязной холодной тёмной темной пустой такой общей самой "
    "какой видной обратной условной видеозаписной родной мокрой голой нервной страшной легковой "
    "грузовой патрульной милицейской полицейской военной дежурной мировой повторной очной личной".split()
)
_GENITIVE = re.compile(r"\s[^\W\d_]+(?:ов|ев|ёв|ей|ек|ок|ак|их|ых)(?!\w)")
# косай ата двадцать шесть: what only streets and khans are called
_CALLED = re.compile(
    r"(?<![^\W_])([^\W\d_]{3,}(?:-[^\W\d_]+)?\s(батыра?|ба[һх]ад[үу]ра?|би|хана?|жырау|ата|ана|баба|batyra?|bi|khan|han"
    r"|ata|zhyrau))(?=,?\s)"
)
_LEAD_LOW = re.compile(
    rf"(?<![^\W_])(?:{LIVES}|адрес(?:ім|іміз|ы)?|мекенжай\w*|adres\w*|address|прописан[аы]?|үйіміз|үйім)"
    r"(?:\s(?:is|у\s(?:меня|нас)|мой|наш|это|сейчас|теперь|я|мы|он|она|они|же|как|раньше|мен|біз|ол|олар"
    r"|қазір|деп|at|on|in|на|в|во|по|тут|там)(?!\w)|[ :,—-]){1,4}"
)
# гастелло семь квартира сорок: a word, a number, and a flat behind it
_WITH_FLAT = re.compile(
    r"(?<![^\W_])([^\W\d_]{4,}(?:\s(?:батыра?|би|хана?|жырау))?)(?=,?\s(?:(?:од[ие]н|дв|тр|чет|пят|шес|сем|вос|дев|дес|сор|пис|шис|сто"
    r"|бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|жиырма|отыз|қырық|елу|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twe|thir|for|fif)|\d{1,3})[^\W_]*,?\s)"
)
# ауылында елу бірінші үй: a house right behind the word for the settlement
_IN_TOWN = re.compile(
    r"(?<![^\W_])(?:қала|ауыл|кент|станци|стан[сц]а|бекет)\w{0,5}[дт][ае](?:ғы|гі)?,?\s"
    r"((?:(?:жүз|он|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан)\s){0,2}"
    r"(?:[^\W\d_]{2,8}(?:інші|ыншы|нші|ншы)|\d{1,3}(?:-?(?:ші|шы))?)[\s-](?:үй|пәтер)(?:де|ден|і|інде)?)(?![^\W_])"
)
_FLAT_WORD = re.compile(r"\s(?:кв|квартир|комнат|подъезд|этаж|пәтер|бөлме|подъез|apt|apartment|flat|room)")


def find_low(view: str, lowered: str) -> Iterator[Hit]:
    """Names in lower case, by the words before them or by their own shape."""
    for match in matches(_ON, lowered):
        number = house_number(view, match.end())
        if number and match[1] not in _NOT_ON and not _GENITIVE.match(lowered, number):
            yield Hit(match.start(1), with_tail(view, number, numbered=True), Label.ADDRESS, 0.7)
    for match in matches(_CALLED, lowered):
        number = house_number(view, match.end())
        if not number or match[1].split()[0] in shapes.NOT_NAME:
            continue
        elder = match[2] in ("ата", "ана", "баба", "ata") and view[match.start(1)].islower()
        lead = lowered[max(0, match.start() - 40) : match.start()]
        if not elder or LEAD_LIVES.search(lead) or LEAD_ADDRESS.search(lead):
            yield Hit(match.start(1), with_tail(view, number, numbered=True), Label.ADDRESS, 0.7)
    for match in matches(_WITH_FLAT, lowered):
        number = house_number(view, match.end())
        if number and match[1] not in shapes.NOT_STREET and _may_be_street(match[1].split()[0]):
            end = with_tail(view, number, numbered=True)
            if _FLAT_WORD.search(lowered, number, end):
                yield Hit(match.start(1), end, Label.ADDRESS, 0.7)
    for match in matches(_IN_TOWN, lowered):
        yield Hit(match.start(1), with_tail(view, match.end(1), numbered=True), Label.ADDRESS, 0.7)
    for lead_match in matches(_LEAD_LOW, lowered):
        hit = _after_lead(view, lowered, lead_match.end())
        if hit:
            yield hit


def _may_be_street(word: str) -> bool:
    return word in BARE or not (word in THINGS or word in shapes.NOT_NAME or is_word(word))


def _after_lead(view: str, lowered: str, at: int) -> Hit | None:
    """At most three words that can name a street (and its settlement), then a number that counts nothing."""
    words: list[str] = []
    start = reached = at
    settlement = False
    for match in shapes.TOKEN.finditer(lowered, at, at + 70):
        word = match[0]
        if lowered[reached : match.start()].strip(" ,"):
            return None
        if words and (word.isdecimal() or number_word(word)):
            item = shapes.COMMA_TAIL.match(view, reached)
            number = (
                item.end() if item and not COUNTED.match(view, item.end()) else house_number(view, reached)
            )
            # "Адрес: Тараз, 8": only what is surely a street has a comma before its number
            named = _names_street(words) and (
                "," not in lowered[reached : match.start()] or _surely(words[-1])
            )
            return (
                Hit(start, with_tail(view, number, numbered=True), Label.ADDRESS, 0.6)
                if number and named
                else None
            )
        if len(words) == 3 or len(word) < 2 or word.isdecimal() or word in shapes.NOT_NAME:
            return None
        # "Хромтау, Айтеке би 7": what a comma parts from the street is the settlement
        if not words or (not settlement and "," in lowered[reached : match.start()]):
            settlement, start = bool(words), match.start()
        words.append(word)
        reached = match.end()
    return None


def _surely(word: str) -> bool:
    return word in BARE or bool(BORNE_BY.search(" " + word) or ADJECTIVE.search(word))


def _names_street(words: list[str]) -> bool:
    last = words[-1]
    return _surely(last) or (len(last) > 3 and not is_word(last) and last not in THINGS)
