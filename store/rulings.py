"""Rulings of reviewers on who of a case is one: appended, each sealed to the vault and in the journal.

Invariants: a ruling is stored in one transaction with its entry; none is changed or deleted. One that names
a withdrawn statement stays, for it holds two ids and no words, and is read to nobody any more.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.rulings import Ruled, Ruling, from_bytes, to_bytes
from models.statements import StatementState
from store.chains import Chains, chain_of
from store.columns import instant_text
from store.journal import CHAIN_START, Done, digest_of, now, record
from store.store import Store
from store.tables import CaseRulingRow, StatementRecord
from store.users import check_vault
from store.vault import Vault, seal_to

# Rulings that are read at a time.
_PORTION: Final = 500
# As they stand in the table: a moment that is none is somebody's deed, and no error to stop at.
_ROWS: Final = select(
    CaseRulingRow.case_id,
    CaseRulingRow.number,
    CaseRulingRow.user_id,
    type_coerce(CaseRulingRow.at, Text).label("at"),
    CaseRulingRow.sealed,
).order_by(CaseRulingRow.case_id, CaseRulingRow.number)


def append_rulings(store: Store, case_id: str, rulings: Sequence[Ruling], *, vault: Vault) -> list[Ruled]:
    """Append rulings of the vault's reviewer in one transaction.

    Errors: reviewer_needed, reviewer_locked, no_such_statement for one that is not of the case, withdrawn,
    bad_decision for one person named twice.
    """
    if vault.reviewer_id is None:
        raise AigaqError("reviewer_needed")
    done = []
    with store.writing() as session:
        keys = check_vault(session, vault)
        _check(session, case_id, rulings)
        of_case = CaseRulingRow.case_id == case_id
        number = session.scalar(select(func.max(CaseRulingRow.number)).where(of_case)) or 0
        for ruling in rulings:
            number += 1
            sealed = seal_to([keys.recipient, keys.recovery_recipient], to_bytes(case_id, number, ruling))
            made = Ruled(number, vault.reviewer_id, now(), ruling)
            row = CaseRulingRow(case_id=case_id, number=number, user_id=made.by, at=made.at, sealed=sealed)
            session.add(row)
            record(
                session,
                Done.RULED,
                subject=case_id,
                actor=made.by,
                counts={"number": number},
                digest=_row_digest(row, instant_text(row.at)),
            )
            done.append(made)
    return done


def read_rulings(store: Store, case_id: str, vault: Vault) -> list[Ruled]:
    """A case's rulings in order, without those that name a withdrawn statement.

    record_damaged where one is gone or is not as the journal has it: whoever holds the store's key can seal
    to the vault, and would say who is who.
    """
    found = []
    with store.reading() as session:
        check_vault(session, vault)
        rows = session.execute(_ROWS.where(CaseRulingRow.case_id == case_id)).all()
        recorded = _recorded(session, case_id).get(case_id, CHAIN_START)
        if chain_of(_row_digest(row, row.at) for row in rows) != recorded:
            raise AigaqError("record_damaged")
        for expected, row in enumerate(rows, start=1):
            if row.number != expected:
                raise AigaqError("record_damaged")  # one in between is gone
            ruling = from_bytes(vault.unseal(row.sealed), case_id=case_id, number=row.number)
            found.append(Ruled(row.number, row.user_id, datetime.fromisoformat(row.at), ruling))
        here = select(StatementRecord.id).where(
            StatementRecord.case_id == case_id, StatementRecord.state != StatementState.WITHDRAWN
        )
        present = set(session.scalars(here))
    return [ruled for ruled in found if {ruled.ruling.one[0], ruled.ruling.other[0]} <= present]


def reseal_rulings(session: Session, vault: Vault, recipients: Sequence[str]) -> None:
    """Seal all rulings to other recipients in the open transaction; record_damaged where one is not ours."""
    recorded = _recorded(session)
    for case_id in list(session.scalars(select(CaseRulingRow.case_id).distinct().order_by("case_id"))):
        chosen = select(CaseRulingRow).where(CaseRulingRow.case_id == case_id)
        rows = session.scalars(chosen.order_by(CaseRulingRow.number)).all()
        # To seal one anew says that it is ours; one that was put there from outside must not pass.
        if chain_of(_row_digest(row, instant_text(row.at)) for row in rows) != recorded.get(case_id):
            raise AigaqError("record_damaged")
        for row in rows:
            row.sealed = seal_to(recipients, vault.unseal(row.sealed))
        digest = chain_of(_row_digest(row, instant_text(row.at)) for row in rows)
        record(session, Done.RULINGS_RESEALED, subject=case_id, actor=vault.reviewer_id, digest=digest)


def differing_rulings(session: Session) -> list[str]:
    """The cases whose rulings are not those that the journal tells of, no more and no fewer."""
    chains: dict[str, str] = {}
    for row in session.execute(_ROWS.execution_options(yield_per=_PORTION)):
        start = chains.get(row.case_id, CHAIN_START)
        chains[row.case_id] = chain_of([_row_digest(row, row.at)], start=start)
    recorded = _recorded(session)
    differing = {case for case in {*chains, *recorded} if chains.get(case) != recorded.get(case)}
    return sorted(differing)


def _check(session: Session, case_id: str, rulings: Sequence[Ruling]) -> None:
    for ruling in rulings:
        if ruling.one == ruling.other:
            raise AigaqError("bad_decision")
        for statement_id, _ in (ruling.one, ruling.other):
            statement = session.get(StatementRecord, statement_id)
            if statement is None or statement.case_id != case_id:
                raise AigaqError("no_such_statement")
            if statement.state is StatementState.WITHDRAWN:
                raise AigaqError("withdrawn")


def _recorded(session: Session, case_id: str | None = None) -> dict[str, str]:
    """The chain of each case's rulings, or of one case's, as the journal tells it."""
    return Chains((Done.RULED,), (Done.RULINGS_RESEALED,)).read(session, case_id)


def _row_digest(row: Any, at: str) -> str:
    """A digest of a ruling as it stands in the table: who ruled and when as well as what is sealed."""
    content = f"{row.case_id} {row.number} {row.user_id} {at} {digest_of(row.sealed)}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
