"""Questions, answers, and withdrawals asked for or declined: each sealed to the vault and in the journal.

Invariants: a message is stored in one transaction with its entry and with what follows from it (the state of
its statement, approvals that hold no more); answers and withdrawals are written without the vault.
"""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base32 import as_typed
from models.errors import AigaqError
from models.messages import Message, MessageKind, for_phone, from_bytes
from models.statements import StatementState
from store.approvals import reopen
from store.journal import Done, record
from store.message_rows import append, as_recorded, record_anew, rows_of, sealed_row, standing_wishes
from store.store import Store
from store.tables import DeviceRow, EnvelopeRow, JournalRow, MessageRow, PhoneRow, StatementRecord
from store.users import check_vault
from store.vault import Vault, seal_to

# What put_envelope records of the envelope that a statement came in.
_CARRIED: Final = '{"known":0}'


def ask(store: Store, statement_id: str, text: str, *, vault: Vault) -> bool:
    """Put a question to whoever handed a statement in; returns whether a phone will get it.

    It goes to the phone that sent the statement itself, unless that was revoked. The state stays: send_back
    changes it. Errors: no_such_statement, withdrawn, reviewer_needed, reviewer_locked, bad_decision (no text
    or too much of it).
    """
    with store.writing() as session:
        _writable(session, statement_id, text, vault=vault)
        sender = _sender(session, statement_id)
        row = sealed_row(session, MessageKind.QUESTION, statement_id, text)
        row.user_id = vault.reviewer_id
        if sender is not None:
            phone, receipt = sender
            row.device_id = phone.device_id
            row.outgoing = seal_to([phone.recipient], for_phone(row.id, receipt, text))
        append(session, row, Done.QUESTION_ASKED, counts={"to_phone": int(sender is not None)})
        return sender is not None


def put_answer(session: Session, *, device_id: str | None, about: str, text: str) -> str:
    """Store an answer in an open transaction and return the statement's id.

    A returned statement waits again, unless a withdrawal is asked for. Errors: answer_unfit where there is no
    such open question for this very device; envelope_damaged for a text that is too long or none;
    record_damaged where the messages are not those that were recorded.
    """
    # a withdrawal deletes questions, so that one for a withdrawn statement is not there
    open_one = (MessageRow.device_id == device_id) & MessageRow.outgoing.is_not(None)
    query = select(MessageRow.statement_id).where(MessageRow.id == about, open_one)
    known = device_id is not None and about.isascii() and about.isalnum()
    statement_id = session.scalars(query).first() if known else None
    if statement_id is None:
        raise AigaqError("answer_unfit")
    # The entry vouches for all messages as they are then: one put in from outside must not pass by it.
    if not as_recorded(session, statement_id):
        raise AigaqError("record_damaged")
    question = session.get_one(MessageRow, about)
    statement = session.get_one(StatementRecord, statement_id)
    try:
        row = sealed_row(session, MessageKind.ANSWER, statement.id, text)
    except AigaqError:
        raise AigaqError("envelope_damaged") from None
    row.device_id, row.about = device_id, question.id
    session.add(row)
    question.outgoing = None
    # one that is to be withdrawn stays with those that somebody must look at
    waits = statement.state is StatementState.RETURNED and not _withdrawal_asked(session, statement.id)
    if waits:
        statement.state = StatementState.WAITING
    counts = {"number": row.number, "waits": int(waits)}
    record_anew(session, Done.QUESTION_ANSWERED, statement.id, actor=device_id, counts=counts)
    return statement.id


def put_withdrawal(session: Session, *, device_id: str | None, receipt: str) -> str:
    """Note in an open transaction that a withdrawal is asked for, and return the statement's id.

    `receipt` is a code as somebody typed it. No approval holds any more, and the statement goes back to the
    reviewers; a blocked one stays blocked. Asked for twice, it is noted once, and again where it was declined
    in between; for what was withdrawn already, not at all. Error: no_such_receipt.
    """
    code = as_typed(receipt)
    of_code = select(EnvelopeRow.statement_id).where(EnvelopeRow.receipt == code)
    statement_id = session.scalars(of_code).first() if code.isascii() and code.isalnum() else None
    statement = session.get(StatementRecord, statement_id) if statement_id is not None else None
    if statement is None:
        raise AigaqError("no_such_receipt")
    if statement.state is StatementState.WITHDRAWN:
        return statement.id
    if not _withdrawal_asked(session, statement.id):
        row = sealed_row(session, MessageKind.WITHDRAWAL, statement.id, "")
        row.device_id = device_id
        append(session, row, Done.WITHDRAWAL_ASKED)
    # Whoever approved it again may not have seen that it was asked for.
    reopen(session, statement, actor=device_id)
    if statement.state not in {StatementState.BLOCKED, StatementState.RETURNED}:
        statement.state = StatementState.RETURNED
        record(session, Done.RETURNED, subject=statement.id, actor=device_id)
    return statement.id


def decline_withdrawal(store: Store, statement_id: str, reason: str, *, vault: Vault) -> None:
    """Decline a withdrawal that is asked for, with the reason in words; it can be asked for again.

    A returned statement waits again, unless a phone still has a question about it. Errors: no_such_statement,
    withdrawn, reviewer_needed, reviewer_locked, not_asked, bad_decision (no reason or too much of it),
    record_damaged where the messages are not those that were recorded.
    """
    with store.writing() as session:
        statement = _writable(session, statement_id, reason, vault=vault)
        # A wish that was put in, or a declined one taken out, from outside must not be what is judged.
        if not as_recorded(session, statement_id):
            raise AigaqError("record_damaged")
        if not _withdrawal_asked(session, statement_id):
            raise AigaqError("not_asked")
        row = sealed_row(session, MessageKind.DECLINED, statement_id, reason)
        row.user_id = vault.reviewer_id
        open_one = (MessageRow.statement_id == statement_id) & MessageRow.outgoing.is_not(None)
        asked = session.scalars(select(MessageRow.id).where(open_one)).first() is not None
        waits = statement.state is StatementState.RETURNED and not asked
        if waits:
            statement.state = StatementState.WAITING
        append(session, row, Done.WITHDRAWAL_DECLINED, counts={"waits": int(waits)})


def read_messages(store: Store, statement_id: str, vault: Vault) -> list[Message]:
    """A statement's messages in order.

    record_damaged where one is gone or is not as the journal has it: whoever holds the store's key can seal
    to the vault, and would answer in a field worker's place.
    """
    found = []
    with store.reading() as session:
        check_vault(session, vault)
        if not as_recorded(session, statement_id):
            raise AigaqError("record_damaged")
        for row in rows_of(session, statement_id):
            text = from_bytes(vault.unseal(row.sealed), statement_id=statement_id, message_id=row.id)
            of_reviewer = row.kind in {MessageKind.QUESTION, MessageKind.DECLINED}
            by = row.user_id if of_reviewer else row.device_id
            found.append(Message(row.id, statement_id, row.kind, row.about, by, row.at, text))
    return found


def questions_for(store: Store, device_id: str) -> list[tuple[str, bytes]]:
    """The ids of a phone's open questions, and the questions sealed to it, in the order they were asked."""
    open_ones = (MessageRow.device_id == device_id) & MessageRow.outgoing.is_not(None)
    query = select(MessageRow.id, MessageRow.outgoing).where(open_ones)
    with store.reading() as session:
        rows = session.execute(query.order_by(MessageRow.at, MessageRow.statement_id, MessageRow.number))
        return [(row.id, row.outgoing) for row in rows]


def reaches_phone(store: Store, statement_id: str) -> bool:
    """Whether a question about a statement would reach the phone that sent it."""
    with store.reading() as session:
        return _sender(session, statement_id) is not None


def withdrawals_asked(store: Store) -> list[str]:
    """Statements for which a withdrawal is asked, and neither carried out nor declined, in this order."""
    with store.reading() as session:
        return list(session.scalars(standing_wishes()))


def _withdrawal_asked(session: Session, statement_id: str) -> bool:
    of_statement = MessageRow.statement_id == statement_id
    return session.scalars(standing_wishes().where(of_statement)).first() is not None


def _writable(session: Session, statement_id: str, text: str, *, vault: Vault) -> StatementRecord:
    """The statement that a reviewer writes of; the errors of ask, but for a text that is too long."""
    if vault.reviewer_id is None:
        raise AigaqError("reviewer_needed")
    if not text.strip():
        raise AigaqError("bad_decision")
    statement = session.get(StatementRecord, statement_id)
    if statement is None:
        raise AigaqError("no_such_statement")
    if statement.state is StatementState.WITHDRAWN:
        raise AigaqError("withdrawn")
    check_vault(session, vault)
    return statement


def _sender(session: Session, statement_id: str) -> tuple[PhoneRow, str] | None:
    """The phone that sent a statement, unless it was revoked, and the receipt of what it sent.

    Not whoever sent the same text later, or wrote about it: the journal says which envelope it came in.
    """
    query = (
        select(PhoneRow, EnvelopeRow.receipt)
        .join(EnvelopeRow, EnvelopeRow.device_id == PhoneRow.device_id)
        .join(DeviceRow, DeviceRow.id == PhoneRow.device_id)
        .join(JournalRow, JournalRow.digest == EnvelopeRow.digest)
        .where(
            JournalRow.subject == statement_id,
            JournalRow.action == Done.ENVELOPE_RECEIVED.value,
            JournalRow.counts == _CARRIED,
            EnvelopeRow.statement_id == statement_id,
            DeviceRow.revoked_at.is_(None),
        )
    )
    found = session.execute(query.order_by(JournalRow.sequence).limit(1)).first()
    return None if found is None else (found[0], found[1])
