"""What the page seals others open, and what others seal the page opens: age, tar, and this program."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from intake.consents import consent_json, read_consent
from intake.envelope_tar import pack, unpack
from intake.envelopes import IntakeIdentity, Payload, open_envelope, seal_envelope
from models.base32 import as_typed
from models.devices import device_text
from models.labels import Language
from models.statements import Consent, ConsentScope
from review.phone_files import kit
from store.intake_keys import current_intake_key
from tests.browser.phone.conftest import Office
from tests.browser.phone.thumb import words

needs_age = pytest.mark.skipif(
    shutil.which("age") is None and os.environ.get("AIGAQ_NEEDS_BROWSER") != "1",
    reason="age is not installed",
)
# The kit's programs, as the page itself loads them.
LOAD = """async modules => {
  const made = {}
  for (const [name, source] of Object.entries(modules)) {
    const bound = source.replace(/from\\s*"\\.\\/([a-z.]+)"/g, (all, of) => `from "${made[of]}"`)
    made[name] = URL.createObjectURL(new Blob([bound], { type: "text/javascript" }))
  }
  window.tried = { ...await import(made["age.js"]), ...await import(made["envelope.js"]) }
  window.rawOf = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
  window.textOf = raw => btoa(Array.from(raw, byte => String.fromCharCode(byte)).join(""))
}"""
PACK = "members => textOf(tried.pack(members.map(([name, content]) => [name, rawOf(content)])))"
OPEN = """async ([identity, sealed]) => {
  const opener = new tried.Decrypter()
  opener.addIdentity(identity)
  return textOf(await opener.decrypt(rawOf(sealed)))
}"""
Try = Callable[..., Any]


def in_text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@pytest.fixture
def tried(office: Office, page_at: Callable[..., Any]) -> Try:
    """`tried(script, argument)` runs a script with the kit's programs at hand."""
    page = page_at(f"{office.url}/submit")
    page.evaluate(LOAD, json.loads(kit())["modules"])
    return page.evaluate


@pytest.fixture
def sealed(office: Office, open_phone: Callable[..., Any]) -> tuple[str, Path]:
    """The receipt of a statement that a phone sealed, and the envelope at the office."""
    phone = open_phone(language="ru")
    phone.enrol()
    more = {
        "place": "Алматы.",
        "date": "6 января 2022",
        "note": "Говорила тихо.",
        "hide": "Сестра\n Сестра \nДом",
    }
    receipt = phone.hand_in("Меня били. Қатты ұрды 😢", **more, recipients="ОБСЕ")
    phone.shows(receipt, "sent")
    [path] = office.inbox.files()
    return receipt, path


def test_this_program_opens_what_the_page_sealed(office, sealed) -> None:
    receipt, path = sealed
    key = current_intake_key(office.store)
    opened = open_envelope(path.read_bytes(), [IntakeIdentity(key.recipient, key.identity)])
    assert opened.receipt == receipt
    assert opened.payload.name == "statement.txt"
    said = words("ru")
    head = [said[f"label_{name}"] for name in ("place", "date")]
    assert opened.payload.statement.decode() == (
        head[0].replace("{text}", "Алматы")
        + "\n"
        + head[1].replace("{text}", "6 января 2022")
        + "\n\nМеня били. Қатты ұрды 😢\n\n"
        + said["label_note"].replace("{text}", "Говорила тихо.")
        + "\n"
    )
    consent = read_consent(opened.payload.consent)
    assert consent == Consent(
        ConsentScope.LEGAL,
        recipients=("ОБСЕ",),
        hide=("Сестра", "Дом"),
        explained=("purpose", "risks", "withdrawal"),
        language=Language.RU,
        given_on=date.today(),
        how="spoken",
    )
    assert opened.payload.consent == consent_json(consent)


@needs_age
def test_age_and_tar_open_what_the_page_sealed(office, sealed, tmp_path) -> None:
    _, path = sealed
    key = current_intake_key(office.store)
    opened = open_envelope(path.read_bytes(), [IntakeIdentity(key.recipient, key.identity)])
    (tmp_path / "intake.key").write_text(key.identity + "\n")
    tar = subprocess.run(
        ["age", "-d", "-i", str(tmp_path / "intake.key"), str(path)], capture_output=True, check=True
    ).stdout
    assert len(tar) % 4096 == 0
    (tmp_path / "out").mkdir()
    listed = subprocess.run(
        ["tar", "-xvf", "-", "-C", str(tmp_path / "out")], input=tar, capture_output=True, check=True
    )
    assert listed.stdout.decode().split() == ["statement.txt", "consent.json", "signature", "pad"]
    assert listed.stderr == b""
    assert (tmp_path / "out" / "statement.txt").read_bytes() == opened.payload.statement
    assert (tmp_path / "out" / "consent.json").read_bytes() == opened.payload.consent


def test_the_page_opens_what_this_program_sealed(tried) -> None:
    identity = tried("() => tried.generateX25519Identity()")
    recipient = tried("identity => tried.identityToRecipient(identity)", identity)
    payload = Payload("statement.txt", "Қанарейкина сказала".encode(), consent_json(Consent()))
    signer = Ed25519PrivateKey.generate()
    raw = seal_envelope(payload, recipient=recipient, signer=signer).raw
    members = unpack(base64.b64decode(tried(OPEN, [identity, in_text(raw)])))
    assert members[:2] == [(payload.name, payload.statement), ("consent.json", payload.consent)]


@needs_age
@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537])
def test_the_page_opens_what_age_sealed(tried, size) -> None:
    identity = tried("() => tried.generateX25519Identity()")
    recipient = tried("identity => tried.identityToRecipient(identity)", identity)
    content = bytes(byte % 251 for byte in range(size))
    raw = subprocess.run(["age", "-r", recipient], input=content, capture_output=True, check=True).stdout
    assert base64.b64decode(tried(OPEN, [identity, in_text(raw)])) == content


def test_the_tars_are_the_same_to_the_byte(tried) -> None:
    for size in (0, 1, 511, 512, 513, 1023, 1024, 2047, 2048, 4095, 4096, 4097, 70_000):
        members = [
            ("statement.txt", ("Қ" * size).encode()[:size]),
            ("consent.json", b"x" * (size // 3)),
            ("signature", b"{}"),
        ]
        by_page = tried(PACK, [(name, in_text(content)) for name, content in members])
        assert base64.b64decode(by_page) == pack(members), size


def test_keys_and_signatures_are_the_same(tried) -> None:
    for _ in range(5):
        made = tried(
            "() => { const { seed, publicKey } = tried.newDevice(); return [seed, tried.hexOf(publicKey)] }"
        )
        seed, public = map(bytes.fromhex, made)
        key = Ed25519PrivateKey.from_private_bytes(seed)
        assert key.public_key().public_bytes_raw() == public
        assert tried("public => tried.deviceText(tried.rawOf(public))", public.hex()) == device_text(public)
        signature = tried("([seed, text]) => tried.signed(seed, text)", [seed.hex(), "Қол қойылды\n"])
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(signature), "Қол қойылды\n".encode())


def test_a_code_is_read_as_this_program_reads_it(tried) -> None:
    for typed in ("7k3qx-9m2pa", " 7K3 QX9 M2PA ", "olI0o-1i-l", "O O O"):
        assert tried("typed => tried.asTyped(typed)", typed) == as_typed(typed)
