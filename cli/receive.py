"""aigaq receive: statements out of envelopes."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import visible, write_json
from cli.passphrases import store_passphrase, store_url
from cli.reading import chosen_options, reading_options
from models.errors import SENTENCES, AigaqError

if TYPE_CHECKING:
    from intake.receiving import Report

_SOME_REFUSED = 3  # exit status


@click.command(
    "receive",
    epilog="""\b
Examples:
  aigaq receive inbox --case january --remove
  aigaq receive envelope.age --allow-unknown

\b
Exit status: 0 all are in the store, 3 some were refused, 130 interrupted, 1 an error, 2 typed wrongly.
""",
)
@click.argument("envelopes", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|FOLDER…")
@click.option("--case", metavar="NAME", default="main", show_default=True, help="The case they belong to.")
@click.option("--allow-unknown", is_flag=True, help="Take envelopes of devices that are not enrolled, too.")
@click.option(
    "--remove/--keep", default=False, help="Remove each file when it is in the store (default: keep)."
)
@reading_options
@click.option("--json", "as_json", is_flag=True, help="What became of each, as JSON.")
def command(  # noqa: PLR0913 - click hands over each option
    *,
    envelopes: tuple[Path, ...],
    case: str,
    allow_unknown: bool,
    remove: bool,
    include: tuple[str, ...],
    column: str | None,
    ocr: bool,
    as_json: bool,
) -> int:
    """Open envelopes, check who signed them, and store what is in them, with its consent.

    Of a folder, all *.age below it. What was received before is told with its receipt and not stored again;
    of what is refused nothing is stored.
    """
    from cli.progress import open_watch  # noqa: PLC0415 - all of these load what only this needs
    from cli.work import load_work  # noqa: PLC0415
    from intake.envelopes import IntakeIdentity  # noqa: PLC0415
    from intake.reading import open_reading  # noqa: PLC0415
    from intake.receiving import Rules, find_envelopes, receive_envelopes  # noqa: PLC0415
    from intake.workers import open_scanning  # noqa: PLC0415
    from store.intake_keys import intake_keys  # noqa: PLC0415
    from store.store import open_store  # noqa: PLC0415

    entries = list(find_envelopes(envelopes))
    options = chosen_options(include=include, column=column, ocr=ocr)
    url, passphrase = store_url(), store_passphrase()
    # in this order for the reasons that aigaq batch gives
    with (
        open_reading(options) as reading,
        open_scanning(load_work(), workers=2) as scanning,
        open_store(url, passphrase=passphrase) as store,
        open_watch(len(entries)) as watch,
    ):
        report = receive_envelopes(
            entries,
            store=store,
            identities=[IntakeIdentity(key.recipient, key.identity) for key in intake_keys(store)],
            reading=reading,
            scanning=scanning,
            rules=Rules(case=case, allow_unknown=allow_unknown, remove=remove),
            watch=watch,
        )
    if as_json:
        write_json(_as_record(report))
    else:
        _print(report)
    if report.stopped is not None:
        raise AigaqError(report.stopped)
    return _SOME_REFUSED if report.refused else 0


def _as_record(report: "Report") -> dict[str, object]:
    return {
        "received": [
            {"receipt": row.receipt, "id": row.statement_id, "path": _path(row.path)}
            for row in report.received
        ],
        "duplicates": [
            {
                "receipt": row.receipt,
                "of": row.statement_id,
                "code": "duplicate" if row.fresh else "envelope_seen",
                "look": row.look,
                "path": _path(row.path),
            }
            for row in report.duplicates
        ],
        "refused": [
            {
                "code": row.code,
                "message": SENTENCES[row.code],
                "receipt": row.receipt,
                "path": _path(row.path),
            }
            for row in report.refused
        ],
        "removed": report.removed,
    }


def _print(report: "Report") -> None:
    """Receipts on stdout; what needs a person on stderr."""
    for row in report.received:
        click.echo(f"{row.receipt}\t{row.statement_id}")
    for known in report.duplicates:
        code = "duplicate" if known.fresh else "envelope_seen"
        click.echo(f"{known.receipt}\t{known.statement_id}\t{code}")
        if known.look:
            click.echo(
                f"{visible(_path(known.path))}: this statement is here already, and its consent or text may "
                "differ, or it was withdrawn. Nothing was changed; look at it.",
                err=True,
            )
    for refused in report.refused:
        click.echo(f"{visible(_path(refused.path))}: {refused.code}: {SENTENCES[refused.code]}", err=True)
    click.echo(
        f"received {len(report.received)}, duplicates {len(report.duplicates)}, "
        f"refused {len(report.refused)}, removed {report.removed}",
        err=True,
    )


def _path(path: str) -> str:
    """A path that UTF-8 can hold."""
    return path.encode("utf-8", errors="backslashreplace").decode("utf-8")
