"""Wrapping: a secret under a passphrase (argon2id, then AES-GCM), or under a key that is at hand already."""

import base64
import binascii
import json
import os
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_SALT_BYTES: Final = 16


class WrongKey(Exception):
    """The passphrase or key does not open this, or it was changed; nobody can tell which."""


class Malformed(Exception):
    """This is not something that was wrapped here."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a passphrase costs: memory in KiB, passes over it, lanes side by side."""

    memory_kib: int
    passes: int
    lanes: int

    def within_bounds(self) -> bool:
        """False for costs that only a tampered file asks for: they would stop the machine."""
        return 8 * self.lanes <= self.memory_kib <= 2**21 and 1 <= self.passes <= 64 and 1 <= self.lanes <= 16


# About 0.7 s on a small laptop; every guess of a thief costs the same 256 MiB.
STANDARD_COST: Final = Cost(memory_kib=256 * 1024, passes=3, lanes=4)


def new_key() -> bytes:
    """A random key of 32 bytes."""
    return os.urandom(KEY_BYTES)


def subkey(key: bytes, purpose: str) -> bytes:
    """A key for one purpose only; none of them leads back to `key` or to another one."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"aigaq {purpose} 1".encode()).derive(key)


def wrap(secret: bytes, passphrase: str, *, purpose: str, cost: Cost) -> dict[str, Any]:
    """Wrap a secret under a passphrase; the parameters and the purpose are bound to it."""
    if not cost.within_bounds():
        raise ValueError("argon2 cost out of bounds")
    parameters: dict[str, Any] = {
        "kdf": "argon2id",
        "memory_kib": cost.memory_kib,
        "passes": cost.passes,
        "lanes": cost.lanes,
        "salt": encode(os.urandom(_SALT_BYTES)),
    }
    key = _stretch(passphrase, parameters)
    return {**parameters, "sealed": encode(seal(secret, key, bound_to=_bound(parameters, purpose)))}


def unwrap(wrapped: dict[str, Any], passphrase: str, *, purpose: str) -> bytes:
    """The secret again; WrongKey for another passphrase or changed bytes, Malformed for something else."""
    try:
        parameters = {name: wrapped[name] for name in ("kdf", "memory_kib", "passes", "lanes", "salt")}
        sealed = decode(wrapped["sealed"])
    except (KeyError, TypeError):
        raise Malformed from None
    return unseal(sealed, _stretch(passphrase, parameters), bound_to=_bound(parameters, purpose))


def seal(secret: bytes, key: bytes, *, bound_to: bytes) -> bytes:
    """AES-GCM under a key: the nonce, then the sealed bytes."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, bound_to)


def unseal(sealed: bytes, key: bytes, *, bound_to: bytes) -> bytes:
    """The secret again; WrongKey when key, bytes or `bound_to` differ."""
    if len(sealed) < _NONCE_BYTES + 16:
        raise Malformed
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except InvalidTag:
        raise WrongKey from None


def encode(raw: bytes) -> str:
    """Bytes as base64 text."""
    return base64.b64encode(raw).decode("ascii")


def decode(text: str) -> bytes:
    """Base64 text as bytes; Malformed if it is none."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise Malformed from None


def _stretch(passphrase: str, parameters: dict[str, Any]) -> bytes:
    try:
        cost = Cost(int(parameters["memory_kib"]), int(parameters["passes"]), int(parameters["lanes"]))
    except (ValueError, TypeError):
        raise Malformed from None
    if parameters["kdf"] != "argon2id" or not cost.within_bounds():
        raise Malformed
    return hash_secret_raw(
        # One passphrase, typed on two systems, may come composed or decomposed (й, ё, é).
        unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"),
        decode(parameters["salt"]),
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _bound(parameters: dict[str, Any], purpose: str) -> bytes:
    return json.dumps({"purpose": purpose, **parameters}, sort_keys=True, separators=(",", ":")).encode()
