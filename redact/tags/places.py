"""Finds where the reported events happened; homes, birthplaces, graves and streets are not that.

Each mention of a place gets a weight from what stands around it: abuse, arrest, police and protest near by
speak for it, "born in", "from", a grave or a sender's address against it. The best place is taken, and others
that come near it.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models.findings import Tag, TagKind
from redact.letters import fold
from redact.tags.clauses import Reading, read
from redact.tags.gazetteer import SETTLEMENTS, Place, begins_long_name, by_name, find_place

SOURCE = "place-rules"
_SMALL = 15_000  # people: a smaller place, or one whose name is a word, needs a place word beside it
_ANOTHER = 1.8  # the weight from which a second place counts beside the best
_LARGE = 50_000  # people: known to every talker; its name counts in lower case as well
_LONG_NAME = 8  # letters: a longer name of a small place is hardly anything else
_LOWER_TRAPS = frozenset({"семеи", "орал", "шим", "талдик", "нурик", "орала", "оралу"})

_STREET_BEFORE = frozenset(
    "ул улица улице улицы улицу улицей проспект проспекте проспекта пр пркт пер переулок мкр микрорайон "
    "микрорайоне бульвар трасса трассе шоссе".split()
)
_STREET_AFTER = re.compile(
    r"^(?:кошес|дангыл|шагын|street|st$|avenue|ave$|lane|road|microdistrict|highway|проспект|улиц|кинотеатр|мейрамхана)"
)
_PLACE_BEFORE = frozenset(
    "г гор город города городе городу городом с село села селе пос поселок поселка поселке аул "
    "аула ауле станция станции деревня в во под in near at of около из".split()
)
_PLACE_AFTER = re.compile(r"^(?:кала|ауыл|аул|станциясы|city|village|town|селосы)")
_POLICE = re.compile(
    r"^(?:полици|полисия|police|рувд|ровд|роп|увд|уп$|гоп|гувд|оп$|сизо|ивс|sizo|ivs|департамент|department|prison|"
    r"colony|колони|учрежден|мекеме|institution|тергеу|акимат|akimat|прокуратур)"
)
_EVENT = re.compile(
    r"^(?:митинг|протест|площад|акци|забастовк|суд|задерж|арест|забра|избил|били|стрел|пытал|увез|отвез|привез|"
    r"переве|служил|сидел|event|protest|rall|square|demonstrat|arrest|detain|beat|shot|shoot|tortur|taken|trial|"
    r"court|held|serving|strike|алан|шеру|митинги|уста|кама|урды|атып|апарды|сот|наразылык|окиға|оқиға|событ|место)"
)
_ORIGIN = re.compile(
    r"^(?:born|birth|родил|родом|рожд|туган|туып|тумасы|уроженец|уроженка|live|lives|living|resident|address|живу|"
    r"живет|живем|прожива|прожив|прописан|адрес|мекен|турамын|турады|тургыны|home|works|worked|sister|сестра|"
    r"апкем|карындас|тетя|grandmother|бабушк|cousin|mother|мать|school|университет|заканчивал|окончил|телефон|phone|"
    r"гостил|отдыха|командировк|работал|вахт)"
)
_GRAVE = re.compile(r"^(?:burie|buried|burial|похорон|кладбищ|могил|жерле|зират|бейит|grave|cemeter)")
_AWAY = re.compile(r"^(?:сейчас|now|казир|теперь|уехал|уехала|переехал|emigrat|moved|кейин)$")
_FROM = frozenset({"from", "из", "со"})
_SELF = frozenset("i am im я сам сама мы родом".split())
_KK_FROM = re.compile(r"(?:дан|ден|тан|тен|нан|нен)$")
_WRITING = re.compile(
    r"^(?:interview|interviewer|интервью|сухбат|запись|жазба|recorded|опросил|met|составила?|жазган)"
)
_ORG_AFTER = re.compile(
    r"^(?:cent|clinic|university|college|school|plant|factory|комбинат|завод|театр|museum|lyceum|vakhta)"
)


@dataclass(frozen=True, slots=True)
class _Mention:
    place: Place
    start: int
    end: int
    weight: float


def find_places(text: str, abuse: Sequence[Tag]) -> list[Tag]:
    """Place tags of a text: canonical names of settlements where the abuse happened, by place in the text."""
    return places_in(read(text), abuse) if abuse else []


def places_in(reading: Reading, abuse: Sequence[Tag]) -> list[Tag]:
    """Place tags of a text that has been read."""
    near = {reading.sentence_of(tag.start) for tag in abuse if tag.kind is TagKind.ABUSE}
    first = True
    best: dict[str, _Mention] = {}
    total: dict[str, float] = defaultdict(float)
    for mention in _mentions(reading, near):
        name = mention.place.part_of or mention.place.name
        total[name] += 0.15 + (0.4 if first and mention.place.kind in SETTLEMENTS else 0.0)
        first = first and mention.place.kind not in SETTLEMENTS
        if name not in best or mention.weight > best[name].weight:
            best[name] = mention
    chosen = _choose({name: best[name].weight + min(total[name], 1.0) for name in best}, best)
    return [Tag(TagKind.PLACE, name, best[name].start, best[name].end, SOURCE) for name in chosen]


def _choose(scores: dict[str, float], best: dict[str, _Mention]) -> list[str]:
    """The names that count as places of events."""
    settled = {name: score for name, score in scores.items() if _settlement(name, best)}
    if settled:
        top = max(settled.values())
        # below zero nothing speaks for it at all: a grave, a birthplace abroad
        chosen = [
            name for name, score in settled.items() if score > -2.0 and (score == top or score >= _ANOTHER)
        ]
    else:
        top = max(scores.values(), default=0.0)
        chosen = [
            name for name, score in scores.items() if score == top and best[name].place.kind != "country"
        ]
    named = {best[name].place.region + name.split()[0] for name in chosen}
    for name, score in scores.items():
        place = best[name].place
        # a rural district's police stands for the district, unless its own town is there already
        if (
            place.kind == "district"
            and score >= _ANOTHER
            and name not in chosen
            and place.region + name.split()[0] not in named
        ):
            chosen.append(name)
    return sorted(chosen, key=lambda name: best[name].start)


def _settlement(name: str, best: dict[str, _Mention]) -> bool:
    place = by_name(name) or best[name].place
    return place.kind in SETTLEMENTS


def _mentions(reading: Reading, near: set[int]) -> list[_Mention]:
    """Every place named, with its weight; a street or company named after a place is left out."""
    out = []
    number = 0
    words = reading.words
    while number < len(words):
        hit = _place_at(reading, number)
        if hit is None:
            number += 1
            continue
        place, count = hit
        if not _street_or_company(reading, number, count):
            start, end = words[number].start, words[number + count - 1].end
            out.append(_Mention(place, start, end, _weight(reading, near, number, count, place)))
        number += count
    return out


def _place_at(reading: Reading, number: int) -> tuple[Place, int] | None:
    """The place that begins at a word, and how many words it takes; the longest wins."""
    words, text = reading.words, reading.text
    for count in (3, 2, 1) if begins_long_name(words[number].key) else (1,):
        if number + count > len(words):
            continue
        start, end = words[number].start, words[number + count - 1].end
        surface = text[start:end]
        if end - start > 40 or "\n" in surface or len(surface) < 2 or re.search(r"[.,;:!?()«»\"]", surface):
            continue
        found = find_place(surface)
        if found and _is_name(reading, number, count, found[0]):
            return found[0], count
    return _district_police(reading, number)


def _district_police(reading: Reading, number: int) -> tuple[Place, int] | None:
    """ "Ауэзовское управление полиции": the district of an adjective before a police word."""
    words = reading.words
    if number + 1 >= len(words):
        return None
    stem = re.match(r"(.{3,}ск)(?:ий|ого|ому|им|ом|ое|ая|ой|ую)$", words[number].key)
    two = [words[n].key for n in range(number + 1, min(number + 4, len(words)))]
    if stem and any(_POLICE.match(key) for key in two):
        found = find_place(stem[1] + "ий район")
        if found:
            return found[0], 1
    # әл-фараби аудандық полиция басқармасы, Medeu district police
    for count in (1, 2):
        if number + count + 1 < len(words) and words[number + count].key.startswith(("аудандык", "district")):
            name = reading.text[words[number].start : words[number + count - 1].end]
            found = find_place(name + " ауданы")
            if found and _POLICE.match(words[number + count + 1].key):
                return found[0], count + 1
    return None


def _is_name(reading: Reading, number: int, count: int, place: Place) -> bool:
    """Whether a hit is meant as a place and not as an ordinary word or a person's name."""
    words, text = reading.words, reading.text
    word = words[number]
    if count > 1 and place.kind not in SETTLEMENTS:
        return True
    surface = text[word.start : words[number + count - 1].end]
    before = words[number - 1].key if number and word.start - words[number - 1].end <= 3 else ""
    after = words[number + count].key if number + count < len(words) else ""
    cued = before in _PLACE_BEFORE or bool(_PLACE_AFTER.match(after))
    capital = surface[0].isupper()
    if not capital and (fold(surface) in _LOWER_TRAPS or place.name in {"Semey", "Oral"} or not place.region):
        return False
    if place.word:
        return cued and capital
    if place.population >= _LARGE or place.kind in {"country", "region"}:
        return True
    if not capital:
        return cued and place.population >= _SMALL / 3
    return place.population >= _SMALL or cued or len(surface) > _LONG_NAME


def _street_or_company(reading: Reading, number: int, count: int) -> bool:
    """Whether the name belongs to a street, or is part of a longer name (Актобе-Грузовая, «Орал-Сервис»)."""
    words, text = reading.words, reading.text
    first, last = words[number], words[number + count - 1]
    if number and words[number - 1].key in _STREET_BEFORE and first.start - words[number - 1].end <= 3:
        return True
    if number + count < len(words):
        gap = text[last.end : words[number + count].start]
        if gap.strip() == "" and _STREET_AFTER.match(words[number + count].key):
            return True
        if gap == "-" and not words[number + count].key.isdigit():
            return True
        if gap == " " and first.quoted and text[words[number + count].start].isupper():
            return True
    joined = number > 0 and text[words[number - 1].end : first.start] == "-"
    closed = (
        first.start > 0
        and text[first.start - 1] in '«"“'
        and last.end < len(text)
        and text[last.end] in '»"”'
    )
    return joined or closed or (first.start > 0 and text[first.start - 1] in "@./_#")


def _weight(reading: Reading, near: set[int], number: int, count: int, place: Place) -> float:
    """How much speaks for this mention as the place of an event."""
    words = reading.words
    sentence = words[number].sentence
    low, high = reading.bounds[sentence]
    around = range(max(low, number - 10), min(high, number + count + 10))
    keys = [words[n].key for n in around if not number <= n < number + count]
    last = words[number + count - 1].key
    weight = 0.3 if place.population >= _LARGE else 0.0
    weight += 1.0 if sentence in near else 0.0
    weight += 0.5 if {sentence - 1, sentence + 1} & near else 0.0
    weight += 0.9 if any(_POLICE.match(key) for key in keys[-14:]) else 0.0
    weight += 0.6 if any(_EVENT.match(key) for key in keys) else 0.0
    weight += 0.3 if any(key.isdigit() for key in keys) else 0.0
    if any(_GRAVE.match(key) for key in keys):
        weight -= 3.0
    if any(_ORIGIN.match(key) for key in keys):
        weight -= 0.6
    if any(_AWAY.match(key) for key in keys):
        weight -= 0.6
    if any(_WRITING.match(key) for key in keys):
        weight -= 0.7
    before = words[number - 1].key if number else ""
    if before in _FROM and number > 1 and words[number - 2].key in _SELF:
        weight -= 0.3
    elif before in _FROM or (_KK_FROM.search(last) and not fold(place.name).endswith(("дан", "тан", "нан"))):
        weight -= 1.2
    after = [words[n].key for n in range(number + count, min(number + count + 4, len(words)))]
    if any(_ORG_AFTER.match(key) for key in after):
        weight -= 0.5
    if place.kind in {"region", "country"}:
        weight -= 0.8
    if not place.region:
        weight -= 1.0
    if place.part_of and place.word:
        weight -= 2.0
    return weight
