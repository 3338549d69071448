"""Releases: which bundle went to whom, what it holds, and what is still to be said of a statement's.

A release is recorded before its bundle gets its name: a kill in between leaves an entry too many and never a
bundle that nobody knows of. What went out of a statement stays known after its withdrawal, its text does not.
"""

import contextlib
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.labels import Audience
from models.statements import ConsentScope, StatementState
from store.journal import Done, head, record
from store.message_rows import standing_wishes
from store.release_requests import answer
from store.store import Store
from store.tables import (
    ApprovedTextRow,
    CaseRow,
    JournalRow,
    ReleasedRow,
    ReleaseRow,
    StatementRecord,
    UserRow,
    VaultRow,
)
from store.wrapping import subkey


@dataclass(frozen=True, slots=True)
class Release:
    """A bundle that was made; `sealed_to` names the age recipients of a sealed one."""

    id: str
    case_id: str
    audience: Audience
    recipient: str | None
    formats: tuple[str, ...]
    k: int
    sealed_to: str | None
    statements: int
    manifest: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A release as lists show it, with the names of its case and of who made it."""

    release: Release
    case: str
    by: str
    withdrawn: int  # how many of its statements were withdrawn since


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """A statement as a release holds it; `text` is None once it was withdrawn."""

    statement_id: str
    number: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a statement was when a bundle was prepared: if any of it changes, the bundle is not of today."""

    scope: ConsentScope
    consent: int  # the journal's last entry that changed the consent: who is named in it is sealed
    text: str  # keyed digest of the approved text
    asked: bool = False  # whether somebody who holds the receipt asks for it to be withdrawn


def seen(store: Store, ids: Iterable[str], audience: Audience) -> dict[str, Seen]:
    """Which of some statements are approved now, and as what."""
    with store.reading() as session:
        return _seen(session, ids, audience)


def put_release(
    store: Store,
    release: Release,
    held: Iterable[Held],
    before: Mapping[str, Seen],
    *,
    request: str | None = None,
) -> tuple[str, ...]:
    """Record a release whose statements are as they were; else nothing, and the ids of those that changed.

    `request` is the id of one that it answers.

    Errors: reviewer_locked where who made it is no active reviewer.
    """
    rows = list(held)
    with store.writing() as session:
        if not _may_release(session, release.made_by):
            raise AigaqError("reviewer_locked")
        today = _seen(session, [row.statement_id for row in rows], release.audience)
        changed = tuple(
            row.statement_id
            for row in rows
            if row.statement_id not in today or today[row.statement_id] != before.get(row.statement_id)
        )
        if changed:
            return changed
        values = {name: getattr(release, name) for name in release.__slots__}
        session.add(ReleaseRow(**{**values, "formats": " ".join(release.formats)}))
        # what it holds refers to it, which must be there first
        session.flush()
        session.add_all(
            ReleasedRow(
                release_id=release.id, statement_id=row.statement_id, number=row.number, text=row.text
            )
            for row in rows
        )
        answer(session, request, release.id)
        record(
            session,
            Done.RELEASED,
            subject=release.id,
            actor=release.made_by,
            counts={"statements": len(rows), "audience": tuple(Audience).index(release.audience)},
        )
    return ()


def releases(store: Store, *, case: str | None = None) -> list[Listed]:
    """All releases, or those of a case by its name, the newest last."""
    query = (
        select(ReleaseRow, CaseRow.name, UserRow.name)
        .join(CaseRow, CaseRow.id == ReleaseRow.case_id)
        .join(UserRow, UserRow.id == ReleaseRow.made_by)
        .order_by(ReleaseRow.made_at, ReleaseRow.id)
    )
    if case is not None:
        query = query.where(CaseRow.name == case)
    with store.reading() as session:
        gone = _withdrawn(session)
        return [
            Listed(_release(row), name, by, gone.get(row.id, 0)) for row, name, by in session.execute(query)
        ]


def release_of(store: Store, release_id: str) -> Release:
    """One release; no_such_release if there is none of this id."""
    with store.reading() as session:
        row = session.get(ReleaseRow, release_id)
        if row is None:
            raise AigaqError("no_such_release")
        return _release(row)


def held_by(store: Store, release_id: str) -> list[Held]:
    """What a release holds, in the order of the numbers."""
    query = select(ReleasedRow).where(ReleasedRow.release_id == release_id).order_by(ReleasedRow.number)
    with store.reading() as session:
        return [Held(row.statement_id, row.number, row.text) for row in session.scalars(query)]


def holders(store: Store, statement_id: str) -> list[tuple[Release, int]]:
    """The releases that hold a statement, each with its number there, the oldest first."""
    query = (
        select(ReleaseRow, ReleasedRow.number)
        .join(ReleasedRow, ReleasedRow.release_id == ReleaseRow.id)
        .where(ReleasedRow.statement_id == statement_id)
        .order_by(ReleaseRow.made_at, ReleaseRow.id)
    )
    with store.reading() as session:
        return [(_release(row), number) for row, number in session.execute(query)]


def earlier_texts(store: Store, ids: Iterable[str]) -> list[tuple[str, Audience, str, str]]:
    """What went out of some statements: release, audience, statement and text, the oldest first."""
    wanted = set(ids)
    query = (
        select(ReleaseRow.id, ReleaseRow.audience, ReleasedRow.statement_id, ReleasedRow.text)
        .join(ReleasedRow, ReleasedRow.release_id == ReleaseRow.id)
        .where(ReleasedRow.text.is_not(None))
        .order_by(ReleaseRow.made_at, ReleaseRow.id)
    )
    with store.reading() as session:
        rows = session.execute(query.execution_options(yield_per=200))
        return [(row[0], row[1], row[2], str(row[3])) for row in rows if row[2] in wanted]


def record_recall(store: Store, statement_id: str, *, actor: str, count: int) -> None:
    """Note in the journal that a recall was prepared, and of how many bundles."""
    with store.writing() as session:
        record(session, Done.RECALLED, subject=statement_id, actor=actor, counts={"releases": count})


def forget_released(session: Session, statement_id: str) -> None:
    """Let go of the texts of a statement that went out; that they did stays."""
    session.execute(update(ReleasedRow).where(ReleasedRow.statement_id == statement_id).values(text=None))


def shelf(store: Store) -> Path:
    """The folder beside the store where finished bundles lie until they are fetched."""
    beside = store.place.database or store.place.keys
    return beside.with_name(f"{beside.name}.releases")


def clear_shelf(store: Store, statement_id: str) -> None:
    """Remove the bundles that hold a statement from the shelf; what was fetched is out of reach."""
    for release, _ in holders(store, statement_id):
        with contextlib.suppress(OSError):
            (shelf(store) / f"{release.id}.zip").unlink()


def signing_key(store: Store) -> Ed25519PrivateKey:
    """The store's key for manifests; it signs nothing else."""
    with store.reading() as session:
        row = session.get(VaultRow, 1)
        if row is None:
            raise AigaqError("store_damaged")
        return Ed25519PrivateKey.from_private_bytes(subkey(row.signing_seed, "releases"))


def journal_head(store: Store) -> tuple[int, str]:
    """Sequence and hash of the journal's last entry."""
    with store.reading() as session:
        return head(session)


def _seen(session: Session, ids: Iterable[str], audience: Audience) -> dict[str, Seen]:
    wanted = set(ids)
    key = session.scalar(select(VaultRow.digest_key)) or b""
    query = (
        select(StatementRecord.id, StatementRecord.consent, ApprovedTextRow.text)
        .join(ApprovedTextRow, ApprovedTextRow.statement_id == StatementRecord.id)
        .where(ApprovedTextRow.audience == audience, StatementRecord.state == StatementState.APPROVED)
    )
    changes = (
        select(JournalRow.subject, func.max(JournalRow.sequence))
        .where(JournalRow.action == Done.CONSENT_CHANGED.value)
        .group_by(JournalRow.subject)
    )
    changed = {row[0]: row[1] for row in session.execute(changes)}
    withdrawing = set(session.scalars(standing_wishes()))
    found = {}
    for statement_id, scope, text in session.execute(query.execution_options(yield_per=200)):
        if statement_id in wanted:
            digest = hmac.digest(key, b"seen\0" + text.encode("utf-8", "surrogatepass"), hashlib.sha256)
            asked = statement_id in withdrawing
            found[statement_id] = Seen(scope, changed.get(statement_id, 0), digest.hex(), asked)
    return found


def _may_release(session: Session, user_id: str) -> bool:
    user = session.get(UserRow, user_id)
    return user is not None and user.share is not None


def _withdrawn(session: Session) -> dict[str, int]:
    query = (
        select(ReleasedRow.release_id)
        .join(StatementRecord, StatementRecord.id == ReleasedRow.statement_id)
        .where(StatementRecord.state == StatementState.WITHDRAWN)
    )
    found: dict[str, int] = {}
    for release_id in session.scalars(query):
        found[release_id] = found.get(release_id, 0) + 1
    return found


def _release(row: ReleaseRow) -> Release:
    return Release(
        id=row.id,
        case_id=row.case_id,
        audience=row.audience,
        recipient=row.recipient,
        formats=tuple(row.formats.split()),
        k=row.k,
        sealed_to=row.sealed_to,
        statements=row.statements,
        manifest=row.manifest,
        made_by=row.made_by,
        made_at=row.made_at,
    )
