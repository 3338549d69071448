"""The journal as people read it: who did what when, with users' and devices' names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from store.columns import instant_text
from store.ids import read_id
from store.journal import ENTRY, counts_of, entries
from store.tables import DeviceRow, JournalRow, UserRow

PAGE: Final = 100


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


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of entries, the newest first, of `total` that were asked for."""

    lines: tuple[LogLine, ...]
    total: int


def read_log(session: Session, *, since: datetime | None = None) -> Iterator[LogLine]:
    """The entries from a moment on, in their own order."""
    names = _names(session)
    earliest = "" if since is None else instant_text(since)
    for entry in entries(session):
        if entry.at >= earliest:
            yield _line(entry, names)


def read_log_page(
    session: Session, *, action: str | None = None, subject: str | None = None, page: int = 1
) -> LogPage:
    """A page of the entries of one action or about one id, which is taken as somebody typed it."""
    chosen = and_(_of_action(action), _about(subject))
    total = session.scalar(select(func.count()).select_from(JournalRow).where(chosen)) or 0
    query = (
        select(*ENTRY)
        .where(chosen)
        .order_by(JournalRow.sequence.desc())
        .limit(PAGE)
        .offset((max(1, page) - 1) * PAGE)
    )
    names = _names(session)
    return LogPage(tuple(_line(entry, names) for entry in session.execute(query)), total)


def _names(session: Session) -> dict[str, str]:
    users = {row.id: row.name for row in session.execute(select(UserRow.id, UserRow.name))}
    devices = {row.id: row.label for row in session.execute(select(DeviceRow.id, DeviceRow.label))}
    return {**devices, **users}


def _line(entry: Any, names: Mapping[str, str]) -> LogLine:
    return LogLine(
        sequence=entry.sequence,
        at=entry.at,
        action=entry.action,
        # an actor that no user or device has any more is shown by the id
        who=names.get(entry.actor, entry.actor),
        subject=entry.subject,
        names=names.get(entry.subject),
        counts=counts_of(entry.counts),
    )


def _of_action(action: str | None) -> ColumnElement[bool]:
    return true() if action is None else JournalRow.action == action


def _about(subject: str | None) -> ColumnElement[bool]:
    if subject is None:
        return true()
    # a setting is known by its name, all else by an id
    return JournalRow.subject.in_({subject.strip(), read_id(subject)})
