"""The journal: a chain of hashes over what was done, each entry in the transaction of what it records.

It holds ids and counts, never a name or a text. A chain alone does not show a cut end; that the statements
and their entries fit each other does, as long as the statements are there.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from store.tables import JournalRow, StatementRecord, instant_text

_START: Final = "0" * 64


class Done(StrEnum):
    """What the journal records."""

    STORE_CREATED = "store_created"
    CASE_CREATED = "case_created"
    BATCH_STARTED = "batch_started"
    BATCH_FINISHED = "batch_finished"
    STATEMENT_ADDED = "statement_added"
    STATEMENT_UNSEALED = "statement_unsealed"


def record(
    session: Session,
    action: Done,
    *,
    subject: str | None = None,
    actor: str | None = None,
    counts: Mapping[str, int] | None = None,
) -> None:
    """Append an entry; the session must hold the write lock, or two entries could follow one."""
    # Flush first: entries of this transaction that are still in memory belong to the chain.
    session.flush()
    last = session.execute(
        select(JournalRow.sequence, JournalRow.hash).order_by(JournalRow.sequence.desc()).limit(1)
    ).first()
    row = JournalRow(
        sequence=last.sequence + 1 if last else 1,
        at=datetime.now(UTC).replace(microsecond=0),
        action=action.value,
        subject=subject,
        actor=actor,
        counts=_canonical(dict(counts or {})),
        previous=last.hash if last else _START,
        hash="",
    )
    row.hash = _hash(row)
    session.add(row)


def verify_journal(session: Session) -> bool:
    """True if no entry was changed, left out or put in, and statements and entries fit each other."""
    previous, expected = _START, 1
    for row in session.scalars(
        select(JournalRow).order_by(JournalRow.sequence).execution_options(yield_per=500)
    ):
        if row.sequence != expected or row.previous != previous or row.hash != _hash(row):
            return False
        previous, expected = row.hash, expected + 1
        session.expunge(row)
    return expected > 1 and _statements_fit(session)


def _statements_fit(session: Session) -> bool:
    entries = select(JournalRow.subject).where(JournalRow.action == Done.STATEMENT_ADDED.value)
    unrecorded = select(func.count()).where(StatementRecord.id.not_in(entries))
    missing = select(func.count()).where(
        JournalRow.action == Done.STATEMENT_ADDED.value, JournalRow.subject.not_in(select(StatementRecord.id))
    )
    return session.scalar(unrecorded) == 0 and session.scalar(missing) == 0


def _hash(row: JournalRow) -> str:
    entry = {
        "sequence": row.sequence,
        "at": instant_text(row.at),
        "action": row.action,
        "subject": row.subject,
        "actor": row.actor,
        "counts": row.counts,
        "previous": row.previous,
    }
    return hashlib.sha256(_canonical(entry).encode("utf-8")).hexdigest()


def _canonical(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
