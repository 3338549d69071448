"""Who is who within one statement: mentions of one person under one identity, and of one thing likewise.

Persons are joined where the parts of two mentions agree and none contradicts; a first name or surname alone
goes to the nearest person before it that it fits. Only for statements: joining a case needs the open vault.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from models.findings import Finding, Identity
from models.labels import DIRECT, Label, Role
from redact.letters import fold
from redact.mentions import Part, PartKind, parts
from redact.roles import role_of_mention
from redact.stems import stems

_NAMED = (PartKind.GIVEN, PartKind.SURNAME, PartKind.PATRONYMIC, PartKind.OTHER)
# Numbers are one thing when their letters and digits are; dates and ages say nothing of who.
_BY_CHARACTERS = DIRECT - {Label.PERSON, Label.ADDRESS, Label.DOB}
_BY_WORDS = {Label.PLACE, Label.ORG, Label.ADDRESS}
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class _Person:
    """One person while being put together: the parts known and where the mentions stand."""

    parts: list[Part] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)

    def of(self, kind: PartKind) -> list[Part]:
        return [p for p in self.parts if p.kind is kind]


def identify(text: str, findings: Sequence[Finding]) -> tuple[list[Finding], list[Identity]]:
    """The findings with their identities set, and the identities in order of first mention."""
    groups = _persons(text, findings) + _things(text, findings)
    groups.sort(key=lambda group: group[0])
    out = list(findings)
    identities: list[Identity] = []
    numbers: defaultdict[Label, int] = defaultdict(int)
    for group in groups:
        label = findings[group[0]].label
        numbers[label] += 1
        name = f"{label.lower()}-{numbers[label]}"
        role = _role(text, [findings[i] for i in group]) if label is Label.PERSON else Role.PROTECTED
        identities.append(Identity(name, label, role, numbers[label]))
        for i in group:
            out[i] = replace(out[i], identity=name)
    return out, identities


def _role(text: str, mentions: Sequence[Finding]) -> Role:
    """One mention beside an office makes an official; public only where no mention contradicts."""
    roles = {role_of_mention(text, m.start, m.end) for m in mentions}
    if Role.OFFICIAL in roles:
        return Role.OFFICIAL
    return Role.PUBLIC if roles == {Role.PUBLIC} else Role.PROTECTED


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
    persons: list[_Person] = []
    # fullest first: a lone first name must meet all persons that it could mean
    for i in sorted(mentions, key=lambda i: (-_fullness(mentions[i]), i)):
        fitting = [p for p in persons if _fits(mentions[i], p)]
        if fitting:
            person = min(fitting, key=lambda p: _distance(i, p))
        else:
            person = _Person()
            persons.append(person)
        person.mentions.append(i)
        known = {(p.kind, p.keys) for p in person.parts}
        person.parts += [p for p in mentions[i] if (p.kind, p.keys) not in known]
    return [sorted(p.mentions) for p in persons]


def _fullness(mention: Sequence[Part]) -> int:
    """How much a mention tells: whole names first, bare initials last."""
    named = sum(p.kind is not PartKind.INITIAL for p in mention)
    return min(named, 2) * 2 + (named > 0 and len(mention) > named)


def _distance(i: int, person: _Person) -> tuple[int, int]:
    """Mentions before come before mentions after, the nearest first."""
    before = [i - m for m in person.mentions if m < i]
    return (0, min(before)) if before else (1, min(abs(m - i) for m in person.mentions))


def _fits(mention: Sequence[Part], person: _Person) -> bool:
    """True when a mention shares a name with a person and no part of it contradicts."""
    named = [p for p in mention if p.kind is not PartKind.INITIAL]
    if not named:
        return _initials_fit(mention, person)
    shared = False
    for part in named:
        same_kind = (
            [p for p in person.parts if p.kind is part.kind] if part.kind is not PartKind.OTHER else []
        )
        rivals = same_kind or [p for p in person.parts if p.kind in _NAMED]
        if any(not part.keys.isdisjoint(p.keys) for p in rivals):
            shared = True
        elif same_kind or (part.kind is PartKind.OTHER and len(person.parts) > 1 and len(named) > 1):
            return False
    initials = [p for p in mention if p.kind is PartKind.INITIAL]
    return shared and all(_initial_fits(p, person) for p in initials)


def _initial_fits(initial: Part, person: _Person) -> bool:
    """An initial contradicts only where the first names are known and none begins with it."""
    (letter,) = initial.keys
    own = person.of(PartKind.INITIAL)
    names = person.of(PartKind.GIVEN) + person.of(PartKind.PATRONYMIC) + person.of(PartKind.OTHER)
    if names:
        return any(k.startswith(letter) for p in names for k in p.keys)
    return not own or any(initial.keys == p.keys for p in own)


def _initials_fit(mention: Sequence[Part], person: _Person) -> bool:
    """Bare initials (А.Т.) mean a person whose names begin so, or the same initials again."""
    letters = [next(iter(p.keys)) for p in mention]
    named = [p for p in person.parts if p.kind is not PartKind.INITIAL]
    if not named:
        own = [next(iter(p.keys)) for p in person.of(PartKind.INITIAL)]
        return own[: len(letters)] == letters
    if len(letters) < 2:
        return False
    return all(any(k.startswith(letter) for p in named for k in p.keys) for letter in letters)
