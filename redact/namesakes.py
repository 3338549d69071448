"""Whether a mention can be a person: parts of names compared across scripts, spellings and short forms."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from redact.letters import fold
from redact.mentions import Part, PartKind
from redact.name_lists import diminutive_keys, given_keys
from redact.recognisers.person_words import RESPECT_FORMS

NAMED = (PartKind.GIVEN, PartKind.SURNAME, PartKind.PATRONYMIC, PartKind.OTHER)
_RESPECT = frozenset(fold(form) for form in RESPECT_FORMS)
_PATRONYMIC_END = re.compile(
    r"(?:(?:о|е|и)?(?:вич|вна|вни|вне|вну|внои)[ауеом]{0,2}|(?:у|о)г?ли|к?изи|гизи)(?:и|а|н\w{0,3})?$"
)
# What fond forms add to the beginning of a name: Арушка, Тимоха, Вахо, Эдик.
FOND_ENDS = "ушка шка оха ха уша ша иуша ик чик ка ку ки ке кои ок улиа ула ина а е и о у".split()
_DEAR = ("жан", "жон", "хон", "таи")
_PREFIX, _MISSPELT = 4, 7


@lru_cache(maxsize=20_000)
def _variants(keys: frozenset[str], kind: PartKind) -> frozenset[str]:
    """Keys with the spellings that fold() keeps apart merged: Өтеген and Утеген, Шыңғыс and Чингиз, Maxat."""
    found = set(keys)
    if kind is PartKind.PATRONYMIC:
        found.update(_PATRONYMIC_END.sub("", key) for key in keys)
    for key in [key for key in found if len(key) > 4]:
        merged = re.sub(r"^ие", "е", key).replace("ии", "и").replace("кс", "х").replace("ч", "ш")
        found.add(merged.replace("з", "с").replace("о", "у"))
    return frozenset(key for key in found if len(key) > 2 or key in keys)


@lru_cache(maxsize=20_000)
def variants_of(mention: tuple[Part, ...]) -> frozenset[str]:
    """All keys of the names in a mention; two mentions that share none have no name that is the same()."""
    return frozenset().union(*(_variants(p.keys, p.kind) for p in mention if p.kind in NAMED))


def same(one: Part, other: Part) -> bool:
    """True where two parts can be forms of one name."""
    return not _variants(one.keys, one.kind).isdisjoint(_variants(other.keys, other.kind))


def misspelt(one: Part, other: Part, *, beside: bool = False) -> bool:
    """True where two long parts of one kind differ by one letter only: a slip of the pen or of a scanner.

    Two known names that differ so are one only `beside` another name that agrees.
    """
    if one.kind is not other.kind:
        return False
    a, b = one.whole, other.whole
    if min(len(a), len(b)) < _MISSPELT or abs(len(a) - len(b)) > 1 or (not beside and {a, b} <= given_keys()):
        return False
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[head + 1 :] == b[head + 1 :] or a[head:] == b[head + 1 :] or a[head + 1 :] == b[head:]


def fits(mention: Sequence[Part], person: Sequence[Part]) -> bool:
    """True when a mention shares a name with a person and no part of it contradicts."""
    named = [p for p in mention if p.kind in NAMED]
    if not named:
        return _initials_fit(mention, person)
    known = [p for p in person if p.kind in NAMED]
    matched = [(one, other) for one in named for other in known if _match(one, other)]
    if not matched:
        return _by_initials(named, person)
    # beside a name that agrees, another may be misspelt
    left = [
        p
        for p in named
        if all(p is not one for one, _ in matched) and not any(misspelt(p, k, beside=True) for k in known)
    ]
    rest = [p for p in known if all(p is not other for _, other in matched)]
    if any(_contradict(one, other) for one in left for other in rest):
        return False
    return _initials_agree(mention, named, person)


def _match(one: Part, other: Part) -> bool:
    kinds = {one.kind, other.kind}
    # a father's name does not make his son the same man, nor does a surname made of a first name
    if len(kinds) > 1 and (PartKind.PATRONYMIC in kinds or kinds == {PartKind.GIVEN, PartKind.SURNAME}):
        return False
    return same(one, other)


def _contradict(one: Part, other: Part) -> bool:
    """Two parts that do not match cannot be of one person: both first names, surnames or unknown."""
    if one.kind is other.kind:
        return True
    return {one.kind, other.kind} == {PartKind.GIVEN, PartKind.OTHER}


def _initials_agree(mention: Sequence[Part], named: Sequence[Part], person: Sequence[Part]) -> bool:
    """Whether no initial beside a name contradicts: behind a first name they are of the other names.

    Beside a surname they stand in order, first name and patronymic: Р. Р. is not Марсель Ренатович.
    """
    letters = [next(iter(p.keys)) for p in mention if p.kind is PartKind.INITIAL]
    own = [next(iter(p.keys)) for p in person if p.kind is PartKind.INITIAL]
    if any(p.kind is PartKind.GIVEN for p in named):
        others = [p for p in person if p.kind in NAMED and p.kind is not PartKind.GIVEN]
        return all(
            not others or letter in own or any(_begins(letter, p) for p in others) for letter in letters
        )
    unmatched = [p for p in person if not any(_match(p, one) for one in named)]
    given = [p for p in unmatched if p.kind in (PartKind.GIVEN, PartKind.OTHER)]
    fathers = [p for p in unmatched if p.kind is PartKind.PATRONYMIC]
    for place, letter in enumerate(letters[:2]):
        known = (given, fathers)[place]
        if known:
            if not any(_begins(letter, p) for p in known):
                return False
        elif len(own) > place and own[place] != letter:
            return False
    return True


def _begins(letter: str, part: Part) -> bool:
    # "Е." is Ерлан and Yerlan: fold() has и before the е of the second
    return any(key.startswith((letter, "и" + letter) if letter == "е" else letter) for key in part.keys)


def _initials_fit(mention: Sequence[Part], person: Sequence[Part]) -> bool:
    """Bare initials (А.Т.) mean a person whose names begin so, or the same initials again."""
    letters = [next(iter(p.keys)) for p in mention]
    named = [p for p in person if p.kind in NAMED]
    own = [next(iter(p.keys)) for p in person if p.kind is PartKind.INITIAL]
    if not named:
        return own[: len(letters)] == letters
    if len(letters) < 2:
        return False
    return initials_of(letters, named, own)


def initials_of(letters: Sequence[str], named: Sequence[Part], own: Iterable[str] = ()) -> bool:
    """True where each letter begins another name of a person, or is an initial that is known."""
    free, left = list(named), list(own)
    for letter in letters:
        hit = next((p for p in free if _begins(letter, p)), None)
        if hit is not None:
            # forms of one name are one: two letters need two names
            free = [
                p for p in free if p.kind is not hit.kind or (p.kind is PartKind.OTHER and not same(p, hit))
            ]
        elif letter in left:
            left.remove(letter)
        else:
            return False
    return True


def _by_initials(named: Sequence[Part], person: Sequence[Part]) -> bool:
    """First name and patronymic mean the surname whose two initials they begin with."""
    own = [next(iter(p.keys)) for p in person if p.kind is PartKind.INITIAL]
    first = [p for p in named if p.kind in (PartKind.GIVEN, PartKind.PATRONYMIC)]
    if len(first) != 2 or len(own) != 2 or any(p.kind is PartKind.GIVEN for p in person):
        return False
    return len(named) == 2 and all(_begins(letter, p) for letter, p in zip(own, first, strict=True))


def short_for(mention: Sequence[Part], person: Sequence[Part]) -> bool:
    """True where a lone word is a short form of a person's first name that no list holds, or stands for it.

    Ереке is Ерлан, Вахо is Вахтанг, "W. Sch." is Waldemar Schönfeld, and a name one letter off is the name.
    """
    named = [p for p in mention if p.kind in NAMED]
    known = [p for p in person if p.kind in NAMED]
    if len(named) != 1:
        return False
    (word,) = named
    key = word.whole
    if len(mention) > 1:
        letters = [next(iter(p.keys)) for p in mention if p.kind is PartKind.INITIAL]
        return 1 < len(key) < 5 and initials_of([*letters, key], known)
    first = [k for p in known if p.kind in (PartKind.GIVEN, PartKind.OTHER) for k in p.keys]
    if key in _RESPECT:
        return any(p.kind is PartKind.GIVEN and any(k.startswith(key[:2]) for k in p.keys) for p in known)
    # Еркінжан is Еркін
    dear = any(k + end in (key, *word.keys) or key + end == k for k in first for end in _DEAR if len(k) > 2)
    if dear or any(misspelt(word, p) for p in known):
        return True
    return word.kind is not PartKind.SURNAME and _shortened(word, key, first)


def _shortened(word: Part, key: str, first: Sequence[str]) -> bool:
    """Whether a word is the beginning of one of the first names, with what fond forms add or without."""
    if word.kind is PartKind.GIVEN and word.keys.isdisjoint(diminutive_keys()):
        # Rusha is Rushaniya, but Айгүл not Айгүлім
        return len(key) >= _PREFIX and any(k.startswith(key) and len(k) > len(key) + 2 for k in first)
    short = [key, *(key.removesuffix(ending) for ending in FOND_ENDS if key.endswith(ending))]
    return any(
        k.startswith(stem) and (len(k) > len(key) or k == stem)
        for stem in short
        if len(stem) >= 3
        for k in first
    )
