"""aigaq search: words in the approved texts."""

import re
from typing import TYPE_CHECKING

import click

from cli.output import is_terminal, visible, write_json
from cli.passphrases import opened_store
from models.labels import Audience

if TYPE_CHECKING:
    from store.search import Hit


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--case", metavar="NAME", help="Only in the statements of this case.")
@click.option(
    "--audience",
    type=click.Choice([a.value for a in Audience]),
    default=Audience.INTERNAL.value,
    show_default=True,
    help="In the texts that were approved for whom.",
)
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="Show so many at most."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, with what was found marked.")
def command(words: tuple[str, ...], case: str | None, audience: str, limit: int, as_json: bool) -> None:
    """Search the approved texts for statements that have all the WORDS; no reviewer needed.

    Other forms of a word are found too; words in quotes must stand side by side: '"struck on the head"'.
    """
    from store.search import search  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        found = search(store, " ".join(words), audience=Audience(audience), case=case, limit=limit)
    if as_json:
        write_json({"total": found.total, "hits": [_as_record(hit) for hit in found.hits]})
    else:
        for hit in found.hits:
            _print(hit)
    if not found.total:
        click.echo("Nothing found. Only approved texts are searched.", err=True)
    elif found.total > len(found.hits):
        click.echo(f"{len(found.hits)} of {found.total}, the best first.", err=True)


def _as_record(hit: "Hit") -> dict[str, object]:
    return {
        "id": hit.statement_id,
        "case": hit.case,
        "language": hit.language.value,
        "excerpt": [{"text": text, "match": is_match} for text, is_match in hit.excerpt],
    }


def _print(hit: "Hit") -> None:
    pieces = [(visible(re.sub(r"\s+", " ", text)), is_match) for text, is_match in hit.excerpt]
    if is_terminal():
        marked = "".join(click.style(text, bold=True) if is_match else text for text, is_match in pieces)
        click.echo(f"{hit.statement_id}  {visible(hit.case)}\n    {marked.strip()}")
    else:
        click.echo("\t".join((hit.statement_id, visible(hit.case), "".join(t for t, _ in pieces).strip())))
