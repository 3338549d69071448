"""The store: statements go in sealed and come out for a reviewer; each change is one transaction."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from sqlalchemy import ColumnElement, Engine, delete, insert, select, true
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.findings import Analysis, TagKind
from models.labels import Audience, Language
from models.reviews import Risk
from models.sealed import SealedRecord, from_bytes, to_bytes
from models.statements import ConsentScope, Draft, StatementState
from store.engine import for_writing, open_engine, storage_error
from store.ids import new_id
from store.journal import Done, digest_of, now, record
from store.keyfile import count_keys, keys_mark, open_keys
from store.place import StorePlace, find_place
from store.tables import (
    BatchRow,
    BatchState,
    CaseRow,
    IndexedKind,
    ReviewRow,
    SealedRow,
    StatementRecord,
    TagRow,
    VaultRow,
)
from store.upgrade import bring_to_head, current_revision
from store.vault import Vault, seal_to

# What may stand in the open column `code`: an abuse code, or an ISO 3166 code. Never a stretch of a text.
_ABUSE_CODE: Final = re.compile(r"[a-z]+(?:_[a-z]+)*")
_REGION_CODE: Final = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_MONTH_CODE: Final = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")
_CODES: Final = {
    IndexedKind.ABUSE: _ABUSE_CODE,
    IndexedKind.REGION: _REGION_CODE,
    IndexedKind.MONTH: _MONTH_CODE,
}
_LONGEST_WORD: Final = 1000


class DuplicateText(AigaqError):
    """The draft is in the store already, as `known` says."""

    def __init__(self, known: "Known") -> None:
        super().__init__("duplicate")
        self.known = known


@dataclass(frozen=True, slots=True)
class Known:
    """The statement that a draft is already; without `same_text`, by the id of its form entry alone.

    `withdrawn`: its words are gone, and it must not be taken in again.
    """

    statement_id: str
    batch_id: str | None
    same_text: bool
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class BatchRef:
    """A batch that is open; `resumed` if an earlier run did not finish it."""

    id: str
    case_id: str
    resumed: bool


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What the store key may know of a statement."""

    id: str
    case: str
    state: StatementState
    language: Language
    words: int
    abuse: tuple[str, ...]
    regions: tuple[str, ...]
    consent: ConsentScope
    created_at: datetime


def open_store(url: str, *, passphrase: str) -> "Store":
    """Open a store at a path or URL, and bring its schema up to date.

    Errors: store_missing, keys_missing, store_locked, store_damaged, store_newer, store_busy.
    """
    place = find_place(url)
    if place.database is not None and not place.database.is_file():
        raise AigaqError("store_missing")
    mark = keys_mark(place.keys)
    for key in open_keys(place.keys, passphrase).databases:
        # only a rekey that was cut short leaves two: the database has either of them
        try:
            return _open(place, key)
        except AigaqError as error:
            if error.code != "store_damaged":
                raise
    if keys_mark(place.keys) != mark:
        raise AigaqError("store_busy")  # a rekey came in between: with its passphrase it opens
    # After a rekey that was cut short the new passphrase may be the one.
    raise AigaqError("store_damaged" if count_keys(place.keys) == 1 else "store_locked")


def _open(place: StorePlace, key: bytes) -> "Store":
    engine = open_engine(place, key)
    try:
        with engine.connect() as connection:
            # Only create_store starts from nothing: an empty database here is a lost one.
            if current_revision(connection) is None:
                raise AigaqError("store_damaged")
        bring_to_head(engine)
        return Store(engine, place, database_key=key)
    except DBAPIError as error:
        engine.dispose()
        raise storage_error(error) from None
    except BaseException:
        engine.dispose()
        raise


@dataclass(frozen=True, slots=True, repr=False)
class _Keys:
    """What sealing and digests need of the vault's row."""

    vault_recipient: str
    recovery_recipient: str
    digest_key: bytes

    def still_hold(self, row: VaultRow) -> bool:
        """Whether what is sealed to these is sealed to the vault of today."""
        return (row.recipient, row.recovery_recipient) == (self.vault_recipient, self.recovery_recipient)


class Store:
    """An open store; a context manager that closes it."""

    def __init__(self, engine: Engine, place: StorePlace, *, database_key: bytes) -> None:
        self.engine = engine
        self.place = place
        self.database_key = database_key
        self._known_keys: _Keys | None = None

    def __repr__(self) -> str:
        return "Store(open)"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; SQLite then folds its write-ahead log into the database."""
        self.engine.dispose()

    @property
    def vault_recipient(self) -> str:
        """The age recipient of the vault: what is sealed to it, reviewers can open."""
        return self._keys.vault_recipient

    def forget_keys(self) -> None:
        """Read the vault's recipient anew at the next use."""
        self._known_keys = None

    def find(self, draft: Draft) -> Known | None:
        """The statement that has this text, or is the same form entry.

        White space and composition of letters make no difference.
        """
        with self.reading() as session:
            return _find(session, self._digest(draft.raw_text), self._submission(draft))

    def start_batch(self, *, case: str) -> BatchRef:
        """Open a batch; an unfinished one of the case is taken up again."""
        with self.writing() as session:
            case_id = _case_id(session, case)
            open_one = (
                select(BatchRow.id)
                .where(BatchRow.case_id == case_id, BatchRow.state == BatchState.OPEN)
                .order_by(BatchRow.started_at.desc(), BatchRow.id)
            )
            earlier = session.scalars(open_one.limit(1)).first()
            if earlier is not None:
                return BatchRef(id=earlier, case_id=case_id, resumed=True)
            batch = BatchRow(id=new_id(), case_id=case_id, state=BatchState.OPEN, started_at=now())
            session.add(batch)
            record(session, Done.BATCH_STARTED, subject=batch.id)
            return BatchRef(id=batch.id, case_id=case_id, resumed=False)

    def finish_batch(self, batch: BatchRef, *, accepted: int, duplicates: int, rejected: int) -> None:
        """Close a batch with what came of it."""
        with self.writing() as session:
            row = session.get(BatchRow, batch.id)
            if row is None:
                raise AigaqError("store_damaged")
            row.state, row.finished_at = BatchState.FINISHED, now()
            row.accepted, row.duplicates, row.rejected = accepted, duplicates, rejected
            counts = {"accepted": accepted, "duplicates": duplicates, "rejected": rejected}
            record(session, Done.BATCH_FINISHED, subject=batch.id, counts=counts)

    def add_statement(  # noqa: PLR0913 - one statement is all of these, and all but two are named
        self,
        draft: Draft,
        analysis: Analysis,
        *,
        redacted: Mapping[Audience, str],
        regions: frozenset[str],
        words: int,
        case: str = "main",
        batch: BatchRef | None = None,
        risk: Risk | None = None,
        beside: Callable[[Session, str], None] | None = None,
    ) -> str:
        """Store a statement in one transaction and return its id; DuplicateText if it is there already.

        `risk` is what the reviewers' queue shows of it; `beside` is given the transaction and the id and
        writes what stands or falls with the statement.
        """
        abuse = frozenset(tag.code for tag in analysis.tags if tag.kind is TagKind.ABUSE)
        statement_id = new_id()
        content = _record(statement_id, draft, analysis, redacted)
        keys, sealed = self._keys, self._seal(content)
        digest, submission = self._digest(draft.raw_text), self._submission(draft)
        with self.writing() as session:
            known = _find(session, digest, submission)
            if known is not None:
                raise DuplicateText(known)
            if not keys.still_hold(session.get_one(VaultRow, 1)):
                # another program has rotated the vault: the old one opens nothing from then on
                self.forget_keys()
                sealed = self._seal(content)
            session.add(
                StatementRecord(
                    id=statement_id,
                    case_id=batch.case_id if batch else _case_id(session, case),
                    batch_id=batch.id if batch else None,
                    state=StatementState.BLOCKED if analysis.failures else StatementState.WAITING,
                    language=analysis.language,
                    words=words,
                    digest=digest,
                    submission=submission,
                    consent=draft.consent.scope,
                    created_at=now(),
                )
            )
            # The rows below refer to the statement, which must be there first.
            session.flush()
            session.add(SealedRow(statement_id=statement_id, sealed=sealed))
            _add_tags(session, statement_id, {IndexedKind.ABUSE: abuse, IndexedKind.REGION: regions})
            if risk is not None:
                session.add(review_row(statement_id, risk))
            counts = {
                "words": words,
                "findings": len(analysis.findings),
                "failures": len(analysis.failures),
                "scope": draft.consent.scope.place,
            }
            record(
                session, Done.STATEMENT_ADDED, subject=statement_id, counts=counts, digest=digest_of(sealed)
            )
            if beside is not None:
                beside(session, statement_id)
        return statement_id

    def statements(self, *, case: str | None = None) -> list[StatementRow]:
        """All statements, or those of a case, in the order they came in."""
        return self._rows(true() if case is None else CaseRow.name == case_name(case))

    def statements_of(self, case_id: str) -> list[StatementRow]:
        """The statements of a case by its id, in the order they came in."""
        return self._rows(StatementRecord.case_id == case_id)

    def statement(self, statement_id: str) -> StatementRow:
        """One statement; no_such_statement if there is none of this id."""
        rows = self._rows(StatementRecord.id == statement_id)
        if not rows:
            raise AigaqError("no_such_statement")
        return rows[0]

    def unseal(self, statement_id: str, vault: Vault) -> SealedRecord:
        """A statement's sealed record; that it was opened, and by whom, goes into the journal first."""
        with self.writing() as session:
            row = session.get(SealedRow, statement_id)
            statement = session.get(StatementRecord, statement_id)
            if row is None or statement is None:
                raise AigaqError("no_such_statement")
            sealed, digest = row.sealed, statement.digest
            record(session, Done.STATEMENT_UNSEALED, subject=statement_id, actor=vault.reviewer_id)
        opened = from_bytes(vault.unseal(sealed))
        # age does not say who sealed: a record put in another's place must not pass for it.
        if opened.statement_id != statement_id or not hmac.compare_digest(
            self._digest(opened.raw_text), digest
        ):
            raise AigaqError("record_damaged")
        return opened

    @property
    def _keys(self) -> _Keys:
        if self._known_keys is None:
            with self.reading() as session:
                row = session.get(VaultRow, 1)
                if row is None:
                    raise AigaqError("store_damaged")
                self._known_keys = _Keys(row.recipient, row.recovery_recipient, row.digest_key)
        return self._known_keys

    def _seal(self, content: SealedRecord) -> bytes:
        return seal_to([self._keys.vault_recipient, self._keys.recovery_recipient], to_bytes(content))

    def _digest(self, raw_text: str) -> bytes:
        """Keyed, and of whole texts only: a digest of a name is the name to whoever holds the key."""
        # word by word: composing a long run of marks is quadratic, and no word is that long
        words = (unicodedata.normalize("NFC", w) if len(w) < _LONGEST_WORD else w for w in raw_text.split())
        same = " ".join(words)
        return hmac.digest(self._keys.digest_key, same.encode("utf-8", "surrogatepass"), hashlib.sha256)

    def _submission(self, draft: Draft) -> bytes | None:
        """A form entry's id, keyed; set apart from digests of texts by its beginning."""
        if draft.submission is None:
            return None
        return hmac.digest(
            self._keys.digest_key, b"submission\0" + draft.submission.encode("utf-8"), hashlib.sha256
        )

    def _rows(self, chosen: ColumnElement[bool]) -> list[StatementRow]:
        in_case = CaseRow.id == StatementRecord.case_id
        statements = select(StatementRecord, CaseRow.name).join(CaseRow, in_case).where(chosen)
        ids = select(StatementRecord.id).join(CaseRow, in_case).where(chosen)
        codes: dict[tuple[str, IndexedKind], list[str]] = {}
        with self.reading() as session:
            tags = select(TagRow).where(TagRow.statement_id.in_(ids)).order_by(TagRow.code)
            for tag in session.scalars(tags):
                codes.setdefault((tag.statement_id, tag.kind), []).append(tag.code)
            in_order = statements.order_by(StatementRecord.created_at, StatementRecord.id)
            return [
                StatementRow(
                    id=row.id,
                    case=case,
                    state=row.state,
                    language=row.language,
                    words=row.words,
                    abuse=tuple(codes.get((row.id, IndexedKind.ABUSE), ())),
                    regions=tuple(codes.get((row.id, IndexedKind.REGION), ())),
                    consent=row.consent,
                    created_at=row.created_at,
                )
                for row, case in session.execute(in_order)
            ]

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that reads."""
        try:
            with Session(self.engine) as session, session.begin():
                yield session
        except DBAPIError as error:
            raise storage_error(error) from None

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that holds the write lock from its start; other modules of the store write in it."""
        try:
            with Session(for_writing(self.engine)) as session, session.begin():
                yield session
        except DBAPIError as error:
            raise storage_error(error) from None


def put_tags(session: Session, statement_id: str, codes: Mapping[IndexedKind, frozenset[str]]) -> None:
    """Put a statement's coarse tags in the place of those it has, in an open transaction."""
    session.execute(delete(TagRow).where(TagRow.statement_id == statement_id, TagRow.kind.in_(codes)))
    _add_tags(session, statement_id, codes)


def _add_tags(session: Session, statement_id: str, codes: Mapping[IndexedKind, frozenset[str]]) -> None:
    """The coarse tags of a statement that has none."""
    for kind, chosen in codes.items():
        if not all(map(_CODES[kind].fullmatch, chosen)):
            raise AigaqError("internal")  # a stretch of a text must never stand in the open
    rows = [
        {"statement_id": statement_id, "kind": kind, "code": code}
        for kind, chosen in codes.items()
        for code in sorted(chosen)
    ]
    if rows:
        session.execute(insert(TagRow), rows)


def review_row(statement_id: str, risk: Risk) -> ReviewRow:
    """A new row of the reviewers' queue."""
    return ReviewRow(
        statement_id=statement_id,
        findings=risk.findings,
        identities=risk.identities,
        low=risk.low,
        suspects=risk.suspects,
        minor=int(risk.minor),
        sexual=int(risk.sexual),
        high=int(risk.high),
        points=risk.points,
        claimed_by=None,
        claimed_at=None,
    )


def _record(
    statement_id: str, draft: Draft, analysis: Analysis, redacted: Mapping[Audience, str]
) -> SealedRecord:
    return SealedRecord(
        statement_id=statement_id,
        raw_text=draft.raw_text,
        analysis=analysis,
        redacted=dict(redacted),
        source=draft.source,
        consent=draft.consent,
        collected_at=draft.collected_at,
        left_out=draft.left_out,
    )


def _find(session: Session, digest: bytes, submission: bytes | None) -> Known | None:
    columns = select(StatementRecord.id, StatementRecord.batch_id, StatementRecord.state)
    same_text = True
    found = session.execute(columns.where(StatementRecord.digest == digest)).first()
    if found is None and submission is not None:
        same_text = False
        found = session.execute(columns.where(StatementRecord.submission == submission)).first()
    if found is None:
        return None
    withdrawn = found.state is StatementState.WITHDRAWN
    return Known(found.id, found.batch_id, same_text=same_text, withdrawn=withdrawn)


def _case_id(session: Session, name: str) -> str:
    """The id of a case, which is made if there is none of this name."""
    found = session.scalars(select(CaseRow.id).where(CaseRow.name == case_name(name))).first()
    if found is not None:
        return found
    row = CaseRow(id=new_id(), name=case_name(name), created_at=now())
    session.add(row)
    # What follows in this transaction refers to the case, which must be there first.
    session.flush()
    record(session, Done.CASE_CREATED, subject=row.id)
    return row.id


def case_name(name: str) -> str:
    """A case's name as it is stored: composed letters, single spaces, "main" where there is none."""
    return " ".join(unicodedata.normalize("NFC", name).split()) or "main"
