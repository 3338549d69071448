"""The web app over an open store: built in one function, with what holds for every page.

Invariants: no page loads anything but this server's own files, and runs no script or style that stands in
it; every form carries a token of its session; nothing a page shows is kept by the browser; errors say a code
and its fixed sentence.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from flask import Flask, Response, current_app, g, render_template, request, session
from flask_babel import Babel
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException

from models.errors import AigaqError
from models.users import Duty
from review import access, languages
from review.last_scan import LastScan
from review.pages import (
    approving,
    case,
    deciding,
    journal,
    overview,
    queue,
    receipts,
    releases,
    search,
    sign_in,
    statement,
    submit,
)
from review.sessions import IDLE, Sessions
from store.inbox import inbox_of
from store.store import Store

_LARGEST: Final = 256 * 1024  # bytes of a form: a comment, or a selection
_PAGES: Final = (
    sign_in,
    queue,
    statement,
    deciding,
    approving,
    case,
    search,
    releases,
    overview,
    journal,
    receipts,
    submit,
)
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
}
# What an error of ours is in HTTP; everything else is a 400.
_STATUS: Final = {
    "no_such_statement": 404,
    "no_such_case": 404,
    "no_such_release": 404,
    "release_changed": 409,
    "release_blocked": 409,
    "withdrawn": 410,
    "claimed": 409,
    "changed_meanwhile": 409,
    "approved_before": 409,
    "undecided": 409,
    "not_asked": 409,
    "found_again": 409,
    "blocked": 409,
    "reviewer_locked": 401,
    "store_busy": 503,
    "store_full": 503,
    "internal": 500,
}


def create_app(  # noqa: PLR0913 - an app is all of these, and all but one are named
    store: Store,
    *,
    hosts: Sequence[str] = (),
    secure: bool = False,
    idle: float = IDLE,
    warm: bool = False,
    authority: bytes | None = None,
    phones_only: bool = False,
) -> Flask:
    """The app over a store; `hosts` are the names it may be called by, `secure` says that TLS is on.

    `warm` loads what the last scan needs beforehand; `authority` is the certificate that phones may trust.
    With `phones_only` it is the page for phones and nothing that tells of an office.
    """
    static = None if phones_only else "static"
    app = Flask("aigaq", root_path=str(languages.HERE), template_folder="templates", static_folder=static)
    app.config.update(
        SECRET_KEY=secrets.token_bytes(32),
        SESSION_COOKIE_NAME="__Host-aigaq" if secure else "aigaq",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        MAX_CONTENT_LENGTH=_LARGEST,
        MAX_FORM_MEMORY_SIZE=_LARGEST,
        MAX_FORM_PARTS=200,
        WTF_CSRF_TIME_LIMIT=None,  # it lives as long as the session
        WTF_CSRF_SSL_STRICT=False,  # pages send no referrer on purpose
        BABEL_TRANSLATION_DIRECTORIES=str(languages.HERE / "translations"),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["aigaq_store"] = store
    app.extensions["aigaq_authority"] = authority
    app.extensions["aigaq_inbox"] = inbox_of(store)
    app.extensions["aigaq_sessions"] = Sessions(idle=idle)
    app.extensions["aigaq_gate"] = sign_in.Gate()
    app.extensions["aigaq_last_scan"] = last_scan = LastScan()
    if warm:
        last_scan.warm()
    app.logger.disabled = True
    Babel(app, locale_selector=languages.chosen_language)
    csrf = CSRFProtect(app)
    csrf.exempt(submit.pages)  # phones have no cookie that another page could use
    app.extensions["aigaq_hosts"] = frozenset(host.lower() for host in hosts)
    app.before_request(access.check)
    app.after_request(_close)
    app.register_error_handler(AigaqError, _ours)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)
    app.context_processor(_everywhere)
    app.extensions["aigaq_phones_only"] = phones_only
    for module in (submit,) if phones_only else _PAGES:
        app.register_blueprint(module.pages)
    return app


def _close(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        # neither the browser's disk nor its back button keeps a statement
        response.headers["Cache-Control"] = "no-store"
    return response


def _everywhere() -> dict[str, Any]:
    return {
        "user": g.get("user"),
        "Duty": Duty,
        "words": languages,
        "language": languages.chosen_language(),
        "idle_seconds": int(access.sessions().idle),
    }


def _ours(error: AigaqError) -> tuple[str, int]:
    status = _STATUS.get(error.code, 400)
    return _page(error.code, languages.error_sentence(error.code), status), status


def _stale(error: CSRFError) -> tuple[str, int]:
    # Without a session there is none to have a token of: that is the reason to name.
    if not session.get("token"):
        return _page("session_ended", languages.error_sentence("session_ended"), 401), 401
    return _page("form_stale", languages.error_sentence("form_stale"), 400), 400


def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    code = {401: "session_ended", 403: "not_yours", 404: "no_such_page", 413: "too_large_form"}.get(
        status, "bad_request" if status < 500 else "internal"
    )
    return _page(code, languages.error_sentence(code), status), status


def _broken(error: Exception) -> tuple[str, int]:
    # A door: whatever it was may quote a statement, so only its kind goes on, to nobody.
    return _page("internal", languages.error_sentence("internal"), 500), 500


def _page(code: str, sentence: str, status: int) -> str:
    if current_app.extensions["aigaq_phones_only"]:
        return ""  # the pages that a sentence stands in are those of the office
    if "HX-Request" in request.headers:
        return render_template("error_part.html", code=code, sentence=sentence)
    return render_template("error.html", code=code, sentence=sentence, status=status)
