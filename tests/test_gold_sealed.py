"""After a batch over the gold statements no name of theirs can be read without a reviewer's passphrase."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

GOLD = Path(__file__).parent / "gold" / "dev.jsonl"
AIGAQ = Path(sys.executable).parent / "aigaq"
NAMING = {
    "PERSON",
    "OFFICIAL",
    "ADDRESS",
    "PHONE",
    "EMAIL",
    "HANDLE",
    "IBAN",
    "CARD",
    "PLATE",
    "ID",
    "DOB",
    "COORD",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A folder with the gold statements, batched into a store; the variables that open it."""
    home = tmp_path_factory.mktemp("office")
    for name, words in (("store", "a lock for the store"), ("reviewer", "a lock for the vault")):
        (home / name).write_text(words, "utf-8")
        (home / name).chmod(0o600)
    for part in ("interviews", "tmp"):
        (home / part).mkdir()
    for number, row in enumerate(statements()):
        (home / "interviews" / f"{number:02}.txt").write_bytes(row["text"].encode("utf-8"))
    environment = {
        **os.environ,
        "AIGAQ_STORE": str(home / "store.db"),
        "AIGAQ_PASSPHRASE_FILE": str(home / "store"),
        "AIGAQ_REVIEWER": "reviewer",
        "AIGAQ_REVIEWER_PASSPHRASE_FILE": str(home / "reviewer"),
        "TMPDIR": str(home / "tmp"),
        "HOME": str(home / "tmp"),
    }
    subprocess.run([AIGAQ, "init"], env=environment, check=True, capture_output=True)
    report = str(home / "report.json")
    command = [AIGAQ, "batch", str(home / "interviews"), "--report", report]
    done = subprocess.run(command, env=environment, check=False, capture_output=True)
    (home / "log").write_bytes(done.stdout + done.stderr)
    assert done.returncode == 0
    return {**environment, "OFFICE": str(home)}


def statements() -> list[dict]:
    return [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


@pytest.mark.slow
def test_no_name_stands_in_any_file_but_the_source(office: dict[str, str]) -> None:
    home = Path(office["OFFICE"])
    surfaces = {
        s["text"] for row in statements() for s in row["spans"] if s["type"] in NAMING and len(s["text"]) > 4
    }
    files = [p for p in home.rglob("*") if p.is_file() and "interviews" not in p.parts]
    assert {p.name for p in files} >= {"store.db", "store.db.keys", "report.json", "log"}
    for path in files:
        raw = path.read_bytes()
        found = [
            s for s in surfaces for code in ("utf-8", "utf-16-le", "windows-1251") if encoded(s, code) in raw
        ]
        assert not found, path.name


def encoded(surface: str, code: str) -> bytes:
    # what an encoding cannot write cannot stand in it; the byte 0 matches nothing of ours
    return surface.encode(code, errors="ignore") or b"\x00" * 16


@pytest.mark.slow
def test_originals_come_back_to_the_letter(office: dict[str, str]) -> None:
    report = json.loads((Path(office["OFFICE"]) / "report.json").read_text("utf-8"))
    texts = [row["text"] for row in statements()]
    assert len(report["accepted"]) == len(texts)
    for row in report["accepted"][:3]:
        command = [AIGAQ, "show", row["id"], "--original"]
        shown = subprocess.run(command, env=office, check=True, capture_output=True).stdout
        assert shown.decode("utf-8") == texts[int(row["path"][:2])]


@pytest.mark.slow
def test_the_store_key_alone_shows_no_text(office: dict[str, str]) -> None:
    without = {k: v for k, v in office.items() if not k.startswith("AIGAQ_REVIEWER")}
    listed = subprocess.run([AIGAQ, "list", "--json"], env=without, check=True, capture_output=True).stdout
    first = json.loads(listed)[0]["id"]
    refused = subprocess.run([AIGAQ, "show", first], env=without, check=False, capture_output=True)
    assert refused.returncode == 1
    assert refused.stderr.startswith(b"reviewer_needed")
    assert refused.stdout == b""
