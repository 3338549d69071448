"""Names in running speech without capitals, and about "son of": only what stands beside them tells them."""

import re

from redact.plain import is_plain
from redact.recognisers.person_tokens import Token
from redact.recognisers.person_words import FUNCTION

_PREPOSITIONS = frozenset("с со к ко у о об про от на за для with to from about for".split())
_SAYS = frozenset(
    "is was said says told tells wrote came went saw ran got took gave knew asks cried had has did".split()
)
_MYSELF = frozenset("мен я меня зовут атым менің это".split())
_MINE = re.compile(r"(?:ым|ім|ам|ем|м)(?:ның|нің|ды|ді|ға|ге|а|е|мен|нан|нен)?$")
_BESIDE = frozenset("көрші құрбы көршіміз досымыз сыныптас жолдас".split())
_SAID = frozenset("деген деп дейді".split())
_VERBS = tuple(
    "ет ит ёт ал ил ел ла ли ло ть ся сь ют ят ишь ешь ый ий ая ой ое ые ие ed ing ly s ды ді ты ті ып іп п"
    " ған ген қан кен йды йді".split()
)


def with_preposition(tokens: list[Token], at: int) -> None:
    """Speech says the preposition twice: "с подругой с розой", "про мужа про славу"."""
    after, name = _next(tokens, at), _next(tokens, at + 1)
    if after is None or name is None or not name.word.given:
        return
    if at and after.word.low == tokens[at - 1].word.low in _PREPOSITIONS and not name.word.role:
        name.lift(0.6)
    # "муж записывает слава": a verb of the moment between
    pause = _next(tokens, at + 2) or name
    if "r" in after.word.role and name.word.exact and pause.word.low in FUNCTION:
        name.lift(0.6)


def in_speech(tokens: list[Token], at: int) -> None:
    """What only running speech has: a name said twice, "өзі X екен", "me and X", "and X said"."""
    token, before, after = tokens[at], tokens[at - 1] if at else None, _next(tokens, at)
    word = token.word
    if before is None or token.gap != " " or word.low in FUNCTION or word.role or len(word.low) < 3:
        return
    if before.word.low == "өзі" and after is not None and after.word.low == "екен" and not is_plain(word.low):
        token.lift(0.55)
    surname = before.word.given == 2 and before.score >= 0.7 and word.low.isascii() and not word.name
    if (
        surname
        and not is_plain(word.low)
        and (after is None or after.word.low in FUNCTION or "'" in after.text)
    ):
        # "roza mun she's": no other word stands between a name and its verb
        token.lift(0.55)
    if word.low[0] >= "\u0400":
        _kazakh_speech(tokens, at)
    if not (word.given and word.exact and word.low.isascii() and word.common):
        return
    doubled = after is not None and after.word.low == word.low
    two = (
        at > 1 and before.word.low == "and" and tokens[at - 2].word.low in ("me", "him", "her", "them", "us")
    )
    acts = (
        before.word.low in ("and", "but", "then", "so")
        and after is not None
        and (after.word.low in _SAYS or (after.word.low.endswith("ed") and len(after.word.low) > 4))
    )
    if two or acts or (doubled and before.word.low in ("me", "him", "her", "and", "is", "with", "friend")):
        token.lift(0.6)
        if doubled and after is not None:
            after.lift(0.6)


def _kazakh_speech(tokens: list[Token], at: int) -> None:
    """Who introduces himself says his name twice ("мен ораз ораз тәжімбет"); names stand before kin."""
    token, after, third = tokens[at], _next(tokens, at), _next(tokens, at + 1)
    word = token.word
    named = bool(word.given and word.exact)
    before = tokens[at - 1]
    if (named and before.word.low in _BESIDE) or (
        before.word.low == "мен" and after is not None and after.word.low == "ғой"
    ):
        # "көрші үміт те куә", "мен слава ғой"
        token.lift(0.6 if named else 0.0)
    if after is None or not (named or not is_plain(word.low)):
        return
    if after.word.low == word.low and (named or tokens[at - 1].word.low in _MYSELF):
        token.lift(0.6)
        after.lift(0.6)
        if third is not None and (third.word.name or not is_plain(third.word.low)) and not third.word.role:
            third.lift(0.6)
    if (
        "k" in after.word.role
        and _MINE.search(after.word.low)
        and (third is None or third.word.low not in _SAID)
    ):
        token.lift(0.6)


def son_of(tokens: list[Token], at: int) -> None:
    """The names about "оғлы", "o'g'li": the father's before it, the child's before that or behind."""
    token, father = tokens[at], tokens[at - 1]
    if not (father.could_be or father.word.name or not is_plain(father.word.low)):
        return
    father.lift(0.8)
    token.lift(0.8)
    for other in (tokens[at - 2] if at > 1 and father.near else None, _next(tokens, at)):
        if other is None or other.word.blocked or other.word.low in FUNCTION:
            continue
        capital = (
            other.cap and (other.could_be or other.word.name) and not (other.start_of and other.word.common)
        )
        if capital or (token.lower_line and not other.word.role and not is_plain(other.word.low)):
            other.lift(0.7)


def child_of(tokens: list[Token], at: int) -> None:
    """A patronymic of two words: "Тынчтык кызы Бермет"; "Асанның қызы" is his daughter."""
    father, child = tokens[at - 1], _next(tokens, at)
    if not father.cap or father.word.endless or child is None or not child.cap or child.word.given < 2:
        return
    if father.could_be or father.word.name:
        for token in (father, tokens[at], child):
            token.lift(0.8)


def _next(tokens: list[Token], at: int) -> Token | None:
    """The word behind with nothing but a space between."""
    return tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].gap == " " else None


def unknown_name(tokens: list[Token], at: int) -> bool:
    """Whether the unknown word at a place, behind a kin word in a transcript, is a name and no verb or thing.

    Kazakh puts the verb last, so that what follows "my husband" at once and is no known word names him; a
    Russian or English word that the lists lack is a name only where a pause or a small word follows.
    """
    token = tokens[at]
    low = token.word.low
    if len(low) < 3 or low in FUNCTION or is_plain(low) or low.endswith(_VERBS):
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].gap == " " else None
    return after is None or after.word.low in FUNCTION or after.word.name
