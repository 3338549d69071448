"""What `aigaq doctor` asks of a store: encrypted, undamaged, and readable by its owner only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from stat import S_IMODE
from typing import Final

from sqlalchemy import Connection, Text, func, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.users import Duty, UserState
from store.columns import instant_text
from store.inbox import inbox_of
from store.journal import Done, now, verify_journal
from store.keyfile import count_keys
from store.messages import withdrawals_asked
from store.place import StorePlace
from store.store import Store
from store.tables import IntakeKeyRow, JournalRow, UserRow

_OLDEST_SQLCIPHER: Final = (4, 19)
_RESTORE: Final = "Restore the store and its keys file from one backup: aigaq restore"
_ENOUGH_REVIEWERS: Final = 2
_CLOCK_SLACK: Final = timedelta(minutes=5)
# Statements are logged with what is put into them, but where their values are cut to nothing.
_LOGGED: Final = (
    "select current_setting('log_parameter_max_length') <> '0' and "
    "(current_setting('log_statement') <> 'none' or current_setting('log_min_duration_statement') <> '-1')"
)
_NAMED: Final = 5  # ids in one line


class Health(StrEnum):
    """How a check came out; only `fail` makes the doctor's exit status 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was looked at, what was found, and what to do about it (empty if nothing)."""

    name: str
    health: Health
    found: str
    advice: str = ""


def check_files(place: StorePlace) -> Iterator[Check]:
    """Who can read the files of a store, and whether the recovery identity still lies beside it."""
    files = {"store file": place.database, "keys file": place.keys}
    for name, path in files.items():
        if path is None:
            continue
        if not path.is_file():
            yield Check(name, Health.FAIL, "missing", _RESTORE)
        elif S_IMODE(path.stat().st_mode) & 0o077:
            yield Check(name, Health.WARN, "other users of this machine may read it", "chmod 600 it.")
        else:
            yield Check(name, Health.OK, "only you can read it")
    yield _folder(place.keys.parent)
    yield from _unfinished(place)
    if place.recovery.exists():
        advice = "Move it to a medium that is kept elsewhere, then delete it here: it opens every record."
        yield Check("recovery identity", Health.WARN, "still lies beside the store", advice)
    else:
        yield Check("recovery identity", Health.OK, "is not beside the store")


def check_database(store: Store) -> Iterator[Check]:
    """The settings of a connection, the pages of the file, and the journal."""
    try:
        with store.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                yield _sqlcipher(connection)
                yield from _settings(connection)
                yield _pages(connection)
            else:
                yield from _server(connection)
        with Session(store.engine) as session:
            whole = verify_journal(session)
    except DBAPIError:
        yield Check("database", Health.FAIL, "cannot be read", _RESTORE)
        return
    if whole:
        yield Check("journal", Health.OK, "the chain is whole and fits the statements")
    else:
        yield Check(
            "journal", Health.FAIL, "the chain is broken: entries or statements were changed", _RESTORE
        )


def check_users(store: Store) -> Iterator[Check]:
    """Who opens the vault and who no longer does, wrong passphrases, intake keys, the clock."""
    try:
        with Session(store.engine) as session:
            yield _reviewers(session)
            yield _disabled(session)
            yield _failures(session)
            yield _intake(session)
            yield _clock(session)
    except DBAPIError:
        yield Check("users", Health.FAIL, "cannot be read", _RESTORE)


def check_phones(store: Store) -> Iterator[Check]:
    """What waits in the inbox or was set aside there, and withdrawals that are asked for."""
    inbox = inbox_of(store)
    waiting, aside = len(inbox.files()), inbox.set_aside()
    if aside:
        advice = f"Look why by their endings, in {inbox.path.name} beside the store: docs/envelopes.md"
        yield Check("inbox", Health.WARN, f"{waiting} wait, {aside} were set aside", advice)
    elif waiting:
        yield Check("inbox", Health.WARN, f"{waiting} wait", "Take them in: aigaq receive")
    else:
        yield Check("inbox", Health.OK, "empty")
    asked = withdrawals_asked(store)
    if asked:
        named = " ".join(asked[:_NAMED])
        advice = f"Carry them out or decline them: aigaq withdraw ID, --help says how ({named})"
        yield Check("withdrawals asked for", Health.WARN, str(len(asked)), advice)


def _reviewers(session: Session) -> Check:
    active = (UserRow.duty == Duty.REVIEWER) & (UserRow.state == UserState.ACTIVE)
    count = session.scalar(select(func.count()).select_from(UserRow).where(active)) or 0
    if count >= _ENOUGH_REVIEWERS:
        return Check("reviewers", Health.OK, f"{count} open the vault")
    advice = "Add a second one: aigaq user add NAME --role reviewer"
    if count == 0:
        advice = "Add one with the recovery identity: aigaq user add NAME --role reviewer --recovery FILE"
    found = "only one opens the vault" if count else "nobody opens the vault"
    return Check("reviewers", Health.WARN, found, advice)


def _disabled(session: Session) -> Check:
    rows = session.scalars(select(UserRow).where(UserRow.state == UserState.DISABLED)).all()
    rotated = (
        select(JournalRow.sequence)
        .where(JournalRow.action == Done.VAULT_ROTATED.value)
        .order_by(JournalRow.sequence.desc())
        .limit(1)
    )
    # by the journal's order and not by the clock, which may go backwards
    after = session.scalar(rotated) or 0
    left = (
        select(func.count())
        .select_from(JournalRow)
        .where(
            JournalRow.action == Done.USER_DISABLED.value,
            JournalRow.sequence > after,
            JournalRow.subject.in_([row.id for row in rows if row.duty is Duty.REVIEWER]),
        )
    )
    if session.scalar(left):
        advice = "If they may have copied the vault's identity: aigaq vault rotate"
        found = f"{len(rows)}; a reviewer left since the vault was last changed"
        return Check("disabled users", Health.WARN, found, advice)
    return Check("disabled users", Health.OK, str(len(rows)) if rows else "none")


def _failures(session: Session) -> Check:
    counts = session.scalars(select(UserRow.failures).where(UserRow.failures > 0)).all()
    if not counts:
        return Check("wrong passphrases", Health.OK, "none since each user's last right one")
    found = f"{sum(counts)} since the last right one, of {len(counts)} users"
    return Check("wrong passphrases", Health.WARN, found, "Ask them whether it was they: aigaq user list")


def _intake(session: Session) -> Check:
    rows = session.scalars(select(IntakeKeyRow)).all()
    retired = sum(row.retired_at is not None for row in rows)
    if not rows:
        return Check("intake keys", Health.OK, "none yet")
    return Check("intake keys", Health.OK, f"{len(rows) - retired} in use, {retired} retired")


def _clock(session: Session) -> Check:
    latest = session.scalar(select(func.max(type_coerce(JournalRow.at, Text))))
    if latest is not None and str(latest) > instant_text(now() + _CLOCK_SLACK):
        found = "behind the journal's last entries"
        return Check("clock", Health.WARN, found, "Set this machine's clock; entries keep their order.")
    return Check("clock", Health.OK, "not behind the journal")


def _unfinished(place: StorePlace) -> Iterator[Check]:
    """What a command that was killed left behind: files nobody needs, or a key too many."""
    try:
        keys = count_keys(place.keys)
    except AigaqError:
        keys = 1  # check_files and opening say what is wrong with them
    if keys > 1:
        yield Check("rekey", Health.WARN, "was cut short", "Run it again: aigaq rekey")
    beside = place.database or place.keys
    starts = (f".{beside.name}.rekey", f".{beside.name}.restore-", ".aigaq-")
    try:
        count = sum(path.name.startswith(starts) for path in beside.parent.iterdir())
    except OSError:
        return
    if count:
        advice = "Delete the files that begin with .aigaq- or with a dot and the store's name."
        yield Check(
            "unfinished files", Health.WARN, f"{count} were left by a command that was killed", advice
        )


def _folder(folder: Path) -> Check:
    try:
        open_to_others = bool(S_IMODE(folder.stat().st_mode) & 0o077)
    except OSError:
        return Check("store folder", Health.FAIL, "missing", "Check AIGAQ_STORE.")
    if open_to_others:
        return Check("store folder", Health.WARN, "other users may look into it", "chmod 700 the folder.")
    return Check("store folder", Health.OK, "only you can look into it")


def _sqlcipher(connection: Connection) -> Check:
    version = str(connection.exec_driver_sql("pragma cipher_version").scalar() or "")  # 4.19.0 community
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers >= _OLDEST_SQLCIPHER:
        return Check("SQLCipher", Health.OK, f"version {version}")
    return Check("SQLCipher", Health.FAIL, f"version {version or 'none'}", "Install the program anew.")


def _settings(connection: Connection) -> Iterator[Check]:
    wanted = (("foreign_keys", "1"), ("secure_delete", "1"), ("journal_mode", "wal"), ("temp_store", "2"))
    for pragma, expected in wanted:
        value = str(connection.exec_driver_sql(f"pragma {pragma}").scalar())
        if value == expected:
            yield Check(pragma, Health.OK, value)
        else:
            yield Check(
                pragma, Health.FAIL, value, "The store's file system may not support it. Move the store."
            )


def _server(connection: Connection) -> Iterator[Check]:
    version = connection.exec_driver_sql("show server_version").scalar()
    yield Check("PostgreSQL", Health.OK, f"version {version}")
    encrypted = "select ssl from pg_stat_ssl where pid = pg_backend_pid()"
    if connection.exec_driver_sql(encrypted).scalar():
        yield Check("connection", Health.OK, "encrypted, and the server showed who it is")
    else:
        yield Check("connection", Health.OK, "stays on this machine")
    if connection.exec_driver_sql("show data_checksums").scalar() == "on":
        yield Check("integrity", Health.OK, "the server's pages carry checksums")
    else:
        advice = "With the server stopped: pg_checksums --enable"
        yield Check("integrity", Health.WARN, "the server's pages carry no checksums", advice)
    logged = connection.exec_driver_sql(_LOGGED).scalar()
    if logged:
        advice = "Set log_parameter_max_length = 0 on the server, and delete its old logs."
        yield Check("server's log", Health.WARN, "has values of statements in it", advice)
    else:
        yield Check("server's log", Health.OK, "holds no values of statements")
    found = "ids, counts, tags, names of users and approved texts lie readable on the server's disk"
    advice = "Encrypt that disk and its backups, if they are not: docs/postgresql.md"
    yield Check("server's disk", Health.WARN, found, advice)


def _pages(connection: Connection) -> Check:
    # The first finds pages that were changed from outside, the second a structure that does not hold.
    tampered = connection.exec_driver_sql("pragma cipher_integrity_check").first() is not None
    sound = connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
    children = connection.exec_driver_sql("pragma foreign_key_check").first() is None
    if not tampered and sound and children:
        return Check("integrity", Health.OK, "every page and every reference is as it was written")
    return Check("integrity", Health.FAIL, "the database is damaged", _RESTORE)
