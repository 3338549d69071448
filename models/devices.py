"""Field devices: a device as the office knows it, and its public key as people hand it on."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from models.base32 import as_typed, decode, encode
from models.errors import AigaqError

KEY_BYTES: Final = 32
_BEGINS: Final = "aigaq-device-"
_CHECK_BYTES: Final = 3
_LENGTH: Final = 56  # characters of base32 for key and check


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled device; `label` is made up and no person's name."""

    id: str
    label: str
    public_key: bytes
    enrolled_at: datetime
    revoked_at: datetime | None


def device_text(public_key: bytes) -> str:
    """A device's public key to be read out or typed, with a check against slips."""
    return _BEGINS + encode(public_key + _check(public_key), characters=_LENGTH).lower()


def read_device_text(typed: str) -> bytes:
    """The public key of such a text; bad_device_key where a letter is wrong or it is something else."""
    text = typed.strip().lower()
    try:
        if not text.startswith(_BEGINS):
            raise ValueError
        raw = decode(as_typed(text.removeprefix(_BEGINS)), size=KEY_BYTES + _CHECK_BYTES)
    except ValueError:
        raise AigaqError("bad_device_key") from None
    public_key, check = raw[:KEY_BYTES], raw[KEY_BYTES:]
    if check != _check(public_key):
        raise AigaqError("bad_device_key")
    return public_key


def _check(public_key: bytes) -> bytes:
    return hashlib.sha256(b"aigaq device 1\n" + public_key).digest()[:_CHECK_BYTES]
