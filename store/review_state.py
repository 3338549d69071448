"""Where a statement stands in the review, as the store key shows it."""

from dataclasses import dataclass

from models.errors import AigaqError
from models.statements import ConsentScope, StatementState
from store.claims import holder
from store.settings import one_is_enough, setting
from store.store import Store
from store.tables import CaseRow, ReviewRow, StatementRecord, UserRow


@dataclass(frozen=True, slots=True)
class ReviewState:
    """State, case, scope and claim of a statement; `counted` is False where nobody counted its risk yet."""

    state: StatementState
    case_id: str
    case: str
    scope: ConsentScope
    high: bool
    counted: bool
    claimed_by: str | None
    claimant: str | None
    one_reviewer: bool
    decoys: bool


def read_review_state(store: Store, statement_id: str) -> ReviewState:
    """The state of a statement; no_such_statement, or withdrawn where its words are gone."""
    with store.reading() as session:
        statement = session.get(StatementRecord, statement_id)
        if statement is None:
            raise AigaqError("no_such_statement")
        if statement.state is StatementState.WITHDRAWN:
            raise AigaqError("withdrawn")
        row = session.get(ReviewRow, statement_id)
        claimed_by = holder(row) if row is not None else None
        claimant = session.get(UserRow, claimed_by) if claimed_by else None
        return ReviewState(
            state=statement.state,
            case_id=statement.case_id,
            case=session.get_one(CaseRow, statement.case_id).name,
            scope=statement.consent,
            high=bool(row is not None and row.high),
            counted=row is not None,
            claimed_by=claimed_by,
            claimant=claimant.name if claimant else None,
            one_reviewer=one_is_enough(session),
            decoys=setting(session, "decoys") == "on",
        )
