"""What stands before a street and narrows it: a part of the town, a landmark, the first name of a square."""

import re

from redact.letters import fold
from redact.recognisers.address_words import WORD, is_word
from redact.recognisers.gazetteer import may_be_place, places
from redact.stems import stems

_REACH = 70
# Семей, пос. Карагайлы, 2-я линия: the part of the town stands between the town and the street
_PART = re.compile(
    rf"(?<![^\W_])({WORD}),\s((?:(?:пос|п|с|ст|пгт|кент|разъезд)\.?\s|пос[её]лок\s|село\s|район\s)?"
    rf"{WORD}(?:[ -]{WORD})?(?:\s(?:кенті|ауылы|елді\sмекені))?),\s$"
)
_NUMBERED = re.compile(
    r"\d{1,2}(?:-?[^\W\d_]{1,3})?[ -](?:лини|ықшам|шағын|мөлтек|м(?:ик|к)|yqşam|yqsham|şağyn|sha)", re.I
)
# «Алтын дән» сауда үйінің жанындағы Сейфуллин көшесі
_KK_BESIDE = re.compile(
    r"(?<![^\s(])((?:[«\"“][^«»\"“”\n]{2,30}[»\"”]\s(?:[^\W\d_]+\s)?)?[^\W\d_]+(?:[нтд][ыі]ң|[ntd][yıi](?:ñ|ń|n))\s"
    r"(?:жан|қас|арт|алд|қарсы|түб|маң|jan|qas|art|ald)[ыіs]?[ыіyı]?[нn][дd][аеae][ғгğg][ыіyı]\s)$"
)
# Исатай мен Махамбет алаңы: only squares, since мен is "I" too
_PAIR = re.compile(rf"(?<![^\W_])({WORD})\s(?:мен|пен|бен|және|men|pen|ben)\s$")
_SQUARE = re.compile(r"\s(?:алаң|ala[ñńn])", re.I)


def with_lead(view: str, start: int, end: int) -> int:
    """Where an address begins whose street begins at `start` and whose last part ends at `end`."""
    lead = view[max(0, start - _REACH) : start]
    offset = start - len(lead)
    if beside := _KK_BESIDE.search(lead):
        return offset + beside.start(1)
    part = _PART.search(lead)
    # a numbered line or microdistrict has no other town between it and the first
    if part and known_place(part[1]) and (_NUMBERED.match(view, start) or not known_place(part[2])):
        return offset + part.start(2)
    pair = _PAIR.search(lead)
    if pair and _SQUARE.search(view, start, end) and not is_word(pair[1].lower()):
        return offset + pair.start(1)
    return start


def known_place(name: str) -> bool:
    """Whether the name, in whatever case it stands, is one of the settlements known."""
    word = name.rsplit(maxsplit=1)[-1]
    if not may_be_place(word):
        return False
    known = places()
    return fold(name) in known or any(stem in known for stem in stems(word))
