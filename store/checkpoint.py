"""A checkpoint: how long the journal was and what its last hash was, signed with an auditor's own key.

Kept away from the store (a stick, a printed code), it shows what no check of the store alone can: a cut end,
a chain written anew, an old file put back. Its own entry is the last one that it covers: the entry comes
first, so that no checkpoint can be without one; one whose file was never written does no harm.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base32 import as_typed, decode, encode, short_name
from models.errors import AigaqError
from models.users import Duty
from store.audit import audit, check_chain
from store.faults import Verdict
from store.journal import Done, head, record
from store.store import Store
from store.tables import JournalRow, UserRow, VaultRow
from store.users import OpenedUser
from store.wrapping import subkey

_FORMAT: Final = "aigaq checkpoint 1"
_TEXT_BEGINS: Final = "AIGAQ1:"
# Bytes of: the store's fingerprint, sequence, seconds since 1970, head, public key, signature.
_PARTS: Final = (16, 5, 6, 32, 32, 64)
_SIZE: Final = sum(_PARTS)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What an auditor signed; `store_id` is a keyed fingerprint of the store and tells nothing of it."""

    store_id: str
    sequence: int
    head: str
    at: datetime
    public_key: bytes
    signature: bytes

    @property
    def signed(self) -> bytes:
        """The bytes that the signature is of."""
        return f"{_FORMAT}\n".encode() + _body(self)

    @property
    def is_genuine(self) -> bool:
        """Whether the signature is of these very values by this very key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(self.signature, self.signed)
        except (InvalidSignature, ValueError):
            return False
        return True

    @property
    def key_name(self) -> str:
        """A short name of the auditor's key, to be compared by eye: four groups of four."""
        return short_name(self.public_key)


def make_checkpoint(store: Store, auditor: OpenedUser) -> Checkpoint:
    """Sign the journal as it stands, this act included.

    Errors: auditor_needed; journal_broken where an audit fails, for nobody should sign that.
    """
    if auditor.duty is not Duty.AUDITOR or auditor.secret.signing_seed is None:
        raise AigaqError("auditor_needed")
    with store.reading() as session:
        before = audit(session)
    if not before.whole:
        raise AigaqError("journal_broken")
    signer = Ed25519PrivateKey.from_private_bytes(auditor.secret.signing_seed)
    with store.writing() as session:
        _follow(session, before)
        record(session, Done.CHECKPOINT_MADE, subject=auditor.id, actor=auditor.id)
        session.flush()
        sequence, last = head(session)
        unsigned = Checkpoint(
            store_id=_store_id(session),
            sequence=sequence,
            head=last,
            at=session.get_one(JournalRow, sequence).at,
            public_key=signer.public_key().public_bytes_raw(),
            signature=b"",
        )
        content = {name: getattr(unsigned, name) for name in unsigned.__slots__}
        return Checkpoint(**{**content, "signature": signer.sign(unsigned.signed)})


def compare(session: Session, checkpoint: Checkpoint, verdict: Verdict) -> None:
    """Add to an audit's verdict what is wrong with the journal, or with the checkpoint, by comparing them."""
    at = checkpoint.sequence
    if not checkpoint.is_genuine:
        verdict.add("checkpoint_forged", sequence=at)
        return
    if checkpoint.store_id != _store_id(session):
        verdict.add("checkpoint_foreign", sequence=at)
        return
    of_key = (UserRow.signing_key == checkpoint.public_key) & (UserRow.duty == Duty.AUDITOR)
    auditor = session.scalars(select(UserRow.id).where(of_key)).first()
    if auditor is None:
        verdict.add("checkpoint_unknown_key", sequence=at)
    entry = session.execute(
        select(JournalRow.hash, JournalRow.action, JournalRow.actor).where(JournalRow.sequence == at)
    ).first()
    if verdict.sequence < at:
        verdict.add("journal_truncated", sequence=at)
    elif entry is None or entry.hash != checkpoint.head:
        verdict.add("journal_rewritten", sequence=at)
    elif auditor is not None:
        if (entry.action, entry.actor) != (Done.CHECKPOINT_MADE.value, auditor):
            verdict.add("checkpoint_unrecorded", sequence=at)
        if (_first(session, Done.USER_DISABLED, subject=auditor) or at) < at:
            verdict.add("checkpoint_disabled", sequence=at)
        return
    restored = _first(session, Done.RESTORED)
    if restored is not None:
        verdict.add("restored", sequence=restored)


def signer_name(session: Session, checkpoint: Checkpoint) -> str | None:
    """The name of the user whose key signed; None if no user has it."""
    return session.scalars(select(UserRow.name).where(UserRow.signing_key == checkpoint.public_key)).first()


def to_json(checkpoint: Checkpoint) -> str:
    """A checkpoint as the file that is kept elsewhere."""
    content = {
        "format": _FORMAT,
        "store": checkpoint.store_id,
        "sequence": checkpoint.sequence,
        "head": checkpoint.head,
        "at": checkpoint.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "key": checkpoint.public_key.hex(),
        "signature": checkpoint.signature.hex(),
    }
    return json.dumps(content, indent=1) + "\n"


def to_text(checkpoint: Checkpoint) -> str:
    """A checkpoint as the text of a printed code: 255 letters and digits that a QR code packs tightly."""
    return _TEXT_BEGINS + encode(_body(checkpoint) + checkpoint.signature, characters=_SIZE * 8 // 5)


def read_checkpoint(content: str) -> Checkpoint:
    """A checkpoint out of its file or the text of its code; checkpoint_unreadable if it is neither.

    Blanks, hyphens and small letters make no difference in a typed text, nor do O for 0, I or L for 1.
    """
    try:
        return _from_json(json.loads(content)) if content.lstrip().startswith("{") else _from_text(content)
    except (ValueError, KeyError, TypeError, OverflowError):
        raise AigaqError("checkpoint_unreadable") from None


def _from_json(content: dict[str, Any]) -> Checkpoint:
    if content["format"] != _FORMAT:
        raise ValueError("format")
    found = Checkpoint(
        store_id=bytes.fromhex(content["store"]).hex(),
        sequence=int(content["sequence"]),
        head=bytes.fromhex(content["head"]).hex(),
        at=datetime.fromisoformat(content["at"]),
        public_key=bytes.fromhex(content["key"]),
        signature=bytes.fromhex(content["signature"]),
    )
    if len(_body(found) + found.signature) != _SIZE or found.at.tzinfo is None:
        raise ValueError("sizes")
    return found


def _from_text(content: str) -> Checkpoint:
    begins, _, letters = "".join(content.split()).partition(":")
    if as_typed(begins) != as_typed(_TEXT_BEGINS.removesuffix(":")):
        raise ValueError("beginning")
    raw = decode(as_typed(letters), size=_SIZE)
    parts: list[bytes] = []
    for size in _PARTS:
        parts.append(raw[:size])
        raw = raw[size:]
    store_id, sequence, at, last, public_key, signature = parts
    return Checkpoint(
        store_id=store_id.hex(),
        sequence=int.from_bytes(sequence, "big"),
        head=last.hex(),
        at=datetime.fromtimestamp(int.from_bytes(at, "big"), UTC),
        public_key=public_key,
        signature=signature,
    )


def _body(checkpoint: Checkpoint) -> bytes:
    return b"".join(
        (
            bytes.fromhex(checkpoint.store_id),
            checkpoint.sequence.to_bytes(_PARTS[1], "big"),
            int(checkpoint.at.timestamp()).to_bytes(_PARTS[2], "big"),
            bytes.fromhex(checkpoint.head),
            checkpoint.public_key,
        )
    )


def _follow(session: Session, before: Verdict) -> None:
    """What was written since the audit must follow from what it saw."""
    since = Verdict(sequence=before.sequence, head=before.head)
    for _ in check_chain(session, since, after=before.sequence, previous=before.head):
        pass
    if not since.whole or head(session) != (since.sequence, since.head):
        raise AigaqError("journal_broken")


def _first(session: Session, action: Done, *, subject: str | None = None) -> int | None:
    query = select(JournalRow.sequence).where(JournalRow.action == action.value)
    if subject is not None:
        query = query.where(JournalRow.subject == subject)
    return session.scalars(query.order_by(JournalRow.sequence).limit(1)).first()


def _store_id(session: Session) -> str:
    """A fingerprint keyed with the store's own key: it survives backups, rekeys and new vaults."""
    digest_key = session.scalars(select(VaultRow.digest_key)).first()
    return subkey(digest_key or b"\0", "store id")[: _PARTS[0]].hex()
