"""The store as it grows, on each engine: how fast statements go in, how fast search and queue answer."""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.engines import new_file, new_server
from benchmarks.made_up import MadeUp, made_up, questions, texts_for_all
from benchmarks.measure import Figure
from models.labels import Audience
from review.app import create_app
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
_NAME = "measure"
_ASKED = 40
_TIMED = 500


def store(sizes: list[int]) -> list[Figure]:
    """Insert rate, searches and queue at several sizes of one growing store, on each engine there is."""
    with new_file() as path:
        figures = measure_store("SQLite", path, sizes)
    with new_server() as url:
        if url is None:
            print("PostgreSQL is not installed: the store is measured on SQLite alone.")
            return figures
        return figures + measure_store("PostgreSQL", url, sizes)


def measure_store(engine: str, url: str, sizes: list[int]) -> list[Figure]:
    """Make a store at a path or URL, let it grow, and measure it at each size."""
    figures: list[Figure] = []
    rates: list[float] = []
    create_with(url, passphrase=_WORDS, reviewer=(_NAME, _WORDS), recovery=None, cost=_CHEAP)
    with open_store(url, passphrase=_WORDS) as opened:
        change_setting(opened, "reviewers", "one", actor=None)
        reviewer, count = list_users(opened)[0].id, 0
        for size in sizes:
            timed = min(_TIMED, size - count)
            for number in range(count, size - timed):
                _add(opened, number, made_up(number), reviewer)
            rates.append(_rate(opened, range(size - timed, size), reviewer))
            count = size
            figures.append(Figure(f"insert at {size:,}", rates[-1], "statements/s", "", engine))
            figures += answers(engine, opened, size, reviewer)
    grown = rates[-1] / rates[0]
    return [*figures, Figure(f"insert {sizes[-1]:,} / {sizes[0]:,}", grown, "", ">= 0.8", engine)]


def answers(engine: str, opened: Store, size: int, reviewer: str) -> list[Figure]:
    """How long a store of this size takes to answer: the queue, its page in the review, searches."""
    query = _p95([lambda: read_queue(opened, Filter(), user_id=reviewer)])
    with _page(opened) as page:
        rendered = _p95([page])
    figures = [
        Figure(f"queue at {size:,}, the query", query, "ms", "<= 200", f"p95, {engine}"),
        Figure(f"queue at {size:,}, the page", rendered, "ms", "<= 200", f"p95, {engine}"),
    ]
    for question in questions():
        found = _p95([lambda q=q: search(opened, q, audience=Audience.PUBLIC) for q in question.asked])
        figures.append(
            Figure(f"search at {size:,}, {question.name}", found, "ms", "<= 150", f"p95, {engine}")
        )
    return figures


def _rate(opened: Store, numbers: range, reviewer: str) -> float:
    # made before the clock runs: only the store is measured
    statements = [made_up(number) for number in numbers]
    start = time.perf_counter()
    for number, statement in zip(numbers, statements, strict=True):
        _add(opened, number, statement, reviewer)
    return len(numbers) / (time.perf_counter() - start)


def _add(opened: Store, number: int, statement: MadeUp, reviewer: str) -> None:
    """Store a statement; every other one is approved, and can be searched."""
    texts = texts_for_all(statement.redacted)
    statement_id = opened.add_statement(
        statement.draft,
        statement.analysis,
        redacted=texts,
        regions=statement.regions,
        words=statement.risk.words,
        case=statement.case,
        risk=statement.risk,
    )
    if number % 2:
        approved = Approved(upto=0, texts=texts, codes={}, outcomes={})
        approve(opened, statement_id, approved, actor=reviewer)


@contextmanager
def _page(opened: Store) -> Iterator[Callable[[], None]]:
    """Asks the review app for the queue, as a reviewer who signed in."""
    with create_app(opened).test_client() as client:
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
        form = {"csrf_token": token[1] if token else "", "name": _NAME, "passphrase": _WORDS}
        client.post("/sign-in", data=form)

        def ask() -> None:
            if client.get("/queue").status_code != 200:
                raise RuntimeError("the queue was refused")

        yield ask


def _p95(asks: list[Callable[[], object]]) -> float:
    """Milliseconds of the slowest of twenty; each question is asked once before, as is usual on a page."""
    for ask in asks:
        ask()
    found = []
    for number in range(_ASKED):
        start = time.perf_counter()
        asks[number % len(asks)]()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.quantiles(found, n=20)[-1]
