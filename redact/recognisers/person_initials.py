"""Initials: with a surname in all orders, alone in notes, and of speakers at the head of a line."""

import re
from collections.abc import Iterator
from typing import Final

from models.labels import Label
from redact.matches import matches
from redact.recognisers.hit import Hit
from redact.recognisers.person_tokens import Token
from redact.recognisers.person_words import FUNCTION, NOT_INITIALS

_BETWEEN: Final = frozenset({".", ". ", " ", ".-", "-"})
_TO_NAME: Final = frozenset({".", ". ", " ", ".\n", "\n"})
# Single capitals that are words of their own: without dots they are no initials.
_WORDS: Final = frozenset("IAАИОУВКСЯ")
_SURE: Final = 0.75
_SPEAKER: Final = re.compile(r"(?m)^[ \t—–-]*((?:[A-ZА-ЯӘҒҚҢӨҰҮІ]\.\s?){2,3})(?=\s?[:—–])")


def initials_in(text: str, tokens: list[Token]) -> Iterator[Hit]:
    """Yield initials with their surname, and lone groups of two initials; lifts the surname's own score."""
    at = 0
    while at < len(tokens):
        if not tokens[at].initial:
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and end - at < 3 and tokens[end].initial and tokens[end].gap in _BETWEEN:
            end += 1
        yield from _group(text, tokens, at, end)
        at = end
    for match in matches(_SPEAKER, text):
        if re.sub(r"\W", "", match[1]).lower() in NOT_INITIALS:
            continue
        yield Hit(match.start(1), match.start(1) + len(match[1].rstrip()), Label.PERSON, 0.9)


def _group(text: str, tokens: list[Token], at: int, end: int) -> Iterator[Hit]:
    first, last = tokens[at], tokens[end - 1]
    dotted = text[last.end : last.end + 1] == "."
    stop = last.end + dotted
    count = end - at
    after = tokens[end] if end < len(tokens) else None
    before = tokens[at - 1] if at else None
    start_score = 0.0
    if (
        before is not None
        and before.cap
        and not before.initial
        and first.gap in (" ", "\n", ", ")
        and not (first.gap == ", " and after is not None and after.gap in _TO_NAME and after.could_be)
        and _takes(before, count, dotted=dotted)
    ):
        if not dotted and (before.word.surname < 2 or (count == 1 and first.text in _WORDS)):
            return
        if first.gap == ", " and before.word.surname < 2:
            return
        before.score = max(before.score, 0.9)
        yield Hit(before.start, stop, Label.PERSON, 0.9)
        return
    if (
        after is not None
        and after.cap
        and not after.initial
        and after.gap in _TO_NAME
        and (dotted or count == 2)
    ):
        start_score = _before_surname(tokens, at, after, count)
        if start_score and (dotted or after.word.surname > 1):
            after.score = max(after.score, start_score)
            yield Hit(first.start, after.end, Label.PERSON, start_score)
            return
    yield from _alone(text, tokens, at, end, stop=stop)


def _takes(before: Token, count: int, *, dotted: bool) -> bool:
    """Whether the capitalised word before the initials can be their surname or given name."""
    word = before.word
    if before.score >= _SURE:
        # "судья Но К. В."
        return True
    if len(before.text) < 2 or word.low in FUNCTION or (word.role and not word.name):
        return False
    if word.surname >= 2 or word.given == 2:
        return True
    if word.blocked:
        return False
    if word.name:
        return dotted
    return dotted and len(before.text) > 2 and (count == 2 or (before.score >= 0.5 and not before.start_of))


def _before_surname(tokens: list[Token], at: int, after: Token, count: int) -> float:
    """The score of initials and the capitalised word behind them, 0 where they do not belong together."""
    word = after.word
    first = tokens[at]
    if first.gap.strip().endswith(("°", "″", "'")) or len(after.text) < 2 or word.low in FUNCTION:
        return 0.0
    if word.surname >= 2 or (word.given == 2 and count > 1):
        return 0.9
    if word.blocked:
        return 0.0
    trigger = (
        at > 0
        and ("r" in tokens[at - 1].word.role or "k" in tokens[at - 1].word.role)
        and first.gap.strip(" .") == ""
    )
    if word.name or count == 2 or trigger:
        lone_at_line = count == 1 and (at == 0 or "\n" in first.gap)
        return 0.45 if lone_at_line and not word.surname else 0.8
    gap = first.gap.rpartition("\n")[2]
    opens_line = at == 0 or ("\n" in first.gap and not gap.strip())
    if word.role or opens_line or not any(c in gap for c in ":;(,"):
        return 0.0
    return 0.7


def _alone(text: str, tokens: list[Token], at: int, end: int, *, stop: int) -> Iterator[Hit]:
    first, count = tokens[at], end - at
    letters = "".join(token.text for token in tokens[at:end]).lower()
    dots = text[first.start : stop].count(".")
    if letters in NOT_INITIALS or dots < count:
        return
    if count >= 2:
        yield Hit(first.start, stop, Label.PERSON, 0.65)
        return
    # one initial inside a sentence: "N. signed it"
    titled = (
        at > 0 and first.gap == " " and ("r" in tokens[at - 1].word.role or "k" in tokens[at - 1].word.role)
    )
    if titled:
        yield Hit(first.start, stop, Label.PERSON, 0.7)
        return
    follows = tokens[end] if end < len(tokens) else None
    opens = (
        at > 0
        and "\n" not in first.gap
        and tokens[at - 1].word.low not in ("г", "c", "с", "vitamin", "class", "пункт", "п")
    )
    if (
        follows is not None
        and follows.gap == ". "
        and not follows.cap
        and opens
        and not follows.text.isdigit()
    ):
        yield Hit(first.start, stop, Label.PERSON, 0.55)
