"""What happens between people and over time: sessions that end, two at once, duties that may not."""

import pytest

from models.decisions import DecisionKind
from store.decisions import read_decisions
from store.settings import change_setting
from store.users import disable_user

TEXT = """[[PERSON person-1 0.9|Ерлан Тлеуов]] и [[PERSON person-2 0.9|Роза]] у [[ORG org-1 0.9|акимата]].
Потом [[PERSON person-1 0.9|Ерлана]] увели."""


def test_a_session_that_ends_in_the_middle_loses_nothing(office, serve, page_at, sign_in, desk_of, faults):
    statement = office.add(TEXT)
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{statement}")
    desk = desk_of(page)
    desk.press("a")
    office.app.extensions["aigaq_sessions"].end_all_of(office.ids["Сәуле"])
    page.keyboard.press("a")  # this one meets a closed door
    page.wait_for_selector("#locked[open]")
    assert "Ерлан" not in page.locator("body").inner_text()
    assert page.locator("#rows").inner_text() == ""
    page.keyboard.type("wrong words entirely")
    page.keyboard.press("Enter")
    page.wait_for_selector("#locked .wrong:not([hidden])")
    page.keyboard.type("the passphrase of Сәуле")
    page.keyboard.press("Enter")
    page.wait_for_selector("#locked:not([open])", state="attached")
    page.wait_for_function("() => document.getElementById('statement').dataset.has.startsWith('2 ')")
    kinds = [d.choice.kind for d in read_decisions(office.store, statement, office.vault())]
    assert kinds == [DecisionKind.ACCEPT, DecisionKind.ACCEPT]
    desk.decide_all()
    assert desk.left == 0
    assert all("401" in fault for fault in faults.take())


def test_somebody_else_who_signs_in_starts_anew(office, serve, page_at, sign_in, desk_of, faults):
    statement = office.add(TEXT)
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{statement}")
    desk_of(page)
    office.app.extensions["aigaq_sessions"].end_all_of(office.ids["Сәуле"])
    page.keyboard.press("a")
    page.wait_for_selector("#locked[open]")
    page.locator("#locked input[name=name]").fill("operator")
    page.locator("#locked input[name=passphrase]").fill("the passphrase of operator")
    page.keyboard.press("Enter")
    page.wait_for_selector("main .card h1")  # the page is not for an operator
    assert "Ерлан" not in page.content()
    assert read_decisions(office.store, statement, office.vault()) == []
    faults.take()


def test_two_do_not_work_on_one(office, serve, page_at, sign_in, desk_of):
    statement = office.add(TEXT)
    url = serve(office.app)
    one, two = page_at(url), page_at(url)
    for page, name in ((one, "Сәуле"), (two, "Raushan")):
        sign_in(page, name)
        page.goto(f"/statement/{statement}")
    first, second = desk_of(one), desk_of(two)
    assert "Сәуле" in two.locator(".about .notice").inner_text()
    second.press("a", "r", "f")
    assert read_decisions(office.store, statement, office.vault()) == []
    first.press("a")
    one.wait_for_function("() => document.getElementById('statement').dataset.has.startsWith('1 ')")
    assert len(read_decisions(office.store, statement, office.vault())) == 1
    two.goto("/queue")
    assert "Сәуле" in two.locator("table.queue tbody").inner_text()
    one.locator("form.out button").click()
    two.goto(f"/statement/{statement}")
    second = desk_of(two)
    assert two.locator(".about .notice").count() == 0
    second.press("a")
    two.wait_for_function("() => document.getElementById('statement').dataset.has.startsWith('2 ')")


def test_two_windows_of_one_reviewer_see_each_other(office, serve, page_at, sign_in, desk_of):
    statement = office.add(TEXT)
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{statement}")
    desk_of(page)
    again = page.context.new_page()
    again.goto(f"/statement/{statement}")
    second = desk_of(again)
    second.press("r")
    again.wait_for_selector("#m0.s-rejected")
    page.bring_to_front()
    desk_of(page).press("n", "a")
    page.wait_for_selector("#m0.s-rejected")  # what the other window did comes with the answer
    assert len(read_decisions(office.store, statement, office.vault())) == 2


@pytest.mark.parametrize("duty", ["field", "operator", "auditor"])
def test_a_duty_without_texts_gets_none(office, serve, page_at, sign_in, faults, duty):
    statement = office.add(TEXT)
    page = page_at(serve(office.app))
    sign_in(page, duty)
    for path in (f"/statement/{statement}", f"/statement/{statement}/parts", "/search", "/cases"):
        answer = page.goto(path)
        assert answer.status == 403
        assert "Ерлан" not in page.content()
    assert all("403" in fault for fault in faults.take())


def test_an_approved_statement_is_reopened_on_purpose_only(office, serve, page_at, sign_in, desk_of):
    disable_user(office.store, "Raushan", vault=office.vault())
    change_setting(office.store, "reviewers", "one", actor=None)
    statement = office.add(TEXT)
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{statement}")
    desk = desk_of(page)
    desk.decide_all()
    desk.approve()
    page.wait_for_url("**done=approved**")
    page.goto(f"/statement/{statement}")
    desk = desk_of(page)
    desk.press("r")
    assert page.locator(".s-rejected").count() == 0
    page.locator("[data-do=reopen]").press("Enter")
    page.locator("#m0").focus()
    desk.press("r")
    page.wait_for_selector("#m0.s-rejected")
    assert office.store.statement(statement).state.value == "waiting"
