"""Ethnicity, religion and political membership of a person; not languages, nor peoples in general."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers.context import low
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import cyrillic_view

NAME = "nrp"

_CASE = r"(?:а|у|ом|ем|е|ы|и|ов)?"
_RU_MASCULINE = (
    r"(?:казах|уйгур|кыргыз|киргиз|узбек|башкир|каракалпак|белорус|поляк|ингуш|курд|туркмен|таджик|грузин"
    r"|грек|еврей|чуваш|мордвин"
    r"|удмурт|калмык|бурят|монгол|лезгин|баптист|католик|протестант|буддист|атеист|кришнаит|пятидесятник"
    r"|адвентист|иеговист|салафит"
    r"|суннит|шиит|езид|меннонит|методист|пресвитерианин|хемшил|лакец|лакц|кумык|даргин|адыг|черкес"
    r"|кабардин|карачаев|гагауз|молдаван|якут"
    r"|тувин|хакас|цахур|рутул|агул|табасаран|абхаз|серб|болгар|чех|словак|венгр|румын|француз|араб|перс"
    r"|афган|индус|ассири|айсор"
    r"|ненец|эвенк|хазарей|памир|белудж|пакистан|литов|латыш|эстон|финн|карел|коми|мариец|марий|пуштун"
    r"|калмак|сибо|салар|хуэй|уйғур"
    r"|старообрядец|старообрядц|старовер|молокан|духобор|толстов|евангелист|харизмат|иудей|суфи|ахмади"
    r"|бахаи|мормон|ваххабит|таблиг|язычник|тенгрианец"
    rf"|агностик|исмаилит|зороастри|саентолог){_CASE}"
    r"|(?:татарин|дунганин|армянин|мусульманин|христианин|лютеранин|англичанин|славянин|крымчанин|осетин"
    r"|аварец|аварц|балкарец|балкарц"
    r"|карачаевец|карачаевц|ногаец|ногайц|украинец|украинц|чеченец|чеченц|азербайджанец|азербайджанц"
    r"|кореец|корейц|китаец|китайц"
    r"|японец|индиец|иранец|иранц|пакистанец|афганец|американец|британец|румынец|молдаванин|болгарин"
    r"|грузин|осетинец|абазин|лакец"
    r"|даргинец|даргинц|кумык|табасаранец|кабардинец|кабардинц|гагауз|якутянин|тувинец|хакасец|алтаец"
    r"|эстонец|литовец|латышец"
    rf"|крестоносец|тенгрианец|иеговец|турок-ахыска|турки-ахыска|ахыска|месхетинец|месхетинц"
    rf"|турок-месхетинец){_CASE}"
    r"|(?:татар|армян|дунган|мусульман|христиан|лютеран)(?:ами|ам|ах|е)(?!\w)"
    r"|немц(?:а|у|ем|ы)|немец|турок|турк(?:а|у|ом|и)|цыган(?:а|у|ом|е)?|русск(?:ий|ого|ому|им)"
    r"|православн(?:ый|ого|ому|ым)|евре[йяюие]м?"
    r"|крещ[её]н(?:ый|ая|ого|ой|ым)|некрещ[её]н(?:ый|ая)|верующ(?:ий|ая|его|ей|им)|воцерковл[её]нн(?:ый"
    r"|ая)|свидетел[ьяюейи]{1,3}\sиеговы"
    r"|старообрядк(?:а|и|ой)"
)
_RU_FEMININE = (
    r"(?:казаш|уйгур|кыргыз|киргиз|узбеч|татар|башкир|каракалпач|дунган|корея|кореян|украин|белорус|нем"
    r"|поль|чечен|ингуш|курдян|тур|турчан"
    r"|туркмен|таджич|азербайджан|армян|грузин|гречан|еврей|цыган|чуваш|мордов|китаян|мусульман|христиан"
    r"|баптист|католич|протестант|лютеран"
    r"|буддист|атеист|езид|меннонит|адвентист|пятидесятни|методист|старовер|молокан|балкар|карачаев"
    r"|кабардин|осетин|авар|даргин|лезгин"
    r"|ногай|кумыч|черкешен|адыгей|абхаз|гагауз|молдаван|якут|бурят|калмыч|монгол|румын|болгар|чеш|серб"
    r"|эстон|латыш|литов|удмурт|марий"
    r"|мордов|ассирий|афган|пакистан|индус|японк|иран|персиян|араб|англичан|француж|американ|славян|суннит"
    r"|шиит|иудей|месхетин"
    r"|евангелист|кришнаит|мормон|язычни|иегови?ст)(?:к|ц)(?:а|и|е|у|ой|ы|ей)"
    r"|русск(?:ая|ой|ую)|православн(?:ая|ой|ую)|черкешенк(?:а|и|ой)|гречанк(?:а|и|ой)|католичк(?:а|и|ой)"
)
_RU_WHICH = (
    r"(?:(?:понтийск|крымск|этническ|российск|казахск|синьцзянск|ахалцихск|аджарск|поволжск|волжск|сибирск"
    r"|казанск|бухарск|горск|суннитск"
    r"|шиитск|греко-|рим[ос]ко-|евангельск|польск|еврейск|ирански|кавказск)(?:ий|ая|ого|ой|ому|им)\s)?"
)
_RU = re.compile(rf"(?<![^\W_]){_RU_WHICH}(?:{_RU_MASCULINE}|{_RU_FEMININE})(?![^\W_])")
_KK_STEM = (
    r"(?:қаза[қғ]|орыс|ұйғыр|қырғыз|өзбек|татар|башқұрт|қарақалпақ|дүнген|кәріс|корей|украин|беларус"
    r"|белорус|неміс|поляк|шешен|ингуш|күрд"
    r"|(?:ахысқа\s|месхет\s)?түрі[кг]|ахысқа|түрікмен|тәжік|тәжик|әзербайжан|әзірбайжан|армян|грузин|грек"
    r"|еврей|сыған|қытай|моңғол|ноғай|чуваш|мордва|удмурт"
    r"|бурят|буря|қалмақ|қарашай|балқар|лезгин|авар|дарғын|құмық|осетин|черкес|қабарда|езид|якут|литва"
    r"|латыш|эстон|болгар|молдаван|ассирий"
    r"|араб|парсы|ауған|үнді|жапон|ағылшын|француз|хемшіл|салар|сібе|(?:сүннит(?:тік)?\s|шиит(?:тік)?\s"
    r"|суннит\s)?мұсылман|христиан|баптист"
    r"|православ(?:ный|иелік)?|католик|протестант|будда|буддист|атеист|меннонит|адвентист|лютеран|иудей"
    r"|иегова\sкуәгер|шиит|сүннит|салафи|тәңіршіл"
    r"|qaza[qǵğ]|orys|uı?ǵyr|uy[ǵğ]yr|ūiğyr|úıǵyr|özbek|ózbek|tatar|kóris|káris|käris|nemis|nemıs|dúngen"
    r"|düngen|mūsylman|musylman|noğai|noǵaı|qyr[ğǵ]yz"
    r"|salafit?|sunnit?|shiit|ozbek|nemis|koris|karis|uzbek|uygur|uigh?yr|dungan|katolik|baptist|hristian"
    r"|pravoslav|kyrgyz"
    r"|turik|turikmen|tajik|tájik|täjık|evrei|pol[iy]ak|shechen|şeşen|túrik|türık|kúrd|kürd|ýkrain|ukrain"
    r"|qaraqalpaq|bashqurt)"
)
_KK_GENITIVE = r"(?:т[ыі]ң|д[ыі]ң|н[ыі]ң|т[ыі]|т[ае]н|ы|і|ім|ым)?"
# I am a Kazakh; the bare word counts where it is an answer or a field
_KK_PERSONAL = re.compile(
    rf"(?<![^\W_]){_KK_STEM}(?:пын|пін|мын|мін|бын|бін|быз|біз|пыз|піз|мыз|міз|сың|сің|myn|pyn|mın|pın|pin"
    rf"|min|byn|bin|syn|sin|syñ|sıñ|siń|byz|biz)(?![^\W_])"
)
_KK_BARE = re.compile(
    rf"(?:(?<![^\W_])(?:ұлты|ұлтым|діні|дінім|ұлты\s?/\s?діні|ūlty|dını"
    rf"|руы)\s?[:—–-]?\s?(?:[^\W\d_]+\s?/\s?)?|[—–-]\s|^\s?|[.!?]\s|/\s?|(?<![^\W_])(?:өзі|мен|ol|men|anam"
    rf"|[kк]orshim|kórshim|körşım|agam|ağam|aǵam|akem|k[uü][iı]eu[iı]m|ozim|ózim|özım|dosym|kelinim"
    rf"|ákem|äkem|ол"
    rf"|жолдас\w{{1,3}}|дос\w{{1,3}}|ағасы|інісі|апасы|әжесі|атасы|бауыр\w{{1,3}}|көршісі|нағашы\w{{1,2}}|әйелі"
    rf"|күйеуі|анасы|әкесі|келіні|күйеуім|әйелім|анам|әкем|келінім|атам|әжем|шешем|досым|көршім"
    rf"|көршіміз)\s)({_KK_STEM}{_KK_GENITIVE})(?=\s?[.,;/)\n]|$|\s(?:қызы|жігіті|әйел|еркек|кісі|адам|бала"
    rf"|қыз|жігіт|келін|шал|кемпір|ғой|біз|болғанмен"
    rf"|азаматы|ұлты\w*))",
    re.M,
)
_KK_FIELD = re.compile(rf"(?<![^\W_])(?:ұлты\w*|діні\w*|ūlty|dını)\s?[:—–-]\s{{0,3}}({_KK_STEM})(?![^\W_])")
# without such a word before: кәріс кісі; Шұға, дүнген, …
_KK_PERSON_AFTER = re.compile(
    rf"(?<![^\W_])({_KK_STEM})(?=\s(?:кісі|жігіт|әйел|еркек|қыз(?!м)|бала|шал|кемпір|апа|ата|келін|азамат"
    rf"|мұғалім"
    r"|дәрігер|көрші|отбасы|журналист|k[iı]s[iı]|z?h?j?[iı]g[iı]t|[aäá][yiı]el|[qk]yz|bala"
    r"|shal)\w{0,6}(?!\w))"
)
_KK_APPOSED = re.compile(rf"(?<![^\W_])({_KK_STEM}(?:[нтд]ың|[нтд]ің|n[yiı]ñ)?)(?=\s?[,;)\n])")
# a field tells it whatever the word: Нац.: каз.; Nationality: Koryo-saram
_ANY_FIELD = re.compile(
    r"(?<![^\W_])(?:нац(?:иональность|\.|-ть)?|этническ\w+\s(?:принадлежность|группа)|этнос|вера"
    r"|вероисповедание"
    r"|религия|конфессия|ұлты|діні|nationality|ethnicity|ethnic\s(?:group|origin)|religion|faith|ulty|dini)"
    r"(?:\s?[/,]\s?[а-яәіңғүұқөһa-z]{3,16})?\s?(?:[:=—–]|\.{2,})\s{0,3}"
    r"([^\W\d_]{3,}(?:[ -][^\W\d_]+)?)(?:\s?[/,] ?([^\W\d_]{4,}(?: [^\W\d_]+)?))?(?=\s?[.,;)/\n]|$)"
)
_NO_ANSWER = re.compile(
    r"(?:нет|не\s|жоқ|none|no\b|not\s|unknown|refus|отказ|айтпа|казахстан|рк\b|қр\b|қазақстан|kazakhstan"
    r"|гражд"
    r"|азамат|рес)"
)
_CLAN = re.compile(
    r"(?<![^\W_])(?:адай|найман|керей|арғын|дулат|албан|суан|жалайыр|қоңырат|қыпшақ|уақ|шапырашты"
    r"|ысты|ошақты|табын|тама|шеркеш|беріш|байбақты|есентемір|алшын|жетіру|қожа|төре|төлеңгіт)(?:мын"
    r"|мін|пын|пін|бын|бін)(?![^\W_])"
)
_CLAN_NAME = (
    r"(?:адай|найман|керей|кере[йи]т|арғын|аргын|дулат|албан|суан|жалайыр|қоңырат|конырат|қыпшақ|кыпчак|уақ"
    r"|шапырашты|ысты|ошақты|табын|тама|шеркеш|беріш|байбақты|есентемір|алшын|жетіру|қожа|кожа|төре|торе"
    r"|төлеңгіт"
    r"|шекті|шекты|шөмекей|төртқара|әлімұлы|байұлы|adai|aday|naiman|nayman|kerei|kerey|argyn|arğyn|dulat"
    r"|alban"
    r"|suan|zhalair|zhalayir|qonyrat|konyrat|kypchak|qypşaq|tabyn|shekti|berish|alimuly|baiuly)"
)
_CLAN_TOLD = re.compile(
    rf"(?<![^\W_])(?:руым|руы|руымыз|из\sрода|род|clan|zhuz|tribe|ruym)\s?[:—–-]?\s?({_CLAN_NAME})(?![^\W_])"
    rf"|(?<![^\W_])({_CLAN_NAME})(?=\s(?:руынан|руы(?!\w)|ruynan|clan|tribe))"
    r"|(?<![^\W_])((?:кіші|орта|ұлы|младш\w{2}|средн\w{2}|старш\w{2}|junior|middle|senior)"
    r"\s(?:жүз(?:ден(?:мін|біз)?)?|жуз\w?|[zj]h?uz))(?![^\W_])"
)
# Мы татары: a whole people, said of oneself
_RU_WE = re.compile(
    r"(?<![^\W_])(?:мы|они|сами|оба|обе|родители|соседи|хозяева|наши|все|семья)"
    r"(?:\s(?:тоже|же|ведь|были|у\sменя|сами))?\s?[—–-]?\s(татары|армяне|дунгане|мусульмане|христиане"
    r"|лютеране|русские"
    r"|православные|старообрядцы|славяне)(?![^\W_])"
)
_WITNESSES = re.compile(r"(?<![^\W_])(свидетел[ьяюейи]{1,3}\sиеговы)(?![^\W_])")
_EN_WORD = (
    r"(?:kazakh|uyghur|uighur|kyrgyz|uzbek|tatar|bashkir|karakalpak|dungan|korean|ukrainian"
    r"|belarusian|german|pole|polish|chechen|ingush|kurd(?:ish)?|turk(?:ish)?|turkmen|tajik"
    r"|azerbaijani|azeri|armenian|georgian|greek|jew(?:ish)?|roma|chinese|mongol(?:ian)?"
    r"|russian|nigerian|british|american|muslim|christian|baptist|orthodox|catholic|protestant"
    r"|lutheran|buddhist|atheist|methodist|evangelical|jehovah['’]?s['’]? witness|(?:sunni |shia )?muslim"
    r"|sunni|shia|pentecostal"
    r"|adventist|presbyterian|mennonite|yazidi|yezidi|jew|mormon|hindu|sikh|druze|sufi|ahmadi|bahai|old "
    r"believer|hare krishna|salafi"
    r"|meskhetian turk|ahiska turk|pontic greek|greek|circassian|kabardian|balkar|karachay|ossetian|avar"
    r"|lezgin|dargin|kumyk|nogai"
    r"|abkhaz|moldovan|gagauz|bulgarian|romanian|czech|serb|latvian|lithuanian|estonian|finn|hungarian"
    r"|buryat|kalmyk|yakut|tuvan|chuvash"
    r"|mordvin|udmurt|mari|assyrian|arab|persian|iranian|afghan|pashtun|hazara|baloch|pakistani|indian"
    r"|japanese|hui|salar|xibe|slav|kazak"
    r"|english|french|italian|spanish|scottish|scot|irish|welsh|filipino|filipina|canadian|australian|swedish"
    r"|swede|norwegian|danish|dane|dutch|swiss|austrian|belgian|portuguese|brazilian|mexican|cuban|nepali"
    r"|indonesian|malaysian|thai|vietnamese|egyptian|syrian|lebanese|iraqi|israeli|ethiopian|kenyan|ghanaian"
    r"|sudanese|somali|slovak|croat|macedonian|albanian|karaite|koryo-saram|baha'i|zoroastrian|quaker"
    r"|anglican"
    r"|agnostic|shi'?ite|tengrist|dukhobor|molokan)"
)
_EN_BEFORE_PERSON = re.compile(
    rf"(?<![^\W_])({_EN_WORD})(?=\s(?:man|woman|boy|girl|guy|lady|family|friend|student|husband|wife"
    rf"|mother|father"
    r"|grandmother|grandfather|old\s(?:man|woman|lady)|(?:[a-z]+\s)?(?!letter|paper|water|summer|winter"
    r"|border"
    r"|officer|server|sister|brother|prosecutor|investigator|other)[a-z]{3,}(?:er|or|ist|man|woman|ian)"
    r"|nanny|nurse|cook|chef|coach)(?![^\W_]))"
)
_EN = re.compile(
    rf"(?:(?<![^\W_])(?:an?\s|i'm\s|i am\s|we are\s|we're\s|he is\s|he's\s|she is\s|she's\s|he was\s"
    rf"|she was\s|they are\s|by ethnicity\s|ethnic\s|ethnicity[^\n]{{0,14}}:\s|religion:\s"
    rf"|nationality:\s|faith[\s.:]{{1,9}}|born\s|raised\s|(?:husband|wife|mother|father|neighbou?r|he|she"
    rf"|they|who)\s(?:is|was|are)\s)"
    rf"|[,;]\s|/\s|\.\s|—\s|:\s)({_EN_WORD}s?)(?!\w)(?!\s(?:language|word|song|translation"
    rf"|text|passport|surname|name|school|version|letters|side|border|army|soldiers?))"
)
_AFTER_ETHNIC = re.compile(rf"(?:{_EN_WORD})[,;/]\s({_EN_WORD})(?!\w)")
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
    r"(?<![^\W_])(?:Алға,?\s(?:Қазақстан|Казахстан)|Алга,?\sКазахстан|Alga,?\sKazakhstan"
    r"|Оян,?\s[ҚК]аза[қх]стан"
    r"|Oyan,?\sQazaqstan|Ақ\s[Жж]ол(?=\sпарти)|(?<=[Пп]артии\s)Ак\s[Жж]ол|Ел\sтірегі|El\sTiregi"
    r"|Демократиялық\sпартия\w*|Демократическ\w{2,3}\sпарти\w{1,2}|ДВК|ҚДТ|DVK|(?:Көше|Коше)\s?[Пп]арти\w+"
    r"|Нұр\s?Отан|Нур\s?Отан|Аманат(?=\sпарти)|ОСДП"
    r"|ЖСДП)(?![^\W_])"
)


# the language model takes such a word for a name or an occupation now and then
_SURE = 0.8
_PERSON_END = re.compile(r"(?:^|[\s.«(])([^\W\d_]+)(?:,\s\d\d\sжаста)?[ ,(—–-]*$")


def _after_person(source: str, start: int) -> bool:
    """Whether a name or an occupation stands right before, perhaps with an age between."""
    last = _PERSON_END.search(source, max(0, start - 40), start)
    return bool(last and (last[1][0].isupper() or last[1].endswith(("ші", "шы", "shy", "shi", "şy", "şı"))))


def find(text: str) -> Iterator[Hit]:
    """Ethnicities, religions, clans and parties of persons."""
    source = cyrillic_view(text)
    view = low(source)
    for start, end in _peoples(source, view):
        yield Hit(start, end, Label.NRP, _SURE)
    for match in matches(_WITNESSES, view):
        yield Hit(match.start(1), match.end(1), Label.NRP, 0.9)
    for match in matches(_PARTY, source):
        yield Hit(*match.span(match.lastindex or 0), Label.NRP, 0.7)
    for match in matches(_KNOWN_PARTY, source):
        yield Hit(match.start(), match.end(), Label.NRP, 0.7)


def _peoples(source: str, view: str) -> Iterator[tuple[int, int]]:
    """Peoples, religions and clans that somebody is said to be of."""
    yield from (m.span() for m in matches(_RU, view) if _of_person(view, m))
    for shape in (_KK_PERSONAL, _CLAN):
        yield from (m.span() for m in matches(shape, view))
    for shape in (
        _KK_BARE,
        _KK_FIELD,
        _EN,
        _AFTER_ETHNIC,
        _FIELD,
        _KK_PERSON_AFTER,
        _EN_BEFORE_PERSON,
        _RU_WE,
    ):
        yield from (m.span(1) for m in matches(shape, view) if not _LANGUAGE.match(view, m.end(1)))
    last = -1
    for match in matches(_KK_APPOSED, view):
        if match.start() - last < 3 or _after_person(source, match.start()):
            last = match.end()
            yield match.span(1)
    yield from (m.span(m.lastindex or 0) for m in matches(_CLAN_TOLD, view))
    for match in matches(_ANY_FIELD, view):
        yield from (match.span(n) for n in (1, 2) if match[n] and not _NO_ANSWER.match(match[n]))


def _of_person(view: str, match: re.Match[str]) -> bool:
    """Not a language; "русский" is that, and an adjective, before it is a person."""
    if _LANGUAGE.match(view, match.end()) or _ON.search(view, max(0, match.start() - 4), match.start()):
        return False
    alone = match[0].startswith(("русск", "православн"))
    return not alone or bool(
        re.match(r"\s?(?:[.,;:!?)—–\n]|$|по\s|и\s)", view[match.end() : match.end() + 4])
    )
