"""What a reviewer still has to decide before approving, and where two reviewers who were apart differ.

Nothing can be accepted in one stroke: each identity, each finding of a low score and each suspect is an item
of its own, and one decision may cover all mentions of one identity, no more. Ages, dates and occupations say
nothing of who by themselves and are items only where the finder was unsure.
"""

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.decisions import Span
from models.findings import Identity, Tag
from models.labels import DIRECT, Label, Role
from models.reviews import LOW
from redact.decided import reading
from redact.marks import Decided, DoubtState, Mark, MarkState
from redact.spans import united_spans

# What tells who or what somebody is; one decision covers all mentions of such an identity.
WHO: Final = DIRECT | {Label.PLACE, Label.ORG}


class ItemKind(StrEnum):
    """Why something has to be decided."""

    IDENTITY = "identity"
    LOW = "low"
    SUSPECT = "suspect"
    CONFIRM = "confirm"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide; `spans` are all places that one decision may cover, the first one leads there."""

    kind: ItemKind
    spans: tuple[Span, ...]


def open_items(decided: Decided) -> list[Item]:
    """What nobody has decided yet, in order of the text."""
    items = [*_identities(decided.marks), *_low(decided.marks)]
    items += [Item(ItemKind.SUSPECT, (d.span,)) for d in decided.doubts if d.state is DoubtState.OPEN]
    return sorted(items, key=lambda item: item.spans[0])


def to_confirm(decided: Decided, user_id: str) -> list[Item]:
    """What another reviewer made readable: a second one must agree to each by a decision of their own."""
    roles = {identity.id: identity.role for identity in decided.analysis.identities}
    groups: dict[tuple[str, str | int], list[Span]] = {}
    for mark in decided.marks:
        refused = mark.state is MarkState.REJECTED
        identity = mark.finding.identity
        opened = not refused and _shown(mark, roles.get(identity or ""))
        if (refused or opened) and user_id not in mark.deciders:
            groups.setdefault((mark.state.value, identity or mark.finding.start), []).append(mark.span)
    items = [Item(ItemKind.CONFIRM, tuple(spans)) for spans in groups.values()]
    return sorted(items, key=lambda item: item.spans[0])


def _shown(mark: Mark, role: Role | None) -> bool:
    """Whether a reviewer decided on it, and somebody reads it who would not have: by role or by kind."""
    if mark.finding.label is Label.PERSON and role in {Role.OFFICIAL, Role.PUBLIC}:
        return bool(mark.deciders)
    return any(_opens(label, mark.finding.label) for label in mark.was)


def _opens(before: Label, after: Label) -> bool:
    """Whether any audience reads more of what is taken for another kind than it was."""
    return any(map(operator.gt, reading(after, Role.PROTECTED), reading(before, Role.PROTECTED)))


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two reviewers decided differently: what each has there, None where it stays readable.

    `span` reaches over all that either marked there, where their marks begin or end in different places;
    `mine` and `theirs` are the first marks in it.
    """

    span: Span
    mine: Mark | None
    theirs: Mark | None


def differences(mine: Decided, theirs: Decided) -> list[Difference]:
    """Where what would be released differs, place by place; the same places whoever compares."""
    ours = {m.span: m for m in mine.marks if m.applied}
    others = {m.span: m for m in theirs.marks if m.applied}
    common = sorted(ours.keys() & others.keys())
    one, two = _told(mine, ours, common), _told(theirs, others, common)
    found = [Difference(span, ours[span], others[span]) for span in common if one[span] != two[span]]
    for span in united_spans(ours.keys() ^ others.keys()):
        found.append(Difference(span, _first_in(span, ours), _first_in(span, others)))
    return sorted(found, key=lambda difference: difference.span)


def _first_in(stretch: Span, marks: Mapping[Span, Mark]) -> Mark | None:
    """The first mark within a stretch."""
    within = [span for span in marks if stretch[0] <= span[0] and span[1] <= stretch[1]]
    return marks[min(within)] if within else None


def _told(
    decided: Decided, marks: Mapping[Span, Mark], spans: Sequence[Span]
) -> dict[Span, tuple[object, ...]]:
    """All that a reader of the release could tell marks by: kind, role, and with which others they go."""
    identities: dict[str, Identity] = {i.id: i for i in decided.analysis.identities}
    first: dict[str, int] = {}
    out: dict[Span, tuple[object, ...]] = {}
    for span in spans:
        finding = marks[span].finding
        name = finding.identity or ""
        role = identities[name].role if name in identities else Role.PROTECTED
        out[span] = (finding.label, role, first.setdefault(name, span[0]) if name else span[0])
    return out


def tag_differences(mine: Decided, theirs: Decided) -> list[tuple[Tag, bool]]:
    """Tags that only one of two reviewers has; True where it is mine."""
    ours = {(t.kind, t.code, t.start, t.end): t for t in mine.analysis.tags}
    others = {(t.kind, t.code, t.start, t.end): t for t in theirs.analysis.tags}
    found = [(tag, True) for key, tag in ours.items() if key not in others]
    found += [(tag, False) for key, tag in others.items() if key not in ours]
    return sorted(found, key=lambda pair: (pair[0].start, pair[0].code))


def _identities(marks: Sequence[Mark]) -> Iterator[Item]:
    """Groups of mentions that nobody has decided on, of those who or what can be told by them."""
    groups: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.finding.identity and mark.finding.label in WHO and mark.state is not MarkState.REJECTED:
            groups.setdefault(mark.finding.identity, []).append(mark)
    for group in groups.values():
        pending = tuple(m.span for m in group if m.state is MarkState.PENDING)
        if pending:
            yield Item(ItemKind.IDENTITY, pending)


def _low(marks: Sequence[Mark]) -> Iterator[Item]:
    for mark in marks:
        alone = mark.finding.label not in WHO or not mark.finding.identity
        if alone and mark.state is MarkState.PENDING and mark.finding.score < LOW:
            yield Item(ItemKind.LOW, (mark.span,))
