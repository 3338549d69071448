"""How far an occupation's phrase reaches: adjectives, nouns and participles beside the noun, by language.

"старший диспетчер тяги", "тепловоз машинисінің көмекшісімін", "blast-furnace hearth worker".
"""

import re
from dataclasses import dataclass
from typing import Final

from redact.recognisers.job_list import Job, job_of

WORD: Final = re.compile(r"[^\W\d_]+(?:-\n(?=[^\W\d_])[^\W\d_]+|[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """An occupation with what makes it precise: words from `first` to `last` of a text, and the noun's job."""

    start: int
    end: int
    noun: re.Match[str]
    job: Job

    @property
    def precise(self) -> bool:
        """Whether more than the noun is there."""
        return self.start < self.noun.start() or self.end > self.noun.end()


_GAPS: Final = frozenset({" ", "\n", "-\n"})
_RU_ADJECTIVE: Final = re.compile(r"[а-яё-]{3,}(?:ый|ий|ой|ая|яя|ого|его|ым|им|ую|юю|ему|ому|ые|ие)")
_RU_NOT_BEFORE: Final = frozenset(
    (
        "мой мою моя моей моего твой твоя наш наша нашего нашей нашему свой своя своей своего этот этой этого эта"
        " этому тот той того тому который которая которой которого которому такой такая какой какая другой другая"
        " другого самый самая один одной одного каждый каждая первый второй первой второй третий любой весь всей"
        " ваш ваша их его её ее ой мной тобой собой никакой некий некая чужой сам молодой пожилой"
        " какой-то какая-то известный знакомый знакомая знакомой"
    ).split()
)
_KK_NOT_BEFORE: Final = frozenset(
    (
        "он жиырма отыз қырық елу алпыс жүз көп аз бірнеше барлығы оны мені сені бізді оларды бірі олар арқылы мен сен ол біз сіз олар бұл сол осы анау мына бір екі үш төрт бес менің сенің оның біздің сіздің олардың"
        " менің өзі өзім өзіміз өзінің анам әкем атам әжем апам ағам інім әпкем сіңлім қарындасым күйеуім әйелім"
        " ұлым қызым балам досым көршім көрші жездем жеңгем келінім немерем шешем нағашым бауырым бірақ және да"
        " де та те деп деген дейтін дейді қазір бұрын болып боп маған саған оған бізге кейін сосын содан сонда"
        " онда анда мұнда енді әлі тек ғана өте ең бәрі барлық бүкіл әр кез кім не қай қалай қашан ия иә жоқ бар"
        " екен еді ғой ғана үшін сияқты кәдімгі жай жас кәрі қарт үлкен кіші бәріміз екеуміз екеуі үшеуі күні"
        " жылы айы жаста жасымда мұнда кісі адам men ol biz bız bul būl sol osy bır bir menıñ menin ozim özım"
        " ózim ózi ozi özı anam äkem ákem akem küieuım kuieuim kúıeýim äielım biraq bıraq jáne jäne qazır qazir"
        " он она я мы вы они и а но да нет не ну вот это там тут так как что кто где уже еще ещё был была мне"
        " меня он у в на с со к по из от за до для при без под над о об когда тогда потом муж жена брат сестра"
        " отец мать сын дочь сейчас просто теперь наш наша мой моя сам сама"
    ).split()
)
# Cases that a noun before an occupation does not stand in, forms of verbs, and who a person is.
_KK_OTHER: Final = re.compile(
    r".*(?:[^пткқсшщчцхф][дг]ен?|[^пткқсшщчцхф][дғ]ан?|[пткқсшщчцхф]т[ае]н?|н[ае]н|[пткқсшщчцхф]қа|[пткқсшщчцхф]ке|[ыі]н[ае]"
    r"|[аеыіоөуүяи]н[ыі]|.{2}[ыі]н|[^пткқсшщчцхф]д[ыі]|[пткқсшщчцхф]т[ыі]|[мбп]ен|[ыі]п|ған|ген|қан"
    r"|кен|[дт][ыі][мқк]|.{2}[аеыі]м|м[ыі]н|п[ыі]н|б[ыі]н|с[ыі]ң|йды|йді|[аеы]ды|[дт]ағы|[дт]егі|сам|сем|[ыі]м[ыі]з"
    r"|d[ae]|t[ae]|d[ae]n|t[ae]n|ǵa|ğa|g[ae]|qa|ke|[nd][yiıe]|dy|dı|ty|tı|[mbp]en|[yiı]p|ǵan|ğan|gen|qan|ken"
    r"|m[yiı]n|t[ae]g[yıi]|da[gğǵ]y|deg[iı])"
)
_KK_ENDS_LIKE_CASE: Final = frozenset(
    (
        "қауын отын алтын егін ойын газета шахта почта карта мақта вахта пошта плита музыка аптека лодка машина резина вагонка техника"
        " электроника механика лакокраска бала шана айна кеме үлгі әскери балабақша дана нан дән орман кеден"
        " бекен өлең бидай тері еті терезе себет ет бет от сүт қант бұрғы қағаз тандыр мата кесте"
        " физика математика информатика тарих фабрика поликлиника пойызда маникюр"
    ).split()
)
_KK_GENITIVE: Final = re.compile(r".{2,}[нтдntd][ыіyiı][ңñńn]")
_KK_PARTICIPLE: Final = re.compile(r".{2,}(?:[аеяй]т[ыі]н|[aeiyı]t[yiı]n)")
_KK_ADJECTIVE: Final = re.compile(
    r".{2,}(?:лық|лік|дық|дік|тық|тік|түнгі|күндізгі|аға|бас|кіші|жеке|арнаулы|мамандандырылған)|(?:аға|бас|жеке"
    r"|түнгі|кезекші|штаттық|қосалқы|ескі|еркін|tüngı|túngi|jeke|aga|ağa|aǵa)"
)
_KK_FROM: Final = re.compile(r".{3,}(?:[тд][ае]н|[td][ae]n)")
_KK_AGENT: Final = re.compile(r".{3,}(?:[уиыi]ш[ыі]|[uýiıy](?:ş|sh)[yiı])")
_KK_POSSESSED: Final = re.compile(
    r".{3,}(?:с[ыі]|[бвгджзклмнпрстфхцчшғқңйь][ыі]|[sş][yiı]|[bdfgjklmnprstvzşqğǵñń][yiı])(?:м[ыі]н|m[yiı]n"
    r"|н[ыі]ң|n[yiı][ñńn]|мен|на|не|н|нда|нде)?"
)

_EN_NOT_BEFORE: Final = frozenset(
    (
        "a an the and or but nor is was are were am be been being as my his her our their your its this that these"
        " those i we you they he she it who whom which at in of to for on by with from into over under near about"
        " after before than then me him us them when where while if no not said told asked says tell ask same"
        " just also still even now once so had has have having do does did can could would will may might must"
        " should there here one two three four five six seven eight nine ten all some any every each another other"
        " how what why because between among without within like named called i'm he's she's hes shes im we're"
        " they're there's that's brought saw met fetch fetched took take call called get got became become was'nt"
        " young old good bad poor real little big tall former late dear own new small"
        " is't very always never such both many few more most see seen know knew known"
    ).split()
)
_EN_DETERMINER: Final = frozenset("a an the my his her our their your as".split())
_EN_PARTNERS: Final = re.compile(r"(?:guy|man|woman|girl|lady|boss|hand|boy|student|men)")
_EN_PARTNER_OF: Final = frozenset(
    "sound delivery repair maintenance light camera bar cable internet milk bread tea sales ice stable farm"
    " kitchen deck boiler coal lift lamp boat water fruit fish egg phd ph.d doctoral master's furnace crane".split()
)
_RU_TAIL: Final = re.compile(
    r"(?<=заведующая)(?:\s[а-яё-]{4,}(?:ым|им|ой|ей)){0,2}\s[а-яё]{4,}(?:ом|ем|ой|ей|ью)(?![^\W_])|"
    r"\sпо\s(?:[а-яё]{3,}(?:ым|им)\s)?[а-яё]{3,}(?:ам|ям)(?![^\W_])|"
    r"\s(?:по|на|в|при|у)\s[а-яё-]{3,}(?:\s(?!(?:я|он|она|мы|когда|где|там|ну|вот|меня|его|и|в|у"
    r"|на)\s)[а-яё-]{4,}(?:ам|ям|ах|ях|е|и|у|а|ом|ем|ами|ой|ых))?(?=\s?[,.;:)\n—–(]|$)"
    r"|(?:\s[а-яё-]{3,}(?:ого|его|ых|их|ой|ей))?\s[а-яё-]{3,}(?:ов|ев|ей|ий|ия|ы|и|а|я|ок|к|ий|ин|ан)"
    r"(?:\sи\s[а-яё-]{3,}(?:ов|ев|ей|ы|и))?(?:\s«[а-яё]{2,15}»)?(?=\s?[,.;:)\n—–(]|$|\s[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ])"
)
# "сварщик на заводе" reaches to the works only where a verb of working or the person leads to it
_RU_GENITIVE_TAIL: Final = re.compile(r"\s(?!(?:по|на|в|при|у)\s)")
_RU_NOT_AFTER: Final = re.compile(
    r"\s(?:спорта|меня|его|е[её]|их|нас|вас|тебя|себя|когда|тогда|года?|лет|этого|она|они|тоже|потом|сам[аи]?|или|была|были"
    r"|было|сказала?|умерла?|пришла|вошла|говорила?|осмотрела?|дала|сняла|видела|знала|работа[ея]|теперь|опять"
    r"|только|никогда|всегда|сегодня|вчера|туда|куда|сюда|иногда|лежала?|стояла?|держала|снова|молча|утра|вечера)(?!\w)"
)
_EN_TAIL: Final = re.compile(
    r"\s(?:in|at|of|for|on)\s(?:a\s|an\s|the\s)?[a-z-]+(?:\s(?!(?:and|or|who|when|where|until|then|for|in|at|on|he|she"
    r"|i|to|with|is|was)\s)[a-z-]+){0,2}(?=\s?[,.;:)\n(]|$)"
    r"|\s(?:in|at|on)\s(?:a\s|an\s|the\s)[a-z-]+(?:\s(?:band|shop|school|factory|plant|market|choir"
    r"|company|station|farm|hospital|mine|theatre|cafe|restaurant|hostel|terminal|depot|railway))?(?![^\W_])"
    r"|\sunderground|\sand\s(?:an?\s|the\s)?(?:[a-z-]+\s)?[a-z-]+(?:er|or)(?!\w)"
)


def phrase(source: str, view: str, words: list[re.Match[str]], at: int, job: Job, *, kazakh: bool) -> Phrase:
    """The phrase around the occupation words[at]; `kazakh` tells that the words around it are Kazakh."""
    noun = words[at]
    end = noun.end()
    if job.english:
        start = _english_start(source, view, words, at)
        tail = _EN_TAIL.match(view, end)
        if tail and source[end : tail.end()].islower() and not _runs_on(view, words, at):
            end = tail.end()
    elif job.kazakh or kazakh:
        start = _kazakh_start(source, view, words, at, job)
    else:
        start = _russian_start(source, view, words, at)
        tail = _RU_TAIL.match(source, end)
        small = tail and not any(c.isupper() for c in source[end : tail.end()])
        if tail and small and not _RU_NOT_AFTER.match(view, end) and not _verb_after(view, end):
            end = tail.end()
    return Phrase(start=start, end=end, noun=noun, job=job)


_HELPER: Final = re.compile(r"помощни[кц]|көмекші|k[oöó]mek(?:ş|sh)")


def helps_official(view: str, found: Phrase) -> bool:
    """Whether a helper's phrase names no occupation that he helps: помощник прокурора."""
    if not _HELPER.match(found.noun[0]):
        return False
    rest = view[found.start : found.noun.start()] + view[found.noun.end() : found.end]
    return not any(job_of(word) for word in rest.split())


def reaches_to_works(view: str, found: Phrase) -> bool:
    """Whether the phrase ends in a place of work (на заводе) rather than in what is worked on (клинкера)."""
    return found.end > found.noun.end() and not _RU_GENITIVE_TAIL.match(view, found.noun.end())


def _runs_on(view: str, words: list[re.Match[str]], at: int) -> bool:
    return at + 1 < len(words) and job_of(words[at + 1][0]) is not None and view[words[at].end()] == " "


_VERB: Final = re.compile(r"\s[а-яё]{3,}(?:ла|ал|ил|ел|ли|ся|ет|ит|ют|ят|ать|ить|ал[аи])(?!\w)")


def _verb_after(view: str, end: int) -> bool:
    return _VERB.match(view, end) is not None


def _joined(source: str, one: re.Match[str], two: re.Match[str]) -> bool:
    return source[one.end() : two.start()] in _GAPS


def _may_lead(source: str, word: re.Match[str]) -> bool:
    """Whether a word before an occupation is small, or a capital that a sentence's beginning explains."""
    return source[word.start()].islower() or begins(source, word.start())


def begins(source: str, start: int) -> bool:
    """Whether a clause begins here, so that a capital says nothing."""
    before = source[max(0, start - 3) : start].rstrip(' «"“(—–-•*')
    return not before or before[-1] in ".!?…\n:;]" or source[start - 1 : start] == "\n"


def _russian_start(source: str, view: str, words: list[re.Match[str]], at: int) -> int:
    start = words[at].start()
    for i in range(at - 1, max(-1, at - 4), -1):
        word = words[i]
        if not _joined(source, word, words[i + 1]) or word[0] in _RU_NOT_BEFORE:
            break
        if not _RU_ADJECTIVE.fullmatch(word[0]) or not _may_lead(source, word):
            break
        # "пятого заведующая": a genitive goes with a genitive
        if word[0].endswith(("ого", "его")) and not words[at][0].endswith(("а", "я", "го")):
            break
        if word[0].endswith("ого") and words[at][0].endswith("ая"):
            break
        start = word.start()
    return start


def _kazakh_start(source: str, view: str, words: list[re.Match[str]], at: int, job: Job) -> int:
    """Back over what is worked on or where: жол жөндеуші, манты пісіретін аспаз, депосының слесары."""
    start = words[at].start()
    takes = bool(_KK_AGENT.match(words[at][0]) or _KK_POSSESSED.fullmatch(words[at][0]))
    done, passed = False, -1  # a participle was passed, whose object may stand in any case
    for i in range(at - 1, max(-1, at - 5), -1):
        word = words[i]
        low = word[0]
        if not _joined(source, word, words[i + 1]) or low in _KK_NOT_BEFORE or len(low) < 2:
            break
        if not _may_lead(source, word):
            break
        if _KK_PARTICIPLE.fullmatch(low):
            start, takes, done, passed = word.start(), True, True, i
        elif _KK_GENITIVE.fullmatch(low):
            start, takes, done = word.start(), True, False
        elif _KK_ADJECTIVE.fullmatch(low):
            start = word.start()
        elif takes and (done or not _KK_OTHER.fullmatch(low) or low in _KK_ENDS_LIKE_CASE):
            # what is done, to what, from where: ұңғыма жөндеу операторы, рельстен ақау іздейтін оператор
            start, done = word.start(), False
            before = words[i - 1] if i else None
            if before and _KK_FROM.fullmatch(before[0]) and _joined(source, before, word) and passed == i + 1:
                return before.start()
            takes = bool(_KK_POSSESSED.fullmatch(low)) or low.endswith(("у", "ý"))
        else:
            break
    return start


def _english_start(source: str, view: str, words: list[re.Match[str]], at: int) -> int:
    """Back to the article or the clause's beginning; where neither is near, the noun alone."""
    start = words[at].start()
    for i in range(at - 1, max(-1, at - 6), -1):
        word = words[i]
        if not _joined(source, word, words[i + 1]):
            return start
        if word[0] in _EN_NOT_BEFORE:
            return start if word[0] in _EN_DETERMINER or at - i < 3 else words[at].start()
        if not word[0].isascii() or not source[word.start()].islower():
            inside = begins(source, word.start()) and at - i < 4
            return word.start() if inside and word[0].isascii() else start
        if at - i > 4:
            break
        start = word.start()
    return words[at].start() if start and at > 5 else start


def partner(words: list[re.Match[str]], at: int) -> bool:
    """Whether the word is the man of a boiler man, the guy of a sound guy."""
    return bool(at and _EN_PARTNERS.fullmatch(words[at][0]) and words[at - 1][0] in _EN_PARTNER_OF)


def determined(view: str, start: int) -> bool:
    """Whether an English article or owner stands right before."""
    match = re.search(r"([a-z']+)\s$", view[max(0, start - 10) : start])
    return bool(match and match[1] in _EN_DETERMINER)
