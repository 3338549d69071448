"""What a reviewer sees of a statement at one moment, without a store: phases, tracks, what is left."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.decisions import Choice, Decision, DecisionKind, Span
from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import Audience, Label, Language, Role
from models.reviews import Approval
from models.sealed import SealedRecord
from models.statements import Consent, ConsentScope, SourceKind, StatementState
from redact.apply import redact_text
from redact.open_items import ItemKind
from review.opened import Now, Opened, Phase
from store.review_state import ReviewState

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
A, B, C = "reviewer-a", "reviewer-b", "reviewer-c"
TEXT = "Айгерим видела Серикова. Её отец молчал."
WITNESS, OFFICER, DOUBT = ((TEXT.index(w), TEXT.index(w) + len(w)) for w in ("Айгерим", "Серикова", "молчал"))
ANALYSIS = Analysis(
    language=Language.RU,
    findings=(
        Finding(*WITNESS, Label.PERSON, 0.9, "test", "person-1"),
        Finding(*OFFICER, Label.PERSON, 0.9, "test", "person-2"),
    ),
    identities=(
        Identity("person-1", Label.PERSON, Role.PROTECTED, 1),
        Identity("person-2", Label.PERSON, Role.PROTECTED, 2),
    ),
    suspects=(Suspect(*DOUBT, "capital", 0.4),),
    tags=(Tag(TagKind.ABUSE, "threats", *DOUBT, "triggers"),),
)
RECORD = SealedRecord(
    "0123456789", TEXT, ANALYSIS, {}, SourceKind.TEXT, Consent(ConsentScope.PUBLIC), None, ()
)
STATE = ReviewState(
    state=StatementState.WAITING,
    case_id="C",
    case="main",
    scope=ConsentScope.PUBLIC,
    high=False,
    counted=True,
    claimed_by=None,
    claimant=None,
    one_reviewer=False,
    decoys=False,
)
Step = tuple[str, Choice]


def opened(
    me: str, *steps: Step, by: tuple[str, ...] = (), fell: tuple[str, ...] = (), high: bool = False
) -> Opened:
    """A statement that `me` has open after steps; `by` have approved it, approvals of `fell` hold no more."""
    made = [Decision(number, who, NOON, choice) for number, (who, choice) in enumerate(steps, start=1)]
    given = [Approval(who, NOON, 0, holds=False) for who in fell]
    given += [Approval(who, NOON, len(made), holds=True) for who in by]
    state = (StatementState.WAITING, StatementState.CONFIRMING, StatementState.APPROVED)[len(by)]
    found = Opened(RECORD, me, made, replace(STATE, state=state, high=high), given)
    found.kept["high"] = False  # what the record itself says is tested where risks are
    return found


def now(me: str, *steps: Step, **more: object) -> Now:
    return opened(me, *steps, **more).now()  # type: ignore[arg-type]


def do(kind: DecisionKind, *spans: Span, **more: object) -> Choice:
    return Choice(kind, spans, **more)  # type: ignore[arg-type]


ACCEPT, REJECT = do(DecisionKind.ACCEPT, WITNESS), do(DecisionKind.REJECT, WITNESS)
ADD = do(DecisionKind.ADD, DOUBT, label=Label.PERSON, identity="")
DISMISS = do(DecisionKind.DISMISS, DOUBT)
COMMENT = Choice(DecisionKind.COMMENT, words="?")
COMPARE = Choice(DecisionKind.COMPARE)


def blind(choice: Choice) -> Choice:
    return replace(choice, blind=True)


# phases


@pytest.mark.parametrize(
    ("phase", "steps", "more"),
    [
        (Phase.FIRST, [], {}),
        (Phase.FIRST, [], {"high": True}),
        (Phase.FIRST, [(A, ACCEPT)], {"fell": (A,), "high": True}),
        (Phase.DONE, [], {"by": (B,)}),
        (Phase.DONE, [], {"by": (A, C)}),
        (Phase.DONE, [], {"by": (A, B)}),
        (Phase.CONFIRM, [(A, ACCEPT)], {"by": (A,)}),
        (Phase.BLIND, [(A, ACCEPT)], {"by": (A,), "high": True}),
        (Phase.BLIND, [(B, COMMENT)], {"by": (A,), "high": True}),
        (Phase.BLIND, [(B, blind(REJECT))], {"by": (A,), "high": True}),
        (Phase.BLIND, [(C, blind(REJECT)), (C, COMPARE)], {"by": (A,), "high": True}),
        (Phase.CONFIRM, [(B, ACCEPT)], {"by": (A,), "high": True}),
        (Phase.CONFIRM, [], {"by": (A,), "fell": (B,), "high": True}),
        (Phase.COMPARE, [(B, blind(REJECT)), (B, COMPARE)], {"by": (A,), "high": True}),
        # one's own word taken once reopens; until one's own approval the rest is compared still
        (Phase.COMPARE, [(B, blind(REJECT)), (B, COMPARE), (B, REJECT)], {"fell": (A,), "high": True}),
    ],
)
def test_the_phase(phase: Phase, steps: list[Step], more: dict[str, object]) -> None:
    assert now(B, *steps, **more).phase is phase


def test_a_blocked_one_is_blocked_whatever_else() -> None:
    found = opened(B, by=(A,), high=True)
    found.state = replace(found.state, state=StatementState.BLOCKED)
    assert found.now().phase is Phase.BLOCKED and found.now().items == []


# deciding apart


def test_who_decides_blind_sees_nothing_of_the_others() -> None:
    steps = [(A, REJECT), (A, ADD), (C, blind(ADD)), (A, COMMENT)]
    found = now(B, *steps, by=(A,), high=True)
    untouched = now(B)
    assert found.decided.marks == untouched.decided.marks
    assert found.decided.doubts == untouched.decided.doubts and found.decided.comments == ()
    assert found.items == untouched.items
    for audience in Audience:
        assert found.treated(audience) == untouched.treated(audience)


def test_what_is_decided_blind_is_no_part_of_the_release() -> None:
    steps = [(A, ACCEPT), (B, blind(REJECT))]
    assert now(B, *steps, by=(A,), high=True).main.release_key() == now(B, (A, ACCEPT)).main.release_key()
    assert not now(B, *steps, by=(A,), high=True).decided.marks[0].applied


def test_after_comparing_both_are_seen_and_each_difference_is_an_item() -> None:
    everything = [do(DecisionKind.ACCEPT, WITNESS), do(DecisionKind.ACCEPT, OFFICER), DISMISS]
    steps = [
        *((A, choice) for choice in everything),
        (B, blind(REJECT)),
        (B, blind(do(DecisionKind.ACCEPT, OFFICER))),
        (B, blind(ADD)),
        (B, COMPARE),
    ]
    found = now(B, *steps, by=(A,), high=True)
    assert [(i.kind, i.spans) for i in found.items] == [
        (ItemKind.DIFFERENCE, (WITNESS,)),
        (ItemKind.DIFFERENCE, (DOUBT,)),
    ]
    assert found.differed == 2
    settled = now(B, *steps, (B, ACCEPT), (B, DISMISS), by=(A,), high=True)
    assert settled.items == [] and settled.differed == 2


def test_tags_differ_until_somebody_speaks_about_them() -> None:
    tag = {"tag": TagKind.ABUSE, "code": "threats"}
    strike, keep = (do(kind, DOUBT, **tag) for kind in (DecisionKind.STRIKE_TAG, DecisionKind.ADD_TAG))
    steps = [(A, ACCEPT), (B, blind(strike)), (B, COMPARE)]
    assert now(B, *steps, by=(A,), high=True).tag_differences == 1
    assert now(B, *steps, (B, keep), by=(A,), high=True).tag_differences == 0
    assert now(B, (A, ACCEPT), (B, blind(strike)), by=(A,), high=True).tag_differences == 0


# confirming


def test_the_second_one_confirms_what_became_readable_and_that_alone() -> None:
    steps = [(A, REJECT), (A, do(DecisionKind.ACCEPT, OFFICER)), (A, DISMISS)]
    assert now(A, *steps).items == []
    (item,) = now(B, *steps, by=(A,)).items
    assert (item.kind, item.spans) == (ItemKind.CONFIRM, (WITNESS,))
    assert now(B, *steps, (B, REJECT), by=(A,)).items == []


def test_that_one_accepted_it_before_the_other_refused_it_is_no_consent() -> None:
    rest = [(A, do(DecisionKind.ACCEPT, OFFICER)), (A, DISMISS)]
    found = now(B, (B, ACCEPT), *rest, (A, REJECT), by=(A,))
    assert [(i.kind, i.spans) for i in found.items] == [(ItemKind.CONFIRM, (WITNESS,))]


# what is shown is what is stored


def test_a_decision_that_was_refused_leaves_no_trace() -> None:
    """A page tries a decision before it stores it; another one may have come first, or the store refuses."""
    statement = opened(A)
    tried = Decision(1, A, NOON, REJECT)
    assert not Now(statement, (tried,), ()).main.marks[0].applied
    statement.decisions.append(Decision(1, A, NOON, ADD))  # what was stored in its place
    stored = statement.now().main
    assert "Айгерим" not in redact_text(TEXT, stored.analysis, Audience.PUBLIC).text
    assert [m.span for m in stored.marks if m.applied] == [WITNESS, OFFICER, DOUBT]


def test_what_is_remembered_is_of_the_same_suspects() -> None:
    statement = opened(A)
    assert len(statement.now().decided.doubts) == 1
    statement.extra = (Suspect(0, 3, "case_name", 0.5),)
    assert len(statement.now().decided.doubts) == 2


# where a difference is taken for settled


def test_what_the_first_one_refuses_after_the_comparison_is_asked_for() -> None:
    accepted = [(who, do(DecisionKind.ACCEPT, WITNESS, OFFICER)) for who in (A, B)]
    steps = [accepted[0], (A, DISMISS), (B, blind(accepted[1][1])), (B, blind(DISMISS)), (B, COMPARE)]
    settled = now(B, *steps, (B, ACCEPT), by=(A,), high=True)
    assert settled.phase is Phase.COMPARE and settled.items == []
    later = now(B, *steps, (B, ACCEPT), (A, REJECT), by=(A,), fell=(A,), high=True)
    assert later.items, "B approves a name in the open that B has masked twice"


@pytest.mark.parametrize(
    "words",
    [
        [ACCEPT, Choice(DecisionKind.UNDO, target=4)],
        [do(DecisionKind.COMMENT, WITNESS, words="?")],
    ],
    ids=["taken back", "a comment"],
)
def test_what_was_taken_back_or_only_commented_is_not_settled(words: list[Choice]) -> None:
    steps = [(A, ACCEPT), (B, blind(REJECT)), (B, COMPARE), *((B, word) for word in words)]
    found = now(B, *steps, by=(A,), high=True)
    assert [d.span for d in found.differences] == [WITNESS]
