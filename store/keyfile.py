"""The keys file beside a store: the store key under its passphrase, the vault under each reviewer's.

Only the wrapped store key stands in clear JSON. Recipients and reviewers are sealed under a key derived from
the store key: names of users are under the store's lock, and nobody without it can put another recipient in
the place of the vault's.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.errors import AigaqError
from store import wrapping
from store.private_files import create_private
from store.wrapping import Cost, Malformed, WrongKey

_FORMAT: Final = "aigaq keys 1"
_LARGEST: Final = 1 << 20
_STORE_PURPOSE: Final = "store key"


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A reviewer and the vault identity under that person's passphrase."""

    id: str
    name: str
    wrapped: dict[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class StoreKeys:
    """What the store's passphrase gives: keys for the database and for digests, recipients, reviewers."""

    database: bytes
    digest: bytes
    vault_recipient: str
    recovery_recipient: str
    reviewers: tuple[Reviewer, ...]


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom every record is sealed to, and who opens the vault."""

    vault: str
    recovery: str
    reviewers: tuple[Reviewer, ...]


def create_keys(path: Path, passphrase: str, recipients: Recipients, *, cost: Cost) -> StoreKeys:
    """Make a new store key and write the keys file; store_exists if there is one."""
    store_key = wrapping.new_key()
    section = {
        "vault": recipients.vault,
        "recovery": recipients.recovery,
        "reviewers": [{"id": r.id, "name": r.name, "wrapped": r.wrapped} for r in recipients.reviewers],
    }
    sealed = wrapping.seal(
        json.dumps(section, ensure_ascii=False).encode("utf-8"),
        wrapping.subkey(store_key, "recipients"),
        bound_to=_FORMAT.encode(),
    )
    content = {
        "format": _FORMAT,
        "store": wrapping.wrap(store_key, passphrase, purpose=_STORE_PURPOSE, cost=cost),
        "recipients": wrapping.encode(sealed),
    }
    create_private(path, json.dumps(content, indent=1).encode("ascii") + b"\n")
    return _keys(store_key, section)


def open_keys(path: Path, passphrase: str) -> StoreKeys:
    """The keys of a store: keys_missing, store_locked or store_damaged where they cannot be had."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST)
    except OSError:
        raise AigaqError("keys_missing") from None
    try:
        content = json.loads(raw)
        if content["format"] != _FORMAT:
            raise AigaqError("store_newer")
        wrapped, sealed = content["store"], wrapping.decode(content["recipients"])
    except (ValueError, KeyError, TypeError, Malformed):
        raise AigaqError("store_damaged") from None
    try:
        store_key = wrapping.unwrap(wrapped, passphrase, purpose=_STORE_PURPOSE)
    except WrongKey:
        raise AigaqError("store_locked") from None
    except Malformed:
        raise AigaqError("store_damaged") from None
    try:
        section = wrapping.unseal(sealed, wrapping.subkey(store_key, "recipients"), bound_to=_FORMAT.encode())
        return _keys(store_key, json.loads(section))
    except (ValueError, KeyError, TypeError, WrongKey, Malformed):
        raise AigaqError("store_damaged") from None


def _keys(store_key: bytes, section: dict[str, Any]) -> StoreKeys:
    return StoreKeys(
        database=wrapping.subkey(store_key, "database"),
        digest=wrapping.subkey(store_key, "digest"),
        vault_recipient=section["vault"],
        recovery_recipient=section["recovery"],
        reviewers=tuple(Reviewer(r["id"], r["name"], r["wrapped"]) for r in section["reviewers"]),
    )
