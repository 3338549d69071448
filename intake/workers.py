"""Scanning in other processes, so that both cores work and a crash inside a native library costs one text.

The seats are taken after the scanner is loaded, whose memory the workers then share.
"""

import contextlib
import gc
import pickle
import time
from collections import deque
from collections.abc import Iterator
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from typing import Final

from intake.processes import Seat, can_fork
from intake.scanning import InProcess, Outcome, Scanning, Work, attempt

_FAILED: Final = "scan_failed"  # what came of a text whose worker died
_QUEUE: Final = 4  # texts taken in for each worker, so that none stands idle while a long one is scanned
_LIMIT: Final = 900.0  # seconds for one text; 300,000 words take some 60


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
    """Several workers; a text whose worker dies or takes longer than `limit` seconds is scan_failed."""

    def __init__(self, work: Work, *, workers: int, limit: float = _LIMIT) -> None:
        self.room = workers * _QUEUE
        self._limit = limit
        self._waiting: deque[tuple[int, str]] = deque()
        self._seats: dict[Connection, Seat] = {}
        self._busy: dict[Connection, tuple[int, float]] = {}  # each line's ticket, and when it must be done
        gc.freeze()  # the workers share the scanner's memory as long as nobody touches it
        for _ in range(workers):
            seat = Seat(partial(_serve, work=work))
            self._seats[seat.line] = seat

    def submit(self, ticket: int, raw_text: str) -> None:
        """Hand the text to an idle worker, or keep it until one is."""
        self._waiting.append((ticket, raw_text))
        self._hand_out()

    def collect(self, *, wait: float) -> list[tuple[int, Outcome]]:
        """The outcomes that are ready, after `wait` seconds at most."""
        if not self._seats:  # every keeper is gone: nothing can be scanned safely any more
            lost: list[tuple[int, Outcome]] = [(ticket, _FAILED) for ticket, _ in self._waiting]
            self._waiting.clear()
            return lost
        outcomes: list[tuple[int, Outcome]] = []
        for line in wait_for(list(self._seats), timeout=wait):
            assert isinstance(line, Connection)  # noqa: S101 - for the type checker: only lines are waited for
            outcomes += self._receive(line)
        now = time.monotonic()
        late = [line for line, (_, due) in self._busy.items() if now > due]
        for line in late:
            outcomes += self._replace(line)
        self._hand_out()
        return outcomes

    def close(self) -> None:
        """End all workers, also those in the middle of a text."""
        for seat in self._seats.values():
            seat.close()
        self._seats.clear()

    def _hand_out(self) -> None:
        for line in list(self._seats):
            if self._waiting and line not in self._busy:
                ticket, raw_text = self._waiting.popleft()
                self._busy[line] = (ticket, time.monotonic() + self._limit)
                # A line that is broken shows when it is next received from.
                with contextlib.suppress(OSError):
                    line.send((ticket, raw_text))

    def _receive(self, line: Connection) -> list[tuple[int, Outcome]]:
        # Replies bear their ticket: an analysis that reached the wrong text would mask the wrong letters.
        try:
            ticket, outcome = line.recv()
        except (EOFError, OSError, pickle.UnpicklingError, ValueError, TypeError, AttributeError):
            return self._replace(line)
        if line not in self._busy or self._busy[line][0] != ticket:
            return self._replace(line)
        del self._busy[line]
        return [(ticket, outcome)]

    def _replace(self, line: Connection) -> list[tuple[int, Outcome]]:
        """Put another worker into a seat; what came of the text that the last one had, if any."""
        seat = self._seats.pop(line)
        busy = self._busy.pop(line, None)
        if seat.renew():
            self._seats[seat.line] = seat
        else:
            seat.close()
        return [] if busy is None else [(busy[0], _FAILED)]


def _serve(line: Connection, *, work: Work) -> None:
    """Texts in, outcomes out."""
    while True:
        ticket, raw_text = line.recv()
        line.send((ticket, attempt(work, raw_text)))
