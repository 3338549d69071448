"""Several envelopes in flight: stored in their order, each once, and no more of them than there is room."""

from collections import deque
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, select

from intake import receiving
from intake.consents import consent_json
from intake.envelopes import IntakeIdentity
from intake.opening import find_envelopes, waiting_envelopes
from intake.parts import PLAIN
from intake.reading import open_reading
from intake.received import Report
from intake.receiving import Rules, receive_envelopes
from intake.scanning import Outcome, Scanned, Scanning, attempt
from intake.workers import open_scanning
from models.errors import AigaqError
from models.findings import Analysis
from models.labels import Audience, Language
from models.statements import Consent, ConsentScope
from store.devices import enrol_device
from store.inbox import Inbox, inbox_of
from store.intake_keys import intake_keys
from store.journal import verify_journal
from store.store import Store
from store.tables import EnvelopeRow, JournalRow, StatementRecord
from store.users import open_vault
from tests.intake.test_receiving import PASSPHRASE, Field, Nobody, codes, count


def work(raw_text: str) -> Scanned:
    """What it says of a text is that text's alone."""
    if "взрыв" in raw_text:
        raise ValueError(raw_text)
    said = sha256(raw_text.encode()).hexdigest()
    return Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: said}, frozenset())


class Slow:
    """Takes texts in, and works on none before `together` are there or somebody waits; the last one first."""

    def __init__(self, *, room: int = 8, together: int = 8, last_first: bool = True) -> None:
        self.room, self._together, self._last_first = room, together, last_first
        self.waiting: deque[tuple[int, str]] = deque()
        self.most = 0

    def submit(self, ticket: int, raw_text: str) -> None:
        self.waiting.append((ticket, raw_text))
        self.most = max(self.most, len(self.waiting))

    def collect(self, *, wait: float) -> list[tuple[int, Outcome]]:
        if len(self.waiting) < self._together and not wait:
            return []
        ticket, raw_text = self.waiting.pop() if self._last_first else self.waiting.popleft()
        return [(ticket, attempt(work, raw_text))]


class Stopping(Nobody):
    """Wants to stop when so many are done with."""

    def __init__(self, after: int) -> None:
        self.after, self.done = after, 0

    def stopping(self) -> bool:
        return self.done >= self.after

    def progress(self, files: int) -> None:
        self.done = files


@pytest.fixture
def field(store: Store, tmp_path: Path) -> Field:
    device = Field(store, tmp_path / "stick")
    enrol_device(store, device.public_key, label="blue")
    return device


@pytest.fixture
def inbox(store: Store) -> Inbox:
    return inbox_of(store)


def receive(store: Store, where: Path | Inbox, scanning: Scanning, watch: object | None = None) -> Report:
    inside = where if isinstance(where, Inbox) else None
    with open_reading(PLAIN) as reading:
        return receive_envelopes(
            waiting_envelopes(inside) if inside else list(find_envelopes([Path(str(where))])),
            store=store,
            identities=[IntakeIdentity(key.recipient, key.identity) for key in intake_keys(store)],
            reading=reading,
            scanning=scanning,
            rules=Rules(remove=True, inbox=inside),
            watch=watch or Nobody(),  # type: ignore[arg-type]
        )


def into(inbox: Inbox, field: Field) -> None:
    """Move what the device sealed into the inbox, in the order of the names."""
    for path in sorted(field.inbox.iterdir()):
        inbox.put(path.read_bytes())
        path.unlink()


def texts(many: int) -> Iterator[str]:
    return (f"Рассказ номер {number}, били в отделе." for number in range(many))


def test_the_next_ones_are_scanned_meanwhile_and_the_order_stays(store: Store, field: Field) -> None:
    receipts = [field.seal(text, name=f"{number:02}.age") for number, text in enumerate(texts(20))]
    scanning = Slow()
    report = receive(store, field.inbox, scanning)
    assert scanning.most == 8
    assert [row.receipt for row in report.received] == receipts
    assert report.removed == 20
    assert list(field.inbox.iterdir()) == []
    with store.reading() as session:
        assert verify_journal(session)


def test_what_is_wrong_keeps_its_place_among_the_others(store: Store, field: Field) -> None:
    receipts = [
        field.seal("взрыв" if number % 3 == 1 else text, name=f"{number}.age")
        for number, text in enumerate(texts(9))
    ]
    (field.inbox / "2.age").write_bytes(b"age-encryption.org/v1\n")
    report = receive(store, field.inbox, Slow(together=4))
    assert [(Path(row.path).stem, row.code) for row in report.refused] == [
        ("1", "scan_failed"), ("2", "envelope_damaged"), ("4", "scan_failed"), ("7", "scan_failed"),
    ]  # fmt: skip
    assert [row.receipt for row in report.received] == [receipts[n] for n in (0, 3, 5, 6, 8)]
    assert sorted(path.stem for path in field.inbox.iterdir()) == ["1", "2", "4", "7"]


def test_the_same_envelope_and_the_same_text_in_flight_together(store: Store, field: Field) -> None:
    plain = consent_json(Consent())
    first = field.seal(name="1.age", consent=plain)
    (field.inbox / "2.age").write_bytes((field.inbox / "1.age").read_bytes())
    other = field.seal(name="3.age", consent=plain)
    wider = field.seal(name="4.age", consent=consent_json(Consent(ConsentScope.PUBLIC)))
    (field.inbox / "5.age").write_bytes((field.inbox / "3.age").read_bytes())
    scanning = Slow()
    report = receive(store, field.inbox, scanning)
    assert scanning.most == 5
    [row] = report.received
    assert row.receipt == first
    assert [(one.receipt, one.fresh, one.look) for one in report.duplicates] == [
        (first, False, False), (other, True, False), (wider, True, True), (other, False, False),
    ]  # fmt: skip
    assert {one.statement_id for one in report.duplicates} == {row.statement_id}
    assert (count(store, StatementRecord), count(store, EnvelopeRow)) == (1, 3)
    assert [path.name for path in field.inbox.iterdir()] == ["4.age"]


def test_a_twin_whose_scan_fails_was_received_all_the_same(store: Store, field: Field) -> None:
    class Failing(Slow):
        def collect(self, *, wait: float) -> list[tuple[int, Outcome]]:
            found = super().collect(wait=wait)
            return [
                (ticket, outcome if ticket == min(self.seen) else "scan_failed") for ticket, outcome in found
            ]

        def submit(self, ticket: int, raw_text: str) -> None:
            self.seen.add(ticket)
            super().submit(ticket, raw_text)

    scanning = Failing()
    scanning.seen = set()  # type: ignore[attr-defined]
    receipt = field.seal(name="1.age")
    (field.inbox / "2.age").write_bytes((field.inbox / "1.age").read_bytes())
    report = receive(store, field.inbox, scanning)
    assert [row.receipt for row in report.duplicates] == [receipt]
    assert codes(report) == []


def test_stopped_with_some_in_flight_nothing_is_lost(store: Store, field: Field) -> None:
    receipts = [field.seal(text, name=f"{number}.age") for number, text in enumerate(texts(9))]
    report = receive(store, field.inbox, Slow(together=4, last_first=False), Stopping(3))
    assert report.stopped == "interrupted"
    assert codes(report) == []
    done = [row.receipt for row in report.received]
    assert done == receipts[: len(done)] and 3 <= len(done) < 9
    assert len(list(field.inbox.iterdir())) == 9 - len(done)
    assert count(store, StatementRecord) == len(done)
    again = receive(store, field.inbox, Slow())
    assert done + [row.receipt for row in again.received] == receipts


def test_a_store_that_fails_ends_the_run_where_it_stands(
    store: Store, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Store, *arguments: object, **options: object) -> str:
        if count(store, StatementRecord) == 2:
            raise AigaqError("store_full")
        return add(self, *arguments, **options)  # type: ignore[arg-type]

    receipts = [field.seal(text, name=f"{number}.age") for number, text in enumerate(texts(6))]
    add = Store.add_statement
    with monkeypatch.context() as patched:
        patched.setattr(Store, "add_statement", full)
        report = receive(store, field.inbox, Slow())
    assert (report.stopped, len(report.received), codes(report)) == ("store_full", 2, [])
    assert len(list(field.inbox.iterdir())) == 4
    assert [row.receipt for row in receive(store, field.inbox, Slow()).received] == receipts[2:]


def test_an_outcome_of_an_earlier_run_is_taken_for_no_other_text(store: Store, field: Field) -> None:
    scanning = Slow(together=3, last_first=False)
    for number, text in enumerate(texts(6)):
        field.seal(text, name=f"{number}.age")
    assert receive(store, field.inbox, scanning, Stopping(1)).stopped == "interrupted"
    assert scanning.waiting
    for path in field.inbox.iterdir():
        path.unlink()
    mine = "Совсем другой рассказ, из дома."
    field.seal(mine)
    [row] = receive(store, field.inbox, scanning).received
    vault = open_vault(store, "reviewer", PASSPHRASE)
    assert (
        store.unseal(row.statement_id, vault).redacted[Audience.PUBLIC] == sha256(mine.encode()).hexdigest()
    )


@pytest.mark.parametrize("room", [1, 3])
def test_no_more_texts_are_held_than_there_is_room(store: Store, field: Field, room: int) -> None:
    for number, text in enumerate(texts(10)):
        field.seal(text, name=f"{number}.age")
    scanning = Slow(room=room, together=99)
    assert len(receive(store, field.inbox, scanning).received) == 10
    assert scanning.most == room


def test_no_more_bytes_are_held_than_there_is_memory(
    store: Store, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, text in enumerate(texts(10)):
        field.seal(f"{text} " + "слово " * 2000, name=f"{number}.age")  # 12,000 letters, 28 KiB of envelope
    monkeypatch.setattr(receiving, "_MOST_IN_FLIGHT", 80_000)
    scanning = Slow(together=99)
    assert len(receive(store, field.inbox, scanning).received) == 10
    assert scanning.most == 3
    # one that is larger than that comes in all the same, by itself
    monkeypatch.setattr(receiving, "_MOST_IN_FLIGHT", 100)
    scanning = Slow(together=99)
    for number in range(3):
        field.seal(f"Ещё один рассказ: {number}.", name=f"{number}.age")
    assert len(receive(store, field.inbox, scanning).received) == 3
    assert scanning.most == 1


@pytest.mark.slow
def test_with_real_workers_each_text_has_its_own_analysis(store: Store, field: Field) -> None:
    told = {field.seal(text, name=f"{number:02}.age"): text for number, text in enumerate(texts(40))}
    with open_scanning(work, workers=2) as scanning:
        report = receive(store, field.inbox, scanning)
    assert [row.receipt for row in report.received] == list(told)
    vault = open_vault(store, "reviewer", PASSPHRASE)
    for row in report.received:
        record = store.unseal(row.statement_id, vault)
        assert record.raw_text == told[row.receipt]
        assert record.redacted[Audience.PUBLIC] == sha256(record.raw_text.encode()).hexdigest()


def test_in_the_inbox_what_is_refused_or_needs_a_person_is_set_aside(
    store: Store, field: Field, inbox: Inbox
) -> None:
    field.seal("Рассказ из дома.", name="1.age")
    into(inbox, field)
    damaged = inbox.put(b"age-encryption.org/v1\nno more")
    field.seal("взрыв", name="2.age")
    field.seal("Рассказ из дома.", name="3.age", consent=consent_json(Consent(ConsentScope.PUBLIC)))
    into(inbox, field)
    report = receive(store, inbox, Slow())
    assert (len(report.received), report.removed) == (1, 1)
    assert sorted(codes(report)) == ["envelope_damaged", "scan_failed"]
    assert [one.look for one in report.duplicates] == [True]
    assert inbox.files() == []
    left = sorted(path.suffix for path in inbox.path.iterdir())
    assert left == [".duplicate", ".envelope_damaged", ".scan_failed"]
    assert inbox.state(damaged) == "refused:envelope_damaged"
    again = receive(store, inbox, Slow())
    assert (again.received, again.duplicates, again.refused) == ([], [], [])


def test_nothing_is_set_aside_that_the_journal_does_not_tell_of(
    store: Store, field: Field, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*arguments: object) -> None:
        raise AigaqError("store_busy")

    inbox.put(b"age-encryption.org/v1\nno more")
    with monkeypatch.context() as patched:
        patched.setattr(receiving, "record_refusals", busy)
        assert receive(store, inbox, Slow()).stopped == "store_busy"
    assert len(inbox.files()) == 1
    assert codes(receive(store, inbox, Slow())) == ["envelope_damaged"]
    assert inbox.files() == []
    with store.reading() as session:
        refused = select(func.count()).where(JournalRow.action == "envelope_refused")
        assert session.scalar(refused) == 1
