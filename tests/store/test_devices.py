"""Devices are enrolled by key, revoked, and taken back; the journal has it."""

import os

import pytest
from sqlalchemy import select

from models.devices import device_text, read_device_text
from models.errors import AigaqError
from store.devices import device_of, enrol_device, list_devices, revoke_device
from store.journal import verify_journal
from store.store import Store
from store.tables import JournalRow

KEY, OTHER = bytes(range(32)), bytes(32)


def actions(store: Store) -> list[tuple[str, str | None]]:
    with store.reading() as session:
        assert verify_journal(session)
        rows = session.scalars(select(JournalRow).order_by(JournalRow.sequence))
        return [(row.action, row.subject) for row in rows if row.action.startswith("device")]


def test_enrolled_revoked_and_taken_back(store: Store) -> None:
    device = enrol_device(store, KEY, label=" blue  phone ")
    assert device_of(store, KEY) == device
    assert device_of(store, OTHER) is None
    assert device.label == "blue phone"
    assert revoke_device(store, "blue phone").revoked_at is not None
    assert revoke_device(store, device.id).revoked_at is not None
    assert enrol_device(store, KEY, label="red").id == device.id
    assert [(one.label, one.revoked_at) for one in list_devices(store)] == [("red", None)]
    assert actions(store) == [
        ("device_enrolled", device.id),
        ("device_revoked", device.id),
        ("device_enrolled", device.id),
    ]


def test_neither_key_nor_label_twice(store: Store) -> None:
    enrol_device(store, KEY, label="blue")
    for key, label in ((KEY, "red"), (OTHER, "blue"), (KEY, "blue")):
        with pytest.raises(AigaqError, match="device_exists"):
            enrol_device(store, key, label=label)
    with pytest.raises(AigaqError, match="name_missing"):
        enrol_device(store, OTHER, label="  ")
    with pytest.raises(AigaqError, match="no_such_device"):
        revoke_device(store, "red")


def test_a_public_key_as_people_hand_it_on() -> None:
    key = os.urandom(32)
    text = device_text(key)
    typed = f" {text[:20]}-{text[20:40].upper()} {text[40:].replace('0', 'o').replace('1', 'l')}\n"
    assert read_device_text(text) == read_device_text(typed) == key
    for at in range(13, len(text), 5):
        wrong = text[:at] + ("2" if text[at] != "2" else "3") + text[at + 1 :]
        with pytest.raises(AigaqError, match="bad_device_key"):
            read_device_text(wrong)
    for other in ("", "age1", text[:-1], text + "0", "aigaq-device-" + "ы" * 56, text[13:]):
        with pytest.raises(AigaqError, match="bad_device_key"):
            read_device_text(other)
