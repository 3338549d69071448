"""The options that name a cluster's scheduler and the certificates, the same for who asks and who works."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from models.errors import AigaqError

if TYPE_CHECKING:
    from intake.cluster_settings import Place

_PATH = click.Path(path_type=Path)


def cluster_options(*, required: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """--scheduler, --tls-ca, --tls-cert and --tls-key."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        options = (
            click.option(
                "--scheduler",
                metavar="tls://HOST:PORT",
                required=required,
                help="The cluster's scheduler; tcp:// for this machine alone. See: docs/cluster.md",
            ),
            click.option("--tls-ca", metavar="FILE", type=_PATH, help="The cluster's authority, PEM."),
            click.option("--tls-cert", metavar="FILE", type=_PATH, help="This machine's certificate, PEM."),
            click.option("--tls-key", metavar="FILE", type=_PATH, help="The certificate's key, PEM."),
        )
        for option in reversed(options):
            command = option(command)
        return command

    return add


def chosen_scheduler(
    scheduler: str, *, tls_ca: Path | None, tls_cert: Path | None, tls_key: Path | None
) -> "Place":
    """The scheduler's place, checked; raises AigaqError: scheduler_insecure, no_such_file."""
    from intake.cluster_settings import Certificates, place_of  # noqa: PLC0415

    given = [path for path in (tls_ca, tls_cert, tls_key) if path is not None]
    if len(given) not in {0, 3}:
        raise click.UsageError("--tls-ca, --tls-cert and --tls-key belong together.")
    place = place_of(scheduler, Certificates(*given) if given else None)
    if not all(path.is_file() for path in given):
        raise AigaqError("no_such_file")
    return place
