"""Envelopes come in once, from known devices, whole and with consent, or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from intake.consents import consent_json
from intake.envelopes import IntakeIdentity, Payload, seal_envelope
from intake.opening import find_envelopes
from intake.parts import PLAIN
from intake.reading import open_reading
from intake.received import Report
from intake.receiving import Rules, receive_envelopes
from intake.scanning import InProcess, Scanned
from models.findings import Analysis
from models.labels import Audience, Language
from models.statements import Consent, ConsentScope
from store.devices import enrol_device, revoke_device
from store.envelopes import find_receipt
from store.intake_keys import current_intake_key, forget_intake_keys, intake_keys, rotate_intake_key
from store.journal import verify_journal
from store.store import Store, open_store
from store.tables import EnvelopeRow, JournalRow, SealedRow, StatementRecord
from store.users import open_vault

PASSPHRASE = "made up for the tests"
ROOT = Path(__file__).parents[2]
TEXT = "Меня зовут Канарейбек, били в отделе."
LEGAL = consent_json(Consent(ConsentScope.LEGAL, hide=("имя сестры",)))
REFUSED = LEGAL.replace(b'"refused": false', b'"refused": true')


class Nobody:
    """Watches and never stops."""

    def stopping(self) -> bool:
        return False

    def progress(self, files: int) -> None:
        pass


def work(raw_text: str) -> Scanned:
    if "взрыв" in raw_text:
        raise ValueError(raw_text)
    return Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: "[…]"}, frozenset())


class Field:
    """A device and its envelopes, put into a folder at the office."""

    def __init__(self, store: Store, inbox: Path) -> None:
        self.signer = Ed25519PrivateKey.generate()
        self.public_key = self.signer.public_key().public_bytes_raw()
        self.recipient = current_intake_key(store).recipient
        self.inbox = inbox
        inbox.mkdir(exist_ok=True)

    def seal(
        self, text: str | bytes = TEXT, *, name: str = "a.age", consent: bytes = LEGAL, to: str | None = None
    ) -> str:
        raw = text if isinstance(text, bytes) else text.encode()
        payload = Payload("statement.txt", raw, consent)
        sealed = seal_envelope(payload, recipient=to or self.recipient, signer=self.signer)
        (self.inbox / name).write_bytes(sealed.raw)
        return sealed.receipt


@pytest.fixture
def field(store: Store, tmp_path: Path) -> Field:
    device = Field(store, tmp_path / "Канарейбек")
    enrol_device(store, device.public_key, label="blue")
    return device


def receive(store: Store, place: Path, *, watch: object | None = None, **rules: object) -> Report:
    with open_reading(PLAIN) as reading:
        return receive_envelopes(
            list(find_envelopes([place])),
            store=store,
            identities=[IntakeIdentity(key.recipient, key.identity) for key in intake_keys(store)],
            reading=reading,
            scanning=InProcess(work),
            rules=Rules(**rules),  # type: ignore[arg-type]
            watch=watch or Nobody(),  # type: ignore[arg-type]
        )


def codes(report: Report) -> list[str]:
    return [row.code for row in report.refused]


def count(store: Store, table: type) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def journal(store: Store, action: str) -> list[JournalRow]:
    with store.reading() as session:
        assert verify_journal(session)
        rows = select(JournalRow).where(JournalRow.action == action).order_by(JournalRow.sequence)
        found = list(session.scalars(rows))
        session.expunge_all()
        return found


def test_a_statement_comes_in_with_its_consent(store: Store, field: Field) -> None:
    receipt = field.seal()
    report = receive(store, field.inbox, case="осень")
    [row] = report.received
    assert row.receipt == receipt
    assert (field.inbox / "a.age").exists()
    assert [(one.id, one.case) for one in store.statements()] == [(row.statement_id, "осень")]
    record = store.unseal(row.statement_id, open_vault(store, "reviewer", PASSPHRASE))
    assert record.raw_text == TEXT
    assert record.consent.scope is ConsentScope.LEGAL
    arrival = find_receipt(store, f" {receipt[:5].lower()}-{receipt[5:]} ")
    assert arrival is not None
    assert arrival.statement_id == row.statement_id
    [entry] = journal(store, "envelope_received")
    assert (entry.subject, entry.actor, entry.counts) == (row.statement_id, arrival.device_id, '{"known":0}')


def test_replayed_under_any_name_it_is_told_and_not_stored(store: Store, field: Field) -> None:
    receipt = field.seal()
    [first] = receive(store, field.inbox).received
    (field.inbox / "a.age").rename(field.inbox / "b.age")
    again = receive(store, field.inbox)
    [seen] = again.duplicates
    assert (seen.receipt, seen.statement_id, seen.fresh) == (receipt, first.statement_id, False)
    assert count(store, StatementRecord) == count(store, EnvelopeRow) == 1


def test_the_same_text_sealed_twice_is_one_statement_and_two_envelopes(store: Store, field: Field) -> None:
    plain = consent_json(Consent())
    field.seal(name="a.age", consent=plain)
    second = field.seal(name="b.age", consent=plain)
    third = field.seal(name="c.age", consent=consent_json(Consent(ConsentScope.PUBLIC)))
    report = receive(store, field.inbox, remove=True)
    [row] = report.received
    assert [(one.receipt, one.statement_id, one.fresh, one.look) for one in report.duplicates] == [
        (second, row.statement_id, True, False),
        (third, row.statement_id, True, True),
    ]
    # the one whose consent says something else waits for a person
    assert [path.name for path in field.inbox.iterdir()] == ["c.age"]
    assert count(store, StatementRecord) == 1
    assert count(store, EnvelopeRow) == 3
    [statement] = store.statements()
    record = store.unseal(statement.id, open_vault(store, "reviewer", PASSPHRASE))
    assert record.consent.scope is ConsentScope.INTERNAL


def test_unknown_and_revoked_devices(store: Store, field: Field, tmp_path: Path) -> None:
    stranger = Field(store, tmp_path / "stranger")
    stranger.seal("Чужое устройство, чужой рассказ.")
    field.seal()
    revoke_device(store, "blue")
    assert codes(receive(store, stranger.inbox)) == ["device_unknown"]
    # who was revoked is not let in as somebody unknown
    assert codes(receive(store, field.inbox, allow_unknown=True)) == ["device_revoked"]
    assert count(store, StatementRecord) == 0
    [row] = receive(store, stranger.inbox, allow_unknown=True).received
    arrival = find_receipt(store, row.receipt)
    assert arrival is not None and arrival.device_id is None
    enrol_device(store, field.public_key, label="blue again")
    assert len(receive(store, field.inbox).received) == 1


def test_refused_consent_leaves_nothing(store: Store, field: Field) -> None:
    receipt = field.seal(consent=REFUSED)
    for _ in range(2):
        report = receive(store, field.inbox, remove=True)
        assert codes(report) == ["no_consent"]
        assert report.refused[0].receipt is None
    for table in (StatementRecord, SealedRow, EnvelopeRow):
        assert count(store, table) == 0
    assert find_receipt(store, receipt) is None
    entries = journal(store, "envelope_refused")
    assert [entry.counts for entry in entries] == ['{"no_consent":1}'] * 2
    assert all(receipt not in str(vars(entry)) for entry in entries)


def test_a_consent_that_is_none_lets_nothing_in(store: Store, field: Field) -> None:
    for number, consent in enumerate((b"", b"{}", b"[]", b'"public"', b"\xff", LEGAL + b"x")):
        field.seal(name=f"{number}.age", consent=consent)
    assert codes(receive(store, field.inbox)) == ["bad_consent"] * 6
    assert count(store, StatementRecord) == 0


def test_damaged_foreign_and_forwarded_ones_stop_nobody(store: Store, field: Field) -> None:
    other = pyrage.x25519.Identity.generate()
    field.seal(name="1-foreign.age", to=str(other.to_public()))
    whole = seal_envelope(
        Payload("statement.txt", TEXT.encode(), LEGAL), recipient=field.recipient, signer=field.signer
    ).raw
    (field.inbox / "2-cut.age").write_bytes(whole[:-1])
    (field.inbox / "3-more.age").write_bytes(whole + b"x")
    inside = pyrage.decrypt((field.inbox / "1-foreign.age").read_bytes(), [other])
    to_us = pyrage.x25519.Recipient.from_str(field.recipient)
    (field.inbox / "4-forwarded.age").write_bytes(pyrage.encrypt(inside, [to_us]))
    (field.inbox / "5-empty.age").write_bytes(b"")
    (field.inbox / "6-link.age").symlink_to(field.inbox / "9.age")
    field.seal("", name="7.age")
    field.seal("взрыв в рассказе", name="8.age")
    field.seal(name="9.age")
    report = receive(store, field.inbox, remove=True)
    assert codes(report) == [
        "envelope_foreign", "envelope_damaged", "envelope_damaged", "envelope_forwarded", "envelope_damaged",
        "symlink", "empty", "scan_failed",
    ]  # fmt: skip
    assert (len(report.received), report.removed, count(store, StatementRecord)) == (1, 1, 1)
    assert not (field.inbox / "9.age").exists()
    assert len(list(field.inbox.iterdir())) == 8
    entries = journal(store, "envelope_refused")
    assert {entry.counts for entry in entries} == {
        '{"envelope_damaged":3,"envelope_foreign":1,"envelope_forwarded":1}',
        '{"empty":1,"scan_failed":1}',
    }
    assert sum(entry.subject is None for entry in entries) == 1


def test_several_statements_in_one_file_are_not_taken_apart(store: Store, field: Field) -> None:
    field.seal("=== запись 1 ===\nПервая беседа\n=== запись 2 ===\nВторая беседа\n")
    assert codes(receive(store, field.inbox)) == ["several"]
    assert count(store, StatementRecord) == 0


def test_retired_keys_open_until_they_are_forgotten(store: Store, field: Field) -> None:
    field.seal("Первый рассказ из дома.", name="a.age")
    field.seal("Второй рассказ из дома.", name="b.age")
    rotate_intake_key(store)
    assert len(receive(store, field.inbox / "a.age").received) == 1
    forget_intake_keys(store)
    assert codes(receive(store, field.inbox / "b.age")) == ["envelope_foreign"]


def test_a_file_name_is_stored_nowhere(store: Store, field: Field, store_path: Path, tmp_path: Path) -> None:
    field.seal(name="Канарейбек из Оскемена.age")
    field.seal("взрыв", name="Айгүл.age")
    receive(store, field.inbox)
    with store.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        plain = tmp_path / "plain.db"
        raw.execute(f"attach database '{plain}' as plain key ''")
        raw.execute("select sqlcipher_export('plain')")
        raw.execute("detach database plain")
    found = plain.read_bytes()
    for trace in ("Канарейбек", "Айгүл", ".age", "имя сестры", "били"):
        assert trace.encode() not in found


def test_only_the_file_that_was_read_is_removed(
    store: Store, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    field.seal("Первый рассказ, который прочитан.")
    done: list[str] = []

    def replaced(self: Store, *arguments: object, **options: object) -> str:
        done.append(field.seal("Второй рассказ, пришёл позже.", name="new"))
        (field.inbox / "new").replace(field.inbox / "a.age")
        return add(self, *arguments, **options)  # type: ignore[arg-type]

    add = Store.add_statement
    monkeypatch.setattr(Store, "add_statement", replaced)
    report = receive(store, field.inbox, remove=True)
    assert (len(report.received), report.removed) == (1, 0)
    monkeypatch.setattr(Store, "add_statement", add)
    assert [row.receipt for row in receive(store, field.inbox).received] == done


def test_an_interruption_is_no_refusal(store: Store, field: Field) -> None:
    class Stopping(Nobody):
        looks = 0

        def stopping(self) -> bool:
            self.looks += 1
            return self.looks > self.after

    field.seal("=== запись 1 ===\nПервая беседа\n=== запись 2 ===\nВторая беседа\n")
    for after in range(4):
        watch = Stopping()
        watch.after = after  # type: ignore[attr-defined]
        report = receive(store, field.inbox, watch=watch)
        assert (report.stopped, report.received, codes(report)) in [
            ("interrupted", [], []),
            (None, [], ["several"]),
        ]
    assert count(store, StatementRecord) == 0


def test_nothing_of_an_envelope_without_its_row(
    store: Store, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise RuntimeError(TEXT)

    field.seal()
    with monkeypatch.context() as patched:
        patched.setattr("intake.receiving.put_envelope", broken)
        assert codes(receive(store, field.inbox)) == ["internal"]
    assert count(store, StatementRecord) == count(store, SealedRow) == count(store, EnvelopeRow) == 0
    assert len(receive(store, field.inbox).received) == 1


def test_two_programs_take_an_envelope_once(
    store: Store, field: Field, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field.seal()
    monkeypatch.setattr("intake.opening.arrival_of", lambda store, nonce: None)
    with open_store(str(store_path), passphrase=PASSPHRASE) as other:
        assert len(receive(other, field.inbox).received) == 1
        monkeypatch.setattr(Store, "find", lambda self, draft: None)
        [seen] = receive(store, field.inbox).duplicates
    assert not seen.fresh
    assert count(store, EnvelopeRow) == 1


# Receives the folder and dies where it is told to.
PROGRAM = """
import os, signal, sys
from pathlib import Path
from tests.intake import test_receiving as tests
import intake.receiving, store.store

place, step = Path(sys.argv[1]), sys.argv[2]
die = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)

def late(session, envelope, **options):
    put(session, envelope, **options)
    session.flush()
    die()

put = intake.receiving.put_envelope
if step == "in the transaction":
    intake.receiving.put_envelope = late
elif step == "before it":
    store.store.Store.add_statement = die
elif step == "before removing":
    intake.receiving._Run._remove = die
with store.store.open_store(str(place / "testimony.db"), passphrase=tests.PASSPHRASE) as opened:
    tests.receive(opened, place / "inbox", remove=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "stored"), [("before it", 0), ("in the transaction", 0), ("before removing", 1)]
)
def test_killed_anywhere_nothing_is_lost_and_nothing_is_half(
    store: Store, tmp_path: Path, step: str, stored: int
) -> None:
    field = Field(store, tmp_path / "inbox")
    enrol_device(store, field.public_key, label="blue")
    receipt = field.seal()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), step],
        env=environment, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert TEXT.encode() not in done.stdout + done.stderr
    assert (field.inbox / "a.age").exists()
    for table in (StatementRecord, SealedRow, EnvelopeRow):
        assert count(store, table) == stored
    report = receive(store, field.inbox, remove=True)
    assert [row.receipt for row in (*report.received, *report.duplicates)] == [receipt]
    assert count(store, StatementRecord) == count(store, EnvelopeRow) == 1
    assert not (field.inbox / "a.age").exists()
    assert journal(store, "envelope_received")
