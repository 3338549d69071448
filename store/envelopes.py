"""Envelopes that came in: each nonce once, with the receipt's code and the statement it became.

A file's name is kept nowhere: people may have renamed it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base32 import as_typed
from models.errors import AigaqError
from models.statements import ConsentScope, StatementState
from store.journal import Done, now, record
from store.store import Store
from store.tables import DeviceRow, EnvelopeRow, StatementRecord

# Digests that are looked up at a time.
_PORTION: Final = 500


@dataclass(frozen=True, slots=True)
class NewEnvelope:
    """An envelope that was opened and checked; `digest` is of its bytes as they came."""

    nonce: bytes
    receipt: str
    device_id: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """An envelope that is in the store."""

    receipt: str
    statement_id: str | None
    device_id: str | None
    received_at: datetime
    digest: str | None


class EnvelopeSeen(AigaqError):
    """The envelope was received before, as `arrival` says."""

    def __init__(self, arrival: Arrival) -> None:
        super().__init__("envelope_seen")
        self.arrival = arrival


def put_envelope(session: Session, envelope: NewEnvelope, *, statement_id: str, known: bool = False) -> None:
    """Put an envelope into the transaction that stores its statement, or that meets it as `known`.

    `known` also of one with an answer or a withdrawal: questions go to whoever sent the statement itself.
    Raises EnvelopeSeen, device_revoked, and envelope_damaged for a receipt that another envelope has, which
    does not happen by chance.
    """
    earlier = session.get(EnvelopeRow, envelope.nonce)
    if earlier is not None:
        raise EnvelopeSeen(_arrival(earlier))
    same_receipt = select(EnvelopeRow.nonce).where(EnvelopeRow.receipt == envelope.receipt)
    if session.scalars(same_receipt).first() is not None:
        raise AigaqError("envelope_damaged")
    device_id = envelope.device_id
    if device_id is not None and session.get_one(DeviceRow, device_id).revoked_at is not None:
        raise AigaqError("device_revoked")
    session.add(
        EnvelopeRow(
            nonce=envelope.nonce,
            receipt=envelope.receipt,
            statement_id=statement_id,
            device_id=device_id,
            received_at=now(),
            digest=envelope.digest,
        )
    )
    record(
        session,
        Done.ENVELOPE_RECEIVED,
        subject=statement_id,
        actor=device_id,
        counts={"known": int(known)},
        digest=envelope.digest,
    )


def put_known_envelope(store: Store, envelope: NewEnvelope, *, statement_id: str) -> None:
    """As put_envelope, in a transaction of its own, for a statement that is in the store already."""
    with store.writing() as session:
        put_envelope(session, envelope, statement_id=statement_id, known=True)


def record_refusals(store: Store, refused: Mapping[str | None, Mapping[str, int]]) -> None:
    """What was refused, counted by code, for each device that signed it; None for the rest."""
    if not refused:
        return
    with store.writing() as session:
        for device_id, counts in refused.items():
            record(session, Done.ENVELOPE_REFUSED, subject=device_id, counts=counts)


def arrival_of(store: Store, nonce: bytes) -> Arrival | None:
    """The envelope with this nonce."""
    with store.reading() as session:
        row = session.get(EnvelopeRow, nonce)
        return None if row is None else _arrival(row)


def arrivals_of(store: Store, digests: Iterable[str], *, device_id: str) -> dict[str, Arrival]:
    """The envelopes of one device by the digests of their bytes; what others sent is as if it never came."""
    wanted, found = sorted(set(digests)), {}
    with store.reading() as session:
        for start in range(0, len(wanted), _PORTION):
            chosen = EnvelopeRow.digest.in_(wanted[start : start + _PORTION])
            rows = session.scalars(select(EnvelopeRow).where(chosen, EnvelopeRow.device_id == device_id))
            found.update({str(row.digest): _arrival(row) for row in rows})
    return found


def find_receipt(store: Store, code: str) -> Arrival | None:
    """The envelope of a receipt, in whatever way its code was typed."""
    with store.reading() as session:
        row = session.scalars(select(EnvelopeRow).where(EnvelopeRow.receipt == as_typed(code))).first()
        return None if row is None else _arrival(row)


def consent_scope(store: Store, statement_id: str) -> ConsentScope | None:
    """The scope that a statement has; None for one that was withdrawn."""
    with store.reading() as session:
        row = session.get_one(StatementRecord, statement_id)
        return None if row.state is StatementState.WITHDRAWN else row.consent


def _arrival(row: EnvelopeRow) -> Arrival:
    return Arrival(row.receipt, row.statement_id, row.device_id, row.received_at, row.digest)
