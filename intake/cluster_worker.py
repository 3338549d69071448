"""A worker of a cluster: opens what was sealed to it, scans it in a process of its own, seals what it found.

Invariants: the identity that opens texts is made when the worker starts, lies in its memory and goes nowhere;
what comes in and what goes out is sealed, so neither Dask's state here nor the scheduler holds a text; no
task raises, for Dask hands exceptions and what they quote to everybody. A worker has no store and no vault.
"""

import asyncio
import contextlib
import pickle
import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final
from urllib.parse import urlsplit

import pyrage  # type: ignore[import-untyped]

from intake.cluster_settings import Place, check_installed, security_of, settle
from intake.scanning import Work
from intake.workers import WorkerPool, take_work
from models.errors import AigaqError

_PATIENCE: Final = 60  # seconds to wait for a scheduler at the start
NOT_OPENED: Final = b""  # the answer of a worker that a text was not sealed to


@dataclass(frozen=True, slots=True, repr=False)
class _Here:
    """What this worker opens with and scans in."""

    identity: pyrage.x25519.Identity
    pool: Executor


_here: _Here | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """What is sealed for a worker: what to call, whom to seal the answer to, and a word that it must bear."""

    word: bytes
    reply_to: str
    call: Callable[..., Any]
    given: tuple[Any, ...]


def program_version() -> str:
    """The program's version: a worker of another one is not given texts."""
    try:
        return version("aigaq")
    except PackageNotFoundError:
        return ""


def introduce() -> tuple[str, str] | None:
    """The age recipient of this worker and its program's version; None from one that is not ours."""
    return None if _here is None else (str(_here.identity.to_public()), program_version())


def run_sealed(sealed: bytes) -> bytes:
    """Do what is asked and seal the answer: the request's word, whether it went well, result or code."""
    here = _here
    if here is None:
        return NOT_OPENED
    try:
        request = pickle.loads(pyrage.decrypt(sealed, [here.identity]))  # noqa: S301 - as Dask's own messages
        reply_to = pyrage.x25519.Recipient.from_str(request.reply_to)
    except Exception:  # sealed before this worker came, or damaged on the way
        return NOT_OPENED
    well, answer = True, None
    try:
        answer = here.pool.submit(request.call, *request.given).result()
    except AigaqError as error:
        well, answer = False, error.code
    except Exception:  # a door: an exception's words may quote the text
        well, answer = False, "scan_failed"
    return bytes(pyrage.encrypt(pickle.dumps((request.word, well, answer)), [reply_to]))


def serve_cluster(place: Place, load: Callable[[], Work], *, workers: int) -> None:
    """Scan for a scheduler until it ends or somebody interrupts; `load` is called once.

    Raises AigaqError: cluster_missing, bad_certificate, scheduler_unreachable.
    """
    global _here  # noqa: PLW0603 - a task is a function that Dask calls by its name
    check_installed()
    # The processes that scan come first: later there are threads and connections.
    pool = WorkerPool(partial(take_work, load), workers=workers)
    try:
        settle()
        _here = _Here(pyrage.x25519.Identity.generate(), pool)
        asyncio.run(_serve(place, workers))
    finally:
        _here = None
        pool.close()


async def _serve(place: Place, workers: int) -> None:
    from distributed import Worker  # noqa: PLC0415 - an extra, and heavy

    with tempfile.TemporaryDirectory(prefix="aigaq-worker-") as scratch:  # Dask wants one; it stays empty
        worker = Worker(
            place.address,
            nthreads=workers,
            security=security_of(place),
            host=urlsplit(place.address).hostname if place.alone else None,
            memory_limit=0,
            dashboard=False,
            dashboard_address="127.0.0.1:0",
            local_directory=scratch,
            death_timeout=_PATIENCE,
        )
        loop = asyncio.get_running_loop()
        ending: set[asyncio.Task[Any]] = set()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):  # Windows
                loop.add_signal_handler(number, lambda: ending.add(loop.create_task(worker.close())))
        try:
            await worker
        except Exception:  # its words name addresses
            with contextlib.suppress(Exception):
                await worker.close()
            raise AigaqError("scheduler_unreachable") from None
        await worker.finished()
