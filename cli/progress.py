"""How far a long command is, on stderr, and asking it to stop with Ctrl-C."""

import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType

import click

_PLAIN_EVERY = 10.0  # seconds between lines where stderr is no terminal


class Watch:
    """Passes on how many files are done, and knows whether Ctrl-C was pressed."""

    def __init__(self, show: Callable[[int], None]) -> None:
        self._show = show
        self._stop = False

    def stopping(self) -> bool:
        """Whether somebody pressed Ctrl-C."""
        return self._stop

    def progress(self, files: int) -> None:
        """So many files are done with."""
        self._show(files)

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """The first Ctrl-C asks the run to stop; the second ends it at once."""
        if self._stop:
            raise KeyboardInterrupt
        self._stop = True


@contextlib.contextmanager
def open_watch(total: int | None, *, unit: str = "files") -> Iterator[Watch]:
    """Watch a run over `total` files or other units: a bar in a terminal, a line now and then elsewhere.

    Without a total nothing is shown, only Ctrl-C is heeded.
    """
    with _shown(total, unit) as show:
        watch = Watch(show)
        before = {one: signal.signal(one, watch.interrupt) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield watch
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _shown(total: int | None, unit: str) -> "contextlib.AbstractContextManager[Callable[[int], None]]":
    if total is None:
        return contextlib.nullcontext(lambda files: None)
    return _bar(total, unit) if sys.stderr.isatty() else _lines(total, unit)


@contextlib.contextmanager
def _bar(total: int, unit: str) -> Iterator[Callable[[int], None]]:
    from rich.console import Console  # noqa: PLC0415 - slow to load
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(f"{{task.fields[rate]:.1f}} {unit}/s"),
        TimeRemainingColumn(compact=True),
    )
    started = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, rate=0.0)

        def show(files: int) -> None:
            progress.update(task, completed=files, rate=files / max(time.monotonic() - started, 0.001))

        yield show


@contextlib.contextmanager
def _lines(total: int, unit: str) -> Iterator[Callable[[int], None]]:
    started = said = time.monotonic()

    def show(files: int) -> None:
        nonlocal said
        now = time.monotonic()
        if files < total and now - said < _PLAIN_EVERY:
            return
        said = now
        rate = files / max(now - started, 0.001)
        left = (total - files) / max(rate, 0.001)
        click.echo(f"{files} of {total} {unit}, {rate:.1f} {unit}/s, {left:.0f} s left", err=True)

    yield show
