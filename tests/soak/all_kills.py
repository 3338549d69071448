"""One store, killed in whatever it does: batch, receive, withdraw, backup; nothing lost, nothing half.

python -m tests.soak.all_kills [KILLS] [SEED]
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text as sql

from intake.batch import run_batch
from intake.folder import walk_folder
from intake.parts import PLAIN
from intake.reading import open_reading
from intake.scanning import InProcess, Scanned
from models.findings import Analysis
from models.labels import Audience, Language
from models.statements import StatementState
from store.audit import audit
from store.backup import back_up, opened_backup
from store.create import create_with
from store.devices import enrol_device
from store.store import Store, open_store
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost
from tests.intake.test_receiving import Field, receive

PASSPHRASE = "made up for the tests"
_HALF = (
    "select count(*) from statements left join sealed_records on statement_id = id"
    " where (state = 'withdrawn') = (sealed is not null)"
)


class Nobody:
    """Watches and never stops."""

    def stopping(self) -> bool:
        return False

    def progress(self, files: int) -> None:
        pass


class Office:
    """A store with its folder and its inbox, and what it has been seen to hold."""

    def __init__(self, place: Path, *, chance: random.Random) -> None:
        self.place, self.chance = place, chance
        self.store, self.folder, self.inbox = place / "store.db", place / "in", place / "inbox"
        create_with(
            str(self.store),
            passphrase=PASSPHRASE,
            reviewer=("reviewer", PASSPHRASE),
            recovery=None,
            cost=Cost(memory_kib=64, passes=1, lanes=1),
        )
        self.folder.mkdir()
        with self.opened() as store:
            self.field = Field(store, self.inbox)
            enrol_device(store, self.field.public_key, label="field 1")
        self.number = 0
        self.seen: set[str] = set()
        self.withdrawn: set[str] = set()

    def opened(self) -> Store:
        return open_store(str(self.store), passphrase=PASSPHRASE)

    def more(self) -> None:
        """New files and envelopes, so that there is something to do."""
        for _ in range(4):
            self.number += 1
            text = f"Рассказ номер {self.number}. " + "меня держали в отделе " * self.chance.randrange(40)
            (self.folder / f"{self.number}.txt").write_text(text, encoding="utf-8")
            self.field.seal(f"Письмо номер {self.number}. " + text, name=f"{self.number}.age")

    def check(self) -> None:
        """Whatever was stored is there, whole, and the journal fits all tables."""
        with self.opened() as store:
            with store.reading() as session:
                verdict = audit(session)
                assert verdict.whole, [fault.code for fault in verdict.faults]
                assert session.execute(sql(_HALF)).scalar() == 0
            rows = store.statements()
        ids = {row.id for row in rows}
        gone = {row.id for row in rows if row.state is StatementState.WITHDRAWN}
        assert self.seen <= ids
        assert self.withdrawn <= gone
        self.seen, self.withdrawn = ids, gone


def batch(office: Office) -> None:
    with open_reading(PLAIN) as reading, office.opened() as store:
        run_batch(
            walk_folder(office.folder),
            store=store,
            reading=reading,
            scanning=InProcess(_work),
            case="main",
            watch=Nobody(),
        )


def take_envelopes(office: Office) -> None:
    with office.opened() as store:
        receive(store, office.inbox, remove=True)


def take_out(office: Office) -> None:
    with office.opened() as store:
        waiting = [row.id for row in store.statements() if row.state is not StatementState.WITHDRAWN]
        for statement_id in waiting[:6]:
            withdraw(store, statement_id, Reason.REQUEST)


def copy(office: Office) -> None:
    with office.opened() as store:
        back_up(store, office.place / f"backup-{os.getpid()}.db", passphrase=PASSPHRASE)


STEPS: tuple[Callable[[Office], None], ...] = (batch, take_envelopes, take_out, copy)


def _work(raw_text: str) -> Scanned:
    return Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: raw_text}, frozenset())


def _killed(step: Callable[[Office], None], office: Office, *, after: float) -> bool:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setpgid(0, 0)
            step(office)
            status = 0
        finally:
            os._exit(status)
    time.sleep(after)
    done, status = os.waitpid(child, os.WNOHANG)
    if done:
        assert status == 0, f"{step.__name__} failed"
        return False
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def main(kills: int, seed: int) -> int:
    """Kill until it was done often enough; AssertionError where a promise breaks."""
    chance, done, started = random.Random(seed), Counter[str](), time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        office = Office(Path(place), chance=chance)
        while sum(done.values()) < kills:
            step = chance.choice(STEPS)
            if step in {batch, take_envelopes}:
                office.more()
            done[step.__name__] += _killed(step, office, after=chance.uniform(0.01, 0.35))
            office.check()
        for backup in Path(place).glob("backup-*.db"):
            with opened_backup(backup, passphrase=PASSPHRASE) as whole:
                assert {row.id for row in whole.statements()} <= office.seen
        print(f"{dict(done)}, {len(office.seen)} statements, {len(office.withdrawn)} withdrawn, "
              f"{time.monotonic() - started:.0f} s")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in (sys.argv[1:] + ["500", "7"][len(sys.argv) - 1 :]))))
