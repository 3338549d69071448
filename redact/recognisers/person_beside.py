"""Names told by the words beside them: "меня зовут", "майор", "my brother", "аға", "Witness:"."""

from redact.plain import is_plain, is_verb, lower_words
from redact.recognisers.person_shapes import Word
from redact.recognisers.person_speech import child_of, in_speech, son_of, unknown_name, with_preposition
from redact.recognisers.person_tokens import TIGHT, Token
from redact.recognisers.person_triggers import LABEL, MILITARY
from redact.recognisers.person_words import (
    ABBREVIATED,
    CHILD_OF,
    FUNCTION,
    NAMES_ME,
    SAYS_NAME_BEFORE,
    SPEECH,
)


def by_trigger(tokens: list[Token], at: int, token: Token) -> None:
    """Lift what stands beside a trigger word: introductions, ranks, kin, respect words, labels of a form."""
    role = token.word.role
    if role:
        if "i" in role:
            _introduce(tokens, at)
        if "r" in role or "k" in role:
            _title(tokens, at, rank="r" in role)
        if "e" in role and at and token.near and not token.cap:
            _esteem(tokens[at - 1])
        if "k" in role and token.lower_line:
            with_preposition(tokens, at)
        if "p" in role and at and token.near:
            son_of(tokens, at)
    if token.word.low in CHILD_OF and at and token.near:
        child_of(tokens, at)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and after.gap == ": " and after.cap and LABEL.fullmatch(token.word.low):
        _in_form(tokens, at + 1)
    if after is not None and after.word.low == "дейді" and after.gap == " ":
        # "Біреуін Шал дейді": they call one of them Shal
        token.lift(0.55 if token.could_be and not token.start_of else 0.0)
    if token.lower_line:
        in_speech(tokens, at)
    if token.word.low in ("о", "fr") and after is not None and after.gap == ". " and after.could_be:
        # "о. Януш": a priest
        after.lift(0.7)
    of_word = after is not None and after.word.low.startswith(("сөз", "soz", "söz", "sóz"))
    if token.word.low in SAYS_NAME_BEFORE and at and token.near and not of_word:
        _named(tokens[at - 1], introduced=bool(role))


def _named(before: Token, *, introduced: bool) -> None:
    """A word stands behind that says the one before is a name: "Серік деген"."""
    word = before.word
    if word.low in FUNCTION or (before.start_of and word.common and introduced):
        return
    if before.cap and word.name and not word.blocked:
        before.lift(0.9 if word.given == 2 else 0.7)
    elif (before.lower_line and word.given and word.exact and not word.role) or (
        before.could_be and not before.start_of
    ):
        before.lift(0.6)


def _introduce(tokens: list[Token], at: int) -> None:
    """A name follows, after small words such as "его" or "is"."""
    trigger = tokens[at]
    for step in range(1, 5):
        if at + step >= len(tokens):
            return
        token = tokens[at + step]
        if any(c in token.gap for c in "\n.;!?") or ("," in token.gap and step == 1):
            return
        word = token.word
        if word.low in ("it", "that", "this"):
            return
        # a girl may be called as the capital is
        town = step < 3 and word.blocked and not word.role and trigger.word.low in NAMES_ME
        if token.cap and (town or ((word.name or token.could_be) and not word.blocked)):
            token.lift(0.9 if town or word.given == 2 or word.surname == 3 else 0.7)
            return
        if not token.cap and word.low not in FUNCTION:
            if word.given and not word.blocked and not word.role and step < 4:
                token.lift(0.8 if word.given == 2 else 0.6)
            elif (
                trigger.word.low in NAMES_ME
                and len(word.low) > 3
                and token.lower_line
                and not word.role
                and step < 3
            ):
                token.lift(0.5)
            return


def _title(tokens: list[Token], at: int, *, rank: bool) -> None:
    """A name follows a rank or a kin word at once, or after one more title."""
    if at + 1 >= len(tokens):
        return
    token = tokens[at + 1]
    gap = token.gap
    if token.word.low in ("is", "was") and gap == " " and at + 2 < len(tokens) and tokens[at + 2].gap == " ":
        # "my brother is Beibit"
        token = tokens[at + 2]
        if not token.word.given or token.word.common:
            return
    dotted = gap == ". " and tokens[at].word.low in ABBREVIATED
    if not (gap in TIGHT or dotted or (gap == ", " and token.word.given and token.cap)):
        if gap in (": ", " – ", " — ", ":\n", " «", ' "') and token.cap:
            _in_form(tokens, at + 1)
        return
    if token.cap and not token.initial:
        _title_capital(tokens, at, token, rank=rank)
    elif not (token.cap or token.word.blocked or token.word.role or token.word.low in {*SPEECH, *FUNCTION}):
        _title_lower(tokens, at + 1, rank=rank)


def _title_capital(tokens: list[Token], at: int, token: Token, *, rank: bool) -> None:
    """A capitalised word behind the rank or kin word at `at`; a second unknown one may join it."""
    word = token.word
    broken = "\n" in token.gap
    if word.name and not word.blocked:
        token.lift(0.9 if word.given == 2 or word.surname > 1 else 0.75)
    elif MILITARY.fullmatch(tokens[at].word.low) and "r" not in word.role and not broken:
        # no town has a sergeant's rank: "сержант Балхаш", "a border guard, Temir"
        token.lift(0.9)
    elif rank and _word_as_name(tokens[at], token):
        token.lift(0.8)
    elif word.surname == 3 or word.given:
        token.lift(0.55)
    elif token.could_be and not broken:
        token.lift(0.7 if rank else 0.6)
        second = tokens[at + 2] if at + 2 < len(tokens) else None
        if second is not None and second.gap == " " and second.could_be and second.upper == token.upper:
            second.lift(0.6)


def _word_as_name(title: Token, token: Token) -> bool:
    """Whether an ordinary word has a capital behind a title, where only a name's does: "судья Правда"."""
    ordinary = token.word.common or token.word.low in FUNCTION or is_plain(token.word.low)
    return ordinary and not (token.upper or title.upper or token.start_of or "r" in token.word.role)


def _surname_said(word: Word) -> bool:
    """Whether a word behind a rank has a surname's shape and is no word itself, though one may be in it."""
    return word.surname > 0 and word.low not in lower_words() and not is_verb(word.low)


def _title_lower(tokens: list[Token], at: int, *, rank: bool) -> None:
    """A lower-case word behind a rank or a kin word; in speech an unknown one is a name too."""
    token = tokens[at]
    word = token.word
    plain = rank and not word.exact and is_plain(word.low)
    if word.given == 2 or word.surname == 3 or (word.given and len(word.low) > 3 and not plain):
        token.lift(0.8 if word.given == 2 else 0.55)
    elif token.lower_line and (_surname_said(word) if rank else unknown_name(tokens, at)):
        token.lift(0.55)


def _in_form(tokens: list[Token], at: int) -> None:
    """A name follows "Witness:" or "Муж:"; two capitalised words are one even where neither is known."""
    token = tokens[at]
    if token.word.name and not token.word.blocked:
        token.lift(0.8)
    if at + 1 >= len(tokens):
        return
    second = tokens[at + 1]
    pair = second.cap and second.gap == " " and second.could_be and (token.could_be or token.word.given > 0)
    if pair and not token.word.role and token.upper == second.upper:
        token.lift(0.7)
        second.lift(0.7)


def _esteem(before: Token) -> None:
    """A respect word stands behind: "Ерлан аға"."""
    word = before.word
    if word.role or word.blocked or word.low in FUNCTION:
        return
    if before.cap and (word.name or (before.could_be and not before.start_of)):
        before.lift(0.9 if word.name else 0.6)
    elif not before.cap and word.given and (word.given == 2 or word.exact) and len(word.low) > 2:
        before.lift(0.8 if word.given == 2 else 0.6)
