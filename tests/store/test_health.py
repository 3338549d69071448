from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.users import Duty
from store.envelopes import NewEnvelope, put_known_envelope
from store.guards import drop_guards
from store.health import Check, Health, check_database, check_files, check_phones, check_users
from store.inbox import inbox_of
from store.keyfile import add_key
from store.messages import put_withdrawal
from store.place import find_place
from store.rotate import rotate_vault
from store.store import Store, open_store
from store.users import add_user, disable_user, open_vault
from store.wrapping import Cost

Add = Callable[..., str]


def by_name(checks: Iterable[Check]) -> dict[str, Health]:
    return {check.name: check.health for check in checks}


@pytest.mark.only_sqlite
def test_a_new_store_is_sound(store: Store, add: Add) -> None:
    add("Рассказ")
    found = by_name(check_database(store))
    assert set(found.values()) == {Health.OK}
    settings = {"foreign_keys", "secure_delete", "journal_mode", "temp_store"}
    assert {"SQLCipher", "integrity", "journal", *settings} == set(found)


def test_a_changed_page_fails(store_path: Path, passphrase: str, store: Store, add: Add) -> None:
    for number in range(5):
        add(f"Рассказ {number}")
    store.close()
    raw = bytearray(store_path.read_bytes())
    raw[-2000] ^= 1
    store_path.write_bytes(raw)
    with open_store(str(store_path), passphrase=passphrase) as damaged:
        assert Health.FAIL in by_name(check_database(damaged)).values()


def test_a_broken_journal_fails(store: Store, add: Add) -> None:
    add("Рассказ")
    with store.engine.begin() as connection:
        drop_guards(connection)
        connection.execute(sql("update journal set counts = '{}'"))
    assert by_name(check_database(store))["journal"] is Health.FAIL


def test_files_that_others_can_read_are_reported(store_path: Path) -> None:
    place = find_place(str(store_path))
    store_path.parent.chmod(0o700)
    found = by_name(check_files(place))
    assert (found["store file"], found["keys file"], found["store folder"]) == (Health.OK,) * 3
    assert found["recovery identity"] is Health.WARN

    store_path.chmod(0o644)
    store_path.parent.chmod(0o755)
    place.recovery.unlink()
    place.keys.unlink()
    found = by_name(check_files(place))
    assert (found["store file"], found["store folder"]) == (Health.WARN, Health.WARN)
    assert (found["keys file"], found["recovery identity"]) == (Health.FAIL, Health.OK)


def test_one_reviewer_is_too_few_and_two_are_enough(
    store: Store, reviewer: tuple[str, str], cost: Cost
) -> None:
    assert by_name(check_users(store))["reviewers"] is Health.WARN
    vault = open_vault(store, *reviewer)
    add_user(store, "Аян", Duty.REVIEWER, passphrase="some words of a second one", vault=vault, cost=cost)
    assert set(by_name(check_users(store)).values()) == {Health.OK}
    with store.engine.begin() as connection:
        connection.execute(sql("update users set state = 'disabled'"))
    nobody = next(check for check in check_users(store) if check.name == "reviewers")
    assert nobody.health is Health.WARN and "--recovery" in nobody.advice


def test_a_reviewer_who_left_is_a_warning_until_the_vault_is_rotated(
    store: Store, reviewer: tuple[str, str], cost: Cost
) -> None:
    vault = open_vault(store, *reviewer)
    add_user(store, "Дана", Duty.OPERATOR, passphrase="some words of an operator", cost=cost)
    disable_user(store, "Дана")
    assert by_name(check_users(store))["disabled users"] is Health.OK
    add_user(store, "Аян", Duty.REVIEWER, passphrase="some words of a second one", vault=vault, cost=cost)
    disable_user(store, "Аян", vault=vault)
    left = next(check for check in check_users(store) if check.name == "disabled users")
    assert left.health is Health.WARN and "aigaq vault rotate" in left.advice and left.found[0] == "2"
    rotate_vault(store, vault)
    assert by_name(check_users(store))["disabled users"] is Health.OK


def test_wrong_passphrases_are_counted_without_names(store: Store, reviewer: tuple[str, str]) -> None:
    for _ in range(2):
        with pytest.raises(AigaqError):
            open_vault(store, reviewer[0], "not the words")
    found = next(check for check in check_users(store) if check.name == "wrong passphrases")
    assert found.health is Health.WARN and found.found.startswith("2 since") and "Сәуле" not in str(found)


def test_a_clock_behind_the_journal_is_reported(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.journal import now  # noqa: PLC0415

    assert by_name(check_users(store))["clock"] is Health.OK
    monkeypatch.setattr("store.health.now", lambda: now().replace(year=2001))
    assert by_name(check_users(store))["clock"] is Health.WARN


def test_what_a_killed_command_left_is_reported(store_path: Path, cost: Cost) -> None:
    place = find_place(str(store_path))
    assert not {"rekey", "unfinished files"} & set(by_name(check_files(place)))
    add_key(place.keys, "words of a rekey cut short", cost=cost)
    store_path.with_name(".store.db.rekey").touch()
    found = by_name(check_files(place))
    assert found["rekey"] is Health.WARN and found["unfinished files"] is Health.WARN


def test_what_waits_in_the_inbox_and_what_is_asked_for_is_told(store: Store, add: Add) -> None:
    [check] = check_phones(store)
    assert (check.name, check.health, check.found) == ("inbox", Health.OK, "empty")
    inbox = inbox_of(store)
    inbox.put(b"one")
    inbox.refuse(inbox.put(b"another"), "device_unknown")
    put_known_envelope(store, NewEnvelope(b"n" * 32, "RECE1PT000", None, "0" * 64), statement_id=add("Меня"))
    with store.writing() as session:
        asked = put_withdrawal(session, device_id=None, receipt="RECE1PT000")
    waiting, withdrawals = check_phones(store)
    assert (waiting.health, waiting.found) == (Health.WARN, "1 wait, 1 were set aside")
    assert withdrawals.health is Health.WARN
    assert asked in withdrawals.advice
