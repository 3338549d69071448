"""From what a reviewer pressed to the choice that is stored: what fits, what is refused, how two settle."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.decisions import LONGEST_COMMENT, Choice, Decision, DecisionKind, Span
from models.errors import AigaqError
from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import DIRECT, Label, Language, Role
from models.reviews import Approval
from models.sealed import SealedRecord
from models.statements import Consent, ConsentScope, SourceKind, StatementState
from redact.marks import DoubtState
from review.choices import ACTIONS, Wanted, changes_release, choose, trimmed
from review.opened import Now, Opened, Phase
from store.review_state import ReviewState

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
A, B = "reviewer-a", "reviewer-b"
TEXT = (
    "😀 Айгерим\u00a0 Сериковна видела Ерлана в Жанаозене 👍🏽.\r\nМолчала Айгерим, молчала, МОЛЧАЛА.\n"
    "Я говорила об Асель, к Асели, Әселдің үйінде; ул. Абая. ТОО «Луч». 8 701 555 01 02. Даурен."
)


def at(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


NAME, AGAIN, ERLAN, TOWN, FIRM = (
    at("Айгерим\u00a0 Сериковна"),
    at("Айгерим", 1),
    at("Ерлана"),
    at("Жанаозене"),
    at("ТОО «Луч»"),
)
SILENT = [at("Молчала"), at("молчала"), at("МОЛЧАЛА")]
STREET, NUMBER, DAUREN = at("Абая"), at("8 701 555 01 02"), at("Даурен")
WITNESS, OFFICER, FIRM_ID, TOWN_ID = "person-1", "person-2", "org-1", "place-1"
ANALYSIS = Analysis(
    language=Language.RU,
    findings=(
        Finding(*NAME, Label.PERSON, 0.9, "test", WITNESS),
        Finding(*ERLAN, Label.PERSON, 0.9, "test", OFFICER),
        Finding(*TOWN, Label.PLACE, 0.9, "test", TOWN_ID),
        Finding(*AGAIN, Label.PERSON, 0.9, "test", WITNESS),
        Finding(*FIRM, Label.ORG, 0.9, "test", FIRM_ID),
    ),
    identities=(
        Identity(WITNESS, Label.PERSON, Role.PROTECTED, 1),
        Identity(OFFICER, Label.PERSON, Role.PROTECTED, 2),
        Identity(TOWN_ID, Label.PLACE, Role.PROTECTED, 1),
        Identity(FIRM_ID, Label.ORG, Role.PROTECTED, 1),
    ),
    suspects=(
        *(Suspect(*span, "capital", 0.4) for span in SILENT),
        Suspect(*STREET, "street", 0.4),
        Suspect(*NUMBER, "weak_phone", 0.4),
    ),
    tags=(Tag(TagKind.ABUSE, "threats", *SILENT[0], "triggers"),),
)
RECORD = SealedRecord(
    "0123456789", TEXT, ANALYSIS, {}, SourceKind.TEXT, Consent(ConsentScope.PUBLIC), None, ()
)
STATE = ReviewState(
    StatementState.WAITING, "C", "main", ConsentScope.PUBLIC, False, True, None, None, False, False
)
Step = tuple[str, Choice]


def opened(me: str = A, steps: Sequence[Step] = (), given: Sequence[Approval] = ()) -> Opened:
    made = [Decision(n, by, NOON, choice) for n, (by, choice) in enumerate(steps, start=1)]
    state = replace(STATE, state=StatementState.CONFIRMING if given else StatementState.WAITING, high=True)
    return Opened(RECORD, me, made, state, list(given))


def now(*choices: Choice) -> Now:
    return opened(A, [(A, choice) for choice in choices]).now()


def wish(action: str, span: Span | None = None, **more: object) -> Wanted:
    return Wanted(action, span, **more)  # type: ignore[arg-type]


def chosen(action: str, span: Span | None = None, *, after: Sequence[Choice] = (), **more: object) -> Choice:
    return choose(now(*after), wish(action, span, **more))


def refused(action: str, span: Span | None = None, *, after: Sequence[Choice] = (), **more: object) -> None:
    with pytest.raises(AigaqError, match="bad_decision"):
        chosen(action, span, after=after, **more)


def words(choice: Choice) -> list[str]:
    return [TEXT[start:end] for start, end in choice.spans]


# selections


@pytest.mark.parametrize(
    "span",
    [
        (-1, 5),
        (5, 5),
        (9, 5),
        (0, len(TEXT) + 1),
        (len(TEXT), len(TEXT) + 1),
        (10**9, 10**9 + 1),
        (1, 2),
        (TEXT.index("\r"), TEXT.index("\r") + 2),
        (TEXT.index("\u00a0"), TEXT.index("\u00a0") + 2),
    ],
)
@pytest.mark.parametrize("action", ["add", "add_tag", "comment"])
def test_a_selection_of_nothing_is_refused(action: str, span: Span) -> None:
    more = {"tag": TagKind.ABUSE, "code": "beating"} if action == "add_tag" else {}
    refused(action, span, words="?", **more)


def test_a_selection_counts_code_points_and_loses_its_white_space() -> None:
    assert words(chosen("add", (0, 1))) == ["😀"]
    thumb = at("👍🏽")
    assert thumb[1] - thumb[0] == 2 and words(chosen("add", (thumb[0] - 1, thumb[1]))) == ["👍🏽"]
    # one code point of two, as a browser may send it: what is there is masked and nothing else
    assert words(chosen("add", (thumb[0] + 1, thumb[1]))) == ["🏽"]
    start = TEXT.index("\r\n")
    assert words(chosen("add", (start, start + 9))) == ["Молчала"]


@settings(deadline=None)
@given(st.integers(-5, len(TEXT) + 5), st.integers(-5, len(TEXT) + 5))
def test_what_is_trimmed_lies_in_the_text_and_in_the_selection(start: int, end: int) -> None:
    try:
        first, last = trimmed(TEXT, (start, end))
    except AigaqError as error:
        assert error.code == "bad_decision"
        assert not (0 <= start < end <= len(TEXT)) or not TEXT[start:end].strip()
        return
    assert start <= first < last <= end and TEXT[first:last] == TEXT[start:end].strip()


def test_no_words_and_no_place_are_no_decision() -> None:
    for action in ACTIONS:
        refused(action)
    refused("add", words="   ")
    refused("add", words="Құдайберген")
    refused("fly", NAME)
    refused("comment", words=" \n ")


# what is not there, and what is forged


@pytest.mark.parametrize("action", ["accept", "reject", "relabel", "assign", "role"])
def test_a_place_where_nothing_is_marked_is_refused(action: str) -> None:
    for span in ((NAME[0], NAME[1] - 1), (NAME[0] + 1, NAME[1]), (0, 1), (NAME[1], NAME[0])):
        refused(action, span, label=Label.ORG, role=Role.PUBLIC, identity=OFFICER)


@pytest.mark.parametrize("name", ["person-9", "P1", "person-d1-0", "../..", FIRM_ID, TOWN_ID])
def test_a_forged_identity_or_one_of_another_kind_is_refused(name: str) -> None:
    refused("assign", NAME, identity=name)
    refused("add", DAUREN, label=Label.PERSON, identity=name)


def test_somebody_who_is_in_the_text_no_more_is_refused() -> None:
    merged = [Choice(DecisionKind.ASSIGN, (ERLAN,), identity=WITNESS)]
    refused("assign", AGAIN, after=merged, identity=OFFICER)
    refused("add", DAUREN, after=merged, identity=OFFICER)


def test_added_words_are_of_the_kind_of_who_is_named() -> None:
    assert chosen("add", DAUREN, identity=OFFICER) == Choice(
        DecisionKind.ADD, (DAUREN,), label=Label.PERSON, identity=OFFICER
    )
    assert chosen("add", DAUREN, identity=FIRM_ID).label is Label.ORG


def test_a_role_is_a_persons() -> None:
    for span in (TOWN, FIRM, SILENT[0]):
        refused("role", span, role=Role.PUBLIC)
    refused("role", NAME)
    unnamed = [Choice(DecisionKind.RELABEL, (TOWN,), label=Label.PERSON)]
    assert chosen("role", TOWN, after=unnamed, role=Role.OFFICIAL).identity == "person-d1-0"


def test_tags_are_of_the_lists_and_of_the_statement() -> None:
    abuse = {"tag": TagKind.ABUSE}
    refused("add_tag", SILENT[0], **abuse, code="Айгерим")
    refused("add_tag", SILENT[0], code="threats")
    refused("add_tag", None, **abuse, code="beating")
    refused("add_tag", SILENT[0], tag=TagKind.EVENT_DATE, code="2022-01-05")
    refused("add_tag", SILENT[0], tag=TagKind.PLACE, code="Нарния")
    refused("strike_tag", SILENT[0], **abuse, code="beating")
    refused("strike_tag", SILENT[1], **abuse, code="threats")
    assert chosen("strike_tag", SILENT[0], **abuse, code="threats").spans == (SILENT[0],)
    assert chosen("add_tag", TOWN, tag=TagKind.PLACE, code="Жанаозен").code == "Zhanaozen"


def test_a_comment_is_cut_at_its_longest() -> None:
    assert len(chosen("comment", words="б" * 9999).words or "") == LONGEST_COMMENT
    assert chosen("comment", NAME, words=" ? ") == Choice(DecisionKind.COMMENT, (NAME,), words="?")


# which mentions


def test_accepting_covers_one_identity_and_refusing_one_mention() -> None:
    assert chosen("accept", NAME).spans == (NAME, AGAIN)
    assert chosen("accept", AGAIN, all=False).spans == (AGAIN,)
    assert chosen("reject", NAME).spans == (NAME,)
    assert chosen("reject", NAME, all=True).spans == (NAME, AGAIN)


def test_accepting_all_does_not_take_back_what_was_refused_by_itself() -> None:
    again = [Choice(DecisionKind.REJECT, (AGAIN,))]
    assert chosen("accept", NAME, after=again).spans == (NAME,)
    assert chosen("accept", AGAIN, after=again).spans == (NAME, AGAIN)


def test_a_suspect_is_masked_as_what_it_may_be_or_as_what_is_said() -> None:
    assert [chosen("accept", span).label for span in (SILENT[0], STREET, NUMBER)] == [
        Label.PERSON,
        Label.ADDRESS,
        Label.PHONE,
    ]
    for label in Label:
        for action in ("accept", "relabel"):
            made = chosen(action, STREET, label=label)
            assert made == Choice(DecisionKind.ADD, (STREET,), label=label, identity="")
    refused("relabel", STREET)
    refused("assign", STREET, identity=WITNESS)


def test_a_dismissal_is_of_one_suspect_or_of_all_with_its_words() -> None:
    assert chosen("reject", SILENT[0]).spans == (SILENT[0],)
    assert chosen("reject", SILENT[1], all=True).spans == tuple(SILENT)


def test_everywhere_finds_other_cases_and_spellings() -> None:
    first = at("Асель")
    found = words(chosen("add", first, everywhere=True))
    assert {"Асель", "Асели"} <= set(found)
    assert words(chosen("add", first)) == ["Асель"]
    refused("add", words="Ерлан")  # it is masked wherever it stands
    typed = chosen("add", words="асель")
    assert {"Асель", "Асели"} <= set(words(typed)) and typed.identity == ""


def test_what_was_refused_counts_as_unmasked_for_typed_words() -> None:
    made = chosen("add", after=[Choice(DecisionKind.REJECT, (ERLAN,))], words="Ерлан")
    assert words(made) == ["Ерлана"]


def test_added_words_join_whoever_bears_the_name_and_nobody_where_two_do() -> None:
    assert chosen("add", DAUREN).identity == ""
    first, second = (add(at(name), identity="") for name in ("Асель", "Әселдің"))
    assert chosen("add", at("Асели"), after=[first]).identity == "person-d1-0"
    again = add(at("Асели"), identity="")
    assert chosen("add", words="Асель", after=[again, second]).identity == ""  # of two it is not said which
    assert chosen("add", (NAME[0] - 2, NAME[1])).identity is None  # longer: who it is already


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["accept", "reject", "relabel", "assign", "role", "add", "comment"]),
    st.sampled_from([NAME, AGAIN, TOWN, SILENT[0], NUMBER])
    | st.tuples(st.integers(-2, len(TEXT) + 2), st.integers(-2, len(TEXT) + 2)),
    st.none() | st.sampled_from(Label),
    st.none() | st.sampled_from(["", WITNESS, FIRM_ID, "nobody"]),
    st.sampled_from([None, True, False]),
    st.booleans(),
)
def test_whatever_is_wished_what_is_stored_lies_in_the_text(
    action: str,
    span: Span,
    label: Label | None,
    identity: str | None,
    all_: bool | None,
    everywhere: bool,
) -> None:
    try:
        made = chosen(
            action,
            span,
            label=label,
            identity=identity,
            all=all_,
            everywhere=everywhere,
            role=Role.OFFICIAL,
            words="?",
        )
    except AigaqError as error:
        assert error.code == "bad_decision"
        return
    assert made.spans and all(0 <= start < end <= len(TEXT) for start, end in made.spans)
    after = now(made)
    assert changes_release(now(), made, after.main) is (after.main.release_key() != now().main.release_key())
    assert not changes_release(now(), replace(made, blind=True), after.main)


# two who were apart


def apart(mine: Sequence[Choice], theirs: Sequence[Choice]) -> Opened:
    """B, who decided blind after A's approval, and compared."""
    steps = [(A, c) for c in theirs] + [(B, replace(c, blind=True)) for c in mine]
    steps.append((B, Choice(DecisionKind.COMPARE)))
    return opened(B, steps, [Approval(A, NOON, len(theirs), holds=True)])


def settled(mine: Sequence[Choice], theirs: Sequence[Choice], code: str) -> Now:
    """What stands when B took one side in all differences, one after the other."""
    statement = apart(mine, theirs)
    assert statement.now().phase is Phase.COMPARE
    for _ in range(20):
        moment = statement.now()
        if not moment.differences:
            return moment
        choice = choose(moment, wish("settle", moment.differences[0].span, code=code))
        statement.decisions.append(Decision(statement.last + 1, B, NOON, choice))
    raise AssertionError("it never ends")


def masked(found: Now) -> dict[Span, Label]:
    return {m.span: m.finding.label for m in found.main.marks if m.applied}


def add(*spans: Span, label: Label = Label.PERSON, identity: str | None = None) -> Choice:
    return Choice(DecisionKind.ADD, spans, label=label, identity=identity)


def reject(*spans: Span) -> Choice:
    return Choice(DecisionKind.REJECT, spans)


LONGER, SHORTER = (NAME[0], NAME[1] + 7), (NAME[0], NAME[0] + 7)
MACHINE = {(f.start, f.end): f.label for f in ANALYSIS.findings}
SETTLED = {
    "mine masks more": (
        [add(DAUREN)], [], {**MACHINE, DAUREN: Label.PERSON}, MACHINE),
    "mine masks less": (
        [reject(TOWN)], [], {s: k for s, k in MACHINE.items() if s != TOWN}, MACHINE),
    "theirs masks more": (
        [], [add(DAUREN)], MACHINE, {**MACHINE, DAUREN: Label.PERSON}),
    "theirs masks less": (
        [], [reject(TOWN)], MACHINE, {s: k for s, k in MACHINE.items() if s != TOWN}),
    "mine is longer": (
        [add(LONGER)], [],
        {**{s: k for s, k in MACHINE.items() if s != NAME}, LONGER: Label.PERSON}, MACHINE),
    # what either of the two masked stays masked
    "mine is shorter": ([reject(NAME), add(SHORTER, identity="")], [], MACHINE, MACHINE),
    "another kind": (
        [Choice(DecisionKind.RELABEL, (TOWN,), label=Label.ORG)], [], {**MACHINE, TOWN: Label.ORG}, MACHINE),
    "what was refused, as another kind": (
        [Choice(DecisionKind.RELABEL, (TOWN,), label=Label.ADDRESS)], [reject(TOWN)],
        {**MACHINE, TOWN: Label.ADDRESS}, {s: k for s, k in MACHINE.items() if s != TOWN}),
}  # fmt: skip


@pytest.mark.parametrize("code", ["mine", "theirs"])
@pytest.mark.parametrize("name", SETTLED)
def test_a_difference_is_settled_by_one_of_the_two(name: str, code: str) -> None:
    mine, theirs, if_mine, if_theirs = SETTLED[name]
    found = settled(mine, theirs, code)
    assert masked(found) == (if_mine if code == "mine" else if_theirs)


def test_to_take_ones_own_longer_mark_never_opens_the_shorter_one() -> None:
    """Both had masked it; taking one's own must not first refuse the other's."""
    statement = apart([add(LONGER)], [])
    (difference,) = statement.now().differences
    choice = choose(statement.now(), wish("settle", difference.span, code="mine"))
    assert choice.kind is DecisionKind.ADD and choice.spans == (LONGER,)
    (made,) = (m for m in settled([add(LONGER)], [], "mine").main.marks if m.span == LONGER)
    assert made.finding.identity == WITNESS  # and it is who it was


def test_who_is_who_is_settled_too() -> None:
    split = Choice(DecisionKind.ASSIGN, (AGAIN,), identity="")
    merge = Choice(DecisionKind.ASSIGN, (ERLAN,), identity=WITNESS)

    def groups(found: Now) -> set[frozenset[Span]]:
        names = {m.finding.identity for m in found.main.marks}
        return {frozenset(m.span for m in found.main.marks if m.finding.identity == n) for n in names}

    apart_, joined = frozenset({AGAIN}), frozenset({NAME, ERLAN, AGAIN})
    assert apart_ in groups(settled([split], [], "mine")) and apart_ not in groups(
        settled([split], [], "theirs")
    )
    assert joined in groups(settled([merge], [], "mine")) and joined in groups(settled([], [merge], "theirs"))


def test_a_role_is_settled_too() -> None:
    official = Choice(DecisionKind.ROLE, identity=OFFICER, role=Role.OFFICIAL)

    def role(found: Now) -> Role:
        return next(i.role for i in found.main.analysis.identities if i.id == OFFICER)

    assert role(settled([official], [], "mine")) is role(settled([], [official], "theirs")) is Role.OFFICIAL
    assert role(settled([official], [], "theirs")) is role(settled([], [official], "mine")) is Role.PROTECTED


def test_what_does_not_differ_cannot_be_settled() -> None:
    moment = apart([reject(TOWN)], []).now()
    for span, code in ((NAME, "mine"), (TOWN, "both"), (TOWN, ""), (None, "mine")):
        with pytest.raises(AigaqError, match="bad_decision"):
            choose(moment, wish("settle", span, code=code))
    refused("settle", TOWN, code="mine")


STEP = st.builds(
    Choice,
    kind=st.sampled_from([DecisionKind.REJECT, DecisionKind.ADD, DecisionKind.RELABEL, DecisionKind.ASSIGN]),
    spans=st.tuples(
        st.sampled_from([NAME, AGAIN, ERLAN, TOWN, FIRM, LONGER, SHORTER, DAUREN, (NAME[0], ERLAN[1])])
    ),
    label=st.sampled_from([Label.PERSON, Label.PLACE, Label.ID]),
    identity=st.sampled_from(["", WITNESS, OFFICER]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(STEP, max_size=4), st.lists(STEP, max_size=4), st.sampled_from(["mine", "theirs"]))
def test_settling_ends_and_what_both_masked_stays_masked(
    mine: list[Choice], theirs: list[Choice], code: str
) -> None:
    start = apart(mine, theirs).now()
    both = [
        {at for m in side.marks if m.applied for at in range(*m.span)} for side in (start.blind, start.main)
    ]
    found = settled(mine, theirs, code)
    assert found.items == [i for i in found.items if i.kind.value != "difference"]
    assert both[0] & both[1] <= {at for span in masked(found) for at in range(*span)}


def test_suspects_of_the_case_are_answered_like_the_others() -> None:
    statement = opened()
    statement.extra = (Suspect(*DAUREN, "case_name", 0.5),)
    made = choose(statement.now(), wish("reject", DAUREN))
    statement.decisions.append(Decision(1, A, NOON, made))
    states = {d.span: d.state for d in statement.now().decided.doubts}
    assert made.kind is DecisionKind.DISMISS and states[DAUREN] is DoubtState.DISMISSED
    assert chosen("accept", STREET).label in DIRECT
