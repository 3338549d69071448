"""Connections: encrypted, with their settings, and never to a file that is no longer the store."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from models.errors import AigaqError
from store import engine as module
from store.engine import alone_with, open_engine
from store.place import find_place
from store.private_files import create_private

KEY = b"k" * 32


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "s.db"
    create_private(path)
    engine = open_engine(find_place(str(path)), KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table t (a text)")
    engine.dispose()
    return path


def open_it(path: Path) -> None:
    engine = open_engine(find_place(str(path)), KEY)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("select * from t")
    finally:
        engine.dispose()


def test_sorting_and_deleting_leave_nothing_on_the_disk(database: Path) -> None:
    engine = open_engine(find_place(str(database)), KEY)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("temp_store", "secure_delete", "foreign_keys", "trusted_schema", "synchronous")
        }
    engine.dispose()
    expected = {"temp_store": 2, "secure_delete": 1, "foreign_keys": 1, "trusted_schema": 0, "synchronous": 2}
    assert found == expected


@pytest.mark.parametrize("setting", ["temp_store", "secure_delete", "foreign_keys"])
def test_a_setting_that_does_not_take_is_refused(
    database: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    wrong = [(name, "1" if name == "temp_store" else "off", e) for name, _, e in module._SETTINGS]
    kept = [new if new[0] == setting else old for new, old in zip(wrong, module._SETTINGS, strict=True)]
    monkeypatch.setattr(module, "_SETTINGS", tuple(kept))
    with pytest.raises(AigaqError, match="unsafe_settings"):
        open_it(database)


def test_a_library_that_sorts_on_the_disk_whatever_it_says_is_refused(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Liar:
        def __init__(self, connection: object) -> None:
            self._connection = connection

        def execute(self, statement: str) -> object:
            answer = "select 1" if "compileoption" in statement else statement
            return self._connection.execute(answer)  # type: ignore[attr-defined]

    settle = module._settle
    monkeypatch.setattr(module, "_settle", lambda connection: settle(Liar(connection)))
    with pytest.raises(AigaqError, match="unsafe_settings"):
        open_it(database)


def test_a_file_that_was_replaced_while_it_was_opened_is_not_used(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = database.with_name("other.db")
    other.write_bytes(database.read_bytes())
    settle: Callable[[object], None] = module._settle

    def slow(connection: object) -> None:
        other.replace(database)
        settle(connection)

    with monkeypatch.context() as patch:
        patch.setattr(module, "_settle", slow)
        with pytest.raises(AigaqError, match="store_busy"):
            open_it(database)
    open_it(database)


def test_alone_means_that_nobody_else_has_it(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.2)
    engine = open_engine(find_place(str(database)), KEY)
    engine.connect().close()  # it stays open in the pool
    with pytest.raises(AigaqError, match="store_busy"), alone_with(database, KEY, patience=0.2):
        pass
    engine.dispose()
    with alone_with(database, KEY) as connection:
        assert connection.execute("select count(*) from t").fetchone() == (0,)
        with pytest.raises(OperationalError):
            open_it(database)
        assert sorted(path.name for path in database.parent.iterdir()) == ["s.db"]
    open_it(database)


def test_alone_needs_the_right_key_and_a_file(database: Path) -> None:
    with pytest.raises(AigaqError, match="store_damaged"), alone_with(database, b"x" * 32):
        pass
    with pytest.raises(AigaqError, match="store_missing"), alone_with(database.with_name("no"), KEY):
        pass
