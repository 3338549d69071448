"""What one statement tells of each of its people: names apart from titles, own numbers, birth, sex, rank.

Plain values for redact/case_people.py, which joins people of different statements. They quote the statement
and live only while the vault is open.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from models.findings import Analysis
from models.labels import Label, Role
from redact.data import lines_of
from redact.letters import fold
from redact.mentions import WORD, Part, PartKind, parts
from redact.name_lists import (
    bare_surname_keys,
    diminutive_keys,
    full_given_keys,
    given_keys,
    surname_keys,
)
from redact.namesakes import misspelt, same
from redact.own_numbers import Birth, born, own_numbers
from redact.plain import is_plain
from redact.ranks import offices_in, ranks_beside
from redact.recognisers.person_words import RESPECT_FORMS

_RESPECT: Final = frozenset(fold(form) for form in RESPECT_FORMS)
# Words of kinship and respect that a finder may take into a name: "Ерлан аға" is no full name.
_BESIDE: Final = frozenset(
    """
    аға ағай ага агай апа апай апке әпке тәте тате көке коке ата әже аже жеңге женге іні қарындас сіңлі
    жезде мырза ханым бауыр баке дядя дядь тётя тетя тёть дед баба бабушка дедушка брат сестра господин
    госпожа гражданин гражданка товарищ гр деген атты есімді aga ağa apa apai ata äje myrza hanym mr mrs ms
    mister miss sir uncle aunt auntie brother sister degen старший младший старшая младшая senior junior
    jr sr
    """.split()
)
_MASCULINE: Final = re.compile(r"(?:ов|ев|ин|ски|ови[мч]|еви[мч]|иним|ским|ского|скому)$")
_FEMININE: Final = re.compile(r"(?:овои|евои|инои|скои|скаиа|скуиу)$")
_MAYBE_FEMININE: Final = re.compile(r"(?:ова|ева|ина|ову|еву|ину)$")
# English has no cases that would explain the ending otherwise.
_LATIN_WOMAN: Final = re.compile(r"(?i)[a-z]{2}(?:[oe]va|skaya)\b")
_MASCULINE_ENDS: Final = ("ов", "ев", "ин", "ски", "чки", "енко", "чук", "швили", "шук", "иан")
_FATHER_END: Final = re.compile(
    r"(?:(?:о|е|и)?(?:вич|вна|вни|вне|вну|внои)[ауеом]{0,2}|(?:у|о)г?ли|к?изи|гизи)(?:и|а|н\w{0,3})?$"
)
# "Маленький Арман", "Толстый": a byname like an adjective, unless a list has it as a surname.
_BYNAME: Final = re.compile(r"(?:[бвгджзклмнпрстфхчш](?:и|ои)|аиа|ого|ому)$")
_SONS: Final = re.compile(r"(?:вич[ауеом]{0,2}|(?:у|о)г?ли\w{0,4})$")
# "Серік ұлы" is one word in two.
_APART: Final = re.compile(r"(?i)(?<=\w)[ -]+(?=(?:[ұу]лы|[қк]ызы|uly|ūly|qyzy|kyzy)\w{0,4}\b)")
_MOST_NAMES: Final = 4


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a person: `keys` are surely forms of it; a `short` one may stand for several names."""

    part: Part
    keys: frozenset[str]
    wholes: frozenset[str]
    short: bool

    @property
    def kind(self) -> PartKind:
        """What the name is: given, surname, patronymic or unknown."""
        return self.part.kind


@dataclass(frozen=True, slots=True)
class Profile:
    """All by which a person can be compared with one of another statement.

    `together`: pairs of places in `names` that stand in one mention, in their order there. `signed`: surname
    with the first letters of given name and patronymic. `letters`: those of given name, patronymic and
    surname that initials alone tell. `own`: numbers that the text ties to the person.
    """

    names: tuple[Name, ...]
    together: frozenset[tuple[int, int]]
    signed: frozenset[tuple[str, str, str]]
    letters: tuple[str | None, str | None, str | None]
    sex: str | None
    maybe_woman: bool
    own: frozenset[str]
    births: frozenset[Birth]
    public: str | None
    muddled: bool


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """A person of one statement; `shown` is the fullest mention, `numbers` are all of the statement."""

    statement: str
    identity: str
    role: Role
    profile: Profile
    ranks: frozenset[str]
    numbers: frozenset[str]
    shown: str


def people_of(statement: str, text: str, analysis: Analysis) -> list[Told]:
    """The people of a statement in the order of their numbers."""
    findings = sorted(analysis.findings, key=lambda f: f.start)
    mentions: defaultdict[str, list[int]] = defaultdict(list)
    for i, finding in enumerate(findings):
        if finding.label is Label.PERSON and finding.identity is not None:
            mentions[finding.identity].append(i)
    own, numbers = own_numbers(text, findings)
    people = []
    for identity in analysis.identities:
        if identity.label is not Label.PERSON or identity.id not in mentions:
            continue
        surfaces = [text[findings[i].start : findings[i].end] for i in mentions[identity.id]]
        profile = _profile(surfaces, identity.role, own.get(identity.id, frozenset()))
        ranks = frozenset[str]()
        if identity.role is Role.OFFICIAL:
            ranks = ranks.union(*(ranks_beside(text, findings, i) for i in mentions[identity.id]))
        shown = max(surfaces, key=lambda s: (len(_mention(s)), len(s)))
        people.append(Told(statement, identity.id, identity.role, profile, ranks, numbers, shown))
    return people


def _profile(surfaces: Sequence[str], role: Role, own: frozenset[tuple[str, str]]) -> Profile:
    mentions = [_mention(surface) for surface in dict.fromkeys(surfaces)]
    names: list[Name] = []
    together: set[tuple[int, int]] = set()
    signed: set[tuple[str, str, str]] = set()
    letters: list[set[str]] = [set(), set(), set()]
    for mention in mentions:
        places = [_put(names, _name(part)) for part in mention if part.kind is not PartKind.INITIAL]
        together.update((a, b) for at, a in enumerate(places) for b in places[at + 1 :] if a != b)
        initials = [next(iter(part.keys)) for part in mention if part.kind is PartKind.INITIAL]
        _read_initials([names[place] for place in places], initials, signed, letters)
    _sign(names, together, signed)
    births = born(own)
    known = frozenset(f"{kind} {number}" for kind, number in own if kind != Label.DOB)
    given = [n for n in names if n.kind is PartKind.GIVEN]
    surnames = [n for n in names if n.kind is PartKind.SURNAME]
    forms = {whole for name in surnames for whole in name.wholes}
    return Profile(
        names=tuple(names),
        together=frozenset(together),
        signed=frozenset(signed),
        # a letter that two mentions give differently is none
        letters=(_only(letters[0]), _only(letters[1]), _only(letters[2])),
        sex=_sex(names, forms, known)
        or ("f" if surnames and any(map(_LATIN_WOMAN.search, surfaces)) else None),
        maybe_woman=bool(forms) and all(_MAYBE_FEMININE.search(form) for form in forms),
        own=known,
        births=births,
        public=_public(names) if role is Role.PUBLIC else None,
        muddled=len(names) > _MOST_NAMES or len(surnames) > 1 or (len(given) > 1 and bool(surnames)),
    )


@lru_cache(maxsize=20_000)
def _mention(surface: str) -> tuple[Part, ...]:
    """The parts of a mention without titles, kin words and ordinary words."""
    bare = WORD.sub(lambda m: "" if _beside(m[0]) else m[0], _APART.sub("", surface))
    return parts(bare)


def _beside(word: str) -> bool:
    low = word.lower()
    if len(low) < 2 or low in _BESIDE:
        return low in _BESIDE
    (part, *_) = parts(word) or (None,)
    return part is not None and part.kind is PartKind.OTHER and (is_plain(low) or bool(offices_in(low)))


def _name(part: Part) -> Name:
    whole, keys, short = part.whole, part.keys, False
    # what the list of diminutives added is no form of this word
    forms = frozenset(k for k in keys if whole.startswith(k[:-1]))
    if part.kind is PartKind.PATRONYMIC:
        fathers = frozenset(_FATHER_END.sub("", key) or key for key in forms)
        forms = fathers & given_keys() or frozenset({min(fathers, key=lambda k: (len(k), k))})
    elif part.kind is PartKind.GIVEN:
        listed = frozenset({whole}) if whole in given_keys() else forms & given_keys()
        forms = listed or forms
        short = whole in _RESPECT or (forms <= diminutive_keys().keys() and not forms & full_given_keys())
    elif part.kind is PartKind.SURNAME:
        listed = frozenset({whole}) if whole in surname_keys() else forms & surname_keys()
        forms = listed or frozenset(k for k in forms if k.endswith(_MASCULINE_ENDS)) or forms
    elif whole in bare_surname_keys() or whole in surname_keys():
        forms = frozenset({whole})
    else:
        short = whole in _RESPECT or _BYNAME.search(whole) is not None
    return Name(part, forms, frozenset({whole}), short)


def _put(names: list[Name], name: Name) -> int:
    """The place of a name among those known of a person; another form of one of them is no other name."""
    for place, known in enumerate(names):
        kinds = {known.kind, name.kind}
        if len(kinds) > 1 and (kinds != {PartKind.GIVEN, PartKind.OTHER}):
            continue
        if known.keys & name.keys or same(known.part, name.part) or misspelt(known.part, name.part):
            both = known.keys & name.keys or known.keys | name.keys
            if known.short != name.short:
                both = name.keys if known.short else known.keys
            kind = PartKind.GIVEN if len(kinds) > 1 else known.kind
            part = Part(kind, known.part.keys | name.part.keys, known.part.whole)
            names[place] = Name(part, both, known.wholes | name.wholes, known.short and name.short)
            return place
    names.append(name)
    return len(names) - 1


def _read_initials(
    named: Sequence[Name], initials: Sequence[str], signed: set[tuple[str, str, str]], letters: list[set[str]]
) -> None:
    """What the initials of one mention tell: beside a surname they are of given name and patronymic."""
    if not initials or not named:
        return
    if any(n.kind is PartKind.GIVEN for n in named) and len(initials) == 1:
        # "Арман К.", "Арман Серікұлы К."
        if not any(n.kind is PartKind.SURNAME for n in named):
            letters[2].add(initials[0])
        return
    if len(named) > 1:
        return
    letters[0].add(initials[0])
    if len(initials) > 1:
        letters[1].add(initials[1])
        signed.update((key, initials[0], initials[1]) for key in named[0].keys)


def _sign(names: Sequence[Name], together: set[tuple[int, int]], signed: set[tuple[str, str, str]]) -> None:
    """Whole names as the initials that they are shortened to."""
    joined = together | {(b, a) for a, b in together}
    for g, given in enumerate(names):
        for f, father in enumerate(names):
            if given.kind is not PartKind.GIVEN or father.kind is not PartKind.PATRONYMIC or given.short:
                continue
            for s, surname in enumerate(names):
                if s in (g, f) or surname.kind is PartKind.PATRONYMIC or not {(g, f), (g, s)} <= joined:
                    continue
                signed.update(
                    (key, letter_of(a), letter_of(b))
                    for key in surname.keys
                    for a in given.keys
                    for b in father.keys
                )


def letter_of(key: str) -> str:
    """The letter that an initial of a name would be, as fold() writes it: Ю and Я are two."""
    return key[:2] if key.startswith(("иу", "иа")) else key[:1]


def _only(found: set[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def _sex(names: Iterable[Name], surname_forms: Iterable[str], own: Iterable[str]) -> str | None:
    """m or f where a patronymic, else a given name of one list only, else a surname or an IIN says so."""
    fathers = [n for n in names if n.kind is PartKind.PATRONYMIC]
    if fathers:
        told = {bool(_SONS.search(whole)) for name in fathers for whole in name.wholes}
        return None if len(told) > 1 else "m" if told == {True} else "f"
    given = {key for n in names if n.kind is PartKind.GIVEN and not n.short for key in n.keys}
    men, women = bool(given & _given("m")), bool(given & _given("f"))
    if men != women:
        return "m" if men else "f"
    men = any(_MASCULINE.search(form) for form in surname_forms)
    women = any(_FEMININE.search(form) for form in surname_forms)
    if men != women:
        return "m" if men else "f"
    seventh = {int(number[10]) for number in own if number.startswith("ID ") and number[10] in "123456"}
    return None if len({d % 2 for d in seventh}) != 1 else "m" if seventh.pop() % 2 else "f"


@cache
def _given(sex: str) -> frozenset[str]:
    names = (f"given_kk_{sex}", f"given_ru_{sex}", f"given_other_{sex}", f"given_en_{sex}")
    return frozenset(fold(word) for name in names for word in lines_of("names", name))


def _public(names: Iterable[Name]) -> str | None:
    """The surname of the public figure, as redact/roles.toml lists it."""
    return next((k for n in names for k in sorted(n.keys | n.part.keys) if k in _figures()), None)


@cache
def _figures() -> frozenset[str]:
    content = tomllib.loads((Path(__file__).parent / "roles.toml").read_text("utf-8"))
    return frozenset(fold(surname) for surname in content["public"])
