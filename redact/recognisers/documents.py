"""Numbers of papers and badges: identity card, passport, licence, certificate, record cards, MRZ."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers.context import stretch_before
from redact.recognisers.document_words import LAW, OWN_RECORD, PAPER, PUBLIC_BODY, RECORD, SIGN
from redact.recognisers.hit import Hit
from redact.recognisers.letter_names import LETTER_NAMES
from redact.recognisers.lookalikes import digit_view, digits_in
from redact.recognisers.numerals import spoken_runs

NAME = "documents"

_LETTER_NAME = "|".join(sorted(LETTER_NAMES, key=len, reverse=True))

_NUMBER = re.compile(r"(?<!\d)\d+(?:(?:[ \-.]|[ ]?/[ ]?)\d+)*(?:[\-/][^\W\d_]{1,3}(?:[\-/]?\d+)?)?(?![^\W_])")
# letters of a series before the digits: N 11874420, TR-0381/22, KZ-10 0047719
_SERIES = re.compile(
    r"(?<![^\W_])(?:[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ]{1,4}[\-/]?|[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][^\W\d_]{1,5}[\-/]|[A-ZА-ЯЁ]{1,2}[ ]"
    r"|[IVXІХ]{1,4}[\- ][A-ZА-Я]{2}[ ]?(?:№[ ]?)?|[A-ZА-Я]{2}-[IVXІХ]{1,3}[ ]?(?:№[ ]?)?"
    r"|[a-zа-яё])$"
)
# the number of a badge may be short: жетон № 417
_BADGE = re.compile(
    r"(?<![^\W_])(?:жетон\w{0,4}|төсбелгі\w{0,4}|tösbelg\w{0,4}|бейдж\w{0,2}|badge|бирк\w|нашивк\w|tag)"
    r"(?:\s(?:с\s|said\s|was\s|read\s|with\s)?(?:номер\w{0,2}|нөмір\w{0,3}|number|no\.?)|\ssaid|\swas"
    r"|,)?(?:\s?№)?[ :]{1,2}(\d{2,6})(?![\d.:])(?!\s?-?\d)",
    re.I,
)
# a word for somebody's record, a sign for its number, the number: повестка № 118, convict no. 77-B
_SIGNED = re.compile(
    r"(?:№|#|(?<![^\W_])(?:no\.?|nr\.?|номер\w{0,2}|нөмір\w{0,4}|number|n[oóö]mi?[ıe]?r\w{0,3}|entry))"
    r"[ ]?(?:[:=—-]|was|is|болды)?[ ]?"
    r"(?=[^\s]{0,10}\d)([^\W_]{1,12}(?:[\-/.][^\W_]{1,10}){0,4})(?![^\W_])",
    re.I,
)
_FOLLOWED = re.compile(
    r"(?<![^\W_])(\d{4,}|\d{2,3}(?=[ \-]?н[өо]м[еі]рл))(?:[ \-]?(?:нөмірлі|номерлі))?[ \-](?:төсбелгі"
    r"|жетон|куәлік|badge)",
    re.I,
)
_PASSPORT = re.compile(r"(?<![^\W_])[NН][ №]{0,2}\d{8}(?!\d)")
_RUSSIAN_PASSPORT = re.compile(r"(?<!\d)\d{2}\s\d{2}\s(?:№\s?)?\d{6}(?!\d)")
_MRZ = re.compile(r"(?<![A-Z0-9<])[A-Z0-9<]{28,46}(?![A-Z0-9<])")

_DATE = re.compile(
    r"\d{1,2}[ ]?([./\-])[ ]?\d{1,2}[ ]?\1[ ]?(?:19|20)?\d{2}|(?:19|20)\d\d(?:-\d{1,2}-\d{1,2})?"
    r"|\d{1,2}[.:]\d{2}"
)
# форма № 025/у: a form that every clinic fills
_FORM = re.compile(r"\d{3}(?:-\d)?/у")
_HYPHENED = re.compile(r"(?!(?:19|20)\d\d-)(?=.{6,7}$)\d{2,4}-\d{2,4}")
_YEAR_MARK = re.compile(r"\s?(?:г\b|г\.|год|ж\.|жыл|jyl)", re.I)
_MONEY = re.compile(
    r"\s?(?:тенге|теңге|тг\b|тыс|мың|руб|₸|\$|доллар|tenge|kzt|usd|%|процент|км\b|км\.|человек|адам)", re.I
)
_ARTICLE = re.compile(r"(?:\bст|стать[яиюей]{1,2}|articles?|art|бап\w*|част[ьи]|пункт\w*|ч|п)[.,\s]*$", re.I)


def find(text: str) -> Iterator[Hit]:
    """Numbers that follow (or, in Kazakh, precede) the name of a paper, and passport shapes without one."""
    view = digit_view(text)
    for match in matches(_PASSPORT, view):
        yield Hit(match.start(), match.end(), Label.ID, 0.9)
    for match in matches(_RUSSIAN_PASSPORT, view):
        yield Hit(match.start(), match.end(), Label.ID, 0.7)
    if "<<" in view:
        for match in matches(_MRZ, view):
            if "<<" in match[0]:
                yield Hit(match.start(), match.end(), Label.ID, 0.9)
    for shape in (_FOLLOWED, _BADGE):
        for match in matches(shape, view):
            yield Hit(match.start(1), match.end(1), Label.ID, 0.9)
    yield from _spoken(text)
    yield from _signed(view)
    for match in matches(_NUMBER, view):
        if digits_in(match[0]) < 3:
            continue
        series = _SERIES.search(view, max(0, match.start() - 6), match.start())
        start = series.start() if series and series[0] not in _NOT_SERIES else match.start()
        lead = stretch_before(view, start, 55)
        span = (start, match.end())
        if PAPER.search(lead):
            if _is_number(view, span, strong=True):
                yield Hit(*span, Label.ID, 0.9)
        elif _is_number(view, span, strong=True) and (
            _numbered(lead)
            or (not LAW.search(lead) and RECORD.search(lead[-32:]) and _is_number(view, span, strong=False))
        ):
            yield Hit(*span, Label.ID, 0.7)


_NOT_SERIES = {
    "РФ ",
    "РК ",
    "УК ",
    "с",
    "в",
    "к",
    "о",
    "у",
    "и",
    "а",
    "i",
    "a",
    "С",
    "В",
    "К",
    "О",
    "У",
    "И",
    "А ",
}


def _signed(view: str) -> Iterator[Hit]:
    for match in matches(_SIGNED, view):
        value, count = match[1], digits_in(match[1])
        if count < 2 or (count < 3 and value.isdecimal()) or _DATE.fullmatch(value):
            continue
        lead = view[max(0, match.start() - 34) : match.start()]
        lead = _CLAUSE.split(lead)[-1]
        told = OWN_RECORD.search(lead) or _MIXED.fullmatch(value)
        if told and not PUBLIC_BODY.search(lead) and not LAW.search(lead):
            yield Hit(match.start(1), match.end(1), Label.ID, 0.7)
    for match in matches(_TURNED, view):
        group = 1 if match[1] else 2
        yield Hit(match.start(group), match.end(group), Label.ID, 0.7)


def _spoken(text: str) -> Iterator[Hit]:
    """Numbers in words after a paper: анықтаманың нөмірі екі жүз он жеті бөлшек жиырма бір."""
    for run in spoken_runs(text):
        letters = _LETTERS.match(text, run.end)
        if (
            run.amount
            or not run.words
            or _MONEY.match(text, run.end)
            or not (2 if letters else 3) <= len(run.digits) <= 14
        ):
            continue
        lead = _CLAUSE.split(text[max(0, run.start - 45) : run.start])[-1]
        if (
            _numbered(lead)
            or _REGISTERED.search(lead)
            or ((len(run.digits) >= 6 or letters) and PAPER.search(lead))
        ):
            yield Hit(run.start, letters.end() if letters else run.end, Label.ID, 0.7)


# № 88/ПД, № Ә-41: letters and digits together are no number of a house or a school; № 5-А may be one
_MIXED = re.compile(
    r"(?=[^\W\d_]|\d{3}|\d+[\-/][^\W\d_]{2})(?!\d+-?[а-яёәі]{1,2}$)(?!\d+/у$)(?=.*[^\W\d_])(?=.*[\-/]).{4,30}",
    re.I,
)
# жүз он төрт бөлшек ве: letters said behind the number of a paper
_LETTERS = re.compile(
    r"\s(?:дробь|тире|слэш|слеш|дефис|бөлшек|сызықша|slash|dash|hyphen|stroke|bölşek|bolshek|syzyqşa)"
    rf"(?:\s(?:{_LETTER_NAME}|ka|qa|ve|pe|te|ge|de)(?![^\W_])){{1,3}}|(?:\s(?:ка|қа|ве|вэ|бэ|гэ|дэ|пэ|эр|эс|эм|эн|эль|ka|qa|ve))+(?![^\W_])"
)
# исходящий три тире семьсот два
_REGISTERED = re.compile(
    r"(?<![^\W_])(?:исходящ\w+|входящ\w+|кіріс|шығыс|вх|исх|kırıs|şyğys)(?:\s(?:номер\w?|нөмірі|nömırı))?\s$"
    r"|(?<![^\W_])номер\w{0,2}\s(?:справк|направлени|дел|жалоб|заявлени|протокол|карт|обращени|квитанци|талон"
    r"|запис|рецепт|снимк|удостоверени|договор|повестк)\w*\s$",
    re.I,
)
# номер обращения 3119, registered as 3T-B-00912
_TURNED = re.compile(
    r"(?<![^\W_])(?:номер\w{0,2}|number\sof\s(?:the|my|his|her))\s(?:справки|обращения|жалобы|заявления"
    r"|протокола|дела"
    r"|карты|карточки|записи|квитанции|талона|complaint|file|record|report"
    r"|case)\s?[:—-]?\s?(?=[^\s]{0,6}\d)([^\W_]+(?:[-/][^\W_]+){0,3})"
    r"|(?<![^\W_])(?:registered|filed|logged)\s(?:as"
    r"|under)\s(?=[^\s]{0,8}\d{2})([^\W_]+(?:[-/][^\W_]+){0,4})",
    re.I,
)
_CLAUSE = re.compile(r"[.!?;\n]")


def _numbered(lead: str) -> bool:
    """Whether the stretch before a number ends in № (no.) and names a record before it."""
    sign = SIGN.search(lead)
    if not sign or LAW.search(lead):
        return False
    before = lead[-40 : sign.start() - len(lead)]
    return bool(RECORD.search(before) or PAPER.search(before))


def _is_number(view: str, span: tuple[int, int], *, strong: bool) -> bool:
    start, end = span
    value = view[start:end]
    count = digits_in(value)
    if re.fullmatch(r"\d+-(?:я|й|ая|ой|ю|ую|е|ье|ого|ші|шы|бап|ст)", value):  # an article: 440-я
        return False
    if _DATE.fullmatch(value.strip()) or _ARTICLE.search(view, max(0, start - 12), start):
        return False
    if _MONEY.match(view, end) or _YEAR_MARK.match(view, end) or _FORM.fullmatch(value):
        return False
    letters = any(c.isalpha() for c in value)
    if strong:
        return count >= 4 or (count >= 3 and ("/" in value or letters))
    return (
        count >= 6
        or _HYPHENED.fullmatch(value) is not None
        or (count >= 3 and "/" in value)
        or (count >= 3 and letters and "-" in value)
    )
