"""Cards that the office prints: each enrols one phone, once, and runs out after two weeks.

Invariant: neither a card's secret nor a phone's token is kept, only a digest; both are too long to be tried.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.base32 import as_typed, encode
from models.devices import KEY_BYTES
from models.errors import AigaqError
from store.devices import put_device
from store.ids import new_id
from store.journal import Done, now, record
from store.store import Store
from store.tables import DeviceCardRow, DeviceRow, PhoneRow
from store.vault import checked_recipient, same_name

HOLDS: Final = timedelta(days=14)
SECRET_CHARACTERS: Final = 20  # 100 bits
_SECRET_BYTES: Final = 13
_TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Card:
    """A card that enrols a phone under its label; `secret` is there only when it is made."""

    id: str
    secret: str
    label: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"Card({self.id!r})"


@dataclass(frozen=True, slots=True)
class Phone:
    """An enrolled device that fetches questions, which are sealed to its recipient."""

    device_id: str
    recipient: str


def make_card(store: Store, *, label: str, actor: str | None = None) -> Card:
    """Make a card; errors: name_missing, device_exists (a device or an open card has the label)."""
    known_as = same_name(label)
    if not known_as:
        raise AigaqError("name_missing")
    secret = encode(secrets.token_bytes(_SECRET_BYTES), characters=SECRET_CHARACTERS)
    with store.writing() as session:
        device = (DeviceRow.label == known_as) & DeviceRow.revoked_at.is_(None)
        card = (DeviceCardRow.label == known_as) & _is_open()
        for taken in (select(DeviceRow.id).where(device), select(DeviceCardRow.id).where(card)):
            if session.scalars(taken).first() is not None:
                raise AigaqError("device_exists")
        made_at = now()
        row = DeviceCardRow(
            id=new_id(),
            secret=_digest(secret),
            label=known_as,
            made_at=made_at,
            expires_at=made_at + HOLDS,
            device_id=None,
        )
        session.add(row)
        record(session, Done.CARD_MADE, subject=row.id, actor=actor)
        return Card(row.id, secret, row.label, row.expires_at)


def open_cards(store: Store) -> list[Card]:
    """The cards that nobody used and that have not run out, without their secrets, in the order they came."""
    query = select(DeviceCardRow).where(_is_open()).order_by(DeviceCardRow.made_at, DeviceCardRow.label)
    with store.reading() as session:
        return [Card(row.id, "", row.label, row.expires_at) for row in session.scalars(query)]


def drop_card(store: Store, card_id: str, *, actor: str | None = None) -> None:
    """Let a card enrol nobody any more; one that was used or is gone stays as it is."""
    with store.writing() as session:
        row = session.get(DeviceCardRow, card_id)
        if row is not None and row.device_id is None:
            session.delete(row)
            record(session, Done.CARD_DROPPED, subject=card_id, actor=actor)


def card_is_open(store: Store, secret: str) -> bool:
    """Whether a card of this secret, as somebody typed it, enrols a phone now."""
    with store.reading() as session:
        return _open_card(session, secret) is not None


def enrol_by_card(store: Store, secret: str, *, public_key: bytes, recipient: str) -> str:
    """Enrol a phone under a card's label, use the card up, and return a fresh bearer token.

    The same phone may ask again, where the answer was lost on its way: it gets another token, and the one
    before opens nothing; that it holds its key, the caller has checked. Errors: bad_card (unknown, used, run
    out or dropped alike), bad_device_key, bad_recipient, device_exists (the key, or a label that was given to
    another device meanwhile).
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with store.writing() as session:
        card = _open_card(session, secret)
        if card is None:
            _again(session, secret, public_key, recipient, token)
            return token
        if len(public_key) != KEY_BYTES:
            raise AigaqError("bad_device_key")
        sealed_to = checked_recipient(recipient)
        device = put_device(session, public_key, label=card.label, counts={"card": 1})
        # A phone that was revoked and comes back has another token, and the old one opens nothing.
        phone = session.merge(PhoneRow(device_id=device.id, recipient=sealed_to, token=_digest(token)))
        record(session, Done.PHONE_ENROLLED, subject=phone.device_id)
        card.device_id = device.id
        record(session, Done.CARD_USED, subject=card.id)
    return token


def phone_of(store: Store, token: str) -> Phone | None:
    """The phone with this token; None for an unknown token or a device that was revoked."""
    query = (
        select(PhoneRow)
        .join(DeviceRow, DeviceRow.id == PhoneRow.device_id)
        .where(PhoneRow.token == _digest(token), DeviceRow.revoked_at.is_(None))
    )
    with store.reading() as session:
        row = session.scalars(query).first()
        return None if row is None else Phone(row.device_id, row.recipient)


def _open_card(session: Session, secret: str) -> DeviceCardRow | None:
    of_secret = DeviceCardRow.secret == _digest(as_typed(secret))
    return session.scalars(select(DeviceCardRow).where(of_secret, _is_open())).first()


def _again(session: Session, secret: str, public_key: bytes, recipient: str, token: str) -> None:
    """Give the phone that used a card up another token; bad_card for any other phone."""
    query = (
        select(PhoneRow)
        .join(DeviceRow, DeviceRow.id == PhoneRow.device_id)
        .join(DeviceCardRow, DeviceCardRow.device_id == DeviceRow.id)
        .where(
            DeviceCardRow.secret == _digest(as_typed(secret)),
            DeviceCardRow.expires_at > now(),
            DeviceRow.public_key == public_key,
            PhoneRow.recipient == recipient,
            DeviceRow.revoked_at.is_(None),
        )
    )
    phone = session.scalars(query).first()
    if phone is None:
        raise AigaqError("bad_card")
    phone.token = _digest(token)
    record(session, Done.PHONE_ENROLLED, subject=phone.device_id)


def _is_open() -> ColumnElement[bool]:
    return DeviceCardRow.device_id.is_(None) & (DeviceCardRow.expires_at > now())


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
