"""A run over a folder that is killed again and again: each statement is stored once, none of them half.

python -m tests.soak.kills [KILLS] [FILES] [SEED]
"""

import os
import random
import signal
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from intake.batch import run_batch
from intake.folder import walk_folder
from intake.parts import PLAIN
from intake.reading import open_reading
from intake.report import BatchReport
from intake.scanning import Scanned
from intake.workers import open_scanning
from models.findings import Analysis, Tag, TagKind
from models.labels import Audience, Language
from models.statements import Draft, SourceKind
from store.create import create_with
from store.journal import verify_journal
from store.store import open_store
from store.wrapping import Cost

PASSPHRASE = "made up for the tests"
_STORED = "select statements.id, count(sealed) from statements left join sealed_records on statement_id = id"


@dataclass(slots=True)
class Outcome:
    """What came of it: kills, those of them that met a run storing, rounds to the end, seconds."""

    kills: int = 0
    working: int = 0
    rounds: int = 0
    seconds: float = 0.0


class Nobody:
    """Watches and never stops."""

    def stopping(self) -> bool:
        return False

    def progress(self, files: int) -> None:
        pass


def kill_again_and_again(place: Path, *, kills: int, files: int, seed: int, longest: float) -> Outcome:
    """Do it, with a new store whenever a run came to its end; AssertionError where a promise breaks."""
    chance, done, started = random.Random(seed), Outcome(), time.monotonic()
    folder = place / "interviews"
    texts = _fill(folder, files)
    while done.kills < kills:
        store = place / f"{done.rounds}.db"
        create_with(
            str(store),
            passphrase=PASSPHRASE,
            reviewer=("reviewer", PASSPHRASE),
            recovery=None,
            cost=Cost(memory_kib=64, passes=1, lanes=1),
        )
        stored: set[str] = set()
        ended = False
        while not ended and done.kills < kills:
            killed = _killed(folder, store, after=chance.uniform(0, longest))
            ended = _has_ended(store)
            assert killed or ended
            before, stored = len(stored), _check(store, earlier=stored)
            done.kills += killed
            done.working += killed and len(stored) > before
        report = _run(folder, store)
        assert not report.rejected
        assert not report.stopped
        # what a killed run had stored is accepted in the next one, what an ended one had is a duplicate there
        assert not (report.accepted if ended else report.duplicates)
        names = [row.path for row in (*report.accepted, *report.duplicates)]
        assert len(set(names)) == len(names) == len(texts)
        stored = _check(store, earlier=stored)
        assert stored == {row.id for row in report.accepted} | {row.of for row in report.duplicates}
        _check_texts(store, texts)
        done.rounds += 1
    done.seconds = time.monotonic() - started
    return done


def _fill(folder: Path, files: int) -> list[str]:
    """Files of one statement, of some pasted ones, and archives; the texts in them."""
    folder.mkdir()
    texts = [f"Беседа номер {number}: " + "меня били в отделе " * (number % 40) for number in range(files)]
    for number in range(0, files, 5):
        first, second, *rest = texts[number : number + 5]
        (folder / f"{number}.txt").write_text(first, encoding="utf-8")
        pasted = "".join(f"=== запись {n} ===\n{text}\n" for n, text in enumerate(rest, start=1))
        with zipfile.ZipFile(folder / f"{number}.zip", "w") as archive:
            archive.writestr("a.txt", second)
            archive.writestr("b.txt", pasted)
    return [" ".join(text.split()) for text in texts]


def _work(raw_text: str) -> Scanned:
    time.sleep(0.004)
    tags = (Tag(TagKind.ABUSE, "beating", 0, 1, "soak"),)
    return Scanned(Analysis(Language.RU, (), (), (), tags), {Audience.PUBLIC: raw_text}, frozenset({"KZ-75"}))


def _run(folder: Path, store: Path) -> BatchReport:
    with (
        open_reading(PLAIN) as reading,
        open_scanning(_work, workers=2) as scanning,
        open_store(str(store), passphrase=PASSPHRASE) as opened,
    ):
        return run_batch(
            walk_folder(folder),
            store=opened,
            reading=reading,
            scanning=scanning,
            case="main",
            watch=Nobody(),
        )


def _killed(folder: Path, store: Path, *, after: float) -> bool:
    """Run in a process that is killed after so many seconds; False where it was done before."""
    held, end = os.pipe()  # open as long as the process or one that it started is alive
    child = os.fork()
    if child == 0:
        os.close(held)
        os.set_inheritable(end, True)
        try:
            _run(folder, store)
        finally:
            os._exit(0)
    os.close(end)
    until = time.monotonic() + after
    while time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            os.close(held)
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    limit = time.monotonic() + 5
    os.set_blocking(held, False)
    while True:  # its readers and scanners end with it
        try:
            assert os.read(held, 1) == b""
            break
        except BlockingIOError:
            assert time.monotonic() < limit
            time.sleep(0.002)
    os.close(held)
    return True


def _has_ended(store: Path) -> bool:
    """Whether the last run came to its end."""
    with open_store(str(store), passphrase=PASSPHRASE) as opened, Session(opened.engine) as session:
        states = set(session.execute(sql("select state from batches")).scalars())
    return states == {"finished"}


def _check(store: Path, *, earlier: set[str]) -> set[str]:
    """The ids in the store: nothing that was there is lost, and every statement is whole."""
    with open_store(str(store), passphrase=PASSPHRASE) as opened:
        with Session(opened.engine) as session:
            assert verify_journal(session)
            rows = {row[0]: row[1] for row in session.execute(sql(f"{_STORED} group by id"))}
            assert set(rows.values()) <= {1}
            assert session.execute(sql("select count(*) from tags")).scalar() == 2 * len(rows)
            assert session.execute(sql("select count(*) from sealed_records")).scalar() == len(rows)
        assert earlier <= set(rows)
        return set(rows)


def _check_texts(store: Path, texts: list[str]) -> None:
    with open_store(str(store), passphrase=PASSPHRASE) as opened:
        found = [opened.find(Draft(text, SourceKind.TEXT)) for text in texts]
        assert len({known.statement_id for known in found if known}) == len(texts)
        assert len(opened.statements()) == len(texts)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]] + [200, 500, 1][len(sys.argv) - 1 :]
    kills, files, seed = numbers
    with tempfile.TemporaryDirectory() as temporary:
        done = kill_again_and_again(Path(temporary), kills=kills, files=files, seed=seed, longest=2.0)
    sys.stdout.write(
        f"{done.kills} kills, {done.working} of them while it stored, in {done.rounds} rounds and "
        f"{done.seconds:.0f} s: every statement once, none half\n"
    )
