"""Where the store lies and what opens it: from the environment, or asked for in a terminal.

AIGAQ_STORE, AIGAQ_PASSPHRASE_FILE, AIGAQ_REVIEWER, AIGAQ_REVIEWER_PASSPHRASE_FILE, and AIGAQ_USER with
AIGAQ_USER_PASSPHRASE_FILE for who is no reviewer; AIGAQ_NEW_PASSPHRASE_FILE for a passphrase that is to be. A
passphrase is never an option or a variable itself: both can be read by other programs.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from models.errors import AigaqError

if TYPE_CHECKING:
    from store.store import Store
    from store.vault import Vault

STORE: Final = "AIGAQ_STORE"
STORE_FILE: Final = "AIGAQ_PASSPHRASE_FILE"
REVIEWER: Final = "AIGAQ_REVIEWER"
REVIEWER_FILE: Final = "AIGAQ_REVIEWER_PASSPHRASE_FILE"
USER: Final = "AIGAQ_USER"
USER_FILE: Final = "AIGAQ_USER_PASSPHRASE_FILE"
NEW_FILE: Final = "AIGAQ_NEW_PASSPHRASE_FILE"
_PRESENT: Final = "Present passphrase of this user"
_LONGEST: Final = 4096


def store_url() -> str:
    """The store's path or URL; store_unset when nobody can be asked."""
    named = os.environ.get(STORE, "").strip()
    if named:
        return named
    if not in_terminal():
        raise AigaqError("store_unset")
    return str(click.prompt("Path of the store", err=True)).strip()


def store_passphrase(*, new: bool = False) -> str:
    """The store's passphrase; a new one is asked for twice."""
    return passphrase_of(STORE_FILE, "Passphrase of the store", new=new)


def reviewer_name(*, code: str = "reviewer_needed") -> str:
    """The reviewer's name; the error `code` when nobody can be asked."""
    named = os.environ.get(REVIEWER, "").strip()
    if named:
        return named
    if not in_terminal():
        raise AigaqError(code)
    return str(click.prompt("Reviewer's name", err=True)).strip()


def reviewer_passphrase(*, new: bool = False, code: str = "reviewer_needed") -> str:
    """The reviewer's passphrase; a new one is asked for twice; the error `code` when nobody can be asked."""
    return passphrase_of(REVIEWER_FILE, "Passphrase of the reviewer", new=new, code=code)


def user_name(who: str, *, code: str) -> str:
    """The name of a user who is no reviewer, such as an auditor; `code` when nobody can be asked."""
    named = os.environ.get(USER, "").strip()
    if named:
        return named
    if not in_terminal():
        raise AigaqError(code)
    return str(click.prompt(f"Name of the {who}", err=True)).strip()


def user_passphrase(who: str, *, code: str) -> str:
    """The passphrase of that user; the error `code` when nobody can be asked."""
    return passphrase_of(USER_FILE, f"Passphrase of the {who}", new=False, code=code)


def new_passphrase(question: str) -> str:
    """A passphrase that is to be, asked for twice."""
    return passphrase_of(NEW_FILE, question, new=True)


def present_passphrase(name: str) -> str:
    """The passphrase that a user of this name has now; the files count only for the names beside them."""
    for variable, file in ((REVIEWER, REVIEWER_FILE), (USER, USER_FILE)):
        if os.environ.get(variable, "").split() == name.split():
            return passphrase_of(file, _PRESENT, new=False)
    if not in_terminal():
        raise AigaqError("passphrase_missing")
    return str(click.prompt(_PRESENT, hide_input=True, err=True))


def opened_vault(store: "Store", recovery: Path | None = None) -> "Vault":
    """The vault, opened by a reviewer or with the file of the offline recovery identity."""
    from store.users import open_vault, open_vault_with_recovery  # noqa: PLC0415 - loads SQLAlchemy

    if recovery is None:
        return open_vault(store, reviewer_name(), reviewer_passphrase())
    try:
        with recovery.open("rb") as file:
            text = file.read(_LONGEST).decode("utf-8", "replace")
    except OSError:
        raise AigaqError("no_such_file") from None
    return open_vault_with_recovery(store, text)


def opened_store() -> "Store":
    """The store that the environment or the user names, opened; a context manager."""
    from store.store import open_store  # noqa: PLC0415 - loads SQLAlchemy

    url = store_url()
    return open_store(url, passphrase=store_passphrase())


def in_terminal() -> bool:
    """True if somebody can be asked."""
    return sys.stdin.isatty()


def passphrase_of(variable: str, question: str, *, new: bool, code: str = "passphrase_missing") -> str:
    """A passphrase from the file that a variable names, or asked for; the error `code` where neither is."""
    named = os.environ.get(variable, "").strip()
    if named:
        return _read(Path(named))
    if not in_terminal():
        raise AigaqError(code)
    return str(click.prompt(question, hide_input=True, err=True, confirmation_prompt=new))


def _read(path: Path) -> str:
    """The first line of a file, without the end that an editor puts there."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LONGEST)
    except OSError:
        raise AigaqError("no_such_file") from None
    try:
        lines = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise AigaqError("passphrase_missing") from None
    if not lines or not lines[0]:
        raise AigaqError("passphrase_missing")
    return lines[0]
