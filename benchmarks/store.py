"""The store as it grows, on each engine: how fast statements go in, how fast search and queue answer."""

import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from benchmarks.engines import new_databases, new_files
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
_PORTION = 50


@dataclass(slots=True, eq=False)
class Growing:
    """An open store that statements are put into, each once."""

    opened: Store
    reviewer: str
    count: int = 0

    def grow(self, size: int) -> None:
        """Put statements in until there are so many."""
        while self.count < size:
            self._add([made_up(self.count)])

    def seconds(self, statements: int) -> float:
        """How long so many more take; they are made before the clock runs."""
        made = [made_up(self.count + at) for at in range(statements)]
        start = time.perf_counter()
        self._add(made)
        return time.perf_counter() - start

    def _add(self, statements: list[MadeUp]) -> None:
        for statement in statements:
            _add(self.opened, statement, self.reviewer if self.count % 2 else None)
            self.count += 1


def store(sizes: list[int]) -> list[Figure]:
    """Insert rate, searches and queue at several sizes of one growing store, on each engine there is."""
    with new_files() as places:
        figures = measure_store("SQLite", places, sizes)
    with new_databases() as places_there:
        if places_there is None:
            print("PostgreSQL is not installed: the store is measured on SQLite alone.")
            return figures
        return figures + measure_store("PostgreSQL", places_there, sizes)


def measure_store(engine: str, places: Iterator[str], sizes: list[int]) -> list[Figure]:
    """Make stores at paths or URLs, let one of them grow, and measure it at each size.

    Its insert rate is told from that of the other, which stays small, in turns with it: what else the
    machine did in the meantime slows both.
    """
    figures: list[Figure] = []
    with _new_store(next(places)) as small, _new_store(next(places)) as grown:
        small.grow(sizes[0])
        for size in sizes:
            timed = min(_TIMED, size - grown.count)
            grown.grow(size - timed)
            of_small = of_grown = 0.0
            for portion in _portions(timed):
                of_small += small.seconds(portion)
                of_grown += grown.seconds(portion)
            name = f"insert at {size:,}"
            figures += [
                Figure(name, timed / of_grown, "statements/s", "", engine),
                Figure(f"{name} / at {sizes[0]:,}", of_small / of_grown, "", ">= 0.8", engine),
                *answers(engine, grown, size),
            ]
    return figures


def answers(engine: str, grown: Growing, size: int) -> list[Figure]:
    """How long a store of this size takes to answer: the queue, its page in the review, searches."""
    opened = grown.opened
    query = _p95([lambda: read_queue(opened, Filter(), user_id=grown.reviewer)])
    with _page(opened) as page:
        rendered = _p95([page])
    figures = [
        Figure(f"queue at {size:,}, the query", query, "ms", "<= 200", f"p95, {engine}"),
        Figure(f"queue at {size:,}, the page", rendered, "ms", "<= 200", f"p95, {engine}"),
    ]
    for question in questions():
        found = _p95([partial(search, opened, asked, audience=Audience.PUBLIC) for asked in question.asked])
        figures.append(
            Figure(f"search at {size:,}, {question.name}", found, "ms", "<= 150", f"p95, {engine}")
        )
    return figures


@contextmanager
def _new_store(place: str) -> Iterator[Growing]:
    create_with(place, passphrase=_WORDS, reviewer=(_NAME, _WORDS), recovery=None, cost=_CHEAP)
    with open_store(place, passphrase=_WORDS) as opened:
        change_setting(opened, "reviewers", "one", actor=None)
        yield Growing(opened, list_users(opened)[0].id)


def _portions(count: int) -> list[int]:
    return [min(_PORTION, count - at) for at in range(0, count, _PORTION)]


def _add(opened: Store, statement: MadeUp, approver: str | None) -> None:
    """Store a statement; one that somebody approves can be searched."""
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
    if approver is not None:
        approved = Approved(upto=0, texts=texts, codes={}, outcomes={})
        approve(opened, statement_id, approved, actor=approver)


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


def _p95(asks: Sequence[Callable[[], object]]) -> float:
    """Milliseconds of the slowest of twenty; each question is asked once before, as is usual on a page."""
    for ask in asks:
        ask()
    found = []
    for number in range(_ASKED):
        start = time.perf_counter()
        asks[number % len(asks)]()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.quantiles(found, n=20)[-1]
