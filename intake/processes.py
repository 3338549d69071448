"""Processes that may crash, hang or be killed without the program: each seat is a keeper and its worker.

A keeper is a small process that starts the worker proper and, when that dies, reports it and starts the
next. Keepers are forked early: before the database is opened, which no other process may hold open. They
stand in a process group of their own, so a Ctrl-C in the terminal reaches only the parent.
"""

import contextlib
import mmap
import os
import signal
import struct
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from typing import Final

DIED: Final = ("died",)
"""What a keeper says when its worker ended in the middle of something."""

Serve = Callable[[Connection], None]
"""A worker's life: takes from the line and answers until the line ends (EOFError or OSError)."""

_PID: Final = struct.Struct("q")
# Our ends of all lines: each new keeper closes its copies, or the lines would not break when we die.
_OURS: Final[set[Connection]] = set()


def can_fork() -> bool:
    """Whether this system can share loaded memory with other processes."""
    return hasattr(os, "fork")


class Seat:
    """A keeper, its worker and the line to it; `line` carries pickled messages both ways."""

    def __init__(self, serve: Serve) -> None:
        self.line, theirs = Pipe()
        _OURS.add(self.line)
        self._worker = mmap.mmap(-1, _PID.size)  # shared with the keeper, who writes the worker's id
        self._keeper = os.fork()
        if self._keeper == 0:
            for line in _OURS:
                line.close()
            _keep(theirs, serve, self._worker)
        theirs.close()

    def kill_worker(self) -> None:
        """End the worker where it stands; the keeper says DIED and starts another."""
        (worker,) = _PID.unpack(self._worker[:])
        if worker:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(worker, signal.SIGKILL)

    def close(self) -> None:
        """End the keeper and its worker: they are one process group."""
        _OURS.discard(self.line)
        self.line.close()
        for end in (os.killpg, os.kill):  # the keeper may not have reached its own group yet
            with contextlib.suppress(ProcessLookupError, PermissionError):
                end(self._keeper, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._keeper, 0)
        self._worker.close()


def _keep(line: Connection, serve: Serve, shared: mmap.mmap) -> None:
    """A keeper's life: start a worker, wait for its end, and again if it did not end by itself."""
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while True:
            worker = os.fork()
            if worker == 0:
                _work(line, serve)
            shared[:] = _PID.pack(worker)
            _, status = os.waitpid(worker, 0)
            shared[:] = _PID.pack(0)
            if status == 0:
                break
            line.send(DIED)
    finally:
        os._exit(0)  # nothing of the parent's is cleaned up or written out here


def _work(line: Connection, serve: Serve) -> None:
    status = 1
    try:
        serve(line)
    except (EOFError, OSError):
        status = 0
    finally:
        os._exit(status)
