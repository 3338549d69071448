"""The options of commands that stay and scan: how long they wait, and in how many processes they work."""

import click

idle_option = click.option(
    "--idle",
    type=click.FloatRange(min=0.0),
    metavar="MINUTES",
    default=60.0,
    show_default=True,
    help="With --watch: lock the store and end when nothing came for so long; 0 waits for ever.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(1, 32),
    default=2,
    show_default=True,
    help="Processes that scan.",
)
