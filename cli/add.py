"""aigaq add: take in one statement."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.passphrases import opened_store
from cli.reading import chosen_options, consent_named, reading_options
from cli.source import read_source
from models.errors import SENTENCES, AigaqError

if TYPE_CHECKING:
    from models.statements import Draft
    from store.store import Store


@click.command("add")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--case", metavar="NAME", default="main", show_default=True, help="The case it belongs to.")
@consent_named
@reading_options
def command(  # noqa: PLR0913 - click hands over each option
    *, file: Path, case: str, consent: str, include: tuple[str, ...], column: str | None, ocr: bool
) -> None:
    """Take in the statement in FILE, or from standard input (-), and print its id.

    A text that is in the store already is not stored again; the id printed is then the earlier one.
    """
    from intake.consents import agreed, consent_option  # noqa: PLC0415 - these load what only this needs
    from store.store import DuplicateText  # noqa: PLC0415

    named = consent_option(consent)
    draft = agreed(read_source(file, chosen_options(include=include, column=column, ocr=ocr)), named)
    with opened_store() as store:
        try:
            known = store.find(draft)
            if known is not None:
                raise DuplicateText(known)
            _store(store, draft, case=case)
        except DuplicateText as duplicate:
            if duplicate.known.withdrawn:
                raise AigaqError("withdrawn") from None
            click.echo(duplicate.known.statement_id)
            click.echo(f"duplicate: {SENTENCES['duplicate']}", err=True)


def _store(store: "Store", draft: "Draft", *, case: str) -> None:
    """Scan and store; the id goes to stdout, the counts to stderr."""
    from cli.work import load_work  # noqa: PLC0415 - loads the language model
    from intake.batch import count_words  # noqa: PLC0415
    from intake.scanning import Scanned, attempt, with_unsure  # noqa: PLC0415

    outcome = attempt(load_work(), draft.raw_text)
    if not isinstance(outcome, Scanned):
        raise AigaqError(outcome)
    outcome = with_unsure(outcome, draft)
    words = count_words(draft.raw_text)
    statement_id = store.add_statement(
        draft,
        outcome.analysis,
        redacted=outcome.redacted,
        regions=outcome.regions,
        words=words,
        case=case,
        risk=outcome.risk,
    )
    click.echo(statement_id)
    for kind, count in draft.left_out:
        click.echo(f"left out: {count} {kind}", err=True)
    click.echo(f"{words} words, {len(outcome.analysis.findings)} identifiers", err=True)
    if outcome.analysis.failures:
        click.echo("blocked: a recogniser failed on this text; it cannot be released.", err=True)
