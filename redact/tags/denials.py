"""How English denies, and what every language's denial uses: clauses, "not only", a "not" that goes on."""

from redact.tags.triggers import Found, Match

_EN_NOT = frozenset(
    "not never no nobody none neither nor without cannot denied denies deny didn't don't wasn't weren't "
    "isn't aren't haven't hasn't hadn't doesn't can't won't couldn't wouldn't didnt wasnt werent dont".split()
)
_EN_MAYBE = frozenset(
    "if almost nearly would could might thought rumour rumours supposedly false nobody".split()
)
# "In a room with no windows they beat me": these deny a noun, not what a new subject does.
_EN_OF_NOUN = frozenset({"no", "without"})
_EN_SUBJECTS = frozenset("i he she we they who".split())
# "Not only", "more than once": the word stands there, the meaning does not.
_NOT_ONLY = frozenset("только раз один once only просто".split())
LIES = frozenset("отирик осек неправда ложь вранье враки выдумка выдумки untrue".split())
WAS = frozenset("было применяли применялось использовали видел слышал делали".split())
KK_AFTER = frozenset("демеймин демеймиз жок жокпыз жокпын емес емеспиз болмаган болмады болмапты".split())
"""What says "no" after a Kazakh word, as match keys."""


def clause_before(found: Found, first: int, reach: int) -> range:
    """Word numbers before a word, in its clause, at most `reach` of them."""
    words = found.reading.words
    low = first
    while low > 0 and first - low < reach and words[low - 1].clause == words[first].clause:
        low -= 1
    return range(low, first)


def only(found: Found, number: int) -> bool:
    """Whether the "not" at a word is "not only" or "more than once"."""
    words = found.reading.words
    return number + 1 < len(words) and words[number + 1].key in _NOT_ONLY


def continues_negated(found: Found, first: int, negations: frozenset[str]) -> bool:
    """Whether the trigger begins its clause or follows an "or", after a negated clause."""
    words = found.reading.words
    if first == 0 or words[first].sentence != words[first - 1].sentence:
        return False
    clause = words[first].clause
    if words[first - 1].clause == clause and words[first - 1].key not in {"or", "или", "nor"}:
        return False
    before = [n for n in range(max(0, first - 10), first) if words[n].clause in {clause, clause - 1}]
    return any(words[n].key in negations and not only(found, n) for n in before)


def denied_en(found: Found, match: Match) -> bool:
    """Whether a "not" or a "maybe" stands before or inside the matched words."""
    words = found.reading.words
    first, last = match.words[0], match.words[-1]
    for number in [*clause_before(found, first, 7), *range(first, last + 1)]:
        key = words[number].key
        if number in match.words:
            continue
        if key in _EN_OF_NOUN and any(words[n].key in _EN_SUBJECTS for n in range(number, first)):
            continue
        if key in _EN_NOT and not only(found, number):
            return True
        if key in _EN_MAYBE and number < first:
            return True
    # "not beaten, tortured or insulted": a short clause without a subject goes on with the "not" before it
    return continues_negated(found, first, _EN_NOT)
