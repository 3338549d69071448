"""aigaq receive: statements out of envelopes."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import visible, write_json
from cli.passphrases import store_passphrase, store_url
from cli.reading import chosen_options, reading_options
from cli.running import idle_option, workers_option
from models.errors import SENTENCES, AigaqError

if TYPE_CHECKING:
    from cli.progress import Watch
    from intake.folder import Entry
    from intake.reading import ReadingBytes
    from intake.received import Report
    from intake.receiving import Rules
    from intake.scanning import Scanning
    from store.store import Store

_SOME_REFUSED = 3  # exit status


@click.command(
    "receive",
    epilog="""\b
Examples:
  aigaq receive --case january
  aigaq receive --watch --idle 0
  aigaq receive stick --case january --remove
  aigaq receive envelope.age --allow-unknown

\b
Exit status: 0 all are in the store, 3 some were refused, 130 interrupted, 1 an error, 2 typed wrongly.
""",
)
@click.argument("envelopes", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE|FOLDER]…")
@click.option("--case", metavar="NAME", default="main", show_default=True, help="The case they belong to.")
@click.option("--allow-unknown", is_flag=True, help="Take envelopes of devices that are not enrolled, too.")
@click.option(
    "--remove/--keep",
    default=False,
    help="Remove each file when it is in the store (default: keep; in the store's own inbox they are "
    "always removed).",
)
@reading_options
@click.option("--watch", is_flag=True, help="Stay and receive what comes, until Ctrl-C; counts are printed.")
@idle_option
@workers_option
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
    watch: bool,
    idle: float,
    workers: int,
    as_json: bool,
) -> int:
    """Open envelopes, check who signed them, and store what is in them, with its consent.

    Of a folder, all *.age below it; without FILE or FOLDER, what phones have sent into the store's own inbox.
    There each file is removed when it is in the store, and one that is refused is renamed, its ending the
    code of the reason.

    What was received before is told with its receipt and not stored again; of what is refused nothing is
    stored. Killed or interrupted, it goes on where it stood when it is started again.
    """
    from cli.work import load_work_for_many  # noqa: PLC0415 - all of these load what only this needs
    from intake.reading import open_reading  # noqa: PLC0415
    from intake.receiving import Rules  # noqa: PLC0415
    from intake.workers import open_loaded  # noqa: PLC0415
    from store.inbox import inbox_of  # noqa: PLC0415
    from store.store import open_store  # noqa: PLC0415

    options = chosen_options(include=include, column=column, ocr=ocr)
    url, passphrase = store_url(), store_passphrase()
    # in this order for the reasons that aigaq batch gives
    with (
        open_reading(options) as reading,
        open_loaded(load_work_for_many, workers=workers) as scanning,
        open_store(url, passphrase=passphrase) as store,
    ):
        inbox = None if envelopes else inbox_of(store)
        rules = Rules(case, allow_unknown, remove or inbox is not None, inbox)
        run = _Command(envelopes, rules, store=store, reading=reading, scanning=scanning)
        report = run.watched(idle=idle * 60, as_json=as_json) if watch else run.once()
    if as_json:
        write_json(_as_record(report))
    elif not watch:
        _print_receipts(report)
        _print_notes(report)
    if report.stopped is not None and not (watch and report.stopped == "interrupted"):
        raise AigaqError(report.stopped)
    return _SOME_REFUSED if report.refused else 0


class _Command:
    """One call of the command: what its runs have in common."""

    def __init__(
        self,
        places: tuple[Path, ...],
        rules: "Rules",
        *,
        store: "Store",
        reading: "ReadingBytes",
        scanning: "Scanning",
    ) -> None:
        self._places, self._rules = places, rules
        self._store, self._reading, self._scanning = store, reading, scanning

    def once(self) -> "Report":
        """One run over what is there."""
        from cli.progress import open_watch  # noqa: PLC0415

        entries = self._entries()
        with open_watch(len(entries)) as watch:
            return self._run(entries, watch)

    def watched(self, *, idle: float, as_json: bool) -> "Report":
        """Runs over what is new, until Ctrl-C; the report covers all of them.

        It ends after `idle` seconds in which nothing came: a store nobody needs should not lie open.
        """
        from cli.progress import open_watch  # noqa: PLC0415
        from intake.received import Report  # noqa: PLC0415
        from intake.watching import fresh_in  # noqa: PLC0415

        total = Report()
        last = time.monotonic()
        with open_watch(None) as watch:

            def done() -> bool:
                return watch.stopping() or bool(idle and time.monotonic() - last > idle)

            click.echo("Waiting for envelopes. Ctrl-C ends it.", err=True)
            # in the inbox a file has its name only when it is complete
            complete = self._rules.inbox is not None
            for entries in fresh_in(self._entries, stopping=done, complete=complete):
                report = self._run(entries, watch)
                if not as_json:
                    _print_notes(report)
                total.add(report)
                last = time.monotonic()
                if total.stopped is not None:
                    break
            if not watch.stopping() and total.stopped is None:
                click.echo("Nothing came for a while: the store is locked again.", err=True)
        return total

    def _entries(self) -> "list[Entry]":
        from intake.opening import find_envelopes, waiting_envelopes  # noqa: PLC0415

        if self._rules.inbox is not None:
            return waiting_envelopes(self._rules.inbox)
        return list(find_envelopes(self._places))

    def _run(self, entries: "list[Entry]", watch: "Watch") -> "Report":
        from intake.envelopes import IntakeIdentity  # noqa: PLC0415
        from intake.receiving import receive_envelopes  # noqa: PLC0415
        from store.intake_keys import intake_keys  # noqa: PLC0415

        return receive_envelopes(
            entries,
            store=self._store,
            # anew each time: somebody may have rotated the key meanwhile
            identities=[IntakeIdentity(key.recipient, key.identity) for key in intake_keys(self._store)],
            reading=self._reading,
            scanning=self._scanning,
            rules=self._rules,
            watch=watch,
        )


def _as_record(report: "Report") -> dict[str, object]:
    return {
        "received": [
            {
                "receipt": row.receipt,
                "id": row.statement_id,
                "kind": row.kind.value,
                "path": _path(row.path),
            }
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


def _print_receipts(report: "Report") -> None:
    """Each receipt with the id of its statement, on stdout."""
    from intake.received import Kind  # noqa: PLC0415

    for row in report.received:
        kind = "" if row.kind is Kind.STATEMENT else f"\t{row.kind.value}"
        click.echo(f"{row.receipt}\t{row.statement_id}{kind}")
    for known in report.duplicates:
        code = "duplicate" if known.fresh else "envelope_seen"
        click.echo(f"{known.receipt}\t{known.statement_id}\t{code}")


def _print_notes(report: "Report") -> None:
    """What needs a person, and counts, on stderr."""
    from intake.received import Kind  # noqa: PLC0415

    for row in report.received:
        if row.kind is Kind.WITHDRAWAL:
            click.echo(f"{row.statement_id}: a withdrawal is asked for. See: aigaq withdraw", err=True)
    for known in report.duplicates:
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
