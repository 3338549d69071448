"""Homes told by landmarks: what follows an address ("by the old mosque"), and homes without any street.

Patterns are bounded: a phrase of at most six words up to the next mark of punctuation.
"""

import re
from collections.abc import Iterator
from typing import Final

from redact.matches import matches
from redact.recognisers.lookalikes import on_russian_keys

_W = r"(?![-–—]\s)[^\s,.;:!?\n()]+"
_UP_TO = rf"(?:[ ]{_W})"
# what a phrase must end before, so that a sentence that goes on is not taken for a landmark
_STOP = r"(?=\s*(?:[,.;:!?\n()\"»]|[-–—]\s|$))"

_RU_PART = (
    r"(?:(?:калитк|ворот|забор|крыш|крыльц|дверь|двер[ие]|окн|домик|изб[аеу]|времянк|флигел|пристройк|барак"
    r"|вагончик|бытовк|окошк|навес|колодец|колонк|веранд|балкон|сара[йяе]|гараж|подвал|полуподвал|цокол"
    r"|мансард|чердак|общежити|общаг|ставн|палисадник)\w{0,4}|общ\w{2}\sкухн\w"
    r"|(?:задн|внутренн|проходн|общ|хозяйственн)\w{2}\sдвор(?!\w))"
)
_RU_NEAR = (
    r"(?:напротив|возле|около|рядом\sс(?:о)?|недалеко\sот|через\sдорогу|(?:сразу|прямо|как\sраз)?\s?за"
    r"(?=\s\S+(?:ом|ем|ой|ей|ью|ами|ями|ым|им|ими|ыми)(?!\w))|позади|за\sуглом|во\sдворе|не\sдоезжая"
    r"|над(?=\s\S+(?:ом|ем"
    r"|ой|ей|ью)(?!\w))"
    r"|у(?=\s(?:сам\w{2,3}\s)?(?!меня|нас|него|не[её]|них|тебя|вас|кого|сына|брата|мужа|отца|дочери|сестры"
    r"|жены|мамы"
    r"|мен[яе]|подруги|друга|соседа|соседки|каждого|всех|входа\sстоял|здания)\S{4,})|со\sстороны|слева\sот"
    r"|справа\sот|левее|правее|ближе\sк|в\sглубине|на\s(?:самом\s)?(?:краю|отшибе)"
    r"|под\s(?:гор|арк|эстакад|мост)(?:ой|ом)|между(?=\s\S+(?:ом|ем|ой|ей|ью|ами|ями)(?!\w))|с\sторца"
    r"|по\s(?:лев|прав)ую"
    r"|в\sсторону|в\sконце"
    r"|в\sначале)"
)
_RU_PLACED_HOUSE = (
    r"(?:(?:перв|втор|трет|четв[её]рт|пят|шест|последн|крайн|предпоследн|единственн|углов|соседн)\w{2,3}"
    r"\s(?:подъезд|дом|вход|балкон|этаж|двор|половин|част|квартир|крыльц|комнат|барак|очеред|секци|сторон|калитк|ворот"
    r"|изб|домик|вагончик|участок|поворот|улиц)\w{0,2}"
    r"|(?:дом|домик|изба|двор|калитка|ворота|времянка|юрта|вагончик)\s(?:у|за|с|со|под|возле|напротив"
    r"|перед|после"
    r"|рядом|около|на\sуглу|над|без)(?!\w)|(?:дом|домик|изба|сторожка)(?=\s(?!отца|деда|брата|сына|мужа"
    r"|дяди|друга|соседа)[^\W\d_]{4,}(?:а|я)\s*(?:[,.;:!?\n()»]|$)))"
)
_RU_TAIL = (
    rf"(?:{_RU_PLACED_HOUSE}{_UP_TO}{{0,5}}|(?:(?:вход|въезд|заезд|подъезд|проход)\s(?:с|со|из|от|через|во"
    rf"|в|сбоку"
    rf"|слева|справа|сзади)(?!\w){_UP_TO}{{0,3}})|(?:частн|жил|двухэтажн|одноэтажн|щитов|саманн|панельн"
    rf"|бревенчат|недостроенн|ветх|аварийн)\w{{2}}\s(?:дом|барак|домик)(?!\w)|(?:[^\W\d_]+(?:ая|ый|ий|ое"
    rf"|ые|ой|яя|ие)\s){{0,2}}{_RU_PART}"
    rf"{_UP_TO}{{0,4}}|{_RU_NEAR}{_UP_TO}{{1,4}})"
)
_KK_NEAR = (
    r"(?:(?:жан|маң|шет|jan|mañ|mań|şet|shet)[ыіyi]|(?:қас|арт|алд|үст|аст|qas|art|ald)[ыіyi]|қарсысы"
    r"|қарсы|түбі|qarsysy)"
    r"(?:[нn][дd][аеae](?:[ғгğǵg][ыіyi])?)?(?!\w)"
)
_KK_HOUSE = (
    r"(?:үй\w{0,5}|қақпа\w{0,4}|дарбаза\w{0,3}|есі[кг]\w{0,4}|шарба[қғ]\w{0,3}|шатыр\w{0,4}|подъез\w{1,3}"
    r"|подвал\w{0,3}"
    r"|жертөле\w{0,3}|пәтер\w{0,3}|жатақхана\w{0,3}|дуал\w{0,3}|аула\w{0,3}|вагон\w{0,4}|баспалда[қғ]\w{0,3}"
    r"|балкон\w{0,4}|гараж\w{0,3}|терезе\w{0,3}|мансарда\w{0,3}|бара[кқг]\w{0,3}|aula\w{0,3}|[uüúý][iıýy]|qaqpa\w{0,3}"
    r"|esi?[kg]\w{0,3})"
)
_KK_NEAR, _KK_HOUSE = on_russian_keys(_KK_NEAR), on_russian_keys(_KK_HOUSE)
_KK_TAIL = (
    rf"(?:(?:қақпа|есі[кг]|шатыр|дуал|шарба[қғ]|терезе|балкон|вагон)с?[ыі]\s{_W}(?:\s{_W})?{_STOP}"
    rf"|(?:{_W}[ ]){{0,5}}(?:{_KK_HOUSE}|{_KK_NEAR}){_STOP})"
)
_EN_HOUSE = (
    r"(?:house|home|gate|door|yard|building|block|cottage|hut|barn|flat|entrance|roof|fence|floor"
    r"|stairwell|wicket)"
)
_EN_PLACED_HOUSE = (
    r"(?:the\s|a\s|our\s)?(?:(?:very\s)?(?:last|first|second|third|fourth|fifth|sixth|corner|only|end|next"
    r"|big|small"
    rf"|old)\s){{1,2}}{_EN_HOUSE}s?\s(?:before|after|behind|past|from|on|by|near|beyond|opposite|next\sto"
    rf"|along|down"
    rf"|with|at|across|beside|left|right)(?!\w){_UP_TO}{{1,6}}"
)
_EN_TAIL = (
    rf"(?:{_EN_PLACED_HOUSE}|(?:opposite|next\sto|behind|across\s(?:from|the)|above\sthe|near\sthe|by\sthe"
    rf"|beside\sthe"
    rf"|beyond\sthe|past\sthe|over\sthe|round\sthe|(?:just\s)?(?:before|after)\sthe|on\sthe\scorner"
    rf"|in\sthe\s(?:back"
    rf"|yard|courtyard|basement)){_UP_TO}{{0,5}}|(?:the\s)?(?:house|cottage|gate|flat|hut)\s(?:with|behind"
    rf"|by|near"
    rf"|opposite|past|over|next\sto)(?!\w){_UP_TO}{{1,6}}|(?:the\s)?(?:[a-z]+\s){{0,2}}(?:entrance|roof"
    rf"|gate|fence|door|balcon(?:y|ies)|veranda|letter-?box|mailbox|doorbell|wicket|garage|annexe?"
    rf"|basement|cellar|shutters|attic|floor|porch|yard|windows?|awning|stairs|staircase)(?:\s(?:from"
    rf"|through|on|in|to|at"
    rf"|off|behind|by|near|under|with|beside|of|past|opposite|over|above)(?!\w){_UP_TO}{{1,5}})?{_STOP})"
)
FORMER: Final = (
    r"\s?\((?:бывш|быв\.|ран(?:ее|ьше)|ныне|стар(?:ая|ый|ое)|бұрын|қазіргі|ескі|burın|buryn|burynǵy|former"
    r"|now|ex[- ]"
    r"|общежит|общаг|жатақхана|во\sдворе|вход|подвал|цокол|частн|бара[кк]|hostel|dormitor|basement|rear"
    r"|old\s)[^()\n]{0,40}\)"
)
# ", без номера", ", квартиры нет", ", пәтер нөмірі жоқ"
_UNNUMBERED = (
    r"(?:(?:(?:дом|кв\.|квартира|офис|комната|барак|участок)\s)?без\s(?:номера|№)|б/н|(?:кв(?:\.|артиры?)|домофона|номера|звонка|таблички)\sнет|(?:домофон|звонок)\s(?:не\s\w+|сломан|нет)"
    r"|(?:(?:үй|пәтер)\s)?н[өо]м[іи]р(?:с[іи]з|[іи]\sжоқ)|пәтер(?:с[іи]з|[іи]?\sжоқ)|n[öo]m[ıi]r(?:s[ıi]z|[ıi]\sjoq)"
    r"|p[äa]ter[ıi]?\sjoq|no\s(?:(?:flat|house|door|apartment)\s)?number|no\s(?:flat|doorbell|intercom)|unnumbered"
    r"|not\snumbered)(?!\w)"
)
# After an address: ", by the old mosque, blue gate" or "(formerly Lenin Street)".
TAIL: Final = re.compile(
    rf"(?:,\s(?:{_UNNUMBERED}|{_RU_TAIL}|{_EN_TAIL}|{_KK_TAIL})|\s\((?:{_RU_TAIL}|{_EN_TAIL}|{_KK_TAIL})\)|{FORMER})",
    re.I,
)
_COLOURED = (
    r"(?:(?:син|зел[её]н|красн|бел|ж[её]лт|ч[её]рн|голуб|сер|коричнев|розов|железн|деревянн|кирпичн|старо?"
    r"|новы?|кован"
    r"|резн|высок|больш|маленьк|последн|крайн|углов|саманн)\w{1,3}\s(?:калитк|ворот|забор|крыш|крыльц|двер"
    r"|домик|дом\b"
    r"|окн|ставн|барак)\w{0,3}"
    r"|(?:ақ|көк|қызыл|сары|жасыл|қара|қоңыр|сұр|темір|ағаш|тас|ескі|жаңа|үлкен|кіші|биік|шеткі|соңғы"
    r"|бұрыштағы"
    r"|a[qk]|k[oöó]k|[qk]yzyl|sary|[jz]h?asyl|[qk]ara|temir|eski|[jz]h?a[nñń]a|[uúü]lken|[sş]h?etki"
    r"|so[nñń][gğǵ]y)"
    r"\s(?:үй|шатыр|қақпа|есік|дуал|шарбақ|дарбаза|терезе|төбе|[uüú]i|shatyr|şatyr|[qk]a[qk]pa|esik"
    r"|dual)\w{0,3}"
    r"|(?:blue|green|red|white|yellow|black|gr[ea]y|brown|pink|iron|wooden|brick|metal|new|old|last|corner)"
    r"\s(?:gates?|doors?|roof|fence|shutters|house|porch))(?!\w)"
)
_COLOURED = on_russian_keys(_COLOURED)
# Told without commas: жиырма екі ақ үй көк шатыр.
SPOKEN_TAIL: Final = re.compile(rf"[ ](?:{_COLOURED}|вход\s(?:с|со|из)\s{_W})", re.I)
# After a house told by a landmark: ", с флюгером", ", with a stork".
WITH: Final = re.compile(
    rf",\s(?:(?:с|со)\s(?!(?:мам|пап|муж|жен|сын|доч|брат|сестр|бабуш|дед|родител|тёт|тет|дяд|детьми|внук"
    rf"|друг))"
    rf"(?:{_W}[ ])?{_W}(?:ом|ем|ой|ей|ью|ами|ями|ым){_STOP}|with\s(?:a|an|the|two|green|blue|red"
    rf"|white)(?!\w){_UP_TO}{{1,4}}{_STOP})",
    re.I,
)

_RU_ALONE = rf"{_RU_PLACED_HOUSE}{_UP_TO}{{1,5}}"
_KK_ALONE = (
    rf"(?:{_W}[ ])?{_W}(?:[нтд][ыі]ң|ynyñ|nyń|nıń|dyń|tyń|diń|nan|dan|tan|нан|нен|дан|ден|тан"
    rf"|тен)\s(?:{_KK_NEAR}|кейінгі|бұрынғы"
    rf"|соңғы|keiıngı|keıingi|keingi)\s(?:{_W}[ ]){{0,2}}{_KK_HOUSE}"
    rf"|(?:ең\s)?(?:шеткі|соңғы|бұрыштағы|жалғыз|бірінші|екінші|үшінші|төртінші"
    rf"|бесінші)\s(?:\w+\s)?{_KK_HOUSE}"
    rf"|{_W}\s(?:қақпалы|шатырлы|шарбақты|есікті|төбелі|дуалды)\sүй\w{{0,5}}"
)
_KK_ALONE = on_russian_keys(_KK_ALONE)
_EN_ALONE = (
    rf"{_EN_PLACED_HOUSE}|(?:the\s)?(?:house|cottage|hut)\s(?:behind|opposite|past"
    rf"|next\sto)\s(?:the\s){_UP_TO}{{0,1}}{_W}"
)
# A home with no street at all: beside words for living somewhere, or after a comma behind a capitalised name.
_LEAD = re.compile(
    r"(?:(?<=[,:]\s)|(?<=[—-]\s)|(?<=үйім\s)|(?<=үйі\s)|(?<=үйлері\s)|(?<=turamyn\s)|(?<=үйіміз\s)"
    r"|(?<=тұрамыз\s)|(?<=тұрамын\s)|(?<=живу\s)|(?<=живём\s)"
    r"|(?<=живем\s)|(?<=живёт\s)|(?<=живет\s)|(?<=\sin\s)|(?<=\sis\s))(?=\S)",
    re.I,
)
_ALONE = re.compile(rf"(?:{_RU_ALONE}|{_KK_ALONE}|{_EN_ALONE}|{_COLOURED})(?:{TAIL.pattern}){{0,2}}", re.I)
# живу за школой, проживаю в Каражале, у водонапорной башни: the first group is the landmark.
_LIVES_BY: Final = re.compile(
    rf"(?<!\w)(?:жив(?:у|[её]м|[её]т)|прожива\w+|прож\.|ютимся|поселил\w+)\s(?:(?:в|во"
    rf"|на)\s{_W},?\s)?((?:в\sрайоне|{_RU_NEAR})"
    rf"(?!\s(?:границ|город|рубеж|счёт|счет|родител|тёт|бабушк|свекров|дочк|сыно|сестр|братом|мужем|женой"
    rf"|мамой|отцом))"
    rf"{_UP_TO}{{1,3}}(?:{TAIL.pattern}){{0,2}})",
    re.I,
)
# үйіміз балабақшаның қасында, мешіттің артында тұрамыз
_KK_BY = rf"(?:{_W}[ ])?{_W}(?:[нтд][ыі]ң|ynyñ|nyń|nyn|dyń|tyń|diń|nin|din)\s{_KK_NEAR}"
_KK_HOME_IS = re.compile(r"(?<!\w)(?:біздің\sүй|үйі(?:міз|м)?|мекенжайы?м?|[uüú]i?[ıi]+m[iı]?z?):?\s", re.I)
_KK_PLACED = re.compile(rf"{_KK_BY}(?:{TAIL.pattern}){{0,2}}", re.I)
_KK_LIVES = re.compile(r"тұра(?:мын|мыз|ды)|tura(?:myn|myz|dy)", re.I)
_KK_LIVES_BY = re.compile(
    rf"(?<![^\s,(])(?=({_KK_BY})(?:{TAIL.pattern}){{0,2}},?\s(?:{_KK_LIVES.pattern}))", re.I
)
_EN_LIVES_BY: Final = re.compile(
    rf"(?<!\w)(?:live[sd]?|living|stay(?:s|ed|ing)?|(?:home|house|place|flat)\sis)\s(?:in\s{_W},?\s)?"
    r"((?:by|behind|near|opposite|next\sto|across\sfrom|above|over|beside|past)"
    r"(?!\s(?:(?:the|a|my|our|his|her|their|my)\s)?(?:city|town|cent|sea|border|capital|mountain|famil"
    r"|parent|sister"
    r"|brother|mother|father|son|daughter|uncle|aunt|friend|relative|me|him|her|them|us|half|now|then)\w*)"
    rf"{_UP_TO}{{1,4}}(?:{TAIL.pattern}){{0,2}})",
    re.I,
)
LIVING: Final = re.compile(
    r"жив[уёе]\w*|жил[аи]?\b|прожива\w+|прож\.|адрес\w*|место\sжительства|найти|находится|тұра\w+"
    r"|тұрғын\w*|мекенжай\w*"
    r"|табу|табас\w+|үйім\w*|үйі\b|үйлері\b|turamyn|mekenja\w+|\bliv(?:e|es|ed|ing)\b|\bstay\w*|\baddress"
    r"|\breside\w*"
    r"|\bhome\b|\bfind\b"
    r"|қазір\sол",
    re.I,
)


def alone(view: str) -> Iterator[re.Match[str]]:
    """Homes with no street, where one may be told of: the pattern is too long to be tried at each letter."""
    end = 0
    for lead in matches(_LEAD, view):
        match = _ALONE.match(view, lead.start()) if lead.start() >= end else None
        if match is not None:
            end = match.end()
            yield match


def living_by(view: str) -> Iterator[tuple[int, int]]:
    """The landmarks that somebody says they live by."""
    for shape in (_LIVES_BY, _EN_LIVES_BY):
        yield from (match.span(1) for match in matches(shape, view))
    for home in matches(_KK_HOME_IS, view):
        if placed := _KK_PLACED.match(view, home.end()):
            yield placed.span()
    # it looks ahead from each word, which takes long: only where the word it looks for is there
    if next(matches(_KK_LIVES, view), None):
        yield from (match.span(1) for match in matches(_KK_LIVES_BY, view))
