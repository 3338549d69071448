"""What phones speak with: the page for them, one card's enrolment, envelopes in, states and questions out.

Invariants: nothing but the shell is told to anybody without a card or an enrolled phone's token; a phone
learns of its own envelopes alone; what comes in stays sealed and goes to the inbox as it came. The token lies
readable on the phone, so that it can send while it is locked: what is told to it is sealed to the phone.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Blueprint, Response, abort, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from models.devices import read_device_text
from models.errors import AigaqError
from review.access import store
from review.languages import chosen_language
from review.phone_files import kit, kit_version, page, shell_file
from store.cards import Phone, card_is_open, enrol_by_card, phone_of
from store.envelopes import arrivals_of
from store.inbox import Inbox
from store.intake_keys import current_intake_key
from store.messages import questions_for
from store.settings import read_settings
from store.vault import seal_to

pages = Blueprint("submit", __name__, url_prefix="/submit")
_LARGEST: Final = 4_000_000  # bytes of an envelope
_MOST: Final = 500  # envelopes to ask for at once
_BEGINS: Final = b"age-encryption.org/v1\n"
_WAITING, _REFUSED = "waiting", "refused:"
# Programs that lie sealed are run from memory: blob:. Nothing else is looser than on the other pages.
_POLICY: Final = (
    "default-src 'none'; script-src 'self' blob:; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)

# The card can be held before the camera.
_PERMISSIONS: Final = "camera=(self), microphone=(), geolocation=(), clipboard-read=()"


@pages.after_request
def _close(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    # a browser keeps headers with the files that it keeps, and the program's name would tell
    response.headers["Server"] = "-"
    response.headers["Permissions-Policy"] = _PERMISSIONS
    return response


@pages.errorhandler(AigaqError)
def _ours(error: AigaqError) -> tuple[Response, int]:
    return jsonify(code=error.code), _STATUS.get(error.code, 400)


@pages.errorhandler(HTTPException)
def _http(error: HTTPException) -> tuple[Response, int]:
    return jsonify(code="bad_request"), error.code or 500


_STATUS: Final[Mapping[str, int]] = {
    "bad_card": 401,
    "device_unknown": 401,
    "device_revoked": 403,
    "inbox_full": 507,
    "store_busy": 503,
    "store_full": 507,
    "store_unwritable": 507,
    "internal": 500,
}


@pages.get("")
def show() -> Response:
    """The page: a name and a field for a code."""
    return Response(page(_name(), chosen_language()), mimetype="text/html")


@pages.get("/<path>")
def file(path: str) -> Response:
    """A file of the shell."""
    found = shell_file(path, _name(), chosen_language())
    if found is None:
        abort(404)
    response = Response(found.content, content_type=found.type)
    if path == "worker.js":
        response.headers["Service-Worker-Allowed"] = "/submit"
    return response


@pages.get("/ca.crt")
def authority() -> Response:
    """Who signed the certificate of this address, for phones to trust: else they keep no page for later."""
    raw: bytes | None = current_app.extensions["aigaq_authority"]
    if raw is None:
        abort(404)
    return Response(raw, mimetype="application/x-x509-ca-cert")


@pages.get("/kit")
def hand_kit() -> Response:
    """Programs and words, for a card that is open or an enrolled phone; not again to one that `has` them."""
    secret = _credential("Card")
    if secret is None:
        phone = _phone()
        return _sealed(phone, {} if request.args.get("has") == kit_version() else json.loads(kit()))
    if not card_is_open(store(), secret):
        raise AigaqError("bad_card")
    return Response(kit(), mimetype="application/json")


@pages.post("/enrol")
def enrol() -> Response:
    """Enrol the phone that holds the card and proves that it holds its own key."""
    secret = _credential("Card") or ""
    content = _json("device", "recipient", "proof")
    public_key = read_device_text(content["device"])
    proved = f"aigaq enrol 1\n{secret}\n{content['recipient']}\n".encode("utf-8", "surrogatepass")
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(content["proof"]), proved)
    except (InvalidSignature, ValueError):
        raise AigaqError("bad_card") from None
    token = enrol_by_card(store(), secret, public_key=public_key, recipient=content["recipient"])
    return jsonify(token=token, recipient=current_intake_key(store()).recipient)


@pages.get("/office")
def office() -> Response:
    """To whom phones seal now."""
    return _sealed(_phone(), {"recipient": current_intake_key(store()).recipient})


@pages.post("/post")
def post() -> Response:
    """Take an envelope as it is; the same one twice is one."""
    request.max_content_length = _LARGEST
    _phone()
    raw = request.get_data(cache=False)
    if not raw.startswith(_BEGINS):
        raise AigaqError("envelope_damaged")
    return jsonify(digest=_inbox().put(raw))


@pages.post("/states")
def states() -> Response:
    """How far envelopes have come: unknown, sent, received with its receipt, refused with a code."""
    phone = _phone()
    digests = (request.get_json(silent=True) or {}).get("digests")
    if not isinstance(digests, list) or len(digests) > _MOST or not all(map(_is_digest, digests)):
        abort(400)
    inbox = _inbox()
    lying = {digest: inbox.state(digest) for digest in digests}
    # After the look into the inbox: what left it meanwhile is here.
    arrived = arrivals_of(store(), digests, device_id=phone.device_id)
    return _sealed(
        phone,
        {
            digest: {"state": "received", "receipt": arrived[digest].receipt}
            if digest in arrived
            else _lying(state)
            for digest, state in lying.items()
        },
    )


@pages.get("/questions")
def questions() -> Response:
    """The questions that wait for an answer from this phone, sealed to it."""
    found = questions_for(store(), _phone().device_id)
    return jsonify([base64.b64encode(sealed).decode("ascii") for _, sealed in found])


def _sealed(phone: Phone, content: Mapping[str, Any]) -> Response:
    """An answer that only the phone opens, with what lies under its code."""
    raw = seal_to([phone.recipient], json.dumps(content).encode("ascii"))
    return jsonify(sealed=base64.b64encode(raw).decode("ascii"))


def _lying(state: str | None) -> dict[str, str]:
    if state is None:
        return {"state": "unknown"}
    if state == _WAITING:
        return {"state": "sent"}
    return {"state": "refused", "code": state.removeprefix(_REFUSED)}


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def _name() -> str:
    return read_settings(store())["phone_name"]


def _credential(kind: str) -> str | None:
    """What stands in the header after its kind."""
    found, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip()[:100] if found == kind else None


def _inbox() -> Inbox:
    found: Inbox = current_app.extensions["aigaq_inbox"]
    return found


def _phone() -> Phone:
    """The phone whose token this is; device_revoked for any other.

    Nobody is slowed down: a token and a card's secret have too many letters to be guessed, and phones of one
    village come from one address.
    """
    phone = phone_of(store(), _credential("Bearer") or "")
    if phone is None:
        raise AigaqError("device_revoked")
    return phone


def _json(*names: str) -> dict[str, str]:
    """A JSON object of texts with these names; bad_request for any other."""
    content: Any = request.get_json(silent=True)
    if not isinstance(content, dict) or not all(isinstance(content.get(name), str) for name in names):
        abort(400)
    return {name: content[name] for name in names}
