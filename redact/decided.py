"""What reviewers' decisions make of an analysis: each finding, suspect and tag with its state.

Decisions are folded in their order; those that were taken back are left out before. Invariants: marks are
disjoint and sorted; whatever is not refused by a reviewer stays masked, and adding never narrows what was
marked; an identity that a decision made has its id from that decision's number, so that taking another one
back changes nobody else's id.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from models.decisions import Choice, Decision, DecisionKind, Span, standing
from models.findings import Analysis, Finding, Identity, Suspect, Tag
from models.labels import Label, Role
from models.reviews import Outcome

REVIEWER = "reviewer"


class MarkState(StrEnum):
    """What was decided on a finding; pending: nothing yet, so it stays masked."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding with its state; `found` is what the pass said, None where a reviewer added it."""

    finding: Finding
    state: MarkState
    found: Finding | None
    deciders: frozenset[str] = frozenset()

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
        for mark in self.marks:
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


def main_track(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that count for the statement."""
    return tuple(d for d in decisions if not d.choice.blind)


def blind_track(decisions: Iterable[Decision], user_id: str) -> tuple[Decision, ...]:
    """The decisions of a reviewer who has not seen another's."""
    return tuple(d for d in decisions if d.choice.blind and d.by == user_id)


def fold(analysis: Analysis, decisions: Sequence[Decision], extra: Sequence[Suspect] = ()) -> Decided:
    """An analysis with decisions carried out; `extra` are suspects that others than the pass raised."""
    folding = _Folding(analysis, extra)
    for decision in standing(tuple(decisions)):
        folding.take(decision)
    return folding.result()


class _Folding:
    """An analysis on its way through the decisions."""

    def __init__(self, analysis: Analysis, extra: Sequence[Suspect]) -> None:
        self.analysis = analysis
        self.marks = {(f.start, f.end): Mark(f, MarkState.PENDING, f) for f in analysis.findings}
        suspects = {(s.start, s.end): s for s in (*extra, *analysis.suspects)}
        self.doubts = {span: Doubt(s, DoubtState.OPEN) for span, s in suspects.items()}
        self.identities = {identity.id: identity for identity in analysis.identities}
        self.tags = {_tag_key(tag): TagMark(tag) for tag in analysis.tags}
        self.comments: list[Decision] = []

    def take(self, decision: Decision) -> None:
        """Carry one decision out; what it speaks of and is not there any more is passed over."""
        choice = decision.choice
        match choice.kind:
            case DecisionKind.ACCEPT:
                self._set(choice.spans, MarkState.ACCEPTED, decision.by)
            case DecisionKind.REJECT:
                self._set(choice.spans, MarkState.REJECTED, decision.by)
            case DecisionKind.RELABEL:
                self._relabel(decision)
            case DecisionKind.ADD:
                self._add(decision)
            case DecisionKind.ASSIGN:
                self._assign(decision)
            case DecisionKind.ROLE:
                self._role(decision)
            case DecisionKind.DISMISS:
                for span in choice.spans:
                    # one that was raised in another session, by a name of the case or the last scan
                    doubt = self.doubts.get(span) or Doubt(Suspect(*span, "dismissed", 0.0), DoubtState.OPEN)
                    by = doubt.deciders | {decision.by}
                    self.doubts[span] = Doubt(doubt.suspect, DoubtState.DISMISSED, by)
            case DecisionKind.ADD_TAG | DecisionKind.STRIKE_TAG:
                self._tag(choice)
            case DecisionKind.COMMENT:
                self.comments.append(decision)
            case DecisionKind.COMPARE | DecisionKind.UNDO:
                pass

    def _set(self, spans: Iterable[Span], state: MarkState, by: str) -> None:
        for span in spans:
            mark = self.marks.get(span)
            if mark is None:
                continue
            # what a reviewer added and another takes stays "added"
            added = mark.found is None and state is MarkState.ACCEPTED
            self.marks[span] = replace(
                mark, state=MarkState.ADDED if added else state, deciders=mark.deciders | {by}
            )

    def _relabel(self, decision: Decision) -> None:
        label = decision.choice.label
        if label is None:
            return
        fresh: dict[str | None, str] = {}
        for span in decision.choice.spans:
            mark = self.marks.get(span)
            if mark is None:
                continue
            if mark.finding.label is label:
                # changed back and forth: it keeps who it is
                self._set([span], MarkState.ACCEPTED, decision.by)
                continue
            known = mark.finding.identity
            if known not in fresh:
                fresh[known] = self._new_identity(label, decision.number, len(fresh))
            self._put(mark, decision.by, label=label, identity=fresh[known])

    def _add(self, decision: Decision) -> None:
        choice = decision.choice
        label = choice.label or Label.PERSON
        identity = choice.identity if choice.identity in self.identities else None
        if identity is None and choice.identity is None:
            # the words of somebody who is marked already, made longer: it is the same one
            identity = next((m.finding.identity for m in self._touched(choice.spans, label)), None)
        identity = identity or self._new_identity(label, decision.number, 0)
        for start, end in choice.spans:
            touched = [m for m in self.marks.values() if m.finding.start < end and start < m.finding.end]
            applied = [m for m in touched if m.applied]
            for mark in touched:
                del self.marks[mark.span]
            # what is masked stays masked: the new one swallows those it touches
            hull = (
                min([start, *(m.finding.start for m in applied)]),
                max([end, *(m.finding.end for m in applied)]),
            )
            finding = Finding(*hull, label, 1.0, REVIEWER, identity)
            by = frozenset({decision.by}).union(*(m.deciders for m in applied))
            self.marks[hull] = Mark(finding, MarkState.ADDED, None, by)

    def _touched(self, spans: Sequence[Span], label: Label) -> Iterable[Mark]:
        """The marks of a kind that are applied and that a span touches."""
        for mark in self.marks.values():
            if mark.applied and mark.finding.label is label and mark.finding.identity:
                start, end = mark.span
                if any(first < end and start < last for first, last in spans):
                    yield mark

    def _assign(self, decision: Decision) -> None:
        target = decision.choice.identity
        for span in decision.choice.spans:
            mark = self.marks.get(span)
            if mark is None:
                continue
            if not target:
                target = self._new_identity(mark.finding.label, decision.number, 0)
            known = self.identities.get(target)
            if known is not None:
                self._put(mark, decision.by, label=known.label, identity=known.id)

    def _role(self, decision: Decision) -> None:
        choice = decision.choice
        known = self.identities.get(choice.identity or "")
        if known is None or choice.role is None:
            return
        self.identities[known.id] = replace(known, role=choice.role)
        spans = [m.span for m in self.marks.values() if m.finding.identity == known.id and m.applied]
        self._set(spans, MarkState.ACCEPTED, decision.by)

    def _put(self, mark: Mark, by: str, *, label: Label, identity: str) -> None:
        state = MarkState.ADDED if mark.found is None else MarkState.ACCEPTED
        finding = replace(mark.finding, label=label, identity=identity)
        self.marks[mark.span] = Mark(finding, state, mark.found, mark.deciders | {by})

    def _new_identity(self, label: Label, number: int, place: int) -> str:
        name = f"{label.lower()}-d{number}-{place}"
        if name not in self.identities:
            last = max((i.number for i in self.identities.values() if i.label is label), default=0)
            self.identities[name] = Identity(name, label, Role.PROTECTED, last + 1)
        return name

    def _tag(self, choice: Choice) -> None:
        if choice.tag is None or choice.code is None or not choice.spans:
            return
        tag = Tag(choice.tag, choice.code, *choice.spans[0], REVIEWER)
        known = self.tags.get(_tag_key(tag))
        if choice.kind is DecisionKind.STRIKE_TAG:
            if known is not None:
                self.tags[_tag_key(tag)] = replace(known, struck=True)
        elif known is not None:
            self.tags[_tag_key(tag)] = replace(known, struck=False)
        else:
            self.tags[_tag_key(tag)] = TagMark(tag, added=True)

    def result(self) -> Decided:
        """What came of it."""
        marks = tuple(sorted(self.marks.values(), key=lambda m: m.span))
        findings = tuple(m.finding for m in marks if m.applied)
        used = {f.identity for f in findings}
        tags = tuple(sorted(self.tags.values(), key=lambda t: (t.tag.start, t.tag.kind, t.tag.code)))
        analysis = replace(
            self.analysis,
            findings=findings,
            identities=tuple(i for i in self.identities.values() if i.id in used),
            suspects=tuple(d.suspect for d in self.doubts.values()),
            tags=tuple(t.tag for t in tags if not t.struck),
        )
        doubts = tuple(_masked(sorted(self.doubts.values(), key=lambda d: d.span), marks))
        return Decided(analysis, marks, doubts, tags, tuple(self.comments))


def _masked(doubts: Sequence[Doubt], marks: Sequence[Mark]) -> Iterable[Doubt]:
    """The suspects in order; those that a finding touches by now are masked."""
    applied = [m for m in marks if m.applied]
    at = 0
    for doubt in doubts:
        while at < len(applied) and applied[at].finding.end <= doubt.suspect.start:
            at += 1
        touched = at < len(applied) and applied[at].finding.start < doubt.suspect.end
        if touched:
            yield Doubt(doubt.suspect, DoubtState.MASKED, doubt.deciders | applied[at].deciders)
        else:
            yield doubt


def _tag_key(tag: Tag) -> tuple[object, ...]:
    return tag.kind, tag.code, tag.start, tag.end
