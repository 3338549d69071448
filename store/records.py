"""Putting another sealed record in a statement's place: what both a new consent and a new scan do."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.sealed import SealedRecord, from_bytes, to_bytes
from models.statements import StatementState
from store.journal import Done, digest_of, record
from store.tables import JournalRow, SealedRow, StatementRecord
from store.users import check_vault
from store.vault import Vault, seal_to

_SEALS = (Done.STATEMENT_ADDED.value, Done.RECORD_RESEALED.value)


def replace_record(
    session: Session, statement_id: str, change: Callable[[SealedRecord], SealedRecord], *, vault: Vault
) -> tuple[SealedRecord, str]:
    """Seal a statement's record anew in an open transaction; returns the former one and the new digest.

    Errors: no_such_statement, withdrawn, record_damaged, reviewer_locked.
    """
    statement = session.get(StatementRecord, statement_id)
    if statement is None:
        raise AigaqError("no_such_statement")
    row = session.get(SealedRow, statement_id)
    if statement.state is StatementState.WITHDRAWN or row is None:
        raise AigaqError("withdrawn")
    keys = check_vault(session, vault)
    last = session.scalars(
        select(JournalRow.digest)
        .where(JournalRow.subject == statement_id, JournalRow.action.in_(_SEALS))
        .order_by(JournalRow.sequence.desc())
        .limit(1)
    ).first()
    # To seal a record anew says that it is ours; one that was put there from outside must not pass.
    if last != digest_of(row.sealed):
        raise AigaqError("record_damaged")
    former = from_bytes(vault.unseal(row.sealed))
    if former.statement_id != statement_id:
        raise AigaqError("record_damaged")
    row.sealed = seal_to([keys.recipient, keys.recovery_recipient], to_bytes(change(former)))
    digest = digest_of(row.sealed)
    record(session, Done.RECORD_RESEALED, subject=statement_id, actor=vault.reviewer_id, digest=digest)
    return former, digest
