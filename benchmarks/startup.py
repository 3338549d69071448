"""How long the program takes to be there, and to take one statement in."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import ROOT, Figure, best_seconds, start_seconds
from benchmarks.texts import statements
from store.create import create_with
from store.wrapping import STANDARD_COST

_WORDS = "a passphrase for measuring"


def startup(*, rounds: int) -> list[Figure]:
    """The time of --help, and of scanning and of taking in one statement of 600 words with nothing loaded."""
    line = json.dumps({"id": "1", "text": statements(1, words=600)[0]}).encode()
    scan = start_seconds("scan", "--jsonl", "/dev/stdin", "--out", "/dev/null", rounds=rounds, stdin=line)
    return [
        Figure("aigaq --help", start_seconds("--help", rounds=rounds), "s", "<= 0.3", "cold"),
        Figure("aigaq scan", scan, "s", "<= 6", "one statement of 600 words, cold"),
        Figure(
            "aigaq add", _add_seconds(rounds), "s", "<= 6", "one statement of 600 words, cold, into a store"
        ),
    ]


def _add_seconds(rounds: int) -> float:
    """The time of taking a statement into a store that is there, its passphrase at a user's cost."""
    with tempfile.TemporaryDirectory() as name:
        folder, texts = Path(name), iter(statements(rounds, words=600))
        (folder / "passphrase").write_text(_WORDS)
        (folder / "passphrase").chmod(0o600)
        store = str(folder / "store.db")
        create_with(store, passphrase=_WORDS, reviewer=("measure", _WORDS), recovery=None, cost=STANDARD_COST)
        environment = os.environ | {"AIGAQ_STORE": store, "AIGAQ_PASSPHRASE_FILE": str(folder / "passphrase")}
        command = [sys.executable, "-m", "cli.main", "add", "-"]

        def run() -> None:
            text = next(texts).encode()  # each time another one, or it would be a duplicate
            subprocess.run(command, cwd=ROOT, env=environment, input=text, capture_output=True, check=True)  # noqa: S603

        return best_seconds(run, rounds=rounds)
