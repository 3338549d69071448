"""aigaq migrate-store: copy the store to a database server, or back into a file."""

import click

from cli.passphrases import store_passphrase, store_url


@click.command("migrate-store")
@click.option("--to", "target", required=True, metavar="URL", help="The new place: a server's URL or a path.")
def command(target: str) -> None:
    """Copy the store at AIGAQ_STORE to an empty place, compare the two, and remove nothing.

    A server's URL is postgresql+psycopg://user@host/database?sslmode=verify-full&aigaq_keys=PATH, where PATH
    is the keys file to be. Passphrases stay as they are. Writers wait meanwhile; what is written to the old
    store later is not in the new one. A failed copy is taken away again.

    \b
    Example:
      aigaq migrate-store --to "postgresql:///aigaq?aigaq_keys=/srv/aigaq/office.keys"
    """
    from store.moving import move_store  # noqa: PLC0415 - loads SQLAlchemy

    url = store_url()
    moved = move_store(url, target, passphrase=store_passphrase())
    click.echo(
        f"The copy is complete and was compared: {moved.statements} statements, "
        f"{moved.entries} entries of the journal, {moved.tables} tables."
    )
    click.echo("Set AIGAQ_STORE to the new place, and let nobody use the old one from now on.", err=True)
    click.echo("Envelopes that wait, finished bundles and certificates stay beside the old one.", err=True)
