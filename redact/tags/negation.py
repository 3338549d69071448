"""Decides whether words that name an abuse say that it happened.

What cancels: a denial in the clause (denials.py, denials_ru.py, denials_kk.py); questions, unless answered
with yes; what is called a lie or explained away; a rumour quoted; a list of what was not; an unticked box.
"""

import re

from redact.tags.denials import LIES, WAS, denied_en
from redact.tags.denials_kk import denied_kk
from redact.tags.denials_ru import denied_ru
from redact.tags.triggers import Found, Match

_KK_ASKS = frozenset("ма ме ба бе па пе".split())
_ASKS_DETAIL = frozenset("when where why how когда где куда почему кашан кайда неге калай".split())
_YES = frozenset("yes yeah да иа ия конечно".split())
_NO = frozenset("no none never нет жок никакого не".split())
_EXPLAINS = frozenset("это дегени относится означает значит означало means meant".split())
_EXPLAINING = re.compile(r"^[»\"”]\s*(?::|[—–-]|\()")
_THIS = frozenset({"это", "бул"})
_EXPLAINED_WITHIN = 4  # words
_WORD = frozenset("слово слова словом word соз сози создин".split())
_MESSAGES = frozenset(
    "message post channel rumour rumor newspaper youtube internet интернете сети канале канал чате ролике "
    "правда true рас посте слух слухи сигнал газете ютубе каналда чатта хабарламада газетте".split()
)
_SAYING = tuple(
    "say said ask writ claim спраш спрос сура пиш писа напис говор сказа прозвуч дейди деп жаз".split()
)
_RUMOUR = 14  # words
_ABSENT = frozenset("not никогда болмаганы жоктары болмаган жок".split())
_LIST = 24  # words


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
        or _rumour_quoted(found, next((n for n in match.words if words[n].quoted), first))
    ):
        return False
    if trigger.negation == "part":
        return True
    return not _asked_kk(found, last) and not _denied(found, match)


def _asked_kk(found: Found, last: int) -> bool:
    """ "Ұрды ма": a Kazakh question without its mark."""
    words = found.reading.words
    return last + 1 < len(words) and words[last + 1].key in _KK_ASKS


def _denied(found: Found, match: Match) -> bool:
    """Denied in the language of the trigger; Russian and Kazakh share words, so in either of them."""
    if match.trigger.language == "en":
        return denied_en(found, match)
    return denied_ru(found, match) or denied_kk(found, match)


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
        (words[n].key in LIES and words[n - 1].key != "не")
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
                key in _ABSENT or (key == "не" and head[-1] != "не" and head[at + 1] in WAS)
                for at, key in enumerate(head)
            )
    return False


def _rumour_quoted(found: Found, first: int) -> bool:
    """What a message, a post or a channel says, in quotation marks: The post says "they burned him"."""
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
