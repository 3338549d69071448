"""Consent in the store: the scope is under the store's lock, all else of a consent under the vault's.

Whatever lets text leave asks may_leave() first. Without the vault only the scope is known, and a recipient
who is named in a consent cannot be seen: such statements are `sealed`, which is no permission.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from models.errors import AigaqError
from models.labels import Audience
from models.statements import Consent, ConsentScope, StatementState
from store.journal import Done, record
from store.records import replace_record
from store.store import Store
from store.tables import StatementRecord
from store.vault import Vault


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
        former, digest = replace_record(
            session, statement_id, lambda record: replace(record, consent=consent), vault=vault
        )
        session.get_one(StatementRecord, statement_id).consent = consent.scope
        counts = {
            "scope_before": former.consent.scope.place,
            "scope": consent.scope.place,
            "recipients": len(consent.recipients),
            "hide": len(consent.hide),
        }
        actor = vault.reviewer_id
        record(session, Done.CONSENT_CHANGED, subject=statement_id, actor=actor, counts=counts, digest=digest)
    return former.consent


def _scope(store: Store, statement_id: str) -> ConsentScope | None:
    with store.reading() as session:
        row = session.get(StatementRecord, statement_id)
        return None if row is None or row.state is StatementState.WITHDRAWN else row.consent


def _may_name(audience: Audience) -> bool:
    """Whether a consent can allow an audience by a recipient's name."""
    anybody = "a"
    return Consent(recipients=(anybody,)).allows(audience, recipient=anybody)
