"""aigaq worker: scan for a batch that runs on another machine."""

from pathlib import Path

import click

from cli.cluster import chosen_scheduler, cluster_options


@click.command(
    "worker",
    epilog="""\b
Examples:
  aigaq worker --scheduler tls://10.0.0.5:8786 --tls-ca ca.pem --tls-cert me.pem --tls-key me.key
  aigaq worker --scheduler tcp://127.0.0.1:8786 --workers 4

\b
How to set a cluster up, and who sees what in it: docs/cluster.md
Exit status: 0 it was told to end, 1 an error, 2 typed wrongly.
""",
)
@cluster_options(required=True)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Processes that scan on this machine.",
)
def command(
    *, scheduler: str, tls_ca: Path | None, tls_cert: Path | None, tls_key: Path | None, workers: int
) -> None:
    """Scan what batches hand to the scheduler, until it ends or Ctrl-C; nothing is kept or written here.

    It needs neither a store nor a passphrase: what it is sent is sealed to a key that it makes when it
    starts, and what it finds goes back sealed.
    """
    place = chosen_scheduler(scheduler, tls_ca=tls_ca, tls_cert=tls_cert, tls_key=tls_key)
    from cli.work import load_work_for_many  # noqa: PLC0415 - these load what only this needs
    from intake.cluster_worker import serve_cluster  # noqa: PLC0415

    click.echo("Loading the language model; then it works until Ctrl-C.", err=True)
    serve_cluster(place, load_work_for_many, workers=workers)
