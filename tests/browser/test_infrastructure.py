"""The tools of the browser tests see what they are there to see, on an app made to be wrong."""

import socket
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response
from pytest_socket import SocketConnectBlockedError

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
SOUND = '<img src="/dot.svg" alt="A dot"><button id="next">Next</button><p id="count">0</p>'
PAGES = {
    "/": SOUND,
    "/barred": '<img id="photo" src="/dot.svg"><button class="nameless"></button>',
    "/inline": "<script>document.title = 'changed'</script>",
    "/foreign": '<img src="http://example.org/dot.svg" alt="A dot">',
    "/broken": '<script src="/broken.js"></script>',
    "/keys": SOUND + '<script src="/keys.js"></script>',
    "/arrived": "<p id='arrived'>Here</p>",
}
KEYS = """
addEventListener("keydown", event => {
  const count = () => { document.querySelector("#count").textContent = event.key }
  if ("123".includes(event.key)) count()
  if (event.key === "J") setTimeout(count, 200)
  if (event.key === "n") setTimeout(() => { location.href = "/arrived" }, 200)
})
"""
FILES = {
    "/dot.svg": ("<svg xmlns='http://www.w3.org/2000/svg'><circle r='9'/></svg>", "image/svg+xml"),
    "/keys.js": (KEYS, "text/javascript"),
    "/broken.js": ("console.error('said aloud'); nowhere.to.be.found()", "text/javascript"),
}
# Each test opens pages at the app below.
Open = Callable[..., Any]


@pytest.fixture
def open_page(serve: Callable[..., str], page_at: Open) -> Open:
    app = Flask(__name__)

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def answer(path: str) -> Response:
        if (asked := f"/{path}") in FILES:
            body, kind = FILES[asked]
            return Response(body, content_type=kind)
        page = (
            "<!doctype html><html lang=en><meta charset=utf-8><title>Stub</title>"
            '<meta name="viewport" content="width=device-width">'
            f'<link rel="icon" href="/dot.svg"><main><h1>Stub</h1>{PAGES.get(asked, "")}</main>'
        )
        headers = {} if asked == "/foreign" else {"Content-Security-Policy": POLICY}
        return Response(page, 200 if asked in PAGES else 404, headers)

    base = serve(app)
    return lambda path, *args, **options: page_at(base + path, *args, **options)


@pytest.mark.parametrize(("screen", "size"), [("desktop", [1280, 900]), ("phone", [390, 844])])
def test_a_sound_page_passes_on_both_screens(open_page, axe, screen, size) -> None:
    page = open_page("/", screen)
    assert page.evaluate("[innerWidth, innerHeight]") == size
    assert axe(page) == []


def test_axe_finds_planted_barriers_under_a_strict_policy(open_page, axe) -> None:
    found = {violation.rule: violation for violation in axe(open_page("/barred"))}
    assert {rule: (v.impact, v.targets) for rule, v in found.items()} == {
        "image-alt": ("critical", ("#photo",)),
        "button-name": ("critical", ("button",)),
    }


def test_barriers_are_named_where_the_assertion_fails(open_page, axe) -> None:
    with pytest.raises(AssertionError, match=r"image-alt \(critical\): .+: #photo"):
        assert axe(open_page("/barred")) == []


def test_a_violation_of_the_policy_is_noticed(open_page, faults) -> None:
    page = open_page("/inline")
    assert page.title() == "Stub"
    assert any(fault.startswith("policy: script-src-elem forbids inline") for fault in faults.take())


def test_a_foreign_request_is_noticed_and_not_answered(open_page, faults) -> None:
    page = open_page("/foreign")
    assert page.evaluate("document.querySelector('img').naturalWidth") == 0
    assert "foreign request: http://example.org/dot.svg" in faults.take()


def test_errors_in_the_page_are_noticed(open_page, faults) -> None:
    page = open_page("/broken")
    page.goto("/nowhere")
    found = " | ".join(faults.take())
    assert all(part in found for part in ("console: said aloud", "uncaught: nowhere", "status of 404"))


@pytest.mark.xfail(strict=True, raises=pytest.fail.Exception, reason="faults that are not taken fail a test")
@pytest.mark.parametrize("path", ["/inline", "/foreign", "/broken"])
def test_faults_that_are_not_taken_fail_the_test(open_page, path) -> None:
    open_page(path)


def test_two_visitors_share_no_cookies(open_page) -> None:
    first, second = open_page("/"), open_page("/")
    first.context.add_cookies([{"name": "who", "value": "first", "url": first.url}])
    assert (first.evaluate("document.cookie"), second.evaluate("document.cookie")) == ("who=first", "")


def test_a_keystroke_is_measured(open_page, elapsed_keystroke) -> None:
    page = open_page("/keys")
    shown = "document.querySelector('#count').textContent"
    at_once = [elapsed_keystroke(page, key, f"{shown} === '{key}'") for key in "123"]
    later = elapsed_keystroke(page, "Shift+J", f"{shown} === 'J'")
    assert 0 < min(at_once) < 200 <= later < 5_000  # the machine may pause once


def test_a_keystroke_that_loads_another_page_is_measured(open_page, elapsed_keystroke) -> None:
    page = open_page("/keys")
    elapsed = elapsed_keystroke(page, "n", "document.querySelector('#arrived').textContent === 'Here'")
    assert 200 <= elapsed < 5_000
    assert page.evaluate("sessionStorage.length") == 0


def test_a_keystroke_without_effect_is_no_measurement(open_page, elapsed_keystroke) -> None:
    page = open_page("/keys")
    with pytest.raises(TimeoutError, match="did not hold"):
        elapsed_keystroke(page, "x", "document.querySelector('#count').textContent === 'x'", patience_ms=200)
    with pytest.raises(ValueError, match="holds before"):
        elapsed_keystroke(page, "j", "true")


@pytest.mark.filterwarnings("ignore:A test tried")  # the refusal warns, too
def test_no_host_but_this_one_is_reached() -> None:
    with pytest.raises(SocketConnectBlockedError), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
