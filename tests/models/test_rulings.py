"""Rulings as bytes, and what holds where several speak of the same people."""

import json
import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import AigaqError
from models.rulings import BLOCK, Member, Ruling, from_bytes, to_bytes, what_holds

MEMBERS = [(f"S{number}", "person-1") for number in range(5)]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
RULINGS = st.builds(Ruling, st.tuples(WORDS, WORDS), st.tuples(WORDS, WORDS), st.booleans())
ON_FIVE = st.lists(
    st.builds(
        lambda pair, same: Ruling(*pair, same),
        st.permutations(MEMBERS).map(lambda found: found[:2]),
        st.booleans(),
    ),
    max_size=12,
)


def ruling(one: int, other: int, same: bool) -> Ruling:
    return Ruling(MEMBERS[one], MEMBERS[other], same)


def held(*rulings: Ruling) -> dict[tuple[int, int], bool]:
    found = what_holds(rulings)
    return {(MEMBERS.index(one), MEMBERS.index(other)): same for (one, other), same in found.items()}


@given(RULINGS)
def test_what_is_written_is_read_back(made: Ruling) -> None:
    raw = to_bytes("C", 7, made)
    assert from_bytes(raw, case_id="C", number=7) == made
    assert len(raw) % BLOCK == 0


def test_the_length_tells_neither_whom_nor_what() -> None:
    long = Ruling(("A" * 10, "person-1234"), ("B" * 10, "person-4321"), same=False)
    assert len(to_bytes("C", 1, ruling(0, 1, same=True))) == len(to_bytes("C", 99_999, long)) == BLOCK


@pytest.mark.parametrize(("case_id", "number"), [("D", 7), ("C", 8), ("", 7), ("C", 0)])
def test_another_cases_or_numbers_ruling_is_damaged(case_id: str, number: int) -> None:
    with pytest.raises(AigaqError, match="record_damaged"):
        from_bytes(to_bytes("C", 7, ruling(0, 1, same=True)), case_id=case_id, number=number)


CONTENT = json.loads(to_bytes("C", 1, ruling(0, 1, same=True)))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        *(
            json.dumps({**CONTENT, name: value}).encode()
            for name, value in (
                ("format", 2),
                ("one", "S1"),
                ("one", ["S1"]),
                ("one", ["S1", 1]),
                ("other", None),
                ("same", 1),
                ("same", "yes"),
            )
        ),
        json.dumps({name: value for name, value in CONTENT.items() if name != "other"}).encode(),
    ],
)
def test_what_is_no_ruling_is_damaged(raw: bytes) -> None:
    with pytest.raises(AigaqError, match="record_damaged"):
        from_bytes(raw, case_id="C", number=1)


def test_the_last_word_on_a_pair_counts_whichever_was_named_first() -> None:
    assert held(ruling(0, 1, same=True), ruling(1, 0, same=False)) == {(0, 1): False}
    assert held(ruling(0, 1, same=False), ruling(2, 3, same=True), ruling(1, 0, same=True)) == {
        (0, 1): True,
        (2, 3): True,
    }


def test_one_by_way_of_others_never_overrides_two() -> None:
    torn = (ruling(0, 1, same=True), ruling(1, 2, same=True), ruling(0, 2, same=False))
    assert held(*torn, ruling(3, 4, same=True)) == {(0, 2): False, (3, 4): True}
    # a new word mends it
    assert held(*torn, ruling(2, 1, same=False)) == {(0, 1): True, (0, 2): False, (1, 2): False}


@given(ON_FIVE, st.randoms(use_true_random=False))
def test_what_holds_never_contradicts_itself(rulings: list[Ruling], chance: random.Random) -> None:
    found = what_holds(rulings)
    group: dict[Member, Member] = {member: member for member in MEMBERS}
    for (one, other), same in found.items():
        if same:
            old = group[other]
            group.update({member: group[one] for member in MEMBERS if group[member] == old})
    for one, other in combinations(MEMBERS, 2):
        assert found.get((one, other)) is not False or group[one] != group[other]
    last = list({frozenset((r.one, r.other)): r for r in rulings}.values())
    assert what_holds(chance.sample(last, len(last))) == found
    assert all(found[pair] is False for r in last if not r.same for pair in [tuple(sorted((r.one, r.other)))])
