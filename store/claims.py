"""Who is at work on a statement: one reviewer at a time, until released or idle for a while."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.reviews import CLAIM, Risk
from store.journal import Done, now, record
from store.store import Store, review_row
from store.tables import ReviewRow


def claim(store: Store, statement_id: str, user_id: str) -> str | None:
    """Take a statement for a user; returns the id of another user who has it, None where it is taken now."""
    with store.writing() as session:
        row = session.get(ReviewRow, statement_id)
        if row is None:
            raise AigaqError("no_such_statement")
        other = holder(row)
        if other is not None and other != user_id:
            return other
        row.claimed_by, row.claimed_at = user_id, now()
        return None


def release(store: Store, user_id: str, statement_id: str | None = None) -> None:
    """Give up one statement, or all that a user has."""
    theirs = ReviewRow.claimed_by == user_id
    if statement_id is not None:
        theirs &= ReviewRow.statement_id == statement_id
    with store.writing() as session:
        session.execute(update(ReviewRow).where(theirs).values(claimed_by=None, claimed_at=None))


def hold(session: Session, statement_id: str, user_id: str) -> ReviewRow:
    """The row in an open transaction, the claim prolonged; the error claimed where it is somebody else's."""
    row = session.get(ReviewRow, statement_id)
    if row is None:
        raise AigaqError("no_such_statement")
    if holder(row) not in {None, user_id}:
        raise AigaqError("claimed")
    row.claimed_by, row.claimed_at = user_id, now()
    return row


def holder(row: ReviewRow) -> str | None:
    """Who has a statement now; nobody where the claim has run out."""
    if row.claimed_by is None or row.claimed_at is None or now() - row.claimed_at >= CLAIM:
        return None
    return row.claimed_by


def put_counts(store: Store, statement_id: str, risk: Risk, *, actor: str | None) -> None:
    """Write a statement's counts for the queue, where it came in before there was a review."""
    with store.writing() as session:
        if session.get(ReviewRow, statement_id) is None:
            session.add(review_row(statement_id, risk))
            record(session, Done.STATEMENT_COUNTED, subject=statement_id, actor=actor)
