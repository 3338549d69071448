"""Offline: a scan opens no socket and leaves no file behind, not even where a library would cache one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Python runs this before anything else: whoever asks for a socket is refused, and that is noted.
CLOSED = """
import socket
asked = []
class Closed(socket.socket):
    def __init__(self, *arguments, **options):
        asked.append(arguments)
        raise OSError("the network is closed")
def closed(*arguments, **options):
    raise OSError("the network is closed")
socket.socket = Closed
socket.create_connection = socket.getaddrinfo = closed
"""
PROGRAM = """
import socket
try:
    socket.socket()
except OSError:
    print("closed")
from sitecustomize import asked
asked.clear()
# the order in which the commands import them: what comes first must not let a library try
from redact.apply import redact_text
from redact.scanner import load_scanner
text = "Почта dosanov@mail.example или dina@example.kz, https://news.example.kz/statya?id=7, t.me/svet_7."
analysis = load_scanner().scan(text)
redact_text(text, analysis, "public")
print(*sorted({str(f.label) for f in analysis.findings}), len(analysis.failures), len(asked))
"""


@pytest.mark.slow
def test_mail_and_web_addresses_need_no_network_and_no_home(tmp_path: Path) -> None:
    home, closed, temporary = tmp_path / "home", tmp_path / "closed", tmp_path / "temporary"
    for folder in (home, closed, temporary):
        folder.mkdir()
    (closed / "sitecustomize.py").write_text(CLOSED, encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PYTHONPATH": f"{closed}{os.pathsep}{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().split() == ["closed", "EMAIL", "HANDLE", "URL", "0", "0"]
    assert done.stderr == b""
    assert list(home.rglob("*")) == []
    assert list(temporary.rglob("*")) == []
    assert {path.name for path in tmp_path.iterdir()} == {"home", "closed", "temporary"}


def test_no_list_of_domains_is_ever_looked_up() -> None:
    import redact.engine  # noqa: F401, PLC0415  (importing it closes the way)

    assert os.environ["TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS"] == ""
