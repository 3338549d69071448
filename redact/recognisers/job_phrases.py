"""How far an occupation's phrase reaches: adjectives, nouns and participles beside the noun, by language.

"старший диспетчер тяги", "тепловоз машинисінің көмекшісімін", "blast-furnace hearth worker".
"""

import re
from dataclasses import dataclass

from redact.recognisers import job_words as w
from redact.recognisers.job_list import Job, job_of


@dataclass(frozen=True, slots=True)
class Text:
    """A text as written, in lower case at equal length, and the words of the latter."""

    source: str
    view: str
    words: list[re.Match[str]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """An occupation with what makes it precise: half-open offsets, the noun in it and what that is."""

    start: int
    end: int
    noun: re.Match[str]
    job: Job

    @property
    def precise(self) -> bool:
        """Whether more than the noun is there."""
        return self.start < self.noun.start() or self.end > self.noun.end()


def phrase(text: Text, at: int, job: Job, *, kazakh: bool) -> Phrase:
    """The phrase around the occupation words[at]; `kazakh` tells that the words around it are Kazakh."""
    noun = text.words[at]
    end = noun.end()
    if job.english:
        start = _english_start(text, at)
        tail = w.EN_TAIL.match(text.view, end)
        if tail and text.source[end : tail.end()].islower() and not _runs_on(text, at):
            end = tail.end()
    elif job.kazakh or kazakh:
        start = _kazakh_start(text, at)
    else:
        start = _russian_start(text, at)
        tail = w.RU_TAIL.match(text.source, end)
        small = tail and not any(c.isupper() for c in text.source[end : tail.end()])
        stop = w.RU_NOT_AFTER.match(text.view, end) or w.VERB.match(text.view, end)
        if tail and small and not stop:
            end = tail.end()
    return Phrase(start=start, end=end, noun=noun, job=job)


def helps_official(view: str, found: Phrase) -> bool:
    """Whether a helper's phrase names no occupation that he helps: помощник прокурора."""
    if not w.HELPER.match(found.noun[0]):
        return False
    rest = view[found.start : found.noun.start()] + view[found.noun.end() : found.end]
    return not any(job_of(word) for word in rest.split())


def reaches_to_works(view: str, found: Phrase) -> bool:
    """Whether the phrase ends in a place of work (на заводе) rather than in what is worked on (клинкера)."""
    return found.end > found.noun.end() and not w.RU_GENITIVE_TAIL.match(view, found.noun.end())


def begins(source: str, start: int) -> bool:
    """Whether a clause begins here, so that a capital says nothing."""
    before = source[max(0, start - 3) : start].rstrip(' «"“(—–-•*')
    return not before or before[-1] in ".!?…\n:;]" or source[start - 1 : start] == "\n"


def partner(text: Text, at: int) -> bool:
    """Whether the word is the man of a boiler man, the guy of a sound guy."""
    words = text.words
    return bool(at and words[at - 1][0] in w.EN_PARTNER_OF and w.EN_PARTNERS.fullmatch(words[at][0]))


def determined(view: str, start: int) -> bool:
    """Whether an English article or owner stands right before."""
    match = re.search(r"([a-z']+)\s$", view[max(0, start - 10) : start])
    return bool(match and match[1] in w.EN_DETERMINER)


def _runs_on(text: Text, at: int) -> bool:
    """Whether the next word is an occupation too: drummer in the band of a singer."""
    if at + 1 >= len(text.words) or text.view[text.words[at].end()] != " ":
        return False
    return job_of(text.words[at + 1][0]) is not None


def _leads(text: Text, i: int) -> bool:
    """Whether word i stands right before the next one, small or with a capital that a beginning explains."""
    word = text.words[i]
    if text.source[word.end() : text.words[i + 1].start()] not in w.GAPS:
        return False
    return text.source[word.start()].islower() or begins(text.source, word.start())


def _russian_start(text: Text, at: int) -> int:
    noun = text.words[at]
    start = noun.start()
    for i in range(at - 1, max(-1, at - 4), -1):
        word = text.words[i]
        if not _leads(text, i) or word[0] in w.RU_NOT_BEFORE or not w.RU_ADJECTIVE.fullmatch(word[0]):
            break
        # "пятого заведующая": a genitive goes with a genitive
        if word[0].endswith(("ого", "его")) and not re.search(r"(?:го|[^а]а|я)$", noun[0].replace("ая", "")):
            break
        start = word.start()
    return start


def _kazakh_start(text: Text, at: int) -> int:
    """Back over what is worked on or where: жол жөндеуші, манты пісіретін аспаз, депосының слесары."""
    words = text.words
    start = words[at].start()
    takes = bool(w.KK_AGENT.match(words[at][0]) or w.KK_POSSESSED.fullmatch(words[at][0]))
    done, passed = False, -1  # a participle was passed, whose object may stand in any case
    for i in range(at - 1, max(-1, at - 5), -1):
        word = words[i][0]
        if not _leads(text, i) or word in w.KK_NOT_BEFORE or len(word) < 2:
            break
        if w.KK_PARTICIPLE.fullmatch(word):
            start, takes, done, passed = words[i].start(), True, True, i
        elif w.KK_GENITIVE.fullmatch(word):
            start, takes, done = words[i].start(), True, False
        elif w.KK_ADJECTIVE.fullmatch(word):
            start = words[i].start()
        elif takes and (done or not w.KK_OTHER.fullmatch(word) or word in w.KK_ENDS_LIKE_CASE):
            # what is done, to what, from where: ұңғыма жөндеу операторы, рельстен ақау іздейтін оператор
            start, done = words[i].start(), False
            if i and passed == i + 1 and w.KK_FROM.fullmatch(words[i - 1][0]) and _leads(text, i - 1):
                return words[i - 1].start()
            takes = bool(w.KK_POSSESSED.fullmatch(word)) or word.endswith(("у", "ý"))
        else:
            break
    return start


def _english_start(text: Text, at: int) -> int:
    """Back to the article or the clause's beginning; where neither is near, the noun alone."""
    noun = text.words[at].start()
    start = noun
    for i in range(at - 1, max(-1, at - 6), -1):
        word = text.words[i]
        if text.source[word.end() : text.words[i + 1].start()] not in w.GAPS:
            return start
        if word[0] in w.EN_NOT_BEFORE:
            return start if word[0] in w.EN_DETERMINER or at - i < 3 else noun
        if not word[0].isascii():
            return start
        if not text.source[word.start()].islower():
            return word.start() if at - i < 4 and begins(text.source, word.start()) else start
        if at - i > 4:
            return noun
        start = word.start()
    return start
