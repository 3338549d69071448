"""Ethnicity, religion and political membership of a person; not languages, nor peoples in general."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.recognisers.context import low
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import cyrillic_view

NAME = "nrp"

_RU_MASCULINE = (
    r"(?:казах|уйгур|кыргыз|киргиз|узбек|башкир|каракалпак|белорус|поляк|ингуш|курд|туркмен|таджик"
    r"|грузин|грек|еврей|чуваш|мордвин|удмурт|калмык|бурят|монгол|лезгин|баптист|католик|протестант"
    r"|буддист|атеист|иудей|кришнаит|пятидесятник|адвентист|иеговист|салафит|суннит|шиит)(?:а|у|ом"
    r"|е)?"
    r"|(?:татарин|дунганин|армянин|мусульманин|христианин|лютеранин)(?:а|у|ом|е)?|(?:коре|украин"
    r"|чечен|ногай|азербайджан|балкар|аваре?)(?:ец|йца|йцу|ца|цу|цем|йцем)|нем(?:ец|ца|цу|цем)|китаец"
    r"|турок|турка|цыган(?:а|у)?|русский|православный|кореец|корейца|евре[йяю]"
)
_RU_FEMININE = (
    r"(?:казаш|уйгур|кыргыз|киргиз|узбеч|татар|башкир|каракалпач|дунган|корея|кореян|украин|белорус"
    r"|нем|поль|чечен|ингуш|курдян|тур|турчан|туркмен|таджич|азербайджан|армян|грузин|гречан|еврей"
    r"|цыган|чуваш|мордов|китаян|мусульман|христиан|баптист|католич|протестант|лютеран|буддист"
    r"|атеист)к(?:а|и|е|у|ой)"
    r"|русская|православная"
)
_RU = re.compile(rf"(?<![^\W_])(?:{_RU_MASCULINE}|{_RU_FEMININE})(?![^\W_])")
_KK_STEM = (
    r"(?:қаза[қғ]|орыс|ұйғыр|қырғыз|өзбек|татар|башқұрт|қарақалпақ|дүнген|кәріс|корей|украин|беларус"
    r"|неміс|поляк|шешен|ингуш|күрд|түрік|түрікмен|тәжік|әзербайжан|армян|грузин|грек|еврей|сыған"
    r"|қытай|моңғол"
    r"|мұсылман|христиан|баптист|православ|католик|протестант|буддист|атеист|qazaq|orys|ūiğyr|özbek"
    r"|tatar|mūsylman|noğai)"
)
# I am a Kazakh; the bare word counts where it is an answer or a field
_KK_PERSONAL = re.compile(
    rf"(?<![^\W_]){_KK_STEM}(?:пын|пін|мын|мін|бын|бін|быз|біз|пыз|піз|мыз|міз|сың|сің|пыz|myn|pyn"
    rf"|min)(?![^\W_])"
)
_KK_BARE = re.compile(
    rf"(?:(?<![^\W_])(?:ұлты|ұлтым|діні|дінім|ұлты\s?/\s?діні|ūlty|dını"
    rf"|руы)\s?[:—–-]?\s?(?:[^\W\d_]+\s?/\s?)?|[—–-]\s|^\s?|[.!?]\s|/\s?|(?<![^\W_])(?:өзі|мен|ол"
    rf"|әйелі|күйеуі|анасы|әкесі|келіні)\s)({_KK_STEM})(?=\s?[.,;/)\n]|$|\s(?:қызы|жігіті|әйел|еркек"
    rf"|азаматы|ұлты\w*))",
    re.M,
)
_KK_FIELD = re.compile(rf"(?<![^\W_])(?:ұлты\w*|діні\w*|ūlty|dını)\s?[:—–-]\s?({_KK_STEM})(?![^\W_])")
_CLAN = re.compile(
    r"(?<![^\W_])(?:адай|найман|керей|арғын|дулат|албан|суан|жалайыр|қоңырат|қыпшақ|уақ|шапырашты"
    r"|ысты|ошақты|табын|тама|шеркеш|беріш|байбақты|есентемір|алшын|жетіру|қожа|төре|төлеңгіт)(?:мын"
    r"|мін|пын|пін|бын|бін)(?![^\W_])"
)
_EN_WORD = (
    r"(?:kazakh|uyghur|uighur|kyrgyz|uzbek|tatar|bashkir|karakalpak|dungan|korean|ukrainian"
    r"|belarusian|german|pole|polish|chechen|ingush|kurd(?:ish)?|turk(?:ish)?|turkmen|tajik"
    r"|azerbaijani|azeri|armenian|georgian|greek|jew(?:ish)?|roma|chinese|mongol(?:ian)?"
    r"|russian|nigerian|british|american|muslim|christian|baptist|orthodox|catholic|protestant"
    r"|lutheran|buddhist|atheist|methodist|evangelical|jehovah's witness|sunni|shia|pentecostal"
    r"|adventist|presbyterian)"
)
_EN = re.compile(
    rf"(?:(?<![^\W_])(?:an?\s|i'm\s|i am\s|we are\s|we're\s|he is\s|he's\s|she is\s|she's\s|he was\s"
    rf"|she was\s|they are\s|by ethnicity\s|ethnic\s|ethnicity[^\n]{{0,14}}:\s|religion:\s"
    rf"|nationality:\s)|,\s|/\s|\.\s|—\s)({_EN_WORD}s?)(?!\w)(?!\s(?:language|word|song|translation"
    rf"|text|passport|surname|name|school|version|letters|side|border|army|soldiers?))"
)
_AFTER_ETHNIC = re.compile(rf"(?:{_EN_WORD}),\s({_EN_WORD})(?!\w)")
_LANGUAGE = re.compile(
    r"\s(?:язык|школ|тіл|сынып|мектеп|әнұран|ән\b|әліпби|клавиатур|перевод|текст|букв|флаг|песн|класс|чай"
    r"|солдат|арми|паспорт|музык|мат\b|слов|имя|баласы)"
)
_ON = re.compile(r"(?<!\w)(?:на|по|с|в|где)\s$|по-$")
_FIELD = re.compile(
    r"(?:национальность|вероисповедание|религия|вера|ұлты|діні)\s?[:—–-]\s?(ислам|христианство"
    r"|православие|баптизм|католицизм|буддизм|нет|протестантизм)"
)
_PARTY = re.compile(
    r"(?:[Пп]арти[яиюей]{1,2}|[Пп]артия\w*|[Дд]вижени[еяюи]\w*"
    r"|[Ққ]озғалыс\w*)\s(?:[^\W\d_]+\s)?[«\"“]([^«»\"”\n]{2,40})[»\"”]"
    r"|[«\"“]([^«»\"”\n]{2,40})[»\"”]\s(?:парти|қозғалыс|party|movement)"
    r"|(?:the\s)([A-Z][\w-]+(?:\s[A-Z][\w-]+)?\s(?:[Pp]arty|[Mm]ovement))"
    r"|(?i:(?<!\w)(член\w{0,2}\s(?:[а-я]+\s)?партии))(?!\s[«\"])"
)
_KNOWN_PARTY = re.compile(
    r"(?<![^\W_])(?:ДВК|ҚДТ|DVK|(?:Көше|Коше)\s?[Пп]арти\w+|Нұр\s?Отан|Нур\s?Отан|Аманат(?=\sпарти)|ОСДП"
    r"|ЖСДП)(?![^\W_])"
)


def find(text: str) -> Iterator[Hit]:
    """Ethnicities, religions, clans and parties of persons."""
    source = cyrillic_view(text)
    view = low(source)
    for match in _RU.finditer(view):
        if _LANGUAGE.match(view, match.end()) or _ON.search(view, max(0, match.start() - 4), match.start()):
            continue
        # "русский" is a language and an adjective before it is a person
        alone = match[0].startswith(("русск", "православн"))
        if alone and not re.match(r"\s?(?:[.,;:!?)—–\n]|$|по\s|и\s)", view[match.end() : match.end() + 4]):
            continue
        yield Hit(match.start(), match.end(), Label.NRP, 0.7)
    for shape in (_KK_PERSONAL, _CLAN):
        for match in shape.finditer(view):
            yield Hit(match.start(), match.end(), Label.NRP, 0.8)
    for shape in (_KK_BARE, _KK_FIELD, _EN, _AFTER_ETHNIC, _FIELD):
        for match in shape.finditer(view):
            if not _LANGUAGE.match(view, match.end(1)):
                yield Hit(match.start(1), match.end(1), Label.NRP, 0.7)
    for match in _PARTY.finditer(source):
        group = match.lastindex or 0
        yield Hit(*match.span(group), Label.NRP, 0.7)
    for match in _KNOWN_PARTY.finditer(source):
        yield Hit(match.start(), match.end(), Label.NRP, 0.7)
