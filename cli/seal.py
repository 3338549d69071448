"""aigaq seal: statements into envelopes, on a device without a store."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import write_json
from models.errors import SENTENCES, AigaqError

if TYPE_CHECKING:
    from intake.sealing import Source

_SOME_REFUSED = 3  # exit status


@click.command(
    "seal",
    epilog="""\b
Examples:
  aigaq seal interview.docx --to age1… --consent legal --out outbox
  aigaq seal *.txt --to age1… --consent consent.json --out outbox
  aigaq seal interviews --to age1… --out outbox
  pbpaste | aigaq seal - --to age1…

\b
Exit status: 0 all were sealed, 3 some were not, 1 an error, 2 typed wrongly.
""",
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE|FOLDER|-…",
)
@click.option("--to", "recipient", metavar="age1…", required=True, help="From the office: aigaq intake show")
@click.option(
    "--consent",
    metavar="FILE|SCOPE",
    default="internal",
    show_default=True,
    help="What the witness agreed to: internal, partner, legal, public, or a consent.json.",
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Where the envelopes go (default: here).",
)
@click.option("--armor", "armored", is_flag=True, help="As text, for mail and messengers.")
@click.option("--json", "as_json", is_flag=True, help="Receipts as JSON.")
def command(  # noqa: PLR0913 - click hands over each option
    *, files: tuple[Path, ...], recipient: str, consent: str, out: Path, armored: bool, as_json: bool
) -> int:
    """Seal each FILE, or a text from standard input (-), into an envelope that only the office opens.

    Of a FOLDER, all files below it; those of no known kind are told by their number in the order of names.
    Prints the code of a receipt and the envelope's random name. AIGAQ_DEVICE names the device's key.
    """
    from cli.device_key import device_file, device_passphrase  # noqa: PLC0415
    from intake.consents import consent_json, consent_option  # noqa: PLC0415
    from intake.device_keys import read_device_key  # noqa: PLC0415 - loads the cryptography
    from intake.envelopes import checked_recipient  # noqa: PLC0415
    from intake.sealing import Office, Receipt, seal_files  # noqa: PLC0415

    if [str(file) for file in files].count("-") > 1:
        raise click.UsageError("standard input can be sealed once")
    to = checked_recipient(recipient)
    agreed = consent_json(consent_option(consent))
    if not out.is_dir():
        raise AigaqError("no_such_file")
    office = Office(to, read_device_key(device_file(), passphrase=device_passphrase), agreed)
    rows: list[dict[str, object]] = []
    refused = 0
    for outcome in seal_files(_sources(files), office=office, folder=out, armored=armored):
        if isinstance(outcome, Receipt):
            rows.append({"receipt": outcome.code, "envelope": outcome.envelope.name})
            if not as_json:
                click.echo(f"{outcome.code}\t{outcome.envelope.name}")
            continue
        if len(files) == 1 and not files[0].is_dir():
            raise AigaqError(outcome.code)
        refused += 1
        rows.append({"file": outcome.number, "code": outcome.code, "message": SENTENCES[outcome.code]})
        if not as_json:
            click.echo(f"file {outcome.number}: {outcome.code}: {SENTENCES[outcome.code]}", err=True)
    if as_json:
        write_json(rows)
    return _SOME_REFUSED if refused else 0


def _sources(files: tuple[Path, ...]) -> "Iterator[Source]":
    from intake.reader import SIZE_LIMIT  # noqa: PLC0415
    from intake.sealing import Source, sources_below  # noqa: PLC0415

    for file in files:
        if str(file) == "-":
            yield Source(text=sys.stdin.buffer.read(SIZE_LIMIT + 1))
        elif file.is_dir():
            yield from sources_below(file)
        else:
            yield Source(file)
