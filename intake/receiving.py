"""Receiving envelopes: open, check who signed, read, scan, store; one bad envelope stops nobody.

While one is stored, the next ones are opened, read and scanned; whatever changes the store, the report or a
file happens when an envelope's turn comes, in the order of the entries.

Invariants: plaintext is held in memory only, of few envelopes at a time; a statement, an answer or a wish to
withdraw and the row of its envelope are stored in one transaction; a file is removed, and a receipt reported,
only after that is on the disk; nothing is stored of an envelope that is refused, and no file name anywhere.
"""

import contextlib
import itertools
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from intake.batch import Watch, count_words
from intake.envelopes import IntakeIdentity
from intake.folder import Entry
from intake.opening import Answer, Letter, Opening, Stamp, Withdrawal, size_of, stamp_of
from intake.reading import ReadingBytes
from intake.received import Kind, Known, Received, Refused, Report
from intake.scanning import Outcome, Scanned, Scanning, with_unsure
from models.errors import AigaqError
from models.statements import Consent, Draft
from store.envelopes import (
    NewEnvelope,
    arrival_of,
    consent_scope,
    put_envelope,
    put_known_envelope,
    record_refusals,
)
from store.inbox import Inbox
from store.messages import put_answer, put_withdrawal
from store.store import DuplicateText, Store
from store.store import Known as KnownStatement

_MOST_IN_FLIGHT: Final = (
    50_000_000  # bytes of the envelopes that wait for their turn; one alone may be larger
)
_LOOK_AROUND: Final = 0.2  # seconds between looks at whether somebody wants to stop
# One for all runs: an outcome that an earlier run left behind must never be taken for another text's.
_TICKETS: Final = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator asked for: the case, whether devices must be enrolled, whether files are removed.

    With an `inbox`, in which the files lie then, what is refused or needs a person is set aside there.
    """

    case: str = "main"
    allow_unknown: bool = False
    remove: bool = False
    inbox: Inbox | None = None


class _Stopped(Exception):
    """The run ends here; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(slots=True, repr=False)
class _Pending:
    """An envelope that waits for its turn: what its statement is in the store, or what the scan says."""

    letter: Letter
    weight: int
    known: KnownStatement | None = None
    scanning: bool = False
    outcome: Outcome | None = None


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
    opening = Opening(store, identities, reading, rules.allow_unknown, watch.stopping)
    run = _Run(store, opening, scanning, rules, watch)
    try:
        for entry in entries:
            run.take(entry)
        run.finish()
        run.record_refusals()
    except _Stopped as stop:
        run.report.stopped = stop.code
        if stop.code == "interrupted":
            run.record_refusals()
    return run.report


class _Run:
    """One run's state: the report so far and the envelopes that wait for their turn."""

    def __init__(
        self, store: Store, opening: Opening, scanning: Scanning, rules: Rules, watch: Watch
    ) -> None:
        self.report = Report()
        self._store, self._opening, self._rules = store, opening, rules
        self._scanning, self._watch = scanning, watch
        self._refusals: dict[str | None, Counter[str]] = {}
        self._aside: list[tuple[Path, str]] = []
        self._pending: deque[_Pending] = deque()
        self._tickets: dict[int, _Pending] = {}
        self._done = self._weight = 0

    def take(self, entry: Entry) -> None:
        """Open one envelope and hand on what is in it, once there is room for it."""
        self._make_room(size_of(entry))
        if self._watch.stopping():
            raise _Stopped("interrupted")
        letter = self._opening.letter(entry)
        if self._watch.stopping():  # then it may not be all of it
            raise _Stopped("interrupted")
        text = letter.content.raw_text if isinstance(letter.content, Draft) else ""
        item = _Pending(letter, weight=2 * len(text))
        self._pending.append(item)
        self._weight += item.weight
        if isinstance(letter.content, Draft):
            self._find_or_scan(item, letter.content)
        # what is ready is stored at once: the next one may take long to read
        self._settle(wait=0)

    def finish(self) -> None:
        """Wait for those that are still being scanned."""
        while self._pending:
            self._settle(wait=_LOOK_AROUND)

    def record_refusals(self) -> None:
        """Bring the refusals of the run into the journal, counted, and set aside what is refused."""
        try:
            record_refusals(self._store, self._refusals)
            if self._rules.inbox is not None:
                for path, code in self._aside:
                    self._rules.inbox.refuse(path, code)
        except AigaqError as error:
            self.report.stopped = error.code

    def _find_or_scan(self, item: _Pending, draft: Draft) -> None:
        try:
            item.known = self._store.find(draft)
        except AigaqError as error:
            item.outcome = error.code
        except Exception:  # a door, as below
            item.outcome = "internal"
        else:
            if item.known is None:
                ticket = next(_TICKETS)
                self._tickets[ticket] = item
                item.scanning = True
                self._scanning.submit(ticket, draft.raw_text)

    def _make_room(self, size: int) -> None:
        """Wait until so many bytes more may be in memory, and one text more may be scanned."""
        while self._pending and (
            len(self._pending) >= self._scanning.room or self._weight + size > _MOST_IN_FLIGHT
        ):
            self._settle(wait=_LOOK_AROUND)

    def _settle(self, *, wait: float) -> None:
        """Wait a little for outcomes, and finish those whose turn has come."""
        if self._tickets:
            for ticket, outcome in self._scanning.collect(wait=wait):
                scanned = self._tickets.pop(ticket, None)
                if scanned is not None:
                    scanned.outcome, scanned.scanning = outcome, False
        while self._pending and not self._pending[0].scanning:
            item = self._pending.popleft()
            self._weight -= item.weight
            self._finish(item)
            self._done += 1
            self._watch.progress(self._done)
        if self._pending and self._watch.stopping():
            raise _Stopped("interrupted")

    def _finish(self, item: _Pending) -> None:
        """Store what is in an envelope whose turn has come, or refuse it."""
        letter = item.letter
        try:
            outcome = self._stored(item)
        except AigaqError as error:
            self._refuse_or_stop(letter, error.code)
        except MemoryError:
            self._refuse_or_stop(letter, "too_large")
        except Exception:  # a door: an exception's words may quote the text
            self._refuse_or_stop(letter, "internal")
        else:
            if isinstance(outcome, Received):
                self.report.received.append(outcome)
            else:
                self.report.duplicates.append(outcome)
            if isinstance(outcome, Received) or not outcome.look:
                self._remove(letter.entry.path, letter.stamp)
            else:
                self._aside.append((letter.entry.path, "duplicate"))

    def _stored(self, item: _Pending) -> Received | Known:
        letter, new, code = item.letter, item.letter.new, item.letter.code
        if code is not None or new is None:
            raise AigaqError(code or "internal")
        try:
            if isinstance(letter.content, Draft):
                return self._statement(item, letter.content, new)
            if letter.content is not None:
                return self._said(letter.entry.name, letter.content, new)
        except AigaqError as error:
            code = error.code
            if code.startswith("store_"):
                raise
        # received before; the same envelope may also be here twice, and the first one changed what the
        # second one meets
        arrival = arrival_of(self._store, new.nonce)
        if arrival is None:
            raise AigaqError(code or "internal")
        return Known(letter.entry.name, arrival.receipt, arrival.statement_id, fresh=False, look=False)

    def _statement(self, item: _Pending, draft: Draft, new: NewEnvelope) -> Received | Known:
        name, known = item.letter.entry.name, item.known
        if known is None:
            if not isinstance(item.outcome, Scanned):
                raise AigaqError(str(item.outcome))
            try:
                statement_id = self._add(draft, with_unsure(item.outcome, draft), new)
            except DuplicateText as duplicate:  # an earlier one of this run, or of another program
                known = duplicate.known
            else:
                return Received(name, new.receipt, statement_id)
        put_known_envelope(self._store, new, statement_id=known.statement_id)
        look = not known.same_text or self._consent_may_differ(draft.consent, known.statement_id)
        return Known(name, new.receipt, known.statement_id, fresh=True, look=look)

    def _said(self, name: str, content: Answer | Withdrawal, new: NewEnvelope) -> Received:
        """Store what an envelope says of a statement that is here."""
        with self._store.writing() as session:
            if isinstance(content, Answer):
                kind = Kind.ANSWER
                statement_id = put_answer(
                    session, device_id=new.device_id, about=content.about, text=content.text
                )
            else:
                kind = Kind.WITHDRAWAL
                statement_id = put_withdrawal(session, device_id=new.device_id, receipt=content.receipt)
            put_envelope(session, new, statement_id=statement_id, known=True)
        return Received(name, new.receipt, statement_id, kind)

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

    def _refuse_or_stop(self, letter: Letter, code: str) -> None:
        """An error of the store itself would meet every envelope: it ends the run."""
        if code.startswith("store_") or code == "interrupted":
            raise _Stopped(code)
        new = letter.new
        if new or code.startswith("envelope_"):  # the rest are no envelopes, or could not be looked at
            counts = self._refusals.setdefault(new.device_id if new else None, Counter())
            counts[code] += 1
        # of a refused consent not even the receipt is kept
        receipt = new.receipt if new and code != "no_consent" else None
        self.report.refused.append(Refused(letter.entry.name, code, receipt))
        self._aside.append((letter.entry.path, code))

    def _remove(self, path: Path, stamp: Stamp) -> None:
        """Remove a file that is in the store, unless another one took its place meanwhile."""
        if not self._rules.remove:
            return
        with contextlib.suppress(OSError, AigaqError):
            if stamp_of(path) == stamp:
                path.unlink()
                self.report.removed += 1
