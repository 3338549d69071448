"""The parts of the statement page, each with an id, so that a decision sends only those that changed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import render_template

from models.decisions import Decision, DecisionKind, standing
from models.findings import Identity, TagKind
from models.labels import Audience, Label
from models.messages import Message, withdrawal_stands
from models.statements import Consent
from redact.marks import TagMark
from redact.masks import mask_word
from redact.open_items import ItemKind
from review.case_names import CaseNames
from review.decoys import Decoy
from review.languages import LABELS, chosen_language
from review.opened import Now, Opened, Phase
from review.rows import RowMaker, tag_id

# So many people and things are listed; a text of 5,000 words has more than anybody looks through there.
_LISTED = 60


@dataclass(frozen=True, slots=True)
class Who:
    """An identity as the list shows it."""

    identity: Identity
    alias: str
    forms: tuple[str, ...]
    count: int
    undecided: int
    first: int


@dataclass(frozen=True, slots=True)
class ShownTag:
    """A tag as the list shows it."""

    id: str
    kind: str
    code: str
    words: str
    mark: TagMark


class View:
    """What a reviewer sees of a statement at one moment, for one audience."""

    def __init__(
        self, now: Now, audience: Audience, *, decoy: Decoy | None, names: CaseNames, users: Mapping[str, str]
    ) -> None:
        self.now = now
        self.audience = audience
        self.decoy = decoy
        self.names = names
        self._users = users
        hidden = frozenset() if decoy is None or decoy.caught else frozenset({decoy.span[0]})
        self.hidden: frozenset[int] = hidden
        self.items = [item for item in now.items if item.spans[0][0] not in hidden or len(item.spans) > 1]

    def parts(self) -> dict[str, str]:
        """The HTML of each part by its id, rows first, in the order of the page."""
        maker = _maker(self.now.opened)
        aliases = self.aliases()
        treated = [t for t in self.now.treated(self.audience) if t.finding.start not in self.hidden]
        rows = maker.rows(self.now.decided, treated, aliases=aliases, hidden=self.hidden)
        parts = {row.id: row.html for row in rows}
        for name in ("progress", "people", "tags", "talk"):
            parts[name] = render_template(f"statement/{name}.html", view=self, now=self.now, Phase=Phase)
        return parts

    def aliases(self) -> dict[str, str]:
        """The badge of each identity, in the words of the statement's language."""
        language = self.now.opened.record.analysis.language
        return {
            identity.id: f"{mask_word(identity.label, language)} {identity.number}"
            for identity in self.now.decided.analysis.identities
        }

    def left(self) -> Mapping[ItemKind, int]:
        """How many items are left of each kind."""
        return Counter(item.kind for item in self.items)

    def next_after(self, position: int) -> int | None:
        """Where the next item stands that is not decided, from a place on and around the end."""
        starts = sorted(
            next((s for s, _ in item.spans if s not in self.hidden), item.spans[0][0]) for item in self.items
        )
        return next((start for start in starts if start >= position), starts[0] if starts else None)

    def people(self) -> list[Who]:
        """Who and what is named: people first, those with something left to decide before the others."""
        aliases, forms = self.aliases(), self.now.surfaces()
        count: Counter[str] = Counter()
        undecided: Counter[str] = Counter()
        asked = {span for item in self.items for span in item.spans}
        first: dict[str, int] = {}
        for mark in self.now.decided.marks:
            name = mark.finding.identity or ""
            if not mark.applied or mark.finding.start in self.hidden:
                continue
            count[name] += 1
            undecided[name] += mark.span in asked  # what need not be decided is not called undecided
            first.setdefault(name, mark.finding.start)
        found = [
            Who(i, aliases[i.id], tuple(forms.get(i.id, ())), count[i.id], undecided[i.id], first[i.id])
            for i in self.now.decided.analysis.identities
            if i.id in first
        ]
        return sorted(found, key=lambda w: (w.identity.label is not Label.PERSON, w.first))[:_LISTED]

    def persons(self) -> list[Who]:
        """The people alone."""
        return [who for who in self.people() if who.identity.label is Label.PERSON]

    def tags(self, kind: str) -> list[ShownTag]:
        """The tags of a kind, struck ones too, each with its words."""
        text = self.now.opened.record.raw_text
        return [
            ShownTag(
                tag_id(t.tag),
                t.tag.kind.value,
                t.tag.code,
                " ".join(text[t.tag.start : t.tag.end].split()),
                t,
            )
            for t in self.now.decided.tags
            if t.tag.kind is TagKind(kind)
        ]

    def comments(self) -> list[Decision]:
        """What reviewers wrote, the newest first."""
        return list(reversed(self.now.decided.comments))

    def messages(self) -> list[Message]:
        """What the office asked of the field worker and what came back, the newest first."""
        return list(reversed(self.now.opened.messages))

    @property
    def withdrawal_asked(self) -> bool:
        """Whether somebody who holds the receipt asks for the statement to be withdrawn, nobody declining."""
        return withdrawal_stands(self.now.opened.messages)

    @property
    def names_raised(self) -> bool:
        """Whether all names of the case are read, and what they raise stands among the suspects."""
        return self.names.ready and self.now.opened.kept.get("names") == self.names.version

    def name_of(self, user_id: str) -> str:
        """A user's name."""
        return self._users.get(user_id, "?")

    @property
    def covered(self) -> bool:
        """Whether consent lets the chosen audience have the statement at all."""
        return covers(self.consent, self.audience)

    def can_undo(self) -> bool:
        """Whether there is a decision of this reviewer's to take back."""
        return undo_target(self.now) is not None

    def can_redo(self) -> bool:
        """Whether the last thing this reviewer did was to take something back."""
        return redo_target(self.now) is not None

    @property
    def consent(self) -> Consent:
        """What the witness agreed to."""
        return self.now.opened.record.consent


def covers(consent: Consent, audience: Audience) -> bool:
    """Whether a consent lets an audience have a statement at all, to whomever."""
    names: tuple[str | None, ...] = (*consent.recipients, None)
    return any(consent.allows(audience, recipient=name) for name in names)


def mine(now: Now) -> Iterator[Decision]:
    """This reviewer's decisions that are of the part of the review that is open, the newest first."""
    blind = now.phase is Phase.BLIND
    for decision in reversed(now.decisions):
        if decision.by == now.opened.user_id and decision.choice.blind == blind:
            yield decision


def undo_target(now: Now) -> int | None:
    """The number of this reviewer's last decision that stands and can be taken back."""
    numbers = {d.number for d in standing(tuple(now.decisions))}
    for decision in mine(now):
        if decision.choice.kind is DecisionKind.COMPARE:
            return None
        if decision.number in numbers:
            return decision.number
    return None


def redo_target(now: Now) -> int | None:
    """The number of the UNDO to take back; none once something else was decided."""
    undone: set[int] = set()
    for decision in mine(now):
        if decision.choice.kind is not DecisionKind.UNDO:
            return None
        if decision.number in undone:
            continue
        target = decision.choice.target or 0
        known = next((d for d in now.decisions if d.number == target), None)
        if known is not None and known.choice.kind is DecisionKind.UNDO:
            undone.add(target)
            continue
        return decision.number
    return None


def _maker(opened: Opened) -> RowMaker:
    """The maker of rows in the language of the page; it remembers what it made."""
    name = f"rows {chosen_language()}"
    maker = opened.kept.get(name)
    if not isinstance(maker, RowMaker):
        maker = opened.kept[name] = RowMaker(opened.record.raw_text)
    return maker


def label_name(label: Label) -> str:
    """A kind in words."""
    return str(LABELS[label])
