"""aigaq show: print one statement."""

from collections import Counter
from typing import TYPE_CHECKING

import click

from cli.list import as_record
from cli.output import write_json, write_text
from cli.passphrases import opened_store, reviewer_name, reviewer_passphrase
from models.labels import Audience

if TYPE_CHECKING:
    from models.sealed import SealedRecord


@click.command("show")
@click.argument("statement_id", metavar="ID")
@click.option("--original", is_flag=True, help="The text as it was taken in, equal to the letter.")
@click.option(
    "--audience",
    type=click.Choice([a.value for a in Audience]),
    help="Redacted for whom (default: internal).",
)
@click.option("--json", "as_json", is_flag=True, help="With tags and counts, as JSON.")
def command(statement_id: str, original: bool, audience: str | None, as_json: bool) -> None:
    """Print a statement. Nothing is approved yet, so a reviewer's name and passphrase are always needed."""
    from store.ids import read_id  # noqa: PLC0415

    if original and audience:
        raise click.UsageError("--original and --audience exclude each other")
    with opened_store() as store:
        wanted = read_id(statement_id)
        row = store.statement(wanted)
        vault = store.open_vault(reviewer_name(), reviewer_passphrase())
        record = store.unseal(wanted, vault)
    shown_for = Audience(audience or Audience.INTERNAL)
    text = record.raw_text if original else _redacted(record, shown_for)
    if as_json:
        write_json(
            {**as_record(row), **_details(record), "audience": None if original else shown_for, "text": text}
        )
    else:
        write_text(text)


def _redacted(record: "SealedRecord", audience: Audience) -> str:
    if audience in record.redacted:
        return record.redacted[audience]
    from redact.apply import redact_text  # noqa: PLC0415 - loads the anonymiser

    return redact_text(record.raw_text, record.analysis, audience).text


def _details(record: "SealedRecord") -> dict[str, object]:
    analysis = record.analysis
    tags = sorted({(tag.kind.value, tag.code) for tag in analysis.tags})
    return {
        "source": record.source.value,
        "consent": record.consent.scope.value,
        "collected_at": record.collected_at.isoformat() if record.collected_at else None,
        "left_out": dict(record.left_out),
        "tags": [{"kind": kind, "code": code} for kind, code in tags],
        "identities": dict(sorted(Counter(identity.label.value for identity in analysis.identities).items())),
        "findings": dict(sorted(Counter(finding.label.value for finding in analysis.findings).items())),
        "suspects": len(analysis.suspects),
        "failures": list(analysis.failures),
    }
