"""Scanning in other processes, so that both cores work and a crash inside a native library costs one text.

Where processes can be forked, the seats are taken after the scanner is loaded, whose memory the workers then
share; elsewhere each worker is a fresh process that loads it for itself.
"""

import contextlib
import gc
import itertools
import os
import pickle
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, Pipe
from multiprocessing.connection import wait as wait_for
from multiprocessing.reduction import ForkingPickler
from typing import Any, Final, ParamSpec, TypeVar, cast

from intake.processes import Seat, can_fork
from intake.scanning import Here, InProcess, OnExecutor, Outcome, Scanning, Work, attempt
from intake.spawned import SpawnedSeat
from models.errors import AigaqError

_FAILED: Final = "scan_failed"  # what came of a text whose worker died
_QUEUE: Final = 4  # texts taken in for each worker, so that none stands idle while a long one is scanned
_LIMIT: Final = 900.0  # seconds for one text; 300,000 words take some 60

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
Load = Callable[[], None]
"""Puts what a worker's functions need where they find it; where workers are spawned it is pickled."""

_work: Work | None = None  # in a worker process: what is done with a text


@contextlib.contextmanager
def open_scanning(work: Work, *, workers: int) -> Iterator[Scanning]:
    """A pool of workers, or work in this process where one is enough or no other can be started."""
    with open_loaded(lambda: work, workers=workers if can_fork() else 1) as scanning:
        yield scanning


@contextlib.contextmanager
def open_loaded(load: Callable[[], Work], *, workers: int) -> Iterator[Scanning]:
    """As open_scanning, for what loads the work: once, or in each worker where nothing can be forked."""
    if workers <= 1:
        work = load()
        keep_loaded()
        yield InProcess(work)
        return
    with open_executor(partial(take_work, load), workers=workers) as pool:
        yield OnExecutor(pool, work_on, room=room_of(workers))


@contextlib.contextmanager
def open_executor(load: Load, *, workers: int) -> Iterator[Executor]:
    """An executor whose functions find what `load` loads; it ends in the middle of what it does."""
    if workers <= 1:
        load()
        yield Here()
        return
    pool = WorkerPool(load, workers=workers)
    try:
        yield pool
    finally:
        pool.close()


def keep_loaded() -> None:
    """Have nobody look for garbage in what is loaded, nor often in what scanning leaves."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def room_of(workers: int) -> int:
    """How many texts so many workers are given at a time."""
    return workers * _QUEUE


def take_work(load: Callable[[], Work]) -> None:
    """Load what `work_on` does in this process."""
    global _work  # noqa: PLW0603 - a function that is sent to a worker can hold nothing itself
    _work = load()


def work_on(raw_text: str) -> Outcome:
    """Do the work that this process has loaded."""
    return _FAILED if _work is None else attempt(_work, raw_text)


@dataclass(slots=True, repr=False)
class _Job:
    """What was submitted, and when it must be done once a worker has it."""

    ticket: int
    future: Future[Any]
    call: bytes
    due: float = 0.0


class WorkerPool(Executor):
    """Several workers; what kills its worker, or takes longer than `limit` seconds, fails with scan_failed.

    A thread hands out and takes in. It is started when all seats are taken: nobody may fork beside it.
    """

    def __init__(self, load: Load | None, *, workers: int, limit: float = _LIMIT) -> None:
        self._limit = limit
        self._tickets = itertools.count(1)
        self._lock = threading.Lock()  # over the three that follow
        self._waiting: deque[_Job] = deque()
        self._closing = self._awake = False
        self._ended = False
        self._seats: dict[Connection, Seat | SpawnedSeat] = {}  # these two are the thread's alone
        self._busy: dict[Connection, _Job] = {}
        self._woken, self._waking = Pipe(duplex=False)
        if can_fork():
            if load is not None:
                load()
            keep_loaded()  # the workers share the scanner's memory as long as nobody touches it
            load = None
        kind = Seat if can_fork() else SpawnedSeat
        for _ in range(workers):
            seat = kind(partial(_serve, load=load))
            self._seats[seat.line] = seat
        self._thread = threading.Thread(target=self._run, name="workers", daemon=True)
        self._thread.start()

    def submit(
        self, fn: Callable[_Given, _Result], /, *args: _Given.args, **kwargs: _Given.kwargs
    ) -> Future[_Result]:
        """Have a worker call the function, which is sent by its name; an AigaqError says what stopped it."""
        ticket = next(self._tickets)
        job = _Job(ticket, Future(), bytes(ForkingPickler.dumps((ticket, fn, args, kwargs))))
        with self._lock:
            if self._closing:
                raise RuntimeError("the pool is closed")
            self._waiting.append(job)
            self._wake()
        return cast("Future[_Result]", job.future)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As the standard library's: what was submitted is done first, or is cancelled if it waits."""
        with self._lock:
            self._closing = True
            dropped = list(self._waiting) if cancel_futures else []
            if cancel_futures:
                self._waiting.clear()
            self._wake()
        for job in dropped:
            job.future.cancel()
        if wait:
            self._thread.join()

    def close(self) -> None:
        """End all workers, also those in the middle of a text."""
        self.shutdown(wait=False, cancel_futures=True)  # before anything ends: what waits has not failed
        self._ended = True
        with self._lock:
            self._wake()
        self._thread.join()

    def _wake(self) -> None:
        """Have the thread look around; the lock is held, and one word is enough until it was heard."""
        if not self._awake:
            self._awake = True
            self._waking.send_bytes(b"")

    def _run(self) -> None:
        """The thread's life: until the pool is closed and, unless that was at once, all is done."""
        try:
            while not self._ended:
                self._hand_out()
                with self._lock:
                    if self._closing and not self._busy and not self._waiting:
                        return
                for line in wait_for([*self._seats, self._woken], timeout=self._left()):
                    if line is self._woken:
                        with self._lock:
                            self._woken.recv_bytes()
                            self._awake = False
                    else:
                        self._receive(cast("Connection", line))
                now = time.monotonic()
                for line in [line for line, job in self._busy.items() if now > job.due]:
                    self._replace(line)
        finally:
            self._end()

    def _left(self) -> float | None:
        """Seconds until the first of the texts must be done."""
        if not self._busy:
            return None
        return max(0.0, min(job.due for job in self._busy.values()) - time.monotonic())

    def _hand_out(self) -> None:
        for line in list(self._seats):
            if line in self._busy:
                continue
            job = self._next()
            if job is None:
                return
            job.due = time.monotonic() + self._limit
            self._busy[line] = job
            # A line that is broken shows when it is next received from.
            with contextlib.suppress(OSError):
                line.send_bytes(job.call)
        while not self._seats and (job := self._next()) is not None:
            _fail(job)  # every keeper is gone: nothing can be scanned safely any more

    def _next(self) -> _Job | None:
        with self._lock:
            while self._waiting:
                job = self._waiting.popleft()
                if job.future.set_running_or_notify_cancel():
                    return job
        return None

    def _receive(self, line: Connection) -> None:
        # Replies bear their ticket: an analysis that reached the wrong text would mask the wrong letters.
        try:
            ticket, well, answer = line.recv()
        except (EOFError, OSError, pickle.UnpicklingError, ValueError, TypeError, AttributeError):
            self._replace(line)
            return
        if line not in self._busy or self._busy[line].ticket != ticket:
            self._replace(line)
            return
        job = self._busy.pop(line)
        if well:
            job.future.set_result(answer)
        else:
            job.future.set_exception(AigaqError(str(answer)))

    def _replace(self, line: Connection) -> None:
        """Put another worker into a seat; the text that the last one had, if any, has failed."""
        seat = self._seats.pop(line)
        job = self._busy.pop(line, None)
        if seat.renew():
            self._seats[seat.line] = seat
        else:
            seat.close()
        if job is not None:
            _fail(job)

    def _end(self) -> None:
        with self._lock:
            self._closing = True
            waiting = [job for job in self._waiting if job.future.set_running_or_notify_cancel()]
            self._waiting.clear()
        for seat in self._seats.values():
            seat.close()
        self._seats.clear()
        for job in (*self._busy.values(), *waiting):
            _fail(job)
        self._busy.clear()


def _fail(job: _Job) -> None:
    job.future.set_exception(AigaqError(_FAILED))


def _serve(line: Connection, *, load: Load | None) -> None:
    """Functions and what they are given in, what they return out; of what they raise only a code."""
    code = _loaded(load) if load is not None else None
    while True:
        ticket, fn, args, kwargs = pickle.loads(line.recv_bytes())  # noqa: S301 - from our own parent
        try:
            line.send((ticket, True, fn(*args, **kwargs)) if code is None else (ticket, False, code))
        except AigaqError as error:
            line.send((ticket, False, error.code))
        except Exception:  # a door: an exception's words may quote the text
            line.send((ticket, False, _FAILED))


def _loaded(load: Load) -> str | None:
    """Load in a fresh process; the code of what stopped it."""
    _keep_quiet()
    try:
        load()
    except AigaqError as error:
        return error.code
    except Exception:  # a door, as below
        return _FAILED
    return None


def _keep_quiet() -> None:
    """As a keeper does for its worker: nobody's output stays open, and a Ctrl-C is the parent's affair."""
    import signal  # noqa: PLC0415 - for this only

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.close(nowhere)
