"""aigaq settings: what the office has chosen."""

import click

from cli.output import write_json
from cli.passphrases import opened_store, opened_vault


@click.command(
    "settings",
    epilog="""\b
Examples:
  aigaq settings
  aigaq settings reviewers one
  aigaq settings decoys on

\b
reviewers  two (default): two people approve each statement.
           one: an office of one reviewer; its releases carry that.
decoys     off (default).
           on: in one statement of three a found name is shown as if it had been
           missed, to measure how much a reviewer catches. It stays masked.
phone_name notes (default), lists, recipes or lessons: what the page for phones
           calls itself, so that nobody sees what it is for.
""",
)
@click.argument("name", required=False)
@click.argument("value", required=False)
@click.option("--json", "as_json", is_flag=True, help="The settings as JSON.")
def command(name: str | None, value: str | None, as_json: bool) -> None:
    """Print the settings of the office, or choose a value.

    To change one, a reviewer's name and passphrase are needed; the journal has each change.
    """
    from store.settings import SETTINGS, change_setting, read_settings  # noqa: PLC0415 - loads SQLAlchemy

    if name is not None and value is None:
        raise click.UsageError("A value is needed.")
    with opened_store() as store:
        if name is not None and value is not None:
            vault = opened_vault(store)
            change_setting(store, name, value, actor=vault.reviewer_id)
        chosen = read_settings(store)
    if as_json:
        write_json(chosen)
        return
    for known, values in SETTINGS.items():
        click.echo(f"{known}\t{chosen[known]}\t({' or '.join(values)})")
