"""Scanning a blocked statement again: a new analysis takes the place of the one that a failure broke off."""

from collections.abc import Mapping
from dataclasses import replace

from models.errors import AigaqError
from models.findings import Analysis, TagKind
from models.labels import Audience
from models.reviews import Risk
from models.statements import StatementState
from store.journal import Done, record
from store.records import replace_record
from store.store import Store, put_tags, review_row
from store.tables import IndexedKind, StatementRecord
from store.vault import Vault


def put_analysis(  # noqa: PLR0913 - all that a scan gives
    store: Store,
    statement_id: str,
    analysis: Analysis,
    *,
    redacted: Mapping[Audience, str],
    regions: frozenset[str],
    risk: Risk,
    vault: Vault,
) -> StatementState:
    """Put another analysis in a blocked statement's record; it waits for review unless that failed too.

    Errors: bad_decision where the statement is not blocked, withdrawn, record_damaged, reviewer_locked.
    """
    with store.writing() as session:
        statement = session.get(StatementRecord, statement_id)
        if statement is None:
            raise AigaqError("no_such_statement")
        if statement.state is not StatementState.BLOCKED:
            raise AigaqError("bad_decision")
        replace_record(
            session,
            statement_id,
            lambda record: replace(record, analysis=analysis, redacted=dict(redacted)),
            vault=vault,
        )
        abuse = frozenset(tag.code for tag in analysis.tags if tag.kind is TagKind.ABUSE)
        put_tags(session, statement_id, {IndexedKind.ABUSE: abuse, IndexedKind.REGION: regions})
        session.merge(review_row(statement_id, risk))
        statement.language = analysis.language
        statement.state = StatementState.BLOCKED if analysis.failures else StatementState.WAITING
        counts = {"findings": len(analysis.findings), "failures": len(analysis.failures)}
        actor = vault.reviewer_id
        record(session, Done.STATEMENT_RESCANNED, subject=statement_id, actor=actor, counts=counts)
        return statement.state
