"""aigaq link: who is the same person across the statements of a case."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from cli.output import is_terminal, visible, write_json
from cli.passphrases import opened_store, opened_vault
from cli.progress import open_watch
from models.errors import AigaqError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.cases import CaseIndex


@click.command(
    "link",
    epilog="""\b
Examples:
  aigaq link --case zhanaozen
  aigaq link --case zhanaozen --show
  aigaq link --case zhanaozen --dry-run --json

\b
What is joined, what is only proposed, and what it cannot tell: docs/linking.md.
""",
)
@click.option("--case", metavar="NAME", required=True, help="The case whose statements are linked.")
@click.option("--show", is_flag=True, help="Print the people of the case by alias, with the statements' ids.")
@click.option("--names", is_flag=True, help="With --show: their names as well. For a reviewer's eyes only.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and write no index.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(case: str, show: bool, names: bool, dry_run: bool, as_json: bool) -> None:
    """Find the same person across the statements of a case, and give each person one alias in it.

    A reviewer's name and passphrase are needed, for the statements are opened; the journal has each of them.
    Only what is sure is joined, and what a reviewer ruled; the rest is proposed, to be ruled on in `aigaq
    review`. The index is sealed like the statements; repeated when statements have come, the same people keep
    their aliases.
    """
    from redact.case_people import shown_names  # noqa: PLC0415 - loads the name lists
    from review.linking import link_case  # noqa: PLC0415
    from store.cases import open_case  # noqa: PLC0415 - loads SQLAlchemy

    if names and not show:
        raise click.UsageError("--names needs --show.")
    with opened_store() as store:
        vault = opened_vault(store)
        opened = open_case(store, case, vault)
        with open_watch(len(opened.statements), unit="statements") as watch:

            def read(count: int) -> None:
                watch.progress(count)
                if watch.stopping():
                    raise AigaqError("interrupted")

            linked = link_case(store, opened, vault, write=not dry_run, progress=read)
    index = linked.index
    written_names = shown_names(index, linked.told) if names else None
    if as_json:
        counts = {"case": case, **index.counts(), "written": linked.written}
        write_json({**counts, "table": _records(index, written_names)} if show else counts)
        return
    if show:
        _print_people(index, written_names)
    click.echo(_summary(index), err=show)
    if dry_run:
        click.echo("Nothing was written.", err=True)
    elif not linked.written:
        click.echo("Nothing has changed since the case was linked last.", err=True)


def _summary(index: "CaseIndex") -> str:
    counts = index.counts()
    return (
        f"{_many(counts['statements'], 'statement')}, {_many(counts['people'], 'person', 'people')}, "
        f"{counts['joined']} of them in several statements; {_many(counts['proposals'], 'proposal')}"
    )


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def _records(index: "CaseIndex", names: "Mapping[int, str] | None") -> list[dict[str, object]]:
    proposed = _proposed(index)
    return [
        {
            "number": person.number,
            **({} if names is None else {"name": names[person.number]}),
            "role": person.role.value,
            "statements": list(person.statements),
            "proposals": [
                {"number": other, "score": score, "why": why} for other, score, why in proposed[person.number]
            ],
        }
        for person in index.people
    ]


def _proposed(index: "CaseIndex") -> dict[int, list[tuple[int, float, list[str]]]]:
    """For each person those who may be the same, the likeliest first."""
    found: dict[int, list[tuple[int, float, list[str]]]] = {person.number: [] for person in index.people}
    for proposal in index.proposals:
        why = [word.value for word in proposal.why]
        found[proposal.one].append((proposal.other, proposal.score, why))
        found[proposal.other].append((proposal.one, proposal.score, why))
    return found


def _print_people(index: "CaseIndex", names: "Mapping[int, str] | None") -> None:
    proposed = _proposed(index)
    headings = ("alias", *(() if names is None else ("name",)), "role", "statements", "may be")
    rows = [
        (
            f"Case person {person.number}",
            *(() if names is None else (visible(" ".join(names[person.number].split())),)),
            person.role.value,
            " ".join(person.statements),
            " ".join(
                f"{other} ({score:.2f} {'+'.join(why)})" for other, score, why in proposed[person.number]
            ),
        )
        for person in index.people
    ]
    if is_terminal():
        _print_table(headings, rows)
    else:
        for row in rows:
            click.echo("\t".join(row))


def _print_table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    from rich.console import Console  # noqa: PLC0415 - slow to load
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, no_wrap=heading == "alias")
    for row in rows:
        # Text, not str: a name in square brackets is a name and no colour
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
