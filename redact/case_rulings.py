"""What reviewers ruled of a case's people, laid upon what linking found: their word goes before it.

Invariants: who is ruled two never stands in one cluster; who is ruled one stands in one, unless the rulings
contradict each other (models/rulings.py says what holds then).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from models.cases import CaseIndex, Proposal
from models.rulings import Member, Ruling, what_holds
from redact.case_evidence import Told

_Group = set[int]


def rule(
    people: Sequence[Told], clusters: Sequence[Sequence[int]], rulings: Iterable[Ruling]
) -> tuple[list[list[int]], set[int], set[tuple[int, int]]]:
    """Clusters as the rulings have them, as places in `people`.

    Where a cluster is taken apart, who is ruled two with nobody in it could be either: such people stand
    alone, and are returned as unsure. Third, the pairs of places that are ruled two, the lower first.
    """
    at = {(told.statement, told.identity): i for i, told in enumerate(people)}
    groups: dict[int, _Group] = {i: {i} for i in range(len(people))}
    parted: defaultdict[int, set[int]] = defaultdict(set)
    for (one, other), same in what_holds(rulings).items():
        if one not in at or other not in at:
            continue
        if same:
            _join(groups, at[one], at[other])
        else:
            parted[at[one]].add(at[other])
            parted[at[other]].add(at[one])
    unsure: set[int] = set()
    for cluster in clusters:
        unsure |= _join_cluster(groups, sorted(cluster), parted)
    found = {id(group): group for group in groups.values()}
    two = {(i, j) for i, others in parted.items() for j in others if i < j}
    return sorted(sorted(group) for group in found.values()), unsure, two


def open_proposals(index: CaseIndex, rulings: Iterable[Ruling]) -> list[Proposal]:
    """The proposals on whose people nobody ruled, in the index's order."""
    number = _numbers(index)
    ruled = {
        frozenset((number[one], number[other]))
        for one, other in what_holds(rulings)
        if one in number and other in number
    }
    return [p for p in index.proposals if frozenset((p.one, p.other)) not in ruled]


def not_carried_out(index: CaseIndex, rulings: Iterable[Ruling]) -> int:
    """How many rulings the index does not have yet: the case was not linked again since."""
    number = _numbers(index)
    return sum(
        (number[one] == number[other]) != same
        for (one, other), same in what_holds(rulings).items()
        if one in number and other in number
    )


def _join_cluster(
    groups: dict[int, _Group], cluster: Sequence[int], parted: defaultdict[int, set[int]]
) -> set[int]:
    """Join those of a cluster whom no ruling parts; returns those who could be of several of its parts."""
    here = list({id(groups[i]): i for i in reversed(cluster)}.values())[::-1]  # one of each group, in order
    barred = {i: {j for k in groups[i] for j in parted.get(k, ())} for i in here}
    torn = [i for i in here if any(not groups[j].isdisjoint(barred[i]) for j in here)]
    if not torn:
        for i in here[1:]:
            _join(groups, here[0], i)
        return set()
    parts: list[int] = []
    for i in torn:
        # a part grows while its people come in, so what bars from it is asked of its group as it is now
        fits = next((p for p in parts if groups[p].isdisjoint(barred[i])), None)
        if fits is None:
            parts.append(i)
        else:
            _join(groups, fits, i)
    return set[int]().union(*(groups[i] for i in here if i not in torn))


def _join(groups: dict[int, _Group], i: int, j: int) -> None:
    if groups[i] is not groups[j]:
        groups[i] |= groups[j]
        for k in groups[j]:
            groups[k] = groups[i]


def _numbers(index: CaseIndex) -> dict[Member, int]:
    return {member: person.number for person in index.people for member in person.members}
