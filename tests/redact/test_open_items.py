"""What is left to decide before an approval, what a second reviewer must confirm, where two differ."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.decisions import Choice, Decision, DecisionKind, Span
from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import DIRECT, Action, Audience, Label, Language, Role
from redact.apply import treat
from redact.decided import fold
from redact.marks import Decided, MarkState
from redact.open_items import (
    Difference,
    Item,
    ItemKind,
    differences,
    open_items,
    tag_differences,
    to_confirm,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
A, B = "reviewer-a", "reviewer-b"
# a text of nothing but places: only offsets count here
WITNESS, MORE, LAST, TOWN, FIRM, PHONE, OLD, DAY, DOUBT = ((n * 10, n * 10 + 6) for n in range(9))


def finding(span: Span, label: Label, identity: str | None = None, score: float = 0.9) -> Finding:
    return Finding(*span, label, score, "test", identity)


ANALYSIS = Analysis(
    language=Language.RU,
    findings=(
        finding(WITNESS, Label.PERSON, "person-1"),
        finding(MORE, Label.PERSON, "person-1", 0.5),
        finding(LAST, Label.PERSON, "person-2"),
        finding(TOWN, Label.PLACE, "place-1"),
        finding(FIRM, Label.ORG, None, 0.6),
        finding(PHONE, Label.PHONE),
        finding(OLD, Label.AGE, None, 0.5),
        finding(DAY, Label.DATE, "date-1", 0.7),
    ),
    identities=(
        Identity("person-1", Label.PERSON, Role.PROTECTED, 1),
        Identity("person-2", Label.PERSON, Role.PROTECTED, 2),
        Identity("place-1", Label.PLACE, Role.PROTECTED, 1),
        Identity("date-1", Label.DATE, Role.PROTECTED, 1),
    ),
    suspects=(Suspect(*DOUBT, "capital", 0.4),),
    tags=(Tag(TagKind.ABUSE, "threats", *DOUBT, "triggers"),),
)
WHO, LOW, DOUBTED = ItemKind.IDENTITY, ItemKind.LOW, ItemKind.SUSPECT
ALL = [
    Item(WHO, (WITNESS, MORE)),
    Item(WHO, (LAST,)),
    Item(WHO, (TOWN,)),
    Item(LOW, (FIRM,)),
    Item(LOW, (OLD,)),
    Item(LOW, (DAY,)),
    Item(DOUBTED, (DOUBT,)),
]


def decided(*choices: Choice | tuple[Choice, str]) -> Decided:
    whose = [c if isinstance(c, tuple) else (c, A) for c in choices]
    return fold(ANALYSIS, [Decision(n, by, NOON, c) for n, (c, by) in enumerate(whose, start=1)])


def do(kind: DecisionKind, *spans: Span, **more: object) -> Choice:
    return Choice(kind, spans, **more)  # type: ignore[arg-type]


def accept(*spans: Span) -> Choice:
    return do(DecisionKind.ACCEPT, *spans)


def reject(*spans: Span) -> Choice:
    return do(DecisionKind.REJECT, *spans)


def relabel(label: Label, *spans: Span) -> Choice:
    return do(DecisionKind.RELABEL, *spans, label=label)


def add(*spans: Span, label: Label = Label.PERSON, identity: str | None = "") -> Choice:
    return do(DecisionKind.ADD, *spans, label=label, identity=identity)


def assign(identity: str, *spans: Span) -> Choice:
    return do(DecisionKind.ASSIGN, *spans, identity=identity)


def role(identity: str, what: Role) -> Choice:
    return do(DecisionKind.ROLE, identity=identity, role=what)


def undo(target: int) -> Choice:
    return do(DecisionKind.UNDO, target=target)


# what nobody decided yet


def test_each_unsure_finding_suspect_and_identity_is_an_item_of_its_own() -> None:
    assert open_items(decided()) == ALL


def test_a_finding_is_unsure_below_three_quarters() -> None:
    def scored(score: float) -> list[Item]:
        return open_items(fold(replace(ANALYSIS, findings=(finding(OLD, Label.AGE, None, score),)), []))

    assert [i.kind for i in scored(0.7499)] == [LOW, DOUBTED] and [i.kind for i in scored(0.75)] == [DOUBTED]


@pytest.mark.parametrize("item", ALL, ids=lambda item: str(item.spans))
def test_one_decision_on_an_item_closes_it_and_no_other(item: Item) -> None:
    word = do(DecisionKind.DISMISS, *item.spans) if item.kind is DOUBTED else accept(*item.spans)
    assert open_items(decided(word)) == [i for i in ALL if i != item]


def test_every_proper_part_of_the_decisions_leaves_something() -> None:
    words = [do(DecisionKind.DISMISS, *i.spans) if i.kind is DOUBTED else accept(*i.spans) for i in ALL]
    assert open_items(decided(*words)) == []
    for left_out in range(len(words)):
        assert len(open_items(decided(*words[:left_out], *words[left_out + 1 :]))) == 1


def test_a_word_on_one_mention_leaves_the_others() -> None:
    assert open_items(decided(accept(WITNESS)))[0] == Item(WHO, (MORE,))
    assert open_items(decided(reject(WITNESS)))[0] == Item(WHO, (MORE,))
    assert open_items(decided(accept(WITNESS, MORE), undo(1)))[0] == ALL[0]


def test_a_mention_added_later_is_decided_by_its_adding_and_leaves_the_others_as_they_are() -> None:
    later = (96, 99)
    assert open_items(decided(add(later, identity="person-1"))) == ALL
    assert open_items(decided(accept(WITNESS, MORE), add(later, identity="person-1"))) == ALL[1:]


def test_a_mention_that_joins_another_is_decided_and_that_other_is_not() -> None:
    assert open_items(decided(assign("person-1", LAST)))[:2] == [ALL[0], ALL[2]]


def test_a_role_covers_all_mentions() -> None:
    assert open_items(decided(role("person-1", Role.OFFICIAL))) == ALL[1:]


def test_another_kind_is_a_decision() -> None:
    assert open_items(decided(relabel(Label.ORG, LAST))) == [i for i in ALL if i != ALL[1]]


def test_a_suspect_is_closed_by_masking_it_and_open_again_when_that_is_refused() -> None:
    assert ALL[-1] not in open_items(decided(add(DOUBT)))
    assert ALL[-1] in open_items(decided(add(DOUBT), reject(DOUBT)))


def test_comments_tags_and_comparing_decide_nothing() -> None:
    silent = [do(kind, *i.spans) for i in ALL for kind in (DecisionKind.COMMENT, DecisionKind.COMPARE)]
    tags = [
        do(k, DOUBT, tag=TagKind.ABUSE, code="x") for k in (DecisionKind.ADD_TAG, DecisionKind.STRIKE_TAG)
    ]
    assert open_items(decided(*silent, *tags)) == ALL


# what a second reviewer must confirm


def confirm(*spans: Span) -> Item:
    return Item(ItemKind.CONFIRM, spans)


READABLE = {
    "one mention refused": ([reject(WITNESS)], [confirm(WITNESS)]),
    "all mentions refused": ([reject(WITNESS, MORE)], [confirm(WITNESS, MORE)]),
    "something without identity refused": ([reject(OLD)], [confirm(OLD)]),
    "made an official": ([role("person-1", Role.OFFICIAL)], [confirm(WITNESS, MORE)]),
    "made a public figure": ([role("person-2", Role.PUBLIC)], [confirm(LAST)]),
    "joined with an official": (
        [role("person-2", Role.OFFICIAL), assign("person-2", WITNESS)],
        [confirm(WITNESS, LAST)],
    ),
    "a person made an organisation": ([relabel(Label.ORG, LAST)], [confirm(LAST)]),
    "a person made a date": ([relabel(Label.DATE, WITNESS, MORE)], [confirm(WITNESS, MORE)]),
    "a person joined with a place": ([assign("place-1", LAST)], [confirm(LAST)]),
    "a place made an organisation": ([relabel(Label.ORG, TOWN)], [confirm(TOWN)]),
    "a place marked over as an organisation": (
        [add((TOWN[0] - 2, TOWN[1]), label=Label.ORG)],
        [confirm((TOWN[0] - 2, TOWN[1]))],
    ),
    "refused, and a letter of it masked": (
        [reject(LAST), add((LAST[0], LAST[0] + 1))],
        [confirm((LAST[0] + 1, LAST[1]))],
    ),
    "refused, and marked anew as an organisation": (
        [reject(LAST), add(LAST, label=Label.ORG)],
        [confirm(LAST)],
    ),
    "refused, and a longer stretch marked as a date": (
        [reject(LAST), add((LAST[0], LAST[1] + 1), label=Label.DATE)],
        [confirm((LAST[0], LAST[1] + 1))],
    ),
    "refused, and the middle of it masked": (
        [reject(LAST), add((LAST[0] + 2, LAST[0] + 3))],
        [confirm((LAST[0], LAST[0] + 2), (LAST[0] + 3, LAST[1]))],
    ),
}


@pytest.mark.parametrize("name", READABLE)
def test_what_one_made_readable_another_must_confirm(name: str) -> None:
    choices, items = READABLE[name]
    assert to_confirm(decided(*choices), B) == items
    assert to_confirm(decided(*choices), A) == []


@pytest.mark.parametrize("name", READABLE)
def test_a_word_of_the_others_own_closes_it(name: str) -> None:
    choices, items = READABLE[name]
    for word in (reject, accept):
        agreed = [(word(*item.spans), B) for item in items]
        assert to_confirm(decided(*choices, *agreed), B) == []


@pytest.mark.parametrize("name", READABLE)
def test_what_the_other_said_before_is_no_word_on_it(name: str) -> None:
    choices, items = READABLE[name]
    earlier = [(accept(WITNESS, MORE, LAST, TOWN, OLD), B)]
    assert to_confirm(decided(*earlier, *choices), B) == items


@pytest.mark.parametrize(
    "choices",
    [
        [],
        [accept(WITNESS, MORE)],
        [add((96, 99))],
        [relabel(Label.ID, LAST)],
        [relabel(Label.PERSON, TOWN)],
        [assign("person-1", LAST)],
        [role("person-1", Role.PROTECTED)],
        [reject(WITNESS), accept(WITNESS)],
        [reject(WITNESS), undo(1)],
        [do(DecisionKind.DISMISS, DOUBT)],
        [add(LAST, label=Label.ORG)],  # it stays a person
    ],
)
def test_what_nobody_reads_because_of_it_needs_no_second_word(choices: list[Choice]) -> None:
    assert to_confirm(decided(*choices), B) == []


TEXT = "x" * 100
STEP = st.builds(
    Choice,
    kind=st.sampled_from(
        [
            DecisionKind.ACCEPT,
            DecisionKind.REJECT,
            DecisionKind.RELABEL,
            DecisionKind.ADD,
            DecisionKind.ASSIGN,
            DecisionKind.ROLE,
        ]
    ),
    spans=st.lists(
        st.sampled_from([WITNESS, MORE, LAST, TOWN, FIRM, PHONE, OLD, DAY, DOUBT])
        | st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda s: (min(s), max(s) + 1)),
        min_size=1,
        max_size=2,
    ).map(tuple),
    label=st.sampled_from(Label),
    identity=st.none() | st.sampled_from(["", "person-1", "person-2", "place-1", "date-1"]),
    role=st.sampled_from(Role),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(STEP, max_size=8))
def test_whatever_the_first_one_does_no_person_becomes_readable_unasked(steps: list[Choice]) -> None:
    """Each character that the machine masked as direct and some audience now reads is in an item for B."""
    found = decided(*steps)
    asked = {at for item in to_confirm(found, B) for span in item.spans for at in range(*span)}
    for audience in Audience:
        hidden = {
            at
            for t in treat(TEXT, ANALYSIS, audience)
            if t.finding.label in DIRECT and t.action is Action.MASK
            for at in range(t.finding.start, t.finding.end)
        }
        masked = {
            at
            for t in treat(TEXT, found.analysis, audience)
            if t.replacement is not None
            for at in range(t.finding.start, t.finding.end)
        }
        assert hidden - masked <= asked


@settings(max_examples=200, deadline=None)
@given(st.lists(STEP, max_size=8))
def test_an_accept_on_each_item_ends_a_review(steps: list[Choice]) -> None:
    """No item is out of reach: who says a word on each place named has nothing left."""
    first = decided(*steps)
    words = [
        (do(DecisionKind.DISMISS, *i.spans), A) if i.kind is DOUBTED else (accept(*i.spans), A)
        for i in open_items(first)
    ]
    assert open_items(decided(*steps, *words)) == []
    second = [(accept(*i.spans), B) for i in to_confirm(decided(*steps, *words), B)]
    assert to_confirm(decided(*steps, *words, *second), B) == []


def test_what_the_machine_leaves_readable_is_an_item_for_the_first_one_and_then_for_the_second() -> None:
    """Nobody decided on an official of the machine's: it is open for whoever comes first."""
    officials = tuple(replace(i, role=Role.OFFICIAL) for i in ANALYSIS.identities)
    analysis = replace(ANALYSIS, identities=officials)
    assert to_confirm(fold(analysis, []), B) == [] and open_items(fold(analysis, [])) == ALL
    accepted = fold(analysis, [Decision(1, A, NOON, accept(LAST))])
    assert to_confirm(accepted, B) == [confirm(LAST)] and to_confirm(accepted, A) == []


# where two differ


def told(found: list[Difference]) -> list[tuple[Span, Span | None, Span | None]]:
    return [(d.span, d.mine and d.mine.span, d.theirs and d.theirs.span) for d in found]


def test_who_decided_alike_differs_nowhere() -> None:
    pending, accepted = decided(), decided((accept(WITNESS, MORE, TOWN), B))
    assert differences(pending, accepted) == []


DIFFERING = {
    "readable for one": ([reject(OLD)], [], [(OLD, None, OLD)]),
    "masked by one": ([add((96, 99))], [], [((96, 99), (96, 99), None)]),
    "another kind": ([relabel(Label.ORG, LAST)], [], [(LAST, LAST, LAST)]),
    "another role": (
        [role("person-1", Role.OFFICIAL)],
        [],
        [(WITNESS, WITNESS, WITNESS), (MORE, MORE, MORE)],
    ),
    "one person or two": ([assign("person-1", LAST)], [], [(LAST, LAST, LAST)]),
    "longer for one": (
        [add((OLD[0], OLD[1] + 2), label=Label.AGE, identity=None)],
        [],
        [((OLD[0], OLD[1] + 2), (OLD[0], OLD[1] + 2), OLD)],
    ),
    "shorter for one": (
        [reject(LAST), add((LAST[0], LAST[0] + 3))],
        [],
        [(LAST, (LAST[0], LAST[0] + 3), LAST)],
    ),
    "one mark or two": (
        [add((OLD[0], DAY[1]), label=Label.AGE, identity=None)],
        [],
        [((OLD[0], DAY[1]), (OLD[0], DAY[1]), OLD)],
    ),
}


@pytest.mark.parametrize("name", DIFFERING)
def test_a_difference_is_found_whoever_compares(name: str) -> None:
    mine, theirs, expected = DIFFERING[name]
    one, two = decided(*mine), decided(*[(c, B) for c in theirs])
    assert told(differences(one, two)) == expected
    assert told(differences(two, one)) == [(span, t, m) for span, m, t in expected]


def test_one_more_mention_makes_no_difference_of_all_the_others() -> None:
    earlier = (7, 9)
    found = differences(decided(add(earlier, identity="person-1")), decided())
    assert told(found) == [(earlier, earlier, None)]


def test_what_both_masked_is_never_shown_as_readable_for_one() -> None:
    """A longer mark and a shorter one are one place: to take one's own must not refuse the other's."""
    longer = decided(add((WITNESS[0], WITNESS[1] + 2), identity=None))
    for found in (differences(longer, decided()), differences(decided(), longer)):
        assert all(d.mine and d.theirs for d in found) and len(found) == 1


@settings(max_examples=200, deadline=None)
@given(st.lists(STEP, max_size=6), st.lists(STEP, max_size=6))
def test_differences_are_the_same_places_whoever_compares(one: list[Choice], two: list[Choice]) -> None:
    mine, theirs = decided(*one), decided(*[(c, B) for c in two])
    forth, back = differences(mine, theirs), differences(theirs, mine)
    assert told(forth) == [(span, t, m) for span, m, t in told(back)]
    spans = [d.span for d in forth]
    assert spans == sorted(set(spans)) and all(a[1] <= b[0] for a, b in pairwise(spans))


@settings(max_examples=200, deadline=None)
@given(st.lists(STEP, max_size=6), st.lists(STEP, max_size=6))
def test_without_a_difference_the_same_is_masked(one: list[Choice], two: list[Choice]) -> None:
    mine, theirs = decided(*one), decided(*[(c, B) for c in two])
    ours, others = ({m.span for m in d.marks if m.applied} for d in (mine, theirs))
    if not differences(mine, theirs):
        assert ours == others
    touched = {at for d in differences(mine, theirs) for at in range(*d.span)}
    for spans, more in ((ours, others), (others, ours)):
        assert all(set(range(*span)) <= touched for span in spans - more)


def test_tags_that_only_one_has() -> None:
    strike = do(DecisionKind.STRIKE_TAG, DOUBT, tag=TagKind.ABUSE, code="threats")
    other = do(DecisionKind.ADD_TAG, OLD, tag=TagKind.ABUSE, code="beating")
    found = tag_differences(decided(strike, other), decided())
    assert [(t.code, mine) for t, mine in found] == [("beating", True), ("threats", False)]
    back = tag_differences(decided(), decided(strike, other))
    assert [(t.code, mine) for t, mine in back] == [("beating", False), ("threats", True)]
    assert tag_differences(decided(strike), decided(strike)) == []


def test_states_of_the_marks_do_not_differ_by_who_said_it() -> None:
    one, two = decided(accept(WITNESS)), decided(add(WITNESS, identity=None))
    assert {m.state for m in two.marks} == {MarkState.PENDING, MarkState.ACCEPTED}
    assert differences(one, two) == []
