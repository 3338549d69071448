"""aigaq recall: who holds a statement that must come back, letters to them, bundles in its place."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import visible, write_json
from cli.passphrases import opened_store, opened_vault, reviewer_name, reviewer_passphrase
from cli.share import Steps, print_report
from models.errors import AigaqError
from models.users import Duty

if TYPE_CHECKING:
    from share.recalling import Holding
    from store.store import Store

_MAY = frozenset({Duty.REVIEWER, Duty.OPERATOR})


@click.command(
    "recall",
    epilog="""\b
Examples:
  aigaq recall --statement 7QK2M0XW4R
  aigaq recall --statement 7QK2M0XW4R --letters letters
  aigaq recall --statement 7QK2M0XW4R --letters letters --replace new-bundles

\b
Withdraw the statement first: aigaq withdraw ID --reason request
""",
)
@click.option("--statement", "statement_id", metavar="ID", required=True, help="The statement to recall.")
@click.option(
    "--letters",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write a letter for each bundle into this folder, in three languages.",
)
@click.option(
    "--replace",
    "target",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Make new bundles without it in this folder; a reviewer is needed.",
)
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
def command(statement_id: str, letters: Path | None, target: Path | None, as_json: bool) -> None:
    """List every bundle and recipient that holds a statement; write the letters, make new bundles.

    No program fetches a file back: the letters ask for it, and the log says whom. A reviewer's or an
    operator's name and passphrase are needed for letters, a reviewer's for new bundles.
    """
    from share.recalling import holdings, write_letters  # noqa: PLC0415 - loads SQLAlchemy
    from store.ids import read_id  # noqa: PLC0415
    from store.releases import record_recall  # noqa: PLC0415
    from store.users import open_user  # noqa: PLC0415

    with opened_store() as store:
        wanted = read_id(statement_id)
        found = holdings(store, wanted)
        if as_json:
            write_json([_as_record(holding) for holding in found])
        else:
            _print(found)
        if letters is not None and found:
            user = open_user(store, reviewer_name(), reviewer_passphrase())
            if user.duty not in _MAY:
                raise AigaqError("reviewer_locked")
            written = write_letters(found, letters)
            record_recall(store, wanted, actor=user.id, count=len(written))
            click.echo(f"{len(written)} letters in {visible(str(letters))}", err=True)
        if target is not None and found:
            _replace(store, wanted, found, target)


def _replace(store: "Store", statement_id: str, found: "list[Holding]", target: Path) -> None:
    from redact.scanner import load_scanner  # noqa: PLC0415 - heavy, as is what follows
    from share.recalling import replacement  # noqa: PLC0415
    from share.releasing import release  # noqa: PLC0415

    vault = opened_vault(store)
    case = store.statement(statement_id).case
    scan = load_scanner().scan
    blocked = False
    for holding in found:
        out = target / holding.release.id
        done = release(
            store, vault, replacement(store, holding, case, statement_id), out, scan, progress=Steps()
        )
        click.echo(f"In place of {holding.release.id}:", err=True)
        print_report(done, out)
        blocked |= done.release is None
    if blocked:
        raise AigaqError("release_blocked")


def _print(found: "list[Holding]") -> None:
    for holding in found:
        release = holding.release
        click.echo(
            f"{release.id}  {release.made_at:%Y-%m-%d}  {release.audience.value:<8}  "
            f"{visible(release.recipient or '-')}  {holding.name}"
        )
    if not found:
        click.echo("No bundle holds it.", err=True)


def _as_record(holding: "Holding") -> dict[str, object]:
    release = holding.release
    return {
        "release": release.id,
        "made_at": release.made_at.isoformat(),
        "audience": release.audience.value,
        "recipient": release.recipient,
        "statement": holding.name,
    }
