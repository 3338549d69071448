"""Who of a case is one: each test is a case of short statements in which {braces} mark who is named."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from models.cases import CaseIndex, Why
from models.findings import Analysis, Finding
from models.labels import Label, Language, Role
from models.rulings import Ruling, what_holds
from redact.case_evidence import Told, people_of
from redact.case_people import link_people, shown_names
from redact.case_rulings import not_carried_out, open_proposals
from redact.identities import identify
from redact.ranks import offices_in

MARK = re.compile(r"\{(?:([A-Z]+):)?([^{}]+)\}")


def told(statement: str, marked: str) -> list[Told]:
    """The people of a text in which {name} is a person, {PHONE:number} another finding."""
    text, findings, at = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        findings.append(Finding(len(text), len(text) + len(mark[2]), Label(mark[1] or "PERSON"), 0.9, "test"))
        text += mark[2]
        at = mark.end()
    found, identities = identify(text + marked[at:], findings)
    return people_of(
        statement, text + marked[at:], Analysis(Language.RU, tuple(found), tuple(identities), (), ())
    )


def linked(*marked: str, earlier: CaseIndex | None = None, last: int = 0) -> CaseIndex:
    people = [person for number, text in enumerate(marked, 1) for person in told(f"S{number}", text)]
    return link(people, earlier=earlier, last=last)


def link(people: Sequence[Told], *, earlier: CaseIndex | None = None, last: int = 0) -> CaseIndex:
    statements = tuple(dict.fromkeys(person.statement for person in people))
    return link_people(people, case_id="C", statements=statements, earlier=earlier, last=last)


def groups(index: CaseIndex) -> list[str]:
    """The statements of each person that stands in several, in one word: "S1 S3"."""
    return [" ".join(person.statements) for person in index.people if len(person.statements) > 1]


def why(index: CaseIndex) -> list[tuple[Why, ...]]:
    return [proposal.why for proposal in index.proposals]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{Ерлан Ахметов}", "{Ахметова Ерлана} били"),
        ("{АХМЕТОВ ЕРЛАН}", "meni {Yerlan Akhmetov} urdy"),
        ("{Ерлан Серикович}", "{Ерлан Серікұлы}"),
        ("{Гүлнар Әбдірайымқызы}", "{Gülnar Äbdıräiymqyzy}"),
        ("{Қайрат Сейітов}", "{Qairat Seiitov} keldi"),
        ("{Ахметов Е.С.}", "{Ерлан Серикович Ахметов}"),
        ("{Ахметов Е. С.}", "{Е.С. Ахметов}"),
        ("{Ахметова Г.С.}", "{Гульнара Сериковна Ахметова}"),
        ("{Серік Ерлан Асқарұлы}", "{Серік Ерлан Аскарович}"),
        ("{Ахмет Ерлан Серікұлы}", "{Ахметов Ерлан Серикович}"),
        ("{Айымгүл Есенова}", "{AIYMGUL YESSENOVA}"),
        ("я {Ахметов}. Меня зовут {Ерлан Ахметов}", "{ерлан ахметов} стоял там"),
        ("{Ерлан ага Ахметов}", "{майор Ерлан Ахметов}"),
        ("{Юрий Ким}", "{Yuri Kim}"),
        ("{Серік ұлы Марат}", "{Марат Серікұлы}"),
    ],
)
def test_a_full_name_that_agrees_is_one_person(one: str, other: str) -> None:
    index = linked(one, other)
    assert groups(index) == ["S1 S2"]
    assert index.proposals == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{Ерлан}", "{Ерлан}"),
        ("{Ахметов}", "{Ахметов}"),
        ("{Ерлан аға}", "{Ерлан аға} келді"),
        ("дядя {Марат}", "{дядя Марат}"),
        ("{Ахметов Е.}", "{Ахметов Е.}"),
        ("{Ахметов Е.}", "{Ерлан Ахметов}"),
        ("{Арман К.}", "{Арман К.}"),
        ("{Саша Ким}", "{Александр Ким}"),
        ("{Ереке}", "{Ереке}"),
        ("{Ерлан Омаров}", "{Ерлан Умаров}"),
        ("{Жанат Сейтов}", "{Жанар Сейтова}"),
        ("{Айдана Ким}", "{Аида Ким}"),
        ("{Серік Ерлан}", "{Ерлан Серік}"),
        ("{Ахметов Сериковиc}", "{Ахметов}"),
        ("{Ахметова Г.С.}", "{Газиз Серикович Ахметов}"),
        ("{маленький Арман}", "{маленький Арман}"),
        ("следователь {Ахметов}", "следователем {Ахметовым}"),
    ],
)
def test_less_than_a_full_name_joins_nobody(one: str, other: str) -> None:
    assert groups(linked(one, other)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{Ерлан Серикович Ахметов}", "{Ерлан Маратович Ахметов}"),
        ("{Ахметов Е.С.}", "{Ахметов Е.М.}"),
        ("{Ахметов Е.С.}", "{Ерлан Маратович Ахметов}"),
        ("{Ерлан Серикович Ахметов}", "{Ерлан Серикович Ким}"),
        ("{Ерлан Ахметов}", "{Ерлан Ким}"),
        ("{Ахметова Г.С.}, она плакала. {Ахметовой Г.С.} дали воды", "{Ахметов Г.С.}"),
        ("{Ерлан Ахметов}, {DOB:14.03.1986}", "{Ерлан Ахметов}, {DOB:15.03.1986}"),
        ("{Ерлан Ахметов}, ИИН {ID:850101300012}", "{Ерлан Ахметов}, ИИН {ID:850101300023}"),
        ("{Ерлан Ахметов}, ИИН {ID:850101300012}", "{Ерлан Ахметов}, {DOB:02.01.1985}"),
    ],
)
def test_what_contradicts_keeps_namesakes_apart_and_proposes_nothing(one: str, other: str) -> None:
    index = linked(one, other)
    assert groups(index) == []
    assert index.proposals == ()


def test_who_may_be_two_people_of_the_case_stays_alone() -> None:
    both = ("{Ерлан Серикович Ахметов}", "{Ерлан Маратович Ахметов}")
    index = linked(*both, "{Ерлан Ахметов}", "{Ерлана Ахметова} били")
    assert groups(index) == []
    assert set(why(index)) == {(Why.FULL_NAME, Why.SEVERAL_FIT)}
    assert groups(linked(both[0], "{Ерлан Ахметов}", "{Ерлана Ахметова} били")) == ["S1 S2 S3"]


def test_the_order_of_the_statements_makes_no_difference() -> None:
    texts = ["{Ерлан Ахметов}", "{Ахметов Е.С.}", "{Ерлан Маратович Ахметов}", "{Ерлан Серикович Ахметов}"]
    for turned in (texts, texts[::-1], texts[2:] + texts[:2]):
        index = linked(*turned)
        joined = {turned[int(name[1:]) - 1] for group in groups(index) for name in group.split()}
        assert joined == {texts[1], texts[3]}


def test_whom_one_statement_keeps_apart_is_not_joined_by_another() -> None:
    people = told("S1", "{Ерлан Ахметов} и {Марат Ким}")
    twice = [people[0], replace(people[0], identity="person-9"), *told("S2", "{Ерлан Ахметов}")]
    more = [*told("S3", "{Ерлан Ахметов}")]
    index = link([*twice, *more])
    # the others of the name are still one another's
    assert groups(index) == ["S2 S3"]
    assert any(Why.ONE_STATEMENT in words for words in why(index))


def test_a_number_of_their_own_makes_them_one_where_nothing_contradicts() -> None:
    own = "ИИН {ID:850101300012}"
    assert groups(linked(f"{{Ахметов}}, {own}", f"{{Ерлан}}, {own}")) == ["S1 S2"]
    assert groups(linked("{Ахметов}, тел. {PHONE:+7 701 555 12 34}", "{Ахметов}, {PHONE:87015551234}")) == [
        "S1 S2"
    ]
    # a telephone may be the family's
    assert groups(linked("{Ахметов}, тел. {PHONE:87015551234}", "{Гульнара}, {PHONE:87015551234}")) == []


def test_the_number_of_one_name_with_another_is_proposed() -> None:
    index = linked("{Ерлан Ахметов}, ИИН {ID:850101300012}", "{Марат Ким}, ИИН {ID:850101300012}")
    assert groups(index) == []
    assert why(index) == [(Why.OWN_NUMBER,)]


def test_a_number_decides_among_namesakes() -> None:
    number = "ИИН {ID:850101300012}"
    index = linked(
        f"{{Ерлан Серикович Ахметов}}, {number}", "{Ерлан Маратович Ахметов}", f"{{Ерлан Ахметов}}, {number}"
    )
    assert groups(index) == ["S1 S3"]


def test_a_number_that_the_text_does_not_tie_is_evidence_only() -> None:
    text = "{Ахметов} бил. Телефон его сестры {PHONE:87015551234}"
    index = linked(text, text)
    assert groups(index) == []
    assert why(index) == [(Why.SURNAME, Why.NUMBER_IN_BOTH)]
    alone = linked("{Ахметов} бил.", "{Ахметов} бил.")
    assert index.proposals[0].score > alone.proposals[0].score


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("капитан {Ахметов}", "{Ахметов}, капитан полиции,", (Why.SURNAME, Why.RANK)),
        ("капитан {Ахметов}", "Captain {Akhmetov}", (Why.SURNAME, Why.RANK)),
        ("капитан {Ахметов}", "майор {Ахметов}", (Why.SURNAME,)),
        ("капитан {Ахметов Е.}", "капитан {Ерлан Ахметов}", (Why.NAME_AND_INITIAL, Why.RANK)),
        ("{Саша Ким}", "{Александр Ким}", (Why.SHORT_FORM,)),
        ("{Ерлан Омаров}", "{Ерлан Умаров}", (Why.SPELLING,)),
        ("{Бибігүл}", "{Бибігүл}", (Why.GIVEN_NAME,)),
    ],
)
def test_what_is_not_sure_is_proposed_with_its_reason(one: str, other: str, words: tuple[Why, ...]) -> None:
    index = linked(one, other)
    assert groups(index) == []
    assert why(index) == [words]


def test_an_officer_whom_all_call_by_rank_and_surname_is_proposed_to_the_one_with_a_name() -> None:
    index = linked("капитан {Ерлан Ахметов}", *["капитан {Ахметов}"] * 30)
    assert groups(index) == []
    assert {proposal.one for proposal in index.proposals if proposal.other > 1} >= {1}
    assert sum(proposal.one == 1 for proposal in index.proposals) == 30
    assert len(index.proposals) <= 90


def test_a_given_name_that_many_have_proposes_nothing() -> None:
    assert linked(*["{Ерлан} пришёл"] * 20).proposals == ()


def test_public_figures_are_one_by_the_list() -> None:
    index = linked("президент {Токаев}", "{Касым-Жомарт Токаев}", "{Toqaev} aitty", "сосед {Ерлан Токаев}")
    assert groups(index) == ["S1 S2 S3"]
    assert [person.role for person in index.people] == [Role.PUBLIC, Role.PROTECTED]


def test_one_statement_that_names_an_official_makes_one_of_the_case() -> None:
    index = linked("{Ерлан Ахметов} пришёл", "следователь {Ерлан Ахметов}")
    assert [person.role for person in index.people] == [Role.OFFICIAL]


def test_people_keep_their_numbers_when_statements_come() -> None:
    first = linked("{Ерлан Ахметов}", "{Марат Ким}, {Олжас}")
    again = linked("{Ерлан Ахметов}", "{Марат Ким}, {Олжас}", earlier=first)
    assert again == first
    more = linked("{Ерлан Ахметов}", "{Марат Ким}, {Олжас}", "{Жанна Ли} и {Марат Ким}", earlier=first)
    assert more.people[:1] == first.people[:1]
    assert [(person.number, person.statements) for person in more.people[1:]] == [
        (2, ("S2", "S3")),
        (3, ("S2",)),
        (4, ("S3",)),
    ]


def test_two_who_turn_out_to_be_one_keep_the_lower_number_and_the_other_is_never_given_again() -> None:
    first = linked("{Ахметов Е.С.}", "{Ерлан Серикович}")
    assert [person.number for person in first.people] == [1, 2]
    both = linked("{Ахметов Е.С.}", "{Ерлан Серикович}", "{Ерлан Серикович Ахметов}", earlier=first)
    assert [person.number for person in both.people] == [1]
    after = linked(
        "{Ахметов Е.С.}", "{Ерлан Серикович}", "{Ерлан Серикович Ахметов}", "{Марат}", earlier=both
    )
    assert [person.number for person in after.people] == [1, 3]


def test_one_who_turns_out_to_be_two_keeps_the_number_where_most_of_it_is() -> None:
    texts = ["{Ерлан Ахметов}", "{Ерлан Серикович Ахметов}", "{Ахметов Е.С.}"]
    first = linked(*texts)
    assert groups(first) == ["S1 S2 S3"]
    then = linked(*texts, "{Ерлан Маратович Ахметов}", earlier=first)
    assert [(p.number, p.statements) for p in then.people] == [(1, ("S2", "S3")), (2, ("S1",)), (3, ("S4",))]


def test_without_an_index_numbers_go_on_above_the_last() -> None:
    assert [person.number for person in linked("{Ерлан}, {Марат}", last=40).people] == [41, 42]


def test_the_name_shown_is_the_fullest_that_is_written() -> None:
    people = [*told("S1", "{Ахметов Е.С.}"), *told("S2", "{Ерлан Серикович Ахметов} бил. {Ерлана} знали")]
    index = link(people)
    assert shown_names(index, people) == {1: "Ерлан Серикович Ахметов"}


def test_neither_the_index_nor_a_person_in_memory_quotes_a_name() -> None:
    people = told("S1", "{Ерлан Қанарейкин}")
    assert "анарейкин" not in repr(link(people)).lower()
    assert "анарейкин" not in repr(people[0]).lower()


NAMES = (
    "Ерлан Ахметов", "Ахметов Е.С.", "Ахметова", "Ерлан Серикович", "Марат", "Ерлан Маратович Ахметов",
    "Ахметов Е.", "қызы", "ұлы", "вич", "О. О.", "Юлия Я.", "—", "0", "Ереке", "Yerlan Akhmetov", "Саша Ким",
)  # fmt: skip
CASES = some.lists(some.lists(some.sampled_from(NAMES), min_size=1, max_size=4), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(CASES, some.randoms(use_true_random=False))
def test_whatever_is_named_each_stands_once_and_no_statement_twice(
    case: list[list[str]], chance: random.Random
) -> None:
    texts = [". ".join(f"{{{name}}}" for name in names) for names in case]
    people = [person for number, text in enumerate(texts) for person in told(f"S{number}", text)]
    index = link(people)
    members = [member for person in index.people for member in person.members]
    assert sorted(members) == sorted((person.statement, person.identity) for person in people)
    assert all(len(person.statements) == len(person.members) for person in index.people)
    assert link(people, earlier=index) == index
    shuffled = chance.sample(people, len(people))
    assert {frozenset(p.members) for p in link(shuffled).people} == {
        frozenset(p.members) for p in index.people
    }


def ruled(one: str, other: str, *, same: bool) -> Ruling:
    """A ruling on the first persons of two statements."""
    return Ruling((one, "person-1"), (other, "person-1"), same)


def texts_linked(*marked: str, rulings: Sequence[Ruling], earlier: CaseIndex | None = None) -> CaseIndex:
    people = [person for number, text in enumerate(marked, 1) for person in told(f"S{number}", text)]
    statements = tuple(f"S{number}" for number in range(1, len(marked) + 1))
    return link_people(people, case_id="C", statements=statements, earlier=earlier, rulings=rulings)


def test_who_is_ruled_one_is_one_though_nothing_else_says_so() -> None:
    texts = ("{Ахметов}", "{Сәуле}", "{Ереке}", "{Марат}")
    index = texts_linked(*texts, rulings=[ruled("S1", "S2", same=True), ruled("S2", "S3", same=True)])
    assert groups(index) == ["S1 S2 S3"]
    assert groups(texts_linked(*texts, rulings=[])) == []


def test_a_proposal_that_was_accepted_takes_the_lower_number_and_is_proposed_no_more() -> None:
    texts = ("{Олжас}", "{Ерлан Ахметов}", "{Ахметов Е.}")
    before = texts_linked(*texts, rulings=[])
    assert why(before) == [(Why.NAME_AND_INITIAL,)]
    index = texts_linked(*texts, rulings=[ruled("S2", "S3", same=True)], earlier=before)
    assert [(person.number, person.statements) for person in index.people] == [
        (1, ("S1",)),
        (2, ("S2", "S3")),
    ]
    assert index.proposals == ()
    again = texts_linked(*texts, rulings=[ruled("S2", "S3", same=True)], earlier=index)
    assert again == index


def test_a_proposal_that_was_refused_is_made_no_more() -> None:
    texts = ("{Ерлан Ахметов}", "{Ахметов Е.}")
    index = texts_linked(*texts, rulings=[ruled("S2", "S1", same=False)])
    assert (groups(index), index.proposals) == ([], ())


def test_who_is_ruled_two_is_taken_apart_and_the_later_one_stands_alone() -> None:
    texts = ("{Ерлан Ахметов}", "{Ерлан Ахметов}")
    before = texts_linked(*texts, rulings=[])
    index = texts_linked(*texts, rulings=[ruled("S1", "S2", same=False)], earlier=before)
    assert [(person.number, person.statements) for person in index.people] == [(1, ("S1",)), (2, ("S2",))]
    assert index.proposals == ()


def test_one_who_is_none_of_the_others_leaves_them_one() -> None:
    texts = ("{Ерлан Ахметов}",) * 4
    not_the_first = [ruled("S1", other, same=False) for other in ("S2", "S3", "S4")]
    assert groups(texts_linked(*texts, rulings=not_the_first)) == ["S2 S3 S4"]
    not_the_third = [ruled("S3", other, same=False) for other in ("S1", "S2", "S4")]
    assert groups(texts_linked(*texts, rulings=not_the_third)) == ["S1 S2 S4"]


def test_who_comes_after_two_of_a_name_were_told_apart_could_be_either() -> None:
    texts = ("{Ерлан Ахметов}",) * 3
    rulings = [ruled("S1", "S2", same=False)]
    index = texts_linked(*texts, rulings=rulings)
    assert groups(index) == []
    assert why(index) == [(Why.FULL_NAME, Why.SEVERAL_FIT)] * 2
    decided = texts_linked(*texts, rulings=[*rulings, ruled("S3", "S2", same=True)], earlier=index)
    assert groups(decided) == ["S2 S3"]
    assert decided.proposals == ()


def test_a_cluster_yields_to_rulings_that_do_not_contradict_each_other() -> None:
    texts = ("{Ерлан Ахметов}", "{Ерлан Ахметов}", "{Ереке}")
    index = texts_linked(*texts, rulings=[ruled("S1", "S3", same=True), ruled("S2", "S3", same=False)])
    assert groups(index) == ["S1 S3"]


def test_rulings_that_contradict_each_other_join_nobody_and_are_proposed_again() -> None:
    texts = ("капитан {Ким}",) * 3
    torn = [ruled("S1", "S2", same=True), ruled("S2", "S3", same=True), ruled("S1", "S3", same=False)]
    index = texts_linked(*texts, rulings=torn)
    assert groups(index) == []
    assert {(p.one, p.other) for p in index.proposals} == {(1, 2), (2, 3)}
    assert open_proposals(index, torn) == list(index.proposals)
    assert not_carried_out(index, torn) == 0


def test_two_of_one_statement_can_be_ruled_one() -> None:
    people = told("S1", "{Ерлан Ахметов} и {Марат Ким}")
    ruling = Ruling(("S1", people[0].identity), ("S1", people[1].identity), same=True)
    index = link_people(people, case_id="C", statements=("S1",), rulings=[ruling])
    assert [len(person.members) for person in index.people] == [2]


def test_until_the_case_is_linked_again_a_ruling_waits_and_its_proposal_is_gone() -> None:
    texts = ("{Ерлан Ахметов}", "{Ахметов Е.}", "{Ерлан Ахметов}")
    index = texts_linked(*texts, rulings=[])
    assert len(index.proposals) == 1
    for rulings, waiting in (
        ([ruled("S1", "S2", same=True)], 1),
        ([ruled("S3", "S2", same=False)], 0),
        ([ruled("S1", "S2", same=True), ruled("S1", "S3", same=False)], 2),
        ([ruled("S9", "S1", same=True)], 0),
    ):
        assert not_carried_out(index, rulings) == waiting
        assert bool(open_proposals(index, rulings)) is (len(rulings) == 1 and rulings[0].one[0] == "S9")
        assert not_carried_out(texts_linked(*texts, rulings=rulings, earlier=index), rulings) == 0


@settings(max_examples=80, deadline=None)
@given(CASES, some.data())
def test_whatever_is_ruled_the_index_says_so(case: list[list[str]], data: some.DataObject) -> None:
    texts = [". ".join(f"{{{name}}}" for name in names) for names in case]
    people = [person for number, text in enumerate(texts) for person in told(f"S{number}", text)]
    members = some.sampled_from([(person.statement, person.identity) for person in people])
    pairs = (
        some.lists(some.tuples(members, members, some.booleans()), max_size=8) if people else some.just([])
    )
    rulings = [Ruling(one, other, same) for one, other, same in data.draw(pairs) if one != other]
    earlier = link(people)
    index = link_people(people, case_id="C", statements=earlier.statements, earlier=earlier, rulings=rulings)
    number = {member: person.number for person in index.people for member in person.members}
    assert sorted(number) == sorted((person.statement, person.identity) for person in people)
    assert sum(len(person.members) for person in index.people) == len(people)
    proposed = {(p.one, p.other) for p in index.proposals}
    for (one, other), same in what_holds(rulings).items():
        assert (number[one] == number[other]) is same
        assert (min(number[one], number[other]), max(number[one], number[other])) not in proposed
    assert all(one != other for one, other in proposed)
    # the last word is never carried out the wrong way, whatever came before it
    if rulings and not rulings[-1].same:
        assert number[rulings[-1].one] != number[rulings[-1].other]
    # whose cluster no ruling touches is as it was, number and all
    touched = {member for ruling in rulings for member in (ruling.one, ruling.other)}
    for person in earlier.people:
        if touched.isdisjoint(person.members):
            assert person in index.people
    again = link_people(people, case_id="C", statements=earlier.statements, earlier=index, rulings=rulings)
    assert again == index
    assert (open_proposals(index, rulings), not_carried_out(index, rulings)) == (list(index.proposals), 0)


def test_time_grows_with_the_statements_and_not_with_their_pairs() -> None:
    people = [
        person for n in range(1500) for person in told(f"S{n}", "{Ахметов Е.С.} и {Ерлан}, капитан {Ким}")
    ]
    index = link(people)
    assert index.joined == 1
    assert len(index.proposals) <= 3 * len(index.people)


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("старшего лейтенанта", {"lieutenant"}),
        ("lieutenant colonel", {"colonel"}),
        ("подполковник", {"colonel"}),
        ("аға тергеуші", {"investigator"}),
        ("жедел уәкіл", {"operative"}),
        ("учаскелік инспектор", {"district"}),
        ("замначальника", {"chief"}),
        ("прокурордың көмекшісі", {"prosecutor"}),
        ("судья", {"judge"}),
        ("бақылаушы", {"guard"}),
        ("конвоир", {"convoy"}),
        ("старшина", {"sergeant"}),
        ("капитан", {"captain"}),
        ("майор", {"major"}),
        ("генерал", {"general"}),
        ("аким района", {"akim"}),
        ("врач", set()),
    ],
)
def test_ranks_and_offices_in_their_forms(text: str, families: set[str]) -> None:
    assert offices_in(text) == families
