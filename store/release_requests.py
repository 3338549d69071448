"""Releases that operators ask reviewers for: who asks holds no vault, and the gate needs it open."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.labels import Audience
from store.ids import new_id
from store.journal import Done, now, record
from store.store import Store
from store.tables import CaseRow, ReleaseRequestRow, UserRow


@dataclass(frozen=True, slots=True)
class Request:
    """A release that somebody waits for."""

    id: str
    case_id: str
    case: str
    audience: Audience
    recipient: str | None
    by: str
    at: datetime


def ask_for(store: Store, case_id: str, audience: Audience, recipient: str | None, *, actor: str) -> str:
    """Note a request and return its id. Errors: no_such_case."""
    with store.writing() as session:
        if session.get(CaseRow, case_id) is None:
            raise AigaqError("no_such_case")
        row = ReleaseRequestRow(
            id=new_id(),
            case_id=case_id,
            audience=audience,
            recipient=recipient,
            asked_by=actor,
            asked_at=now(),
            release_id=None,
        )
        session.add(row)
        counts = {"audience": tuple(Audience).index(audience)}
        record(session, Done.RELEASE_ASKED, subject=row.id, actor=actor, counts=counts)
        return row.id


def open_requests(store: Store) -> list[Request]:
    """The requests that nobody has answered, the oldest first."""
    query = (
        select(ReleaseRequestRow, CaseRow.name, UserRow.name)
        .join(CaseRow, CaseRow.id == ReleaseRequestRow.case_id)
        .join(UserRow, UserRow.id == ReleaseRequestRow.asked_by)
        .where(ReleaseRequestRow.release_id.is_(None))
        .order_by(ReleaseRequestRow.asked_at, ReleaseRequestRow.id)
    )
    with store.reading() as session:
        return [
            Request(row.id, row.case_id, case, row.audience, row.recipient, by, row.asked_at)
            for row, case, by in session.execute(query)
        ]


def answer(session: Session, request_id: str | None, release_id: str) -> None:
    """Note in the open transaction that a request was answered; one that is not there changes nothing."""
    row = None if request_id is None else session.get(ReleaseRequestRow, request_id)
    if row is not None and row.release_id is None:
        row.release_id = release_id
