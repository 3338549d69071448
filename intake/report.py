"""What a batch did: the report for the operator's eyes, and writing it where only they can read it."""

import contextlib
import json
import os
import secrets
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.errors import SENTENCES, AigaqError
from store.vault import seal_to

_NOTICE = (
    "Sensitive: file names may be names of witnesses. Keep this report as safe as the files, then destroy it."
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file whose statement is in the store under `id`."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file whose text was in the store already; `of` is that statement's id.

    Without `same_text` it is the same form entry in other words: somebody should compare the two.
    """

    path: str
    of: str
    same_text: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was rejected or ignored, and the code of the reason."""

    path: str
    code: str

    @property
    def message(self) -> str:
        """The code's fixed sentence."""
        return SENTENCES[self.code]


@dataclass(slots=True)
class BatchReport:
    """A batch's outcome, filled while it runs.

    The counters cover what was scanned in this run; `stopped` is the code of what ended it before its end.
    """

    accepted: list[Accepted] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    rejected: list[Refused] = field(default_factory=list)
    ignored: list[Refused] = field(default_factory=list)
    words: int = 0
    seconds: float = 0.0
    stopped: str | None = None
    blocked: int = 0
    identifiers: Counter[str] = field(default_factory=Counter)
    abuse: Counter[str] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, other: "BatchReport") -> None:
        """Take in the rows and counts of a later run."""
        for mine, theirs in (
            (self.accepted, other.accepted),
            (self.duplicates, other.duplicates),
            (self.rejected, other.rejected),
            (self.ignored, other.ignored),
        ):
            mine.extend(theirs)  # type: ignore[arg-type]
        for count, more in (
            (self.identifiers, other.identifiers),
            (self.abuse, other.abuse),
            (self.regions, other.regions),
            (self.left_out, other.left_out),
        ):
            count.update(more)
        self.words += other.words
        self.seconds += other.seconds
        self.blocked += other.blocked
        self.stopped = other.stopped

    def sort(self) -> None:
        """Put the rows into the order of the files: workers finish in any order."""
        for rows in (self.accepted, self.duplicates, self.rejected, self.ignored):
            rows.sort(key=_row_place)


def report_json(report: BatchReport) -> str:
    """The report as JSON, by the batch contract; `stopped` stands there only in one cut short."""
    content: dict[str, Any] = {
        "notice": _NOTICE,
        "accepted": [{"id": row.id, "path": _writable(row.path)} for row in report.accepted],
        "duplicates": [_duplicate(row) for row in report.duplicates],
        "rejected": [_refused(row) for row in report.rejected],
        "ignored": [{"path": _writable(row.path), "code": row.code} for row in report.ignored],
        "statements": len(report.accepted),
        "words": report.words,
        "seconds": round(report.seconds, 3),
    }
    if report.stopped is not None:
        content["stopped"] = report.stopped
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def check_report_place(path: Path) -> None:
    """Refuse a place where no report can be written before any work is done (no_such_file)."""
    if path.is_dir() or not os.access(path.parent, os.W_OK | os.X_OK):
        raise AigaqError("no_such_file")


def write_report(path: Path, report: BatchReport, *, recipient: str) -> None:
    """Write the report at once or not at all, for its owner alone; `….age` is sealed to `recipient`.

    Raises AigaqError no_such_file where the place cannot be written.
    """
    raw = report_json(report).encode("utf-8")
    if path.suffix == ".age":
        raw = seal_to([recipient], raw)
    # The name of the half-written file is short and random: the report's own may be as long as names get.
    fresh = path.parent / f".aigaq-{secrets.token_hex(8)}.tmp"
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            os.fchmod(file.fileno(), 0o600)
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        raise AigaqError("no_such_file") from None
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()


def _duplicate(row: Duplicate) -> dict[str, Any]:
    content: dict[str, Any] = {"path": _writable(row.path), "of": row.of}
    return content if row.same_text else {**content, "same_text": False}


def _refused(row: Refused) -> dict[str, str]:
    return {"path": _writable(row.path), "code": row.code, "message": row.message}


def _row_place(row: Accepted | Duplicate | Refused) -> tuple[str, int]:
    return _place(row.path)


def _place(path: str) -> tuple[str, int]:
    """A path's place: "x#10" comes after "x#9"."""
    file, mark, number = path.rpartition("#")
    return (file, int(number)) if mark and number.isdecimal() else (path, 0)


def _writable(path: str) -> str:
    """A path that UTF-8 can hold: names in an old encoding come from the system with lone surrogates."""
    return path.encode("utf-8", errors="backslashreplace").decode("utf-8")
