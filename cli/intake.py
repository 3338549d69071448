"""aigaq intake: the office's identity that opens envelopes, and looking receipts up."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import write_json
from cli.passphrases import opened_store

if TYPE_CHECKING:
    from store.intake_keys import IntakeKey


@click.group("intake", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """The office's key for envelopes: it opens them and nothing else, and is changed from time to time."""


@command.command("show")
@click.option("--json", "as_json", is_flag=True, help="With those that are retired and still open, as JSON.")
def show(as_json: bool) -> None:
    """Print the recipient that devices seal to (aigaq seal --to); the first one is made by this."""
    from store.intake_keys import current_intake_key, intake_keys  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        current = current_intake_key(store)
        keys = intake_keys(store)
    if as_json:
        write_json([_as_record(key) for key in keys])
    else:
        click.echo(current.recipient)


@command.command("rotate")
def rotate() -> None:
    """Make a new recipient and print it; the earlier ones still open what is on its way."""
    from store.intake_keys import rotate_intake_key  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        click.echo(rotate_intake_key(store).recipient)
    click.echo("Give it to the devices. When their last envelopes are in: aigaq intake forget", err=True)


@command.command("forget")
@click.confirmation_option(
    "--yes", prompt="What is still sealed to the retired keys stays shut for ever. Go on?"
)
def forget() -> None:
    """Remove the retired keys for good; old backups of the store still hold them."""
    from store.intake_keys import forget_intake_keys  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        click.echo(forget_intake_keys(store))


@command.command(
    "export",
    epilog="""\b
Example:
  aigaq intake export --out intake.key
  age -d -i intake.key ENVELOPE.age | tar -tvf -
""",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", required=True, help="A new file.")
def export(out: Path) -> None:
    """Write the keys as an identity file for the program age: whoever has it can read all envelopes."""
    from models.errors import AigaqError  # noqa: PLC0415
    from store.intake_keys import export_intake_keys  # noqa: PLC0415 - loads SQLAlchemy
    from store.private_files import create_private  # noqa: PLC0415

    with opened_store() as store:
        lines = [f"# {key.recipient}\n{key.identity}\n" for key in export_intake_keys(store)]
    try:
        create_private(out, "".join(lines).encode("ascii"))
    except AigaqError as error:
        raise AigaqError("place_taken" if error.code == "store_exists" else "unwritable") from None
    click.echo("This file opens every envelope. Keep it elsewhere, or delete it when it was used.", err=True)


@command.command("receipt")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def receipt(code: str, as_json: bool) -> None:
    """Look a receipt's code up: the statement's id and the day it came; an error if it never did."""
    from models.errors import AigaqError  # noqa: PLC0415
    from store.envelopes import find_receipt  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        arrival = find_receipt(store, code)
    if arrival is None:
        raise AigaqError("no_such_receipt")
    if as_json:
        write_json(
            {
                "receipt": arrival.receipt,
                "id": arrival.statement_id,
                "device": arrival.device_id,
                "received_at": arrival.received_at.isoformat(),
            }
        )
    else:
        click.echo(f"{arrival.statement_id}\t{arrival.received_at.date().isoformat()}")


def _as_record(key: "IntakeKey") -> dict[str, object]:
    return {
        "id": key.id,
        "recipient": key.recipient,
        "created_at": key.created_at.isoformat(),
        "retired_at": key.retired_at.isoformat() if key.retired_at else None,
    }
