"""aigaq restore: put a backup into the store's place."""

from pathlib import Path

import click

from cli.passphrases import store_passphrase, store_url


@click.command("restore")
@click.argument("backup", type=click.Path(path_type=Path))
@click.option(
    "--withdrawals",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The signed list of withdrawals; that beside the store counts without being named.",
)
@click.option("--replace", is_flag=True, help="Take the place of a store that is there; it is kept beside.")
def command(backup: Path, withdrawals: Path | None, replace: bool) -> None:
    """Put a backup into the place that AIGAQ_STORE names, once it is checked.

    The passphrase is the one that the store had when the backup was made. Statements that were withdrawn
    since are withdrawn again before anything else can be done with it, by the store's signed list of
    withdrawals (STORE.withdrawals).

    \b
    Examples:
      aigaq restore /media/stick/2026-03-01.db
      aigaq restore /media/stick/2026-03-01.db --withdrawals /media/stick/store.db.withdrawals
      aigaq restore /media/stick/2026-03-01.db --replace
    """
    from store.restore import restore_store  # noqa: PLC0415 - loads SQLAlchemy

    restored = restore_store(
        backup, store_url(), passphrase=store_passphrase(), replace=replace, withdrawals=withdrawals
    )
    click.echo(f"{restored.statements} statements are back.")
    if restored.withdrawn is None:
        click.echo(
            "There was no list of withdrawals: what was withdrawn since the backup is back too. "
            "Withdraw it again: aigaq withdraw ID",
            err=True,
        )
    elif restored.withdrawn:
        click.echo(f"{restored.withdrawn} of them were withdrawn since the backup, and are again.")
    if restored.kept is not None:
        click.echo(f"The store that was there: {restored.kept}")
        click.echo("Delete it and its keys file when it is not needed any more.", err=True)
