"""What follows a street: house, entrance, flat, landmark; in figures, in words, with and without commas."""

import re

from redact.recognisers import address_shapes as shapes
from redact.recognisers import landmarks
from redact.recognisers.numerals import number_word

# Between the two numbers of a house on a corner: двадцать шесть дробь два.
_STROKES = frozenset("дробь бөлшек слэш слеш slash stroke drob тире".split())
_LONGEST = 6
_SPOKEN_LONGEST = 5
_MARKER = re.compile(
    r",?\s(?:дом[еа]?|үй\w{0,3}|квартир[аеу]|пәтер\w{0,3}|house|flat|apartment|подъезд[еа]?|этаж[еа]?"
    r"|қабат\w{0,3}"
    r"|корпус[еа]?|building|комнат[аеу]|бөлме\w{0,3}|барак\w?|кв|д)\.?\s",
    re.IGNORECASE,
)
# сорок два а, вход с торца: a house's letter is one only where the address goes on or ends
_LETTER = re.compile(
    r"[ ](?:[абвгдеж](?=[ ](?:кв|вход|под[ъьi]|корп|этаж|квартир|пәтер|подъезд)|[,.\n]|$)"
    r"|[a-d](?=[ ](?:flat|apt|apartment)|[,.\n]|$))"
)
_GAP = re.compile(r",?[ ]")
COUNTED = re.compile(
    rf"\s?-?(?:{shapes.STOP}|дн[яе]й?\b|день\b|сут|недел|ден[её]г|литр|килом|грамм|процент|дет(?:ей|и)"
    rf"|гост|внук|семь[яеию]|семей|класс|курс\b|разряд|сорт\b|этап|мест\b|места\b|единиц|штук|боец|бойц"
    rf"|омон|спецназ|кам[ае]р"
    r"|күн|апта|жас|шақырым|қыз\b|жігіт|бала|ұл\b|кіс|сұрақ|түн|days?\b|weeks?\b|years?\b|hours?\b"
    r"|minutes?\b|kilomet"
    r"|soldiers|women|girls|boys|kids|children|times\b|months?\b|of\b)",
    re.IGNORECASE,
)


def with_tail(view: str, end: int, *, numbered: bool = False) -> int:
    """Where an address ends whose street (or, `numbered`, whose house) ends at `end`."""
    narrowed = False
    if numbered and (letter := _LETTER.match(view, end)):
        end = letter.end()
    for _ in range(_LONGEST):
        tail = shapes.COMMA_TAIL.match(view, end)
        if tail and (not narrowed or "," in tail[0]):
            end, numbered = tail.end(), True
            continue
        spoken = spoken_tail(view, end, bare=not numbered)
        if spoken:
            letter = _LETTER.match(view, spoken)
            end, numbered = letter.end() if letter else spoken, True
            continue
        landmark = landmarks.TAIL.match(view, end)
        if not landmark and (numbered or narrowed):
            landmark = landmarks.SPOKEN_TAIL.match(view, end)
        if not landmark and narrowed:
            landmark = landmarks.WITH.match(view, end)
        if not landmark:
            break
        end, narrowed = landmark.end(), True
    while view[end - 1].isspace() or (view[end - 1] == "." and view[end - 5 : end - 1].isalpha()):
        end -= 1
    return end


def spoken_tail(view: str, end: int, *, bare: bool = True) -> int | None:
    """The end of "дом двадцать пять квартира семь" after the street; with `bare` also of a number alone."""
    at, last = end, None
    for _ in range(3):
        marker = _MARKER.match(view, at)
        gap = _GAP.match(view, at) if bare and last is None else None
        if not marker and not gap:
            break
        number = number_end(view, marker.end() if marker else gap.end() if gap else at)
        if number is None or (not marker and COUNTED.match(view, number)):
            break
        at = last = number
    return last


def number_end(view: str, at: int) -> int | None:
    """Where the number ends that begins at `at`, in words or figures; a stroke may stand inside."""
    end = None
    reached = at
    for count, match in enumerate(shapes.TOKEN.finditer(view, at, at + 70)):
        if count > _SPOKEN_LONGEST or view[reached : match.start()].strip(" "):
            break
        reached = match.end()
        low = match[0].lower()
        if end is not None and (low in _STROKES or (low == "and" and view[end - 7 : end] == "hundred")):
            continue
        if not (_says_number(match[0], view[reached : reached + 12]) or match[0].isdigit()):
            break
        end = reached
    return end


def _says_number(word: str, after: str) -> bool:
    # "он" and "on" are ten in Kazakh only beside another number: else they are other words
    if word.lower() in {"он", "on"}:
        following = shapes.TOKEN.search(after)
        return following is not None and number_word(following[0].lower())
    return number_word(word.lower())
