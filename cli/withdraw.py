"""aigaq withdraw: take back one statement, or decline to where somebody asked for it."""

import click

from cli.passphrases import in_terminal, opened_store, opened_vault, reviewer_name, reviewer_passphrase
from models.errors import AigaqError
from models.users import Duty

# The members of store.withdrawals.Reason, named here so that help loads no database; a test compares them.
REASONS = ("request", "safety", "error", "legal", "other")
_MAY = frozenset({Duty.REVIEWER, Duty.OPERATOR})


@click.command(
    "withdraw",
    epilog="""\b
Examples:
  aigaq withdraw 7QK2M0XW4R --reason request
  aigaq withdraw 7QK2M0XW4R --reason safety --yes
  aigaq withdraw 7QK2M0XW4R --decline "The paper was taken; the witness wants it to stay."

\b
Backups made before still hold the statement: make new ones and destroy the old. STORE.withdrawals
beside the store is the signed list that an old backup is brought up with: keep a copy elsewhere.
""",
)
@click.argument("statement_id", metavar="ID")
@click.option("--reason", type=click.Choice(REASONS), help="Why; kept as this word alone.")
@click.option("--yes", is_flag=True, help="Do not ask. Needed where nobody can be asked.")
@click.option(
    "--decline",
    metavar="WORDS",
    help="Withdraw nothing: decline what was asked for with a receipt code, and say why. A reviewer's words, "
    "sealed to the vault; the shell may keep what is typed, so name nobody.",
)
def command(statement_id: str, reason: str | None, yes: bool, decline: str | None) -> None:
    """Withdraw a statement: its text, tags and findings are gone for good, and it is not taken in again.

    That it was there and was withdrawn, when and by whom, stays in the journal. A reviewer's or operator's
    name and passphrase are needed. To repeat the command finishes what was cut short.

    What somebody asked for with a receipt code that was seen or stolen, a reviewer declines with --decline
    instead of --reason: the statement may be approved and released again, and asked for again.
    """
    if (reason is None) == (decline is None):
        raise click.UsageError("One of --reason and --decline is needed.")
    if decline is not None:
        _decline(statement_id, decline)
    elif reason is not None:
        _withdraw(statement_id, reason, yes=yes)


def _withdraw(statement_id: str, reason: str, *, yes: bool) -> None:
    from store.ids import read_id  # noqa: PLC0415 - these load SQLAlchemy
    from store.users import open_user  # noqa: PLC0415
    from store.withdrawals import Reason, withdraw  # noqa: PLC0415

    if not yes and not in_terminal():
        raise click.UsageError("--yes is needed where nobody can be asked.")
    with opened_store() as store:
        wanted = read_id(statement_id)
        store.statement(wanted)
        user = open_user(store, reviewer_name(), reviewer_passphrase())
        if user.duty not in _MAY:
            raise AigaqError("reviewer_locked")
        if not yes:
            click.confirm("Its text is gone for good. Withdraw it?", err=True, abort=True)
        done = withdraw(store, wanted, Reason(reason), actor=user.id)
        on_server = store.place.database is None
    click.echo(wanted)
    if on_server:
        click.echo(
            "Withdrawn; old pages, logs and backups of the server may still hold its sealed record: see "
            "docs/postgresql.md",
            err=True,
        )
    elif not done.cleared:
        raise AigaqError("withdrawn_traces")
    elif done.again:
        click.echo("It had been withdrawn before; the file was cleared once more.", err=True)
    else:
        click.echo("Withdrawn; no page of the store's file holds a piece of it.", err=True)


def _decline(statement_id: str, words: str) -> None:
    from store.ids import read_id  # noqa: PLC0415 - these load SQLAlchemy
    from store.messages import decline_withdrawal  # noqa: PLC0415

    with opened_store() as store:
        wanted = read_id(statement_id)
        store.statement(wanted)
        decline_withdrawal(store, wanted, words, vault=opened_vault(store))
    click.echo(wanted)
    click.echo("Declined; nothing is withdrawn. It may go out again once it is approved.", err=True)
