"""One digest over all that was appended to something: what the journal tells, and what the table holds.

Decisions and messages of a statement and rulings of a case are kept alike: each entry of the journal has the
digest of a row, and one that tells of sealing anew or of another change has the chain of all rows as they
are then.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.journal import CHAIN_START, Done
from store.tables import JournalRow

_PORTION: Final = 1000


def chain_of(digests: Iterable[str], *, start: str = CHAIN_START) -> str:
    """One digest over several in their order."""
    chain = start
    for digest in digests:
        chain = hashlib.sha256(f"{chain}{digest}".encode("ascii")).hexdigest()
    return chain


@dataclass(slots=True)
class Chains:
    """The chain of each subject as the journal tells it: appended to, sealed or else made anew, or ended."""

    appended: Collection[Done]
    anew: Collection[Done]
    ended: Collection[Done] = ()
    by_subject: dict[str, str] = field(default_factory=dict)

    def tell(self, action: str, subject: str, digest: str | None) -> None:
        """Take in one entry; those that speak of something else change nothing."""
        if action in self.appended:
            start = self.by_subject.get(subject, CHAIN_START)
            self.by_subject[subject] = chain_of([str(digest)], start=start)
        elif action in self.anew:
            self.by_subject[subject] = str(digest)
        elif action in self.ended:
            self.by_subject.pop(subject, None)

    def read(self, session: Session, subject: str | None = None) -> dict[str, str]:
        """The chains after the whole journal, or that of one subject."""
        actions = [action.value for action in (*self.appended, *self.anew, *self.ended)]
        query = select(JournalRow.action, JournalRow.subject, JournalRow.digest).where(
            JournalRow.action.in_(actions)
        )
        if subject is not None:
            query = query.where(JournalRow.subject == subject)
        ordered = query.order_by(JournalRow.sequence).execution_options(yield_per=_PORTION)
        for entry in session.execute(ordered):
            self.tell(entry.action, str(entry.subject), entry.digest)
        return self.by_subject
