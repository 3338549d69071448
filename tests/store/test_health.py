from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import text as sql

from store.health import Check, Health, check_database, check_files
from store.place import find_place
from store.store import Store, open_store

Add = Callable[..., str]


def by_name(checks: Iterable[Check]) -> dict[str, Health]:
    return {check.name: check.health for check in checks}


def test_a_new_store_is_sound(store: Store, add: Add) -> None:
    add("Рассказ")
    found = by_name(check_database(store))
    assert set(found.values()) == {Health.OK}
    assert {"SQLCipher", "foreign_keys", "secure_delete", "journal_mode", "integrity", "journal"} == set(
        found
    )


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
