"""What became of the envelopes of a run."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What an envelope was for."""

    STATEMENT = "statement"
    ANSWER = "answer"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Received:
    """An envelope whose statement is stored, or that says something of one that was here."""

    path: str
    receipt: str
    statement_id: str
    kind: Kind = Kind.STATEMENT


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

    def add(self, later: "Report") -> None:
        """Take in what a later run says."""
        self.received += later.received
        self.duplicates += later.duplicates
        self.refused += later.refused
        self.removed += later.removed
        self.stopped = later.stopped
