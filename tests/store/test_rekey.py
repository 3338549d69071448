"""Another key: the old one opens nothing after it, and no kill leaves a store that nothing opens."""

import resource
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text as sql

from models.errors import AigaqError
from store.journal import verify_journal
from store.keyfile import add_key, count_keys, open_keys
from store.rekey import rekey_store
from store.store import Store, open_store
from store.users import open_vault
from store.wrapping import Cost

Add = Callable[..., str]
NEW = "the store's new words"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def ids(store: Store, add: Add) -> list[str]:
    """Statements of a store that is closed again."""
    found = [add(f"Рассказ {number}") for number in range(5)]
    store.close()
    return found


def check(path: Path, words: str, ids: list[str], reviewer: tuple[str, str]) -> None:
    with open_store(str(path), passphrase=words) as store:
        assert {row.id for row in store.statements()} == set(ids)
        assert store.unseal(ids[0], open_vault(store, *reviewer)).raw_text == "Рассказ 0"
        with store.reading() as session:
            assert verify_journal(session)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


FILES = ["store.db", "store.db.keys", "store.db.recovery"]


def test_the_old_passphrase_and_the_old_key_open_nothing(
    store_path: Path, ids: list[str], passphrase: str, reviewer: tuple[str, str], cost: Cost
) -> None:
    keys = store_path.with_name("store.db.keys")
    old_keys, old_key = keys.read_bytes(), open_keys(keys, passphrase).databases[0]
    rekey_store(str(store_path), old=passphrase, new=NEW, cost=cost)
    check(store_path, NEW, ids, reviewer)
    assert names(store_path.parent) == FILES
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in store_path.parent.iterdir())
    with pytest.raises(AigaqError, match="store_locked"):
        open_store(str(store_path), passphrase=passphrase)
    assert open_keys(keys, NEW).databases != (old_key,)
    connection = sqlcipher.connect(str(store_path))
    connection.execute(f"pragma key=\"x'{old_key.hex()}'\"")
    with pytest.raises(sqlcipher.DatabaseError):
        connection.execute("select count(*) from journal")
    connection.close()
    keys.write_bytes(old_keys)
    with pytest.raises(AigaqError, match="store_damaged"):
        open_store(str(store_path), passphrase=passphrase)


def test_it_stands_in_the_journal(store_path: Path, ids: list[str], passphrase: str, cost: Cost) -> None:
    rekey_store(str(store_path), old=passphrase, new=NEW, cost=cost)
    with open_store(str(store_path), passphrase=NEW) as store, store.engine.connect() as connection:
        last = connection.execute(sql("select action from journal order by sequence desc limit 1")).scalar()
    assert last == "rekeyed"


@pytest.mark.usefixtures("ids")
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("not the words at all", NEW, "store_locked"), (None, "short", "passphrase_short")],
)
def test_a_wrong_passphrase_changes_nothing(
    store_path: Path, passphrase: str, cost: Cost, old: str | None, new: str, code: str
) -> None:
    before = store_path.read_bytes(), store_path.with_name("store.db.keys").read_bytes()
    with pytest.raises(AigaqError, match=code):
        rekey_store(str(store_path), old=old or passphrase, new=new, cost=cost)
    assert (store_path.read_bytes(), store_path.with_name("store.db.keys").read_bytes()) == before


def test_the_same_passphrase_gives_another_key_all_the_same(
    store_path: Path, ids: list[str], passphrase: str, reviewer: tuple[str, str], cost: Cost
) -> None:
    keys = store_path.with_name("store.db.keys")
    before = open_keys(keys, passphrase)
    rekey_store(str(store_path), old=passphrase, new=passphrase, cost=cost)
    assert open_keys(keys, passphrase).databases != before.databases
    check(store_path, passphrase, ids, reviewer)


def test_somebody_who_has_the_store_open_is_not_left_behind(
    store_path: Path, store: Store, add: Add, passphrase: str, cost: Cost
) -> None:
    add("до")
    with pytest.raises(AigaqError, match="store_busy"):
        rekey_store(str(store_path), old=passphrase, new=NEW, cost=cost, patience=0.2)
    assert count_keys(store.place.keys) == 1
    add("после")
    store.close()
    with open_store(str(store_path), passphrase=passphrase) as again:
        assert len(again.statements()) == 2


WRITER = textwrap.dedent("""
    import os, sys
    from models.errors import AigaqError
    from models.findings import Analysis
    from models.labels import Language
    from models.statements import Draft, SourceKind
    from store.store import open_store

    for number in range(10_000):
        try:
            with open_store(sys.argv[1], passphrase=sys.argv[2]) as store:
                draft = Draft(raw_text=f"statement {os.getpid()} {number}", source=SourceKind.TEXT)
                analysis = Analysis(Language.EN, (), (), (), ())
                statement_id = store.add_statement(
                    draft, analysis, redacted={}, regions=frozenset(), words=2, case="main"
                )
                print(statement_id, flush=True)
        except AigaqError as error:
            print("refused", error.code, flush=True)
            break
""")


@pytest.mark.slow
def test_nothing_that_was_acknowledged_is_lost_while_others_come_and_go(
    store_path: Path, ids: list[str], passphrase: str, reviewer: tuple[str, str], cost: Cost
) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(store_path), passphrase],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(2)
    ]
    outs = [writer.stdout for writer in writers if writer.stdout is not None]
    said = [out.readline() for out in outs]
    rekey_store(str(store_path), old=passphrase, new=NEW, cost=cost)
    said = [line.strip() for line in (*said, *(line for out in outs for line in out))]
    assert [writer.wait() for writer in writers] == [0, 0]
    refused = {line for line in said if line.startswith("refused")}
    # who waited for the file is sent away; who comes later has the wrong passphrase
    assert refused <= {"refused store_busy", "refused store_locked"} and refused
    stored = [*ids, *(line for line in said if not line.startswith("refused"))]
    with open_store(str(store_path), passphrase=NEW) as store:
        assert {row.id for row in store.statements()} == set(stored)
    check(store_path, NEW, stored, reviewer)


KILLED = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from store import rekey
    from store.wrapping import Cost

    place, when = sys.argv[4].split("/")
    holder = Path if place == "replace" else rekey
    function = getattr(holder, place)

    def fatal(*arguments, **options):
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **options)
        if place != "replace" or arguments[0].name.endswith(".rekey"):
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(holder, place, fatal)
    rekey.rekey_store(sys.argv[1], old=sys.argv[2], new=sys.argv[3], cost=Cost(32, 1, 4))
""")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "opens"),
    [
        ("add_key/before", "old"),
        ("add_key/after", "old"),
        ("record/before", "old"),
        ("check_database/before", "old"),
        ("_fill/after", "old"),
        ("replace/after", "new"),
        ("keep_first_key/before", "new"),
        ("keep_first_key/after", "new"),
    ],
)
def test_a_kill_at_any_step_leaves_a_store_that_opens_and_can_be_rekeyed(
    store_path: Path,
    ids: list[str],
    passphrase: str,
    reviewer: tuple[str, str],
    cost: Cost,
    step: str,
    opens: str,
) -> None:
    command = [sys.executable, "-c", KILLED, str(store_path), passphrase, NEW, step]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
    check(store_path, passphrase if opens == "old" else NEW, ids, reviewer)
    if step != "keep_first_key/after":
        rekey_store(str(store_path), old=passphrase, new=NEW, cost=cost)
    check(store_path, NEW, ids, reviewer)
    assert count_keys(store_path.with_name("store.db.keys")) == 1
    assert names(store_path.parent) == FILES
    with pytest.raises(AigaqError, match="store_locked"):
        open_store(str(store_path), passphrase=passphrase)


def test_ctrl_c_at_the_worst_moment_keeps_both_keys(
    store_path: Path,
    ids: list[str],
    passphrase: str,
    reviewer: tuple[str, str],
    cost: Cost,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        done = replace(self, target)
        if self.name.endswith(".rekey"):
            raise KeyboardInterrupt
        return done

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            rekey_store(str(store_path), old=passphrase, new=NEW, cost=cost)
    check(store_path, NEW, ids, reviewer)


@pytest.fixture
def small_disk() -> Iterator[Callable[[int], None]]:
    """No file may grow beyond so many bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [100, 60_000])
def test_a_full_disk_leaves_the_old_key(
    store_path: Path,
    ids: list[str],
    passphrase: str,
    reviewer: tuple[str, str],
    cost: Cost,
    small_disk: Callable[[int], None],
    size: int,
) -> None:
    small_disk(size)
    with pytest.raises(AigaqError, match=r"rekey_failed|store_full|store_unwritable"):
        rekey_store(str(store_path), old=passphrase, new=NEW, cost=cost)
    small_disk(resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    assert names(store_path.parent) == FILES
    check(store_path, passphrase, ids, reviewer)


def test_a_damaged_store_is_not_given_another_key(
    store_path: Path, ids: list[str], passphrase: str, cost: Cost
) -> None:
    raw = bytearray(store_path.read_bytes())
    raw[-2000] ^= 1
    store_path.write_bytes(raw)
    with pytest.raises(AigaqError, match=r"rekey_failed|store_damaged"):
        rekey_store(str(store_path), old=passphrase, new=NEW, cost=cost)
    assert names(store_path.parent) == FILES
    assert open_keys(store_path.with_name("store.db.keys"), passphrase)


def test_a_server_has_its_own_way(tmp_path: Path) -> None:
    with pytest.raises(AigaqError, match="server_store"):
        rekey_store(f"postgresql://localhost/db?aigaq_keys={tmp_path / 'k'}", old=NEW, new=NEW)


def test_leftover_keys_of_earlier_tries_do_not_pile_up(
    store_path: Path, ids: list[str], passphrase: str, reviewer: tuple[str, str], cost: Cost
) -> None:
    keys = store_path.with_name("store.db.keys")
    for number in range(2):
        add_key(keys, f"words of try number {number}", cost=cost)
    assert count_keys(keys) == 3
    check(store_path, passphrase, ids, reviewer)
    rekey_store(str(store_path), old=passphrase, new=NEW, cost=cost)
    assert count_keys(keys) == 1
    check(store_path, NEW, ids, reviewer)
