"""What holds for every connection to a cluster: who may be spoken to and how, and that nobody tells of it.

Dask's own defaults spill to the disk, keep samples of stacks, serve pages over HTTP and log what a task was
given. All of that is off here, whatever the machine's settings of Dask say.
"""

import importlib.util
import ipaddress
import logging
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from models.errors import AigaqError

if TYPE_CHECKING:
    from distributed import Security

_SETTINGS: Final[dict[str, Any]] = {
    # what does not fit into memory stays there all the same: nothing is written to the disk
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
    # no samples of stacks, no events kept, no pages
    "distributed.worker.profile.enabled": False,
    "distributed.worker.http.routes": [],
    "distributed.admin.log-length": 0,
    "distributed.admin.low-level-log-length": 0,
    "distributed.diagnostics.nvml": False,
    "distributed.diagnostics.computations.max-history": 0,
    "distributed.diagnostics.erred-tasks.max-history": 0,
    # nothing that a file in somebody's home folder names is run
    "distributed.client.preload": [],
    "distributed.client.security-loader": None,
    "distributed.worker.preload": [],
    "distributed.comm.compression": False,
    "distributed.comm.tls.min-version": 1.3,
    "distributed.comm.tls.ciphers": None,
}
_LOUD: Final = ("distributed", "dask", "tornado", "asyncio", "bokeh")


@dataclass(frozen=True, slots=True)
class Certificates:
    """PEM files: the authority that all of the cluster trust, this machine's certificate and its key."""

    authority: Path
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Place:
    """A scheduler's address that may be spoken to, and with what."""

    address: str
    certificates: Certificates | None

    @property
    def alone(self) -> bool:
        """Whether it is this machine."""
        return _is_loopback(urlsplit(self.address).hostname)


def place_of(address: str, certificates: Certificates | None) -> Place:
    """Check a scheduler's address: tls:// with certificates, or tcp:// on this machine.

    Raises AigaqError: scheduler_insecure.
    """
    try:
        parts = urlsplit(address)
        whole = bool(parts.hostname and parts.port) and parts.netloc.count("@") == 0
    except ValueError:
        raise AigaqError("scheduler_insecure") from None
    under_tls = parts.scheme == "tls" and certificates is not None
    at_home = parts.scheme == "tcp" and certificates is None and _is_loopback(parts.hostname)
    if not whole or not (under_tls or at_home):
        raise AigaqError("scheduler_insecure")
    return Place(address, certificates)


def check_installed() -> None:
    """Whether the extra is there; raises AigaqError: cluster_missing."""
    if importlib.util.find_spec("distributed") is None:
        raise AigaqError("cluster_missing")


def settle() -> None:
    """Load Dask and set what holds in this process; raises AigaqError: cluster_missing."""
    check_installed()
    import dask  # noqa: PLC0415 - an extra, and heavy
    import distributed  # noqa: F401, PLC0415

    dask.config.set(_SETTINGS)
    for name, logger in logging.root.manager.loggerDict.items():
        if name.split(".")[0] in _LOUD and isinstance(logger, logging.Logger):
            logger.disabled = True  # they quote what a task was given, and the words of exceptions
    for name in ("distributed", "dask"):
        warnings.filterwarnings("ignore", module=rf"{name}\b")


def security_of(place: Place) -> "Security":
    """The connection's security, both sides showing a certificate; raises AigaqError: bad_certificate."""
    from distributed import Security  # noqa: PLC0415

    files = place.certificates
    if files is None:
        return Security(require_encryption=False)
    named = {"cert": str(files.certificate), "key": str(files.key)}
    security = Security(
        require_encryption=True,
        tls_ca_file=str(files.authority),
        **{f"tls_{role}_{what}": path for role in ("client", "worker") for what, path in named.items()},
    )
    try:
        for role in ("client", "worker"):
            security.get_connection_args(role)
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        raise AigaqError("bad_certificate") from None
    return security


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
