"""aigaq evaluate: how well the program does on statements that the office annotated itself."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from cli.audience import audience_option
from cli.output import is_terminal, write_json
from cli.running import workers_option
from models.errors import AigaqError
from models.labels import Audience

if TYPE_CHECKING:
    from rich.console import Console

    from intake.scanning import Outcome, Scanned, Scanning
    from redact.measures.counts import Tally
    from redact.measures.gold import Gold
    from redact.measures.judging import Judged
    from redact.measures.notes import Notes
    from redact.measures.said import Said
    from redact.measures.tables import Row

_LOOK_AROUND = 0.2  # seconds between looks at whether somebody wants to stop
_WIDTH = 120  # characters of a table's line where nobody's terminal sets them


@click.command(
    "evaluate",
    epilog="""\b
Examples:
  aigaq evaluate annotated.jsonl
  aigaq evaluate annotated.jsonl --html missed.html --audience partner
  aigaq evaluate annotated.jsonl --json > figures.json

\b
How to annotate, and what each figure means: docs/evaluate.md
Exit status: 0 all was measured, 1 an error, or a statement could not be scanned, 2 typed wrongly.
""",
)
@click.argument("gold", metavar="GOLD.jsonl", type=click.Path(path_type=Path))
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a page that shows what was missed in its sentence; it holds unmasked names (mode 0600).",
)
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON, also by language.")
@audience_option
@workers_option
def command(*, gold: Path, page: Path | None, as_json: bool, audience: str, workers: int) -> int:
    """Measure on annotated statements: what was protected, missed, hidden without need, tagged wrongly.

    GOLD.jsonl holds one annotated statement a line. Nothing of their text is printed or stored; only the page
    holds it, where one is asked for.
    """
    if page is not None:
        from redact.measures.page import check_page_place  # noqa: PLC0415 - heavy, as is what follows

        check_page_place(page, gold=gold)
    measured = evaluate_file(gold, audience=Audience(audience), workers=workers, with_notes=page is not None)
    if page is not None:
        from redact.measures.page import page_html, write_page  # noqa: PLC0415

        write_page(page, page_html(measured.tally, measured.notes, Audience(audience)))
    if as_json:
        write_json(measured.tally.figures())
    else:
        _print_tables(measured.tally, audience)
    _print_remarks(measured.tally, with_page=page is not None)
    return int(measured.tally.counts()["not_scanned"] > 0)


class Measured(NamedTuple):
    """What an evaluation gave; notes, in the order of the file, only where they were asked for."""

    tally: "Tally"
    notes: "list[Notes]"


def evaluate_file(path: Path, *, audience: Audience, workers: int, with_notes: bool) -> Measured:
    """Scan and measure each statement of a file; what is wrong with the file is said before that.

    Raises AigaqError: the codes of read_gold, empty, interrupted.
    """
    from cli.progress import open_watch  # noqa: PLC0415
    from intake.workers import open_loaded  # noqa: PLC0415
    from redact.measures.counts import Tally  # noqa: PLC0415
    from redact.measures.gold import read_gold  # noqa: PLC0415
    from redact.measures.notes import notes_of  # noqa: PLC0415

    total = sum(1 for _ in read_gold(path))
    if not total:
        raise AigaqError("empty")
    tally = Tally()
    notes: dict[int, Notes] = {}
    # The workers start before the progress bar, which has a thread of its own.
    with (
        open_loaded(partial(_load_work, audience), workers=workers) as scanning,
        open_watch(total, unit="statements") as watch,
    ):

        def take(number: int, judged: "Judged") -> None:
            tally.add(judged)
            if with_notes:
                notes[number] = notes_of(judged)
            watch.progress(tally.statements)

        run = _Run(scanning, audience, take=take, stopping=watch.stopping)
        for number, gold in enumerate(read_gold(path)):
            run.submit(number, gold)
        run.finish()
    return Measured(tally, [notes[number] for number in sorted(notes)])


class _Run:
    """The statements that are being scanned; each is judged when its outcome comes, in whatever order."""

    def __init__(
        self,
        scanning: "Scanning",
        audience: Audience,
        *,
        take: "Callable[[int, Judged], None]",
        stopping: Callable[[], bool],
    ) -> None:
        self._scanning, self._audience, self._take, self._stopping = scanning, audience, take, stopping
        self._waiting: dict[int, Gold] = {}

    def submit(self, number: int, gold: "Gold") -> None:
        """Hand a statement on, once there is room."""
        self._waiting[number] = gold
        self._scanning.submit(number, gold.text)
        while len(self._waiting) >= self._scanning.room:
            self._settle()

    def finish(self) -> None:
        """Wait for those that are still being scanned."""
        while self._waiting:
            self._settle()

    def _settle(self) -> None:
        from redact.measures.judging import judge  # noqa: PLC0415

        if self._stopping():
            raise AigaqError("interrupted")
        for number, outcome in self._scanning.collect(wait=_LOOK_AROUND):
            gold = self._waiting.pop(number)
            self._take(number, judge(gold, _said(gold, outcome, self._audience)))


def _said(gold: "Gold", outcome: "Outcome", audience: Audience) -> "Said":
    from redact.measures.said import NOT_SCANNED, said_of  # noqa: PLC0415

    if isinstance(outcome, str):
        return NOT_SCANNED
    return said_of(gold.text, outcome.analysis, outcome.redacted[audience], audience)


def _load_work(audience: Audience) -> "Callable[[str], Scanned]":
    """What is done with each text: scan it and redact it for one audience."""
    from intake.scanning import Scanned  # noqa: PLC0415
    from redact.apply import redact_text  # noqa: PLC0415
    from redact.scanner import load_scanner  # noqa: PLC0415

    scanner = load_scanner()

    def work(raw_text: str) -> Scanned:
        analysis = scanner.scan(raw_text)
        return Scanned(analysis, {audience: redact_text(raw_text, analysis, audience).text}, frozenset())

    return work


def _print_tables(tally: "Tally", audience: str) -> None:
    from rich.console import Console  # noqa: PLC0415 - slow to load

    from redact.measures.tables import figure_rows, kind_rows, load_words, range_line  # noqa: PLC0415

    words = load_words()
    said = words["terminal"]
    console = Console(width=None if is_terminal() else _WIDTH, highlight=False)
    console.print(said["statements"].format(count=tally.statements, audience=audience), end="\n\n")
    _print_table(console, said["figure"], figure_rows(tally, words), tally)
    console.print(f"\n{said['kinds']}\n")
    _print_table(console, said["kind"], kind_rows(tally, words), tally)
    trust = range_line(tally, words)
    if trust is not None:
        console.print(f"\n{trust}")


def _print_table(console: "Console", heading: str, rows: "list[Row]", tally: "Tally") -> None:
    from rich.table import Table  # noqa: PLC0415 - slow to load

    from redact.measures.tables import load_words  # noqa: PLC0415

    words = load_words()
    table = Table(box=None, pad_edge=False)
    table.add_column(heading)
    for name in (words["terminal"]["all"], *(words["languages"][lang] for lang in tally.languages)):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(row.name, row.all, *row.by_lang)
    console.print(table)


def _print_remarks(tally: "Tally", *, with_page: bool) -> None:
    """What must not be overlooked, on stderr."""
    from redact.measures.tables import load_words  # noqa: PLC0415

    said = load_words()["terminal"]
    failed = tally.counts()["not_scanned"]
    if failed:
        click.echo(said["not_scanned"].format(count=failed), err=True)
    if with_page:
        click.echo(said["page"], err=True)
