"""The phone page under somebody's thumb, asked for by its words as they stand in its files."""

import json
import re
from functools import cache
from typing import Any

from playwright.sync_api import Locator, Page, expect

from review.phone_files import FOLDER
from tests.browser.conftest import Faults

CODE = "k7pt4w"
# What a browser says aloud where nobody answers or the answer is no: not a fault of the page.
UNREACHED = re.compile(r"console: Failed to load resource: .*\(http://127\.0\.0\.1:\d+/submit/\S*\)")


def unreached(faults: Faults) -> None:
    """Take what the browser said of the way to the office, and nothing else."""
    assert [fault for fault in faults.take() if not UNREACHED.fullmatch(fault)] == []


@cache
def words(language: str) -> dict[str, str]:
    """The page's words by their keys."""
    found: dict[str, str] = json.loads((FOLDER / "words" / f"{language}.json").read_text("utf-8"))
    return found


class Phone:
    """The page under somebody's thumb; it speaks one of the three languages."""

    def __init__(self, page: Page, language: str = "en") -> None:
        self.page = page
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """The page's words for a key."""
        return re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), words(self.language)[key])

    def button(self, key: str) -> Locator:
        """The button with the words of a key."""
        return self.page.get_by_role("button", name=self.say(key), exact=True)

    def box(self, key: str) -> Locator:
        """The field with the words of a key."""
        return self.page.get_by_label(self.say(key), exact=True)

    def press(self, *keys: str) -> None:
        """Press buttons, one after the other."""
        for key in keys:
            self.button(key).click()

    def at(self, key: str) -> None:
        """Wait for the screen whose heading has the words of a key."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say(key))

    def at_home(self) -> None:
        """Wait for the first screen behind the code."""
        expect(self.button("new")).to_be_visible()

    def show_card(self, text: str) -> None:
        """Paste the text of a card."""
        self.code_field.fill(text)
        self.page.keyboard.press("Enter")

    def enrol(self, code: str = CODE) -> None:
        """Set up the phone that was shown a card, until all that it wants for offline use is there."""
        self.at("enrol_title")
        self.page.get_by_role("checkbox").check()
        self.box("enrol_code").fill(code)
        self.box("enrol_again").fill(code)
        self.press("enrol_go")
        self.at_home()
        self.page.evaluate("async () => { await navigator.serviceWorker.ready }")

    def unlock(self, code: str = CODE) -> None:
        """Type the code."""
        self.code_field.fill(code)
        self.page.keyboard.press("Enter")
        self.at_home()

    def reload(self) -> None:
        """Load the page anew: it asks for the code again."""
        self.page.reload()
        expect(self.code_field).to_be_visible()

    @property
    def code_field(self) -> Locator:
        """The field of the page that is locked."""
        return self.page.locator("#field")

    def agree(self, scope: str = "legal") -> None:
        """Tick what the witness agrees to."""
        for box in self.page.get_by_role("checkbox").all():
            box.check()
        for key in (f"scope_{scope}", "how_spoken"):
            self.page.locator("label.option", has=self.page.get_by_text(self.say(key), exact=True)).click()

    def write(self, text: str, **others: str) -> None:
        """Fill in a statement; `others` are fields by the key of their words."""
        self.press("new")
        self.at("write_title")
        self.agree()
        for key, value in {"text": text, **others}.items():
            self.box(key).fill(value)

    def seal(self) -> str:
        """Seal what is written; returns the receipt's code."""
        self.press("seal")
        self.at("sealed_title")
        receipt = self.page.locator(".code.large").inner_text().replace(" ", "")
        self.press("sealed_done")
        self.at_home()
        return receipt

    def hand_in(self, text: str, **others: str) -> str:
        """Write and seal a statement; returns the receipt's code."""
        self.write(text, **others)
        return self.seal()

    def send(self) -> None:
        """Press the button that sends, as somebody would who comes near the office."""
        self.open_more()
        self.press("send_now")
        expect(self.news).not_to_have_text(self.say("sending"))

    @property
    def news(self) -> Locator:
        """What the first screen says of the way to the office."""
        return self.page.locator("p.notice")

    def open_more(self) -> None:
        """Open what is seldom needed."""
        if not self.button("send_now").is_visible():
            self.page.locator("summary").click()

    def line(self, receipt: str) -> Locator:
        """The line that tells of a statement."""
        return self.page.locator("li.line", has_text=receipt)

    def shows(self, receipt: str, state: str) -> None:
        """Wait until the line of a statement says how far it has come."""
        expect(self.line(receipt)).to_contain_text(self.say(state))

    def out(self) -> list[dict[str, Any]]:
        """What lies sealed in the browser and waits: digest and whether it was sent."""
        rows: list[dict[str, Any]] = self.page.evaluate(
            """async () => (await (await import("/submit/keep.js")).waiting())
                 .map(({ digest, sent, raw }) => ({ digest, sent, raw: [...raw] }))"""
        )
        return rows
