"""Each page as it is: no barrier that axe finds, in both sizes, both grounds, all languages."""

import pytest

from store.queue import case_names

TEXT = """[[PERSON person-1 0.9|Ерлан Тлеуов]] и [[PERSON person-2 0.6|Роза]] у [[ORG org-1 0.9|акимата]].
Потом [[PERSON person-1 0.9|Ерлана]] [[# beating|избили]]. [[? capital|Каскад]] видел это \
[[DATE date-1 0.9|5 января]]. [[PHONE phone-1 0.95|87015550102]]"""
SIZES = ("desktop", "phone")
PAGES = {
    "Сәуле": ("/queue", "/cases", "/search", "/overview", "/no-such-page"),
    "operator": ("/queue", "/overview"),
    "auditor": ("/journal",),
    "field": ("/receipts",),
}


@pytest.mark.parametrize("size", SIZES)
def test_signing_in_has_no_barrier(office, serve, page_at, axe, size):
    page = page_at(serve(office.app), size)
    assert axe(page) == []
    assert page.evaluate("() => document.activeElement.name") == "name"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_barrier(office, serve, page_at, sign_in, axe, faults, name, size):
    office.add(TEXT)
    page = page_at(serve(office.app), size)
    sign_in(page, name)
    cases = [f"/cases/{case_id}" for case_id in case_names(office.store)] if name == "Сәуле" else []
    for path in (*PAGES[name], *cases):
        page.goto(path)
        assert axe(page) == [], path
        # nothing is wider than the window
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path
        if path == "/no-such-page":
            assert all("404" in fault for fault in faults.take())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_statement_and_its_dialogs_have_no_barrier(
    office, serve, page_at, sign_in, desk_of, axe, size, scheme
):
    statement = office.add(TEXT)
    page = page_at(serve(office.app), size, color_scheme=scheme)
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{statement}")
    desk = desk_of(page)
    desk.press("a", "r")
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    for key in ("?", "k", "/", "c", "b", "f"):
        page.keyboard.press(key)
        page.wait_for_selector("dialog[open]")
        assert axe(page) == [], key
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="detached")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_other_languages_have_no_barrier(office, serve, page_at, sign_in, desk_of, axe, language):
    statement = office.add(TEXT)
    page = page_at(serve(office.app))
    page.locator(f"button[value={language}]").press("Enter")
    page.wait_for_selector(f"html[lang={language}]")
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{statement}")
    desk_of(page)
    assert axe(page) == []


def test_a_touch_is_enough(office, serve, page_at, sign_in, desk_of):
    statement = office.add(TEXT)
    page = page_at(serve(office.app), "phone")
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{statement}")
    desk = desk_of(page)
    page.locator("#m0").tap()
    page.locator("#now [data-do=accept]").tap()
    page.wait_for_selector("#m0.s-accepted")
    page.locator("#flip").tap()
    assert page.locator(".r").first.is_visible()
    assert not page.locator(".o").first.is_visible()
    desk.settle()
