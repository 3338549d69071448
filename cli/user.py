"""aigaq user: who may open what."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import is_terminal, visible, write_json
from cli.passphrases import (
    new_passphrase,
    opened_store,
    opened_vault,
    present_passphrase,
    store_passphrase,
    store_url,
)
from models.users import Duty, User

if TYPE_CHECKING:
    from rich.table import Table

_RECOVERY = click.option(
    "--recovery",
    type=click.Path(path_type=Path),
    help="The file of the offline recovery identity, instead of a reviewer's passphrase.",
)


@click.group("user")
def group() -> None:
    """Users: who hands in, reviews, runs batches or checks the journal.

    A reviewer's own passphrase opens the texts. The other roles open none; an auditor's signs checkpoints of
    the journal.

    \b
    Examples:
      aigaq user add "Ayan" --role reviewer
      aigaq user list
      aigaq user disable "Ayan"          and then: aigaq vault rotate
    """


@group.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice([duty.value for duty in Duty]), required=True, help="What they do.")
@_RECOVERY
def add(name: str, role: str, recovery: Path | None) -> None:
    """Add a user.

    The new passphrase is read from the file that AIGAQ_NEW_PASSPHRASE_FILE names, or asked for twice: let
    the new user type it. To add a reviewer, a reviewer opens the vault (AIGAQ_REVIEWER and
    AIGAQ_REVIEWER_PASSPHRASE_FILE, or asked for); where there is none any more, give --recovery FILE.

    \b
    Examples:
      aigaq user add "Ayan" --role reviewer
      aigaq user add "Dana" --role auditor
      aigaq user add "Ayan" --role reviewer --recovery /media/stick/store.db.recovery
    """
    from store.store import open_store  # noqa: PLC0415 - loads SQLAlchemy
    from store.users import add_user  # noqa: PLC0415

    url, words = store_url(), store_passphrase()
    duty = Duty(role)
    with open_store(url, passphrase=words) as store:
        vault = opened_vault(store, recovery) if duty is Duty.REVIEWER or recovery is not None else None
        fresh = new_passphrase("Passphrase of the new user")
        user_id = add_user(store, name, duty, passphrase=fresh, vault=vault)
    if fresh == words:
        click.echo("This is the store's passphrase too: two locks with one key are one lock.", err=True)
    click.echo(user_id)


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of a table.")
def list_all(as_json: bool) -> None:
    """List the users, with how many wrong passphrases there were since the last right one.

    \b
    Examples:
      aigaq user list
      aigaq user list --json
    """
    from store.users import list_users  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        users = list_users(store)
    if as_json:
        write_json([_as_record(user) for user in users])
    elif is_terminal():
        from rich.console import Console  # noqa: PLC0415 - slow to load

        Console().print(_table(users))
    else:
        for user in users:
            click.echo("\t".join(_cells(user)))


@group.command("disable")
@click.argument("name")
@_RECOVERY
def disable(name: str, recovery: Path | None) -> None:
    """Disable a user: the passphrase opens nothing from now on.

    To disable a reviewer, a reviewer opens the vault, and the last one cannot be disabled. Whoever may have
    copied the vault's identity still opens what was stored with it: run aigaq vault rotate afterwards.

    \b
    Examples:
      aigaq user disable "Ayan"
      aigaq user disable "Ayan" --recovery /media/stick/store.db.recovery
    """
    from store.users import disable_user, find_duty  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        duty = find_duty(store, name)
        vault = opened_vault(store, recovery) if duty is Duty.REVIEWER or recovery is not None else None
        disable_user(store, name, vault=vault)
    click.echo("Disabled.")
    if duty is Duty.REVIEWER:
        click.echo("If they may have copied the vault's identity: aigaq vault rotate", err=True)


@group.command("passphrase")
@click.argument("name")
def passphrase(name: str) -> None:
    """Change a user's passphrase; the present one is needed.

    The present one comes from AIGAQ_REVIEWER_PASSPHRASE_FILE if AIGAQ_REVIEWER is this user, or from
    AIGAQ_USER_PASSPHRASE_FILE if AIGAQ_USER is, else it is asked for; the new one from
    AIGAQ_NEW_PASSPHRASE_FILE, else it is asked for twice. Nobody can change a forgotten one: disable the
    user and add another.

    \b
    Example:
      aigaq user passphrase "Ayan"
    """
    from store.users import change_passphrase  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        old = present_passphrase(name)
        change_passphrase(store, name, old=old, new=new_passphrase("New passphrase"))
    click.echo("Changed.")
    click.echo("If somebody knew the old one: aigaq vault rotate", err=True)


def _as_record(user: User) -> dict[str, object]:
    return {
        "id": user.id,
        "name": user.name,
        "role": user.duty.value,
        "state": user.state.value,
        "failures": user.failures,
        "created_at": user.created_at.isoformat(),
    }


def _cells(user: User) -> tuple[str, ...]:
    cells = (user.name, user.duty.value, user.state.value, str(user.failures), user.id)
    return (*map(visible, cells), user.created_at.date().isoformat())


def _table(users: list[User]) -> "Table":
    from rich.table import Table  # noqa: PLC0415 - slow to load
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for heading in ("name", "role", "state", "wrong passphrases", "id", "added"):
        table.add_column(heading, no_wrap=heading == "id")
    for user in users:
        # Text, not str: a user named [red] is a name and no colour.
        table.add_row(*map(Text, _cells(user)))
    return table
