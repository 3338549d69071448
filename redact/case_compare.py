"""Two people of different statements compared: whether they surely are one, cannot be one, or may be."""

from functools import lru_cache
from itertools import product
from typing import Final

from models.cases import Why
from redact.case_evidence import Name, Profile, Told, letter_of
from redact.letters import fold
from redact.mentions import Part, PartKind
from redact.name_lists import diminutive_keys
from redact.namesakes import misspelt, same
from redact.own_numbers import Birth

_GIVEN, _SURNAME = PartKind.GIVEN, PartKind.SURNAME
_PATRONYMIC, _OTHER = PartKind.PATRONYMIC, PartKind.OTHER
# The kinds whose initials Profile.letters holds, in its order.
_KINDS: Final = (_GIVEN, _PATRONYMIC, _SURNAME)
# Names of these kinds are one or contradict each other; Ахмет and Ахметов do neither.
_COMPARED: Final = frozenset(
    frozenset(kinds)
    for kinds in ((_GIVEN,), (_SURNAME,), (_PATRONYMIC,), (_OTHER,), (_GIVEN, _OTHER), (_SURNAME, _OTHER))
)


def surely_one(a: Profile, b: Profile) -> bool:
    """Whether full name, own number or a public figure's name makes them one, and nothing contradicts."""
    if apart(a, b):
        return False
    if a.public is not None and a.public == b.public:
        return True
    return by_number(a, b) or full_name(a, b)


def by_number(a: Profile, b: Profile) -> bool:
    """Whether a number is both people's own; a telephone may be a family's, so a name must agree as well."""
    shared = a.own & b.own
    if any(number.startswith("ID ") for number in shared):
        return True
    return bool(shared) and any(_agree(n, m) for n in a.names for m in b.names)


def full_name(a: Profile, b: Profile) -> bool:
    """Whether given name and surname, given name and patronymic, or surname and both initials agree."""
    if a.muddled or b.muddled:
        return False
    if a.signed & b.signed and _women_alike(a, b):
        return True
    for i, j in a.together:
        for k, m in b.together:
            if _pair(a.names[i], a.names[j], b.names[k], b.names[m]) or _pair(
                a.names[i], a.names[j], b.names[m], b.names[k], turned=True
            ):
                return True
    return False


def apart(a: Profile, b: Profile) -> bool:
    """Whether anything known of one contradicts what is known of the other."""
    if _iins(a) and _iins(b) and _iins(a).isdisjoint(_iins(b)):
        return True
    if a.births and b.births and not any(_one_day(x, y) for x, y in product(a.births, b.births)):
        return True
    if a.sex and b.sex and a.sex != b.sex:
        return True
    if any(_other_letter(a, b, place) for place in range(3)):
        return True
    mine = [n for n in a.names if not any(near(n.part, m.part) for m in b.names)]
    theirs = [m for m in b.names if not any(near(m.part, n.part) for n in a.names)]
    if any(frozenset((n.kind, m.kind)) in _COMPARED for n in mine for m in theirs):
        return True
    given = any(n.kind is m.kind is _GIVEN and near(n.part, m.part) for n in a.names for m in b.names)
    return given and any(_other_surname(n, m) or _other_surname(m, n) for n in mine for m in theirs)


def weigh(a: Told, b: Told) -> tuple[tuple[Why, ...], float]:
    """What speaks for two people who are not surely one, and how much; nothing and 0 where nothing does."""
    one, two = a.profile, b.profile
    if apart(one, two):
        # one number and two names: a slip in either statement, or somebody else's number
        return ((Why.OWN_NUMBER,), 0.5) if one.own & two.own else ((), 0.0)
    why, score = _names_say(one, two)
    if not why and not one.own & two.own:
        return (), 0.0
    if a.ranks & b.ranks:
        why, score = [*why, Why.RANK], score + 0.2
    if one.own & two.own:
        why, score = [Why.OWN_NUMBER, *why], score + 0.4
    elif a.numbers & b.numbers:
        why, score = [*why, Why.NUMBER_IN_BOTH], score + 0.2
    return tuple(why), round(min(score, 0.95), 2)


def _names_say(a: Profile, b: Profile) -> tuple[list[Why], float]:
    if full_name(a, b):
        return [Why.FULL_NAME], 0.7
    pairs = [(n, m) for n in a.names for m in b.names if near(n.part, m.part)]
    if len(pairs) > 1:
        short = any(n.short or m.short for n, m in pairs)
        return [Why.SHORT_FORM if short else Why.SPELLING], 0.5
    if a.signed & b.signed:  # a woman's form and a man's
        return [Why.NAME_AND_INITIAL], 0.3
    # half a name that is only like another is nothing to trouble a reviewer with
    sure = {kind for n, m in pairs if _agree(n, m) for kind in (n.kind, m.kind)}
    if sure and any(_same_letter(a, b, place) for place in range(3) if _KINDS[place] not in sure):
        return [Why.NAME_AND_INITIAL], 0.45
    if sure & {_SURNAME, _OTHER}:
        return [Why.SURNAME], 0.3
    return ([Why.GIVEN_NAME], 0.1) if sure else ([], 0.0)


def _pair(n: Name, o: Name, p: Name, q: Name, *, turned: bool = False) -> bool:
    """Whether n is p and o is q, and the two make a full name."""
    if not (_agree(n, p) and _agree(o, q)):
        return False
    kinds = frozenset((n.kind, o.kind)), frozenset((p.kind, q.kind))
    if turned and kinds == (frozenset({_GIVEN}), frozenset({_GIVEN})):
        # "Серік Ерлан" and "Ерлан Серік" are two men
        return False
    if any(_PATRONYMIC in both for both in kinds):
        return all(both == {_GIVEN, _PATRONYMIC} for both in kinds)
    return all(both & {_GIVEN, _SURNAME} for both in kinds)


def _other_surname(n: Name, m: Name) -> bool:
    """Whether a first name stands in a surname's place and is not that surname without its ending."""
    return n.kind is _GIVEN and m.kind is _SURNAME and not any(m.part.whole.startswith(k) for k in n.keys)


def _agree(n: Name, m: Name) -> bool:
    """Whether two names surely are forms of one."""
    return (
        frozenset((n.kind, m.kind)) in _COMPARED
        and not (n.short or m.short)
        and not n.keys.isdisjoint(m.keys)
    )


@lru_cache(maxsize=200_000)
def near(n: Part, m: Part) -> bool:
    """Whether two names can be spellings or short forms of one, or slips of the pen."""
    if frozenset((n.kind, m.kind)) not in _COMPARED:
        return False
    return same(n, m) or misspelt(n, m, beside=True) or _short_for(n, m) or _short_for(m, n)


def _short_for(n: Part, m: Part) -> bool:
    full = diminutive_keys().get(n.whole, frozenset())
    if not full.isdisjoint(m.keys):
        return True
    # Ереке may be any man whose name begins so
    return n.whole.endswith("ке") and len(n.whole) > 3 and any(k.startswith(n.whole[:2]) for k in m.keys)


def _letters(a: Profile, place: int) -> set[str]:
    """The letters with which a name begins: 0 given, 1 patronymic, 2 surname; both of two given names."""
    told = a.letters[place]
    kind = _KINDS[place]
    found = {letter_of(k) for n in a.names if n.kind is kind and not n.short for k in n.keys}
    return found | {fold(told)} if told is not None else found


def _other_letter(a: Profile, b: Profile, place: int) -> bool:
    if a.letters[place] is None and b.letters[place] is None:
        return False  # two names are compared as names
    mine, theirs = _letters(a, place), _letters(b, place)
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _same_letter(a: Profile, b: Profile, place: int) -> bool:
    told = a.letters[place] is not None or b.letters[place] is not None
    return told and not _letters(a, place).isdisjoint(_letters(b, place))


def _women_alike(a: Profile, b: Profile) -> bool:
    """Whether "Ахметова Г.С.", a woman or a man in the genitive, meets its like."""
    if a.maybe_woman == b.maybe_woman:
        return True
    plain = b if a.maybe_woman else a
    return plain.sex == "f" or (a.sex is not None and a.sex == b.sex)


def _iins(a: Profile) -> frozenset[str]:
    return frozenset(number for number in a.own if number.startswith("ID "))


def _one_day(one: Birth, other: Birth) -> bool:
    return all(x is None or y is None or x == y for x, y in zip(one, other, strict=True))
