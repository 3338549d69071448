"""How much memory a command holds with all processes that it starts, sampled while it runs."""

import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import ROOT

_EVERY = 0.1  # seconds
_INTERRUPTED = 130  # exit status


@dataclass(frozen=True, slots=True)
class Peak:
    """MB: the most that all processes held together, and the most that any one of them ever held.

    Together: what several share counts once (proportional set size). Alone: as if it shared nothing.
    """

    together: float
    alone: float


def watched(command: Sequence[str], *, environment: Mapping[str, str], seconds: float | None = None) -> Peak:
    """Run a command to its end, or have it interrupted after so many seconds; Linux only."""
    together = alone = 0.0
    started = time.monotonic()
    running = subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=ROOT, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    interrupted = False
    while running.poll() is None:
        processes = list(_family(running.pid))
        together = max(together, sum(_read(one, "smaps_rollup", "Pss") for one in processes))
        alone = max([alone, *(_read(one, "status", "VmHWM") for one in processes)])
        if seconds is not None and not interrupted and time.monotonic() - started > seconds:
            running.send_signal(signal.SIGINT)
            interrupted = True
        time.sleep(_EVERY)
    if running.returncode not in {0, _INTERRUPTED if interrupted else 0}:
        raise subprocess.CalledProcessError(running.returncode, command)
    return Peak(together, alone)


def _family(process: int) -> Iterator[int]:
    """A process and all below it; those that end meanwhile are left out."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            below = task.read_text().split()
        except OSError:
            continue
        for child in below:
            yield from _family(int(child))


def _read(process: int, file: str, key: str) -> float:
    """One of the kernel's figures of a process in MB; 0 where it has ended."""
    try:
        found = re.search(rf"^{key}:\s+(\d+) kB", Path(f"/proc/{process}/{file}").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) * 1024 / 1e6 if found else 0.0
