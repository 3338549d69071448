"""The page can be put on the home screen and opened there without a network, and a slow line bears it."""

import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from review.phone_files import kit
from store.settings import change_setting
from tests.browser.phone.conftest import SCREEN, Office
from tests.browser.phone.thumb import CODE

MOST_BYTES = 300_000  # of a first load, as they are
SLOW = 50  # kbit/s of a 2G line


@pytest.fixture
def page(office: Office, page_at: Callable[..., Page]) -> Page:
    """The page as anybody finds it, once it can do without a network."""
    page = page_at(f"{office.url}/submit", "phone", **SCREEN)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return page


@pytest.fixture
def manifest(page: Page) -> dict[str, Any]:
    address = page.locator("link[rel=manifest]").get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.headers["content-type"] == "application/manifest+json"
    found: dict[str, Any] = json.loads(answer.text())
    return found


def test_the_manifest_says_what_an_installed_page_needs(page, manifest) -> None:
    assert manifest["name"] == manifest["short_name"] == page.title()
    assert len(manifest["short_name"]) <= 12
    assert manifest["display"] == "standalone"
    assert manifest["start_url"] == manifest["scope"] == manifest["id"] == "/submit"
    assert manifest["lang"] == "en"
    for colour in ("background_color", "theme_color"):
        assert manifest[colour].startswith("#") and len(manifest[colour]) == 7
    assert not manifest.get("prefer_related_applications")


def test_the_icons_have_their_sizes_and_may_be_cut_round(page, manifest) -> None:
    kinds = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert kinds >= {(size, "any") for size in ("192x192", "512x512")} | {("512x512", "maskable")}
    for icon in manifest["icons"]:
        answer = page.request.get(icon["src"])
        assert answer.headers["content-type"] == icon["type"] == "image/png"
        with Image.open(io.BytesIO(answer.body())) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
            if "maskable" in icon["purpose"]:
                drawn = picture.convert("RGBA")
                assert drawn.getextrema()[3] == (255, 255), "a maskable icon is opaque"
                assert is_plain_outside_the_circle(drawn)


def is_plain_outside_the_circle(picture: Image.Image) -> bool:
    """Whether all that is drawn lies in the middle, whatever shape a phone cuts out."""
    size = picture.width
    ground = picture.getpixel((0, 0))
    return all(
        picture.getpixel((x, y)) == ground
        for x in range(0, size, 4)
        for y in range(0, size, 4)
        if (x - size / 2) ** 2 + (y - size / 2) ** 2 > (0.4 * size) ** 2
    )


def test_the_page_is_made_for_phones(page) -> None:
    viewport = page.locator("meta[name=viewport]").get_attribute("content") or ""
    assert "width=device-width" in viewport and "initial-scale=1" in viewport
    assert "user-scalable" not in viewport and "maximum-scale" not in viewport
    assert page.locator("meta[name=theme-color]").get_attribute("content")
    assert page.locator("link[rel=apple-touch-icon]").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"


def test_chromium_would_install_it(page) -> None:
    devtools = page.context.new_cdp_session(page)
    assert devtools.send("Page.getAppManifest")["errors"] == []
    found = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # a window of its own for each test is no place to install anything to
    assert [error["errorId"] for error in found if error["errorId"] != "in-incognito"] == []


def test_it_answers_offline(page, faults) -> None:
    page.context.set_offline(True)
    answer = page.goto("/submit")
    assert (answer.status, answer.from_service_worker) == (200, True)
    expect(page.get_by_role("button")).to_be_visible()
    manifest = page.evaluate("async () => (await fetch('/submit/manifest.webmanifest')).status")
    assert manifest == 200
    assert [fault for fault in faults.take() if "Failed to load" not in fault] == []


def test_only_what_anybody_may_see_is_kept_for_later(page) -> None:
    kept = page.evaluate(
        """async () => {
          const opened = await Promise.all((await caches.keys()).map(name => caches.open(name)))
          const kept = await Promise.all(opened.map(cache => cache.keys()))
          return kept.flat().map(request => new URL(request.url).pathname)
        }"""
    )
    files = (
        "icon-192.png",
        "icon-512.png",
        "keep.js",
        "manifest.webmanifest",
        "post.js",
        "scan.js",
        "shell.css",
        "shell.js",
    )
    assert sorted(kept) == sorted(["/submit", *(f"/submit/{file}" for file in files)])


def test_an_older_page_is_replaced(page, office) -> None:
    """A newer server's page is shown from the next load on, and nothing of the older one is kept."""
    page.evaluate(
        "async () => { await (await caches.open('older')).put('/submit/old.js', new Response('old')) }"
    )
    change_setting(office.store, "phone_name", "lists", actor=None)
    page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.getRegistration()
          const changed = new Promise(done =>
            navigator.serviceWorker.addEventListener("controllerchange", done))
          await registration.update()
          await changed
        }"""
    )
    page.wait_for_function("async () => (await caches.keys()).length === 1")
    page.reload()
    assert page.title() == "Lists"


def test_newer_programs_and_words_come_by_themselves(phone, monkeypatch) -> None:
    newer = json.loads(kit())
    newer["version"] = "newer"
    newer["words"]["en"]["new"] = "Begin a new one"
    monkeypatch.setattr("review.pages.submit.kit", lambda: json.dumps(newer).encode())
    monkeypatch.setattr("review.pages.submit.kit_version", lambda: "newer")
    phone.reload()
    with phone.page.expect_response("**/submit/kit?*") as sent:
        phone.unlock()  # with the earlier ones
    assert len(sent.value.body()) > 100_000
    with phone.page.expect_response("**/submit/kit?*") as spared:
        phone.reload()
        phone.code_field.fill(CODE)
        phone.page.keyboard.press("Enter")
        expect(phone.page.get_by_role("button", name="Begin a new one")).to_be_visible()
    assert len(spared.value.body()) < 2_000


def test_the_weight_of_a_first_load(office, open_phone, capsys) -> None:
    open_phone().enrol()
    weights = office.line.weights
    total = sum(weights.values())
    parts = [f"  {weight:>8,}  {path}" for path, weight in weights.most_common()]
    seconds = total * 8 / 1000 / SLOW
    with capsys.disabled():
        sys.stdout.write(f"\na first load: {total:,} bytes, {seconds:.0f} s on a line of {SLOW} kbit/s\n")
        sys.stdout.write("\n".join(parts) + "\n")
    assert weights["/submit/kit"] >= len(kit())
    assert total <= MOST_BYTES
