"""Who may see which page: each route says it, and a route that says nothing is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from models.users import Duty
from review.sessions import Sessions, SignedIn
from store.store import Store
from store.users import is_active
from store.vault import Vault

F = TypeVar("F", bound=Callable[..., Any])
OPEN: frozenset[str] = frozenset(
    {
        "static",
        *(f"sign_in.{name}" for name in ("form", "enter", "speak", "alive", "awake")),
        # each of these asks for a card or a phone's token itself, but for what anybody may see
        *(f"submit.{name}" for name in ("show", "file", "hand_kit", "enrol", "office", "post", "states")),
        "submit.questions",
        "submit.authority",
    }
)
_MARK = "aigaq_duties"


def needs(*duties: Duty) -> Callable[[F], F]:
    """Let a route be seen by users of these duties alone."""

    def wrap(view: F) -> F:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        setattr(guarded, _MARK, frozenset(duties))
        return cast(F, guarded)

    return wrap


def duties_of(view: Callable[..., Any]) -> frozenset[Duty]:
    """Who may see a route; nobody where it does not say."""
    return cast("frozenset[Duty]", getattr(view, _MARK, frozenset()))


def check() -> Response | None:
    """Before each request: who is it, and may they? Raises 401, 403 or sends to the sign-in page."""
    g.user = None
    hosts: frozenset[str] = current_app.extensions["aigaq_hosts"]
    if hosts and request.environ.get("HTTP_HOST", "").lower() not in hosts:
        abort(400)  # a name that somebody else's server gave to this address
    token = session.get("token")
    if isinstance(token, str):
        # a page that asks by itself whether it is still open must not keep itself open
        g.user = sessions().find(token, touch=request.endpoint != "sign_in.alive")
        if g.user is not None and not is_active(store(), g.user.user_id):
            sessions().end_all_of(g.user.user_id)
            g.user = None
    if request.endpoint is None or request.endpoint in OPEN:
        return None
    if g.user is None:
        if request.method == "GET" and "HX-Request" not in request.headers:
            return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")))
        abort(401)
    if g.user.duty not in duties_of(current_app.view_functions[request.endpoint]):
        abort(403)
    return None


def user() -> SignedIn:
    """Who is signed in, on a page that needs it."""
    return cast(SignedIn, g.user)


def vault() -> Vault:
    """The vault of the reviewer who is signed in."""
    opened = user().vault
    if opened is None:
        abort(403)
    return opened


def sessions() -> Sessions:
    """The sessions of this server."""
    return cast(Sessions, current_app.extensions["aigaq_sessions"])


def store() -> Store:
    """The store that this server serves."""
    return cast(Store, current_app.extensions["aigaq_store"])


def own_path(path: str | None) -> str:
    """A path of this server to go on to; anything else is the start page."""
    parts = urlsplit(path or "")
    if not path or parts.scheme or parts.netloc or not path.startswith("/") or path.startswith(("//", "/\\")):
        return "/"
    return path
