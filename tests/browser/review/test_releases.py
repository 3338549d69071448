"""A release from asking for it to its zip, with keyboard and mouse; and its pages as they are."""

import threading
import zipfile

import pytest

from models.decisions import DecisionKind
from models.findings import Analysis
from models.labels import Audience, Language
from redact.apply import redact_text
from share.manifest import verify_bundle
from store.approvals import Approved, approve
from store.decisions import read_decisions
from store.releases import releases

TOLD = "Меня зовут [[PERSON person-1 0.9|Айгерім Сатыбаева]]. Мой брат [[PERSON person-2 0.9|Ерасыл]] пропал."
LEAKY = "Соседа звали Ерасылом, он видел, как меня били. Потом Ерасыла увезли."
LONG = "Очень-длинное-дело-" + "без-пробелов-" * 12
SIZES = ("desktop", "phone")


class Finder:
    """Stands for the scanner: finds nothing, and waits where it is held."""

    def __init__(self):
        self.free = threading.Event()
        self.free.set()

    def scan(self, text: str) -> Analysis:
        self.free.wait(20)
        return Analysis(Language.RU, (), (), (), ())


@pytest.fixture
def finder(office):
    made = office.app.extensions["aigaq_last_scan"]._scanner = Finder()
    yield made
    made.free.set()


@pytest.fixture
def told(office):
    """Takes a statement in and has both reviewers approve it as it is masked."""

    def add(marked: str, **options: str) -> str:
        statement = office.add(marked, **options)
        record = office.store.unseal(statement, office.vault())
        texts = {a: redact_text(record.raw_text, record.analysis, a).text for a in Audience}
        for name in ("Сәуле", "Raushan"):
            approve(office.store, statement, Approved(0, texts, {}, {}), actor=office.ids[name])
        return statement

    return add


def tab_to(page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no way to {selector} by keyboard")


def test_from_asking_to_the_zip(office, finder, told, serve, page_at, sign_in, tmp_path):
    told(TOLD)
    leaky = told(LEAKY)
    url = serve(office.app)
    asking = page_at(url)
    sign_in(asking, "operator")
    asking.get_by_role("link", name="Releases").press("Enter")
    asking.get_by_label("For whom").select_option("partner")
    asking.get_by_label("Recipient").fill("Made-up Legal Aid")
    asking.keyboard.press("Enter")
    asking.wait_for_selector("main .notice[role=status]")

    page = page_at(url)
    sign_in(page, "Сәуле")
    page.goto("/releases")
    assert "Made-up Legal Aid" in page.locator(".asked").inner_text()
    finder.free.clear()
    tab_to(page, ".asked button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#release-state progress")
    page.wait_for_selector(".steps [aria-current]")
    finder.free.set()
    # the page goes on by itself
    page.wait_for_selector("#release-state .wrong[role=alert]")
    assert page.locator(".found mark").all_inner_texts() == ["Ерасылом", "Ерасыла"]
    assert page.locator(".found mark").first.is_visible()
    tab_to(page, "form[action$=settle] button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".found .settled")
    page.get_by_role("button", name="May stay at these places").click()
    page.wait_for_selector(".found:not(:has(form))")
    record = office.store.unseal(leaky, office.vault())
    decided = read_decisions(office.store, leaky, office.vault())
    assert {d.choice.kind for d in decided} == {DecisionKind.DISMISS}
    spans = [span for d in decided for span in d.choice.spans]
    assert [record.raw_text[a:b] for a, b in spans] == ["Ерасылом", "Ерасыла"]
    tab_to(page, ".again button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".good")
    tab_to(page, "form[action$=hand-out] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/releases?done=handed_out**")
    [listed] = releases(office.store)
    assert listed.release.recipient == "Made-up Legal Aid"
    assert page.locator(".asked").count() == 0

    asking.reload()
    for who in (page, asking):
        with who.expect_download() as loading:
            who.get_by_role("link", name="Fetch").first.click()
        assert loading.value.suggested_filename == f"{listed.release.id}.zip"
    with zipfile.ZipFile(loading.value.path()) as archive:
        archive.extractall(tmp_path)
    assert verify_bundle(tmp_path / listed.release.id).content["recipient"] == "Made-up Legal Aid"


def test_a_page_that_waits_goes_where_another_window_went(office, finder, told, serve, page_at, sign_in):
    told(TOLD)
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto("/releases")
    finder.free.clear()
    page.locator("main form button.main").click()
    page.wait_for_selector("#release-state progress")
    again = page.context.new_page()
    again.goto("/releases/making")
    again.get_by_role("button", name="Give up").press("Enter")
    again.wait_for_url("**/releases")
    page.wait_for_url("**/releases")


def test_a_session_that_ends_leaves_nothing_on_the_page(
    office, finder, told, serve, page_at, sign_in, faults
):
    told(TOLD)
    told(LEAKY)
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto("/releases")
    page.locator("input[name=k]").fill("1")
    page.locator("main form button.main").click()
    page.wait_for_selector(".found mark >> nth=0")
    office.app.extensions["aigaq_sessions"].end_all_of(office.ids["Сәуле"])
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector("#locked[open]")
    assert "Ерасыл" not in page.locator("main").inner_text()
    page.keyboard.type("the passphrase of Сәуле")
    page.keyboard.press("Enter")
    page.wait_for_url("**/releases")  # what was in the making went with the session
    assert all("401" in fault for fault in faults.take())


@pytest.mark.parametrize("size", SIZES)
def test_no_page_of_releases_has_a_barrier(office, finder, told, serve, page_at, sign_in, axe, size):
    names = [f"Касым{letter}аев" for letter in "бвгдж"]
    told(". ".join(f"[[PERSON person-{n} 0.9|{name}]]" for n, name in enumerate(names, 1)), case=LONG)
    told(". ".join(f"Там был {name}" for name in names), case=LONG)
    told(TOLD)
    page = page_at(serve(office.app), size)
    sign_in(page, "Сәуле")

    def look(selector: str) -> None:
        """As it is in each language, and on each ground in one of them or two."""
        for language, scheme in (("ru", "light"), ("kk", "dark"), ("en", "light")):
            page.locator(f".language button[value={language}]").press("Enter")
            page.wait_for_selector(f"html[lang={language}] {selector}")
            page.emulate_media(color_scheme=scheme)
            assert axe(page) == [], (language, scheme, selector)
            # nothing is wider than the window
            assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), selector

    page.goto("/releases")
    page.get_by_label("Recipient").fill("Made-up Legal Aid")
    finder.free.clear()
    page.locator("main select[name=case]").select_option(label=LONG)
    page.locator("input[name=k]").fill("1")
    page.locator("main form button.main").press("Enter")
    look(".making")
    finder.free.set()
    page.wait_for_selector(".found")
    look(".found")
    while page.locator("form[action$=settle]").count():
        was = page.locator(".found .settled").count()
        page.locator("form[action$=settle] button").first.press("Enter")
        page.wait_for_function("was => document.querySelectorAll('.settled').length > was", arg=was)
    page.locator(".again button").press("Enter")
    page.wait_for_selector(".good")
    look(".good")
    page.locator("form[action$=hand-out] button").press("Enter")
    page.wait_for_selector(".notice")
    look(".log")
