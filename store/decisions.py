"""Decisions in the store: appended one by one, each sealed to the vault and in the journal.

Invariants: a decision is stored in one transaction with its entry and with what follows from it (approvals
that hold no more, approved texts that are taken back); none is changed or deleted but by a withdrawal.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Text, delete, func, select, type_coerce, update
from sqlalchemy.orm import Session

from models.decisions import Choice, Decision, from_bytes, to_bytes
from models.errors import AigaqError
from models.statements import StatementState
from store.approvals import remove_texts, reopen
from store.chains import Chains, chain_of
from store.claims import hold
from store.columns import instant_text
from store.journal import CHAIN_START, Done, digest_of, now, record
from store.store import Store
from store.tables import ApprovalRow, DecisionRow, JournalRow, ReviewRow, StatementRecord
from store.users import check_vault
from store.vault import Vault, seal_to

# Decisions that are read, or sealed anew, at a time.
_PORTION: Final = 500


def read_decisions(store: Store, statement_id: str, vault: Vault, *, after: int = 0) -> list[Decision]:
    """A statement's decisions in order, those after a number.

    record_damaged where one is gone or is not as the journal has it: whoever holds the store's key can seal
    to the vault, and would decide in a reviewer's place.
    """
    query = (
        select(DecisionRow)
        .where(DecisionRow.statement_id == statement_id, DecisionRow.number > after)
        .order_by(DecisionRow.number)
    )
    found = []
    with store.reading() as session:
        check_vault(session, vault)
        rows = session.scalars(query).all()
        if not _as_recorded(session, statement_id, rows, after=after):
            raise AigaqError("record_damaged")
        for expected, row in enumerate(rows, start=after + 1):
            if row.number != expected:
                raise AigaqError("record_damaged")  # one in between is gone
            choice = from_bytes(vault.unseal(row.sealed), statement_id=statement_id, number=row.number)
            found.append(Decision(row.number, row.user_id, row.at, choice))
    return found


def _as_recorded(session: Session, statement_id: str, rows: Sequence[DecisionRow], *, after: int) -> bool:
    """Whether a statement's last decisions, or all of them, are those that the journal speaks of."""
    digests = [_row_digest(row, instant_text(row.at)) for row in rows]
    if not after:
        told = told_decisions().read(session, statement_id).get(statement_id, CHAIN_START)
        return told == chain_of(digests)
    last = (
        select(JournalRow.digest)
        .where(JournalRow.subject == statement_id, JournalRow.action == Done.DECIDED.value)
        .order_by(JournalRow.sequence.desc())
        .limit(len(rows))
    )
    return list(session.scalars(last))[::-1] == digests


def has_decisions(store: Store, ids: Iterable[str]) -> set[str]:
    """Which of some statements somebody has decided on."""
    wanted = set(ids)
    with store.reading() as session:
        return wanted.intersection(session.scalars(select(DecisionRow.statement_id).distinct()))


def decide(
    store: Store, statement_id: str, choices: Sequence[tuple[Choice, bool]], *, vault: Vault
) -> list[Decision]:
    """Append choices, each with whether what is released changes by it, in one transaction.

    The vault's reviewer decides. Errors: no_such_statement, withdrawn, claimed (somebody else is at work on
    it), reviewer_locked.
    """
    with store.writing() as session:
        return put_decisions(session, statement_id, choices, vault=vault)


def put_decisions(
    session: Session,
    statement_id: str,
    choices: Sequence[tuple[Choice, bool]],
    *,
    vault: Vault,
    claimed: bool = True,
) -> list[Decision]:
    """The same in an open transaction; without `claimed`, for a change to the whole case."""
    if vault.reviewer_id is None:
        raise AigaqError("reviewer_needed")
    statement = session.get(StatementRecord, statement_id)
    if statement is None:
        raise AigaqError("no_such_statement")
    if statement.state is StatementState.WITHDRAWN:
        raise AigaqError("withdrawn")
    if claimed:
        hold(session, statement_id, vault.reviewer_id)
    keys = check_vault(session, vault)
    number = last_number(session, statement_id)
    decided = []
    for choice, changes in choices:
        number += 1
        sealed = seal_to([keys.recipient, keys.recovery_recipient], to_bytes(statement_id, number, choice))
        made = Decision(number, vault.reviewer_id, now(), choice)
        row = DecisionRow(
            statement_id=statement_id,
            number=number,
            user_id=made.by,
            at=made.at,
            changes=int(changes),
            sealed=sealed,
        )
        session.add(row)
        counts = {"number": number, "changes": int(changes)}
        record(
            session,
            Done.DECIDED,
            subject=statement_id,
            actor=made.by,
            counts=counts,
            digest=_row_digest(row, instant_text(row.at)),
        )
        decided.append(made)
    if any(changes for _, changes in choices):
        reopen(session, statement, actor=vault.reviewer_id)
    return decided


def last_number(session: Session, statement_id: str) -> int:
    """The number of a statement's last decision, 0 where there is none."""
    query = select(func.max(DecisionRow.number)).where(DecisionRow.statement_id == statement_id)
    return session.scalar(query) or 0


def forget_review(session: Session, statement_id: str, *, actor: str | None) -> list[bytes]:
    """Delete a statement's decisions, counts and approved texts in the open transaction.

    Returns what was sealed. Who approved it and when stays: it says nothing of what was told.
    """
    query = select(DecisionRow.sealed).where(DecisionRow.statement_id == statement_id)
    gone = list(session.scalars(query))
    remove_texts(session, statement_id, actor=actor)
    for table in (DecisionRow, ReviewRow):
        session.execute(delete(table).where(table.statement_id == statement_id))
    let_go = update(ApprovalRow).where(ApprovalRow.statement_id == statement_id).values(holds=0)
    session.execute(let_go)
    return gone


def reseal_decisions(session: Session, vault: Vault, recipients: Sequence[str]) -> None:
    """Seal all decisions to other recipients in the open transaction; record_damaged if one is not ours."""
    recorded = told_decisions().read(session)
    ids = session.scalars(select(DecisionRow.statement_id).distinct().order_by(DecisionRow.statement_id))
    for statement_id in list(ids):
        query = select(DecisionRow).where(DecisionRow.statement_id == statement_id)
        rows = session.scalars(query.order_by(DecisionRow.number)).all()
        # To seal one anew says that it is ours; one that was put there from outside must not pass.
        if chain_of(_row_digest(row, instant_text(row.at)) for row in rows) != recorded.get(statement_id):
            raise AigaqError("record_damaged")
        for row in rows:
            row.sealed = seal_to(recipients, vault.unseal(row.sealed))
        digest = chain_of(_row_digest(row, instant_text(row.at)) for row in rows)
        actor = vault.reviewer_id
        record(session, Done.DECISIONS_RESEALED, subject=statement_id, actor=actor, digest=digest)


def told_decisions() -> Chains:
    """What the journal tells of decisions, to be read or told."""
    return Chains((Done.DECIDED,), (Done.DECISIONS_RESEALED,), (Done.STATEMENT_WITHDRAWN,))


def decision_chains(session: Session) -> dict[str, str]:
    """The chain of each statement's decisions as they stand in the table."""
    query = select(
        DecisionRow.statement_id,
        DecisionRow.number,
        DecisionRow.user_id,
        type_coerce(DecisionRow.at, Text).label("at"),
        DecisionRow.changes,
        DecisionRow.sealed,
    )
    rows = session.execute(
        query.order_by(DecisionRow.statement_id, DecisionRow.number).execution_options(yield_per=_PORTION)
    )
    chains: dict[str, str] = {}
    for row in rows:
        start = chains.get(row.statement_id, CHAIN_START)
        chains[row.statement_id] = chain_of([_row_digest(row, row.at)], start=start)
    return chains


def _row_digest(row: Any, at: str) -> str:
    """A digest of a decision as it stands in the table: who decided and when as well as what is sealed."""
    content = f"{row.statement_id} {row.number} {row.user_id} {at} {row.changes} {digest_of(row.sealed)}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
