"""Consent in the store: the scope is under the store's lock, all else of a consent under the vault's.

Whatever lets text leave asks may_leave() first. Without the vault only the scope is known, and a recipient
who is named in a consent cannot be seen: such statements are `sealed`, which is no permission.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from models.errors import AigaqError
from models.labels import Audience
from models.sealed import from_bytes, to_bytes
from models.statements import Consent, ConsentScope, StatementState
from store.journal import Done, digest_of, record
from store.store import Store
from store.tables import JournalRow, SealedRow, StatementRecord
from store.users import check_vault
from store.vault import Vault, seal_to

_SEALS = (Done.STATEMENT_ADDED.value, Done.RECORD_RESEALED.value)


@dataclass(frozen=True, slots=True)
class Leave:
    """Which statements may leave: each id is in one of the three, in the order it was asked for.

    `sealed`: the scope does not cover it, but a recipient may be named; ask again with the vault open.
    """

    allowed: tuple[str, ...]
    refused: tuple[str, ...]
    sealed: tuple[str, ...]


def may_leave(
    store: Store,
    ids: Iterable[str],
    audience: Audience,
    *,
    recipient: str | None = None,
    vault: Vault | None = None,
) -> Leave:
    """Whether a version of each statement for this audience may leave, to this recipient if one is named.

    With the vault open the sealed consent decides, and what was opened is recorded; without it the scope.
    Withdrawn and unknown ids are refused. record_damaged where scope and sealed consent differ.
    """
    allowed: list[str] = []
    refused: list[str] = []
    sealed: list[str] = []
    for statement_id in dict.fromkeys(ids):
        scope = _scope(store, statement_id)
        if scope is None:
            refused.append(statement_id)
        elif vault is not None:
            consent = store.unseal(statement_id, vault).consent
            if consent.scope is not scope:
                raise AigaqError("record_damaged")
            (allowed if covers(consent, audience, recipient=recipient) else refused).append(statement_id)
        elif Consent(scope).allows(audience):
            allowed.append(statement_id)
        elif recipient is None or not _may_name(audience):
            refused.append(statement_id)
        else:
            sealed.append(statement_id)
    return Leave(tuple(allowed), tuple(refused), tuple(sealed))


def covers(consent: Consent, audience: Audience, *, recipient: str | None = None) -> bool:
    """Whether a consent allows it by its scope, or to a recipient by name."""
    return consent.allows(audience) or consent.allows(audience, recipient=recipient)


def change_consent(store: Store, statement_id: str, consent: Consent, *, vault: Vault) -> Consent:
    """Put another consent in a statement's sealed record and its scope beside it; returns the former one.

    Errors: no_such_statement, withdrawn, record_damaged.
    """
    with store.writing() as session:
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
        opened = from_bytes(vault.unseal(row.sealed))
        if opened.statement_id != statement_id:
            raise AigaqError("record_damaged")
        row.sealed = seal_to(
            [keys.recipient, keys.recovery_recipient], to_bytes(replace(opened, consent=consent))
        )
        statement.consent = consent.scope
        counts = {
            "scope_before": opened.consent.scope.place,
            "scope": consent.scope.place,
            "recipients": len(consent.recipients),
            "hide": len(consent.hide),
        }
        actor, digest = vault.reviewer_id, digest_of(row.sealed)
        record(session, Done.RECORD_RESEALED, subject=statement_id, actor=actor, digest=digest)
        record(session, Done.CONSENT_CHANGED, subject=statement_id, actor=actor, counts=counts, digest=digest)
    return opened.consent


def _scope(store: Store, statement_id: str) -> ConsentScope | None:
    with store.reading() as session:
        row = session.get(StatementRecord, statement_id)
        return None if row is None or row.state is StatementState.WITHDRAWN else row.consent


def _may_name(audience: Audience) -> bool:
    """Whether a consent can allow an audience by a recipient's name."""
    anybody = "a"
    return Consent(recipients=(anybody,)).allows(audience, recipient=anybody)
