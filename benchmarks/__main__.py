"""make bench: all figures as a table, and as JSON where --json names a file."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Figure
from benchmarks.memory import memory
from benchmarks.speed import lengths, speed
from benchmarks.startup import startup
from benchmarks.store import store

PARTS = ("speed", "lengths", "memory", "startup", "store")


def main() -> int:
    """Measure the parts that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all where none is named")
    parser.add_argument("--full", action="store_true", help="long texts and a store of 100,000 statements")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    asked = parser.parse_args()
    parts = asked.parts or PARTS
    longest = 100_000 if asked.full else 10_000
    figures: list[Figure] = []
    # each after what would disturb it: memory and start are measured in processes of their own
    if "startup" in parts:
        figures += startup(rounds=3)
    if "memory" in parts:
        words, export, seconds = (300_000, 200, 120) if asked.full else (50_000, 10, 15)
        figures += memory(words, export=export, seconds=seconds)
    if "speed" in parts:
        figures += speed(count=300 if asked.full else 100, rounds=2)
    if "lengths" in parts:
        figures += lengths([1_000, 10_000, longest] if asked.full else [1_000, longest])
    if "store" in parts:
        figures += store([1_000, 10_000, 100_000] if asked.full else [1_000, 5_000])
    _show(figures)
    if asked.json is not None:
        asked.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n", "utf-8")
    return 0


def _show(figures: list[Figure]) -> None:
    table = Table(title="Benchmarks")
    for name in ("figure", "value", "unit", "wanted", "how"):
        table.add_column(name, justify="right" if name == "value" else "left")
    for one in figures:
        shown = f"{one.value:,.2f}" if one.value < 100 else f"{one.value:,.0f}"
        table.add_row(one.name, shown, one.unit, one.wanted, one.how)
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
