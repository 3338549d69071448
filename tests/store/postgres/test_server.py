"""What a server may do to a store: refuse, be away, be of the wrong kind, hold something already."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy import text as sql
from sqlalchemy.engine import make_url

from models.errors import AigaqError
from store import create
from store.backup import back_up
from store.create import create_with
from store.engine import open_engine
from store.health import Health, check_database, check_files
from store.place import find_place
from store.rekey import rekey_store
from store.restore import restore_store
from store.store import Store, open_store
from store.wrapping import Cost
from tests.conftest import Server

Add = Callable[..., str]

pytestmark = pytest.mark.slow


def make(url: str, passphrase: str, reviewer: tuple[str, str], cost: Cost) -> None:
    create_with(url, passphrase=passphrase, reviewer=reviewer, recovery=None, cost=cost)


def tables(url: str) -> set[str]:
    engine = open_engine(find_place(url), b"")
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_a_database_that_is_used_already_is_refused(
    store: Store, url: str, tmp_path: Path, passphrase: str, reviewer: tuple[str, str], cost: Cost
) -> None:
    beside = url.replace("store.keys", "other.keys")
    before = sorted(path.name for path in tmp_path.iterdir())
    for again in (url, beside):
        with pytest.raises(AigaqError, match="store_exists"):
            make(again, passphrase, reviewer, cost)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert store.statements() == []


def test_a_failed_try_is_in_nobodys_way(
    empty: str,
    tmp_path: Path,
    passphrase: str,
    reviewer: tuple[str, str],
    cost: Cost,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AigaqError("store_full")

    with monkeypatch.context() as patch:
        patch.setattr(create, "put_user", fail)
        with pytest.raises(AigaqError, match="store_full"):
            make(empty, passphrase, reviewer, cost)
    assert tables(empty) == {"alembic_version"} and list(tmp_path.iterdir()) == []
    make(empty, passphrase, reviewer, cost)
    with open_store(empty, passphrase=passphrase) as store:
        assert store.statements() == []


def test_a_server_that_is_away_or_refuses(store: Store, url: str, postgres: Server, passphrase: str) -> None:
    gone = str(postgres.folder / "nowhere")
    for wrong in (
        url.replace(str(postgres.folder), gone),
        url.replace("aigaq@", "stranger@"),
        url.replace(str(make_url(url).database), "no_such_database"),
    ):
        with pytest.raises(AigaqError, match="server_unreachable") as caught:
            open_store(wrong, passphrase=passphrase)
        assert "stranger" not in repr(caught.value) and caught.value.__cause__ is None


def test_a_connection_that_broke_is_made_anew(store: Store, postgres: Server, add: Add) -> None:
    add("один")
    database = make_url(str(store.engine.url)).database
    postgres.run(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'")  # noqa: S608
    assert add("два")


def test_a_database_that_cannot_be_written_to(store: Store, postgres: Server, add: Add) -> None:
    database = make_url(str(store.engine.url)).database
    postgres.run(f"alter database {database} set default_transaction_read_only = on")
    store.close()
    with pytest.raises(AigaqError, match="store_unwritable"):
        add("Рассказ")
    assert store.statements() == []


def test_a_database_of_another_encoding(
    postgres: Server, tmp_path: Path, passphrase: str, reviewer: tuple[str, str], cost: Cost
) -> None:
    postgres.run("create database old owner aigaq template template0 encoding 'SQL_ASCII' locale 'C'")
    try:
        with pytest.raises(AigaqError, match="server_encoding"):
            make(postgres.url("old", tmp_path / "k"), passphrase, reviewer, cost)
    finally:
        postgres.run("drop database old with (force)")
    assert list(tmp_path.iterdir()) == []


def test_an_id_with_nul_is_nobodys(store: Store, add: Add) -> None:
    add("Рассказ\0о том")
    with pytest.raises(AigaqError, match="no_such_statement"):
        store.statement("\0")
    assert store.statements(case="main\0") == []


def test_a_wrong_passphrase_or_a_lost_keys_file(store: Store, url: str) -> None:
    with pytest.raises(AigaqError, match="store_locked"):
        open_store(url, passphrase="quite other words")
    store.place.keys.unlink()
    with pytest.raises(AigaqError, match="keys_missing"):
        open_store(url, passphrase="quite other words")


def test_an_empty_database_is_no_store(empty: str, store: Store, passphrase: str) -> None:
    find_place(empty).keys.write_bytes(store.place.keys.read_bytes())
    with pytest.raises(AigaqError, match="store_damaged"):
        open_store(empty, passphrase=passphrase)


def test_what_only_a_file_has_says_what_to_do(
    store: Store, url: str, tmp_path: Path, passphrase: str, cost: Cost
) -> None:
    with pytest.raises(AigaqError, match=r"server_store: .*migrate-store"):
        back_up(store, tmp_path / "copy.db", passphrase=passphrase)
    with pytest.raises(AigaqError, match="server_store"):
        rekey_store(url, old=passphrase, new="another passphrase", cost=cost)
    with pytest.raises(AigaqError, match="server_store"):
        restore_store(tmp_path / "copy.db", url, passphrase=passphrase)


def test_the_doctor_says_what_a_server_is(store: Store, add: Add, postgres: Server) -> None:
    add("Рассказ")
    store.place.keys.chmod(0o600)
    found = {check.name: check for check in (*check_files(store.place), *check_database(store))}
    assert {found[name].health for name in ("PostgreSQL", "connection", "journal", "keys file")} == {
        Health.OK
    }
    assert found["connection"].found == "stays on this machine"
    assert found["server's log"].health is Health.OK
    assert found["server's disk"].health is found["integrity"].health is Health.WARN
    assert "store file" not in found
    database = make_url(str(store.engine.url)).database
    postgres.run(f"alter database {database} set log_statement = 'all'")
    store.close()
    found = {check.name: check for check in check_database(store)}
    assert found["server's log"].health is Health.WARN
    with store.engine.begin() as connection:
        connection.execute(sql("update statements set words = 99"))
    assert {c.name for c in check_database(store) if c.health is Health.FAIL} == {"journal"}
