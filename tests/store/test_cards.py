"""Cards enrol one phone each, once and in time; tokens open as long as the phone is not revoked."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text as sql

from models.errors import AigaqError
from store import cards as module
from store.audit import audit
from store.cards import card_is_open, drop_card, enrol_by_card, make_card, open_cards, phone_of
from store.devices import device_of, enrol_device, list_devices, revoke_device
from store.store import Store
from store.vault import new_identity

KEY, OTHER = bytes(range(32)), bytes(32)
RECIPIENT, ANOTHER = new_identity()[1], new_identity()[1]


def enrol(store: Store, secret: str, key: bytes = KEY, recipient: str = RECIPIENT) -> str:
    return enrol_by_card(store, secret, public_key=key, recipient=recipient)


def counts(store: Store) -> dict[str, int]:
    with store.reading() as session:
        return dict(audit(session).counts)


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sql(query))]


def test_a_card_enrols_one_phone_under_its_label(store: Store) -> None:
    card = make_card(store, label=" blue  phone ")
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{20}", card.secret) and card.secret not in repr(card)
    assert timedelta(days=13, hours=23) < card.expires_at - datetime.now(UTC) <= timedelta(days=14)
    assert [(one.id, one.secret, one.label) for one in open_cards(store)] == [(card.id, "", "blue phone")]
    token = enrol(store, card.secret)
    assert re.fullmatch(r"[\w-]{43}", token)
    device = device_of(store, KEY)
    assert device is not None and device.label == "blue phone"
    phone = phone_of(store, token)
    assert phone is not None and (phone.device_id, phone.recipient) == (device.id, RECIPIENT)
    assert open_cards(store) == [] and counts(store) == {}
    assert rows(store, "select action, subject, counts from journal order by sequence desc limit 4")[
        ::-1
    ] == [
        ("card_made", card.id, "{}"),
        ("device_enrolled", device.id, '{"card":1}'),
        ("phone_enrolled", device.id, "{}"),
        ("card_used", card.id, "{}"),
    ]


def test_the_secret_is_taken_as_people_type_it(store: Store) -> None:
    secret = make_card(store, label="blue").secret
    typed = (
        "-".join(secret[at : at + 5] for at in range(0, 20, 5)).lower().replace("0", "o").replace("1", "l")
    )
    assert card_is_open(store, f" {typed}\n")
    enrol(store, typed)


def test_neither_secret_nor_token_stands_in_the_store(store: Store) -> None:
    card = make_card(store, label="blue")
    token = enrol(store, card.secret)
    for table in ("device_cards", "phones", "journal"):
        held = repr(rows(store, f"select * from {table}"))  # noqa: S608
        assert card.secret not in held and token not in held


@pytest.mark.parametrize("wrong", ["used", "unknown", "dropped", "expired", "empty", "odd"])
def test_any_card_that_does_not_hold_is_refused_alike(
    store: Store, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    card = make_card(store, label="blue")
    secret = {"unknown": "0" * 20, "empty": "", "odd": "\ud800Ә"}.get(wrong, card.secret)
    if wrong == "used":
        enrol(store, secret)
    elif wrong == "dropped":
        drop_card(store, card.id)
    elif wrong == "expired":
        monkeypatch.setattr(module, "now", lambda: card.expires_at)
        assert open_cards(store) == []
    before = list_devices(store)
    assert not card_is_open(store, secret)
    # whatever else is wrong is not told to somebody without a card
    for key, recipient in ((OTHER, RECIPIENT), (KEY, "age1no"), (b"short", RECIPIENT)):
        with pytest.raises(AigaqError, match="bad_card"):
            enrol(store, secret, key, recipient)
    assert list_devices(store) == before and counts(store) == {}


def test_a_phone_that_missed_the_answer_may_ask_again_and_nobody_else(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = make_card(store, label="blue")
    missed = enrol(store, card.secret)
    token = enrol(store, card.secret)
    found = phone_of(store, token)
    assert found is not None and found.recipient == RECIPIENT and phone_of(store, missed) is None
    for key, recipient in ((OTHER, RECIPIENT), (KEY, ANOTHER)):
        with pytest.raises(AigaqError, match="bad_card"):
            enrol(store, card.secret, key, recipient)
    assert phone_of(store, token) == found and len(list_devices(store)) == 1 and counts(store) == {}
    with monkeypatch.context() as late:
        late.setattr(module, "now", lambda: card.expires_at)
        with pytest.raises(AigaqError, match="bad_card"):
            enrol(store, card.secret)
    revoke_device(store, "blue")
    with pytest.raises(AigaqError, match="bad_card"):
        enrol(store, card.secret)


def test_a_card_holds_until_its_last_second(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    card = make_card(store, label="blue")
    monkeypatch.setattr(module, "now", lambda: card.expires_at - timedelta(seconds=1))
    assert card_is_open(store, card.secret)


def test_what_is_wrong_with_the_phone_does_not_use_the_card_up(store: Store) -> None:
    enrol_device(store, OTHER, label="red")
    card = make_card(store, label="blue")
    for key, recipient, code in (
        (KEY, "age1no", "bad_recipient"),
        (OTHER, RECIPIENT, "device_exists"),
        (b"short", RECIPIENT, "bad_device_key"),
    ):
        with pytest.raises(AigaqError, match=code):
            enrol(store, card.secret, key, recipient)
    enrol_device(store, b"x" * 32, label="blue")
    with pytest.raises(AigaqError, match="device_exists"):  # the label was given away meanwhile
        enrol(store, card.secret)
    assert card_is_open(store, card.secret) and phone_of(store, "") is None
    assert rows(store, "select count(*) from phones") == [(0,)]


def test_two_phones_at_once_and_one_gets_in(store: Store) -> None:
    secret = make_card(store, label="blue").secret
    done: list[str] = []

    def try_it(key: bytes) -> None:
        try:
            enrol(store, secret, key)
            done.append("in")
        except AigaqError as error:
            done.append(error.code)

    threads = [threading.Thread(target=try_it, args=(bytes([n]) * 32,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["bad_card", "bad_card", "bad_card", "in"]
    assert len(list_devices(store)) == 1


def test_labels_of_devices_and_open_cards_are_taken(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    enrol_device(store, OTHER, label="red")
    card = make_card(store, label="blue")
    for taken in ("red", "blue", " blue "):
        with pytest.raises(AigaqError, match="device_exists"):
            make_card(store, label=taken)
    with pytest.raises(AigaqError, match="name_missing"):
        make_card(store, label="  ")
    drop_card(store, card.id)
    monkeypatch.setattr(module, "now", lambda: card.expires_at)
    make_card(store, label="blue")


def test_a_phone_that_takes_the_place_of_a_lost_one(store: Store) -> None:
    lost = enrol(store, make_card(store, label="blue").secret)
    first = revoke_device(store, "blue")
    assert phone_of(store, lost) is None
    token = enrol(store, make_card(store, label="blue").secret, OTHER, ANOTHER)
    found = phone_of(store, token)
    assert found is not None and found.device_id != first.id and phone_of(store, lost) is None
    assert {one.label: one.revoked_at is None for one in list_devices(store)} == {
        "blue": True,
        f"blue ({first.id})": False,
    }
    assert counts(store) == {}


def test_a_lost_phone_that_comes_back_has_another_token(store: Store) -> None:
    old = enrol(store, make_card(store, label="blue").secret)
    device = revoke_device(store, "blue")
    new = enrol(store, make_card(store, label="blue").secret, KEY, ANOTHER)
    found = phone_of(store, new)
    assert found is not None and (found.device_id, found.recipient) == (device.id, ANOTHER)
    assert phone_of(store, old) is None and counts(store) == {}


def test_dropping_a_card_is_recorded_once_and_a_used_one_stays(store: Store) -> None:
    card, used = make_card(store, label="blue"), make_card(store, label="red")
    enrol(store, used.secret)
    for one in (card.id, card.id, used.id, "nobody"):
        drop_card(store, one)
    assert rows(store, "select subject from journal where action = 'card_dropped'") == [(card.id,)]
    assert rows(store, "select id from device_cards") == [(used.id,)] and counts(store) == {}


HARMS = {
    "update phones set recipient = 'age1mine'": "phone_changed",
    "update phones set token = :bytes": "phone_changed",
    "delete from phones": "phone_missing",
    "insert into phones select id, 'age1mine', :bytes from devices where label = 'red'": "phone_unrecorded",
    "update device_cards set device_id = null": "card_changed",
    "update device_cards set secret = :bytes": "card_changed",
    "update device_cards set expires_at = '2099-01-01T00:00:00Z'": "card_changed",
    "insert into device_cards select 'X', :bytes, 'mine', made_at, expires_at, null from device_cards": (
        "card_unrecorded"
    ),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_what_somebody_does_past_the_program_is_seen(store: Store, harm: str) -> None:
    enrol(store, make_card(store, label="blue").secret)
    enrol_device(store, OTHER, label="red")
    assert counts(store) == {}
    with store.engine.begin() as connection:
        connection.execute(sql(harm), {"bytes": b"\0"} if ":bytes" in harm else {})
    assert counts(store) == {HARMS[harm]: 1}
