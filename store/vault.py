"""The vault: an age identity that reviewers share; sealing needs its public half only.

Each user has an age identity of their own, wrapped under that person's passphrase; the vault's identity is
sealed to each active reviewer's. So a reviewer can be admitted, and the vault be changed, without anybody
else's passphrase.
"""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyrage  # type: ignore[import-untyped]

from models.errors import AigaqError
from store import wrapping
from store.wrapping import Cost, Malformed, WrongKey

_PURPOSE: Final = "identity of user"


class Vault:
    """The vault, opened by a reviewer or the recovery identity; keep it no longer than it is needed."""

    __slots__ = ("_identity", "reviewer_id")

    def __init__(self, identity: Any, *, reviewer_id: str | None) -> None:
        self._identity = identity
        self.reviewer_id = reviewer_id

    def __repr__(self) -> str:
        return "Vault(open)"

    @property
    def recipient(self) -> str:
        """The public half."""
        return str(self._identity.to_public())

    def unseal(self, sealed: bytes) -> bytes:
        """The bytes that were sealed; record_damaged if they were sealed to another vault or changed."""
        return unseal_with(self._identity, sealed)

    def share_with(self, recipient: str) -> bytes:
        """The vault's identity sealed to somebody else's."""
        return seal_to([recipient], str(self._identity).encode("ascii"))


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """What a user's passphrase opens: an age identity and, for auditors, a seed that signs checkpoints."""

    identity: str
    signing_seed: bytes | None = None


def new_identity() -> tuple[str, str]:
    """A new age identity and its recipient (AGE-SECRET-KEY-1…, age1…)."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def read_identity(text: str) -> Any:
    """An identity out of its text, remarks around it allowed; bad_identity where there is none."""
    for line in text.splitlines():
        if line.strip().startswith("AGE-SECRET-KEY-1"):
            try:
                return pyrage.x25519.Identity.from_str(line.strip())
            except pyrage.IdentityError:
                break
    raise AigaqError("bad_identity") from None


def checked_recipient(text: str) -> str:
    """The recipient in its own spelling; bad_recipient if it is none."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text.strip()))
    except pyrage.RecipientError:
        raise AigaqError("bad_recipient") from None


def seal_to(recipients: Sequence[str], content: bytes) -> bytes:
    """Seal bytes so that any one of the recipients opens them."""
    return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(r) for r in recipients]))


def unseal_with(identity: Any, sealed: bytes) -> bytes:
    """The bytes that were sealed to an identity; record_damaged if to another one, or changed."""
    try:
        return bytes(pyrage.decrypt(sealed, [identity]))
    except pyrage.DecryptError:
        raise AigaqError("record_damaged") from None


def wrap_secret(secret: Secret, *, user_id: str, passphrase: str, cost: Cost) -> str:
    """A user's secret under that person's passphrase, as JSON."""
    content = {
        "identity": secret.identity,
        "signing_seed": secret.signing_seed.hex() if secret.signing_seed else None,
    }
    raw = json.dumps(content).encode("ascii")
    return json.dumps(wrapping.wrap(raw, passphrase, purpose=f"{_PURPOSE} {user_id}", cost=cost))


def unwrap_secret(wrapped: str, *, user_id: str, passphrase: str) -> Secret | None:
    """A user's secret; None for a wrong passphrase or changed bytes."""
    try:
        raw = wrapping.unwrap(json.loads(wrapped), passphrase, purpose=f"{_PURPOSE} {user_id}")
        content = json.loads(raw)
        seed = content["signing_seed"]
        return Secret(content["identity"], bytes.fromhex(seed) if seed else None)
    except (WrongKey, Malformed, ValueError, KeyError, TypeError):
        return None


def same_name(name: str) -> str:
    """A user's name as it is compared: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())
