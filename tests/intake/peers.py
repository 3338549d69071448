"""A cluster on this machine, each of its processes a real one: certificates, scheduler and workers."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from intake.cluster_settings import Certificates
from intake.scanning import Scanned
from models.errors import AigaqError
from models.findings import Analysis
from models.labels import Audience, Language

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
CANARY = "Канарейкин"
CANARIES = tuple(
    CANARY.encode(coding)
    for coding in ("utf-8", "utf-16-le", "utf-32-le", "unicode_escape", "raw_unicode_escape")
)

# The scheduler as `dask scheduler` starts it, but that all it hears and says is written down: each message as
# it is before TLS and after. Its logs are as loud as can be.
SCHEDULER = """
import asyncio, logging, sys
import distributed.comm.tcp as tcp
from distributed import Scheduler, Security
logging.basicConfig(level=logging.DEBUG)
authority, certificate, key, heard = sys.argv[1:]
out = open(heard, "ab", buffering=0)
to_frames, from_frames = tcp.to_frames, tcp.from_frames
def note(frames):
    for frame in frames:
        out.write(bytes(frame))
async def said(*arguments, **options):
    frames = await to_frames(*arguments, **options)
    note(frames)
    return frames
async def understood(frames, *arguments, **options):
    note(frames)
    return await from_frames(frames, *arguments, **options)
tcp.to_frames, tcp.from_frames = said, understood
async def main():
    tls = Security(require_encryption=True, tls_ca_file=authority, tls_scheduler_cert=certificate,
                   tls_scheduler_key=key)
    async with Scheduler(protocol="tls", host="127.0.0.1", port=0, security=tls, dashboard=False,
                         dashboard_address="127.0.0.1:0") as scheduler:
        print("address", scheduler.address, flush=True)
        await scheduler.finished()
asyncio.run(main())
"""

# `aigaq worker` with work that needs no language model.
WORKER = """
import os, sys
os.environ["AIGAQ_TEST_WORKER"] = str(os.getpid())
from pathlib import Path
from intake.cluster_settings import Certificates, place_of
from intake.cluster_worker import serve_cluster
from tests.intake.peers import load_work
files = [Path(name) for name in sys.argv[2:]]
serve_cluster(place_of(sys.argv[1], Certificates(*files)), load_work, workers=1)
"""


def work(raw_text: str) -> Scanned:
    """Finds nothing and repeats the text, slowly or not; some texts make it fail, or end its machine."""
    if "взрыв" in raw_text:
        raise ValueError(raw_text)
    if "отказ" in raw_text:
        raise AigaqError("pipeline_missing")
    if "гибель" in raw_text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "обвал" in raw_text:
        os.kill(int(os.environ["AIGAQ_TEST_WORKER"]), signal.SIGKILL)
        time.sleep(10)
    time.sleep(0.1 if "долго" in raw_text else 0)
    return Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: raw_text}, frozenset())


def load_work() -> object:
    return work


def explode(raw_text: str) -> None:
    """Not scanning at all: fails on the worker with the text in its words."""
    raise ValueError(raw_text)


def no_canary(raw: bytes) -> bool:
    """Whether the canary's name is not in it, in any coding that a message or a log may have."""
    return not any(canary in raw for canary in CANARIES)


def certificates(folder: Path, name: str) -> Certificates:
    """An authority of its own for a folder, and a certificate that it signed."""
    folder.mkdir(exist_ok=True)
    authority, authority_key = folder / "ca.pem", folder / "ca.key"
    if not authority.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        _write(authority, authority_key, _certificate("test authority", key, "test authority", key), key)
    signer = load_pem_private_key(authority_key.read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    own = Certificates(authority, folder / f"{name}.pem", folder / f"{name}.key")
    _write(own.certificate, own.key, _certificate(name, key, "test authority", signer), key)
    return own


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, signer: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    now = datetime.now(UTC)
    first, last = now - timedelta(hours=1), now + timedelta(days=1)
    builder = x509.CertificateBuilder(
        issuer_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]),
        subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=first,
        not_valid_after=last,
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=name == issuer, path_length=None), critical=True)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))])
    return builder.add_extension(names, critical=False).sign(signer, SHA256())


def _write(path: Path, key_path: Path, made: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
    path.write_bytes(made.public_bytes(Encoding.PEM))
    key_path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


@dataclass(slots=True)
class Cluster:
    """A scheduler and workers that run, and where what they say is written."""

    folder: Path
    address: str
    own: Certificates
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def heard(self) -> bytes:
        """All messages through the scheduler, without the TLS around them."""
        return (self.folder / "heard").read_bytes()

    @property
    def said(self) -> bytes:
        """What scheduler and workers wrote to their terminals."""
        return b"".join(path.read_bytes() for path in self.folder.glob("*.log"))

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start one more."""
        files = (self.own.authority, self.own.certificate, self.own.key)
        worker = _start(self.folder, f"worker{len(self.workers)}", WORKER, self.address, *map(str, files))
        self.workers.append(worker)
        return worker


@contextmanager
def running_cluster(folder: Path, *, workers: int) -> Iterator[Cluster]:
    """A scheduler under TLS and so many workers, which end with the block."""
    own = certificates(folder, "peer")
    files = (own.authority, own.certificate, own.key)
    scheduler = _start(folder, "scheduler", SCHEDULER, *map(str, files), str(folder / "heard"))
    cluster = Cluster(folder, _address(folder / "scheduler.log", scheduler), own, scheduler)
    try:
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        for process in (*cluster.workers, scheduler):
            process.kill()
            process.wait(timeout=20)


def _start(folder: Path, name: str, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    loud = {"DASK_LOGGING__DISTRIBUTED": "debug", "PYTHONFAULTHANDLER": "1", "PYTHONUTF8": "1"}
    loud |= {**os.environ, "TMPDIR": str(temporary)}
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-c", program, *arguments], cwd=ROOT, env=loud, stdout=log, stderr=log
        )


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        if (found := re.search(rb"^address (\S+)$", log.read_bytes(), re.MULTILINE)) is not None:
            return found[1].decode()
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8", errors="replace"))
