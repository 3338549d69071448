"""A batch: each text once, bad files aside, and on where it stood after a kill or a Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.batch import run_batch
from intake.folder import walk_folder
from intake.parts import PLAIN, Options
from intake.reading import InProcessReading, open_reading
from intake.report import BatchReport
from intake.scanning import InProcess, Scanned
from intake.workers import open_scanning
from models.errors import AigaqError
from models.findings import Analysis, Finding, Tag, TagKind
from models.labels import Audience, Label, Language
from store.store import Store, open_store

ROOT = Path(__file__).resolve().parents[2]
CANARY = "Канарейкин"


def fake_work(raw_text: str) -> Scanned:
    """Finds the first word; some texts make it fail."""
    if "взрыв" in raw_text:
        raise ValueError(raw_text)
    if "отказ" in raw_text:
        raise AigaqError("pipeline_missing")
    if "гибель" in raw_text:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05 if "долго" in raw_text else 0)
    analysis = Analysis(
        language=Language.RU,
        findings=(Finding(0, raw_text.index(" "), Label.PERSON, 0.9, "test"),),
        identities=(),
        suspects=(),
        tags=(Tag(TagKind.ABUSE, "torture", 0, 1, "test"),),
    )
    return Scanned(analysis, {Audience.PUBLIC: "[Лицо 1]"}, frozenset({"KZ-75"}))


class Watching:
    """Stops the run after so many files."""

    def __init__(self, *, stop_after: int | None = None) -> None:
        self.files: list[int] = []
        self._stop_after = stop_after

    def stopping(self) -> bool:
        return self._stop_after is not None and len(self.files) >= self._stop_after

    def progress(self, files: int) -> None:
        self.files.append(files)


def batch(
    folder: Path, store: Store, *, work: Callable[[str], Scanned] = fake_work, watch: Watching | None = None
) -> BatchReport:
    return run_batch(
        walk_folder(folder),
        store=store,
        reading=InProcessReading(PLAIN),
        scanning=InProcess(work),
        case="main",
        watch=watch or Watching(),
    )


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def test_each_text_is_stored_once_and_bad_files_stop_nobody(folder: Path, store: Store) -> None:
    write(folder, a="Первая беседа", b="Вторая  беседа", c="Первая\nбеседа ")
    write(folder, d="", e="тут взрыв", f="тут отказ")
    (folder / "g.docx").write_bytes(b"PK broken")
    (folder / "h.txt").symlink_to("/etc/hostname")
    (folder / "Thumbs.db").write_bytes(b"x")
    watch = Watching()
    report = batch(folder, store, watch=watch)
    ids = {row.path: row.id for row in report.accepted}
    assert list(ids) == ["a.txt", "b.txt"]
    assert [(row.path, row.of) for row in report.duplicates] == [("c.txt", ids["a.txt"])]
    assert [(row.path, row.code) for row in report.rejected] == [
        ("d.txt", "empty"),
        ("e.txt", "scan_failed"),
        ("f.txt", "pipeline_missing"),
        ("g.docx", "damaged"),
        ("h.txt", "symlink"),
    ]
    assert [(row.path, row.code) for row in report.ignored] == [("Thumbs.db", "system_file")]
    assert watch.files[-1] == 9
    assert (report.words, report.stopped) == (4, None)
    assert report.identifiers == {"PERSON": 2}
    assert report.abuse == {"torture": 2}
    assert report.regions == {"KZ-75": 2}
    assert {row.id for row in store.statements()} == set(ids.values())


def test_a_second_run_finds_only_duplicates(folder: Path, store: Store) -> None:
    write(folder, a="Первая беседа", b="Вторая беседа")
    first, second = batch(folder, store), batch(folder, store)
    assert second.accepted == []
    assert [(row.path, row.of) for row in second.duplicates] == [(row.path, row.id) for row in first.accepted]


def test_pasted_statements_are_rows_of_their_file(folder: Path, store: Store) -> None:
    write(folder, all="=== запись 1 ===\nПервая беседа\n=== запись 2 ===\nВторая беседа\n")
    assert [row.path for row in batch(folder, store).accepted] == ["all.txt#1", "all.txt#2"]


def test_interrupted_and_started_again(folder: Path, store: Store) -> None:
    write(folder, a="Первая беседа", b="Вторая беседа", c="Третья беседа", d="Первая беседа")
    first = batch(folder, store, watch=Watching(stop_after=2))
    assert first.stopped == "interrupted"
    assert [row.path for row in first.accepted] == ["a.txt", "b.txt"]
    second = batch(folder, store)
    assert second.stopped is None
    assert [row.path for row in second.accepted] == ["a.txt", "b.txt", "c.txt"]
    assert second.accepted[:2] == first.accepted
    assert [(row.path, row.of) for row in second.duplicates] == [("d.txt", first.accepted[0].id)]
    assert len(store.statements()) == 3


def test_a_broken_store_ends_the_run(folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, a="Первая беседа", b="Вторая беседа")

    def full(*arguments: object, **named: object) -> str:
        raise AigaqError("store_damaged")

    monkeypatch.setattr(store, "add_statement", full)
    report = batch(folder, store)
    assert (report.stopped, report.accepted, report.rejected) == ("store_damaged", [], [])


def test_reader_bugs_are_rejected_without_their_words(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path, options: Options) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("intake.reading.read_file", broken)
    write(folder, a="Первая беседа")
    report = batch(folder, store)
    assert [(row.path, row.code) for row in report.rejected] == [("a.txt", "internal")]
    assert CANARY not in repr(report)


def test_workers_keep_the_order_and_survive_a_death(folder: Path, store_path: Path) -> None:
    texts = {f"n{number:02}": f"Беседа номер {number}" for number in range(12)}
    texts |= {"n00": "Долгая беседа, долго", "n03": "тут гибель", "n07": "тут взрыв", "n09": "Беседа номер 1"}
    write(folder, **texts)
    with (
        open_reading(PLAIN) as reading,
        open_scanning(fake_work, workers=2) as scanning,
        open_store(str(store_path), passphrase="made up for the tests") as store,
    ):
        report = run_batch(
            walk_folder(folder),
            store=store,
            reading=reading,
            scanning=scanning,
            case="main",
            watch=Watching(),
        )
    codes = [(row.path, row.code) for row in report.rejected]
    assert codes == [("n03.txt", "scan_failed"), ("n07.txt", "scan_failed")]
    assert [row.path for row in report.duplicates] == ["n09.txt"]
    names = [row.path for row in report.accepted]
    assert names == sorted(names)
    assert len(names) == 9


KILLED = """
import sys, time
from pathlib import Path
from intake.batch import run_batch
from intake.folder import walk_folder
from intake.parts import PLAIN
from intake.reading import open_reading
from intake.scanning import Scanned
from intake.workers import open_scanning
from models.findings import Analysis
from models.labels import Audience, Language
from store.store import open_store

def work(text):
    time.sleep(0.05)
    return Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: text}, frozenset())

class Watch:
    def stopping(self): return False
    def progress(self, files): print(files, flush=True)

with (
    open_reading(PLAIN) as reading,
    open_scanning(work, workers=2) as scanning,
    open_store(sys.argv[2], passphrase=sys.argv[3]) as store,
):
    entries = walk_folder(Path(sys.argv[1]))
    run_batch(entries, store=store, reading=reading, scanning=scanning, case="main", watch=Watch())
"""


def test_killed_and_started_again(folder: Path, store_path: Path) -> None:
    write(folder, **{f"n{number:02}": f"Беседа номер {number}" for number in range(40)})
    passphrase = "made up for the tests"
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder), str(store_path), passphrase],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    while process.stdout.readline().strip() != "5":
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    assert process.stdout.read() is not None  # ends only when the workers have let go of it
    process.stdout.close()
    with open_store(str(store_path), passphrase=passphrase) as store:
        left = {row.id for row in store.statements()}
        assert 5 <= len(left) < 40
        report = batch(folder, store)
        assert [row.path for row in report.accepted] == [f"n{number:02}.txt" for number in range(40)]
        assert report.duplicates == []
        assert left <= {row.id for row in report.accepted}
        assert len(store.statements()) == 40
