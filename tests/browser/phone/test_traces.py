"""Nothing that was said on a phone, and nothing that tells what the page is for, stays on its disk."""

import base64
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, expect

from store.messages import ask
from tests.browser.conftest import CHROMIUM_NAMES
from tests.browser.phone.conftest import SCREEN, Office, opened_office
from tests.browser.phone.thumb import CODE, Phone
from tests.browser.phone.traces import Traces, unsnapped

# Each stands in one field alone.
TEXT = ("Quillfeather", "Жугдербадамов", "Қәңірбөғүлов")
PLACE, DATE, NOTE = "Үшқоңырәулие", "Ветробойск шестого", "Замечаниевский"
RECIPIENT, HIDE = "Fumblethorpe Institute", "Сестра Һүмәйраева"
DRAFT, LEFT = "Незапечатанцева", "Брошенкова Әңгімебек"
QUESTION, ANSWER = "Спрошенидзе", "Ответченко"
SAID = (*TEXT, PLACE, DATE, NOTE, RECIPIENT, HIDE, DRAFT, LEFT, QUESTION, ANSWER)
TELLING = (
    "aigaq", "айғақ", "testimon", "statement", "witness", "torture", "consent", "envelope", "receipt code",
    "показани", "свидетел", "пытк", "согласи", "куәгер", "куәлік", "азаптау", "жауап ал", "келісім",
)  # fmt: skip
SECRETS = """async code => {
  const keep = await import("/submit/keep.js")
  return await keep.unseal(await keep.keyOf(code, await keep.get("salt")), await keep.get("secret"))
}"""
SETTLE = 3_000  # milliseconds: a browser writes its open windows down after 2.5 s
KEEP = """async canaries => {
  const [local, kept, packed, cached, typed] = canaries
  localStorage.setItem("local", local)
  await new Promise(done => {
    const asked = indexedDB.open("n", 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept")
    asked.onsuccess = () => {
      const writing = asked.result.transaction("kept", "readwrite", { durability: "strict" })
      writing.objectStore("kept").put(kept, "small")
      writing.objectStore("kept").put("снова ".repeat(20000) + packed + " опять".repeat(20000), "large")
      // so much that the log is made into a table, which is packed in another way
      const filling = () => crypto.getRandomValues(new Uint8Array(60000))
      for (let i = 0; i < 100; i += 1) writing.objectStore("kept").put(filling(), i)
      writing.oncomplete = done
    }
  })
  await (await caches.open("n")).put("/kept", new Response(cached))
  document.querySelector("textarea").value = typed
  history.pushState(null, "", "/other")
}"""


@dataclass(frozen=True)
class Used:
    """What a browser left behind, and what was secret in it."""

    traces: Traces
    secret: dict[str, Any]
    card: str


@contextmanager
def own_profile(browser: Browser, folder: Path, certificate: Path | None = None) -> Iterator[BrowserContext]:
    """A browser that keeps what browsers keep; a certificate is one that was installed on the phone."""
    trusted = [f"--ignore-certificate-errors-spki-list={spki(certificate)}"] if certificate else []
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=next(filter(None, map(shutil.which, CHROMIUM_NAMES))),
        chromium_sandbox=os.geteuid() != 0,
        args=trusted,
        locale="ru",
        is_mobile=True,
        has_touch=True,
        **SCREEN,
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


def spki(certificate: Path) -> str:
    """How Chromium is told to trust a certificate."""
    key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    raw = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(raw).digest()).decode()


@pytest.fixture(scope="module")
def used(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Used:
    """A phone after a day of work, its browser closed, and opened and closed once more."""
    folder = tmp_path_factory.mktemp("p")  # whose name tells nothing, for it stands in the profile
    with opened_office(tmp_path_factory.mktemp("o"), secure=True) as office:
        card = office.card()
        with own_profile(browser, folder, office.certificate) as context:
            phone = Phone(context.pages[0], "ru")
            phone.page.goto(f"{office.url}/submit")
            phone.show_card(card)
            phone.enrol()
            secret = phone.page.evaluate(SECRETS, CODE)
            work_a_day(phone, office)
            phone.page.wait_for_timeout(SETTLE)
        with own_profile(browser, folder, office.certificate) as context:
            phone = Phone(context.pages[0], "ru")
            phone.page.goto(f"{office.url}/submit")
            expect(phone.code_field).to_be_visible()
    return Used(Traces(folder), secret, card)


def work_a_day(phone: Phone, office: Office) -> None:
    """Drafts, statements, a question and its answer; at the end something is typed and left."""
    phone.write(DRAFT)
    phone.press("back", "yes_leave")
    phone.at_home()
    phone.press("lock")
    phone.unlock()
    sealed = {"place": PLACE, "date": DATE, "note": NOTE, "recipients": RECIPIENT, "hide": HIDE}
    receipt = phone.hand_in(" ".join(TEXT), **sealed)
    phone.shows(receipt, "sent")
    office.receive()
    for row in office.store.statements():
        assert ask(office.store, row.id, QUESTION, vault=office.vault())
    phone.send()
    phone.button("question_open").click()
    expect(phone.page.locator("blockquote")).to_contain_text(QUESTION)
    phone.box("answer").fill(ANSWER)
    phone.press("answer_go")
    phone.at_home()
    phone.reload()
    phone.unlock()
    phone.page.context.set_offline(True)
    phone.hand_in(" ".join(TEXT), **sealed)
    phone.write(LEFT, place=LEFT, note=LEFT, hide=LEFT)


def cased(word: str) -> tuple[str, ...]:
    return word, word.capitalize(), word.upper()


def test_the_page_was_used_and_left_what_it_must_keep(used) -> None:
    assert used.traces.of([b"age-encryption.org/v1"], below="Default/IndexedDB/")
    assert used.traces.of(["/submit/shell.js"], below="Default/Service Worker/CacheStorage/")
    assert used.traces.of(["Заметки"], below="Default/History")


def test_nothing_that_was_said_is_on_the_disk(used) -> None:
    assert used.traces.of(SAID) == []


def test_neither_the_code_nor_a_key_is_on_the_disk(used) -> None:
    seed, identity = used.secret["seed"], used.secret["identity"]
    assert len(bytes.fromhex(seed)) == 32
    assert identity.startswith("AGE-SECRET-KEY-1")
    assert used.traces.of([CODE, seed, bytes.fromhex(seed), identity]) == []


def test_nothing_tells_what_the_page_is_for(used) -> None:
    # in its Local State the browser tells of consents of its own
    forms = [form for word in TELLING for form in cased(word)]
    assert used.traces.of(forms, below="(?!Local State$)") == []


def test_the_card_is_not_kept(used) -> None:
    _, recipient, secret, fingerprint = used.card.split(".")
    assert used.traces.of([recipient, secret, fingerprint]) == []


def test_the_search_finds_what_is_there(browser, serve, tmp_path_factory) -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: "<!doctype html><title>Plain</title><textarea></textarea>")
    folder = tmp_path_factory.mktemp("p")
    url = serve(app)
    canaries = ("Локалькин", "Базаров", "Сжатиков", "Кэшин", "Набирайкин")
    with own_profile(browser, folder) as context:
        page = context.pages[0]
        page.goto(f"{url}/#Адресов")
        page.evaluate(KEEP, list(canaries))
        page.wait_for_timeout(SETTLE)
    traces = Traces(folder)
    places = ("Local Storage", "IndexedDB", "IndexedDB", "Service Worker/CacheStorage", "Sessions/")
    for canary, place in zip((*canaries, "Адресов"), (*places, "History"), strict=True):
        assert traces.of([canary], below=f"Default/{place}"), canary
    assert traces.of(["Базаров"], below=r"Default/IndexedDB/.+\.ldb")
    assert traces.of(["Набирайкин"], below="Default/Sessions_Encrypted/")


def test_snappy_is_read() -> None:
    # 17 bytes: four as they are, eight from four back, five from one back
    assert unsnapped(b"\x11\x0cabcd\x1e\x04\x00\x12\x01\x00") == b"abcdabcdabcdddddd"
    assert unsnapped(b"\x05\x10ab") is None
