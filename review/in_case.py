"""A name that a reviewer added in one statement, masked wherever it stands in the other ones of the case."""

from collections.abc import Sequence

from models.decisions import Choice, DecisionKind
from models.errors import AigaqError
from models.labels import Label
from redact.decided import fold, main_track
from redact.sweep import mentions_of, name_keys
from review.opened import Opened
from store.cases import case_statements, open_records
from store.decisions import put_decisions, read_decisions
from store.store import Store
from store.vault import Vault


def add_in_case(store: Store, vault: Vault, opened: Opened, names: Sequence[str]) -> int:
    """Mask names in all other statements of the case that are not withdrawn; returns in how many.

    Each statement has its own decision in its own transaction; one that was approved is reopened by it. A
    statement that another reviewer has open gets the decision too: it only masks, and that page shows it.
    """
    keys = name_keys(names)
    ids = [s for s in case_statements(store, opened.state.case_id) if s != opened.id]
    touched = 0
    for record in open_records(store, ids, vault):
        decisions = main_track(read_decisions(store, record.statement_id, vault))
        decided = fold(record.analysis, decisions)
        found = mentions_of(record.raw_text, keys, decided.analysis.findings, here=True)
        spans = tuple((f.start, f.end) for f in found)
        if not spans:
            continue
        choice = Choice(DecisionKind.ADD, spans, label=Label.PERSON, identity=None)
        try:
            with store.writing() as session:
                put_decisions(session, record.statement_id, [(choice, True)], vault=vault, claimed=False)
        except AigaqError as error:
            if error.code != "withdrawn":
                raise
            continue  # withdrawn since it was opened: the others are masked all the same
        touched += 1
    return touched
