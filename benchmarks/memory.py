"""What a batch holds in memory: a long text, a second worker, a form export larger than what is held."""

import csv
import os
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from benchmarks.held import Peak, watched
from benchmarks.measure import Figure
from benchmarks.texts import statements
from store.create import create_with
from store.wrapping import Cost

_CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
_WORDS = "a passphrase for measuring"
_WANTED = "<= 700"
_COLUMNS = "start;end;username;consent;statement;age;place;_id;_uuid;_submission_time;_index".split(";")
_KINDS = 500  # texts that the rows of an export have in turn, each under a line of its own


def memory(words: int, *, export: int, seconds: float) -> list[Figure]:
    """The peak of batches: texts of so many words, an export of so many MB, the last scanned for a while."""
    one = _peak(lambda folder: _long(folder, 1, words), workers=1)
    alone = _peak(lambda folder: _long(folder, 2, words), workers=1)
    both = _peak(lambda folder: _long(folder, 2, words), workers=2)
    short_alone = _peak(lambda folder: _long(folder, 40, 600), workers=1)
    short_both = _peak(lambda folder: _long(folder, 40, 600), workers=2)
    told = _peak(lambda folder: _export(folder, export), workers=2, scanned=False)
    found = _peak(lambda folder: _export(folder, export), workers=2, seconds=seconds)
    many = f"a form export of {export} MB"
    return [
        Figure("peak memory", one.together, "MB", _WANTED, f"batch, one text of {words:,} words, 1 worker"),
        Figure("largest process", one.alone, "MB", "", "the same"),
        Figure("peak memory", both.together, "MB", _WANTED, f"two texts of {words:,} words, 2 workers"),
        Figure("a second worker", both.together - alone.together, "MB", "<= 250", "the same less 1 worker"),
        Figure(
            "a second worker",
            short_both.together - short_alone.together,
            "MB",
            "<= 250",
            "texts of 600 words",
        ),
        Figure("peak memory", told.together, "MB", _WANTED, f"{many} to its end, 2 workers, not scanned"),
        Figure("largest process", told.alone, "MB", "", "the same"),
        Figure("peak memory", found.together, "MB", _WANTED, f"{many}, scanned for {seconds:.0f} s"),
    ]


def _peak(
    fill: Callable[[Path], None], *, workers: int, scanned: bool = True, seconds: float | None = None
) -> Peak:
    """The peak of a batch over a folder into a new store."""
    with _place() as place:
        fill(place.folder)
        folder, passphrase = str(place.folder), str(place.passphrase)
        environment = os.environ | {"AIGAQ_STORE": place.store, "AIGAQ_PASSPHRASE_FILE": passphrase}
        batch = ["cli.main", "batch", folder, "--workers", str(workers)]
        bare = ["benchmarks.unscanned", folder, place.store, passphrase, str(workers)]
        command = [sys.executable, "-m", *(batch if scanned else bare)]
        return watched(command, environment=environment, seconds=seconds)


@dataclass(frozen=True, slots=True)
class _Place:
    folder: Path
    store: str
    passphrase: Path


@contextmanager
def _place() -> Iterator[_Place]:
    """An empty folder and a new store."""
    with tempfile.TemporaryDirectory() as name:
        place = _Place(Path(name) / "in", str(Path(name) / "store.db"), Path(name) / "passphrase")
        place.folder.mkdir()
        place.passphrase.write_text(_WORDS)
        place.passphrase.chmod(0o600)
        create_with(place.store, passphrase=_WORDS, reviewer=("measure", _WORDS), recovery=None, cost=_CHEAP)
        yield place


def _long(folder: Path, number: int, words: int) -> None:
    for place, text in enumerate(statements(number, words=words)):
        (folder / f"{place}.txt").write_text(text, "utf-8")


def _export(folder: Path, megabytes: int) -> None:
    """An export as KoboToolbox writes it: a statement of some 600 words a row."""
    texts = statements(_KINDS, words=600)
    with (folder / "export.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        rows.writerow(_COLUMNS)
        for number in count(1):
            text = f"Запись номер {number}. {texts[number % _KINDS]}"
            began, ended, sent = "2022-03-04T10:00:00", "2022-03-04T11:00:00", "2022-03-05T09:00:00"
            own = str(uuid.UUID(int=number))
            rows.writerow([began, ended, "one", "yes", text, "34", "Тараз", number, own, sent, number])
            if file.tell() >= megabytes * 1_000_000:
                return
