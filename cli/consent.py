"""aigaq consent: print or change what a witness agreed to."""

from dataclasses import replace

import click

from cli.output import write_text
from cli.passphrases import opened_store, reviewer_name, reviewer_passphrase
from models.errors import AigaqError
from models.statements import ConsentScope, StatementState


@click.command(
    "consent",
    epilog="""\b
Examples:
  aigaq consent 7QK2M0XW4R
  aigaq consent 7QK2M0XW4R --scope partner
  aigaq consent 7QK2M0XW4R --scope internal --recipients "Made-up Legal Aid"
  aigaq consent 7QK2M0XW4R --consent consent.json
""",
)
@click.argument("statement_id", metavar="ID")
@click.option("--scope", type=click.Choice([s.value for s in ConsentScope]), help="How far it may go now.")
@click.option(
    "--recipients",
    metavar="NAME",
    multiple=True,
    help="Who may have it whatever the scope; give it once a name. Without it nobody is named any more.",
)
@click.option("--consent", "file", metavar="FILE", help="A whole consent instead, as this command prints it.")
def command(statement_id: str, scope: str | None, recipients: tuple[str, ...], file: str | None) -> None:
    """Print what the witness of a statement agreed to, or change it.

    A reviewer's name and passphrase are needed. A statement whose witness takes the consent back altogether
    is withdrawn: aigaq withdraw ID --reason request
    """
    from intake.consents import consent_json, consent_option, read_consent  # noqa: PLC0415
    from store.consents import change_consent  # noqa: PLC0415 - loads SQLAlchemy
    from store.ids import read_id  # noqa: PLC0415
    from store.users import open_vault  # noqa: PLC0415

    if file is not None and (scope is not None or recipients):
        raise click.UsageError("--consent is instead of --scope and --recipients.")
    if recipients and scope is None:
        raise click.UsageError("--recipients needs --scope.")
    named = None if file is None else consent_option(file)
    with opened_store() as store:
        wanted = read_id(statement_id)
        if store.statement(wanted).state is StatementState.WITHDRAWN:
            raise AigaqError("withdrawn")
        vault = open_vault(store, reviewer_name(), reviewer_passphrase())
        now = store.unseal(wanted, vault).consent
        if scope is not None:
            named = replace(now, scope=ConsentScope(scope), recipients=recipients)
        if named is None:
            write_text(consent_json(now).decode("utf-8"))
            return
        # through its file form, so that what is typed keeps to the same limits
        change_consent(store, wanted, read_consent(consent_json(named)), vault=vault)
    click.echo(wanted)
    click.echo(f"scope {named.scope.value}, {len(named.recipients)} recipients named", err=True)
