"""aigaq rekey: another key and another passphrase for the store."""

import click

from cli.passphrases import new_passphrase, store_passphrase, store_url


@click.command("rekey")
def command() -> None:
    """Encrypt the whole store under a new key, and wrap that under a new passphrase of the store.

    Do it when the store's passphrase or its keys file became known. The new passphrase is read from the file
    that AIGAQ_NEW_PASSPHRASE_FILE names, or asked for twice. Nobody else may have the store open; the disk
    needs room for a second copy. If it is cut short, the old passphrase or the new one opens the store: run
    the same command again. Backups that were made before open with the old passphrase: make a new one.

    \b
    Example:
      AIGAQ_NEW_PASSPHRASE_FILE=/media/stick/new aigaq rekey
    """
    from store.rekey import rekey_store  # noqa: PLC0415 - loads SQLAlchemy

    url, old = store_url(), store_passphrase()
    new = new_passphrase("New passphrase of the store")
    rekey_store(url, old=old, new=new)
    click.echo("The store has a new key. From now on use the new passphrase.")
    if old == new:
        click.echo("The new passphrase is the old one: whoever knew it still does.", err=True)
    click.echo("Older backups open with the old passphrase. Make a new one: aigaq backup FILE", err=True)
