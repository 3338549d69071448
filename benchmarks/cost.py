"""What a million words cost, each part by itself: scanning, writing, room in the store.

python -m benchmarks.cost [STATEMENTS]
"""

import pickle
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engines import new_databases, new_files
from benchmarks.measure import Figure
from benchmarks.texts import count_words, statements
from cli.work import load_work
from intake.batch import run_batch
from intake.folder import walk_folder
from intake.parts import PLAIN
from intake.reading import open_reading
from intake.scanning import InProcess, Scanned
from models.labels import Audience
from store.approvals import Approved, approve
from store.create import create_with
from store.settings import change_setting
from store.store import open_store
from store.users import list_users
from store.wrapping import Cost

_CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
_WORDS = "a passphrase for measuring"
_LENGTH = 600  # words of a statement


@dataclass(frozen=True, slots=True)
class _Written:
    """What one writer reached: by the clock, and seconds of a core for each statement in its process."""

    rate: float
    core: float


class _Quiet:
    def stopping(self) -> bool:
        return False

    def progress(self, files: int) -> None:
        pass


def cost(count: int) -> list[Figure]:
    """Words a core second of the pass, statements a second of the writer on each engine, bytes a word."""
    texts = statements(count, words=_LENGTH)
    words, work = count_words(texts), load_work()
    started = time.process_time()
    outcomes = [work(text) for text in texts]
    scan = words / (time.process_time() - started)
    # as they come from a worker: packed, in the order of the files
    ready = {text: pickle.dumps(outcome) for text, outcome in zip(texts, outcomes, strict=True)}
    public = [outcome.redacted[Audience.PUBLIC] for outcome in outcomes]
    with new_files() as paths:
        path = next(paths)
        _create(path)
        empty = _size(path)
        file = _write(path, ready)
        waiting = (_size(path) - empty) / words
        _approve_all(path, public)
        approved = (_size(path) - empty) / words
    server = None
    with new_databases() as urls:
        if urls is not None:
            url = next(urls)
            _create(url)
            server = _write(url, ready)
    figures = [
        Figure("pass", scan, "words/core s", "", f"{count} statements of {_LENGTH} words"),
        Figure("a million words, pass", 1e6 / scan, "core s", "", "computed from it"),
        Figure(
            "writer, file", file.rate, "statements/s", "", "read, compared, sealed, stored; results are ready"
        ),
        Figure("writer, file", file.core * 1000, "core ms/statement", "", "in its process"),
        Figure("store, waiting for review", waiting, "bytes/word", "", "file"),
        Figure("store, approved for four audiences", approved, "bytes/word", "", "file, with the search"),
    ]
    if server is not None:
        figures.append(Figure("writer, PostgreSQL", server.rate, "statements/s", "", "on the same machine"))
    return figures


def _create(url: str) -> None:
    create_with(url, passphrase=_WORDS, reviewer=("measure", _WORDS), recovery=None, cost=_CHEAP)


def _write(url: str, ready: Mapping[str, bytes]) -> _Written:
    """A batch of which only the scanning was done before."""

    def found(raw_text: str) -> Scanned:
        outcome: Scanned = pickle.loads(ready[raw_text])  # noqa: S301 - packed above
        return outcome

    with tempfile.TemporaryDirectory() as name, open_reading(PLAIN) as reading:
        for number, text in enumerate(ready):
            (Path(name) / f"{number:06}.txt").write_text(text, "utf-8")
        with open_store(url, passphrase=_WORDS) as opened:
            started = time.process_time()
            report = run_batch(
                walk_folder(Path(name)),
                store=opened,
                reading=reading,
                scanning=InProcess(found),
                case="main",
                watch=_Quiet(),
            )
            used = time.process_time() - started
    if len(report.accepted) != len(ready):
        raise RuntimeError("not all were stored")
    return _Written(len(ready) / report.seconds, used / len(ready))


def _approve_all(url: str, public: Sequence[str]) -> None:
    with open_store(url, passphrase=_WORDS) as opened:
        change_setting(opened, "reviewers", "one", actor=None)
        reviewer = list_users(opened)[0].id
        for row, text in zip(opened.statements(), public, strict=True):
            texts = dict.fromkeys(Audience, text)
            approve(opened, row.id, Approved(upto=0, texts=texts, codes={}, outcomes={}), actor=reviewer)


def _size(path: str) -> int:
    """The bytes of a store with what stands in its log."""
    return sum(one.stat().st_size for one in Path(path).parent.glob(f"{Path(path).name}*"))


if __name__ == "__main__":
    for figure in cost(int(sys.argv[1]) if sys.argv[1:] else 400):
        print(f"{figure.name:<40}{figure.value:>12,.1f} {figure.unit:<20}{figure.how}")
