"""A seat where nothing can be forked: its worker is a fresh process that loads what it needs for itself."""

from __future__ import annotations

import os
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Final

from intake.processes import Serve

_SPAWN: Final = get_context("spawn")


class SpawnedSeat:
    """A worker and the line to it, as Seat has them; `serve` must be one that can be pickled."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self.line = self._next_line()

    def renew(self) -> bool:
        """End the worker wherever it stands and start another, with a new line; False if none can be."""
        self.close()
        try:
            self.line = self._next_line()
        except OSError:
            return False
        return True

    def close(self) -> None:
        """End the worker."""
        self.line.close()
        self._worker.kill()
        self._worker.join()

    def _next_line(self) -> Connection:
        ours, theirs = _SPAWN.Pipe()
        self._worker = _SPAWN.Process(target=_work, args=(theirs, self._serve), daemon=True)
        self._worker.start()
        theirs.close()
        return ours


def _work(line: Connection, serve: Serve) -> None:
    """A worker's life; it ends with the line, and says nothing of why."""
    try:
        serve(line)
    finally:
        os._exit(0)
