"""aigaq redact: one text in, its redacted version out; needs no store."""

from pathlib import Path

import click

from cli.audience import audience_option
from cli.reading import chosen_options, reading_options
from cli.source import read_source
from models.errors import AigaqError
from models.labels import Audience


@click.command(
    "redact",
    epilog="""\b
Examples:
  aigaq redact statement.docx
  aigaq redact - --audience partner < statement.txt
""",
)
@click.argument("file", metavar="FILE|-", type=click.Path(path_type=Path, allow_dash=True))
@audience_option
@reading_options
def command(file: Path, audience: str, include: tuple[str, ...], column: str | None, ocr: bool) -> None:
    """Print the redacted version of one file or of standard input.

    The result is a machine's proposal: no reviewer has seen it, and it may still hold a name.
    """
    from redact.apply import redact_text  # noqa: PLC0415  (heavy)
    from redact.scanner import load_scanner  # noqa: PLC0415

    draft = read_source(file, chosen_options(include=include, column=column, ocr=ocr))
    analysis = load_scanner().scan(draft.raw_text)
    if analysis.failures:
        raise AigaqError("scan_failed")
    click.echo(redact_text(draft.raw_text, analysis, Audience(audience)).text)
    click.echo("Not reviewed: a person must read this before it leaves the office.", err=True)
