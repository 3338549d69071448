"""Scores the shipped pipeline on the gold statements, by language and kind; fails below thresholds.json.

    python tests/gold/evaluate.py [--leaks] [SET …]      sets: dev hard varied heldout

Exit status 0 when every threshold of every set holds, 1 otherwise.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import score

from cli.scan import scan_file
from models.labels import Audience

SETS = ("dev", "hard", "varied", "heldout")


def main() -> int:
    """Scan, score, print and compare each set."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"{', '.join(SETS)}; all by default")
    parser.add_argument("--leaks", action="store_true", help="list each direct identifier that was missed")
    args = parser.parse_args()
    thresholds = json.loads((HERE / "thresholds.json").read_text("utf-8"))
    failed = [name for name in args.sets or SETS if not holds(name, thresholds[name], leaks=args.leaks)]
    print(f"\nthresholds do not hold: {', '.join(failed)}" if failed else "\nall thresholds hold")
    return 1 if failed else 0


def holds(name: str, thresholds: dict[str, dict[str, float]], *, leaks: bool) -> bool:
    """Score one set, print its figures and whether they keep its thresholds."""
    gold, scan, seconds = scanned(HERE / f"{name}.jsonl")
    figures, missed = score.score(gold, scan)
    print(f"\n== {name}: {len(gold)} statements, {seconds:.1f} s")
    for key, value in figures.items():
        if key != "recall_by_type":
            print(f"{key:24} {value}")
    for lang in sorted({row["lang"] for row in gold.values()}):
        part = {key: row for key, row in gold.items() if row["lang"] == lang}
        by_kind, _ = score.score(part, scan)
        print(f"{lang:6}", " ".join(f"{kind} {value}" for kind, value in by_kind["recall_by_type"].items()))
    if leaks:
        for key, kind, surface, context in missed:
            print(f"LEAK {key:8} {kind:8} {surface!r:32} …{context}…")
    return kept(figures, thresholds)


def scanned(path: Path) -> tuple[dict[str, Any], dict[str, Any], float]:
    """The gold rows, their scan for the public, and the seconds it took."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scan.jsonl"
        scan_file(path, out, audience=Audience.PUBLIC, workers=1)
        return score.read(path), score.read(out), time.perf_counter() - started


def kept(figures: dict[str, Any], thresholds: dict[str, dict[str, float]]) -> bool:
    """Whether each figure keeps its threshold; prints those that do not."""
    below = {k: v for k, v in thresholds["at_least"].items() if figures[k] is None or figures[k] < v}
    above = {k: v for k, v in thresholds["at_most"].items() if figures[k] is None or figures[k] > v}
    for key, limit in {**below, **above}.items():
        print(
            f"THRESHOLD  {key} is {figures[key]}, must be {'at least' if key in below else 'at most'} {limit}"
        )
    return not (below or above)


if __name__ == "__main__":
    sys.exit(main())
