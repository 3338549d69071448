"""An envelope opens for its office alone, says who sealed it, and shows every change."""

import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.envelope_tar import Member, pack, unpack
from intake.envelopes import IntakeIdentity, Payload, checked_recipient, open_envelope, seal_envelope
from models.errors import AigaqError

SIGNER = Ed25519PrivateKey.generate()
PAYLOAD = Payload("statement.txt", "Меня зовут Канарейбек. Били.".encode(), b'{"scope": "internal"}')


def identity() -> IntakeIdentity:
    made = pyrage.x25519.Identity.generate()
    return IntakeIdentity(str(made.to_public()), str(made))


OURS, THEIRS = identity(), identity()


def seal(*, to: IntakeIdentity = OURS, armored: bool = False) -> bytes:
    return seal_envelope(PAYLOAD, recipient=to.recipient, signer=SIGNER, armored=armored).raw


def code_of(raw: bytes, *identities: IntakeIdentity) -> str:
    with pytest.raises(AigaqError) as caught:
        open_envelope(raw, identities or (OURS,))
    return caught.value.code


def resealed(change: Callable[[list[Member]], object], *, to: IntakeIdentity = OURS) -> bytes:
    """An envelope that somebody opened, changed inside and sealed again."""
    members = unpack(bytes(pyrage.decrypt(seal(), [pyrage.x25519.Identity.from_str(OURS.identity)])))
    change(members)
    return bytes(pyrage.encrypt(pack(members), [pyrage.x25519.Recipient.from_str(to.recipient)]))


@pytest.mark.parametrize("armored", [False, True])
def test_what_was_sealed_comes_out_with_who_sealed_it(armored: bool) -> None:
    sealed = seal_envelope(PAYLOAD, recipient=OURS.recipient, signer=SIGNER, armored=armored)
    opened = open_envelope(sealed.raw, [THEIRS, OURS])
    assert opened.payload.name == PAYLOAD.name
    assert opened.payload.statement == PAYLOAD.statement
    assert opened.payload.consent == PAYLOAD.consent
    assert opened.device == SIGNER.public_key().public_bytes_raw()
    assert opened.receipt == sealed.receipt
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{10}", sealed.receipt)
    assert sealed.raw.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----") is armored


def test_outside_nothing_tells_the_device_or_the_text() -> None:
    raw = seal()
    device = SIGNER.public_key().public_bytes_raw()
    for trace in (device, device.hex().encode(), PAYLOAD.statement[:12], b"statement", b"consent"):
        assert trace not in raw


def test_no_nonce_and_no_receipt_twice() -> None:
    sealed = [seal_envelope(PAYLOAD, recipient=OURS.recipient, signer=SIGNER) for _ in range(200)]
    assert len({one.receipt for one in sealed}) == 200
    assert len({open_envelope(one.raw, [OURS]).nonce for one in sealed}) == 200
    assert len({one.raw for one in sealed}) == 200


def test_for_another_office() -> None:
    assert code_of(seal(to=THEIRS)) == "envelope_foreign"
    with pytest.raises(AigaqError, match="envelope_foreign"):
        open_envelope(seal(), [])


@pytest.mark.parametrize("armored", [False, True])
def test_cut_or_flipped_anywhere_it_is_refused(armored: bool) -> None:
    raw = seal(armored=armored)
    chance = random.Random(4)  # noqa: S311 - no secret
    for at in (0, 1, 50, 100, 199, 250, len(raw) // 2, len(raw) - 2):
        assert code_of(raw[:at]) in {"envelope_damaged", "envelope_foreign"}
    for _ in range(60):
        at = chance.randrange(200, len(raw) - 40)
        flipped = raw[:at] + bytes((raw[at] ^ (1 << chance.randrange(8)),)) + raw[at + 1 :]
        try:
            opened = open_envelope(flipped, [OURS])
        except AigaqError as error:
            assert error.code in {"envelope_damaged", "envelope_foreign"}
        else:  # armour may be changed where it says nothing
            assert armored and opened.payload.statement == PAYLOAD.statement


@pytest.mark.parametrize("raw", [b"", b"words", b"\0" * 9000, pyrage.passphrase.encrypt(b"x", "words")])
def test_no_envelope_at_all(raw: bytes) -> None:
    assert code_of(raw) in {"envelope_damaged", "envelope_foreign"}


def test_an_age_file_of_something_else() -> None:
    to = [pyrage.x25519.Recipient.from_str(OURS.recipient)]
    for inside in (b"", b"words", bytes(8192), pack([]), pack([("statement.txt", b"x")])):
        assert code_of(bytes(pyrage.encrypt(inside, to))) == "envelope_damaged"


def test_forwarded_by_another_office() -> None:
    assert code_of(resealed(lambda members: None, to=THEIRS), THEIRS) == "envelope_forwarded"
    # that office does not even get away with writing its own recipient in
    forged = resealed(lambda members: _rewrite(members, recipient=THEIRS.recipient), to=THEIRS)
    assert code_of(forged, THEIRS) == "envelope_forged"


def _rewrite(members: list[Member], **values: object) -> None:
    content = {**json.loads(members[2][1]), **values}
    members[2] = ("signature", json.dumps(content, indent=1).encode() + b"\n")


def _replace(at: int, name: str, content: bytes) -> Callable[[list[Member]], object]:
    return lambda members: members.__setitem__(at, (name, content))


OTHER = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()


@pytest.mark.parametrize(
    "change",
    [
        _replace(0, "statement.txt", b"something else"),
        _replace(0, "statement.md", PAYLOAD.statement),
        _replace(1, "consent.json", b'{"scope": "public"}'),
        lambda members: _rewrite(members, nonce="00" * 32),
        lambda members: _rewrite(members, device=OTHER),
        lambda members: _rewrite(members, device="00" * 32),
        lambda members: _rewrite(members, signature="00" * 64),
    ],
)
def test_what_the_signature_covers_cannot_be_changed(change: Callable[[list[Member]], object]) -> None:
    assert code_of(resealed(change)) == "envelope_forged"


@pytest.mark.parametrize(
    "change",
    [
        lambda members: members.pop(),
        lambda members: members.append(("more", b"x")),
        lambda members: members.reverse(),
        lambda members: members.insert(0, ("statement.txt", b"two")),
        _replace(0, "../statement.txt", b"x"),
        _replace(0, "statement", b"x"),
        _replace(0, "statement.tar.gz", b"x"),
        _replace(1, "consent.json", b" " * 70_000),
        _replace(2, "signature", b"[]"),
        _replace(2, "signature", b"{" * 1000),
        _replace(2, "signature", b"\xff"),
        lambda members: _rewrite(members, version=2),
        lambda members: _rewrite(members, more="x"),
        lambda members: _rewrite(members, nonce=7),
        lambda members: _rewrite(members, nonce="zz" * 32),
        lambda members: _rewrite(members, device="00"),
        lambda members: _rewrite(members, recipient="age1\nnonce"),
        lambda members: _rewrite(members, recipient=None),
    ],
)
def test_other_members_are_damage(change: Callable[[list[Member]], object]) -> None:
    assert code_of(resealed(change)) == "envelope_damaged"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_a_changed_inside_ends_in_a_code(data: st.DataObject) -> None:
    """Whoever knows the recipient can seal anything to it."""
    tar = bytearray(pack([("statement.txt", b"x" * 700), ("consent.json", b"{}"), ("signature", b"{}")]))
    for _ in range(data.draw(st.integers(1, 4))):
        tar[data.draw(st.integers(0, len(tar) - 1))] = data.draw(st.integers(0, 255))
    to = [pyrage.x25519.Recipient.from_str(OURS.recipient)]
    assert code_of(bytes(pyrage.encrypt(bytes(tar), to))) == "envelope_damaged"


@pytest.mark.parametrize(
    "text",
    ["", "age1", "AGE-SECRET-KEY-1", OURS.recipient[:-1] + "x", OURS.identity],
    ids=["nothing", "beginning", "beginning of an identity", "a letter changed", "an identity"],
)
def test_no_recipient(text: str) -> None:
    with pytest.raises(AigaqError, match="bad_recipient"):
        checked_recipient(text)


@pytest.mark.parametrize("name", ["secret.txt", "statement.txt/x", "statement.TXT", "statement"])
def test_no_file_name_gets_in(name: str) -> None:
    with pytest.raises(AigaqError, match="internal"):
        seal_envelope(Payload(name, b"x", b"{}"), recipient=OURS.recipient, signer=SIGNER)


@pytest.mark.skipif(
    shutil.which("age") is None and os.environ.get("AIGAQ_NEEDS_BROWSER") != "1",
    reason="the program age is not installed",
)
@pytest.mark.parametrize("armored", [False, True])
def test_the_program_age_opens_ours_and_we_open_its(tmp_path: Path, armored: bool) -> None:
    key = tmp_path / "key"
    key.write_text(OURS.identity + "\n")
    (tmp_path / "out").mkdir()
    tar = subprocess.run(
        ["age", "-d", "-i", str(key)], input=seal(armored=armored), capture_output=True, check=True
    ).stdout
    subprocess.run(["tar", "-xf", "-", "-C", str(tmp_path / "out")], input=tar, check=True)
    assert (tmp_path / "out" / "statement.txt").read_bytes() == PAYLOAD.statement
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "consent.json", "pad", "signature", "statement.txt",
    ]  # fmt: skip
    armour = ["-a"] if armored else []
    again = subprocess.run(
        ["age", "-r", OURS.recipient, *armour], input=tar, capture_output=True, check=True
    ).stdout
    assert open_envelope(again, [OURS]).payload.statement == PAYLOAD.statement


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl")
def test_the_signature_is_checked_without_us(tmp_path: Path) -> None:
    """As docs/envelopes.md says, with sha256sum and openssl."""
    members = dict(unpack(bytes(pyrage.decrypt(seal(), [pyrage.x25519.Identity.from_str(OURS.identity)]))))
    said = json.loads(members["signature"])
    lines = ["aigaq envelope 1"] + [f"{name} {said[name]}" for name in ("recipient", "device", "nonce")]
    for name in ("statement.txt", "consent.json"):
        digest = subprocess.run(["sha256sum"], input=members[name], capture_output=True, check=True).stdout
        lines.append(f"{name} {len(members[name])} {digest.split()[0].decode()}")
    (tmp_path / "message").write_text("\n".join(lines) + "\n")
    (tmp_path / "signature").write_bytes(bytes.fromhex(said["signature"]))
    (tmp_path / "device").write_bytes(bytes.fromhex("302a300506032b6570032100" + said["device"]))
    checked = (
        "openssl pkeyutl -verify -pubin -keyform DER -inkey device -rawin -in message -sigfile signature"
    )
    done = subprocess.run(checked.split(), cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
