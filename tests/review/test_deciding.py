"""What a reviewer presses, through the app, and what the store makes of it.

A statement is written with its marks in it: `[[PERSON person-1 0.9|Ерлан]]` is a finding,
`[[? capital|Тапчан]]` a suspect, `[[# beating|избили]]` a tag.
"""

import re
from dataclasses import dataclass
from typing import Any

import lxml.html
import pytest

from models.decisions import DecisionKind
from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import Audience, Label, Language, Role
from models.statements import Consent, ConsentScope, Draft, SourceKind, StatementState
from models.users import Duty
from redact.apply import treat
from redact.decided import fold, main_track
from redact.marks import Decided, MarkState
from redact.risk import risk_of
from store.approvals import approvals, approved_text
from store.audit import audit
from store.decisions import read_decisions
from store.users import open_vault
from store.withdrawals import Reason, withdraw

MARKUP = re.compile(r"\[\[(?P<what>[^|\]]+)\|(?P<words>[^\]]*)\]\]")


def analysed(marked: str) -> tuple[str, Analysis]:
    text, findings, suspects, tags, at = "", [], [], [], 0
    for match in MARKUP.finditer(marked):
        text += marked[at : match.start()]
        start, end = len(text), len(text) + len(match["words"])
        text, at = text + match["words"], match.end()
        kind, *rest = match["what"].split()
        if kind == "?":
            suspects.append(Suspect(start, end, rest[0], 0.4))
        elif kind == "#":
            tags.append(Tag(TagKind.ABUSE, rest[0], start, end, "triggers"))
        else:
            findings.append(Finding(start, end, Label(kind), float(rest[1]), "test", rest[0]))
    text += marked[at:]
    names = dict.fromkeys((f.identity or "", f.label) for f in findings)
    identities = tuple(
        Identity(name, label, Role.PROTECTED, int(name.rsplit("-", 1)[1])) for name, label in names
    )
    return text, Analysis(Language.RU, tuple(findings), identities, tuple(suspects), tuple(tags))


class Quiet:
    """A finder that finds nothing."""

    def scan(self, _text: str) -> Analysis:
        return Analysis(Language.RU, (), (), (), ())


@dataclass
class Hand:
    """One reviewer's hand on one statement."""

    client: Any
    post: Any
    id: str
    text: str

    def at(self, words: str) -> dict[str, str]:
        start = self.text.index(words)
        return {"start": str(start), "end": str(start + len(words))}

    def does(self, action: str, place: str = "", /, *, status: int = 200, **form: str) -> Any:
        where = self.at(place) if place else {}
        answer = self.post(self.client, f"/statement/{self.id}/decide", {"action": action, **where, **form})
        assert answer.status_code == status, answer.text[:300]
        return answer

    def page(self) -> str:
        answer = self.client.get(f"/statement/{self.id}")
        assert answer.status_code == 200
        return answer.text

    def approves(self, status: int = 303) -> Any:
        body = self.client.get(f"/statement/{self.id}/approval").text
        last = re.search(r'name="last" value="(\d+)"', body)
        form = {"last": last[1] if last else self.has()}
        answer = self.post(self.client, f"/statement/{self.id}/approve", form)
        assert answer.status_code == status, body
        return answer

    def has(self) -> str:
        found = re.search(r'data-has="(\d+)', self.page())
        assert found is not None
        return found[1]


class Office:
    def __init__(self, store, app, client_of, post, first):
        self.store, self.post, self.client_of = store, post, client_of
        self.first_person = first
        app.extensions["aigaq_last_scan"]._scanner = Quiet()
        self._clients: dict[Any, Any] = {}

    def add(self, marked: str, *, case: str = "main") -> str:
        text, analysis = analysed(marked)
        return self.store.add_statement(
            Draft(raw_text=text, source=SourceKind.TEXT, consent=Consent(ConsentScope.PUBLIC)),
            analysis,
            redacted={Audience.PUBLIC: ""},
            regions=frozenset(),
            words=len(text.split()),
            case=case,
            risk=risk_of(text, analysis),
        )

    def hand(self, statement: str, who: Any = Duty.REVIEWER) -> Hand:
        """The hand of a reviewer; the statement's page is open."""
        if who not in self._clients:
            self._clients[who] = self.client_of(who)
        hand = Hand(self._clients[who], self.post, statement, self._record(statement).raw_text)
        hand.page()
        return hand

    def decided(self, statement: str) -> Decided:
        """What the store holds, folded from the sealed record."""
        return fold(self._record(statement).analysis, main_track(self.decisions(statement)))

    def decisions(self, statement: str):
        return read_decisions(self.store, statement, self._vault())

    def states(self, statement: str) -> list[tuple[str, str]]:
        text = self._record(statement).raw_text
        return [(text[slice(*m.span)], m.state.value) for m in self.decided(statement).marks]

    def whole(self) -> bool:
        with self.store.reading() as session:
            return audit(session).whole

    def _record(self, statement: str):
        return self.store.unseal(statement, self._vault())

    def _vault(self):
        return open_vault(self.store, self.first_person.name, self.first_person.passphrase)


@pytest.fixture
def office(store, app, client_of, post, first_reviewer, users) -> Office:
    return Office(store, app, client_of, post, first_reviewer)


FOUR = (
    "Меня зовут [[PERSON person-1 0.9|Ерлан Тлеуов]]. Со мной был [[PERSON person-2 0.9|Данияр]]. "
    "Потом [[PERSON person-1 0.9|Ерлана]] увезли, а [[PERSON person-2 0.9|Данияра]] нет. "
    "Фирма [[ORG org-1 0.9|Каскад]], телефон [[PHONE phone-1 0.9|8 701 555 01 02]], [[? capital|Тапчан]]."
)


def test_accepting_takes_all_mentions_of_one_identity_and_no_other(office):
    statement = office.add(FOUR)
    office.hand(statement).does("accept", "Ерлана")
    assert office.states(statement) == [
        ("Ерлан Тлеуов", "accepted"), ("Данияр", "pending"), ("Ерлана", "accepted"), ("Данияра", "pending"),
        ("Каскад", "pending"), ("8 701 555 01 02", "pending"),
    ]  # fmt: skip
    assert len(office.decisions(statement)) == 1 and office.whole()


def test_accepting_one_mention_alone_where_that_is_asked(office):
    statement = office.add(FOUR)
    office.hand(statement).does("accept", "Ерлана", all="0")
    assert [words for words, state in office.states(statement) if state == "accepted"] == ["Ерлана"]


@pytest.mark.parametrize(
    ("form", "refused"), [({}, ["Данияра"]), ({"all": "1"}, ["Данияр", "Данияра"])], ids=["one", "all"]
)
def test_refusing_makes_one_mention_readable_unless_all_are_meant(office, form, refused):
    statement = office.add(FOUR)
    hand = office.hand(statement)
    hand.does("reject", "Данияра", **form)
    assert [words for words, state in office.states(statement) if state == "rejected"] == refused
    assert hand.page().count('data-state="rejected"') == len(refused)


def test_a_suspect_is_dismissed_or_masked(office):
    statement = office.add(FOUR)
    hand = office.hand(statement)
    hand.does("reject", "Тапчан")
    assert [d.state.value for d in office.decided(statement).doubts] == ["dismissed"]
    hand.does("undo")
    hand.does("accept", "Тапчан")
    assert [d.state.value for d in office.decided(statement).doubts] == ["masked"]
    assert ("Тапчан", "added") in office.states(statement)


def test_relabel_changes_all_mentions_of_that_one_and_nobody_elses(office):
    statement = office.add(FOUR)
    office.hand(statement).does("relabel", "Данияр", label="ORG")
    labels = [m.finding.label for m in office.decided(statement).marks]
    assert labels == [Label.PERSON, Label.ORG, Label.PERSON, Label.ORG, Label.ORG, Label.PHONE]
    who = [m.finding.identity for m in office.decided(statement).marks]
    assert who[1] == who[3] != who[4]


def test_assigning_to_another_merges_all_mentions(office):
    statement = office.add(FOUR)
    office.hand(statement).does("assign", "Данияра", identity="person-1")
    who = [m.finding.identity for m in office.decided(statement).marks[:4]]
    assert who == ["person-1"] * 4
    assert [i.id for i in office.decided(statement).analysis.identities].count("person-2") == 0


def test_assigning_to_nobody_splits_one_mention_off(office):
    statement = office.add(FOUR)
    office.hand(statement).does("assign", "Данияра", identity="")
    who = [m.finding.identity for m in office.decided(statement).marks[:4]]
    assert who[:3] == ["person-1", "person-2", "person-1"]
    assert who[3] not in {"person-1", "person-2", None}
    numbers = [i.number for i in office.decided(statement).analysis.identities if i.label is Label.PERSON]
    assert sorted(numbers) == [1, 2, 3]


def test_a_role_is_of_one_person_and_opens_them_to_the_court_alone(office):
    statement = office.add(FOUR)
    hand = office.hand(statement)
    hand.does("role", "Данияр", role="official")
    roles = {i.id: i.role for i in office.decided(statement).analysis.identities}
    assert roles["person-2"] is Role.OFFICIAL and roles["person-1"] is Role.PROTECTED
    for audience, shown in (("legal", 2), ("public", 0)):
        page = hand.client.get(f"/statement/{statement}?audience={audience}").text
        assert page.count('class="kept k-person"') == shown


def test_added_words_lose_the_white_space_around_them(office):
    statement = office.add("Там был   \t Самат \n и ушёл.")
    hand = office.hand(statement)
    hand.does("add", "   \t Самат \n ")
    assert office.states(statement) == [("Самат", "added")]
    (mark,) = office.decided(statement).marks
    assert mark.finding.label is Label.PERSON and mark.finding.identity


def test_added_everywhere_with_russian_and_kazakh_endings(office):
    statement = office.add(
        "Самат пришёл. Я видел Самата и говорил с Саматом. Саматтың ағасы Саматқа айтты. "
        "Саматбек другой человек, самовар тоже."
    )
    hand = office.hand(statement)
    hand.does("add", "Самат", everywhere="1")
    marks = office.decided(statement).marks
    assert [hand.text[slice(*m.span)] for m in marks] == ["Самат", "Самата", "Саматом", "Саматтың", "Саматқа"]
    assert len({m.finding.identity for m in marks}) == 1
    assert all(m.state is MarkState.ADDED for m in marks)


def test_added_here_alone_leaves_the_other_places(office):
    statement = office.add("Самат пришёл. Я видел Самата.")
    office.hand(statement).does("add", "Самат")
    assert office.states(statement) == [("Самат", "added")]


def test_added_words_are_given_to_who_is_named_so_already(office):
    statement = office.add(FOUR + " Данияру плохо.")
    hand = office.hand(statement)
    hand.does("add", "Данияру")
    assert office.decided(statement).marks[-1].finding.identity == "person-2"


def test_added_in_the_whole_case(office, approve_by, first_reviewer, users):
    second = users[Duty.REVIEWER]
    here = office.add("Там был Самат.", case="one")
    plain, approved = office.add("Самата били.", case="one"), office.add("Саматом грозили.", case="one")
    gone, other = office.add("Самату тоже.", case="one"), office.add("Самат не отсюда.", case="two")
    silent = office.add("Никого не было.", case="one")
    for person in (first_reviewer, second):
        approve_by(person, approved)
    assert office.store.statement(approved).state is StatementState.APPROVED
    withdraw(office.store, gone, Reason.REQUEST)
    answer = office.hand(here).does("add", "Самат", case="1")
    assert '"say": "Masked: 1. Masked in other statements of the case too: 2"' in str(
        answer.headers["HX-Trigger-After-Settle"]
    )
    assert office.states(plain) == [("Самата", "added")]
    assert office.states(approved) == [("Саматом", "added")]
    assert office.store.statement(approved).state is StatementState.WAITING
    assert approved_text(office.store, approved, Audience.PUBLIC) is None
    assert not any(a.holds for a in approvals(office.store, approved))
    assert office.decisions(other) == office.decisions(silent) == []
    assert office.store.statement(gone).state is StatementState.WITHDRAWN
    assert office.whole()


def test_added_without_the_case_stays_in_the_statement(office):
    here, there = office.add("Там был Самат.", case="one"), office.add("Самата били.", case="one")
    office.hand(here).does("add", "Самат")
    assert office.decisions(there) == []


def test_undo_and_redo_go_back_and_forth(office):
    statement = office.add(FOUR)
    hand = office.hand(statement)

    def now() -> tuple[str, str]:
        states = dict(office.states(statement))
        return states["Ерлана"], states["Данияр"]

    hand.does("undo", status=400)
    hand.does("accept", "Ерлана")
    hand.does("reject", "Данияр")
    seen = [now()]
    for action in ("undo", "undo", "redo", "redo", "undo"):
        hand.does(action)
        seen.append(now())
    assert seen == [
        ("accepted", "rejected"), ("accepted", "pending"), ("pending", "pending"), ("accepted", "pending"),
        ("accepted", "rejected"), ("accepted", "pending"),
    ]  # fmt: skip
    hand.does("accept", "Каскад")
    hand.does("redo", status=400)
    assert now() == ("accepted", "pending")
    hand.does("undo")
    hand.does("undo")
    hand.does("undo", status=400)
    assert {state for _, state in office.states(statement)} == {"pending"}
    assert [d.number for d in office.decisions(statement)] == list(range(1, 11)) and office.whole()


def test_nobody_takes_back_what_another_did(office, first_reviewer):
    statement = office.add(FOUR)
    hand = office.hand(statement, first_reviewer)
    hand.does("accept", "Ерлана")
    office.post(hand.client, f"/statement/{statement}/leave")
    office.hand(statement).does("undo", status=400)
    assert len(office.decisions(statement)) == 1


def test_who_has_it_open_keeps_others_from_deciding(office, first_reviewer):
    statement = office.add(FOUR)
    office.hand(statement, first_reviewer)
    office.hand(statement).does("accept", "Ерлана", status=409)
    assert office.decisions(statement) == []


def test_a_comment_is_shown_as_text_and_reopens_nothing(office, approve_by, first_reviewer, users):
    statement = office.add(FOUR)
    for person in (first_reviewer, users[Duty.REVIEWER]):
        approve_by(person, statement)
    hand = office.hand(statement)
    hand.does("comment", words=" <b>Кто</b> это? ")
    assert [c.choice.words for c in office.decided(statement).comments] == ["<b>Кто</b> это?"]
    assert "&lt;b&gt;Кто&lt;/b&gt; это?" in hand.page() and "<b>Кто" not in hand.page()
    assert office.store.statement(statement).state is StatementState.APPROVED


def test_tags_are_struck_put_back_and_added(office):
    statement = office.add("Нас [[# beating|избили]] и не кормили.")
    hand = office.hand(statement)

    def tags() -> list[tuple[str, bool, bool]]:
        return [(t.tag.code, t.struck, t.added) for t in office.decided(statement).tags]

    hand.does("strike_tag", "избили", tag="abuse", code="beating")
    assert tags() == [("beating", True, False)] and not office.decided(statement).analysis.tags
    hand.does("add_tag", "избили", tag="abuse", code="beating")
    assert tags() == [("beating", False, False)]
    hand.does("add_tag", " не кормили", tag="abuse", code="torture")
    assert tags() == [("beating", False, False), ("torture", False, True)]
    added = office.decided(statement).tags[1].tag
    assert hand.text[added.start : added.end] == "не кормили"
    hand.does("strike_tag", "кормили", tag="abuse", code="torture", status=400)


@pytest.mark.parametrize("spelt", ["Алма-Ата", "Алматы", "Almaty", "Алма-Ате"])
def test_a_place_gets_its_canonical_name(office, spelt):
    statement = office.add("Это было в Алма-Ате.")
    office.hand(statement).does("add_tag", "Алма-Ате", tag="place", code=spelt)
    assert [(t.kind, t.code) for t in office.decided(statement).analysis.tags] == [(TagKind.PLACE, "Almaty")]


NAME = {"start": "11", "end": "23"}  # Ерлан Тлеуов
FORGED = (
    {"action": "assign", **NAME, "identity": "person-99"},
    {"action": "assign", **NAME, "identity": "org-1"},
    {"action": "assign", **NAME, "identity": "person-d1-0"},
    {"action": "add", "words": "увезли", "identity": "person-99"},
    {"action": "add", "words": "увезли", "identity": "org-1", "label": "PERSON"},
    {"action": "accept", "start": "11", "end": "22"}, {"action": "accept", "start": "12", "end": "23"},
    {"action": "reject", "start": "0", "end": "4"}, {"action": "reject", "start": "11", "end": "500"},
    {"action": "relabel", "start": "0", "end": "4", "label": "ORG"}, {"action": "relabel", **NAME},
    {"action": "assign", "start": "11", "end": "24", "identity": "person-2"},
    {"action": "role", "start": "0", "end": "4", "role": "public"}, {"action": "role", **NAME},
    {"action": "add", "start": "10", "end": "11"}, {"action": "add", "start": "0", "end": "9999"},
    {"action": "settle", **NAME, "code": "theirs"},
    {"action": "compare"},
)  # fmt: skip


@pytest.mark.parametrize("form", FORGED)
def test_what_was_forged_is_refused_and_nothing_is_stored(office, form):
    statement = office.add(FOUR)
    hand = office.hand(statement)
    assert hand.at("Ерлан Тлеуов") == NAME
    rest = {k: v for k, v in form.items() if k != "action"}
    hand.does(form["action"], status=400, **rest)
    assert office.decisions(statement) == []


def test_the_role_of_a_firm_or_a_number_is_none(office):
    statement = office.add(FOUR)
    hand = office.hand(statement)
    for words in ("Каскад", "8 701 555 01 02", "Тапчан"):
        hand.does("role", words, role="public", status=400)
    assert office.decisions(statement) == []


def test_what_is_approved_is_decided_on_only_after_reopening(office, approve_by, first_reviewer, users):
    statement = office.add(FOUR)
    for person in (first_reviewer, users[Duty.REVIEWER]):
        approve_by(person, statement)
    hand = office.hand(statement)
    hand.does("reject", "Данияр", status=409)
    hand.does("reject", "Данияр", status=409, reopen="0")
    assert office.decisions(statement) == []
    assert office.store.statement(statement).state is StatementState.APPROVED
    hand.does("reject", "Данияр", reopen="1")
    assert office.store.statement(statement).state is StatementState.WAITING
    assert approved_text(office.store, statement, Audience.PUBLIC) is None
    assert office.whole()


def masked_nowhere_readable(office: Office, statement: str) -> None:
    """None of the four approved texts holds a surface that its audience must not read."""
    record, decided = office._record(statement), office.decided(statement)
    for audience in Audience:
        text = approved_text(office.store, statement, audience)
        assert text
        hidden = {
            record.raw_text[t.finding.start : t.finding.end]
            for t in treat(record.raw_text, decided.analysis, audience)
            if t.replacement is not None
        }
        assert hidden
        for surface in hidden:
            assert surface not in text, audience


PLAIN = (
    "[[PERSON person-1 0.9|Ерлан Тлеуов]] видел, как [[PERSON person-2 0.9|Айгуль Сеитову]] увезли. "
    "[[PERSON person-3 0.9|Весна]] была холодной. Телефон [[PHONE phone-1 0.9|8 701 555 01 02]]."
)


def test_the_second_reviewer_says_a_word_on_what_the_first_refused(office, first_reviewer):
    statement = office.add(PLAIN)
    first = office.hand(statement, first_reviewer)
    first.approves(409)
    for words in ("Ерлан Тлеуов", "Айгуль Сеитову", "8 701 555 01 02"):
        first.does("accept", words)
    first.approves(409)
    first.does("reject", "Весна")
    first.approves()
    assert office.store.statement(statement).state is StatementState.CONFIRMING
    first.does("accept", "Весна", status=409)  # who approved has done their part
    second = office.hand(statement)
    assert 'data-state="rejected"' in second.page()
    second.approves(409)
    assert office.store.statement(statement).state is StatementState.CONFIRMING
    second.does("reject", "Весна")
    second.approves()
    assert office.store.statement(statement).state is StatementState.APPROVED
    assert "Весна была" in (approved_text(office.store, statement, Audience.PUBLIC) or "")
    masked_nowhere_readable(office, statement)
    assert office.whole()


def test_the_second_reviewer_masks_what_the_first_refused(office, first_reviewer):
    statement = office.add(PLAIN)
    first = office.hand(statement, first_reviewer)
    for words in ("Ерлан Тлеуов", "8 701 555 01 02"):
        first.does("accept", words)
    first.does("reject", "Айгуль Сеитову")
    first.does("accept", "Весна")
    first.approves()
    second = office.hand(statement)
    second.does("accept", "Айгуль Сеитову")
    # what is released is another: the first one's approval holds no more
    assert office.store.statement(statement).state is StatementState.WAITING
    second.approves()
    first.approves()
    assert office.store.statement(statement).state is StatementState.APPROVED
    masked_nowhere_readable(office, statement)


def test_an_approval_of_what_changed_meanwhile_is_refused(office):
    statement = office.add("[[PERSON person-1 0.9|Ерлан]] ушёл.")
    hand = office.hand(statement)
    hand.does("accept", "Ерлан")
    answer = office.post(hand.client, f"/statement/{statement}/approve", {"last": "0"})
    assert answer.status_code == 409
    assert approvals(office.store, statement) == []


HIGH = (
    "[[PERSON person-1 0.9|Ерлан Тлеуов]] рассказал, как её [[# sexual_violence|изнасиловали]]. "
    "Там были [[PERSON person-2 0.9|Айгуль Сеитова]], [[PERSON person-3 0.9|Данияр Оспанов]] и "
    "[[PERSON person-4 0.9|Жанна]] из фирмы [[ORG org-1 0.9|Каскад]], потом приехал Техсервис. "
    "[[PHONE phone-1 0.9|8 701 555 01 02]]."
)
ALL = ("Ерлан Тлеуов", "Айгуль Сеитова", "Данияр Оспанов", "Жанна", "Каскад", "8 701 555 01 02")


def parts_of(page: str) -> dict[str, str]:
    """The parts of the page that tell of decisions."""
    tree = lxml.html.fromstring(page)
    found = {e.get("id"): lxml.html.tostring(e, encoding="unicode") for e in tree.iter() if e.get("id")}
    return {k: v for k, v in found.items() if re.fullmatch(r"c\d+|people|tags|talk", k)}


@pytest.fixture
def apart(office, first_reviewer):
    """A statement of high risk that the first reviewer approved, changed in each way there is."""
    statement = office.add(HIGH)
    first = office.hand(statement, first_reviewer)
    untouched = parts_of(first.page())
    assert {"c0", "people", "tags", "talk"} <= set(untouched)
    first.does("accept", "Ерлан Тлеуов")
    first.does("reject", "Айгуль Сеитова")
    first.does("role", "Данияр Оспанов", role="official")
    first.does("assign", "Жанна", identity="person-1")
    first.does("relabel", "Каскад", label="PERSON")
    first.does("add", "Техсервис", label="ORG")
    first.does("comment", words="Жанна тут лишний раз")
    first.does("accept", "8 701 555 01 02")
    first.approves()
    assert office.store.statement(statement).state is StatementState.CONFIRMING
    assert parts_of(first.page()) != untouched
    return statement, untouched


def test_a_second_reviewer_of_high_risk_sees_nothing_of_the_first(office, apart):
    statement, untouched = apart
    second = office.hand(statement)
    page = second.page()
    assert parts_of(page) == untouched
    assert "лишний раз" not in page
    parts = second.client.get(f"/statement/{statement}/parts").text
    assert 'data-state="rejected"' not in parts and 'data-state="added"' not in parts
    assert "лишний раз" not in parts
    second.approves(409)
    assert all(not d.choice.blind for d in office.decisions(statement))


def test_a_name_that_the_first_added_is_no_hint_to_the_blind_second(office, first_reviewer):
    statement = office.add("[[PERSON person-1 0.9|Ерлан]]: [[# sexual_violence|насиловали]]. Был Самат.")
    first = office.hand(statement, first_reviewer)
    untouched = parts_of(first.page())
    first.does("accept", "Ерлан")
    first.does("add", "Самат")
    first.approves()
    assert parts_of(office.hand(statement).page()) == untouched


def differing(page: str) -> list[str]:
    """The words of the differences that the page asks about."""
    found = lxml.html.fromstring(page).find_class("difference")
    return [e.text_content() for d in found for e in d.find_class("surface")]


DIFFER = ["Айгуль Сеитова", "Данияр Оспанов", "Жанна", "Каскад", "Техсервис"]


def compared(office: Office, statement: str) -> Hand:
    """The second reviewer after the blind part, where nothing was refused, added or changed."""
    second = office.hand(statement)
    before = office.decided(statement).release_key()
    for words in ALL:
        second.does("accept", words)
    assert all(d.choice.blind for d in office.decisions(statement)[-len(ALL) :])
    assert office.decided(statement).release_key() == before
    second.approves()  # compares, and approves nothing yet
    assert office.store.statement(statement).state is StatementState.CONFIRMING
    assert office.decisions(statement)[-1].choice.kind is DecisionKind.COMPARE
    assert differing(second.page()) == DIFFER
    return second


@pytest.mark.parametrize("mine", [None, *DIFFER])
def test_two_who_were_apart_settle_each_difference(office, apart, mine):
    statement, _ = apart
    second = compared(office, statement)
    left = list(DIFFER)
    for words in sorted(DIFFER, key=lambda words: words == mine):
        second.approves(409)
        second.does("settle", words, code="mine" if words == mine else "theirs")
        left.remove(words)
        assert differing(second.page()) == left
    marks = {second.text[slice(*m.span)]: m for m in office.decided(statement).marks}
    roles = {i.id: i.role for i in office.decided(statement).analysis.identities}
    assert marks["Айгуль Сеитова"].applied is (mine == "Айгуль Сеитова")
    official = roles[marks["Данияр Оспанов"].finding.identity or ""] is Role.OFFICIAL
    assert official is (mine != "Данияр Оспанов")
    same = marks["Жанна"].finding.identity == marks["Ерлан Тлеуов"].finding.identity
    assert same is (mine != "Жанна")
    assert marks["Каскад"].finding.label is (Label.ORG if mine == "Каскад" else Label.PERSON)
    assert marks["Техсервис"].applied is (mine != "Техсервис")
    second.approves()
    if mine is None:
        (given,) = (a for a in approvals(office.store, statement) if a.compared)
        assert given.differences == len(DIFFER)
    else:
        # what is released is another: whoever approved it before looks again
        assert office.store.statement(statement).state is StatementState.CONFIRMING
        first = office.hand(statement, office.first_person)
        for words in re.findall(r'data-s="(\d+)" data-e="(\d+)"[^>]*data-state="rejected"', first.page()):
            first.does("reject", start=words[0], end=words[1])
        if mine == "Каскад":
            first.does("accept", "Каскад")  # as a firm more is read of it than of a person
        first.approves()
    assert office.store.statement(statement).state is StatementState.APPROVED
    masked_nowhere_readable(office, statement)
    assert office.whole()


def test_taking_mine_once_leaves_the_other_differences_to_settle(office, apart):
    statement, _ = apart
    second = compared(office, statement)
    second.does("settle", "Техсервис", code="mine")
    # it reopened the statement, and the rest differs still
    assert 'data-phase="compare"' in second.page()
    form = {"last": second.has()}
    assert office.post(second.client, f"/statement/{statement}/approve", form).status_code == 409
    assert "Айгуль Сеитова" not in (approved_text(office.store, statement, Audience.PUBLIC) or "")
    second.does("settle", "Айгуль Сеитова", code="mine")
    assert 'data-phase="compare"' in second.page()
