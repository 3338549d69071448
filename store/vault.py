"""The vault: an age identity that a reviewer's passphrase unwraps; sealing needs its public half only."""

import unicodedata
from collections.abc import Sequence
from typing import Any, Final

import pyrage  # type: ignore[import-untyped]

from models.errors import AigaqError
from store import wrapping
from store.keyfile import Reviewer
from store.wrapping import Cost, Malformed, WrongKey

_PURPOSE: Final = "vault identity of reviewer"


class Vault:
    """The vault, opened by a reviewer; keep it no longer than it is needed."""

    __slots__ = ("_identity", "reviewer_id")

    def __init__(self, identity: Any, *, reviewer_id: str) -> None:
        self._identity = identity
        self.reviewer_id = reviewer_id

    def __repr__(self) -> str:
        return "Vault(open)"

    def unseal(self, sealed: bytes) -> bytes:
        """The bytes that were sealed; record_damaged if they were sealed to another vault or changed."""
        try:
            return bytes(pyrage.decrypt(sealed, [self._identity]))
        except pyrage.DecryptError:
            raise AigaqError("record_damaged") from None


def new_identity() -> tuple[str, str]:
    """A new age identity and its recipient (AGE-SECRET-KEY-1…, age1…)."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def checked_recipient(text: str) -> str:
    """The recipient in its own spelling; bad_recipient if it is none."""
    try:
        return str(pyrage.x25519.Recipient.from_str(text.strip()))
    except pyrage.RecipientError:
        raise AigaqError("bad_recipient") from None


def seal_to(recipients: Sequence[str], content: bytes) -> bytes:
    """Seal bytes so that any one of the recipients opens them."""
    return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(r) for r in recipients]))


def admit(identity: str, *, reviewer_id: str, name: str, passphrase: str, cost: Cost) -> Reviewer:
    """Give a reviewer a copy of the vault's identity under that person's passphrase."""
    known_as = same_name(name)
    wrapped = wrapping.wrap(
        identity.encode("ascii"), passphrase, purpose=_purpose(reviewer_id, known_as), cost=cost
    )
    return Reviewer(id=reviewer_id, name=known_as, wrapped=wrapped)


def open_vault(reviewers: Sequence[Reviewer], name: str, passphrase: str) -> Vault:
    """Open the vault as one of its reviewers; reviewer_locked for a wrong name or passphrase alike."""
    for reviewer in reviewers:
        if reviewer.name != same_name(name):
            continue
        try:
            raw = wrapping.unwrap(reviewer.wrapped, passphrase, purpose=_purpose(reviewer.id, reviewer.name))
            return Vault(pyrage.x25519.Identity.from_str(raw.decode("ascii")), reviewer_id=reviewer.id)
        except (WrongKey, Malformed, ValueError, pyrage.IdentityError):
            break
    raise AigaqError("reviewer_locked") from None


def same_name(name: str) -> str:
    """A reviewer's name as it is compared: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def _purpose(reviewer_id: str, name: str) -> str:
    return f"{_PURPOSE} {reviewer_id} {name}"
