"""Occupations by what stands around them: fields of forms, work verbs, appositions, "… by profession"; for jobs.py."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.recognisers.hit import Hit
from redact.recognisers.job_list import is_job, looks_like_job

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# Roles and offices the stories are full of: alone they single nobody out.
_ROLES = re.compile(
    r"(?:врач|доктор|хирург|директор|охранн|адвокат|юрист|следовател|судь|судмедэксперт|секретар|водител|шоф[её]р|капитан|оператор|контрол"
    r"|медсестр|фельдшер|медбрат|переводчи|дежурн|санитарк|doctor|nurse|interpreter|translator|paramedic|cleaner|guard|journalist|clerk|cook"
    r"|founder|writer|painter|editor|keeper|coach|layer|setter|washer|cutter|packer|founder|mason|smith|miller|turner|cooper|baker|butcher"
    r"|taylor|hunter|potter|fisher|miner$|мейіргер|медбике|журналист|диспетчер|инженер$|менеджер|мастер$|molda|молда|ұста$|ақын|физик|химик"
    r"|рабоч|спасател|сторож|дворник|коменд|смотрит|тренер|ведущ|проводник|наездник|торгов|радист)"
)
_FIELD = re.compile(
    r"(?:(?<=\n)|^|(?<=[.;|]\s)|(?<=\s\s))\s{0,3}(?:\d{1,2}[.)]\s?)?(?:профессия|работа|род\sзанятий|занятие|специальность|должность|занятость"
    r"|кем\sработа\w+|место\sработы(?:,\sдолжность)?|трудоустройство|мамандығ\w+|кәсібі\w*|қызметі|лауазымы|жұмысы|кәсіп|жұмыс(?:\sорны)?"
    r"|occupation|trade|job|profession|employment|work|position|line\sof\swork|mamandy[ğǵg]y|käsıbı|kásibi|jumysy)"
    r"(?:\s?[,(/][^:\n]{0,40})?\s?(?:[:=–—]|\.{2,}|…)[\s.:]{0,4}([^\n,;.:(«\"]{3,60})"
)
_NOTHING = re.compile(
    r"(?:не\s|нет|без|временно|пенсион|студент|школьн|домохоз|жоқ|жұмыссыз|зейнет|оқушы|unemployed|none|no\b|n/a|pensioner|retired|student"
    r"|[-—–]|в\s|на\s|у\s|при\s|at\s|in\s|за\s)"
)
_RU_WORK = re.compile(
    r"(?<!\w)(?:работа(?:ю|л|ла|ет|ем|ли|ют|вший|вшая)|тружусь|труди(?:тся|лся|лась)|устроил(?:ся|ась)|подрабатыва(?:ю|л|ла|ет)|служи(?:л|ла)"
    r"|трудоустроен\w?|нанял(?:ся|ась)|взяли|выучил(?:ся|ась)\sна|уч(?:усь|ился|илась)\sна)"
    r"(?:\s(?:я|он|она|там|тогда|здесь|тут|уже|раньше|сейчас|всю\sжизнь|теперь|потом|меня|его|её|простым|простой|обычным|обычной|старшим"
    r"|старшей|главным|главной|сам|сама|там\sже)){0,3}\s((?:[а-яё-]+(?:ым|им|ой|ей)\s){0,2}[а-яё-]{3,}(?:ом|ем|ём|ой|ей|ью|ым|им|ца|ика))(?!\w)"
)
_NOT_WORK = re.compile(
    r"(?:ноч|дн[её]м|утр|вечер|лет(?:ом|ами)|зим|весн|осен|врем|цел|сутк|год(?:ом|ами)|вахт(?:ой|ами)|смен(?:ой|ами)|рук(?:ой|ами)|лопат|дом(?:ом|ой)"
    r"|день|сво[ие]|этим|тем|всем|одн|мног|перв|перед|под|над|муж|жен|отц|брат|сестр|семь[её]|пут|меся|сам[ио]|нелегаль|официаль|честн|парой|потом|кем"
    r"|том|нём|нем|чем|ним|ней|мой|твой|домой|такой|какой|другой|второй|порой|самой)"
)
_BY_TRADE = re.compile(
    r"(?<!\w)по\s(?:профессии|специальности|образованию|должности)(?:\s(?:я|он|она))?\s?[—–:-]?\s?((?:[а-яё-]+(?:ый|ий|ой|ая|яя)\s){0,2}[а-яё-]{4,}"
    r"(?:\s[а-яё]{4,}(?:и|ы|а|я|ов|ей|ия|ого|их|ых))?)(?!\w)"
)
_TRADE_AFTER = re.compile(r"(?<!\w)([а-яё-]{4,})\sпо\s(?:профессии|специальности|образованию)(?!\w)")
_WHO_WORKS = re.compile(r"(?<!\w)(?:кем\s(?:вы\s|ты\s|он\s|она\s)?работа\w+|чем\s(?:вы\s)?занима\w+|кем\s(?:вы\s)?были)\??[^\n]{0,4}[\n—–-]{1,3}\s?(?:[^\W\d_]{1,12}:\s)?([а-яё-]{4,})")
_KK_BE = re.compile(
    r"(?<!\w)((?:[^\W\d_]+\s){0,2}?)([^\W\d_]{3,}(?:-[^\W\d_]+)?)\s(?:болып|боп|bolyp|bop)\s(?:жұмыс|істе\w+|қызмет|тұр\w+|еңбек|jumys|iste\w+|ıste\w+|qyzmet)"
)
_KK_WAS = re.compile(r"(?<!\w)((?:[^\W\d_-]+\s){0,2}?)([^\W\d_]{3,}(?:-[^\W\d_]+)?)\s(?:едім|еді|екен|болатын(?:мын)?|болғанмын|болған|edim|edım|edi|edı|bolǵan|bolğan)(?!\w)")
_EN_IS = re.compile(
    r"(?<!\w)(?:i\sam|i'm|im|i\swas|he\sis|he's|hes|he\swas|she\sis|she's|shes|she\swas|we\sare|we\swere|they\sare|who\sis|who\swas|who's"
    r"|works?\sas|worked\sas|working\sas|job\sas|employed\sas|trained\sas|became|been|is|was|'s|named|am)\s"
    r"(?:now\s|only\s|just\s|also\s|still\s|once\s)?(?:an?|the|our|my|his|her|their)\s((?:[a-z'-]+\s){0,3}?)([a-z-]{3,})(?!\w)"
)
_EN_OWN = re.compile(r"(?<!\w)(?:my|our|his|her|their)\s((?:[a-z'-]+\s){1,2})([a-z-]{3,})(?!\w)")
_EN_TAIL = re.compile(r"\s(?:in|at|of|for|on)\s(?:a|an|the)?\s?[a-z-]+(?:\s(?:band|shop|school|factory|plant|market|choir|company|station|farm|hospital|mine|theatre|cafe|restaurant))?(?![^\W_])|\sand\s(?:an?\s|the\s)?(?:[a-z-]+\s)?[a-z-]+er(?!\w)")
_EN_GUY = re.compile(r"(?:guy|man|woman|girl|lady|boss|hand|boy)")
_EN_STOP = frozenset("same old young good bad poor real small little big tall first last only own new one other former late dear best".split())
_OPEN = re.compile(r"(?:^|[,;—–(:•\n]\s?|[.!?]\s)$")
_CLOSED = re.compile(r"\s?(?:[,.;:)\n?!»(]|$|[—–]|-\s|(?:на|в|по|при|из|у|at|in|of|and|и)\s)")
_RU_TAIL = re.compile(
    r"\s(?:по|на|в|при)\s[а-яё-]{3,}(?:\s(?!(?:я|он|она|мы|когда|где|там|ну|вот|меня|его|и|в|на)\s)[а-яё-]{4,}(?:ам|ям|ах|ях|е|и|у|а|ом|ем|ами))?"
    r"|\s[а-яё-]{3,}(?:ов|ев|ей|ий|ия|ы|и|а|я|ого|их|ых|ок|к)(?:\sи\s[а-яё-]{3,}(?:ов|ев|ей|ы|и))?(?=\s?[,.;:)\n—–(]|$)"
)
_ADJECTIVE = re.compile(r"(?:^|(?<=[^\w]))([а-яё]+(?:ый|ий|ой|ая|яя|ого|ым|им|ую|ему|ому))\s$")


def find(source: str, view: str) -> Iterator[Hit]:
    """Occupations in frames that say so; `view` is the source in lower case at equal length."""
    yield from _fields(view)
    for shape in (_RU_WORK, _BY_TRADE, _TRADE_AFTER, _WHO_WORKS):
        for match in shape.finditer(view):
            word = match[1].split()[-1]
            if shape is _RU_WORK and _NOT_WORK.match(word):
                continue
            if shape is not _RU_WORK or not match[1].startswith(("вместе", "вдво")):
                yield Hit(match.start(1), _ru_tail(source, view, match.end(1)), Label.JOB, 0.8)
    for shape in (_KK_BE, _KK_WAS):
        for match in shape.finditer(view):
            if shape is _KK_BE and _first_letters(match[2]) or looks_like_job(match[2]):
                yield Hit(_kk_start(view, match.start(2)), match.end(2), Label.JOB, 0.8)
    yield from _english(source, view)
    yield from _alone(source, view)


def _first_letters(word: str) -> bool:
    return is_job(word) or looks_like_job(word)


def _fields(view: str) -> Iterator[Hit]:
    for match in _FIELD.finditer(view):
        value = match[1]
        lead = len(value) - len(value.lstrip(" ."))
        value = value.strip(" .")
        words = value.split()
        if not words or len(words) > 6 or _NOTHING.match(value) or any(c.isdigit() for c in value):
            continue
        # "Жұмыс: …" may open a sentence; a value that ends its line or clause is a field
        for n, word in enumerate(words):
            if n and word in {"в", "во", "на", "у", "из", "при", "at", "in"}:
                value = " ".join(words[:n])
                break
        yield Hit(match.start(1) + lead, match.start(1) + lead + len(value), Label.JOB, 0.7)


def _english(source: str, view: str) -> Iterator[Hit]:
    for match in _EN_IS.finditer(view):
        yield from _english_noun(source, view, match, after_is=True)
    for match in _EN_OWN.finditer(view):
        yield from _english_noun(source, view, match, after_is=False)


def _english_noun(source: str, view: str, match: re.Match[str], *, after_is: bool) -> Iterator[Hit]:
    """The noun of a frame, which may be followed by the one that counts: a court stenographer."""
    start = match.start(1)
    words = list(_WORD.finditer(view, start, min(len(view), start + 60)))[:4]
    for n, word in enumerate(words):
        if n and view[words[n - 1].end() : word.start()] != " ":
            return
        known = is_job(word[0])
        job = known or looks_like_job(word[0]) or (n > 0 and _EN_GUY.fullmatch(word[0]) and words[n - 1][0] in _GUYS)
        if job and word[0].isascii() and (after_is or n > 0 or not _ROLES.match(word[0])):
            following = words[n + 1] if n + 1 < len(words) else None
            if following and view[word.end() : following.start()] == " " and is_job(following[0]):
                continue
            first = words[0]
            begin = words[1].start() if n and first[0] in _EN_STOP else first.start()
            tail = _EN_TAIL.match(view, word.end()) if after_is else None
            end = tail.end() if tail and source[word.end() : tail.end()].islower() else word.end()
            yield Hit(begin, end, Label.JOB, 0.7)
            return


_GUYS = frozenset("sound delivery repair maintenance light camera bar cable internet milk bread tea sales ice stable farm kitchen deck".split())


def _alone(source: str, view: str) -> Iterator[Hit]:
    """Known occupations in appositions, beside a name, or as a clause of their own."""
    for word in _WORD.finditer(view):
        if not is_job(word[0]):
            if not (len(word[0]) > 6 and looks_like_job(word[0])):
                continue
            if not _OPEN.search(view[max(0, word.start() - 3) : word.start()]):
                continue
            if not _CLOSED.match(view, word.end()):
                continue
        start = _start(view, word.start())
        role = start == word.start() and _ROLES.match(word[0]) is not None
        end = _ru_tail(source, view, word.end())
        apposed = _OPEN.search(view[max(0, start - 3) : start]) and _CLOSED.match(view, end)
        named = not role and _named(source, word)
        personal = re.search(r"(?:м[ыі]н|[пб][ыі]н)$", word[0]) and len(word[0]) > 6
        if personal or (apposed and (not role or end > word.end())):
            yield Hit(start, end, Label.JOB, 0.65)
        elif named:
            yield Hit(start, end if not source[word.end() : end].strip() else word.end(), Label.JOB, 0.6)
        elif not role and _told(view, start):
            yield Hit(start, end, Label.JOB, 0.65)


_TOLD = re.compile(
    r"(?<!\w)(?:я|он|она|мы|сам|сама|теперь|муж|жена|сын|дочь|дочка|брат|сестра|отец|мать|мама|папа|дядя|т[её]тя|зять|сноха|тесть|св[её]кор"
    r"|был|была|стал|стала|сейчас|просто|обычный|обычная|простой|өзі|мен|ол|күйеуім|әйелім|ағам|әкем|анам|інім|бауырым|әпкем|ұлым|қызым|казашка"
    r"|казах|узбечка|узбек|русская|русский|татарин|татарка|уйгур|уйгурка|немец|немка|кореец|кореянка|дунганин|дунганка|это)"
    r"(?:\s?[—–-])?\s(?:у\sменя\s|мой\s|моя\s|простой\s)?$"
)


def _told(view: str, start: int) -> bool:
    return _TOLD.search(view, max(0, start - 30), start) is not None


def _named(source: str, word: re.Match[str]) -> bool:
    """Whether a name stands right before or after: the word itself then says who it is."""
    after = source[word.end() : word.end() + 24]
    match = re.match(r"\s([A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][^\W\d_]+)", after)
    if not match:
        return False
    raised = source[word.start()].isupper() and not re.search(r"(?:^|[.!?:\n—]\s?)$", source[max(0, word.start() - 3) : word.start()])
    return not raised


def _ru_tail(source: str, view: str, end: int) -> int:
    """The end of "of accordions" or "at the depot" after an occupation; a capital begins a name that others find."""
    tail = _RU_TAIL.match(view, end)
    if not tail or any(c.isupper() for c in source[end : tail.end()]):
        return end
    return tail.end()


def _start(view: str, start: int) -> int:
    """Back over the adjectives, hyphened or Kazakh modifiers before the noun."""
    for _ in range(2):
        before = _ADJECTIVE.search(view, max(0, start - 20), start)
        if not before:
            break
        start = before.start(1)
    return _kk_start(view, start)


_KK_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]+)\s$")
_KK_PARTS = frozenset("еден тандыр қауын киіз кілем ағаш мал нан ет гүл кірпіш темір сағат қой жылқы ат от көше аула үй тас бас жүк шаш той газ кран "
                      "автобус такси химия тарих ән күй қыш құдық мақта күріш алма балық тері жүн kiiz kıiz kilem agash mal nan et".split())  # fmt: skip


def _kk_start(view: str, start: int) -> int:
    for _ in range(3):
        before = _KK_BEFORE.search(view, max(0, start - 22), start)
        if not before:
            break
        word = before[1]
        if not (word in _KK_PARTS or re.search(r"(?:[нтд][ыі]ң|атын|етін|йтын|йтін|atyn|etin|etın|лық|лік|шы|ші)$", word)):
            break
        start = before.start(1)
    return start
