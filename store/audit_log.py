"""The journal as people read it: who did what when, with users' and devices' names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.journal import counts_of, entries
from store.tables import DeviceRow, UserRow, instant_text


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry; `who` is None where nobody's passphrase was asked for, `names` a user or device acted on."""

    sequence: int
    at: str
    action: str
    who: str | None
    subject: str | None
    names: str | None
    counts: dict[str, object]


def read_log(session: Session, *, since: datetime | None = None) -> Iterator[LogLine]:
    """The entries from a moment on, in their own order."""
    users = {row.id: row.name for row in session.execute(select(UserRow.id, UserRow.name))}
    devices = {row.id: row.label for row in session.execute(select(DeviceRow.id, DeviceRow.label))}
    names = {**devices, **users}
    earliest = "" if since is None else instant_text(since)
    for entry in entries(session):
        if entry.at < earliest:
            continue
        yield LogLine(
            sequence=entry.sequence,
            at=entry.at,
            action=entry.action,
            # an actor that no user or device has any more is shown by the id
            who=names.get(entry.actor, entry.actor),
            subject=entry.subject,
            names=names.get(entry.subject),
            counts=counts_of(entry.counts),
        )
