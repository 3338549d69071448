"""The run over a folder: read, scan, store; one bad file stops nobody.

Invariants: each statement is stored in a transaction of its own, in the order of the files, so that a run
that was killed goes on where it stood; nothing that failed to be scanned is stored; no exception's words
reach the report.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from intake.folder import Entry
from intake.parts import Refusal, Told
from intake.reading import Reading
from intake.report import Accepted, BatchReport, Duplicate, Refused
from intake.scanning import Outcome, Scanned, Scanning, with_unsure
from intake.twins import Held, Twins
from models.errors import AigaqError
from models.findings import TagKind
from models.statements import Draft
from store.store import BatchRef, DuplicateText, Known, Store

IGNORED = frozenset({"system_file", "covering_note"})  # codes that are no rejection
_MOST_WAITING = 1000  # scanned texts and ends of files behind one that takes long
_LOOK_AROUND = 0.2  # seconds between looks at whether somebody wants to stop


class Watch(Protocol):
    """Whoever started the run: is told how far it is, and may ask it to stop."""

    def stopping(self) -> bool:
        """Whether to stop before the next file."""

    def progress(self, files: int) -> None:
        """So many files are done with."""


@dataclass(slots=True)
class _Pending:
    """A text that is being scanned."""

    name: str
    draft: Draft
    held: Held
    outcome: Outcome | None = None


class _Stopped(Exception):
    """The run ends here; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def run_batch(  # noqa: PLR0913 - a run is all of these, and all but one are named
    entries: Iterable[Entry],
    *,
    store: Store,
    reading: Reading,
    scanning: Scanning,
    case: str,
    watch: Watch,
    twins: Twins | None = None,
) -> BatchReport:
    """Take in every file of `entries` and say what became of each.

    What an unfinished earlier run of the case stored counts as accepted when it is met again. `twins` are
    the texts of earlier runs that these may stand in, and takes up these.
    """
    started = time.monotonic()
    batch = store.start_batch(case=case)
    run = _Run(store=store, reading=reading, scanning=scanning, batch=batch, watch=watch, twins=twins)
    report = run.report
    try:
        for entry in entries:
            run.take(entry)
        run.take_late()
        run.finish()
        store.finish_batch(
            batch,
            accepted=len(report.accepted),
            duplicates=len(report.duplicates),
            rejected=len(report.rejected),
        )
    except _Stopped as stop:
        report.stopped = stop.code
    report.sort()
    report.seconds = time.monotonic() - started
    return report


def count_words(text: str) -> int:
    """How many words a text has, as white space parts them."""
    return len(text.split())


class _Run:
    """One run's state: the report so far and the texts that are being scanned, in the order of the files."""

    def __init__(  # noqa: PLR0913 - as above
        self,
        *,
        store: Store,
        reading: Reading,
        scanning: Scanning,
        batch: BatchRef,
        watch: Watch,
        twins: Twins | None,
    ) -> None:
        self.report = BatchReport()
        self._reading = reading
        self._store, self._scanning, self._batch, self._watch = store, scanning, batch, watch
        self._pending: deque[_Pending | None] = deque()  # None: a file ends here
        self._tickets: dict[int, _Pending] = {}
        self._ticket = 0
        self._met: set[str] = set()  # ids of an earlier run's statements that this run has met
        self._withdrawn: set[str] = set()  # ids of withdrawn statements that this run has met again
        self._files = 0
        self._twins = Twins() if twins is None else twins
        self._late: list[tuple[Entry, frozenset[str]]] = []  # with the marks of what was taken at once

    def take(self, entry: Entry) -> None:
        """Read one file and hand on the statements in it; pasted ones are kept for later."""
        self._take(entry, done=None)

    def take_late(self) -> None:
        """The files with pasted statements: by now those that have a file of their own are known."""
        for entry, done in self._late:
            self._take(entry, done=done)

    def _take(self, entry: Entry, *, done: frozenset[str] | None) -> None:
        """Take a file the first time, or the rest of it, where the marks in `done` were taken before."""
        if self._watch.stopping():
            raise _Stopped("interrupted")
        if entry.code is not None:
            self._refuse(entry.name, entry.code)
        else:
            waits, marks = False, set()
            for part in self._reading.read(entry.path, stopping=self._watch.stopping):
                if self._watch.stopping():
                    raise _Stopped("interrupted")
                pasted = isinstance(part, Told) and part.pasted
                if done is None and pasted:
                    waits = True
                    continue
                marks.add(part.mark)
                if done is not None and part.mark in done and not pasted:
                    continue
                if isinstance(part, Refusal):
                    self._refuse(entry.name + part.mark, part.code)
                else:
                    self._take_draft(entry.name + part.mark, part.draft)
            if waits:
                self._late.append((entry, frozenset(marks)))
                return
        self._pending.append(None)
        self._store_ready()

    def finish(self) -> None:
        """Wait for the texts that are still being scanned."""
        while self._pending:
            self._settle()

    def _take_draft(self, name: str, draft: Draft) -> None:
        try:
            known = self._store.find(draft)
        except AigaqError as error:
            self._refuse_or_stop(name, error)
            return
        if known is None:
            known = self._twin(draft)
        if known is not None and known.withdrawn:
            self._withdrawn.add(known.statement_id)
            if known.same_text:
                # the same statement in another file is not taken in either
                self._twins.add(draft.raw_text).statement_id = known.statement_id
            self._refuse(name, "withdrawn")
            return
        if known is not None and not known.same_text:
            # what this entry says is not in the store: nothing may count as standing in it
            self._duplicate(name, known)
            return
        held = self._twins.add(draft.raw_text)
        item = _Pending(name, draft, held)
        if known is not None:
            held.statement_id = known.statement_id
            self._take_known(item, known)
            return
        while len(self._tickets) >= self._scanning.room or len(self._pending) > _MOST_WAITING:
            self._settle()
        self._ticket += 1
        self._tickets[self._ticket] = item
        self._pending.append(item)
        self._scanning.submit(self._ticket, item.draft.raw_text)
        # what is ready is stored at once: the next file may take long to read
        self._settle(wait=0)

    def _twin(self, draft: Draft) -> Known | None:
        """A statement of this run that holds the draft's text whole."""
        while True:
            held = self._twins.holder(draft.raw_text)
            if held is None:
                return None
            if held.statement_id is not None:
                withdrawn = held.statement_id in self._withdrawn
                return Known(held.statement_id, None, same_text=True, withdrawn=withdrawn)
            self._settle()

    def _take_known(self, item: _Pending, known: Known) -> None:
        """A text that is in the store: left there by the run that this one continues, or a duplicate."""
        ours = self._batch.resumed and known.batch_id == self._batch.id
        if ours and known.statement_id not in self._met:
            self._met.add(known.statement_id)
            self._accept(item, known.statement_id)
        else:
            self._duplicate(item.name, known)

    def _settle(self, *, wait: float = _LOOK_AROUND) -> None:
        """Wait a little for outcomes, and store what is next in the order of the files."""
        for ticket, outcome in self._scanning.collect(wait=wait):
            self._tickets.pop(ticket).outcome = outcome
        self._store_ready()
        if self._watch.stopping():
            raise _Stopped("interrupted")

    def _store_ready(self) -> None:
        """Store what has its outcome and nothing before it that waits."""
        while self._pending:
            item = self._pending[0]
            if item is not None and item.outcome is None:
                return
            self._pending.popleft()
            if item is None:
                self._files += 1
                self._watch.progress(self._files)
            elif isinstance(item.outcome, Scanned):
                self._store_scanned(item, item.outcome)
            else:
                item.held.lost = True
                self._refuse(item.name, str(item.outcome))

    def _store_scanned(self, item: _Pending, scanned: Scanned) -> None:
        scanned = with_unsure(scanned, item.draft)
        try:
            statement_id = self._store.add_statement(
                item.draft,
                scanned.analysis,
                redacted=scanned.redacted,
                regions=scanned.regions,
                words=count_words(item.draft.raw_text),
                batch=self._batch,
                risk=scanned.risk,
            )
        except DuplicateText as duplicate:  # its twin was being scanned at the same time
            item.held.statement_id = duplicate.known.statement_id
            item.held.lost = not duplicate.known.same_text
            if duplicate.known.withdrawn:
                self._withdrawn.add(duplicate.known.statement_id)
                self._refuse(item.name, "withdrawn")
            else:
                self._duplicate(item.name, duplicate.known)
        except AigaqError as error:
            item.held.lost = True
            self._refuse_or_stop(item.name, error)
        except Exception:  # a door, as above
            item.held.lost = True
            self._refuse(item.name, "internal")
        else:
            item.held.statement_id = statement_id
            self._met.add(statement_id)
            self._count(scanned)
            self._accept(item, statement_id)

    def _accept(self, item: _Pending, statement_id: str) -> None:
        self.report.accepted.append(Accepted(id=statement_id, path=item.name))
        self.report.words += count_words(item.draft.raw_text)
        self.report.left_out.update(dict(item.draft.left_out))

    def _count(self, scanned: Scanned) -> None:
        report = self.report
        report.blocked += bool(scanned.analysis.failures)
        report.identifiers.update(finding.label.value for finding in scanned.analysis.findings)
        report.abuse.update({tag.code for tag in scanned.analysis.tags if tag.kind is TagKind.ABUSE})
        report.regions.update(scanned.regions)

    def _refuse_or_stop(self, name: str, error: AigaqError) -> None:
        """An error of the store itself would meet every file: it ends the run; others concern one file."""
        if error.code.startswith("store_"):
            raise _Stopped(error.code)
        self._refuse(name, error.code)

    def _duplicate(self, name: str, known: Known) -> None:
        self.report.duplicates.append(Duplicate(path=name, of=known.statement_id, same_text=known.same_text))

    def _refuse(self, name: str, code: str) -> None:
        rows = self.report.ignored if code in IGNORED else self.report.rejected
        rows.append(Refused(path=name, code=code))


def without(entries: Iterable[Entry], names: frozenset[str]) -> Iterator[Entry]:
    """The entries less those of the program's own files, such as the report of an earlier run."""
    return (entry for entry in entries if entry.name not in names)
