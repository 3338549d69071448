"""aigaq batch: take in all statements of a folder."""

import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.cluster import chosen_scheduler, cluster_options
from cli.passphrases import store_passphrase, store_url
from cli.reading import chosen_options, consent_named, reading_options
from cli.running import idle_option
from models.errors import AigaqError

if TYPE_CHECKING:
    from cli.progress import Watch
    from intake.cluster_settings import Place
    from intake.folder import Entry
    from intake.reading import Reading
    from intake.report import BatchReport
    from intake.scanning import Scanning
    from intake.sources import Removal
    from intake.twins import Twins
    from store.store import Store

_SOME_REJECTED = 3  # exit status


@click.command(
    "batch",
    epilog="""\b
Examples:
  aigaq batch interviews --case january --report report.json
  aigaq batch inbox --watch --consent partner
  aigaq batch stick --include comments --remove-sources /media/backup/store.db
  aigaq batch archive --scheduler tls://10.0.0.5:8786 --tls-ca ca.pem --tls-cert me.pem --tls-key me.key

\b
Exit status: 0 nothing was rejected, 3 something was, 130 interrupted, 1 an error, 2 typed wrongly.
""",
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--case", metavar="NAME", default="main", show_default=True, help="The case they belong to.")
@click.option(
    "--report",
    metavar="FILE.json",
    type=click.Path(path_type=Path),
    help="Write what became of each file; FILE.age is sealed so that only reviewers can open it.",
)
@consent_named
@reading_options
@click.option("--watch", is_flag=True, help="Stay and take in what comes into the folder, until Ctrl-C.")
@idle_option
@click.option(
    "--remove-sources",
    "backup",
    metavar="BACKUP",
    type=click.Path(path_type=Path),
    help="Then back the store up to this new file, check it, and remove the files that are whole in it.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 32),
    default=2,
    show_default=True,
    help="Processes that scan on this machine.",
)
@cluster_options(required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON instead of a summary.")
def command(  # noqa: PLR0913 - click hands over each option
    *,
    folder: Path,
    case: str,
    report: Path | None,
    consent: str,
    include: tuple[str, ...],
    column: str | None,
    ocr: bool,
    watch: bool,
    idle: float,
    backup: Path | None,
    workers: int,
    scheduler: str | None,
    tls_ca: Path | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    as_json: bool,
) -> int:
    """Take in every statement below FOLDER: find and mask who is in it, tag it, store it encrypted.

    Killed or interrupted, it goes on where it stood when it is started again.
    """
    from cli.batch_summary import print_summary  # noqa: PLC0415 - all of these load what only this needs
    from intake.consents import AgreedReading, consent_option  # noqa: PLC0415
    from intake.reading import open_reading  # noqa: PLC0415
    from intake.report import check_report_place, report_json, write_report  # noqa: PLC0415
    from store.store import open_store  # noqa: PLC0415

    if watch and backup is not None:
        raise click.UsageError("--remove-sources needs a run that ends; leave out --watch.")
    if scheduler is None and (tls_ca or tls_cert or tls_key):
        raise click.UsageError("--tls-ca, --tls-cert and --tls-key go with --scheduler.")
    place = (
        chosen_scheduler(scheduler, tls_ca=tls_ca, tls_cert=tls_cert, tls_key=tls_key) if scheduler else None
    )
    if not folder.is_dir():
        raise AigaqError("no_such_file")
    if report is not None:
        check_report_place(report)
    if backup is not None:
        from store.backup import check_backup_place  # noqa: PLC0415

        check_backup_place(backup)
    options, named = chosen_options(include=include, column=column, ocr=ocr), consent_option(consent)
    url, passphrase = store_url(), store_passphrase()
    # Whoever reads strangers' files starts first, with nothing in memory; the workers start with the scanner
    # loaded and before the database is open: they share the one and never hold the other.
    with (
        open_reading(options) as reading,
        _open_scanning(place, workers=workers) as scanning,
        open_store(url, passphrase=passphrase) as store,
    ):
        run = _Command(
            folder=folder,
            case=case,
            report=report,
            store=store,
            reading=AgreedReading(reading, named),
            scanning=scanning,
        )
        outcome = run.watched(idle=idle * 60) if watch else run.once()
        if report is not None:
            write_report(report, outcome, recipient=store.vault_recipient)
        if as_json:
            click.echo(report_json(outcome), nl=False)
        else:
            print_summary(outcome)
        if backup is not None and outcome.stopped is None:
            removal = run.remove(backup, passphrase=passphrase)
            click.echo(
                f"backup      checked; {removal.removed} files removed, {removal.kept} kept", err=as_json
            )
            if removal.stopped:
                raise AigaqError("interrupted")
    if outcome.stopped is not None and not watch:
        raise AigaqError(outcome.stopped)
    return _SOME_REJECTED if outcome.rejected else 0


def _open_scanning(place: "Place | None", *, workers: int) -> "AbstractContextManager[Scanning]":
    """Where texts are scanned: in a cluster, whose workers have loaded the scanner, or on this machine."""
    if place is not None:
        from intake.cluster import open_cluster  # noqa: PLC0415

        return open_cluster(place)
    from cli.work import load_work_for_many  # noqa: PLC0415
    from intake.workers import open_loaded  # noqa: PLC0415

    return open_loaded(load_work_for_many, workers=workers)


class _Command:
    """One call of the command: what its runs have in common."""

    def __init__(  # noqa: PLR0913 - plain data, put together in one place
        self,
        *,
        folder: Path,
        case: str,
        report: Path | None,
        store: "Store",
        reading: "Reading",
        scanning: "Scanning",
    ) -> None:
        self._folder, self._case, self._report = folder, case, report
        self._store, self._reading, self._scanning = store, reading, scanning
        self._own = _own_names(folder, report)

    def once(self) -> "BatchReport":
        """One run over the folder."""
        from cli.progress import open_watch  # noqa: PLC0415
        from intake.batch import without  # noqa: PLC0415
        from intake.folder import walk_folder  # noqa: PLC0415

        entries = list(without(walk_folder(self._folder), self._own))
        with open_watch(len(entries)) as watch:
            return self._run(entries, watch)

    def watched(self, *, idle: float) -> "BatchReport":
        """Runs over what is new in the folder, until Ctrl-C; the report covers all of them.

        It ends after `idle` seconds in which nothing came: a store nobody needs should not lie open.
        """
        from cli.progress import open_watch  # noqa: PLC0415
        from intake.batch import without  # noqa: PLC0415
        from intake.report import BatchReport, write_report  # noqa: PLC0415
        from intake.twins import Twins  # noqa: PLC0415
        from intake.watching import fresh_entries  # noqa: PLC0415

        total, twins = BatchReport(), Twins()
        last = time.monotonic()
        with open_watch(None) as watch:

            def done() -> bool:
                return watch.stopping() or bool(idle and time.monotonic() - last > idle)

            click.echo("Waiting for files. Ctrl-C ends it.", err=True)
            for fresh in fresh_entries(self._folder, stopping=done):
                entries = list(without(fresh, self._own))
                if not entries:
                    continue
                total.add(self._run(entries, watch, twins=twins))
                total.sort()
                click.echo(
                    f"accepted {len(total.accepted)}, duplicates {len(total.duplicates)}, "
                    f"rejected {len(total.rejected)}",
                    err=True,
                )
                last = time.monotonic()
                if self._report is not None:
                    write_report(self._report, total, recipient=self._store.vault_recipient)
                if total.stopped is not None:
                    break
            if not watch.stopping() and total.stopped is None:
                click.echo("Nothing came for a while: the store is locked again.", err=True)
        if total.stopped not in {None, "interrupted"}:
            raise AigaqError(str(total.stopped))
        return total

    def remove(self, backup: Path, *, passphrase: str) -> "Removal":
        """Back the store up, check the copy, and remove the files that are whole in it."""
        from cli.progress import open_watch  # noqa: PLC0415
        from intake.batch import without  # noqa: PLC0415
        from intake.folder import walk_folder  # noqa: PLC0415
        from intake.sources import remove_sources  # noqa: PLC0415
        from store.backup import back_up, opened_backup  # noqa: PLC0415

        back_up(self._store, backup, passphrase=passphrase)
        entries = list(without(walk_folder(self._folder), self._own))
        with open_watch(None) as watch, opened_backup(backup, passphrase=passphrase) as copy:
            return remove_sources(entries, reading=self._reading, backup=copy, stopping=watch.stopping)

    def _run(self, entries: "list[Entry]", watch: "Watch", *, twins: "Twins | None" = None) -> "BatchReport":
        from intake.batch import run_batch  # noqa: PLC0415

        return run_batch(
            entries,
            store=self._store,
            reading=self._reading,
            scanning=self._scanning,
            case=self._case,
            watch=watch,
            twins=twins,
        )


def _own_names(folder: Path, report: Path | None) -> frozenset[str]:
    """The report's name within the folder, if it lies there: it is no statement."""
    if report is None:
        return frozenset()
    place = report.parent.resolve() / report.name
    root = folder.resolve()
    return frozenset({place.relative_to(root).as_posix()}) if place.is_relative_to(root) else frozenset()
