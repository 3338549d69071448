"""Reading files in another process that has a limit on time and memory and may be killed.

It is started before the language model is loaded and before the store is open: a library that a hostile
file gets hold of finds neither there.
"""

import contextlib
import io
import pickle
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Protocol

from intake.parts import Options, Refusal, Told
from intake.processes import Seat, can_fork
from intake.reader import read_file, read_raw
from models.errors import AigaqError

_TIME_LIMIT: Final = 60.0  # seconds that one statement may take to read; text recognition has more
_OCR_TIME_LIMIT: Final = 1800.0
_MEMORY_LIMIT: Final = 600_000_000  # bytes beyond what the process starts with
_LIMITS_A_FILE: Final = 60  # so many times its limit may all statements of one file take together
_LOOK_AROUND: Final = 0.2  # seconds between looks at whether somebody wants to stop
# What a worker may say; a pickle of anything else could run a program here, where the keys are.
_SAYABLE: Final = frozenset(
    {
        ("intake.parts", "Told"),
        ("intake.parts", "Refusal"),
        ("models.statements", "Draft"),
        ("models.statements", "Consent"),
        ("models.statements", "ConsentScope"),
        ("models.statements", "SourceKind"),
        ("models.labels", "Language"),
        ("datetime", "date"),
    }
)


class Reading(Protocol):
    """Where files are read."""

    def read(self, path: Path, *, stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
        """What is in the file; never raises. It ends early where somebody wants to stop."""


class ReadingBytes(Reading, Protocol):
    """Where what is at hand is read too."""

    def read_bytes(self, name: str, raw: bytes, *, stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
        """As `read`, for bytes that are at hand; `name` says by its extension what they are."""


@contextlib.contextmanager
def open_reading(options: Options) -> Iterator[ReadingBytes]:
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
    return _attempt(lambda: read_file(path, options))


def attempt_read_bytes(name: str, raw: bytes, options: Options) -> Iterator[Told | Refusal]:
    """The parts of a file that is at hand, as `attempt_read`."""
    return _attempt(lambda: read_raw(name, raw, options))


def _attempt(read: Callable[[], Iterator[Told | Refusal]]) -> Iterator[Told | Refusal]:
    try:
        yield from read()
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
        return _until(attempt_read(path, self._options), stopping)

    def read_bytes(self, name: str, raw: bytes, *, stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
        """As the protocol says."""
        return _until(attempt_read_bytes(name, raw, self._options), stopping)


def _until(parts: Iterator[Told | Refusal], stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
    for part in parts:
        yield part
        if stopping():
            return


class ReadingProcess:
    """Reading in a process of its own: `limit` seconds and `memory` bytes for each statement.

    A file that holds many may take `limits_a_file` times as long altogether.
    """

    def __init__(
        self,
        options: Options,
        *,
        limit: float,
        memory: int = _MEMORY_LIMIT,
        limits_a_file: int = _LIMITS_A_FILE,
    ) -> None:
        self._limit, self._limits_a_file = limit, limits_a_file
        self._seat = Seat(partial(_serve, options=options, memory=memory))

    def read(self, path: Path, *, stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
        """As the protocol says."""
        return self._read(path, stopping)

    def read_bytes(self, name: str, raw: bytes, *, stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
        """As the protocol says."""
        return self._read((name, raw), stopping)

    def _read(
        self, asked_for: Path | tuple[str, bytes], stopping: Callable[[], bool]
    ) -> Iterator[Told | Refusal]:
        whole = tired = False
        try:
            if self._seat.line.closed or self._seat.line.poll():
                self._seat.renew()  # nobody speaks unasked: the worker died after the last file
            self._seat.line.send(asked_for)
            left = self._limit * self._limits_a_file
            while True:
                asked = time.monotonic()
                code = self._wait(stopping, limit=min(left, self._limit))
                left -= time.monotonic() - asked
                message = Refusal("", code) if code else _received(self._seat.line)
                if message is None:
                    whole = not tired
                    return
                # a process that met the end of its memory is not one to go on with
                tired = tired or (isinstance(message, Refusal) and message.code == "too_much_memory")
                yield message
                if code:
                    return
        except (EOFError, OSError):
            # a library crashed on the file, or it closed the line
            yield Refusal("", "internal" if self._seat.line.closed else "damaged")
        except Exception:  # a door: a worker that says what it may not
            yield Refusal("", "internal")
        finally:
            if not whole:
                self._seat.renew()

    def close(self) -> None:
        """End the process, also in the middle of a file."""
        self._seat.close()

    def _wait(self, stopping: Callable[[], bool], *, limit: float) -> str | None:
        """Wait for the next message; the code of why none will come."""
        due = time.monotonic() + limit
        while (left := due - time.monotonic()) > 0:
            if self._seat.line.poll(min(left, _LOOK_AROUND)):
                return None
            if stopping():
                return "interrupted"
        return "too_slow"


class _Words(pickle.Unpickler):
    """Opens what a worker may say and nothing else."""

    def find_class(self, module: str, name: str) -> object:
        """The class of this name; raises UnpicklingError for one that no message holds."""
        if (module, name) not in _SAYABLE:
            raise pickle.UnpicklingError
        return super().find_class(module, name)


def _received(line: Connection) -> Told | Refusal | None:
    """The next message; raises UnpicklingError or what a broken pickle raises."""
    message = _Words(io.BytesIO(line.recv_bytes())).load()
    if message is None or isinstance(message, Told | Refusal):
        return message
    raise pickle.UnpicklingError


def _serve(line: Connection, *, options: Options, memory: int) -> None:
    """Paths, or names and bytes, in; the parts of each file and then None out."""
    _limit_memory(memory)
    while True:
        asked_for = line.recv()
        try:
            parts = (
                attempt_read_bytes(asked_for[0], asked_for[1], options)
                if isinstance(asked_for, tuple)
                else attempt_read(asked_for, options)
            )
            for part in parts:
                line.send(part)
        except MemoryError:  # also handing a text on takes some
            line.send(Refusal("", "too_much_memory"))
        line.send(None)


def _limit_memory(more: int) -> None:
    """Let this process have so many bytes more than it has; systems without such a limit go without."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on every system

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            now = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + more, now + more))
