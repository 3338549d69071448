"""Which words of a text name a place, and which only look so: streets, companies, persons, ordinary words."""

import re
from functools import lru_cache

from redact.letters import fold
from redact.matches import matches
from redact.tags.clauses import Reading
from redact.tags.gazetteer import (
    SETTLEMENTS,
    Place,
    begins_long_name,
    by_name,
    centre_of_district,
    find_place,
)
from redact.tags.place_cues import I_AM_FROM, KK_HERE, LARGE, POLICE, in_a_company_name
from redact.tags.unlisted import unlisted_at

_SMALL = 15_000  # people: a smaller place, or one whose name is a word, needs a place word beside it
_SHORT_NAME = 3  # letters: no name in lower case
_LONG_NAME = 6  # letters: a longer name of a small place is hardly anything else
_ASR_NAME = 6  # letters: in a text without capitals a shorter name of a small place is not taken
_LOWER_TRAPS = frozenset({"семеи", "орал", "шим", "талдик", "нурик", "орала", "оралу"})
# Money, a month, and what bears the month's name in every town.
_NEVER = frozenset(
    "tenge тенге тенги октябрь октября октябре октябрьский октябрьского "
    "семья семьи семье семью семьей".split()
)
_PARTICLES = frozenset("да де та те ма ме".split())  # қараған да is no Қарағанды
_FACTS = 10  # words
_FULL_NAME = re.compile(r"\b([^\W\d_a-zа-яёәғқңөұүіһ]\w\w+) (?=([^\W\d_a-zа-яёәғқңөұүіһ][^\W\d_]+))")
_STREET_BEFORE = frozenset(
    "ул улица улице улицы улицу улицей проспект проспекте проспекта пр пркт пер переулок мкр микрорайон "
    "микрорайоне бульвар трасса трассе шоссе".split()
)
_ALONG = frozenset("на по вдоль on along corner".split())
_STREET_AFTER = re.compile(
    r"^(?:кошес|дангыл|шагын|street|st$|avenue|ave$|lane|road|microdistrict|highway|проспект|улиц|кинотеатр|мейрамхана)"
)
_STREET_END = re.compile(r"си(?:$|нде|нин|не)")  # к-сі: көшесі
_PLACE_BEFORE = frozenset(
    "г гор город города городе городу городом с село села селе пос поселок поселка поселке аул "
    "аула ауле станция станции деревня в во под in near at of около outside towards leaving из".split()
)
_PLACE_AFTER = re.compile(r"^(?:кала|ауыл(?!дас)|аул|станциясы|кент|city|village|town|селосы|поселкес)")
_KK_SHORT = re.compile(r" [аққ]\.(?=\W|$)")  # Теңге а., Щучинск қ.
_KK_FROM_TO = re.compile(r"(?:[гк][ае]|[дтн][ае]н)$")
_KK_WENT = re.compile(r"^(?:бар|кел|апар|жет|кет|кайт|шык|кош|экел|акел)")
_PRESIDENT = re.compile(
    r"^н[уұ]рс[уұ]лтан(?!.*(?:да|дан|га)$)|^nursultan$|^нурик$"
)  # unhyphenated, it is a first name
_RANK = re.compile(
    r"^(?:капитан|майор|сержант|лейтенант|подполковник|полковник|прапорщик|старшина|следовател|участковы|судья|"
    r"прокурор|инспектор|опер|аким|зовут|атым|есимим|captain|major|sergeant|lieutenant|officer|judge|inspector|"
    r"investigator|colonel|named?|called|тергеуши|учаскелик|брат|сестра|дядя|тетя|мужа|жену)"
)
_SURNAME = re.compile(r"(?:[оеё]ва?|ина?|ский|ская|бек|хан|бай|улы)$")
_PATRONYMIC = re.compile(r"(?:ович|евич|овн[аыу]|евн[аыу]|улы|кызы|ovich|evich|ovna|evna|uly|kyzy)$")
_KK_CASE = re.compile(r"(?:да|де|та|те|дан|ден|тан|тен|нан|нен|га|ге)$")
_REGION_AFTER = frozenset("обл область области облысы облысында облысынын oblast region".split())
_OF_A_PLACE = re.compile(r"ск(?:ий|ого|ому|им|ом)$")
_ROUTE = re.compile(
    r"^(?:трасс|шоссе|дорог|маршрут|поезд|автобус|highway|road|train|bus|route|тас|жол|пойыз)"
)
_DISTRICTS = ("ауданд", "district")
_APART = re.compile(r"[.,;:!?()«»\"\n]")
_ROUTE_GAP = re.compile(r" ?[—–-] ?")


def place_at(reading: Reading, number: int) -> tuple[Place, int] | None:
    """The place that begins at a word, and how many words it takes; the longest wins."""
    words, text, key = reading.words, reading.text, reading.words[number].key
    never = key in _NEVER and not _KK_SHORT.match(text, words[number].end)
    following = words[number + 1 : number + 3]
    district = any(word.key.startswith(_DISTRICTS) for word in following)
    small = text[words[number].start].islower() and not _without_capitals(text)
    region = bool(following) and following[0].key in _REGION_AFTER
    surface = text[words[number].start : words[number].end]
    if never or (small and not (district or region or _may_begin(surface, key))):
        return None
    if office := _office_at(reading, number, district=district):
        return office
    for count in (3, 2, 1) if begins_long_name(key) else (1,):
        if number + count > len(words):
            continue
        start, end = words[number].start, words[number + count - 1].end
        surface = text[start:end]
        if end - start > 40 or len(surface) < 2 or (count > 1 and _APART.search(surface)):
            continue
        if count == 1 and _region_follows(reading, number):
            found = find_place(surface + " облысы")
            return (found[0], 2) if found else None
        found = None if words[number + count - 1].key in _PARTICLES and count > 1 else find_place(surface)
        if found and _is_name(reading, number, count, found[0], cased=found[1]):
            return found[0], count
    lower = _without_capitals(text)
    if unlisted := unlisted_at(reading, number, lower=lower):
        return unlisted
    return _district_police(reading, number) if district or "ск" in key else None


@lru_cache(maxsize=20_000)
def _may_begin(surface: str, key: str) -> bool:
    """Whether a word could begin a place that is known, or be the adjective of one."""
    return "ск" in key or begins_long_name(key) or (len(surface) > 1 and find_place(surface) is not None)


def _office_at(reading: Reading, number: int, *, district: bool) -> tuple[Place, int] | None:
    """The district of an office: "Арал аудандық полиция бөлімі", "Ауэзовское управление полиции"."""
    if district and (of_district := _of_district(reading, number)):
        return of_district
    key = reading.words[number].key
    return _district_police(reading, number) if "ск" in key and _OF_A_PLACE.search(key) else None


def _of_district(reading: Reading, number: int) -> tuple[Place, int] | None:
    """ "Арал аудандық полиция бөлімі", "Shu District Court": offices of a district stand in its centre."""
    words = reading.words
    for count in (1, 2):
        last = number + count
        if last >= len(words) or words[last].sentence != words[number].sentence:
            return None
        if not words[last].key.startswith(_DISTRICTS):
            continue
        office = words[last].key.startswith("ауданды") or (
            last + 1 < len(words) and POLICE.match(words[last + 1].key)
        )
        found = find_place(reading.text[words[number].start : words[last - 1].end] + " ауданы")
        if found and office and found[0].kind == "district":
            return _centre(found[0]), count + 1
    return None


def _centre(place: Place) -> Place:
    """The town where a district's offices are; any other place is itself."""
    centre = by_name(centre_of_district(place.name)) if place.kind == "district" else None
    return centre if centre and centre.kind in SETTLEMENTS else place


def _region_follows(reading: Reading, number: int) -> bool:
    """ "Түркістан обл.": the region of that name, not its town."""
    words = reading.words
    if number + 1 >= len(words) or words[number + 1].key not in _REGION_AFTER:
        return False
    return reading.text[words[number].end : words[number + 1].start] == " "


def _district_police(reading: Reading, number: int) -> tuple[Place, int] | None:
    """ "Ауэзовское управление полиции": the district of an adjective before a police word."""
    words = reading.words
    if number + 1 >= len(words):
        return None
    stem = re.match(r"(.{2,}ск)(?:ий|ого|ому|им|ом|ое|ая|ой|ую)$", words[number].key)
    two = [words[n].key for n in range(number + 1, min(number + 4, len(words)))]
    if stem and any(POLICE.match(key) for key in two):
        found = find_place(stem[1] + "ий район") or _town_of_adjective(stem[1])
        if found:
            return found[0], 1
    # әл-фараби аудандық полиция басқармасы, Medeu district police
    for count in (1, 2):
        if number + count + 1 < len(words) and words[number + count].key.startswith(("аудандык", "district")):
            name = reading.text[words[number].start : words[number + count - 1].end]
            found = find_place(name + " ауданы")
            if found and POLICE.match(words[number + count + 1].key):
                return found[0], count + 1
    return None


def _town_of_adjective(stem: str) -> tuple[Place, bool] | None:
    """павлодарск- is Павлодар, карагандинск- Караганда, алматинск- Алматы, уральск- Уральск."""
    base = stem[:-2]
    options = [base, stem, base + "а", base + "ь"]
    if base.endswith("ен"):
        options += [base[:-2] + "ый", base[:-2] + "ое"]  # рудненский
    if base.endswith("ин"):
        options += [base[:-2] + "а", base[:-2] + "ы"]
    if base.endswith("нен"):  # рудненск-, степненск-
        options += [base[:-2] + "ый", base[:-2] + "ое"]
    for option in options:
        found = find_place(option)
        if found and found[0].kind in SETTLEMENTS and not found[1]:
            return found
    return None


def _is_name(  # noqa: PLR0911  # one return a reason
    reading: Reading, number: int, count: int, place: Place, *, cased: bool
) -> bool:
    """Whether a hit is meant as a place and not as an ordinary word or a person's name."""
    words, text = reading.words, reading.text
    word = words[number]
    if count > 1 and place.kind not in SETTLEMENTS:
        return True
    surface = text[word.start : words[number + count - 1].end]
    before = words[number - 1].key if number and word.start - words[number - 1].end <= 3 else ""
    if place.name == "Astana" and before not in _PLACE_BEFORE and _PRESIDENT.match(word.key):
        return False
    if not surface[0].isupper():
        return _spoken_name(reading, number, place, surface, before, cased=cased)
    if not cased and before not in _PLACE_BEFORE and _person_beside(reading, number, count, place):
        return False
    after = words[number + count].key if number + count < len(words) else ""
    short = _KK_SHORT.match(text, words[number + count - 1].end)
    cued = before in _PLACE_BEFORE or bool(_PLACE_AFTER.match(after) or short)
    if not cued and _surname_of(reading, number, place):
        return False
    last = words[number + count - 1].key
    if place.name in _namesakes(reading) and not (cued or (cased and _KK_CASE.search(last))):
        return False
    if place.word:
        # Отарда, "Карабас, колония", "drove to Konaev": what only a place has
        here = cased and KK_HERE.search(last)
        towards = place.population >= _SMALL and (
            before in {"to", "from"} or (cased and _somebody_goes(reading, number + count - 1))
        )
        # a surname or an ordinary word is hardly written so: в отделе Рудного
        adjective = cased and place.population >= _SMALL and last.endswith(("ного", "ном"))
        introduced = place.population >= _SMALL and _in_introduction(reading, number, count)
        return bool(cued or here or towards or introduced or adjective or POLICE.match(after))
    known = place.population >= _SMALL or place.kind in {"country", "region"}
    return known or cued or len(surface) > _LONG_NAME


def _somebody_goes(reading: Reading, last: int) -> bool:
    """ "Аралға барып": a Kazakh "to" or "from" before a verb of going."""
    words = reading.words
    if not _KK_FROM_TO.search(words[last].key):
        return False
    following = range(last + 1, min(last + 3, reading.bounds[words[last].sentence][1]))
    return any(_KK_WENT.match(words[n].key) for n in following)


def _surname_of(reading: Reading, number: int, place: Place) -> bool:
    """Whether a small place's name follows a capital one: "майор Жандос Көпжасар"."""
    words, text = reading.words, reading.text
    if place.population or not number or text[words[number - 1].end : words[number].start] != " ":
        return False
    first = words[number - 1]
    return (
        text[first.start].isupper()
        and first.end - first.start > 2
        and not find_place(text[first.start : first.end])
    )


def _namesakes(reading: Reading) -> frozenset[str]:
    """Settlements that somebody in the text is called like: Түркістан Жаңабергенов, Темирлан Ержанұлы."""
    return _called_like_places(reading.text)


@lru_cache(maxsize=4)
def _called_like_places(text: str) -> frozenset[str]:
    out = set()
    for match in matches(_FULL_NAME, text):
        found, last = find_place(match[1]), find_place(match[2])
        if found and not found[1] and found[0].kind in SETTLEMENTS and _SURNAME.search(match[2].lower()):
            out.add(found[0].name)
        named = last and not found and fold(match[1]) not in _PLACE_BEFORE
        if named and last and not last[1] and last[0].kind in SETTLEMENTS and not last[0].population:
            out.add(last[0].name)
    return frozenset(out)


def _in_introduction(reading: Reading, number: int, count: int) -> bool:
    """ "Marat, 23, fish smoker, Aral.": the last of a row of short facts, one of them in figures."""
    words, text = reading.words, reading.text
    if number < 2 or text[words[number - 1].end : words[number].start] != ", ":
        return False
    low = max(reading.bounds[words[number].sentence][0], number - _FACTS)
    last = number + count
    if (
        last < len(words)
        and words[last].key.isdigit()
        and text[words[last - 1].end : words[last].start] == ", "
    ):
        return True  # "Разговор в машине, Рудный, 11 мая"
    ends = text[words[number + count - 1].end :][:1] in {".", ",", ";"}
    return ends and any(words[n].key.isdigit() for n in range(low, number))


def _spoken_name(  # noqa: PLR0911, PLR0913  # all of it is about one name
    reading: Reading, number: int, place: Place, surface: str, before: str, *, cased: bool
) -> bool:
    """The same for a name in lower case."""
    if I_AM_FROM.search(reading.words[number].key) and place.population >= _SMALL:
        return True  # арыстанмын: only a place has this ending
    trap = fold(surface) in _LOWER_TRAPS or place.name in {"Semey", "Oral"}
    if (trap and not surface.isascii()) or not place.region:
        return False
    transcript = _without_capitals(reading.text)
    inside = before in {"в", "во", "из"}
    if place.word and before in {"in", "to", "near", "from"} and surface.isascii() and not trap:
        return transcript and len(surface) > _SHORT_NAME
    if place.word:
        return transcript and inside and place.population >= _SMALL
    if place.population >= LARGE or place.kind == "region":
        return True
    if transcript and len(surface) >= _ASR_NAME:
        return not cased or inside or bool(_KK_CASE.search(reading.words[number].key))
    return before in _PLACE_BEFORE and place.population >= _SMALL / 3


def _person_beside(reading: Reading, number: int, count: int, place: Place) -> bool:
    """Whether a rank, patronymic or surname makes the name a person's: "сержант Балхаш", "Орал Сапаров"."""
    words, text = reading.words, reading.text
    if number and _RANK.match(words[number - 1].key):
        return True
    last = number + count
    if last >= len(words) or text[words[last - 1].end : words[last].start] != " ":
        return False
    surface = text[words[last].start : words[last].end]
    if _PATRONYMIC.search(words[last].key):
        return True
    named = surface[0].isupper() and not surface.isupper() and not surface.isascii()
    return named and bool(_SURNAME.search(words[last].key) or place.population < _SMALL)


@lru_cache(maxsize=4)
def _without_capitals(text: str) -> bool:
    """Whether a text was typed or transcribed in lower case."""
    start = text[:4000]
    return sum(map(str.isupper, start)) * 150 < len(start)


def named_after_it(reading: Reading, number: int, count: int) -> bool:
    """Whether a street, a company, a school, a road bears the name."""
    return (
        _street_or_company(reading, number, count)
        or _on_a_route(reading, number, count)
        or in_a_company_name(reading, number, count)
    )


def _street_or_company(  # noqa: PLR0911  # one return a reason
    reading: Reading, number: int, count: int
) -> bool:
    """Whether the name belongs to a street, or is part of a longer name (Актобе-Грузовая, «Орал-Сервис»)."""
    words, text = reading.words, reading.text
    first, last = words[number], words[number + count - 1]
    # "шли по Толе би": one walks along streets; "по Шымкенту" is about a whole city
    along = number and words[number - 1].key == "по" and (found := find_place(text[first.start : last.end]))
    if along and found and found[0].population < LARGE:
        return True
    before = words[number - 1].key if number else ""
    if before == "на" and last.key.endswith(("ской", "цкой")):
        return True  # на Боровской
    if before in _ALONG and count > 1:
        return True  # на Толе би: a street bears the person's name
    if number and words[number - 1].key in _STREET_BEFORE and first.start - words[number - 1].end <= 3:
        return True
    if number + count < len(words):
        gap = text[last.end : words[number + count].start]
        two = [word.key for word in words[number + count : number + count + 2]]
        if gap.strip() == "" and (
            _STREET_AFTER.match(two[0]) or (two[0] == "к" and _STREET_END.match(two[-1]))
        ):
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


def _on_a_route(reading: Reading, number: int, count: int) -> bool:
    """Whether the name is one of two that name a road or a train: трасса Алматы — Талдыкорган."""
    words, text = reading.words, reading.text
    for one, two in ((number + count - 1, number + count), (number - 1, number)):
        if one < 0 or two >= len(words) or not _ROUTE_GAP.fullmatch(text[words[one].end : words[two].start]):
            continue
        other = two if one == number + count - 1 else one
        if find_place(text[words[other].start : words[other].end]):
            return any(_ROUTE.match(words[n].key) for n in range(max(0, one - 4), min(two + 4, len(words))))
    return False
