"""aigaq batch: exit status, summary, report, and Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import click
import pytest

from cli.main import aigaq
from models.errors import AigaqError
from store.create import create_with
from store.store import open_store
from store.wrapping import Cost

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "made up for the tests"

# A program with a scanner that takes as long as it is told and finds the first letter of each text.
PROGRAM = """
import sys, time
import cli.work
import intake.watching
from intake.scanning import Scanned
from models.findings import Analysis, Finding
from models.labels import Audience, Label, Language

def work(text):
    time.sleep(float(sys.argv[1]))
    return Scanned(
        Analysis(Language.RU, (Finding(0, 1, Label.PERSON, 1.0, "test"),), (), (), ()),
        {Audience.PUBLIC: text}, frozenset({"KZ-75"}),
    )

cli.work.load_work = lambda: work
intake.watching._SETTLED, intake.watching._PAUSE = 0.4, 0.1
from cli.main import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What names an encrypted store and opens it."""
    store, passphrase = tmp_path / "testimony.db", tmp_path / "passphrase"
    cheap = Cost(memory_kib=64, passes=1, lanes=1)
    create_with(
        str(store), passphrase=PASSPHRASE, reviewer=("reviewer", PASSPHRASE), recovery=None, cost=cheap
    )
    passphrase.write_text(PASSPHRASE)
    return {**os.environ, "AIGAQ_STORE": str(store), "AIGAQ_PASSPHRASE_FILE": str(passphrase)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "interviews"
    place.mkdir()
    for number in range(3):
        (place / f"Тестова-{number}.txt").write_text(f"Беседа номер {number}", encoding="utf-8")
    return place


def start(environment: dict[str, str], *arguments: str, seconds: float = 0.0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(seconds), *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(environment: dict[str, str], *arguments: str) -> tuple[int, str, str]:
    process = start(environment, *arguments)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def test_all_accepted(environment: dict[str, str], folder: Path) -> None:
    status, out, err = run(environment, "batch", str(folder))
    assert status == 0, err
    assert "accepted    3  (9 words" in out
    assert "identifiers PERSON 3" in out
    assert "regions     KZ-75 3" in out
    assert "aigaq list" in out
    assert "3 of 3 files" in err


@pytest.mark.slow
def test_some_rejected_and_no_file_name_outside_the_report(environment: dict[str, str], folder: Path) -> None:
    (folder / "Тестова-пусто.txt").write_bytes(b"")
    report = folder / "report.json"
    for _ in range(2):  # the report of the first run lies in the folder during the second
        status, out, err = run(environment, "batch", str(folder), "--report", str(report), "--workers", "1")
        assert status == 3
        assert "rejected    1\n  of them   empty 1\n" in out
        assert "Тестова" not in out + err
    content = json.loads(report.read_text("utf-8"))
    assert report.stat().st_mode & 0o777 == 0o600
    assert [row["path"] for row in content["duplicates"]] == [f"Тестова-{number}.txt" for number in range(3)]
    assert [row["code"] for row in content["rejected"]] == ["empty"]


def test_json_to_stdout(environment: dict[str, str], folder: Path) -> None:
    status, out, _ = run(environment, "batch", str(folder), "--json", "--case", "Ә")
    assert status == 0
    assert json.loads(out)["statements"] == 3


@pytest.mark.slow
def test_ctrl_c_reports_what_was_done_and_the_next_run_goes_on(
    environment: dict[str, str], folder: Path, tmp_path: Path
) -> None:
    for number in range(3, 30):
        (folder / f"Тестова-{number}.txt").write_text(f"Беседа номер {number}", encoding="utf-8")
    report = tmp_path / "report.json"
    process = start(environment, "batch", str(folder), "--report", str(report), seconds=0.1)
    store = environment["AIGAQ_STORE"]
    _wait_for_a_statement(store)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "interrupted: " in err
    content = json.loads(report.read_text("utf-8"))
    assert content["stopped"] == "interrupted"
    assert 0 < len(content["accepted"]) < 30
    status, _, _ = run(environment, "batch", str(folder), "--report", str(report))
    assert status == 0
    again = json.loads(report.read_text("utf-8"))
    assert len(again["accepted"]) == 30
    assert again["duplicates"] == []


@pytest.mark.slow
def test_a_second_ctrl_c_ends_at_once(environment: dict[str, str], folder: Path) -> None:
    process = start(environment, "batch", str(folder), "--workers", "1", seconds=1.0)
    _wait_for_a_statement(environment["AIGAQ_STORE"])
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "interrupted: " in err


def _wait_for_a_statement(store: str) -> None:
    with open_store(store, passphrase=PASSPHRASE) as opened:
        while not opened.statements():
            time.sleep(0.02)


def test_mistakes_are_said_before_any_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIGAQ_STORE", raising=False)
    for arguments, code in (
        (["batch", str(folder / "missing")], "no_such_file"),
        (["batch", str(folder), "--report", str(folder / "missing" / "r.json")], "no_such_file"),
        (["batch", str(folder)], "store_unset"),
    ):
        with pytest.raises(AigaqError, match=code):
            aigaq.main(arguments, standalone_mode=False)


@pytest.mark.slow
def test_one_packed_file_is_scanned_by_all_workers(environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "packed"
    folder.mkdir()
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for number in range(12):
            archive.writestr(f"{number}.txt", f"Беседа номер {number}")
    started = time.monotonic()
    process = start(environment, "batch", str(folder), "--workers", "6", seconds=0.5)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, "accepted    12" in out) == (0, True), err
    assert time.monotonic() - started < 5  # one after the other they take 6


def test_what_is_left_out_can_be_taken_in(environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    rows = [{"a": "Меня задержали у дома и били.", "b": "Мы стояли на площади, нас увезли."}]
    (folder / "x.json").write_text(json.dumps(rows))
    status, out, _ = run(environment, "batch", str(folder), "--column", "b", "--include", "other answers")
    assert (status, "accepted    1" in out) == (0, True)
    with open_store(environment["AIGAQ_STORE"], passphrase=PASSPHRASE) as store:
        (row,) = store.statements()
        assert row.words > 6
    status, _, err = run(environment, "batch", str(folder), "--include", "everything")
    assert status == 2
    assert "everything" not in err


def test_a_column_that_is_not_there(environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "x.json").write_text(json.dumps([{"a": "Меня задержали у дома и били."}]))
    status, out, _ = run(environment, "batch", str(folder), "--column", "нет")
    assert (status, "no_statement_column 1" in out) == (3, True)


def test_no_text_recognition_is_said_before_any_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.formats.ocr.ocr_available", lambda: False)
    for arguments in (["batch", str(folder)], ["add", str(folder / "x.png")], ["redact", "x.png"]):
        with pytest.raises(AigaqError, match="ocr_missing"):
            aigaq.main([*arguments, "--ocr"], standalone_mode=False)


@pytest.mark.slow
def test_watching_until_ctrl_c(environment: dict[str, str], folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    process = start(environment, "batch", str(folder), "--watch", "--report", str(report))
    store = environment["AIGAQ_STORE"]
    _wait_for_a_statement(store)
    (folder / "new.txt").write_text("Ещё одна беседа")
    (folder / "void.txt").write_text("")
    until = time.monotonic() + 20
    while not report.exists() or len(json.loads(report.read_text("utf-8"))["rejected"]) == 0:
        assert time.monotonic() < until
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert process.returncode == 3, err  # one was rejected
    assert "accepted    4" in out
    assert "Тестова" not in out + err
    content = json.loads(report.read_text("utf-8"))
    names = [f"Тестова-{number}.txt" for number in range(3)]
    assert [row["path"] for row in content["accepted"]] == ["new.txt", *names]
    assert [row["path"] for row in content["rejected"]] == ["void.txt"]
    assert "stopped" not in content


@pytest.mark.slow
def test_a_store_that_nobody_needs_is_locked_again(environment: dict[str, str], folder: Path) -> None:
    status, out, err = run(environment, "batch", str(folder), "--watch", "--idle", "0.05")
    assert status == 0, err
    assert "accepted    3" in out
    assert "the store is locked again" in err


@pytest.mark.slow
def test_sources_are_removed_once_they_are_in_a_backup(
    environment: dict[str, str], folder: Path, tmp_path: Path
) -> None:
    (folder / "void.txt").write_text("")
    backup, report = tmp_path / "stick.db", folder / "report.json"
    arguments = ("batch", str(folder), "--report", str(report), "--remove-sources", str(backup))
    status, out, err = run(environment, *arguments)
    assert status == 3, err
    assert "backup      checked; 3 files removed, 1 kept" in out
    assert sorted(path.name for path in folder.iterdir()) == ["report.json", "void.txt"]
    with open_store(str(backup), passphrase=PASSPHRASE) as copy:
        assert len(copy.statements()) == 3


@pytest.mark.slow
@pytest.mark.parametrize("end", ["", ".keys"])
def test_a_backup_that_is_there_is_refused_before_any_work(
    environment: dict[str, str], folder: Path, tmp_path: Path, end: str
) -> None:
    (tmp_path / f"stick.db{end}").write_text("x")
    status, _, err = run(environment, "batch", str(folder), "--remove-sources", str(tmp_path / "stick.db"))
    assert (status, err.startswith("store_exists: ")) == (1, True)
    assert len(list(folder.iterdir())) == 3
    with open_store(environment["AIGAQ_STORE"], passphrase=PASSPHRASE) as store:
        assert store.statements() == []


def test_a_backup_that_fails_removes_nothing_and_the_summary_is_said(
    environment: dict[str, str], folder: Path, tmp_path: Path
) -> None:
    broken = PROGRAM.replace(
        "from cli.main import main",
        "import store.backup\nstore.backup._copy = lambda *a: None\nfrom cli.main import main",
    )
    process = subprocess.run(
        [sys.executable, "-c", broken, "0", "batch", str(folder), "--remove-sources", str(tmp_path / "b.db")],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (process.returncode, process.stderr.splitlines()[-1][:14]) == (1, "backup_failed:")
    assert "accepted    3" in process.stdout
    assert len(list(folder.iterdir())) == 3
    assert not list(tmp_path.glob("*b.db*"))


def test_watching_has_no_end_at_which_to_remove(folder: Path, tmp_path: Path) -> None:
    arguments = ["batch", str(folder), "--watch", "--remove-sources", str(tmp_path / "b.db")]
    with pytest.raises(click.UsageError):
        aigaq.main(arguments, standalone_mode=False)


@pytest.mark.slow
def test_an_interrupted_run_removes_nothing(
    environment: dict[str, str], folder: Path, tmp_path: Path
) -> None:
    for number in range(3, 30):
        (folder / f"Тестова-{number}.txt").write_text(f"Беседа номер {number}", encoding="utf-8")
    backup = tmp_path / "b.db"
    process = start(environment, "batch", str(folder), "--remove-sources", str(backup), seconds=0.1)
    _wait_for_a_statement(environment["AIGAQ_STORE"])
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode == 130
    assert len(list(folder.iterdir())) == 30
    assert not backup.exists()
