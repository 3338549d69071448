"""What a text of many words, and a second worker, cost in memory."""

import subprocess
import sys

from benchmarks.measure import ROOT, Figure

_SCAN = """
import resource, sys
from benchmarks.texts import statements
from cli.work import load_work
load_work()(statements(1, words=int(sys.argv[1]))[0])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def memory(words: int) -> list[Figure]:
    """The peak of a process that scans one text of so many words."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _SCAN, str(words)], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return [Figure("peak memory", float(done.stdout), "MB", "<= 700", f"one text of {words:,} words")]
