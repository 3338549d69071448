"""A case's sealed index: written and read with the vault open, forgotten when a statement is withdrawn.

The store key opens its counts alone. Age does not say who sealed, so an index is taken for ours only if its
ciphertext is the one that the journal last spoke of. Numbers of people are never given twice in a case, for
somebody may have written one down: the highest stands in the journal, which outlives the index.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cases import CaseIndex
from models.cases import from_bytes as index_from_bytes
from models.cases import to_bytes as index_to_bytes
from models.errors import AigaqError
from models.sealed import SealedRecord, from_bytes
from models.statements import StatementState
from store.journal import Done, counts_of, digest_of, last_digests, now, record
from store.store import Store, case_name
from store.tables import CaseIndexRow, CaseRow, JournalRow, SealedRow, StatementRecord
from store.users import check_vault
from store.vault import Vault, seal_to

_RECORDS: Final = (Done.STATEMENT_ADDED, Done.RECORD_RESEALED)
_INDEXES: Final = (Done.CASE_LINKED, Done.INDEX_RESEALED, Done.INDEX_REMOVED)
_PORTION: Final = 50  # records in memory at a time


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case as linking finds it: its statements that are not withdrawn, in the order they came in.

    `index` is None where the case was never linked or the index was forgotten; `last` is the highest number
    that a person of the case ever had.
    """

    case_id: str
    statements: tuple[str, ...]
    index: CaseIndex | None
    last: int


def open_case(store: Store, name: str, vault: Vault) -> OpenedCase:
    """A case by its name. Errors: no_such_case, reviewer_locked, record_damaged for an index not ours."""
    named = select(StatementRecord.case_id).join(CaseRow, CaseRow.id == StatementRecord.case_id)
    with store.reading() as session:
        case_id = session.scalar(named.where(CaseRow.name == case_name(name)).limit(1))
    return open_case_of(store, case_id or "", vault)


def open_case_of(store: Store, case_id: str, vault: Vault) -> OpenedCase:
    """A case by its id; the errors are the same."""
    with store.reading() as session:
        check_vault(session, vault)
        if session.get(CaseRow, case_id) is None:
            raise AigaqError("no_such_case")
        statements, last = _statements(session, case_id), _last_number(session, case_id)
        row = session.get(CaseIndexRow, case_id)
        sealed = None if row is None else row.sealed
        if sealed is not None and last_digests(session, _INDEXES).get(case_id) != digest_of(sealed):
            raise AigaqError("record_damaged")
    if sealed is None:
        return OpenedCase(case_id, statements, None, last)
    index = index_from_bytes(vault.unseal(sealed))
    if index.case_id != case_id:
        raise AigaqError("record_damaged")
    return OpenedCase(case_id, statements, index, last)


def case_statements(store: Store, case_id: str) -> tuple[str, ...]:
    """The ids of a case's statements that are not withdrawn, in the order they came in."""
    with store.reading() as session:
        return _statements(session, case_id)


def open_records(store: Store, ids: Sequence[str], vault: Vault) -> Iterator[SealedRecord]:
    """The sealed records of statements; that each was opened, and by whom, goes into the journal first.

    A statement that was withdrawn since it was listed is left out. Errors: reviewer_locked, record_damaged.
    """
    with store.reading() as session:
        recorded = last_digests(session, _RECORDS)
    for start in range(0, len(ids), _PORTION):
        portion = ids[start : start + _PORTION]
        with store.writing() as session:
            check_vault(session, vault)
            chosen = select(SealedRow.statement_id, SealedRow.sealed).where(
                SealedRow.statement_id.in_(portion)
            )
            sealed = {row.statement_id: row.sealed for row in session.execute(chosen)}
            present = [statement_id for statement_id in portion if statement_id in sealed]
            for statement_id in present:
                record(session, Done.STATEMENT_UNSEALED, subject=statement_id, actor=vault.reviewer_id)
        for statement_id in present:
            if recorded.get(statement_id) != digest_of(sealed[statement_id]):
                raise AigaqError("record_damaged")
            opened = from_bytes(vault.unseal(sealed[statement_id]))
            if opened.statement_id != statement_id:
                raise AigaqError("record_damaged")
            yield opened


def write_index(store: Store, opened: OpenedCase, index: CaseIndex, vault: Vault) -> None:
    """Seal an index and put it in the former one's place.

    store_busy where somebody linked the case or withdrew one of its statements meanwhile: nothing is written.
    """
    content = index_to_bytes(index)
    with store.writing() as session:
        keys = check_vault(session, vault)
        gone = set(index.statements).difference(_statements(session, opened.case_id))
        if gone or _last_number(session, opened.case_id) != opened.last:
            raise AigaqError("store_busy")
        sealed = seal_to([keys.recipient, keys.recovery_recipient], content)
        counts = index.counts()
        session.merge(CaseIndexRow(case_id=opened.case_id, sealed=sealed, updated_at=now(), **counts))
        record(
            session,
            Done.CASE_LINKED,
            subject=opened.case_id,
            actor=vault.reviewer_id,
            counts={**counts, "last": index.last},
            digest=digest_of(sealed),
        )


def forget_index(session: Session, statement_id: str, *, actor: str | None) -> list[bytes]:
    """Delete the index of a statement's case in the open transaction; returns what was sealed there."""
    statement = session.get_one(StatementRecord, statement_id)
    row = session.get(CaseIndexRow, statement.case_id)
    if row is None:
        return []
    session.delete(row)
    record(session, Done.INDEX_REMOVED, subject=statement.case_id, actor=actor)
    return [row.sealed]


def reseal_indexes(session: Session, vault: Vault, recipients: Sequence[str]) -> None:
    """Seal every index to other recipients in the open transaction; record_damaged where one is not ours."""
    recorded = last_digests(session, _INDEXES)
    for row in session.scalars(select(CaseIndexRow).order_by(CaseIndexRow.case_id)):
        # To seal an index anew says that it is ours; one that was put there from outside must not pass.
        if recorded.get(row.case_id) != digest_of(row.sealed):
            raise AigaqError("record_damaged")
        row.sealed = seal_to(recipients, vault.unseal(row.sealed))
        digest, actor = digest_of(row.sealed), vault.reviewer_id
        record(session, Done.INDEX_RESEALED, subject=row.case_id, actor=actor, digest=digest)


def indexes_fit(session: Session) -> bool:
    """Whether the indexes are those that the journal last spoke of, no more and no fewer."""
    recorded = {case_id: digest for case_id, digest in last_digests(session, _INDEXES).items() if digest}
    rows = session.execute(select(CaseIndexRow.case_id, CaseIndexRow.sealed))
    return recorded == {row.case_id: digest_of(row.sealed) for row in rows}


def _statements(session: Session, case_id: str) -> tuple[str, ...]:
    query = (
        select(StatementRecord.id)
        .where(StatementRecord.case_id == case_id, StatementRecord.state != StatementState.WITHDRAWN)
        .order_by(StatementRecord.created_at, StatementRecord.id)
    )
    return tuple(session.scalars(query))


def _last_number(session: Session, case_id: str) -> int:
    """The highest number that was given in a case, as the journal has it."""
    query = select(JournalRow.counts).where(
        JournalRow.subject == case_id, JournalRow.action == Done.CASE_LINKED.value
    )
    found = [counts_of(counts).get("last") for counts in session.scalars(query)]
    return max((number for number in found if isinstance(number, int)), default=0)
