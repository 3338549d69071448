"""Organisations that lead to a person: employers, schools, hospitals, courts, named police units and prisons.

In quotation marks only what stands between them; otherwise the name with its noun. A bare "the police",
"school" or "hospital" is none.
"""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.recognisers.context import is_cased, low
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import cyrillic_view

NAME = "orgs"

_CAP = r"[A-ZА-ЯЁӘІҢҒҮҰҚӨҺÄÖÜŞĞÑŪÇİ]"
_WORD = rf"{_CAP}[^\W\d_]*(?:[-'’][^\W\d_]+)*"
_ADJ = r"[^\W\d_]+(?:ая|ой|ую|ый|ий|ого|его|ому|ему|ом|ем|ое|ее|ым|им)"

_QUOTE = rf"[«\"“„]\s?((?:{_CAP}|\d)[^«»\"“”„\n]{{1,50}}?)\s?[»\"”]"
_FORM = (
    r"(?:ТОО|ЖШС|АО|АҚ|ОАО|ЗАО|ООО|ИП|ЖК|ОФ|ҚҚ|ҚБ|ОО|РОО|КГУ|КГП|ГКП|ГУ|МКҚК|КММ|LLP|LLC|JSC|NGO|НПО"
    r"|ҮЕҰ|ПК|КХ|ШҚ"
    r"|(?i:фонд|компани|завод|фабрик|шахт|рудник|ресторан|кафе|магазин|фирм|салон|гостиниц|отел[ьея]"
    r"|клиник|банк|ассоциаци|объединени|организаци|движени"
    r"|школ|лице[йяе]|гимнази|колледж|университет|академи|депо|комбинат|театр|газет|редакци|центр"
    r"|рын(?:ок|ке)|базар|холдинг|совхоз|колхоз|хозяйств|порт|станци|мастерск"
    r"|ателье|пекарн|столов|садик|детск\w+ сад|предприяти|учреждени|приют|общежити|супермаркет"
    r"|торгов\w+ дом|клуб|спортзал|партнерств|товариществ|кооператив"
    r"|зауыт|кеніш|дүкен|мекеме|серіктесті|қор[ыд]|ұйым|мейрамхана|бірлестіг|орталы[ғқ]|мектеп"
    r"|балабақша|аурухана|фирма"
    r"|company|foundation|restaurant|caf[eé]|factory|plant|clinic|fund|firm|shop|hotel"
    r"|organi[sz]ation|association|school|group|market|store|bakery|salon|centre|center)\w{0,4})"
)
_QUOTED_AFTER = re.compile(rf"(?<![^\W_]){_FORM}(?:\s[^\W\d_]+){{0,3}}\s?{_QUOTE}")
_QUOTED_BEFORE = re.compile(
    rf"{_QUOTE}\s(?:ТОО|ЖШС|АҚ|АО|ЖК|ҚҚ|ҚБ|LLP|LLC|JSC|(?i:серіктест|зауыт|кеніш|дүкен|мекеме|қор[ыд]"
    rf"|қоғам|ұйым|мейрамхана|кафе|бірлест|орталығ|мектеб|балабақша|аурухана|метеостан|стан[сц]|базар"
    rf"|фабрика|клиника|шахта|фирма"
    rf"|газет|компания|company|factory|restaurant|hotel|foundation|market|plant))"
)
_FORM_BARE = re.compile(rf"(?<![^\W_])(?:ТОО|ЖШС|АО|ОФ|LLP|LLC|JSC|ИП)\s({_WORD}(?:[\s-]{_WORD}){{0,2}})")
_QUOTED_PLAIN = re.compile(
    rf"(?:(?<![^\W_])(?:[Вв]|[Ии]з|[Пп]ри|[Уу]|at|from)\s"
    rf"|,\s)[«\"“]({_WORD}(?:[-\s][^\W\d_]+){{0,2}})[»\"”](?!\s?(?:деп|де[йд]і|said|сказал|—))"
)
_CARS = re.compile(
    r"(?i)камри|патриот|ларгус|газел|соболь|нив[аеыу]|приор|логан|соната|нексия|кобальт|прадо|крузер"
    r"|жигули|волг|калин|гранта|спринтер|делик|мерседес|тойот|фольксваген|лексус|уаз|маз|камаз|зил"
    r"|урал|гольф|пассат|ауди|hyundai|toyota"
)

_NUMBERED_RU = re.compile(
    rf"(?<![^\W_])((?:{_ADJ}\s){{0,2}}(?i:школ(?:а|ы|е|у|ой|а-гимнази\w|а-лице\w)|лице(?:й|я|е|ю|ем)"
    rf"|гимнази\w|(?:гор)?больниц\w{{1,2}}|поликлиник\w{{1,2}}|детсад\w?|сад(?:ик)?\w{{0,2}}"
    rf"|роддом\w{{0,2}}|колледж\w{{0,2}}|училищ\w|ПТУ|СШ|СОШ|интернат\w{{0,2}}"
    rf"|отдел\w{{0,3}}(?:\sполиции)?|учреждени\w{{1,2}}|колони\w{{1,2}}|ИК|СИЗО|цех\w{{0,2}}"
    rf"|шахт\w{{1,2}}|аптек\w|автопарк\w{{0,2}}|парк\w{{0,2}}|в/ч|(?:войсков"
    rf"|воинск)\w{{2}}\sчаст\w{{1,2}}|част\w{{1,2}}|суд\w{{0,2}}|медсанчаст\w{{1,2}}|ГКБ|ЦРБ"
    rf"|ясли-сад\w?|диспансер\w?|травмпункт\w?"
    rf"|участ\w{{2,4}}\sполиции|депо)(?:\sстрогого\sрежима)?\s(?:№|номер|n"
    rf"|no\.)?\s?\d{{1,5}}(?:-\d+)?)(?![\d/])(?!\s(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август"
    rf"|сентябр|октябр|ноябр|декабр|раз|час|дн|год|лет|челов))"
)
_DASHED_PRISON = re.compile(r"(?<![^\W_])(?:СИЗО|ИК|ИВС|УК|ИУ|SIZO)-\d{1,3}(?![\d/])")
_ORDINAL_RU = re.compile(
    rf"(?<![^\W_])((?:\d{{1,3}}-(?:я|й|ая|ой|ую|ю|м|е|го|ом)|(?:перв|втор|трет|четв[её]рт|пят|шест"
    rf"|седьм|восьм|девят|десят|[а-я]+надцат|[а-я]*двадцат|тридцат|сороков|пятидесят)(?:ой|ая|ую|ый"
    rf"|ом|ого|ей|ью|ья|ьей))\s(?:{_ADJ}\s)?"
    rf"(?i:школ(?:а|ы|е|у|ой|ада|аға)(?:-гимнази\w|-лице\w)?|лице\w+|гимнази\w+|больниц\w+"
    rf"|горбольниц\w+|поликлиник\w+"
    rf"|роддом\w*|отдел\w{{0,2}}\sполиции|отделени\w+|колони\w{{1,2}}|шахт\w+|садик\w*|детсад\w*"
    rf"|школада|микрорайонн\w+\sшкол\w+))(?!\w)"
)
_NUMBERED_KK = re.compile(
    r"(?<![^\W_])(№\s?\d{1,4}\s?(?:[^\W\d_]+\s){0,2}(?:мектеп|мектеб|мектеп-гимназия|лицей|гимназия"
    r"|аурухана|емхана|балабақша|колледж|полиция|бөлім|мекеме|колония|шахта|цех|интернат"
    r"|мектеп-интернат|mektep|mekteb|auruhana)\w*)"
    r"|(?<![^\W_])(\d{1,4}\s?-\s?(?:ші\s|шы\s)?(?:қалалық\s|орта\s)?(?:мектеп|мектеб|лицей|гимназия"
    r"|аурухана|емхана|балабақша|колледж|бөлім|мекеме)\w*)"
    r"|(?<![^\W_])((?:бірінші|екінші|үшінші|төртінші|бесінші|алтыншы|жетінші|сегізінші|тоғызыншы"
    r"|оныншы|жиырмасыншы|отызыншы|қырқыншы)\s(?:қалалық\s)?(?:мектеп|мектеб|лицей|гимназия|аурухана"
    r"|емхана|бөлім)\w*)",
    re.I,
)
_NUMBERED_EN = re.compile(
    rf"(?<![^\W_])((?:{_WORD}\s){{0,3}}(?i:school|hospital|gymnasium|lyceum|kindergarten|clinic"
    rf"|polyclinic|colony|prison|institution|college|police department|police station|unit|court|mine"
    rf"|depot|military unit|maternity (?:hospital|home))\s(?i:no\.?|number|№|#)\s?(?:\d{{1,5}}|one"
    rf"|two|three|four|five|six|seven|eight|nine|ten|\w+teen|twenty\w*|thirty\w*|forty\w*))(?!\w)"
)
_NOUN_EN = (
    r"(?:Hospital|School|University|College|Lyceum|Gymnasium|Theat(?:re|er)|Plant|Factory|Clinic"
    r"|Department of (?:Police|Internal Affairs)|(?:City|District|Regional"
    r"|Region)\s(?:Police\s)?(?:Department|Court)|Police (?:Department|Station|Directorate|Office)"
    r"|Bank"
    r"|Centre|Center|Foundation|Institute|Company|Mine|Combine|Court|Market|Bazaar|Prison|Colony"
    r"|Union|Association|Coalition|Mechanism|Bureau|Academy|Kindergarten|Museum|Library|Airport|Hotel"
    r"|Society|Committee|Service|Services|Trust|Fund|Group|Refinery|Depot|Bakery|Restaurant|Cafe|Café"
    r"|Mosque|Church|Technical School|Works|Institution)"
)
_EN = re.compile(
    rf"(?<![^\W_])((?:{_WORD}(?:'s|’s)?\s){{1,5}}{_NOUN_EN}(?:\s(?:of|for"
    rf"|[Aa]gainst)\s(?:the\s)?{_WORD}(?:\s{_WORD}){{0,2}})?(?:\sNo\.?\s?\d+)?)(?!\w)"
)
_EN_HEAD = re.compile(
    rf"(?<![^\W_])((?:Coalition|University|Institute|Bank|Ministry of Health Hospital|Union|Association"
    rf"|Department of Police|Institution)\s(?:of|for|[Aa]gainst)\s{_WORD}(?:\s{_WORD}){{0,2}})"
)
_EN_POLICE = re.compile(
    rf"(?<![^\W_])((?:{_WORD}\s){{1,3}}(?:(?:district|city|regional|town)\s)?(?:police (?:department"
    rf"|station|directorate|office|unit)|court|hospital|detention (?:centre|center|facility)|SIZO"
    rf"|IVS))(?!\w)"
)
_EN_SIZO = re.compile(
    rf"(?<![^\W_])((?:SIZO|IVS|ROP|RUVD|ROVD|UP|DP|KNB|DKNB)\s(?:of\s(?:the\s)?)?(?:No\.?\s?\d+"
    rf"|{_WORD}(?:\s(?:[Cc]ity|[Dd]istrict|[Rr]egion))?))(?!\w)"
)

_CODE = r"[A-ZА-ЯЁ][A-ZА-ЯЁa-z]{1,2}[- ]?1\d{2}\s?/\s?\d{1,2}"
_PRISON = re.compile(
    rf"(?<![^\W_])((?:(?i:СИЗО|учреждени\w+|колони\w+|ИК|тюрьм\w|institution|colony|prison"
    rf"|SIZO)\s)?(?:№\s?)?{_CODE}(?:\s(?i:мекеме\w*|колония\w*|түрме\w*|СИЗО\w*))?)(?!\d)"
)
_UNIT = (
    r"(?:РУВД|РОВД|ГУВД|УВД|ГОВД|ДВД|РОП|ГОП|УП|ДП|РУП|ОП|ИВС|СИЗО|ДЭР|ДКНБ|УКНБ|ЦВИАРН|ЛОП|ЛОВД|ҚАП|АПБ"
    r"|ҚПБ|ПД|ПБ|спецприёмник\w{0,2}|спецприемник\w{0,2}|приёмник\w{0,2}|изолятор\w{0,2})"
)
_POLICE_RU = re.compile(
    rf"(?<![^\W_])({_UNIT}(?:\s(?:КНБ|УП|ДП|РУВД))?\s(?:(?:по\s)?(?:г\.|город\w|области)\s?{_WORD}"
    rf"|(?:по\s)?{_WORD}(?:ск|цк)\w{{2,3}}\s(?:{_UNIT}|район\w|област\w|городск\w+)|№\s?\d{{1,3}}"
    rf"|{_WORD})(?:\sг\.\s?{_WORD})?)(?!\w)"
    rf"|(?<![^\W_])({_WORD}(?:ск|цк)\w{{2,3}}\s(?:(?:районн|городск|областн|межрайонн"
    rf"|специализированн|линейн)\w{{2,3}}\s){{0,2}}(?:{_UNIT}|(?:управлени\w+|отдел\w*|отделени\w+"
    rf"|департамент\w*)(?:\s(?:полиции|внутренних дел|УВД|юстиции))|суд\w{{0,2}}|(?:районн|городск"
    rf"|областн)\w{{2,3}}\sсуд\w{{0,2}}))(?!\w)"
    rf"|(?<![^\W_])((?:[Уу]правлени\w+|[Оо]тдел\w*|[Дд]епартамент\w*)\sполиции\s(?:(?:г\."
    rf"|город\w)\s?{_WORD}|{_WORD}(?:ск|цк)\w{{2,3}}\s(?:район\w|област\w)))(?!\w)"
)
_NOUN_RU = (
    r"(?:комбинат|завод|цех|фабрик|рудник|шахт|университет|институт|академи|колледж|лице[йяе]|гимнази"
    r"|школ|больниц|поликлиник|роддом|театр|музе[йяе]|рынк|рынок|базар|депо|порт|аэропорт|вокзал"
    r"|разрез|карьер|нефтебаз|типографи|хлебозавод|птицефабрик"
    r"|молокозавод|ТЭЦ|ГРЭС|железн\w+ дорог|предприяти|консерватори|филармони|библиотек|мечет[ьи]"
    r"|церк[ои]в|детск\w+ дом|интернат|хоспис|диспансер|госпитал)"
)
_NAMED_RU = re.compile(
    rf"(?<![^\W_])({_WORD}(?:ск|цк)(?:ий|ая|ое|ого|ой|ому|ом|им|ую|ие"
    rf"|их)(?:\s{_ADJ}){{0,3}}\s{_NOUN_RU}\w{{0,3}}(?:\s(?:№\s?\d+|им(?:ени"
    rf"|\.)\s{_WORD}(?:\s{_WORD})?))?)(?!\w)"
    rf"|(?<![^\W_])({_WORD}(?:[\s-]{_WORD})?\s(?i:университет|институт|академия|лицей|гимназия"
    rf"|колледж|банк)\w{{0,3}})(?!\w)"
    rf"|(?<![^\W_])((?i:университет|институт|академия|школа|больница|завод|лицей|гимназия|колледж"
    rf"|театр)\w{{0,2}}\s(?:им(?:ени|\.)\s){_WORD}(?:\s{_WORD})?)"
)
_PLACED_RU = re.compile(
    r"(?<![^\W_])((?:(?:центральн|детск|клиническ|многопрофильн"
    r"|специализированн)\w{2,3}\s){0,2}(?:областн|городск|районн|республиканск|железнодорожн"
    r"|центральн|северн|южн|западн"
    r"|восточн|медицинск|педагогическ|аграрн|политехническ|технич\w+|транзитн|инфекционн"
    r"|психиатрическ|военн)\w{2,3}\s(?:(?:детск|клиническ|районн|многопрофильн|психиатрическ"
    r"|медицинск)\w{2,3}\s)?"
    r"(?:больниц\w{1,2}|поликлиник\w{1,2}|отдел\w{0,3}\sполиции|управлени\w{1,2}\sполиции"
    r"|университет\w{0,3}|колледж\w{0,3}|госпитал\w{0,2}|роддом\w{0,2}|суд(?:а|е|у|ом)?))(?!\w)",
    re.I,
)
_ACRONYM = re.compile(
    r"(?<![^\W_])(?:НИШ|НЗМ|РФМШ|КТЛ|NIS|КазНУ|КазНТУ|КазНПУ|КазГАСА|КазНМУ|КазГЮУ|ЕНУ|КБТУ|КИМЭП"
    r"|КарГУ|КарТУ|ЮКГУ|ЮКУ|ЗКГУ"
    r"|СКГУ|ВКГУ|АТУ|АУЭС|ҚазҰУ|ҚазҰПУ|ЕҰУ|ҚарУ|KBTU|KIMEP|ENU|KazNU|ТШО|НКОК|КПО|КТЖ"
    r"|ҚТЖ)(?:-\w{1,4})?(?![^\W_])"
)
_KK_PLACED = (
    r"(?:қалалық|облыстық|аудандық|теміржол|республикалық|орталық|ауылдық|әскери|медицина|педагогика"
    r"|политехникалық|көпсалалы|балалар|жұқпалы|[^\W\d_]+\s?аудан(?:ы|ының|дық)|[^\W\d_]+\sоблыс(?:ы"
    r"|ының)|[^\W\d_]+\sқалас(?:ы|ының)|qalalyq|oblystyq|audandyq|temırjol)"
)
_KK_NOUN = (
    r"(?:полиция\s(?:басқарма|бөлім|департамент)\w*|аурухана\w*|емхана\w*|перзентхана\w*|сот(?:ы|ына"
    r"|ында|ынан|ының)\w*|университет\w*|колледж\w*|мектеп-интернат\w*|ішкі істер\s\w+|ПБ\w{0,3}"
    r"|polisia\s(?:basqarma|bölım|departament)\w*|auruhana\w*|emhana\w*)"
)
_KK = re.compile(
    rf"(?<![^\W_])((?:{_WORD}(?:-{_WORD})?\s){{0,2}}(?i:{_KK_PLACED})\s(?:[^\W\d_]+\s)?(?i:{_KK_NOUN}))"
)
_KK_NAMED = re.compile(
    rf"(?<![^\W_])({_WORD}(?:[\s-]{_WORD}){{0,2}}\s(?:атындағы\s)?(?:[^\W\d_]+\s)?(?:университет"
    rf"|лицей|гимназия|колледж|мектеб|аурухана|зауыт|комбинат|театр|базар|банк|фабрика|кеніш|шахта"
    rf"|мекеме|сот(?=ы)|полиция (?:басқарма|бөлім|департамент))\w*)(?!\w)"
)
_KK_LOW = re.compile(
    r"(?<![^\W_])((?:(?:әл|аль)\s)?[^\W\d_]+\s(?:аудандық|қалалық)\sполиция\s(?:басқарма|бөлім)\w*"
    r"|[^\W\d_]{4,}\sбазар(?:ы|ында|ына|ынан|ының))(?!\w)"
)
_EN_LOW = re.compile(
    r"(?<![^\W_])(?:for|at)\s(?:the\s)?([a-z]+\s(?:service|services|company|oil|gas|munai|trans|stroy"
    r"|hospital|university|market|college|factory|plant))(?!\w)"
)
_FIRST = re.compile(
    r"^(?:The|In|At|On|From|To|And|By|Of|For|A|An|Of|Near|He|She|I|We|They|В|Во|На|Из|У|По|С|И|А|К|От"
    r"|До|Из|Наш\w*|Our|My|Their|Your|His|Her|Then|When|After|Before|Бұл|Ол|Мен|Біз|Осы|Сол|меня|мой"
    r"|моей|нашей|нашу|той|этой|самой|одной|другой|какой|каждой|своей|вашей|которой|маған|оған|сонда"
    r"|мені|бізді|оны|олар|біз|кейін|содан|сосын|ертең|қазір|түнде|балам\w*|меня|его|её|ее|их|нас"
    r"|тебя|сына|мужа|потом|тогда|затем|сейчас)\s",
    re.I,
)

# "работаю в Казцинке": a capital after the word for work is an employer
_EMPLOYER = re.compile(
    rf"(?<![^\W_])(?i:работа(?:ю|л|ла|ет|ем|ли)|устроил\w+|works?|worked|working"
    rf"|employed)\s(?:[^\W\d_]+\s){{0,4}}?(?:в|на|at|for"
    rf"|in)\s(?:the\s)?({_WORD}(?:[\s-]{_WORD}){{0,2}})"
)
_SHAPES = (
    (_PRISON, 0.9),
    (_DASHED_PRISON, 0.8),
    (_NUMBERED_RU, 0.8),
    (_NUMBERED_KK, 0.8),
    (_NUMBERED_EN, 0.8),
    (_ORDINAL_RU, 0.7),
    (_EN, 0.7),
    (_EN_HEAD, 0.7),
    (_EN_POLICE, 0.7),
    (_EN_SIZO, 0.6),
    (_POLICE_RU, 0.8),
    (_NAMED_RU, 0.7),
    (_PLACED_RU, 0.6),
    (_ACRONYM, 0.7),
    (_KK, 0.7),
    (_KK_NAMED, 0.6),
)


def find(text: str) -> Iterator[Hit]:
    """Organisations by quotation marks, number, noun or code."""
    view = cyrillic_view(text)
    for shape in (_QUOTED_AFTER, _QUOTED_BEFORE, _FORM_BARE):
        for match in shape.finditer(view):
            if not _CARS.search(match[1]) and not match[1].rstrip().endswith((".", "!", "?")):
                yield Hit(match.start(1), match.end(1), Label.ORG, 0.8)
    for match in _EMPLOYER.finditer(view):
        yield Hit(match.start(1), match.end(1), Label.ORG, 0.5)
    for match in _QUOTED_PLAIN.finditer(view):
        if not _CARS.search(match[1]):
            yield Hit(match.start(1), match.end(1), Label.ORG, 0.5)
    for shape, score in _SHAPES:
        for match in shape.finditer(view):
            yield from _trimmed(view, match, score)
    if not is_cased(text):
        lowered = low(view)
        for shape in (_KK_LOW, _EN_LOW):
            for match in shape.finditer(lowered):
                yield from _trimmed(view, match, 0.6)


def _trimmed(view: str, match: re.Match[str], score: float) -> Iterator[Hit]:
    """The find without small words that a sentence begins with."""
    start, end = match.span(match.lastindex or 0)
    while cut := _FIRST.match(view[start:end]):
        start += cut.end()
    surface = view[start:end]
    if " " in surface or any(c.isdigit() for c in surface) or surface.isupper():
        yield Hit(start, end, Label.ORG, score)
