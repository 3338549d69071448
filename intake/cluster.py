"""Scanning on other machines: an executor over a Dask cluster that sees sealed bytes only.

Invariants: a text leaves this process sealed to the workers that were there when it was handed on, and its
analysis comes back sealed to a key that lives as long as the run, in this process; an answer must bear the
word that was sealed with its text, or it is none; the store is open here and nowhere else.
"""

import asyncio
import contextlib
import os
import pickle
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

import pyrage  # type: ignore[import-untyped]

from intake.cluster_settings import Place, security_of, settle
from intake.cluster_worker import NOT_OPENED, Request, introduce, program_version, run_sealed
from intake.scanning import OnExecutor, Scanning
from intake.workers import room_of, work_on
from models.errors import AigaqError

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as Task

_TRIES: Final = 3  # workers that may die over one text
_SEALINGS: Final = 20  # times that a text may meet a worker that came after it was sealed
_ANSWERS_IN: Final = 10.0  # seconds to wait for the scheduler
_PATIENCE: Final = 60.0  # seconds to wait for a worker where there is none
_LOOK_AROUND: Final = 0.2  # seconds between looks at whether one has come
_LOST: Final = "scheduler_unreachable"
_LEAST_ROOM: Final = 32  # texts in flight: more workers may come

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


@contextlib.contextmanager
def open_cluster(place: Place, *, patience: float = _PATIENCE) -> Iterator[Scanning]:
    """Scanning on the workers of a scheduler; it gives up when there was none for `patience` seconds.

    Raises AigaqError: cluster_missing, bad_certificate, scheduler_unreachable.
    """
    settle()
    client = _connected(place, patience)
    executor = ClusterExecutor(client, patience=patience)
    try:
        threads = executor.meet_workers()
        yield OnExecutor(executor, work_on, room=max(_LEAST_ROOM, room_of(threads)))
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        with contextlib.suppress(Exception):  # the scheduler may be gone
            client.close(timeout=_ANSWERS_IN)


@dataclass(slots=True, repr=False)
class _Job:
    """What was submitted: sealed anew for each try."""

    future: Future[Any]
    word: bytes
    request: bytes
    deaths: int = 0
    sealings: int = 0
    task: "Task | None" = None


class ClusterExecutor(Executor):
    """Functions called on the workers of a cluster; a text that three workers die over is scan_failed.

    Where there is no worker any more, or no scheduler, everything is scheduler_unreachable from then on.
    """

    def __init__(self, client: "Client", *, patience: float = _PATIENCE) -> None:
        self._client, self._patience = client, patience
        self._identity = pyrage.x25519.Identity.generate()
        self._reply_to = str(self._identity.to_public())
        self._recipients: list[pyrage.x25519.Recipient] = []
        self._only: list[str] | None = None  # addresses of our workers, where there are others
        self._lock = threading.Lock()  # over the two that follow
        self._in_flight: dict[bytes, _Job] = {}
        self._closed = self._lost = False

    def meet_workers(self) -> int:
        """Learn whom to seal to; how many texts they scan at a time. AigaqError: scheduler_unreachable."""
        until = time.monotonic() + self._patience
        while True:
            try:
                found = self._client.run(introduce, on_error="ignore")
                threads = self._client.nthreads()
            except Exception:  # its words name addresses
                raise AigaqError(_LOST) from None
            # one that has just died may still be listed, and one of another version may be there
            ours = {where: said[0] for where, said in found.items() if said and said[1] == program_version()}
            if ours:
                break
            if time.monotonic() > until or self._closed:
                raise AigaqError(_LOST)
            time.sleep(_LOOK_AROUND)
        self._only = list(ours) if len(ours) < len(threads) else None
        self._recipients = [pyrage.x25519.Recipient.from_str(recipient) for recipient in ours.values()]
        return sum(threads.get(where, 1) for where in ours)

    def submit(
        self, fn: Callable[_Given, _Result], /, *args: _Given.args, **kwargs: _Given.kwargs
    ) -> Future[_Result]:
        """Have a worker call the function, which is sent by its name; an AigaqError says what stopped it."""
        word = os.urandom(32)
        call = partial(fn, **kwargs) if kwargs else fn
        job = _Job(Future(), word, pickle.dumps(Request(word, self._reply_to, call, args)))
        with self._lock:
            if self._closed:
                raise RuntimeError("the cluster is closed")
            self._in_flight[job.word] = job
        job.future.set_running_or_notify_cancel()
        self._send(job)
        return cast("Future[_Result]", job.future)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As the standard library's; what is with the workers is given up where it is not waited for."""
        with self._lock:
            self._closed = True
            jobs = list(self._in_flight.values())
        if cancel_futures:
            for job in jobs:
                self._finish(job, code="interrupted")
            tasks = [job.task for job in jobs if job.task is not None]
            if tasks:
                with contextlib.suppress(Exception):
                    self._client.cancel(tasks, force=True)
        elif wait:
            for job in jobs:
                with contextlib.suppress(Exception):
                    job.future.exception()

    def _send(self, job: _Job) -> None:
        """Seal a job for the workers that are there, and hand it to the scheduler under a random name."""
        job.sealings += 1
        if self._lost:
            self._finish(job, code=_LOST)
            return
        try:
            sealed = bytes(pyrage.encrypt(job.request, self._recipients))
            task = self._client.submit(
                run_sealed,
                sealed,
                key=uuid.uuid4().hex,
                pure=False,
                workers=self._only,
                allow_other_workers=self._only is not None,
            )
            job.task = task
            task.add_done_callback(partial(self._take, job))
        except Exception:  # the client is closed
            self._give_up()
        # While Dask connects again it takes tasks in and forgets them; those that it had before it ends.
        if self._client.status != "running":
            self._give_up()

    def _take(self, job: _Job, task: "Task") -> None:
        """Take in what came of a try; runs in a thread of Dask's own."""
        answer: object = None
        with contextlib.suppress(Exception, CancelledError, asyncio.CancelledError):
            answer = task.result(timeout=self._patience)
        with contextlib.suppress(Exception):
            task.release()
        if job.future.done():  # given up meanwhile
            return
        opened = self._opened(job, answer)
        if opened is not None:
            well, value = opened
            self._finish(job, value=value, code=None if well else str(value))
        elif self._client.status != "running":
            self._give_up()
        else:
            job.deaths += answer != NOT_OPENED
            self._again(job)

    def _again(self, job: _Job) -> None:
        """Try a job once more: a worker died, or one came that it was not sealed to."""
        if job.deaths >= _TRIES or job.sealings >= _SEALINGS:
            self._finish(job, code="scan_failed")
            return
        try:
            self.meet_workers()
        except AigaqError:
            self._give_up()
        else:
            self._send(job)

    def _give_up(self) -> None:
        """Nobody scans any more: not what is in flight, and nothing that comes."""
        with self._lock:
            self._lost = True
            jobs = list(self._in_flight.values())
        for job in jobs:
            self._finish(job, code=_LOST)

    def _opened(self, job: _Job, answer: object) -> tuple[bool, Any] | None:
        """Whether it went well, and the result or a code; None for what is no answer to this job."""
        if not isinstance(answer, bytes) or not answer:
            return None
        try:
            word, well, value = pickle.loads(pyrage.decrypt(answer, [self._identity]))  # noqa: S301 - as Dask's
        except Exception:  # damaged, or not for us
            return None
        return (bool(well), value) if word == job.word else None

    def _finish(self, job: _Job, *, value: Any = None, code: str | None = None) -> None:
        with self._lock:
            if self._in_flight.pop(job.word, None) is None:
                return
        if code is None:
            job.future.set_result(value)
        else:
            job.future.set_exception(AigaqError(code))


def _connected(place: Place, patience: float) -> "Client":
    """A client whose scheduler leaves trying again to it; raises AigaqError: scheduler_unreachable."""
    from distributed import Client  # noqa: PLC0415 - an extra, and heavy

    security = security_of(place)
    try:
        client = Client(
            place.address,
            security=security,
            timeout=_ANSWERS_IN,
            set_as_default=False,
            direct_to_workers=False,
        )
    except Exception:  # its words name addresses
        raise AigaqError("scheduler_unreachable") from None
    try:
        client.run_on_scheduler(_leave_it_to_us, patience)
    except Exception:
        client.close()
        raise AigaqError("scheduler_unreachable") from None
    return client


def _leave_it_to_us(patience: float, dask_scheduler: Any) -> None:
    """On the scheduler: say at once what a worker died over, and soon what no worker is there for.

    We count, and seal anew, where it would hand the same bytes to the next one or keep them for ever.
    """
    dask_scheduler.allowed_failures = 0
    dask_scheduler.no_workers_timeout = patience
