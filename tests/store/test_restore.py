"""Restoring: a checked backup in the store's place, with its withdrawals, or everything as it was."""

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.statements import StatementState
from store import restore as module
from store.backup import back_up
from store.create import create_with
from store.journal import verify_journal
from store.rekey import rekey_store
from store.restore import restore_store
from store.store import Store, open_store
from store.users import open_vault
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

pytestmark = pytest.mark.only_sqlite  # a server has its own backups

Add = Callable[..., str]
ROOT = Path(__file__).parents[2]
NEW = "the store's new words"


@pytest.fixture
def ids(add: Add) -> list[str]:
    return [add(f"Рассказ {number}") for number in range(4)]


@pytest.fixture
def backup(store: Store, ids: list[str], tmp_path: Path, passphrase: str) -> Path:
    """A backup on a stick, of a store that goes on after it."""
    folder = tmp_path / "stick"
    folder.mkdir()
    back_up(store, folder / "copy.db", passphrase=passphrase)
    return folder / "copy.db"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "machine"
    folder.mkdir(mode=0o700)
    return folder / "store.db"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def whole(store: Store) -> bool:
    with store.reading() as session:
        return verify_journal(session)


def last_entry(store: Store) -> tuple[str, str]:
    with store.engine.connect() as connection:
        found = connection.execute(sql("select action, counts from journal order by sequence desc limit 1"))
        return tuple(found.one())


def test_on_another_machine_everything_is_back(
    backup: Path, elsewhere: Path, ids: list[str], passphrase: str, reviewer: tuple[str, str]
) -> None:
    before = {path.name: path.read_bytes() for path in backup.parent.iterdir()}
    restored = restore_store(backup, str(elsewhere), passphrase=passphrase)
    assert (restored.statements, restored.withdrawn, restored.kept) == (4, None, None)
    assert names(elsewhere.parent) == ["store.db", "store.db.keys"]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in elsewhere.parent.iterdir())
    with open_store(str(elsewhere), passphrase=passphrase) as store:
        assert {row.id for row in store.statements()} == set(ids)
        assert store.unseal(ids[0], open_vault(store, *reviewer)).raw_text == "Рассказ 0"
        assert whole(store)
    assert {path.name: path.read_bytes() for path in backup.parent.iterdir()} == before


def test_it_stands_in_the_journal_of_both(
    store: Store, backup: Path, elsewhere: Path, passphrase: str
) -> None:
    assert last_entry(store)[0] == "backed_up"
    restore_store(backup, str(elsewhere), passphrase=passphrase)
    with open_store(str(elsewhere), passphrase=passphrase) as restored:
        assert last_entry(restored) == ("restored", '{"statements":4,"withdrawn":0}')


@pytest.mark.parametrize("there", ["store.db", "store.db.keys", "store.db-wal"])
def test_nothing_that_is_there_is_touched_unless_told(
    backup: Path, elsewhere: Path, passphrase: str, there: str
) -> None:
    elsewhere.with_name(there).write_bytes(b"mine")
    with pytest.raises(AigaqError, match="store_exists"):
        restore_store(backup, str(elsewhere), passphrase=passphrase)
    assert names(elsewhere.parent) == [there] and elsewhere.with_name(there).read_bytes() == b"mine"


def test_the_store_that_is_there_is_kept_whole(
    store: Store, store_path: Path, add: Add, backup: Path, ids: list[str], passphrase: str
) -> None:
    later = add("после")
    store.close()
    restored = restore_store(backup, str(store_path), passphrase=passphrase, replace=True)
    assert restored.kept is not None
    with open_store(str(restored.kept), passphrase=passphrase) as old:
        assert {row.id for row in old.statements()} == {*ids, later} and whole(old)
    with open_store(str(store_path), passphrase=passphrase) as new:
        assert {row.id for row in new.statements()} == set(ids) and whole(new)


def test_a_log_that_was_left_behind_goes_with_its_store(
    store: Store, store_path: Path, add: Add, backup: Path, ids: list[str], passphrase: str
) -> None:
    killed = textwrap.dedent("""
        import os, signal, sys
        from store.store import open_store
        store = open_store(sys.argv[1], passphrase=sys.argv[2])
        store.start_batch(case="left open")
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    store.close()
    command = [sys.executable, "-c", killed, str(store_path), passphrase]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
    assert store_path.with_name("store.db-wal").stat().st_size > 0
    restored = restore_store(backup, str(store_path), passphrase=passphrase, replace=True)
    with open_store(str(store_path), passphrase=passphrase) as new:
        assert whole(new) and not new.start_batch(case="left open").resumed
    assert restored.kept is not None
    with open_store(str(restored.kept), passphrase=passphrase) as old:
        assert whole(old) and old.start_batch(case="left open").resumed


HOLDER = textwrap.dedent("""
    import sys
    from store.store import open_store
    with open_store(sys.argv[1], passphrase=sys.argv[2]) as store:
        print("open", flush=True)
        sys.stdin.readline()
""")


def test_a_store_that_somebody_has_open_is_not_replaced(
    store: Store, store_path: Path, backup: Path, passphrase: str
) -> None:
    store.close()
    before = names(store_path.parent)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(store_path), passphrase],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert holder.stdout is not None and holder.stdout.readline() == "open\n"
    try:
        with pytest.raises(AigaqError, match="store_busy"):
            restore_store(backup, str(store_path), passphrase=passphrase, replace=True)
    finally:
        holder.communicate("\n")
    assert names(store_path.parent) == before


def test_what_was_withdrawn_since_is_withdrawn_again(
    store: Store, store_path: Path, backup: Path, elsewhere: Path, ids: list[str], passphrase: str
) -> None:
    withdraw(store, ids[1], Reason.REQUEST)
    store.close()
    kept_elsewhere = elsewhere.with_name("list")
    kept_elsewhere.write_bytes(store_path.with_name("store.db.withdrawals").read_bytes())
    # beside the store it counts by itself, elsewhere where it is named
    for place, named in ((store_path, None), (elsewhere, kept_elsewhere)):
        restored = restore_store(
            backup, str(place), passphrase=passphrase, replace=place is store_path, withdrawals=named
        )
        assert (restored.statements, restored.withdrawn) == (4, 1)
        with open_store(str(place), passphrase=passphrase) as again:
            assert again.statement(ids[1]).state is StatementState.WITHDRAWN
            assert whole(again)
            with again.engine.connect() as connection:
                left = connection.execute(sql("select statement_id from sealed_records")).scalars().all()
            assert set(left) == set(ids) - {ids[1]}
        assert place.with_name("store.db.withdrawals").is_file()


def test_a_changed_or_missing_list_stops_it(
    store: Store, store_path: Path, backup: Path, elsewhere: Path, ids: list[str], passphrase: str
) -> None:
    withdraw(store, ids[1], Reason.REQUEST)
    raw = store_path.with_name("store.db.withdrawals").read_bytes()
    changed = backup.with_name("list")
    changed.write_bytes(raw.replace(ids[1].encode(), ids[2].encode()))
    for named, code in ((changed, "withdrawals_damaged"), (backup.with_name("typo"), "no_such_file")):
        with pytest.raises(AigaqError, match=code):
            restore_store(backup, str(elsewhere), passphrase=passphrase, withdrawals=named)
    assert names(elsewhere.parent) == []


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 4
    path.write_bytes(raw)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (cut, "backup_damaged"),
        (flip, "backup_damaged"),
        (lambda path: path.write_bytes(b""), "backup_damaged"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(9000)), "backup_damaged"),
        (lambda path: path.with_name("copy.db.keys").write_bytes(b"{"), "backup_damaged"),
        (lambda path: path.with_name("copy.db.keys").unlink(), "keys_missing"),
        (Path.unlink, "no_such_file"),
    ],
)
def test_a_damaged_backup_changes_nothing(
    store: Store,
    store_path: Path,
    backup: Path,
    passphrase: str,
    harm: Callable[[Path], None],
    code: str,
) -> None:
    store.close()
    harm(backup)
    before = {path.name: path.read_bytes() for path in store_path.parent.iterdir() if path.is_file()}
    with pytest.raises(AigaqError, match=code):
        restore_store(backup, str(store_path), passphrase=passphrase, replace=True)
    after = {path.name: path.read_bytes() for path in store_path.parent.iterdir() if path.is_file()}
    assert after == before


def test_the_passphrase_is_that_of_the_backup(
    store: Store, store_path: Path, backup: Path, passphrase: str, cost: Cost
) -> None:
    store.close()
    rekey_store(str(store_path), old=passphrase, new=NEW, cost=cost)
    with pytest.raises(AigaqError, match="store_locked"):
        restore_store(backup, str(store_path), passphrase=NEW, replace=True)
    restore_store(backup, str(store_path), passphrase=passphrase, replace=True)
    with open_store(str(store_path), passphrase=passphrase) as again:
        assert len(again.statements()) == 4


def test_a_store_is_not_its_own_backup(store: Store, store_path: Path, passphrase: str) -> None:
    store.close()
    with pytest.raises(AigaqError, match="store_exists"):
        restore_store(store_path, str(store_path), passphrase=passphrase, replace=True)


def test_another_store_that_cannot_be_opened_is_replaced_and_kept(
    backup: Path, elsewhere: Path, ids: list[str], passphrase: str, cost: Cost
) -> None:
    create_with(str(elsewhere), passphrase=NEW, reviewer=("A", NEW), recovery=None, cost=cost)
    elsewhere.with_name("store.db.keys").unlink()
    database = elsewhere.read_bytes()
    restored = restore_store(backup, str(elsewhere), passphrase=passphrase, replace=True)
    assert restored.kept is not None and restored.kept.read_bytes() == database
    with open_store(str(elsewhere), passphrase=passphrase) as again:
        assert {row.id for row in again.statements()} == set(ids)


KILLED = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from store import restore

    name, when = sys.argv[4].split("/")
    calls = 0

    def die(*arguments):
        os.kill(os.getpid(), signal.SIGKILL)

    if name == "links":
        link = os.link
        def linked(*arguments, **options):
            link(*arguments, **options)
            die()
        os.link = linked
    elif name == "unlinked":
        unlink = Path.unlink
        def unlinked(path, **options):
            unlink(path, **options)
            if path.name == "store.db":
                die()
        Path.unlink = unlinked
    elif name == "keys":
        replace = Path.replace
        def replaced(path, target):
            replace(path, target)
            if target.name == "store.db.keys":
                die()
        Path.replace = replaced
    else:
        function = getattr(restore, name)
        def fatal(*arguments, **options):
            if when == "before":
                die()
            result = function(*arguments, **options)
            die()
        setattr(restore, name, fatal)
    restore.restore_store(Path(sys.argv[1]), sys.argv[2], passphrase=sys.argv[3], replace=True)
""")


@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    [
        "_copy/after",
        "_prepare/after",
        "links/first",
        "unlinked/first",
        "_put_in_place/before",
        "keys/first",
        "_put_in_place/after",
    ],
)
def test_a_kill_at_any_step_loses_nothing_and_it_can_be_done_again(
    store: Store, store_path: Path, add: Add, backup: Path, ids: list[str], passphrase: str, step: str
) -> None:
    later = add("после")
    store.close()
    command = [sys.executable, "-c", KILLED, str(backup), str(store_path), passphrase, step]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
    restore_store(backup, str(store_path), passphrase=passphrase, replace=True)
    with open_store(str(store_path), passphrase=passphrase) as again:
        assert {row.id for row in again.statements()} == set(ids) and whole(again)
    kept = [
        path for path in store_path.parent.glob("store.db.replaced-*") if path.suffix[:10] == ".replaced-"
    ]
    kept_ids = set()
    for path in kept:
        if path.with_name(path.name + ".keys").exists():
            with open_store(str(path), passphrase=passphrase) as old:
                kept_ids |= {row.id for row in old.statements()}
    assert later in kept_ids


def test_a_full_disk_changes_nothing(
    store: Store, store_path: Path, backup: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    before = names(store_path.parent)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.shutil, "copyfileobj", full)
    with pytest.raises(AigaqError, match="store_full"):
        restore_store(backup, str(store_path), passphrase=passphrase, replace=True)
    assert names(store_path.parent) == before


def test_a_backup_of_an_older_program_is_brought_up(
    store: Store, backup: Path, elsewhere: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("store.store.bring_to_head", lambda engine: told.append("asked"))
    restore_store(backup, str(elsewhere), passphrase=passphrase)
    assert told == ["asked"]
