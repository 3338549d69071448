"""aigaq show: print one statement."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.list import as_record
from cli.output import write_json, write_text
from cli.passphrases import opened_store, opened_vault
from models.errors import AigaqError
from models.labels import Audience
from models.statements import Consent, StatementState

if TYPE_CHECKING:
    from models.sealed import SealedRecord
    from store.store import StatementRow, Store
    from store.vault import Vault


@click.command("show")
@click.argument("statement_id", metavar="ID")
@click.option("--original", is_flag=True, help="The text as it was taken in, equal to the letter.")
@click.option(
    "--audience",
    type=click.Choice([a.value for a in Audience]),
    help="Redacted for whom (default: internal).",
)
@click.option(
    "--recovery",
    type=click.Path(path_type=Path),
    help="Open with the offline recovery identity in this file, when no reviewer can.",
)
@click.option("--json", "as_json", is_flag=True, help="With tags and counts, as JSON.")
def command(
    statement_id: str, original: bool, audience: str | None, recovery: Path | None, as_json: bool
) -> None:
    """Print a statement: an approved text as it stands, anything else with a reviewer's name and passphrase.

    Where the witness did not agree to this audience, a reviewer is needed for an approved text too, and a
    line on stderr says so: the text is for your eyes.
    """
    from store.ids import read_id  # noqa: PLC0415

    if original and audience:
        raise click.UsageError("--original and --audience exclude each other")
    with opened_store() as store:
        wanted = read_id(statement_id)
        row = store.statement(wanted)
        if row.state is StatementState.WITHDRAWN:
            raise AigaqError("withdrawn")
        shown_for = Audience(audience or Audience.INTERNAL)
        if row.state is StatementState.APPROVED and not original and Consent(row.consent).allows(shown_for):
            _print_approved(store, row, shown_for, as_json=as_json)
            return
        vault = opened_vault(store, recovery)
        record = store.unseal(wanted, vault)
        if not original:
            record = _as_decided(store, record, vault)
    if not original:
        _remind(record.consent, shown_for)
    text = record.raw_text if original else _redacted(record, shown_for)
    if as_json:
        write_json(
            {**as_record(row), **_details(record), "audience": None if original else shown_for, "text": text}
        )
    else:
        write_text(text)


def _print_approved(store: "Store", row: "StatementRow", audience: Audience, *, as_json: bool) -> None:
    """What two reviewers approved stands under the store's own lock."""
    from store.approvals import approved_text  # noqa: PLC0415

    text = approved_text(store, row.id, audience)
    if text is None:
        raise AigaqError("store_damaged")
    if as_json:
        write_json({**as_record(row), "audience": audience, "text": text})
    else:
        write_text(text)


def _as_decided(store: "Store", record: "SealedRecord", vault: "Vault") -> "SealedRecord":
    """The record as the reviewers have decided so far; what the pass had redacted before counts no more."""
    from store.decisions import read_decisions  # noqa: PLC0415

    decisions = read_decisions(store, record.statement_id, vault)
    if not decisions:
        return record
    from redact.decided import fold, main_track  # noqa: PLC0415

    return replace(record, analysis=fold(record.analysis, main_track(decisions)).analysis, redacted={})


def _remind(consent: Consent, audience: Audience) -> None:
    """Say what the witness wished that this text may not keep to; nothing for the office's own use."""
    if audience is Audience.INTERNAL:
        return
    if not consent.allows(audience):
        click.echo("consent: the witness did not agree to this audience; do not pass this text on.", err=True)
        if consent.recipients:
            click.echo("consent: somebody is named who may have it; see: aigaq consent ID", err=True)
    if consent.hide:
        click.echo("consent: the witness asked to leave something out; see: aigaq consent ID", err=True)


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
