"""The custody log of statements: what the journal says was done with each, and by users of which duty.

Users appear by id alone: who they are, the office tells whoever has a right to ask.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from store.journal import ENTRY, counts_of
from store.store import Store
from store.tables import JournalRow, StatementRecord, UserRow

_PORTION = 500


def custody_logs(store: Store, ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The journal's entries about each statement, in order, with the batch that it came in with."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, list[dict[str, Any]]] = {one: [] for one in wanted}
    with store.reading() as session:
        duties = {row.id: row.duty.value for row in session.scalars(select(UserRow))}
        for start in range(0, len(wanted), _PORTION):
            portion = wanted[start : start + _PORTION]
            batches: dict[str | None, list[str]] = {}
            of = select(StatementRecord.id, StatementRecord.batch_id).where(StatementRecord.id.in_(portion))
            for statement_id, batch_id in session.execute(of):
                if batch_id is not None:
                    batches.setdefault(batch_id, []).append(statement_id)
            query = select(*ENTRY).where(JournalRow.subject.in_([*portion, *batches]))
            for row in session.execute(query.order_by(JournalRow.sequence)):
                entry = {
                    "sequence": row.sequence,
                    "at": row.at,
                    "action": row.action,
                    "by": row.actor,
                    "duty": duties.get(row.actor or ""),
                    "counts": counts_of(row.counts),
                    "digest": row.digest,
                    "hash": row.hash,
                }
                for statement_id in batches.get(row.subject, [row.subject]):
                    found[statement_id].append(entry)
    return found
