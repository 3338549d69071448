"""aigaq backup: copy the store while it is in use."""

from pathlib import Path

import click

from cli.passphrases import store_passphrase, store_url


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Copy the store to FILE and its keys to FILE.keys, encrypted as it is, while others work with it.

    Both are needed, with the store's passphrase of today. Every page and the journal are checked before the
    copy has its name; nothing is ever written over. Keep it on another medium, away from the office: it is as
    secret as the store.

    \b
    Examples:
      aigaq backup /media/stick/2026-03-01.db
      aigaq restore /media/stick/2026-03-01.db
    """
    from store.backup import back_up, check_backup_place  # noqa: PLC0415 - loads SQLAlchemy
    from store.store import open_store  # noqa: PLC0415

    check_backup_place(file)
    url, passphrase = store_url(), store_passphrase()
    with open_store(url, passphrase=passphrase) as store:
        back_up(store, file, passphrase=passphrase)
    click.echo("The backup is complete and was checked.")
