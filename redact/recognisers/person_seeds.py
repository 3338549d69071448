"""How sure each word is a part of a name, judged by the word itself and its neighbours."""

from redact.recognisers.person_tokens import Token
from redact.recognisers.person_triggers import ABBREVIATED, FUNCTION, LABEL, NAMES_ME, SAYS_NAME_BEFORE

_TIGHT = frozenset({" ", "\n", " \n", "\n "})
# Words so common in running speech that in lower case only a surname or patronymic beside them counts.
_SPEECH = frozenset(
    """болат еркін мүмкін жан жаным ер дана бақыт дос мир мира вера надежда любовь роман слава may will art mark hope
    ай күн жаз тұрар тұрсын тұрған сана мерей қуат үміт тілек ана ата апа баба сая арай нұр гүл қанат ермек жеңіс бейбіт
    победа лада дин дина дало майя мая саша леса полина марка марки муза тома лев льва grant rich rob bill grace faith joy""".split()
)
_SURE_ENDS = ("гүл", "гуль", "бек", "жан", "хан", "нұр", "нур", "болат", "сұлтан", "султан", "bek", "zhan", "khan", "gul")
# At the head of a sentence these are words before they are names.
_OPENERS = frozenset(
    """мир мира слава победа любовь надежда вера свет сила май марта март роман бақыт ата ана апа баба жан дос күн ай еркін
    жеке батыр сана сая сайлау сапар алтын алма азамат адам салтанат сағат талап тілек үміт қуат рахмет рақмет бауыр мен дана бала жыл
    will may hope mark bill art can don long more price summer april june august rich son faith joy early autumn dawn said
    price close pat sue rob chase skip grant chance norm general west north bush rose still young hard short cash earl cross
    wells miles field stone wood lane green brown black white king bishop page bell hall bond pool worth reed love many sunny
    sandy rusty misty stormy rocky merry marry carry harry barry jean ray guy gene gale glen dale dean frank ernest constant
    victor major chuck jack jim drew curt nick tab kit tad pip max rex van wade wall tuck monday sky star storm heath forest cliff"""
.split()
)


def score_words(tokens: list[Token]) -> None:
    """Set the score of every token: what the word itself says, then what its neighbours say."""
    for token in tokens:
        token.score = _alone(token)
    for at, token in enumerate(tokens):
        _by_trigger(tokens, at, token)
    for at, token in enumerate(tokens):
        _by_neighbour(tokens, at, token)
    # what a patronymic lifts may lift the surname before it
    for at in range(len(tokens) - 1, 0, -1):
        if tokens[at].score >= 0.6:
            _by_neighbour(tokens, at, tokens[at])


def _alone(token: Token) -> float:
    word = token.word
    if len(token.text) < 2 or not word.name:
        return 0.0
    if not token.cap:
        return _alone_lower(token)
    if word.blocked:
        return 0.3
    start = token.start_of or token.upper
    if word.patronymic:
        if word.patronymic == 3:
            return 0.9
        return 0.4 if start or word.low.endswith("вной") else 0.75
    if word.given == 2:
        if not word.exact and start:
            return 0.7 if len(word.low) > 4 else 0.4
        return 0.9 if not start or len(word.low) > 3 else 0.6
    if word.surname == 3:
        return 0.8 if start else 0.9
    if word.given == 1:
        if not start:
            return 0.8 if len(word.low) > 2 else 0.4
        # where every sentence opens with a capital, a name that is a word too is a name more often than not
        told = word.low not in _OPENERS and not word.role and (word.exact or word.endless)
        return 0.55 if len(word.low) > 3 and told else 0.4
    if word.surname == 2:
        # no English word ends like a Russian surname
        return 0.45 if start and not word.low.isascii() else 0.8
    return (
        0.3
        if start
        or word.low.endswith(("ий", "ого", "ому", "ой", "ая", "ую", "ие", "их", "им", "ом"))
        or word.low.isascii()
        else 0.55
    )


def _alone_lower(token: Token) -> float:
    word = token.word
    if word.blocked or word.common or word.role or "-" in word.low:
        return 0.0
    if word.patronymic == 3 and len(word.low) > 6:
        return 0.7
    sure = word.exact or len(word.low) > 6
    if token.lower_line:
        if word.given == 2 and (word.listed or word.low.endswith(_SURE_ENDS)) and len(word.low) > 3:
            return 0.7 if sure else 0.55
        if word.surname == 3 and len(word.low) > 5:
            return 0.6
        return 0.0
    if word.given == 2 and word.exact and word.listed and len(word.low) > 4:
        return 0.55
    return 0.0


def _near(token: Token) -> bool:
    """Whether the token follows its neighbour with nothing but a space or a line break between."""
    return token.gap in _TIGHT


def _could_be(token: Token) -> bool:
    """Whether a capitalised unknown word could be a name where something beside it says so."""
    word = token.word
    return (
        token.cap
        and len(token.text) > 1
        and not token.initial
        and not word.blocked
        and (not word.role or word.role == "e")
        and word.low not in FUNCTION
        and not (token.upper and len(token.text) < 5)
    )


def _lift(token: Token, score: float) -> None:
    token.score = max(token.score, score)


def _by_trigger(tokens: list[Token], at: int, token: Token) -> None:
    role = token.word.role
    if role:
        if "i" in role:
            _introduce(tokens, at)
        if "r" in role or "k" in role:
            _title(tokens, at, rank="r" in role)
        if "e" in role and at and _near(token) and not token.cap:
            _esteem(tokens[at - 1])
    if at + 1 < len(tokens) and tokens[at + 1].gap == ": " and tokens[at + 1].cap and LABEL.fullmatch(token.word.low):
        _in_form(tokens, at + 1)
    if token.cap and not token.start_of and at + 1 < len(tokens) and tokens[at + 1].word.low == "дейді":
        if _could_be(token) and tokens[at + 1].gap == " ":
            _lift(token, 0.55)
    if token.word.low in SAYS_NAME_BEFORE and at and _near(token):
        before = tokens[at - 1]
        if before.word.low in FUNCTION or (before.start_of and before.word.common and token.word.role):
            pass
        elif before.cap and before.word.name and not before.word.blocked:
            _lift(before, 0.9 if before.word.given == 2 else 0.7)
        elif _could_be(before) and not before.start_of:
            _lift(before, 0.6)


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
        if token.cap and (word.name or _could_be(token)) and not word.blocked:
            _lift(token, 0.9 if word.given == 2 or word.surname == 3 else 0.7)
            return
        if not token.cap and word.low not in FUNCTION:
            if word.given and not word.blocked and not word.role and step < 4:
                _lift(token, 0.8 if word.given == 2 else 0.6)
            elif (
                trigger.word.low in NAMES_ME
                and len(word.low) > 3
                and token.lower_line
                and not word.role
                and step < 3
            ):
                _lift(token, 0.5)
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
    if not (gap in _TIGHT or dotted or (gap == ", " and token.word.given and token.cap)):
        if gap in (": ", " – ", " — ", ":\n", " «", ' "') and token.cap:
            _in_form(tokens, at + 1)
        return
    word = token.word
    if token.cap and not token.initial:
        if word.name and not word.blocked:
            _lift(token, 0.9 if word.given == 2 or word.surname > 1 else 0.75)
        elif word.surname == 3 or word.given:
            _lift(token, 0.55)
        elif _could_be(token) and not ("\n" in gap):
            _lift(token, 0.7 if rank else 0.6)
    elif not token.cap and not word.blocked and not word.role and word.low not in _SPEECH:
        if (
            word.given == 2
            or word.surname == 3
            or (word.given == 1 and len(word.low) > 3 and word.low not in FUNCTION)
        ):
            _lift(token, 0.8 if word.given == 2 else 0.55)


def _in_form(tokens: list[Token], at: int) -> None:
    """A name follows "Witness:" or "Муж:"; two capitalised words are one even where neither is known."""
    token = tokens[at]
    if token.word.name and not token.word.blocked:
        _lift(token, 0.8)
    if at + 1 >= len(tokens):
        return
    second = tokens[at + 1]
    pair = second.cap and second.gap == " " and _could_be(second) and (_could_be(token) or token.word.given > 0)
    if pair and not token.word.role and token.upper == second.upper:
        _lift(token, 0.7)
        _lift(second, 0.7)


def _esteem(before: Token) -> None:
    """A respect word stands behind: "Ерлан аға"."""
    word = before.word
    if word.role or word.blocked or word.low in FUNCTION:
        return
    if before.cap and (word.name or (_could_be(before) and not before.start_of)):
        _lift(before, 0.9 if word.name else 0.6)
    elif not before.cap and word.given and (word.given == 2 or word.exact) and len(word.low) > 3:
        _lift(before, 0.8 if word.given == 2 else 0.6)


def _by_neighbour(tokens: list[Token], at: int, token: Token) -> None:
    """A name beside a name: the weak one is lifted, an unknown capitalised one joins."""
    if not at or not _near(token):
        return
    before = tokens[at - 1]
    for one, other in ((before, token), (token, before)):
        if one.score < 0.6 or other.score >= 0.6 or other.initial:
            continue
        word = other.word
        if word.name and other.cap and (not word.role or word.given) and _fits(one, other):
            if not word.blocked or word.surname == 3 or (word.given and (one.word.given == 2 or one.word.surname == 3)):
                _lift(other, 0.8)
        elif not other.cap and not one.cap and _fits(one, other) and not word.blocked and not word.role:
            if _joins_lower(one, other):
                _lift(other, 0.7)
        elif other is before and _leads_full_name(tokens, at):
            _lift(other, 0.7)
        elif _unknown_joins(one, other, follows=other is token):
            _lift(other, min(0.7, one.score))
    if not token.cap and not before.cap and max(token.score, before.score) < 0.5:
        _lower_pair(before, token)


def _joins_lower(one: Token, other: Token) -> bool:
    """Whether a word in lower case belongs to the name beside it: a surname, a patronymic, a clear given name."""
    word = other.word
    if one.word.patronymic == 3 or (one.word.surname == 3 and len(one.word.low) > 5):
        return bool(word.given and len(word.low) > 3 or word.surname >= 2 and len(word.low) > 4)
    return word.low not in _SPEECH and bool(word.patronymic or word.surname >= 2 or word.given == 2)


def _leads_full_name(tokens: list[Token], at: int) -> bool:
    """Whether the word before `at` stands as surname before a given name and a patronymic, in a list or form."""
    if at + 1 >= len(tokens) or not _near(tokens[at + 1]):
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
        shaped = other.surname == 3 or other.patronymic == 3 or (other.surname == 2 and transcript and given is one)
        spoken = given is two and given.low in _SPEECH
        if given.given and len(given.low) > 3 and shaped and not other.given and len(other.low) > 5 and not spoken:
            _lift(before, 0.7)
            _lift(token, 0.7)


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
        not _could_be(other)
        or other.word.role
        or one.score < 0.7
        or "\n" in (other.gap if follows else one.gap)
    ):
        return False
    if one.upper != other.upper or not one.cap:
        return False
    strong = one.word.given == 2 or one.word.patronymic or one.score >= 0.9
    if follows:
        return bool(strong)
    return bool(strong) and not other.start_of
