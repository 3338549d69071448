"""Who is who within one statement: mentions of one person under one identity, and of one thing likewise.

Persons are joined where the parts of two mentions agree and none contradicts; a first name or surname alone
goes to the nearest person before it that it fits. Only for statements: joining a case needs the open vault.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from models.findings import Finding, Identity
from models.labels import DIRECT, Label, Role
from redact.letters import fold
from redact.mentions import WORD, Part, PartKind, parts
from redact.named_twice import are_alternatives, are_one
from redact.namesakes import NAMED, fits, initials_of, short_for, variants_of
from redact.roles import roles_of
from redact.speaker_labels import label_links
from redact.stems import stems

# Numbers are one thing when their letters and digits are; dates and ages say nothing of who.
_BY_CHARACTERS = DIRECT - {Label.PERSON, Label.ADDRESS, Label.DOB}
_BY_WORDS = {Label.PLACE, Label.ORG, Label.ADDRESS}
_WORD = re.compile(r"\w+")
_ONE_LETTER = str.maketrans("очзи", "ушсе")
_FEMININE = ("ова", "ева", "ина", "скаиа", "овои", "евои", "инои", "скои")
_MASCULINE = ("ов", "ев", "ин", "ски", "ови", "еви", "овим", "евим")


@dataclass(slots=True)
class _Person:
    """One person while being put together: the parts known and where the mentions stand."""

    parts: list[Part] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    # whoever shares no variant of a name can only be meant by initials, which stand for two names
    variants: set[str] = field(default_factory=set)
    initials: bool = False


def identify(text: str, findings: Sequence[Finding]) -> tuple[list[Finding], list[Identity]]:
    """The findings with their identities set, and the identities in order of first mention."""
    persons = _persons(text, findings)
    roles = roles_of(text, [[(findings[i].start, findings[i].end) for i in group] for group in persons])
    role_of = {group[0]: role for group, role in zip(persons, roles, strict=True)}
    groups = sorted(persons + _things(text, findings), key=lambda group: group[0])
    out = list(findings)
    identities: list[Identity] = []
    numbers: defaultdict[Label, int] = defaultdict(int)
    for group in groups:
        label = findings[group[0]].label
        numbers[label] += 1
        name = f"{label.lower()}-{numbers[label]}"
        role = role_of.get(group[0], Role.PROTECTED)
        identities.append(Identity(name, label, role, numbers[label]))
        for i in group:
            found = out[i]
            out[i] = Finding(found.start, found.end, found.label, found.score, found.source, name)
    return out, identities


def _things(text: str, findings: Sequence[Finding]) -> list[list[int]]:
    groups: dict[tuple[Label, str], list[int]] = {}
    for i, finding in enumerate(findings):
        if finding.label is not Label.PERSON:
            surface = text[finding.start : finding.end]
            groups.setdefault((finding.label, _key(finding.label, surface, i)), []).append(i)
    return list(groups.values())


def _key(label: Label, surface: str, position: int) -> str:
    if label in _BY_CHARACTERS:
        key = "".join(c for c in surface.lower() if c.isalnum())
        # 8 701 … and +7 701 … are one number
        return key[-10:] if label is Label.PHONE and len(key) >= 10 else key
    if label in _BY_WORDS:
        return " ".join(min(stems(w), key=len) if w.isalpha() else fold(w) for w in _WORD.findall(surface))
    return f"#{position}"


def _persons(text: str, findings: Sequence[Finding]) -> list[list[int]]:
    mentions = {i: parts(text[f.start : f.end]) for i, f in enumerate(findings) if f.label is Label.PERSON}
    linked = _linked(text, findings, mentions)
    persons: list[_Person] = []
    # whatever joins a mention to a person, two of their words begin with one letter
    by_letter: defaultdict[str, dict[int, _Person]] = defaultdict(dict)
    # fullest first: a lone first name must meet all persons that it could mean
    for i in sorted(mentions, key=lambda i: (-_fullness(mentions[i]), i)):
        surface = text[findings[i].start : findings[i].end]
        beside = linked.get(i, set())
        near = {id(p): p for letter in _letters(mentions[i], surface) for p in by_letter[letter].values()}
        if beside:
            near |= {id(p): p for p in persons if beside & set(p.mentions)}
        person = _whose(i, mentions[i], surface, list(near.values()), beside=beside)
        if person is None:
            person = _Person()
            persons.append(person)
        person.mentions.append(i)
        known = {(p.kind, p.keys) for p in person.parts}
        person.parts += [p for p in mentions[i] if (p.kind, p.keys) not in known]
        person.forms |= _forms(surface)
        person.variants |= variants_of(mentions[i])
        person.initials = person.initials or any(p.kind is PartKind.INITIAL for p in mentions[i])
        for letter in _letters(mentions[i], surface):
            by_letter[letter][id(person)] = person
    return [sorted(p.mentions) for p in _united(persons, linked)]


def _whose(
    i: int, mention: tuple[Part, ...], surface: str, persons: list[_Person], *, beside: set[int]
) -> _Person | None:
    """The person that a mention means: one that fits, else the only one that it may be a short form of."""
    if _says_sex(surface):
        persons = [p for p in persons if not _other_sex(surface, p)]
    known_as, two = variants_of(mention), sum(p.kind in NAMED for p in mention) == 2
    fitting = [
        p
        for p in persons
        if (not known_as or not known_as.isdisjoint(p.variants) or (two and p.initials))
        and fits(mention, p.parts)
    ]
    kinds = {p.kind for p in mention}
    if beside and len(mention) == 1 and not any(beside & set(p.mentions) for p in fitting):
        # "Зулай, фамилия Н.": the words beside it outweigh another bearer of the surname
        fitting = [
            p for p in persons if beside & set(p.mentions) and kinds.isdisjoint(q.kind for q in p.parts)
        ] or fitting
    if fitting:
        return min(fitting, key=lambda p: (_other_sex(surface, p), *_distance(i, p)))
    letters = [fold(letter) for letter in surface]
    if 1 < len(surface) < 4 and surface.isupper() and surface.isalpha():
        # "ЖЕ:" is how an interview abbreviates Жаннат Ерғалиева
        fitting = [p for p in persons if initials_of(letters, [q for q in p.parts if q.kind in NAMED])]
    else:
        fitting = [p for p in persons if short_for(mention, p.parts)]
    return fitting[0] if len(fitting) == 1 else None


def _linked(
    text: str, findings: Sequence[Finding], mentions: Mapping[int, tuple[Part, ...]]
) -> dict[int, set[int]]:
    """Mentions that the words between them call one person, both ways."""
    linked: defaultdict[int, set[int]] = defaultdict(set)
    pairs = label_links(text, findings, mentions)
    for one, two in pairwise(sorted(mentions)):
        first, second = findings[one], findings[two]
        if are_one(text, first.end, second.start, second.end) or are_alternatives(
            text[first.start : first.end], text[first.end : second.start], text[second.start : second.end]
        ):
            pairs.append((one, two))
    for one, two in pairs:
        linked[one].add(two)
        linked[two].add(one)
    return linked


def _united(persons: list[_Person], linked: dict[int, set[int]]) -> list[_Person]:
    """The persons, with those made one that the text calls one."""
    whose = {i: person for person in persons for i in person.mentions}
    for one, others in linked.items():
        for two in others:
            first, second = whose[one], whose[two]
            if first is second or _two_people(first, second):
                continue
            first.mentions += second.mentions
            first.parts += second.parts
            whose.update(dict.fromkeys(second.mentions, first))
            persons = [p for p in persons if p is not second]
    return persons


def _two_people(one: _Person, other: _Person) -> bool:
    """Both have a surname and a first name of their own: "X (Y)" then names two."""
    kinds = [{p.kind for p in person.parts} for person in (one, other)]
    full = {PartKind.GIVEN, PartKind.SURNAME}
    return full <= kinds[0] and full <= kinds[1] and not fits(other.parts, one.parts)


def _letters(mention: Sequence[Part], surface: str) -> set[str]:
    """First letters of all that a mention could be, those merged that spellings exchange."""
    letters = {key[0] for part in mention for key in part.keys if key}
    if 1 < len(surface) < 4:
        letters |= {fold(letter) for letter in surface}
    return {letter.translate(_ONE_LETTER) for letter in letters}


def _forms(surface: str) -> set[str]:
    return {fold(word) for word in WORD.findall(surface)}


def _says_sex(surface: str) -> bool:
    """True for a Latin surname alone that has one sex's form: English has no cases that explain it."""
    if surface[-1] >= "\u0400" or len(WORD.findall(surface)) != 1:
        return False
    return fold(surface).endswith((*_FEMININE, *_MASCULINE))


def _other_sex(surface: str, person: _Person) -> bool:
    """True where the surname is a woman's and the person's a man's, or the other way round."""
    if surface[-1] >= "\u0400" and fold(surface).endswith(_FEMININE[:3]):
        # "Зайцева выводил": it may be a man's name in another case
        return False
    own = {form.endswith(_FEMININE) for form in _forms(surface) if form.endswith((*_FEMININE, *_MASCULINE))}
    theirs = {form.endswith(_FEMININE) for form in person.forms if form.endswith((*_FEMININE, *_MASCULINE))}
    return bool(own and theirs) and own.isdisjoint(theirs)


def _fullness(mention: Sequence[Part]) -> int:
    """How much a mention tells: whole names first, bare initials last."""
    named = sum(p.kind is not PartKind.INITIAL for p in mention)
    return min(named, 2) * 2 + (named > 0 and len(mention) > named)


def _distance(i: int, person: _Person) -> tuple[int, int]:
    """Mentions before come before mentions after, the nearest first."""
    before = [i - m for m in person.mentions if m < i]
    return (0, min(before)) if before else (1, min(abs(m - i) for m in person.mentions))
