"""What the gate found: of what kind, in which file, at which place of which statement. No word of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.labels import Label
from share.rewrite import Span


class LeakKind(StrEnum):
    """The five checks, and files that are not as they were made.

    survives: hidden in this statement and readable in it all the same; elsewhere: hidden in another one;
    in_file: outside of the statements' texts, or a file is not what the contents make;
    found_again: the pass finds it in the released text;
    difference: an earlier release shows what this one hides, or the other way round; few: too few share a
    combination.
    """

    SURVIVES = "survives"
    ELSEWHERE = "elsewhere"
    IN_FILE = "in_file"
    FOUND_AGAIN = "found_again"
    DIFFERENCE = "difference"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Leak:
    """One thing that must not leave.

    `span` is of the statement's original text, `released` of the text in the bundle; `other` is the release
    that differs, `elsewhere` the statements in which it is hidden.
    """

    kind: LeakKind
    label: Label | None = None
    statement_id: str | None = None
    number: int | None = None
    span: Span | None = None
    released: Span | None = None
    file: str | None = None
    part: str | None = None
    other: str | None = None
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that the gate found; an empty one lets the bundle go."""

    leaks: tuple[Leak, ...]

    @property
    def passed(self) -> bool:
        """Whether the bundle may go."""
        return not self.leaks

    def counts(self) -> Counter[LeakKind]:
        """How much of each kind."""
        return Counter(leak.kind for leak in self.leaks)


def blocked_by(leaks: Sequence[Leak]) -> set[str]:
    """The statements without which these leaks would not be."""
    return {leak.statement_id for leak in leaks if leak.statement_id is not None}
