"""Where the store lies and what opens it: from the environment, or asked for in a terminal.

AIGAQ_STORE, AIGAQ_PASSPHRASE_FILE, AIGAQ_REVIEWER, AIGAQ_REVIEWER_PASSPHRASE_FILE. A passphrase is never an
option or a variable itself: both can be read by other programs.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from models.errors import AigaqError

if TYPE_CHECKING:
    from store.store import Store

STORE: Final = "AIGAQ_STORE"
STORE_FILE: Final = "AIGAQ_PASSPHRASE_FILE"
REVIEWER: Final = "AIGAQ_REVIEWER"
REVIEWER_FILE: Final = "AIGAQ_REVIEWER_PASSPHRASE_FILE"
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
    return _passphrase(STORE_FILE, "Passphrase of the store", new=new)


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
    return _passphrase(REVIEWER_FILE, "Passphrase of the reviewer", new=new, code=code)


def opened_store() -> "Store":
    """The store that the environment or the user names, opened; a context manager."""
    from store.store import open_store  # noqa: PLC0415 - loads SQLAlchemy

    url = store_url()
    return open_store(url, passphrase=store_passphrase())


def in_terminal() -> bool:
    """True if somebody can be asked."""
    return sys.stdin.isatty()


def _passphrase(variable: str, question: str, *, new: bool, code: str = "passphrase_missing") -> str:
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
