"""aigaq vault: the identity that opens the sealed records."""

from pathlib import Path

import click

from cli.passphrases import opened_store, opened_vault
from cli.progress import open_watch
from models.errors import AigaqError


@click.group("vault")
def group() -> None:
    """The vault: the identity that opens originals, and that reviewers share.

    \b
    Example:
      aigaq vault rotate
    """


@group.command("rotate")
@click.option(
    "--recovery",
    type=click.Path(path_type=Path),
    help="The file of the offline recovery identity, instead of a reviewer's passphrase.",
)
@click.option(
    "--new-recovery",
    metavar="age1…",
    help="Recipient of a new recovery identity, where the old one may have been copied.",
)
def rotate(recovery: Path | None, new_recovery: str | None) -> None:
    """Make a new vault and seal every record to it.

    Do it when somebody has left who may have copied the vault's identity, or when a reviewer's passphrase
    became known (after that was changed). All reviewers keep their passphrases. It happens wholly or not at
    all; others who want to write wait meanwhile. Backups that were made before still open with the old
    identity: make a new one and destroy them.

    \b
    Examples:
      aigaq vault rotate
      aigaq vault rotate --new-recovery age1…
    """
    from store.rotate import count_records, rotate_vault  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        vault = opened_vault(store, recovery)
        with open_watch(count_records(store), unit="records") as watch:

            def progress(done: int) -> None:
                watch.progress(done)
                if watch.stopping():
                    raise AigaqError("interrupted")

            done = rotate_vault(store, vault, recovery=new_recovery, progress=progress)
    click.echo(f"{done} record{'' if done == 1 else 's'} sealed anew.")
    click.echo("Older backups open with the old identity. Make a new one: aigaq backup FILE", err=True)
