"""aigaq recall: who holds a statement that must come back, letters to them, bundles in its place."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import visible, write_json
from cli.passphrases import opened_store, opened_vault, reviewer_name, reviewer_passphrase
from cli.share import Steps, as_record, print_report
from models.errors import AigaqError
from models.users import Duty

if TYPE_CHECKING:
    from share.recalling import Holding
    from share.releasing import Done
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
        records = [_as_record(holding) for holding in found]
        if not as_json:
            _print(found)
        if letters is not None and found:
            user = open_user(store, reviewer_name(), reviewer_passphrase())
            if user.duty not in _MAY:
                raise AigaqError("reviewer_locked")
            written = write_letters(found, letters)
            record_recall(store, wanted, actor=user.id, count=len(written))
            click.echo(f"{len(written)} letters in {visible(str(letters))}", err=True)
        done = [] if target is None else _replace(store, wanted, found, target, silent=as_json)
    if as_json:
        for record, made in zip(records, done, strict=False):
            record["replacement"] = as_record(made)
        write_json(records)
    if any(not made.verdict.passed for made in done):
        raise AigaqError("release_blocked")
    if any(made.release is None for made in done):
        raise AigaqError("nothing_to_release")


def _replace(
    store: "Store", statement_id: str, found: "list[Holding]", target: Path, *, silent: bool
) -> "list[Done]":
    """Make a bundle in place of each, sealed to the same recipient where the old one was sealed."""
    if not found:
        return []
    from redact.scanner import load_scanner  # noqa: PLC0415 - heavy, as is what follows
    from share.handover import ORIGINALS, hand_over  # noqa: PLC0415
    from share.recalling import replacement  # noqa: PLC0415
    from share.releasing import release  # noqa: PLC0415

    vault = opened_vault(store)
    case = store.statement(statement_id).case
    scan = load_scanner().scan
    made = []
    for holding in found:
        old = holding.release
        click.echo(f"In place of {old.id}:", err=True)
        wanted = replacement(store, holding, case, statement_id)
        out = target / old.id
        if old.sealed_to is None:
            done = release(store, vault, wanted, out, scan, progress=Steps())
        else:
            out = target / f"{old.id}.tar.age"
            done = hand_over(
                store,
                vault,
                wanted,
                out,
                scan,
                seal_to_recipient=old.sealed_to,
                originals=ORIGINALS in old.formats,
                progress=Steps(),
            )
        if not silent:
            print_report(done, out)
        made.append(done)
    return made


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
