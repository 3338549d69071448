"""An office with a real encrypted store, the phone page served over it, and phones that open it.

The server is the program's own.
"""

import errno
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page

from cli.card import Office as Sender
from cli.card import card_text
from cli.work import load_work
from intake.envelopes import IntakeIdentity
from intake.opening import waiting_envelopes
from intake.parts import PLAIN
from intake.reading import open_reading
from intake.receiving import Rules, receive_envelopes
from intake.scanning import InProcess, Scanned, Work
from models.findings import Analysis
from models.labels import Audience, Language
from models.reviews import Risk
from review.app import create_app
from review.certificate import own_certificate
from review.server import Server
from store.cards import make_card
from store.create import create_with
from store.inbox import Inbox, inbox_of
from store.intake_keys import current_intake_key, intake_keys
from store.store import Store, open_store
from store.users import open_vault
from store.vault import Vault
from store.wrapping import Cost
from tests.browser.phone.thumb import Phone

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from intake.received import Report

LOOPBACK = "127.0.0.1"
CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
WORDS = "the store's own words"
REVIEWER = "Сәуле"
SCREEN: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
FINGERPRINT = ":".join(["AB"] * 31 + ["CD"])


class Nobody:
    """Watches and never stops."""

    def stopping(self) -> bool:
        return False

    def progress(self, files: int) -> None:
        pass


def nothing_found(raw_text: str) -> Scanned:
    """A pass that finds nothing: for tests that are not about it."""
    risk = Risk(low=0, suspects=0, findings=0, identities=0, words=1, minor=False, sexual=False)
    return Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: "[…]"}, frozenset(), risk)


@dataclass
class Line:
    """The way between phones and the office; `cut` says what becomes of each envelope on it.

    "before": the connection breaks before the office has it. "after": the office has it, and the connection
    breaks before it can say so. "busy": the office answers 503.
    """

    app: "WSGIApplication"
    cut: str = ""
    cuts: int = 0
    asked: list[str] = field(default_factory=list)
    weights: Counter[str] = field(default_factory=Counter)  # bytes of the answers, by path

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Any:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        if path != "/submit/post" or not self.cut:
            answer = b"".join(self.app(environ, start))
            self.weights[path] += len(answer)
            return [answer]
        self.cuts += 1
        if self.cut == "busy":
            start("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        if self.cut == "after":
            b"".join(self.app(environ, lambda status, headers, error=None: lambda raw: None))
        raise ConnectionResetError(errno.ECONNRESET, "")  # the server closes without a word


@dataclass
class Office:
    """The store, the server at `url` over the line to it, and what its people do."""

    store: Store
    line: Line
    url: str
    certificate: Path | None = None

    def card(self, label: str = "blue-phone") -> str:
        """The text of a new card."""
        sender = Sender(self.url, current_intake_key(self.store).recipient, FINGERPRINT)
        return card_text(make_card(self.store, label=label).secret, sender)

    @property
    def inbox(self) -> Inbox:
        """What phones sent and nobody has received."""
        return inbox_of(self.store)

    def receive(self, work: Work = nothing_found) -> "Report":
        """Receive what is in the inbox, as `aigaq receive` does."""
        with open_reading(PLAIN) as reading:
            return receive_envelopes(
                waiting_envelopes(self.inbox),
                store=self.store,
                identities=[IntakeIdentity(key.recipient, key.identity) for key in intake_keys(self.store)],
                reading=reading,
                scanning=InProcess(work),
                rules=Rules(remove=True, inbox=self.inbox),
                watch=Nobody(),
            )

    def vault(self) -> Vault:
        """The vault as the reviewer opens it."""
        return open_vault(self.store, REVIEWER, WORDS)


@contextmanager
def opened_office(folder: Path, *, secure: bool = False) -> Iterator[Office]:
    """An office with its store in a folder, serving on this machine; `secure` is under TLS."""
    path = str(folder / "store.db")
    create_with(path, passphrase=WORDS, reviewer=(REVIEWER, WORDS), recovery=None, cost=CHEAP)
    with open_store(path, passphrase=WORDS) as store:
        line = Line(create_app(store, secure=secure))
        held = own_certificate(store.place, host=LOOPBACK, key=store.database_key) if secure else None
        server = Server(line, LOOPBACK, 0, held)
        server.expiration_interval = 0.05  # stopping waits for this
        server.listen()
        thread = threading.Thread(target=server.serve, daemon=True)
        thread.start()
        scheme = "https" if secure else "http"
        yield Office(store, line, f"{scheme}://{LOOPBACK}:{server.port}", held.path if held else None)
        server.stop()
        thread.join()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened_office(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def real_pass() -> Work:
    """What `aigaq receive` does with a text: the shipped pipeline and all around it."""
    return load_work()


OpenPhone = Callable[..., Phone]


@pytest.fixture
def open_phone(office: Office, page_at: Callable[..., Page]) -> OpenPhone:
    """`open_phone(card, language="en", **options)` opens the page as a new phone and shows it a card."""

    def open_page(card: str = "", language: str = "en", **options: Any) -> Phone:
        page = page_at(f"{office.url}/submit", "phone", **(SCREEN | {"locale": language} | options))
        opened = Phone(page, language)
        opened.show_card(card or office.card())
        return opened

    return open_page


@pytest.fixture
def phone(open_phone: OpenPhone) -> Phone:
    """A phone that is enrolled and unlocked."""
    opened = open_phone()
    opened.enrol()
    return opened
