"""Places by what a speaker says around them, with or without capitals: живу в …, … деген ауыл, …-да тұрамын.

An ordinary word in such a place (в доме, at school) is none.
"""

import re
from collections.abc import Iterator
from functools import cache

from redact.data import lines_of
from redact.matches import matches
from redact.plain import is_plain
from redact.recognisers.place_words import NO_NAME

_SURE, _LIKELY = 0.8, 0.6

_WORD = r"[^\W\d_]{3,}(?:-[^\W\d_]+)?"
_NOUN_RU = (
    r"(?:пос[её]лок|пос[её]лочек|село|деревня|деревенька|город|городок|аул|станция|разъезд|райцентр|зимовка)"
)
_NOUN_KK = (
    r"(?:қала|ауыл|жер(?!\sасты)|кент|бекет|станс[аы]|станция|аудан|поселк|разъезд|село|қыстақ|қыстау"
    r"|елді\sмекен)"
)
_KK_LIVE = (
    r"(?:тұрам\w*|тұрад\w*|тұрған\w*|тұрат\w*|тудым|туған\w*|туып|өстім|өскен\w*|оқыдым|тұрып|тұрмыз|тұрдық"
    r"|t[uū]ram\w*|t[uū]rad\w*|tu[wýǵğg]+\w*)"
)
# What the name is said to be: нарынкол это посёлок, қарашалаң деген ауыл, Khromtau, a small town
_SAID_TO_BE = re.compile(
    rf"(?<![^\W_])({_WORD})\s?(?:,|—|–|-)?\s(?:это|эта)\s(?:(?:такой|такое|такая|у\sнас|маленьк\w+"
    rf"|небольш\w+|шахт[её]рск\w+"
    rf"|наш\w?)\s)?{_NOUN_RU}(?![^\W_])"
    rf"|(?<![^\W_])({_WORD})\sде(?:ген|йтін)\s(?:кішкентай\s|шағын\s)?{_NOUN_KK}"
    rf"|(?<![^\W_])({_WORD})\s(?:degen|deıtin|deitin)\s(?:qala|kala|aýyl|auyl|jer|zher|kent|beket)"
    rf"|(?<![^\W_])(?:village|town|settlement|place|station|hamlet)\scalled\s({_WORD})"
    rf"|(?<![^\W_]){_NOUN_RU}\w?\sназывается\s({_WORD})"
)
_FORMER = re.compile(
    r"(?<![^\W_])(?i:бывш(?:ий|ая|ее|\.)?|ныне|бұрынғы|ескі\sаты|раньше|formerly|ex-?|now)\s"
    r"([A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][^\W\d_]{3,})(?=\s?[,).;])"
)
# шахтинсктенмін: endings that only a place takes; not осыданмын, жақтанмын
_KK_FROM = re.compile(
    rf"(?<![^\W_])({_WORD}(?:[днт]ан|[днт]ен)(?:м[ыі]н|б[ыі]з|с[ыі]з|m[yiı]n|b[yiı]z))(?![^\W_])"
)
_KK_NOT_FROM = re.compile(
    r"(?:қай|осы|сол|ана|мына|бұл|басқа|ауыл|қала|жақ|жер|аудан|село|бір|сырт|шет|ел|облыс|тау|дала|рулы"
    r"|үй|кент|тек|отбас|поселк"
    r"|жан|ғана|көп|әр|адам|ру|сондай|өз)(?:[ыі]|м|мыз|міз|ымыз|іміз|ынан|інен|сы|сі)?(?:д|т|н)[ае]н"
)
_KK_LIVES = re.compile(
    rf"(?<![^\W_])({_WORD}(?:[дт][ае]|[dt][ae]))\s(?:қазір\s|бірге\s|жалғыз\s"
    rf"|[^\W\d_]+\sжыл\s)?{_KK_LIVE}(?![^\W_])"
)
_RU_LIVE = re.compile(
    r"(?<![^\W_])(?:жив(?:у|ем|ём|ет|ёт|ут)|жил[аи]?|прожива(?:ю|ет|ем|ли?|ла)|родил(?:ся|ась|ись)"
    r"|вырос(?:ла|ли)?|прописан[аы]?"
    r"|родом|сам[аи]?(?:\sя)?|я|мы|он|она|они|приехал[аи]?|переехал[аи]?|уехал[аи]?)"
    r"(?:\s(?:там|сейчас|теперь|тогда|сама?|сами|родом|я|он|она|мы|с\sсемь[её]й))?\s(?:в|во|из"
    r"|под)\s([а-яёәіңғүұқөһ]{4,}(?:-[а-яё]+)?)(?![^\W_])"
)
_EN_LIVE = re.compile(
    r"(?<![^\W_])(?:live|lives|lived|living|born|grew\sup|stays?|stayed|(?:he's|she's|i'm|we're|they're"
    r"|he\sis|she\sis|i\sam|i\swas"
    r"|are|is|was)(?:\snow|\sfrom|\sback)?|moved|fled|drove|taken|back|left)\s(?:in|from|to"
    r"|for)\s((?!the\b|a\b|my\b|this\b)[a-z]{4,})(?![^\W_])"
)
# the first word of an address field is the settlement, where no house follows
_ADDRESS_FIELD = re.compile(
    r"(?<![^\W_])(?i:адрес\w*|мекенжай\w*|прож\w*|место\sжит\w*|тұрады|тұратын\sжері|тұрғылықты\sжері"
    r"|address|residing|resides"
    r"|home|residence|контакты|place|пункт|орны|жері)[^:\n]{0,24}:\s(?i:г\.\s?|с\.\s?)?"
    r"([A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][^\W\d_]{2,}(?:-[^\W\d_]+)?)(?=,\s(?!(?i:дом|д\.|кв|уй|үй|apt|house|стр|корп|к\."
    r"|flat))[^\W\d_])"
)

# "Запись 4. Экибастуз, 30/11/2023": how a record begins
_HEADER = re.compile(
    r"(?:^|\n|[.:/№\]]\s"
    r"|\d\s)([A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][^\W\d_]{2,}(?:-[^\W\d_]+)?),\s(?=[\dlОOЗб]{1,2}[\s./-][\wО]{1,9}[\s./-]"
    r"|\d{4}\sж)"
)
_HEAD = 250

# what else somebody can live in
_RU_NO_PLACE = re.compile(
    r"(?:(?:мед|пед|политех|тех)?(?:колледж|училищ|институт|школ|универ)|страх|ужас|нищет|бедн|тревог"
    r"|съ[её]м|общаг|общежит|барак|вагонч|палат|гараж|подвал|тишин|аренд"
    r"|брак|разлук|шок|больни|реаним"
    r"|интернат|декрет|отпуск|розыск|ссор|соглас|достатк|долг|кредит|частн|пригород|соседн|многоэтаж"
    r"|микрорай|комнат|времянк|съемн"
    r"|подъезд|общин|доме|дома|городе|сел[аеу]$|ауле|поселк|пос[её]лк|деревн|центр|район|област|стране"
    r"|камер|колони|тюрьм|одиночк|полици)"
)


@cache
def _english() -> frozenset[str]:
    return frozenset(lines_of("words", "en_scowl"))


def find(view: str, low: str, *, cased: bool) -> Iterator[tuple[int, int, float]]:
    """Places in frames: half-open offsets with a score; `low` is the text in lower case at equal length."""
    for match in matches(_SAID_TO_BE, low):
        group = match.lastindex or 0
        if match[group] not in NO_NAME and not (
            is_plain(match[group]) and not view[match.start(group)].isupper()
        ):
            yield *match.span(group), _SURE
    for match in (
        *matches(_FORMER, view),
        *matches(_ADDRESS_FIELD, view),
        *_HEADER.finditer(view, 0, _HEAD),
    ):
        yield *match.span(1), _SURE
    for match in matches(_KK_FROM, low):
        if not _KK_NOT_FROM.match(match[1]):
            yield *match.span(1), _SURE
    for match in matches(_KK_LIVES, low):
        stem = re.sub(r"[дтdt][аеae]$", "", match[1])
        raised = view[match.start(1)].isupper()
        if raised or not (cased or is_plain(stem) or is_plain(match[1])):
            yield *match.span(1), 0.9 if raised else _SURE
    if not cased:
        for shape in (_RU_LIVE, _EN_LIVE):
            for match in matches(shape, low):
                if not (is_plain(match[1]) or match[1] in _english() or _RU_NO_PLACE.match(match[1])):
                    yield *match.span(1), _LIKELY
