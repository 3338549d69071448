"""The web app in a real browser: Debian's Chromium, driven by Playwright.

Every page of a test is watched: console errors, violations of the Content-Security-Policy and requests to
anything but the app's own address fail the test. No policy is switched off to measure or to watch: what runs
in a page for that comes in through the debugger, which no policy binds.
"""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from cheroot import wsgi
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HERE = Path(__file__).parent
AXE = HERE / "axe" / "axe.min.js"
LOOPBACK = "127.0.0.1"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 3,
        "is_mobile": True,
        "has_touch": True,
    },
}
# What the last step of a test set off is heard of within this time.
SETTLE_MS = 50

WATCH_POLICY = """
addEventListener("securitypolicyviolation", event => aigaqViolation(
  `${event.effectiveDirective} forbids ${event.blockedURI || "this"} in ${event.documentURI}`), true)
"""
# Times count from 1970 and not from the document's start, because the key may load the next page. Tab storage
# tells that page when the key came; it runs this from its own start.
AWAIT_CONDITION = """
if (window === top) {
  const heldAt = async (condition, patience) => {
    const start = performance.now()
    let trouble = "it stayed false"
    for (;;) {
      try { if (condition()) return performance.timeOrigin + performance.now() }
      catch (error) { trouble = String(error) }
      if (performance.now() - start >= patience) return trouble
      await new Promise(resolve => { requestAnimationFrame(resolve); setTimeout(resolve, 100) })
    }
  }
  window.aigaqHeld = heldAt(() => Boolean(CONDITION), PATIENCE)
}
"""
AWAIT_KEY = """() => {
  const modifiers = new Set(["Alt", "AltGraph", "Control", "Meta", "Shift"])
  const note = event => {
    if (modifiers.has(event.key)) return
    removeEventListener("keydown", note, true)
    sessionStorage.setItem("aigaqKeyAt", performance.timeOrigin + event.timeStamp)
  }
  sessionStorage.removeItem("aigaqKeyAt")
  addEventListener("keydown", note, true)
}"""
ELAPSED = """async () => {
  const heldAt = await window.aigaqHeld
  const keyAt = Number(sessionStorage.getItem("aigaqKeyAt"))
  sessionStorage.removeItem("aigaqKeyAt")
  return [keyAt, heldAt]
}"""

PageAt = Callable[..., Page]
Serve = Callable[["WSGIApplication"], str]
Axe = Callable[[Page], "list[Violation]"]
ElapsedKeystroke = Callable[..., float]


@dataclass(frozen=True)
class Violation:
    """A barrier that axe found: its rule, how bad it is, and which elements raise it."""

    rule: str
    impact: str
    help: str
    targets: tuple[str, ...]

    def __str__(self) -> str:
        more = f" and {len(self.targets) - 3} more" if len(self.targets) > 3 else ""
        return f"{self.rule} ({self.impact}): {self.help}: {', '.join(self.targets[:3])}{more}"


class Faults:
    """What went wrong in the pages of a test, in sentences; those that the test does not take fail it."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._contexts: list[BrowserContext] = []

    def take(self) -> list[str]:
        """Everything so far, which then no longer fails the test: for one that provokes it."""
        for context in self._contexts:
            for page in context.pages:
                page.wait_for_timeout(SETTLE_MS)
        taken, self._found = self._found, []
        return taken

    def watch(self, context: BrowserContext, origin: str) -> None:
        """Note the faults of all pages in the context, which may speak with the origin alone."""
        self._contexts.append(context)
        context.on("request", lambda request: self._request(request.url, origin))
        context.on("page", lambda page: page.on("websocket", lambda ws: self._socket(ws.url, origin)))
        context.on("console", lambda said: self._console(said.type, said.text, said.location["url"]))
        context.on("weberror", lambda error: self._found.append(f"uncaught: {error.error}"))
        context.expose_binding("aigaqViolation", lambda _, what: self._found.append(f"policy: {what}"))
        context.add_init_script(WATCH_POLICY)

    def _request(self, url: str, origin: str) -> None:
        if not url.removeprefix("blob:").startswith(f"{origin}/"):
            self._found.append(f"foreign request: {url}")

    def _socket(self, url: str, origin: str) -> None:
        self._request(f"http{url.removeprefix('ws')}", origin)

    def _console(self, kind: str, text: str, url: str) -> None:
        if kind in {"error", "assert"}:
            self._found.append(f"console: {text} ({url})")


@pytest.hookimpl(tryfirst=True)  # before pytest deselects by mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests here are slow and reach no host but this one.

    No xdist group: from pytest 9.2 on xdist 3.8 overlooks groups (its issue 1386). `make` runs these alone.
    """
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.allow_hosts([LOOPBACK]))


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """A test whose pages had faults fails; one that fails anyway names them."""
    faults = pyfuncitem.funcargs.get("faults")
    if not isinstance(faults, Faults):
        return (yield)
    try:
        result = yield
    except Exception as error:
        for fault in faults.take():
            error.add_note(fault)
        raise
    if left := faults.take():
        pytest.fail("\n".join(["The test passed, but its pages had faults:", *left]), pytrace=False)
    return result


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """A failed `assert axe(page) == []` lists the barriers."""
    if op == "==" and right == [] and isinstance(left, list) and all(isinstance(v, Violation) for v in left):
        return ["a page without barriers", *map(str, left)]
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window, one for all tests."""
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if program is None:
        missing = "There is no Chromium on this machine. Install your system's package chromium."
        if os.environ.get("AIGAQ_NEEDS_BROWSER") == "1":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            chromium_sandbox=os.geteuid() != 0,  # for root it does not start with a sandbox
            args=[f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {LOOPBACK}"],
        )
        yield browser
        browser.close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve(app)` runs a WSGI app on a free port of this machine and gives its address: "http://…:port"."""
    running: list[tuple[wsgi.Server, Thread]] = []

    def start(app: "WSGIApplication") -> str:
        server = wsgi.Server((LOOPBACK, 0), app, numthreads=4, shutdown_timeout=1)
        server.expiration_interval = 0.05  # stopping waits for this
        server.prepare()
        thread = Thread(target=server.serve, daemon=True)
        thread.start()
        running.append((server, thread))
        return f"http://{LOOPBACK}:{server.bind_addr[1]}"

    yield start
    for server, thread in running:
        server.stop()
        thread.join()


@pytest.fixture
def faults() -> Faults:
    """The faults of this test's pages: `faults.take()` in a test that provokes some."""
    return Faults()


@pytest.fixture
def page_at(browser: Browser, serve: Serve, faults: Faults) -> Iterator[PageAt]:
    """`page_at(url, screen="desktop" | "phone", **options)` opens the address as a new visitor.

    Each call has cookies of its own; the options are those of Playwright's `new_context`. From then on the
    server's address can be left out: `page.goto("/help")`.
    """
    contexts: list[BrowserContext] = []

    def open_page(url: str, screen: str = "desktop", **options: Any) -> Page:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        context = browser.new_context(base_url=origin, **(SCREENS[screen] | options))
        contexts.append(context)
        context.set_default_timeout(10_000)
        faults.watch(context, origin)
        page = context.new_page()
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> Axe:
    """`axe(page)` lists the serious and critical barriers in a page: `assert axe(page) == []`."""
    source = AXE.read_text("utf-8")

    def barriers(page: Page) -> list[Violation]:
        for frame in page.frames:
            if not frame.evaluate("'axe' in window"):
                frame.evaluate(source)
        # Preloading would fetch style sheets once more, in a way that connect-src may forbid.
        found = page.evaluate("() => axe.run(document, {preload: false, resultTypes: ['violations']})")
        return [
            Violation(
                rule=each["id"],
                impact=each["impact"],
                help=each["help"],
                targets=tuple(" ".join(map(str, node["target"])) for node in each["nodes"]),
            )
            for each in found["violations"]
            if each["impact"] in {"serious", "critical"}
        ]

    return barriers


def ask_through_loading(page: Page, question: str, *, tries: int = 10) -> Any:
    """The answer of the page, or of the one that takes its place while it is asked."""
    for _ in range(tries - 1):
        with suppress(Error):
            return page.evaluate(question)
    return page.evaluate(question)


@pytest.fixture(scope="session")
def elapsed_keystroke() -> ElapsedKeystroke:
    """`elapsed_keystroke(page, "j", condition)` presses a key and measures until the condition holds.

    The condition is a JavaScript expression that is false, or fails, before; the key may load another page.
    The answer is milliseconds by the browser's clock, from when it got the key to the first frame that finds
    the condition true.
    """

    def measure(page: Page, key: str, condition: str, *, patience_ms: int = 5_000) -> float:
        def awaiting(patience: int) -> str:
            script = AWAIT_CONDITION.replace("CONDITION", condition)
            return script.replace("PATIENCE", str(patience))

        page.evaluate(f"() => {{ {awaiting(0)} }}")
        if not isinstance(page.evaluate("() => window.aigaqHeld"), str):
            raise ValueError("The condition holds before the key is pressed.")
        page.evaluate(AWAIT_KEY)
        with page.add_init_script(awaiting(patience_ms)):
            page.evaluate(f"() => {{ {awaiting(patience_ms)} }}")
            page.keyboard.press(key)
            key_at, held_at = ask_through_loading(page, ELAPSED)
        if not key_at:
            raise ValueError("The key has not reached the page.")
        if isinstance(held_at, str):
            raise TimeoutError(f"{condition!r} did not hold {patience_ms} ms after {key!r}: {held_at}")
        return float(held_at - key_at)

    return measure
