"""What holds for every page: who may see it, what it may load, and what a bad request gets."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from models.findings import Analysis, Finding, Identity, Suspect
from models.labels import Audience, Label, Language, Role
from models.statements import Consent, ConsentScope, Draft, SourceKind
from models.users import Duty
from redact.risk import risk_of
from review.access import OPEN, duties_of
from review.app import POLICY, create_app
from store.audit import audit
from store.decisions import read_decisions
from store.users import disable_user, open_vault

CANARY = "Қанарейбек"
TEXT = f"{CANARY} сказал: <script>alert(1)</script> и ушёл. Каскад."
REVIEWER_ROUTES = (
    ("GET", "/statement/{id}"), ("GET", "/statement/{id}/parts"), ("POST", "/statement/{id}/places"),
    ("GET", "/statement/{id}/approval"), ("POST", "/statement/{id}/decide"),
    ("POST", "/statement/{id}/approve"),
    ("POST", "/statement/{id}/decline"), ("POST", "/statement/{id}/back"), ("POST", "/statement/{id}/leave"),
    ("GET", "/cases"), ("GET", "/search"),
    ("POST", "/search"), ("GET", "/cases/{id}"), ("POST", "/cases/{id}/link"), ("POST", "/cases/{id}/rule"),
)  # fmt: skip


@pytest.fixture
def statement(store) -> str:
    analysis = Analysis(
        Language.RU,
        (Finding(0, len(CANARY), Label.PERSON, 0.9, "test", "person-1"),),
        (Identity("person-1", Label.PERSON, Role.PROTECTED, 1),),
        (Suspect(TEXT.index("Каскад"), TEXT.index("Каскад") + 6, "capital", 0.4),),
        (),
    )
    return store.add_statement(
        Draft(raw_text=TEXT, source=SourceKind.TEXT, consent=Consent(ConsentScope.PUBLIC)),
        analysis,
        redacted={Audience.PUBLIC: ""},
        regions=frozenset(),
        words=6,
        risk=risk_of(TEXT, analysis),
    )


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule.endpoint, method


def test_every_route_says_who_may_see_it(app):
    silent = [e for e, _ in routes(app) if e not in OPEN and not duties_of(app.view_functions[e])]
    assert silent == []


def test_only_reviewers_reach_texts(app):
    of_texts = {
        e
        for e, _ in routes(app)
        if e.split(".")[0] in {"statement", "deciding", "approving", "search", "case"}
    }
    assert len(of_texts) >= 9
    for endpoint in of_texts:
        assert duties_of(app.view_functions[endpoint]) == {Duty.REVIEWER}, endpoint


@pytest.mark.parametrize("duty", [Duty.FIELD, Duty.OPERATOR, Duty.AUDITOR])
@pytest.mark.parametrize(("method", "path"), REVIEWER_ROUTES)
def test_other_duties_are_refused_by_address(client_of, post, statement, duty, method, path):
    client, path = client_of(duty), path.format(id=statement)
    answer = client.get(path) if method == "GET" else post(client, path, {"action": "accept"})
    assert answer.status_code == 403
    assert CANARY not in answer.text


@pytest.mark.parametrize(("method", "path"), REVIEWER_ROUTES)
def test_nobody_signed_in_sees_the_door(app, statement, method, path):
    client, path = app.test_client(), path.format(id=statement)
    if method == "GET":
        answer = client.get(path)
        assert answer.status_code == 302 and answer.location.startswith("/sign-in?next=")
    else:
        assert client.post(path).status_code in {400, 401}


def test_a_form_without_its_token_is_refused(app, client_of, statement):
    client = client_of(Duty.REVIEWER)
    values = {"statement_id": statement, "case_id": statement}
    for endpoint, method in routes(app):
        # phones have no cookie that a foreign page could use: they are asked for a card or a token instead
        if method == "POST" and not endpoint.startswith("submit."):
            with app.test_request_context():
                path = app.url_map.bind("localhost").build(endpoint, values, "POST")
            assert client.post(path, data={"action": "accept"}).status_code == 400, endpoint


def test_the_headers_of_every_answer(app, client_of, statement):
    client = client_of(Duty.REVIEWER)
    for path in ("/queue", f"/statement/{statement}", "/no-such-page", "/static/app.css"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        if not path.startswith("/static"):
            assert headers["Cache-Control"] == "no-store"
    assert "unsafe" not in POLICY


def test_no_page_has_script_or_style_in_it(client_of, statement):
    page = client_of(Duty.REVIEWER).get(f"/statement/{statement}").text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_cookie(app, store, users):
    client = app.test_client()
    answer = client.get("/sign-in")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    secure = create_app(store, secure=True).test_client().get("/sign-in", base_url="https://localhost")
    assert "Secure" in secure.headers["Set-Cookie"] and "__Host-" in secure.headers["Set-Cookie"]


def test_another_host_name_is_refused(store):
    client = create_app(store, hosts=("127.0.0.1:8765", "[::1]:8765")).test_client()
    assert client.get("/sign-in", headers={"Host": "127.0.0.1:8765"}).status_code == 200
    assert client.get("/sign-in", headers={"Host": "[::1]:8765"}).status_code == 200
    for host in ("evil.example", "127.0.0.1", "127.0.0.1:8766", "127.0.0.1:8765.evil.example"):
        assert client.get("/sign-in", headers={"Host": host}).status_code == 400


def token_of(client):
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)[1]


def test_a_wrong_name_and_a_wrong_passphrase_are_answered_alike(app, users):
    answers = []
    for name in (users[Duty.REVIEWER].name, "Nobody at all"):
        client = app.test_client()
        form = {"csrf_token": token_of(client), "name": name, "passphrase": "wrong words here"}
        answer = client.post("/sign-in", data=form)
        assert answer.status_code == 401
        text = answer.text.replace(name, "NAME")
        answers.append(re.sub(r'value="[^"]{20,}"', "", text))
    assert answers[0] == answers[1]


def test_passphrases_cannot_be_tried_for_ever(app, users):
    client = app.test_client()
    person = users[Duty.REVIEWER]
    codes = []
    for _ in range(10):
        form = {"csrf_token": token_of(client), "name": person.name, "passphrase": "wrong words here"}
        codes.append(client.post("/sign-in", data=form).status_code)
    assert codes[0] == 401 and codes[-1] == 429
    form = {"csrf_token": token_of(client), "name": person.name, "passphrase": person.passphrase}
    assert client.post("/sign-in", data=form).status_code == 429  # the right one waits too


def test_signing_in_goes_on_here_and_nowhere_else(app, users):
    for onward in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        client = app.test_client()
        person = users[Duty.REVIEWER]
        form = {
            "csrf_token": token_of(client), "name": person.name,
            "passphrase": person.passphrase, "next": onward,
        }  # fmt: skip
        assert client.post("/sign-in", data=form).location == "/"


def test_a_token_from_before_signing_in_holds_no_more(app, users):
    client = app.test_client()
    person = users[Duty.REVIEWER]
    before = token_of(client)
    client.post("/sign-in", data={"csrf_token": before, "name": person.name, "passphrase": person.passphrase})
    assert client.post("/sign-out", data={"csrf_token": before}).status_code == 400


def test_a_session_ends_when_idle(store, users):
    app = create_app(store, idle=0.0)
    client = app.test_client()
    person = users[Duty.REVIEWER]
    form = {"csrf_token": token_of(client), "name": person.name, "passphrase": person.passphrase}
    client.post("/sign-in", data=form)
    assert client.get("/queue").status_code == 302
    assert client.get("/alive").status_code == 401


def test_a_user_who_was_disabled_is_out_at_once(store, client_of, users, first_reviewer):
    client = client_of(Duty.REVIEWER)
    assert client.get("/queue").status_code == 200
    vault = open_vault(store, first_reviewer.name, first_reviewer.passphrase)
    disable_user(store, users[Duty.REVIEWER].name, vault=vault)
    assert client.get("/queue").status_code == 302


BAD_FORMS = (
    {}, {"action": "fly"}, {"action": "accept"}, {"action": "accept", "start": "-1", "end": "5"},
    {"action": "accept", "start": "5", "end": "1"}, {"action": "accept", "start": "1e3", "end": "x"},
    {"action": "add", "start": "0", "end": "99999999999999999999"},
    {"action": "add", "start": "3", "end": "3"},
    {"action": "add", "words": ""}, {"action": "add", "words": "\x00", "label": "PERSON"},
    {"action": "relabel", "start": "0", "end": "10", "label": "KING"},
    {"action": "assign", "start": "0", "end": "10", "identity": "person-99"},
    {"action": "role", "start": "0", "end": "10", "role": "king"},
    {"action": "add_tag", "start": "0", "end": "5", "tag": "abuse", "code": "<b>"},
    {"action": "add_tag", "start": "0", "end": "5", "tag": "place", "code": "../../etc"},
    {"action": "strike_tag", "start": "0", "end": "5", "tag": "abuse", "code": "beating"},
    {"action": "settle", "start": "0", "end": "5", "code": "mine"}, {"action": "undo"}, {"action": "redo"},
    {"action": "comment", "words": "  "},
)  # fmt: skip


@pytest.mark.parametrize("form", BAD_FORMS)
def test_a_bad_decision_is_refused_and_nothing_is_stored(
    store, client_of, post, statement, first_reviewer, form, caplog, capsys
):
    client = client_of(Duty.REVIEWER)
    client.get(f"/statement/{statement}")
    data = {k: v.encode("utf-8", "surrogatepass") for k, v in form.items()}
    answer = post(client, f"/statement/{statement}/decide", data)
    assert answer.status_code == 400
    assert CANARY not in answer.text
    vault = open_vault(store, first_reviewer.name, first_reviewer.passphrase)
    assert read_decisions(store, statement, vault) == []
    assert CANARY not in caplog.text + "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "path", ["/statement/NOSUCHID00", "/statement/..%2f..%2fetc%2fpasswd", "/statement/" + "A" * 3000,
             "/statement/%00", "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py",
             "/statement/'%20or%201=1--"],
)  # fmt: skip
def test_paths_that_lead_nowhere(client_of, path):
    answer = client_of(Duty.REVIEWER).get(path)
    assert answer.status_code in {400, 404, 308}
    assert "def create_app" not in answer.text


def test_what_is_too_long_is_refused(client_of, post, statement):
    client = client_of(Duty.REVIEWER)
    answer = post(client, f"/statement/{statement}/decide", {"action": "comment", "words": "я" * 200_000})
    assert answer.status_code == 413


def test_a_request_sent_again_decides_nothing_new_of_what_is_released(
    store, client_of, post, statement, first_reviewer
):
    client = client_of(Duty.REVIEWER)
    client.get(f"/statement/{statement}")
    form = {"action": "reject", "start": "0", "end": str(len(CANARY))}
    first, again = (post(client, f"/statement/{statement}/decide", form) for _ in range(2))
    assert first.status_code == again.status_code == 200
    answer = post(client, f"/statement/{statement}/approve", {"last": "0"})
    assert answer.status_code == 409
    with store.reading() as session:
        assert audit(session).whole


def test_an_error_inside_says_nothing_of_the_text(app, client_of, statement, monkeypatch, capsys):
    def broken(*_):
        raise RuntimeError(TEXT)

    monkeypatch.setattr("review.pages.statement.desk.view_of", broken)
    answer = client_of(Duty.REVIEWER).get(f"/statement/{statement}")
    assert answer.status_code == 500
    assert CANARY not in answer.text + "".join(capsys.readouterr())
