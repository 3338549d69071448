"""The reviewers' queue: its filters, its order, its pages, and what is next."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from models.decisions import Choice, DecisionKind
from models.labels import Audience, Language
from models.reviews import CLAIM, Risk
from models.statements import ConsentScope, StatementState
from models.users import Duty
from store.approvals import Approved, approve
from store.claims import claim, put_counts
from store.decisions import decide
from store.journal import now
from store.queue import (
    PAGE,
    Filter,
    Mine,
    Order,
    Queued,
    case_names,
    next_for,
    queue_counts,
    read_queue,
)
from store.store import Store
from store.tables import ApprovalRow, CaseRow, DecisionRow, ReviewRow, StatementRecord
from store.users import add_user, open_vault
from store.vault import Vault
from store.wrapping import Cost

SECOND = ("Аян", "some words of a second one")
START = datetime(2026, 1, 1, tzinfo=UTC)
COMMENT = Choice(DecisionKind.COMMENT, words="Кто это?")
RISK = Risk(low=1, suspects=1, findings=2, identities=1, words=12, minor=False, sexual=False)


@pytest.fixture
def vault(store: Store, reviewer: tuple[str, str]) -> Vault:
    return open_vault(store, *reviewer)


@pytest.fixture
def one(vault: Vault) -> str:
    return str(vault.reviewer_id)


@pytest.fixture
def two(store: Store, vault: Vault, cost: Cost) -> str:
    return add_user(store, SECOND[0], Duty.REVIEWER, passphrase=SECOND[1], vault=vault, cost=cost)


@pytest.fixture(autouse=True)
def cases(store: Store) -> None:
    with store.writing() as session:
        for name in ("A", "B"):
            session.add(CaseRow(id=f"CASE-{name}", name=name, created_at=now()))


def statement(at: int, **more: object) -> dict[str, object]:
    return {
        "id": f"S{at:08d}",
        "case_id": "CASE-A",
        "batch_id": None,
        "state": StatementState.WAITING,
        "language": Language.RU,
        "words": 600,
        "digest": at.to_bytes(4, "big"),
        "submission": None,
        "consent": ConsentScope.INTERNAL,
        "created_at": START + timedelta(minutes=at),
        **more,
    }


def review(at: int, **more: object) -> dict[str, object]:
    counts = dict.fromkeys(
        ("findings", "identities", "low", "suspects", "minor", "sexual", "high", "points"), 0
    )
    return {"statement_id": f"S{at:08d}", **counts, "claimed_by": None, "claimed_at": None, **more}


def put(store: Store, statements: Sequence[object], reviews: Sequence[object]) -> None:
    with store.writing() as session:
        session.execute(insert(StatementRecord), statements)
        if reviews:
            session.execute(insert(ReviewRow), reviews)


def one_of(
    store: Store, at: int, *, counts: dict[str, object] | None = None, counted: bool = True, **more: object
) -> str:
    put(store, [statement(at, **more)], [review(at, **(counts or {}))] if counted else [])
    return f"S{at:08d}"


def listed(store: Store, wanted: Filter, user_id: str, page: int = 1) -> list[str]:
    return [row.id for row in read_queue(store, wanted, user_id=user_id, page=page).rows]


def approved(upto: int = 0) -> Approved:
    return Approved(upto=upto, texts=dict.fromkeys(Audience, "[Лицо 1]"), codes={}, outcomes={})


# what is shown


def test_a_row_shows_what_the_store_key_may_know(store: Store, one: str, two: str) -> None:
    counts: dict[str, object] = {
        "identities": 7, "low": 3, "suspects": 2, "minor": 1, "high": 1, "points": 4000,
        "claimed_by": two, "claimed_at": now(),
    }  # fmt: skip
    which = one_of(store, 1, counts=counts, language=Language.KK, consent=ConsentScope.LEGAL)
    page = read_queue(store, Filter(), user_id=one)
    assert page.rows == (
        Queued(
            id=which,
            case="A",
            state=StatementState.WAITING,
            language=Language.KK,
            words=600,
            consent=ConsentScope.LEGAL,
            created_at=START + timedelta(minutes=1),
            suspects=2,
            low=3,
            identities=7,
            minor=True,
            sexual=False,
            high=True,
            claimed_by=two,
            approved_by=(),
        ),
    )
    assert page.total == 1 and page.names == {two: SECOND[0]}


def test_what_nobody_counted_is_shown_as_that(store: Store, one: str) -> None:
    one_of(store, 1, counted=False)
    (row,) = read_queue(store, Filter(), user_id=one).rows
    assert (row.suspects, row.low, row.identities, row.claimed_by) == (None, None, None, None)
    put_counts(store, row.id, RISK, actor=one)
    (row,) = read_queue(store, Filter(), user_id=one).rows
    assert (row.suspects, row.low, row.identities) == (1, 1, 1)


def test_counts_are_put_once(store: Store, one: str) -> None:
    which = one_of(store, 1, counts={"points": 5, "claimed_by": one, "claimed_at": now()})
    put_counts(store, which, RISK, actor=one)
    (row,) = read_queue(store, Filter(), user_id=one).rows
    assert (row.suspects, row.claimed_by) == (0, one)


def test_who_approved_is_named_while_it_holds(store: Store, vault: Vault, one: str, two: str) -> None:
    which = one_of(store, 1)
    approve(store, which, approved(), actor=two)
    page = read_queue(store, Filter(), user_id=one)
    assert page.rows[0].approved_by == (two,) and page.names == {two: SECOND[0]}
    decide(store, which, [(COMMENT, True)], vault=vault)
    assert read_queue(store, Filter(), user_id=one).rows[0].approved_by == ()


# filters


def test_each_state_is_found_by_its_filter_and_closed_ones_only_so(store: Store, one: str) -> None:
    ids = {state: one_of(store, at, state=state) for at, state in enumerate(StatementState)}
    closed = {StatementState.APPROVED, StatementState.WITHDRAWN}
    for state, which in ids.items():
        assert listed(store, Filter(state=state), one) == [which]
    shown = set(listed(store, Filter(), one))
    assert shown.isdisjoint(ids[state] for state in closed)
    assert {ids[s] for s in (StatementState.WAITING, StatementState.BLOCKED)} <= shown
    assert queue_counts(store) == dict.fromkeys(StatementState, 1)


def test_a_case_and_a_language(store: Store, one: str) -> None:
    first = one_of(store, 1)
    second = one_of(store, 2, case_id="CASE-B")
    third = one_of(store, 3, language=Language.KK)
    assert listed(store, Filter(case="CASE-A"), one) == [first, third]
    assert listed(store, Filter(case="CASE-B"), one) == [second]
    assert listed(store, Filter(case="A"), one) == []  # by id and not by name
    assert listed(store, Filter(language=Language.KK), one) == [third]
    assert listed(store, Filter(case="CASE-A", language=Language.RU), one) == [first]
    assert case_names(store) == {"CASE-A": "A", "CASE-B": "B"}


@pytest.mark.parametrize(
    ("risk", "column"),
    [("high", "high"), ("minor", "minor"), ("sexual", "sexual"), ("suspects", "suspects"), ("low", "low")],
)
def test_each_risk(store: Store, one: str, risk: str, column: str) -> None:
    columns = ("high", "minor", "sexual", "suspects", "low", "identities")
    ids = {name: one_of(store, at, counts={name: 1}) for at, name in enumerate(columns)}
    one_of(store, 90, counted=False)
    page = read_queue(store, Filter(risk=risk), user_id=one)
    assert [row.id for row in page.rows] == [ids[column]] and page.total == 1


def test_an_unknown_risk_narrows_nothing(store: Store, one: str) -> None:
    which = one_of(store, 1)
    assert listed(store, Filter(risk="flown"), one) == [which]


def test_mine_are_those_that_i_have_or_decided_on(store: Store, vault: Vault, one: str, two: str) -> None:
    held = one_of(store, 1)
    decided = one_of(store, 2)
    one_of(store, 3)
    theirs = one_of(store, 4)
    claim(store, held, one)
    decide(store, decided, [(COMMENT, False)], vault=vault)
    claim(store, theirs, two)
    assert listed(store, Filter(mine=Mine.MINE), one) == [held, decided]
    assert listed(store, Filter(mine=Mine.MINE), two) == [theirs]


def test_free_is_what_i_can_take(store: Store, one: str, two: str) -> None:
    free = one_of(store, 1)
    mine, theirs, approved_by_me, approved_by_them = (one_of(store, at) for at in (2, 3, 4, 5))
    blocked = one_of(store, 6, state=StatementState.BLOCKED)
    uncounted = one_of(store, 7, counted=False)
    claim(store, mine, one)
    claim(store, theirs, two)
    approve(store, approved_by_me, approved(), actor=one)
    approve(store, approved_by_them, approved(), actor=two)
    wanted = Filter(mine=Mine.FREE, order=Order.OLDEST)
    assert listed(store, wanted, one) == [free, mine, approved_by_them, uncounted]
    assert listed(store, wanted, two) == [free, theirs, approved_by_me, uncounted]
    assert set(listed(store, Filter(), one)) > {theirs, approved_by_me, blocked}


def test_second_is_what_waits_for_my_approval(store: Store, one: str, two: str) -> None:
    one_of(store, 1)
    mine, theirs = one_of(store, 2), one_of(store, 3)
    approve(store, mine, approved(), actor=one)
    approve(store, theirs, approved(), actor=two)
    assert listed(store, Filter(mine=Mine.SECOND), one) == [theirs]
    assert listed(store, Filter(mine=Mine.SECOND), two) == [mine]
    assert listed(store, Filter(mine=Mine.SECOND, state=StatementState.WAITING), one) == []


# order


def test_the_riskiest_come_first_and_before_them_what_nobody_counted(store: Store, one: str) -> None:
    few = one_of(store, 1, counts={"points": 3})
    late, early = (one_of(store, at, counts={"points": 4000}) for at in (9, 2))
    same = one_of(store, 3, counts={"points": 4000}, created_at=START + timedelta(minutes=2))
    uncounted_late = one_of(store, 8, counted=False)
    uncounted_early = one_of(store, 7, counted=False)
    none = one_of(store, 0)
    expected = [uncounted_early, uncounted_late, early, same, late, few, none]
    assert listed(store, Filter(), one) == expected
    assert listed(store, Filter(order=Order.OLDEST), one) == [
        none, few, early, same, uncounted_early, uncounted_late, late,
    ]  # fmt: skip
    assert listed(store, Filter(order=Order.NEWEST), one) == [
        late, uncounted_late, uncounted_early, early, same, few, none,
    ]  # fmt: skip


@pytest.mark.parametrize("order", Order)
def test_pages_have_neither_gaps_nor_repeats(store: Store, one: str, order: Order) -> None:
    # nearly all alike: nothing but the last key tells them apart
    statements = [statement(at, created_at=START) for at in reversed(range(120))]
    put(store, statements, [review(at, points=at % 2) for at in range(110)])
    pages = [read_queue(store, Filter(order=order), user_id=one, page=page) for page in (1, 2, 3, 4)]
    assert [len(page.rows) for page in pages] == [PAGE, PAGE, 20, 0]
    assert {page.total for page in pages} == {120}
    seen = [row.id for page in pages for row in page.rows]
    assert len(set(seen)) == 120
    if order is Order.RISK:
        numbers = [*range(110, 120), *range(1, 110, 2), *range(0, 110, 2)]
        assert seen == [f"S{at:08d}" for at in numbers]
    for page in (0, -5):
        assert listed(store, Filter(order=order), one, page) == seen[:PAGE]


# the next one


def test_the_next_one_is_never_what_i_cannot_take(store: Store, one: str, two: str) -> None:
    theirs = one_of(store, 1, counts={"points": 9})
    mine = one_of(store, 2, counts={"points": 8})
    one_of(store, 3, counts={"points": 7}, state=StatementState.BLOCKED)
    for at, state in ((4, StatementState.APPROVED), (5, StatementState.WITHDRAWN)):
        one_of(store, at, counts={"points": 6}, state=state)
    this = one_of(store, 6, counts={"points": 5})
    following = one_of(store, 7, counts={"points": 4})
    claim(store, theirs, two)
    approve(store, mine, approved(), actor=one)
    assert next_for(store, Filter(), user_id=one, not_this=this) == following
    assert next_for(store, Filter(), user_id=one, not_this="") == this
    # to the other one both are free
    assert next_for(store, Filter(), user_id=two, not_this=this) == theirs
    assert next_for(store, Filter(), user_id=two, not_this=theirs) == mine
    blocked = Filter(state=StatementState.BLOCKED)
    assert next_for(store, blocked, user_id=one, not_this="") is None


def test_the_next_one_is_of_what_the_queue_is_narrowed_to(store: Store, one: str) -> None:
    first = one_of(store, 1, counts={"points": 9})
    second = one_of(store, 2, case_id="CASE-B", counts={"minor": 1, "points": 1})
    assert next_for(store, Filter(), user_id=one, not_this="") == first
    for wanted in (Filter(case="CASE-B"), Filter(risk="minor"), Filter(order=Order.NEWEST)):
        assert next_for(store, wanted, user_id=one, not_this="") == second
    assert next_for(store, Filter(case="CASE-B"), user_id=one, not_this=second) is None


def test_a_claim_that_ran_out_is_free_again(
    store: Store, one: str, two: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    which, start = one_of(store, 1), now()
    monkeypatch.setattr("store.claims.now", lambda: start)
    claim(store, which, two)

    def seen(after: timedelta) -> tuple[str | None, str | None, list[str]]:
        monkeypatch.setattr("store.queue.now", lambda: start + after)
        (row,) = read_queue(store, Filter(), user_id=one).rows
        free = listed(store, Filter(mine=Mine.FREE), one)
        return row.claimed_by, next_for(store, Filter(), user_id=one, not_this=""), free

    assert seen(CLAIM - timedelta(seconds=1)) == (two, None, [])
    assert seen(CLAIM) == (None, which, [which])


def test_an_approval_that_holds_no_more_is_no_hindrance(store: Store, vault: Vault, one: str) -> None:
    which = one_of(store, 1)
    approve(store, which, approved(), actor=one)
    assert next_for(store, Filter(), user_id=one, not_this="") is None
    decide(store, which, [(COMMENT, True)], vault=vault)
    assert next_for(store, Filter(), user_id=one, not_this="") == which


# many


@pytest.mark.slow
def test_ten_thousand_page_at_once(store: Store, one: str, two: str) -> None:
    count = 10_000
    states = (StatementState.WAITING, StatementState.CONFIRMING, StatementState.RETURNED)
    put(
        store,
        [statement(at, state=states[at % 3]) for at in range(count)],
        [
            review(
                at, low=at % 7, suspects=at % 11, minor=int(at % 50 == 0), points=at % 997,
                claimed_by=two if at % 13 == 0 else None, claimed_at=now() if at % 13 == 0 else None,
            )
            for at in range(count)
            if at % 20
        ],
    )  # fmt: skip
    with store.writing() as session:
        counts = ("upto", "alone", "compared", "differences", "planted", "caught")
        given = {"at": now(), "holds": 1, **dict.fromkeys(counts, 0)}
        session.execute(
            insert(ApprovalRow),
            [
                {"id": f"A{at}", "statement_id": f"S{at:08d}", "user_id": (one, two)[at % 2], **given}
                for at in range(1, count, 3)
            ],
        )
        session.execute(
            insert(DecisionRow),
            [
                {
                    "statement_id": f"S{at:08d}", "number": number, "user_id": (one, two)[at % 2],
                    "at": now(), "changes": 1, "sealed": b"x" * 700,
                }
                for at in range(0, count, 2)
                for number in range(1, 6)
            ],
        )  # fmt: skip
    wanted = [Filter(order=order) for order in Order]
    wanted += [Filter(mine=mine) for mine in Mine]
    wanted += [Filter(risk="suspects"), Filter(case="CASE-A", language=Language.RU), Filter(case="CASE-B")]
    took = {}
    for each in wanted:
        for page in (1, 2, 200):
            # the shorter of two: a collection of garbage may fall into one
            tries = []
            for _ in range(2):
                started = time.process_time()
                read_queue(store, each, user_id=one, page=page)
                tries.append(time.process_time() - started)
            took[each, page] = min(tries)
        started = time.process_time()
        next_for(store, each, user_id=one, not_this="S00000001")
        took[each, 0] = time.process_time() - started
    started = time.process_time()
    assert sum(queue_counts(store).values()) == count
    took[Filter(), -1] = time.process_time() - started
    assert max(took.values()) < 0.2, {key: value for key, value in took.items() if value >= 0.2}
