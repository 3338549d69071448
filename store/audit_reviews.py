"""The audit's part on reviews: decisions, approvals and approved texts against what the journal tells."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.orm import Session

from models.labels import Audience
from models.statements import StatementState
from store.approvals import texts_digest
from store.decisions import chain_of, decision_chains
from store.faults import Fault
from store.journal import CHAIN_START, Done
from store.tables import ApprovalRow, ApprovedTextRow, StatementRecord, VaultRow

_PORTION = 50  # texts are large


@dataclass(slots=True)
class ReviewStory:
    """What the journal tells of reviews; `tell` is given each entry in order."""

    chains: dict[str, str] = field(default_factory=dict)
    approved: Counter[tuple[str, str]] = field(default_factory=Counter)
    holding: dict[str, set[str]] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)

    def tell(self, entry: Any) -> None:
        """Take in one entry; those that speak of something else change nothing."""
        subject, actor = str(entry.subject), str(entry.actor)
        if entry.action == Done.DECIDED:
            start = self.chains.get(subject, CHAIN_START)
            self.chains[subject] = chain_of([str(entry.digest)], start=start)
        elif entry.action == Done.DECISIONS_RESEALED:
            self.chains[subject] = str(entry.digest)
        elif entry.action == Done.APPROVED:
            self.approved[subject, actor] += 1
            self.holding.setdefault(subject, set()).add(actor)
        elif entry.action == Done.REOPENED:
            self.holding.pop(subject, None)
        elif entry.action == Done.TEXTS_WRITTEN:
            self.texts[subject] = entry.digest
        elif entry.action == Done.TEXTS_REMOVED:
            self.texts.pop(subject, None)
        elif entry.action == Done.STATEMENT_WITHDRAWN:
            self.holding.pop(subject, None)
            self.chains.pop(subject, None)

    def check(self, session: Session) -> Iterator[Fault]:
        """What the tables hold that the journal does not tell, or the other way round."""
        chains = decision_chains(session)
        for subject in sorted({*chains, *self.chains}):
            if chains.get(subject) != self.chains.get(subject):
                yield Fault("decisions_differ", subject=subject)
        yield from self._approvals(session)
        yield from self._texts(session)

    def _approvals(self, session: Session) -> Iterator[Fault]:
        given: Counter[tuple[str, str]] = Counter()
        holding: dict[str, set[str]] = {}
        for row in session.execute(select(ApprovalRow.statement_id, ApprovalRow.user_id, ApprovalRow.holds)):
            given[row.statement_id, row.user_id] += 1
            if row.holds:
                holding.setdefault(row.statement_id, set()).add(row.user_id)
        differing = {subject for subject, _ in (given - self.approved) + (self.approved - given)}
        differing |= {s for s in {*holding, *self.holding} if holding.get(s) != self.holding.get(s)}
        yield from (Fault("approvals_differ", subject=subject) for subject in sorted(differing))

    def _texts(self, session: Session) -> Iterator[Fault]:
        digest_key = session.scalar(select(VaultRow.digest_key)) or b""
        query = select(
            ApprovedTextRow.statement_id, type_coerce(ApprovedTextRow.audience, Text), ApprovedTextRow.text
        ).order_by(ApprovedTextRow.statement_id)
        found: dict[str, dict[Audience, str]] = {}
        told = dict(self.texts)
        for statement_id, audience, text in session.execute(query.execution_options(yield_per=_PORTION)):
            if found and statement_id not in found:
                yield from _compare(found, told, digest_key)
                found = {}
            if audience in set(Audience):
                found.setdefault(statement_id, {})[Audience(audience)] = text
            else:
                yield Fault("texts_differ", subject=statement_id)
        yield from _compare(found, told, digest_key)
        yield from (Fault("texts_differ", subject=subject) for subject in sorted(told))
        state = type_coerce(StatementRecord.state, Text) == StatementState.APPROVED.value
        for statement_id in session.scalars(select(StatementRecord.id).where(state)):
            if statement_id not in self.texts:
                yield Fault("approval_unrecorded", subject=statement_id)


def _compare(
    found: dict[str, dict[Audience, str]], told: dict[str, str | None], digest_key: bytes
) -> Iterator[Fault]:
    for statement_id, texts in found.items():
        if told.pop(statement_id, None) != texts_digest(digest_key, texts):
            yield Fault("texts_differ", subject=statement_id)
