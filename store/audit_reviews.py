"""The audit's part on reviews: decisions, messages, approvals, approved texts, states and settings.

All are compared with what the journal tells. A setting that was changed without it is reported with the
approvals, since it says how many of them are enough.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.orm import Session

from models.labels import Audience
from models.statements import StatementState
from store.approvals import approval_digest, texts_digest
from store.chains import Chains
from store.decisions import decision_chains, told_decisions
from store.faults import Fault
from store.journal import Done, counts_of
from store.message_rows import message_chains, told_messages
from store.settings import SETTINGS
from store.tables import ApprovalRow, ApprovedTextRow, SettingRow, StatementRecord, VaultRow

_PORTION = 50  # texts are large
_ROWS = 1000
_APPROVAL = ApprovalRow.__table__
# What an action makes of a statement; more than one approval is enough where texts are written.
_STATES: Final[Mapping[str, StatementState]] = {
    Done.APPROVED: StatementState.CONFIRMING,
    Done.TEXTS_WRITTEN: StatementState.APPROVED,
    Done.REOPENED: StatementState.WAITING,
    Done.RETURNED: StatementState.RETURNED,
}
# After these a statement waits where their counts say so.
_MAY_WAIT: Final = frozenset({Done.QUESTION_ANSWERED.value, Done.WITHDRAWAL_DECLINED.value})


@dataclass(slots=True)
class ReviewStory:
    """What the journal tells of reviews; `tell` is given each entry in order."""

    decided: Chains = field(default_factory=told_decisions)
    written: Chains = field(default_factory=told_messages)
    approved: Counter[tuple[str, str]] = field(default_factory=Counter)  # of a statement: the digest
    states: dict[str, str] = field(default_factory=dict)
    settings: dict[str, object] = field(default_factory=dict)
    holding: dict[str, set[str]] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)

    def tell(self, entry: Any) -> None:
        """Take in one entry; those that speak of something else change nothing."""
        subject, actor = str(entry.subject), str(entry.actor)
        self.decided.tell(entry.action, subject, entry.digest)
        self.written.tell(entry.action, subject, entry.digest)
        if entry.action == Done.APPROVED:
            self.approved[subject, str(entry.digest)] += 1
            self.holding.setdefault(subject, set()).add(actor)
        elif entry.action == Done.REOPENED:
            self.holding.pop(subject, None)
        elif entry.action == Done.TEXTS_WRITTEN:
            self.texts[subject] = entry.digest
        elif entry.action == Done.TEXTS_REMOVED:
            self.texts.pop(subject, None)
        elif entry.action == Done.STATEMENT_WITHDRAWN:
            self.holding.pop(subject, None)
        elif entry.action == Done.SETTING_CHANGED:
            self.settings[subject] = counts_of(entry.counts).get("value")
        self._tell_state(entry.action, subject, entry.counts)

    def _tell_state(self, action: str, subject: str, counts: str) -> None:
        if action in {Done.STATEMENT_ADDED, Done.STATEMENT_RESCANNED}:
            failures = counts_of(counts).get("failures")
            self.states[subject] = (StatementState.BLOCKED if failures else StatementState.WAITING).value
        elif action == Done.STATEMENT_WITHDRAWN:
            self.states.pop(subject, None)  # that it stays withdrawn, the audit of statements sees
        elif action in _MAY_WAIT:
            if counts_of(counts).get("waits"):
                self.states[subject] = StatementState.WAITING.value
        elif action in _STATES:
            self.states[subject] = _STATES[action].value

    def check(self, session: Session) -> Iterator[Fault]:
        """What the tables hold that the journal does not tell, or the other way round."""
        yield from _differing("decisions_differ", decision_chains(session), self.decided.by_subject)
        yield from _differing("messages_differ", message_chains(session), self.written.by_subject)
        yield from self._approvals(session)
        yield from self._texts(session)
        yield from self._states(session)
        yield from self._settings(session)

    def _approvals(self, session: Session) -> Iterator[Fault]:
        given: Counter[tuple[str, str]] = Counter()
        holding: dict[str, set[str]] = {}
        columns = (type_coerce(c, Text).label(c.name) if c.name == "at" else c for c in _APPROVAL.columns)
        for row in session.execute(select(*columns)):
            given[row.statement_id, approval_digest(row, row.at)] += 1
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

    def _states(self, session: Session) -> Iterator[Fault]:
        query = select(StatementRecord.id, type_coerce(StatementRecord.state, Text).label("state"))
        for row in session.execute(query.execution_options(yield_per=_ROWS)):
            told = self.states.get(row.id)
            if told is None or row.state in {told, StatementState.WITHDRAWN.value}:
                continue
            approved = row.state == StatementState.APPROVED.value
            yield Fault("approval_unrecorded" if approved else "approvals_differ", subject=row.id)

    def _settings(self, session: Session) -> Iterator[Fault]:
        rows = session.execute(select(SettingRow.name, SettingRow.value))
        found = {row.name: _place(row.name, row.value) for row in rows}
        for name in sorted({*found, *self.settings}):
            if found.get(name, 0) != self.settings.get(name, 0):
                yield Fault("approvals_differ", subject=name)


def _differing(code: str, chains: Mapping[str, str], told: Mapping[str, str]) -> Iterator[Fault]:
    for subject in sorted({*chains, *told}):
        if chains.get(subject) != told.get(subject):
            yield Fault(code, subject=subject)


def _place(name: str, value: str) -> int | None:
    values = SETTINGS.get(name, ())
    return values.index(value) if value in values else None


def _compare(
    found: dict[str, dict[Audience, str]], told: dict[str, str | None], digest_key: bytes
) -> Iterator[Fault]:
    for statement_id, texts in found.items():
        if told.pop(statement_id, None) != texts_digest(digest_key, texts):
            yield Fault("texts_differ", subject=statement_id)
