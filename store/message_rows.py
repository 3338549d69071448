"""Messages as they stand in the table, and the one digest over those of a statement that the journal tells.

Invariant: no row is changed or deleted but by a withdrawal, except that a question's copy for its phone goes
when it is answered or the phone is revoked.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, Text, delete, exists, func, select, type_coerce, update
from sqlalchemy.orm import Session, aliased

from models.errors import AigaqError
from models.messages import MessageKind, to_bytes
from store.chains import Chains, chain_of
from store.columns import instant_text
from store.ids import new_id
from store.journal import CHAIN_START, Done, digest_of, now, record
from store.tables import MessageRow, VaultRow
from store.vault import Vault, seal_to

# Messages that are read at a time.
_PORTION: Final = 500


def sealed_row(session: Session, kind: MessageKind, statement_id: str, text: str) -> MessageRow:
    """A new row that nobody has put into the session yet."""
    keys = session.get_one(VaultRow, 1)
    message_id = new_id()
    content = to_bytes(statement_id, message_id, text)
    last = select(func.max(MessageRow.number)).where(MessageRow.statement_id == statement_id)
    return MessageRow(
        id=message_id,
        statement_id=statement_id,
        number=(session.scalar(last) or 0) + 1,
        device_id=None,
        kind=kind,
        about=None,
        user_id=None,
        at=now(),
        sealed=seal_to([keys.recipient, keys.recovery_recipient], content),
        outgoing=None,
    )


def append(
    session: Session, row: MessageRow, action: Done, *, counts: Mapping[str, int] | None = None
) -> None:
    """Put a row into the session, with its entry."""
    session.add(row)
    record(
        session,
        action,
        subject=row.statement_id,
        actor=row.user_id or row.device_id,
        counts={"number": row.number, **(counts or {})},
        digest=_row_digest(row, instant_text(row.at), row.kind.value),
    )


def record_anew(
    session: Session,
    action: Done,
    statement_id: str,
    *,
    actor: str | None = None,
    counts: Mapping[str, int] | None = None,
) -> None:
    """Record the chain of a statement's messages as they are now."""
    session.flush()  # the rows are read again
    digest = message_chains(session, statement_id)[statement_id]
    record(session, action, subject=statement_id, actor=actor, counts=counts, digest=digest)


def rows_of(session: Session, statement_id: str) -> Sequence[MessageRow]:
    """A statement's messages in order; ask as_recorded first, for a row may hold anything."""
    query = select(MessageRow).where(MessageRow.statement_id == statement_id)
    return session.scalars(query.order_by(MessageRow.number, MessageRow.id)).all()


def standing_wishes() -> Select[str]:
    """Statements for which a withdrawal is asked and none declined since, in the order of asking."""
    later = aliased(MessageRow)
    declined = exists().where(
        later.statement_id == MessageRow.statement_id,
        later.kind == MessageKind.DECLINED,
        later.number > MessageRow.number,
    )
    query = select(MessageRow.statement_id).where(MessageRow.kind == MessageKind.WITHDRAWAL, ~declined)
    return query.order_by(MessageRow.at, MessageRow.statement_id)


def as_recorded(session: Session, statement_id: str) -> bool:
    """Whether a statement's messages are those that the journal speaks of, no more and no fewer."""
    told = told_messages().read(session, statement_id)
    return told.get(statement_id) == message_chains(session, statement_id).get(statement_id)


def forget_messages(session: Session, statement_id: str) -> list[bytes]:
    """Delete a statement's messages in the open transaction; returns what was sealed."""
    of_statement = MessageRow.statement_id == statement_id
    held = session.execute(select(MessageRow.sealed, MessageRow.outgoing).where(of_statement)).all()
    session.execute(delete(MessageRow).where(of_statement))
    return [sealed for row in held for sealed in row if sealed is not None]


def drop_questions(session: Session, device_id: str) -> None:
    """Delete what is sealed to a phone in the open transaction: whoever found it must not read on."""
    open_ones = (MessageRow.device_id == device_id) & MessageRow.outgoing.is_not(None)
    query = select(MessageRow.statement_id).where(open_ones).distinct().order_by(MessageRow.statement_id)
    # A phone is revoked whatever is wrong with the messages; but no entry says then that they fit.
    fitting = [one for one in session.scalars(query).all() if as_recorded(session, one)]
    session.execute(update(MessageRow).where(open_ones).values(outgoing=None))
    for statement_id in fitting:
        record_anew(session, Done.QUESTIONS_DROPPED, statement_id)


def reseal_messages(session: Session, vault: Vault, recipients: Sequence[str]) -> None:
    """Seal all messages to other recipients in the open transaction; record_damaged if one is not ours.

    What is sealed to phones stays as it is.
    """
    recorded = told_messages().read(session)
    for statement_id, chain in sorted(message_chains(session).items()):
        # To seal one anew says that it is ours; one that was put there from outside must not pass.
        if chain != recorded.get(statement_id):
            raise AigaqError("record_damaged")
        for row in rows_of(session, statement_id):
            row.sealed = seal_to(recipients, vault.unseal(row.sealed))
        record_anew(session, Done.MESSAGES_RESEALED, statement_id, actor=vault.reviewer_id)


def told_messages() -> Chains:
    """What the journal tells of messages, to be read or told."""
    return Chains(
        (Done.QUESTION_ASKED, Done.WITHDRAWAL_ASKED, Done.WITHDRAWAL_DECLINED),
        (Done.QUESTION_ANSWERED, Done.QUESTIONS_DROPPED, Done.MESSAGES_RESEALED),
        (Done.STATEMENT_WITHDRAWN,),
    )


def message_chains(session: Session, statement_id: str | None = None) -> dict[str, str]:
    """The chain of each statement's messages, or of one's, as they stand in the table."""
    table = MessageRow.__table__
    # as text: a moment or a kind that is none is somebody's deed, and no error to stop at
    columns = (type_coerce(c, Text).label(c.name) if c.name in {"at", "kind"} else c for c in table.columns)
    in_order = select(*columns).order_by(table.c.statement_id, table.c.number, table.c.id)
    if statement_id is not None:
        in_order = in_order.where(table.c.statement_id == statement_id)
    chains: dict[str, str] = {}
    for row in session.execute(in_order.execution_options(yield_per=_PORTION)):
        start = chains.get(row.statement_id, CHAIN_START)
        chains[row.statement_id] = chain_of([_row_digest(row, row.at, row.kind)], start=start)
    return chains


def _row_digest(row: Any, at: str, kind: str) -> str:
    """A digest of a message as it stands in the table: all that is in the open as well as what is sealed."""
    outgoing = None if row.outgoing is None else digest_of(row.outgoing)
    told = (row.id, row.statement_id, row.number, row.device_id, kind, row.about, row.user_id, at)
    # as JSON, in which nothing and a word for it are not the same
    return hashlib.sha256(json.dumps([*told, digest_of(row.sealed), outgoing]).encode("ascii")).hexdigest()
