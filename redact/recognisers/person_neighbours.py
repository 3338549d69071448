"""A name beside a name: weak words are lifted, unknown capitalised ones join."""

from redact.plain import is_plain
from redact.recognisers.person_tokens import Token
from redact.recognisers.person_words import SPEECH


def by_neighbour(tokens: list[Token], at: int, token: Token) -> None:
    """A name beside a name: the weak one is lifted, an unknown capitalised one joins."""
    if not at or not token.near:
        return
    before = tokens[at - 1]
    for one, other in ((before, token), (token, before)):
        if one.score < 0.6 or other.score >= 0.6 or other.initial:
            continue
        other.lift(_share(tokens, at, one, other))
    if not token.cap and not before.cap and max(token.score, before.score) < 0.5:
        _lower_pair(before, token)


def _share(tokens: list[Token], at: int, one: Token, other: Token) -> float:
    """What a sure name gives to the word beside it; tokens[at] is the second of the two."""
    word = other.word
    if (
        other.cap
        and word.name
        and (not word.role or (word.given and "k" not in word.role))
        and _fits(one, other)
        and not _adjective(one, other)
    ):
        sure_pair = word.given and (one.word.given == 2 or one.word.surname >= 2)
        return 0.8 if not word.blocked or word.surname == 3 or sure_pair else 0.0
    if not (other.cap or one.cap or word.blocked or word.role) and _fits(one, other):
        return 0.7 if _joins_lower(one, other) else 0.0
    if other is tokens[at - 1] and _leads_full_name(tokens, at):
        return 0.7
    sure = one.word.given == 2 or (one.cap and not one.word.name)
    if sure and _short_surname(other) and _one_script(one, other):
        return 0.7
    if other is tokens[at - 1] and one.word.patronymic == 3 and one.cap and other.could_be:
        # before a patronymic stands a given name, also at the head of a sentence
        return 0.6
    return min(0.7, one.score) if _unknown_joins(one, other, follows=other is tokens[at]) else 0.0


def _short_surname(token: Token) -> bool:
    """Whether a small word has a capital inside a sentence: Но, Ма, Ни are surnames there."""
    return token.cap and 1 < len(token.text) < 4 and not (token.start_of or token.upper or token.initial)


def _adjective(one: Token, other: Token) -> bool:
    """Whether the other word is an adjective in -ская, -ского and no surname: no given name is by it."""
    return other.word.surname == 1 and not other.word.given and not one.word.given and not one.word.patronymic


def _joins_lower(one: Token, other: Token) -> bool:
    """Whether a lower-case word belongs to the name beside it: surname, patronymic, clear given name."""
    word = other.word
    if (
        one.word.given == 2
        and other.lower_line
        and word.surname
        and other.start > one.start
        and not is_plain(word.low)
    ):
        return len(word.low) > 5
    if one.word.patronymic == 3 or (one.word.surname == 3 and len(one.word.low) > 5):
        return bool((word.given and len(word.low) > 2) or (word.surname >= 2 and len(word.low) > 4))
    return word.low not in SPEECH and bool(word.patronymic or word.surname >= 2 or word.given == 2)


def _leads_full_name(tokens: list[Token], at: int) -> bool:
    """Whether the word before `at` is the surname of a given name and a patronymic, in a list or form."""
    if at + 1 >= len(tokens) or not tokens[at + 1].near:
        return False
    surname, given, patronymic = tokens[at - 1], tokens[at], tokens[at + 1]
    return (
        surname.cap
        and not surname.word.role
        and any(c in surname.gap for c in ";:,\n(")
        and given.word.given > 0
        and given.cap
        and patronymic.word.patronymic > 0
    )


def _lower_pair(before: Token, token: Token) -> None:
    """Two weak words in lower case that fit as given name and surname or patronymic."""
    one, two = before.word, token.word
    if one.blocked or two.blocked or one.role or two.role:
        return
    transcript = token.lower_line
    for given, other in ((one, two), (two, one)):
        shaped = (
            other.surname == 3
            or other.patronymic == 3
            or (other.surname == 2 and transcript and given is one)
        )
        spoken = given is two and given.low in SPEECH
        if (
            given.given
            and len(given.low) > 3
            and shaped
            and not other.given
            and len(other.low) > 5
            and not spoken
        ):
            before.lift(0.7)
            token.lift(0.7)


def _fits(one: Token, other: Token) -> bool:
    """Whether two neighbours make one name; over a line break only different parts do."""
    if "\n" in (other.gap if other.start > one.start else one.gap):
        return (one.word.given > 0) != (other.word.given > 0) or bool(
            one.word.patronymic or other.word.patronymic
        )
    return True


def _unknown_joins(one: Token, other: Token, *, follows: bool) -> bool:
    """Whether an unknown capitalised word beside a sure name belongs to it: a foreign or bare surname."""
    if (
        not other.could_be
        or other.word.role
        or one.score < 0.7
        or "\n" in (other.gap if follows else one.gap)
    ):
        return False
    if one.upper != other.upper or not one.cap or not _one_script(one, other):
        return False
    if other.start_of and is_plain(other.word.low):
        return False
    both_upper = one.word.surname == 3 and one.upper and other.upper
    strong = one.word.given == 2 or one.word.patronymic or one.score >= 0.9 or both_upper
    if follows:
        return bool(strong or (one.word.given and not one.start_of))
    return bool(strong or one.word.surname >= 2) and not other.start_of


def _one_script(one: Token, other: Token) -> bool:
    return (one.word.low[0] < "\u0400") == (other.word.low[0] < "\u0400")


def by_full_name(tokens: list[Token], at: int) -> None:
    """Surname, given name and patronymic in a row: the surname joins, whatever it looks like."""
    surname, given, patronymic = tokens[at - 2], tokens[at - 1], tokens[at]
    if (
        patronymic.word.patronymic
        and patronymic.score >= 0.6
        and patronymic.cap
        and given.cap
        and given.score >= 0.6
        and patronymic.gap == given.gap == " "
        and surname.could_be
        and surname.upper == given.upper
        and _one_script(surname, given)
        and not (surname.start_of and (surname.word.common or is_plain(surname.word.low)))
    ):
        surname.lift(0.7)
