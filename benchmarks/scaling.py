"""A queue of texts, workers and one writer, played through with measured rates: where it stops growing.

python -m benchmarks.scaling --scan 8000 --store 100

`python -m benchmarks.cost` measures the rates; docs/scaling.md says what follows.
"""

import argparse
import heapq
import random
import sys
from dataclasses import dataclass
from typing import Final

_PLAYED: Final = 20_000  # statements of a run
_BILLION: Final = 1e9
_DAY: Final = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Rates:
    """What was measured: words a second of one worker, statements a second of the writer."""

    scan: float
    store: float


def simulate(rates: Rates, *, workers: int, statements: int, room: int = 4, seed: int = 0) -> float:
    """Words a second of so many workers before one writer that keeps the order, as the batch has it.

    Lengths of statements vary as in offices: most are short, some very long (log-normal about 600 words).
    `room`: texts that are handed out for each worker at most, so that memory stays bounded.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    lengths = [max(30, int(chance.lognormvariate(6.1, 0.8))) for _ in range(statements)]
    free = [0.0] * workers
    heapq.heapify(free)
    written: list[float] = []
    writer = 0.0
    for number, words in enumerate(lengths):
        # handed out when a worker is free and not too many wait to be written
        gate = written[number - room * workers] if number >= room * workers else 0.0
        start = max(heapq.heappop(free), gate)
        done = start + words / rates.scan
        heapq.heappush(free, done)
        writer = max(writer, done) + 1 / rates.store
        written.append(writer)
    return sum(lengths) / writer


def workers_for(rates: Rates, *, pace: float, most: int = 256) -> int | None:
    """The fewest workers that keep up so many words a second; None where the writer cannot."""
    for workers in range(1, most + 1):
        if simulate(rates, workers=workers, statements=_PLAYED) >= pace:
            return workers
    return None


def main() -> int:
    """Print how a batch grows with its workers, and how many a billion words in a day take."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("--scan", type=float, required=True, help="words/s of one worker")
    parser.add_argument("--store", type=float, required=True, help="statements/s of the writer")
    asked = parser.parse_args()
    rates = Rates(asked.scan, asked.store)
    one = simulate(rates, workers=1, statements=_PLAYED)
    print(f"{'workers':>8}{'words/s':>12}{'x one':>8}{'hours for 10^9 words':>22}")
    for workers in (1, 2, 4, 8, 16, 32, 64):
        pace = simulate(rates, workers=workers, statements=_PLAYED)
        print(f"{workers:>8}{pace:>12,.0f}{pace / one:>8.1f}{_BILLION / pace / 3600:>22,.1f}")
    needed = workers_for(rates, pace=_BILLION / _DAY)
    print(
        f"10^9 words in a day: {needed} workers" if needed else "10^9 words in a day: too many for one writer"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
