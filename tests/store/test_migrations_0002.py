"""Revision 0002: statements that were there stay as they were, up and down; one form entry is stored once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from store.engine import open_engine
from store.place import find_place
from store.private_files import create_private
from store.upgrade import current_revision, migrate

NOW = "2026-03-01T09:30:00Z"
ROWS = (
    "insert into cases values ('C', 'Қаңтар', 'NOW')",
    "insert into batches values ('B', 'C', 'open', 'NOW', null, 0, 0, 0)",
    "insert into statements values ('S1', 'C', 'B', 'waiting', 'kk', 3, x'01', 'NOW')",
    "insert into statements values ('S2', 'C', null, 'blocked', 'ru', 4, x'02', 'NOW')",
    "insert into sealed_records values ('S1', x'AA'), ('S2', x'BB')",
    "insert into tags values ('S1', 'abuse', 'torture'), ('S1', 'region', 'KZ-75')",
    "insert into journal values (1, 'NOW', 'statement_added', 'S1', null, '{}', '', 'h')",
)
TABLES = ("cases", "batches", "statements", "sealed_records", "tags", "journal")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An encrypted database of the first revision, with rows in each table."""
    place = find_place(str(tmp_path / "old.db"))
    create_private(tmp_path / "old.db")
    engine = open_engine(place, b"k" * 32)
    migrate(engine, "0001")
    with engine.begin() as connection:
        for row in ROWS:
            connection.execute(sql(row.replace("NOW", NOW)))
    yield engine
    engine.dispose()


def content(engine: Engine) -> dict[str, list[dict[str, object]]]:
    with engine.connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(sql(f"select * from {table}")).mappings()]  # noqa: S608
            for table in TABLES
        }


def strict(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(sql("select name from pragma_table_list where strict")).scalars())


def test_up_and_down_with_rows(engine: Engine) -> None:
    before = content(engine)
    migrate(engine, "0002")
    up = content(engine)
    assert [row.pop("submission") for row in up["statements"]] == [None, None]
    assert up == before
    assert strict(engine) >= set(TABLES)
    migrate(engine, "0001", down=True)
    assert content(engine) == before
    assert strict(engine) >= set(TABLES)
    assert "submission" not in {c["name"] for c in inspect(engine).get_columns("statements")}
    migrate(engine, "0002")
    with engine.connect() as connection:
        assert current_revision(connection) == "0002"
        assert connection.execute(sql("pragma foreign_keys")).scalar() == 1
        assert connection.execute(sql("pragma integrity_check")).scalar() == "ok"


def test_an_entry_of_a_form_is_there_once_and_other_statements_need_none(engine: Engine) -> None:
    migrate(engine, "0002")
    with engine.begin() as connection:
        connection.execute(sql("update statements set submission = x'0A' where id = 'S1'"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(sql("update statements set submission = x'0A' where id = 'S2'"))
    migrate(engine, "0001", down=True)
    assert [row["id"] for row in content(engine)["statements"]] == ["S1", "S2"]


def test_children_keep_their_statement(engine: Engine) -> None:
    migrate(engine, "0002")
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(sql("insert into sealed_records values ('none', x'CC')"))
