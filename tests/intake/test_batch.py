"""A batch: each text once, bad files aside, and on where it stood after a kill or a Ctrl-C."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from intake import reader
from intake.batch import run_batch
from intake.folder import walk_folder
from intake.parts import PLAIN, Options, Refusal, Told
from intake.reading import InProcessReading, open_reading
from intake.report import BatchReport, report_json
from intake.scanning import InProcess, OnExecutor, Outcome, Scanned, attempt
from intake.twins import Twins
from intake.workers import WorkerPool, open_scanning
from models.errors import AigaqError
from models.findings import Analysis, Finding, Tag, TagKind
from models.labels import Audience, Label, Language
from models.statements import Draft, SourceKind
from store.store import Store, open_store
from tests.soak.kills import kill_again_and_again

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


LONG = " ".join(f"слово{number}" for number in range(60))
PASTED = f"=== запись 1 ===\nПервая беседа\n=== запись 2 ===\nИнтервью 2\n{LONG}\n"


def test_a_pasted_copy_gives_way_to_the_file_of_its_own(folder: Path, store: Store) -> None:
    write(folder, a=PASTED.replace("Интервью 2\n", ""), b=LONG.replace("слово30 ", "слово30\n\n— "))
    report = batch(folder, store)
    ids = {row.path: row.id for row in report.accepted}
    assert list(ids) == ["a.txt#1", "b.txt"]
    assert [(row.path, row.of) for row in report.duplicates] == [("a.txt#2", ids["b.txt"])]


def test_a_container_with_pasted_statements_is_taken_in_once(folder: Path, store: Store) -> None:
    with zipfile.ZipFile(folder / "x.zip", "w") as archive:
        archive.writestr("a.txt", "Третья беседа")
        archive.writestr("b.docx", b"PK broken")
        archive.writestr("c.txt", PASTED)
        archive.writestr("d.txt", "Четвёртая беседа")
        archive.writestr("e.txt", "test test")
    watch = Watching()
    report = batch(folder, store, watch=watch)
    assert [row.path for row in report.accepted] == [
        "x.zip#a.txt",
        "x.zip#c.txt#1",
        "x.zip#c.txt#2",
        "x.zip#d.txt",
    ]
    assert report.duplicates == []
    assert [(row.path, row.code) for row in report.rejected] == [
        ("x.zip#b.docx", "damaged"),
        ("x.zip#e.txt", "test_entry"),
    ]
    assert watch.files == [1]


def test_a_pasted_file_that_is_gone_or_another_one_when_its_turn_comes(folder: Path, store: Store) -> None:
    write(folder, a=PASTED, b=PASTED.replace("слово", "речь").replace("Первая", "Вторая"), c="Третья беседа")

    class Meddling(Watching):
        def progress(self, files: int) -> None:  # after c.txt, the only one that is done with at once
            super().progress(files)
            (folder / "a.txt").unlink(missing_ok=True)
            write(folder, b="Совсем другая беседа")

    report = batch(folder, store, watch=Meddling())
    assert [row.path for row in report.accepted] == ["b.txt", "c.txt"]
    assert [(row.path, row.code) for row in report.rejected] == [("a.txt", "no_such_file")]


def test_files_that_vanish_or_change_on_the_way(folder: Path, store: Store) -> None:
    write(folder, a="Первая беседа", b="Вторая беседа", c="Третья беседа", d="Четвёртая беседа")
    entries = walk_folder(folder)
    (folder / "a.txt").unlink()
    (folder / "b.txt").unlink()
    os.mkfifo(folder / "b.txt")
    (folder / "c.txt").unlink()
    (folder / "c.txt").symlink_to(folder / "d.txt")
    report = run_batch(
        entries,
        store=store,
        reading=InProcessReading(PLAIN),
        scanning=InProcess(fake_work),
        case="main",
        watch=Watching(),
    )
    assert [(row.path, row.code) for row in report.rejected] == [
        ("a.txt", "no_such_file"),
        ("b.txt", "unsupported"),
        ("c.txt", "symlink"),
    ]
    assert [row.path for row in report.accepted] == ["d.txt"]


def test_awkward_names_are_taken_in(folder: Path, store: Store) -> None:
    for number, name in enumerate((b"\xf1\xeb.txt", b"n" * 251 + b".txt", b"a\nb.txt", b"-x#1.txt")):
        (folder / os.fsdecode(name)).write_text(f"Беседа номер {number}", encoding="utf-8")
    with open_reading(PLAIN) as reading:
        report = run_batch(
            walk_folder(folder),
            store=store,
            reading=reading,
            scanning=InProcess(fake_work),
            case="main",
            watch=Watching(),
        )
    assert len(report.accepted) == 4
    assert json.loads(report_json(report))["statements"] == 4


def test_near_duplicates_while_both_are_being_scanned(folder: Path, store_path: Path) -> None:
    write(folder, a=f"{LONG} долго", b=f"{LONG}\nдолго.", c=f"взрыв {LONG}", d=f"взрыв. {LONG}")
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
    assert [row.path for row in report.accepted] == ["a.txt"]
    assert [(row.path, row.of) for row in report.duplicates] == [("b.txt", report.accepted[0].id)]
    # the twin of a text that was not stored is tried for itself
    assert [(row.path, row.code) for row in report.rejected] == [
        ("c.txt", "scan_failed"),
        ("d.txt", "scan_failed"),
    ]


def test_near_duplicates_are_met_again_after_an_interruption(folder: Path, store: Store) -> None:
    write(folder, a=LONG, b=f"{LONG}.", c="Третья беседа", d=PASTED)
    first = batch(folder, store, watch=Watching(stop_after=2))
    assert first.stopped == "interrupted"
    second = batch(folder, store)
    assert [row.path for row in second.accepted] == ["a.txt", "c.txt", "d.txt#1", "d.txt#2"]
    assert [row.path for row in second.duplicates] == ["b.txt"]
    third = batch(folder, store)
    assert third.accepted == []
    assert len(third.duplicates) == 5


FIRST, SECOND = "Меня задержали у дома и били.", "Мы стояли на площади, нас увезли."
UUIDS = ("3f2b8c4e-0d1a-4b7c-9e5f-112233445566", "7a6b5c4d-3e2f-4a1b-8c9d-aabbccddeeff")


def forms(folder: Path, *, second: str = SECOND) -> None:
    """One form's entries in three exports; the second one's text in the last may be another."""
    head = ["_uuid", "consent", "statement"]
    entries = [[UUIDS[0], "yes", FIRST], [UUIDS[1], "yes", SECOND]]
    rows = io.StringIO()
    csv.writer(rows).writerows([head, *entries])
    (folder / "a.csv").write_text(rows.getvalue(), encoding="utf-8")
    (folder / "b.json").write_text(json.dumps([dict(zip(head, row, strict=True)) for row in entries]))
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (head, entries[0], [UUIDS[1], "yes", second]):
        book.active.append(row)
    book.save(folder / "c.xlsx")


def test_a_form_entry_is_stored_once_however_often_it_is_exported(folder: Path, store: Store) -> None:
    edited = SECOND + " Это всё."
    forms(folder, second=edited)
    report = batch(folder, store)
    assert [row.path.partition("#")[0] for row in report.accepted] == ["a.csv", "a.csv"]
    ids = [row.id for row in report.accepted]
    assert [(row.path.partition("#")[0], row.of, row.same_text) for row in report.duplicates] == [
        ("b.json", ids[0], True),
        ("b.json", ids[1], True),
        ("c.xlsx", ids[0], True),
        ("c.xlsx", ids[1], False),
    ]
    again = batch(folder, store)
    assert again.accepted == []
    assert [row.same_text for row in again.duplicates] == [True, True, True, True, True, False]


def test_another_text_of_a_form_entry_is_no_reason_to_pass_over_a_file(folder: Path, store: Store) -> None:
    edited = f"{SECOND} {LONG}"
    forms(folder, second=edited)
    write(folder, z=edited.replace(" слово7 ", "\nслово7 "))
    report = batch(folder, store)
    assert [row.path.partition("#")[0] for row in report.accepted] == ["a.csv", "a.csv", "z.txt"]
    assert [row.same_text for row in report.duplicates] == [True, True, True, False]


def test_words_that_were_hard_to_read_are_suspects_unless_masked(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Досанов бил меня вчера"
    stored: list[Analysis] = []
    add = store.add_statement

    class Scans:
        def read(self, path: Path, *, stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
            yield Told("", Draft(text, SourceKind.SCAN, unsure=((0, 7), (8, 11), (17, 22))))

    def noting(draft: Draft, analysis: Analysis, **named: Any) -> str:
        stored.append(analysis)
        return add(draft, analysis, **named)

    monkeypatch.setattr(store, "add_statement", noting)
    write(folder, a="x")
    report = run_batch(
        walk_folder(folder),
        store=store,
        reading=Scans(),
        scanning=InProcess(fake_work),
        case="main",
        watch=Watching(),
    )
    assert len(report.accepted) == 1
    suspects = [(text[s.start : s.end], s.why) for s in stored[0].suspects]
    assert suspects == [("бил", "unsure_reading"), ("вчера", "unsure_reading")]


def test_twins_of_an_earlier_run_are_known_where_they_are_handed_on(folder: Path, store: Store) -> None:
    twins = Twins()
    reports = []
    for name in ("a", "b"):
        write(folder, **{name: LONG + "." * (name == "b")})
        reports.append(
            run_batch(
                [entry for entry in walk_folder(folder) if entry.name == f"{name}.txt"],
                store=store,
                reading=InProcessReading(PLAIN),
                scanning=InProcess(fake_work),
                case="main",
                watch=Watching(),
                twins=twins,
            )
        )
    assert [row.of for row in reports[1].duplicates] == [reports[0].accepted[0].id]


@pytest.mark.slow
def test_ctrl_c_in_the_middle_of_a_long_read(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow:
        limit = 1000

        def read(self, raw: bytes, options: Options) -> Iterator[Told]:
            time.sleep(60)
            yield Told("", Draft("x", SourceKind.TEXT))

    monkeypatch.setattr(reader, "FORMATS", {**reader.FORMATS, ".slow": Slow()})
    write(folder, a="Первая беседа")
    (folder / "b.slow").write_text("x")
    pressed = time.monotonic() + 0.5

    class CtrlC(Watching):
        def stopping(self) -> bool:
            return time.monotonic() > pressed

    with open_reading(PLAIN) as reading:
        report = run_batch(
            walk_folder(folder),
            store=store,
            reading=reading,
            scanning=InProcess(fake_work),
            case="main",
            watch=CtrlC(),
        )
    assert time.monotonic() < pressed + 2
    assert (report.stopped, report.rejected) == ("interrupted", [])
    assert [row.path for row in report.accepted] == ["a.txt"]


def stubborn(raw_text: str) -> Scanned:
    """Hangs on some texts, and dies of others."""
    if "вечно" in raw_text:
        time.sleep(60)
    if "тихо" in raw_text:
        os._exit(0)
    return fake_work(raw_text)


def outcomes(scanning: OnExecutor, texts: list[str]) -> dict[str, Outcome]:
    """What comes of each text."""
    for ticket, text in enumerate(texts):
        scanning.submit(ticket, text)
    found: dict[str, Outcome] = {}
    until = time.monotonic() + 20
    while len(found) < len(texts):
        assert time.monotonic() < until
        found.update({texts[ticket]: outcome for ticket, outcome in scanning.collect(wait=0.1)})
    return found


@pytest.mark.slow
def test_a_text_that_is_never_done_with_costs_itself_only() -> None:
    pool = WorkerPool(None, workers=2, limit=0.3)
    scanning = OnExecutor(pool, partial(attempt, stubborn), room=8)
    try:
        for _ in range(2):
            found = outcomes(
                scanning, ["а вечно", "б тихо", "в", "г гибель", "д вечно", "е слово", "ж слово"]
            )
            failed = {text for text, outcome in found.items() if outcome == "scan_failed"}
            assert failed == {"а вечно", "б тихо", "в", "г гибель", "д вечно"}  # "в" has no blank
            assert all(isinstance(found[text], Scanned) for text in found.keys() - failed)
    finally:
        pool.close()


def test_where_no_worker_can_be_started_any_more_texts_fail() -> None:
    pool = WorkerPool(None, workers=2)
    scanning = OnExecutor(pool, partial(attempt, stubborn), room=8)
    try:
        for seat in list(pool._seats.values()):
            os.kill(seat._keeper, signal.SIGKILL)
        found = outcomes(scanning, ["а гибель", "б гибель", "в слово", "г слово"])
        assert set(found.values()) == {"scan_failed"}
    finally:
        pool.close()


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


@pytest.mark.slow
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


@pytest.mark.slow
def test_killed_at_random_moments_again_and_again(tmp_path: Path) -> None:
    done = kill_again_and_again(tmp_path, kills=5, files=80, seed=7, longest=0.4)
    assert done.kills == 5
