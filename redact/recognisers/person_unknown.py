"""Words that no dictionary knows: names, unless something else explains them.

In speech without capitals and at the head of a sentence nothing else tells an unlisted name from a word.
"""

import re
from typing import Final

from redact.dictionary import english_words, has_verb_ending, is_word
from redact.plain import is_verb, lower_words
from redact.recognisers.person_tokens import Token
from redact.recognisers.person_words import FUNCTION, MAKES, PLATFORMS

_ADJECTIVE_ENDS: Final = ("ный", "ная", "ное", "ного", "ной", "ном", "ному", "ные", "ных", "ским")
_SKY: Final = re.compile(r"[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую)$")
_SHORTEST, _LONG = 3, 7
_ENGLISH: Final = 0.8
# A capital inside a sentence tells more than one at its head.
SUSPECT, LIKELY, INSIDE = 0.35, 0.55, 0.6


def lift_unknown(text: str, tokens: list[Token]) -> None:
    """Lift the words that can only be names, and to a suspect's score the capitals that could be."""
    english = _is_english(tokens)
    for at, token in enumerate(tokens):
        if token.score < INSIDE:
            before = tokens[at - 1] if at else None
            after = tokens[at + 1] if at + 1 < len(tokens) else None
            token.lift(_score(text, token, before, after, english=english))


def _is_english(tokens: list[Token]) -> bool:
    """Whether the lower-case words in plain Latin letters are English; else they are Kazakh, typed anyhow."""
    words = [t.word.low for t in tokens if t.word.low.isascii() and not t.cap]
    known = sum(word in english_words() or word in lower_words() for word in words)
    return known > _ENGLISH * len(words)


def _score(text: str, token: Token, before: Token | None, after: Token | None, *, english: bool) -> float:
    word = token.word
    contracted = "'" in token.text or "’" in token.text
    if token.initial or word.blocked or word.role or contracted or len(token.text) < _SHORTEST:
        return 0.0
    if not token.cap:
        return _lower(token, english=english)
    if token.upper:
        return 0.0
    if token.start_of and not english and word.low.isascii():
        return 0.0
    if token.start_of:
        abbreviated = text[token.end : token.end + 1] == "." and len(word.low) < _LONG
        unsure = abbreviated or has_verb_ending(word.low) or "«" in token.gap
        return 0.0 if unsure or not _is_unknown(word.low, english=english) else LIKELY
    # an institution's adjective (Верховный суд), the name of a car, a shop, a song
    quoted = any(c in token.gap for c in '«"“„')
    explained = _is_adjective(token, after) or quoted or (before is not None and before.upper)
    # Russian writes полтавский small: with a capital and no noun behind it is a surname
    surname = not explained and word.low[0] >= "\u0400" and _SKY.search(word.low) is not None
    return INSIDE if surname or (not explained and _is_unknown(word.low, english=english)) else SUSPECT


def _is_adjective(token: Token, after: Token | None) -> bool:
    """Whether a word ends like an adjective and a noun follows; before a verb or a comma it is a surname."""
    if not token.word.low.endswith(_ADJECTIVE_ENDS) or after is None or after.gap != " ":
        return False
    return after.word.low not in FUNCTION and not is_verb(after.word.low)


def _lower(token: Token, *, english: bool) -> float:
    low = token.word.low
    if low.isascii() and not english:
        # no dictionary has Kazakh in the Latin letters of a telephone
        return 0.0
    if token.lower_line:
        known = has_verb_ending(low) and not token.word.given
        return 0.0 if known or not _is_unknown(low, english=english) else 0.52
    # a name typed without its capital: Russian knows it in no other sense
    named = token.word.given and token.word.exact and len(low) > _SHORTEST and not low.isascii()
    return 0.52 if named and _is_unknown(low, english=english) else 0.0


def _is_unknown(low: str, *, english: bool) -> bool:
    return low not in MAKES and not low.startswith(PLATFORMS) and not is_word(low, english=english)
