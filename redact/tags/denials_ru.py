"""How Russian denies: не, ни, без, нет beside a word, никто in its clause, what follows in its sentence."""

from redact.tags.denials import KK_AFTER, WAS, clause_before, continues_negated, only
from redact.tags.triggers import Found, Match

_BESIDE = frozenset("не ни без нет никакого никаких".split())
_NOBODY = frozenset("никто никого никому никогда ничего".split())
_MAYBE = frozenset("бы б если якобы будто подумал подумала чуть едва".split())
_AFTER = frozenset("нет отрица отрицает отрицают отрицал".split())
# Tools of abuse: a bare noun that is denied later in its sentence.
_TOOLS = ("ток", "электрошок", "шокер", "пакет", "противогаз", "утюг", "пыт", "дубин", "физическ", "насили")
_HEARSAY = frozenset("говорят болтают рассказывают слышала слышал пишут".split())
_SEEN = ("виде", "знаю", "верю", "подтвер")
_DENIES = ("отрица", "опроверг", "отверг")
_FAR = 14  # words before
_CLOSE = 8  # words after


def denied_ru(found: Found, match: Match) -> bool:
    """Whether anything in the sentence, or the one after, denies the matched words."""
    words = found.reading.words
    first, last = match.words[0], match.words[-1]
    return (
        _not_beside(found, match)
        or _maybe(found, first, last)
        or _nobody(found, first, last)
        or _denied_later(found, first, last)
        or _none_of_them(found, last)
        or _officially_denied(found, match)
        or _not_even_tried(found, last)
        or (
            (match.trigger.noun or words[last].key.startswith(_TOOLS))
            and _noun_denied_after(found, last, found.around(first)[1])
        )
        or _heard_not_seen(found, first)
        or continues_negated(found, first, frozenset({"ни"}))
    )


def _not_beside(found: Found, match: Match) -> bool:
    """не, ни, без, нет within two words before a matched word, in its clause."""
    words = found.reading.words
    for number in match.words:
        for near in range(max(0, number - 2), number):
            if near in match.words or words[near].clause != words[number].clause:
                continue
            if words[near].key in _BESIDE and not only(found, near):
                return True
    return False


def _maybe(found: Found, first: int, last: int) -> bool:
    """если, бы, якобы, чуть не in the clause."""
    words = found.reading.words
    numbers = [*clause_before(found, first, 6), *range(first, min(last + 3, len(words)))]
    return any(words[n].clause == words[first].clause and words[n].key in _MAYBE for n in numbers)


def _nobody(found: Found, first: int, last: int) -> bool:
    """никто, никого, ничего with a не in the clause."""
    words = found.reading.words
    near = range(max(0, first - 6), min(len(words), last + 7))
    clause = [n for n in near if words[n].clause == words[first].clause]
    nobody = any(words[n].key in _NOBODY for n in clause)
    return nobody and any(words[n].key in {"не", "нет"} and not only(found, n) for n in clause)


def _denied_later(found: Found, first: int, last: int) -> bool:
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


def _heard_not_seen(found: Found, first: int) -> bool:
    """ "Говорят, там убили двоих. Я не видела": what is only said, and the next sentence does not know."""
    words = found.reading.words
    low, high = found.around(first)
    if not any(words[n].key in _HEARSAY for n in range(low, first)):
        return False
    following = range(high, min(high + 5, len(words)))
    return any(
        words[n].key == "не" and words[n + 1].key.startswith(_SEEN) for n in following if n + 1 < len(words)
    )


def _none_of_them(found: Found, last: int) -> bool:
    """ "Убитых у нас слава богу не было", "задержанных нет": a genitive plural before "was not"."""
    words = found.reading.words
    if not words[last].key.endswith(("ых", "их")):
        return False
    for number in range(last + 1, min(last + 11, found.around(last)[1])):
        key = words[number].key
        if key == "нет" or (key == "не" and number + 1 < len(words) and words[number + 1].key in WAS):
            return words[number].clause == words[last].clause or number - last <= _CLOSE
    return False


def _officially_denied(found: Found, match: Match) -> bool:
    """ "Полиция отрицает, что кого-то пытали"."""
    low, _ = found.around(match.words[0])
    before = range(max(low, match.words[0] - _FAR), match.words[-1])
    return any(found.reading.words[n].key.startswith(_DENIES) for n in before if n not in match.words)


def _not_even_tried(found: Found, last: int) -> bool:
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
        if key in _AFTER or key in KK_AFTER:
            return True
        if key == "не" and words[number].clause == words[last].clause:
            return True
        if key == "не" and number + 1 < high and words[number + 1].key.startswith(("был", "применя", "виде")):
            return True
    return False
