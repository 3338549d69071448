"""The store as it grows: how fast statements go in, how fast a search and the queue answer."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import Figure
from models.findings import Analysis, Tag, TagKind
from models.labels import Audience, Language
from models.reviews import Risk
from models.statements import Draft, SourceKind
from store.approvals import Approved, approve
from store.create import create_with
from store.queue import Filter, read_queue
from store.search import search
from store.settings import change_setting
from store.store import Store, open_store
from store.users import list_users
from store.wrapping import Cost

_CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
_WORDS = "a passphrase for measuring"
_ASKED = 40


def store(sizes: list[int]) -> list[Figure]:
    """Insert rate and page of the queue at several sizes of one growing store."""
    figures: list[Figure] = []
    rates: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        path = str(Path(name) / "store.db")
        create_with(path, passphrase=_WORDS, reviewer=("measure", _WORDS), recovery=None, cost=_CHEAP)
        with open_store(path, passphrase=_WORDS) as opened:
            change_setting(opened, "reviewers", "one", actor=None)
            reviewer, count = list_users(opened)[0].id, 0
            for size in sizes:
                while count < size - min(500, size):
                    _add(opened, count, reviewer)
                    count += 1
                start, before = time.perf_counter(), count
                while count < size:
                    _add(opened, count, reviewer)
                    count += 1
                rates.append((count - before) / (time.perf_counter() - start))
                figures.append(Figure(f"insert at {size:,}", rates[-1], "statements/s", "", "SQLite"))
                page = _p95(lambda: read_queue(opened, Filter(), user_id=reviewer))
                found = _p95(lambda: search(opened, "изолятор", audience=Audience.PUBLIC))
                figures += [
                    Figure(f"queue page at {size:,}", page, "ms", "<= 200", "p95 of the query"),
                    Figure(f"search at {size:,}", found, "ms", "<= 150", "p95, a word of every other text"),
                ]
    figures.append(Figure(f"insert {sizes[-1]:,} / {sizes[0]:,}", rates[-1] / rates[0], "", ">= 0.8", ""))
    return figures


def _add(opened: Store, number: int, reviewer: str) -> None:
    """Store a statement; every other one is approved, and can be searched."""
    text = f"Рассказ номер {number}. Меня били в отделе полиции, потом повезли в изолятор."
    tags = (Tag(TagKind.ABUSE, "beating", 0, 7, "measure"),)
    risk = Risk(low=number % 5, suspects=1, findings=3, identities=1, words=12, minor=False, sexual=False)
    statement_id = opened.add_statement(
        Draft(raw_text=text, source=SourceKind.TEXT),
        Analysis(Language.RU, (), (), (), tags),
        redacted={Audience.PUBLIC: text},
        regions=frozenset({"KZ-75"}),
        words=12,
        case="measure",
        risk=risk,
    )
    if number % 2:
        approved = Approved(upto=0, texts=dict.fromkeys(Audience, text), codes={}, outcomes={})
        approve(opened, statement_id, approved, actor=reviewer)


def _p95(ask: Callable[[], object]) -> float:
    ask()
    found = []
    for _ in range(_ASKED):
        start = time.perf_counter()
        ask()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.quantiles(found, n=20)[-1]
