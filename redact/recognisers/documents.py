"""Numbers of papers and badges: identity card, passport, licence, certificate, record cards, MRZ."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.recognisers.context import stretch_before
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import digit_view, digits_in
from redact.recognisers.numerals import spoken_runs

NAME = "documents"

# Papers that one person holds: any number of four digits near them is theirs.
_PAPER = re.compile(
    r"удостоверени\w+|\bудост\.|\bуд\.?\s?лич\w*|\bуд\.?\s?л\b|\bу/л\b|\bуд-[ие]\w*|\bжеке куә\b|\bкуә\.|\bku[aá]lik\w*"
    r"|(?:загран)?паспорт\w*|загранник\w*|куәлі\w+"
    r"|төлқұжат\w*|tölqūjat\w*|kuälı\w*"
    r"|\bpassports?\b|\bID\b(?=\s?[:№\d])|\b(?:id|identity)[ -]?cards?\b|\bidentity document|\blicen[cs]e\b"
    r"|\bcertificates?\b|(?:военн|членск|студенч|читательск|партийн|әскери|ветеран)\w*\s?билет[а-я]{0,3}\b|\bбилет[а-я]{0,3}(?=\s?№)"
    r"|\bжетон\w*|төсбелгі\w*|tösbelgı\w*|\bbadges?\b|\btokens?\b|\bзнак[а-я]{0,3}\b|\bwarrant card"
    r"|\bвид[а-я]{0,2} на жительство|свидетельств[оау]\w*\s+о\s+(?:рожд|смерт|брак|регистр|растор)\w*"
    r"|водительск\w+|\bправа\b|\brefugee\b|\basylum\b|беженц\w+|босқын\w*"
    r"|\bВУ\b|техпаспорт\w*|\bСРТС\b|military (?:id|card)|residence permit|visa\b|\bвиз[аыуе]\b"
    r"|service number|personal (?:number|file)|личн\w+ (?:номер|дел)\w*|жеке нөмір\w*|табель\w*",
    re.IGNORECASE,
)
# Records: their number must look like one (a slash, a hyphen, letters, or many digits).
_RECORD = re.compile(
    r"справк\w+|spravk\w+|kart[ao]chk\w+|protokol\w*|тіркеу\w*|tirkeu\w*|регистрац\w+|регистр\.|направлени\w+|жолдама\w*"
    r"|выписк\w+|эпикриз\w*|\bвх\.|\bисх\.|\bкіріс\b|\bшығыс\b|анықтама\w*|anyqtama\w*|\bкарт[аеуы]\b|карточк\w+|истори\w+ болезни|медкарт\w+"
    r"|\bкарта больного"
    r"|ауру тарихы\w*|заключени\w+|экспертиз\w+|сараптама\w*|қорытынды\w*|протокол\w*|хаттама\w*|акт[ае]?\b"
    r"|постановлени\w+|қаулы\w*|определени\w+|приказ\w*|бұйрық\w*|ордер\w*|повестк\w+|заявлени\w+"
    r"|обращени\w+|жалоб\w+"
    r"|шағым\w*|талон\w*|өтініш\w*|договор\w*|полис\w*|доверенност\w+|квитанци\w+|\brecords?\b"
    r"|\bfile\b|medical card"
    r"|\breport\b|\bprotocol\b|\border\b|\bcomplaint\b|\breference\b|\bpolicy\b|\breceipt\b"
    r"|\bregist\w+|реестр\w*|тізілім\w*"
    r"|журнал\w*|нөмір\w*|n[oö]m[iıe]r\w*|nómi?r\w*|\bномер\w*|\bnumber\b|рег\.|учётн\w+|\bno\.|№",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<!\d)\d+(?:(?:[ \-.]|[ ]?/[ ]?)\d+)*(?:[\-/][^\W\d_]{1,3}(?:[\-/]?\d+)?)?(?![^\W_])")
# letters of a series before the digits: N 11874420, TR-0381/22, KZ-10 0047719
_SERIES = re.compile(
    r"(?<![^\W_])(?:[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ]{1,4}[\-/]?|[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][^\W\d_]{1,5}[\-/]|[A-ZА-ЯЁ]{1,2}[ ]"
    r"|[a-zа-яё])$"
)
_SIGN = re.compile(
    r"(?:№|\bno\.|\bномер\w{0,2}|нөмір\w{0,3}|number|n[oö]m[iıe]r\w{0,3}|nómi?r\w{0,3}|рег\.\s?№)\s?$", re.I
)
# the number of a badge may be short: жетон № 417
_BADGE = re.compile(
    r"(?<![^\W_])(?:жетон\w{0,4}|төсбелгі\w{0,4}|tösbelg\w{0,4}|бейдж\w{0,2}|badge)"
    r"(?:\s(?:с\s)?(?:номер\w{0,2}|нөмір\w{0,3}|number|no\.))?(?:\s?№)?[ :]{1,2}(\d{2,6})(?![\d.:])(?!\s?-?\d)",
    re.I,
)
_FOLLOWED = re.compile(
    r"(?<![^\W_])(\d{4,}|\d{2,3}(?=[ \-]?н[өо]м[еі]рл))(?:[ \-]?(?:нөмірлі|номерлі))?[ \-](?:төсбелгі|жетон|куәлік|badge)",
    re.I,
)
_PASSPORT = re.compile(r"(?<![^\W_])[NН][ №]{0,2}\d{8}(?!\d)")
_RUSSIAN_PASSPORT = re.compile(r"(?<!\d)\d{2}\s\d{2}\s(?:№\s?)?\d{6}(?!\d)")
_MRZ = re.compile(r"(?<![A-Z0-9<])[A-Z0-9<]{28,46}(?![A-Z0-9<])")

_DATE = re.compile(
    r"\d{1,2}[ ]?[./\-][ ]?\d{1,2}[ ]?[./\-][ ]?(?:19|20)?\d{2}|(?:19|20)\d\d(?:-\d{1,2}-\d{1,2})?"
    r"|\d{1,2}[.:]\d{2}"
)
_YEAR_MARK = re.compile(r"\s?(?:г\b|г\.|год|ж\.|жыл|jyl)", re.I)
_MONEY = re.compile(
    r"\s?(?:тенге|теңге|тг\b|тыс|мың|руб|₸|\$|доллар|tenge|kzt|usd|%|процент|км\b|км\.|человек|адам)", re.I
)
_ARTICLE = re.compile(r"(?:\bст|стать[яиюей]{1,2}|articles?|art|бап\w*|част[ьи]|пункт\w*|ч|п)[.,\s]*$", re.I)


def find(text: str) -> Iterator[Hit]:
    """Numbers that follow (or, in Kazakh, precede) the name of a paper, and passport shapes without one."""
    view = digit_view(text)
    for match in _PASSPORT.finditer(view):
        yield Hit(match.start(), match.end(), Label.ID, 0.9)
    for match in _RUSSIAN_PASSPORT.finditer(view):
        yield Hit(match.start(), match.end(), Label.ID, 0.7)
    if "<<" in view:
        for match in _MRZ.finditer(view):
            if "<<" in match[0]:
                yield Hit(match.start(), match.end(), Label.ID, 0.9)
    for shape in (_FOLLOWED, _BADGE):
        for match in shape.finditer(view):
            yield Hit(match.start(1), match.end(1), Label.ID, 0.9)
    yield from _spoken(text)
    for match in _NUMBER.finditer(view):
        if digits_in(match[0]) < 3:
            continue
        series = _SERIES.search(view, max(0, match.start() - 6), match.start())
        start = series.start() if series and series[0] not in _NOT_SERIES else match.start()
        lead = stretch_before(view, start, 55)
        span = (start, match.end())
        if _PAPER.search(lead):
            if _is_number(view, span, strong=True):
                yield Hit(*span, Label.ID, 0.9)
        elif _is_number(view, span, strong=True) and (
            _numbered(lead) or (_RECORD.search(lead[-32:]) and _is_number(view, span, strong=False))
        ):
            yield Hit(*span, Label.ID, 0.7)


_NOT_SERIES = {
    "РФ ",
    "РК ",
    "KZ ",
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


def _spoken(text: str) -> Iterator[Hit]:
    """Numbers in words after a paper: анықтаманың нөмірі екі жүз он жеті бөлшек жиырма бір."""
    for run in spoken_runs(text):
        if run.amount or not 3 <= len(run.digits) <= 14 or not run.words:
            continue
        lead = _CLAUSE.split(text[max(0, run.start - 45) : run.start])[-1]
        if _numbered(lead) or (len(run.digits) >= 6 and _PAPER.search(lead)):
            yield Hit(run.start, run.end, Label.ID, 0.7)


_CLAUSE = re.compile(r"[.!?;\n]")


def _numbered(lead: str) -> bool:
    """Whether the stretch before a number ends in № (no.) and names a record before it."""
    sign = _SIGN.search(lead)
    if not sign:
        return False
    before = lead[-40 : sign.start() - len(lead)]
    return bool(_RECORD.search(before) or _PAPER.search(before))


def _is_number(view: str, span: tuple[int, int], *, strong: bool) -> bool:
    start, end = span
    value = view[start:end]
    count = digits_in(value)
    if re.fullmatch(r"\d+-(?:я|й|ая|ой|ю|ую|е|ье|ого|ші|шы|бап|ст)", value):  # an article: 440-я
        return False
    if _DATE.fullmatch(value.strip()) or _ARTICLE.search(view, max(0, start - 12), start):
        return False
    if _MONEY.match(view, end) or _YEAR_MARK.match(view, end):
        return False
    letters = any(c.isalpha() for c in value)
    if strong:
        return count >= 4 or (count >= 3 and ("/" in value or letters))
    return count >= 6 or (count >= 3 and "/" in value) or (count >= 3 and letters and "-" in value)
