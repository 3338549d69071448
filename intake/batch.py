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

from intake.entries import split_entries
from intake.folder import Entry
from intake.reader import read_file
from intake.report import Accepted, BatchReport, Duplicate, Refused
from intake.scanning import Outcome, Scanned, Scanning
from models.errors import AigaqError
from models.findings import TagKind
from models.statements import Draft
from store.store import BatchRef, DuplicateText, KnownText, Store

_LOOK_AROUND = 0.2  # seconds between looks at whether somebody wants to stop


class Watch(Protocol):
    """Whoever started the run: is told how far it is, and may ask it to stop."""

    def stopping(self) -> bool:
        """Whether to stop before the next file."""

    def progress(self, files: int) -> None:
        """So many files are done with."""


@dataclass(slots=True)
class _Pending:
    """A text that is being scanned; `last` if it is the last one of its file."""

    name: str
    draft: Draft
    last: bool
    outcome: Outcome | None = None


class _Stopped(Exception):
    """The run ends here; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def run_batch(
    entries: Iterable[Entry], *, store: Store, scanning: Scanning, case: str, watch: Watch
) -> BatchReport:
    """Take in every file of `entries` and say what became of each.

    What an unfinished earlier run of the case stored counts as accepted when it is met again.
    """
    started = time.monotonic()
    batch = store.start_batch(case=case)
    run = _Run(store=store, scanning=scanning, batch=batch, watch=watch)
    report = run.report
    try:
        for entry in entries:
            run.take(entry)
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

    def __init__(self, *, store: Store, scanning: Scanning, batch: BatchRef, watch: Watch) -> None:
        self.report = BatchReport()
        self._store, self._scanning, self._batch, self._watch = store, scanning, batch, watch
        self._pending: deque[_Pending] = deque()
        self._tickets: dict[int, _Pending] = {}
        self._ticket = 0
        self._met: set[str] = set()  # ids of an earlier run's statements that this run has met
        self._files = 0

    def take(self, entry: Entry) -> None:
        """Read one file and hand on the statements in it."""
        if self._watch.stopping():
            raise _Stopped("interrupted")
        if entry.code is not None:
            self._refuse(entry.name, entry.code, last=True)
            return
        try:
            parts = list(split_entries(read_file(entry.path)))
            if not parts:
                raise AigaqError("empty")
        except AigaqError as error:
            self._refuse(entry.name, error.code, last=True)
            return
        except Exception:  # a door: the reason may quote the file, so only a code is kept
            self._refuse(entry.name, "internal", last=True)
            return
        for number, (mark, draft) in enumerate(parts, start=1):
            self._take_draft(_Pending(entry.name + mark, draft, last=number == len(parts)))

    def finish(self) -> None:
        """Wait for the texts that are still being scanned."""
        while self._pending:
            self._settle()

    def _take_draft(self, item: _Pending) -> None:
        try:
            known = self._store.find_text(item.draft.raw_text)
        except AigaqError as error:
            self._refuse_or_stop(item, error)
            return
        if known is not None:
            self._take_known(item, known)
            return
        while len(self._pending) >= self._scanning.room:
            self._settle()
        self._ticket += 1
        self._tickets[self._ticket] = item
        self._pending.append(item)
        self._scanning.submit(self._ticket, item.draft.raw_text)

    def _take_known(self, item: _Pending, known: KnownText) -> None:
        """A text that is in the store: left there by the run that this one continues, or a duplicate."""
        ours = self._batch.resumed and known.batch_id == self._batch.id
        if ours and known.statement_id not in self._met:
            self._met.add(known.statement_id)
            self._accept(item, known.statement_id)
        else:
            self.report.duplicates.append(Duplicate(path=item.name, of=known.statement_id))
        self._done(last=item.last)

    def _settle(self) -> None:
        """Wait a little for outcomes, and store what is next in the order of the files."""
        for ticket, outcome in self._scanning.collect(wait=_LOOK_AROUND):
            self._tickets.pop(ticket).outcome = outcome
        while self._pending and self._pending[0].outcome is not None:
            item = self._pending.popleft()
            if isinstance(item.outcome, Scanned):
                self._store_scanned(item, item.outcome)
            else:
                self._refuse(item.name, str(item.outcome), last=item.last)
        if self._watch.stopping():
            raise _Stopped("interrupted")

    def _store_scanned(self, item: _Pending, scanned: Scanned) -> None:
        try:
            statement_id = self._store.add_statement(
                item.draft,
                scanned.analysis,
                redacted=scanned.redacted,
                regions=scanned.regions,
                words=count_words(item.draft.raw_text),
                batch=self._batch,
            )
        except DuplicateText as duplicate:  # its twin was being scanned at the same time
            self.report.duplicates.append(Duplicate(path=item.name, of=duplicate.statement_id))
            self._done(last=item.last)
        except AigaqError as error:
            self._refuse_or_stop(item, error)
        except Exception:  # a door, as above
            self._refuse(item.name, "internal", last=item.last)
        else:
            self._met.add(statement_id)
            self._count(scanned)
            self._accept(item, statement_id)
            self._done(last=item.last)

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

    def _refuse_or_stop(self, item: _Pending, error: AigaqError) -> None:
        """An error of the store itself would meet every file: it ends the run; others concern one file."""
        if error.code.startswith("store_"):
            raise _Stopped(error.code)
        self._refuse(item.name, error.code, last=item.last)

    def _refuse(self, name: str, code: str, *, last: bool) -> None:
        rows = self.report.ignored if code == "system_file" else self.report.rejected
        rows.append(Refused(path=name, code=code))
        self._done(last=last)

    def _done(self, *, last: bool) -> None:
        self._files += last
        self._watch.progress(self._files)


def without(entries: Iterable[Entry], names: frozenset[str]) -> Iterator[Entry]:
    """The entries less those of the program's own files, such as the report of an earlier run."""
    return (entry for entry in entries if entry.name not in names)
