"""A field device's signing key: a file of mode 0600, under a passphrase if the device can be taken.

The key signs and opens nothing: whoever takes it can hand statements in as this device until the office
revokes it, and read none.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.devices import KEY_BYTES, device_text
from models.errors import AigaqError
from store.private_files import create_private

if TYPE_CHECKING:
    from store.wrapping import Cost

_FORMAT: Final = "aigaq device 1"
_PURPOSE: Final = "device key"
_LARGEST: Final = 1 << 14
_SHORTEST_PASSPHRASE: Final = 12


def create_device_key(path: Path, *, passphrase: str | None, cost: "Cost | None" = None) -> str:
    """Make a key and write its file; returns the public key as it is enrolled.

    Errors: place_taken, unwritable, passphrase_short.
    """
    if passphrase is not None and len(passphrase) < _SHORTEST_PASSPHRASE:
        raise AigaqError("passphrase_short")
    signer = Ed25519PrivateKey.generate()
    seed, public = signer.private_bytes_raw(), device_text(signer.public_key().public_bytes_raw())
    content: dict[str, Any] = {"format": _FORMAT, "public_key": public}
    if passphrase is None:
        content["seed"] = seed.hex()
    else:
        from store import wrapping  # noqa: PLC0415 - loads argon2, which most devices never need

        content["wrapped"] = wrapping.wrap(
            seed, passphrase, purpose=_PURPOSE, cost=cost or wrapping.STANDARD_COST
        )
    try:
        create_private(path, json.dumps(content, indent=1).encode("ascii") + b"\n")
    except AigaqError as error:
        raise AigaqError("place_taken" if error.code == "store_exists" else "unwritable") from None
    return public


def read_device_key(path: Path, *, passphrase: Callable[[], str]) -> Ed25519PrivateKey:
    """The key of a file; `passphrase` is called only where one is needed.

    Errors: no_such_file, bad_device_key, device_locked (a wrong passphrase).
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST)
    except OSError:
        raise AigaqError("no_such_file") from None
    try:
        content = json.loads(raw)
        if content["format"] != _FORMAT:
            raise AigaqError("bad_device_key")
        seed = bytes.fromhex(content["seed"]) if "seed" in content else _unwrapped(content, passphrase)
        if len(seed) != KEY_BYTES:
            raise AigaqError("bad_device_key")
        signer = Ed25519PrivateKey.from_private_bytes(seed)
        if content["public_key"] != device_text(signer.public_key().public_bytes_raw()):
            raise AigaqError("bad_device_key")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise AigaqError("bad_device_key") from None
    return signer


def _unwrapped(content: dict[str, Any], passphrase: Callable[[], str]) -> bytes:
    from store import wrapping  # noqa: PLC0415 - as above

    try:
        return wrapping.unwrap(content["wrapped"], passphrase(), purpose=_PURPOSE)
    except wrapping.WrongKey:
        raise AigaqError("device_locked") from None
    except wrapping.Malformed:
        raise AigaqError("bad_device_key") from None
