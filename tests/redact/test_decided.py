"""Reviewers' decisions on an analysis: what is masked after them, who is who, and what is on record."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.decisions import Choice, Decision, DecisionKind, Span
from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import DIRECT, Action, Audience, Label, Language, Role
from models.reviews import Outcome
from redact.apply import redact_text, treat
from redact.decided import blind_track, fold, main_track
from redact.marks import Decided, Doubt, DoubtState, Mark, MarkState

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = "Айгерим Сериковна 😀 видела прокурора Серикова в Жанаозене 5 января, ей 34. Айгерим молчала. 👍🏽"
A, B = "reviewer-a", "reviewer-b"


def at(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


AIGERIM, AGAIN = at("Айгерим Сериковна"), at("Айгерим", 1)
SERIKOV, TOWN, DAY, AGE = at("Серикова"), at("Жанаозене"), at("5 января"), at("34")
SUSPECT = at("молчала")
WITNESS, OFFICER, PLACE = "person-1", "person-2", "place-1"


def finding(span: Span, label: Label, identity: str | None = None, score: float = 0.9) -> Finding:
    return Finding(*span, label, score, "test", identity)


ANALYSIS = Analysis(
    language=Language.RU,
    findings=(
        finding(AIGERIM, Label.PERSON, WITNESS),
        finding(SERIKOV, Label.PERSON, OFFICER),
        finding(TOWN, Label.PLACE, PLACE),
        finding(DAY, Label.DATE),
        finding(AGE, Label.AGE, score=0.5),
        finding(AGAIN, Label.PERSON, WITNESS),
    ),
    identities=(
        Identity(WITNESS, Label.PERSON, Role.PROTECTED, 1),
        Identity(OFFICER, Label.PERSON, Role.OFFICIAL, 2),
        Identity(PLACE, Label.PLACE, Role.PROTECTED, 1),
    ),
    suspects=(Suspect(*SUSPECT, "capital", 0.4),),
    tags=(Tag(TagKind.ABUSE, "threats", *SUSPECT, "triggers"),),
)


def decided(*choices: Choice | tuple[Choice, str], analysis: Analysis = ANALYSIS) -> Decided:
    """What comes of choices in their order, all of A's but where it is said."""
    whose = [c if isinstance(c, tuple) else (c, A) for c in choices]
    return fold(analysis, [Decision(n, by, NOON, c) for n, (c, by) in enumerate(whose, start=1)])


def accept(*spans: Span) -> Choice:
    return Choice(DecisionKind.ACCEPT, spans)


def reject(*spans: Span) -> Choice:
    return Choice(DecisionKind.REJECT, spans)


def relabel(label: Label, *spans: Span) -> Choice:
    return Choice(DecisionKind.RELABEL, spans, label=label)


def add(*spans: Span, label: Label = Label.PERSON, identity: str | None = "") -> Choice:
    return Choice(DecisionKind.ADD, spans, label=label, identity=identity)


def assign(identity: str, *spans: Span) -> Choice:
    return Choice(DecisionKind.ASSIGN, spans, identity=identity)


def role(identity: str, what: Role) -> Choice:
    return Choice(DecisionKind.ROLE, (), identity=identity, role=what)


def dismiss(*spans: Span) -> Choice:
    return Choice(DecisionKind.DISMISS, spans)


def undo(target: int) -> Choice:
    return Choice(DecisionKind.UNDO, target=target)


def mark(found: Decided, span: Span) -> Mark:
    return next(m for m in found.marks if m.span == span)


def who(found: Decided, span: Span) -> str | None:
    return mark(found, span).finding.identity


def doubt(found: Decided, span: Span) -> Doubt:
    return next(d for d in found.doubts if d.span == span)


def public(found: Decided) -> str:
    return redact_text(TEXT, found.analysis, Audience.PUBLIC).text


# what stays masked


def test_with_no_decision_it_is_as_the_machine_left_it() -> None:
    found = decided()
    assert found.analysis == ANALYSIS
    assert {m.state for m in found.marks} == {MarkState.PENDING}
    assert [d.state for d in found.doubts] == [DoubtState.OPEN]


def test_what_is_refused_is_readable_and_nothing_else() -> None:
    found = decided(reject(AGE))
    assert "ей 34" in public(found)
    assert [f for f in ANALYSIS.findings if f not in found.analysis.findings] == [ANALYSIS.findings[4]]


def test_accepting_what_was_refused_masks_it_again() -> None:
    assert decided(reject(AGE), accept(AGE)).release_key() == decided().release_key()


def test_what_is_not_there_any_more_is_passed_over() -> None:
    nowhere = (3, 4)
    found = decided(
        accept(nowhere),
        reject(nowhere),
        relabel(Label.ORG, nowhere),
        assign(WITNESS, nowhere),
        assign("person-9", AIGERIM),
        role("person-9", Role.PUBLIC),
        Choice(DecisionKind.STRIKE_TAG, (nowhere,), tag=TagKind.ABUSE, code="threats"),
        Choice(DecisionKind.RELABEL, (AIGERIM,)),
        Choice(DecisionKind.ROLE, identity=WITNESS),
        Choice(DecisionKind.ADD_TAG, tag=TagKind.ABUSE, code="threats"),
        add((7, 7), (9, 5), (-4, 2)),
    )
    assert found.release_key() == decided().release_key()
    assert {m.state for m in found.marks} == {MarkState.PENDING}


def test_an_added_one_swallows_what_it_touches_and_keeps_who_it_is() -> None:
    longer = (AIGERIM[0] + 3, AIGERIM[1] + 2)
    found = decided(add(longer, identity=None))
    hull = (AIGERIM[0], longer[1])
    assert who(found, hull) == WITNESS and mark(found, hull).state is MarkState.ADDED
    assert public(found).startswith("[Лицо 1] видела")


def test_marking_again_what_was_found_is_no_miss_of_the_machine() -> None:
    found = decided(add(AIGERIM, identity=None))
    assert mark(found, AIGERIM).state is MarkState.ACCEPTED
    assert found.outcomes()[Label.PERSON] == Outcome(accepted=3)


def test_adding_over_a_person_never_makes_of_it_what_is_read() -> None:
    for label in set(Label) - DIRECT:
        found = decided(add(AIGERIM, label=label))
        assert (mark(found, AIGERIM).finding.label, who(found, AIGERIM)) == (Label.PERSON, WITNESS)
    between = (SERIKOV[0], TOWN[1])
    found = decided(add(between, label=Label.ORG))
    assert (mark(found, between).finding.label, who(found, between)) == (Label.PERSON, OFFICER)


def test_one_mark_over_an_official_and_a_witness_is_the_witnesss() -> None:
    both = (AGE[0], AGAIN[1])
    found = decided(assign(OFFICER, AGE), add(both, identity=None))
    assert who(found, both) == WITNESS
    assert who(decided(assign(OFFICER, AGE), add(both, identity=OFFICER)), both) == WITNESS
    found = decided(relabel(Label.ADDRESS, AIGERIM), add(AIGERIM, SERIKOV, identity=None))
    assert mark(found, AIGERIM).finding.label is Label.ADDRESS and who(found, SERIKOV) == OFFICER
    assert who(decided(add(at("видела"), identity=OFFICER)), at("видела")) == OFFICER  # touches nobody


def test_a_refusal_that_is_masked_in_part_stays_on_record_for_the_rest() -> None:
    tail = (AIGERIM[1] - 1, AIGERIM[1])
    found = decided(reject(AIGERIM), add(tail))
    rest = (AIGERIM[0], tail[0])
    assert mark(found, rest).state is MarkState.REJECTED and mark(found, rest).found is not None
    middle = (AIGERIM[0] + 2, AIGERIM[0] + 4)
    found = decided(reject(AIGERIM), add(middle))
    assert [m.span for m in found.marks if m.state is MarkState.REJECTED] == [
        (AIGERIM[0], middle[0]),
        (middle[1], AIGERIM[1]),
    ]
    assert found.outcomes()[Label.PERSON] == Outcome(accepted=2, rejected=1, added=1)
    assert decided(reject(AIGERIM), add(AIGERIM)).outcomes()[Label.PERSON].rejected == 0


def test_a_shorter_mark_takes_a_refusal_first() -> None:
    name = (AIGERIM[0], AIGERIM[0] + 7)
    assert decided(add(name, identity=None)).analysis.findings[0].end == AIGERIM[1]
    assert public(decided(reject(AIGERIM), add(name))).startswith("[Лицо 3] Сериковна")


# who is who


def test_a_merge_and_a_split() -> None:
    merged = decided(assign(OFFICER, AIGERIM, AGAIN))
    assert {who(merged, span) for span in (AIGERIM, AGAIN, SERIKOV)} == {OFFICER}
    assert WITNESS not in {i.id for i in merged.analysis.identities}
    split = decided(assign(OFFICER, AIGERIM, AGAIN), assign("", AGAIN))
    assert who(split, AGAIN) == "person-d2-0" and who(split, AIGERIM) == OFFICER
    (fresh,) = (i for i in split.analysis.identities if i.id == "person-d2-0")
    assert (fresh.role, fresh.number) == (Role.PROTECTED, 3)


def test_all_that_one_decision_splits_off_is_one_person() -> None:
    found = decided(assign("", AIGERIM, AGAIN))
    assert who(found, AIGERIM) == who(found, AGAIN) == "person-d1-0"


def test_taking_one_back_changes_nobody_elses_id() -> None:
    both = decided(assign("", AIGERIM), assign("", SERIKOV))
    one = decided(assign("", AIGERIM), assign("", SERIKOV), undo(1))
    assert who(both, SERIKOV) == who(one, SERIKOV) == "person-d2-0"
    assert who(one, AIGERIM) == WITNESS


def test_a_later_decision_on_somebody_whose_making_is_taken_back_is_passed_over() -> None:
    found = decided(
        assign("", AIGERIM), assign("person-d1-0", AGAIN), role("person-d1-0", Role.PUBLIC), undo(1)
    )
    assert who(found, AIGERIM) == who(found, AGAIN) == WITNESS
    assert found.release_key() == decided().release_key()
    found = decided(add(SUSPECT), add((0, 1), identity="person-d1-0"), undo(1))
    assert mark(found, AIGERIM).applied and doubt(found, SUSPECT).state is DoubtState.OPEN


def test_what_is_added_to_somebody_who_is_gone_is_masked_all_the_same() -> None:
    found = decided(add(SUSPECT), add(at("видела"), identity="person-d1-0"), undo(1))
    assert mark(found, at("видела")).applied and "видела" not in public(found)
    assert who(found, at("видела")) == "person-d2-0"


def test_a_number_is_not_taken_from_somebody_of_another_kind() -> None:
    found = decided(add(at("видела"), label=Label.PLACE, identity=WITNESS))
    assert who(found, at("видела")) == "place-d1-0"
    assert "[место 2]" in redact_text(TEXT, found.analysis, Audience.PUBLIC).text


def test_another_kind_there_and_back() -> None:
    there = decided(relabel(Label.PLACE, AIGERIM, AGAIN))
    assert who(there, AIGERIM) == who(there, AGAIN) == "place-d1-0"
    back = decided(relabel(Label.PLACE, AIGERIM, AGAIN), relabel(Label.PERSON, AIGERIM, AGAIN))
    assert back.release_key() == decided().release_key()
    one = decided(relabel(Label.PLACE, AGAIN), relabel(Label.ORG, AGAIN), relabel(Label.PERSON, AGAIN))
    assert one.release_key() == decided().release_key()


def test_who_was_merged_or_split_meanwhile_stays_so_on_the_way_back() -> None:
    merged = decided(
        assign(OFFICER, AIGERIM, AGAIN),
        relabel(Label.ORG, AIGERIM, SERIKOV),
        relabel(Label.PERSON, AIGERIM, SERIKOV),
    )
    assert who(merged, AIGERIM) == who(merged, SERIKOV) == OFFICER
    split = decided(
        relabel(Label.ORG, AIGERIM, AGAIN), assign("", AGAIN), relabel(Label.PERSON, AIGERIM, AGAIN)
    )
    assert who(split, AIGERIM) == WITNESS != who(split, AGAIN)


def test_a_role_is_that_of_all_mentions() -> None:
    found = decided(role(WITNESS, Role.PUBLIC))
    assert public(found).count("Айгерим") == 2
    assert {mark(found, s).state for s in (AIGERIM, AGAIN)} == {MarkState.ACCEPTED}
    assert mark(found, SERIKOV).state is MarkState.PENDING


# who agrees


@pytest.mark.parametrize(
    ("choices", "deciders"),
    [
        ([(accept(AIGERIM), A), (accept(AIGERIM), B)], {A, B}),
        ([(reject(AIGERIM), A), (reject(AIGERIM), B)], {A, B}),
        ([(accept(AIGERIM), B), (reject(AIGERIM), A)], {A}),
        ([(reject(AIGERIM), B), (accept(AIGERIM), A)], {A}),
        ([(accept(AIGERIM), B), (relabel(Label.ORG, AIGERIM), A)], {A}),
        ([(accept(AIGERIM), B), (relabel(Label.PERSON, AIGERIM), A)], {A, B}),
        ([(accept(AIGERIM), B), (assign(OFFICER, AIGERIM), A)], {A}),
        ([(accept(AIGERIM), B), (assign(WITNESS, AIGERIM), A)], {A, B}),
        ([(accept(AIGERIM), B), (role(WITNESS, Role.OFFICIAL), A)], {A}),
        ([(role(WITNESS, Role.OFFICIAL), B), (role(WITNESS, Role.OFFICIAL), A)], {A, B}),
        ([(role(WITNESS, Role.OFFICIAL), B), (role(WITNESS, Role.PUBLIC), A)], {A}),
        ([(reject(AIGERIM), B), (reject(AIGERIM), A), (undo(2), A)], {B}),
        ([(accept(AIGERIM), B), (add(AIGERIM), A)], {A}),
    ],
)
def test_who_said_something_else_before_does_not_agree(
    choices: list[tuple[Choice, str]], deciders: set[str]
) -> None:
    assert mark(decided(*choices), AIGERIM).deciders == deciders


# suspects


def test_a_suspect_is_masked_or_dismissed() -> None:
    assert doubt(decided(dismiss(SUSPECT)), SUSPECT).state is DoubtState.DISMISSED
    masked = decided(add(SUSPECT))
    assert doubt(masked, SUSPECT).state is DoubtState.MASKED and "молчала" not in public(masked)
    assert doubt(decided(add(SUSPECT), reject(SUSPECT)), SUSPECT).state is DoubtState.OPEN
    assert doubt(decided(dismiss(SUSPECT), undo(1)), SUSPECT).state is DoubtState.OPEN


def test_a_suspect_that_another_session_raised_and_dismissed_stays_on_record() -> None:
    later = at("видела")
    found = decided(dismiss(later))
    assert doubt(found, later).state is DoubtState.DISMISSED
    assert fold(ANALYSIS, [Decision(1, A, NOON, dismiss(later))], [Suspect(*later, "case_name", 0.5)]).doubts[
        0
    ] == Doubt(Suspect(*later, "case_name", 0.5), DoubtState.DISMISSED, frozenset({A}))


def test_suspects_that_overlap_are_one_so_that_none_hides_behind_another() -> None:
    half, more = (SUSPECT[0], SUSPECT[0] + 3), (SUSPECT[0] + 2, SUSPECT[1] + 1)
    extra = [Suspect(*half, "case_name", 0.5), Suspect(*more, "found_again", 0.9)]
    found = fold(ANALYSIS, [], extra)
    assert [(d.span, d.suspect.why) for d in found.doubts] == [((SUSPECT[0], more[1]), "found_again")]


def test_a_dismissal_holds_for_what_lies_in_it_and_not_for_what_reaches_further() -> None:
    def state(*spans: Span, extra: Sequence[Span] = ()) -> DoubtState:
        raised = [Suspect(*span, "case_name", 0.5) for span in extra]
        found = fold(ANALYSIS, [Decision(1, A, NOON, dismiss(*spans))], raised)
        return next(d.state for d in found.doubts if d.suspect.start <= SUSPECT[0] < d.suspect.end)

    inside, further = (SUSPECT[0], SUSPECT[0] + 3), (SUSPECT[0], SUSPECT[1] + 2)
    assert state(SUSPECT, extra=[inside]) is DoubtState.DISMISSED
    assert state(further) is DoubtState.DISMISSED
    assert state(SUSPECT, extra=[further]) is DoubtState.OPEN
    assert state(inside) is DoubtState.OPEN


# tags and comments


def test_tags_are_struck_put_back_and_added() -> None:
    code = {"tag": TagKind.ABUSE, "code": "threats"}
    strike, back = (
        Choice(kind, (SUSPECT,), **code)  # type: ignore[arg-type]
        for kind in (DecisionKind.STRIKE_TAG, DecisionKind.ADD_TAG)
    )
    other = Choice(DecisionKind.ADD_TAG, (AGE,), tag=TagKind.PLACE, code="Zhanaozen")
    assert decided(strike).analysis.tags == () and decided(strike).tags[0].struck
    assert decided(strike, back).analysis.tags == ANALYSIS.tags
    assert [t.code for t in decided(other).analysis.tags] == ["Zhanaozen", "threats"]
    struck = replace(other, kind=DecisionKind.STRIKE_TAG)
    assert decided(other, struck).release_key() == decided().release_key()
    assert decided(strike).release_key() != decided().release_key() != decided(other).release_key()


def test_comments_say_something_and_change_nothing() -> None:
    found = decided(Choice(DecisionKind.COMMENT, (AGE,), words="?"), Choice(DecisionKind.COMPARE))
    assert [c.choice.words for c in found.comments] == ["?"]
    assert found.release_key() == decided().release_key()


# tracks


def test_the_blind_track_is_ones_own_and_the_main_one_everybodys() -> None:
    choices = [(reject(AGE), A, False), (reject(DAY), B, True), (reject(TOWN), "c", True)]
    made = [Decision(n, by, NOON, replace(c, blind=b)) for n, (c, by, b) in enumerate(choices, start=1)]
    assert [d.number for d in main_track(made)] == [1]
    assert [d.number for d in blind_track(made, B)] == [2]
    assert blind_track(made, A) == ()


# outcomes


def test_outcomes_say_where_the_machine_fails() -> None:
    found = decided(
        reject(SERIKOV), relabel(Label.ORG, TOWN), add(SUSPECT), add(at("видела"), label=Label.ID)
    )
    assert found.outcomes() == {
        Label.PERSON: Outcome(accepted=2, rejected=1, added=1),
        Label.PLACE: Outcome(relabelled=1),
        Label.DATE: Outcome(accepted=1),
        Label.AGE: Outcome(accepted=1),
        Label.ID: Outcome(added=1),
    }


# properties over any decisions whatever

SPAN = st.sampled_from([AIGERIM, AGAIN, SERIKOV, TOWN, DAY, AGE, SUSPECT]) | st.tuples(
    st.integers(0, len(TEXT)), st.integers(0, len(TEXT))
)
NAME = st.sampled_from(["", WITNESS, OFFICER, PLACE, "person-d1-0", "person-d2-0", "place-d3-0", "nobody"])
TAG = {"tag": st.sampled_from(TagKind), "code": st.sampled_from(["threats", "beating"])}
ANY = st.builds(
    Choice,
    kind=st.sampled_from([k for k in DecisionKind if k is not DecisionKind.UNDO]),
    spans=st.lists(SPAN, min_size=1, max_size=3).map(tuple),
    label=st.none() | st.sampled_from(Label),
    identity=st.none() | NAME,
    role=st.none() | st.sampled_from(Role),
    **TAG,
)
UNDO = st.builds(Choice, kind=st.just(DecisionKind.UNDO), target=st.integers(1, 12))
STEPS = st.lists(st.tuples(ANY | UNDO, st.sampled_from([A, B])), max_size=12)
ADDED = st.builds(
    Choice,
    kind=st.just(DecisionKind.ADD),
    spans=st.lists(SPAN, min_size=1, max_size=3).map(tuple),
    label=st.sampled_from(Label),
    identity=st.none() | st.just(""),
)


def covered(found: Decided) -> set[int]:
    return {at for m in found.marks if m.applied for at in range(*m.span)}


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_marks_and_suspects_are_disjoint_and_sorted(steps: list[tuple[Choice, str]]) -> None:
    found = decided(*steps)
    for spans in ([m.span for m in found.marks], [d.span for d in found.doubts]):
        assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert [(f.start, f.end) for f in found.analysis.findings] == [m.span for m in found.marks if m.applied]


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_whatever_is_not_refused_stays_masked(steps: list[tuple[Choice, str]]) -> None:
    """Every character that the machine marked is masked, or lies in a mark that a reviewer refused."""
    found = decided(*steps)
    refused = {at for m in found.marks if not m.applied for at in range(*m.span)}
    machine = {at for f in ANALYSIS.findings for at in range(f.start, f.end)}
    assert machine <= covered(found) | refused
    assert all(m.deciders for m in found.marks if not m.applied)
    assert not refused & covered(found)


@settings(max_examples=300, deadline=None)
@given(STEPS, ADDED, st.sampled_from([A, B]))
def test_adding_never_narrows_what_is_marked(steps: list[tuple[Choice, str]], extra: Choice, by: str) -> None:
    steps = [step for step in steps if step[0].kind is not DecisionKind.UNDO]
    before, after = decided(*steps), decided(*steps, (extra, by))
    fresh = {at for start, end in extra.spans if start < end for at in range(start, end)}
    assert covered(after) >= covered(before) | fresh


@settings(max_examples=300, deadline=None)
@given(STEPS, ADDED)
def test_after_adding_nobody_reads_more_of_a_person(steps: list[tuple[Choice, str]], extra: Choice) -> None:
    """Of what a direct finding masked for an audience, nothing is kept for it because something was added."""
    steps = [step for step in steps if step[0].kind is not DecisionKind.UNDO]
    before, after = decided(*steps), decided(*steps, (extra, A))
    assume(before.marks != after.marks)
    for audience in Audience:
        hidden = {
            at
            for t in treat(TEXT, before.analysis, audience)
            if t.finding.label in DIRECT and t.action is Action.MASK
            for at in range(t.finding.start, t.finding.end)
        }
        kept = {
            at
            for t in treat(TEXT, after.analysis, audience)
            if t.replacement is None
            for at in range(t.finding.start, t.finding.end)
        }
        assert not hidden & kept


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_no_number_is_two_peoples(steps: list[tuple[Choice, str]]) -> None:
    found = decided(*steps)
    identities = found.analysis.identities
    numbers = [(i.label, i.number) for i in identities]
    assert len(set(numbers)) == len(numbers) and len({i.id for i in identities}) == len(identities)
    labels = {i.id: i.label for i in identities}
    assert all(labels[f.identity] is f.label for f in found.analysis.findings if f.identity)


@settings(max_examples=300, deadline=None)
@given(STEPS, STEPS)
def test_equal_keys_mean_equal_releases_and_other_texts_other_keys(
    one: list[tuple[Choice, str]], two: list[tuple[Choice, str]]
) -> None:
    first, second = decided(*one), decided(*one, *two)
    texts = [[redact_text(TEXT, d.analysis, a).text for a in Audience] for d in (first, second)]
    tags = [{(t.kind, t.code, t.start, t.end) for t in d.analysis.tags} for d in (first, second)]
    if first.release_key() == second.release_key():
        assert texts[0] == texts[1] and tags[0] == tags[1]
    if texts[0] != texts[1] or tags[0] != tags[1]:
        assert first.release_key() != second.release_key()


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_taking_all_back_leaves_the_machines_word(steps: list[tuple[Choice, str]]) -> None:
    steps = [step for step in steps if step[0].kind is not DecisionKind.UNDO]
    back = [(undo(number), A) for number in range(len(steps), 0, -1)]
    found = decided(*steps, *back)
    assert found.marks == decided().marks and found.release_key() == decided().release_key()


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_the_release_key_does_not_depend_on_who_decided(steps: list[tuple[Choice, str]]) -> None:
    assert decided(*steps).release_key() == decided(*((c, B) for c, _ in steps)).release_key()


def test_two_releases_that_differ_in_a_number_alone_have_other_keys() -> None:
    other = replace(
        ANALYSIS, identities=(replace(ANALYSIS.identities[0], number=7), *ANALYSIS.identities[1:])
    )
    assert fold(other, []).release_key() != decided().release_key()


def test_many_spans_on_a_long_statement_are_folded_at_once() -> None:
    marks = tuple(Finding(n * 10, n * 10 + 5, Label.PERSON, 0.9, "test", WITNESS) for n in range(5000))
    long = replace(ANALYSIS, findings=marks)
    everywhere = add(*((n * 10 + 3, n * 10 + 7) for n in range(5000)))
    began = time.process_time()
    found = decided(everywhere, analysis=long)
    assert time.process_time() - began < 1.0
    assert len(found.marks) == 5000 and all(m.state is MarkState.ADDED for m in found.marks)
