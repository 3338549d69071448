"""A new vault: all that is sealed is sealed anew, and who left cannot open what is stored from now on."""

import contextlib
from collections.abc import Callable
from typing import Final

from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.users import Duty, UserState
from store.cases import reseal_indexes
from store.decisions import reseal_decisions
from store.journal import Done, digest_of, last_digests, record
from store.message_rows import reseal_messages
from store.rulings import reseal_rulings
from store.store import Store
from store.tables import SealedRow, UserRow
from store.users import check_vault
from store.vault import Vault, checked_recipient, new_identity, read_identity, seal_to

_PORTION: Final = 20  # records in memory at a time
_SEALS: Final = (Done.STATEMENT_ADDED, Done.RECORD_RESEALED)


def count_records(store: Store) -> int:
    """How many records a rotation would seal anew."""
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(SealedRow)) or 0


def rotate_vault(
    store: Store,
    vault: Vault,
    *,
    recovery: str | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Make a new vault identity and seal all records to it, in one transaction; returns how many.

    Every active reviewer gets a share; nobody's passphrase is needed but that of the one who opened `vault`.
    `recovery` is the recipient of a new offline identity, where the old one may have been copied. `progress`
    is told how many are done; what it raises leaves everything as it was. Errors: reviewer_locked where the
    vault was changed meanwhile, bad_recipient, record_damaged where a record is not the one that was stored.
    """
    identity, recipient = new_identity()
    fresh = Vault(read_identity(identity), reviewer_id=vault.reviewer_id)
    offline = None if recovery is None else checked_recipient(recovery)
    with store.writing() as session:
        keys = check_vault(session, vault)
        if offline is not None:
            keys.recovery_recipient = offline
        both = [recipient, keys.recovery_recipient]
        recorded = last_digests(session, _SEALS)
        ids, done = list(recorded), 0
        for start in range(0, len(ids), _PORTION):
            sealed = _portion(session, ids[start : start + _PORTION])
            again = {name: _reseal(vault, both, old, recorded[name]) for name, old in sealed.items()}
            changes = [{"statement_id": name, "sealed": new} for name, new in again.items()]
            if changes:
                session.execute(update(SealedRow), changes)
            for name, new in again.items():
                record(
                    session,
                    Done.RECORD_RESEALED,
                    subject=name,
                    actor=vault.reviewer_id,
                    digest=digest_of(new),
                )
            done += len(again)
            progress(done)
        if done != session.scalar(select(func.count()).select_from(SealedRow)):
            raise AigaqError("record_damaged")  # there is one that was never recorded
        reseal_indexes(session, vault, both)
        reseal_decisions(session, vault, both)
        reseal_rulings(session, vault, both)
        reseal_messages(session, vault, both)
        for user in session.scalars(select(UserRow).where(UserRow.duty == Duty.REVIEWER)):
            user.share = fresh.share_with(user.recipient) if user.state is UserState.ACTIVE else None
        keys.recipient = recipient
        keys.recovery_share = fresh.share_with(keys.recovery_recipient)
        record(session, Done.VAULT_ROTATED, actor=vault.reviewer_id, counts={"records": done})
    store.forget_keys()
    _empty_log(store)
    return done


def _portion(session: Session, ids: list[str]) -> dict[str, bytes]:
    """The records of some statements; those that were withdrawn have none."""
    chosen = select(SealedRow.statement_id, SealedRow.sealed).where(SealedRow.statement_id.in_(ids))
    return {row.statement_id: row.sealed for row in session.execute(chosen)}


def _reseal(vault: Vault, both: list[str], sealed: bytes, digest: str | None) -> bytes:
    # To seal a record anew says that it is ours; one that was put there from outside must not pass.
    if digest_of(sealed) != digest:
        raise AigaqError("record_damaged")
    return seal_to(both, vault.unseal(sealed))


def _empty_log(store: Store) -> None:
    """What was sealed to the old vault still stands in the write-ahead log until that is emptied."""
    if store.engine.dialect.name == "sqlite":
        # Somebody who reads meanwhile keeps it; closing the store empties it then.
        with contextlib.suppress(DBAPIError), store.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                text("pragma wal_checkpoint(truncate)")
            )
