"""Finds names of persons by rule: lists, shapes of surnames and patronymics, initials, words beside them.

Offsets are those of the text given, which is normalised (NFC, no zero-width characters, no NBSP).
Titles, ranks, kin and respect words and quotation marks stay outside a span; neighbours that make one name
are one span. Scores: 0.9 sure, 0.6 likely, below 0.5 only a suspect. Linear in the length of the text.
"""

import re
from collections.abc import Iterator
from typing import Final

from models.labels import Label
from redact.matches import matches
from redact.recognisers.hit import Hit
from redact.recognisers.person_alone import alone
from redact.recognisers.person_beside import by_trigger
from redact.recognisers.person_forms import form_names
from redact.recognisers.person_initials import initials_in
from redact.recognisers.person_neighbours import by_full_name, by_neighbour
from redact.recognisers.person_said import said_names
from redact.recognisers.person_shapes import ends_a_name, word_of
from redact.recognisers.person_tokens import Token, tokens_of
from redact.recognisers.person_triggers import (
    EPITHET,
    NICKNAME_AFTER,
    NICKNAME_BEFORE,
    STREET_AFTER,
    STREET_BEFORE,
)
from redact.recognisers.person_unknown import lift_unknown

NAME: Final = "persons"
_JOIN: Final = frozenset({" ", "\n", " \n", "\n ", "-"})
_HOUSE: Final = re.compile(
    r"\s?,?\s?(?:д\.?\s?)?\d{1,4}(?!\s?(?:лет|год|жас|year|,? ?г\.|:|\d|-?(?:го|му|ші|шы)))"
)
_ON_STREET: Final = frozenset("на по угол углу уг пересечении перекрёстке along on corner".split())


def find(text: str) -> Iterator[Hit]:
    """Yield the names of persons in the text; hits may overlap where two rules saw the same name."""
    tokens = tokens_of(text)
    score_words(text, tokens)
    yield from initials_in(text, tokens)
    at = 0
    while at < len(tokens):
        if tokens[at].score < 0.3:
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and _continues(tokens[end - 1], tokens[end]):
            if _is_another(tokens[at:end], tokens[end]):
                break
            end += 1
        score = max(token.score for token in tokens[at:end])
        if score >= 0.5 and _is_a_place(text, tokens, at, end):
            score = 0.35
        yield Hit(tokens[at].start, tokens[end - 1].end, Label.PERSON, score)
        at = end
    yield from _nicknames(text)
    yield from form_names(text)
    yield from said_names(text)


def score_words(text: str, tokens: list[Token]) -> None:
    """Set the score of every token: what the word itself says, then what its neighbours say."""
    for token in tokens:
        token.score = alone(token)
    for at, token in enumerate(tokens):
        by_trigger(tokens, at, token)
    lift_unknown(text, tokens)
    for at, token in enumerate(tokens):
        by_neighbour(tokens, at, token)
    # what a patronymic lifts may lift the surname before it
    for at in range(len(tokens) - 1, 0, -1):
        if tokens[at].score >= 0.6:
            by_neighbour(tokens, at, tokens[at])
    for at in range(2, len(tokens)):
        by_full_name(tokens, at)


def _continues(one: Token, two: Token) -> bool:
    if two.score < 0.3 or two.gap not in _JOIN or (one.score < 0.5) != (two.score < 0.5):
        return False
    if ends_a_name(one.word, two.word) or (one.word.low[0] < "\u0400") != (two.word.low[0] < "\u0400"):
        return False
    # lists of people on lines of their own stay apart
    return (
        "\n" not in two.gap or one.word.given != two.word.given or one.word.patronymic != two.word.patronymic
    )


def _is_another(name: list[Token], token: Token) -> bool:
    """Whether a first name behind a whole name begins the next person's: "Қанат Болатов Мұқан ағаны"."""
    if token.word.given < 2 or token.word.surname >= 2 or token.word.patronymic:
        return False
    given = any(t.word.given == 2 and t.word.surname < 2 for t in name)
    return given and any(t.word.surname >= 2 for t in name)


def _is_a_place(text: str, tokens: list[Token], at: int, end: int) -> bool:
    """Whether the run is the name of a street, town or institution and not of a person."""
    if any(token.word.patronymic for token in tokens[at:end]):
        return False
    first, last = tokens[at], tokens[end - 1]
    before = tokens[at - 1] if at else None
    after = tokens[end] if end < len(tokens) else None
    if (
        after is not None
        and after.gap in (" ", "\n")
        and (STREET_AFTER.fullmatch(after.word.low) or _epithet(after))
    ):
        return True
    if end - at > 1 and last.word.surname < 2 and (STREET_AFTER.fullmatch(last.word.low) or _epithet(last)):
        return True
    if before is not None:
        gap = first.gap
        dot = "." if len(before.text) < 6 else ""
        if STREET_BEFORE.fullmatch(before.word.low) and gap.strip(' «"“„') in ("", dot):
            return True
        if before.word.low in _ON_STREET and gap == " " and end - at == 1 and _HOUSE.match(text, last.end):
            return True
    # "улица Абая и Байтурсынова", "Abay and Baitursynov Street"
    return _chained(tokens, at, end)


def _epithet(token: Token) -> bool:
    return bool(EPITHET.fullmatch(token.word.low)) and not token.cap


def _chained(tokens: list[Token], at: int, end: int) -> bool:
    if end + 2 < len(tokens) and tokens[end].word.low in ("and", "и", "мен", "пен", "бен"):
        third = tokens[end + 2]
        if tokens[end + 1].cap and third.gap == " " and STREET_AFTER.fullmatch(third.word.low):
            return True
    if at > 2 and tokens[at - 1].word.low in ("и", "and") and tokens[at - 2].cap:
        return bool(STREET_BEFORE.fullmatch(tokens[at - 3].word.low)) and tokens[at - 2].gap.strip() in (
            "",
            ".",
        )
    return False


def _nicknames(text: str) -> Iterator[Hit]:
    """Names in quotation marks after or before a word that says they are nicknames."""
    for pattern, score in ((NICKNAME_BEFORE, 0.75), (NICKNAME_AFTER, 0.65)):
        for match in matches(pattern, text):
            words = match[1].split()
            if 0 < len(words) <= 3 and match[1][0].isupper() and not _ordinary(words[0]):
                yield Hit(match.start(1), match.end(1), Label.PERSON, score)


def _ordinary(word: str) -> bool:
    """Whether a word in quotation marks is no nickname: a place, a people; ranks often are nicknames."""
    known = word_of(word)
    return known.blocked and not known.role
