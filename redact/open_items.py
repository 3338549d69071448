"""What a reviewer still has to decide before approving, and where two reviewers who were apart differ.

Nothing can be accepted in one stroke: each identity, each finding of a low score and each suspect is an item
of its own, and one decision may cover all mentions of one identity, no more. Ages, dates and occupations say
nothing of who by themselves and are items only where the finder was unsure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.decisions import Span
from models.findings import Tag
from models.labels import DIRECT, Label, Role
from models.reviews import LOW
from redact.decided import Decided, DoubtState, Mark, MarkState

_WHO: Final = DIRECT | {Label.PLACE, Label.ORG}


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
    """Whether a reviewer decided on somebody whose role lets a name stay readable."""
    return mark.finding.label is Label.PERSON and role in {Role.OFFICIAL, Role.PUBLIC} and bool(mark.deciders)


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two reviewers decided differently: what each has there, None where it stays readable."""

    span: Span
    mine: Mark | None
    theirs: Mark | None


def differences(mine: Decided, theirs: Decided) -> list[Difference]:
    """Where what would be released differs, finding by finding."""
    ours, others = _released(mine), _released(theirs)
    found = []
    for span in sorted({*ours, *others}):
        one, two = ours.get(span), others.get(span)
        if (one and one[1]) != (two and two[1]):
            found.append(Difference(span, one[0] if one else None, two[0] if two else None))
    return found


def tag_differences(mine: Decided, theirs: Decided) -> list[tuple[Tag, bool]]:
    """Tags that only one of two reviewers has; True where it is mine."""
    ours = {(t.kind, t.code, t.start, t.end): t for t in mine.analysis.tags}
    others = {(t.kind, t.code, t.start, t.end): t for t in theirs.analysis.tags}
    found = [(tag, True) for key, tag in ours.items() if key not in others]
    found += [(tag, False) for key, tag in others.items() if key not in ours]
    return sorted(found, key=lambda pair: (pair[0].start, pair[0].code))


def _released(decided: Decided) -> dict[Span, tuple[Mark, tuple[object, ...]]]:
    """The marks that are applied, each with all that a reader of the release could tell it by."""
    identities = {i.id: i for i in decided.analysis.identities}
    first: dict[str, int] = {}
    out: dict[Span, tuple[Mark, tuple[object, ...]]] = {}
    for mark in decided.marks:
        if not mark.applied:
            continue
        name = mark.finding.identity or ""
        role = identities[name].role if name in identities else Role.PROTECTED
        whose = first.setdefault(name, mark.finding.start) if name else mark.finding.start
        out[mark.span] = (mark, (mark.finding.label, role, whose))
    return out


def _identities(marks: Sequence[Mark]) -> Iterator[Item]:
    """Groups of mentions that nobody has decided on, of those who or what can be told by them."""
    groups: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.finding.identity and mark.finding.label in _WHO and mark.state is not MarkState.REJECTED:
            groups.setdefault(mark.finding.identity, []).append(mark)
    for group in groups.values():
        pending = tuple(m.span for m in group if m.state is MarkState.PENDING)
        if pending:
            yield Item(ItemKind.IDENTITY, pending)


def _low(marks: Sequence[Mark]) -> Iterator[Item]:
    for mark in marks:
        alone = mark.finding.label not in _WHO or not mark.finding.identity
        if alone and mark.state is MarkState.PENDING and mark.finding.score < LOW:
            yield Item(ItemKind.LOW, (mark.span,))
