"""Selecting words: places count as the server counts them, and what a statement holds is text."""

from models.decisions import DecisionKind
from models.findings import TagKind
from store.decisions import read_decisions

ODD = (
    "[[PERSON person-1 0.9|Ерлан]] \U0001f62d\U0001f468‍\U0001f469‍\U0001f467 сказал:\r\nё́лка "
    "и Тапчан стоят.\r\n\r\n<script>alert('x')</script> & <b>Кайсар</b> \x00 конец \U0001f525 Дамели."
)


def text_of(office, statement):
    return office.store.unseal(statement, office.vault()).raw_text


def choices(office, statement):
    return [d.choice for d in read_decisions(office.store, statement, office.vault())]


def opened(office, serve, page_at, sign_in, desk_of, marked):
    statement = office.add(marked)
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{statement}")
    return statement, page, desk_of(page)


def test_words_selected_by_arrows_behind_emoji(office, serve, page_at, sign_in, desk_of):
    statement, page, desk = opened(office, serve, page_at, sign_in, desk_of, ODD)
    for word in ("Тапчан", "Кайсар", "Дамели"):
        for _ in range(40):
            desk.press("ArrowRight")
            if page.evaluate("() => getSelection().toString()") == word:
                break
        desk.press("m")
        page.wait_for_selector("#mask-dialog[open]")
        desk.press("Enter")
        page.wait_for_function(
            "word => [...document.querySelectorAll('.o .mark')].some(mark => mark.textContent === word)",
            arg=word,
        )
    text = text_of(office, statement)
    spans = [span for choice in choices(office, statement) for span in choice.spans]
    assert [text[start:end] for start, end in spans] == ["Тапчан", "Кайсар", "Дамели"]
    # what looks like markup is text, and the redacted side shows the same
    assert "<script>alert('x')</script> & <b>" in page.locator("#rows").inner_text()
    assert page.locator("#rows b, #rows script").count() == 0


def test_a_selection_by_mouse_over_several_words(office, serve, page_at, sign_in, desk_of):
    statement, page, desk = opened(office, serve, page_at, sign_in, desk_of, ODD)
    desk.press("ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
    chosen = page.evaluate("() => getSelection().toString()")
    assert len(chosen.split()) == 3
    desk.press("t")
    page.locator("#tag-code").select_option("beating")
    page.locator("#tag-dialog button.main").press("Enter")
    page.wait_for_selector("#tags [data-code=beating]")
    (choice,) = choices(office, statement)
    assert (choice.kind, choice.tag, choice.code) == (DecisionKind.ADD_TAG, TagKind.ABUSE, "beating")
    text = text_of(office, statement)
    (span,) = choice.spans
    assert text[slice(*span)].split() == chosen.split()
    # its words are shown, it is changed, and struck
    page.locator("#tags [data-tag]").press("Enter")
    assert page.locator("#rows .told").count() >= 1
    page.locator("[data-do=change_tag]").press("Enter")
    page.locator("#tag-code").select_option("torture")
    page.locator("#tag-dialog button.main").press("Enter")
    page.wait_for_selector("#tags [data-code=torture]")
    page.locator("[data-do=strike_tag][data-code=torture]").press("Enter")
    page.wait_for_selector("#tags .struck [data-code=torture]")


def test_kind_role_comment_and_who(office, serve, page_at, sign_in, desk_of):
    statement, page, desk = opened(
        office,
        serve,
        page_at,
        sign_in,
        desk_of,
        "[[PERSON person-1 0.9|Ерлан]] и [[PERSON person-2 0.9|Роза]] ушли.",
    )
    desk.press("2")
    page.wait_for_selector("#people [data-role=official]")
    desk.press("n") if desk.here["words"] == "Ерлан" else None
    page.keyboard.press("k")
    page.wait_for_selector("#kind-dialog[open]")
    page.keyboard.press("r")  # the fourth kind: an organisation
    page.wait_for_selector(".mark.k-org")
    page.keyboard.press("c")
    page.wait_for_selector("#comment-dialog[open]")
    page.keyboard.type("Это не <b>человек</b>, а кафе.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#talk .comment")
    assert "<b>человек</b>" in page.locator("#talk").inner_text()
    kinds = [choice.kind for choice in choices(office, statement)]
    assert kinds == [DecisionKind.ROLE, DecisionKind.RELABEL, DecisionKind.COMMENT]


def test_a_russian_keyboard_has_the_same_keys(office, serve, page_at, sign_in, desk_of):
    statement, page, _ = opened(office, serve, page_at, sign_in, desk_of, ODD)
    page.evaluate(
        "() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 'ф', code: 'KeyA', bubbles: true, cancelable: true}))"
    )
    page.wait_for_selector("#m0.s-accepted")
    assert [choice.kind for choice in choices(office, statement)] == [DecisionKind.ACCEPT]
