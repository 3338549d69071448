"""Figures over all statements, or over one case: counts that the store key may open.

The database adds them up. A statement that speaks of several regions, months or abuses is
counted once in each. Nothing here leads to one statement.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Text,
    case,
    cast,
    extract,
    func,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import Session

from models.abuse import AbuseCode
from models.labels import Label
from models.reviews import Outcome
from models.statements import StatementState
from store.store import Store
from store.tables import (
    ApprovalRow,
    CaseRow,
    IndexedKind,
    OutcomeRow,
    StatementRecord,
    TagRow,
    UserRow,
)

Grid = Mapping[tuple[str, str], int]
"""Counts of statements by two codes."""

# Months are told apart as long as they span no more than this; beyond it, years.
MOST_MONTHS: Final = 24
# How long it took until a statement was approved, in bands; beyond the last one it was longer.
BANDS: Final = (timedelta(days=1), timedelta(days=7), timedelta(days=28))


@dataclass(frozen=True, slots=True)
class Places:
    """Statements by where and when.

    `by_time`: approved ones by region and month ("2022-01"), or year ("2022") where the months span too much.
    `by_abuse`: all of them by abuse and region, as they are tagged now.
    """

    by_time: Grid
    by_abuse: Grid


@dataclass(frozen=True, slots=True)
class Agreement:
    """Blind second reviews: of how many statements, of how many places in all, and how many differed."""

    statements: int
    places: int
    differences: int


@dataclass(frozen=True, slots=True)
class Work:
    """What one reviewer did: statements approved, decoys shown, and those of them that were caught."""

    name: str
    approved: int
    planted: int
    caught: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures, of one moment; `took` counts approved statements, one count more than there are BANDS."""

    states: Mapping[StatementState, int]
    took: tuple[int, ...]
    places: Places
    agreement: Agreement
    outcomes: Mapping[Label, Outcome]
    work: tuple[Work, ...]


def read_overview(
    store: Store,
    *,
    of_case: str | None = None,
    abuse: AbuseCode | None = None,
    of_user: str | None = None,
) -> Overview:
    """The figures of all statements or of a case by its name; an unknown case has no statements.

    `abuse` narrows the counts by region and time alone, `of_user` is the id of the one reviewer whose work
    is shown.
    """
    with store.reading() as session:
        return Overview(
            states=_states(session, of_case),
            took=_took(session, of_case),
            places=_places(session, of_case, abuse),
            agreement=_agreement(session, of_case),
            outcomes=_outcomes(session, of_case),
            work=_work(session, of_case, of_user),
        )


def _states(session: Session, of_case: str | None) -> dict[StatementState, int]:
    query = select(StatementRecord.state, func.count()).where(_in_case(of_case))
    return {row[0]: row[1] for row in session.execute(query.group_by(StatementRecord.state))}


def _took(session: Session, of_case: str | None) -> tuple[int, ...]:
    """How many approved statements took how long from coming in to the last approval that was needed."""
    last = (
        select(ApprovalRow.statement_id, func.max(type_coerce(ApprovalRow.at, Text)).label("at"))
        .where(ApprovalRow.holds == 1)
        .group_by(ApprovalRow.statement_id)
        .subquery()
    )
    came = type_coerce(StatementRecord.created_at, Text)
    took = (
        select((_seconds(session, last.c.at) - _seconds(session, came)).label("seconds"))
        .join_from(StatementRecord, last, last.c.statement_id == StatementRecord.id)
        .where(StatementRecord.state == StatementState.APPROVED, _in_case(of_case))
        .subquery()
    )
    within = [func.count().filter(took.c.seconds <= band.total_seconds()) for band in BANDS]
    found = session.execute(select(*within, func.count()).select_from(took)).one()
    return tuple(count - before for before, count in zip((0, *found), found, strict=False))


def _places(session: Session, of_case: str | None, abuse: AbuseCode | None) -> Places:
    # One pass in the order of the key, a row a statement: to join the table with itself takes twice as long.
    approved = select(StatementRecord.id).where(StatementRecord.state == StatementState.APPROVED)
    # months of what was reopened stay in the table, and are approved no more
    chosen = or_(TagRow.kind != IndexedKind.MONTH, TagRow.statement_id.in_(approved))
    codes = (_codes_of(IndexedKind.ABUSE), _codes_of(IndexedKind.REGION), _codes_of(IndexedKind.MONTH))
    query = select(*codes).where(chosen, _of_case(TagRow.statement_id, of_case)).group_by(TagRow.statement_id)
    by_abuse: Counter[tuple[str, str]] = Counter()
    dated: list[tuple[list[str], list[str]]] = []
    for abuses, regions, months in session.execute(query):
        if not abuses or not regions:
            continue
        done, where = abuses.split(","), regions.split(",")
        by_abuse.update(product(done, where))
        if months and (abuse is None or abuse.value in done):
            dated.append((where, months.split(",")))
    return Places(_by_time(dated), by_abuse)


def _by_time(dated: list[tuple[list[str], list[str]]]) -> Counter[tuple[str, str]]:
    """Counts by region and time, of the regions and months that each statement speaks of."""
    every = [month for _, months in dated for month in months]
    kept = 7 if not every or _months_between(min(every), max(every)) < MOST_MONTHS else 4
    counts: Counter[tuple[str, str]] = Counter()
    for regions, months in dated:
        counts.update(product(regions, {month[:kept] for month in months}))
    return counts


def _agreement(session: Session, of_case: str | None) -> Agreement:
    # tags can differ too, so that there may be more differences than places
    differing = case(
        (ApprovalRow.differences < ApprovalRow.compared, ApprovalRow.differences), else_=ApprovalRow.compared
    )
    statements = func.count(ApprovalRow.statement_id.distinct())
    query = select(statements, func.sum(ApprovalRow.compared), func.sum(differing))
    chosen = query.where(ApprovalRow.compared > 0, _of_case(ApprovalRow.statement_id, of_case))
    return Agreement(*(int(count or 0) for count in session.execute(chosen).one()))


def _outcomes(session: Session, of_case: str | None) -> dict[Label, Outcome]:
    columns = (OutcomeRow.accepted, OutcomeRow.rejected, OutcomeRow.relabelled, OutcomeRow.added)
    query = select(OutcomeRow.label, *map(func.sum, columns))
    chosen = query.where(_of_case(OutcomeRow.statement_id, of_case)).group_by(OutcomeRow.label)
    return {label: Outcome(*map(int, counts)) for label, *counts in session.execute(chosen)}


def _work(session: Session, of_case: str | None, of_user: str | None) -> tuple[Work, ...]:
    statements = func.count(ApprovalRow.statement_id.distinct())
    query = (
        select(UserRow.name, statements, func.sum(ApprovalRow.planted), func.sum(ApprovalRow.caught))
        .join_from(ApprovalRow, UserRow, UserRow.id == ApprovalRow.user_id)
        .where(_of_case(ApprovalRow.statement_id, of_case))
        .where(true() if of_user is None else ApprovalRow.user_id == of_user)
        .group_by(UserRow.id, UserRow.name)
        .order_by(UserRow.name)
    )
    return tuple(Work(name, *map(int, counts)) for name, *counts in session.execute(query))


def _codes_of(kind: IndexedKind) -> ColumnElement[str]:
    """A statement's codes of one kind, with commas between."""
    return func.aggregate_strings(case((TagRow.kind == kind, TagRow.code)), ",")


def _in_case(of_case: str | None) -> ColumnElement[bool]:
    if of_case is None:
        return true()
    return StatementRecord.case_id == select(CaseRow.id).where(CaseRow.name == of_case).scalar_subquery()


def _of_case(statement_id: Any, of_case: str | None) -> ColumnElement[bool]:
    if of_case is None:
        return true()
    chosen: ColumnElement[bool] = statement_id.in_(select(StatementRecord.id).where(_in_case(of_case)))
    return chosen


def _seconds(session: Session, moment: ColumnElement[str]) -> ColumnElement[int]:
    """Seconds since 1970 of a moment as it is stored."""
    if session.get_bind().dialect.name == "sqlite":
        return func.unixepoch(moment, type_=Integer)
    return cast(extract("epoch", cast(moment, DateTime(timezone=True))), Integer)


def _months_between(first: str, last: str) -> int:
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])
