"""The card that sets up a phone: one printed page with a QR code, in three languages."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from models.errors import AigaqError

if TYPE_CHECKING:
    from store.cards import Card

_VERSION: Final = "1"
_SHOWN: Final = 32  # hexadecimal digits of the fingerprint in the code: it must stay easy to scan
_NO_SECRET: Final = "0" * 20  # which no card has
_PAGE: Final = Path(__file__).with_name("card.html")


@dataclass(frozen=True, slots=True)
class Office:
    """Where phones reach the office: its address (https://host:port), recipient and certificate.

    `fingerprint` is the certificate's SHA-256 with colons, empty where there is none; `own`: it is one of
    the store's own, which phones do not trust by themselves.
    """

    address: str
    recipient: str
    fingerprint: str
    own: bool = False


def checked_address(text: str) -> str:
    """The address without anything after its port; bad_address unless phones can open it safely.

    http:// is taken for this machine alone: in the clear, a browser keeps no page for later.
    """
    from review.address import is_loopback  # noqa: PLC0415

    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise AigaqError("bad_address") from None
    rest = parts.path.rstrip("/") or parts.query or parts.fragment or parts.username
    if not host or rest or parts.scheme not in {"http", "https"}:
        raise AigaqError("bad_address")
    if parts.scheme == "http" and not is_loopback(host):
        raise AigaqError("bad_address")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def card_text(secret: str, office: Office) -> str:
    """What the second picture holds: never an address, for browsers keep those."""
    fingerprint = office.fingerprint.replace(":", "")[:_SHOWN]
    return f"{_VERSION}.{office.recipient}.{secret}.{fingerprint}"


def card_page(card: "Card", office: Office) -> bytes:
    """The card as a page of HTML that needs nothing else, to be printed."""
    expires = card.expires_at.date().isoformat()
    return _page(office, card_text(card.secret, office), label=card.label, expires=expires)


def renewal_page(office: Office) -> bytes:
    """A card that sets up no phone: it tells those that are the office's recipient of today."""
    return _page(office, card_text(_NO_SECRET, office), label="↻", expires="")


def _page(office: Office, text: str, *, label: str, expires: str) -> bytes:
    from jinja2 import Environment  # noqa: PLC0415

    address = f"{office.address}/submit"
    template = Environment(autoescape=True).from_string(_PAGE.read_text("utf-8"))
    page = template.render(
        label=label,
        address=address,
        fingerprint=office.fingerprint,
        own=office.own,
        recipient=office.recipient,
        expires=expires,
        text=text,
        pictures=[_picture(address), _picture(text)],
    )
    return page.encode()


def _picture(text: str) -> str:
    """A text as a QR code in SVG, to stand in a page as it is."""
    import segno  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    code = segno.make_qr(text, error="m", boost_error=False)
    drawn = code.svg_inline(border=4, light="white", omitsize=True)
    return Markup(drawn)  # noqa: S704 - made of dots alone
