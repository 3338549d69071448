"""The page of a case: who may be one, a reviewer's word on it, and what linking makes of it."""

import re
from collections.abc import Callable

import pytest
from lxml import html
from sqlalchemy import text as sql

from models.findings import Analysis, Finding
from models.labels import Label, Language, Role
from models.rulings import Ruling
from models.statements import Draft, SourceKind
from models.users import Duty
from redact.identities import identify
from store.audit import audit
from store.cases import OpenedCase, open_case
from store.rotate import rotate_vault
from store.rulings import read_rulings
from store.store import Store
from store.users import open_vault
from store.vault import Vault
from store.withdrawals import Reason, withdraw

MARK = re.compile(r"\{([^{}]+)\}")
CASE = "Жаңаөзен <i>2011</i>"
TEXTS = (
    "Меня бил капитан {Канарейкин Ерлан}, <b>долго</b>. Рядом стояла {Сәуле Қанарбаева}.",
    "Капитан {Ерлан Канарейкин} бил и нас. Потом пришёл {Канарейкин Е.} с собакой.",
    "Капитан {Канарейкин}\x1b\u202e смеялся. {Қанарбаева С.} жылап отырды.",
)
Add = Callable[[str], str]


@pytest.fixture
def add(store: Store) -> Add:
    """Takes in a text in which {braces} mark who is named."""

    def take_in(marked: str, *, case: str = CASE) -> str:
        text, findings, at = "", [], 0
        for mark in MARK.finditer(marked):
            text += marked[at : mark.start()]
            findings.append(Finding(len(text), len(text) + len(mark[1]), Label.PERSON, 0.9, "test"))
            text, at = text + mark[1], mark.end()
        text += marked[at:]
        found, identities = identify(text, findings)
        analysis = Analysis(Language.RU, tuple(found), tuple(identities), (), ())
        draft = Draft(raw_text=text, source=SourceKind.TEXT)
        return store.add_statement(draft, analysis, redacted={}, regions=frozenset(), words=9, case=case)

    return take_in


@pytest.fixture
def ids(add: Add) -> list[str]:
    return [add(text) for text in TEXTS]


@pytest.fixture
def vault(store: Store, first_reviewer) -> Vault:
    return open_vault(store, first_reviewer.name, first_reviewer.passphrase)


@pytest.fixture
def case_id(store: Store, ids: list[str], vault: Vault) -> str:
    return open_case(store, CASE, vault).case_id


@pytest.fixture
def desk(client_of, post, ids, case_id):
    """A reviewer at the page of the case, which is linked."""
    return Desk(client_of(Duty.REVIEWER), post, f"/cases/{case_id}")


class Desk:
    """The page, and what can be pressed on it."""

    def __init__(self, client, post, url) -> None:
        self.client, self.post, self.url = client, post, url
        self.press("/link", {})

    @property
    def page(self):
        answer = self.client.get(self.url)
        assert answer.status_code == 200
        return html.fromstring(answer.text)

    def press(self, path, form, status=303):
        answer = self.post(self.client, self.url + path, form)
        assert answer.status_code == status
        return answer

    def form_of(self, heading, word):
        """The fields of the first form that has a button of this word under a heading with these words."""
        for item in self.page.xpath("//li[.//h3]"):
            if all(name in item.xpath("string(.//h3)") for name in heading):
                for form in item.xpath(f".//form[.//button[@value='{word}']]"):
                    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
                    return {**fields, "word": word}
        raise AssertionError(heading)

    def rule(self, *heading, word):
        return self.press("/rule", self.form_of(heading, word))

    @property
    def proposals(self):
        return [h.text_content() for h in self.page.xpath("//section[@id='proposals']//li/h3")]

    @property
    def people(self):
        return [
            [a.text_content() for a in item.xpath(".//li/a")]
            for item in self.page.xpath("//section[@id='people']/ul/li")
        ]


def in_case(store: Store, vault: Vault) -> OpenedCase:
    return open_case(store, CASE, vault)


def rulings(store: Store, case_id: str, vault: Vault) -> list[Ruling]:
    return [ruled.ruling for ruled in read_rulings(store, case_id, vault)]


def is_whole(store: Store) -> bool:
    with store.reading() as session:
        return audit(session).whole


def unsealed(store: Store) -> list[str]:
    query = sql("select subject from journal where action = 'statement_unsealed' order by sequence")
    with store.engine.connect() as connection:
        return list(connection.execute(query).scalars())


def test_a_case_that_was_never_linked_says_so_and_has_the_button(client_of, post, store, ids, case_id):
    client = client_of(Duty.REVIEWER)
    page = client.get(f"/cases/{case_id}").text
    assert "not linked" in page and f'action="/cases/{case_id}/link"' in page
    assert unsealed(store) == []
    answer = post(client, f"/cases/{case_id}/link", {})
    assert (answer.status_code, answer.location) == (303, f"/cases/{case_id}?done=linked")
    assert sorted(unsealed(store)) == sorted(ids)
    assert "The case is linked." in client.get(answer.location).text
    assert post(client, f"/cases/{case_id}/link", {}).location.endswith("done=same")


def test_the_page_names_who_may_be_one_and_where_they_stand(desk, ids):
    page = desk.page
    assert page.xpath("string(//h1)") == CASE
    assert [set(found) for found in desk.people] == [set(ids[:2])]
    first = page.xpath("//section[@id='proposals']//li")[0]
    words = " ".join(first.text_content().split())
    assert "Канарейкин" in words and "Меня бил капитан" in words
    assert {a.text_content() for a in first.xpath(".//a")} <= set(ids)
    scores = [float(chip) for chip in page.xpath("//p[@class='why']/span/text()")]
    assert scores == sorted(scores, reverse=True) and len(scores) == len(desk.proposals) >= 2


def test_what_a_statement_holds_is_shown_as_text_and_all_of_it_can_be_locked_away(desk):
    text = desk.client.get(desk.url).text
    assert "&lt;b&gt;долго" in text and "<b>долго" not in text and "<i>2011" not in text
    assert "\x1b" not in text and "\u202e" not in text and "\ufffd" in text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    page = html.fromstring(text)
    for private in page.xpath("//*[@class='private']"):
        private.getparent().remove(private)
    left = html.tostring(page, encoding="unicode")
    assert "анар" not in left and "Жаңаөзен" not in left


def test_only_the_records_of_the_page_are_opened_and_each_once_a_session(
    desk, store, add, case_id, vault, client_of, post
):
    for number in range(30):
        add(f"Слова. Свидетель {number}, {{Серик Тестов}}")
    add("{Марат Никемов}")
    desk.press("/link", {})
    before = len(unsealed(store))
    desk.client.get(desk.url)
    opened = unsealed(store)[before:]
    assert 0 < len(opened) == len(set(opened)) <= 12  # of 34: nobody is named from more than six
    desk.rule("Канарейкин", word="two")
    desk.client.get(desk.url)
    assert len(unsealed(store)) == before + len(opened)


def test_one_person_is_carried_out_when_the_case_is_linked_again(desk, store, ids, case_id, vault):
    before = desk.proposals
    answer = desk.rule("Қанарбаева", word="one")
    assert answer.location == f"/cases/{case_id}?done=one#proposals"
    assert "Link the case again" in desk.client.get(answer.location).text
    (ruling,) = rulings(store, case_id, vault)
    assert ruling.same and {ruling.one[0], ruling.other[0]} == {ids[0], ids[2]}
    assert [h for h in before if "Қанарбаева" not in h] == desk.proposals
    assert len(desk.people) == 1
    desk.press("/link", {})
    assert sorted(map(sorted, desk.people)) == sorted([sorted(ids[:2]), sorted([ids[0], ids[2]])])
    assert "not carried out" not in desk.client.get(desk.url).text
    assert is_whole(store)


def test_two_people_are_proposed_no_more_not_even_when_linked_again(desk, store, case_id, vault):
    desk.rule("Қанарбаева", word="two")
    assert not any("Қанарбаева" in heading for heading in desk.proposals)
    assert "not carried out" not in desk.client.get(desk.url).text
    desk.press("/link", {})
    assert not any("Қанарбаева" in heading for heading in desk.proposals)
    assert [ruling.same for ruling in rulings(store, case_id, vault)] == [False]


def test_a_slip_is_put_right_the_last_word_counts(desk, store, ids, case_id, vault):
    desk.rule("Қанарбаева", word="two")
    forms = desk.page.xpath("//section[@aria-labelledby='latest-title']//form")
    fields = {field.get("name"): field.get("value") for field in forms[0].xpath(".//input")}
    assert forms[0].xpath("string(.//button/@value)") == "one"
    desk.press("/rule", {**fields, "word": "one"})
    desk.press("/link", {})
    assert sorted([ids[0], ids[2]]) in [sorted(found) for found in desk.people]
    assert [ruling.same for ruling in rulings(store, case_id, vault)] == [False, True]


def test_two_that_a_slip_parted_in_several_statements_are_one_again(desk, add, ids, store, case_id, vault):
    more = [add("{Сәуле Қанарбаева} айтты"), add("{Қанарбаева С.} көрді.")]
    desk.press("/link", {})
    assert sorted([ids[0], more[0]]) in [sorted(found) for found in desk.people]
    desk.rule("Сәуле Қанарбаева", word="two")
    ruled = len(rulings(store, case_id, vault))
    assert ruled == 2  # of both statements of hers
    fields = desk.page.xpath("(//section[@aria-labelledby='latest-title']//form)[1]//input")
    desk.press("/rule", {**{field.get("name"): field.get("value") for field in fields}, "word": "one"})
    assert {r.same for r in rulings(store, case_id, vault)[ruled:]} == {True}
    desk.press("/link", {})
    assert any({ids[0], more[0]} < set(found) for found in desk.people)


def test_not_the_same_person_takes_a_statement_out(desk, store, ids, case_id, vault):
    field = desk.form_of(["Канарейкин"], "apart")
    assert field["one"].split()[0] in ids[:2]
    answer = desk.press("/rule", field)
    assert answer.location == f"/cases/{case_id}?done=apart#people"
    page = desk.client.get(answer.location).text
    assert "ruled: not the same person" in page and "Link the case again" in page
    desk.press("/link", {})
    assert desk.people == []
    index = in_case(store, vault).index
    assert index is not None and index.joined == 0
    assert not any("Ерлан · Ерлан" in h or h.count("Ерлан") == 2 for h in desk.proposals)


def test_words_that_fit_nothing_are_refused_and_nothing_is_stored(desk, store, ids, case_id, vault):
    one = desk.form_of(["Қанарбаева"], "one")
    joined = desk.form_of(["Канарейкин"], "apart")["one"]
    for form in (
        {},
        {"word": "fly", "one": one["one"], "other": one["other"]},
        {"word": "one", "one": one["one"]},
        {"word": "one", "one": one["one"], "other": one["one"]},
        {"word": "two", "one": one["one"], "other": f"{ids[0]} person-99"},
        {"word": "one", "one": "\x00 ' or 1=1", "other": one["other"]},
        {"word": "apart", "one": one["one"]},
        {"word": "two", "one": joined, "other": joined},
    ):
        desk.press("/rule", form, status=400)
    assert rulings(store, case_id, vault) == []


def test_a_page_too_far_is_the_last_one_and_cases_that_are_not_there_are_named(desk, client_of):
    assert desk.client.get(desk.url + "?page=999&people=zzz").status_code == 200
    for path in ("/cases/NOSUCHID00", "/cases/' or 1=1--", "/cases/" + "A" * 3000):
        assert client_of(Duty.REVIEWER).get(path).status_code == 404


def test_many_proposals_come_twenty_a_page_and_a_word_comes_back_to_its_page(desk, add):
    for number in range(12):
        add(f"{number}. {{Тестов}} и {{Пробин}}")
    desk.press("/link", {})
    assert len(desk.proposals) == 20
    desk.url += "?page=2"
    shown = desk.proposals
    fields = desk.page.xpath("(//section[@id='proposals']//form)[1]//input")
    form = {field.get("name"): field.get("value") for field in fields}
    desk.url = desk.url.removesuffix("?page=2")
    answer = desk.press("/rule", {**form, "word": "two"})
    assert "page=2" in answer.location and answer.location.endswith("#proposals")
    assert len(shown) and len(shown) <= 20


def test_a_withdrawal_takes_its_people_and_rulings_along(desk, store, ids, case_id, vault):
    desk.rule("Қанарбаева", word="one")
    desk.rule("Канарейкин", word="two")
    desk.press("/link", {})
    withdraw(store, ids[2], Reason.REQUEST)
    assert "not linked" in desk.client.get(desk.url).text
    desk.press("/link", {})
    assert "жылап" not in desk.client.get(desk.url).text
    assert all(ids[2] not in (r.one[0], r.other[0]) for r in rulings(store, case_id, vault))
    assert is_whole(store)


def test_a_vault_that_was_changed_asks_to_sign_in_again(desk, store, vault, client_of, case_id, post):
    desk.rule("Қанарбаева", word="one")
    rotate_vault(store, vault)
    assert is_whole(store)
    assert desk.client.get(desk.url).status_code == 401
    fresh = Desk(client_of(Duty.REVIEWER), post, desk.url)
    assert not any("Қанарбаева" in heading for heading in fresh.proposals)


def test_roles_and_reasons_are_in_the_language_of_the_page(desk, store, vault):
    index = in_case(store, vault).index
    assert index is not None and {person.role for person in index.people} >= {Role.OFFICIAL, Role.PROTECTED}
    text = desk.client.get(desk.url).text
    assert "official" in text and "a name agrees and an initial fits" in text


def test_the_list_of_cases_leads_to_the_page_and_to_the_queue(desk, case_id):
    page = html.fromstring(desk.client.get("/cases").text)
    assert {f"/cases/{case_id}", f"/queue?case={case_id}"} <= set(page.xpath("//table//a/@href"))
