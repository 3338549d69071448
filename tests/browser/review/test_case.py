"""Two statements of one case: names of one stand unmasked in the other, and people are ruled to be one."""

from store.decisions import read_decisions
from store.queue import case_names

FIRST = (
    "[[PERSON person-1 0.9|Ерлан Тлеуов]] у [[ORG org-1 0.9|акимата]]. [[PERSON person-2 0.9|Кайсар]] нет."
)
SECOND = "[[PERSON person-1 0.9|Тлеуов Ерлан]] говорил, что Кайсара потом видели, а Мирас нет."


def test_a_name_of_the_case_is_stepped_through(office, serve, page_at, sign_in, desk_of):
    office.add(FIRST)
    second = office.add(SECOND)
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{second}")
    desk = desk_of(page)
    # it was not a suspect of the pass: the other statement's names made it one
    page.wait_for_selector(".doubt.s-open")
    assert page.locator(".doubt").all_inner_texts() == ["Кайсара"]
    desk.press("f")
    page.wait_for_selector("#approval [role=alert]")
    page.keyboard.press("Escape")
    while desk.here["words"] != "Кайсара":
        desk.press("n")
    desk.press("a")
    page.wait_for_selector(".o .mark.s-added")
    decided = read_decisions(office.store, second, office.vault())
    text = office.store.unseal(second, office.vault()).raw_text
    assert [text[a:b] for a, b in decided[-1].choice.spans] == ["Кайсара"]


def test_a_name_is_masked_in_the_whole_case(office, serve, page_at, sign_in, desk_of):
    first = office.add("[[PERSON person-1 0.9|Роза]] видела Мираса у входа.")
    second = office.add(SECOND)
    elsewhere = office.add("[[PERSON person-1 0.9|Ерлан]] не знает, кто такой Мирас.", case="another")
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{first}")
    desk = desk_of(page)
    page.keyboard.press("/")
    page.keyboard.type("Мирас")
    page.wait_for_selector("#places mark")
    page.locator("#mask-case").check()
    page.locator("#mask-go").press("Enter")
    page.wait_for_selector(".o .mark.s-added")
    desk.settle()
    text = office.store.unseal(second, office.vault()).raw_text
    (there,) = read_decisions(office.store, second, office.vault())
    assert [text[a:b] for a, b in there.choice.spans] == ["Мирас"]
    assert read_decisions(office.store, elsewhere, office.vault()) == []


def test_people_of_a_case_are_ruled_to_be_two(office, serve, page_at, sign_in):
    office.add(FIRST)
    office.add(SECOND)
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto(f"/cases/{next(iter(case_names(office.store)))}")
    page.locator("main form button").first.press("Enter")
    page.wait_for_selector("main .private")
    assert "Тлеуов" in page.locator("main").inner_text()
