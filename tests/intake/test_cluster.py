"""A cluster: each text stored once though a worker dies, and no word of it where it is not needed."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.batch import run_batch
from intake.cluster import ClusterExecutor, open_cluster
from intake.cluster_settings import Certificates, Place, place_of, security_of, settle
from intake.folder import walk_folder
from intake.parts import PLAIN
from intake.reading import InProcessReading
from intake.report import BatchReport
from intake.scanning import InProcess, OnExecutor, Scanned, Scanning
from models.errors import AigaqError
from models.labels import Audience
from store.store import Store
from tests.intake.peers import CANARY, Cluster, certificates, explode, no_canary, running_cluster, work

LOCAL = "127.0.0.1"
NONE = Certificates(Path("a"), Path("b"), Path("c"))


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("tcp://10.0.0.5:8786", None),
        ("tcp://scheduler:8786", None),
        ("tcp://127.0.0.1.example.org:8786", None),
        ("tls://10.0.0.5:8786", None),
        ("tls://127.0.0.1:8786", None),
        ("tcp://127.0.0.1:8786", NONE),
        ("ws://127.0.0.1:8786", None),
        ("ws://10.0.0.5:8786", NONE),
        ("10.0.0.5:8786", NONE),
        ("tls://10.0.0.5", NONE),
        ("tls://10.0.0.5:x", NONE),
        ("tls://me@10.0.0.5:8786", NONE),
        ("tcp://[::1", None),
        ("", None),
    ],
)
def test_texts_go_to_other_machines_only_under_tls(address: str, given: Certificates | None) -> None:
    with pytest.raises(AigaqError, match="scheduler_insecure"):
        place_of(address, given)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786"])
def test_this_machine_needs_no_certificates(address: str) -> None:
    assert place_of(address, None).alone
    assert not place_of("tls://10.0.0.5:8786", NONE).alone


def test_certificates_that_are_none(tmp_path: Path) -> None:
    settle()
    own = certificates(tmp_path, "peer")
    security_of(Place("tls://127.0.0.1:1", own))
    own.certificate.write_text("no certificate")
    with pytest.raises(AigaqError, match="bad_certificate"):
        security_of(Place("tls://127.0.0.1:1", own))


def test_nothing_of_dask_writes_to_the_disk_or_keeps_samples() -> None:
    import dask  # noqa: PLC0415

    settle()
    for what in ("memory.spill", "memory.target", "profile.enabled"):
        assert dask.config.get(f"distributed.worker.{what}") is False
    assert dask.config.get("distributed.worker.http.routes") == []


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with running_cluster(tmp_path / "cluster", workers=2) as running:
        yield running


def place(cluster: Cluster) -> Place:
    return place_of(cluster.address, cluster.own)


class Watching:
    """Kills a worker when so many files are done with."""

    def __init__(self, victim: int | None = None, *, after: int = 0) -> None:
        self.victim, self.after = victim, after

    def stopping(self) -> bool:
        return False

    def progress(self, files: int) -> None:
        if self.victim is not None and files >= self.after:
            os.kill(self.victim, signal.SIGKILL)
            self.victim = None


def batch(folder: Path, store: Store, scanning: Scanning, watch: Watching) -> BatchReport:
    return run_batch(
        walk_folder(folder),
        store=store,
        reading=InProcessReading(PLAIN),
        scanning=scanning,
        case="main",
        watch=watch,
    )


def write(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.allow_hosts([LOCAL])
def test_a_worker_is_killed_in_the_middle_and_each_text_is_stored_once(
    cluster: Cluster, folder: Path, store: Store
) -> None:
    texts = {f"n{number:02}": f"Долгий рассказ {CANARY} номер {number}, долго" for number in range(60)}
    texts |= {"x1": f"{CANARY} взрыв", "x2": f"{CANARY} отказ", "x3": f"{CANARY} гибель"}
    write(folder, texts)
    with open_cluster(place(cluster)) as scanning:
        watch = Watching(cluster.workers[0].pid, after=12)
        report = batch(folder, store, scanning, watch)
    assert watch.victim is None
    assert cluster.workers[0].wait(timeout=10) == -signal.SIGKILL
    assert cluster.workers[1].poll() is None
    assert [row.path for row in report.accepted] == [f"n{number:02}.txt" for number in range(60)]
    assert [(row.path, row.code) for row in report.rejected] == [
        ("x1.txt", "scan_failed"), ("x2.txt", "pipeline_missing"), ("x3.txt", "scan_failed"),
    ]  # fmt: skip
    stored = [row.id for row in store.statements()]
    assert sorted(stored) == sorted(row.id for row in report.accepted)
    assert len(set(stored)) == 60
    # What travelled was written down and can be read, but for what is sealed.
    assert b"run_sealed" in cluster.heard
    assert b"age-encryption.org/v1" in cluster.heard
    assert no_canary(cluster.heard)
    assert b"Scheduler at" in cluster.said
    assert no_canary(cluster.said)


@pytest.mark.slow
@pytest.mark.allow_hosts([LOCAL])
def test_what_fails_on_a_worker_says_nothing_anywhere(cluster: Cluster) -> None:
    with open_cluster(place(cluster)) as scanning:
        assert isinstance(scanning, OnExecutor)
        executor = scanning._executor
        assert isinstance(executor, ClusterExecutor)
        error = executor.submit(explode, CANARY).exception(timeout=60)
        assert isinstance(error, AigaqError) and error.code == "scan_failed"
        assert CANARY not in f"{error!r} {error.__cause__!r} {error.__context__!r}"
        scanning.submit(1, f"{CANARY} взрыв")
        assert collected(scanning, 1) == {1: "scan_failed"}
        logs = f"{executor._client.get_scheduler_logs()} {executor._client.get_worker_logs()}"
    assert CANARY not in logs
    assert no_canary(cluster.heard)
    assert no_canary(cluster.said)
    scratch = [path for path in (cluster.folder / "tmp").rglob("*") if path.is_file()]
    assert all(no_canary(path.read_bytes()) for path in scratch)


def collected(scanning: Scanning, many: int) -> dict[int, str]:
    found: dict[int, str] = {}
    until = time.monotonic() + 90
    while len(found) < many:
        assert time.monotonic() < until
        for ticket, outcome in scanning.collect(wait=0.2):
            found[ticket] = (
                outcome.redacted[Audience.PUBLIC] if isinstance(outcome, Scanned) else str(outcome)
            )
    return found


@pytest.mark.slow
@pytest.mark.allow_hosts([LOCAL])
def test_a_text_that_brings_workers_down_is_tried_three_times(cluster: Cluster) -> None:
    cluster.add_worker()
    cluster.add_worker()
    with open_cluster(place(cluster)) as scanning:
        scanning.submit(0, "обвал")
        assert collected(scanning, 1) == {0: "scan_failed"}
        until = time.monotonic() + 10
        while sum(worker.poll() is not None for worker in cluster.workers) < 3:
            assert time.monotonic() < until
        assert [worker.poll() for worker in cluster.workers].count(None) == 1
        for ticket in range(5):
            scanning.submit(ticket, f"беседа {ticket}")
        assert collected(scanning, 5) == {ticket: f"беседа {ticket}" for ticket in range(5)}


@pytest.mark.slow
@pytest.mark.allow_hosts([LOCAL])
def test_workers_that_come_later_get_texts_too(cluster: Cluster) -> None:
    with open_cluster(place(cluster)) as scanning:
        for ticket in range(5):
            scanning.submit(ticket, f"беседа {ticket}, долго")
        stop(cluster)
        cluster.add_worker()
        for ticket in range(5, 10):
            scanning.submit(ticket, f"беседа {ticket}, долго")
        assert collected(scanning, 10) == {ticket: f"беседа {ticket}, долго" for ticket in range(10)}


@pytest.mark.slow
@pytest.mark.allow_hosts([LOCAL])
def test_a_scheduler_that_goes_away_is_told_of_and_the_next_run_goes_on(
    cluster: Cluster, folder: Path, store: Store
) -> None:
    write(folder, {f"n{number:02}": f"Долгий рассказ номер {number}, долго" for number in range(80)})
    with open_cluster(place(cluster)) as scanning:
        report = batch(folder, store, scanning, Watching(cluster.scheduler.pid, after=5))
    first = {row.path: row.id for row in report.accepted}
    assert 5 <= len(first) < 80
    assert {row.code for row in report.rejected} == {"scheduler_unreachable"}
    assert len(first) + len(report.rejected) == 80
    for worker in cluster.workers:
        assert worker.wait(timeout=30) == 0  # without a scheduler there is nothing to do
    report = batch(folder, store, InProcess(work), Watching())
    assert {row.of for row in report.duplicates} == set(first.values())
    assert len(report.accepted) == 80 - len(first)


@pytest.mark.slow
@pytest.mark.allow_hosts([LOCAL])
@pytest.mark.parametrize("busy", [True, False])
def test_without_workers_it_waits_a_while_and_gives_up(cluster: Cluster, busy: bool) -> None:
    with open_cluster(place(cluster), patience=2) as scanning:
        scanning.submit(0, "беседа")
        assert collected(scanning, 1) == {0: "беседа"}
        if not busy:
            stop(cluster)
        for ticket in range(20):
            scanning.submit(ticket, "долго")
        if busy:
            stop(cluster)
        stopped = time.monotonic()
        found = collected(scanning, 20)
        assert time.monotonic() - stopped > 1.5
        assert "scheduler_unreachable" in found.values()
        assert set(found.values()) <= {"scheduler_unreachable", "долго"}
        scanning.submit(20, "беседа")
        assert scanning.collect(wait=0.2) == [(20, "scheduler_unreachable")]


def stop(cluster: Cluster) -> None:
    for worker in cluster.workers:
        worker.kill()
        worker.wait(timeout=10)


@pytest.mark.slow
@pytest.mark.allow_hosts([LOCAL])
def test_only_who_has_a_certificate_of_the_authority_is_spoken_to(cluster: Cluster, tmp_path: Path) -> None:
    stranger = certificates(tmp_path / "elsewhere", "stranger")
    with (
        pytest.raises(AigaqError, match="scheduler_unreachable"),
        open_cluster(place_of(cluster.address, stranger)),
    ):
        pass
    with (
        pytest.raises(AigaqError, match="scheduler_unreachable"),
        open_cluster(place_of(cluster.address.replace("tls", "tcp"), None)),
    ):
        pass
