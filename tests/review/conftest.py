"""The web app over a real encrypted store, with users who sign in as people do.

`client_of(Duty.REVIEWER)` is a test client that is signed in; `post(client, url, {...})` sends a form with a
token of the session, for the protection against forged requests is never switched off.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.findings import Analysis, Tag, TagKind
from models.labels import Audience, Language
from models.reviews import Risk
from models.statements import Draft, SourceKind
from models.users import Duty
from review.app import create_app
from store.approvals import Approved, approve
from store.create import create_with
from store.store import Store, open_store
from store.users import add_user, list_users, open_vault
from store.wrapping import Cost

CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
PASSPHRASE = "the store's own words"
FIRST = ("Сәуле", "the reviewer's other words")
NAMES = {
    Duty.REVIEWER: "Raushan",
    Duty.FIELD: "Field <b>worker</b>",  # names are escaped wherever they are shown
    Duty.OPERATOR: "Omar",
    Duty.AUDITOR: "Aigul",
}


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in."""

    id: str
    name: str
    passphrase: str


Who = Duty | Person
ClientOf = Callable[[Who], FlaskClient]
Post = Callable[..., TestResponse]
TakeIn = Callable[..., str]
ApproveBy = Callable[..., None]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new encrypted store, its passphrases cheap to try."""
    path = str(tmp_path / "store.db")
    create_with(path, passphrase=PASSPHRASE, reviewer=FIRST, recovery=None, cost=CHEAP)
    with open_store(path, passphrase=PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def first_reviewer(store: Store) -> Person:
    """The reviewer who came with the store: with the one of `users` there are two."""
    user_id = next(user.id for user in list_users(store) if user.name == FIRST[0])
    return Person(user_id, *FIRST)


@pytest.fixture
def users(store: Store) -> Mapping[Duty, Person]:
    """One user of each duty, beside the first reviewer."""
    vault = open_vault(store, *FIRST)
    made = {}
    for duty, name in NAMES.items():
        words = f"{duty.value} has a passphrase"
        share = vault if duty is Duty.REVIEWER else None
        made[duty] = Person(
            add_user(store, name, duty, passphrase=words, vault=share, cost=CHEAP), name, words
        )
    return made


@pytest.fixture
def take_in(store: Store) -> TakeIn:
    """Takes a text in, with the abuse codes and regions that are named, and returns the statement's id."""

    def add(text: str, *, case: str = "main", abuse: Iterable[str] = (), **options: Any) -> str:
        tags = tuple(Tag(TagKind.ABUSE, code, 0, 1, "triggers") for code in abuse)
        analysis = Analysis(Language.RU, findings=(), identities=(), suspects=(), tags=tags)
        draft = Draft(raw_text=text, source=SourceKind.TEXT)
        risk = Risk(low=0, suspects=0, findings=0, identities=0, words=9, minor=False, sexual=False)
        options = {"regions": frozenset(), "words": 9, "risk": risk, "redacted": {}, **options}
        return store.add_statement(draft, analysis, case=case, **options)

    return add


@pytest.fixture
def approve_by(store: Store) -> ApproveBy:
    """Approves a statement as somebody, with one redacted text for all audiences."""

    def give(person: Person, statement_id: str, text: str = "[Лицо 1]", **options: Any) -> None:
        texts = {audience: options.get(audience.value, text) for audience in Audience}
        counts = {name: options.get(name, 0) for name in ("compared", "differences", "planted", "caught")}
        codes, outcomes = options.get("codes", {}), options.get("outcomes", {})
        approved = Approved(upto=0, texts=texts, codes=codes, outcomes=outcomes, **counts)
        approve(store, statement_id, approved, actor=person.id)

    return give


@pytest.fixture
def app(store: Store) -> Flask:
    """The whole app, as it is served."""
    return create_app(store)


@pytest.fixture
def client_of(app: Flask, users: Mapping[Duty, Person]) -> ClientOf:
    """Makes a client that signed in by the form, as a user of a duty or as one person."""

    def sign_in(who: Who) -> FlaskClient:
        person = users[who] if isinstance(who, Duty) else who
        client = app.test_client()
        form = {
            "csrf_token": _token(client.get("/sign-in").text),
            "name": person.name,
            "passphrase": person.passphrase,
        }
        assert client.post("/sign-in", data=form).status_code == 302
        return client

    return sign_in


@pytest.fixture
def post() -> Post:
    """Sends a form with a fresh token of the client's session, which every page has, one not found too."""

    def send(
        client: FlaskClient, url: str, data: Mapping[str, object] | None = None, **options: object
    ) -> TestResponse:
        token = _token(client.get("/no-such-page").text)
        return client.post(url, data={"csrf_token": token, **(data or {})}, **options)

    return send


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]
