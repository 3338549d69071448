"""The reviewers' queue: statements with what the store key may know of them, filtered, sorted, paged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from models.labels import Language
from models.reviews import CLAIM
from models.statements import ConsentScope, StatementState
from store.journal import now
from store.store import Store
from store.tables import ApprovalRow, CaseRow, DecisionRow, ReviewRow, StatementRecord, UserRow

PAGE: Final = 50


class Order(StrEnum):
    """How the queue is sorted: the riskiest first, or by age."""

    RISK = "risk"
    OLDEST = "oldest"
    NEWEST = "newest"


class Mine(StrEnum):
    """Which statements a reviewer wants to see."""

    ALL = "all"
    FREE = "free"
    MINE = "mine"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Filter:
    """What the queue is narrowed to; None is everything; `case` is an id."""

    case: str | None = None
    language: Language | None = None
    state: StatementState | None = None
    risk: str | None = None
    mine: Mine = Mine.ALL
    order: Order = Order.RISK


@dataclass(frozen=True, slots=True)
class Queued:
    """A statement in the queue; counts are None where nobody counted yet."""

    id: str
    case: str
    state: StatementState
    language: Language
    words: int
    consent: ConsentScope
    created_at: datetime
    suspects: int | None
    low: int | None
    identities: int | None
    minor: bool
    sexual: bool
    high: bool
    claimed_by: str | None
    approved_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue, of `total` statements; `names` are those of users by id."""

    rows: tuple[Queued, ...]
    total: int
    names: Mapping[str, str]


_SHOWN: Final = (
    StatementState.WAITING,
    StatementState.CONFIRMING,
    StatementState.RETURNED,
    StatementState.BLOCKED,
)
_OPEN: Final = (StatementState.WAITING, StatementState.CONFIRMING, StatementState.RETURNED)
RISKS: Final[Mapping[str, ColumnElement[bool]]] = {
    "high": ReviewRow.high == 1,
    "minor": ReviewRow.minor == 1,
    "sexual": ReviewRow.sexual == 1,
    "suspects": ReviewRow.suspects > 0,
    "low": ReviewRow.low > 0,
}


def read_queue(store: Store, wanted: Filter, *, user_id: str, page: int = 1) -> QueuePage:
    """A page of the queue as a reviewer may see it."""
    chosen = _chosen(wanted, user_id)
    # The whole queue is gone through for its order, of which a page is read: by the index, without the rows.
    of_page = _joined(wanted, StatementRecord.id).where(chosen).order_by(*_order(wanted.order))
    of_page = of_page.limit(PAGE).offset((max(1, page) - 1) * PAGE)
    with store.reading() as session:
        total = session.scalar(_joined(wanted, func.count(), ordered=False).where(chosen)) or 0
        ids = session.scalars(of_page).all()
        rows_by_id = {row[0].id: row for row in session.execute(_whole().where(StatementRecord.id.in_(ids)))}
        found = [rows_by_id[statement_id] for statement_id in ids]
        approved = _approvals(session, [row[0].id for row in found])
        rows = tuple(_queued(row[0], row[1], row[2], approved) for row in found)
        users = {user for row in rows for user in (*row.approved_by, row.claimed_by) if user}
        names = session.execute(select(UserRow.id, UserRow.name).where(UserRow.id.in_(users)))
        return QueuePage(rows, total, {row.id: row.name for row in names})


def next_for(store: Store, wanted: Filter, *, user_id: str, not_this: str) -> str | None:
    """The next statement in the queue that a reviewer can take; None where there is none."""
    free = and_(_chosen(wanted, user_id), _takeable(user_id), StatementRecord.id != not_this)
    query = (
        _joined(wanted, StatementRecord.id, taking=True).where(free).order_by(*_order(wanted.order)).limit(1)
    )
    with store.reading() as session:
        return session.scalars(query).first()


def queue_counts(store: Store) -> dict[StatementState, int]:
    """How many statements there are in each state."""
    with store.reading() as session:
        query = select(StatementRecord.state, func.count()).group_by(StatementRecord.state)
        return {row[0]: row[1] for row in session.execute(query)}


def case_names(store: Store) -> dict[str, str]:
    """The names of all cases by id, in the order of the names; addresses of pages carry ids, never names."""
    with store.reading() as session:
        rows = session.execute(select(CaseRow.id, CaseRow.name).order_by(CaseRow.name))
        return {row.id: row.name for row in rows}


def _joined(wanted: Filter, *columns: Any, ordered: bool = True, taking: bool = False) -> Select[Any]:
    """Statements, with their rows of the review only where the filter or the order looks at them."""
    query: Select[Any] = select(*columns).select_from(StatementRecord)
    by_risk = ordered and wanted.order is Order.RISK
    if by_risk or taking or wanted.risk is not None or wanted.mine is not Mine.ALL:
        query = query.outerjoin(ReviewRow, ReviewRow.statement_id == StatementRecord.id)
    return query


def _whole() -> Select[Any]:
    """All that a page shows of statements."""
    claimant = aliased(UserRow)
    columns: Any = (StatementRecord, CaseRow.name, ReviewRow, claimant.name)
    return (
        select(*columns)
        .select_from(StatementRecord)
        .join(CaseRow, CaseRow.id == StatementRecord.case_id)
        .outerjoin(ReviewRow, ReviewRow.statement_id == StatementRecord.id)
        .outerjoin(claimant, claimant.id == ReviewRow.claimed_by)
    )


def _chosen(wanted: Filter, user_id: str) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [
        StatementRecord.state.in_(_SHOWN) if wanted.state is None else StatementRecord.state == wanted.state
    ]
    if wanted.case is not None:
        parts.append(StatementRecord.case_id == wanted.case)
    if wanted.language is not None:
        parts.append(StatementRecord.language == wanted.language)
    if wanted.risk is not None and wanted.risk in RISKS:
        parts.append(RISKS[wanted.risk])
    if wanted.mine is Mine.MINE:
        decided = exists().where(
            DecisionRow.statement_id == StatementRecord.id, DecisionRow.user_id == user_id
        )
        parts.append(or_(ReviewRow.claimed_by == user_id, decided))
    elif wanted.mine is Mine.FREE:
        parts.append(_takeable(user_id))
    elif wanted.mine is Mine.SECOND:
        parts += [StatementRecord.state == StatementState.CONFIRMING, _takeable(user_id)]
    return and_(true(), *parts)


def _takeable(user_id: str) -> ColumnElement[bool]:
    """Nobody else is at work on it, and this reviewer's approval is not on it already."""
    theirs = and_(
        ReviewRow.claimed_by.is_not(None),
        ReviewRow.claimed_by != user_id,
        ReviewRow.claimed_at > now() - CLAIM,
    )
    # read once: asked for each statement, SQLite may look through all approvals of the reviewer each time
    approved = select(ApprovalRow.statement_id).where(ApprovalRow.user_id == user_id, ApprovalRow.holds == 1)
    taken = func.coalesce(theirs, False)
    return and_(~taken, StatementRecord.id.not_in(approved), StatementRecord.state.in_(_OPEN))


def _order(order: Order) -> tuple[Any, ...]:
    if order is Order.RISK:
        # what nobody counted may be the riskiest of all
        return (ReviewRow.points.desc().nulls_first(), StatementRecord.created_at, StatementRecord.id)
    if order is Order.OLDEST:
        return StatementRecord.created_at, StatementRecord.id
    return StatementRecord.created_at.desc(), StatementRecord.id


def _approvals(session: Session, ids: list[str]) -> dict[str, tuple[str, ...]]:
    query = select(ApprovalRow.statement_id, ApprovalRow.user_id).where(
        ApprovalRow.statement_id.in_(ids), ApprovalRow.holds == 1
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in session.execute(query.order_by(ApprovalRow.at)):
        found[row.statement_id] = (*found.get(row.statement_id, ()), row.user_id)
    return found


def _queued(
    statement: StatementRecord, case: str, review: ReviewRow | None, approved: Mapping[str, tuple[str, ...]]
) -> Queued:
    claimed = review is not None and review.claimed_at is not None and now() - review.claimed_at < CLAIM
    return Queued(
        id=statement.id,
        case=case,
        state=statement.state,
        language=statement.language,
        words=statement.words,
        consent=statement.consent,
        created_at=statement.created_at,
        suspects=review.suspects if review else None,
        low=review.low if review else None,
        identities=review.identities if review else None,
        minor=bool(review and review.minor),
        sexual=bool(review and review.sexual),
        high=bool(review and review.high),
        claimed_by=review.claimed_by if review and claimed else None,
        approved_by=approved.get(statement.id, ()),
    )
