"""Decides whether words that name an abuse say that it happened.

What cancels: not, never, nobody (English); не, ни, без, нет (Russian); the negative inside a Kazakh verb, жоқ
and емес after it; questions; "if", "бы", "almost"; denials by others; an unticked box or a "no" in a form.
"""

import re

from redact.tags.triggers import Found, Match, negative_inside

_EN_NOT = frozenset(
    "not never no nobody none neither nor without cannot denied denies deny didn't don't wasn't weren't "
    "isn't aren't haven't hasn't hadn't doesn't can't won't couldn't wouldn't didnt wasnt werent dont".split()
)
_EN_MAYBE = frozenset(
    "if almost nearly would could might thought rumour rumours supposedly false nobody".split()
)
_RU_BESIDE = frozenset("не ни без нет никакого никаких".split())
_RU_NOBODY = frozenset("никто никого никому никогда ничего".split())
_RU_MAYBE = frozenset("бы б если якобы будто подумал подумала чуть едва".split())
_RU_AFTER = frozenset("нет отрица отрицает отрицают отрицал".split())
_KK_AFTER = frozenset("жок жокпыз жокпын емес емеспиз болмаган болмады болмапты".split())
_KK_BEFORE = frozenset("ешким ешкимди ешкашан".split())
_KK_ASKS = frozenset("ма ме ба бе па пе".split())
_ASKS_DETAIL = frozenset("when where why how когда где куда почему кашан кайда неге калай".split())
_YES = frozenset("yes yeah да иа ия конечно".split())
_NO = frozenset("no none never нет жок никакого не".split())
_KK_PARTICIPLE = ("ган", "ген", "кан", "кен", "да", "де", "та", "те")
_KK_VERB_NOT = re.compile(r"[мбп][ае](?:ды|ди|дым|дим|дык|дик|ган|ген|пты|пти|йды|йди)$")
_EXPLAINS = frozenset("это дегени относится означает значит означало means meant".split())
_THIS = frozenset({"это", "бул"})
_EXPLAINED_WITHIN = 4  # words
_EXPLAINING = re.compile(r"^[»\"”]\s*(?::|[—–-]|\()")
_WORD = frozenset("слово слова словом word соз сози создин".split())
_RUMOUR = 14  # words
_MESSAGES = frozenset(
    "message post channel rumour rumor newspaper youtube internet интернете сети канале канал чате ролике посте слух слухи сигнал газете ютубе "
    "каналда чатта хабарламада газетте".split()
)
_SAYING = (
    "say",
    "said",
    "writ",
    "claim",
    "пиш",
    "писа",
    "напис",
    "говор",
    "сказа",
    "дейди",
    "деп",
    "жаз",
    "прозвуч",
)
# Tools of abuse: a bare noun that is denied later in its sentence.
_TOOLS = ("ток", "электрошок", "шокер", "пакет", "противогаз", "утюг", "пыт", "дубин", "физическ", "насили")
_HEARSAY = frozenset("говорят болтают рассказывают слышала слышал пишут".split())
_SEEN = ("виде", "знаю", "верю", "подтвер")
_DENIES = ("отрица", "опроверг", "отверг")
_CLOSE = 8  # words
_LIST = 24  # words
_ABSENT = frozenset("not никогда болмаганы жоктары болмаган жок".split())
_WAS = frozenset("было применяли применялось использовали видел слышал делали".split())
_LIES = frozenset("отирик осек неправда ложь вранье враки выдумка выдумки untrue".split())
# "Not only", "more than once": the word stands there, the meaning does not.
_NOT_ONLY = frozenset("только раз один once only просто".split())


def happened(found: Found, match: Match) -> bool:
    """Whether a matched trigger is told as having happened."""
    words, trigger = found.reading.words, match.trigger
    first, last = match.words[0], match.words[-1]
    asked = words[first].sentence in found.reading.questions and not words[first].quoted
    if trigger.negation == "answer":
        return asked and _answered(found, first, _NO)
    if asked and not _presupposes(found, first):
        return trigger.negation == "cancels" and _answered(found, first, _YES)
    if (
        _form_says_no(found, first, last)
        or _explained_away(found, last)
        or _untrue(found, last)
        or _named_as_word(found, first)
        or _listed_as_absent(found, first)
        or _rumour_quoted(found, first)
    ):
        return False
    if trigger.negation == "part":
        return True
    if any(words[n].key in _KK_ASKS for n in range(last + 1, min(last + 2, len(words)))):
        return False
    if trigger.language == "en":
        return not _denied_en(found, match)
    # the same words serve both languages, and a mixed text denies them in either
    return not _denied_ru(found, match) and not _denied_kk(found, match)


def _answered(found: Found, word: int, answers: frozenset[str]) -> bool:
    """Whether the sentence after a question begins with one of these answers."""
    following = found.reading.words[word].sentence + 1
    if following >= len(found.reading.bounds):
        return False
    low, high = found.reading.bounds[following]
    return any(found.reading.words[n].key in answers for n in range(low, min(low + 2, high)))


def _presupposes(found: Found, word: int) -> bool:
    """Whether a question takes for granted what it asks about: "when were you detained?"."""
    low, high = found.around(word)
    return any(found.reading.words[n].key in _ASKS_DETAIL for n in range(low, high))


def _explained_away(found: Found, last: int) -> bool:
    """Words in quotation marks that are explained at once: «горели» — это печь, «били» тут — это часы."""
    words, text = found.reading.words, found.reading.text
    after = last + 1
    if not words[last].quoted or after >= len(words) or words[after].quoted:
        return False
    gap = text[words[last].end : words[after].start]
    near = range(after, min(after + _EXPLAINED_WITHIN, found.around(last)[1]))
    this = any(words[n].key in _THIS and words[n].clause > words[last].clause for n in near)
    if "\n" in gap or (words[after].key not in _EXPLAINS and not _EXPLAINING.search(gap) and not this):
        return False
    opened = max(text.rfind(mark, max(0, words[last].end - 30), words[last].start + 1) for mark in '«"“„')
    return opened >= 0


def _named_as_word(found: Found, first: int) -> bool:
    """A word that is spoken of as a word: слово «жгли» относится к шерсти."""
    words, text = found.reading.words, found.reading.text
    opening = text[words[first].start - 1 : words[first].start]
    return first > 0 and opening in {"«", '"', "“", "„"} and words[first - 1].key in _WORD


def _untrue(found: Found, last: int) -> bool:
    """What a talker calls a lie or a rumour at once: "тоқпен ұрды деген өтірік", "что били, это неправда"."""
    words = found.reading.words
    _, high = found.around(last)
    following = range(last + 1, min(last + 6, high))
    return any(
        (words[n].key in _LIES and words[n - 1].key != "не")
        or (words[n].key.startswith("верь") and words[n - 1].key == "не")
        for n in following
    )


def _listed_as_absent(found: Found, first: int) -> bool:
    """A list under a heading that denies it: "Чего не было: пакета, тока", "Not used: bag, iron"."""
    words, text = found.reading.words, found.reading.text
    low = max(found.around(first)[0], first - _LIST)
    for number in range(first - 1, low, -1):
        gap = text[words[number].end : words[number + 1].start]
        if ":" in gap:
            head = [words[n].key for n in range(max(low, number - 3), number + 1)]
            return any(
                key in _ABSENT or (key == "не" and head[-1] != "не" and head[at + 1] in _WAS)
                for at, key in enumerate(head)
            )
    return False


def _rumour_quoted(found: Found, first: int) -> bool:
    """What a message, a post or a channel says, repeated in quotation marks: The post says "they burned him"."""
    words = found.reading.words
    if not words[first].quoted:
        return False
    low, _ = found.around(first)
    before = [words[n].key for n in range(max(low, first - _RUMOUR), first) if not words[n].quoted]
    return any(key in _MESSAGES for key in before) and any(key.startswith(_SAYING) for key in before)


def _form_says_no(found: Found, first: int, last: int) -> bool:
    """An unticked box before the words, or a bare "no" behind a dash or colon after them."""
    words, text = found.reading.words, found.reading.text
    before = text[max(0, words[first].start - 5) : words[first].start]
    if "[ ]" in before or "[_]" in before or "☐" in before:
        return True
    if last + 1 >= len(words):
        return False
    gap = text[words[last].end : words[last + 1].start]
    return words[last + 1].key in {"нет", "жок", "no", "none", "не"} and any(sign in gap for sign in "—–-:")


def _clause_before(found: Found, first: int, reach: int) -> range:
    """Word numbers before a word, in its clause, at most `reach` of them."""
    words = found.reading.words
    low = first
    while low > 0 and first - low < reach and words[low - 1].clause == words[first].clause:
        low -= 1
    return range(low, first)


def _only(found: Found, number: int) -> bool:
    """Whether the "not" at a word is "not only" or "more than once"."""
    words = found.reading.words
    return number + 1 < len(words) and words[number + 1].key in _NOT_ONLY


def _denied_en(found: Found, match: Match) -> bool:
    words = found.reading.words
    first, last = match.words[0], match.words[-1]
    for number in [*_clause_before(found, first, 7), *range(first, last + 1)]:
        key = words[number].key
        if number in match.words:
            continue
        if key in _EN_NOT and not _only(found, number):
            return True
        if key in _EN_MAYBE and number < first:
            return True
    # "not beaten, tortured or insulted": a short clause without a subject goes on with the "not" before it
    return _continues_negated(found, first, _EN_NOT)


def _continues_negated(found: Found, first: int, negations: frozenset[str]) -> bool:
    """Whether the trigger begins its clause or follows an "or", after a negated clause."""
    words = found.reading.words
    if first == 0 or words[first].sentence != words[first - 1].sentence:
        return False
    clause = words[first].clause
    if words[first - 1].clause == clause and words[first - 1].key not in {"or", "или", "nor"}:
        return False
    before = [n for n in range(max(0, first - 10), first) if words[n].clause in {clause, clause - 1}]
    return any(words[n].key in negations and not _only(found, n) for n in before)


def _denied_ru(found: Found, match: Match) -> bool:
    words = found.reading.words
    first, last = match.words[0], match.words[-1]
    return (
        _not_beside_ru(found, match)
        or _maybe_ru(found, first, last)
        or _nobody_ru(found, first, last)
        or _denied_later_ru(found, first, last)
        or _none_of_them_ru(found, last)
        or _officially_denied_ru(found, match)
        or _not_even_tried_ru(found, last)
        or (
            (match.trigger.noun or words[last].key.startswith(_TOOLS))
            and _noun_denied_after(found, last, found.around(first)[1])
        )
        or _heard_not_seen_ru(found, first)
        or _continues_negated(found, first, frozenset({"ни"}))
    )


def _not_beside_ru(found: Found, match: Match) -> bool:
    """не, ни, без, нет within two words before a matched word, in its clause."""
    words = found.reading.words
    for number in match.words:
        for near in range(max(0, number - 2), number):
            if near in match.words or words[near].clause != words[number].clause:
                continue
            if words[near].key in _RU_BESIDE and not _only(found, near):
                return True
    return False


def _maybe_ru(found: Found, first: int, last: int) -> bool:
    """если, бы, якобы, чуть не in the clause."""
    words = found.reading.words
    numbers = [*_clause_before(found, first, 6), *range(first, min(last + 3, len(words)))]
    return any(words[n].clause == words[first].clause and words[n].key in _RU_MAYBE for n in numbers)


def _nobody_ru(found: Found, first: int, last: int) -> bool:
    """никто, никого, ничего with a не in the clause."""
    words = found.reading.words
    near = range(max(0, first - 6), min(len(words), last + 7))
    clause = [n for n in near if words[n].clause == words[first].clause]
    nobody = any(words[n].key in _RU_NOBODY for n in clause)
    return nobody and any(words[n].key in {"не", "нет"} and not _only(found, n) for n in clause)


def _denied_later_ru(found: Found, first: int, last: int) -> bool:
    """ "насиловать не насиловали", "слышал, но сам не видел", "не применяли: ток, огонь"."""
    words = found.reading.words
    low, high = found.around(first)
    for number in range(last + 1, min(last + 8, high)):
        repeated = words[number].key[:5] == words[last].key[:5]
        if words[number - 1].key == "не" and (repeated or words[number].key.startswith(("видел", "подтвер"))):
            return True
    return any(
        words[n].key.startswith("применя") and words[n - 1].key == "не" for n in range(max(low, 1), first)
    )


def _heard_not_seen_ru(found: Found, first: int) -> bool:
    """ "Говорят, там убили двоих. Я не видела": what is only said, and the next sentence does not know."""
    words = found.reading.words
    low, high = found.around(first)
    if not any(words[n].key in _HEARSAY for n in range(low, first)):
        return False
    following = range(high, min(high + 5, len(words)))
    return any(
        words[n].key == "не" and words[n + 1].key.startswith(_SEEN) for n in following if n + 1 < len(words)
    )


def _none_of_them_ru(found: Found, last: int) -> bool:
    """ "Убитых у нас слава богу не было", "задержанных нет": a genitive plural before "was not"."""
    words = found.reading.words
    if not words[last].key.endswith(("ых", "их")):
        return False
    for number in range(last + 1, min(last + 11, found.around(last)[1])):
        key = words[number].key
        if key == "нет" or (key == "не" and number + 1 < len(words) and words[number + 1].key in _WAS):
            return words[number].clause == words[last].clause or number - last <= _CLOSE
    return False


def _officially_denied_ru(found: Found, match: Match) -> bool:
    """ "Полиция отрицает, что кого-то пытали"."""
    low, _ = found.around(match.words[0])
    before = range(max(low, match.words[0] - _RUMOUR), match.words[-1])
    return any(found.reading.words[n].key.startswith(_DENIES) for n in before if n not in match.words)


def _not_even_tried_ru(found: Found, last: int) -> bool:
    """ "Изнасиловать тоже не грозили", "бить не стали": an infinitive before a verb with "не"."""
    words = found.reading.words
    if not words[last].key.endswith("ть"):
        return False
    following = range(last + 1, min(last + 4, found.around(last)[1]))
    return any(words[n].key == "не" and words[n].clause == words[last].clause for n in following)


def _noun_denied_after(found: Found, last: int, high: int) -> bool:
    """ "Тока, утюга, такого не было": nouns are denied by what follows in their sentence."""
    words = found.reading.words
    for number in range(last + 1, min(last + 10, high)):
        key = words[number].key
        if key in _RU_AFTER or key in _KK_AFTER:
            return True
        if key == "не" and words[number].clause == words[last].clause:
            return True
        if key == "не" and number + 1 < high and words[number + 1].key.startswith(("был", "применя", "виде")):
            return True
    return False


def _said_but_not_so_kk(found: Found, last: int) -> bool:
    """ "Үтік басты деген сөз бізге қатысты емес": what is said, called not so in the same sentence."""
    words = found.reading.words
    _, high = found.around(last)
    if not any(words[n].key == "деген" for n in range(last + 1, min(last + 3, high))):
        return False
    return any(words[n].key in _KK_AFTER or words[n].key in _LIES for n in range(last + 2, min(last + 8, high)))


def _denied_kk(found: Found, match: Match) -> bool:
    words = found.reading.words
    first, last = match.words[0], match.words[-1]
    atoms = {atom for phrase in match.trigger.say for atom in phrase.atoms}
    if any(negative_inside(found, number, atoms) for number in match.words):
        return True
    _, high = found.around(first)
    participle = words[last].key.endswith(_KK_PARTICIPLE)
    for number in range(last + 1, min(last + 7, high)):
        key = words[number].key
        if key in _KK_AFTER:
            near = number - last <= 2
            same = words[number].clause == words[last].clause
            return near or participle or match.trigger.noun or same
        if not match.trigger.noun and not participle and number - last > 2:
            break
    if _said_but_not_so_kk(found, last):
        return True
    if any(words[n].key in _KK_BEFORE for n in _clause_before(found, first, 5)):
        following = [words[n] for n in range(last + 1, min(last + 5, high))]
        return any(word.key in _KK_AFTER for word in following)
    # "қорлап шешіндірмеген": the verb that a converb leans on says no for both
    if words[last].key.endswith("п") and last + 1 < high and words[last + 1].clause == words[last].clause:
        key = words[last + 1].key
        if _KK_VERB_NOT.search(key) and not key.startswith(("коим", "токтам", "бол")):
            return True
    # "тоқпен де қинамады": the verb that follows the noun says no
    if match.trigger.noun and any(
        _KK_VERB_NOT.search(words[n].key) for n in range(last + 1, min(last + 4, high))
    ):
        return True
    return match.trigger.noun and any(words[n].key in {"жок"} for n in range(last + 1, min(last + 3, high)))
