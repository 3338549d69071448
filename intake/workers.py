"""Scanning in other processes, so that both cores work and a crash inside a native library costs one text.

Each seat is a small keeper process that starts the worker proper and, when that dies, reports it and starts
the next. Keepers are forked when the pool opens: after the scanner is loaded, whose memory they then share,
and before the database is opened, which no other process may hold open. They stand in a process group of
their own, so a Ctrl-C in the terminal reaches only the parent.
"""

import contextlib
import gc
import os
import pickle
import signal
from collections import deque
from collections.abc import Iterator
from multiprocessing.connection import Connection, Pipe
from multiprocessing.connection import wait as wait_for

from intake.scanning import InProcess, Outcome, Scanning, Work, attempt

_DIED = (-1, "scan_failed")  # what a keeper says of whatever its worker was at
_QUEUE = 4  # texts taken in for each worker, so that none stands idle while a long one is scanned


def can_fork() -> bool:
    """Whether this system can share a loaded scanner with other processes."""
    return hasattr(os, "fork")


@contextlib.contextmanager
def open_scanning(work: Work, *, workers: int) -> Iterator[Scanning]:
    """A pool of workers, or work in this process where one is enough or no other can be started."""
    if workers <= 1 or not can_fork():
        yield InProcess(work)
        return
    pool = WorkerPool(work, workers=workers)
    try:
        yield pool
    finally:
        pool.close()


class WorkerPool:
    """Several workers; a text whose worker dies has the outcome scan_failed."""

    def __init__(self, work: Work, *, workers: int) -> None:
        self.room = workers * _QUEUE
        self._waiting: deque[tuple[int, str]] = deque()
        self._seats: dict[Connection, int] = {}  # the line to each keeper, and its process id
        self._busy: dict[Connection, int] = {}  # the ticket that each line's worker has
        gc.freeze()  # the workers share the scanner's memory as long as nobody touches it
        for _ in range(workers):
            self._open_seat(work)

    def submit(self, ticket: int, raw_text: str) -> None:
        """Hand the text to an idle worker, or keep it until one is."""
        self._waiting.append((ticket, raw_text))
        self._hand_out()

    def collect(self, *, wait: float) -> list[tuple[int, Outcome]]:
        """The outcomes that are ready, after `wait` seconds at most."""
        if not self._seats:  # every keeper is gone: nothing can be scanned safely any more
            lost: list[tuple[int, Outcome]] = [(ticket, "scan_failed") for ticket, _ in self._waiting]
            self._waiting.clear()
            return lost
        outcomes: list[tuple[int, Outcome]] = []
        for line in wait_for(list(self._seats), timeout=wait):
            assert isinstance(line, Connection)  # noqa: S101 - for the type checker: only lines are waited for
            outcomes += self._receive(line)
        self._hand_out()
        return outcomes

    def close(self) -> None:
        """End all workers, also those in the middle of a text."""
        for line, keeper in self._seats.items():
            line.close()
            _end(keeper)
        self._seats.clear()

    def _open_seat(self, work: Work) -> None:
        ours, theirs = Pipe()
        keeper = os.fork()
        if keeper == 0:
            # Lines to other keepers are closed here: they must break when the parent dies.
            for line in (*self._seats, ours):
                line.close()
            _keep(theirs, work)
        theirs.close()
        self._seats[ours] = keeper

    def _hand_out(self) -> None:
        for line in list(self._seats):
            if self._waiting and line not in self._busy:
                ticket, raw_text = self._waiting.popleft()
                self._busy[line] = ticket
                # A line that is broken shows when it is next received from.
                with contextlib.suppress(OSError):
                    line.send((ticket, raw_text))

    def _receive(self, line: Connection) -> list[tuple[int, Outcome]]:
        # Replies bear their ticket: after a worker's death one may be late, and an analysis that reached
        # the wrong text would mask the wrong letters.
        try:
            ticket, outcome = line.recv()
        except (EOFError, OSError, pickle.UnpicklingError, ValueError, TypeError, AttributeError):
            line.close()
            _end(self._seats.pop(line))
            ticket, outcome = _DIED
        expected = self._busy.get(line)
        if expected is None or ticket not in {expected, _DIED[0]}:
            return []
        del self._busy[line]
        return [(expected, outcome)]


def _keep(line: Connection, work: Work) -> None:
    """A keeper's life: start a worker, wait for its end, and again if it did not end by itself."""
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while True:
            worker = os.fork()
            if worker == 0:
                _serve(line, work)
            _, status = os.waitpid(worker, 0)
            if status == 0:
                break
            line.send(_DIED)
    finally:
        os._exit(0)  # nothing of the parent's is cleaned up or written out here


def _serve(line: Connection, work: Work) -> None:
    """A worker's life: texts in, outcomes out, until the parent closes the line."""
    status = 1
    try:
        while True:
            ticket, raw_text = line.recv()
            line.send((ticket, attempt(work, raw_text)))
    except (EOFError, OSError):
        status = 0
    finally:
        os._exit(status)


def _end(keeper: int) -> None:
    """End a keeper and its worker: they are one process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(keeper, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(keeper, signal.SIGKILL)  # it may not have reached its own group yet
    with contextlib.suppress(ChildProcessError):
        os.waitpid(keeper, 0)
