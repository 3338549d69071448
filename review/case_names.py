"""The names that are masked anywhere in a case, to find where one of them stands unmasked.

They are read beside the work, by a thread of the reviewer's session, and live as long as it does; that each
statement was opened for it is in the journal. An approval waits until all are read.
"""

import threading
from collections.abc import Sequence
from typing import Final

from models.errors import AigaqError
from models.findings import Analysis, Suspect
from models.labels import Label
from models.sealed import SealedRecord
from redact.decided import fold, main_track
from redact.sweep import NameKeys, mentions_of, name_keys
from store.cases import case_statements, open_records
from store.decisions import has_decisions, read_decisions
from store.store import Store
from store.vault import Vault

WHY: Final = "case_name"
_SCORE: Final = 0.5
_SURE: Final = 0.75


class CaseNames:
    """The names of one case as far as they are read."""

    def __init__(self, case_id: str) -> None:
        self.case_id = case_id
        self.failed = False
        self._read: set[str] = set()
        self._surfaces: dict[str, set[str]] = {}
        self._keys: NameKeys = name_keys([])
        self._total = 0
        self.version = 0
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()

    @property
    def ready(self) -> bool:
        """Whether every statement of the case is read."""
        return self._ready.is_set()

    @property
    def progress(self) -> tuple[int, int]:
        """How many statements are read, of how many."""
        return len(self._read), self._total

    def start(self, store: Store, vault: Vault) -> None:
        """Read what is not read yet, beside the work; nothing to do where all is."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            ids = case_statements(store, self.case_id)
            self._total = len(ids)
            missing = [statement_id for statement_id in ids if statement_id not in self._read]
            if not missing:
                self._ready.set()
                return
            self._ready.clear()
            self.failed = False
            self._thread = threading.Thread(target=self._fill, args=(store, vault, missing), daemon=True)
            self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until all is read; False where it takes longer."""
        return self._ready.wait(seconds)

    def add(self, statement_id: str, surfaces: Sequence[str]) -> None:
        """Names that a reviewer just marked in a statement."""
        with self._lock:
            self._take(statement_id, surfaces)

    def suspects(self, text: str, analysis: Analysis, *, without: str | None = None) -> tuple[Suspect, ...]:
        """Where names of the case stand unmasked in a text; `without` those of one statement.

        A second reviewer who decides blind must not learn from the names what the first one added.
        """
        keys = self._keys
        if without is not None:
            with self._lock:
                others = [names for statement, names in self._surfaces.items() if statement != without]
            keys = name_keys({name for names in others for name in names})
        found = mentions_of(text, keys, analysis.findings)
        return tuple(Suspect(f.start, f.end, WHY, _SCORE) for f in found)

    def _take(self, statement_id: str, surfaces: Sequence[str]) -> None:
        self._surfaces.setdefault(statement_id, set()).update(surfaces)
        self._keys = name_keys(surfaces, self._keys)
        self.version += 1

    def _fill(self, store: Store, vault: Vault, ids: Sequence[str]) -> None:
        try:
            decided = has_decisions(store, ids)
            for record in open_records(store, ids, vault):
                surfaces = _surfaces(store, vault, record, reviewed=record.statement_id in decided)
                with self._lock:
                    self._take(record.statement_id, surfaces)
                    self._read.add(record.statement_id)
            self._read.update(ids)  # those withdrawn meanwhile have no names
            self._ready.set()
        except (AigaqError, OSError):
            self.failed = True  # approvals wait; the next page tries again


def _surfaces(store: Store, vault: Vault, record: SealedRecord, *, reviewed: bool) -> list[str]:
    """The names that are masked in a statement, those a reviewer refused left out."""
    findings = record.analysis.findings
    if reviewed:
        decisions = read_decisions(store, record.statement_id, vault)
        findings = fold(record.analysis, main_track(decisions)).analysis.findings
    # what the finder was unsure of is no reason to look twice elsewhere
    return [
        record.raw_text[f.start : f.end]
        for f in findings
        if f.label is Label.PERSON and (f.score >= _SURE or reviewed)
    ]
