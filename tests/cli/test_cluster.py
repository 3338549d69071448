"""aigaq batch --scheduler and aigaq worker: what is refused before any work, and a whole run."""

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli.main import main
from cli.worker import command
from store.create import create_with
from store.wrapping import Cost
from tests.cli.conftest import Run
from tests.intake.peers import ROOT, no_canary, running_cluster

PASSPHRASE = "made up for the tests"
STATEMENT = "Меня зовут Ерлан Канарейкин. Следователь Сериков бил меня в отделе, потом сломал руку."
TLS = ["--tls-ca", "ca.pem", "--tls-cert", "me.pem", "--tls-key", "me.key"]


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--scheduler", "tcp://10.0.0.5:8786"], 1, "scheduler_insecure:"),
        (["--scheduler", "tls://10.0.0.5:8786"], 1, "scheduler_insecure:"),
        (["--scheduler", "tcp://127.0.0.1:8786", *TLS], 1, "scheduler_insecure:"),
        (["--scheduler", "tls://10.0.0.5:8786", *TLS], 1, "no_such_file:"),
        (["--scheduler", "tls://10.0.0.5:8786", *TLS[:2]], 2, "usage:"),
        (TLS, 2, "usage:"),
    ],
)
def test_texts_are_not_sent_without_tls(
    aigaq: Run, tmp_path: Path, options: list[str], status: int, said: str
) -> None:
    for arguments in (["batch", str(tmp_path), *options], ["worker", *options]):
        done, out, err = aigaq(*arguments)
        assert (done, out) == (status, "")
        assert err.startswith(said)


def test_without_the_library_nothing_is_loaded(aigaq: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr("cli.work.load_work", lambda: pytest.fail("loaded"))
    status, _, err = aigaq("worker", "--scheduler", "tcp://127.0.0.1:8786")
    assert status == 1
    assert "cluster_missing: " in err


def test_a_worker_asks_for_no_store() -> None:
    assert isinstance(command, click.Command)
    assert {option.name for option in command.params} == {
        "scheduler", "tls_ca", "tls_cert", "tls_key", "workers"
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_nobody_answers(aigaq: Run, tmp_path: Path, passphrases: Path) -> None:
    assert main(["init"]) == 0
    folder = tmp_path / "interviews"
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as taken:  # nobody listens there when it is closed
        port = taken.getsockname()[1]
    status, _, err = aigaq("batch", str(folder), "--scheduler", f"tcp://127.0.0.1:{port}")
    assert status == 1
    assert "scheduler_unreachable: " in err


@pytest.mark.slow
def test_a_whole_run_on_another_machine(tmp_path: Path) -> None:
    folder, store, words = tmp_path / "interviews", tmp_path / "testimony.db", tmp_path / "passphrase"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"{STATEMENT} Это было {number + 1} марта.", encoding="utf-8")
    cheap = Cost(memory_kib=64, passes=1, lanes=1)
    create_with(
        str(store), passphrase=PASSPHRASE, reviewer=("reviewer", PASSPHRASE), recovery=None, cost=cheap
    )
    words.write_text(PASSPHRASE)
    environment = {**os.environ, "AIGAQ_STORE": str(store), "AIGAQ_PASSPHRASE_FILE": str(words)}
    nothing = {name: value for name, value in os.environ.items() if not name.startswith("AIGAQ_")}
    with running_cluster(tmp_path / "cluster", workers=0) as cluster:
        own = cluster.own
        where = ["--scheduler", cluster.address, "--tls-ca", str(own.authority)]
        where += ["--tls-cert", str(own.certificate), "--tls-key", str(own.key)]
        program = [sys.executable, "-m", "cli.main"]
        worker = subprocess.Popen(
            [*program, "worker", *where],
            cwd=ROOT,
            env=nothing,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        done = subprocess.run(
            [*program, "batch", str(folder), *where, "--json"],
            cwd=ROOT, env=environment, capture_output=True, timeout=100, check=False,
        )  # fmt: skip
        worker.send_signal(signal.SIGTERM)
        told, _ = worker.communicate(timeout=30)
        assert done.returncode == 0, done.stderr
        assert len(json.loads(done.stdout)["accepted"]) == 6
        assert worker.returncode == 0
        assert told.decode().count("\n") == 1  # that it loads the language model
        assert b"run_sealed" in cluster.heard
        assert no_canary(cluster.heard) and no_canary(cluster.said + told + done.stderr)
