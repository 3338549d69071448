"""Approvals: who approved what, when it is enough, and what is written then.

Invariants: nobody is counted twice; an approval holds only as long as nothing that is released was changed
after it; approved texts stand in the store only while enough approvals hold. All of it happens in one
transaction with its entries in the journal.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.labels import Audience
from models.reviews import Approval, Outcomes
from models.statements import StatementState
from store.claims import hold
from store.columns import instant_text
from store.ids import new_id
from store.journal import Done, now, record
from store.search import drop_search_rows, put_search_rows
from store.settings import one_is_enough
from store.store import Store, put_tags
from store.tables import (
    ApprovalRow,
    ApprovedTextRow,
    DecisionRow,
    IndexedKind,
    OutcomeRow,
    StatementRecord,
    TagRow,
    VaultRow,
)

_OPEN = frozenset({StatementState.WAITING, StatementState.CONFIRMING, StatementState.RETURNED})
_CLOSED = {StatementState.WITHDRAWN: "withdrawn", StatementState.BLOCKED: "blocked"}
_GIVEN = frozenset({StatementState.CONFIRMING, StatementState.APPROVED})


@dataclass(frozen=True, slots=True)
class Approved:
    """What an approval is of: all that is written when it is the last one that was needed.

    `upto` is the number of the last decision that the reviewer saw; `codes` are the coarse tags that the
    store key may open.
    """

    upto: int
    texts: Mapping[Audience, str]
    codes: Mapping[IndexedKind, frozenset[str]]
    outcomes: Outcomes
    compared: int = 0
    differences: int = 0
    planted: int = 0
    caught: int = 0

    def __repr__(self) -> str:
        return f"Approved({self.upto})"


def approve(store: Store, statement_id: str, approved: Approved, *, actor: str) -> StatementState:
    """Record an approval and return the state that the statement has then.

    Errors: withdrawn, blocked, claimed, approved_before (by the same reviewer), changed_meanwhile (somebody
    decided after `upto`).
    """
    with store.writing() as session:
        statement = session.get(StatementRecord, statement_id)
        if statement is None:
            raise AigaqError("no_such_statement")
        if statement.state not in _OPEN:
            raise AigaqError(_CLOSED.get(statement.state, "approved_before"))
        hold(session, statement_id, actor)
        if approved.upto != _last(session, statement_id):
            raise AigaqError("changed_meanwhile")
        before = set(_holding(session, statement_id))
        if actor in before:
            raise AigaqError("approved_before")
        alone = one_is_enough(session)
        row = ApprovalRow(
            id=new_id(),
            statement_id=statement_id,
            user_id=actor,
            at=now(),
            upto=approved.upto,
            holds=1,
            alone=int(alone),
            compared=approved.compared,
            differences=approved.differences,
            planted=approved.planted,
            caught=approved.caught,
        )
        session.add(row)
        enough = alone or bool(before)
        statement.state = StatementState.APPROVED if enough else StatementState.CONFIRMING
        counts = {
            "upto": approved.upto,
            "ordinal": len(before) + 1,
            "alone": int(alone),
            "differences": approved.differences,
        }
        digest = approval_digest(row, instant_text(row.at))
        record(session, Done.APPROVED, subject=statement_id, actor=actor, counts=counts, digest=digest)
        if enough:
            _write(session, statement_id, approved, actor=actor)
        claimed = hold(session, statement_id, actor)
        claimed.claimed_by, claimed.claimed_at = None, None
        return statement.state


def approvals(store: Store, statement_id: str) -> list[Approval]:
    """A statement's approvals in the order they were given."""
    query = select(ApprovalRow).where(ApprovalRow.statement_id == statement_id)
    with store.reading() as session:
        return [
            Approval(
                row.user_id,
                row.at,
                row.upto,
                bool(row.holds),
                row.compared,
                row.differences,
                row.planted,
                row.caught,
            )
            for row in session.scalars(query.order_by(ApprovalRow.at, ApprovalRow.upto))
        ]


def approved_text(store: Store, statement_id: str, audience: Audience) -> str | None:
    """The text that was approved for an audience; None where the statement is not approved."""
    with store.reading() as session:
        row = session.get(ApprovedTextRow, (statement_id, audience))
        return None if row is None else row.text


def approved_texts(store: Store, ids: Iterable[str], audience: Audience) -> dict[str, str]:
    """The texts that were approved for an audience, of those statements that are approved."""
    wanted = set(ids)
    query = select(ApprovedTextRow.statement_id, ApprovedTextRow.text).where(
        ApprovedTextRow.audience == audience
    )
    with store.reading() as session:
        rows = session.execute(query.execution_options(yield_per=200))
        return {row.statement_id: row.text for row in rows if row.statement_id in wanted}


def send_back(store: Store, statement_id: str, *, actor: str) -> None:
    """Send a statement back with a question, which stands among its decisions; no approval holds any more.

    Errors: no_such_statement, withdrawn, blocked, claimed.
    """
    with store.writing() as session:
        statement = session.get(StatementRecord, statement_id)
        if statement is None:
            raise AigaqError("no_such_statement")
        if statement.state in _CLOSED:
            raise AigaqError(_CLOSED[statement.state])
        row = hold(session, statement_id, actor)
        reopen(session, statement, actor=actor)
        statement.state = StatementState.RETURNED
        row.claimed_by, row.claimed_at = None, None
        record(session, Done.RETURNED, subject=statement_id, actor=actor)


def reopen(session: Session, statement: StatementRecord, *, actor: str | None) -> None:
    """Let no approval of a statement hold any more, and take back what was written by them."""
    held = _holding(session, statement.id)
    if not held and statement.state not in _GIVEN:
        return
    held_rows = (ApprovalRow.statement_id == statement.id) & (ApprovalRow.holds == 1)
    session.execute(update(ApprovalRow).where(held_rows).values(holds=0))
    remove_texts(session, statement.id, actor=actor)
    statement.state = StatementState.WAITING
    record(session, Done.REOPENED, subject=statement.id, actor=actor, counts={"approvals": len(held)})


def remove_texts(session: Session, statement_id: str, *, actor: str | None) -> None:
    """Delete a statement's approved texts, with their search rows and all else that only approval opens.

    Whatever is there goes, also where some of it was lost before; an entry says so where there were texts.
    """
    of_statement = ApprovedTextRow.statement_id == statement_id
    there = session.scalars(select(ApprovedTextRow.audience).where(of_statement)).first() is not None
    drop_search_rows(session, statement_id)
    session.execute(delete(ApprovedTextRow).where(of_statement))
    session.execute(delete(OutcomeRow).where(OutcomeRow.statement_id == statement_id))
    months = (TagRow.statement_id == statement_id) & (TagRow.kind == IndexedKind.MONTH)
    session.execute(delete(TagRow).where(months))
    if there:
        record(session, Done.TEXTS_REMOVED, subject=statement_id, actor=actor)


def approval_digest(row: Any, at: str) -> str:
    """A digest of an approval as it was given, for the journal; whether it still holds, other entries say."""
    given = (row.id, row.statement_id, row.user_id, at, row.upto, row.alone)
    measured = (row.compared, row.differences, row.planted, row.caught)
    content = " ".join(map(str, (*given, *measured)))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def texts_digest(digest_key: bytes, texts: Mapping[Audience, str]) -> str:
    """A keyed digest of a statement's approved texts, for the journal."""
    content = json.dumps({a.value: texts[a] for a in sorted(texts)}, ensure_ascii=False).encode("utf-8")
    return hmac.digest(digest_key, b"approved texts\0" + content, hashlib.sha256).hex()


def _write(session: Session, statement_id: str, approved: Approved, *, actor: str) -> None:
    if set(approved.texts) != set(Audience):
        raise AigaqError("internal")
    for audience, text in approved.texts.items():
        session.add(ApprovedTextRow(statement_id=statement_id, audience=audience, text=text))
    for label, outcome in approved.outcomes.items():
        session.add(
            OutcomeRow(
                statement_id=statement_id,
                label=label,
                accepted=outcome.accepted,
                rejected=outcome.rejected,
                relabelled=outcome.relabelled,
                added=outcome.added,
            )
        )
    put_tags(session, statement_id, approved.codes)
    session.flush()
    put_search_rows(session, statement_id, approved.texts)
    vault = session.get_one(VaultRow, 1)
    digest = texts_digest(vault.digest_key, approved.texts)
    record(session, Done.TEXTS_WRITTEN, subject=statement_id, actor=actor, digest=digest)


def _holding(session: Session, statement_id: str) -> list[str]:
    query = select(ApprovalRow.user_id).where(
        ApprovalRow.statement_id == statement_id, ApprovalRow.holds == 1
    )
    return list(session.scalars(query))


def _last(session: Session, statement_id: str) -> int:
    query = select(DecisionRow.number).where(DecisionRow.statement_id == statement_id)
    return session.scalars(query.order_by(DecisionRow.number.desc()).limit(1)).first() or 0
