"""Patterns of dates, on texts in lower case; dates.py beside it uses them."""

import re

from redact.recognisers import months as m

_Y4 = r"(?<!\d)(?:19[2-9]\d|20[0-4]\d)(?!\d)"
_YEAR_NOUN = (
    r"(?:-?(?:го|й|м|ом)(?!\w))?(?:\s?(?:года|году|годом|год|(?:гг?\.|г(?!\w))(?!\.?\s?р(?:\.|ож|\b))"
    r"|жылы|жылғы|жылдың|ж\.(?!\s?т(?:\.|\b))|jyly|jyl[ğǵg]y|jyldy[ñńn]g?)(?!\w))?"
)
_YEAR = rf"(?:{_Y4}{_YEAR_NOUN}|{m.RU_YEAR}|{m.KK_YEAR}|{m.EN_YEAR}|'\d\d(?!\d))"
_D = r"(?<![\d.,:])(?:3[01]|[12]\d|0?[1-9])(?![\d:])"
_DAY = rf"{_D}(?:-?(?:го|ое|е|му|ого|ші|шы|нші|нын|şı|şy|th|st|nd|rd)(?!\w))?"
_JOIN = r"(?:\s?[-,]\s?|/|\s?и\s|\sпо\s|\sмен\s|\sжәне\s|\sand\s|\sto\s|\sor\s|\sили\s|\sнемесе\s)"
_DAYS = rf"(?:{_DAY}{_JOIN}){{0,4}}{_DAY}"
_WORD_DAY = rf"(?:{m.RU_ORDINAL}|{m.KK_ORDINAL}|{m.EN_ORDINAL})"
_ANY_MONTH = rf"(?:{m.RU}|{m.RU_SHORT}|{m.KK}|{m.KK_LATIN}|{m.EN}|{m.EN_SHORT})"
_KK_MONTH = rf"(?:{m.KK}|{m.KK_LATIN})(?:\sайы\w*|\saiy\w*)?"

NUMERIC = re.compile(
    r"(?<![\d.,/\-])(\d{1,2})\s?([./\-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d"
    r"|\d\d)(?!\d)(?![./-]\d)(?:\s?(?:года|(?:г\.|г(?!\w))(?!\.?\s?р(?:\.|ож|\b))|ж\.(?!\s?т(?:\."
    r"|\b))|жылы|жылғы)(?!\w))?"
)
ISO = re.compile(r"(?<![\d./\-])((?:19|20)\d\d)([./\-])\s?(\d{1,2})\2\s?(\d{1,2})(?![\d])(?:\s?ж\.)?")
DAY_MONTH = re.compile(
    rf"(?<!\w)(?:{_DAYS}|{_WORD_DAY})(?:\sof|-)?\s{{0,2}}{_ANY_MONTH}(?:\s(?:айы"
    rf"|месяца)\w*)?(?:(?:,?\s{{1,2}}|[-.])(?:of\s)?(?:{_YEAR}|\d\d\s?(?:года|г\.|ж\.|жыл\w{{0,3}})"
    rf"|{m.RU_SHORT_YEAR}"
    rf"|{m.KK_SPOKEN_YEAR}|{m.EN_SHORT_YEAR}))?"
)
YEAR_DAY_MONTH = re.compile(
    rf"(?<!\w)(?:{_YEAR}|{m.KK_SHORT_YEAR}(?=\sжыл))\s?(?:жылы|жылғы|жылдың|ж\.|jyly|jyl[ğǵg]y"
    rf"|jyldy[ñńn]g?|года"
    rf"|г\.)?,?\s{{0,2}}(?:(?:{_DAYS}"
    rf"|{_WORD_DAY})\s{{0,2}})?(?:{_KK_MONTH}|{m.RU})"
    # born 1994, 23 March; 1994, March 23
    rf"|(?<!\w){_Y4},\s(?:{_DAY}\s(?:{m.EN}|{m.EN_SHORT})|{m.EN}\s{_D}(?:st|nd|rd|th)?(?!\w))"
)
# on texts whose look-alike digits are left as they are
ROMAN = re.compile(
    rf"(?<![\w.,/\-])(\d{{1,2}})(?:\s?[./\-]\s?({m.ROMAN})\s?[./\-]\s?((?:19|20)\d\d|\d\d)"
    rf"|\s({m.ROMAN})\s((?:19|20)\d\d))"
    r"(?!\d)(?:\s?(?:года|(?:г\.|г(?!\w))(?!\.?\s?р(?:\.|ож|\b))|ж\.(?!\s?т(?:\.|\b)))(?!\w))?"
)
# девятое десятого шестьдесят восьмого: day, month and year all said as ordinals
SPOKEN_NUMERIC = re.compile(
    rf"(?<!\w){m.RU_ORDINAL}\s{m.RU_MONTH_ORDINAL}\s(?:{m.RU_YEAR}|{m.RU_SHORT_YEAR}|(?:19"
    rf"|20)?\d\d(?:-?го)?)(?!\w)"
)
# the year of a spoken date that is a generation back: thirty to ninety-nine
SPOKEN_OLD = re.compile(
    r"(?<=\s)(?:тридцат|сорок|пятьдесят|пятидесят|шестьдесят|шестидесят|семьдесят|семидесят|восемьдесят"
    r"|восьмидесят|девяност"
    r"|отыз|қырық|қырқ|елу|алпыс|жетпіс|сексен|тоқсан|forty|fifty|sixty|seventy|eighty|ninety|alpys|jetp"
    r"|seksen|toqsan)"
    r"[^\s]*(?:[ -][^\s]+)?(?:\s(?:год\w*|жыл\w*|jyl\w*))?$"
)
MONTH_DAY = re.compile(
    rf"(?<!\w)(?:{m.EN}|{m.EN_SHORT}|{m.KK_LATIN}|{m.KK}|{m.RU})\s(?:the\s)?(?:{_D}(?:st|nd|rd"
    rf"|th)?(?!\w)|{m.EN_ORDINAL}|{m.KK_DAY})(?:\s?(?:-|to|and|or)\s?(?:the\s)?{_D}(?:st|nd|rd"
    rf"|th)?(?!\w))?(?:,?\s(?:{_YEAR}|{m.EN_SHORT_YEAR}))?"
)
MONTH_YEAR = re.compile(rf"(?<!\w)(?:{_ANY_MONTH})(?:\s(?:месяц|айы)\w*)?,?\s(?:of\s|в\s)?(?:{_YEAR})")
NUMBER_MONTH_YEAR = re.compile(
    r"(?<![\d.,/\-])(?:0[1-9]|1[0-2])[./](?:19|20)\d\d(?![\d./])|(?<![\d.,/\-])20[12]\d-(?:0[1-9]"
    r"|1[0-2])(?![\d\-])"
)
SHORT = re.compile(
    r"(?<![\d.,/\-:№])(?<!№ )(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.?(?![\d.,:/])(?!\s?(?:\d|%"
    r"|литр|л\b|кг|км|м\b|тенге|тг|млн|тыс))"
)
TIME_BEFORE = re.compile(r"(?:\bв|\bво|сағат|сағ\.|at|около|час\w*)\s$")

RU_BARE = re.compile(rf"(?<!\w){m.RU}(?:\sмесяц\w*)?")
KK_BARE = re.compile(rf"(?<!\w)(?:{m.KK}|{m.KK_LATIN})(?:\sайы\w*|\saiy\w*)?")
EN_BARE = re.compile(
    rf"(?<!\w)(?:(?:in|since|until|till|by|from|last|next|early|late|mid|of|during|before|after|this"
    rf"|through|to)[ -](?:early\s|late\s|mid[ -])?)({m.EN})(?!\s(?:events|unrest|protest|tragedy))"
)
EN_FIELD = re.compile(
    r"(?<!\w)(?:january|february|april|june|july|august|september|october|november"
    r"|december)(?!\w)(?!\s(?:events|unrest|protest|tragedy))"
)
EVENT_BEFORE = re.compile(r"(?:кровав\w+|қанды|канды|bloody|qandy)\s(?:the\s)?$")
EVENT_AFTER = re.compile(r"\s(?:о[қк]и[ғг]а|oqiğa|событи|трагеди|қасірет|көтеріліс|events)")
BARE_YEAR = re.compile(
    rf"(?<![\d.,/\-№$])(?<!№ )({_Y4})(?:-?(?:го|й|м|ом)(?!\w))?(?:\s?(?:года|году|годом|год|(?:гг?\."
    rf"|г(?!\w))(?!\.?\s?р(?:\.|ож|\b))|жыл(?:ы|ғы|дың|дан|дың|ға)?|ж\.(?!\s?т(?:\.|\b))"
    rf"|jyl\w*)(?!\w))?(?![.,/\-]?\d)"
    r"(?!\s?(?:тенге|тг\b|теңге|человек|адам|people|tenge|руб|долл|км|м\b|кг|раз\b|шт|\$|₸|%|met|km|kg))"
)
# 85 г.р., 98-ші жылғы: two digits are a year of birth only with its words
BORN_IN = re.compile(
    r"(?<![\d.,:/\-])(\d{2}(?:-?(?:го|й|ші|шы|інші)(?!\w))?)\s?(?=года?\sрожд|г\.?\s?р\.|г\.\s?рожд"
    r"|жылғы|ж\.\s?т\.|жылы\sту)"
)
WORD_YEAR = re.compile(rf"(?<!\w)(?:{m.RU_YEAR}|{m.KK_YEAR}|{m.EN_YEAR})")
RU_DAY = re.compile(rf"(?<![\w.,:/№\-]){_D}(?:(?:-(?:го|ого|е|ое|му)|го|ого)(?!\w)|(?=\s?числа))")
RU_WORD_DAY = re.compile(rf"(?<!\w){m.RU_ORDINAL}")
EN_DAY = re.compile(rf"(?<![\w.,:/\-]){_D}(?:st|nd|rd|th)(?!\w)")
KK_DAY = re.compile(
    rf"(?<!\w)(?:{m.KK_DAY}|{_D}-?(?:і|ы|сі|сы|інде|ында|сінде|сында|іне|ына|сіне|сына|інен|ынан"
    rf"|інің|ының|сінің|сының|індегі|ындағы"
    rf"|сінен|сынан|si|sy|ı|y|ınde|ynda|sınde|synda)(?!\w))"
)
KK_ORDINAL_DAY = re.compile(
    rf"(?<!\w)(?:{m.KK_ORDINAL}|{_D}-?(?:ші|шы|şı|şy))(?=\s(?:күн|küni|künı|kúni))(?:\s(?:күні|күн|künı"
    rf"|küni|kúni)(?!\w))?"
)
KK_COUNTED = re.compile(
    r"(?:[123]-?ші|б[іи]р[іи]нш[іи]|ек[іи]нш[іи]|[үу]ш[іи]нш[іи]|b[ıi]r[ıi]nş[ıi]"
    r"|ek[ıi]nş[ıi])(?!\w)"
)
EN_WORD_DAY = re.compile(
    rf"(?<!\w)(?:on\s(?:the\s)|(?:night|evening|morning|afternoon)\sof\sthe\s|by\sthe\s|until\sthe\s"
    rf"|since\sthe\s)({m.EN_ORDINAL})"
)
NOT_DAY_AFTER = re.compile(
    r"\s?(?:-?\s?)(?:этаж|класс|подъезд|отдел|роддом|курс|разряд|размер|округ|мкр|микрорайон|дом\b"
    r"|школ|больниц|гор|раз\b|раза|человек|мужчин|сын|реб|брат"
    r"|парн|полицейск|сотрудник|следовател|уровн|года|век|бригад|кабинет|камер|участк|цех|групп|стать"
    r"|пункт|номер|ряда|час|апелл|инстанц|суд|сорта|рода"
    r"|floor|grade|micro|district|school|year|class|birthday|article|department|time|person|century"
    r"|house|police|colony|man|one|child|son|day of|step|course|and last|cell"
    r"|сынып|қабат|мектеп|бөлім|мкр|ықшам|шағын|үй|пәтер|рет|адам|курс|бала|аурухана|учаске|цех|қатар|бап)"
)
# on the third day: counted from the arrest, not the calendar's
# в начале четвёртого, минут десять пятого: the clock
CLOCK_BEFORE = re.compile(
    r"(?:начал\w|половин\w|пол|четверть|минут\w?(?:\s\S+)?|конце|час\w*|без\s\S+|районе|ближе\sк)\s$"
)
COUNTED = re.compile(r"\s(?:day|night|morning|evening|week|attempt|try|call)")

BIRTH_BEFORE = re.compile(
    r"(?:родил\w+|рожд\w*|(?<!\w)род\.|(?<!\w)р\.\s?|(?<!\w)д\.?\s?р\.?|туған\w*(?:\s(?:күн\w*|жыл\w*"
    r"|күні, айы, жылы))?"
    r"|tuğan\w*|туылған|born|birth(?:day|date)?|d\.?o\.?b\.?|b\.|год рожд\w*|г\.?\s?р\.?)"
    r"[^\d.!?;]{0,25}$"
)
BIRTH_AFTER = re.compile(
    r"[\s,(]{0,3}(?:г\.?\s?р(?:\.|\b)|г\.\s?рожд|г\.?\s?рожд|года?\sрожд|рожд|родил|туған|туылған"
    r"|tuğan|ж\.\s?т(?:\.|\b)|ж\.\s?туған|жылы\sтуған|жылғы(?!\s\d)|was born|д\.?\s?р\.)"
)
NOT_BIRTH = re.compile(
    r"(?<!\w)(?:выдан\w*|issued|берілген|берген|(?:с|от|since|from|until|до|по)(?!\w)|срок\w*|действ\w+"
    r"|жарамды"
    r"|үйлен\w*|женил\w*|married|умер\w*|died|қайтыс)[^\d.]{0,12}$"
)
# a child or a named person right before a date: мой младший, 12.02.05; Аслан (14.05.2012)
_KIN = (
    r"(?:сын(?:а|у|ом|е|овья)?|дочь|дочк(?:а|и|е|у|ой)|дочер\w{1,2}|брат\w{0,3}|братишк\w|сестр\w{1,3}"
    r"|сестр[её]нк\w"
    r"|внук\w{0,2}|внучк\w{1,2}|внучок|племянни\w{1,3}|реб[её]н(?:ок|к\w{1,2})|мальчик\w?|девочк\w"
    r"|младш\w{2,3}|старш\w{2,3}"
    r"|средн(?:ий|яя)|муж\w?|жена|жену|мать|отец|мама|папа|баб(?:ушка|а)|дед(?:ушка)?|супруг\w?|первенец"
    r"|ұл(?:ы|ым|ымыз)|қыз(?:ы|ым|ымыз)|бала(?:м|сы|мыз)|іні(?:м|сі)|аға(?:м|сы)|әпке(?:м|сі)|апа(?:м|сы)"
    r"|қарындас(?:ым|ы)|сіңлі(?:м|сі)|жиен(?:ім|і)|немере(?:м|сі)|әке(?:м|сі)|ана(?:м|сы)|шеше(?:м|сі)"
    r"|күйеу(?:ім|і)|әйел(?:ім|і)|кенже(?:м|сі)|тұңғыш(?:ым|ы)|ulym|qyzym|balam|inim|apam|agam"
    r"|son|daughter|brother|sister|husband|wife|mother|father|child|boy|girl|baby|youngest|eldest|oldest"
    r"|nephew|niece|grandson|granddaughter)"
)
KIN_BEFORE = re.compile(rf"(?<!\w){_KIN}(?:\s[^\W\d_]{{2,20}}){{0,2}}(?:\s?[,(–—:-]\s?\(?|\s)$")
NAME_BEFORE = re.compile(
    r"(?<![^\W_])[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][^\W\d_]+(?:[ -][A-ZА-ЯЁӘІҢҒҮҰҚӨҺ](?:[^\W\d_]+|\.)){0,3}"
    r"(?:\s(?:ұлы|қызы|оглы|кызы))?\s?[,(]\s?$"
)
# Aslan, 14 at the time, 1 December 2007; Мадина, 9 лет (3.05.2013)
AGE_BEFORE = re.compile(
    r"(?<![\w.,:/-])(?:(?:\d{1,2}|[^\W\d_]{3,14}(?:[\s-][^\W\d_]{3,9})?)\s?-?\s?(?:лет(?:няя|ний)?|года?|years?\sold"
    r"|years|at\s(?:the|that)\stime|y\.?\s?o\.?|жаста(?:ғы)?|жас(?:ар|та)?)|\d{1,2}(?:\snow|\sthen|(?=,)))"
    r"\s?[,;(–—-]\s?\(?$"
)
IIN_DATE = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2})[ -]?\d[ -]?\d{5}(?!\d)")
# how the names of each month begin, January first
_MONTH_STEMS = (
    "янв қаң каңт кант қант qañ qan jan",
    "фев ақп акп aqp feb",
    "мар нау nau mar",
    "апр сәу сау säu sáu apr",
    "мая май мае мам mamy may",
    "июн маус mau jun",
    "июл шіл шил şıl shil jul",
    "авг там tam aug",
    "сен қыр кыр qyr sep",
    "окт қаз каз qaz oct",
    "ноя қар кар qar nov",
    "дек жел jel zhel dec",
)
MONTH_PATTERNS = [re.compile(rf"(?<!\w)(?:{'|'.join(stems.split())})") for stems in _MONTH_STEMS]
