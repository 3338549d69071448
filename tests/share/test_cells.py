"""Combinations: what is left is shared, nothing gets finer, and nothing is kept back without need."""

from collections import Counter
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from share.mosaic.cells import DIMS, Base, Cells, Combination, Dim, Known, Levels, Outcome
from share.mosaic.ladder import Age, Born, Date, value_at, wider

# Few values, so that statements drawn by lot have some in common.
POOL: Mapping[Dim, tuple[Base, ...]] = {
    Dim.PLACE: ("Almaty", "Taraz", "Merke", "Talgar", "KZ-31"),
    Dim.PERIOD: (Date(2022, 1, None), Date(2022, 2, None), Date(2021, 1, None), Date(None, 1, None)),
    Dim.ACT: ("beating", "torture", "arbitrary_detention", "lethal_force", "unfair_trial"),
    Dim.AGE: (Age(20, 29), Age(30, 39), Age(0, 17), Born(1990)),
    Dim.SEX: ("f", "m"),
    Dim.JOB: ("health worker", "farm worker"),
    Dim.ROLE: ("protester", "bystander"),
}
COARSEST = 9
CALM = settings(deadline=None)  # two cores, and others at work
Facts = dict[str, dict[Dim, list[Base]]]
FACTS = st.fixed_dictionaries({dim: st.lists(st.sampled_from(POOL[dim]), max_size=2) for dim in DIMS})
CASES = st.lists(FACTS, max_size=14).map(
    # each twice or more: combinations that nobody shares are common enough as it is
    lambda told: {f"s{number:02d}": dict(one) for number, one in enumerate([*told, *told[::2]])}
)
KS = st.integers(2, 4)
KNOWN = st.lists(
    st.builds(
        lambda place, act, sex, count: known(count, place=place, act=act, sex=sex),
        st.sampled_from((None, "Almaty", "KZ-75", "KZ-31", "Taraz")),
        st.sampled_from((None, "beating", "torture", "ill_treatment")),
        st.sampled_from((None, "f")),
        st.integers(0, 4),
    ),
    max_size=3,
)


def known(count: int, **values: str | None) -> Known:
    return Known(tuple(values.get(dim.value) for dim in DIMS), count)


def told(levels: Mapping[Dim, Mapping[Base, int]]) -> set[Combination]:
    """All combinations of a statement, worked out anew."""
    values = []
    for dim in DIMS:
        here = {value_at(dim, base, level) for base, level in levels.get(dim, {}).items()} - {None}
        values.append(sorted(map(str, here)) or [None])
    return set(product(*values))


def counted(statements: Mapping[str, Mapping[Dim, Mapping[Base, int]]]) -> Counter[Combination]:
    return Counter(combination for levels in statements.values() for combination in told(levels))


def alike(count: int, **told_of: Base) -> Facts:
    return {f"a{number}": {Dim(dim): [base] for dim, base in told_of.items()} for number in range(count)}


def plain(outcome: Outcome) -> object:
    levels = {name: {dim: dict(bases) for dim, bases in of.items()} for name, of in outcome.levels.items()}
    return levels, outcome.withheld, dict(outcome.before), dict(outcome.after)


@given(CASES, KS)
@CALM
def test_what_is_left_is_shared_by_enough(facts: Facts, k: int) -> None:
    outcome = Cells(facts, value_at, k=k).settle()
    counts = counted(outcome.levels)
    assert set(outcome.levels) | outcome.withheld == set(facts)
    assert not set(outcome.levels) & outcome.withheld
    assert all(counts[one] >= k for levels in outcome.levels.values() for one in told(levels))
    smallest = {name: min(counts[one] for one in told(levels)) for name, levels in outcome.levels.items()}
    assert dict(outcome.after) == smallest


@given(CASES, KS, st.data())
@CALM
def test_nothing_gets_finer_and_no_fact_is_lost_or_made_up(facts: Facts, k: int, data: st.DataObject) -> None:
    floor: dict[str, Levels] = {
        name: {dim: {base: data.draw(st.integers(0, 2)) for base in bases} for dim, bases in of.items()}
        for name, of in facts.items()
        if data.draw(st.booleans())
    }
    outcome = Cells(facts, value_at, k=k, floor=floor).settle()
    for name, of in outcome.levels.items():
        for dim, bases in of.items():
            assert set(bases) == set(facts[name][dim])
            for base, level in bases.items():
                assert level >= floor.get(name, {}).get(dim, {}).get(base, 0)


@given(CASES, KS, st.randoms(use_true_random=False))
@CALM
def test_the_order_of_statements_and_facts_does_not_matter(facts: Facts, k: int, random: object) -> None:
    names = list(facts)
    random.shuffle(names)  # type: ignore[attr-defined]
    turned = {name: {dim: bases[::-1] for dim, bases in reversed(facts[name].items())} for name in names}
    assert plain(Cells(turned, value_at, k=k).settle()) == plain(Cells(facts, value_at, k=k).settle())


@given(CASES, KS)
@CALM
def test_a_second_look_changes_nothing(facts: Facts, k: int) -> None:
    first = Cells(facts, value_at, k=k).settle()
    left = {name: {dim: list(bases) for dim, bases in of.items()} for name, of in first.levels.items()}
    floor = {name: {dim: dict(bases) for dim, bases in of.items()} for name, of in first.levels.items()}
    second = Cells(left, value_at, k=k, floor=floor).settle()
    assert not second.withheld
    # levels may be named differently where they tell the same
    assert {n: told(of) for n, of in second.levels.items()} == {n: told(of) for n, of in first.levels.items()}


@given(CASES, KS)
@CALM
def test_what_is_shared_as_it_is_stays_as_it_is(facts: Facts, k: int) -> None:
    many = {f"{name}-{copy}": of for name, of in facts.items() for copy in range(k)}
    outcome = Cells(many, value_at, k=k).settle()
    finest = {n: {dim: dict.fromkeys(bases, 0) for dim, bases in of.items()} for n, of in many.items()}
    assert not outcome.withheld
    assert {n: told(of) for n, of in outcome.levels.items()} == {n: told(of) for n, of in finest.items()}


@given(CASES, KS)
@settings(max_examples=200, deadline=None)
def test_only_those_are_kept_back_that_would_be_rare_however_little_they_told(facts: Facts, k: int) -> None:
    """Put back as coarse as can be, beside all that goes, no group of those kept back could go."""
    outcome = Cells(facts, value_at, k=k).settle()
    kept_back: dict[str, Levels] = {
        name: {dim: dict.fromkeys(facts[name][dim], COARSEST) for dim in DIMS} for name in outcome.withheld
    }
    while kept_back:
        counts = counted({**outcome.levels, **kept_back})
        rare = [name for name, levels in kept_back.items() if any(counts[c] < k for c in told(levels))]
        if not rare:
            break
        for name in rare:
            del kept_back[name]
    assert not kept_back


@given(CASES, KS, KNOWN)
@CALM
def test_nothing_goes_that_is_known_of_fewer_people(facts: Facts, k: int, rows: list[Known]) -> None:
    outcome = Cells(facts, value_at, k=k, known=rows, wider=wider).settle()
    counts = counted(outcome.levels)
    for levels in outcome.levels.values():
        for one in told(levels):
            assert counts[one] >= k
            assert all(row.count >= k for row in rows if row.fits(one, wider))


def test_a_known_row_counts_though_the_release_has_many_more() -> None:
    facts = alike(20, place="Taraz", act="burning", sex="f")
    assert not Cells(facts, value_at, k=5).settle().withheld
    row = known(1, place="KZ-31", act="burning")
    levels = Cells(facts, value_at, k=5, known=[row], wider=wider).settle().levels
    assert len(levels) == len(facts)
    assert not any(row.fits(one, wider) for of in levels.values() for one in told(of))


def test_no_statements_give_nothing() -> None:
    outcome = Cells({}, value_at, k=5).settle()
    assert (outcome.levels, outcome.withheld, outcome.before, outcome.after) == ({}, frozenset(), {}, {})


@given(FACTS, KS)
@CALM
def test_one_statement_alone_stays(facts: dict[Dim, list[Base]], k: int) -> None:
    outcome = Cells({"s": facts}, value_at, k=k).settle()
    assert outcome.withheld == {"s"}
    assert outcome.before == {"s": 1}


@given(CASES)
@CALM
def test_where_one_is_enough_nothing_changes(facts: Facts) -> None:
    outcome = Cells(facts, value_at, k=1).settle()
    finest = {n: {dim: dict.fromkeys(bases, 0) for dim, bases in of.items()} for n, of in facts.items()}
    assert not outcome.withheld
    assert {n: told(of) for n, of in outcome.levels.items()} == {n: told(of) for n, of in finest.items()}


def test_fewer_than_k_stay_all() -> None:
    assert len(Cells(alike(4, place="Almaty"), value_at, k=5).settle().withheld) == 4


def test_a_rare_job_goes_before_place_and_act() -> None:
    facts = alike(5, place="Taraz", act="beating")
    facts["a0"][Dim.JOB] = ["shepherd"]
    levels = Cells(facts, value_at, k=5).settle().levels
    assert value_at(Dim.JOB, "shepherd", levels["a0"][Dim.JOB]["shepherd"]) is None
    assert all(told(of) == {("Taraz", None, "beating", None, None, None, None)} for of in levels.values())


def test_others_give_up_what_is_little_missed_so_that_one_keeps_place_and_act() -> None:
    # five tell an age, the sixth tells none: without them it would lose its place
    facts = alike(6, place="Taraz", act="beating", age=Age(20, 29))
    facts["a0"].pop(Dim.AGE)
    levels = Cells(facts, value_at, k=6).settle().levels
    assert all(told(of) == {("Taraz", None, "beating", None, None, None, None)} for of in levels.values())


def test_a_rare_act_beside_shared_ones_takes_neither_them_nor_the_place_with_it() -> None:
    facts = alike(6, place="Taraz", act="beating")
    facts["a0"][Dim.ACT] = ["beating", "extortion"]
    levels = Cells(facts, value_at, k=5).settle().levels
    assert told(levels["a0"]) == {("Taraz", None, "beating", None, None, None, None)}


def test_two_towns_of_a_region_are_counted_as_the_region() -> None:
    facts = alike(3, place="Aktau", act="beating")
    facts |= {f"b{n}": dict(of) for n, of in enumerate(alike(3, place="Zhanaozen", act="beating").values())}
    levels = Cells(facts, value_at, k=5).settle().levels
    assert all(told(of) == {("KZ-47", None, "beating", None, None, None, None)} for of in levels.values())


@pytest.mark.parametrize("k", [2, 5])
def test_a_statement_that_tells_of_very_much_is_thinned_or_stays(k: int) -> None:
    much: dict[Dim, list[Base]] = {
        Dim.PLACE: ["Taraz", "Almaty", "Aktau", "Oral", "Semey", "Pavlodar", "Aktobe", "Kostanay", "Atyrau"],
        Dim.ACT: [
            "beating",
            "torture",
            "burning",
            "killing",
            "threats",
            "reprisal",
            "extortion",
            "unfair_trial",
        ],
        Dim.AGE: [Age(low, low + 9) for low in range(20, 70, 10)],
        Dim.JOB: [f"job {number}" for number in range(9)],
    }
    facts: Facts = {**alike(6, place="Taraz"), **{f"m{n}": dict(much) for n in range(6)}}
    outcome = Cells(facts, value_at, k=k).settle()
    counts = counted(outcome.levels)
    assert all(counts[one] >= k for levels in outcome.levels.values() for one in told(levels))
    assert {f"a{number}" for number in range(6)} <= set(outcome.levels)
    assert all(outcome.before[f"m{number}"] == 1 for number in range(6))
