"""What `aigaq doctor` asks of a store: encrypted, undamaged, and readable by its owner only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from stat import S_IMODE
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from store.journal import verify_journal
from store.place import StorePlace
from store.store import Store

_OLDEST_SQLCIPHER: Final = (4, 19)
_RESTORE: Final = "Restore the store and its keys file from one backup."


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
    if place.recovery.exists():
        advice = "Move it to a medium that is kept elsewhere, then delete it here: it opens every record."
        yield Check("recovery identity", Health.WARN, "still lies beside the store", advice)
    else:
        yield Check("recovery identity", Health.OK, "is not beside the store")


def check_database(store: Store) -> Iterator[Check]:
    """The settings of a connection, the pages of the file, and the journal."""
    try:
        if store.engine.dialect.name == "sqlite":
            with store.engine.connect() as connection:
                yield _sqlcipher(connection)
                yield from _settings(connection)
                yield _pages(connection)
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
    for pragma, expected in (("foreign_keys", "1"), ("secure_delete", "1"), ("journal_mode", "wal")):
        value = str(connection.exec_driver_sql(f"pragma {pragma}").scalar())
        if value == expected:
            yield Check(pragma, Health.OK, value)
        else:
            yield Check(
                pragma, Health.FAIL, value, "The store's file system may not support it. Move the store."
            )


def _pages(connection: Connection) -> Check:
    # The first finds pages that were changed from outside, the second a structure that does not hold.
    tampered = connection.exec_driver_sql("pragma cipher_integrity_check").first() is not None
    sound = connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
    children = connection.exec_driver_sql("pragma foreign_key_check").first() is None
    if not tampered and sound and children:
        return Check("integrity", Health.OK, "every page and every reference is as it was written")
    return Check("integrity", Health.FAIL, "the database is damaged", _RESTORE)
