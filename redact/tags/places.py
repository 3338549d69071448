"""Finds where the reported events happened; homes, birthplaces, graves and streets are not that.

Each mention of a place gets a weight from what stands around it: abuse, arrest, police and protest near by
speak for it, "born in", "from", a grave or a sender's address against it. The best place is taken, and others
that come near it.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.findings import Tag, TagKind
from redact.tags.clauses import Reading, read
from redact.tags.gazetteer import SETTLEMENTS, Place, by_name, centre_of_district, city_of_district
from redact.tags.place_cues import is_contact, lives_there, moved_to, weigh
from redact.tags.place_names import named_after_it, place_at

SOURCE = "place-rules"
_RULES = 1.0  # what it weighs when a place rules over all abuse told
_HOME_TOLD = 2.2  # what it weighs for somebody's home that abuse was told at a house
_HOME_LEFT = 2.0  # the same where no other place is
_RULED = 0.5  # the share of the abuse that makes a place the scene
_SCENE = 1.0  # the weight from which a place is the scene of something
_ANOTHER = 1.9  # the weight from which a second place counts beside the best
_RULER = 1.6  # the same for one that rules over most of the abuse
_HEAD = 120  # characters: where a record says where it was made
_DISTRICT = re.compile(r"(?i)р-н|район|аудан|district")
_POLICE_OF = re.compile(r"\b(?:О[ПВ]Д?|Р[ОУ]ВД|Р[ОУ]?П|УП|полици\w{1,2}) $")
_HOME = re.compile(
    r"^(?:домой|дома$|доме$|двор|дворе|порог|ворот|калитк|подъезд|окн|квартир|home|house|door|gate|yard|flat|"
    r"doorstep|window|уйге|уйде|уйдин|уйиме|уйими|уйине|уйинде|какпа|есиг|есик|аула)"
)


@dataclass(frozen=True, slots=True)
class _Mention:
    place: Place
    start: int
    end: int
    weight: float
    home: bool
    """Whether somebody lives there: an address, "I live in"."""
    moved: bool
    """Whether people were taken there: "увезли в X", "X-ға апарды", "then X"."""
    quoted: bool


def find_places(text: str, abuse: Sequence[Tag]) -> list[Tag]:
    """Place tags of a text: canonical names of settlements where the abuse happened, by place in the text."""
    return places_in(read(text), abuse) if abuse else []


def places_in(reading: Reading, abuse: Sequence[Tag]) -> list[Tag]:
    """Place tags of a text that has been read."""
    told = sorted({tag.start for tag in abuse if tag.kind is TagKind.ABUSE})
    near = {reading.sentence_of(start) for start in told}
    mentions = _mentions(reading, near)
    mentions = _city_districts(reading.text, mentions)
    ruled = _ruled(reading, told, mentions)
    origin = _taken_from(mentions)
    told_there = origin is not None or _told_at_home(reading, near, mentions)
    at_home = _HOME_TOLD if told_there else _home_unless(mentions, ruled)
    first = True
    best: dict[str, _Mention] = {}
    total: dict[str, float] = defaultdict(float)
    for mention in mentions:
        name = mention.place.part_of or mention.place.name
        total[name] += 0.15 + (0.4 if first and mention.place.kind in SETTLEMENTS else 0.0)
        first = first and mention.place.kind not in SETTLEMENTS
        if name not in best or mention.weight > best[name].weight:
            best[name] = mention
    scores = {
        name: best[name].weight + min(total[name], 1.0) + _RULES * ruled.get(name, 0.0) for name in best
    }
    for name in _homes(mentions) | ({origin} if origin else set()):
        scores[name] = max(scores[name], -0.3) + at_home if at_home else scores[name]
    return [
        Tag(TagKind.PLACE, name, best[name].start, best[name].end, SOURCE)
        for name in _choose(scores, best, ruled)
    ]


def _city_districts(text: str, mentions: list[_Mention]) -> list[_Mention]:
    """Districts whose town is named in the text, too, are that town: their police and courts stand there.

    So are towns before "РУВД" that bear the name of a district of a city.
    """
    named = {mention.place.name for mention in mentions}
    # "в Меркенском РОВД" is the town, unless the text speaks of the district: "Меркенский район"
    spoken_of = {
        m.place.name
        for m in mentions
        if _DISTRICT.search(text[m.start : m.end])
        and not _POLICE_OF.search(text, max(0, m.start - 20), m.start)
    }
    out = []
    for mention in mentions:
        city = city_of_district(mention.place.name.removesuffix(" District"))
        centre = centre_of_district(mention.place.name) if mention.place.kind == "district" else None
        known = centre in named or mention.place.name not in spoken_of
        if centre and known and (town := by_name(centre)) and town.kind in SETTLEMENTS:
            out.append(replace(mention, place=town))
        elif city in named and mention.place.name != city and (place := by_name(city or "")):
            out.append(replace(mention, place=place))
        else:
            out.append(mention)
    return out


def _homes(mentions: list[_Mention]) -> set[str]:
    """Settlements where somebody lives; where none is said to be one, the place at the head of the record."""
    settled = [m for m in mentions if m.place.kind in SETTLEMENTS]
    homes = {m.place.name for m in settled if m.home}
    return homes or {m.place.name for m in settled if m.start < _HEAD}


def _home_unless(mentions: list[_Mention], ruled: dict[str, float]) -> float:
    """What a home weighs where no other settlement is named as the scene."""
    others = [m.weight for m in mentions if not m.home and m.place.kind in SETTLEMENTS]
    if max(others, default=0.0) >= _SCENE or max(ruled.values(), default=0.0) > _RULED:
        return 0.0
    return _HOME_LEFT


def _taken_from(mentions: list[_Mention]) -> str | None:
    """The place named before the first scene, where that is one that people were taken to: it began there."""
    settled = [m for m in mentions if m.place.kind in SETTLEMENTS and not m.quoted]
    for at, mention in enumerate(settled):
        if mention.moved and mention.weight > 0.0 and not mention.home:
            others = [
                m.place.name for m in settled[:at] if m.place.name != mention.place.name and m.place.region
            ]
            return others[-1] if others else None
        if mention.weight >= _SCENE and not mention.home:
            return None
    return None


def _told_at_home(reading: Reading, near: set[int], mentions: list[_Mention]) -> bool:
    """Whether abuse is told in a sentence about a house, a door, a gate, and no town named there owns it."""
    elsewhere = {reading.sentence_of(m.start) for m in mentions if not m.home and m.weight > 0.0}
    return any(
        _HOME.match(reading.words[n].key)
        for sentence in near
        if not {sentence, sentence - 1} & elsewhere
        for n in range(*reading.bounds[sentence])
    )


def _ruled(reading: Reading, told: list[int], mentions: list[_Mention]) -> dict[str, float]:
    """Which share of the abuse each settlement rules over: it stands in its sentence, or was the last named.

    Homes, birthplaces and places somebody comes from (weight below zero) do not change the scene.
    """
    settled = [
        m
        for m in mentions
        if (m.place.kind in SETTLEMENTS or m.place.part_of) and m.weight > 0.0 and not m.quoted
    ]
    share: dict[str, float] = defaultdict(float)
    at = 0
    for start in told:
        sentence = reading.sentence_of(start)
        while at < len(settled) and reading.sentence_of(settled[at].start) <= sentence:
            at += 1
        if at:
            place = settled[at - 1].place
            share[place.part_of or place.name] += 1.0 / len(told)
    return share


def _choose(scores: dict[str, float], best: dict[str, _Mention], ruled: dict[str, float]) -> list[str]:
    """The names that count as places of events."""
    settled = {name: score for name, score in scores.items() if _settlement(name, best)}
    if settled:
        top = max(settled.values())
        # below zero nothing speaks for it at all: a grave, a birthplace abroad
        chosen = [
            name
            for name, score in settled.items()
            if score > (-2.0 if best[name].place.region else _SCENE)
            and (score == top or score >= (_RULER if ruled.get(name, 0.0) > _RULED else _ANOTHER))
        ]
    else:
        top = max(scores.values(), default=0.0)
        chosen = [
            name for name, score in scores.items() if score == top and best[name].place.kind != "country"
        ]
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
        hit = place_at(reading, number)
        if hit is None:
            number += 1
            continue
        place, count = hit
        if not named_after_it(reading, number, count):
            start, end = words[number].start, words[number + count - 1].end
            weight, lives = weigh(reading, near, number, count, place), lives_there(reading, number, count)
            home = lives and not is_contact(reading, number)
            weight -= 0.6 if lives else 0.0
            moved, quoted = moved_to(reading, number, count), words[number].quoted
            out.append(_Mention(place, start, end, weight, home, moved, quoted))
        number += count
    return out
