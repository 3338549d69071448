"""A backup: one moment of a store in use, checked before it has its name, or nothing at all."""

import os
import resource
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.statements import Draft, SourceKind
from store import backup as module
from store.backup import back_up, check_backup_place, opened_backup
from store.journal import verify_journal
from store.place import StorePlace
from store.store import Store, open_store
from store.users import open_vault

pytestmark = pytest.mark.only_sqlite  # a server has its own backups

Add = Callable[..., str]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder / "copy.db"


def test_all_of_it_and_nobody_else_can_read_it(
    store: Store, add: Add, place: Path, passphrase: str, reviewer: tuple[str, str]
) -> None:
    ids = {add(f"Рассказ {number}") for number in range(5)}
    back_up(store, place, passphrase=passphrase)
    assert sorted(path.name for path in place.parent.iterdir()) == ["copy.db", "copy.db.keys"]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in place.parent.iterdir())
    raw = b"".join(path.read_bytes() for path in place.parent.iterdir())
    assert not raw.startswith(b"SQLite") and "Рассказ".encode() not in raw
    with opened_backup(place, passphrase=passphrase) as copy:
        assert {row.id for row in copy.statements()} == ids
        known = copy.find(Draft("Рассказ 3", SourceKind.TEXT))
        assert known is not None and known.same_text
        assert copy.unseal(known.statement_id, open_vault(copy, *reviewer)).raw_text == "Рассказ 3"
    add("Рассказ после")
    with open_store(str(place), passphrase=passphrase) as copy:
        assert len(copy.statements()) == 5


def test_somebody_writes_meanwhile(store: Store, add: Add, place: Path, passphrase: str) -> None:
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            add(f"Рассказ {number}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            target = place.with_name(f"{number}.db")
            back_up(store, target, passphrase=passphrase)
            with opened_backup(target, passphrase=passphrase) as copy, Session(copy.engine) as session:
                assert verify_journal(session)
    finally:
        done.set()
        writer.join()


@pytest.mark.parametrize("there", ["copy.db", "copy.db.keys"])
def test_nothing_is_written_over(store: Store, place: Path, passphrase: str, there: str) -> None:
    other = place.with_name(there)
    for make in (lambda: other.write_bytes(b"x"), lambda: other.symlink_to("nowhere")):
        make()
        with pytest.raises(AigaqError, match="store_exists"):
            check_backup_place(place)
        with pytest.raises(AigaqError, match="store_exists"):
            back_up(store, place, passphrase=passphrase)
        assert [path.name for path in place.parent.iterdir()] == [there]
        other.unlink()
    with pytest.raises(AigaqError, match="store_exists"):
        check_backup_place(store.place.database or place)


def test_a_place_that_is_not_there(store: Store, place: Path, passphrase: str) -> None:
    target = place.parent / "missing" / "copy.db"
    with pytest.raises(AigaqError, match="store_unwritable"):
        check_backup_place(target)
    with pytest.raises(AigaqError, match="store_unwritable"):
        back_up(store, target, passphrase=passphrase)


def damage_pages(place: StorePlace) -> None:
    assert place.database is not None
    raw = bytearray(place.database.read_bytes())
    for offset in range(5000, len(raw), 4096):
        raw[offset] ^= 1
    place.database.write_bytes(raw)


def damage_keys(place: StorePlace) -> None:
    place.keys.write_bytes(place.keys.read_bytes()[:-20])


def cut_off(place: StorePlace) -> None:
    assert place.database is not None
    os.truncate(place.database, 8192)


@pytest.mark.parametrize("harm", [damage_pages, damage_keys, cut_off])
def test_a_copy_that_fails_its_check_is_none(
    store: Store,
    add: Add,
    place: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[StorePlace], None],
) -> None:
    add("Рассказ")
    copy = module._copy

    def harmed(store: Store, fresh: StorePlace) -> None:
        copy(store, fresh)
        harm(fresh)

    monkeypatch.setattr(module, "_copy", harmed)
    with pytest.raises(AigaqError, match="backup_failed"):
        back_up(store, place, passphrase=passphrase)
    assert list(place.parent.iterdir()) == []


def test_a_store_whose_journal_is_broken_has_no_backup(
    store: Store, place: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.health.verify_journal", lambda session: False)
    with pytest.raises(AigaqError, match="backup_failed"):
        back_up(store, place, passphrase=passphrase)
    assert list(place.parent.iterdir()) == []


def test_the_wrong_passphrase(store: Store, place: Path) -> None:
    with pytest.raises(AigaqError, match="backup_failed"):
        back_up(store, place, passphrase="another one than that")
    assert list(place.parent.iterdir()) == []


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file may grow beyond 40 kB, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_nothing(store: Store, place: Path, passphrase: str, small_disk: None) -> None:
    with pytest.raises(AigaqError, match="backup_failed"):
        back_up(store, place, passphrase=passphrase)
    assert list(place.parent.iterdir()) == []


def test_a_rename_that_fails_leaves_nothing(
    store: Store, place: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if not self.name.endswith(".keys"):
            raise OSError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(AigaqError, match="store_unwritable"):
        back_up(store, place, passphrase=passphrase)
    assert list(place.parent.iterdir()) == []


def test_a_backup_that_was_damaged_later_is_not_opened(
    store: Store, add: Add, place: Path, passphrase: str
) -> None:
    add("Рассказ")
    back_up(store, place, passphrase=passphrase)
    raw = bytearray(place.read_bytes())
    raw[-2000] ^= 1
    place.write_bytes(raw)
    with pytest.raises(AigaqError), opened_backup(place, passphrase=passphrase):
        pass
