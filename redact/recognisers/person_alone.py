"""How sure a word is a part of a name by itself: lists, shape, capital, place in the sentence."""

from redact.name_lists import flat, given_flat
from redact.plain import is_plain, lower_words
from redact.recognisers.person_endings import bases
from redact.recognisers.person_tokens import Token
from redact.recognisers.person_words import FUNCTION, KAZAKH_WORDS, OPENERS

# Composed names that no list holds are clear by these ends even in lower case.
_SURE_ENDS = tuple("гүл гуль бек жан хан зод зода нұр нур болат сұлтан султан bek zhan khan gul".split())
_ADJECTIVE_ENDS = ("ий", "ого", "ому", "ой", "ая", "ую", "ие", "их", "им", "ом")


def alone(token: Token) -> float:
    """The score of a word without its neighbours, 0 where it is no name."""
    word = token.word
    if len(token.text) < 2 or not word.name:
        return 0.0
    if not token.cap:
        return _lower(token)
    if word.blocked:
        return 0.3
    opens = token.start_of or token.upper
    if word.patronymic:
        doubtful = word.patronymic < 3 and (opens or word.low.endswith("вной"))
        return 0.4 if doubtful else 0.75 + 0.05 * word.patronymic
    by_given = word.given == 2 or (word.given == 1 and word.surname < 3)
    return _given(token, opens=opens) if by_given else _surname(token, opens=opens)


def _given(token: Token, *, opens: bool) -> float:
    word = token.word
    if word.given == 2:
        if opens and not word.exact:
            return 0.7 if len(word.low) > 4 else 0.4
        return 0.9 if not opens or len(word.low) > 3 else 0.6
    if not opens:
        return 0.8 if len(word.low) > 2 else 0.4
    # where every sentence opens with a capital, a name that is a word too is a name more often than not
    told = (
        word.low not in OPENERS and not word.role and (word.exact or (word.endless and not _opener(word.low)))
    )
    return 0.55 if len(word.low) > 3 and told else 0.4


def _surname(token: Token, *, opens: bool) -> float:
    word = token.word
    latin = word.low.isascii()
    if word.surname == 3:
        return 0.8 if opens else 0.9
    if word.surname == 2:
        # no English word ends like a Russian surname
        return 0.45 if opens and not latin else 0.8
    return 0.3 if opens or latin or word.low.endswith(_ADJECTIVE_ENDS) else 0.55


def _lower(token: Token) -> float:
    word = token.word
    if word.common and token.russian_line:
        # a Kazakh word in a Russian transcript is a name
        forms = (word.low, *bases(word.low))
        return 0.6 if any(flat(form) in KAZAKH_WORDS for form in forms) else 0.0
    if word.blocked or word.common or word.role or "-" in word.low:
        return 0.0
    if word.patronymic == 3 and len(word.low) > 6:
        return 0.7
    if token.lower_line:
        return _in_transcript(token)
    # a name typed without its capital; English has too many words that fold to one
    clear = word.given == 2 and word.listed and len(word.low) > 4 and flat(word.low) in given_flat()
    return 0.55 if clear and not word.low.isascii() and not is_plain(word.low) else 0.0


def _in_transcript(token: Token) -> float:
    word = token.word
    if not word.exact and _form_of_word(word.low):
        return 0.0
    if word.low in lower_words() and flat(word.low) not in given_flat():
        # "день" has the key of Дэн
        return 0.0
    made = word.exact and not (word.listed or word.common) and word.low.endswith(_SURE_ENDS)
    if (word.given == 2 and len(word.low) > 3 and (word.listed or made)) or (made and word.given):
        return 0.7 if word.exact or len(word.low) > 6 else 0.55
    return 0.6 if word.surname == 3 and len(word.low) > 5 else 0.0


def _form_of_word(low: str) -> bool:
    """Whether an inflected word is also a form of a word that is no name (келем, жоқпын)."""
    if low in lower_words():
        return True
    names = [base for base in bases(low) if flat(base) in given_flat()]
    plain = any(len(base) > 3 and base in lower_words() and base not in names for base in bases(low))
    return plain or (not names and is_plain(low))


def _opener(low: str) -> bool:
    """Whether an inflected word is a form of one that opens sentences (кімнің)."""
    return any(base in FUNCTION for base in bases(low))
