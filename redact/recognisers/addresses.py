"""Addresses on the level of streets, in three languages and both orders, as one span with house and flat.

The settlement beside an address is not part of it, nor are the words for a corner or crossing.
"""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.recognisers.context import is_cased, low
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import cyrillic_view, digit_view
from redact.recognisers.numerals import number_word
from redact.recognisers.street_names import BARE, TITLES

NAME = "addresses"

_CAP = r"[A-ZА-ЯЁӘІҢҒҮҰҚӨҺÄÖÜŞĞÑŪÇI]"
_LET = r"[^\W\d_]"
_WORD = rf"{_CAP}{_LET}*(?:[-'’]{_LET}+)*(?:-\d{{1,3}})?"
_SMALL = r"(?:батыр\w{0,4}|би|бия|хан|хана|жырау|жолы|акына?|ақын\w{0,4}|ата|баба|апай|ана|лет|жыл\w*|летия|летие|и|имени|им\.|атындағы|батыры?|batyr|bi|khan|han|ata|baba|joly|zholy)"
_NUMBERED = r"\d{1,3}(?:-?(?:й|я|ой|ая|го|летия|ші|шы|st|nd|rd|th|і|ы))?"
# a name after its marker: capitals, with small words inside; initials; numbered names (8 Марта, 50 лет Октября)
_NAME_AFTER = rf"(?:{_NUMBERED}\s)?(?:{_SMALL}\s)?(?:[А-ЯЁA-Z]\.\s?){{0,2}}{_WORD}(?:\s(?:{_SMALL}(?!\w)|{_WORD})){{0,3}}"
_NAME_BEFORE = rf"(?:(?:{_NUMBERED}\s)?{_WORD}(?:\s(?:{_SMALL}(?!\w)|{_WORD})){{0,3}}|\d{{1,3}}(?:-?(?:й|я|ой|ая|го|ші|шы|нші|st|nd|rd|th))?)"

_RU_MARKER = (
    r"(?:улиц(?:а|ы|е|у|ей|ам|ах)|улиц|ул\.?|просп(?:ект\w{0,3}|\.)|пр-т\w{0,2}|пр-кт|пр\.|переул(?:ок|к\w{1,2})|пер\.|бульвар\w{0,2}|б-р\w?|шоссе|проезд\w{0,2}|тупик\w{0,2}|площад(?:ь|и|ью)|пл\."
    r"|микрорайон\w{0,2}|мкрн?\.?|мк-?р-?н?\w?\.?|м-н|квартал\w{0,2}|кв-л|жилмассив\w{0,2}|ЖК|жк|СНТ|трасс[аеуы]|набережн(?:ая|ой|ую)|көшесі|ulitsa|ulica|ul\.|prospekt|pr\.|mkr\.?|pereulok|per\.)"
)
_KK_MARKER = (
    r"(?:көше(?:сі|сін|сіне|сінде|сіндегі|сінен|сінің|сімен|лері\w*)?|көш\.|к-сі\w{0,3}|к\.(?=\s?,?\s?\d)|даңғыл(?:ы\w{0,6})?|даңғ\.|д-лы|(?:шағын|ықшам|мөлтек)\s?аудан\w{0,6}|ш\.\s?а\.?|ы\.\s?а\.?|ш/а|ы/а"
    r"|мкр\w{0,3}\.?|тұйығы\w{0,4}|бульвары\w{0,4}|тас\s?жолы\w{0,4}|алаң(?:ы\w{0,5})|орам(?:ы\w{0,4})|микрорайон\w{0,3}|көшес\w+"
    r"|köşe(?:sı\w{0,4}|sınde\w*)|kóshesi\w*|kоshesi|koshesi\w*|k[öo]she(?:s[ıi])?\w{0,4}|dañğyly\w{0,4}|dangyly\w*|dańǵyly\w*|(?:şağyn|yqşam)\s?audan\w*|alañy\w{0,4}|улиц[аеуы]|проспект\w{0,2}|просп\.|переул\w+)"
)
_EN_MARKER = r"(?:[Ss]treets?|St\.?|st\.|[Aa]venues?|[Aa]ve\.?|[Ll]ane|[Rr]oad|Rd\.?|[Bb]oulevard|Blvd\.?|[Ss]quare|[Hh]ighway|[Dd]rive|[Mm]icro-?district|[Mm]icroraion|mkr\.?|[Qq]uarter|[Cc]rossing|[Aa]lley|[Cc]rescent|[Pp]rospe[ck]t)"

_NUM = r"(?:\d{1,4}(?:\s?[\"«]?[а-яА-Яa-zA-Z](?![^\W\d_])[\"»]?)?(?:\s?[/\-]\s?\d{1,4}[а-яА-Яa-z]?(?![^\W\d_]))*|[OОЗI]{1,3}(?!\w))"
_HOUSE = (
    r"(?:дом[аеу]?|д\.|үй(?:і|інде|ден|дің|де)?|house|bldg\.?|building|no\.|№|корп(?:ус\w{0,2}|\.)|к\.|стр(?:оение|\.)|литер\w?|блок\w{0,2}|block|apt\.?|apartment|flat|room|suite|office|unit|кв(?:артир[аеуы]|\.)?|пәтер\w{0,4}|пәт\.|п\."
    r"|подъезд\w{0,2}|под\.|этаж\w{0,2}|эт\.|entrance|floor|комнат[аеуы]|ком\.|бөлме\w{0,4}|офис\w{0,2}|участок|уч\.|кіреберіс\w*|қабат\w*|общежити\w{1,2}|üi|päter\w{0,3}|dom|kv\.?)"
)
_ITEM = rf"(?:{_HOUSE}\s?№?\s?{_NUM}|{_NUM}\s?-?\s?(?:үй|пәтер|корпус|подъезд|этаж|қабат|пәт|кв|дом|п|üi|päter)(?:де|ден|дің|нің|те|і|інде|дегі|тегі)?\.?(?!\w)|(?:перв|втор|трет|четв[её]рт)\w{{2,3}}\s(?:подъезд|этаж)\w?|{_NUM}(?![\w.]*\d)(?!\s?(?:{{STOP}})))"
_STOP = (
    "январ|феврал|март|апрел|ма[йя]\\b|июн|июл|август|сентябр|октябр|ноябр|декабр|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан|человек|людей|адам|тысяч|мың|час|сағат|минут|лет\\b|год|жыл|жас"
    "|раз\\b|рет\\b|people|men\\b|january|february|march|april|may\\b|june|july|august|september|october|november|december|jan|feb|г\\.|км\\b|метр|тенге|теңге|тг\\b|полицейск|машин|солдат|:|пациент|женщин|мужчин|ранен|погибш"
)
_ITEM = _ITEM.replace("{STOP}", _STOP)
_COMMA_TAIL = re.compile(rf"(?:[ ]?,\s?{_ITEM}|[ ]{_ITEM}|[ ]?\({_ITEM}\)){{1,6}}", re.IGNORECASE)
_LANDMARK = re.compile(
    r",\s(?:(?:дом|калитка|ворота|забор|крыша|крыльцо)\s(?:с|у|за|под)|через дорогу от|напротив|рядом с|возле|за(?=\s\w+(?:ом|ем|ой|ей)\b)|сразу за|прямо за|(?:перв|втор|трет|четв[её]рт|последн|крайн)\w{2,3}\s(?:подъезд|дом|этаж)"
    r"|opposite|next to|behind|across from|across the|the house with|above the|near the)[^,.;:\n()]{0,45}"
    r"|,\s[^,.;:\n()]{2,40}(?:жанында\w*|қарсысында\w*|артында\w*|маңында\w*|қасында\w*|шатырлы үй|қақпалы үй)",
)

_PREFIXED = re.compile(
    rf"(?<![^\W_])(?i:{_RU_MARKER})\s?[«\"]?({_NAME_AFTER}|(?<=[рРнНлЛaAаАеЕуУыЫ.rlн][ ]){_NUMBERED})(?![^\W_])[»\"]?"
)
_SUFFIXED = re.compile(rf"(?<![^\W_])[«\"]?{_NAME_BEFORE}[»\"]?[\s\-](?i:{_KK_MARKER})(?![^\W\d_])")
_ENGLISH = re.compile(
    rf"(?<![^\W_])(?:\d{{1,4}}[A-Za-z]?(?:/\d+)?,?\s)?(?:the\s)?((?:{_WORD}|\d{{1,3}}(?:st|nd|rd|th))(?:\s(?:{_WORD}|and|of|bi|batyr|khan)){{0,4}}\s{_EN_MARKER})(?![^\W_])"
)
_ENGLISH_LOW = re.compile(
    r"(?<![^\W_])(?:\d{1,4}\s)?[a-z]+(?:\s(?:bi|batyr|khan|zhyrau|[a-z]{4,})){0,2}\s(?:ave\.?|avenue|st\.|street|microdistrict|mkr|lane)(?:\s\d{1,4}[a-z]?(?:/\d+)?)?(?![^\W_])"
)
_SQUARE_BY = re.compile(
    rf"(?<![^\W_])(?:[Ss]quare\s(?:in front of|outside|before|near|by|next to|opposite)|площад\w{{1,2}}\s(?:перед|у|возле|напротив|около))\s(?:the\s)?(?:[а-я]{{4,12}}\s)?[«\"]?{_CAP}{_LET}+(?:\s{_CAP}{_LET}+)*[»\"]?(?:\s(?:cinema|theatre|theater|mall|market|hotel|hospital|school|centre|center|palace|bank|акимат\w*|рынк\w*))?"
)
_ALONE = re.compile(
    rf"(?<![^\W_])(?:(?:кв|эт|под)\.\s?{_NUM}|(?:квартир[аеуы]|подъезд[еау]?|комнат[аеуы]|общежити[еия]|дом[ае]?)\s№?\s?{_NUM}(?!\s?(?:{_STOP}))|{_NUM}\s?-\s?(?:үй|пәтер)\w{{0,5}}|(?:flat|apartment|apt\.?|house|building)\s(?:no\.?\s|№\s?)?{_NUM}(?!\s?(?:{_STOP})))(?![^\W_])",
    re.IGNORECASE,
)
# на Кабанбай батыра 42/1, по Толе би: frames in which a street needs no marker
_FRAME = re.compile(
    rf"(?<![^\W_])(?:[Нн]а|[Пп]о|[Вв]доль|[Уу]|[Вв]ыше|[Нн]иже|[Сс]|[Дд]о|[Оо]т|[Уу]глу|[Уу]гол|[Пп]ересечени[еия]|[Пп]ерекр[её]ст\w+|[Кк]|[Ii]n front of|[Oo]n|[Cc]orner of|[Aa]t|[Aa]long|[Ii]ntersection of)\s({_WORD}(?:\s{TITLES}(?!\w)|\s(?:{_WORD}))?)"
    rf"((?:\s?(?:и|/|-|–|—|and|мен)\s?{_WORD}(?:\s{TITLES}(?!\w))?)?)(\s?,?\s?(?:д\.\s?)?\d{{1,3}}[а-яА-Яa-z]?(?:/\d{{1,3}})?(?![\d:.,%]\d)(?!\s?(?:{_STOP})))?"
)
_CORNER = re.compile(
    rf"(?<![^\W_])(?:[Уу]гол|[Уу]глу|[Пп]ересечени[еия]|[Пп]ерекр[её]ст(?:ок|ке|ка)|[Cc]orner of|[Ii]ntersection of|[Cc]rossing of|[Jj]unction of)\s(?:ул(?:иц|\.)?\s?)?({_WORD}(?:\s{TITLES}(?!\w))?(?:\s?(?:и|/|-|–|—|and|с)\s?{_WORD}(?:\s{TITLES}(?!\w))?))"
)
_KK_CORNER = re.compile(
    rf"(?<![^\W_])({_WORD}(?:\s{_SMALL}(?!\w))?\s?(?:мен|пен|бен|және|-|–|—|/)\s?{_WORD}(?:\s{_SMALL}(?!\w))?(?:\sкөшелері\w*)?)\s(?:қиылыс\w*|бұрыш\w*|қиылыс)"
)
_SLASH = re.compile(rf"(?<![^\W_/])({_WORD})\s?[/–—-]\s?({_WORD})(?![^\W_/])")
_POSTCODE = re.compile(
    r"(?i)(?<!\w)(?:индекс\w*|postcode|postal code|zip)[^\d\n]{0,12}([\dA-Z]\d{2}[\dA-Z]\d{2,3}\d?)(?!\d)"
)

# speech transcripts: no capitals at all
_SPOKEN_PREFIX = re.compile(
    r"(?<![^\W_])(?:улиц[аеуы]|проспект[еау]?|переул(?:ок|ке)|микрорайон[еа]?|бульвар[еа]?|площад[ьи])\s((?:[^\W\d_]+(?:-\d+)?|\d{1,2})(?:\s(?:би|батыра|хана|жырау|[^\W\d_]{4,}(?=\s(?:дом|\d))))?)"
)
_SPOKEN_SUFFIX = re.compile(
    rf"(?<![^\W_])((?:[^\W\d_]+\s(?:би|хан|батыр|жырау|ата|жолы|ақын)|[^\W\d_]{{3,}}|\d{{1,2}})\s(?i:{_KK_MARKER}))(?![^\W\d_])"
)
_EN_SPOKEN = re.compile(
    r"(?<![^\W_])((?:[a-z]+\s(?:bi|batyr|khan)|[a-z]{4,}|[a-z]+\s(?=street))\s(?:street|avenue|microdistrict|lane|prospekt))(?![^\W_])"
)
_SPOKEN_TAIL = re.compile(
    r"\s(дом|үй|квартира|пәтер|house|flat|apartment|подъезд|корпус|building)\s", re.IGNORECASE
)
_TOKEN = re.compile(r"[^\W_]+")
_NOT_NAME = {
    "было", "был", "были", "стреляли", "где", "я", "мы", "нас", "меня", "там", "в", "и", "на", "у", "не", "потом", "там", "стояли", "это", "где-то", "возле", "около", "рядом", "с", "к", "по",
    "так", "уже", "когда", "что", "увидел", "увидела", "она", "он", "они", "бір", "сол", "осы", "біз", "мен", "the", "a", "in", "on", "this", "that", "main", "next", "same", "our", "their", "across",
    "down", "every", "another", "whole", "dark", "темно", "холодно", "кричали", "орталық", "басты", "бас", "қай", "ол", "өз", "біздің", "да", "де", "тоже", "опять", "across", "empty", "своей", "нашей",
    "бойы", "көп", "үлкен", "кең", "көрші", "үйдің", "жақтағы", "барлық", "бүкіл", "әр", "down", "into", "onto", "from", "with", "along", "stay",
}  # fmt: skip
_FIRST_WORD = re.compile(
    r"^(?:the|На|По|В|Во|С|У|К|От|До|Со|И|А|Но|The|On|At|In|From|And|Near|Our|Their|His|Her|My|This|That|Ол|Мен|Бұл|Сол|Біз|Осы|Кейін|Содан|Қазір|Along|To|Towards|Then|We|I|Down|Across)\s"
)
_DANGLING = re.compile(r"\s(?:и|имени|им\.|and|of)$")
_TITLED = re.compile(TITLES + "$")


def find(text: str) -> Iterator[Hit]:
    """Addresses; each with its tail of house, entrance, flat and narrow landmark."""
    view = cyrillic_view(digit_view(text))
    cased = is_cased(text)
    for shape in (_PREFIXED, _SUFFIXED, _ENGLISH):
        for match in shape.finditer(view):
            start = _skip_first(view, match)
            if start is None:
                continue
            end = match.end()
            while dangling := _DANGLING.search(view, start, end):
                end = dangling.start()
            yield Hit(start, _with_tail(view, end), Label.ADDRESS, 0.9)
    for match in _SQUARE_BY.finditer(view):
        yield Hit(match.start(), match.end(), Label.ADDRESS, 0.7)
    for match in _ALONE.finditer(view):
        yield Hit(match.start(), _with_tail(view, match.end()), Label.ADDRESS, 0.6)
    for shape in (_CORNER, _KK_CORNER):
        for match in shape.finditer(view):
            yield Hit(match.start(1), match.end(1), Label.ADDRESS, 0.9)
    yield from _frames(view)
    for match in _POSTCODE.finditer(view):
        yield Hit(match.start(1), match.end(1), Label.ADDRESS, 0.9)
    lowered = low(view)
    for match in _ENGLISH_LOW.finditer(view):
        if any(c.isdigit() for c in match[0]):
            yield Hit(_drop_words(view, match), match.end(), Label.ADDRESS, 0.7)
    if not cased:
        yield from _transcript(lowered)
    else:
        yield from _known_in_low(view, lowered)


def _drop_words(view: str, match: re.Match[str]) -> int:
    start = match.start()
    for word in _TOKEN.finditer(view, match.start(), match.end()):
        if word[0] not in _NOT_NAME:
            return word.start()
        start = word.end()
    return start


def _skip_first(view: str, match: re.Match[str]) -> int | None:
    """Where the address begins: a sentence's first word or an article is no part of the name."""
    start = match.start()
    while True:
        word = _FIRST_WORD.match(view[start : match.end()])
        if not word:
            break
        start += word.end()
    rest = view[start : match.end()]
    if not rest or not (any(c.isupper() for c in rest) or any(c.isdigit() for c in rest)):
        return None
    # "Улица" at the beginning of a sentence with nothing but a small word after it
    return start


def _with_tail(view: str, end: int) -> int:
    tail = _COMMA_TAIL.match(view, end)
    if tail:
        end = tail.end()
    else:
        spoken = _spoken_tail(view, end)
        if spoken:
            end = spoken
    landmark = _LANDMARK.match(view, end)
    if landmark:
        end = landmark.end()
        while view[end - 1].isspace():
            end -= 1
    return end


def _spoken_tail(view: str, end: int) -> int | None:
    """The end of "дом двадцать пять квартира семь" after the street; also a bare spoken number."""
    at, last = end, None
    for _ in range(3):
        marker = _SPOKEN_TAIL.match(view, at)
        if not marker and view[at : at + 1] != " ":
            break
        number = _number_end(view, marker.end() if marker else at + 1)
        if number is None or (not marker and last is not None):
            break
        at = last = number
    return last


def _number_end(view: str, at: int) -> int | None:
    end = None
    for count, match in enumerate(_TOKEN.finditer(view, at, at + 60)):
        gap = view[(end if end is not None else at) : match.start()]
        if count > 3 or gap.strip(" ") or not (_says_number(match[0]) or match[0].isdigit()):
            break
        end = match.end()
    return end


def _says_number(word: str) -> bool:
    # "он" and "on" are ten in Kazakh only beside another number: here they are other words
    return number_word(word.lower()) and word.lower() not in {"он", "on"}


def _frames(view: str) -> Iterator[Hit]:
    for match in _FRAME.finditer(view):
        name = match[1]
        first = name.split()[0].lower()
        known = first in BARE
        titled = _TITLED.search(name) is not None
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
        if not place and not crossing:
            continue
        yield Hit(match.start(1), _with_tail(view, end), Label.ADDRESS, 0.8 if known or crossing else 0.6)
    for match in _SLASH.finditer(view):
        if match[1].lower() in BARE and match[2].lower() in BARE:
            yield Hit(match.start(), match.end(), Label.ADDRESS, 0.8)


def _street_case(frame: str, name: str) -> bool:
    """Whether a name with a number after "на"/"по" looks like a street: a genitive or an adjective."""
    return bool(
        re.match(r"(?i)(?:на|по|угол|углу|выше|ниже|on)\s", frame)
        and re.search(r"(?:а|я|ого|ой|ская|ской|ова|ева|ина|ы|и|би|Street)$", name)
    )


def _transcript(view: str) -> Iterator[Hit]:
    for match in _SPOKEN_PREFIX.finditer(view):
        word = match[1].split()[0]
        if word in _NOT_NAME or number_word(word):
            continue
        tail = _with_tail(view, match.end())
        likely = (
            tail > match.end() or word in BARE or " " in match[1] or word[-1] in "аяыиой" or word[0].isdigit()
        )
        yield Hit(match.start(), tail, Label.ADDRESS, 0.7 if likely else 0.4)
    for shape in (_SPOKEN_SUFFIX, _EN_SPOKEN):
        for match in shape.finditer(view):
            if match[1].split()[0] not in _NOT_NAME:
                yield Hit(match.start(), _with_tail(view, match.end()), Label.ADDRESS, 0.7)
    yield from _known_in_low(view, view)
    for match in _SPOKEN_TAIL.finditer(view):
        number = _number_end(view, match.end())
        if number:
            yield Hit(match.start(1), _with_tail(view, number), Label.ADDRESS, 0.5)


_LOW_FRAME = re.compile(rf"(?<![^\W_])(?:на|по|вдоль|углу|угол)\s([^\W\d_]+(?:\s{TITLES}(?!\w))?)")


def _known_in_low(view: str, lowered: str) -> Iterator[Hit]:
    """Well-known streets typed without capitals: "на сейфуллина сорок пять"."""
    for match in _LOW_FRAME.finditer(lowered):
        if view[match.start(1)].isupper():
            continue
        words = match[1].split()
        titled = len(words) > 1
        if words[0] in _NOT_NAME or not (words[0] in BARE or titled):
            continue
        end = _with_tail(view, match.end())
        everyday = words[0] in {"мира", "победы", "республики", "набережная", "достык"}
        if everyday and end == match.end():
            continue
        yield Hit(match.start(1), end, Label.ADDRESS, 0.7)
