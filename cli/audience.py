"""The option that names an audience, the same in every command that redacts."""

import click

from models.labels import Audience

audience_option = click.option(
    "--audience",
    type=click.Choice([str(a) for a in Audience]),
    default=str(Audience.PUBLIC),
    show_default=True,
    help="Whose policy decides on masks.",
)
