"""Addresses without a word for a street: a name and a number, told apart by what stands around them.

"Мира 4" may be a woman and her age; it is an address behind a word for living or an address, behind a
settlement, before a flat or a landmark, or where the name itself is one that only streets bear.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from models.labels import Label
from redact.letters import fold
from redact.plain import is_plain
from redact.recognisers import address_shapes as shapes
from redact.recognisers import landmarks
from redact.recognisers.address_tails import COUNTED, number_end, with_tail
from redact.recognisers.context import low
from redact.recognisers.gazetteer import may_be_place, places
from redact.recognisers.hit import Hit
from redact.recognisers.numerals import number_word
from redact.recognisers.street_names import BARE
from redact.stems import stems

_CAP = r"[A-ZА-ЯЁӘІҢҒҮҰҚӨҺÄÖÜŞĞÑŪÇI]"
_WORD = rf"{_CAP}[^\W\d_]+(?:[-'’][^\W\d_]+)*"
_BORNE = (
    r"(?:батыра?|би|бия|хана?|жырау|жолы|акына?|ақын|ата|ана|баба|апай|batyra?|bi|khan[ae]?|han|ata|ana|baba"
    r"|zhyrau|jyrau|zholy|joly)(?!\w)"
)
_HOUSE = (
    r"\d{1,4}(?:\s?[«\"]?[а-яa-z][»\"]?(?![^\W_]))?(?:\s?[/-]\s?\d{1,3}[а-яa-z]?)?"
    r"(?![^\W_])(?![.,:]\d)(?:-(?:де|да|те|та|ден|дан|тен|тан|ге|ға|ке|қа)(?![^\W_])|(?!-[^\W\d_]))(?!\s?%)"
)
# the name, what parts it from the number, the number
_CANDIDATE = re.compile(
    rf"(?<![^\W_])(?<!№\s)((?:\d{{1,3}}(?:-?(?:й|я|го|летия)|\sлет)\s)?{_WORD}(?:[ ](?:{_BORNE}|{_WORD})){{0,2}})"
    rf"(,?[ ])((?i:д\.[ ]?|дом[ ]|үй[ ]|№[ ]?|house[ ]|no\.?[ ])?(?i:{_HOUSE}))"
)
_LIVES = (
    r"жив(?:у|ут|[её]м|[её]т|[её]те|[её]шь)|жил[аи]?|прожива\w+|прожив\.|прож\.|пропис\w+|снима(?:ю|ем|ет)|ютимся|ночу(?:ю|ем|ет)|обита\w+"
    r"|переехал[аи]?|тұра(?:мын|мыз|ды|сыз|сың)|тұрып|тұрдым|тұрғанбыз|turamyn|turamyz|turady|tūramyn|tūrady"
    r"|live[sd]?|living|stay(?:s|ed|ing)?|reside[sd]?|residing|rent(?:s|ed|ing)?|registered"
)
_ADDRESS = (
    r"адрес\w*|место\s(?:жит\w*\.?|проживания)|мекен-?жай\w*|meken-?[jz]h?a[ıiy]\w*|adres\w*|address(?:es)?|контакт\w*"
    r"|contacts?|найти|найд[её]\w*|искать|ищите|передач\w*|писать|тұрғылықты\w*|тұрағы\w*|үйі(?:м|міз|ң|ңіз)?|үйлері"
    r"|[uüú][iıy]+[iıy]m[iı]?z?|home|домой|дома|дом|find\s(?:me|us|her|him)|door|hostel|(?:my|our|her|his|their|mother'?s|family'?s?)\s(?:place|house|flat|room)|kvartir[aey]|квартир[аеу]|үй"
)
# no end of a sentence between the word and the name; points after the short words for settlements are none
_BETWEEN = r"(?:[^.!?;\n\d]|(?<=[\s,][гсапқд])\.|(?<=обл)\.|(?<=ауд)\.|(?<=пос)\.|(?<=р-н)\.){0,60}"
_LEAD_ADDRESS = re.compile(rf"(?<!\w)(?:{_ADDRESS})(?!\w){_BETWEEN}$")
_LEAD_LIVES = re.compile(
    rf"(?<!\w)(?:{_LIVES})(?!\w)(?:{_BETWEEN}[:,—-]\s?|{_BETWEEN}\s(?:в|во|на|по|у|in|at|on|near)\s|\s?)$"
)
# the answer to a question for it: Где живёте? — Бокина, 71
_ASKED = re.compile(
    rf"(?<!\w)(?:{_ADDRESS}|{_LIVES}|тұрасыз\w*|где\sвас)(?!\w)[^.!?\n]{{0,40}}\?\s{{1,2}}"
    rf"(?:[—–-]\s|[^\W\d_]{{1,12}}\.?(?:\s?[^\W\d_]{{1,12}}\.?)?:?\s)?(?:[^\W\d_]{{3,}},\s)?$"
)
_SETTLEMENT = re.compile(
    rf"({_WORD}(?:[ -]{_WORD})?)(?:\s(?:қ\.|а\.|қаласы|ауылы|кенті|auyly|qalasy|city|village))?,\s$"
)
_ADJECTIVE = re.compile(r"(?:[сц]к|н|[оеё]в|ист)(?:ая|ой|ую)$|(?:sk|n|[oe]v)a[yij]?a$|[st]ko[iy]$", re.I)
_BORNE_BY = re.compile(rf"\s{_BORNE}$", re.I)
_KIN_TITLE = re.compile(r"\s(?:ата|ана|апай|ata|ana|баба|baba)$", re.I)
_FLAT = re.compile(
    r",?\s\(?(?:(?:кв|kv|room|office|комнат|бөлме|bolme|код|квартир|под|эт|этаж|пәт|пәтер|apt|apartment|flat|entrance|floor|floor|комн|ком|корп)\w*\.?\s?\d"
    r"|\d{1,4}\s?-?(?:кв|пәт|қабат|этаж|apt)|(?:перв|втор|треть|четв[её]рт|пят)\w+\s(?:этаж|подъезд|половин)"
    r"|(?:first|second|third|fourth|fifth|ground|top)\sfloor)",
    re.I,
)
# first words of candidates that are things with a number, not streets
_THINGS = frozenset(
    "камера кабинет статья школа больница отдел протокол вопрос приложение пункт рейс автобус маршрут группа глава"
    " том лист файл видео часть форма акт дело приказ отряд цех бригада участок палата корпус магазин роддом"
    " интервью запись свидетель потерпевший заявитель возраст тел телефон моб сот иин рост вес размер room cell"
    " article school hospital case file page group unit question interview witness form step line record bus route"
    " камера мектеп аурухана бап іс сұрақ бөлме палата жазба куә сынып rule building apartment flat office"
    " казахстан kazakhstan қазақстан январь february age aged возрасте жасы тг kaspi".split()
)
_PLACE_WORDS = frozenset("в во на у по это мой моя наш наша is at on in my our the деп мына:".split())


def find(view: str, *, cased: bool) -> Iterator[Hit]:
    """Names with a number that the words around make an address; those around it in `cased` texts only."""
    lowered = low(view)
    if cased:
        for match in _CANDIDATE.finditer(view):
            hit = _judged(view, lowered, match)
            if hit:
                yield hit
        yield from _turned_round(view, lowered)
    for match in _NEAR.finditer(lowered):
        end = with_tail(view, match.end(1))
        lead = lowered[max(0, match.start() - 70) : match.start()]
        if (end > match.end(1) and any(c.isdigit() for c in view[match.end(1) : end])) or _OURS.search(lead):
            yield Hit(match.start(), end, Label.ADDRESS, 0.8)
    yield from _in_low(view, lowered)


# Вокзал маңы, 9-барак: a neighbourhood by its landmark
_NEAR = re.compile(r"(?<![^\W_])([^\W\d_]{3,}\s(?:маңы|жаны|іргесі|шеті|төңірегі|mańy|mañy))(?![^\W_])")
_OURS = re.compile(r"(?:үйі\w{0,4}|тұрамы[нз]|мекен-?жай\w*)[\s:—-]{1,3}$")


# 14a Gogol, ground floor: the number before the name
_NUMBER_FIRST = re.compile(
    rf"(?<![^\W_])(?<!\d[.,:])(\d{{1,4}}[a-zа-я]?(?:/\d{{1,3}})?\s(?:{_WORD})(?:\s(?:{_BORNE}|{_WORD}))?)(?=\s?[,.;\n)]|\s?$)"
)
# they live on Auezov, the third house after the bridge: a name without a number
_ON_NAMED = re.compile(
    rf"(?<!\w)(?i:{_LIVES}|{_ADDRESS})\s(?:is\s)?(?:on|at|на|по)\s({_WORD}(?:\s(?:{_BORNE}|{_WORD}))?)(?=,\s)"
)


def _turned_round(view: str, lowered: str) -> Iterator[Hit]:
    for match in _NUMBER_FIRST.finditer(view):
        number = match.start() + len(match[0].split()[0])
        if COUNTED.match(view, number):
            continue
        lead = lowered[max(0, match.start() - 60) : match.start()]
        if _LEAD_ADDRESS.search(lead) or _LEAD_LIVES.search(lead):
            yield Hit(match.start(), with_tail(view, match.end(1), numbered=True), Label.ADDRESS, 0.7)
    for match in _ON_NAMED.finditer(view):
        if landmarks.TAIL.match(view, match.end(1)):
            yield Hit(match.start(1), with_tail(view, match.end(1), numbered=True), Label.ADDRESS, 0.7)


def _judged(view: str, lowered: str, match: re.Match[str]) -> Hit | None:
    name, gap, start, end = match[1], match[2], match.start(), match.end()
    words = name.split()
    first = words[0].lower()
    if first in _THINGS or first in shapes.NOT_STREET or COUNTED.match(view, end):
        return None
    if match[3][0] in "№nN" and not (_LEAD_ADDRESS.search(lowered[max(0, start - 60) : start])):
        return None
    # Тараз, 7 Lermontov Lane: the number belongs to what follows
    if gap != " " and re.match(rf"\s{_WORD}", view[end : end + 20]):
        return None
    tail = with_tail(view, end, numbered=True)
    lead = lowered[max(0, start - 90) : start]
    borne = _BORNE_BY.search(name) is not None
    adjective = len(words) == 1 and _ADJECTIVE.search(name) is not None
    told = bool(_LEAD_ADDRESS.search(lead) or _LEAD_LIVES.search(lead) or _ASKED.search(lead))
    narrowed = (tail > end and landmarks.TAIL.match(view, end) is not None) or bool(_FLAT.match(view, end))
    close = gap == " "
    spelled = match[3][:1].isalpha()  # дом 5
    sure = (
        told
        or (borne and (close or narrowed) and not (_KIN_TITLE.search(name) and not narrowed and not spelled))
        or (close and (narrowed or spelled) and not _is_word(first))
        or (narrowed and first in BARE)
        or (adjective and (close or narrowed) and not _after_name(view, start))
        or (close and _after_settlement(view, start))
        or (close and first in _ABSTRACT)
        or (
            close
            and _LETTERED.search(match[3])
            and view[max(0, start - 2) : start] == ", "
            and not _is_word(first)
        )
        or (_PARTS.search(match[3]) and (adjective or borne or ("/" in match[3] and not _is_word(first))))
        or (close and first in BARE and first[-1] in "аяоой" and first not in _NAMES_TOO)
    )
    return Hit(start, tail, Label.ADDRESS, 0.9 if told or narrowed else 0.7) if sure else None


# 21-2, 14/6: house and flat in one; round the clock is none
_PARTS = re.compile(r"\d\s?[а-яa-z]?\s?[/-]\s?\d(?<!24/7)", re.I)
# what streets are called and nobody is; желтоқсан and победа stay out: months and feasts
_ABSTRACT = frozenset(
    "тәуелсіздік бейбітшілік ынтымақ бірлік тәуелсиздик бейбитшилик ынтымак tauelsizdik yntymaq".split()
)
_LETTERED = re.compile(r"\d\s?[«\"]?[а-гa-d][»\"]?$", re.I)
_NAMES_TOO = frozenset("мира абая манаса победы республики женис ораза".split())


@lru_cache(maxsize=5_000)
def _is_word(word: str) -> bool:
    return is_plain(word)


def _after_name(view: str, start: int) -> bool:
    """Whether a capitalised word stands right before: then an adjective is a surname."""
    return re.search(rf"{_WORD}\s$", view[max(0, start - 30) : start]) is not None


def _after_settlement(view: str, start: int) -> bool:
    found = _SETTLEMENT.search(view[max(0, start - 50) : start])
    if not found:
        return False
    if found[0] != found[1] + ", ":
        return True
    word = found[1].split()[-1]
    if not may_be_place(word):
        return False
    known = places()
    return fold(found[1]) in known or any(stem in known for stem in stems(word))


# на железнодорожной двенадцать: an adjective after "на" whose number counts nothing
_ON = re.compile(
    r"(?<![^\W_])(?:на|по)\s([а-яё]{2,}(?:[сц]кой|[^аеиоуыэюя][нв]ой|[оеё]вой|истой|жней|рочной)|(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят)[а-яё]{2,3}\s(?:линии|улице|очереди|аллее))(?=,?\s)"
)
_NOT_ON = frozenset(
    "одной этой главной последней каждой новой полной основной разной рабочей служебной чужой больной живой кривой"
    " целой второй скорой одинокой грязной холодной тёмной темной пустой такой общей самой какой видной обратной"
    " условной видеозаписной родной мокрой голой нервной страшной легковой грузовой патрульной милицейской"
    " полицейской военной дежурной мировой повторной очной личной".split()
)
_GENITIVE = re.compile(r"\s[^\W\d_]+(?:ов|ев|ёв|ей|ек|ок|ак|их|ых)(?!\w)")
# косай ата двадцать шесть: what only streets and khans are called
_CALLED = re.compile(
    r"(?<![^\W_])([^\W\d_]{3,}(?:-[^\W\d_]+)?\s(батыра?|би|хана?|жырау|ата|ана|баба|batyra?|bi|khan|han|ata|zhyrau))(?=,?\s)"
)
_LEAD_LOW = re.compile(
    rf"(?<![^\W_])(?:{_LIVES}|адрес(?:ім|іміз|ы)?|мекенжай\w*|adres\w*|address|прописан[аы]?|үйіміз|үйім)"
    r"(?:\s(?:is|у\s(?:меня|нас)|мой|наш|это|сейчас|теперь|я|мы|он|она|они|же|как|раньше|мен|біз|ол|олар|қазір|деп|at|on|in|на|в|во|по|тут|там)(?!\w)|[ :,—-]){1,4}"
)


def _in_low(view: str, lowered: str) -> Iterator[Hit]:
    """Names in lower case, by the words before them or by their own shape."""
    for match in _ON.finditer(lowered):
        number = _number(view, match.end())
        if number and match[1] not in _NOT_ON and not _GENITIVE.match(lowered, number):
            yield Hit(match.start(1), with_tail(view, number, numbered=True), Label.ADDRESS, 0.7)
    for match in _CALLED.finditer(lowered):
        number = _number(view, match.end())
        if not number or match[1].split()[0] in shapes.NOT_NAME:
            continue
        elder = match[2] in ("ата", "ана", "баба", "ata") and view[match.start(1)].islower()
        lead = lowered[max(0, match.start() - 40) : match.start()]
        if not elder or _LEAD_LIVES.search(lead) or _LEAD_ADDRESS.search(lead):
            yield Hit(match.start(1), with_tail(view, number, numbered=True), Label.ADDRESS, 0.7)
    for match in _WITH_FLAT.finditer(lowered):
        number = _number(view, match.end())
        if number and match[1] not in shapes.NOT_STREET and not _is_verb_or_thing(match[1]):
            end = with_tail(view, number, numbered=True)
            if _FLAT_WORD.search(lowered, number, end):
                yield Hit(match.start(1), end, Label.ADDRESS, 0.7)
    for lead_match in _LEAD_LOW.finditer(lowered):
        hit = _after_lead(view, lowered, lead_match.end())
        if hit:
            yield hit


# гастелло семь квартира сорок: a word, a number, and a flat behind it
_WITH_FLAT = re.compile(
    rf"(?<![^\W_])([^\W\d_]{{4,}})(?=,?\s(?:(?:од[ие]н|дв|тр|чет|пят|шес|сем|вос|дев|дес|сор|пис|шис|сто|бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|жиырма|отыз|қырық|елу|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twe|thir|for|fif)|\d{{1,3}})[^\W_]*,?\s)"
)
_FLAT_WORD = re.compile(r"\s(?:кв|квартир|комнат|подъезд|этаж|пәтер|бөлме|подъез|apt|apartment|flat|room)")


def _is_verb_or_thing(word: str) -> bool:
    return word in _THINGS or word in shapes.NOT_NAME or (_is_word(word) and word not in BARE)


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
            number = item.end() if item and not COUNTED.match(view, item.end()) else _number(view, reached)
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
    return word in BARE or bool(_BORNE_BY.search(" " + word) or _ADJECTIVE.search(word))


def _names_street(words: list[str]) -> bool:
    last = words[-1]
    return _surely(last) or (len(last) > 3 and not _is_word(last) and last not in _THINGS)


def _number(view: str, at: int) -> int | None:
    """Where a house number begins at `at` and ends, in words or figures; none where something is counted."""
    gap = re.compile(r",?\s").match(view, at)
    if not gap:
        return None
    end = _DIGITS.match(view, gap.end())
    number = end.end() if end else number_end(view, gap.end())
    return None if number is None or COUNTED.match(view, number) else number


_DIGITS = re.compile(_HOUSE, re.I)
