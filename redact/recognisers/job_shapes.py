"""What stands around an occupation, as patterns; job_frames.py beside it uses them."""

import re

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# Roles and offices the stories are full of: alone they single nobody out.
ROLES = re.compile(
    r"(?:врач|доктор|хирург|директор|охранн|адвокат|юрист|следовател|судь|судмедэксперт|секретар|водител"
    r"|шоф[её]р|капитан|оператор|контрол"
    r"|медсестр|фельдшер|медбрат|переводчи|дежурн|санитарк|doctor|nurse|interpreter|translator|paramedic"
    r"|cleaner|guard|journalist|clerk|cook"
    r"|founder|writer|painter|editor|keeper|coach|layer|setter|washer|cutter|packer|founder|mason|smith"
    r"|miller|turner|cooper|baker|butcher"
    r"|taylor|hunter|potter|fisher|miner$|мейіргер|медбике|журналист|диспетчер|инженер$|менеджер|мастер$"
    r"|molda|молда|ұста$|ақын|физик|химик"
    r"|рабоч|спасател|сторож|дворник|коменд|смотрит|тренер|ведущ|проводник|наездник|торгов|радист)"
)
FIELD = re.compile(
    r"(?:(?<=\n)|^|(?<=[.;|]\s)|(?<=\s\s))\s{0,3}(?:\d{1,2}[.)]\s?)?(?:профессия|работа|род\sзанятий"
    r"|занятие|специальность|должность|занятость"
    r"|кем\sработа\w+|место\sработы(?:,\sдолжность)?|трудоустройство|мамандығ\w+|кәсібі\w*|қызметі"
    r"|лауазымы|жұмысы|кәсіп|жұмыс(?:\sорны)?"
    r"|occupation|trade|job|profession|employment|work|position|line\sof\swork|mamandy[ğǵg]y|käsıbı|kásibi"
    r"|jumysy)"
    r"(?:\s?[,(/][^:\n]{0,40})?\s?(?:[:=–—]|\.{2,}|…)[\s.:]{0,4}([^\n,;.:(«\"]{3,60})"
)
NOTHING = re.compile(
    r"(?:не\s|нет|без|временно|пенсион|студент|школьн|домохоз|жоқ|жұмыссыз|зейнет|оқушы|unemployed|none"
    r"|no\b|n/a|pensioner|retired|student"
    r"|[-—–]|в\s|на\s|у\s|при\s|at\s|in\s|за\s)"
)
RU_WORK = re.compile(
    r"(?<!\w)(?:работа(?:ю|л|ла|ет|ем|ли|ют|вший|вшая)|тружусь|труди(?:тся|лся|лась)|устроил(?:ся|ась)"
    r"|подрабатыва(?:ю|л|ла|ет)|служи(?:л|ла)"
    r"|трудоустроен\w?|нанял(?:ся|ась)|взяли|выучил(?:ся|ась)\sна|уч(?:усь|ился|илась)\sна)"
    r"(?:\s(?:я|он|она|там|тогда|здесь|тут|уже|раньше|сейчас|всю\sжизнь|теперь|потом|меня|его|её|простым"
    r"|простой|обычным|обычной|старшим"
    r"|старшей|главным|главной|сам|сама|там\sже)){0,3}\s((?:[а-яё-]+(?:ым|им|ой"
    r"|ей)\s){0,2}[а-яё-]{3,}(?:ом|ем|ём|ой|ей|ью|ым|им|ца|ика))(?!\w)"
)
NOT_WORK = re.compile(
    r"(?:ноч|дн[её]м|утр|вечер|лет(?:ом|ами)|зим|весн|осен|врем|цел|сутк|год(?:ом|ами)|вахт(?:ой|ами)"
    r"|смен(?:ой|ами)|рук(?:ой|ами)|лопат|дом(?:ом|ой)"
    r"|день|сво[ие]|этим|тем|всем|одн|мног|перв|перед|под|над|муж|жен|отц|брат|сестр|семь[её]|пут|меся"
    r"|сам[ио]|нелегаль|официаль|честн|парой|потом|кем"
    r"|том|нём|нем|чем|ним|ней|мой|твой|домой|такой|какой|другой|второй|порой|самой)"
)
BY_TRADE = re.compile(
    r"(?<!\w)по\s(?:профессии|специальности|образованию|должности)(?:\s(?:я|он"
    r"|она))?\s?[—–:-]?\s?((?:[а-яё-]+(?:ый|ий|ой|ая|яя)\s){0,2}[а-яё-]{4,}"
    r"(?:\s[а-яё]{4,}(?:и|ы|а|я|ов|ей|ия|ого|их|ых))?)(?!\w)"
)
TRADE_AFTER = re.compile(r"(?<!\w)([а-яё-]{4,})\sпо\s(?:профессии|специальности|образованию)(?!\w)")
WHO_WORKS = re.compile(
    r"(?<!\w)(?:кем\s(?:вы\s|ты\s|он\s|она\s)?работа\w+|чем\s(?:вы\s)?занима\w+"
    r"|кем\s(?:вы\s)?были)\??[^\n]{0,4}[\n—–-]{1,3}\s?(?:[^\W\d_]{1,12}:\s)?([а-яё-]{4,})"
)
KK_BE = re.compile(
    r"(?<!\w)((?:[^\W\d_]+\s){0,2}?)([^\W\d_]{3,}(?:-[^\W\d_]+)?)\s(?:болып|боп|bolyp|bop)\s(?:жұмыс"
    r"|істе\w+|қызмет|тұр\w+|еңбек|jumys|iste\w+|ıste\w+|qyzmet)"
)
KK_WAS = re.compile(
    r"(?<!\w)((?:[^\W\d_-]+\s){0,2}?)([^\W\d_]{3,}(?:-[^\W\d_]+)?)\s(?:едім|еді|екен|болатын(?:мын)?"
    r"|болғанмын|болған|edim|edım|edi|edı|bolǵan|bolğan)(?!\w)"
)
EN_IS = re.compile(
    r"(?<!\w)(?:i\sam|i'm|im|i\swas|he\sis|he's|hes|he\swas|she\sis|she's|shes|she\swas|we\sare|we\swere"
    r"|they\sare|who\sis|who\swas|who's"
    r"|works?\sas|worked\sas|working\sas|job\sas|employed\sas|trained\sas|became|been|is|was|'s|named|am)\s"
    r"(?:now\s|only\s|just\s|also\s|still\s|once\s)?(?:an?|the|our|my|his|her"
    r"|their)\s((?:[a-z'-]+\s){0,3}?)([a-z-]{3,})(?!\w)"
)
EN_OWN = re.compile(r"(?<!\w)(?:my|our|his|her|their)\s((?:[a-z'-]+\s){1,2})([a-z-]{3,})(?!\w)")
EN_TAIL = re.compile(
    r"\s(?:in|at|of|for|on)\s(?:a|an|the)?\s?[a-z-]+(?:\s(?:band|shop|school|factory|plant|market|choir"
    r"|company|station|farm|hospital|mine|theatre|cafe|restaurant))?(?![^\W_])|\sand\s(?:an?\s"
    r"|the\s)?(?:[a-z-]+\s)?[a-z-]+er(?!\w)"
)
EN_GUY = re.compile(r"(?:guy|man|woman|girl|lady|boss|hand|boy)")
EN_STOP = frozenset(
    "same old young good bad poor real small little big tall first last only own new one other former "
    "late dear best".split()
)
OPEN = re.compile(r"(?:^|[,;—–(:•\n]\s?|[.!?]\s)$")
CLOSED = re.compile(r"\s?(?:[,.;:)\n?!»«(]|$|[—–]|-\s|(?:на|в|по|при|из|у|at|in|of|and|и)\s)")
RU_TAIL = re.compile(
    r"\s(?:по|на|в|при)\s[а-яё-]{3,}(?:\s(?!(?:я|он|она|мы|когда|где|там|ну|вот|меня|его|и|в"
    r"|на)\s)[а-яё-]{4,}(?:ам|ям|ах|ях|е|и|у|а|ом|ем|ами))?"
    r"|\s[а-яё-]{3,}(?:ов|ев|ей|ий|ия|ы|и|а|я|ого|их|ых|ок|к)(?:\sи\s[а-яё-]{3,}(?:ов|ев|ей|ы"
    r"|и))?(?=\s?[,.;:)\n—–(]|$|\s[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ])"
)
ADJECTIVE = re.compile(r"(?:^|(?<=[^\w]))([а-яё]+(?:ый|ий|ой|ая|яя|ого|ым|им|ую|ему|ому))\s$")
GUYS = frozenset(
    "sound delivery repair maintenance light camera bar cable internet milk bread tea sales ice stable "
    "farm kitchen deck".split()
)
TOLD = re.compile(
    r"(?<!\w)(?:я|он|она|мы|сам|сама|теперь|муж|жена|сын|дочь|дочка|брат|сестра|отец|мать|мама|папа|дядя"
    r"|т[её]тя|зять|сноха|тесть|св[её]кор"
    r"|был|была|стал|стала|сейчас|просто|обычный|обычная|простой|өзі|мен|ол|күйеуім|әйелім|ағам|әкем|анам"
    r"|інім|бауырым|әпкем|ұлым|қызым|казашка"
    r"|казах|узбечка|узбек|русская|русский|татарин|татарка|уйгур|уйгурка|немец|немка|кореец|кореянка"
    r"|дунганин|дунганка|это)"
    r"(?:\s?[—–-])?\s(?:у\sменя\s|мой\s|моя\s|простой\s)?$"
)
EN_OPEN = re.compile(r"(?:[,;(—–]\s?|[.:]\s)$")
EN_AND = re.compile(
    r"\sand\s(?:the\s|an?\s)?(?:[a-z-]+\s){0,2}?([a-z-]{3,}(?:er|or|ist|ian|man|woman))(?!\w)"
)
EN_NOT_BEFORE = frozenset(
    "and or but we they you i he she it to who that when where with by from in at on of for is was were "
    "are said not do did can could would"
    " their his her all every these those some many two three".split()
)
KK_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]+)\s$")
KK_PARTS = frozenset(
    "еден тандыр қауын киіз кілем ағаш мал нан ет гүл кірпіш темір сағат қой жылқы ат "
    "от көше аула үй тас бас жүк шаш той газ кран "
                      "автобус такси химия тарих ән күй қыш құдық мақта күріш алма балық тері жүн kiiz "
                      "kıiz kilem agash mal nan et".split())  # fmt: skip
