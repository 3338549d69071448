"""Releases in the web app: asked for, made in a thread, decided on, handed out, fetched; what is left."""

import re
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from models.decisions import DecisionKind
from models.errors import AigaqError
from models.findings import Analysis, Finding, Identity
from models.labels import Audience, Label, Language, Role
from models.reviews import Risk
from models.statements import Consent, ConsentScope, Draft, SourceKind
from models.users import Duty
from redact.apply import redact_text
from review import languages, release_work
from review.app import create_app
from review.sessions import Sessions
from share.manifest import verify_bundle
from store.approvals import Approved, approve
from store.audit import audit
from store.claims import claim, release
from store.decisions import read_decisions
from store.journal import Done, entries
from store.queue import case_names
from store.release_requests import open_requests
from store.releases import held_by, releases, shelf
from store.store import Store
from store.users import open_vault
from store.withdrawals import Reason, withdraw

CASE = "Наурыз"
TEXT = "Меня зовут Айгерім Сатыбаева. Мой брат Ерасыл пропал в Актау."
LEAKY = "Соседа звали Ерасылом, он видел, как меня били."
PLAIN = "Я ничего не видела, только слышала крики за стеной."
ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
ROUTES = {
    "/releases": {"GET": {Duty.REVIEWER, Duty.OPERATOR}},
    "/releases/ask": {"POST": {Duty.OPERATOR}},
    "/releases/make": {"POST": {Duty.REVIEWER}},
    "/releases/making": {"GET": {Duty.REVIEWER}},
    "/releases/making/settle": {"POST": {Duty.REVIEWER}},
    "/releases/making/leave-out": {"POST": {Duty.REVIEWER}},
    "/releases/making/again": {"POST": {Duty.REVIEWER}},
    "/releases/making/hand-out": {"POST": {Duty.REVIEWER}},
    "/releases/making/give-up": {"POST": {Duty.REVIEWER}},
    "/releases/AAAAAAAAAA/bundle": {"GET": {Duty.REVIEWER, Duty.OPERATOR}},
}
Form = dict[str, list[str]]
Person = Any
Post = Callable[..., Any]
ClientOf = Callable[..., FlaskClient]


class Finder:
    """Stands for the scanner: finds given words, waits where it is held, and fails where it is told to."""

    def __init__(self) -> None:
        self.words = ""
        self.failures: tuple[str, ...] = ()
        self.error: Exception | None = None
        self.free = threading.Event()
        self.free.set()
        self.asked = threading.Event()

    def scan(self, text: str) -> Analysis:
        self.asked.set()
        assert self.free.wait(PATIENCE)
        if self.error is not None:
            raise self.error
        found = re.finditer(self.words, text) if self.words else ()
        findings = tuple(Finding(m.start(), m.end(), Label.PERSON, 0.9, "stub") for m in found)
        return Analysis(Language.RU, findings, (), (), (), self.failures)


@pytest.fixture
def finder(app: Flask) -> Iterator[Finder]:
    made = Finder()
    app.extensions["aigaq_last_scan"]._scanner = made
    yield made
    made.free.set()
    until(lambda: not [t for t in threading.enumerate() if "_run" in t.name], "a thread is still at work")


@pytest.fixture
def tell(store: Store, first_reviewer: Person, users: Mapping[Duty, Person]) -> Callable[..., str]:
    """Takes a statement in, with names that are masked in it, and has both reviewers approve it."""

    def add(text: str, *names: str, case: str = CASE, scope: ConsentScope = ConsentScope.PUBLIC) -> str:
        findings = tuple(
            Finding(m.start(), m.end(), Label.PERSON, 0.9, "hand", name)
            for name in names
            for m in re.finditer(name, text)
        )
        identities = tuple(Identity(n, Label.PERSON, Role.PROTECTED, at) for at, n in enumerate(names, 1))
        analysis = Analysis(Language.RU, findings, identities, (), ())
        risk = Risk(low=0, suspects=0, findings=0, identities=0, words=9, minor=False, sexual=False)
        draft = Draft(text, SourceKind.TEXT, consent=Consent(scope))
        options: dict[str, Any] = {"regions": frozenset(), "words": 9, "redacted": {}, "risk": risk}
        statement = store.add_statement(draft, analysis, case=case, **options)
        texts = {audience: redact_text(text, analysis, audience).text for audience in Audience}
        for person in (first_reviewer, users[Duty.REVIEWER]):
            approve(store, statement, Approved(0, texts, {}, {}), actor=person.id)
        return statement

    return add


@pytest.fixture
def told(tell: Callable[..., str]) -> str:
    """The case with one statement whose names are masked."""
    return tell(TEXT, "Айгерім Сатыбаева", "Ерасыл")


@pytest.fixture
def leaky(told: str, tell: Callable[..., str]) -> str:
    """The same, and one that shows a name of the first."""
    return tell(LEAKY)


class Making:
    """A reviewer who makes a release, as the pages let them."""

    def __init__(self, client: FlaskClient, post: Post, store: Store) -> None:
        self.client, self._post, self._store = client, post, store

    def make(self, **form: Any) -> Any:
        case = next(key for key, name in case_names(self._store).items() if name == CASE)
        return self.post("make", {"case": case, "audience": "public", "k": "1", "formats": "tables", **form})

    def post(self, what: str, form: Mapping[str, Any] | None = None) -> Any:
        where = f"/releases/{what}" if what in {"make", "ask"} else f"/releases/making/{what}"
        return self._post(self.client, where, form or {})

    def page(self) -> str:
        """The page once nothing runs."""
        until(lambda: "aria-busy" not in self.look(), "it runs on and on")
        return self.look()

    def look(self) -> str:
        answer = self.client.get("/releases/making")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        return str(answer.text)

    def forms(self, what: str) -> list[Form]:
        """The forms of the page for one purpose, with what stands in them."""
        tree = html.fromstring(self.page())
        return [
            {name: form.xpath(f"./input[@name='{name}']/@value") for name in form.xpath("./input/@name")}
            for form in tree.xpath(f"//form[@action='/releases/making/{what}']")
        ]

    def says(self) -> str:
        """All that can be read on the page."""
        return " ".join(" ".join(html.fromstring(self.page()).xpath("//main//text()")).split())


@pytest.fixture
def making(client_of: ClientOf, post: Post, store: Store, finder: Finder, first_reviewer: Person) -> Making:
    return Making(client_of(first_reviewer), post, store)


@pytest.fixture
def other(client_of: ClientOf, post: Post, store: Store, finder: Finder) -> Making:
    """The second reviewer."""
    return Making(client_of(Duty.REVIEWER), post, store)


def until(holds: Callable[[], object], else_: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, else_
        time.sleep(0.01)


def in_the_making(store: Store) -> list[Path]:
    """The private folders on the disk."""
    return list(shelf(store).glob(".aigaq-release-*"))


def settled(store: Store, person: Person, statement: str, text: str) -> list[str]:
    """The words that were said to may stay in a statement."""
    decisions = read_decisions(store, statement, open_vault(store, person.name, person.passphrase))
    assert {d.choice.kind for d in decisions} <= {DecisionKind.DISMISS}
    return [text[a:b] for decision in decisions for a, b in decision.choice.spans]


# who may see what


@pytest.mark.parametrize("duty", list(Duty))
def test_each_duty_sees_its_own(client_of: ClientOf, post: Post, duty: Duty) -> None:
    client = client_of(duty)
    for path, methods in ROUTES.items():
        for method, duties in methods.items():
            answer = client.get(path) if method == "GET" else post(client, path)
            assert (answer.status_code != 403) is (duty in duties), path
            assert answer.headers["Cache-Control"] == "no-store"
    link = 'href="/releases"'
    assert (link in client.get("/no-such-page").text) is (duty in {Duty.REVIEWER, Duty.OPERATOR})


def test_every_route_is_tried(app: Flask) -> None:
    rules = {str(rule) for rule in app.url_map.iter_rules() if rule.endpoint.startswith("releases.")}
    assert rules == {path.replace("AAAAAAAAAA", "<release_id>") for path in ROUTES}


def test_nobody_signed_in_sees_nothing(app: Flask, post: Post) -> None:
    for path, methods in ROUTES.items():
        for method in methods:
            answer = app.test_client().get(path) if method == "GET" else post(app.test_client(), path)
            assert answer.status_code == (302 if method == "GET" else 401), path
            assert app.test_client().post(path).status_code in {400, 401, 405}


def test_a_form_without_a_token_does_nothing(making: Making, told: str, store: Store) -> None:
    assert making.client.post("/releases/make", data={"case": "x", "audience": "public"}).status_code == 400
    assert making.client.get("/releases/making").location == "/releases"


# asking


def test_what_is_asked_for_is_prepared_and_answered(
    making: Making, client_of: ClientOf, post: Post, store: Store, told: str
) -> None:
    operator = client_of(Duty.OPERATOR)
    case = next(iter(case_names(store)))
    form = {"case": case, "audience": "partner", "recipient": "  Made-up   Legal\u202e Aid "}
    answer = post(operator, "/releases/ask", form)
    assert (answer.status_code, answer.location) == (303, "/releases?done=asked")
    assert "you wait for it" in operator.get(answer.location).text
    [asked] = open_requests(store)
    assert (asked.case, asked.audience, asked.recipient, asked.by) == (
        CASE, Audience.PARTNER, "Made-up Legal Aid", "Omar"
    )  # fmt: skip
    page = html.fromstring(making.client.get("/releases").text)
    assert "Made-up Legal Aid" in page.xpath("string(//ul[@class='asked'])")
    [prepare] = page.xpath("//ul[@class='asked']//form")
    assert prepare.get("action") == "/releases/make"
    assert not html.fromstring(operator.get("/releases").text).xpath("//ul[@class='asked']//form")
    values = {name: prepare.xpath(f"./input[@name='{name}']/@value")[0] for name in prepare.fields}
    assert making.post("make", values).location == "/releases/making"
    assert "Made-up Legal Aid" in making.says()
    assert len(open_requests(store)) == 1  # it is prepared, and not handed out
    assert making.post("hand-out", making.forms("hand-out")[0]).status_code == 303
    assert open_requests(store) == []
    [listed] = releases(store)
    assert listed.release.recipient == "Made-up Legal Aid"
    with store.reading() as session:
        assert [e.action for e in entries(session) if e.subject == asked.id] == [Done.RELEASE_ASKED]


def test_a_request_is_answered_by_what_it_asks_for(
    making: Making, client_of: ClientOf, post: Post, store: Store, told: str
) -> None:
    case = next(iter(case_names(store)))
    post(client_of(Duty.OPERATOR), "/releases/ask", {"case": case, "audience": "internal"})
    [asked] = open_requests(store)
    making.make(request=asked.id)  # for the public
    assert making.post("hand-out", making.forms("hand-out")[0]).status_code == 303
    assert open_requests(store) == [asked]


@pytest.mark.parametrize("what", ["ask", "make"])
def test_what_cannot_be_released_is_refused(
    making: Making, client_of: ClientOf, post: Post, store: Store, told: str, what: str
) -> None:
    client = making.client if what == "make" else client_of(Duty.OPERATOR)
    for form, status, sentence in (
        ({"case": "AAAAAAAAAA"}, 404, "no case of this name"),
        ({"case": ""}, 404, "no case of this name"),
        ({"audience": "everyone"}, 400, "did not understand"),
        ({"audience": ""}, 400, "did not understand"),
        ({"audience": "partner"}, 400, "somebody must be named"),
        ({"audience": "legal", "recipient": " \u200b \x00 "}, 400, "somebody must be named"),
    ):
        whole = {"case": next(iter(case_names(store))), "audience": "public", **form}
        answer = post(client, f"/releases/{what}", whole)
        assert answer.status_code == status, form
        assert sentence in answer.text
        assert open_requests(store) == []
        if what == "make":
            assert making.client.get("/releases/making").status_code == 303


def test_never_fewer_share_a_combination_than_was_asked(making: Making, told: str) -> None:
    for k in ("0", "1001", "-1", "five", "9" * 5000, "²"):
        assert making.make(k=k).status_code == 400, k
        assert making.client.get("/releases/making").status_code == 303


def test_how_many_share_a_combination(making: Making, told: str) -> None:
    for k, asked in (("", "5"), ("7", "7"), (" 3 ", "3")):
        making.make(k=k)
        assert f"share each combination of facts {asked} " in making.says()
        assert "No statement of this case may go" in making.says()  # one alone shares nothing with others
        assert making.forms("hand-out") == []


# making


def test_it_runs_beside_the_pages(making: Making, finder: Finder, leaky: str) -> None:
    finder.free.clear()
    assert making.make().location == "/releases/making"
    assert finder.asked.wait(PATIENCE)
    page = making.look()
    assert 'hx-get="/releases/making"' in page
    assert len(html.fromstring(page).xpath("//ol[@class='steps']/li[@aria-current='step']")) == 1
    assert "Looking for combinations" not in page  # nobody asked for that
    part = making.client.get("/releases/making", headers={"HX-Request": "true"})
    assert part.text.strip().startswith('<div id="release-state"')
    assert "<html" not in part.text
    assert making.client.get("/queue").status_code == 200
    assert "A release is in the making." in making.client.get("/releases").text
    finder.free.set()
    assert "hx-get" not in making.page()


def test_a_page_asks_on_until_there_is_none(making: Making, finder: Finder, told: str) -> None:
    finder.free.clear()
    making.make()
    making.post("give-up")
    answer = making.client.get("/releases/making", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"], answer.text) == (200, "/releases", "")
    assert making.client.get("/releases/making").location == "/releases"


def test_whatever_moment_a_page_is_asked_at(making: Making, leaky: str) -> None:
    making.make(formats=["tables", "sqlite"])
    for _ in range(3):
        deadline = time.monotonic() + PATIENCE
        while "aria-busy" in making.look():
            assert time.monotonic() < deadline
        making.post("again")
    assert making.forms("settle")


def test_what_the_gate_found_is_shown_with_what_stands_around(
    making: Making, leaky: str, told: str, store: Store
) -> None:
    making.make()
    says = making.says()
    assert "The gate found something that must not leave." in says
    assert "Соседа звали <mark>Ерасылом</mark>, он видел" in making.page()
    assert "hidden in another statement" in says
    assert f"hidden in {told}" in says
    page = making.page()
    assert "<mark>Ерасылом</mark>" in page
    assert "Сатыбаев" not in page
    assert f"/statement/{leaky}" in page
    assert making.forms("hand-out") == []
    assert making.post("hand-out", {"run": "1"}).status_code == 409
    assert releases(store) == []
    assert in_the_making(store) == []  # what is blocked is not kept


def test_nothing_that_is_hidden_is_shown(making: Making, finder: Finder, told: str) -> None:
    # what the pass finds again in a bundle, it finds beside the masks
    finder.words = "пропал в"
    making.make()
    page = making.page()
    assert "<mark>пропал в</mark>" in page
    assert "[Лицо " in page
    for name in ("Айгерім", "Сатыбаева", "Ерасыл"):
        assert name not in page


def test_words_of_a_statement_are_text_on_the_page(
    making: Making, told: str, tell: Callable[..., str]
) -> None:
    tell("<script>alert(1)</script> Ерасыл\u202e <b>пришёл</b>.")
    making.make()
    page = making.page()
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>Ерасыл" in page


# deciding


def test_settling_decides_on_what_was_shown(
    making: Making, leaky: str, told: str, store: Store, first_reviewer: Person
) -> None:
    making.make()
    [form] = making.forms("settle")
    answer = making.post("settle", form)
    assert (answer.status_code, answer.location) == (303, f"/releases/making#g{form['group'][0]}")
    assert settled(store, first_reviewer, leaky, LEAKY) == ["Ерасылом"]
    assert settled(store, first_reviewer, told, TEXT) == []
    assert making.forms("settle") == []
    assert "Everything is decided." in making.says()
    assert making.post("again").location == "/releases/making"
    assert "The bundle may go: 2 statements." in making.says()


def test_never_more_is_settled_than_was_shown(
    making: Making, told: str, tell: Callable[..., str], store: Store, first_reviewer: Person
) -> None:
    text = " ".join(f"Ерасыл сказал {n}." for n in range(15))
    many = tell(text)
    making.make()
    [form] = making.forms("settle")
    shown = len(form["place"])
    assert 0 < shown < 15
    assert f"and {15 - shown} more" in making.says()
    unseen = {**form, "place": [str(max(map(int, form["place"])) + 1)]}
    assert making.post("settle", unseen).status_code == 400
    assert making.post("settle", {**form, "place": form["place"] + unseen["place"]}).status_code == 400
    assert settled(store, first_reviewer, many, text) == []
    assert making.post("settle", form).status_code == 303
    assert making.post("settle", form).status_code == 303  # a second click decides nothing more
    assert len(settled(store, first_reviewer, many, text)) == shown
    [rest] = making.forms("settle")
    assert len(rest["place"]) == 15 - shown
    making.post("settle", rest)
    assert len(settled(store, first_reviewer, many, text)) == 15
    making.post("again")
    assert making.forms("hand-out")


def test_a_forged_form_settles_nothing(
    making: Making, leaky: str, store: Store, first_reviewer: Person
) -> None:
    making.make()
    [form] = making.forms("settle")
    places = (["999999"], [], ["-1"], ["x"], ["9" * 5000])
    changes = [{"place": place} for place in places] + [{"run": ["2"]}, {"run": [""]}, {"group": ["x"]}]
    for change in changes:
        assert making.post("settle", {**form, **change}).status_code == 400, change
    assert settled(store, first_reviewer, leaky, LEAKY) == []


def test_a_page_of_an_earlier_try_settles_nothing(
    making: Making, leaky: str, tell: Callable[..., str], store: Store, first_reviewer: Person
) -> None:
    making.make()
    [form] = making.forms("settle")
    out = making.forms("leave-out")[0]
    making.post("again")
    making.page()
    for what, old in (("settle", form), ("leave-out", out)):
        answer = making.post(what, old)
        assert answer.status_code == 400
        assert "Load the page again" in answer.text
    assert settled(store, first_reviewer, leaky, LEAKY) == []


def test_leaving_out(making: Making, leaky: str, told: str, store: Store) -> None:
    making.make()
    [form] = making.forms("leave-out")
    assert form["statement"] == [leaky]
    assert making.post("leave-out", {**form, "statement": ["AAAAAAAAAA"]}).status_code == 404
    assert making.post("leave-out", form).status_code == 303
    assert making.forms("leave-out") == []
    making.post("again")
    says = making.says()
    assert "The bundle may go: 1 statements." in says
    assert f"left out as you asked 1 {leaky}" in says
    # the bundle was made by now: nothing more can be left out of it
    assert making.post("leave-out", {**form, "statement": [told], "run": ["2"]}).status_code == 400
    making.post("hand-out", making.forms("hand-out")[0])
    [listed] = releases(store)
    assert [held.statement_id for held in held_by(store, listed.release.id)] == [told]


def test_what_somebody_else_is_at_work_on_waits(
    making: Making, leaky: str, store: Store, first_reviewer: Person, users: Mapping[Duty, Person]
) -> None:
    claim(store, leaky, users[Duty.REVIEWER].id)
    making.make()
    [form] = making.forms("settle")
    answer = making.post("settle", form)
    assert answer.status_code == 409
    assert "Another reviewer is at work" in answer.text
    assert settled(store, first_reviewer, leaky, LEAKY) == []
    release(store, users[Duty.REVIEWER].id)
    assert making.post("settle", form).status_code == 303
    # and nobody waits for whoever settled something
    assert claim(store, leaky, users[Duty.REVIEWER].id) is None


def test_sixty_groups_and_more(making: Making, tell: Callable[..., str]) -> None:
    names = [
        f"{a}{b}ымбаев" for a in ("Кас", "Мар", "Тул", "Бек", "Жан", "Сап", "Нур", "Ора") for b in "абвгдежз"
    ]
    tell(". ".join(names), *names)
    tell(". ".join(f"Там был {name}" for name in names))
    making.make()
    tree = html.fromstring(making.page())
    assert len(tree.xpath("//ol[@class='found']/li")) == 60
    assert "and 4 more" in making.says()
    [first, *_] = making.forms("settle")
    making.post("settle", first)
    tree = html.fromstring(making.page())
    assert len(tree.xpath("//ol[@class='found']/li")) == 61  # the next one comes up
    assert len(tree.xpath("//ol[@class='found']/li[contains(@class, 'settled')]")) == 1
    while forms := making.forms("settle"):
        assert {making.post("settle", form).status_code for form in forms} == {303}
    assert "Everything is decided." in making.says()


# handing out


def test_it_is_recorded_and_can_be_fetched(
    making: Making, client_of: ClientOf, store: Store, told: str, tmp_path: Path
) -> None:
    making.make(formats=["tables", "sqlite"])
    [form] = making.forms("hand-out")
    [private] = in_the_making(store)
    assert private.stat().st_mode & 0o777 == 0o700
    assert not list(private.rglob("manifest.sig"))
    answer = making.post("hand-out", form)
    [listed] = releases(store)
    made = listed.release.id
    assert (answer.status_code, answer.location) == (303, f"/releases?done=handed_out&release={made}")
    assert making.client.get(answer.location).text.count(f'href="/releases/{made}/bundle"') == 2
    assert "/bundle" not in making.client.get("/releases?done=handed_out&release=x").text.split("<table")[0]
    assert (listed.case, listed.by, listed.release.formats) == (CASE, "Сәуле", ("sqlite", "tables"))
    assert [path.name for path in shelf(store).iterdir()] == [f"{made}.zip"]
    assert shelf(store).stat().st_mode & 0o777 == 0o700
    assert (shelf(store) / f"{made}.zip").stat().st_mode & 0o777 == 0o600
    for client in (making.client, client_of(Duty.OPERATOR)):
        page = client.get("/releases").text
        assert f'href="/releases/{made}/bundle"' in page
        fetched = client.get(f"/releases/{made}/bundle")
        assert fetched.headers["Cache-Control"] == "no-store"
        assert fetched.headers["Content-Disposition"] == f"attachment; filename={made}.zip"
        assert fetched.data == (shelf(store) / f"{made}.zip").read_bytes()
    with zipfile.ZipFile(BytesIO(fetched.data)) as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {made}
        archive.extractall(tmp_path / "out")
    verified = verify_bundle(tmp_path / "out" / made)
    assert verified.content["release"] == made
    line = (tmp_path / "out" / made / "tables" / "statements.jsonl").read_text("utf-8")
    assert "[Лицо " in line
    assert "Сатыбаева" not in line
    # it is out of the reviewer's hands
    assert making.client.get("/releases/making").location == "/releases"
    assert making.post("hand-out", form).status_code == 404
    with store.reading() as session:
        assert audit(session).whole
        assert [e.subject for e in entries(session) if e.action == Done.RELEASED] == [made]


def test_what_is_not_on_the_shelf_is_not_fetched(making: Making, told: str, store: Store) -> None:
    making.make()
    making.post("hand-out", making.forms("hand-out")[0])
    [listed] = releases(store)
    (shelf(store) / f"{listed.release.id}.zip").unlink()
    for address in (listed.release.id, "AAAAAAAAAA", "..%2f..%2fstore.db", "%2e%2e", "x" * 300):
        answer = making.client.get(f"/releases/{address}/bundle")
        assert answer.status_code == 404, address
    assert "not here" in making.client.get("/releases").text


@pytest.mark.parametrize("when", ["withdrawn", "gone out"])
def test_what_changed_meanwhile_is_made_anew(
    making: Making, other: Making, told: str, tell: Callable[..., str], store: Store, when: str
) -> None:
    stays = tell(PLAIN)
    making.make()
    [form] = making.forms("hand-out")
    if when == "withdrawn":
        withdraw(store, told, Reason.SAFETY)
    else:
        other.make()
        other.post("hand-out", other.forms("hand-out")[0])
    before = len(releases(store))
    answer = making.post("hand-out", form)
    assert answer.status_code == 409
    assert "tried again" in answer.text
    assert len(releases(store)) == before
    [again] = making.forms("hand-out")
    assert again["run"] != form["run"]
    # whoever clicks on the old page hands out nothing that was not looked at
    assert making.post("hand-out", form).status_code == 409
    assert making.post("hand-out", again).status_code == 303
    held = {held.statement_id for held in held_by(store, releases(store)[-1].release.id)}
    assert held == ({stays} if when == "withdrawn" else {stays, told})


def test_what_is_withdrawn_while_it_is_packed_is_not_on_the_shelf(
    making: Making, told: str, tell: Callable[..., str], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays, pack = tell(PLAIN), release_work.pack

    def slowly(folder: Path, target: Path) -> None:
        withdraw(store, told, Reason.SAFETY)
        pack(folder, target)

    making.make()
    [form] = making.forms("hand-out")
    monkeypatch.setattr(release_work, "pack", slowly)
    assert making.post("hand-out", form).status_code == 409
    assert list(shelf(store).glob("*.zip")) == []
    monkeypatch.setattr(release_work, "pack", pack)
    assert making.post("hand-out", making.forms("hand-out")[0]).status_code == 303
    [path] = shelf(store).glob("*.zip")
    assert [held.statement_id for held in held_by(store, path.stem)] == [stays]


def test_a_full_disk_loses_nothing(
    making: Making, told: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = release_work.pack

    def full(folder: Path, target: Path) -> None:
        target.with_name(f".aigaq-release-{target.name}-0123").write_bytes(b"PK")
        raise AigaqError("unwritable")

    making.make()
    [form] = making.forms("hand-out")
    monkeypatch.setattr(release_work, "pack", full)
    answer = making.post("hand-out", form)
    assert answer.status_code == 400
    assert "the disk is full" in answer.text
    assert [path.suffix for path in shelf(store).iterdir() if path.is_file()] == []
    monkeypatch.setattr(release_work, "pack", pack)
    assert making.post("hand-out", form).status_code == 303
    assert len(releases(store)) == 1
    assert [path.suffix for path in shelf(store).iterdir()] == [".zip"]


def test_a_folder_that_somebody_removed_is_not_handed_out(making: Making, told: str, store: Store) -> None:
    making.make()
    [form] = making.forms("hand-out")
    [private] = in_the_making(store)
    private.rename(private.with_name("elsewhere"))
    assert making.post("hand-out", form).status_code == 400
    assert releases(store) == []
    assert "cannot be written to" in making.says()
    making.post("again")
    assert making.forms("hand-out")


# what is left over


def ends(how: str, making: Making, post: Post, app: Flask, first_reviewer: Person) -> None:
    sessions: Sessions = app.extensions["aigaq_sessions"]
    if how == "given up":
        assert making.post("give-up").location == "/releases"
    elif how == "signed out":
        assert post(making.client, "/sign-out").status_code == 302
    elif how == "disabled":
        sessions.end_all_of(first_reviewer.id)
    else:
        later = time.monotonic() + sessions.idle + 1
        sessions._clock = lambda: later
        sessions.find("the token of somebody else")


@pytest.mark.parametrize("state", ["running", "ready"])
@pytest.mark.parametrize("how", ["given up", "signed out", "disabled", "idle"])
def test_the_private_folder_goes_with_the_session(
    making: Making,
    finder: Finder,
    post: Post,
    app: Flask,
    store: Store,
    told: str,
    first_reviewer: Person,
    state: str,
    how: str,
) -> None:
    if state == "running":
        finder.free.clear()
    making.make()
    if state == "running":
        assert finder.asked.wait(PATIENCE)
    else:
        assert making.forms("hand-out")
    assert len(in_the_making(store)) == 1
    ends(how, making, post, app, first_reviewer)
    finder.free.set()
    until(lambda: in_the_making(store) == [], "the folder is still there")
    assert releases(store) == []


def test_a_session_that_ends_lets_go_of_the_texts(
    making: Making, app: Flask, told: str, first_reviewer: Person
) -> None:
    making.make()
    making.page()
    [session] = app.extensions["aigaq_sessions"]._by_token.values()
    work = session.kept["release"]
    app.extensions["aigaq_sessions"].end_all_of(first_reviewer.id)
    assert work.now.done is None
    assert work._scan.seen == {}
    work.start()  # nothing begins after the end
    assert work.now.error == "interrupted"
    with pytest.raises(AigaqError, match="release_blocked"):
        work.hand_out()


def test_what_a_killed_server_left_goes_when_the_next_one_starts(
    making: Making, store: Store, told: str
) -> None:
    making.make()
    making.post("hand-out", making.forms("hand-out")[0])
    [finished] = shelf(store).iterdir()
    left = shelf(store) / ".aigaq-release-next-AAAAAAAAAA-01234567"
    (left / "bundle").mkdir(parents=True)
    (left / "bundle" / "README.txt").write_text("x")
    (shelf(store) / f".aigaq-release-{finished.name}-01234567").write_bytes(b"PK")
    create_app(store)
    assert list(shelf(store).iterdir()) == [finished]


def test_two_reviewers_do_not_disturb_each_other(
    making: Making, other: Making, told: str, tell: Callable[..., str], store: Store
) -> None:
    tell(PLAIN)
    making.make()
    other.make(audience="internal")
    [mine], [theirs] = making.forms("hand-out"), other.forms("hand-out")
    assert len(in_the_making(store)) == 2
    other.post("give-up")
    assert len(in_the_making(store)) == 1
    assert making.post("hand-out", mine).status_code == 303
    assert other.post("hand-out", theirs).status_code == 404
    assert [listed.by for listed in releases(store)] == ["Сәуле"]


def test_one_reviewer_in_two_browsers(
    making: Making, client_of: ClientOf, post: Post, store: Store, told: str, first_reviewer: Person
) -> None:
    again = Making(client_of(first_reviewer), post, store)
    making.make()
    [form] = making.forms("hand-out")
    again.make(audience="internal")
    [other] = again.forms("hand-out")
    assert making.post("hand-out", form).status_code == 303
    assert again.post("hand-out", other).status_code in {303, 409}
    assert len(list(shelf(store).glob("*.zip"))) == len(releases(store))


def test_a_second_one_takes_the_place_of_the_first(
    making: Making, finder: Finder, told: str, store: Store
) -> None:
    finder.free.clear()
    making.make()
    assert finder.asked.wait(PATIENCE)
    making.make(audience="internal")
    finder.free.set()
    assert "internal" in making.says()
    until(lambda: len(in_the_making(store)) == 1, "the first one's folder is still there")
    assert making.post("hand-out", making.forms("hand-out")[0]).status_code == 303
    assert [listed.release.audience for listed in releases(store)] == [Audience.INTERNAL]


def test_trying_again_while_it_runs_changes_nothing(making: Making, finder: Finder, told: str) -> None:
    finder.free.clear()
    making.make()
    assert finder.asked.wait(PATIENCE)
    for _ in range(3):
        assert making.post("again").status_code == 303
    finder.free.set()
    assert making.forms("hand-out")[0]["run"] == ["1"]


# errors


@pytest.mark.parametrize("code", ["internal", "scan_failed"])
def test_an_error_shows_its_code_and_no_text(
    making: Making, finder: Finder, post: Post, told: str, code: str
) -> None:
    finder.error = RuntimeError(TEXT) if code == "internal" else None
    finder.failures = ("phones",)
    making.make()
    for language in languages.LANGUAGES:
        post(making.client, "/language", {"language": language, "next": "/"})
        page = making.page()
        assert f"<code>{code}</code>" in page
        assert ("report the code" in page) is (language == "en")
        for word in ("Айгерім", "RuntimeError", "Traceback", "phones"):
            assert word not in page
    finder.error, finder.failures = None, ()
    making.post("again")
    assert making.forms("hand-out")


def test_a_locked_vault_is_said(making: Making, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise AigaqError("reviewer_locked")

    monkeypatch.setattr(release_work, "prepare", locked)
    making.make()
    assert "Sign out and in again" in making.says()


def test_every_error_has_words_in_the_app() -> None:
    code = re.compile(r'AigaqError\(\s*"(\w+)"')
    sources = (
        "review/pages/releases.py", "review/release_work.py", "share/releasing.py", "share/gate/check.py",
        "share/bundle.py", "store/release_requests.py", "store/releases.py", "store/cases.py",
        "store/decisions.py", "store/claims.py", "store/vault.py",
    )  # fmt: skip
    raised = {found for path in sources for found in code.findall((ROOT / path).read_text("utf-8"))}
    # what only the command line can run into: a folder that somebody named, a vault that nobody opened
    elsewhere = {"place_taken", "reviewer_needed", "bad_identity", "bad_recipient"}
    assert {"release_blocked", "unwritable", "claimed"} <= raised
    assert raised - elsewhere <= set(languages.ERRORS)


# addresses


def test_addresses_carry_no_names(making: Making, leaky: str) -> None:
    answers = [making.make(recipient="Made-up Legal Aid")]
    answers += [making.post(what, making.forms(what)[0]) for what in ("settle",)]
    answers.append(making.post("again"))
    pages = [making.page(), making.client.get("/releases").text]
    addresses = [answer.location for answer in answers]
    for page in pages:
        addresses += html.fromstring(page).xpath("//@href | //@action | //@src | //@hx-get")
    for address in addresses:
        assert re.fullmatch(r"[\x20-\x7e]+", address)
        assert "Made" not in address
        assert "%" not in address
