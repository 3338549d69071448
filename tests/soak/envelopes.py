"""Envelopes received while the program is killed again and again: each is in the store once, none is lost.

python -m tests.soak.envelopes [ENVELOPES] [SEED] [KILLS]
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from intake.consents import consent_json
from intake.envelopes import Payload, seal_envelope
from models.statements import Consent, ConsentScope, Draft, SourceKind
from store.audit import audit
from store.create import create_with
from store.devices import enrol_device
from store.inbox import Inbox, inbox_of
from store.intake_keys import current_intake_key
from store.store import open_store
from store.tables import EnvelopeRow, SealedRow
from store.wrapping import Cost
from tests.share.generated import generate

PASSPHRASE = "made up for the tests"
ROOT = Path(__file__).parents[2]
_LOOK = 0.1  # seconds between looks at the inbox
_START = 2.0  # seconds that the command takes to load
_RATE = 70  # envelopes a second, roughly, to spread the kills over the run
_TWINS = 50  # every so manieth text is sealed twice
_UNDISTURBED = 0.3  # of the envelopes, at the end
_PATIENCE = 120.0  # seconds in which at least one envelope must be taken in


@dataclass(slots=True)
class Outcome:
    """What came of it; `working`: kills that met the command storing. `rate`: when nobody disturbed it."""

    envelopes: int
    kills: int = 0
    working: int = 0
    seconds: float = 0.0
    rate: float = 0.0


def receive_and_kill(place: Path, *, envelopes: int, kills: int, seed: int) -> Outcome:
    """Do it; AssertionError where a promise breaks."""
    chance, store = random.Random(seed), place / "store.db"
    inbox, texts = _fill(store, envelopes=envelopes, seed=seed)
    environment = _environment(place, store)
    done, started = Outcome(len(inbox.files())), time.monotonic()
    last = int(_UNDISTURBED * done.envelopes)
    between = 2 * (_START + (1 - _UNDISTURBED) * done.envelopes / max(kills, 1) / _RATE)
    while done.kills < kills and _waiting(inbox) > last:
        before = _waiting(inbox)
        running = _start(environment)
        until = time.monotonic() + chance.uniform(0, between)
        while time.monotonic() < until and _waiting(inbox) > last:
            assert running.poll() is None, "it ended by itself"
            time.sleep(_LOOK / 2)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        done.kills += 1
        done.working += _waiting(inbox) < before
    done.rate = _to_the_end(inbox, environment)
    done.seconds = time.monotonic() - started
    _check(store, inbox, texts=texts, envelopes=done.envelopes)
    return done


def _fill(store: Path, *, envelopes: int, seed: int) -> tuple[Inbox, list[str]]:
    """A store with envelopes in its inbox, and the texts in them, each once."""
    cheap = Cost(memory_kib=64, passes=1, lanes=1)
    create_with(
        str(store), passphrase=PASSPHRASE, reviewer=("reviewer", PASSPHRASE), recovery=None, cost=cheap
    )
    consent = consent_json(Consent(ConsentScope.LEGAL))
    signer = Ed25519PrivateKey.generate()
    made = generate(envelopes - envelopes // _TWINS, seed)
    texts = [f"{one.text} Беседа {number}." for number, one in enumerate(made)]
    twins = texts[:: _TWINS - 1]
    with open_store(str(store), passphrase=PASSPHRASE) as opened:
        enrol_device(opened, signer.public_key().public_bytes_raw(), label="blue phone")
        recipient, inbox = current_intake_key(opened).recipient, inbox_of(opened)
    for text in (*texts, *twins):
        payload = Payload("statement.txt", text.encode(), consent)
        inbox.put(seal_envelope(payload, recipient=recipient, signer=signer).raw)
    return inbox, texts


def _environment(place: Path, store: Path) -> dict[str, str]:
    passphrase = place / "passphrase"
    passphrase.write_text(PASSPHRASE)
    passphrase.chmod(0o600)
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "AIGAQ_STORE": str(store),
        "AIGAQ_PASSPHRASE_FILE": str(passphrase),
    }


def _start(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """The command itself, in a process group of its own."""
    program = "import sys; from cli.main import main; sys.exit(main(['receive']))"
    return subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _waiting(inbox: Inbox) -> int:
    return sum(name.endswith(".age") for name in os.listdir(inbox.path))  # noqa: PTH208 - names are enough


def _to_the_end(inbox: Inbox, environment: dict[str, str]) -> float:
    """Receive the rest and say how many a second, from the first that goes to the last."""
    left, limit = _waiting(inbox), time.monotonic() + _PATIENCE
    running = _start(environment)
    try:
        while left and _waiting(inbox) == left:
            assert running.poll() is None, "it ended by itself"
            assert time.monotonic() < limit
            time.sleep(_LOOK)
        first, begun, ended = _waiting(inbox), time.monotonic(), time.monotonic()
        while now := _waiting(inbox):
            if now < left:
                left, limit = now, time.monotonic() + _PATIENCE
            assert time.monotonic() < limit
            time.sleep(_LOOK)
            ended = time.monotonic()
        _, said = running.communicate(timeout=_PATIENCE)
    finally:
        running.kill()
    assert running.returncode == 0, said.decode()
    assert b"refused 0" in said
    return first / max(ended - begun, _LOOK)


def _check(store: Path, inbox: Inbox, *, texts: list[str], envelopes: int) -> None:
    assert list(inbox.path.iterdir()) == []
    with open_store(str(store), passphrase=PASSPHRASE) as opened:
        with opened.reading() as session:
            verdict = audit(session)
            assert verdict.whole, [fault.code for fault in verdict.faults]
            assert session.scalar(select(func.count()).select_from(SealedRow)) == len(texts)
            assert session.scalar(select(func.count()).select_from(EnvelopeRow)) == envelopes
        assert len(opened.statements()) == len(texts)
        found = [opened.find(Draft(text, SourceKind.TEXT)) for text in texts]
        assert len({known.statement_id for known in found if known}) == len(texts)


if __name__ == "__main__":
    many, seed, kills = [int(word) for word in sys.argv[1:]] + [10_000, 1, 10][len(sys.argv) - 1 :]
    with tempfile.TemporaryDirectory() as temporary:
        done = receive_and_kill(Path(temporary), envelopes=many, kills=kills, seed=seed)
    sys.stdout.write(
        f"{done.envelopes} envelopes, {done.kills} kills, {done.working} of them while it stored, "
        f"{done.seconds:.0f} s: each once, none lost; undisturbed {done.rate:.1f} a second\n"
    )
