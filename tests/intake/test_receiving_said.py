"""Answers and wishes to withdraw come in envelopes too: for their statement only, once, and never as one."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake.consents import consent_json
from intake.envelopes import IntakeIdentity, Payload, seal_envelope
from intake.opening import find_envelopes
from intake.parts import PLAIN
from intake.reading import open_reading
from intake.received import Kind, Report
from intake.receiving import Rules, receive_envelopes
from intake.scanning import Outcome, Scanned
from models.findings import Analysis
from models.labels import Audience, Language
from models.messages import MessageKind
from models.reviews import Risk
from models.statements import Consent, StatementState
from store.approvals import send_back
from store.cards import enrol_by_card, make_card
from store.devices import device_of
from store.intake_keys import current_intake_key, intake_keys
from store.journal import verify_journal
from store.messages import ask, questions_for, read_messages, withdrawals_asked
from store.store import Store
from store.tables import EnvelopeRow, MessageRow, StatementRecord
from store.users import open_vault
from store.vault import Vault, new_identity
from store.withdrawals import Reason, withdraw
from tests.intake.test_receiving import PASSPHRASE, Nobody, codes, count

TEXT = "Меня зовут Канарейбек, били в отделе."
RISK = Risk(low=0, suspects=0, findings=0, identities=0, words=6, minor=False, sexual=False)
ANSWER = "Её зовут Айгүл, она живёт в Оскемене."


class Once:
    """Scans the statement and nothing else."""

    room = 4

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._waiting: list[int] = []

    def submit(self, ticket: int, raw_text: str) -> None:
        self.seen.append(raw_text)
        self._waiting.append(ticket)

    def collect(self, *, wait: float) -> list[tuple[int, Outcome]]:
        nothing = Analysis(Language.RU, (), (), (), ())
        scanned = Scanned(nothing, {Audience.PUBLIC: "[…]"}, frozenset(), RISK)
        done = [(ticket, scanned) for ticket in self._waiting]
        self._waiting.clear()
        return done


@dataclass(slots=True)
class Phone:
    """A phone, its key, and the folder its envelopes lie in."""

    id: str
    signer: Ed25519PrivateKey
    recipient: str
    folder: Path
    sent: int = 0

    def seal(self, name: str, content: object) -> str:
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        payload = Payload(name, raw, consent_json(Consent()))
        sealed = seal_envelope(payload, recipient=self.recipient, signer=self.signer)
        self.sent += 1
        (self.folder / f"{self.sent:02}.age").write_bytes(sealed.raw)
        return sealed.receipt

    def answer(self, about: str, text: str = ANSWER) -> str:
        return self.seal("statement.answer", {"about": about, "text": text})

    def withdraw(self, receipt: str) -> str:
        return self.seal("statement.withdraw", {"receipt": receipt})


def enrolled(store: Store, folder: Path) -> Phone:
    folder.mkdir()
    signer = Ed25519PrivateKey.generate()
    secret = make_card(store, label=folder.name).secret
    public_key = signer.public_key().public_bytes_raw()
    enrol_by_card(store, secret, public_key=public_key, recipient=new_identity()[1])
    device = device_of(store, public_key)
    assert device is not None
    return Phone(device.id, signer, current_intake_key(store).recipient, folder)


@pytest.fixture
def phone(store: Store, tmp_path: Path) -> Phone:
    return enrolled(store, tmp_path / "blue")


@pytest.fixture
def other(store: Store, tmp_path: Path) -> Phone:
    return enrolled(store, tmp_path / "red")


@pytest.fixture
def vault(store: Store) -> Vault:
    return open_vault(store, "reviewer", PASSPHRASE)


def receive(store: Store, phone: Phone, *, remove: bool = True, scanning: Once | None = None) -> Report:
    with open_reading(PLAIN) as reading:
        return receive_envelopes(
            list(find_envelopes([phone.folder])),
            store=store,
            identities=[IntakeIdentity(key.recipient, key.identity) for key in intake_keys(store)],
            reading=reading,
            scanning=scanning or Once(),
            rules=Rules(remove=remove),
            watch=Nobody(),
        )


@pytest.fixture
def told(store: Store, phone: Phone) -> tuple[str, str]:
    """A statement's id and the receipt of its envelope."""
    receipt = phone.seal("statement.txt", TEXT.encode())
    [row] = receive(store, phone).received
    return row.statement_id, receipt


@pytest.fixture
def question(store: Store, phone: Phone, told: tuple[str, str], vault: Vault) -> str:
    """The id of a question to the phone; its statement was sent back."""
    assert ask(store, told[0], "Как зовут сестру?", vault=vault)
    assert vault.reviewer_id is not None
    send_back(store, told[0], actor=vault.reviewer_id)
    [(asked, _)] = questions_for(store, phone.id)
    return asked


def test_an_answer_reaches_its_statement_and_is_no_statement(
    store: Store, phone: Phone, told: tuple[str, str], question: str, vault: Vault
) -> None:
    receipt, scanning = phone.answer(question), Once()
    [row] = receive(store, phone, scanning=scanning).received
    assert (row.kind, row.receipt, row.statement_id) == (Kind.ANSWER, receipt, told[0])
    assert scanning.seen == []
    assert list(phone.folder.iterdir()) == []
    [_, answer] = read_messages(store, told[0], vault)
    assert (answer.kind, answer.about, answer.by, answer.text) == (
        MessageKind.ANSWER, question, phone.id, ANSWER,
    )  # fmt: skip
    assert questions_for(store, phone.id) == []
    assert [one.state for one in store.statements()] == [StatementState.WAITING]
    assert count(store, EnvelopeRow) == 2
    with store.reading() as session:
        assert verify_journal(session)


def test_an_answer_comes_in_once(store: Store, phone: Phone, question: str) -> None:
    receipt = phone.answer(question)
    again = phone.folder / "99.age"
    again.write_bytes((phone.folder / "02.age").read_bytes())
    second = phone.answer(question, "И ещё одно.")
    report = receive(store, phone)
    assert [row.receipt for row in report.received] == [receipt]
    # the same envelope twice in one run is told as received; another answer to the question is not taken
    assert [(row.receipt, row.fresh) for row in report.duplicates] == [(receipt, False)]
    assert [(row.code, row.receipt) for row in report.refused] == [("answer_unfit", second)]
    assert count(store, MessageRow) == 2
    assert count(store, EnvelopeRow) == 2
    assert [path.name for path in phone.folder.iterdir()] == ["03.age"]


def test_an_answer_to_somebody_elses_question_is_refused(
    store: Store, other: Phone, question: str, told: tuple[str, str]
) -> None:
    other.answer(question)
    other.answer(told[0])
    other.answer("ни о чём")
    assert codes(receive(store, other)) == ["answer_unfit"] * 3
    assert (count(store, MessageRow), count(store, EnvelopeRow)) == (1, 1)
    assert [one.state for one in store.statements()] == [StatementState.RETURNED]


def test_a_withdrawal_is_noted_and_carried_out_by_a_person(
    store: Store, phone: Phone, told: tuple[str, str]
) -> None:
    typed = f" {told[1][:5].lower()}-{told[1][5:]} "
    first, second = phone.withdraw(typed), phone.withdraw(told[1])
    scanning = Once()
    report = receive(store, phone, scanning=scanning)
    assert [(row.kind, row.receipt, row.statement_id) for row in report.received] == [
        (Kind.WITHDRAWAL, first, told[0]), (Kind.WITHDRAWAL, second, told[0]),
    ]  # fmt: skip
    assert scanning.seen == []
    assert withdrawals_asked(store) == [told[0]]
    assert [one.state for one in store.statements()] == [StatementState.RETURNED]
    withdraw(store, told[0], Reason.REQUEST)
    phone.withdraw(told[1])
    assert codes(receive(store, phone)) == []
    assert withdrawals_asked(store) == []


def test_of_an_unknown_receipt_nothing_is_stored(store: Store, phone: Phone, told: tuple[str, str]) -> None:
    for receipt in ("0000000000", "не код", told[0]):
        phone.withdraw(receipt)
    assert codes(receive(store, phone)) == ["no_such_receipt"] * 3
    assert (count(store, MessageRow), count(store, EnvelopeRow)) == (0, 1)
    assert len(list(phone.folder.iterdir())) == 3


def test_a_wish_in_the_same_run_as_its_statement(store: Store, phone: Phone) -> None:
    receipt = phone.seal("statement.txt", TEXT.encode())
    phone.withdraw(receipt)
    statement, wish = receive(store, phone).received
    assert (wish.kind, wish.statement_id) == (Kind.WITHDRAWAL, statement.statement_id)
    assert withdrawals_asked(store) == [statement.statement_id]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("statement.answer", b""),
        ("statement.answer", b"[]"),
        ("statement.answer", b"\xff"),
        ("statement.answer", b"[" * 100_000),
        ("statement.answer", b'{"about": "A", "about": "A", "text": "x"}'),
        ("statement.answer", {"about": "A"}),
        ("statement.answer", {"about": "A", "text": "x", "more": 1}),
        ("statement.answer", {"about": "A", "text": 1}),
        ("statement.answer", {"about": 1, "text": "x"}),
        ("statement.answer", {"about": "A", "text": " \n"}),
        ("statement.answer", {"about": "A", "text": "ы" * 20_001}),
        ("statement.answer", {"about": "A" * 101, "text": "x"}),
        ("statement.answer", {"about": "A", "text": "\ud800"}),
        ("statement.withdraw", {"receipt": None}),
        ("statement.withdraw", {"receipt": ""}),
        ("statement.withdraw", {"receipt": "0" * 101}),
        ("statement.withdraw", {"about": "A", "text": "x"}),
        ("statement.withdraw", TEXT.encode()),
    ],
)
def test_what_is_not_as_it_should_be(store: Store, phone: Phone, name: str, content: object) -> None:
    phone.seal(name, content)
    scanning = Once()
    assert codes(receive(store, phone, scanning=scanning)) == ["envelope_damaged"]
    assert scanning.seen == []
    for table in (StatementRecord, EnvelopeRow, MessageRow):
        assert count(store, table) == 0


def test_the_longest_answer_comes_in(store: Store, phone: Phone, question: str) -> None:
    phone.answer(question, "ы" * 20_000)
    assert len(receive(store, phone).received) == 1


def test_nothing_of_an_answer_without_its_envelope(
    store: Store, phone: Phone, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise RuntimeError(ANSWER)

    phone.answer(question)
    with monkeypatch.context() as patched:
        patched.setattr("intake.receiving.put_envelope", broken)
        assert codes(receive(store, phone)) == ["internal"]
    assert count(store, MessageRow) == 1
    assert [path.name for path in phone.folder.iterdir()] == ["02.age"]
    assert len(receive(store, phone).received) == 1
