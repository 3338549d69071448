"""Numbers of a release: aliases and statements are drawn by lot, so that no two releases are joined by them.

Who the reviewers, or the index of the case, say is one person has one number in the whole release.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from models.cases import CaseIndex
from models.findings import Analysis
from models.labels import Label
from share.told import Told

_BY_LOT = secrets.SystemRandom()
_Key = tuple[str, str]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a release: of statements by id, of identities by statement and id."""

    statements: Mapping[str, int]
    identities: Mapping[_Key, int]

    def renumbered(self, statement_id: str, analysis: Analysis) -> Analysis:
        """An analysis whose identities have this release's numbers."""
        return replace(
            analysis,
            identities=tuple(
                replace(identity, number=self.identities[statement_id, identity.id])
                for identity in analysis.identities
            ),
        )


def draw_numbers(told: Sequence[Told], index: CaseIndex | None) -> Numbers:
    """Draw the numbers for all statements that go."""
    people = _people(index)
    holders: dict[Label, list[_Key]] = {}
    group: dict[_Key, _Key] = {}
    for one in told:
        for identity in one.analysis.identities:
            key = people.get((one.id, identity.id), (one.id, identity.id))
            if identity.label is not Label.PERSON:
                key = one.id, identity.id
            group[one.id, identity.id] = key
            holders.setdefault(identity.label, []).append(key)
    drawn = {label: _drawn(keys) for label, keys in holders.items()}
    labels = _labels(told)
    identities = {member: drawn[labels[member]][key] for member, key in group.items()}
    return Numbers(_drawn(one.id for one in told), identities)


def _people(index: CaseIndex | None) -> dict[_Key, _Key]:
    """Of each person of a statement the person of the case."""
    if index is None:
        return {}
    return {member: ("", str(person.number)) for person in index.people for member in person.members}


def _labels(told: Iterable[Told]) -> dict[_Key, Label]:
    return {(one.id, identity.id): identity.label for one in told for identity in one.analysis.identities}


def _drawn(keys: Iterable[_T]) -> dict[_T, int]:
    distinct = list(dict.fromkeys(keys))
    _BY_LOT.shuffle(distinct)
    return {key: number for number, key in enumerate(distinct, start=1)}
