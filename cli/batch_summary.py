"""What a batch did, in words for the operator's terminal."""

from typing import TYPE_CHECKING

import click

from cli.output import is_terminal, visible
from models.errors import SENTENCES

if TYPE_CHECKING:
    from collections import Counter

    from intake.report import BatchReport


def print_summary(report: "BatchReport") -> None:
    """What happened, in words; file names only where a person sees them and no log keeps them."""
    from collections import Counter  # noqa: PLC0415

    reasons = Counter(row.code for row in report.rejected)
    click.echo(f"accepted    {len(report.accepted)}  ({report.words} words, {report.seconds:.1f} s)")
    differing = sum(not row.same_text for row in report.duplicates)
    note = f"  (of them form entries with another text than the stored one: {differing})" if differing else ""
    click.echo(f"duplicates  {len(report.duplicates)}{note}")
    click.echo(f"rejected    {len(report.rejected)}")
    if reasons:
        _print_list("  of them", reasons)
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
        f"{name if name in SENTENCES else name.replace('_', ' ')} {n}".replace(" ", "\xa0")
        for name, n in counts.most_common()
    )
    width = min(get_terminal_size().columns, 100)
    wrapped = fill(
        items, width, initial_indent=f"{title:<12}", subsequent_indent=" " * 12, break_long_words=False
    )
    click.echo(wrapped.replace("\xa0", " "))


def _shown(path: str) -> str:
    """A path in one line, also one whose bytes are not UTF-8."""
    return path.encode("utf-8", errors="backslashreplace").decode("utf-8").replace("\n", "�")
