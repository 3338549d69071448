"""Weighs what stands around the name of a place: where it happened, a home, or an address to write to."""

import re
from collections.abc import Iterable
from itertools import takewhile

from redact.letters import fold
from redact.tags.clauses import Reading
from redact.tags.gazetteer import Place

LARGE = 50_000  # people: known to every talker; its name counts in lower case as well
_EVENT = re.compile(
    r"^(?:митинг|протест|площад|акци|забастовк|суд|задерж|арест|забра|избил|били|стрел|пытал|увез|отвез|привез|"
    r"переве|служил|сидел|event|protest|rall|square|demonstrat|arrest|detain|beat|shot|shoot|tortur|taken|trial|"
    r"court|held|serving|strike|алан|шеру|митинги|уста|кама|урды|атып|апарды|сот|наразылык|окиға|событ|место)"
)
_ORIGIN = re.compile(
    r"^(?:born|birth|родил|родом|рожд|туган|туып|тумасы|уроженец|уроженка|live|lives|living|resident|address|мама|маме|папа|живу|"
    r"живет|живем|прожива|прожив|прописан|адрес|мекен|турамын|турады|тургыны|home|works|worked|sister|сестра|"
    r"апкем|карындас|тетя|grandmother|бабушк|cousin|mother|мать|school|университет|заканчивал|окончил|телефон|phone|"
    r"гостил|отдыха|командировк|работ|вахт|жумысым|жумыс)"
)
_GRAVE = re.compile(r"^(?:burie|buried|burial|похорон|кладбищ|могил|жерле|зират|бейит|grave|cemeter)")
_AWAY = re.compile(r"^(?:кеткен|кетип|сейчас|now|казир|теперь|уехал|уехала|переехал|emigrat|moved|кейин)$")
I_AM_FROM = re.compile(r"[дтн][ае]н(?:м[иы]н|б[иы]з)$")
_INTRODUCTION = 60  # words: who comes "from" a place in these says where he is at home
_BROUGHT = re.compile(r"^(?:этап|привез|перевез|перевел|приехал|вернул|ехал|came|brought|transferred|back$)")
_IN = frozenset("в во in at на near".split())
_ORG_WORDS = 4
_FROM = frozenset({"from", "из", "со"})
_SELF = frozenset("i am im я сам сама мы родом".split())
_KK_FROM = re.compile(r"(?:дан|ден|тан|тен|нан|нен)$")
_WRITING = re.compile(
    r"^(?:interview|interviewer|интервью|сухбат|запись|жазба|recorded|statement|опросил|met|составила?|жазган)"
)
_ORG_AFTER = re.compile(
    r"^(?:cent|clinic|university|college|school|plant|factory|комбинат|завод|театр|museum|lyceum|vakhta|депо)"
)
_ORG_NAME = re.compile(
    r"^(?:cent(?:re|er)|clinic|university|college|school|plant|factory|museum|lyceum|institute|services|works|mine|"
    r"company|hospital|philharmonic|kindergarten|theatre|theater|society|union|newspaper|post|orchestra|library)$"
)
_OFFICE = re.compile(r"^(?:police|department|court|prison|colony|directorate|prosecutor|sizo|ivs)")
_LIVES = re.compile(
    r"^(?:живу|живет|живем|жили|прожива|прож|прописан|адрес|address|live|lives|living|resident|reside|"
    r"турамын|турамыз|уйим$|снима[юл]|rent|lodg|турады|тургыны|мекен|туратын)"
)
_CONTACT = re.compile(
    r"^(?:wife|husband|sister|brother|mother|kin|contact|lawyer|care|via|жена|муж|сестр|брат|мать|тет|контакт|связ|через|"
    r"адвокат|писать|пишите|отвечать|хабарлас|агам|апкем|байланыс)"
)
_STREET_BESIDE = re.compile(r"^(?:ул|улица|улице|мкр|пер|дом|кошеси|кош|street|st|ave|пр|переулок|уи)$")
POLICE = re.compile(
    r"^(?:полици|полисия|police|рувд|ровд|роп|увд|уп$|пб$|изолятор|тюрьм|гоп|гувд|оп$|сизо|ивс|sizo|ivs|департамент|department|prison|"
    r"colony|колони|учрежден|мекеме|institution|тергеу|акимат|akimat|прокуратур)"
)
KK_HERE = re.compile(r"(?:да|де|та|те)$")
_CUTS = frozenset("но зато but ал бирак".split())
_HOSPITAL = re.compile(
    r"^(?:hospital|clinic|surgeon|polyclinic|хирург|больниц|травмпункт|рентген|снимок|справк|зашил|аурухана|емхана)"
)
_BORN = re.compile(r"^(?:born|birth|родил|родом|рожд|туган|туып|тумасы|уроженец|уроженка)")
_SEARCHED = re.compile(r"^(?:издед|издеп|искал|обзвон|обзван|ours$|enquir|inquir|морг|morgue|мэйитхана)")
_ADDRESSEE = re.compile(
    r"^(?:жалоб|жаловал|письм|писал|писала|напис|обращени|шагым|арыз|хат$|complain|wrote|writ|letter|прокуратур)"
)
_MOVED = re.compile(
    r"^(?:у|от|по|при|пере|вы|за|до)(?:вез|вози|вели)|^(?:достав|этап|перебро|апар|жеткиз|жеткен|driven|drove|taken|"
    r"took|brought|transfer|flown|convoy)"
)
_THEN = frozenset("then потом затем кейин сосын содан оттуда".split())
_TO = frozenset("в во на to into as".split())
_ARTICLES = frozenset("the г город городское областное районное".split())
_KK_TO = re.compile(r"[гк][ае]$")
_WHEN = re.compile(r"(?:\b20[12]\d\b[^\w\n]{1,3}(?:г\W{1,3}|ж\W{1,3})?)?\b\d{1,2}[:.]\d\d,\s(?:г\.\s?)?$")
_WHEN_REACH = 30  # characters
# What the words in the same thought are worth, and those in the same clause.
_IN_THOUGHT = (
    (_EVENT, 0.6),
    (_GRAVE, -3.0),
    (_ADDRESSEE, -1.2),
    (_AWAY, -0.6),
    (_WRITING, -0.7),
    (_SEARCHED, -0.8),
)
_IN_CLAUSE = ((_ORIGIN, -0.6), (_BORN, -0.6), (_HOSPITAL, -0.4))


def lives_there(reading: Reading, number: int, count: int) -> bool:
    """Whether an address or "I live in" stands beside the name."""
    words = reading.words
    keys = _around(reading, number, count, 5, 3)
    start = words[number].start
    if _WHEN.search(reading.text, max(0, start - _WHEN_REACH), start):
        return False  # "06.01.2022, 21:30, г. Костанай, пр. Абая": where it happened
    street = any(_STREET_BESIDE.match(key) for key in keys) and any(key[0].isdigit() for key in keys)
    introduces = (
        number < _INTRODUCTION
        and not any(_BORN.match(key) for key in keys)
        and (
            (
                number > 1
                and words[number - 1].key in _FROM
                and words[number - 2].key not in {"сам", "сама", "родом"}
                and not _BROUGHT.match(words[number - 2].key)
            )
            or I_AM_FROM.search(words[number + count - 1].key)
        )
    )
    return street or bool(introduces) or any(_LIVES.match(key) for key in keys)


def moved_to(reading: Reading, number: int, count: int) -> bool:
    """Whether the name says where people were taken: увезли в X, X-ға апарды, driven to X, then X."""
    words = reading.words
    low, high = reading.bounds[words[number].sentence]
    first = number - 1 if number > low and words[number - 1].key in _ARTICLES else number
    before = words[first - 1].key if first > low else ""
    if before in _THEN:
        return True
    near = range(max(low, number - 5), min(high, number + count + 5))
    towards = before in _TO or _KK_TO.search(words[number + count - 1].key)
    return bool(towards) and any(_MOVED.search(words[n].key) for n in near)


def in_a_company_name(reading: Reading, number: int, count: int) -> bool:
    """Whether the name begins a longer English one that is no office of police: Aral Fishing Museum."""
    words, text = reading.words, reading.text
    last = number + count
    names: list[str] = []
    while last < len(words) and len(names) < _ORG_WORDS:
        if text[words[last - 1].end : words[last].start] != " " or not text[words[last].start].isupper():
            break
        names.append(words[last].key)
        last += 1
    return any(_ORG_NAME.match(key) for key in names) and not any(_OFFICE.match(key) for key in names)


def is_contact(reading: Reading, number: int) -> bool:
    """Whether the address is where to write or whom to ring: a relative's, a lawyer's."""
    low = max(reading.bounds[reading.words[number].sentence][0], number - 8)
    return any(_CONTACT.match(reading.words[n].key) for n in range(low, number))


def weigh(reading: Reading, near: set[int], number: int, count: int, place: Place) -> float:
    """How much speaks for this mention as the place of an event."""
    words = reading.words
    sentence = words[number].sentence
    weight = 1.0 if sentence in near else 0.0
    weight += 0.5 if {sentence - 1, sentence + 1} & near else 0.0
    weight += 0.3 if place.population >= LARGE else 0.0
    weight += _weigh_words(reading, number, count) + _weigh_form(reading, number, count, place)
    if place.kind in {"region", "country"}:
        weight -= 0.8
    if words[number].quoted:  # what somebody said of the place, not where it happened
        weight -= 0.8
    if not place.region:
        weight -= 1.0
    if place.part_of and place.word:
        weight -= 2.0
    return weight


def _weigh_words(reading: Reading, number: int, count: int) -> float:
    """What the words about the name say: in its thought, and more closely in its clause."""
    words = reading.words
    keys = _around(reading, number, count, 10, 10)
    clause = _in_clause(reading, number, count)
    # "— Ақтауға. Полиция департаменті.": what follows counts also beyond a full stop
    following = [words[n].key for n in range(number + count, min(number + count + 7, len(words)))]
    thought = [*keys[-14:], *takewhile(lambda key: key not in _CUTS, following)]
    weight = 0.9 if _any(POLICE, thought) else 0.0
    weight += 0.3 if any(key.isdigit() for key in keys) else 0.0
    weight += sum(worth for pattern, worth in _IN_THOUGHT if _any(pattern, keys))
    weight += sum(worth for pattern, worth in _IN_CLAUSE if _any(pattern, clause))
    return weight - (0.5 if _any(_ORG_AFTER, following[:4]) else 0.0)


def _weigh_form(reading: Reading, number: int, count: int, place: Place) -> float:
    """What the preposition or the Kazakh ending says: in, from."""
    words = reading.words
    last = words[number + count - 1].key
    before = words[number - 1].key if number else ""
    weight = 0.4 if before in _IN or KK_HERE.search(last) else 0.0
    two = words[number - 2].key if number > 1 else ""
    if before == "под" and two == "из":
        weight -= 1.5
    if before in _FROM and two in _SELF:
        weight -= 0.3
    elif before in _FROM or (_KK_FROM.search(last) and not fold(place.name).endswith(("дан", "тан", "нан"))):
        weight -= 1.2
    return weight


def _any(pattern: re.Pattern[str], keys: Iterable[str]) -> bool:
    return any(pattern.match(key) for key in keys)


def _in_clause(reading: Reading, number: int, count: int) -> list[str]:
    """Keys of the words in the clause of a name, or right beside it."""
    words, here = reading.words, reading.words[number].clause
    low, high = reading.bounds[words[number].sentence]
    around = range(max(low, number - 10), min(high, number + count + 10))
    return [
        words[n].key
        for n in around
        if not number <= n < number + count
        and (words[n].clause == here or number - 3 <= n < number + count + 2)
    ]


def _around(reading: Reading, number: int, count: int, before: int, after: int) -> list[str]:
    """Keys of the words about a name in its sentence, up to where another thought begins (но, but, ал)."""
    words = reading.words
    low, high = reading.bounds[words[number].sentence]
    first = number
    while first > max(low, number - before) and words[first - 1].key not in _CUTS:
        first -= 1
    last = number + count
    while last < min(high, number + count + after) and words[last].key not in _CUTS:
        last += 1
    return [words[n].key for n in range(first, last) if not number <= n < number + count]
