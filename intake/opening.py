"""Opening an envelope: who signed it, what it is for, and why it is not taken in; nothing is stored here.

Three kinds of envelope differ in the name of their first member: a statement in any format that a reader
knows, the answer to a question of the office, and the wish that a statement be withdrawn. Plaintext is held
in memory only.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from intake.consents import agreed, read_consent
from intake.envelopes import SUFFIX, IntakeIdentity, Payload, open_envelope
from intake.folder import Entry, walk_folder
from intake.reader import only, read_bytes
from intake.reading import ReadingBytes
from models.devices import Device
from models.errors import AigaqError
from models.messages import LONGEST_MESSAGE
from models.statements import Consent, Draft
from store.devices import device_of
from store.envelopes import NewEnvelope, arrival_of
from store.inbox import Inbox
from store.store import Store

ANSWER: Final = "statement.answer"
WITHDRAW: Final = "statement.withdraw"
_LONGEST_WORD: Final = 100  # code points of an id or a receipt as they are typed
_LARGEST: Final = 150_000_000  # bytes; the largest file a reader takes, in ASCII armour

Stamp = tuple[int, ...]
"""What tells a file from another one at the same place."""


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What a field worker answers to the question `about`."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That the statement of this receipt, as it was typed, is to be withdrawn."""

    receipt: str


Content = Draft | Answer | Withdrawal


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """An envelope as it was found: what is in it, or the `code` of why it is not taken in.

    `new` is there where its signature fits. With neither content nor code it was received before.
    """

    entry: Entry
    stamp: Stamp = ()
    new: NewEnvelope | None = None
    content: Content | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Opening:
    """How envelopes are opened; `allow_unknown` lets in devices that are not enrolled."""

    store: Store
    identities: Sequence[IntakeIdentity]
    reading: ReadingBytes
    allow_unknown: bool
    stopping: Callable[[], bool]

    def letter(self, entry: Entry) -> Letter:
        """Open an envelope, check who signed it and read what is in it; whatever goes wrong is a code.

        Where somebody wants to stop meanwhile, the letter may be a part of itself.
        """
        stamp: Stamp = ()
        new: NewEnvelope | None = None
        try:
            if entry.code is not None:
                raise AigaqError(entry.code)
            stamp = stamp_of(entry.path)
            raw = read_bytes(entry.path, limit=_LARGEST)
            opened = open_envelope(raw, self.identities)
            device = device_of(self.store, opened.device)
            digest = hashlib.sha256(raw).hexdigest()
            new = NewEnvelope(opened.nonce, opened.receipt, device.id if device else None, digest)
            self._check(device)
            consent = read_consent(opened.payload.consent)
            if arrival_of(self.store, opened.nonce) is not None:
                return Letter(entry, stamp, new)
            return Letter(entry, stamp, new, self._content(opened.payload, consent))
        except AigaqError as error:
            code = error.code
        except MemoryError:
            code = "too_large"
        except Exception:  # a door: an exception's words may quote the text
            code = "internal"
        return Letter(entry, stamp, new, code=code)

    def _check(self, device: Device | None) -> None:
        if device is None:
            if not self.allow_unknown:
                raise AigaqError("device_unknown")
        elif device.revoked_at is not None:
            raise AigaqError("device_revoked")

    def _content(self, payload: Payload, consent: Consent) -> Content:
        if payload.name == ANSWER:
            return read_answer(payload.statement)
        if payload.name == WITHDRAW:
            return read_withdrawal(payload.statement)
        parts = self.reading.read_bytes(payload.name, payload.statement, stopping=self.stopping)
        return agreed(only(parts), consent)


def find_envelopes(places: Iterable[Path]) -> Iterator[Entry]:
    """The files named, and all *.age below the folders named."""
    for place in places:
        if place.is_dir():
            yield from (entry for entry in walk_folder(place) if _in_question(entry))
        else:
            yield Entry(place, str(place))


def waiting_envelopes(inbox: Inbox) -> list[Entry]:
    """What waits in the inbox, oldest first."""
    return [Entry(path, path.name) for path in inbox.files()]


def read_answer(raw: bytes) -> Answer:
    """The answer in the bytes of statement.answer; envelope_damaged for anything else."""
    content = _words(raw, {"about": _LONGEST_WORD, "text": LONGEST_MESSAGE})
    return Answer(content["about"], content["text"])


def read_withdrawal(raw: bytes) -> Withdrawal:
    """The receipt in the bytes of statement.withdraw; envelope_damaged for anything else."""
    return Withdrawal(_words(raw, {"receipt": _LONGEST_WORD})["receipt"])


def stamp_of(path: Path) -> Stamp:
    """What tells this file from others; no_such_file where there is none."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        raise AigaqError("no_such_file") from None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _words(raw: bytes, longest: dict[str, int]) -> dict[str, str]:
    """A JSON object of exactly these keys, each a text that is neither blank nor longer than it may be."""
    try:
        content: Any = json.loads(raw.decode("utf-8"), object_pairs_hook=_once)
        if not isinstance(content, dict) or content.keys() != longest.keys():
            raise AigaqError("envelope_damaged")
        for key, most in longest.items():
            text = content[key]
            if not isinstance(text, str) or not text.strip() or len(text) > most:
                raise AigaqError("envelope_damaged")
            text.encode("utf-8")  # half a character cannot be stored
    except (ValueError, RecursionError):
        raise AigaqError("envelope_damaged") from None
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are there once: of two, another program may read the other one."""
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError
    return content


def size_of(entry: Entry) -> int:
    """The bytes of an envelope, as far as its folder says."""
    try:
        return stamp_of(entry.path)[2]
    except AigaqError:
        return 0


def _in_question(entry: Entry) -> bool:
    return entry.code != "system_file" and Path(entry.name).suffix.lower() == SUFFIX
