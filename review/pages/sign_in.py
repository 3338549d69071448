"""Signing in and out, and the language of the pages."""

import threading
from typing import Final

from flask import Blueprint, current_app, g, redirect, render_template, request, session, url_for
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.wrappers import Response

from models.errors import AigaqError
from models.users import Duty
from review.access import needs, own_path, sessions, store, user
from review.languages import LANGUAGES, _
from store.claims import release
from store.users import open_any
from store.vault import same_name

pages = Blueprint("sign_in", __name__)
# Wrong passphrases in ten minutes: for one name, and from one address.
_BY_NAME: Final = RateLimitItemPerMinute(8, 10)
_BY_ADDRESS: Final = RateLimitItemPerMinute(40, 10)
_LONGEST: Final = 1024


class Gate:
    """Slows down whoever tries passphrases, and lets one try at a time use the memory that it costs."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self.one_at_a_time = threading.Lock()

    def is_closed(self, name: str, address: str) -> bool:
        """Whether there were too many wrong tries."""
        return not (
            self._limiter.test(_BY_NAME, "name", same_name(name).casefold())
            and self._limiter.test(_BY_ADDRESS, "address", address)
        )

    def count_failure(self, name: str, address: str) -> None:
        """Remember a wrong try."""
        self._limiter.hit(_BY_NAME, "name", same_name(name).casefold())
        self._limiter.hit(_BY_ADDRESS, "address", address)


@pages.get("/sign-in")
def form() -> str | Response:
    """The form; who is signed in goes on."""
    if g.user is not None:
        return redirect(own_path(request.args.get("next")))
    return render_template("sign_in.html", next=own_path(request.args.get("next")), wrong=None, name="")


@pages.post("/sign-in")
def enter() -> tuple[str, int] | Response:
    """Open a session; a wrong name, passphrase or state is answered alike, and after the same time."""
    name, words = request.form.get("name", "")[:_LONGEST], request.form.get("passphrase", "")[:_LONGEST]
    onward = own_path(request.form.get("next"))
    gate: Gate = current_app.extensions["aigaq_gate"]
    address = request.remote_addr or ""
    if gate.is_closed(name, address):
        wrong = _("Too many wrong tries. Wait ten minutes.")
        return render_template("sign_in.html", next=onward, wrong=wrong, name=name), 429
    try:
        with gate.one_at_a_time:
            opened = open_any(store(), name, words)
    except AigaqError as error:
        if error.code != "reviewer_locked":
            raise
        gate.count_failure(name, address)
        wrong = _("Nobody opens here with this name and passphrase. Check both and try again.")
        return render_template("sign_in.html", next=onward, wrong=wrong, name=name), 401
    language = session.get("language")
    session.clear()  # nothing of what was before signing in holds after it
    if language:
        session["language"] = language
    session["token"] = sessions().start(
        user_id=opened.id, name=same_name(name), duty=opened.duty, vault=opened.vault
    )
    return redirect(onward)


@pages.post("/sign-out")
@needs(*Duty)
def leave() -> Response:
    """Close the session and give up what was claimed."""
    if user().duty is Duty.REVIEWER:
        release(store(), user().user_id)
    sessions().end(str(session.get("token")))
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    return redirect(url_for("sign_in.form"))


@pages.post("/language")
def speak() -> Response:
    """Choose the language of the pages."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
    return redirect(own_path(request.form.get("next")))


@pages.get("/awake")
def awake() -> tuple[str, int]:
    """The same, and the session lasts on: its user reads or types."""
    return alive()


@pages.get("/alive")
def alive() -> tuple[str, int]:
    """204 while the session lasts, 401 afterwards; asking does not make it last."""
    return ("", 204) if g.user is not None else ("", 401)
