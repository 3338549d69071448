"""An office with a real encrypted store, two reviewers and statements whose findings the test writes.

A statement is written with its marks in it: `[[PERSON person-1 0.9|Ерлан]]` is a finding,
`[[? capital|Тапчан]]` a suspect, `[[# beating|избили]]` a tag; the pass over it is what these say, no more.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import Audience, Label, Language, Role
from models.statements import Consent, ConsentScope, Draft, SourceKind
from models.users import Duty
from redact.risk import risk_of
from review.app import create_app
from store.create import create_with
from store.store import Store, open_store
from store.users import add_user, list_users, open_vault
from store.vault import Vault
from store.wrapping import Cost

CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
WORDS = "the store's own words"
FIRST, SECOND = "Сәуле", "Raushan"
MARKUP = re.compile(r"\[\[(?P<what>[^|\]]+)\|(?P<words>[^\]]*)\]\]")


def passphrase_of(name: str) -> str:
    return f"the passphrase of {name}"


def analysed(marked: str) -> tuple[str, Analysis]:
    """The text and its analysis, from a text with its marks in it."""
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
    names = dict.fromkeys((f.identity, f.label) for f in findings)
    identities = tuple(
        Identity(name or "", label, Role.PROTECTED, int((name or "-1").rsplit("-", 1)[1]))
        for name, label in names
    )
    return text, Analysis(Language.RU, tuple(findings), identities, tuple(suspects), tuple(tags))


@dataclass
class Office:
    """The store, the app over it, and how to put statements in."""

    store: Store
    app: Flask
    ids: dict[str, str] = field(default_factory=dict)

    def add(self, marked: str, *, case: str = "zhanaozen", scope: ConsentScope = ConsentScope.PUBLIC) -> str:
        """Store a statement as a batch does; returns its id."""
        text, analysis = analysed(marked)
        return self.store.add_statement(
            Draft(raw_text=text, source=SourceKind.TEXT, consent=Consent(scope)),
            analysis,
            redacted={Audience.PUBLIC: ""},
            regions=frozenset(),
            words=len(text.split()),
            case=case,
            risk=risk_of(text, analysis),
        )

    def vault(self, name: str = FIRST) -> Vault:
        """The vault as a reviewer opens it."""
        return open_vault(self.store, name, passphrase_of(name))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    path = str(tmp_path / "store.db")
    create_with(path, passphrase=WORDS, reviewer=(FIRST, passphrase_of(FIRST)), recovery=None, cost=CHEAP)
    with open_store(path, passphrase=WORDS) as store:
        vault = open_vault(store, FIRST, passphrase_of(FIRST))
        add_user(store, SECOND, Duty.REVIEWER, passphrase=passphrase_of(SECOND), vault=vault, cost=CHEAP)
        for duty in (Duty.FIELD, Duty.OPERATOR, Duty.AUDITOR):
            add_user(store, duty.value, duty, passphrase=passphrase_of(duty.value), cost=CHEAP)
        made = Office(store, create_app(store))
        made.ids = {user.name: user.id for user in list_users(store)}
        yield made


SignIn = Callable[[Page, str], None]


@pytest.fixture
def sign_in() -> SignIn:
    """Sign in by the form, with the keyboard."""

    def enter(page: Page, name: str) -> None:
        page.locator("main input[name=name]").fill(name)
        page.keyboard.press("Tab")
        page.keyboard.type(passphrase_of(name))
        page.keyboard.press("Enter")
        page.wait_for_selector("header .who")

    return enter


class Desk:
    """The statement page under somebody's hands; `keys` counts what was pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0
        page.wait_for_selector(".mark.here")

    def press(self, *keys: str) -> None:
        """Press keys, each once the answer to the one before is there."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1
            self.settle()

    def settle(self) -> None:
        """Wait until nothing is on its way."""
        self.page.wait_for_function("() => !document.querySelector('.htmx-request')")
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    @property
    def here(self) -> dict[str, str]:
        """The mark that the reader is at: words, state, kind, who."""
        return self.page.locator(".o .mark.here[id]").evaluate(
            "mark => ({words: mark.textContent, ...mark.dataset})"
        )

    @property
    def left(self) -> int:
        """How much is left to decide."""
        strong = self.page.locator("#progress .left strong")
        return int(strong.inner_text()) if strong.count() else 0

    def decide_all(self) -> None:
        """Accept each finding and dismiss each suspect that is left, by keyboard."""
        while self.left:
            before = self.page.get_attribute("#statement", "data-has")
            here = self.here
            open_ = here["state"] in {"pending", "open"}
            self.press(("r" if here["kind"] == "suspect" else "a") if open_ else "Space")
            if open_:
                self.page.wait_for_function(
                    "before => document.getElementById('statement').dataset.has !== before", arg=before
                )

    def approve(self) -> None:
        """Ask for approval and confirm it; what the last scan still finds is dismissed."""
        self.page.keyboard.press("f")
        self.page.wait_for_selector("#approval [data-focus]:focus", timeout=30_000)
        self.keys += 2
        if self.page.locator("#approval [role=alert]").count():
            self.page.keyboard.press("Enter")
            self.decide_all()
            self.approve()
        else:
            self.page.keyboard.press("Enter")


DeskOf = Callable[[Page], Desk]


@pytest.fixture
def desk_of() -> DeskOf:
    """The desk of a reviewer whose page shows a statement."""
    return Desk
