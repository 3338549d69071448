"""Occupations that help to single somebody out: stated ones, with what makes them precise.

A bare role of the story (the doctor, the driver) is none; "I work as a driver" is.
"""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.recognisers import job_frames
from redact.recognisers import job_words as w
from redact.recognisers.context import low
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import cyrillic_view

NAME = "jobs"

_RU_END = (
    r"(?:ы|и|е|ё|у|а|я|ю|ь|ом|ем|ём|ой|ей|ём|ью|ец|ца|цу|цем|цом|щица|щицей|щицы|щик|щиком|щика|ца|цей|ра"
    r"|рой|ры|ик|иком|ика|ник|ником|ника|ница|ницей|ницы|к|ком|ка|ки|кой|ку|ер|ист|истка|исткой|ная|ной"
    r"|ный|ным|ую|ый|ым|ик|ики|ница|щ|ч|я|йка|йкой|жницей|ее|н|ном)?"
)
_RU_JOB = re.compile(
    rf"(?<![^\W_])((?:[^\W\d_]+(?:ая|ой|ый|ий|ым|им|ого"
    rf"|его)\s){{0,3}})((?:{w.RU}){_RU_END}(?:-[а-яё]{{4,}})?|(?:{w.RU_ROLE}){_RU_END})(?![^\W_])"
)
_RU_WORK = re.compile(
    r"(?:работа(?:ю|л|ла|ет|ем|ли|ть|ла я|я)|тружусь|трудил\w+|устроил\w+|подрабатыва\w+|служил\w*"
    r"|по профессии|по специальности|профессия|специальность|должность|кем работа\w+|занятость"
    r"|стал[а]?|был[а]?|является|работает у нас|выучил\w+ на|учусь на|учится на)"
    r"(?:\s(?:я|он|она|там|тогда|здесь|уже|в то время|обычн\w+|простым|раньше|сейчас|всю жизнь"
    r"|лет\s\w+))?[\s:—–-]{1,4}(?:[^\W\d_]+\s)?$"
)
_RU_ROLE_ONLY = re.compile(rf"(?:{w.RU_ROLE}){_RU_END}")
_RU_AFTER = re.compile(
    r"(?:\s(?:на|в|при|по|у)\s[а-яё]+(?:\s[а-яё]+(?:ой|ого|ых|их|ии|ия|ов))?(?:\s(?:депо|заводе|библиотеке"
    r"|станции|школе|цехе"
    r"|комбинате))?|\s(?!меня\b|его\b|ее\b|её\b|нас\b|когда\b|тогда\b|потом\b|себя\b|она\b|было\b"
    r"|была\b|года?\b|этого\b)[а-яё]{3,}(?:а|ов|ей|ия|ки|ы|ой|го|их|ых|о|и|я)(?:\s[а-яё]{3,}(?:а|ии"
    r"|ов|ей|ия|ки|ы|ой|и|я))?)?"
)
_APPOSED_BEFORE = re.compile(r"(?:^|[,;—–(]\s?|[.!?:]\s|\n|«)$")
_APPOSED_AFTER = re.compile(r"\s?(?:[,.;)\n?!»]|$|—)")
_PERSON_BEFORE = re.compile(
    r"(?:(?<!\w)(?:я|он|она|мы|муж|мужа|жена|сын|дочь|дочка|брат|сестра|отец|мать|мама|папа|сосед"
    r"|соседка|друг|подруга|дядя|т[её]тя|зять|сноха|невестка|племянник)\s?(?:мой\s|моя\s)?(?:у меня\s"
    r"|простой\s|простая\s|сам\s|сама\s|по профессии\s)?[—–-]?\s?)$"
)
_KK_JOB = re.compile(
    rf"(?<![^\W_])((?:(?!мен\b|ол\b|біз\b|анам\b|әкем\b|күйеуім\b|әйелім\b|бірақ\b|және\b|да\b|де\b"
    rf"|деп\b)[^\W\d_]+\s){{0,3}}?)((?:{w.KK}|{w.KK_LATIN})(?:і|ы|сі|сы|ы|ı|i|y)?(?:мін|мын|пін|пын"
    rf"|бін|бын|mın|myn|pın|pyn|сің|сың)?(?:нің|ның|дің|дың|ге|ға|ін|ын|лер"
    rf"|лар)?)(?![^\W_])(\s(?:болып|боп|еді|едім|болған|болатын|болып істе\w+|bolyp|edım|болды"
    rf"|екен))?"
)
_KK_PERSONAL = re.compile(r"(?:мін|мын|пін|пын|бін|бын|mın|myn|pın|pyn)$")
_KK_MODIFIER = re.compile(
    r"(?:ың|ің|ған|ген|тын|тін|атын|етін|лық|лік|ағы|егі|iañ|tyn|tın|pänınıñ|қ|дағы|дегі|тағы|тегі|аға"
    r"|бас|жөндеу|ша|ші|кран|химия|база?р|сағат|газ|нан|ет|кілем|дүкен|пәнінің|тілі|түнгі|жеке)$"
)
_EN_JOB = re.compile(
    rf"(?<![^\W_])((?:(?!(?:a|an|the|and|is|was|as|my|his|her|our|their|were|are|i|we|you|they|it|he|she"
    rf"|at|in|of|to"
    rf"|for|on|by|with|that|this|who|but|me|him|when|no|not|or|said|told|asked|same|am|be|young|old"
    rf"|one)\s)[a-z][a-z'-]*\s){{0,4}})((?:{w.EN}|{w.EN_ROLE})s?)(?![^\W_])"
    r"((?:\s(?:at|of|for|in|on)\s(?:the\s|a\s)?[a-z-]+(?:\s(?!(?:and|when|where|who|until|then|for|in"
    r"|at|he|she|i)\b)[a-z-]+)?|\sand\sa\s[a-z-]+(?:\s[a-z]+)?)?)"
)
_EN_WORK = re.compile(
    r"(?:work(?:s|ed|ing)?\s(?:there\s|then\s)?as|employed as|job\s(?:is|was)|trade\??|profession"
    r"|occupation[^\n:]{0,20}|trained as|to be|became|been|position)\s?[:—–-]?\s?(?:an?\s|the\s"
    r"|witness:\s)?(?:a\s)?$"
)
_EN_IS = re.compile(
    r"(?:i am|i'm|im|i was|he is|he's|hes|he was|she is|she's|shes|she was|we are|(?:husband|wife|son"
    r"|daughter|brother|sister|father|mother|uncle|aunt|neighbou?r|friend|cousin|name|that's|that is"
    r"|who)\s?(?:is|was|'s)?|is|was)\s(?:only\s|just\s)?(?:an?|the)\s$|:\s(?:an?\s)?$"
)
_EN_SELF = re.compile(r"(?<!\w)(?:i am|i'm|im|i was|we are|we were)\s(?:only\s|just\s)?(?:an?|the)\s$")
_EN_APPOSED = re.compile(r"(?:,|\(|—)\s(?:an?\s(?:[A-Za-z]+an\s)?)?$|\.\s$|\n$")
_EN_ROLE_ONLY = re.compile(rf"(?:{w.EN_ROLE})s?")
_NUMBER_DOT = re.compile(r"(?:^|\n)\s?\d{1,2}[.)]\s?[^\n:]{3,60}:\s?$")


def find(text: str) -> Iterator[Hit]:
    """Occupations in three languages."""
    source = cyrillic_view(text)
    view = low(source)
    for match in _RU_JOB.finditer(view):
        yield from _russian(source, view, match)
    for match in _KK_JOB.finditer(view):
        yield from _kazakh(view, match)
    for match in _EN_JOB.finditer(view):
        yield from _english(source, view, match)
    yield from job_frames.find(source, view)


def _complement(source: str, start: int, end: int) -> int:
    """The end of "at the station" after a job; a capital in it begins a name, which others find."""
    return start if any(c.isupper() for c in source[start:end]) else end


def _russian(source: str, view: str, match: re.Match[str]) -> Iterator[Hit]:
    start, noun = match.start(), match[2]
    lead = view[max(0, start - 45) : start]
    after = _RU_AFTER.match(view, match.end())
    end = _complement(source, match.end(), after.end()) if after else match.end()
    role = _RU_ROLE_ONLY.fullmatch(noun) is not None
    precise = bool(match[1].strip()) or end > match.end()
    if role and re.search(r"(?:[трчк]|ист)а$", noun) and "сестр" not in noun:
        return  # a genitive: it is somebody else's
    if _RU_WORK.search(lead):
        yield Hit(start, end, Label.JOB, 0.8)
    elif _PERSON_BEFORE.search(lead) and (not role or precise):
        yield Hit(start, end, Label.JOB, 0.7)
    elif _APPOSED_BEFORE.search(lead) and _APPOSED_AFTER.match(view, end) and (not role or precise):
        yield Hit(start, end, Label.JOB, 0.6)
    elif not role:
        yield Hit(match.start(2), match.end(2), Label.JOB, 0.4)


def _kazakh(view: str, match: re.Match[str]) -> Iterator[Hit]:
    start = _modifiers(view, match)
    personal = _KK_PERSONAL.search(match[2])
    lead = view[max(0, start - 30) : start]
    apposed = re.search(r"(?:[,;—–(.:]\s?|\n|мен\s|ол\s|мамандығ\w+:?\s|жұмыс\w*:?\s)$", lead) or start == 0
    if personal or match[3]:
        yield Hit(start, match.end(2), Label.JOB, 0.8)
    elif apposed and re.match(r"\s?(?:[,.;)\n?!]|$)", view[match.end(2) : match.end(2) + 2]):
        yield Hit(start, match.end(2), Label.JOB, 0.7)
    else:
        yield Hit(match.start(2), match.end(2), Label.JOB, 0.4)


def _modifiers(view: str, match: re.Match[str]) -> int:
    """Where the words before the noun begin that make it precise: химия пәнінің мұғалімі.

    All words back to the clause's beginning if there are at most three, else those that can modify a noun.
    """
    start = match.start(2)
    words: list[int] = []
    for _ in range(4):
        before = _LAST_WORD.search(view, max(0, start - 25), start)
        if not before or before[1] in _KK_STOP or before[1].endswith(("ли", "ла", "ть", "лся", "лось")):
            break
        start -= len(before[0])
        words.append(start)
        if len(words) == 1 or _KK_MODIFIER.search(before[1]):
            keep = start
    if not words:
        return match.start(2)
    if len(words) <= 3 and _CLAUSE_START.search(view[max(0, start - 6) : start]):
        return start
    return keep if _KK_MODIFIER.search(view[words[0] : match.start(2)].strip()) else match.start(2)


_LAST_WORD = re.compile(r"(?<![^\W_])([^\W\d_]+)\s$")
_CLAUSE_START = re.compile(r"(?:^|[.,;:!?—–\n(]\s?|(?:мен|ол|біз|өзі)\s)$")
_KK_STOP = frozenset(
    (
        "он она я мы муж жена брат көрген мен ол біз анам әкем күйеуім әйелім бірақ және да де деп"
        " бір өзі өзім сол бұл қазір болып маған "
        "дегені базарында мектепте ұлым қызым әпкем ағам інім"
    ).split()
)


def _english(source: str, view: str, match: re.Match[str]) -> Iterator[Hit]:
    start = match.start()
    end = _complement(source, match.end(2), match.end())
    lead = view[max(0, start - 40) : start]
    role = _EN_ROLE_ONLY.fullmatch(match[2]) is not None
    precise = bool(match[1].strip()) or bool(match[3])
    if _EN_WORK.search(lead) or _EN_SELF.search(lead) or _NUMBER_DOT.search(view[max(0, start - 80) : start]):
        yield Hit(start, end, Label.JOB, 0.8)
    elif _EN_IS.search(lead) and (precise or not role):
        yield Hit(start, end, Label.JOB, 0.7)
    elif (
        _EN_APPOSED.search(lead)
        and precise
        and re.match(r"\s?(?:[,.;)\n?!]|$|at\b|in\b|of\b)", view[end : end + 4])
    ):
        yield Hit(start, end, Label.JOB, 0.6)
    elif not role:
        yield Hit(match.start(2), match.end(2), Label.JOB, 0.4)
