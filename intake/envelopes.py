"""Envelopes: a statement sealed on a field device, so that only the office's intake identity opens it.

An age file around a tar of statement.*, consent.json, signature and pad. The signature lies inside, where it
does not tell whose device it was, and covers the recipient, so that nobody can pass the envelope on to
another office; and a nonce, so that the office takes it in once. Plaintext is held in memory only.
"""

import hashlib
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyrage  # type: ignore[import-untyped]
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from intake.envelope_tar import Member, pack, unpack
from models.base32 import encode
from models.errors import AigaqError

SUFFIX: Final = ".age"
_VERSION: Final = 1
_STATEMENT: Final = re.compile(r"statement\.[a-z0-9]{1,8}")
_CONSENT: Final = "consent.json"
_SIGNATURE: Final = "signature"
_LARGEST_CONSENT: Final = 1 << 16  # bytes
_RECEIPT: Final = 10  # characters
_NONCE_BYTES: Final = 32
_RECIPIENT: Final = re.compile(r"age1[0-9a-z]{58}")
_HEX: Final = {"device": 64, "nonce": 2 * _NONCE_BYTES, "signature": 128}  # digits
# What the library says where no recipient of the file is ours; everything else is damage.
_NOT_OURS: Final = "No matching keys found"


@dataclass(frozen=True, slots=True, repr=False)
class Payload:
    """What an envelope is for: a file as it was, called statement.<extension>, and its consent.json."""

    name: str
    statement: bytes
    consent: bytes


@dataclass(frozen=True, slots=True, repr=False)
class SealedEnvelope:
    """An envelope's bytes and the receipt's code."""

    raw: bytes
    receipt: str


@dataclass(frozen=True, slots=True, repr=False)
class OpenedEnvelope:
    """An envelope whose signature fits; whether `device`, a public key, is known is another question."""

    payload: Payload
    device: bytes
    nonce: bytes
    receipt: str


@dataclass(frozen=True, slots=True, repr=False)
class IntakeIdentity:
    """An age identity that opens envelopes."""

    recipient: str
    identity: str


def checked_recipient(text: str) -> str:
    """The recipient in its own spelling; bad_recipient if it is none."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text.strip()))
    except pyrage.RecipientError:
        raise AigaqError("bad_recipient") from None


def seal_envelope(
    payload: Payload, *, recipient: str, signer: Ed25519PrivateKey, armored: bool = False
) -> SealedEnvelope:
    """Seal and sign; `recipient` is an office's age1…."""
    if not _STATEMENT.fullmatch(payload.name) or len(payload.consent) > _LARGEST_CONSENT:
        raise AigaqError("internal")
    device = signer.public_key().public_bytes_raw()
    nonce = os.urandom(_NONCE_BYTES)
    message = _message(payload, recipient=recipient, device=device, nonce=nonce)
    signature = _signature_json(recipient, device, nonce, signer.sign(message))
    tar = pack(
        [(payload.name, payload.statement), (_CONSENT, payload.consent), (_SIGNATURE, signature)],
    )
    to = pyrage.x25519.Recipient.from_str(recipient)
    return SealedEnvelope(bytes(pyrage.encrypt(tar, [to], armored=armored)), _receipt(message))


def open_envelope(raw: bytes, identities: Sequence[IntakeIdentity]) -> OpenedEnvelope:
    """Open an envelope and check all that it says of itself.

    Errors: envelope_foreign (for another office, or its first lines are damaged), envelope_damaged,
    envelope_forged (the signature does not fit), envelope_forwarded (it was signed for another recipient).
    """
    for own in identities:
        tar = _decrypted(raw, own)
        if tar is not None:
            return _checked(unpack(tar), recipient=own.recipient)
    raise AigaqError("envelope_foreign")


def _decrypted(raw: bytes, own: IntakeIdentity) -> bytes | None:
    """What is in the file, whole; None if it was sealed to others."""
    try:
        return bytes(pyrage.decrypt(raw, [pyrage.x25519.Identity.from_str(own.identity)]))
    except pyrage.DecryptError as error:
        if str(error) == _NOT_OURS:
            return None
        raise AigaqError("envelope_damaged") from None


def _checked(members: list[Member], *, recipient: str) -> OpenedEnvelope:
    names = [name for name, _ in members]
    if len(members) != 3 or names[1:] != [_CONSENT, _SIGNATURE] or not _STATEMENT.fullmatch(names[0]):
        raise AigaqError("envelope_damaged")
    payload = Payload(names[0], members[0][1], members[1][1])
    if len(payload.consent) > _LARGEST_CONSENT:
        raise AigaqError("envelope_damaged")
    said, device, nonce, signature = _read_signature(members[2][1])
    message = _message(payload, recipient=said, device=device, nonce=nonce)
    try:
        Ed25519PublicKey.from_public_bytes(device).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise AigaqError("envelope_forged") from None
    if said != recipient:
        raise AigaqError("envelope_forwarded")
    return OpenedEnvelope(payload, device, nonce, _receipt(message))


def _message(payload: Payload, *, recipient: str, device: bytes, nonce: bytes) -> bytes:
    """What is signed: lines that a person can put together with sha256sum; no field holds a line end."""
    lines = [
        f"aigaq envelope {_VERSION}",
        f"recipient {recipient}",
        f"device {device.hex()}",
        f"nonce {nonce.hex()}",
        f"{payload.name} {len(payload.statement)} {hashlib.sha256(payload.statement).hexdigest()}",
        f"{_CONSENT} {len(payload.consent)} {hashlib.sha256(payload.consent).hexdigest()}",
    ]
    return "".join(line + "\n" for line in lines).encode("ascii")


def _receipt(message: bytes) -> str:
    return encode(hashlib.sha256(b"aigaq receipt 1\n" + message).digest(), characters=_RECEIPT)


def _signature_json(recipient: str, device: bytes, nonce: bytes, signature: bytes) -> bytes:
    content = {
        "version": _VERSION,
        "recipient": recipient,
        "device": device.hex(),
        "nonce": nonce.hex(),
        "signature": signature.hex(),
    }
    return json.dumps(content, indent=1).encode("ascii") + b"\n"


def _read_signature(raw: bytes) -> tuple[str, bytes, bytes, bytes]:
    """Recipient, device, nonce and signature; envelope_damaged unless it is spelt as we spell it."""
    if len(raw) > 1024:
        raise AigaqError("envelope_damaged")
    try:
        content: Any = json.loads(raw)
        if any(len(content[name]) != digits for name, digits in _HEX.items()):
            raise AigaqError("envelope_damaged")
        recipient = content["recipient"]
        if not _RECIPIENT.fullmatch(recipient):
            raise AigaqError("envelope_damaged")
        device, nonce, signature = (bytes.fromhex(content[name]) for name in _HEX)
        if _signature_json(recipient, device, nonce, signature) != raw:
            raise AigaqError("envelope_damaged")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise AigaqError("envelope_damaged") from None
    return recipient, device, nonce, signature
