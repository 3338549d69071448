"""The store: statements go in sealed and come out for a reviewer; each change is one transaction."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self

from sqlalchemy import ColumnElement, Engine, select, true
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.findings import Analysis, TagKind
from models.labels import Audience, Language
from models.sealed import SealedRecord, from_bytes, to_bytes
from models.statements import Draft, StatementState
from store.engine import for_writing, open_engine, storage_error
from store.ids import new_id
from store.journal import Done, record
from store.keyfile import StoreKeys, open_keys
from store.place import StorePlace, find_place
from store.tables import BatchRow, BatchState, CaseRow, IndexedKind, SealedRow, StatementRecord, TagRow
from store.upgrade import bring_to_head, current_revision
from store.vault import Vault, open_vault, seal_to

# What may stand in the open column `code`: an abuse code, or an ISO 3166 code. Never a stretch of a text.
_ABUSE_CODE: Final = re.compile(r"[a-z]+(?:_[a-z]+)*")
_REGION_CODE: Final = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_LONGEST_WORD: Final = 1000


class DuplicateText(AigaqError):
    """The draft is in the store already, as `known` says."""

    def __init__(self, known: "Known") -> None:
        super().__init__("duplicate")
        self.known = known


@dataclass(frozen=True, slots=True)
class Known:
    """The statement that a draft is already; without `same_text`, by the id of its form entry alone."""

    statement_id: str
    batch_id: str | None
    same_text: bool


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
    created_at: datetime


def open_store(url: str, *, passphrase: str) -> "Store":
    """Open a store at a path or URL, and bring its schema up to date.

    Errors: store_missing, keys_missing, store_locked, store_damaged, store_newer, store_busy.
    """
    place = find_place(url)
    if place.database is not None and not place.database.is_file():
        raise AigaqError("store_missing")
    keys = open_keys(place.keys, passphrase)
    engine = open_engine(place, keys.database)
    try:
        with engine.connect() as connection:
            # Only create_store starts from nothing: an empty database here is a lost one.
            if current_revision(connection) is None:
                raise AigaqError("store_damaged")
        bring_to_head(engine)
    except DBAPIError as error:
        engine.dispose()
        raise storage_error(error) from None
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, keys, place)


class Store:
    """An open store; a context manager that closes it."""

    def __init__(self, engine: Engine, keys: StoreKeys, place: StorePlace) -> None:
        self.engine = engine
        self.place = place
        self._keys = keys

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
    def database_key(self) -> bytes:
        """The key of the database's pages, for a copy of it."""
        return self._keys.database

    @property
    def vault_recipient(self) -> str:
        """The age recipient of the vault: what is sealed to it, reviewers can open."""
        return self._keys.vault_recipient

    def find(self, draft: Draft) -> Known | None:
        """The statement that has this text, or is the same form entry.

        White space and composition of letters make no difference.
        """
        with self._reading() as session:
            return _find(session, self._digest(draft.raw_text), self._submission(draft))

    def start_batch(self, *, case: str) -> BatchRef:
        """Open a batch; an unfinished one of the case is taken up again."""
        with self._writing() as session:
            case_id = _case_id(session, case)
            open_one = (
                select(BatchRow.id)
                .where(BatchRow.case_id == case_id, BatchRow.state == BatchState.OPEN)
                .order_by(BatchRow.started_at.desc(), BatchRow.id)
            )
            earlier = session.scalars(open_one.limit(1)).first()
            if earlier is not None:
                return BatchRef(id=earlier, case_id=case_id, resumed=True)
            batch = BatchRow(id=new_id(), case_id=case_id, state=BatchState.OPEN, started_at=_now())
            session.add(batch)
            record(session, Done.BATCH_STARTED, subject=batch.id)
            return BatchRef(id=batch.id, case_id=case_id, resumed=False)

    def finish_batch(self, batch: BatchRef, *, accepted: int, duplicates: int, rejected: int) -> None:
        """Close a batch with what came of it."""
        with self._writing() as session:
            row = session.get(BatchRow, batch.id)
            if row is None:
                raise AigaqError("store_damaged")
            row.state, row.finished_at = BatchState.FINISHED, _now()
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
    ) -> str:
        """Store a statement in one transaction and return its id; DuplicateText if it is there already."""
        abuse = {tag.code for tag in analysis.tags if tag.kind is TagKind.ABUSE}
        if not all(map(_ABUSE_CODE.fullmatch, abuse)) or not all(map(_REGION_CODE.fullmatch, regions)):
            raise AigaqError("internal")
        statement_id = new_id()
        sealed = self._seal(_record(statement_id, draft, analysis, redacted))
        digest, submission = self._digest(draft.raw_text), self._submission(draft)
        with self._writing() as session:
            known = _find(session, digest, submission)
            if known is not None:
                raise DuplicateText(known)
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
                    created_at=_now(),
                )
            )
            # The rows below refer to the statement, which must be there first.
            session.flush()
            session.add(SealedRow(statement_id=statement_id, sealed=sealed))
            for kind, codes in ((IndexedKind.ABUSE, abuse), (IndexedKind.REGION, regions)):
                session.add_all(TagRow(statement_id=statement_id, kind=kind, code=code) for code in codes)
            counts = {"words": words, "findings": len(analysis.findings), "failures": len(analysis.failures)}
            record(session, Done.STATEMENT_ADDED, subject=statement_id, counts=counts)
        return statement_id

    def statements(self, *, case: str | None = None) -> list[StatementRow]:
        """All statements, or those of a case, in the order they came in."""
        return self._rows(true() if case is None else CaseRow.name == _case_name(case))

    def statement(self, statement_id: str) -> StatementRow:
        """One statement; no_such_statement if there is none of this id."""
        rows = self._rows(StatementRecord.id == statement_id)
        if not rows:
            raise AigaqError("no_such_statement")
        return rows[0]

    def open_vault(self, reviewer: str, passphrase: str) -> Vault:
        """Open the vault as a reviewer; reviewer_locked for a wrong name or passphrase."""
        return open_vault(self._keys.reviewers, reviewer, passphrase)

    def unseal(self, statement_id: str, vault: Vault) -> SealedRecord:
        """A statement's sealed record; that it was opened, and by whom, goes into the journal first."""
        with self._writing() as session:
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

    def _seal(self, content: SealedRecord) -> bytes:
        return seal_to([self._keys.vault_recipient, self._keys.recovery_recipient], to_bytes(content))

    def _digest(self, raw_text: str) -> bytes:
        """Keyed, and of whole texts only: a digest of a name is the name to whoever holds the key."""
        # word by word: composing a long run of marks is quadratic, and no word is that long
        words = (unicodedata.normalize("NFC", w) if len(w) < _LONGEST_WORD else w for w in raw_text.split())
        same = " ".join(words)
        return hmac.digest(self._keys.digest, same.encode("utf-8", "surrogatepass"), hashlib.sha256)

    def _submission(self, draft: Draft) -> bytes | None:
        """A form entry's id, keyed; set apart from digests of texts by its beginning."""
        if draft.submission is None:
            return None
        return hmac.digest(
            self._keys.digest, b"submission\0" + draft.submission.encode("utf-8"), hashlib.sha256
        )

    def _rows(self, chosen: ColumnElement[bool]) -> list[StatementRow]:
        in_case = CaseRow.id == StatementRecord.case_id
        statements = select(StatementRecord, CaseRow.name).join(CaseRow, in_case).where(chosen)
        ids = select(StatementRecord.id).join(CaseRow, in_case).where(chosen)
        codes: dict[tuple[str, IndexedKind], list[str]] = {}
        with self._reading() as session:
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
                    created_at=row.created_at,
                )
                for row, case in session.execute(in_order)
            ]

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        try:
            with Session(self.engine) as session, session.begin():
                yield session
        except DBAPIError as error:
            raise storage_error(error) from None

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        try:
            with Session(for_writing(self.engine)) as session, session.begin():
                yield session
        except DBAPIError as error:
            raise storage_error(error) from None


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
    columns = select(StatementRecord.id, StatementRecord.batch_id)
    found = session.execute(columns.where(StatementRecord.digest == digest)).first()
    if found is not None:
        return Known(found.id, found.batch_id, same_text=True)
    if submission is not None:
        found = session.execute(columns.where(StatementRecord.submission == submission)).first()
    return None if found is None else Known(found.id, found.batch_id, same_text=False)


def _case_id(session: Session, name: str) -> str:
    """The id of a case, which is made if there is none of this name."""
    found = session.scalars(select(CaseRow.id).where(CaseRow.name == _case_name(name))).first()
    if found is not None:
        return found
    row = CaseRow(id=new_id(), name=_case_name(name), created_at=_now())
    session.add(row)
    # What follows in this transaction refers to the case, which must be there first.
    session.flush()
    record(session, Done.CASE_CREATED, subject=row.id)
    return row.id


def _case_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split()) or "main"


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
