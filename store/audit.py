"""The audit: whether the journal is one whole chain, and whether the tables hold what it says, and no more.

It sees what was changed without the journal. A chain that was written anew from its start to its end looks
whole: only a checkpoint that is kept elsewhere (store/checkpoint.py) shows that, or an old file put back.
One pass over the journal and one over each table, in the transaction of the session: it is of one moment.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.statements import ConsentScope, StatementState
from models.users import Duty, UserState
from store.audit_reviews import ReviewStory
from store.cases import indexes_fit
from store.engine import storage_error
from store.faults import Fault, Verdict
from store.guards import guards_stand
from store.journal import (
    CHAIN_START,
    VOUCHED,
    Done,
    counts_of,
    entries,
    entry_hash,
    row_digest,
    vouched_rows,
)
from store.rulings import differing_rulings
from store.tables import (
    Base,
    BatchRow,
    BatchState,
    CaseRow,
    DeviceCardRow,
    DeviceRow,
    EnvelopeRow,
    IntakeKeyRow,
    PhoneRow,
    ReleasedRow,
    ReleaseRow,
    SealedRow,
    StatementRecord,
    TagRow,
    UserRow,
    VaultRow,
    WithdrawalRow,
)
from store.withdrawals import withdrawals_fit

_PORTION: Final = 1000
_FEW: Final = 50  # sealed records are large
_ACTIONS: Final = frozenset(action.value for action in Done)
_NEW_SEAL: Final = frozenset({Done.RECORD_RESEALED, Done.CONSENT_CHANGED})
_WIDTHS: Final = {scope.value: scope.place for scope in ConsentScope}
_BATCH_COUNTS: Final = ("accepted", "duplicates", "rejected")


@dataclass(slots=True)
class _Told:
    """What the journal tells of a statement."""

    digest: str | None
    words: object
    scope: object
    withdrawn: bool = False
    seen: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """What the tables hold of a statement: `in_list` of withdrawals, `traces` of its words."""

    state: str
    scope: str
    digest: str | None
    in_list: bool
    traces: bool


@dataclass(slots=True)
class _Story:
    """What the journal tells, as far as the tables must agree with it."""

    statements: dict[str, _Told] = field(default_factory=dict)
    cases: set[str] = field(default_factory=set)
    batches: dict[str, dict[str, object] | None] = field(default_factory=dict)
    vouched: dict[tuple[type[Base], str], str | None] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)
    envelopes: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    # the same, with theirs
    digests: Counter[tuple[str | None, str | None, str]] = field(default_factory=Counter)
    reviews: ReviewStory = field(default_factory=ReviewStory)


def audit(session: Session) -> Verdict:
    """Compare the journal with itself and with every table; the session must stay in one transaction."""
    verdict = Verdict()
    try:
        _compare(session, verdict)
    except DBAPIError as error:
        # A table that is gone, or bytes that are no text: somebody's deed, and no fault of the disk.
        if storage_error(error).code != "internal":
            raise
        verdict.add("unreadable")
    return verdict


def _compare(session: Session, verdict: Verdict) -> None:
    if not guards_stand(session.connection()):
        verdict.add("guards_missing")
    story = _Story()
    for entry in check_chain(session, verdict):
        _tell(story, entry, verdict)
        story.reviews.tell(entry)
    if verdict.entries == 0:
        verdict.add("journal_empty")
    for check in (_vouched, _users, _statements, _cases, _batches, _envelopes, _releases):
        for fault in check(session, story):
            verdict.put(fault)
    for fault in story.reviews.check(session):
        verdict.put(fault)


def check_chain(
    session: Session, verdict: Verdict, *, after: int = 0, previous: str = CHAIN_START
) -> Iterator[Any]:
    """The entries after one whose hash is known; what is wrong with the chain goes into the verdict.

    After a fault the chain is taken up again, so that each break is named once.
    """
    expected, latest = after + 1, ""
    for entry in entries(session, after=after or None):
        sequence, at, action, subject, actor, counts, digest, before, stored = entry
        if sequence != expected:
            verdict.add("entries_missing", sequence=sequence)
        elif before != previous:
            verdict.add("entry_unlinked", sequence=sequence)
        if stored != entry_hash(
            sequence=sequence,
            at=at,
            action=action,
            subject=subject,
            actor=actor,
            counts=counts,
            digest=digest,
            previous=before,
        ):
            verdict.add("entry_changed", sequence=sequence)
        if at < latest:
            verdict.add("clock_back", sequence=sequence)
        if (sequence == 1) != (action == Done.STORE_CREATED):
            verdict.add("beginning_wrong", sequence=sequence)
        previous, expected, latest = stored, sequence + 1, max(at, latest)
        verdict.entries += 1
        verdict.sequence, verdict.head, verdict.at = sequence, stored, at
        yield entry


def _tell(story: _Story, entry: Any, verdict: Verdict) -> None:  # noqa: PLR0912 - one branch an action
    action, subject, sequence = entry.action, entry.subject, entry.sequence
    if action == Done.STATEMENT_ADDED:
        if subject in story.statements:
            verdict.add("statement_twice", sequence=sequence, subject=subject)
        counts = counts_of(entry.counts)
        story.statements[subject] = _Told(entry.digest, counts.get("words"), counts.get("scope"))
    elif action in _NEW_SEAL or action == Done.STATEMENT_WITHDRAWN:
        told = story.statements.get(subject)
        if told is None or told.withdrawn:
            verdict.add("entry_out_of_place", sequence=sequence, subject=subject)
        elif action in _NEW_SEAL:
            told.digest = entry.digest or told.digest
            told.scope = counts_of(entry.counts).get("scope", told.scope)
        else:
            told.withdrawn = True
    elif action in VOUCHED:
        # entries on intake keys that were given out or forgotten name none
        if subject is not None or VOUCHED[action] is VaultRow:
            story.vouched[VOUCHED[action], subject or "1"] = entry.digest
    elif action == Done.UNLOCK_FAILED:
        story.failures[subject] += 1
    elif action == Done.UNLOCKED_AFTER_FAILURES:
        story.failures.pop(subject, None)
    elif action == Done.CASE_CREATED:
        story.cases.add(subject)
    elif action == Done.BATCH_STARTED:
        story.batches[subject] = None
    elif action == Done.BATCH_FINISHED:
        if subject not in story.batches:
            verdict.add("entry_out_of_place", sequence=sequence, subject=subject)
        story.batches[subject] = counts_of(entry.counts)
    elif action == Done.ENVELOPE_RECEIVED:
        story.envelopes[subject, entry.actor] += 1
        story.digests[subject, entry.actor, str(entry.digest)] += 1
    elif action not in _ACTIONS:
        verdict.add("action_unknown", sequence=sequence)


def _statements(session: Session, story: _Story) -> Iterator[Fault]:
    withdrawn = {row.statement_id for row in _rows(session, select(WithdrawalRow.statement_id))}
    tagged = {row.statement_id for row in _rows(session, select(TagRow.statement_id).distinct())}
    sealed = _rows(session, select(SealedRow.statement_id, SealedRow.sealed), portion=_FEW)
    digests = {row.statement_id: hashlib.sha256(row.sealed).hexdigest() for row in sealed}
    state_and_scope = _text(StatementRecord.state), _text(StatementRecord.consent)
    query = select(StatementRecord.id, *state_and_scope, StatementRecord.words)
    for statement_id, state, scope, words in _rows(session, query):
        told = story.statements.get(statement_id)
        digest, gone = digests.pop(statement_id, None), statement_id in withdrawn
        withdrawn.discard(statement_id)
        if told is None:
            yield Fault("statement_unrecorded", subject=statement_id)
            continue
        told.seen = True
        if told.words != words:
            yield Fault("statement_changed", subject=statement_id)
        traces = digest is not None or statement_id in tagged
        yield from _one(statement_id, told, _Found(state, scope, digest, in_list=gone, traces=traces))
    for statement_id in sorted({*digests, *withdrawn}):
        yield Fault("statement_unrecorded", subject=statement_id)
    for statement_id, told in story.statements.items():
        if not told.seen:
            yield Fault("statement_missing", subject=statement_id)
    if not _withdrawals_fit(session):
        yield Fault("withdrawals_differ")
    if not indexes_fit(session):
        yield Fault("indexes_differ")


def _one(statement_id: str, told: _Told, found: _Found) -> Iterator[Fault]:
    withdrawn = found.state == StatementState.WITHDRAWN.value
    if told.withdrawn:
        if not withdrawn or not found.in_list or found.traces:
            yield Fault("withdrawal_undone", subject=statement_id)
        return
    if told.scope is not None and told.scope != _WIDTHS.get(found.scope):
        yield Fault("scope_changed", subject=statement_id)
    if withdrawn or found.in_list:
        yield Fault("withdrawal_unrecorded", subject=statement_id)
    elif found.digest is None:
        yield Fault("record_missing", subject=statement_id)
    elif found.digest != told.digest:
        yield Fault("record_replaced", subject=statement_id)


def _vouched(session: Session, story: _Story) -> Iterator[Fault]:
    """Rows that entries vouch for against the digests that the entries hold of them."""
    digest_key = session.scalar(select(VaultRow.digest_key)) or b""
    for kind, name in (
        (VaultRow, "vault"),
        (UserRow, "user"),
        (DeviceRow, "device"),
        (DeviceCardRow, "card"),
        (PhoneRow, "phone"),
        (IntakeKeyRow, "intake"),
        (ReleaseRow, "release"),
    ):
        told = {subject: digest for (of, subject), digest in story.vouched.items() if of is kind}
        for row in _rows(session, vouched_rows(kind)):
            subject = str(row[0])
            shown = None if kind is VaultRow else subject
            if subject not in told:
                yield Fault(f"{name}_unrecorded", subject=shown)
            elif told.pop(subject) != row_digest(digest_key, kind, row):
                yield Fault(f"{name}_changed", subject=shown)
        if kind not in {IntakeKeyRow, DeviceCardRow}:  # old ones are forgotten for good, and cards dropped
            for subject in told:
                yield Fault(f"{name}_missing", subject=None if kind is VaultRow else subject)


def _users(session: Session, story: _Story) -> Iterator[Fault]:
    """What no entry vouches for: shares, which change with the vault, and the count of wrong passphrases."""
    shared = UserRow.share.is_not(None).label("shared")
    query = select(UserRow.id, _text(UserRow.duty), _text(UserRow.state), shared, UserRow.failures)
    for user_id, duty, state, has_share, failures in _rows(session, query):
        if bool(has_share) != (duty == Duty.REVIEWER.value and state == UserState.ACTIVE.value):
            yield Fault("share_wrong", subject=user_id)
        if failures != story.failures[user_id]:
            yield Fault("failures_differ", subject=user_id)


def _cases(session: Session, story: _Story) -> Iterator[Fault]:
    rows = {row.id for row in _rows(session, select(CaseRow.id))}
    yield from (Fault("case_unrecorded", subject=case_id) for case_id in sorted(rows - story.cases))
    yield from (Fault("case_missing", subject=case_id) for case_id in sorted(story.cases - rows, key=str))
    yield from (Fault("rulings_differ", subject=case_id) for case_id in differing_rulings(session))


def _batches(session: Session, story: _Story) -> Iterator[Fault]:
    told = dict(story.batches)
    counted = (BatchRow.accepted, BatchRow.duplicates, BatchRow.rejected)
    for batch_id, state, *counts in _rows(session, select(BatchRow.id, _text(BatchRow.state), *counted)):
        if batch_id not in told:
            yield Fault("batch_unrecorded", subject=batch_id)
            continue
        finished = told.pop(batch_id)
        expected = None if finished is None else [finished.get(name) for name in _BATCH_COUNTS]
        if expected != (counts if state == BatchState.FINISHED.value else None):
            yield Fault("batch_changed", subject=batch_id)
    yield from (Fault("batch_missing", subject=batch_id) for batch_id in told)


def _releases(session: Session, story: _Story) -> Iterator[Fault]:
    """How many statements each release holds; its row, which the journal vouches for, says how many."""
    query = select(ReleasedRow.release_id, func.count()).group_by(ReleasedRow.release_id)
    held = {row[0]: row[1] for row in _rows(session, query)}
    for release_id, statements in _rows(session, select(ReleaseRow.id, ReleaseRow.statements)):
        if held.pop(release_id, 0) != statements:
            yield Fault("released_differ", subject=release_id)
    yield from (Fault("release_unrecorded", subject=release_id) for release_id in held)


def _envelopes(session: Session, story: _Story) -> Iterator[Fault]:
    query = select(EnvelopeRow.statement_id, EnvelopeRow.device_id, EnvelopeRow.digest)
    found = Counter(tuple(row) for row in _rows(session, query))
    rows: Counter[tuple[str | None, str | None]] = Counter()
    for (statement_id, device_id, _), count in found.items():
        rows[statement_id, device_id] += count
    yield from (Fault("envelope_unrecorded", subject=subject) for subject, _ in rows - story.envelopes)
    yield from (Fault("envelope_missing", subject=subject) for subject, _ in story.envelopes - rows)
    # one that came before there were phones has none
    digests = Counter({key: count for key, count in found.items() if key[2] is not None})
    yield from (Fault("envelope_changed", subject=subject) for subject, _, _ in digests - story.digests)


def _withdrawals_fit(session: Session) -> bool:
    try:
        return withdrawals_fit(session)
    except ValueError:  # a reason that is in no list
        return False


def _rows(session: Session, query: Any, *, portion: int = _PORTION) -> Iterator[Any]:
    return iter(session.execute(query.execution_options(yield_per=portion)))


def _text(column: Any) -> Any:
    """A closed list as text: a value that is not in it is a fault to name and no error to stop at."""
    return type_coerce(column, Text).label(column.key)
