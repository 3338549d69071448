"""Telephone numbers in all written forms, and in words."""

import re
from collections.abc import Iterator

import phonenumbers

from models.labels import Label
from redact.matches import matches
from redact.recognisers.context import near, stretch_before
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import digit_view, digits_in
from redact.recognisers.numerals import spoken_runs

NAME = "phones"

# a line break inside a number, but not before the number of the next item of a list
_SEP = r"(?:[ ().\-/]{0,3}|[ \-]?\n(?!\d{1,2}[.)]\s))"
# eleven digits after 8, 7 or +7: mobile 7xx, fixed 7[12]x, Russia's 3, 4, 8, 9
_TRUNK = re.compile(rf"(?<!\d)(?<!\d[.,])(?<!\d[ \-])(?:\+\s?7|8|7){_SEP}\(?[34789](?:{_SEP}\d){{9}}(?!\d)")
_INTERNATIONAL = re.compile(rf"(?<!\w)(?:\+|\b00){_SEP}\d(?:{_SEP}\d){{7,14}}(?!\d)")
# ten digits without a prefix, in the groups people use for phones, or solid with a mobile code
_TEN = re.compile(
    r"(?<![\d.,/])(?<!\d[ \-])\(?7\d{2}\)?[ \-.]{1,2}\d{3}[ \-.]?\d{2}[ \-.]?\d{2}(?![\d/])"
    r"|(?<![\d.,/])(?<!\d[ \-])7(?:0[0-9]|47|6[0-4]|7[0-9]|85)\d{7}(?![\d/])"
)
_LOCAL = re.compile(r"(?<![\d\-./№])(?<!№ )\d{1,3}-\d{2}-\d{2}(?![\d\-/]|\.\d)")
# five digits in the groups of a village exchange, which no date can be: 3-55-71
_VILLAGE = re.compile(r"[1-9]-(?:1[3-9]|[2-9]\d)-\d{2}")
_NOT_VILLAGE = re.compile(r"(?:\bст|стать\w+|счёт\w*|счет\w*|score\w*|article|размер\w*|бап\w*)[.\s]*$", re.I)
# part of the digits replaced by stars or crosses
_MASKED = re.compile(
    r"(?<![\d\w])(?:\+\s?7|8)[ \-(]{0,2}7\d\d[ \-)]{0,2}(?:[\dXxХх*•#][ \-]{0,2}){4,8}(?![\w*])"
)
# the middle is left out: +7 705 ... 44 12
_GAPPED = re.compile(
    r"(?<![\d\w])(?:\+\s?7|8)[ \-(]{0,2}7\d\d[ \-)]{0,2}(?:\d{1,3}[ \-]?)?(?:…|\.{2,5}"
    r"|_{2,})[ \-]?\d{2}(?:[ \-]?\d{2})?(?!\d)"
)
_MASK = re.compile(r"[XxХх*•#]")
_KEYWORD = re.compile(
    r"\b(?:тел|моб|сот|дом|раб|доп)\.|телефон\w*|мобильн\w+|\bсотк\w+|\bсотовы\w+|ұялы\w*|ūialy|telefon\w*"
    r"|номерім\w*|нөмірім\w*|nömırım\w*|whats\s?app\w*|в[ао][тц]+с?ап\w*|уатсап\w*|\bsignal\b"
    r"|\bсигнал[еа]?\b|вайбер\w*|viber"
    r"|\b(?:tele)?phones?\b|\bcell\b|\bmobile\b|\bcall\b|\btel\b|звон[ия]\w+|набер\w+|звандаңыз|звони"
    r"|хабарлас\w*|байланыс\w*"
    r"|\bтлф\b|\bт\.\s?$|\bтруб(?:к|оч)\w+|домашн\w{2,3}\s?[:№(]?\s?$|стационарн\w+|городской\s?[:№(]?\s?$"
    r"|позвон\w+|дозвон\w+|\bбайл\.|хабарласу\w*|қоңырау\w*|landline|\bdial\b|\bring\b"
    r"|\bсвязь|\bсвязаться|\bcontact\b|\bконтакт\w*|\bmy number\b|\bмой номер|номерок",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.,])[+(]?\d(?:[ ().\-/]{0,3}\d){4,14}(?!\d)")
_TAIL = re.compile(
    r",?\s?\(?(?:доб(?:авочный)?|вн(?:утр(?:енний)?)?|ішкі|қосымша|ext(?:ension)?"
    r"|x)\.?\s?№?\s?\d{1,5}(?!\d)\)?",
    re.I,
)
_LAST = re.compile(
    r"(?:заканчива\w+ на|оканчива\w+ на|последни\w+ (?:четыре )?цифр\w*|соңы|соңғы\s\w+\s(?:саны"
    r"|цифры)|ending (?:in|with)|last (?:four|two|three) digits)"
    r"[^\d\n.]{0,15}(\d{2}(?:[ -]?\d{1,2}){0,2})(?![\d%])",
    re.I,
)
# 19-05 соңы: the last digits told again
_LAST_AFTER = re.compile(
    r"(?<![\d\-])(\d{2,4}(?:[ -]?\d{1,2}){0,2})(?![\d%:])\s?(?:соңы|деп\sбітеді|мен\sбітеді|на\sконце"
    r"|в\sконце|последние|at\sthe\send)",
    re.I,
)
_PAREN = re.compile(
    r"\(\s?\+\s?7\s?\)[ \-]{0,2}\(?\d(?:[ ().\-/]{0,3}\d){9}(?!\d)|(?<!\w)\(8\)[ \-]{0,2}\(?\d(?:[ "
    r"().\-/]{0,3}\d){9}(?!\d)"
)
_DATE = re.compile(r"(?:\d{1,2}[.\-/]\d{1,2}[.\-/](?:19|20)?\d{2}|(?:19|20)\d{2}-\d\d-\d\d|(?:19|20)\d\d)")
_SPLIT_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])-(?:0[1-9]|1[0-2])-\d{2}")
_PHONE_BEFORE = re.compile(r"(?:\+7|8|7)[ (-]{0,2}7\d\d[\d ()\-]{3,}")
_PLUS = re.compile(r"(?:плюс|plus|қосу|plüs|\+)\s*$", re.I)
_WINDOW = re.compile(r"[+(]?\d[\d ().\-/\n]{7,24}\d")
_MONEY = re.compile(r"\s?(?:тенге|теңге|тг\b|тыс|мың|руб|₸|\$|доллар|tenge|kzt|usd)", re.I)
_REGIONS = ("KZ", "RU", "KG", "UZ")


def find(text: str) -> Iterator[Hit]:
    """Numbers in digits, in words, in part, local ones near a keyword."""
    view = digit_view(text)
    for shape, score in (
        (_PAREN, 0.9),
        (_TRUNK, 0.9),
        (_INTERNATIONAL, 0.9),
        (_TEN, 0.8),
        (_MASKED, 0.8),
        (_GAPPED, 0.8),
    ):
        for match in matches(shape, view):
            if shape is _MASKED and match[0].rstrip(" -")[-1:].isdigit() and not _MASK.search(match[0]):
                continue
            if digits_in(match[0]) < 12 or "+" in match[0] or shape is _INTERNATIONAL:
                yield Hit(match.start(), _with_extension(view, match.end()), Label.PHONE, score)
    for match in matches(_LOCAL, view):
        by_key = near(_KEYWORD, view, match.span(), (40, 12))
        before = view[max(0, match.start() - 12) : match.start()]
        village = _VILLAGE.fullmatch(match[0]) and not _NOT_VILLAGE.search(before)
        if by_key or village or not (len(match[0]) < 8 or _SPLIT_DATE.fullmatch(match[0])):
            yield Hit(match.start(), match.end(), Label.PHONE, 0.9 if by_key else 0.6)
    yield from _by_keyword(view)
    for match in matches(_LAST, view):
        if near(_KEYWORD, view, match.span(), (60, 20)):
            yield Hit(match.start(1), match.end(1), Label.PHONE, 0.6)
    for match in matches(_LAST_AFTER, view):
        if near(_KEYWORD, view, match.span(), (120, 20)) or near(_PHONE_BEFORE, view, match.span(), (80, 0)):
            yield Hit(match.start(1), match.end(1), Label.PHONE, 0.8)
    yield from _by_library(view)
    yield from _spoken(text)


def _with_extension(view: str, end: int) -> int:
    match = _TAIL.match(view, end)
    return match.end() if match else end


def _by_keyword(view: str) -> Iterator[Hit]:
    """Numbers of five digits or more after a word for phones, and the next ones of the same list."""
    listed = -1
    for match in matches(_NUMBER, view):
        if digits_in(match[0]) < 5 or _DATE.fullmatch(match[0]) or _MONEY.match(view, match.end()):
            continue
        lead = stretch_before(view, match.start(), 30)
        if not (_KEYWORD.search(lead) or (listed == match.start() - len(lead) and len(lead) < 8)):
            continue
        start = match.start()
        # an opening bracket belongs to the number only where it closes inside it
        if view[start] == "(" and ")" not in match[0]:
            start += 1
        listed = match.end()
        yield Hit(start, _with_extension(view, match.end()), Label.PHONE, 0.8)


def _by_library(view: str) -> Iterator[Hit]:
    """What phonenumbers calls valid; asked for small windows only, since it gives up on long texts."""
    for window in matches(_WINDOW, view):
        if not 9 <= digits_in(window[0]) <= 15 or _DATE.match(window[0]):
            continue
        for region in _REGIONS:
            found = False
            for match in phonenumbers.PhoneNumberMatcher(window[0], region):
                found = True
                yield Hit(window.start() + match.start, window.start() + match.end, Label.PHONE, 0.75)
            if found:
                break


def _spoken(text: str) -> Iterator[Hit]:
    for run in spoken_runs(text):
        count = len(run.digits)
        if count < 5 or run.amount:
            continue
        plus = _PLUS.search(text, max(0, run.start - 8), run.start)
        start = plus.start() if plus else run.start
        by_key = near(_KEYWORD, text, (run.start, run.end), (60, 20))
        if (count == 11 and run.digits[0] in "78") or (count == 10 and run.digits[0] == "7"):
            yield Hit(start, run.end, Label.PHONE, 0.9)
        elif plus or (by_key and count <= 13):
            yield Hit(start, run.end, Label.PHONE, 0.8)
        elif (9 <= count <= 13 and run.words >= 3) or (count >= 7 and run.words >= 4):
            yield Hit(start, run.end, Label.PHONE, 0.6)
