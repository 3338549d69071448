"""Figures of the overview: what is counted, over everything and over one case, and how fast."""

import random
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from models.abuse import AbuseCode
from models.labels import Label, Language
from models.reviews import Outcome
from models.statements import ConsentScope, StatementState
from store.ids import new_id
from store.overview import Agreement, Overview, Work, read_overview
from store.store import Store
from store.tables import (
    ApprovalRow,
    CaseRow,
    IndexedKind,
    OutcomeRow,
    StatementRecord,
    TagRow,
)
from store.users import list_users

START = datetime(2026, 1, 1, tzinfo=UTC)
APPROVED, WAITING = StatementState.APPROVED, StatementState.WAITING
Row = dict[str, Any]


class Rows:
    """Rows that are put in all at once; each statement comes in at START."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.rows: dict[type, list[Row]] = {
            table: [] for table in (CaseRow, StatementRecord, TagRow, ApprovalRow, OutcomeRow)
        }
        self.user = list_users(store)[0].id

    def case(self, name: str) -> str:
        case_id = new_id()
        self.rows[CaseRow].append({"id": case_id, "name": name, "created_at": START})
        return case_id

    def statement(self, case_id: str, state: StatementState, codes: Iterable[str] = ()) -> str:
        """A statement with tags: abuse codes, regions (KZ-…) and months (2022-…)."""
        statement_id = new_id()
        self.rows[StatementRecord].append(
            {
                "id": statement_id,
                "case_id": case_id,
                "batch_id": None,
                "state": state,
                "language": Language.RU,
                "words": 300,
                "digest": statement_id.encode(),
                "submission": None,
                "consent": ConsentScope.INTERNAL,
                "created_at": START,
            }
        )
        for code in codes:
            region, month = code.startswith("KZ-"), code[0].isdigit()
            kind = IndexedKind.REGION if region else IndexedKind.MONTH if month else IndexedKind.ABUSE
            self.rows[TagRow].append({"statement_id": statement_id, "kind": kind, "code": code})
        return statement_id

    def approval(self, statement_id: str, after: timedelta = timedelta(), **counts: object) -> None:
        self.rows[ApprovalRow].append(
            {
                "id": new_id(),
                "statement_id": statement_id,
                "user_id": self.user,
                "at": START + after,
                "upto": 0,
                "holds": 1,
                "alone": 0,
                "compared": 0,
                "differences": 0,
                "planted": 0,
                "caught": 0,
                **counts,
            }
        )

    def outcome(self, statement_id: str, label: Label, *counts: int) -> None:
        names = ("accepted", "rejected", "relabelled", "added")
        row = {"statement_id": statement_id, "label": label, **dict(zip(names, counts, strict=True))}
        self.rows[OutcomeRow].append(row)

    def put(self) -> None:
        with self.store.writing() as session:
            for table, rows in self.rows.items():
                if rows:
                    session.execute(insert(table), rows)
        self.rows = {table: [] for table in self.rows}


@pytest.fixture
def rows(store: Store) -> Rows:
    return Rows(store)


def test_an_empty_store_has_figures_of_nothing(store: Store) -> None:
    found = read_overview(store)
    assert found.states == {}
    assert found.took == (0, 0, 0, 0)
    assert (found.places.by_time, found.places.by_abuse) == ({}, {})
    assert found.agreement == Agreement(0, 0, 0)
    assert (found.outcomes, found.work) == ({}, ())


def test_states_of_all_and_of_a_case(store: Store, rows: Rows) -> None:
    january, other = rows.case("January"), rows.case("other")
    for case_id, state in ((january, WAITING), (january, WAITING), (january, APPROVED), (other, WAITING)):
        rows.statement(case_id, state)
    rows.put()
    assert read_overview(store).states == {WAITING: 3, APPROVED: 1}
    assert read_overview(store, of_case="January").states == {WAITING: 2, APPROVED: 1}
    assert read_overview(store, of_case="no such case").states == {}


def test_time_counts_to_the_last_approval_that_holds(store: Store, rows: Rows) -> None:
    case_id = rows.case("January")
    day = timedelta(days=1)
    for hours in (1, 24, 25, 7 * 24, 8 * 24, 40 * 24):
        statement_id = rows.statement(case_id, APPROVED)
        rows.approval(statement_id, timedelta(minutes=5))
        rows.approval(statement_id, timedelta(hours=hours))
        rows.approval(statement_id, 90 * day, holds=0)
    rows.approval(rows.statement(case_id, StatementState.CONFIRMING), day)
    rows.put()
    assert read_overview(store).took == (2, 2, 1, 1)
    assert read_overview(store, of_case="other").took == (0, 0, 0, 0)


def test_a_statement_counts_in_each_of_its_regions_months_and_abuses(store: Store, rows: Rows) -> None:
    case_id = rows.case("January")
    rows.statement(case_id, APPROVED, ["torture", "beating", "KZ-47", "KZ-75", "2022-01", "2022-02"])
    rows.statement(case_id, APPROVED, ["torture", "KZ-47", "2022-01"])
    # a month stays where an approval lapsed; a statement without any abuse tells of no abuse
    rows.statement(case_id, WAITING, ["torture", "KZ-47", "2022-01"])
    rows.statement(case_id, APPROVED, ["KZ-47", "2022-01"])
    rows.statement(case_id, APPROVED, ["torture", "2022-01"])
    rows.put()
    found = read_overview(store).places
    assert found.by_time == {
        ("KZ-47", "2022-01"): 2,
        ("KZ-47", "2022-02"): 1,
        ("KZ-75", "2022-01"): 1,
        ("KZ-75", "2022-02"): 1,
    }
    assert found.by_abuse == {
        ("torture", "KZ-47"): 3,
        ("torture", "KZ-75"): 1,
        ("beating", "KZ-47"): 1,
        ("beating", "KZ-75"): 1,
    }
    beatings = read_overview(store, abuse=AbuseCode.BEATING).places
    assert beatings.by_time[("KZ-47", "2022-01")] == 1
    assert beatings.by_abuse == found.by_abuse
    assert read_overview(store, of_case="other").places.by_abuse == {}


@pytest.mark.parametrize(
    ("last", "times"), [("2023-12", {"2022-01", "2022-03", "2023-12"}), ("2024-01", {"2022", "2024"})]
)
def test_years_take_the_place_of_too_many_months(
    store: Store, rows: Rows, last: str, times: set[str]
) -> None:
    case_id = rows.case("January")
    rows.statement(case_id, APPROVED, ["torture", "KZ-47", "2022-01", "2022-03", last])
    rows.put()
    found = read_overview(store).places.by_time
    assert {time for _, time in found} == times
    assert set(found.values()) == {1}  # two months of a year are one statement


def test_agreement_counts_blind_reviews_alone(store: Store, rows: Rows) -> None:
    case_id = rows.case("January")
    first, second = (rows.statement(case_id, APPROVED) for _ in range(2))
    rows.approval(first)
    rows.approval(first, compared=30, differences=3)
    rows.approval(second, compared=4, differences=9)  # tags differ as well as places
    rows.approval(second, compared=0, differences=2)
    rows.put()
    assert read_overview(store).agreement == Agreement(2, 34, 7)
    assert read_overview(store, of_case="other").agreement == Agreement(0, 0, 0)


def test_outcomes_are_added_up_by_label(store: Store, rows: Rows) -> None:
    case_id = rows.case("January")
    for _ in range(2):
        statement_id = rows.statement(case_id, APPROVED)
        rows.outcome(statement_id, Label.PERSON, 5, 1, 0, 2)
        rows.outcome(statement_id, Label.ORG, 1, 0, 1, 0)
    rows.put()
    assert read_overview(store).outcomes == {
        Label.PERSON: Outcome(10, 2, 0, 4),
        Label.ORG: Outcome(2, 0, 2, 0),
    }
    assert read_overview(store, of_case="other").outcomes == {}


def test_work_of_all_reviewers_and_of_one(store: Store, rows: Rows) -> None:
    one, two = (rows.statement(rows.case(name), APPROVED) for name in ("January", "other"))
    rows.approval(one, planted=1, caught=1)
    rows.approval(one, holds=0, planted=1)  # approved twice, one statement
    rows.approval(two)
    rows.put()
    name = list_users(store)[0].name
    assert read_overview(store).work == (Work(name, 2, 2, 1),)
    assert read_overview(store, of_user=rows.user).work == (Work(name, 2, 2, 1),)
    assert read_overview(store, of_user="somebody").work == ()
    assert read_overview(store, of_case="other").work == (Work(name, 1, 0, 0),)


@pytest.mark.slow
def test_ten_thousand_statements_take_less_than_a_fifth_of_a_second(store: Store, rows: Rows) -> None:
    chance = random.Random(1)  # noqa: S311 - made-up statements
    cases = [rows.case(f"case {number}") for number in range(3)]
    abuses, labels = [code.value for code in AbuseCode], list(Label)
    regions = [f"KZ-{number}" for number in (10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 71, 75)]
    months = [f"{2021 + number // 12}-{number % 12 + 1:02}" for number in range(24)]
    for _ in range(10_000):
        approved = chance.random() < 0.6
        codes = chance.sample(abuses, chance.randint(1, 5)) + chance.sample(regions, chance.choice((0, 1, 2)))
        if approved:
            codes += chance.sample(months, chance.choice((0, 1, 2)))
        statement_id = rows.statement(chance.choice(cases), APPROVED if approved else WAITING, codes)
        if approved:
            rows.approval(statement_id, timedelta(hours=1))
            rows.approval(statement_id, timedelta(hours=chance.randint(2, 900)), compared=20, differences=1)
            for label in chance.sample(labels, chance.randint(3, 7)):
                rows.outcome(statement_id, label, 9, 1, 0, 1)
    rows.put()

    def seconds() -> tuple[float, Overview]:
        before = time.process_time()  # of the processor, whatever else the machine does
        found = read_overview(store)
        return time.process_time() - before, found

    found = [seconds() for _ in range(7)]
    assert sum(found[0][1].states.values()) == 10_000
    assert min(taken for taken, _ in found) < 0.2
