"""Findings, suspects and tags with what reviewers decided on them, and all of them together."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from models.decisions import Decision, Span
from models.findings import Analysis, Finding, Suspect, Tag
from models.labels import Label
from models.reviews import Outcome


class MarkState(StrEnum):
    """What was decided on a finding; pending: nothing yet, so it stays masked."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding with its state; `found` is what the pass said, None where a reviewer added it.

    `deciders` are those who decided on it as it is now; `was` the kinds that were masked here before.
    """

    finding: Finding
    state: MarkState
    found: Finding | None
    deciders: frozenset[str] = frozenset()
    was: frozenset[Label] = frozenset()

    @property
    def span(self) -> Span:
        """Where it stands in the original text."""
        return self.finding.start, self.finding.end

    @property
    def applied(self) -> bool:
        """Whether the policy treats it."""
        return self.state is not MarkState.REJECTED


class DoubtState(StrEnum):
    """What was decided on a suspect."""

    OPEN = "open"
    MASKED = "masked"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A suspect with its state."""

    suspect: Suspect
    state: DoubtState
    deciders: frozenset[str] = frozenset()

    @property
    def span(self) -> Span:
        """Where it stands in the original text."""
        return self.suspect.start, self.suspect.end


@dataclass(frozen=True, slots=True)
class TagMark:
    """A tag; struck ones are shown and not released."""

    tag: Tag
    struck: bool = False
    added: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """An analysis as the reviewers decided: `analysis` is what is released, the rest says how it came."""

    analysis: Analysis
    marks: tuple[Mark, ...]
    doubts: tuple[Doubt, ...]
    tags: tuple[TagMark, ...]
    comments: tuple[Decision, ...]

    def release_key(self) -> tuple[object, ...]:
        """Equal where what is released is equal."""
        identities = {i.id: (i.label, i.role, i.number) for i in self.analysis.identities}
        findings = tuple(
            (f.start, f.end, f.label, identities.get(f.identity or "")) for f in self.analysis.findings
        )
        tags = frozenset((t.kind, t.code, t.start, t.end) for t in self.analysis.tags)
        return findings, tags

    def outcomes(self) -> dict[Label, Outcome]:
        """How many findings of each kind were taken, refused, changed and added."""
        counts: Counter[tuple[Label, str]] = Counter()
        pieces: set[Finding] = set()
        for mark in self.marks:
            if mark.found is not None and not mark.applied:
                # of one that was refused and masked in part, what is left may be two pieces
                if mark.found in pieces:
                    continue
                pieces.add(mark.found)
            label = mark.found.label if mark.found else mark.finding.label
            if mark.found is not None and mark.applied and mark.finding.label is not mark.found.label:
                counts[label, "relabelled"] += 1
            else:
                state = MarkState.ACCEPTED if mark.state is MarkState.PENDING else mark.state
                counts[label, state.value] += 1
        return {
            label: Outcome(
                accepted=counts[label, "accepted"],
                rejected=counts[label, "rejected"],
                relabelled=counts[label, "relabelled"],
                added=counts[label, "added"],
            )
            for label in dict.fromkeys(label for label, _ in counts)
        }
