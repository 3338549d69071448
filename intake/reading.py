"""Reading files in another process that has a limit on time and memory and may be killed.

It is started before the language model is loaded and before the store is open: a library that a hostile
file gets hold of finds neither there.
"""

import contextlib
import pickle
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Protocol

from intake.parts import Options, Refusal, Told
from intake.processes import DIED, Seat, can_fork
from intake.reader import read_file
from models.errors import AigaqError

_TIME_LIMIT: Final = 60.0  # seconds that one statement may take to read; text recognition has more
_OCR_TIME_LIMIT: Final = 1800.0
_MEMORY_LIMIT: Final = 600_000_000  # bytes beyond what the process starts with
_LOOK_AROUND: Final = 0.2  # seconds between looks at whether somebody wants to stop


class Reading(Protocol):
    """Where files are read."""

    def read(self, path: Path, *, stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
        """What is in the file; never raises. It ends early where somebody wants to stop."""


@contextlib.contextmanager
def open_reading(options: Options) -> Iterator[Reading]:
    """A process that reads, or reading in this one where no other can be started."""
    if not can_fork():
        yield InProcessReading(options)
        return
    process = ReadingProcess(options, limit=_OCR_TIME_LIMIT if options.ocr else _TIME_LIMIT)
    try:
        yield process
    finally:
        process.close()


def attempt_read(path: Path, options: Options) -> Iterator[Told | Refusal]:
    """The parts of a file; whatever goes wrong becomes a code, because an exception's words may quote it."""
    try:
        yield from read_file(path, options)
    except AigaqError as error:
        yield Refusal("", error.code)
    except MemoryError:
        yield Refusal("", "too_much_memory")
    except RecursionError:
        yield Refusal("", "damaged")
    except Exception:  # a door: only a code is kept
        yield Refusal("", "internal")


class InProcessReading:
    """Reading in this process, without limits on time and memory."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def read(self, path: Path, *, stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
        """As the protocol says."""
        for part in attempt_read(path, self._options):
            yield part
            if stopping():
                return


class ReadingProcess:
    """Reading in a process of its own: `limit` seconds and `memory` bytes for each statement."""

    def __init__(self, options: Options, *, limit: float, memory: int = _MEMORY_LIMIT) -> None:
        self._limit = limit
        self._seat = Seat(partial(_serve, options=options, memory=memory))

    def read(self, path: Path, *, stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
        """As the protocol says."""
        line = self._seat.line
        try:
            line.send(path)
            while True:
                code = self._wait(stopping)
                if code is not None:
                    yield Refusal("", code)
                    return
                message = line.recv()
                if message is None:
                    return
                if message == DIED:
                    # a library crashed on the file
                    yield Refusal("", "damaged")
                    return
                yield message
        except (EOFError, OSError, pickle.UnpicklingError):
            yield Refusal("", "internal")

    def close(self) -> None:
        """End the process, also in the middle of a file."""
        self._seat.close()

    def _wait(self, stopping: Callable[[], bool]) -> str | None:
        """Wait for the next message; the code of why none will come."""
        due = time.monotonic() + self._limit
        while not self._seat.line.poll(_LOOK_AROUND):
            if stopping():
                return "interrupted"
            if time.monotonic() > due:
                self._seat.kill_worker()
                self._drain()
                return "too_slow"
        return None

    def _drain(self) -> None:
        """Read what the killed worker still sent, up to its keeper's word."""
        while self._seat.line.recv() != DIED:
            pass


def _serve(line: Connection, *, options: Options, memory: int) -> None:
    """Paths in, the parts of each file and then None out."""
    _limit_memory(memory)
    while True:
        path = line.recv()
        for part in attempt_read(path, options):
            line.send(part)
        line.send(None)


def _limit_memory(more: int) -> None:
    """Let this process have so many bytes more than it has; systems without such a limit go without."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on every system

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            now = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + more, now + more))
