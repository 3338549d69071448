"""Words a second: the whole batch against the bare reference, Presidio and two processes; long texts."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import ROOT, Figure, best_seconds
from benchmarks.reference import presidio, reference_pipeline, run_bare, run_presidio
from benchmarks.texts import count_words, statements
from store.create import create_with
from store.wrapping import Cost

_CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
_WORDS = "a passphrase for measuring"


def speed(*, count: int, rounds: int) -> list[Figure]:
    """The whole batch on statements of 600 words, against what others do on them, on one core each."""
    texts = statements(count, words=600)
    words = count_words(texts)
    nlp = reference_pipeline()
    run_bare(nlp, texts[:2])
    bare = words / best_seconds(lambda: run_bare(nlp, texts), rounds=rounds)
    engine = presidio(nlp)
    run_presidio(engine, texts[:2])
    others = words / best_seconds(lambda: run_presidio(engine, texts), rounds=rounds)
    one = max(batch_rate(texts, workers=1) for _ in range(rounds))
    two = max(batch_rate(texts, workers=2) for _ in range(rounds))
    return [
        Figure("bare reference", bare, "words/s", "", "nlp.pipe alone"),
        Figure("batch", one, "words/s", "", "read, scan, redact, seal, store; 1 process scans"),
        Figure("batch / bare reference", one / bare, "", ">= 0.7", "600 words, 1 process"),
        Figure("batch / Presidio", one / others, "", ">= 1", "600 words, 1 process, its defaults"),
        Figure("2 processes / 1", two / one, "", ">= 1.7", "600 words"),
    ]


def lengths(sizes: Sequence[int]) -> list[Figure]:
    """The pass alone on texts of several lengths, and Presidio on the longest."""
    from cli.work import load_work  # noqa: PLC0415 - so that what is measured before is not disturbed by it

    work, rates = load_work(), {}
    work(statements(1, words=600)[0])
    for size in sizes:
        texts = statements(max(1, 10_000 // size), words=size)
        rates[size] = count_words(texts) / best_seconds(lambda texts=texts: list(map(work, texts)), rounds=2)  # type: ignore[misc]
    longest = statements(1, words=max(sizes))
    engine = presidio(reference_pipeline())
    engine.analyzer_engine.nlp_engine.nlp["en"].max_length = 10**9
    theirs = count_words(longest) / best_seconds(lambda: run_presidio(engine, longest), rounds=1)
    first, last = rates[min(sizes)], rates[max(sizes)]
    return [
        *(Figure(f"pass, {size:,} words", rate, "words/s", "", "one text") for size, rate in rates.items()),
        Figure(f"{max(sizes):,} words / {min(sizes):,}", last / first, "", ">= 0.8", "the pass"),
        Figure("pass / Presidio", last / theirs, "", ">= 5", f"one text of {max(sizes):,} words"),
    ]


def batch_rate(texts: list[str], *, workers: int) -> float:
    """Words a second of `aigaq batch` over a folder into a new store; loading is not counted."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        for number, text in enumerate(texts):
            (folder / "in" / f"{number:05}.txt").write_text(text, "utf-8")
        (folder / "passphrase").write_text(_WORDS)
        (folder / "passphrase").chmod(0o600)
        store = str(folder / "store.db")
        create_with(store, passphrase=_WORDS, reviewer=("measure", _WORDS), recovery=None, cost=_CHEAP)
        environment = os.environ | {"AIGAQ_STORE": store, "AIGAQ_PASSPHRASE_FILE": str(folder / "passphrase")}
        command = [sys.executable, "-m", "cli.main", "batch", str(folder / "in"), "--workers", str(workers)]
        done = subprocess.run(  # noqa: S603 - our own program
            [*command, "--json"], cwd=ROOT, env=environment, capture_output=True, check=True
        )
        report = json.loads(done.stdout)
        return count_words(texts) / float(report["seconds"])
