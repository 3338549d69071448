from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy import text as sql

from models.errors import AigaqError
from store import check
from store.engine import open_engine
from store.place import find_place
from store.private_files import create_private
from store.store import Store, open_store
from store.tables import Base
from store.upgrade import HEAD, current_revision, migrate, migration_settings

Add = Callable[..., str]


def test_the_newest_revision_equals_the_tables_in_code(store: Store) -> None:
    with store.engine.connect() as connection:
        assert ScriptDirectory.from_config(migration_settings(connection)).get_current_head() == HEAD
        assert current_revision(connection) == HEAD
    assert check.main() == 0


@pytest.mark.only_sqlite
def test_every_table_is_strict(store: Store) -> None:
    with store.engine.connect() as connection:
        listed = connection.execute(sql("select name, strict from pragma_table_list where schema = 'main'"))
        strict = {row.name for row in listed if row.strict}
    assert strict == set(Base.metadata.tables)


def test_no_step_down_throws_the_keys_away(store: Store, add: Add) -> None:
    add("Рассказ")
    with pytest.raises(AigaqError, match="store_newer"):
        migrate(store.engine, "base", down=True)
    assert len(store.statements()) == 1
    assert add("Ещё один рассказ")


def test_down_and_up_again_where_there_are_no_keys(tmp_path: Path) -> None:
    create_private(tmp_path / "empty.db")
    engine = open_engine(find_place(str(tmp_path / "empty.db")), b"k" * 32)
    migrate(engine, "head")
    before = set(inspect(engine).get_table_names())
    migrate(engine, "base", down=True)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    migrate(engine, "head")
    assert set(inspect(engine).get_table_names()) == before
    engine.dispose()


@pytest.mark.parametrize("revision", ["9999", "zzz"])
def test_a_store_of_a_newer_program_is_left_alone(
    store: Store, store_path: Path, passphrase: str, revision: str
) -> None:
    with store.engine.begin() as connection:
        connection.execute(sql("update alembic_version set version_num = :r"), {"r": revision})
    with pytest.raises(AigaqError, match="store_newer"):
        open_store(str(store_path), passphrase=passphrase)
    with store.engine.connect() as connection:
        assert current_revision(connection) == revision


@pytest.mark.only_sqlite
def test_foreign_keys_hold_after_a_migration(store: Store) -> None:
    migrate(store.engine, "head")
    with store.engine.connect() as connection:
        assert connection.execute(sql("pragma foreign_keys")).scalar() == 1
