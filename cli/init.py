"""aigaq init: create an encrypted store."""

import click

from cli.passphrases import reviewer_name, reviewer_passphrase, store_passphrase, store_url


@click.command("init")
@click.option(
    "--reviewer", metavar="NAME", help="Name of the first reviewer (else AIGAQ_REVIEWER, else asked)."
)
@click.option(
    "--recovery",
    metavar="age1…",
    help="Recipient of the recovery identity, kept elsewhere; without it one is written beside the store.",
)
def command(reviewer: str | None, recovery: str | None) -> None:
    """Create an encrypted store at AIGAQ_STORE, with a first reviewer.

    The store's passphrase opens ids, counts and tags; the reviewer's opens the texts. Use two different ones.
    The recovery identity opens every text when no reviewer is left: keep it offline.

    \b
    Examples:
      aigaq init --reviewer "Ayan"
      aigaq init --reviewer "Ayan" --recovery age1…
    """
    from store.create import create_store  # noqa: PLC0415 - loads SQLAlchemy

    url = store_url()
    passphrase = store_passphrase(new=True)
    name = reviewer or reviewer_name(code="passphrase_missing")
    second = reviewer_passphrase(new=True, code="passphrase_missing")
    created = create_store(url, passphrase=passphrase, reviewer=(name, second), recovery=recovery)
    click.echo("The store is ready.")
    if passphrase == second:
        click.echo("Both passphrases are the same: two locks with one key are one lock.", err=True)
    if created.recovery_file is not None:
        click.echo(f"Recovery identity: {created.recovery_file}")
        click.echo("It opens every record. Move it to a medium kept elsewhere and delete it here.", err=True)
    click.echo("A second reviewer, in case the first one cannot come: aigaq user add NAME --role reviewer")
    click.echo("Next: aigaq batch FOLDER")
