"""Addresses on the level of streets, in three languages and both orders, as one span with house and flat.

The settlement beside an address is not part of it, nor are the words for a corner or crossing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from models.labels import Label
from redact.matches import matches
from redact.plain import is_cased, is_plain
from redact.recognisers import address_bare, landmarks
from redact.recognisers import address_shapes as shapes
from redact.recognisers.address_leads import with_lead
from redact.recognisers.address_tails import COUNTED, number_end, with_tail
from redact.recognisers.context import low
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import cyrillic_view, digit_view
from redact.recognisers.numerals import number_word
from redact.recognisers.street_names import BARE, TITLES

NAME = "addresses"


def find(text: str) -> Iterator[Hit]:
    """Addresses; each with its tail of house, entrance, flat and narrow landmark."""
    view = cyrillic_view(digit_view(text))
    for hit in _found(view, cased=is_cased(text)):
        yield replace(hit, start=with_lead(view, hit.start, hit.end))


def _found(view: str, *, cased: bool) -> Iterator[Hit]:
    for shape in (shapes.PREFIXED, shapes.SUFFIXED, shapes.RU_ADJECTIVE, shapes.ENGLISH):
        for match in matches(shape, view):
            start = _skip_first(view, match)
            if start is None:
                continue
            end = match.end()
            while dangling := shapes.DANGLING.search(view, start, end):
                end = dangling.start()
            house = shapes.HOUSE_BEFORE.search(view, max(0, start - 40), start)
            yield Hit(house.start() if house else start, with_tail(view, end), Label.ADDRESS, 0.9)
    yield from _unmarked(view)
    yield from _by_landmark(view)
    for match in matches(shapes.SQUARE_BY, view):
        yield Hit(match.start(), match.end(), Label.ADDRESS, 0.7)
    for match in matches(shapes.ALONE, view):
        if COUNTED.match(view, match.end()):
            continue
        yield Hit(match.start(), with_tail(view, match.end()), Label.ADDRESS, 0.6)
    for shape in (shapes.CORNER, shapes.KK_CORNER):
        for match in matches(shape, view):
            yield Hit(match.start(1), match.end(1), Label.ADDRESS, 0.9)
    yield from _frames(view)
    for match in matches(shapes.POSTCODE, view):
        yield Hit(match.start(1), match.end(1), Label.ADDRESS, 0.9)
    for match in matches(shapes.BARE_POSTCODE, view):
        yield Hit(match.start(), match.end(), Label.ADDRESS, 0.6)
    yield from _without_capitals(view, cased=cased)
    yield from address_bare.find(view, cased=cased)


def _unmarked(view: str) -> Iterator[Hit]:
    """Highways, allotments, numbered microdistricts, and streets known only by what stands around them."""
    for shape in (
        shapes.HIGHWAY,
        shapes.ALLOTMENT,
        shapes.DISTRICT,
        shapes.STALL,
        shapes.BANK,
        shapes.LATIN,
        shapes.POST,
    ):
        for match in matches(shape, view):
            yield Hit(match.start(), with_tail(view, match.end()), Label.ADDRESS, 0.8)
    for match in matches(shapes.NUMBER_FLAT, view):
        if match[0].split()[0].lower() not in shapes.NOT_STREET:
            yield Hit(match.start(), with_tail(view, match.end()), Label.ADDRESS, 0.9)
    # as sure as a name: the street's name alone would otherwise decide the label
    for match in matches(shapes.LIVES_AT, view):
        yield Hit(match.start(1), with_tail(view, match.end()), Label.ADDRESS, 0.9)


def _by_landmark(view: str) -> Iterator[Hit]:
    """Homes that have no street: "the last house before the canal" after the village or a word for living."""
    for match in landmarks.alone(view):
        lead = view[max(0, match.start() - 60) : match.start()]
        words = shapes.TOKEN.findall(lead)
        named = bool(words) and words[-1][:1].isupper() and lead.rstrip().endswith(",")
        if named or landmarks.LIVING.search(lead):
            end = match.end()
            while view[end - 1].isspace():
                end -= 1
            yield Hit(match.start(), end, Label.ADDRESS, 0.7)
    for start, end in landmarks.living_by(view):
        yield Hit(start, end, Label.ADDRESS, 0.6)


def _without_capitals(view: str, *, cased: bool) -> Iterator[Hit]:
    lowered = low(view)
    for match in matches(shapes.ENGLISH_LOW, view):
        if any(c.isdigit() for c in match[0]):
            yield Hit(_drop_words(view, match), match.end(), Label.ADDRESS, 0.7)
    for match in matches(shapes.LOW_NUMBERED, view):
        end = with_tail(view, match.end())
        if end > match.end() and match[0].split()[1] not in shapes.NOT_NAME:
            yield Hit(match.start(), end, Label.ADDRESS, 0.6)
    if not cased:
        yield from _transcript(lowered)
    else:
        yield from _known_in_low(view, lowered)


def _drop_words(view: str, match: re.Match[str]) -> int:
    start = match.start()
    for word in shapes.TOKEN.finditer(view, match.start(), match.end()):
        if word[0] not in shapes.NOT_NAME:
            return word.start()
        start = word.end()
    return start


def _skip_first(view: str, match: re.Match[str]) -> int | None:
    """Where the address begins: a sentence's first word or an article is no part of the name."""
    start = match.start()
    while True:
        word = shapes.FIRST_WORD.match(view[start : match.end()])
        if not word:
            break
        start += word.end()
    rest = view[start : match.end()]
    if not rest or not (any(c.isupper() for c in rest) or any(c.isdigit() for c in rest)):
        return None
    # "Улица" at the beginning of a sentence with nothing but a small word after it
    return start


def _frames(view: str) -> Iterator[Hit]:
    for match in matches(shapes.FRAME, view):
        name = match[1]
        first = name.split()[0].lower()
        known = first in BARE
        titled = shapes.TITLED.search(name) is not None
        number = bool(match[3])
        second = match[2].strip(" и/-–—")
        second_known = bool(second) and (
            second.split()[-1].lower() in BARE or second.split()[0].lower() in BARE
        )
        crossing = bool(second) and (known or titled or second_known)
        if not (known or titled or crossing or number):
            continue
        if number and not (known or titled) and not _street_case(match[0], name):
            continue
        words = name.split()
        end = match.end(3) if number else match.end(2) if crossing else match.end(1)
        if not crossing and not number and not titled:
            end = match.start(1) + len(words[0])
        # a name alone may be a person: "от Абая", "на Мира"; prepositions of place only
        place = re.match(
            r"(?i)(?:на|по|вдоль|выше|ниже|угол|углу|пересеч|перекр|on|along|corner|intersection)", match[0]
        )
        if not place and not crossing and not (titled and number):
            continue
        yield Hit(match.start(1), with_tail(view, end), Label.ADDRESS, 0.8 if known or crossing else 0.6)
    for match in matches(shapes.SLASH, view):
        if match[1].lower() in BARE and match[2].lower() in BARE:
            yield Hit(match.start(), match.end(), Label.ADDRESS, 0.8)


def _street_case(frame: str, name: str) -> bool:
    """Whether a name with a number after "на"/"по" looks like a street: a genitive or an adjective."""
    return bool(
        re.match(r"(?i)(?:на|по|угол|углу|выше|ниже|on)\s", frame)
        and re.search(r"(?:а|я|ого|ой|ская|ской|ова|ева|ина|ы|и|би|Street)$", name)
    )


def _transcript(view: str) -> Iterator[Hit]:
    for match in matches(shapes.SPOKEN_PREFIX, view):
        word = match[1].split()[0]
        if word in shapes.NOT_NAME or number_word(word):
            continue
        tail = with_tail(view, match.end())
        likely = (
            tail > match.end() or word in BARE or " " in match[1] or word[-1] in "аяыиой" or word[0].isdigit()
        )
        yield Hit(match.start(), tail, Label.ADDRESS, 0.7 if likely else 0.4)
    for shape in (shapes.SPOKEN_SUFFIX, shapes.EN_SPOKEN):
        for match in matches(shape, view):
            first, start = match[1].split()[0], match.start()
            if shapes.TWO_NAMES.match(match[1]) and (
                first in shapes.NOT_NAME or shapes.NOT_FIRST.match(first) or is_plain(first)
            ):
                # "келген әуезов көшесі": the word before belongs to the sentence
                start += len(first) + 1
                first = view[start:].split(maxsplit=1)[0]
            if first not in shapes.NOT_NAME:
                yield Hit(start, with_tail(view, match.end()), Label.ADDRESS, 0.7)
    yield from _known_in_low(view, view)
    for match in matches(shapes.SPOKEN_TAIL, view):
        number = number_end(view, match.end())
        if number:
            yield Hit(match.start(1), with_tail(view, number), Label.ADDRESS, 0.5)


_LOW_FRAME = re.compile(rf"(?<![^\W_])(?:на|по|вдоль|углу|угол)\s([^\W\d_]+(?:\s{TITLES}(?!\w))?)")


def _known_in_low(view: str, lowered: str) -> Iterator[Hit]:
    """Well-known streets typed without capitals: "на сейфуллина сорок пять"."""
    for match in matches(_LOW_FRAME, lowered):
        if view[match.start(1)].isupper():
            continue
        words = match[1].split()
        titled = len(words) > 1
        if words[0] in shapes.NOT_NAME or not (words[0] in BARE or titled):
            continue
        end = with_tail(view, match.end())
        everyday = not titled and (words[0] in {"мира", "победы", "республики"} or is_plain(words[0]))
        if everyday and end == match.end():
            continue
        yield Hit(match.start(1), end, Label.ADDRESS, 0.7)
