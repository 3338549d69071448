"""The cases with how many statements of theirs are in each state, and what linking found."""

from dataclasses import dataclass

from sqlalchemy import func, select

from models.statements import StatementState
from store.store import Store
from store.tables import CaseIndexRow, CaseRow, StatementRecord


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """A case in numbers; people and proposals are None where it was never linked."""

    id: str
    name: str
    states: dict[StatementState, int]
    people: int | None
    joined: int | None
    proposals: int | None


def case_counts(store: Store) -> list[CaseCounts]:
    """All cases by name."""
    states: dict[str, dict[StatementState, int]] = {}
    with store.reading() as session:
        counted = select(StatementRecord.case_id, StatementRecord.state, func.count())
        for case_id, state, count in session.execute(
            counted.group_by(StatementRecord.case_id, StatementRecord.state)
        ):
            states.setdefault(case_id, {})[state] = count
        joined = select(CaseRow, CaseIndexRow).outerjoin(CaseIndexRow, CaseIndexRow.case_id == CaseRow.id)
        return [
            CaseCounts(
                case.id,
                case.name,
                states.get(case.id, {}),
                index.people if index else None,
                index.joined if index else None,
                index.proposals if index else None,
            )
            for case, index in session.execute(joined.order_by(CaseRow.name))
        ]
