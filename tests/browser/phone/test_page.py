"""Every screen, in every language: nothing in anybody's way, nothing too small, nothing that gives away."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from review.phone_files import LANGUAGES, NAMES
from store.messages import ask
from store.settings import SETTINGS, change_setting
from tests.browser.conftest import Axe
from tests.browser.phone.thumb import CODE

WIDTH = 360
# What is on the screen and breaks a rule, by the rule.
WRONG = """width => {
  const shown = element =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest(".unseen")
  const every = [...document.querySelectorAll("body, body *")].filter(shown)
  const called = element => `${element.tagName} ${element.className} ${element.textContent.slice(0, 30)}`
  const own = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
  const style = element => getComputedStyle(element)
  const small = element => parseFloat(style(element).fontSize) < 16
  const fields = every.filter(element => element.matches("input, textarea, select"))
  const typed = fields.filter(element => !element.matches("[type=radio], [type=checkbox]"))
  const pressed = every.filter(element => element.matches("button, summary, label.option")).concat(typed)
  const helped = element => element.spellcheck || element.writingSuggestions === "true"
    || element.getAttribute("autocorrect") !== "off"
  const rules = {
    "wider than the screen": every.filter(element => element.getBoundingClientRect().right > width + 0.5),
    "cut off at its side": every.filter(element => style(element).display !== "inline"
      && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1),
    "too small to press": pressed.filter(element => element.getBoundingClientRect().height < 44),
    "too small to read": every.filter(element => own(element) && small(element)).concat(typed.filter(small)),
    "filled in by the browser": fields.filter(element =>
      element.autocomplete !== "off" || element.name && element.type !== "radio"),
    "read along by the browser": typed.filter(helped),
    "a form or a password": every.filter(element => element.matches("form, [type=password]")),
    "a field without a name": fields.filter(element => !element.labels.length),
  }
  return Object.entries(rules).flatMap(([rule, found]) =>
    found.map(element => `${rule}: ${called(element)}`))
}"""


class Inspector:
    """Looks at one screen after the other; `seen` are those that it was shown."""

    def __init__(self, page: Page, axe: Axe, name: str) -> None:
        self.page, self.axe, self.name = page, axe, name
        self.seen: list[str] = []

    def __call__(self, screen: str) -> None:
        self.seen.append(screen)
        assert self.page.title() == self.name, screen
        assert self.page.evaluate("() => document.documentElement.scrollWidth") <= WIDTH, screen
        assert self.page.evaluate(WRONG, WIDTH) == [], screen
        assert self.axe(self.page) == [], screen


@pytest.mark.parametrize(
    ("language", "scheme"), [("en", "light"), ("ru", "light"), ("kk", "light"), ("ru", "dark")]
)
def test_every_screen(office, open_phone, axe, language, scheme) -> None:
    phone = open_phone(language=language, color_scheme=scheme)
    page = phone.page
    inspect = Inspector(page, axe, NAMES["notes"][language])
    phone.at("enrol_title")
    inspect("enrol")
    phone.press("enrol_go")
    inspect("enrol, with what is wrong")
    phone.enrol()
    inspect("home, empty")
    phone.press("new")
    phone.at("write_title")
    inspect("write")
    phone.press("seal")
    expect(page.locator(".wrong")).to_have_text(phone.say("explain_missing"))
    inspect("write, with what is wrong")
    phone.agree()
    phone.box("text").fill("Меня били. " * 200 + "Қ" * 200)
    phone.press("back")
    expect(page.get_by_role("dialog")).to_be_visible()
    inspect("a dialog")
    phone.press("cancel", "seal")
    phone.at("sealed_title")
    inspect("sealed")
    phone.press("sealed_done")
    phone.at_home()
    expect(page.locator("li.line")).to_contain_text(phone.say("sent"))
    office.receive()
    [statement] = office.store.statements()
    ask(office.store, statement.id, "Кто это видел? " * 20, vault=office.vault())
    phone.hand_in("Ещё один рассказ")
    phone.send()  # for which more is opened
    expect(phone.button("question_open")).to_be_visible()
    expect(phone.button("erase")).to_be_visible()
    inspect("home, with lines, a question and more opened")
    phone.press("withdraw")
    phone.at("withdraw")
    phone.press("withdraw_go")
    inspect("withdraw, with what is wrong")
    phone.press("back", "question_open")
    phone.at("question_title")
    inspect("question")
    phone.reload()
    inspect("lock")
    phone.code_field.fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator(".wrong")).not_to_be_empty()
    inspect("lock, with what is wrong")
    assert len(set(inspect.seen)) == 12


def test_the_inspector_sees_what_is_wrong(page_at, office) -> None:
    page = page_at(f"{office.url}/submit", "phone", viewport={"width": WIDTH, "height": 740})
    page.wait_for_selector("#field")
    assert page.evaluate(WRONG, WIDTH) == []
    page.evaluate(
        """() => { document.body.insertAdjacentHTML("beforeend", `
          <form></form><input type="password" id="p"><button>x</button><small>x</small>
          <div id="wide">x</div>`)
          document.querySelector("form").append("x")
          const style = new CSSStyleSheet()
          style.replaceSync(`#wide { width: 500px } small { font-size: 12px }
            body > button { min-height: 0; padding: 0 }`)
          document.adoptedStyleSheets.push(style) }"""
    )
    rules = {found.split(":")[0] for found in page.evaluate(WRONG, WIDTH)}
    assert rules >= {
        "wider than the screen", "too small to press", "too small to read", "filled in by the browser",
        "a form or a password", "a field without a name",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SETTINGS["phone_name"])
def test_it_is_called_by_a_word_that_says_nothing(office, language, name) -> None:
    change_setting(office.store, "phone_name", name, actor=None)
    client = office.line.app.test_client()  # type: ignore[attr-defined]
    headers = {"Accept-Language": language}
    page = client.get("/submit", headers=headers)
    called = NAMES[name][language]
    assert f"<title>{called}</title>" in page.text
    manifest = json.loads(client.get("/submit/manifest.webmanifest", headers=headers).text)
    assert (manifest["name"], manifest["short_name"], manifest["lang"]) == (called, called, language)


def test_the_name_that_was_chosen_is_shown(office, open_phone) -> None:
    change_setting(office.store, "phone_name", "recipes", actor=None)
    phone = open_phone(language="kk")
    phone.enrol()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(NAMES["recipes"]["kk"])
    assert phone.page.title() == NAMES["recipes"]["kk"]


def test_another_language_stays_chosen(phone) -> None:
    phone.open_more()
    phone.page.get_by_role("button", name="Қазақша").click()
    phone.language = "kk"
    phone.at_home()
    phone.reload()
    assert phone.page.evaluate("document.documentElement.lang") == "kk"
    phone.unlock()


class Keys:
    """A keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, wanted: Any) -> None:
        """Tab on to an element."""
        for _ in range(80):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {wanted}")

    def press(self, wanted: Any, key: str = "Enter") -> None:
        self.to(wanted)
        self.page.keyboard.press(key)

    def type(self, wanted: Any, text: str) -> None:
        self.to(wanted)
        self.page.keyboard.type(text)


def test_by_keyboard_from_the_code_to_the_sealed_statement(office, phone) -> None:
    phone.reload()
    page, keys = phone.page, Keys(phone.page)
    page.keyboard.type(CODE)
    page.keyboard.press("Enter")
    phone.at_home()
    keys.press(phone.button("new"))
    phone.at("write_title")
    for box in page.get_by_role("checkbox").all():
        keys.press(box, "Space")
    for key in ("scope_legal", "how_written"):
        wanted = page.locator("label.option", has=page.get_by_text(phone.say(key), exact=True))
        group = page.locator("fieldset", has=wanted)
        keys.to(group.get_by_role("radio").first)
        for _ in range(4):
            if wanted.get_by_role("radio").is_checked():
                break
            page.keyboard.press("ArrowDown")
        assert wanted.get_by_role("radio").is_checked()
    keys.type(phone.box("text"), "Меня били.")
    keys.press(phone.button("seal"))
    phone.at("sealed_title")
    keys.press(phone.button("sealed_done"))
    phone.at_home()
    assert [line["sent"] for line in phone.out()] in ([True], [False])
