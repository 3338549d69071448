"""Receiving envelopes: open, check who signed, read, scan, store; one bad envelope stops nobody.

Invariants: plaintext is held in memory only; a statement and the row of its envelope are stored in one
transaction; a file is removed, and a receipt reported, only after that is on the disk; nothing is stored of
an envelope that is refused, and no file name anywhere.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from intake.batch import Watch, count_words
from intake.consents import agreed, read_consent
from intake.envelopes import SUFFIX, IntakeIdentity, OpenedEnvelope, open_envelope
from intake.folder import Entry, walk_folder
from intake.reader import only, read_bytes
from intake.reading import ReadingBytes
from intake.scanning import Scanned, Scanning, with_unsure
from models.errors import AigaqError
from models.statements import Consent, Draft
from store.devices import device_of
from store.envelopes import (
    Arrival,
    EnvelopeSeen,
    NewEnvelope,
    arrival_of,
    consent_scope,
    put_envelope,
    put_known_envelope,
    record_refusals,
)
from store.store import DuplicateText, Store

_LARGEST: Final = 150_000_000  # bytes; the largest file a reader takes, in ASCII armour
_LOOK_AROUND: Final = 0.2  # seconds between looks at whether somebody wants to stop


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator asked for: the case, whether devices must be enrolled, whether files are removed."""

    case: str = "main"
    allow_unknown: bool = False
    remove: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """An envelope whose statement is stored."""

    path: str
    receipt: str
    statement_id: str


@dataclass(frozen=True, slots=True)
class Known:
    """An envelope that was received before, or a new one (`fresh`) of a statement that is here already.

    `look`: a person must, and the file stays: its consent may differ from what the store holds, the statement
    was withdrawn, or it is another text under the same form entry.
    """

    path: str
    receipt: str
    statement_id: str | None
    fresh: bool
    look: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """An envelope that was not taken in, and why; `receipt` where its signature fits."""

    path: str
    code: str
    receipt: str | None = None


@dataclass(slots=True)
class Report:
    """What became of each envelope; `stopped` is the code of what ended the run before its end."""

    received: list[Received] = field(default_factory=list)
    duplicates: list[Known] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    removed: int = 0
    stopped: str | None = None


class _Stopped(Exception):
    """The run ends here; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def find_envelopes(places: Iterable[Path]) -> Iterator[Entry]:
    """The files named, and all *.age below the folders named."""
    for place in places:
        if place.is_dir():
            yield from (entry for entry in walk_folder(place) if _in_question(entry))
        else:
            yield Entry(place, str(place))


def receive_envelopes(  # noqa: PLR0913 - a run is all of these, and all but one are named
    entries: Sequence[Entry],
    *,
    store: Store,
    identities: Sequence[IntakeIdentity],
    reading: ReadingBytes,
    scanning: Scanning,
    rules: Rules,
    watch: Watch,
) -> Report:
    """Take in what is in the envelopes and say what became of each."""
    run = _Run(store, identities, reading, scanning, rules, watch)
    try:
        for number, entry in enumerate(entries, start=1):
            run.take(entry)
            watch.progress(number)
        run.record_refusals()
    except _Stopped as stop:
        run.report.stopped = stop.code
        if stop.code == "interrupted":
            run.record_refusals()
    return run.report


class _Run:
    """One run's state."""

    def __init__(  # noqa: PLR0913, PLR0917 - as above
        self,
        store: Store,
        identities: Sequence[IntakeIdentity],
        reading: ReadingBytes,
        scanning: Scanning,
        rules: Rules,
        watch: Watch,
    ) -> None:
        self.report = Report()
        self._store, self._identities, self._rules = store, identities, rules
        self._reading, self._scanning, self._watch = reading, scanning, watch
        self._refusals: dict[str | None, Counter[str]] = {}
        self._ticket = 0

    def take(self, entry: Entry) -> None:
        """One envelope, to its end."""
        if self._watch.stopping():
            raise _Stopped("interrupted")
        opened: OpenedEnvelope | None = None
        try:
            if entry.code is not None:
                raise AigaqError(entry.code)
            stamp = _stamp(entry.path)
            raw = read_bytes(entry.path, limit=_LARGEST)
            opened = open_envelope(raw, self._identities)
            outcome = self._store_opened(entry.name, opened, digest=hashlib.sha256(raw).hexdigest())
        except _Stopped:
            raise
        except AigaqError as error:
            if self._watch.stopping():
                raise _Stopped("interrupted") from None
            self._refuse_or_stop(entry.name, opened, error.code)
        except MemoryError:
            self._refuse_or_stop(entry.name, opened, "too_large")
        except Exception:  # a door: an exception's words may quote the text
            self._refuse_or_stop(entry.name, opened, "internal")
        else:
            if isinstance(outcome, Received):
                self.report.received.append(outcome)
            else:
                self.report.duplicates.append(outcome)
            if isinstance(outcome, Received) or not outcome.look:
                self._remove(entry.path, stamp)

    def record_refusals(self) -> None:
        """Bring the refusals of the run into the journal, counted."""
        try:
            record_refusals(self._store, self._refusals)
        except AigaqError as error:
            self.report.stopped = error.code

    def _store_opened(self, name: str, opened: OpenedEnvelope, *, digest: str) -> Received | Known:
        device_id = self._checked_device(opened)
        consent = read_consent(opened.payload.consent)
        arrival = arrival_of(self._store, opened.nonce)
        if arrival is not None:
            return _seen(name, arrival)
        new = NewEnvelope(opened.nonce, opened.receipt, device_id, digest)
        parts = self._reading.read_bytes(
            opened.payload.name, opened.payload.statement, stopping=self._watch.stopping
        )
        draft = agreed(only(parts), consent)
        if self._watch.stopping():  # then these may not be all of the parts
            raise _Stopped("interrupted")
        known = self._store.find(draft)
        try:
            if known is None:
                return Received(name, opened.receipt, self._add(draft, self._scanned(draft), new))
        except EnvelopeSeen as seen:
            return _seen(name, seen.arrival)
        except DuplicateText as duplicate:  # another program stored it meanwhile
            known = duplicate.known
        try:
            put_known_envelope(self._store, new, statement_id=known.statement_id)
        except EnvelopeSeen as seen:
            return _seen(name, seen.arrival)
        look = not known.same_text or self._consent_may_differ(draft.consent, known.statement_id)
        return Known(name, opened.receipt, known.statement_id, fresh=True, look=look)

    def _consent_may_differ(self, consent: Consent, statement_id: str) -> bool:
        """Whether the envelope says more, or less, of consent than the store may know without the vault."""
        scope = consent_scope(self._store, statement_id)
        return scope is not consent.scope or bool(consent.hide or consent.recipients)

    def _add(self, draft: Draft, scanned: Scanned, new: NewEnvelope) -> str:
        return self._store.add_statement(
            draft,
            scanned.analysis,
            redacted=scanned.redacted,
            regions=scanned.regions,
            words=count_words(draft.raw_text),
            case=self._rules.case,
            risk=scanned.risk,
            beside=lambda session, statement_id: put_envelope(session, new, statement_id=statement_id),
        )

    def _scanned(self, draft: Draft) -> Scanned:
        self._ticket += 1
        self._scanning.submit(self._ticket, draft.raw_text)
        while True:
            for ticket, outcome in self._scanning.collect(wait=_LOOK_AROUND):
                if ticket == self._ticket:
                    if not isinstance(outcome, Scanned):
                        raise AigaqError(outcome)
                    return with_unsure(outcome, draft)
            if self._watch.stopping():
                raise _Stopped("interrupted")

    def _checked_device(self, opened: OpenedEnvelope) -> str | None:
        """The id of the device that signed; None for one that is not known and need not be."""
        device = device_of(self._store, opened.device)
        if device is None:
            if self._rules.allow_unknown:
                return None
            raise AigaqError("device_unknown")
        if device.revoked_at is not None:
            raise AigaqError("device_revoked")
        return device.id

    def _refuse_or_stop(self, name: str, opened: OpenedEnvelope | None, code: str) -> None:
        """An error of the store itself would meet every envelope: it ends the run."""
        if code.startswith("store_") or code == "interrupted":
            raise _Stopped(code)
        if opened or code.startswith("envelope_"):  # the rest are no envelopes, or could not be looked at
            device = device_of(self._store, opened.device) if opened else None
            counts = self._refusals.setdefault(device.id if device else None, Counter())
            counts[code] += 1
        # of a refused consent not even the receipt is kept
        receipt = opened.receipt if opened and code != "no_consent" else None
        self.report.refused.append(Refused(name, code, receipt))

    def _remove(self, path: Path, stamp: tuple[int, ...]) -> None:
        """Remove a file that is in the store, unless another one took its place meanwhile."""
        if not self._rules.remove:
            return
        try:
            if _stamp(path) == stamp:
                path.unlink()
                self.report.removed += 1
        except (OSError, AigaqError):
            return


def _in_question(entry: Entry) -> bool:
    return entry.code != "system_file" and Path(entry.name).suffix.lower() == SUFFIX


def _stamp(path: Path) -> tuple[int, ...]:
    """What tells a file from another one at the same place."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        raise AigaqError("no_such_file") from None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _seen(name: str, arrival: Arrival) -> Known:
    return Known(name, arrival.receipt, arrival.statement_id, fresh=False, look=False)
