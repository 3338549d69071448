"""Words and patterns that tell how far an occupation's phrase reaches; job_phrases.py uses them."""

import re
from typing import Final

WORD: Final = re.compile(r"[^\W\d_]+(?:-\n(?=[^\W\d_])[^\W\d_]+|[-'’][^\W\d_]+)*")
GAPS: Final = frozenset({" ", "\n", "-\n"})
RU_ADJECTIVE: Final = re.compile(r"[а-яё-]{3,30}(?:ый|ий|ой|ая|яя|ого|его|ым|им|ую|юю|ему|ому|ые|ие)")
RU_NOT_BEFORE: Final = frozenset(
    (
        "мой мою моя моей моего твой твоя наш наша нашего нашей нашему свой своя своей своего этот этой"
        " этого эта"
        " этому тот той того тому который которая которой которого которому такой такая какой какая другой"
        " другая"
        " другого самый самая один одной одного каждый каждая первый второй первой второй третий любой"
        " весь всей"
        " ваш ваша их его её ее ой мной тобой собой никакой некий некая чужой сам молодой пожилой"
        " какой-то какая-то известный знакомый знакомая знакомой"
    ).split()
)
KK_NOT_BEFORE: Final = frozenset(
    (
        "он жиырма отыз қырық елу алпыс жүз көп аз бірнеше барлығы оны мені сені бізді оларды бірі олар"
        " арқылы мен сен ол біз сіз олар бұл сол осы анау мына бір екі үш төрт бес менің сенің оның біздің"
        " сіздің олардың"
        " менің өзі өзім өзіміз өзінің анам әкем атам әжем апам ағам інім әпкем сіңлім қарындасым күйеуім"
        " әйелім"
        " ұлым қызым балам досым көршім көрші жездем жеңгем келінім немерем шешем нағашым бауырым бірақ"
        " және да"
        " де та те деп деген дейтін дейді қазір бұрын болып боп маған саған оған бізге кейін сосын содан"
        " сонда"
        " онда анда мұнда енді әлі тек ғана өте ең бәрі барлық бүкіл әр кез кім не қай қалай қашан ия иә"
        " жоқ бар"
        " екен еді ғой ғана үшін сияқты кәдімгі жай жас кәрі қарт үлкен кіші бәріміз екеуміз екеуі үшеуі күні"
        " жылы айы жаста жасымда мұнда кісі адам men ol biz bız bul būl sol osy bır bir menıñ menin ozim özım"
        " ózim ózi ozi özı anam äkem ákem akem küieuım kuieuim kúıeýim äielım biraq bıraq jáne jäne qazır"
        " qazir"
        " он она я мы вы они и а но да нет не ну вот это там тут так как что кто где уже еще ещё был была мне"
        " меня он у в на с со к по из от за до для при без под над о об когда тогда потом муж жена брат"
        " сестра"
        " отец мать сын дочь сейчас просто теперь наш наша мой моя сам сама"
    ).split()
)
# Cases that a noun before an occupation does not stand in, forms of verbs, and who a person is.
KK_OTHER: Final = re.compile(
    r".*(?:[^пткқсшщчцхф][дг]ен?|[^пткқсшщчцхф][дғ]ан?|[пткқсшщчцхф]т[ае]н?|н[ае]н|[пткқсшщчцхф]қа"
    r"|[пткқсшщчцхф]ке|[ыі]н[ае]"
    r"|[аеыіоөуүяи]н[ыі]|.{2}[ыі]н|[^пткқсшщчцхф]д[ыі]|[пткқсшщчцхф]т[ыі]|[мбп]ен|[ыі]п|ған|ген|қан"
    r"|кен|[дт][ыі][мқк]|.{2}[аеыі]м|м[ыі]н|п[ыі]н|б[ыі]н|с[ыі]ң|йды|йді|[аеы]ды|[дт]ағы|[дт]егі|сам|сем"
    r"|[ыі]м[ыі]з"
    r"|d[ae]|t[ae]|d[ae]n|t[ae]n|ǵa|ğa|g[ae]|qa|ke|[nd][yiıe]|dy|dı|ty|tı|[mbp]en|[yiı]p|ǵan|ğan|gen|qan|ken"
    r"|m[yiı]n|t[ae]g[yıi]|da[gğǵ]y|deg[iı])"
)
KK_ENDS_LIKE_CASE: Final = frozenset(
    (
        "қауын отын алтын егін ойын газета шахта почта карта мақта вахта пошта плита музыка аптека лодка"
        " машина резина вагонка техника"
        " электроника механика лакокраска бала шана айна кеме үлгі әскери балабақша дана нан дән орман кеден"
        " бекен өлең бидай тері еті терезе себет ет бет от сүт қант бұрғы қағаз тандыр мата кесте"
        " физика математика информатика тарих фабрика поликлиника пойызда маникюр"
    ).split()
)
KK_GENITIVE: Final = re.compile(r".{2,}[нтдntd][ыіyiı][ңñńn]")
KK_PARTICIPLE: Final = re.compile(r".{2,}(?:[аеяй]т[ыі]н|[aeiyı]t[yiı]n)")
KK_ADJECTIVE: Final = re.compile(
    r".{2,}(?:лық|лік|дық|дік|тық|тік|түнгі|күндізгі|аға|бас|кіші|жеке|арнаулы|мамандандырылған)|(?:аға"
    r"|бас|жеке"
    r"|түнгі|кезекші|штаттық|қосалқы|ескі|еркін|tüngı|túngi|jeke|aga|ağa|aǵa)"
)
KK_FROM: Final = re.compile(r".{3,}(?:[тд][ае]н|[td][ae]n)")
KK_AGENT: Final = re.compile(r".{3,}(?:[уиыi]ш[ыі]|[uýiıy](?:ş|sh)[yiı])")
KK_POSSESSED: Final = re.compile(
    r".{3,}(?:с[ыі]|[бвгджзклмнпрстфхцчшғқңйь][ыі]|[sş][yiı]|[bdfgjklmnprstvzşqğǵñń][yiı])(?:м[ыі]н|m[yiı]n"
    r"|н[ыі]ң|n[yiı][ñńn]|мен|на|не|н|нда|нде)?"
)

EN_NOT_BEFORE: Final = frozenset(
    (
        "a an the and or but nor is was are were am be been being as my his her our their your its this"
        " that these"
        " those i we you they he she it who whom which at in of to for on by with from into over under"
        " near about"
        " after before than then me him us them when where while if no not said told asked says tell ask same"
        " just also still even now once so had has have having do does did can could would will may might"
        " must"
        " should there here one two three four five six seven eight nine ten all some any every each"
        " another other"
        " how what why because between among without within like named called i'm he's she's hes shes im"
        " we're"
        " they're there's that's brought saw met fetch fetched took take call called get got became become"
        " was'nt"
        " young old good bad poor real little big tall former late dear own new small"
        " is't very always never such both many few more most see seen know knew known"
    ).split()
)
EN_DETERMINER: Final = frozenset("a an the my his her our their your as".split())
EN_PARTNERS: Final = re.compile(r"(?:guy|man|woman|girl|lady|boss|hand|boy|student|men)")
EN_PARTNER_OF: Final = frozenset(
    "sound delivery repair maintenance light camera bar cable internet milk bread tea sales ice stable farm"
    " kitchen deck boiler coal lift lamp boat water fruit fish egg phd ph.d doctoral master's furnace"
    " crane".split()
)
RU_TAIL: Final = re.compile(
    r"(?<=заведующая)(?:\s[а-яё-]{4,30}(?:ым|им|ой|ей)){0,2}\s[а-яё]{4,}(?:ом|ем|ой|ей|ью)(?![^\W_])|"
    r"\sпо\s(?:[а-яё]{3,}(?:ым|им)\s)?[а-яё]{3,}(?:ам|ям)(?![^\W_])|"
    r"\s(?:по|на|в|при|у)\s[а-яё-]{3,30}(?:\s(?!(?:я|он|она|мы|когда|где|там|ну|вот|меня|его|и|в|у"
    r"|на)\s)[а-яё-]{4,30}(?:ам|ям|ах|ях|е|и|у|а|ом|ем|ами|ой|ых))?(?=\s?[,.;:)\n—–(]|$)"
    r"|(?:\s[а-яё-]{3,30}(?:ого|его|ых|их|ой|ей))?\s[а-яё-]{3,30}(?:ов|ев|ей|ий|ия|ы|и|а|я|ок|к|ий|ин|ан)"
    r"(?:\sи\s[а-яё-]{3,30}(?:ов|ев|ей|ы|и))?(?:\s«[а-яё]{2,15}»)?(?=\s?[,.;:)\n—–(]|$|\s[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ])"
)
# "сварщик на заводе" reaches to the works only where a verb of working or the person leads to it
RU_GENITIVE_TAIL: Final = re.compile(r"\s(?!(?:по|на|в|при|у)\s)")
RU_NOT_AFTER: Final = re.compile(
    r"\s(?:спорта|меня|его|е[её]|их|нас|вас|тебя|себя|когда|тогда|года?|лет|этого|она|они|тоже|потом"
    r"|сам[аи]?|или|была|были"
    r"|было|сказала?|умерла?|пришла|вошла|говорила?|осмотрела?|дала|сняла|видела|знала|работа[ея]|теперь"
    r"|опять"
    r"|только|никогда|всегда|сегодня|вчера|туда|куда|сюда|иногда|лежала?|стояла?|держала|снова|молча|утра"
    r"|вечера)(?!\w)"
)
EN_TAIL: Final = re.compile(
    r"\s(?:in|at|of|for|on)\s(?:a\s|an\s|the\s)?[a-z-]+(?:\s(?!(?:and|or|who|when|where|until|then|for|in"
    r"|at|on|he|she"
    r"|i|to|with|is|was)\s)[a-z-]+){0,2}(?=\s?[,.;:)\n(]|$)"
    r"|\s(?:in|at|on)\s(?:a\s|an\s|the\s)[a-z-]+(?:\s(?:band|shop|school|factory|plant|market|choir"
    r"|company|station|farm|hospital|mine|theatre|cafe|restaurant|hostel|terminal|depot|railway))?(?![^\W_])"
    r"|\sunderground|\sand\s(?:an?\s|the\s)?(?:[a-z-]+\s)?[a-z-]+(?:er|or)(?!\w)"
)
HELPER: Final = re.compile(r"помощни[кц]|көмекші|k[oöó]mek(?:ş|sh)")
VERB: Final = re.compile(r"\s[а-яё]{3,}(?:ла|ал|ил|ел|ли|ся|ет|ит|ют|ят|ать|ить|ал[аи])(?!\w)")
