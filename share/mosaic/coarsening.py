"""Making a release coarser until no combination singles anybody out, in texts and tags alike.

A statement whose words still tell what should have been made coarser, or whose combination too few share
after all steps, stays in the office.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from models.findings import Analysis, TagKind
from share.composing import COUNTRY, Composed, TagChange, compose
from share.mosaic.cells import Base, Cells, Dim, Known
from share.mosaic.facts import Fact, facts_of
from share.mosaic.ladder import Date, value_at, wider, words_at
from share.numbers import Numbers
from share.rewrite import Cut

Scan = Callable[[str], Analysis]
# Words made coarser uncover others that say the same; after so many rounds a statement stays in the office.
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Report:
    """What was done: the smallest group before and after, how many statements tell less of each kind."""

    k: int
    before: int | None
    after: int | None
    coarsened: Mapping[Dim, int]
    whole: int  # statements that tell all they told


@dataclass(frozen=True, slots=True, repr=False)
class Coarsened:
    """The statements that go, made coarser where needed; the ids of those that stay; the report."""

    composed: tuple[Composed, ...]
    withheld: frozenset[str]
    report: Report


@dataclass(slots=True)
class _State:
    """A statement on its way through the rounds."""

    composed: Composed
    cuts: list[Cut]
    facts: dict[tuple[Dim, Base], Fact] = field(default_factory=dict)


def coarsen(  # noqa: PLR0913 - what a release is of
    composed: Sequence[Composed],
    numbers: Numbers,
    scan: Scan,
    *,
    k: int,
    known: Sequence[Known] = (),
    given: Mapping[str, Sequence[Cut]] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Coarsened:
    """Make statements coarser until k share each combination; `given` are cuts that are there anyway."""
    states: dict[str, _State] = {}
    for done, one in enumerate(composed, start=1):
        cuts = list((given or {}).get(one.told.id, ()))
        states[one.told.id] = _State(_composed(one, numbers, cuts, {}), cuts)
        progress(done)
    for state in states.values():
        _read(state, scan)
    levels: dict[str, dict[Dim, dict[Base, int]]] = {}
    withheld: set[str] = set()
    first: dict[str, int] = {}
    after: dict[str, int] = {}
    for round_ in count(1):
        facts = {
            name: _by_dim(state.facts.values()) for name, state in states.items() if name not in withheld
        }
        outcome = Cells(facts, value_at, k=k, known=known, wider=wider, floor=levels).settle()
        first = first or dict(outcome.before)
        withheld |= outcome.withheld
        levels = {
            name: {dim: dict(bases) for dim, bases in told.items()} for name, told in outcome.levels.items()
        }
        after = dict(outcome.after)
        # what a fresh look at the new words finds besides is a fact of its own, and all are counted again
        uncovered = [name for name in levels if _apply(states[name], levels[name], numbers, scan)]
        if not uncovered and not outcome.withheld:
            break
        if round_ >= _ROUNDS:
            withheld |= set(uncovered)  # and the others, who are fewer, are counted again
    going = [state.composed for name, state in states.items() if name not in withheld]
    return Coarsened(tuple(going), frozenset(withheld), _report(k, first, after, levels, withheld))


def smallest_groups(
    composed: Sequence[Composed], scan: Scan, *, k: int, known: Sequence[Known] = ()
) -> Mapping[str, int]:
    """Of each statement, how many share its rarest combination as the release stands."""
    facts = {one.told.id: _by_dim(facts_of(one, scan(one.text.text), coarser=True)) for one in composed}
    return Cells(facts, value_at, k=k, known=known, wider=wider).sizes()


def _read(state: _State, scan: Scan) -> bool:
    """Read the facts of a statement as it stands; whether there are any that were not known."""
    now = facts_of(state.composed, scan(state.composed.text.text))
    # by whom something is told, the words that are left may not tell any more
    gone = {key for key in state.facts if key[0] is Dim.SEX} - {(fact.dim, fact.base) for fact in now}
    for key in gone:
        del state.facts[key]
    fresh = bool(gone)
    for fact in now:
        key = fact.dim, fact.base
        old = state.facts.get(key)
        spans = tuple(sorted({*(old.spans if old else ()), *fact.spans}))
        fresh |= old is None or spans != old.spans
        state.facts[key] = Fact(fact.dim, fact.base, spans)
    return fresh


def _apply(state: _State, levels: Mapping[Dim, Mapping[Base, int]], numbers: Numbers, scan: Scan) -> bool:
    """Compose a statement at its levels; whether its words then tell something that was not counted."""
    cuts = [*state.cuts, *_cuts(state, levels)]
    before = state.composed.text.text
    state.composed = _composed(state.composed, numbers, cuts, levels)
    return state.composed.text.text != before and _read(state, scan)


def _cuts(state: _State, levels: Mapping[Dim, Mapping[Base, int]]) -> Iterator[Cut]:
    language = state.composed.told.analysis.language
    for fact in state.facts.values():
        level = levels.get(fact.dim, {}).get(fact.base, 0)
        if level and value_at(fact.dim, fact.base, level) != value_at(fact.dim, fact.base, 0):
            shown = words_at(fact.dim, fact.base, level, language)
            yield from (Cut(*span, shown) for span in fact.spans)


def _composed(
    one: Composed, numbers: Numbers, cuts: Iterable[Cut], levels: Mapping[Dim, Mapping[Base, int]]
) -> Composed:
    return compose(one.told, one.audience, numbers, coarser=cuts, tags=_tags(levels))


def _tags(levels: Mapping[Dim, Mapping[Base, int]]) -> TagChange:
    """What becomes of the tags whose facts were made coarser."""
    codes: list[tuple[TagKind, str, str | None]] = []
    for base, level in levels.get(Dim.PLACE, {}).items():
        told = value_at(Dim.PLACE, base, level)
        if level and told != value_at(Dim.PLACE, base, 0):
            codes.append((TagKind.PLACE, str(base), told or COUNTRY))
    for base, level in levels.get(Dim.ACT, {}).items():
        if level:
            codes.append((TagKind.ABUSE, str(base), value_at(Dim.ACT, base, level)))
    for base, level in levels.get(Dim.PERIOD, {}).items():
        if level and isinstance(base, Date) and base.year:
            finest = value_at(Dim.PERIOD, base, 0)
            told = value_at(Dim.PERIOD, base, level)
            if finest is not None and told != finest:
                codes.append((TagKind.EVENT_DATE, finest, told))
    return TagChange(tuple(codes))


def _by_dim(facts: Iterable[Fact]) -> dict[Dim, list[Base]]:
    found: dict[Dim, list[Base]] = {}
    for fact in facts:
        found.setdefault(fact.dim, []).append(fact.base)
    return found


def _report(
    k: int,
    before: Mapping[str, int],
    after: Mapping[str, int],
    levels: Mapping[str, Mapping[Dim, Mapping[Base, int]]],
    withheld: set[str],
) -> Report:
    coarsened = dict.fromkeys(Dim, 0)
    whole = 0
    for name, told in levels.items():
        if name in withheld:
            continue
        less = {
            dim
            for dim, bases in told.items()
            if any(value_at(dim, base, level) != value_at(dim, base, 0) for base, level in bases.items())
        }
        whole += not less
        for dim in less:
            coarsened[dim] += 1
    return Report(
        k,
        min(before.values(), default=None),
        min((size for name, size in after.items() if name not in withheld), default=None),
        {dim: count for dim, count in coarsened.items() if count},
        whole,
    )
