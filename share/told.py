"""The statements of a case as its reviewers decided, read with the vault open.

Whatever of them a release hides is looked for in the bundle, also what stands in statements that do not go.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from models.findings import Analysis
from models.statements import Consent, StatementState
from redact.decided import fold, main_track
from redact.marks import Decided, DoubtState
from redact.spans import united_spans
from share.rewrite import Span
from store.cases import OpenedCase, open_records
from store.decisions import read_decisions
from store.store import Store
from store.vault import Vault


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """A statement that is not withdrawn; `settled` are spans of it that reviewers said may be read."""

    id: str
    state: StatementState
    raw_text: str
    analysis: Analysis
    settled: tuple[Span, ...]
    consent: Consent


def read_case(
    store: Store, opened: OpenedCase, vault: Vault, *, progress: Callable[[int], None] = lambda done: None
) -> Iterator[Told]:
    """All statements of an opened case, in the order they came in; that each was opened is in the journal."""
    states = {row.id: row.state for row in store.statements_of(opened.case_id)}
    for done, record in enumerate(open_records(store, opened.statements, vault), start=1):
        decisions = read_decisions(store, record.statement_id, vault)
        decided = fold(record.analysis, main_track(decisions))
        yield Told(
            id=record.statement_id,
            state=states.get(record.statement_id, StatementState.WITHDRAWN),
            raw_text=record.raw_text,
            analysis=decided.analysis,
            settled=settled_spans(decided),
            consent=record.consent,
        )
        progress(done)


def settled_spans(decided: Decided) -> tuple[Span, ...]:
    """Where somebody looked and said that it may stay: refused findings and dismissed suspects."""
    applied = [mark for mark in decided.marks if mark.applied]
    # what is left of a mark that was only made narrower was not looked at as something that may stay
    narrowed = {
        mark.found
        for mark in decided.marks
        if not mark.applied
        and mark.found is not None
        and any(m.finding.start < mark.found.end and mark.found.start < m.finding.end for m in applied)
    }
    refused = [mark.span for mark in decided.marks if not mark.applied and mark.found not in narrowed]
    dismissed = [doubt.span for doubt in decided.doubts if doubt.state is DoubtState.DISMISSED]
    return tuple(united_spans([*refused, *dismissed]))
