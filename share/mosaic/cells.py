"""Combinations of facts and how many statements share each: counting, and coarsening until enough do.

A statement tells some values of each dimension (several places, several acts). Each choice of one value a
dimension is a combination; where a dimension tells nothing, that is its value. Whoever knows one fact of each
kind about somebody finds at least k statements that fit. Pure: it knows dimensions and values, no texts.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import prod
from typing import Final


class Dim(StrEnum):
    """What a combination is made of."""

    PLACE = "place"
    PERIOD = "period"
    ACT = "act"
    AGE = "age"
    SEX = "sex"
    JOB = "job"
    ROLE = "role"


DIMS: Final = tuple(Dim)
Base = Hashable
Levels = dict[Dim, dict[Base, int]]
Combination = tuple[str | None, ...]
ValueAt = Callable[[Dim, Base, int], str | None]
"""What a fact tells at a level of coarseness, 0 being the finest; None where it tells nothing any more."""

# How coarse what is least missed by those who read of abuses becomes: it goes first and is given back last.
_COARSEST: Final = {Dim.PLACE: 1, Dim.PERIOD: 3, Dim.AGE: 2, Dim.JOB: 1, Dim.ROLE: 1}
# Where nothing is told any more but what no words can be made coarser of.
_NOTHING: Final = {**_COARSEST, Dim.PLACE: 2, Dim.ACT: 2}
# A step: dimension, level, and whether a statement keeps at least one value that is shared by enough.
_Step = tuple[Dim, int, bool]
_UP: Final[tuple[_Step, ...]] = (
    (Dim.ACT, 1, False),
    (Dim.ACT, 2, True),
    (Dim.PLACE, 2, False),
    (Dim.ACT, 2, False),
)
# With the months told again: who alone has a month in a place does without it, or without the place.
_UP_WITH_PERIOD: Final[tuple[_Step, ...]] = (
    (Dim.PERIOD, 3, False),
    (Dim.ACT, 1, True),
    (Dim.ACT, 2, True),
    (Dim.PLACE, 2, False),
    (Dim.ACT, 1, False),
    (Dim.ACT, 2, False),
)
_BACK: Final[tuple[tuple[Dim, int], ...]] = (
    (Dim.ACT, 0),
    (Dim.ACT, 1),
    (Dim.PLACE, 0),
    (Dim.PLACE, 1),
    (Dim.PERIOD, 0),
    (Dim.PERIOD, 2),
    (Dim.AGE, 0),
    (Dim.AGE, 1),
    (Dim.ROLE, 0),
    (Dim.JOB, 0),
)
# More combinations of one statement than this are hardly ever shared: the first steps are taken unasked.
_MOST: Final = 2000


@dataclass(frozen=True, slots=True)
class Known:
    """How often a combination is known to have happened; None in `values` fits everything."""

    values: Combination
    count: int

    def fits(self, combination: Combination, wider: "Wider | None" = None) -> bool:
        """Whether a combination is one of these: the same, or a finer one."""
        return all(
            mine is None
            or mine == theirs
            or (wider is not None and theirs is not None and mine in wider(dim, theirs))
            for dim, mine, theirs in zip(DIMS, self.values, combination, strict=True)
        )


Wider = Callable[[Dim, str], Collection[str]]
"""The coarser values that a value is one of: a settlement's region, a day's month and year."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Levels of each statement's facts, the statements that must stay, and the smallest group of each.

    `before` and `after` are by statement; those that stay have no `after`.
    """

    levels: Mapping[str, Mapping[Dim, Mapping[Base, int]]]
    withheld: frozenset[str]
    before: Mapping[str, int]
    after: Mapping[str, int]


class Cells:
    """The statements of a release with the facts that each tells."""

    def __init__(  # noqa: PLR0913 - what is counted, and against what
        self,
        facts: Mapping[str, Mapping[Dim, Iterable[Base]]],
        value_at: ValueAt,
        *,
        k: int,
        known: Sequence[Known] = (),
        wider: Wider | None = None,
        floor: Mapping[str, Levels] | None = None,
    ) -> None:
        self._value_at = value_at
        self._k = k
        self._known, self._wider = known, wider
        given = floor or {}
        self._away: dict[str, Levels] = {}
        self._levels: dict[str, Levels] = {
            name: {
                dim: {base: given.get(name, {}).get(dim, {}).get(base, 0) for base in dict.fromkeys(bases)}
                for dim, bases in told.items()
            }
            for name, told in facts.items()
        }

    def settle(self) -> Outcome:
        """Make as coarse as it takes until every combination is shared by k, then give back what can be."""
        before = self._smallest()
        self._floor = {name: {d: dict(b) for d, b in told.items()} for name, told in self._levels.items()}
        for told in self._levels.values():
            for dim, coarsest in _COARSEST.items():
                for base, level in told.get(dim, {}).items():
                    told[dim][base] = max(level, coarsest)
        for name in self._levels:
            self._thin(name)
        withheld = self._up(_UP)
        for name, told in self._levels.items():
            told.update({Dim.PERIOD: dict(self._floor[name].get(Dim.PERIOD, {}))})
        withheld = self._readmit(withheld | self._up(_UP_WITH_PERIOD))
        for dim, level in _BACK:
            self._lower(dim, level)
        return Outcome(self._levels, frozenset(withheld), before, self._smallest())

    def _up(self, steps: Sequence[_Step]) -> set[str]:
        withheld: set[str] = set()
        while True:
            for step in steps:
                while self._raise(*step):
                    pass
            rare = {*self._rare(), *filter(self._too_many, self._levels)}
            if not rare:
                return withheld
            # without them others are fewer, and are looked at again
            for name in rare:
                self._away[name] = self._levels.pop(name)
            withheld |= rare

    def _readmit(self, withheld: set[str]) -> set[str]:
        """Take in again who, telling as little as can be, is not alone any more; who stays."""
        for name in withheld:
            self._levels[name] = {
                dim: {base: max(now, _NOTHING.get(dim, 0)) for base, now in bases.items()}
                for dim, bases in self._away[name].items()
            }
        while rare := withheld & {*self._rare(), *filter(self._too_many, self._levels)}:
            for name in rare:
                del self._levels[name]
            withheld -= rare
        return set(self._away) - set(self._levels)

    def sizes(self) -> Mapping[str, int]:
        """Of each statement the size of its smallest group, as it stands."""
        return self._smallest()

    def combinations(self, name: str) -> Iterator[Combination]:
        """All combinations that a statement tells as it stands."""
        return product(*self._values(name))

    def _values(self, name: str) -> list[tuple[str | None, ...]]:
        levels = self._levels[name]
        return [self._told(dim, levels.get(dim, {})) for dim in DIMS]

    def _told(self, dim: Dim, bases: Mapping[Base, int]) -> tuple[str | None, ...]:
        values = {self._value_at(dim, base, level) for base, level in bases.items()} - {None}
        return tuple(sorted(v for v in values if v is not None)) or (None,)

    def _counts(self) -> Counter[Combination]:
        counts: Counter[Combination] = Counter()
        for name in self._levels:
            if not self._too_many(name):
                counts.update(self.combinations(name))
        return counts

    def _too_many(self, name: str) -> bool:
        return prod(len(values) for values in self._values(name)) > _MOST

    def _size(self, combination: Combination, counts: Counter[Combination]) -> int:
        known = min((one.count for one in self._known if one.fits(combination, self._wider)), default=self._k)
        return min(counts[combination], known) if known < self._k else counts[combination]

    def _smallest(self) -> dict[str, int]:
        """Of each statement the size of its smallest group."""
        counts = self._counts()
        return {
            name: 1
            if self._too_many(name)
            else min(self._size(combination, counts) for combination in self.combinations(name))
            for name in self._levels
        }

    def _rare(self) -> dict[str, list[Combination]]:
        counts = self._counts()
        found = {
            name: [c for c in self.combinations(name) if self._size(c, counts) < self._k]
            for name in self._levels
            if not self._too_many(name)
        }
        return {name: rare for name, rare in found.items() if rare}

    def _raise(self, dim: Dim, level: int, keep: bool) -> bool:
        """Raise the values of a dimension that stand in rare combinations; whether anything changed."""
        place, changed = DIMS.index(dim), False
        for name, rare in self._rare().items():
            values = {combination[place] for combination in rare}
            if keep and values.issuperset(self._values(name)[place]):
                continue
            changed |= self._raise_in(name, dim, level, values)
        return changed

    def _lower(self, dim: Dim, level: int) -> None:
        """Give back a dimension to all statements, and take it again from those whom it makes rare."""
        at = DIMS.index(dim)
        old = {name: dict(told.get(dim, {})) for name, told in self._levels.items()}
        shared: dict[str, set[Combination]] = {}
        for name, told in self._levels.items():
            bases, floor = told.get(dim, {}), self._floor[name].get(dim, {})
            if all(max(level, floor[base]) >= now for base, now in bases.items()):
                continue
            before = set(self.combinations(name))
            for base, now in bases.items():
                bases[base] = min(now, max(level, floor[base]))
            if self._too_many(name) or set(self.combinations(name)) != before:
                shared[name] = before
        while shared:
            back = self._unshared(shared, at)
            if not back:
                return
            for name, values in back.items():
                bases, changed = self._levels[name][dim], False
                for base, now in bases.items():
                    if now != old[name][base] and (
                        values is None or self._value_at(dim, base, now) in values
                    ):
                        bases[base], changed = old[name][base], True
                if not changed:
                    bases.update(old[name])
                if all(bases[base] == was for base, was in old[name].items()):
                    del shared[name]

    def _unshared(self, shared: Mapping[str, set[Combination]], at: int) -> dict[str, set[str | None] | None]:
        """Who must do without what was given back: by statement the values, None where it is all of them."""
        counts = self._counts()
        back: dict[str, set[str | None] | None] = {name: None for name in shared if self._too_many(name)}
        left: set[Combination] = set()
        for name in self._levels:
            if self._too_many(name):
                continue
            for one in self.combinations(name):
                if self._size(one, counts) >= self._k:
                    continue
                if name in shared and one not in shared[name]:
                    back.setdefault(name, set()).add(one[at])  # type: ignore[union-attr]
                else:
                    left.add(one)
        if back:
            return back
        # those left behind are too few: some of those who went on stay with them, from the largest groups
        for one in sorted(left, key=str):
            mates = [name for name in shared if one in shared[name] and name not in back]
            mates.sort(key=lambda name: (-min(counts[c] for c in self.combinations(name)), name))
            back |= dict.fromkeys(mates[: max(0, self._k - counts[one])])
        return back or (dict.fromkeys(shared) if left else {})

    def _raise_in(self, name: str, dim: Dim, level: int, values: set[str | None] | None) -> bool:
        bases, changed = self._levels[name].get(dim, {}), False
        for base, now in bases.items():
            told = self._value_at(dim, base, now)
            if now < level and told is not None and (values is None or told in values):
                bases[base] = level
                changed |= self._value_at(dim, base, level) != told
        return changed

    def _thin(self, name: str) -> None:
        """Take steps unasked with a statement that tells more than anybody could share."""
        for dim, level, _ in _UP:
            if not self._too_many(name):
                return
            self._raise_in(name, dim, level, None)
