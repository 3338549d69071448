"""What phones speak with: who gets what, and that nobody else learns anything."""

import base64
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from flask.testing import FlaskClient

from intake.envelopes import Payload, seal_envelope
from models.devices import device_text
from models.statements import StatementState
from review.app import create_app
from review.phone_files import NAMES
from store.cards import make_card
from store.devices import list_devices, revoke_device
from store.envelopes import NewEnvelope, put_envelope
from store.inbox import inbox_of
from store.intake_keys import current_intake_key
from store.messages import ask, put_answer
from store.settings import SETTINGS, change_setting
from store.store import Store
from store.users import open_vault

TakeIn = Callable[..., str]
FIRST = ("Сәуле", "the reviewer's other words")
CLOSED = ("/submit/kit", "/submit/office", "/submit/questions")
SHELL = ("shell.js", "keep.js", "post.js", "shell.css", "worker.js", "manifest.webmanifest", "icon-192.png")


class Phone:
    """A phone as the server knows it."""

    def __init__(self, client: FlaskClient, secret: str) -> None:
        self.client, self.secret = client, secret
        self.signer = Ed25519PrivateKey.generate()
        self.identity = pyrage.x25519.Identity.generate()
        self.token = ""

    def enrolment(self, **changes: str) -> dict[str, str]:
        recipient = str(self.identity.to_public())
        proof = self.signer.sign(f"aigaq enrol 1\n{self.secret}\n{recipient}\n".encode()).hex()
        device = device_text(self.signer.public_key().public_bytes_raw())
        return {"device": device, "recipient": recipient, "proof": proof} | changes

    def enrol(self) -> "Phone":
        answer = self.client.post("/submit/enrol", json=self.enrolment(), headers=card(self.secret))
        assert answer.status_code == 200, answer.text
        self.token = answer.json["token"]
        return self

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, raw: bytes) -> str:
        answer = self.client.post("/submit/post", data=raw, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return str(answer.json["digest"])

    def states(self, *digests: str) -> Any:
        answer = self.client.post("/submit/states", json={"digests": digests}, headers=self.headers)
        assert answer.status_code == 200
        return self.opened(answer.json)

    def opened(self, answer: Mapping[str, str]) -> Any:
        """What an answer says: all of them are sealed to the phone."""
        assert set(answer) == {"sealed"}
        return json.loads(pyrage.decrypt(base64.b64decode(answer["sealed"]), [self.identity]))


def card(secret: str) -> dict[str, str]:
    return {"Authorization": f"Card {secret}"}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def phone(client: FlaskClient, store: Store) -> Phone:
    return Phone(client, make_card(store, label="blue-phone").secret).enrol()


def sealed(store: Store, text: str = "Меня зовут Канарейка") -> bytes:
    payload = Payload("statement.txt", text.encode(), b'{"format": "aigaq consent 1", "scope": "internal"}')
    recipient = current_intake_key(store).recipient
    return seal_envelope(payload, recipient=recipient, signer=Ed25519PrivateKey.generate()).raw


def test_without_a_card_the_address_tells_nothing(client: FlaskClient) -> None:
    shown = [client.get("/submit"), *(client.get(f"/submit/{name}") for name in SHELL)]
    telling = ("aigaq", "statement", "testimon", "witness", "envelope", "consent", "review", "торт", "пыт")
    for answer in shown:
        assert answer.status_code == 200
        low = answer.data.decode("utf-8", "ignore").lower()
        assert [word for word in telling if word in low] == []
    for path in CLOSED:
        for headers in ({}, card("A" * 20), {"Authorization": "Bearer nobody"}, {"Authorization": "Bearer "}):
            answer = client.get(path, headers=headers)
            assert answer.status_code in {401, 403}
            assert set(answer.json) == {"code"}
    assert client.post("/submit/post", data=b"age-encryption.org/v1\n").status_code == 403
    assert client.post("/submit/states", json={"digests": []}).status_code == 403


@pytest.mark.parametrize("name", SETTINGS["phone_name"])
def test_it_calls_itself_what_the_office_chose(client: FlaskClient, store: Store, name: str) -> None:
    change_setting(store, "phone_name", name, actor=None)
    for language, word in NAMES[name].items():
        headers = {"Accept-Language": language}
        assert f"<title>{word}</title>" in client.get("/submit", headers=headers).text
        manifest = json.loads(client.get("/submit/manifest.webmanifest", headers=headers).data)
        assert manifest["name"] == manifest["short_name"] == word


def test_nothing_is_kept_by_browsers_and_nothing_foreign_runs(client: FlaskClient) -> None:
    for path in ("/submit", *(f"/submit/{name}" for name in SHELL)):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "Set-Cookie" not in answer.headers
    assert client.get("/submit/worker.js").headers["Service-Worker-Allowed"] == "/submit"
    assert client.get("/submit/index.html").status_code == 404
    assert client.get("/submit/..%2fkit%2fapp.js").status_code == 404
    assert "blob:" not in client.get("/sign-in").headers["Content-Security-Policy"]


def test_the_worker_changes_with_each_of_its_files(client: FlaskClient, store: Store) -> None:
    before = client.get("/submit/worker.js").text
    change_setting(store, "phone_name", "recipes", actor=None)
    assert client.get("/submit/worker.js").text != before


def test_a_card_enrols_one_phone_once(client: FlaskClient, store: Store) -> None:
    secret = make_card(store, label="blue-phone").secret
    kit = client.get("/submit/kit", headers=card(secret))
    assert kit.status_code == 200
    assert list(kit.json["modules"])[-1] == "app.js"
    first, second = Phone(client, secret), Phone(client, secret)
    first.enrol()
    [device] = list_devices(store)
    assert device.label == "blue-phone"
    assert client.get("/submit/kit", headers=card(secret)).status_code == 401
    refused = client.post("/submit/enrol", json=second.enrolment(), headers=card(secret))
    assert (refused.status_code, refused.json) == (401, {"code": "bad_card"})
    # the answer was lost on its way: the same phone may ask again, and has the newer token from then on
    earlier = first.token
    first.enrol()
    assert first.token != earlier
    assert client.get("/submit/office", headers={"Authorization": f"Bearer {earlier}"}).status_code == 403
    assert client.get("/submit/office", headers=first.headers).status_code == 200
    assert len(list_devices(store)) == 1


def test_what_a_phone_is_told_opens_with_its_own_key_alone(phone: Phone, store: Store) -> None:
    """The token lies readable on the phone: whoever copies it learns nothing by it."""
    answer = phone.client.get("/submit/office", headers=phone.headers)
    assert phone.opened(answer.json) == {"recipient": current_intake_key(store).recipient}
    kit = phone.opened(phone.client.get("/submit/kit", headers=phone.headers).json)
    assert {"modules", "words", "version"} == set(kit)
    again = phone.client.get(f"/submit/kit?has={kit['version']}", headers=phone.headers)
    assert phone.opened(again.json) == {}
    assert len(again.data) < 1000  # a phone on a slow line does not load all of it each time


def test_only_who_holds_the_key_enrols_it(client: FlaskClient, store: Store) -> None:
    secret = make_card(store, label="blue-phone").secret
    phone = Phone(client, secret)
    other = str(pyrage.x25519.Identity.generate().to_public())
    for wrong in ({"proof": "00" * 64}, {"proof": "x"}, {"recipient": other}, {"device": "aigaq-device-0"}):
        answer = client.post("/submit/enrol", json=phone.enrolment(**wrong), headers=card(secret))
        assert answer.status_code in {400, 401}
    for nothing in (b"", b"[]", b'{"device": 1}', b"{" * 9000):
        answer = client.post(
            "/submit/enrol", data=nothing, headers=card(secret), content_type="application/json"
        )
        assert answer.status_code == 400
    assert list_devices(store) == []
    phone.enrol()


def test_an_envelope_lies_in_the_inbox_as_it_came_once(phone: Phone, store: Store) -> None:
    raw = sealed(store)
    digest = phone.post(raw)
    assert phone.post(raw) == digest
    [path] = inbox_of(store).files()
    assert path.read_bytes() == raw
    assert phone.states(digest, "0" * 64) == {digest: {"state": "sent"}, "0" * 64: {"state": "unknown"}}
    inbox_of(store).refuse(digest, "envelope_foreign")
    assert phone.states(digest)[digest] == {"state": "refused", "code": "envelope_foreign"}


def test_what_is_no_envelope_or_too_large_is_refused(phone: Phone, store: Store) -> None:
    for raw in (b"", b"hello", b"age-encryption.org/v1", b"-----BEGIN AGE ENCRYPTED FILE-----"):
        assert phone.client.post("/submit/post", data=raw, headers=phone.headers).status_code == 400
    large = b"age-encryption.org/v1\n" + bytes(4_000_001)
    assert phone.client.post("/submit/post", data=large, headers=phone.headers).status_code == 413
    assert inbox_of(store).files() == []
    for digests in (["A" * 64], ["0"], "0" * 64, [1], ["0" * 64] * 501, None):
        answer = phone.client.post("/submit/states", json={"digests": digests}, headers=phone.headers)
        assert answer.status_code == 400


def test_the_receipt_is_told_to_the_phone_that_sent_it_alone(
    phone: Phone, client: FlaskClient, store: Store, take_in: TakeIn
) -> None:
    other = Phone(client, make_card(store, label="red-phone").secret).enrol()
    device_id = next(device.id for device in list_devices(store) if device.label == "blue-phone")
    new = NewEnvelope(b"n" * 32, "7K0MX1QZ4T", device_id, "ab" * 32)
    take_in("Меня", beside=lambda session, made: put_envelope(session, new, statement_id=made))
    assert phone.states("ab" * 32) == {"ab" * 32: {"state": "received", "receipt": "7K0MX1QZ4T"}}
    assert other.states("ab" * 32) == {"ab" * 32: {"state": "unknown"}}


def test_questions_go_sealed_to_the_phone_that_sent_the_statement(
    phone: Phone, client: FlaskClient, store: Store, take_in: TakeIn
) -> None:
    other = Phone(client, make_card(store, label="red-phone").secret).enrol()
    device_id = next(device.id for device in list_devices(store) if device.label == "blue-phone")
    new = NewEnvelope(b"n" * 32, "7K0MX1QZ4T", device_id, "ab" * 32)
    made = take_in("Меня", beside=lambda session, name: put_envelope(session, new, statement_id=name))
    assert ask(store, made, "В какой больнице?", vault=open_vault(store, *FIRST))
    [raw] = client.get("/submit/questions", headers=phone.headers).json
    question = json.loads(pyrage.decrypt(base64.b64decode(raw), [phone.identity]))
    assert question["receipt"] == "7K0MX1QZ4T"
    assert question["text"] == "В какой больнице?"
    assert client.get("/submit/questions", headers=other.headers).json == []
    with store.writing() as session:
        put_answer(session, device_id=device_id, about=question["question"], text="В первой.")
    assert client.get("/submit/questions", headers=phone.headers).json == []
    assert store.statement(made).state is StatementState.WAITING


def test_a_revoked_phone_gets_nothing_and_hands_nothing_in(phone: Phone, store: Store) -> None:
    revoke_device(store, "blue-phone")
    for path in CLOSED:
        answer = phone.client.get(path, headers=phone.headers)
        assert (answer.status_code, answer.json) == (403, {"code": "device_revoked"})
    answer = phone.client.post("/submit/post", data=sealed(store), headers=phone.headers)
    assert answer.status_code == 403
    assert inbox_of(store).files() == []


def test_a_full_inbox_says_so(phone: Phone, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, *_: object, **__: object) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr("store.inbox.os.fsync", full)
    answer = phone.client.post("/submit/post", data=sealed(store), headers=phone.headers)
    assert answer.status_code >= 500
    assert inbox_of(store).files() == []


def test_for_phones_alone_nothing_tells_of_an_office(store: Store) -> None:
    client = create_app(store, phones_only=True).test_client()
    assert client.get("/submit").status_code == 200
    Phone(client, make_card(store, label="blue-phone").secret).enrol()
    for path in ("/", "/sign-in", "/static/app.css", "/statement/A", "/nowhere"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert answer.data == b"", path
