"""The journal: a chain of hashes over what was done, each entry in the transaction of what it records.

It holds ids and counts, never a name or a text. An entry's digest vouches for a row as it was then: that of a
statement for the ciphertext of its sealed record, that of a case for its sealed index, that of a user, a
device, a card, a phone, an intake key or the vault for the row itself, keyed with the store's own key.
store/audit.py compares it with the tables.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import LargeBinary, Row, Select, Text, inspect, select, true, type_coerce
from sqlalchemy.orm import Session

from store.columns import instant_text
from store.tables import (
    Base,
    DeviceCardRow,
    DeviceRow,
    IntakeKeyRow,
    JournalRow,
    PhoneRow,
    ReleaseRow,
    UserRow,
    VaultRow,
)

CHAIN_START: Final = "0" * 64
# The columns of an entry as they are stored: `at` is text.
ENTRY: Final = (
    JournalRow.sequence,
    type_coerce(JournalRow.at, Text).label("at"),
    JournalRow.action,
    JournalRow.subject,
    JournalRow.actor,
    JournalRow.counts,
    JournalRow.digest,
    JournalRow.previous,
    JournalRow.hash,
)
# How many rows are in memory at a time.
_PORTION: Final = 1000


class Done(StrEnum):
    """What the journal records."""

    STORE_CREATED = "store_created"
    CASE_CREATED = "case_created"
    BATCH_STARTED = "batch_started"
    BATCH_FINISHED = "batch_finished"
    STATEMENT_ADDED = "statement_added"
    STATEMENT_UNSEALED = "statement_unsealed"
    STATEMENT_WITHDRAWN = "statement_withdrawn"
    CONSENT_CHANGED = "consent_changed"
    RECORD_RESEALED = "record_resealed"
    STATEMENT_COUNTED = "statement_counted"
    STATEMENT_RESCANNED = "statement_rescanned"
    DECIDED = "decided"
    DECISIONS_RESEALED = "decisions_resealed"
    APPROVED = "approved"
    REOPENED = "reopened"
    RETURNED = "returned"
    TEXTS_WRITTEN = "texts_written"
    TEXTS_REMOVED = "texts_removed"
    SETTING_CHANGED = "setting_changed"
    CASE_LINKED = "case_linked"
    INDEX_RESEALED = "index_resealed"
    INDEX_REMOVED = "index_removed"
    RULED = "ruled"
    RELEASE_ASKED = "release_asked"
    RELEASED = "released"
    RECALLED = "recalled"
    RULINGS_RESEALED = "rulings_resealed"
    USER_ADDED = "user_added"
    USER_DISABLED = "user_disabled"
    PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 - the name of an action
    UNLOCK_FAILED = "unlock_failed"
    UNLOCKED_AFTER_FAILURES = "unlocked_after_failures"
    VAULT_ROTATED = "vault_rotated"
    INTAKE_ROTATED = "intake_rotated"
    INTAKE_FORGOTTEN = "intake_forgotten"
    INTAKE_EXPORTED = "intake_exported"
    DEVICE_ENROLLED = "device_enrolled"
    DEVICE_REVOKED = "device_revoked"
    ENVELOPE_RECEIVED = "envelope_received"
    ENVELOPE_REFUSED = "envelope_refused"
    CARD_MADE = "card_made"
    CARD_DROPPED = "card_dropped"
    CARD_USED = "card_used"
    PHONE_ENROLLED = "phone_enrolled"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    QUESTIONS_DROPPED = "questions_dropped"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    WITHDRAWAL_DECLINED = "withdrawal_declined"
    MESSAGES_RESEALED = "messages_resealed"
    CHECKPOINT_MADE = "checkpoint_made"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    REKEYED = "rekeyed"


# What an entry vouches for without being told: the row of its subject (the vault has no id but 1, a phone has
# that of its device).
VOUCHED: Final[Mapping[str, type[Base]]] = {
    Done.STORE_CREATED: VaultRow,
    Done.VAULT_ROTATED: VaultRow,
    Done.USER_ADDED: UserRow,
    Done.USER_DISABLED: UserRow,
    Done.PASSPHRASE_CHANGED: UserRow,
    Done.DEVICE_ENROLLED: DeviceRow,
    Done.DEVICE_REVOKED: DeviceRow,
    Done.CARD_MADE: DeviceCardRow,
    Done.CARD_USED: DeviceCardRow,
    Done.PHONE_ENROLLED: PhoneRow,
    Done.INTAKE_ROTATED: IntakeKeyRow,
    Done.RELEASED: ReleaseRow,
}
# Columns that change without an entry that vouches for the row anew.
_UNVOUCHED: Final[Mapping[type[Base], frozenset[str]]] = {
    UserRow: frozenset({"failures", "share"}),
    IntakeKeyRow: frozenset({"retired_at"}),
}


def record(  # noqa: PLR0913 - an entry is all of these
    session: Session,
    action: Done,
    *,
    subject: str | None = None,
    actor: str | None = None,
    counts: Mapping[str, int] | None = None,
    digest: str | None = None,
) -> None:
    """Append an entry; the session must hold the write lock, or two entries could follow one.

    Change a user's, a device's or the vault's row first: the entry vouches for it as it is now.
    """
    # Flush first: entries of this transaction that are still in memory belong to the chain.
    session.flush()
    last, previous = head(session)
    moment = now()
    entry: dict[str, Any] = {
        "sequence": last + 1,
        "action": action.value,
        "subject": subject,
        "actor": actor,
        "counts": _canonical(dict(counts or {})),
        "digest": digest if digest is not None else _vouched_digest(session, action, subject),
        "previous": previous,
    }
    session.add(JournalRow(at=moment, hash=entry_hash(at=instant_text(moment), **entry), **entry))


def digest_of(sealed: bytes) -> str:
    """A digest of ciphertext, which tells nothing of what is in it."""
    return hashlib.sha256(sealed).hexdigest()


def last_digests(session: Session, actions: Iterable[Done]) -> dict[str, str | None]:
    """What the journal says each subject's ciphertext is: the digest of its last entry of these actions."""
    chosen = JournalRow.action.in_([action.value for action in actions])
    query = select(JournalRow.subject, JournalRow.digest).where(chosen).order_by(JournalRow.sequence)
    found = session.execute(query.execution_options(yield_per=_PORTION))
    return {str(row.subject): row.digest for row in found}


def now() -> datetime:
    """This moment, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def head(session: Session) -> tuple[int, str]:
    """Sequence and hash of the last entry; (0, CHAIN_START) of an empty journal."""
    query = select(JournalRow.sequence, JournalRow.hash).order_by(JournalRow.sequence.desc()).limit(1)
    last = session.execute(query).first()
    return (last.sequence, last.hash) if last else (0, CHAIN_START)


def entries(session: Session, *, after: int | None = None) -> Iterator[Any]:
    """All entries, or those after a sequence number, in order and as they are stored: `at` is text."""
    query = (
        select(*ENTRY)
        .where(true() if after is None else JournalRow.sequence > after)
        .order_by(JournalRow.sequence)
    )
    return iter(session.execute(query.execution_options(yield_per=_PORTION)))


def counts_of(stored: str) -> dict[str, object]:
    """The counts of an entry as it is stored; none where somebody wrote something else there."""
    try:
        found = json.loads(stored)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def entry_hash(  # noqa: PLR0913 - an entry is all of these
    *,
    sequence: int,
    at: str,
    action: str,
    subject: str | None,
    actor: str | None,
    counts: str,
    digest: str | None,
    previous: str,
) -> str:
    """The hash of an entry: SHA-256 of its canonical JSON."""
    entry = {  # in the order of the names, as canonical JSON has them
        "action": action,
        "actor": actor,
        "at": at,
        "counts": counts,
        "digest": digest,
        "previous": previous,
        "sequence": sequence,
        "subject": subject,
    }
    return hashlib.sha256(_ENTRY.encode(entry).encode("utf-8")).hexdigest()


def vouched_rows(kind: type[Base]) -> Select[Any]:
    """The columns of a table that entries vouch for, everything but bytes as text; the id comes first."""
    left_out = _UNVOUCHED.get(kind, frozenset())
    columns = [column for column in kind.__table__.columns if column.name not in left_out]
    return select(
        *(c if isinstance(c.type, LargeBinary) else type_coerce(c, Text).label(c.name) for c in columns)
    )


def row_digest(digest_key: bytes, kind: type[Base], row: Row[Any]) -> str:
    """A keyed digest of a row of `vouched_rows`."""
    values = {
        name: value.hex() if isinstance(value, bytes) else None if value is None else str(value)
        for name, value in row._mapping.items()
    }
    content = f"row {kind.__tablename__}\n{_canonical(values)}".encode("utf-8", "surrogatepass")
    return hmac.digest(digest_key, content, hashlib.sha256).hex()


def verify_journal(session: Session) -> bool:
    """True if nothing fails in an audit of the journal and of the tables that it speaks of."""
    from store.audit import audit  # noqa: PLC0415 - the audit reads entries from here

    return audit(session).whole


def _vouched_digest(session: Session, action: Done, subject: str | None) -> str | None:
    kind = VOUCHED.get(action)
    digest_key = session.scalar(select(VaultRow.digest_key)) if kind is not None else None
    if kind is None or digest_key is None:
        return None
    (key,) = inspect(kind).primary_key
    row = session.execute(vouched_rows(kind).where(key == (1 if kind is VaultRow else subject))).first()
    return None if row is None else row_digest(digest_key, kind, row)


def _canonical(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


_ENTRY: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
