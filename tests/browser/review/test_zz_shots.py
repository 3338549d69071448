"""A release from asking for it to its zip, with keyboard and mouse; and its pages as they are."""

import re
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



from pathlib import Path
OUT = Path("/tmp/rel-shots"); OUT.mkdir(exist_ok=True)
from store.release_requests import ask_for
from store.queue import case_names

@pytest.mark.parametrize("size", SIZES)
def test_shots(office, finder, told, serve, page_at, sign_in, size):
    syl = [f"{a}{b}ымбаев" for a in ("Кас", "Мар", "Тул", "Бек", "Жан", "Сап", "Нур", "Ора") for b in "абвгдежз"]
    told(". ".join(f"[[PERSON person-{n} 0.9|{name}]]" for n, name in enumerate(syl, 1)), case=LONG)
    told(". ".join(f"В тот день у площади стоял {name}, и все его видели" for name in syl), case=LONG)
    told(" ".join(f"{syl[0]} сказал {n} раз, что он всё видел и слышал." for n in range(20)), case=LONG)
    told(TOLD)
    told("[[PERSON person-1 0.9|Роза]] шла.", scope=__import__("models.statements").statements.ConsentScope.INTERNAL, case=LONG)
    for case_id, name in case_names(office.store).items():
        ask_for(office.store, case_id, Audience.PARTNER, "Made-up Legal Aid" if name != LONG else "Made-up Association " * 8, actor=office.ids["operator"])
    page = page_at(serve(office.app), size)
    sign_in(page, "Сәуле")
    def shot(name, full=True):
        for language, scheme in (("en", "light"), ("ru", "dark"), ("kk", "light")):
            page.locator(f".language button[value={language}]").press("Enter")
            page.wait_for_selector(f"html[lang={language}]")
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(100)
            page.screenshot(path=str(OUT / f"{name}-{size}-{language}.png"), full_page=full)
    page.goto("/releases")
    shot("list")
    page.get_by_label
    page.locator(".language button[value=en]").press("Enter"); page.wait_for_selector("html[lang=en]")
    page.get_by_label("Recipient").fill("Made-up Legal Aid")
    finder.free.clear()
    page.locator("main select[name=case]").select_option(label=LONG)
    page.locator("input[name=k]").fill("1")
    page.locator("main form button.main").press("Enter")
    page.wait_for_selector(".making")
    page.wait_for_timeout(2500)
    shot("running", False)
    finder.free.set()
    page.wait_for_selector(".found")
    for _ in range(2):
        was = page.locator(".found .settled").count()
        page.locator("form[action$=settle] button").nth(2).press("Enter")
        page.wait_for_function("was => document.querySelectorAll('.settled').length > was", arg=was)
    page.goto("/releases/work")
    shot("blocked", False)
    page.evaluate("scrollTo(0, 1e9)"); 
    for language in ("en", "ru"):
        page.locator(f".language button[value={language}]").press("Enter"); page.wait_for_selector(f"html[lang={language}]")
        page.evaluate("scrollTo(0, 1e9)"); page.wait_for_timeout(100)
        page.screenshot(path=str(OUT / f"blockedend-{size}-{language}.png"))
    while page.locator("form[action$=settle]").count():
        has = page.locator("form[action$=settle] input[name=place]").count(), page.locator(".settled").count()
        page.locator("form[action$=settle] button").first.press("Enter")
        page.wait_for_timeout(60)
    page.locator(".again button").press("Enter")
    page.wait_for_selector(".good")
    shot("ready")
    page.locator("form[action$=hand-out] button").press("Enter")
    page.wait_for_selector(".notice")
    shot("done")
    page.locator(".language button[value=en]").press("Enter"); page.wait_for_selector("html[lang=en]")
    finder.scan = None
    page.locator("main select[name=case]").select_option(label="zhanaozen")
    page.locator("main form button.main").press("Enter")
    page.wait_for_selector(".wrong")
    shot("empty")
