"""A statement as a reviewer has it open: its record, the decisions so far, and how far the review has come.

It lives in the reviewer's session and is brought up to date from the store before each use, so that two
windows, or two reviewers one after the other, never decide on what is not there any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from models.decisions import Decision, DecisionKind, Span, standing
from models.findings import Finding, Identity, Suspect
from models.labels import Audience
from models.messages import Message
from models.reviews import Approval
from models.sealed import SealedRecord
from models.statements import StatementState
from redact.apply import Treated, treat_one
from redact.decided import blind_track, fold, main_track
from redact.marks import Decided
from redact.open_items import (
    Difference,
    Item,
    ItemKind,
    differences,
    open_items,
    tag_differences,
    to_confirm,
)
from redact.risk import risk_of
from store.approvals import approvals
from store.decisions import read_decisions
from store.review_state import ReviewState, read_review_state
from store.store import Store
from store.vault import Vault

_REMEMBERED: Final = 4


class Phase(StrEnum):
    """What a reviewer is doing with a statement."""

    FIRST = "first"
    CONFIRM = "confirm"
    BLIND = "blind"
    COMPARE = "compare"
    DONE = "done"
    BLOCKED = "blocked"


@dataclass(slots=True, eq=False, repr=False)
class Opened:
    """A statement that one reviewer has open; `extra` are suspects that the review itself raised.

    `messages` are questions and answers as they were when the page was loaded; `phone`: a question reaches
    the phone that the statement came from.
    """

    record: SealedRecord
    user_id: str
    decisions: list[Decision]
    state: ReviewState
    given: list[Approval]
    extra: tuple[Suspect, ...] = ()
    messages: tuple[Message, ...] = ()
    phone: bool = False
    kept: dict[str, object] = field(default_factory=dict)
    folds: dict[tuple[object, ...], Decided] = field(default_factory=dict)
    treated: dict[tuple[Finding, Identity | None, Audience], Treated] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.record.statement_id

    @property
    def last(self) -> int:
        """The number of the last decision."""
        return self.decisions[-1].number if self.decisions else 0

    @property
    def high(self) -> bool:
        """Whether the risk is high, by the sealed record too: the queue's word stands under one lock only."""
        if "high" not in self.kept:
            self.kept["high"] = risk_of(self.record.raw_text, self.record.analysis).high
        return self.state.high or bool(self.kept["high"])

    @property
    def other(self) -> str | None:
        """The id of another reviewer who is at work on it."""
        return None if self.state.claimed_by == self.user_id else self.state.claimed_by

    def refresh(self, store: Store, vault: Vault) -> None:
        """Take in what was decided and approved meanwhile."""
        self.decisions += read_decisions(store, self.id, vault, after=self.last)
        self.state = read_review_state(store, self.id)
        self.given = approvals(store, self.id)
        if self.state.scope is not self.record.consent.scope:
            self.record = store.unseal(self.id, vault)  # the witness changed their mind

    def now(self) -> "Now":
        """The statement as it stands for this reviewer."""
        return Now(self, tuple(self.decisions), self.extra)


def open_statement(store: Store, vault: Vault, statement_id: str) -> Opened:
    """Open a statement for the vault's reviewer; that it was opened is in the journal."""
    record = store.unseal(statement_id, vault)
    return Opened(
        record=record,
        user_id=vault.reviewer_id or "",
        decisions=read_decisions(store, statement_id, vault),
        state=read_review_state(store, statement_id),
        given=approvals(store, statement_id),
    )


class Now:
    """One moment of a review: which decisions count, what they make, and what is left to decide."""

    def __init__(self, opened: Opened, decisions: Sequence[Decision], extra: Sequence[Suspect]) -> None:
        self.opened = opened
        self.decisions = decisions
        self.extra = extra

    @cached_property
    def phase(self) -> Phase:
        """What this reviewer is doing."""
        opened, me = self.opened, self.opened.user_id
        if opened.state.state is StatementState.BLOCKED:
            return Phase.BLOCKED
        holding = [approval for approval in opened.given if approval.holds]
        if opened.state.state is StatementState.APPROVED or any(a.user_id == me for a in holding):
            return Phase.DONE
        if self._compared():
            # until this reviewer approves: to take one's own word once reopens, and the rest differs still
            return Phase.COMPARE
        if not holding:
            return Phase.FIRST
        worked = any(a.user_id == me for a in opened.given) or any(
            d.by == me and not d.choice.blind and d.choice.kind is not DecisionKind.COMMENT
            for d in self.decisions
        )
        # whoever has worked on it before has seen what the other one did
        return Phase.BLIND if opened.high and not worked else Phase.CONFIRM

    @cached_property
    def main(self) -> Decided:
        """What all reviewers' decisions make."""
        return self._fold("main", main_track(self.decisions))

    @cached_property
    def blind(self) -> Decided:
        """What this reviewer's decisions make who has not seen the others'."""
        return self._fold("blind", blind_track(self.decisions, self.opened.user_id))

    def _fold(self, track: str, decisions: tuple[Decision, ...]) -> Decided:
        """The fold of decisions; that of the last moments is remembered, for each key asks for it thrice."""
        folds = self.opened.folds
        # by the decision and not its number: one that was tried may not be the one that was stored
        key = (track, len(decisions), decisions[-1] if decisions else None, self.extra)
        if key not in folds:
            while len(folds) >= _REMEMBERED:
                del folds[next(iter(folds))]
            folds[key] = fold(self.opened.record.analysis, decisions, self.extra)
        return folds[key]

    @property
    def decided(self) -> Decided:
        """What this reviewer sees."""
        return self.blind if self.phase is Phase.BLIND else self.main

    @cached_property
    def differences(self) -> list[Difference]:
        """Where this reviewer, who decided blind, and the first one differ still."""
        if self.phase is not Phase.COMPARE:
            return []
        settled = self._settled()
        return [d for d in differences(self.blind, self.main) if not _touches(settled, d.span)]

    @property
    def differed(self) -> int:
        """In how many places this reviewer, deciding blind, had something else than the others had then."""
        before = main_track(d for d in self.decisions if d.number < self._compared())
        return len(differences(self.blind, fold(self.opened.record.analysis, before, self.extra)))

    @cached_property
    def tag_differences(self) -> int:
        """How many tags differ that nobody spoke about since comparing."""
        if self.phase is not Phase.COMPARE:
            return 0
        since, me = self._compared(), self.opened.user_id
        spoken = {
            (d.choice.tag, d.choice.code, d.choice.spans)
            for d in standing(main_track(self.decisions))
            if d.number > since and d.by == me and d.choice.tag is not None
        }
        found = tag_differences(self.blind, self.main)
        return sum((tag.kind, tag.code, ((tag.start, tag.end),)) not in spoken for tag, _ in found)

    @cached_property
    def items(self) -> list[Item]:
        """What is left to decide before this reviewer may approve, in order of the text."""
        if self.phase in {Phase.DONE, Phase.BLOCKED}:
            return []
        items = open_items(self.decided)
        if self.phase in {Phase.FIRST, Phase.CONFIRM}:
            # what another one made readable, though no approval of theirs holds, is still to be agreed to
            items += to_confirm(self.decided, self.opened.user_id)
        items += [Item(ItemKind.DIFFERENCE, (d.span,)) for d in self.differences]
        return sorted(items, key=lambda item: item.spans[0])

    def treated(self, audience: Audience) -> list[Treated]:
        """Each finding with what an audience gets in its place."""
        known, analysis = self.opened.treated, self.decided.analysis
        text, language = self.opened.record.raw_text, analysis.language
        identities = {identity.id: identity for identity in analysis.identities}
        found = []
        for finding in analysis.findings:
            identity = identities.get(finding.identity or "")
            key = (finding, identity, audience)
            if key not in known:
                known[key] = treat_one(text, finding, identity, audience, language)
            found.append(known[key])
        return found

    def surfaces(self) -> Mapping[str, list[str]]:
        """How each identity is called in the text, each form once, in order of the text."""
        found: dict[str, list[str]] = {}
        for finding in self.decided.analysis.findings:
            words = " ".join(self.opened.record.raw_text[finding.start : finding.end].split())
            forms = found.setdefault(finding.identity or "", [])
            if words not in forms:
                forms.append(words)
        return found

    def _compared(self) -> int:
        """The number of the decision that ended this reviewer's blind part; 0 before it and once approved."""
        me = self.opened.user_id
        done = max((a.upto for a in self.opened.given if a.user_id == me), default=0)
        ends = [d.number for d in self.decisions if d.by == me and d.choice.kind is DecisionKind.COMPARE]
        return ends[-1] if ends and ends[-1] > done else 0

    def _settled(self) -> list[Span]:
        """Spans that this reviewer has decided on since comparing, and nobody else after that."""
        since, me = self._compared(), self.opened.user_id
        settled: list[Span] = []
        for decision in standing(main_track(self.decisions)):
            if decision.number <= since or decision.choice.kind is DecisionKind.COMMENT:
                continue
            if decision.by == me:
                settled += decision.choice.spans
            else:
                settled = [span for span in settled if not _touches(decision.choice.spans, span)]
        return settled


def _touches(spans: Sequence[Span], span: Span) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)
