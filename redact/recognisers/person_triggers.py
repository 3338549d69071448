"""Words that stand beside names: introductions, ranks, kin, respect words, streets and things named after people."""

import re
from typing import Final

_END: Final = r"(?:[а-яёәғқңөұүіһ]{0,5})"

# A name follows ("меня зовут", "атым", "my name is").
INTRODUCES: Final = re.compile(
    r"(?:зовут|зовется|зовётся|звали|звать|назвал(?:ся|ась)|представил(?:ся|ась)|имени|имя|имен[аем]м?|фамили[яиюей]+"
    r"|кличк[аеуой]+|прозвищ[еуам]+|погонял[оау]+|позывной|называли|называл|обращались|фио"
    r"|атым|есімім|есiмiм|аты|аты-жөні|аты-жөнім|есімі|атымды|тегі|тегім|есимим|лақап|лақабы"
    r"|named|called|nicknamed|surname|surnamed|aka|alias|name|name's|atym|atım|esımım|esimim|esımı|aty-jönı|aty|atı)"
)
# A name follows at once even in lower case.
NAMES_ME: Final = frozenset("зовут звали звать атым есімім атымды атым atym atım esımım esimim".split())
# A name precedes ("Серік деген жігіт").
SAYS_NAME_BEFORE: Final = frozenset(
    "деген дейтін атты есімді есiмдi degen atty esımdı деп degendı дегенді зовут звали".split()
)

RANK: Final = re.compile(
    r"(?:майор|капитан|лейтенант|полковник|подполковник|сержант|старшин|прапорщик|генерал|ефрейтор|рядов|следовател|дознавател"
    r"|оперативник|опер|оперуполномоченн|прокурор|судь|адвокат|начальник|начальниц|инспектор|участков|конвойн|фельдшер|врач|доктор"
    r"|медсестр|санитар|психолог|директор|министр|президент|аким|депутат|журналист|правозащитни[кц]|юрист|учител|преподавател|мулл|имам"
    r"|хирург|надзирател|контрол[её]р|товарищ|гражданин|гражданк|господин|госпож|г-н|г-жа|свидетел|потерпевш|осужд[её]нн"
    r"|подсудим|обвиняем|подозреваем|заявител|экс-министр|экс-президент|режимник|волонт[её]р|активист|бригадир|охранник|водител"
    r"|тергеуші|тергеушi|әкім|дәрігер|қорғаушы|мұғалім|куәгер|куә|азамат|азаматша|бастығы|күзетші|медбике|журналисі?|судья|составил|составила|опросил|опросила|принял|приняла|записал|заполнил|заполнила|перев[её]л|перевела|проверил|проверила|алған|жазып"
    r"|начотряд|нач|зам|замначальник|секретар|переводчи[кц]|интервьюер|аудармашы|записал|записала|жазған|толтырған)" + _END
    + r"|officer|captain|major|sergeant|sgt|lieutenant|lt|colonel|col|capt|maj|gen|general|inspector|investigator|judge|prosecutor"
    r"|lawyer|doctor|dr|mr|mrs|ms|miss|nurse|warden|president|minister|detective|comrade|attorney|advocate|interviewer|interpreter"
    r"|translator|witness|journalist|teacher|activist|guard|surgeon|feldsher|operative|deputy|inmate|prisoner|cellmate|mullah|imam"
    r"|maior|mayor|kapitan|polkovnik|tergeuşı|tergeushi|prokuror|sudia|sudya|advokat|därıger"
)  # fmt: skip

KIN: Final = re.compile(
    r"(?:брат|братишк|сестр|сестр[её]нк|дяд|т[её]т|муж|мужа|мужу|жен|сын|дочк|дочь|дочер|друг|друз|подруг|подружк|сосед|соседк|племянни[кц]|бабушк"
    r"|дедушк|внук|внучк|невестк|зят|свекров|свекр|т[её]щ|тест|кум|жених|одноклассни[кц]|однокурсни[кц]|коллег|напарни[кц]|супруг|сокамерни[кц]"
    r"|знаком|девушк|парен|парн|мам|пап|матер|мать|отец|отц|снох|деверь|брато?к|корефан|ребён|ребен)" + r"[а-яё]{0,4}"
    r"|(?:жолдас|күйеу|әйел|ұл|қыз|бала|іні|аға|әпке|апа|сіңлі|қарындас|дос|құрбы|көрші|немере|жиен|келін|ана|әке|жұбай|бауыр|сыныптас|әріптес|құрдас|жезде|жеңге)"
    r"(?:м|ым|ім|і|ы|сы|сі|мыз|ыміз|ымыз|іміз|ң|ың|ің|ыңыз|іңіз|ңыз)(?:ның|нің|ны|ні|н|на|не|а|е|ға|ге|мен|нан|нен|да|де)?"
    r"|brothers?|sister|uncle|aunt|auntie|mother|father|husband|wife|son|daughter|friend|cousin|neighbou?r|nephew|niece|grandson|girlfriend|granddaughter"
    r"|boyfriend|classmate|fianc[eé]e?|colleague|roommate|brother-in-law|sister-in-law|mother-in-law|grandmother|grandfather|comrade"
    r"|dosym|qyzym|ūlym|ulym|jūbaiym|küieuım|äielım|ınım|ağam|apam|anam|äkem|sıñlım|qaryndasym|joldasym|körşım"
)  # fmt: skip

# In a form a name follows these and a colon.
LABEL: Final = re.compile(
    r"by|speaker|signed|patient|applicant|client|contact|victim|wife|husband|person|от|подпись|подписал|қолы|арызданушы|пациент|клиент|контакт"
    r"|терапевт|жәбірленуші|өтініш|сұхбат алушы|алушы|сөйлеуші|байланыс|родственники?|отбасы|адвокат|кімнен|кто|кім|who|mother|father|сотрудники?|лица|пострадавш\w*"
)

# Follows a name: "Ерлан аға", "Roza apai".
RESPECT: Final = re.compile(
    r"(?:аға|ағай|апа|ап(?=[уыео])|аг(?=[уыеои])|ағ(?=[ау])|апай|тәте|көке|мырза|ханым|қажы|әже|жеңге|жеңгей|ага|агай|тате|коке|мырза|ханум|ханым|баке|апке|әпке|көкем)"
    r"(?:м|ның|нің|ға|ге|ны|ні|дан|ден|мен|да|де|й|я|ю|е|и|ы|у|ой|ой|ей|ем|йды|йдың|йға|ймен)?"
    r"|aga|agai|agay|ağa|ağai|apa|apai|apay|tate|täte|koke|köke|myrza|khanym|hanym|qajy|kazhy"
)  # fmt: skip

# Before a name: then the name is a street's, a town's or an institution's.
STREET_BEFORE: Final = re.compile(
    r"(?:ул|улиц[аыеуойюи]*|улочк[аеуи]|пр|пр-т|просп|проспект[аеуом]*|мкр|мкрн|мкр-н|микрорайон[аеуом]*|м-н|площад[ьию]+|пл|переул(?:ок|ка|ке|ку)|пер"
    r"|бульвар[аеуом]*|б-р|шоссе|имени|им|пос[её]л(?:ок|ка|ке)|сел[оеау]|аул[аеуом]*|станци[яиюей]+|разъезд[аеу]*|город[аеуом]*|район[аеуом]*"
    r"|област[ьию]+|университет[аеуом]*|школ[аыеуой]+|гимнази[яиюей]+|лице[йяюе]|парк[аеуом]*|театр[аеуом]*|стадион[аеуом]*|дворец|дворца|жк"
    r"|рын(?:ок|ка|ке|ку)|отел[ьяею]|гостиниц[аыеу]|кафе|ресторан[аеуом]*|магазин[аеуом]*|памятник[аеуом]*|мост[ауе]*|фонд[аеуом]*|тоо|ао|жшс|музе[йяюе]"
    r"|street|avenue|village|university|school|park|theatre|theater)"
)  # fmt: skip
STREET_AFTER: Final = re.compile(
    r"(?:көше|даңғыл|аудан|ауыл|облыс|қала|мектеп|мекте[бп]|университет|алаң|атындағы|шағын|мөлтек|округ|лицей|гимназия|театр|саябақ|стадион|ескерткіш|колледж|институт"
    r"|к-с[іи]|каде|кенті?|станция|бекет|сельск|район|област|улиц|проспект|әуежай|аэропорт|кітапхана|облысты|базар|мұражай|вокзал|мешіт|ықшам|көш|даң)" + _END
    + r"|street|st|str|avenue|ave|square|road|rd|boulevard|blvd|park|university|school|district|region|village|hospital|airport|theatre|theater|highway|lane"
    r"|cinema|prize|foundation|museum|bazaar|stadium|college|institute|microdistrict|mosque"
    r"|köşesı|köşesınde|köşesi|kóshesi|koshesi|dañğyly|dangyly|audany|auyly|oblysy|qalasy|mektebı|universitetı|alañy|atyndağy"
)  # fmt: skip
# Historical epithets: with them a name is a street or a book, hardly ever a neighbour.
EPITHET: Final = re.compile(
    r"батыр[аеуом]*|би|бия|бию|хан[ауе]?|ханд[аы]|акын[ау]?|ақын|мерген|batyr|batyra|bi|khan|baatyr|ата|ата"
)

# A dot behind one of these ends no sentence.
ABBREVIATED: Final = frozenset(
    "mr mrs ms dr sgt lt capt col maj gen st г гр тов ул пр им см т д рис гос зам нач ст чл".split()
)

# After "my name is" these never are a name.
FUNCTION: Final = frozenset(
    """и а но не ну да нет как что кто это то меня его её ее их я ты он она мы вы они мне мой моя моё мои наш ваш свой все всё так там тут здесь
    уже ещё еще потом тогда просто на в во с со к ко у о об от до из за по под над при для без через был была были есть будет или если когда где
    вот тоже только очень сам сама который которая никто никак теперь сейчас значит короче типа этот эта тот та один одна называть лет год
    мен сен ол біз сіз олар мынау осы сол менің сенің оның біздің және мен пен бен да де та те ма ме ба бе па пе емес жоқ бар иә кім не қалай
    деп деген дейді деді еді екен болды болған болады болып бірақ сосын содан кейін енді тағы жаста жасымда
    the a an is was were are am be been not no yes and or but so i you he she it we they me him her us them my your his its our their this that
    these those here there what who how well um uh okay ok oh like just also very because from in on at to of for with by as all everyone
    something nothing police only then now when where which it's that's i'm don't didn't unknown removed withheld confidential hidden changed""".split()
)

NICKNAME_BEFORE: Final = re.compile(
    r"(?i)(?<!\w)(?:клич[кц]\w*|прозвищ\w*|погонял\w*|позывн\w*|лақа[пб]\w*|nickname\w*|known as|a\.?k\.?a\.?|alias|called"
    r"|назвал(?:ся|ась)|называл\w*|зовут|звали|атайтын\w*|атап|атанған)[^\n«»\"“”„'‘’.!?]{0,20}[«\"“„‘']([^«»\"“”„‘’'\n]{2,30})[»\"”“’']"
)  # fmt: skip
NICKNAME_AFTER: Final = re.compile(
    r"[«\"“„]([^«»\"“”„\n]{2,24})[»\"”“]\s+(?:атты|лақап|дейтін\s+(?:жігіт|кісі|адам|полицей|тергеуші)|деген\s+(?:жігіт|кісі|адам|полицей|тергеуші)"
    r"|деп\s+ата\w+|по\s+кличке)"
)  # fmt: skip
