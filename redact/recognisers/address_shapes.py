"""Patterns of addresses: markers, names, houses, frames of speech; addresses.py beside it uses them."""

import re

from redact.recognisers import months
from redact.recognisers.lookalikes import on_russian_keys
from redact.recognisers.street_names import DISTRICTS, TITLES

_CAP = r"[A-ZА-ЯЁӘІҢҒҮҰҚӨҺÄÖÜŞĞÑŪÇI]"
_LET = r"[^\W\d_]"
_WORD = rf"{_CAP}{_LET}*(?:[-'’]{_LET}+)*(?:-\d{{1,3}})?"
_SMALL = (
    r"(?:батыр\w{0,4}|ба[һх]ад[үу]р\w{0,3}|би|бия|хан|хана|жырау|жолы|акына?|ақын\w{0,4}|ата|баба|апай|ана|лет|жыл\w*|летия"
    r"|летие|и|имени|им\.|атындағы|батыры?|batyr|bi|khan|han|ata|baba|joly|zholy)"
)
_NUMBERED = r"\d{1,3}(?:-?(?:й|я|ой|ая|го|летия|ші|шы|st|nd|rd|th|і|ы|[абвг]))?"
# a name after its marker: capitals, small words inside, initials, numbered names (8 Марта, 50 лет Октября)
_NAME_AFTER = (
    rf"(?:{_NUMBERED}\s)?(?:{_SMALL}\s)?(?:[А-ЯЁA-Z]\.\s?){{0,2}}{_WORD}(?:\s(?:{_SMALL}(?!\w)"
    rf"|{_WORD})){{0,3}}"
)
_NAME_BEFORE = (
    rf"(?:(?:(?:{_NUMBERED}|\d{{1,3}}\s(?:лет|жыл(?:дық|дығы)?|jyl))\s)?{_WORD}(?:\s(?:{_SMALL}(?!\w)"
    rf"|{_WORD})){{0,3}}|\d{{1,3}}(?:-?(?:й|я|ой|ая|го"
    rf"|ші|шы|нші|st|nd|rd|th))?)"
)

_RU_MARKER = (
    r"(?:улиц(?:а|ы|е|у|ей|ам|ах)|улиц|ул\.?|просп(?:ект\w{0,3}|\.)|пр-т\w{0,2}|пр-кт|пр\.|пр(?=\s[А-ЯЁ])"
    r"|переул(?:ок|к\w{1,2})|пер\.|бульвар\w{0,2}|б-р\w?|шоссе|проезд\w{0,2}|тупик\w{0,2}|площад(?:ь"
    r"|и|ью)|пл\."
    r"|микрорайон\w{0,2}|мкрн?\.?|мк-?р-?н?\w?\.?|м-н|квартал\w{0,2}|кв-л|жилмассив\w{0,2}|ЖК|жк|СНТ"
    r"|трасс[аеуы]|набережн(?:ая|ой|ую)|сквер\w{0,2}|парк(?:а|е|у|ом)?(?=\s[А-ЯЁӘІҢҒҮҰҚӨҺ])|алле[яеию]"
    r"|тракт(?:а|у|е|ом)?(?!\w)"
    r"|жилой\sкомплекс|коттеджн\w{2,3}\sгород(?:ок|ке|ка)|ТК(?=\s[«\"])|тұйық\sкөше(?=\s[А-ЯӘІҢҒҮҰҚӨҺ])"
    r"|mi[kc]ror\w{3,6}|көшесі|ulitsa|ulica|ul\.|prospekt|pr\."
    r"|mkr\.?|pereulok|per\.)"
)
_KK_MARKER = (
    r"(?:тұйық\sкөше\w{0,4}|көше(?:сі|сін|сіне|сінде|сіндегі|сінен|сінің|сімен|лері\w*)?|көш\.|к-сі\w{0,3}"
    r"|к\.(?=\s?,?\s?(?:\d|[lIЗО][бЗОO\d]))|даңғыл(?:ы\w{0,6})?|даңғ\.|д-лы|(?:шағын|ықшам"
    r"|мөлтек)\s?аудан\w{0,6}"
    r"|ш\.\s?а\.?|ы\.\s?а\.?|ш/а|ы/а|м/а|м\.\s?а\."
    r"|мкр\w{0,3}\.?|тұйығы\w{0,4}|бульвары\w{0,4}|тас\s?жолы\w{0,4}|алаң(?:ы\w{0,5})"
    r"|орам(?:ы\w{0,4})|микрорайон\w{0,3}|көшес\w+"
    r"|köşe(?:sı\w{0,4}|sınde\w*)|kóshesi\w*|kоshesi|koshesi\w*|k[öo]she(?:s[ıi]\w{0,4})?(?!\w)"
    r"|dañğyly\w{0,4}|dangyly\w*|dańǵyly\w*|(?:şağyn|yqşam)\s?audan\w*|alañy\w{0,4}|улиц[аеуы]"
    r"|проспект\w{0,2}|просп\.|переул\w+|жағалау(?:ы\w{0,5})|саяба(?:қ|ғ)\w{0,5}|трассас\w{1,5}|шоссес\w{1,5}"
    r"|ja[ğǵg]ala[uýw](?:y\w{0,5})|saiaba\w{1,6}|tuı?y[ğǵ]y\w{0,4}|sha[ǵg]yn\sa[uý]dan\w{0,5}"
    r"|yqsham\sa[uý]dan\w{0,5}"
    r"|d[aá][nń][ǵg]yly\w{0,4}|ala[nń]y\w{0,4}|kö?shesınde\w*|k[oóö](?:sh|ş)es[iıі]\w{0,4})"
)
_KK_MARKER = on_russian_keys(_KK_MARKER)
_EN_MARKER = (
    r"(?:[Ss]treets?|[Ss]tr\.?(?=\s\d)|St\.?|st\.|[Aa]venues?|[Aa]ve\.?|[Ll]ane|[Rr]oad|Rd\.?|[Bb]oulevard"
    r"|Blvd\.?"
    r"|[Ss]quare|[Hh]ighway|[Dd]rive|[Mm]icro-?district|[Mm]icroraion|mkr\.?|[Qq]uarter|[Cc]rossing"
    r"|[Aa]lley|[Cc]rescent|[Pp]rospe[ck]t)"
)

_NUM = (
    r"(?:(?<!\d[\-/])\d{1,4}(?![.,]\d)(?:(?:\s?[\"«]|\s(?![свкоуия]\s))?[а-яА-Яa-zA-Z](?![^\W\d_])[\"»]?)?"
    r"(?:\s?[/\-]\s?\d{1,4}[а-яА-Яa-z]?(?![^\W\d_])){0,3}|(?-i:[OОЗIlб]{2,3})(?!\w))"
)
_HOUSE = (
    r"(?:дом[аеу]?|д\.|ул(?:ица|\.)|үй(?:і|інде|ден|дің|де)?|house|bldg?\.?|b\.(?=\s?\d)|building|no\.|№"
    r"|корп(?:ус\w{0,2}|\.)"
    r"|к\.|стр(?:оение|\.)|литер\w?|блок\w{0,2}|block|apt\.?|apartment|flat|room|suite|office|unit"
    r"|кв(?:артир[аеуы]|\.)?|пәтер\w{0,4}|пәт\.|п\."
    r"|подъезд\w{0,2}|под\.|этаж\w{0,2}|эт\.|entrance|floor|комнат[аеуы]|ком\.|бөлме\w{0,4}"
    r"|домофон\w{0,2}|офис\w{0,2}|участ(?:ок|ке|ка)|уч\.|есік|es[iı]k|кіреберіс\w*|қабат\w*|общежити\w{1,2}|üi"
    r"|päter\w{0,3}"
    r"|секци[яию]|секц\.|бокс|код|гараж\w?|здани[ея]|зд\.|владени[ея]|вл\.|ғимарат\w*|павильон\w?|пав\."
    r"|бутик\w?|контейнер\w?"
    r"|барак\w{0,2}|казарм[аеу]|вагон(?:чик)?\w?|будк[аеиу]|времянк[аеу]|дач[аеу]|hut|barracks?|бараг\w{1,4}"
    r"|ряд\w?|место|линия|саяжай|телім\w*|[uúý][iıy]|p[aá]ter\w{0,3}|plot|lot|stall|row|dom|kvartir[aey]"
    r"|kv\.?)"
)
_ITEM = (
    rf"(?:\d{{1,3}}(?:-(?:я|й|ая|ый|ші|шы))?\s(?:линия|очередь|ряд|секция|улица|квартира|участок|дача"
    rf"|қатар)(?!\w)"
    rf"|(?:литер[аы]?|блок|корпус|корп\.|секция|block|building)\s[\"«]?[а-яa-z][\"»]?(?![^\W_])"
    rf"|{_HOUSE}\s?№?\s?{_NUM}|{_NUM}\s?-?\s?(?:үй|пәтер|корпус|подъезд|этаж|қабат|пәт|кв|дом|п|барак"
    rf"|казарма|вагон|бөлме|есік|кіреберіс|қақпа|телім|қора|секция|блок|kirebe\w{{0,4}}"
    rf"|qabat|b[oóö]lme|esik|es[ıi]k|üi"
    rf"|[uúý][iıy]"
    rf"|p[aáä]ter)(?:де|ден|дің|нің|те|і|інде|n?de|den|te|ten|ge|nıñ|degi|degı|дегі|тегі)?\.?(?!\w)|(?:перв|втор|трет"
    rf"|четв[её]рт|пят|шест|седьм|восьм|девят|десят|цокольн)\w{{2,3}}\s(?:подъезд|этаж|квартир|секци"
    rf"|корпус)\w?(?!\w)"
    rf"|{months.KK_ORDINAL}\s(?:үй|пәтер|есік|бөлме|қабат|подъезд|кіреберіс|корпус)(?:де|ден|дің|нің|те|і|інде|дегі"
    rf"|тегі)?(?!\w)"
    rf"|{months.EN_ORDINAL}\s(?:floor|entrance|flat|apartment|house)|{_NUM}(?![\w.]*\d)(?!\s?(?:{{STOP}})))"
)
STOP = (
    "январ|феврал|март|апрел|ма[йя]\\b|июн|июл|август|сентябр|октябр|ноябр|декабр|қаңтар|ақпан|наурыз"
    "|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан|человек|людей|адам|тысяч|мың|час"
    "|сағат|минут|лет\\b|год|жыл|жас"
    "|раз\\b|рет\\b|people|men\\b|january|february|march|april|may\\b|june|july|august|september"
    "|october|november|december|jan|feb|г\\.|км\\b|метр|тенге|теңге|тг\\b|полицейск|машин|солдат|:"
    "|пациент|женщин|мужчин|ранен|погибш"
)
_ITEM = on_russian_keys(_ITEM.replace("{STOP}", STOP))
COMMA_TAIL = re.compile(
    rf"(?:[ ]?,\s?{_ITEM}|[ ]{_ITEM}|[ ]?\({_ITEM}\)|(?<=\d)(?:кв|корп|под|к|оф)\.?\d{{1,4}}(?!\w)"
    r"|(?<=\d)\s(?:дробь|бөлшек)\s\d{1,4}(?!\w)){1,6}",
    re.IGNORECASE,
)
PREFIXED = re.compile(
    rf"(?<![^\W_])(?:\d{{1,2}}-?(?:й|я|ый|ая|ой|го|м|ом|ю)\s)?(?i:{_RU_MARKER})\s?[«\"]?({_NAME_AFTER}"
    rf"|(?<=[рРнНлЛaAаАеЕуУыЫ.rlн][ ]){_NUMBERED})(?![^\W_])[»\"]?"
)
SUFFIXED = re.compile(rf"(?<![^\W_])[«\"]?{_NAME_BEFORE}[»\"]?[\s\-](?i:{_KK_MARKER})(?![^\W\d_])")
ENGLISH = re.compile(
    rf"(?<![^\W_])(?:(?:(?i:plot|lot|house|flat|apartment|apt\.?|unit|room"
    rf"|no\.|number)\s)?\d{{1,4}}[A-Za-z]?(?:/\d+)?,?\s)?(?:the\s)?((?:{_WORD}|\d{{1,3}}(?:st|nd|rd"
    rf"|th))(?:\s(?:{_WORD}|and|of|bi|batyr|khan|canal|river"
    rf"|old|new|main|village|station|railway|market)){{0,4}}\s{_EN_MARKER})(?![^\W_])"
)
ENGLISH_LOW = re.compile(
    r"(?<![^\W_])(?:\d{1,4}\s)?[a-z]+(?:\s(?:bi|batyr|khan|zhyrau|[a-z]{4,})){0,2}\s(?:ave\.?|avenue"
    r"|st\.|street|microdistrict|mkr|lane)(?:\s\d{1,4}[a-z]?(?:/\d+)?)?(?![^\W_])"
)
# Кульджинский тракт, Абайская улица: a name that is an adjective, in any case
RU_ADJECTIVE = re.compile(
    rf"(?<![^\W_])(?:\d{{1,2}}-?(?:й|я|ая|ой|ю|ую)\s)?{_CAP}{_LET}+(?:-{_LET}+)?"
    r"(?:ая|ой|ую|ое|ого|ому|ом|ый|ий|ым|им|яя|ей|юю|ее|его|ему|ем)"
    r"\s(?:улиц(?:а|е|у|ы|ей)|шоссе|трасс(?:а|е|у|ы|ой)|площад(?:ь|и|ью)|набережн(?:ая|ой|ую)|проспект\w{0,2}"
    r"|переул(?:ок|ке|ка|ком)|бульвар\w{0,2}|алле(?:я|е|ю|и|ей)|тракт(?:а|у|е|ом)?(?!\w)|кольц(?:о|е|а|у)"
    r"|жилмассив\w?|жилой\sмассив|жилом\sмассиве|микрорайон\w?|сквер\w{0,2}"
    r"|проезд\w{0,2}"
    r"|тупик\w{0,2}|дорог(?:а|е|у|и|ой))(?!\w)"
)
# Жайық өзенінің жағалауы: the bank of a named river
BANK = re.compile(rf"(?<![^\W_]){_WORD}\s(?:өзен|көл)(?:і|інің)?\sжаға(?:лауы)?\w{{0,6}}(?!\w)")
# трасса Караганда — Астана, Алматы–Өскемен тас жолы, the Almaty–Bishkek highway, трасса М-36
HIGHWAY = re.compile(
    rf"(?<![^\W_])(?i:трасс(?:а|е|у|ы|ой)|автотрасс\w|шоссе|автодорог\w|дорог(?:а|е|у|и|ой)"
    rf"|автобан\w?)\s[«\"]?"
    rf"(?:{_WORD}\s?[-–—]\s?{_WORD}(?:\s?[-–—]\s?{_WORD})?|(?:[МMAАPРE]|KAZ)[ -]?\d{{1,3}}(?!\w))"
    rf"|(?<![^\W_]){_WORD}\s?[-–—]\s?{_WORD}(?:\s?[-–—]\s?{_WORD})?\s(?i:тас\sжол\w{{1,6}}|жол(?:ы\w{{0,5}})"
    rf"|трассас\w{{1,4}}|трасс\w{{1,2}}|шоссес\w{{1,4}}|highway|motorway|road|route|tas\sjol\w{{1,6}})(?!\w)"
)
# ст. «Горняк», участок 15: allotments outside the town
ALLOTMENT = re.compile(
    rf"(?<![^\W_])(?i:ст\.?|с/т|с/о|снт|пкст|спк|пк|п/к|дпк|кдо|дач(?:а|и|е|у|ный|ном)(?:\sмассив\w?)?"
    rf"|массив\w?"
    rf"|садов\w+\s(?:товариществ|обществ)\w+|садовод\w*|саяжай\w*"
    rf"|бақ\sсеріктестігі\w*)\s[«\"“]?{_WORD}(?:[\s-]{_WORD})?"
    rf"(?:-\d{{1,2}})?[»\"”]?(?=,?\s(?i:уч|ряд|линия|улиц|ул\.|дом|д\.|дача|№|\d|саяжай|телім|plot))"
)
# Гоголя 86, подъезд 1: a bare name and number whose flat or entrance says what it is
_FLAT = (
    r"(?i:(?:кв|квартир[аеу]|подъезд|под|этаж|корп|корпус|пәтер|пәт|apt|apartment|flat|entrance|ком"
    r"|комната|секция|блок)"
    r"(?![^\W_])\.?\s?№?\s?\d{1,4}|\d{1,4}[\s-]?(?:пәтер|кв\.|квартир|қабат|подъезд))"
)
_HOUSE_NUMBER = (
    r"(?:[дД]\.?\s|дом\s"
    r"|house\s)?\d{1,4}(?:\s?[\"«]?[а-яА-Яa-zA-Z](?![^\W_])[\"»]?)?(?:\s?[/-]\s?\d{1,3})?,?\s"
)
NUMBER_FLAT = re.compile(
    rf"(?<![^\W_])(?:\d{{1,3}}(?:-?(?:й|я)|\sлет|\sжыл)\s)?{_WORD}(?:\s(?:{_SMALL}(?!\w)|{_WORD}))?,?\s{_HOUSE_NUMBER}{_FLAT}"
    rf"|(?<![^\W_]){_LET}{{4,}}(?:\s{_SMALL}(?!\w))?,?\s{_HOUSE_NUMBER}{_FLAT}"
)
# ряд 5, место 14: a trader's place in the market
STALL = re.compile(
    r"(?<![^\W_])(?:ряд|линия|row|қатар)\s?№?\s?\d{1,3},?\s(?:место|контейнер|бутик|павильон|орын|stall"
    r"|container|place)"
    r"\s?№?\s?\d{1,4}|(?<![^\W_])\d{1,3}(?:-?(?:й|ші|шы))?\s?-?(?:ряд|қатар),?\s\d{1,4}\s?-?(?:место|орын"
    r"|бутик)(?!\w)",
    re.IGNORECASE,
)
# lives at 17 Ryskulov: a number and a name after a word for living
LIVES_AT = re.compile(
    rf"(?<![^\W_])(?i:(?:live[sd]?|living|lived|stay(?:s|ed|ing)?|reside[sd]?|registered"
    rf"|home)\s(?:is\s)?(?:at|on|in)"
    rf"|address(?:\sis)?:?|прожива\w+|прож\.|жив[уеё]т?:?|адрес\w*:?|мекенжай\w*:?|тұра(?:мын|ды"
    rf"|мыз):?)\s(?:[^\W\d_]{{2,3}}\s)?"
    rf"(\d{{1,4}}[A-Za-zА-Яа-я]?(?:/\d+)?,?\s{_WORD}(?:\s{_WORD})?|{_WORD}(?:\s(?:{_SMALL}(?!\w)"
    rf"|{_WORD}))?\s\d{{1,4}}"
    rf"[A-Za-zА-Яа-я]?(?:/\d+)?(?![\w.:-])(?!\s?(?i:{STOP}|street|avenue|микро|мкр|lane"
    rf"|[A-Z])))(?:,\s{_WORD}-\d{{1,2}}(?!\d))?"
)
# the number of a house that stands before its street: дом 5 по улице Мира, No. 8 on Sadovaya Street
HOUSE_BEFORE = re.compile(
    r"(?<![^\W_])(?i:дом[еа]?|д\.|квартир[аеу]|кв\.|подъезд[еа]?|барак[еа]?|house|flat|apartment|building"
    r"|cottage|number|no\.)"
    r"\s?(?:№\s?|no\.?\s)?\d{1,4}[а-яa-z]?(?:/\d+)?,?\s(?:на|по|on|in|at|of)\s(?:the\s)?$"
)
# Самал-2, Орбита-1: the microdistricts of the big towns, with their number
DISTRICT = re.compile(
    rf"(?<![^\W_])(?i:{DISTRICTS})[ -]?\d{{1,2}}(?:-(?:де|да|те|та|ден|дан|ге|ға|нің"
    rf"|ның)(?!\w))?(?![\d/])"
)
# prospekt pobedy, ulitsa Mira, micro-district 3: Russian markers in Latin letters, and a number for a name
LATIN = re.compile(
    r"(?<![^\W_])(?:\d{1,4}[a-z]?,?\s)?(?i:prospe[ck]t|ulits[aey]|ulic[aey]|pereul(?:ok|ke)|bul'?var"
    r"|shosse)\s(?!is|was|and|of"
    r"|for)[^\W\d_]{4,}"
    rf"(?:\s(?:{_SMALL}(?!\w)|{_WORD}))?(?![^\W_])"
    r"|(?<![^\W_])(?i:micro-?district|mi[ck]ror\w{3,6}|mkr\.?|quarter|block)\s?(?:no\.?\s?"
    r"|№\s?)?\d{1,2}[a-z]?(?![\w.:-]*\d)(?![^\W_])"
    rf"(?!\s?(?i:{STOP}))"
)
# Конысбай кеден бекеті, таможенный пост «Кордай»: places at the border that only a local would name
POST = re.compile(
    rf"(?<![^\W_]){_WORD}\s(?i:кеден|keden)\s(?i:бекет|beket)\w{{0,7}}"
    rf"|(?<![^\W_])(?i:таможенн\w{{2,3}}\sпост\w{{0,2}})\s[«\"]?{_WORD}"
    rf"|(?<![^\W_]){_WORD}\scustoms\spost(?!\w)"
)
SQUARE_BY = re.compile(
    rf"(?<![^\W_])(?:[Ss]quare\s(?:in front of|outside|before|near|by|next to|opposite)"
    rf"|площад\w{{1,2}}\s(?:перед|у|возле|напротив"
    rf"|около))\s(?:the\s)?(?:[а-я]{{4,12}}\s)?[«\"]?{_CAP}{_LET}+(?:\s{_CAP}{_LET}+)*[»\"]?"
    rf"(?:\s(?:cinema|theatre|theater|mall|market|hotel|hospital|school|centre|center|palace|bank"
    rf"|акимат\w*|рынк\w*))?"
)
ALONE = re.compile(
    rf"(?<![^\W_])(?:\d{{1,3}}-(?:я|й)\s(?:линия|очередь|улица|аллея),?\s(?:участок|дача|дом"
    rf"|уч\.)\s?№?\s?\d{{1,4}}"
    rf"|дом[еа]?\s№?\s?{_NUM}\s(?:на|по)\s(?:улице\s)?[^\W\d_]{{3,}}(?:[сц]кой|ной|вой)|(?:кв|эт"
    rf"|под)\.\s?{_NUM}|(?:квартир[аеуы]|подъезд[еау]?|комнат[аеуы]"
    rf"|общежити[еия]|дом[ае]?|барак[еа]?|казарм[аеу]|вагончик[еа]?|plot|hut"
    rf"|barracks?)\s№?\s?{_NUM}(?!\s?(?:{STOP}))|{_NUM}\s?-\s?(?:үй|пәтер)\w{{0,5}}"
    rf"|(?:flat|apartment|apt\.?|house|building)\s(?:no\.?\s"
    rf"|№\s?)?{_NUM}(?!\s?(?:{STOP})))(?![^\W_])",
    re.IGNORECASE,
)
# на Кабанбай батыра 42/1, по Толе би: frames in which a street needs no marker
FRAME = re.compile(
    rf"(?<![^\W_])(?:[Нн]а|[Пп]о|[Вв]доль|[Уу]|[Вв]ыше|[Нн]иже|[Сс]|[Дд]о|[Оо]т|[Уу]глу|[Уу]гол"
    rf"|[Пп]ересечени[еия]|[Пп]ерекр[её]ст\w+|[Кк]|[Ii]n front of|[Oo]n|[Cc]orner of|[Aa]t|[Aa]long"
    rf"|[Ii]ntersection of)\s({_WORD}(?:\s{TITLES}(?!\w)|\s(?:{_WORD}))?)"
    rf"((?:\s?(?:и|/|-|–|—|and"
    rf"|мен)\s?{_WORD}(?:\s{TITLES}(?!\w))?)?)(\s?,?\s?(?:д\.\s?)?\d{{1,3}}[а-яА-Яa-z]?"
    rf"(?:/\d{{1,3}})?(?![\d:.,%]\d)(?!\s?(?:{STOP})))?"
)
CORNER = re.compile(
    rf"(?<![^\W_])(?:[Уу]гол|[Уу]глу|[Пп]ересечени[еия]|[Пп]ерекр[её]ст(?:ок|ке|ка)|[Cc]orner of"
    rf"|[Ii]ntersection of|[Cc]rossing of|[Jj]unction of)\s(?:ул(?:иц"
    rf"|\.)?\s?)?({_WORD}(?:\s{TITLES}(?!\w))?(?:\s?(?:и|/|-|–|—|and"
    rf"|с)\s?{_WORD}(?:\s{TITLES}(?!\w))?))"
)
KK_CORNER = re.compile(
    rf"(?<![^\W_])({_WORD}(?:\s{_SMALL}(?!\w))?\s?(?:мен|пен|бен|және|-|–|—"
    rf"|/)\s?{_WORD}(?:\s{_SMALL}(?!\w))?(?:\sкөшелері\w*)?)\s(?:қиылыс\w*|бұрыш\w*|қиылыс)"
)
SLASH = re.compile(rf"(?<![^\W_/])({_WORD})\s?[/–—-]\s?({_WORD})(?![^\W_/])")
# a lower-case name counts where a number follows: на проспекте республики 12
LOW_NUMBERED = re.compile(
    r"(?<![^\W_])(?:ул\.|улиц[аеуы]|проспект[еау]?|пр\.|просп\.|переул(?:ок|ке)|пер\.|мкр\.?"
    r"|микрорайон[еа]?|бульвар[еа]?)\s"
    r"(?!было|был|в|и|на)[а-яёәіңғүұқөһ-]{3,}(?:\s[а-яёәіңғүұқөһ]{2,}){0,2}(?=,?\s?(?:д\.|дом\s|№"
    r"|\d))(?=[^\n]{1,8}\d)"
)
# six digits that begin with 0 are hardly ever anything else
BARE_POSTCODE = re.compile(r"(?<![\d.,+\-])0[1-9]\d{4}(?![\d.,\-]?\d)")
POSTCODE = re.compile(
    r"(?i)(?<!\w)(?:индекс\w*|postcode|postal code|zip)[^\d\n]{0,12}([A-Z]\d{2}[A-Z]\d[A-Z]\d(?!\w)"
    r"|[\dA-Z]\d{2}[\dA-Z]\d{2,3}\d?)(?!\d)"
)

# speech transcripts: no capitals at all
SPOKEN_PREFIX = re.compile(
    r"(?<![^\W_])(?:улиц[аеуы]|проспект[еау]?|переул(?:ок|ке)|микрорайон[еа]?|бульвар[еа]?"
    r"|площад[ьи])\s((?:[^\W\d_]+(?:-\d+)?|\d{1,2})(?:\s(?:би|батыра|хана|жырау"
    r"|[^\W\d_]{4,}(?=\s(?:дом|\d))))?)"
)
SPOKEN_SUFFIX = re.compile(
    rf"(?<![^\W_])((?:[^\W\d_]+\s(?:би|хан|батыр|ба[һх]ад[үу]р|сұлтан|жырау|ата|жолы|ақын)"
    rf"|[^\W\d_]{{3,}}\s[^\W\d_]{{3,}}(?:[оеё]ва?|ина?|ұлы|қызы)|[^\W\d_]{{3,}}"
    rf"|\d{{1,2}})\s(?i:{_KK_MARKER}))(?![^\W\d_])"
)
# what stands before a surname in speech and is no first name: үйіміз әуезов көшесі
NOT_FIRST = re.compile(r"үй|мекен|адрес|тұр[аға]|көше|біз|сол\b|жаңа|ескі")
# мәншүк мәметова көшесі: a first name and a surname
TWO_NAMES = re.compile(r"[^\W\d_]{3,}\s[^\W\d_]{3,}(?:[оеё]ва?|ина?|ұлы|қызы)\s")
EN_SPOKEN = re.compile(
    r"(?<![^\W_])((?:[a-z]+\s(?:bi|batyr|khan)|[a-z]{4,}|[a-z]+\s(?=street))\s(?:street|avenue"
    r"|microdistrict|lane|prospekt))(?![^\W_])"
)
SPOKEN_TAIL = re.compile(
    r",?\s(дом|үй|квартира|пәтер|house|flat|apartment|подъезд|корпус|building)\s", re.IGNORECASE
)
TOKEN = re.compile(r"[^\W_]+")
NOT_NAME = frozenset(
    (
        "было был были минус плюс холодно жара стреляли где я мы нас меня там в и на у не потом стояли это"
        " где-то возле около рядом "
        "с к по так уже когда что увидел увидела она он они бір сол осы біз мен the a in on this that main "
        "next same our their across down every another whole dark темно холодно кричали орталық басты бас "
        "қай ол өз біздің да де тоже опять empty своей нашей бойы көп үлкен кең көрші үйдің жақтағы барлық "
        "бүкіл әр короче значит типа прям вот ну into onto from with along stay"
    ).split()
)
NOT_STREET = frozenset(
    (
        "дом дома кв квартира квартире подъезд корпус этаж ул улица house flat floor apartment entrance "
        "үй пәтер "
        "тел статья статьи ст стр часть пункт бап в на из до по от и at on in room камера камере"
    ).split()
)
FIRST_WORD = re.compile(
    r"^(?:the|На|По|В|Во|С|У|К|От|До|Со|И|А|Но|The|On|At|In|From|And|Near|Our|Their|His|Her|My|This"
    r"|That|Üiımız|Üiım|Bız|Biz|Ol|Men|Anam|Ákem|Äkem|Mekenjaiym|Mekenjaıym|Адресіміз|Мекенжайымыз|Mine|Дом|Живу|Ол|Мен|Бұл|Сол|Біз|Осы"
    r"|Кейін|Үйім|Үйіміз|Үйі|Үй|Мекенжайым|Мекенжайы|Мекенжай|Адресім|Адрес|Біздің|Сосын|Ертеңіне|Содан"
    r"|Қазір|Along|To|Towards|Then|We|I|Down|Across)\s"
)
DANGLING = re.compile(r"\s(?:и|имени|им\.|and|of)$")
TITLED = re.compile(TITLES + "$")
