"""Workers as an executor, forked or spawned: a result or a code comes back, a crash costs one text."""

import os
import signal
import threading
import time
from concurrent.futures import wait

import pytest

from intake.scanning import Here, Outcome, Scanned, Scanning
from intake.workers import WorkerPool, open_executor, open_loaded
from models.errors import AigaqError
from models.findings import Analysis
from models.labels import Audience, Language

CANARY = "Канарейкин"
loaded: list[int] = []


def load() -> None:
    loaded.append(os.getpid())


def where() -> tuple[int, list[int]]:
    return os.getpid(), loaded


def double(text: str) -> str:
    if text == "гибель":
        os.kill(os.getpid(), signal.SIGKILL)
    if text == "вечно":
        time.sleep(60)
    if text == "отказ":
        raise AigaqError("pipeline_missing")
    if text == "взрыв":
        raise ValueError(CANARY)
    if text == "ответ":
        return lambda: None  # type: ignore[return-value] # cannot be sent back
    return text * 2


def work(raw_text: str) -> Scanned:
    return Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: double(raw_text)}, frozenset())


def load_work() -> object:
    return work


def load_badly() -> object:
    raise AigaqError("pipeline_changed")


@pytest.fixture
def no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.workers.can_fork", lambda: False)


def said(scanning: Scanning, texts: list[str]) -> dict[str, str]:
    """What comes of each text: its redacted form, or a code."""
    for ticket, text in enumerate(texts):
        scanning.submit(ticket, text)
    found: dict[str, str] = {}
    until = time.monotonic() + 60
    while len(found) < len(texts):
        assert time.monotonic() < until
        found |= {texts[ticket]: words(outcome) for ticket, outcome in scanning.collect(wait=0.2)}
    return found


def words(outcome: Outcome) -> str:
    return outcome if isinstance(outcome, str) else outcome.redacted[Audience.PUBLIC]


WORDS = {
    "а": "аа",
    "гибель": "scan_failed",
    "отказ": "pipeline_missing",
    "взрыв": "scan_failed",
    "ответ": "scan_failed",
    "б": "бб",
}


def test_what_a_function_gives_or_the_code_of_what_it_raises() -> None:
    with open_executor(load, workers=2) as pool:
        futures = {text: pool.submit(double, text) for text in WORDS}
        assert not wait(futures.values(), timeout=20).not_done
    for text, future in futures.items():
        error = future.exception()
        if error is None:
            assert future.result() == WORDS[text]
        else:
            assert isinstance(error, AigaqError) and error.code == WORDS[text]
            assert CANARY not in f"{error!r} {error.__cause__!r} {error.__context__!r}"


def test_forked_workers_have_what_was_loaded_before() -> None:
    loaded.clear()
    with open_executor(load, workers=2) as pool:
        pid, seen = pool.submit(where).result(timeout=20)
    assert pid != os.getpid()
    assert seen == [os.getpid()]


def test_one_worker_is_this_process() -> None:
    with open_executor(load, workers=1) as here:
        assert isinstance(here, Here)
        assert here.submit(where).result()[0] == os.getpid()
        with pytest.raises(ValueError, match=CANARY):
            here.submit(double, "взрыв").result()


def test_a_thousand_at_once_from_several_threads() -> None:
    with WorkerPool(None, workers=2) as pool:
        found: dict[str, str] = {}

        def ask(first: int) -> None:
            futures = {str(n): pool.submit(double, str(n)) for n in range(first, first + 500)}
            found.update({text: future.result(timeout=30) for text, future in futures.items()})

        threads = [threading.Thread(target=ask, args=(first,)) for first in (0, 500)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {str(n): str(n) * 2 for n in range(1000)}


def test_leaving_waits_and_closing_does_not() -> None:
    with WorkerPool(None, workers=1) as pool:
        futures = [pool.submit(double, str(n)) for n in range(20)]
    assert [future.result(timeout=0) for future in futures] == [str(n) * 2 for n in range(20)]
    with pytest.raises(RuntimeError):
        pool.submit(double, "x")
    pool = WorkerPool(None, workers=1)
    running, waiting = pool.submit(double, "вечно"), pool.submit(double, "x")
    while not running.running():
        time.sleep(0.01)
    started = time.monotonic()
    pool.close()
    assert time.monotonic() - started < 5
    with pytest.raises(AigaqError, match="scan_failed"):
        running.result(timeout=0)
    assert waiting.cancelled()


def test_a_text_that_is_taken_back_is_not_scanned() -> None:
    with WorkerPool(None, workers=1, limit=0.5) as pool:
        pool.submit(double, "вечно")
        back = pool.submit(double, "гибель")
        assert back.cancel()
        assert pool.submit(double, "x").result(timeout=20) == "xx"


@pytest.mark.slow
@pytest.mark.usefixtures("no_fork")
def test_where_nothing_can_be_forked_each_worker_loads_for_itself() -> None:
    with open_loaded(load_work, workers=2) as scanning:  # type: ignore[arg-type]
        assert said(scanning, [*WORDS, "в", "г"]) == {**WORDS, "в": "вв", "г": "гг"}
    loaded.clear()
    with open_executor(load, workers=2) as pool:
        pid, seen = pool.submit(where).result(timeout=60)
    assert pid != os.getpid()
    assert (seen, loaded) == ([pid], [])


@pytest.mark.slow
@pytest.mark.usefixtures("no_fork")
def test_spawned_workers_have_a_limit_and_say_why_nothing_could_be_loaded() -> None:
    with WorkerPool(load, workers=1, limit=8) as pool:
        assert pool.submit(double, "а").result(timeout=60) == "аа"
        late, after = pool.submit(double, "вечно"), pool.submit(double, "б")
        assert after.result(timeout=60) == "бб"
        assert isinstance(late.exception(), AigaqError)
    with open_loaded(load_badly, workers=2) as scanning:  # type: ignore[arg-type]
        assert said(scanning, ["а", "б"]) == dict.fromkeys("аб", "pipeline_changed")
