"""Withdrawals: what a statement said leaves the file, that it was there and was withdrawn stays.

The list of withdrawals beside the store is signed with the store's own seed. It is written before the
transaction commits and never loses an entry, so that a kill leaves at worst an entry too many there, which
the next withdrawal or replay() carries out; a backup that is older than a withdrawal is brought up by it.

The sealed index of the statement's case goes with it, for it speaks of the statement's people and cannot be
mended without the vault: `aigaq link` makes it anew.

Whatever else will hold words of a statement (approved texts, their search rows, releases to be recalled)
hands withdraw() and replay() a `Forget`: it runs in the same transaction, before the journal's entry.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.statements import ConsentScope, StatementState
from store.cases import forget_index
from store.columns import instant_text
from store.decisions import forget_review
from store.journal import Done, now, record
from store.message_rows import forget_messages
from store.pages import is_gone
from store.private_files import replace_private
from store.releases import clear_shelf, forget_released
from store.store import Store
from store.tables import JournalRow, SealedRow, StatementRecord, TagRow, VaultRow, WithdrawalRow

_FORMAT: Final = "aigaq withdrawals 1"
_LARGEST: Final = 64 * 1024 * 1024  # bytes: more than a million withdrawals

Forget = Callable[[Session, str], None]
"""Lets go of everything else that a statement's id leads to, in the open transaction."""


class Reason(StrEnum):
    """Why a statement was withdrawn; a code and no words, which might name somebody."""

    REQUEST = "request"
    SAFETY = "safety"
    ERROR = "error"
    LEGAL = "legal"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One line of the list."""

    statement_id: str
    reason: Reason
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What withdraw() did: `again` if it had been withdrawn before.

    `cleared`: no page of the file holds a piece of the sealed record. Where another program still reads the
    old pages, or on a server, that cannot be said.
    """

    statement_id: str
    again: bool
    cleared: bool


def list_path(store: Store) -> Path:
    """Where a store's list of withdrawals lies."""
    beside = store.place.database or store.place.keys
    return beside.with_name(beside.name + ".withdrawals")


def withdraw(
    store: Store,
    statement_id: str,
    reason: Reason,
    *,
    actor: str | None = None,
    forget: Sequence[Forget] = (),
) -> Withdrawn:
    """Withdraw a statement, write the list, and clear the file of what was deleted.

    To do it again changes nothing and finishes what a killed run left. Errors: no_such_statement, and
    withdrawals_damaged where the list cannot be read: the withdrawal holds all the same.
    """
    path, damaged = list_path(store), False
    with store.writing() as session:
        statement = session.get(StatementRecord, statement_id)
        if statement is None:
            raise AigaqError("no_such_statement")
        again = statement.state is StatementState.WITHDRAWN
        gone: list[bytes] = []
        try:
            listed = _read(session, path)
        except AigaqError:
            # A damaged file must not keep a witness's words in the store.
            listed, damaged = (), True
        if not again:
            withdrawal = Withdrawal(statement_id, reason, now())
            gone += _carry_out(session, [withdrawal], actor=actor, forget=forget)
        gone += _carry_out(session, _missing(session, listed), actor=None, forget=forget)
        if not damaged:
            _write(session, path, listed)
    clear_shelf(store, statement_id)
    cleared = clear(store, gone)
    if damaged:
        raise AigaqError("withdrawals_damaged")
    return Withdrawn(statement_id, again=again, cleared=cleared)


def withdrawals(store: Store) -> list[Withdrawal]:
    """The withdrawals of the store, in the order of the list."""
    with store.reading() as session:
        return _in_table(session)


def write_list(store: Store, path: Path) -> int:
    """Write the signed list, at once and for its owner alone; returns how many entries it has.

    Entries of a list that is there already stay. Errors: withdrawals_damaged, store_unwritable.
    """
    with store.writing() as session:
        return _write(session, path, _read(session, path))


def read_list(store: Store, path: Path) -> tuple[Withdrawal, ...]:
    """The entries of a list of this store, none if there is no file.

    withdrawals_damaged if a byte of it was changed or it is another store's.
    """
    with store.reading() as session:
        return _read(session, path)


def replay(store: Store, path: Path, *, forget: Sequence[Forget] = ()) -> int:
    """Withdraw what the list has and the store has not; returns how many statements that were.

    Run it on a restored backup before anything else. Entries of statements that are not in the store stay in
    the list. Errors: withdrawals_damaged, and nothing is changed.
    """
    with store.writing() as session:
        missing = _missing(session, _read(session, path))
        gone = _carry_out(session, missing, actor=None, forget=forget)
    clear(store, gone)
    return len(missing)


def clear(store: Store, gone: Sequence[bytes] = ()) -> bool:
    """Empty the write-ahead log, and say whether no piece of `gone` is left in the file.

    What is deleted is overwritten with zeros in the pages (secure_delete), but the log holds older ones
    until it is cut; other programs that read keep it from being cut.
    """
    if store.engine.dialect.name != "sqlite":
        return False
    connection = store.engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        busy = driver.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
    finally:
        connection.close()
    return not busy and is_gone(store, gone)


def withdrawals_fit(session: Session) -> bool:
    """Whether each withdrawal is as its entry in the journal has it, reason and moment too."""
    entries = select(JournalRow.subject, JournalRow.digest).where(
        JournalRow.action == Done.STATEMENT_WITHDRAWN.value
    )
    recorded = [(row.subject, row.digest) for row in session.execute(entries)]
    return Counter(recorded) == Counter((row.statement_id, _digest(row)) for row in _in_table(session))


def _carry_out(
    session: Session, wanted: Iterable[Withdrawal], *, actor: str | None, forget: Sequence[Forget]
) -> list[bytes]:
    """Withdraw statements of the store in the open transaction; returns what was sealed and went."""
    gone: list[bytes] = []
    ordinal = session.scalar(select(func.count()).select_from(WithdrawalRow)) or 0
    for withdrawal in wanted:
        statement_id, ordinal = withdrawal.statement_id, ordinal + 1
        sealed = session.get(SealedRow, statement_id)
        if sealed is not None:
            gone.append(sealed.sealed)
            session.delete(sealed)
        session.execute(delete(TagRow).where(TagRow.statement_id == statement_id))
        gone += forget_review(session, statement_id, actor=actor)
        gone += forget_messages(session, statement_id)
        gone += forget_index(session, statement_id, actor=actor)
        forget_released(session, statement_id)
        for let_go in forget:
            let_go(session, statement_id)
        statement = session.get_one(StatementRecord, statement_id)
        statement.state, statement.consent = StatementState.WITHDRAWN, ConsentScope.INTERNAL
        session.add(
            WithdrawalRow(statement_id=statement_id, reason=withdrawal.reason.value, at=withdrawal.at)
        )
        record(
            session,
            Done.STATEMENT_WITHDRAWN,
            subject=statement_id,
            actor=actor,
            counts={"ordinal": ordinal},
            digest=_digest(withdrawal),
        )
    # The list is made from the table, which must have the rows by then.
    session.flush()
    return gone


def _missing(session: Session, listed: Iterable[Withdrawal]) -> list[Withdrawal]:
    """What is listed and stands in the store as if it had not been withdrawn."""
    found = []
    for withdrawal in listed:
        statement = session.get(StatementRecord, withdrawal.statement_id)
        if statement is not None and statement.state is not StatementState.WITHDRAWN:
            found.append(withdrawal)
    return found


def _in_table(session: Session) -> list[Withdrawal]:
    rows = session.scalars(select(WithdrawalRow).order_by(WithdrawalRow.at, WithdrawalRow.statement_id))
    return [Withdrawal(row.statement_id, Reason(row.reason), row.at) for row in rows]


def _write(session: Session, path: Path, listed: Iterable[Withdrawal]) -> int:
    """Write what the table and an earlier list have; the session holds the lock, so nobody else writes."""
    entries = {entry.statement_id: entry for entry in (*listed, *_in_table(session))}
    in_order = sorted(entries.values(), key=lambda entry: (entry.at, entry.statement_id))
    head = _canonical({"format": _FORMAT, "entries": len(in_order)})
    body = b"".join(line + b"\n" for line in (head, *map(_line, in_order)))
    signature = _signing_key(session).sign(body)
    replace_private(path, body + _canonical({"signature": signature.hex()}) + b"\n")
    return len(in_order)


def _read(session: Session, path: Path) -> tuple[Withdrawal, ...]:
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return ()
    except OSError:
        raise AigaqError("withdrawals_damaged") from None
    body, _, last = raw.removesuffix(b"\n").rpartition(b"\n")
    body += b"\n"
    try:
        # The signature first: nothing is made of bytes that are not ours.
        signature = bytes.fromhex(json.loads(last)["signature"])
        _signing_key(session).public_key().verify(signature, body)
        head, *lines = [json.loads(line) for line in body.splitlines()]
        if head != {"format": _FORMAT, "entries": len(lines)}:
            raise AigaqError("withdrawals_damaged")
        return tuple(
            Withdrawal(str(line["statement"]), Reason(line["reason"]), _moment(line["at"])) for line in lines
        )
    except (InvalidSignature, ValueError, KeyError, TypeError, RecursionError):
        raise AigaqError("withdrawals_damaged") from None


def _signing_key(session: Session) -> Ed25519PrivateKey:
    row = session.get(VaultRow, 1)
    if row is None:
        raise AigaqError("store_damaged")
    return Ed25519PrivateKey.from_private_bytes(row.signing_seed)


def _digest(withdrawal: Withdrawal) -> str:
    """Ties the row with its reason to the journal's entry."""
    return hashlib.sha256(_line(withdrawal)).hexdigest()


def _line(withdrawal: Withdrawal) -> bytes:
    return _canonical(
        {
            "statement": withdrawal.statement_id,
            "reason": withdrawal.reason.value,
            "at": instant_text(withdrawal.at),
        }
    )


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _canonical(content: dict[str, object]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii")
