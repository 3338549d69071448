"""aigaq batch: take in all statements of a folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import is_terminal, visible
from cli.passphrases import store_passphrase, store_url
from models.errors import SENTENCES, AigaqError

if TYPE_CHECKING:
    from collections import Counter

    from intake.report import BatchReport

_SOME_REJECTED = 3  # exit status


@click.command("batch")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--case", metavar="NAME", default="main", show_default=True, help="The case they belong to.")
@click.option(
    "--report",
    metavar="FILE.json",
    type=click.Path(path_type=Path),
    help="Write what became of each file; FILE.age is sealed so that only reviewers can open it.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 32),
    default=2,
    show_default=True,
    help="Processes that scan.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON instead of a summary.")
def command(folder: Path, case: str, report: Path | None, workers: int, as_json: bool) -> int:
    """Take in every statement below FOLDER: find and mask who is in it, tag it, store it encrypted.

    Killed or interrupted, it goes on where it stood when it is started again. The exit status is 0 where
    nothing was rejected, 3 where something was.
    """
    from cli.progress import open_watch  # noqa: PLC0415 - all of these load what only this command needs
    from cli.work import load_work  # noqa: PLC0415
    from intake.batch import run_batch, without  # noqa: PLC0415
    from intake.folder import walk_folder  # noqa: PLC0415
    from intake.report import check_report_place, report_json, write_report  # noqa: PLC0415
    from intake.workers import open_scanning  # noqa: PLC0415
    from store.store import open_store  # noqa: PLC0415

    entries = list(without(walk_folder(folder), _own_names(folder, report)))
    if report is not None:
        check_report_place(report)
    url, passphrase = store_url(), store_passphrase()
    # The workers start with the scanner loaded and before the database is open: they share the one and
    # never hold the other.
    with (
        open_scanning(load_work(), workers=min(workers, max(len(entries), 1))) as scanning,
        open_store(url, passphrase=passphrase) as store,
    ):
        with open_watch(len(entries)) as watch:
            outcome = run_batch(entries, store=store, scanning=scanning, case=case, watch=watch)
        if report is not None:
            write_report(report, outcome, recipient=store.vault_recipient)
    if as_json:
        click.echo(report_json(outcome), nl=False)
    else:
        _print_summary(outcome)
    if outcome.stopped is not None:
        raise AigaqError(outcome.stopped)
    return _SOME_REJECTED if outcome.rejected else 0


def _own_names(folder: Path, report: Path | None) -> frozenset[str]:
    """The report's name within the folder, if it lies there: it is no statement."""
    if report is None:
        return frozenset()
    place = report.parent.resolve() / report.name
    root = folder.resolve()
    return frozenset({place.relative_to(root).as_posix()}) if place.is_relative_to(root) else frozenset()


def _print_summary(report: "BatchReport") -> None:
    """What happened, in words; file names only where a person sees them and no log keeps them."""
    from collections import Counter  # noqa: PLC0415

    reasons = Counter(row.code for row in report.rejected)
    click.echo(f"accepted    {len(report.accepted)}  ({report.words} words, {report.seconds:.1f} s)")
    click.echo(f"duplicates  {len(report.duplicates)}")
    click.echo(f"rejected    {len(report.rejected)}{_listed(reasons)}")
    click.echo(f"ignored     {len(report.ignored)}")
    for title, counts in (
        ("identifiers", report.identifiers),
        ("abuse", report.abuse),
        ("regions", report.regions),
        ("left out", report.left_out),
    ):
        if counts:
            _print_list(title, counts)
    if report.blocked:
        click.echo(f"blocked     {report.blocked}  (a recogniser failed on them; they cannot be released)")
    if report.rejected and is_terminal():
        click.echo("\nRejected:")
        for row in report.rejected:
            click.echo(f"  {visible(_shown(row.path))}\n    {row.code}: {row.message}")
    elif report.rejected:
        for code in reasons:
            click.echo(f"{code}: {SENTENCES[code]}")
        click.echo("Which files these are: run it in a terminal or with --report FILE.json")
    if report.accepted:
        click.echo(f"\nNext: aigaq list\n      aigaq show {report.accepted[0].id} --original")


def _print_list(title: str, counts: "Counter[str]") -> None:
    """A title and its counts, the largest first, wrapped beside the title."""
    from shutil import get_terminal_size  # noqa: PLC0415
    from textwrap import fill  # noqa: PLC0415

    # a count must not part from its name at a line's end
    items = ", ".join(
        f"{name.replace('_', ' ')} {n}".replace(" ", "\xa0") for name, n in counts.most_common()
    )
    width = min(get_terminal_size().columns, 100)
    wrapped = fill(
        items, width, initial_indent=f"{title:<12}", subsequent_indent=" " * 12, break_long_words=False
    )
    click.echo(wrapped.replace("\xa0", " "))


def _listed(counts: "Counter[str]") -> str:
    """Counts in one line, the largest first."""
    found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return f"  ({', '.join(f'{name} {count}' for name, count in found)})" if found else ""


def _shown(path: str) -> str:
    """A path in one line, also one whose bytes are not UTF-8."""
    return path.encode("utf-8", errors="backslashreplace").decode("utf-8").replace("\n", "�")
