"""Time, memory and starting up, measured in processes of their own where one would colour the other."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: a ratio or an amount, how it came about, and what it should be."""

    name: str
    value: float
    unit: str
    wanted: str
    how: str


def best_seconds(run: Callable[[], object], *, rounds: int) -> float:
    """The shortest of some rounds by the clock: what else the machine did only ever adds to it."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)


def start_seconds(*arguments: str, rounds: int, stdin: bytes = b"") -> float:
    """The shortest time in which the program, started anew, ends."""

    def run() -> None:
        command = [sys.executable, "-m", "cli.main", *arguments]
        subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, check=True)  # noqa: S603

    return best_seconds(run, rounds=rounds)


def peak_megabytes(children: bool = False) -> float:
    """The most memory that this process, or the largest one it waited for, has held."""
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    return resource.getrusage(who).ru_maxrss / 1024
