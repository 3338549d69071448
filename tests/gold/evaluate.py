"""Scores the shipped pipeline on dev.jsonl, by language and kind, and fails below thresholds.json.

    python tests/gold/evaluate.py [--leaks]

Exit status 0 when every threshold holds, 1 otherwise.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import score

from cli.scan import scan_file
from models.labels import Audience


def main() -> int:
    """Scan, score, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--leaks", action="store_true", help="list each direct identifier that was missed")
    args = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scan.jsonl"
        scan_file(HERE / "dev.jsonl", out, audience=Audience.PUBLIC, workers=1)
        gold, scan = score.read(HERE / "dev.jsonl"), score.read(out)
    seconds = time.perf_counter() - started
    figures, leaks = score.score(gold, scan)
    for key, value in figures.items():
        print(f"{key:24} {value}")
    print(f"{'seconds':24} {seconds:.1f}")
    for lang in sorted({row["lang"] for row in gold.values()}):
        part = {key: row for key, row in gold.items() if row["lang"] == lang}
        by_kind, _ = score.score(part, scan)
        print(f"{lang:6}", " ".join(f"{kind} {value}" for kind, value in by_kind["recall_by_type"].items()))
    if args.leaks:
        for key, kind, surface, context in leaks:
            print(f"LEAK {key:8} {kind:8} {surface!r:32} …{context}…")
    return report(figures, json.loads((HERE / "thresholds.json").read_text("utf-8")))


def report(figures: dict, thresholds: dict) -> int:
    """Print each threshold that does not hold; 1 when there is one."""
    failed = 0
    for key, least in thresholds["at_least"].items():
        if figures[key] is None or figures[key] < least:
            print(f"BELOW  {key} {figures[key]} < {least}")
            failed = 1
    for key, most in thresholds["at_most"].items():
        if figures[key] is None or figures[key] > most:
            print(f"ABOVE  {key} {figures[key]} > {most}")
            failed = 1
    print("thresholds", "do not hold" if failed else "hold")
    return failed


if __name__ == "__main__":
    sys.exit(main())
