"""Words beside names: introductions, ranks, kin, respect words, streets and things named after people."""

import re
from typing import Final

_END: Final = r"(?:[а-яёәғқңөұүіһ]{0,5})"

# A name follows ("меня зовут", "атым", "my name is").
INTRODUCES: Final = re.compile(
    r"(?:зовут|зовется|зовётся|звали|звать|назвал(?:ся|ась)|представил(?:ся|ась)|имени|имя|имен[аем]м?"
    r"|фамили[яиюей]+"
    r"|кличк[аеуой]+|прозвищ[еуам]+|погонял[оау]+|позывной|называли|называл|обращались|фио"
    r"|атым(?:ның|ды|нан)?|есімім(?:нің|ді)?|есiмiм|аты|аты-жөні|аты-жөнім|есімі|атымды|тегі|тегім|есимим|лақап|лақабы"
    r"|named|call|calls|called|nicknamed|surname|surnamed|aka|alias|name|name's|atym|atım|esımım|esimim|esımı"
    r"|aty-jönı|aty|atı)"
)

RANK: Final = re.compile(
    r"(?:майор|капитан|лейтенант|полковник|подполковник|сержант|старшин|прапорщик|генерал|ефрейтор"
    r"|рядов|следовател|дознавател"
    r"|оперативник|опер|оперуполномоченн|прокурор|судь|адвокат|начальник|начальниц|инспектор|участков"
    r"|конвойн|фельдшер|врач|доктор"
    r"|медсестр|санитар|психолог|директор|министр|президент|аким|депутат|журналист|правозащитни[кц]"
    r"|юрист|учител|преподавател|мулл|имам"
    r"|хирург|надзирател|контрол[её]р|товарищ|гражданин|гражданк|господин|госпож|г-н|г-жа|свидетел"
    r"|потерпевш|осужд[её]нн"
    r"|подсудим|обвиняем|подозреваем|заявител|экс-министр|экс-президент|режимник|волонт[её]р|активист"
    r"|бригадир|охранник|водител"
    r"|тергеуші|тергеушi|әкім|дәрігер|қорғаушы|мұғалім|куәгер|куә|азамат|азаматша|бастығы|күзетші"
    r"|медбике|журналисі?|судья|составил|составила|опросил|опросила|принял|приняла|записал|заполнил"
    r"|заполнила|перев[её]л|перевела|проверил|проверила|алған|жазып"
    r"|кс[её]ндз|пастор|священник|батюшк|раввин|пресвитер|дьякон|настоятел|ахун|табиб"
    r"|сапожник|повар|бухгалтер|кассир|таксист|продав[ец][цщ]?|тренер|парикмахер|сторож|мастер|кладовщи[кц]"
    r"|слесар|электрик|сварщик|шаф[её]р|шоф[её]р|механик|инженер|фермер|чабан|пастух|агроном|ветеринар"
    r"|воспитател|завуч|вахт[её]р|дворник|соседи?|бизнесмен|предпринимател|экспедитор|дальнобойщик"
    r"|записыва|диктует|печата|шопан|молда|ұстаз|аспаз|жүргізуші|көпес"
    r"|начотряд|нач|зам|замначальник|секретар|переводчи[кц]|интервьюер|аудармашы|записал|записала"
    r"|жазған|толтырған)" + _END
    + r"|officer|captain|major|sergeant|sgt|lieutenant|lt|colonel|col|capt|maj|gen|general|inspector"
    r"|investigator|judge|prosecutor"
    r"|lawyer|doctor|dr|mr|mrs|ms|miss|nurse|warden|president|minister|detective|comrade|attorney"
    r"|advocate|interviewer|interpreter"
    r"|translator|witness|journalist|teacher|activist|guard|surgeon|feldsher|operative|deputy|inmate"
    r"|prisoner|cellmate|mullah|imam"
    r"|pastor|priest|rabbi|bishop|coach|driver|cook|baker|tailor|shepherd|farmer|foreman|paramedic|bailiff"
    r"|maior|mayor|kapitan|polkovnik|tergeuşı|tergeushi|prokuror|sudia|sudya|advokat|därıger"
)  # fmt: skip

# Ranks that only men and women bear; akims, judges and heads stand before the names of towns too.
MILITARY: Final = re.compile(
    r"(?:майор|капитан|лейтенант|полковник|подполковник|сержант|старшин|прапорщик|генерал|ефрейтор|рядов"
    r"|следовател|оперативник|инспектор)(?:[аыуе]|ом|ой|ой|ого|ому|ым|я|ю|ем|ь)?"
    r"|тергеуші|guard|officer|captain|major|sergeant|lieutenant|colonel|inspector|detective|investigator"
    r"|lt|sgt|capt|maj|col|gen|insp|старлей|прапор|опер|участков(?:ый|ого|ому|ым)|дознавател(?:ь|я|ю|ем)"
    r"|leıtenant|leitenant|mayor|maıor|serjant|kapitan|polkovnik|учаскелік"
)

KIN: Final = re.compile(
    r"(?:бабк|бабул|дедул|шурин|золовк|побратим|брат|братишк|сестр|сестр[её]нк|дяд|т[её]т|муж|мужа|мужу|жен|сын|дочк|дочь|дочер|друг|друз"
    r"|подруг|подружк|сосед|соседк|племянни[кц]|бабушк"
    r"|дедушк|внук|внучк|невестк|зят|свекров|свекр|т[её]щ|тест|кум|жених|одноклассни[кц]|однокурсни[кц]"
    r"|коллег|напарни[кц]|супруг|сокамерни[кц]"
    r"|знаком|девушк|парен|парн|мам|пап|матер|мать|отец|отц|снох|деверь|брато?к|корефан|ребён"
    r"|ребен)" + r"[а-яё]{0,4}"
    r"|дед(?:а|у|ом|е|ы|ов|ушк\w{1,3})?|баб[аыуе]"
    r"|(?:жолдас|күйеу|әйел|ұл|қыз|бала|іні|аға|әпке|апа|сіңлі|қарындас|дос|құрбы|көрші|немере|жиен"
    r"|келін|ана|әке|жұбай|бауыр|сыныптас|әріптес|құрдас|жезде|жеңге)"
    r"(?:м|ым|ім|і|ы|сы|сі|мыз|міз|ыміз|ымыз|іміз|ң|ың|ің|ыңыз|іңіз|ңыз)(?:ның|нің|ны|ні|н|на|не|а|е|ға|ге"
    r"|мен|нан|нен|да|де|ды|ді|ты|ті|дан|ден|дың|дің|тан|тен|нда|нде|нікі)?"
    r"|brothers?|sister|uncle|aunt|auntie|mother|father|husband|wife|son|daughter|friend|cousin"
    r"|neighbou?r|nephew|niece|grandson|girlfriend|granddaughter"
    r"|boyfriend|classmate|fianc[eé]e?|colleague|roommate|brother-in-law|sister-in-law|mother-in-law"
    r"|grandmother|grandfather|comrade"
    r"|dosym|qyzym|ūlym|ulym|jūbaiym|küieuım|äielım|ınım|ağam|apam|anam|äkem|sıñlım|qaryndasym|joldasym"
    r"|körşım"
)  # fmt: skip

# In a form a name follows these and a colon.
LABEL: Final = re.compile(
    r"by|speaker|signed|patient|applicant|client|contact|victim|wife|husband|person|от|подпись|подписал"
    r"|қолы|арызданушы|пациент|клиент|контакт"
    r"|терапевт|жәбірленуші|өтініш|сұхбат алушы|алушы|сөйлеуші|байланыс|родственники?|отбасы|адвокат"
    r"|кімнен|кто|кім|who|mother|father|сотрудники?|лица|пострадавш\w*"
)

# Follows a name: "Ерлан аға", "Roza apai".
RESPECT: Final = re.compile(
    r"(?:аға|ағай|ағатай|апатай|апей|тәтей|көкетай|апа|ап(?=[уыео])|аг(?=[уыеои])|ағ(?=[ау])|апай|тәте|көке|ата|мырза|ханым|қажы|әже"
    r"|жеңге|жеңгей|ага|агай|тате|коке|мырза|ханум|ханым|баке|апке|әпке|көкем)"
    r"(?:м|ның|нің|ға|ге|ны|ні|дан|ден|мен|да|де|й|я|ю|е|и|ы|у|ой|ой|ей|ем|йды|йдың|йға|ймен)?"
    r"|ака|опа|хола|тоға|амаки|aka|opa|xola"
    r"|aga|agai|agay|ağa|ağai|apa|apai|apay|tate|täte|koke|köke|myrza|khanym|hanym|qajy|kazhy"
)  # fmt: skip

# Before a name: then it is a street's or a village's. Not "района", "школы": "аким района Ахметов" is a man.
STREET_BEFORE: Final = re.compile(
    r"(?:ул|улиц[аыеуойюи]*|улочк[аеуи]|пр|пр-т|просп|проспект[аеуом]*|мкр|мкрн|мкр-н"
    r"|микрорайон[аеуом]*|м-н|площад[ьию]+"
    r"|пл|переул(?:ок|ка|ке|ку)|пер|бульвар[аеуом]*|б-р|шоссе|имени|им|пос[её]л(?:ок|ка|ке)|сел[оеау]"
    r"|аул[аеуом]*|станци[яиюей]+"
    r"|разъезд[аеу]*|парк[аеуом]*|стадион[аеуом]*|жк|памятник[аеуом]*|музе[йяюе]|street|avenue|village)"
)
# After a name; Kazakh nouns only with the ending that binds them (көшесі, мектебінде), not "Асхат мектеп".
_BOUND: Final = r"(?:[ыі]|с[ыі])(?:нда|нде|на|не|н|ның|нің|нан|нен|мен|ндағы|ндегі)?"
STREET_AFTER: Final = re.compile(
    rf"(?:көше|даңғыл|аудан|ауыл|облыс|қала|мектеб|мектеп|университет|алаң|округ|лицей|гимназия|театр"
    rf"|саябағ|стадион|ескерткіш"
    rf"|колледж|институт|кент|станция|бекет|әуежай|кітапхана|базар|мұражай|вокзал|мешіт|аурухана"
    rf"|ықшамаудан|мөлтекаудан){_BOUND}"
    r"|атындағы|атында|шағын|мөлтек|ықшам|к-с[іи]|каде|көш|даң|сельск\w{2,3}|район\w{0,2}|област[ьию]+"
    r"|университет\w{0,2}"
    r"|street|st|str|avenue|ave|square|road|rd|boulevard|blvd|park|university|school|district|region"
    r"|village|hospital|airport"
    r"|theatre|theater|highway|cinema|prize|foundation|museum|bazaar|stadium|college|institute"
    r"|microdistrict|mosque"
    r"|köşesı|köşesınde|köşesi|kóshesi|koshesi|dañğyly|dangyly|audany|auyly|oblysy|qalasy|mektebı"
    r"|universitetı|alañy|atyndağy"
)
# Historical epithets: with them a name is a street or a book, hardly ever a neighbour.
EPITHET: Final = re.compile(
    r"батыр[аеуом]*|би|бия|бию|хан[ауе]?|ханд[аы]|акын[ау]?|ақын|мерген|batyr|batyra|bi|khan|baatyr"
)


NICKNAME_BEFORE: Final = re.compile(
    r"(?i)(?<!\w)(?:клич[кц]\w*|прозвищ\w*|погонял\w*|позывн\w*|лақа[пб]\w*|nickname\w*|known as"
    r"|a\.?k\.?a\.?|alias|called"
    r"|назвал(?:ся|ась)|называл\w*|отзывал\w*|откликал\w*|зовут|звали|атайтын\w*|атап"
    r"|атанған)[^\n«»\"“”„'‘’.!?]{0,20}[«\"“„‘']([^«»\"“”„‘’'\n]{2,30})[»\"”“’']"
)  # fmt: skip
NICKNAME_AFTER: Final = re.compile(
    r"[«\"“„]([^«»\"“”„\n]{2,24})[»\"”“]\s+(?:атты|лақап|дейтін\s+(?:жігіт|кісі|адам|полицей|тергеуші)"
    r"|деген\s+(?:жігіт|кісі|адам|полицей|тергеуші)"
    r"|дейді|дейміз|деп\s+(?:ата|шақыр)\w+|по\s+кличке)"
)  # fmt: skip
