"""The tables: what the store key opens. Nothing here says who spoke, what was said or who was named.

Types are Text, Integer and LargeBinary only: SQLite's STRICT tables take no others, and PostgreSQL has them
too. Closed lists are checked by the types and not by CHECK constraints, which could only be changed by
copying a table (and a copied table loses its children and triggers in silence).
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.labels import Audience, Label, Language
from models.messages import MessageKind
from models.statements import ConsentScope, StatementState
from models.users import Duty, UserState
from store.columns import EnumText, Instant, Words


class IndexedKind(StrEnum):
    """The kinds of tags that the store key may open: coarse ones only; months once two have approved."""

    ABUSE = "abuse"
    REGION = "region"
    MONTH = "month"


class BatchState(StrEnum):
    """Whether a batch came to its end; an open one is taken up again."""

    OPEN = "open"
    FINISHED = "finished"


class Base(DeclarativeBase):
    """All tables; every constraint has a name that a migration can call."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


_STRICT = {"sqlite_strict": True}


class CaseRow(Base):
    """A case: statements that belong together. Its name is under the store's lock only."""

    __tablename__ = "cases"
    __table_args__ = (_STRICT,)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)


class BatchRow(Base):
    """One run over a folder, with what came of it."""

    __tablename__ = "batches"
    __table_args__ = (_STRICT,)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    case_id: Mapped[str] = mapped_column(Text, ForeignKey("cases.id"), index=True)
    state: Mapped[BatchState] = mapped_column(EnumText(BatchState))
    started_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    accepted: Mapped[int] = mapped_column(Integer, default=0)
    duplicates: Mapped[int] = mapped_column(Integer, default=0)
    rejected: Mapped[int] = mapped_column(Integer, default=0)


class StatementRecord(Base):
    """A statement without its words.

    `digest` is keyed and of the whole text, `submission` keyed and of a form entry's id, against duplicates.
    """

    __tablename__ = "statements"
    # the reviewers' queue is sorted and narrowed in the index alone
    __table_args__ = (Index(None, "state", "id", "created_at", "case_id", "language"), _STRICT)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    case_id: Mapped[str] = mapped_column(Text, ForeignKey("cases.id"), index=True)
    batch_id: Mapped[str | None] = mapped_column(Text, ForeignKey("batches.id"), index=True)
    state: Mapped[StatementState] = mapped_column(EnumText(StatementState))
    language: Mapped[Language] = mapped_column(EnumText(Language))
    words: Mapped[int] = mapped_column(Integer)
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    submission: Mapped[bytes | None] = mapped_column(LargeBinary, index=True, unique=True)
    consent: Mapped[ConsentScope] = mapped_column(EnumText(ConsentScope), default=ConsentScope.INTERNAL)
    created_at: Mapped[datetime] = mapped_column(Instant)


class VaultRow(Base):
    """The store's own keys, in one row: to whom records are sealed, and secrets of the store itself.

    `recovery_share` is the vault's identity sealed to the recovery recipient; `digest_key` keys digests of
    whole texts; `signing_seed` signs lists of withdrawals. None of them opens a record.
    """

    __tablename__ = "vault"
    __table_args__ = (_STRICT,)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    recipient: Mapped[str] = mapped_column(Text)
    recovery_recipient: Mapped[str] = mapped_column(Text)
    recovery_share: Mapped[bytes] = mapped_column(LargeBinary)
    digest_key: Mapped[bytes] = mapped_column(LargeBinary)
    signing_seed: Mapped[bytes] = mapped_column(LargeBinary)


class UserRow(Base):
    """A user; names of users are under the store's lock.

    `secret` is the user's own identity (and an auditor's signing seed) under that person's passphrase,
    `share` the vault's identity sealed to `recipient`: reviewers have one, and nobody who is disabled.
    """

    __tablename__ = "users"
    __table_args__ = (_STRICT,)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    duty: Mapped[Duty] = mapped_column(EnumText(Duty))
    state: Mapped[UserState] = mapped_column(EnumText(UserState))
    secret: Mapped[str | None] = mapped_column(Text)
    recipient: Mapped[str] = mapped_column(Text)
    share: Mapped[bytes | None] = mapped_column(LargeBinary)
    signing_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)


class IntakeKeyRow(Base):
    """An identity that opens envelopes and nothing else; the newest is the one to seal to."""

    __tablename__ = "intake_keys"
    __table_args__ = (_STRICT,)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    recipient: Mapped[str] = mapped_column(Text, unique=True)
    identity: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)


class DeviceRow(Base):
    """A field device that is enrolled: the Ed25519 key that signs its envelopes, under a made-up label."""

    __tablename__ = "devices"
    __table_args__ = (_STRICT,)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    label: Mapped[str] = mapped_column(Text, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    enrolled_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class EnvelopeRow(Base):
    """An envelope that was received: its nonce, so that none is taken in twice, and the receipt's code.

    `digest` is of its bytes as they came, in hex; None where it came before there were phones.
    """

    __tablename__ = "envelopes"
    __table_args__ = (_STRICT,)

    nonce: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    receipt: Mapped[str] = mapped_column(Text, unique=True)
    statement_id: Mapped[str | None] = mapped_column(Text, ForeignKey("statements.id"), index=True)
    device_id: Mapped[str | None] = mapped_column(Text, ForeignKey("devices.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(Instant)
    digest: Mapped[str | None] = mapped_column(Text, index=True)


class DeviceCardRow(Base):
    """A printed card that enrols one phone under its label; `device_id` once it did. `secret` is a digest."""

    __tablename__ = "device_cards"
    __table_args__ = (_STRICT,)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    label: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    device_id: Mapped[str | None] = mapped_column(Text, ForeignKey("devices.id"))


class PhoneRow(Base):
    """A device that fetches what the office asks: to whom that is sealed, and a digest of its token."""

    __tablename__ = "phones"
    __table_args__ = (_STRICT,)

    device_id: Mapped[str] = mapped_column(Text, ForeignKey("devices.id"), primary_key=True)
    recipient: Mapped[str] = mapped_column(Text)
    token: Mapped[bytes] = mapped_column(LargeBinary, unique=True)


class MessageRow(Base):
    """A question, an answer, a withdrawal that was asked for or why one was declined: sealed to the vault.

    `device_id` is the phone that a question goes to or the device that the rest came from; `about` the
    question that is answered; `outgoing` a question sealed to its phone, None once it was answered.
    """

    __tablename__ = "messages"
    __table_args__ = (_STRICT,)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    statement_id: Mapped[str] = mapped_column(Text, ForeignKey("statements.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    device_id: Mapped[str | None] = mapped_column(Text, ForeignKey("devices.id"), index=True)
    kind: Mapped[MessageKind] = mapped_column(EnumText(MessageKind))
    about: Mapped[str | None] = mapped_column(Text)
    user_id: Mapped[str | None] = mapped_column(Text, ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    outgoing: Mapped[bytes | None] = mapped_column(LargeBinary)


class WithdrawalRow(Base):
    """A statement that was withdrawn: when and why, by a code; what it said is gone."""

    __tablename__ = "withdrawals"
    __table_args__ = (_STRICT,)

    statement_id: Mapped[str] = mapped_column(Text, ForeignKey("statements.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)


class SealedRow(Base):
    """A statement's sealed record: an age file that only the vault or the recovery identity opens."""

    __tablename__ = "sealed_records"
    __table_args__ = (_STRICT,)

    statement_id: Mapped[str] = mapped_column(Text, ForeignKey("statements.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class CaseIndexRow(Base):
    """A case's sealed index of who is who across its statements, with counts and nothing else in the open."""

    __tablename__ = "case_indexes"
    __table_args__ = (_STRICT,)

    case_id: Mapped[str] = mapped_column(Text, ForeignKey("cases.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    statements: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer)
    joined: Mapped[int] = mapped_column(Integer)
    proposals: Mapped[int] = mapped_column(Integer)
    updated_at: Mapped[datetime] = mapped_column(Instant)


class CaseRulingRow(Base):
    """A reviewer's word on two people of a case: who and when in the open, on whom and what sealed."""

    __tablename__ = "case_rulings"
    __table_args__ = (_STRICT,)

    case_id: Mapped[str] = mapped_column(Text, ForeignKey("cases.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    user_id: Mapped[str] = mapped_column(Text, ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class TagRow(Base):
    """An abuse code or the code of a region; never the words that say it."""

    __tablename__ = "tags"
    __table_args__ = (Index(None, "kind", "code"), _STRICT)

    statement_id: Mapped[str] = mapped_column(Text, ForeignKey("statements.id"), primary_key=True)
    kind: Mapped[IndexedKind] = mapped_column(EnumText(IndexedKind), primary_key=True)
    code: Mapped[str] = mapped_column(Text, primary_key=True)


class ReviewRow(Base):
    """What the queue needs to know of a statement: counts, whether it is risky, and who is at work on it.

    None where nobody counted yet: the statement came in before there was a review.
    """

    __tablename__ = "reviews"
    __table_args__ = (_STRICT,)

    statement_id: Mapped[str] = mapped_column(Text, ForeignKey("statements.id"), primary_key=True)
    findings: Mapped[int] = mapped_column(Integer)
    identities: Mapped[int] = mapped_column(Integer)
    low: Mapped[int] = mapped_column(Integer)
    suspects: Mapped[int] = mapped_column(Integer)
    minor: Mapped[int] = mapped_column(Integer)
    sexual: Mapped[int] = mapped_column(Integer)
    high: Mapped[int] = mapped_column(Integer)
    points: Mapped[int] = mapped_column(Integer, index=True)
    claimed_by: Mapped[str | None] = mapped_column(Text, ForeignKey("users.id"))
    claimed_at: Mapped[datetime | None] = mapped_column(Instant)


class DecisionRow(Base):
    """A reviewer's decision: who and when in the open, what and where sealed to the vault.

    `changes`: 1 where what is released may become another by it, so that earlier approvals hold no more.
    """

    __tablename__ = "decisions"
    __table_args__ = (_STRICT,)

    statement_id: Mapped[str] = mapped_column(Text, ForeignKey("statements.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    user_id: Mapped[str] = mapped_column(Text, ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    changes: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ApprovalRow(Base):
    """An approval of a statement as its decisions stood at `upto`; it holds until one changes something.

    `compared` and `differences` are of a blind second review, `planted` and `caught` of its decoys.
    """

    __tablename__ = "approvals"
    # what a reviewer has approved is kept out of the queue: read in the index alone
    __table_args__ = (Index(None, "user_id", "holds", "statement_id"), _STRICT)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    statement_id: Mapped[str] = mapped_column(Text, ForeignKey("statements.id"), index=True)
    user_id: Mapped[str] = mapped_column(Text, ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    upto: Mapped[int] = mapped_column(Integer)
    holds: Mapped[int] = mapped_column(Integer)
    alone: Mapped[int] = mapped_column(Integer)
    compared: Mapped[int] = mapped_column(Integer)
    differences: Mapped[int] = mapped_column(Integer)
    planted: Mapped[int] = mapped_column(Integer)
    caught: Mapped[int] = mapped_column(Integer)


class ApprovedTextRow(Base):
    """A redacted text that two reviewers approved, for one audience."""

    __tablename__ = "approved_texts"
    __table_args__ = (_STRICT,)

    statement_id: Mapped[str] = mapped_column(Text, ForeignKey("statements.id"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(EnumText(Audience), primary_key=True)
    text: Mapped[str] = mapped_column(Words)


class OutcomeRow(Base):
    """How many findings of a kind reviewers took, refused, changed or added in an approved statement."""

    __tablename__ = "outcomes"
    __table_args__ = (_STRICT,)

    statement_id: Mapped[str] = mapped_column(Text, ForeignKey("statements.id"), primary_key=True)
    label: Mapped[Label] = mapped_column(EnumText(Label), primary_key=True)
    accepted: Mapped[int] = mapped_column(Integer)
    rejected: Mapped[int] = mapped_column(Integer)
    relabelled: Mapped[int] = mapped_column(Integer)
    added: Mapped[int] = mapped_column(Integer)


class SettingRow(Base):
    """A setting of the office that is not the default."""

    __tablename__ = "settings"
    __table_args__ = (_STRICT,)

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class ReleaseRow(Base):
    """A bundle that left the office: for whom, when, by whom, and the digest of its manifest.

    `recipient` is None where it is for anyone; `sealed_to` the age recipients of a sealed one.
    """

    __tablename__ = "releases"
    __table_args__ = (_STRICT,)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    case_id: Mapped[str] = mapped_column(Text, ForeignKey("cases.id"), index=True)
    audience: Mapped[Audience] = mapped_column(EnumText(Audience))
    recipient: Mapped[str | None] = mapped_column(Text)
    formats: Mapped[str] = mapped_column(Text)
    k: Mapped[int] = mapped_column(Integer)
    sealed_to: Mapped[str | None] = mapped_column(Text)
    statements: Mapped[int] = mapped_column(Integer)
    manifest: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text, ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)


class ReleasedRow(Base):
    """A statement in a bundle: under which number, and the text that went out.

    `text` is None where a withdrawal took it away; that the bundle has it, and under which number, stays.
    """

    __tablename__ = "released"
    __table_args__ = (_STRICT,)

    release_id: Mapped[str] = mapped_column(Text, ForeignKey("releases.id"), primary_key=True)
    statement_id: Mapped[str] = mapped_column(Text, ForeignKey("statements.id"), primary_key=True, index=True)
    number: Mapped[int] = mapped_column(Integer)
    text: Mapped[str | None] = mapped_column(Words)


class ReleaseRequestRow(Base):
    """A release that somebody without the vault asks a reviewer for; `release_id` once it was made."""

    __tablename__ = "release_requests"
    __table_args__ = (_STRICT,)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    case_id: Mapped[str] = mapped_column(Text, ForeignKey("cases.id"))
    audience: Mapped[Audience] = mapped_column(EnumText(Audience))
    recipient: Mapped[str | None] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(Text, ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    release_id: Mapped[str | None] = mapped_column(Text, ForeignKey("releases.id"))


class JournalRow(Base):
    """One entry of the journal; store/journal.py says how the entries hang together.

    `digest` is of ciphertext or of a keyed digest, never of words.
    """

    __tablename__ = "journal"
    __table_args__ = (_STRICT,)

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    action: Mapped[str] = mapped_column(Text)
    subject: Mapped[str | None] = mapped_column(Text, index=True)
    actor: Mapped[str | None] = mapped_column(Text)
    counts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str | None] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text)
