"""What reviewers' decisions make of an analysis: each finding, suspect and tag with its state.

Decisions are folded in their order; those that were taken back are left out before. Invariants: marks are
disjoint and sorted, and so are suspects; whatever is not refused by a reviewer stays masked, and adding never
narrows what was marked nor lets it be read as something weaker; what was refused stays on record until it is
masked again; an identity that a decision made has its id from that decision's number, so that taking another
one back changes nobody else's id.
"""

import operator
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from models.decisions import Choice, Decision, DecisionKind, Span, standing
from models.findings import Analysis, Finding, Identity, Suspect, Tag
from models.labels import DIRECT, Action, Audience, Label, Role
from redact.marks import Decided, Doubt, DoubtState, Mark, MarkState, TagMark
from redact.policy import policy_for

REVIEWER = "reviewer"


@cache
def reading(label: Label, role: Role) -> tuple[int, ...]:
    """How much each audience reads of a finding: 0 where it is masked, more where it is told or kept."""
    finding, identity = Finding(0, 1, label, 1.0, ""), Identity("", label, role, 1)
    return tuple(list(Action).index(policy_for(a).action(finding, identity)) for a in Audience)


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
        self.order = sorted(self.marks)
        self.suspects = united((*analysis.suspects, *extra))
        self.dismissed: dict[Span, frozenset[str]] = {}
        self.identities = {identity.id: identity for identity in analysis.identities}
        self.tags = {_tag_key(tag): TagMark(tag) for tag in analysis.tags}
        self.comments: list[Decision] = []
        # who a mark was while it was of another kind
        self.former: dict[tuple[Span, Label], str] = {}

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
                for span in (s for s in choice.spans if 0 <= s[0] < s[1]):
                    self.dismissed[span] = self.dismissed.get(span, frozenset()) | {decision.by}
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
            state_now = MarkState.ADDED if added else state
            self.marks[span] = replace(mark, state=state_now, deciders=_agreed(mark, by, state_now))

    def _relabel(self, decision: Decision) -> None:
        label = decision.choice.label
        if label is None:
            return
        become: dict[str | None, str] = {}
        for span in decision.choice.spans:
            mark = self.marks.get(span)
            if mark is None:
                continue
            if mark.finding.label is label:
                self._set([span], MarkState.ACCEPTED, decision.by)
                continue
            known = mark.finding.identity
            if known not in become:
                # changed there and back, it is who it was
                before = self.former.get((span, label))
                become[known] = before or self._new_identity(label, decision.number, len(become))
            if known is not None:
                self.former[span, mark.finding.label] = known
            self._put(mark, decision.by, label=label, identity=become[known])

    def _add(self, decision: Decision) -> None:
        choice = decision.choice
        label = choice.label or Label.PERSON
        known = self.identities.get(choice.identity or "")
        # a number of another kind's would be two people's
        identity = known.id if known is not None and known.label is label else None
        spans = [(start, end) for start, end in choice.spans if 0 <= start < end]
        if choice.identity is None:
            # the words of somebody who is marked already, made longer: it is the same one
            marks = [m for span in spans for m in self._touched(span) if m.finding.label is label]
            identity = self._strictest(m for m in marks if m.applied)
        if spans and identity is None:
            identity = self._new_identity(label, decision.number, 0)
        for start, end in spans:
            touched = self._touched((start, end))
            applied = [m for m in touched if m.applied]
            # what is masked stays masked: the new one swallows those it touches
            first = min([start, *(m.finding.start for m in applied)])
            last = max([end, *(m.finding.end for m in applied)])
            finding = Finding(first, last, label, 1.0, REVIEWER, identity)
            direct = [m.finding for m in applied if m.finding.label in DIRECT]
            strict = min(direct, key=lambda f: sorted(self._reading(f), reverse=True), default=finding)
            if any(map(operator.gt, self._reading(finding), self._reading(strict))):
                # and as what it was: as a weaker kind, or an official, some would read it
                finding = replace(finding, label=strict.label, identity=strict.identity)
            was = frozenset[Label]().union(*({m.finding.label, *m.was} for m in touched))
            # what the pass found and a reviewer marks over again is not one that was missed
            found = touched[0].found if [m.span for m in touched] == [(first, last)] else None
            state = MarkState.ACCEPTED if found else MarkState.ADDED
            fresh = {(first, last): Mark(finding, state, found, frozenset({decision.by}), was)}
            for mark in touched:
                if not mark.applied:
                    # what a refusal leaves readable beside it is a refusal still, which others must confirm
                    left = ((mark.finding.start, first), (last, mark.finding.end))
                    fresh |= {(a, b): _piece(mark, a, b) for a, b in left if a < b}
                del self.marks[mark.span]
            self.marks |= fresh
            at = bisect_left(self.order, touched[0].span if touched else (first, last))
            self.order[at : at + len(touched)] = sorted(fresh)
            self._forget(fresh)

    def _touched(self, span: Span) -> list[Mark]:
        """The marks that a span touches, in order."""
        at = bisect_left(self.order, span)
        if at and self.order[at - 1][1] > span[0]:
            at -= 1
        found = []
        while at < len(self.order) and self.order[at][0] < span[1]:
            found.append(self.marks[self.order[at]])
            at += 1
        return found

    def _strictest(self, marks: Iterable[Mark]) -> str | None:
        """Who of several marks is read by the fewest: somebody protected before others, else the first."""
        names = [m.finding.identity for m in marks if m.finding.identity in self.identities]
        roles = tuple(Role)
        return min(names, key=lambda name: roles.index(self.identities[name or ""].role), default=None)

    def _reading(self, finding: Finding) -> tuple[int, ...]:
        known = self.identities.get(finding.identity or "")
        return reading(finding.label, known.role if known is not None else Role.PROTECTED)

    def _forget(self, spans: Iterable[Span]) -> None:
        """Who a mark was while it was of another kind means nothing any more."""
        for span in spans:
            for label in Label:
                self.former.pop((span, label), None)

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
                self._forget([span])
                self._put(mark, decision.by, label=known.label, identity=known.id)

    def _role(self, decision: Decision) -> None:
        choice = decision.choice
        known = self.identities.get(choice.identity or "")
        if known is None or choice.role is None:
            return
        self.identities[known.id] = replace(known, role=choice.role)
        marks = [m for m in self.marks.values() if m.finding.identity == known.id and m.applied]
        if choice.role is not known.role:
            # what was said of them before was said of somebody in another role
            for mark in marks:
                self.marks[mark.span] = replace(mark, deciders=frozenset())
        self._set([m.span for m in marks], MarkState.ACCEPTED, decision.by)

    def _put(self, mark: Mark, by: str, *, label: Label, identity: str) -> None:
        state = MarkState.ADDED if mark.found is None else MarkState.ACCEPTED
        finding = replace(mark.finding, label=label, identity=identity)
        deciders = _agreed(mark, by, state) if finding == mark.finding else frozenset({by})
        was = mark.was if label is mark.finding.label else mark.was | {mark.finding.label}
        self.marks[mark.span] = Mark(finding, state, mark.found, deciders, was)

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
        doubts = tuple(_masked(sorted(self._doubts(), key=lambda d: d.span), marks))
        analysis = replace(
            self.analysis,
            findings=findings,
            identities=tuple(i for i in self.identities.values() if i.id in used),
            suspects=tuple(d.suspect for d in doubts),
            tags=tuple(t.tag for t in tags if not t.struck),
        )
        return Decided(analysis, marks, doubts, tags, tuple(self.comments))

    def _doubts(self) -> Iterator[Doubt]:
        """The suspects in order: each is dismissed by a decision on it or on a stretch around it."""
        spans = sorted(self.dismissed)
        rest = set(spans)
        for suspect in self.suspects:
            start, end = suspect.start, suspect.end
            around = [s for s in spans if s[0] <= start and end <= s[1]]
            rest -= {s for s in spans if s[0] < end and start < s[1]}
            by = frozenset[str]().union(*(self.dismissed[s] for s in around))
            yield Doubt(suspect, DoubtState.DISMISSED if around else DoubtState.OPEN, by)
        # those that were raised in another session, by a name of the case or the last scan
        for suspect in united(Suspect(*span, "dismissed", 0.0) for span in rest):
            by = frozenset[str]().union(
                *(self.dismissed[s] for s in rest if s[0] < suspect.end and suspect.start < s[1])
            )
            yield Doubt(suspect, DoubtState.DISMISSED, by)


def _piece(mark: Mark, start: int, end: int) -> Mark:
    return replace(mark, finding=replace(mark.finding, start=start, end=end))


def _agreed(mark: Mark, by: str, state: MarkState) -> frozenset[str]:
    """Who decided on a mark as it is now: who said something else before must look again."""
    return mark.deciders | {by} if mark.state is state else frozenset({by})


def united(suspects: Iterable[Suspect]) -> list[Suspect]:
    """Suspects in order; those that overlap are one, so that none hides another from the reviewer."""
    out: list[Suspect] = []
    for suspect in sorted(suspects, key=lambda s: (s.start, s.end)):
        if out and suspect.start < out[-1].end:
            likelier = max(out[-1], suspect, key=lambda s: s.score)
            out[-1] = replace(likelier, start=out[-1].start, end=max(out[-1].end, suspect.end))
        else:
            out.append(suspect)
    return out


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
