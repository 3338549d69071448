"""What the program does when it starts: no dumps, no look into its memory, files for their owner only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROBE = """
import ctypes, faulthandler, os, resource, sys
from cli.main import main
main(["--version"])
old = os.umask(0)
print(resource.getrlimit(resource.RLIMIT_CORE), oct(old), faulthandler.is_enabled())
if sys.platform == "linux":
    print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")


def test_a_crash_writes_nothing_and_files_are_their_owners() -> None:
    environment = {**os.environ, "PYTHONFAULTHANDLER": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, cwd=ROOT, env=environment, check=True
    )
    lines = done.stdout.splitlines()
    assert lines[1] == "(0, 0) 0o77 False"
    assert lines[2:] == (["0"] if sys.platform == "linux" else [])


@LINUX
def test_a_crash_leaves_no_core(tmp_path: Path) -> None:
    code = "import os, signal; from cli.main import main; main(['--version']); os.kill(os.getpid(), 11)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=tmp_path, env=environment, check=False
    )
    assert done.returncode == -11 and b"Fatal" not in done.stderr
    assert list(tmp_path.iterdir()) == []
