"""How long the program takes to be there."""

import json

from benchmarks.measure import Figure, start_seconds
from benchmarks.texts import statements


def startup(*, rounds: int) -> list[Figure]:
    """The time of --help, and of scanning one statement of 600 words with nothing loaded."""
    line = json.dumps({"id": "1", "text": statements(1, words=600)[0]}).encode()
    scan = start_seconds("scan", "--jsonl", "/dev/stdin", "--out", "/dev/null", rounds=rounds, stdin=line)
    return [
        Figure("aigaq --help", start_seconds("--help", rounds=rounds), "s", "<= 0.3", "cold"),
        Figure("aigaq scan", scan, "s", "<= 6", "one statement of 600 words, cold"),
    ]
