"""A folder of very many small files: memory stays bounded, and the last files go as fast as the first.

python -m tests.soak.many [FILES]
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from intake.batch import run_batch
from intake.folder import walk_folder
from intake.parts import PLAIN
from intake.reading import open_reading
from intake.report import report_json
from intake.scanning import Scanned
from intake.workers import open_scanning
from models.findings import Analysis, Finding, Tag, TagKind
from models.labels import Audience, Label, Language
from store.create import create_with
from store.store import open_store
from store.wrapping import Cost

PASSPHRASE = "made up for the tests"
_SLICE = 10  # the first and the last so manieth are compared
_SLOWER = 2.0  # times the last may take as long as the first
_GROWTH = 4_000  # bytes that a file may add to the memory
_MOST = 800_000_000  # bytes of all processes, shared ones counted once for each
# What a printed form has in all of its copies: the texts are alike, as an office's are.
_FORM = (
    "Я, нижеподписавшийся, подробно рассказал о том, что со мной случилось, сотруднику организации, который "
    "записал мои слова; мне объяснили, зачем их записывают и кто их прочтёт, и я согласен с записанным: "
)


class Progress:
    """Notes when so many files were done with, and how much memory that took."""

    def __init__(self, files: int) -> None:
        self._every = max(1, files // _SLICE)
        self.times = [time.monotonic()]
        self.memory = [_memory(os.getpid())]

    def stopping(self) -> bool:
        return False

    def progress(self, files: int) -> None:
        if files % self._every == 0:
            self.times.append(time.monotonic())
            self.memory.append(_memory(os.getpid()))
            rate = self._every / (self.times[-1] - self.times[-2])
            sys.stdout.write(f"{files} files, {rate:.0f} a second, {self.memory[-1] / 1e6:.0f} MB\n")
            sys.stdout.flush()


def _memory(process: int) -> int:
    """Bytes that a process and those below it hold at this moment."""
    place = Path(f"/proc/{process}")
    held = int((place / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    below = (place / f"task/{process}/children").read_text().split()
    return held + sum(_memory(int(child)) for child in below)


def _fill(folder: Path, files: int) -> None:
    for number in range(files):
        inside = folder / f"{number // 1000:03}"
        inside.mkdir(parents=True, exist_ok=True)
        text = f"{_FORM}беседа {number}, улица {number * 7919 % 1_000_003}, нас было {number % 13}."
        (inside / f"{number}.txt").write_text(text, encoding="utf-8")


def _work(raw_text: str) -> Scanned:
    analysis = Analysis(
        Language.RU,
        (Finding(0, 1, Label.PERSON, 1.0, "soak"),),
        (),
        (),
        (Tag(TagKind.ABUSE, "beating", 0, 1, "soak"),),
    )
    return Scanned(analysis, {Audience.PUBLIC: raw_text}, frozenset({"KZ-75"}))


def take_in_many(place: Path, *, files: int) -> None:
    """Do it; raises AssertionError where a bound is passed."""
    folder, store = place / "interviews", place / "store.db"
    _fill(folder, files)
    cheap = Cost(memory_kib=64, passes=1, lanes=1)
    create_with(
        str(store), passphrase=PASSPHRASE, reviewer=("reviewer", PASSPHRASE), recovery=None, cost=cheap
    )
    with (
        open_reading(PLAIN) as reading,
        open_scanning(_work, workers=2) as scanning,
        open_store(str(store), passphrase=PASSPHRASE) as opened,
    ):
        watch = Progress(files)
        report = run_batch(
            walk_folder(folder), store=opened, reading=reading, scanning=scanning, case="main", watch=watch
        )
        started = time.monotonic()
        assert len(opened.statements()) == files
        sys.stdout.write(f"listing them took {time.monotonic() - started:.1f} s\n")
    assert len(report.accepted) == files
    assert len(report_json(report)) > files
    size = store.stat().st_size
    sys.stdout.write(
        f"{report.seconds:.0f} s, {files / report.seconds:.0f} a second, {size / 1e6:.0f} MB stored\n"
    )
    first, last = watch.times[1] - watch.times[0], watch.times[-1] - watch.times[-2]
    assert last < _SLOWER * first
    assert watch.memory[-1] - watch.memory[1] < _GROWTH * files
    assert max(watch.memory) < _MOST


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        take_in_many(Path(temporary), files=int(sys.argv[1]) if sys.argv[1:] else 50_000)
