"""The office's intake identities: they open envelopes and nothing else, and change from time to time.

They lie under the store's key: envelopes must be opened without a reviewer. So whoever holds the store key
can read envelopes that are still on their way; changing the identity, and forgetting the old ones when their
last envelopes are in, is what limits that.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from store.ids import new_id
from store.journal import Done, now, record
from store.store import Store
from store.tables import IntakeKeyRow
from store.vault import new_identity


@dataclass(frozen=True, slots=True, repr=False)
class IntakeKey:
    """An identity with its recipient; a retired one still opens."""

    id: str
    recipient: str
    identity: str
    created_at: datetime
    retired_at: datetime | None


def current_intake_key(store: Store) -> IntakeKey:
    """The one to seal to now; the first is made when it is asked for."""
    keys = intake_keys(store)
    if keys and keys[0].retired_at is None:
        return keys[0]
    with store.writing() as session:
        row = _current(session) or _make(session)
        return _key(row)


def rotate_intake_key(store: Store) -> IntakeKey:
    """Make a new one to seal to; the others open what is still on its way."""
    with store.writing() as session:
        earlier = _current(session)
        if earlier is not None:
            earlier.retired_at = now()
        return _key(_make(session))


def forget_intake_keys(store: Store) -> int:
    """Remove the retired ones for good: what is still sealed to them stays shut; returns how many."""
    with store.writing() as session:
        rows = session.scalars(select(IntakeKeyRow).where(IntakeKeyRow.retired_at.is_not(None))).all()
        for row in rows:
            session.delete(row)
        if rows:
            record(session, Done.INTAKE_FORGOTTEN, counts={"keys": len(rows)})
    if rows and store.engine.dialect.name == "sqlite":
        # the write-ahead log would keep their pages until it is used again
        with store.engine.connect() as connection:
            connection.execute(text("pragma wal_checkpoint(truncate)"))
    return len(rows)


def intake_keys(store: Store) -> list[IntakeKey]:
    """All that open, the current one first."""
    with store.reading() as session:
        return _keys(session)


def export_intake_keys(store: Store) -> list[IntakeKey]:
    """The same, to be given out; the journal says that they were."""
    with store.writing() as session:
        keys = _keys(session)
        record(session, Done.INTAKE_EXPORTED, counts={"keys": len(keys)})
        return keys


def _keys(session: Session) -> list[IntakeKey]:
    in_order = (IntakeKeyRow.retired_at.is_not(None), IntakeKeyRow.created_at.desc(), IntakeKeyRow.id)
    return [_key(row) for row in session.scalars(select(IntakeKeyRow).order_by(*in_order))]


def _current(session: Session) -> IntakeKeyRow | None:
    return session.scalars(select(IntakeKeyRow).where(IntakeKeyRow.retired_at.is_(None))).first()


def _make(session: Session) -> IntakeKeyRow:
    identity, recipient = new_identity()
    row = IntakeKeyRow(id=new_id(), recipient=recipient, identity=identity, created_at=now(), retired_at=None)
    session.add(row)
    record(session, Done.INTAKE_ROTATED, subject=row.id)
    return row


def _key(row: IntakeKeyRow) -> IntakeKey:
    return IntakeKey(row.id, row.recipient, row.identity, row.created_at, row.retired_at)
