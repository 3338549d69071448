"""aigaq receive: the store's own inbox, folders, and watching them until Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake.consents import consent_json
from intake.envelopes import Payload, seal_envelope
from models.statements import Consent
from store.create import create_with
from store.devices import enrol_device
from store.inbox import Inbox, inbox_of
from store.intake_keys import current_intake_key
from store.messages import withdrawals_asked
from store.store import open_store
from store.wrapping import Cost

ROOT = Path(__file__).parents[2]
PASSPHRASE = "made up for the tests"
SECONDS = 30
# The real command with a scanner that loads at once, in a process whose signals are its own.
PROGRAM = """
import sys, time
import cli.work
import intake.watching
from intake.scanning import Scanned
from models.findings import Analysis
from models.labels import Audience, Language

def work(text):
    time.sleep(float(sys.argv[1]))
    return Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: text}, frozenset())

cli.work.load_work = lambda: work
intake.watching._SETTLED, intake.watching._PAUSE = 0.4, 0.1
from cli.main import main
sys.exit(main(sys.argv[2:]))
"""
Running = subprocess.Popen[str]
Start = Callable[..., Running]


class Office:
    """A store, its inbox, a stick, and a phone that seals."""

    def __init__(self, place: Path) -> None:
        self.store, self.stick = place / "testimony.db", place / "stick"
        self.stick.mkdir()
        cheap = Cost(memory_kib=64, passes=1, lanes=1)
        create_with(
            str(self.store), passphrase=PASSPHRASE, reviewer=("reviewer", PASSPHRASE), recovery=None,
            cost=cheap,
        )  # fmt: skip
        self._signer = Ed25519PrivateKey.generate()
        with open_store(str(self.store), passphrase=PASSPHRASE) as opened:
            enrol_device(opened, self._signer.public_key().public_bytes_raw(), label="blue")
            self._recipient = current_intake_key(opened).recipient
            self.inbox: Inbox = inbox_of(opened)
        passphrase = place / "passphrase"
        passphrase.write_text(PASSPHRASE)
        self.environment = {
            **os.environ, "AIGAQ_STORE": str(self.store), "AIGAQ_PASSPHRASE_FILE": str(passphrase),
        }  # fmt: skip

    def seal(
        self, text: str, *, name: str = "statement.txt", signer: Ed25519PrivateKey | None = None
    ) -> tuple[str, bytes]:
        """The receipt and the bytes of an envelope."""
        payload = Payload(name, text.encode(), consent_json(Consent()))
        sealed = seal_envelope(payload, recipient=self._recipient, signer=signer or self._signer)
        return sealed.receipt, sealed.raw

    def send(self, text: str, **options: object) -> str:
        receipt, raw = self.seal(text, **options)  # type: ignore[arg-type]
        self.inbox.put(raw)
        return receipt

    def statements(self) -> int:
        with open_store(str(self.store), passphrase=PASSPHRASE) as opened:
            return len(opened.statements())

    def wait_for(self, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + SECONDS
        while not condition():
            assert time.monotonic() < until
            time.sleep(0.05)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def start(office: Office) -> Iterator[Start]:
    """Starts the command; whatever still runs at the end is killed."""
    running: list[Running] = []

    def begin(*arguments: str, seconds: float = 0.0) -> Running:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(seconds), "receive", *arguments],
            cwd=ROOT, env=office.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def ended(process: Running) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=SECONDS)
    return process.returncode, out, err


@pytest.mark.slow
def test_the_inbox_is_emptied_and_what_is_refused_is_set_aside(office: Office, start: Start) -> None:
    receipts = {office.send(f"Рассказ номер {number}, били в отделе.") for number in range(5)}
    office.send("Чужой рассказ.", signer=Ed25519PrivateKey.generate())
    status, out, err = ended(start("--case", "осень"))
    assert status == 3, err
    assert {line.split("\t")[0] for line in out.splitlines()} == receipts
    assert "received 5, duplicates 0, refused 1, removed 5" in err
    [left] = office.inbox.path.iterdir()
    assert left.suffix == ".device_unknown"
    status, out, err = ended(start())
    assert (status, out) == (0, "")
    assert "received 0, duplicates 0, refused 0, removed 0" in err
    # whoever looked at it may put it back
    left.rename(left.with_suffix(".age"))
    assert ended(start("--allow-unknown", "--json"))[0] == 0
    assert office.statements() == 6


@pytest.mark.slow
def test_an_inbox_that_was_never_used_is_empty(office: Office, start: Start) -> None:
    status, out, err = ended(start())
    assert (status, out) == (0, "")
    assert "received 0" in err
    assert not office.inbox.path.exists()


@pytest.mark.slow
def test_a_withdrawal_that_is_asked_for_is_told_to_a_person(office: Office, start: Start) -> None:
    receipt = office.send("Рассказ из дома, били в отделе.")
    wish = office.send(json.dumps({"receipt": receipt}), name="statement.withdraw")
    status, out, err = ended(start("--workers", "1"))
    assert status == 0, err
    (code, statement), (second, again, kind) = (line.split("\t") for line in out.splitlines())
    assert (code, second, kind) == (receipt, wish, "withdrawal")
    assert statement == again
    assert f"{statement}: a withdrawal is asked for. See: aigaq withdraw" in err
    with open_store(str(office.store), passphrase=PASSPHRASE) as store:
        assert withdrawals_asked(store) == [statement]


@pytest.mark.slow
def test_watching_the_inbox_until_ctrl_c(office: Office, start: Start) -> None:
    office.send("Первый рассказ, из дома.")
    process = start("--watch")
    office.wait_for(lambda: not office.inbox.files())
    refused = office.inbox.put(b"age-encryption.org/v1\nno more")
    office.wait_for(lambda: (office.inbox.state(refused) or "").startswith("refused:"))
    office.send("Второй рассказ, из отдела.")
    office.wait_for(lambda: not office.inbox.files())
    process.send_signal(signal.SIGINT)
    status, out, err = ended(process)
    assert (status, out) == (3, ""), err
    lines = [line for line in err.splitlines() if line.startswith("received ")]
    assert lines == [
        "received 1, duplicates 0, refused 0, removed 1",
        "received 0, duplicates 0, refused 1, removed 0",
        "received 1, duplicates 0, refused 0, removed 1",
    ]
    assert office.statements() == 2


@pytest.mark.slow
def test_in_a_watched_folder_what_was_refused_rests_until_it_changes(office: Office, start: Start) -> None:
    bad, good = office.stick / "a.age", office.stick / "b.age"
    bad.write_bytes(b"age-encryption.org/v1\nno more")
    good.write_bytes(office.seal("Первый рассказ, из дома.")[1])
    process = start(str(office.stick), "--watch", "--remove", "--json")
    office.wait_for(lambda: not good.exists())
    late = office.stick / "c.age"
    late.write_bytes(office.seal("Второй рассказ, из отдела.")[1])
    office.wait_for(lambda: not late.exists())
    assert bad.exists()
    bad.write_bytes(office.seal("Третий рассказ, теперь целый.")[1])
    office.wait_for(lambda: not bad.exists())
    process.send_signal(signal.SIGINT)
    status, out, err = ended(process)
    assert status == 3, err
    report = json.loads(out)
    assert [row["path"] for row in report["received"]] == ["b.age", "c.age", "a.age"]
    assert [row["path"] for row in report["refused"]] == ["a.age"]
    assert report["removed"] == 3
    assert office.statements() == 3


@pytest.mark.slow
def test_a_key_that_is_rotated_meanwhile_opens_what_comes(office: Office, start: Start) -> None:
    from store.intake_keys import rotate_intake_key  # noqa: PLC0415

    office.send("Первый рассказ, из дома.")
    process = start("--watch")
    office.wait_for(lambda: not office.inbox.files())
    with open_store(str(office.store), passphrase=PASSPHRASE) as store:
        office._recipient = rotate_intake_key(store).recipient
    office.send("Второй рассказ, из отдела.")
    office.wait_for(lambda: not office.inbox.files())
    process.send_signal(signal.SIGINT)
    status, _, err = ended(process)
    assert (status, office.statements()) == (0, 2), err


@pytest.mark.slow
def test_a_store_that_nobody_needs_is_locked_again(office: Office, start: Start) -> None:
    office.send("Рассказ из дома.")
    status, _, err = ended(start("--watch", "--idle", "0.02"))
    assert status == 0, err
    assert "received 1, duplicates 0, refused 0, removed 1" in err
    assert "the store is locked again" in err


@pytest.mark.slow
def test_interrupted_it_goes_on_the_next_time(office: Office, start: Start) -> None:
    for number in range(30):
        office.send(f"Рассказ номер {number}, били в отделе.")
    process = start(seconds=0.1)
    office.wait_for(lambda: len(office.inbox.files()) < 30)
    process.send_signal(signal.SIGINT)
    status, _, err = ended(process)
    assert status == 130, err
    done = office.statements()
    assert 0 < done < 30
    assert len(office.inbox.files()) == 30 - done
    status, _, err = ended(start())
    assert f"received {30 - done}, duplicates 0, refused 0, removed {30 - done}" in err
    assert (status, office.statements()) == (0, 30)


@pytest.mark.slow
def test_killed_again_and_again_each_envelope_is_stored_once(tmp_path: Path) -> None:
    from tests.soak.envelopes import receive_and_kill  # noqa: PLC0415 - loads what only this needs

    done = receive_and_kill(tmp_path, envelopes=300, kills=3, seed=5)
    assert done.kills >= 1
