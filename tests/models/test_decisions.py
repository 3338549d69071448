"""Decisions as bytes, and which of them stand after undo and redo."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.decisions import (
    BLOCK,
    LONGEST_COMMENT,
    MOST_SPANS,
    Choice,
    Decision,
    DecisionKind,
    from_bytes,
    standing,
    to_bytes,
)
from models.errors import AigaqError
from models.findings import TagKind
from models.labels import Label, Role

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
SPANS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=5)
CHOICES = st.builds(
    Choice,
    kind=st.sampled_from(DecisionKind),
    spans=SPANS.map(tuple),
    label=st.none() | st.sampled_from(Label),
    identity=st.none() | WORDS,
    role=st.none() | st.sampled_from(Role),
    tag=st.none() | st.sampled_from(TagKind),
    code=st.none() | WORDS,
    target=st.none() | st.integers(0, 1000),
    words=st.none() | WORDS,
    blind=st.booleans(),
)


@given(CHOICES)
def test_what_is_written_is_read_back(choice: Choice) -> None:
    raw = to_bytes("A", 7, choice)
    assert from_bytes(raw, statement_id="A", number=7) == choice
    assert len(raw) % BLOCK == 0


def test_the_length_tells_neither_where_nor_what() -> None:
    short = Choice(DecisionKind.ACCEPT, ((1, 2),))
    long = Choice(DecisionKind.STRIKE_TAG, ((123_456, 123_999),), tag=TagKind.PLACE, code="Zhanaozen")
    assert len(to_bytes("A", 1, short)) == len(to_bytes("A", 999, long)) == BLOCK


@pytest.mark.parametrize(("statement_id", "number"), [("B", 7), ("A", 8), ("", 7), ("A", 0)])
def test_another_statements_or_numbers_decision_is_damaged(statement_id: str, number: int) -> None:
    raw = to_bytes("A", 7, Choice(DecisionKind.REJECT, ((0, 5),)))
    with pytest.raises(AigaqError, match="record_damaged"):
        from_bytes(raw, statement_id=statement_id, number=number)


CONTENT = json.loads(to_bytes("A", 1, Choice(DecisionKind.ACCEPT, ((0, 5),))))


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
                ("kind", "approve"),
                ("spans", 5),
                ("spans", [[1]]),
                ("spans", [[1, 2, 3]]),
                ("spans", [[1, float("inf")]]),
                ("spans", [[1, float("nan")]]),
                ("label", "NAME"),
                ("role", 5),
                ("target", "x"),
            )
        ),
        json.dumps({name: value for name, value in CONTENT.items() if name != "blind"}).encode(),
    ],
)
def test_what_is_no_decision_is_damaged_and_not_quoted(raw: bytes) -> None:
    with pytest.raises(AigaqError, match="record_damaged") as caught:
        from_bytes(raw, statement_id="A", number=1)
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_lone_surrogates_are_refused_and_not_quoted() -> None:
    with pytest.raises(AigaqError, match="bad_decision") as caught:
        to_bytes("A", 1, Choice(DecisionKind.COMMENT, words="Қанарейкин \ud800"))
    assert caught.value.__suppress_context__


def test_more_than_anybody_chooses_is_refused() -> None:
    at_most = Choice(DecisionKind.ADD, ((0, 1),) * MOST_SPANS, words="б" * LONGEST_COMMENT)
    assert from_bytes(to_bytes("A", 1, at_most), statement_id="A", number=1) == at_most
    for too_much in (
        Choice(DecisionKind.ADD, ((0, 1),) * (MOST_SPANS + 1)),
        Choice(DecisionKind.COMMENT, words="б" * (LONGEST_COMMENT + 1)),
    ):
        with pytest.raises(AigaqError, match="bad_decision"):
            to_bytes("A", 1, too_much)


def test_a_comment_stands_in_no_repr() -> None:
    choice = Choice(DecisionKind.COMMENT, words="Қанарейкин")
    assert "Қанарейкин" not in repr(choice) + repr(Decision(1, "U", NOON, choice))


def decisions(*targets: int | None) -> tuple[Decision, ...]:
    """One decision for each, from 1: None is one of substance, a number undoes that one."""
    made = (
        Choice(DecisionKind.ACCEPT) if target is None else Choice(DecisionKind.UNDO, target=target)
        for target in targets
    )
    return tuple(Decision(number, "U", NOON, choice) for number, choice in enumerate(made, start=1))


@pytest.mark.parametrize(
    ("targets", "stands"),
    [
        ((), []),
        ((None, None), [1, 2]),
        ((None, 1), []),
        ((None, 1, 2), [1]),
        ((None, 1, 2, 3), []),
        ((None, 1, 2, 3, 4), [1]),
        ((None, None, 1), [2]),
        ((None, None, 2, 1), []),
        ((None, 1, 1), []),
        ((None, 1, 1, 2), []),  # undone twice, one of them taken back
        ((None, 9), [1]),
        ((None, 2), [1]),  # itself
        ((3, 9, None), [3]),  # what is to come
        ((None, 0), [1]),
    ],
)
def test_what_stands_after_undo_and_redo(targets: tuple[int | None, ...], stands: list[int]) -> None:
    assert [d.number for d in standing(decisions(*targets))] == stands


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=30))
def test_undo_and_redo_are_a_stack(steps: list[str]) -> None:
    """As the page does it: undo takes back the newest that stands, redo the newest undo that stands."""
    targets: list[int | None] = []
    done: list[int] = []
    undone: list[tuple[int, int]] = []  # what was undone, and by which
    for step in steps:
        if step == "do":
            targets.append(None)
            done.append(len(targets))
            undone = []
        elif step == "undo" and done:
            targets.append(done[-1])
            undone.append((done.pop(), len(targets)))
        elif step == "redo" and undone:
            back, by = undone.pop()
            targets.append(by)
            done.append(back)
    assert [d.number for d in standing(decisions(*targets))] == sorted(done)
