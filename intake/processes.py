"""Processes that may crash, hang or be killed without the program: each seat is a keeper and its worker.

A keeper is a small process that starts the worker proper and, when it is asked to, ends it and starts the
next. Keepers are forked early: before the database is opened, which no other process may hold open. They
stand in a process group of their own, so a Ctrl-C in the terminal reaches only the parent.

Invariants: each worker has a line of its own, so nothing that one of them sent, whole or in part, is ever
taken for the next one's; when the parent dies, in whatever way, the keeper ends its worker too.
"""

import contextlib
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from multiprocessing.reduction import recv_handle, send_handle
from typing import Final

Serve = Callable[[Connection], None]
"""A worker's life: takes from the line and answers until the line ends (EOFError or OSError)."""

_NEXT: Final = b"next"  # what the parent asks of a keeper
# Our ends of all lines: each new keeper closes its copies, or the lines would not break when we die.
_OURS: Final[set[Connection]] = set()


def can_fork() -> bool:
    """Whether this system can share loaded memory with other processes."""
    return hasattr(os, "fork")


class Seat:
    """A keeper, its worker and the line to it; the line breaks when the worker dies."""

    def __init__(self, serve: Serve) -> None:
        self._asking, theirs = Pipe()
        _OURS.add(self._asking)
        self._keeper = os.fork()
        if self._keeper == 0:
            for line in _OURS:
                line.close()
            _keep(theirs, serve)
        theirs.close()
        self.line = self._next_line()

    def renew(self) -> bool:
        """End the worker wherever it stands and start another, with a new line; False if none can be."""
        _OURS.discard(self.line)
        self.line.close()
        try:
            self.line = self._next_line()
        except (EOFError, OSError):
            return False
        return True

    def close(self) -> None:
        """End the worker and its keeper."""
        for line in (self.line, self._asking):
            _OURS.discard(line)
            line.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._keeper, 0)

    def _next_line(self) -> Connection:
        self._asking.send_bytes(_NEXT)
        received = recv_handle(self._asking)
        os.set_inheritable(received, False)
        line = Connection(received)
        _OURS.add(line)
        return line


def _keep(asking: Connection, serve: Serve) -> None:
    """A keeper's life: at each request end the worker that is there and start another."""
    worker = 0
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _silence()
        while True:
            asking.recv_bytes()
            _end(worker)
            ours, theirs = Pipe()
            worker = os.fork()
            if worker == 0:
                asking.close()
                ours.close()
                _work(theirs, serve)
            theirs.close()
            _group(worker)
            send_handle(asking, ours.fileno(), os.getppid())
            ours.close()
    finally:
        _end(worker)
        os._exit(0)  # nothing of the parent's is cleaned up or written out here


def _work(line: Connection, serve: Serve) -> None:
    try:
        _group(os.getpid())
        serve(line)
    finally:
        os._exit(0)


def _group(worker: int) -> None:
    """A group of its own for the worker, with the programs it starts; both sides see to it, none waits."""
    with contextlib.suppress(OSError):
        os.setpgid(worker, worker)


def _end(worker: int) -> None:
    """Kill a worker with all that it started."""
    if worker:
        with contextlib.suppress(OSError):
            os.killpg(worker, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.waitpid(worker, 0)


def _silence() -> None:
    """Libraries in C complain on the terminal, with the data at hand; and nobody's output stays open here."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.close(nowhere)
