"""aigaq list: the statements of the store, without their words."""

from typing import TYPE_CHECKING

import click

from cli.output import is_terminal, visible, write_json
from cli.passphrases import opened_store

if TYPE_CHECKING:
    from store.store import StatementRow


@click.command("list")
@click.option("--case", metavar="NAME", help="Only the statements of this case.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of a table.")
def command(case: str | None, as_json: bool) -> None:
    """List the statements of the store: ids, states, counts, codes, scope of consent; no reviewer needed."""
    with opened_store() as store:
        rows = store.statements(case=case)
    if as_json:
        write_json([as_record(row) for row in rows])
    elif is_terminal():
        _print_table(rows)
    else:
        for row in rows:
            click.echo("\t".join(visible(cell) for cell in _cells(row)))


def as_record(row: "StatementRow") -> dict[str, object]:
    """A statement as `list --json` and `show --json` print it."""
    return {
        "id": row.id,
        "case": row.case,
        "state": row.state.value,
        "language": row.language.value,
        "words": row.words,
        "abuse": list(row.abuse),
        "regions": list(row.regions),
        "consent": row.consent.value,
        "created_at": row.created_at.isoformat(),
    }


def _cells(row: "StatementRow") -> tuple[str, ...]:
    return (
        row.id,
        row.case,
        row.state.value,
        row.language.value,
        str(row.words),
        ",".join(row.abuse),
        ",".join(row.regions),
        row.consent.value,
        row.created_at.date().isoformat(),
    )


def _print_table(rows: "list[StatementRow]") -> None:
    from rich.console import Console  # noqa: PLC0415 - slow to load
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for heading in ("id", "case", "state", "language", "words", "abuse", "regions", "consent", "taken in"):
        # An id that is cut short is of no use.
        table.add_column(heading, no_wrap=heading == "id", justify="right" if heading == "words" else "left")
    for row in rows:
        # Text, not str: a case named [red] is a name and no colour.
        table.add_row(*(Text(visible(cell.replace(",", ", "))) for cell in _cells(row)))
    Console().print(table)
    click.echo(f"{len(rows)} statement{'' if len(rows) == 1 else 's'}", err=True)
