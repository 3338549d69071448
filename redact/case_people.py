"""The people of a case: persons of different statements joined where they surely are one, else proposed.

A wrong join puts one person's deeds on another, a missing one only costs a reviewer's time. So a person that
could be two of the case stays alone, and whatever is not sure is a proposal. Time grows with the statements
and with the square of the spellings of one name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from models.cases import CaseIndex, CasePerson
from models.labels import Role
from models.rulings import Ruling
from redact.case_compare import apart, by_number, surely_one
from redact.case_evidence import Profile, Told
from redact.case_proposals import propose
from redact.case_rulings import rule

_Cluster = list[int]


def link_people(  # noqa: PLR0913 - an index is made of all these
    people: Sequence[Told],
    *,
    case_id: str,
    statements: Sequence[str],
    earlier: CaseIndex | None = None,
    last: int = 0,
    rulings: Sequence[Ruling] = (),
) -> CaseIndex:
    """The index of a case whose statements tell of these people, both in the order in which they came in.

    Who had a number in an earlier index keeps it; `last` is the highest that was ever given: new ones begin
    above it, so that an alias once written down never comes to mean somebody else. What reviewers ruled goes
    before what the names say.
    """
    clusters, unsure = _clusters(people)
    clusters, torn, two = rule(people, clusters, rulings)
    numbers, last = _numbers(people, clusters, earlier, last)
    found = []
    for cluster, number in zip(clusters, numbers, strict=True):
        members = tuple((people[i].statement, people[i].identity) for i in cluster)
        found.append(CasePerson(number, _role([people[i].role for i in cluster]), members))
    proposals = propose(people, clusters, numbers=numbers, unsure=unsure | torn, two=two)
    return CaseIndex(
        case_id=case_id,
        last=last,
        statements=tuple(statements),
        people=tuple(sorted(found, key=lambda person: person.number)),
        proposals=tuple(sorted(proposals, key=lambda p: (-p.score, p.one, p.other))),
    )


def shown_names(index: CaseIndex, people: Sequence[Told]) -> Mapping[int, str]:
    """The fullest mention of each person of the case, for a reviewer's eyes; it is stored nowhere."""
    written = {(told.statement, told.identity): told.shown for told in people}
    return {
        person.number: max(
            (written[member] for member in person.members), key=lambda s: (len(s.split()), len(s))
        )
        for person in index.people
    }


def _role(roles: Sequence[Role]) -> Role:
    """One statement that names an official makes one of the case; public only where all say so."""
    if Role.OFFICIAL in roles:
        return Role.OFFICIAL
    return Role.PUBLIC if set(roles) == {Role.PUBLIC} else Role.PROTECTED


def _clusters(people: Sequence[Told]) -> tuple[list[_Cluster], set[int]]:
    """Who is one, as places in `people` by first mention; and those who could be one with several."""
    classes: dict[Profile, list[int]] = {}
    for i, told in enumerate(people):
        classes.setdefault(told.profile, []).append(i)
    profiles, members = list(classes), list(classes.values())
    near = _edges(profiles)
    unsure = _doubled(people, members, near)
    clusters: list[_Cluster] = [[i] for i in unsure]
    for component in _components(near, range(len(profiles))):
        for group, sure in _groups(profiles, near, component):
            whose = [i for c in group for i in members[c] if i not in unsure]
            if sure and whose:
                clusters.append(sorted(whose))
            else:
                clusters += [[i] for i in whose]
                # a name alone is unsure in itself
                unsure.update(whose if any(near[c] for c in group) else ())
    return sorted(clusters), unsure


def _edges(profiles: Sequence[Profile]) -> list[set[int]]:
    """For each profile those of surely the same person, itself too where two who have it would be one."""
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    near: list[set[int]] = [set() for _ in profiles]
    for i, profile in enumerate(profiles):
        if surely_one(profile, profile):
            near[i].add(i)
            for key in _keys(profile):
                blocks[key].append(i)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        for i, j in combinations(block, 2):
            if (i, j) not in seen and surely_one(profiles[i], profiles[j]):
                near[i].add(j)
                near[j].add(i)
            seen.add((i, j))
    return near


def _keys(profile: Profile) -> set[tuple[str, ...]]:
    """What two profiles have in common when they surely are one."""
    keys: set[tuple[str, ...]] = {("number", number) for number in profile.own}
    keys |= {("signed", *signed) for signed in profile.signed}
    if profile.public is not None:
        keys.add(("public", profile.public))
    for i, j in profile.together:
        for pair in product(profile.names[i].keys, profile.names[j].keys):
            keys.add(("names", *sorted(pair)))
    return keys


def _doubled(people: Sequence[Told], members: Sequence[Sequence[int]], near: Sequence[set[int]]) -> set[int]:
    """People whom one statement keeps apart though their names agree: which of them is meant elsewhere?"""
    doubled: set[int] = set()
    for linked in near:
        by_statement: defaultdict[str, list[int]] = defaultdict(list)
        for c in linked:
            for i in members[c]:
                by_statement[people[i].statement].append(i)
        doubled.update(i for same in by_statement.values() if len(same) > 1 for i in same)
    return doubled


def _components(near: Sequence[set[int]], among: Iterable[int]) -> list[list[int]]:
    """The classes that hang together, by way of those `among` which they are sought."""
    left, found = dict.fromkeys(among), []
    while left:
        start = next(iter(left))
        component, way = [], [start]
        del left[start]
        while way:
            at = way.pop()
            component.append(at)
            for other in near[at]:
                if other in left:
                    del left[other]
                    way.append(other)
        found.append(sorted(component))
    return found


def _groups(
    profiles: Sequence[Profile], near: Sequence[set[int]], component: Sequence[int]
) -> Iterator[tuple[list[int], bool]]:
    """A component taken apart: classes of one person each, and whether they surely are that."""
    if len(component) == 1:
        yield [*component], bool(near[component[0]])
        return
    parted: defaultdict[int, set[int]] = defaultdict(set)
    for i, j in combinations(component, 2):
        if j not in near[i] and apart(profiles[i], profiles[j]):
            parted[i].add(j)
            parted[j].add(i)
    linked = {c: set(near[c]) for c in component}
    if parted:
        _by_number_first(profiles, linked, parted)
    unsure = [c for c in component if any(not parted[other].isdisjoint(linked[c]) for other in linked[c])]
    for c in unsure:
        yield [c], False
    clear = [c for c in component if c not in set(unsure)]
    links = [linked.get(c, set()) for c in range(len(near))]
    for group in _components(links, clear):
        # a chain whose ends contradict each other has a wrong link somewhere
        yield group, all(parted[c].isdisjoint(group) for c in group)


def _by_number_first(
    profiles: Sequence[Profile], linked: dict[int, set[int]], parted: Mapping[int, set[int]]
) -> None:
    """Who is known by a number is not another one of the name: such links are cut."""
    for c, others in linked.items():
        known = {other for other in others if other != c and by_number(profiles[c], profiles[other])}
        for other in [other for other in others if not parted[other].isdisjoint(known)]:
            if other not in known:
                others.discard(other)
                linked[other].discard(c)


def _numbers(
    people: Sequence[Told], clusters: Sequence[_Cluster], earlier: CaseIndex | None, last: int
) -> tuple[list[int], int]:
    """A number for each cluster: the one that most of those who had it carry on, the lowest of several."""
    had: dict[tuple[str, str], int] = {}
    if earlier is not None:
        last = max(last, earlier.last)
        had = {member: person.number for person in earlier.people for member in person.members}
    bearers: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for at, cluster in enumerate(clusters):
        for i in cluster:
            number = had.get((people[i].statement, people[i].identity))
            if number is not None:
                bearers[number][at] += 1
    heirs: dict[int, int] = {}
    for number in sorted(bearers):
        at = min(bearers[number], key=lambda at: (-bearers[number][at], at))
        heirs.setdefault(at, number)
    numbers = []
    for at in range(len(clusters)):
        if at not in heirs:
            last += 1
            heirs[at] = last
        numbers.append(heirs[at])
    return numbers, last
