"""Who of a case may be one, for a reviewer to decide: a few proposals a person, the likeliest first.

People are sought by each of their names, and each is weighed against the best known bearers of it alone, so
that a name which half the case has costs no more than any other.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from models.cases import Proposal, Why
from redact.case_compare import weigh
from redact.case_evidence import Told, letter_of
from redact.mentions import PartKind

# A number that more statements hold is a hotline's or the office's own.
_HOTLINE: Final = 10
# So many proposals for one person, sought among so many bearers of a name.
_MOST: Final = 3
_BEST: Final = 8
# A given name that more people of the case have says nothing by itself.
_FEW: Final = 5
_VOWELS: Final = re.compile("[аеиоу]")


def propose(
    people: Sequence[Told],
    clusters: Sequence[Sequence[int]],
    *,
    numbers: Sequence[int],
    unsure: Collection[int],
    two: Iterable[tuple[int, int]] = (),
) -> list[Proposal]:
    """Proposals among the clusters, which hold places in `people`.

    `unsure` are people whom several fit, `two` pairs of people of whom a reviewer said that they are not one.
    """
    held = Counter(number for told in {p.statement: p for p in people}.values() for number in told.numbers)
    hotlines = frozenset(number for number, count in held.items() if count > _HOTLINE)
    persons = [_merged([people[i] for i in cluster], hotlines) for cluster in clusters]
    statements = [{people[i].statement for i in cluster} for cluster in clusters]
    order = sorted(range(len(clusters)), key=lambda c: (-_fullness(persons[c]), -len(clusters[c]), c))
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for c in order:
        for key in _keys(persons[c]):
            blocks[key].append(c)
    best: defaultdict[int, dict[int, Proposal]] = defaultdict(dict)
    settled = _settled(clusters, two)
    for key, block in blocks.items():
        for place, c in enumerate(block):
            for d in islice((d for d in islice(block, place) if d not in settled.get(c, ())), _BEST):
                if d in best[c]:
                    continue
                why, score = weigh(persons[d], persons[c])
                if not why or (why == (Why.GIVEN_NAME,) and key[0] == "given" and len(block) > _FEW):
                    continue
                if not statements[c].isdisjoint(statements[d]):
                    if Why.FULL_NAME not in why:
                        continue  # a statement that speaks of both keeps them apart
                    why = (*why, Why.ONE_STATEMENT)
                elif Why.FULL_NAME in why and (clusters[c][0] in unsure or clusters[d][0] in unsure):
                    why = (*why, Why.SEVERAL_FIT)
                one, other = sorted((numbers[c], numbers[d]))
                best[c][d] = Proposal(one, other, why, score)
    return [
        proposal
        for found in best.values()
        for proposal in sorted(found.values(), key=lambda p: (-p.score, p.one, p.other))[:_MOST]
    ]


def _settled(
    clusters: Sequence[Sequence[int]], two: Iterable[tuple[int, int]]
) -> Mapping[int, Collection[int]]:
    """For each cluster those that are another person by a reviewer's word."""
    at = {i: c for c, cluster in enumerate(clusters) for i in cluster}
    found: defaultdict[int, set[int]] = defaultdict(set)
    for i, j in two:
        found[at[i]].add(at[j])
        found[at[j]].add(at[i])
    return found


def _merged(told: Sequence[Told], hotlines: frozenset[str]) -> Told:
    """The fullest of several accounts of one person, with the ranks and numbers of all."""
    return replace(
        max(told, key=_fullness),
        ranks=frozenset[str]().union(*(t.ranks for t in told)),
        numbers=frozenset[str]().union(*(t.numbers for t in told)) - hotlines,
    )


def _fullness(told: Told) -> int:
    profile = told.profile
    letters = sum(letter is not None for letter in profile.letters)
    return 4 * len(profile.names) + letters + len(profile.own) + len(profile.births)


def _keys(told: Told) -> Iterator[tuple[str, ...]]:
    """By what a person is sought among the people of the case."""
    profile = told.profile
    found: set[tuple[str, ...]] = {("number", number) for number in profile.own}
    given = {letter_of(k) for n in profile.names if n.kind is PartKind.GIVEN for k in n.keys}
    for name in profile.names:
        if name.kind is PartKind.GIVEN:
            found.update(("given", key) for key in name.part.keys | name.keys)
        elif name.kind is not PartKind.PATRONYMIC:
            found.update(("surname", key) for key in name.keys)
            # Омаров and Умаров, of people whose given names begin alike
            spelling = {_VOWELS.sub("", key)[:4] for key in name.keys}
            found.update(("spelling", key, letter) for key in spelling for letter in given)
    yield from sorted(found)
