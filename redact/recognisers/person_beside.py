"""Names told by the words beside them: "меня зовут", "майор", "my brother", "аға", "Witness:"."""

from redact.plain import is_plain
from redact.recognisers.person_tokens import TIGHT, Token
from redact.recognisers.person_triggers import LABEL
from redact.recognisers.person_words import ABBREVIATED, FUNCTION, NAMES_ME, SAYS_NAME_BEFORE, SPEECH


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
            _with_preposition(tokens, at)
        if "p" in role and at and token.near:
            _son_of(tokens, at)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and after.gap == ": " and after.cap and LABEL.fullmatch(token.word.low):
        _in_form(tokens, at + 1)
    if after is not None and after.word.low == "дейді" and after.gap == " ":
        # "Біреуін Шал дейді": they call one of them Shal
        token.lift(0.55 if token.could_be and not token.start_of else 0.0)
    if token.lower_line:
        _in_speech(tokens, at)
    if token.word.low in SAYS_NAME_BEFORE and at and token.near:
        if not (after is not None and after.word.low.startswith(("сөз", "soz", "söz", "sóz"))):
            _named(tokens[at - 1], introduced=bool(role))


def _named(before: Token, *, introduced: bool) -> None:
    """A word stands behind that says the one before is a name: "Серік деген"."""
    word = before.word
    if word.low in FUNCTION or (before.start_of and word.common and introduced):
        return
    if before.cap and word.name and not word.blocked:
        before.lift(0.9 if word.given == 2 else 0.7)
    elif before.could_be and not before.start_of:
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
        if step < 3 and token.cap and word.blocked and not word.role and trigger.word.low in NAMES_ME:
            # a girl may be called as the capital is
            token.lift(0.9)
            return
        if token.cap and (word.name or token.could_be) and not word.blocked:
            token.lift(0.9 if word.given == 2 or word.surname == 3 else 0.7)
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
    word = token.word
    if token.cap and not token.initial:
        if word.name and not word.blocked:
            token.lift(0.9 if word.given == 2 or word.surname > 1 else 0.75)
        elif word.surname == 3 or word.given:
            token.lift(0.55)
        elif token.could_be and "\n" not in gap:
            token.lift(0.7 if rank else 0.6)
            second = tokens[at + 2] if at + 2 < len(tokens) else None
            if second is not None and second.gap == " " and second.could_be and second.upper == token.upper:
                second.lift(0.6)
    elif not (token.cap or word.blocked or word.role or word.low in SPEECH or word.low in FUNCTION):
        clear = word.given == 2 or word.surname == 3
        plain = rank and not word.exact and is_plain(word.low)
        if clear or (word.given and len(word.low) > 3 and not plain):
            token.lift(0.8 if word.given == 2 else 0.55)
        elif token.lower_line and not plain and (word.surname if rank else _kin_unknown(tokens, at + 1)):
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
    elif not before.cap and word.given and (word.given == 2 or word.exact) and len(word.low) > 3:
        before.lift(0.8 if word.given == 2 else 0.6)


def _with_preposition(tokens: list[Token], at: int) -> None:
    """Speech says the preposition twice: "с подругой с розой", "про мужа про славу"."""
    after, name = _next(tokens, at), _next(tokens, at + 1)
    if at and after is not None and name is not None and after.word.low == tokens[at - 1].word.low in _PREPOSITIONS:
        name.lift(0.6 if name.word.given and not name.word.role else 0.0)
    # "муж записывает слава": a verb of the moment between
    if (
        after is not None
        and name is not None
        and "r" in after.word.role
        and name.word.given
        and name.word.exact
        and (_next(tokens, at + 2) or name).word.low in FUNCTION
    ):
        name.lift(0.6)


def _in_speech(tokens: list[Token], at: int) -> None:
    """What only running speech has: a name said twice, "өзі X екен", "me and X", "and X said"."""
    token, before, after = tokens[at], tokens[at - 1] if at else None, _next(tokens, at)
    word = token.word
    if before is None or token.gap != " " or word.low in FUNCTION or word.role or len(word.low) < 3:
        return
    if before.word.low == "өзі" and after is not None and after.word.low == "екен" and not is_plain(word.low):
        token.lift(0.55)
    if not (word.given and word.exact and word.low.isascii() and word.common):
        return
    doubled = after is not None and after.word.low == word.low
    two = at > 1 and before.word.low == "and" and tokens[at - 2].word.low in ("me", "him", "her", "them", "us")
    acts = before.word.low in ("and", "but", "then", "so") and after is not None and (
        after.word.low in _SAYS or (after.word.low.endswith("ed") and len(after.word.low) > 4)
    )
    if two or acts or (doubled and before.word.low in ("me", "him", "her", "and", "is", "with", "friend")):
        token.lift(0.6)
        if doubled and after is not None:
            after.lift(0.6)


_PREPOSITIONS = frozenset("с со к ко у о об про от на за для with to from about for".split())
_SAYS = frozenset(
    "is was said says told tells wrote came went saw ran got took gave knew asks cried had has does did".split()
)


def _son_of(tokens: list[Token], at: int) -> None:
    """The names about "оғлы", "o'g'li": the father's before it, with what stands before that, or the child's."""
    token, father = tokens[at], tokens[at - 1]
    if not (father.could_be or father.word.name or not is_plain(father.word.low)):
        return
    father.lift(0.8)
    token.lift(0.8)
    for other in (tokens[at - 2] if at > 1 and father.near else None, _next(tokens, at)):
        if other is None or other.word.blocked or other.word.low in FUNCTION:
            continue
        capital = other.cap and (other.could_be or other.word.name) and not (other.start_of and other.word.common)
        if capital or (token.lower_line and not other.word.role and not is_plain(other.word.low)):
            other.lift(0.7)


def _next(tokens: list[Token], at: int) -> Token | None:
    """The word behind with nothing but a space between."""
    return tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].gap == " " else None


def _kin_unknown(tokens: list[Token], at: int) -> bool:
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


_VERBS = tuple(
    "ет ит ёт ал ил ел ла ли ло ть ся сь ют ят ишь ешь ый ий ая ой ое ые ие ed ing ly s ды ді ты ті ып іп п ған ген"
    " қан кен йды йді".split()
)
