"""Revision 0004: what was there stays as it was, up and down; a case has one index, nothing else has any."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from store.engine import open_engine
from store.guards import guards_stand
from store.place import find_place
from store.private_files import create_private
from store.upgrade import current_revision, migrate

NOW = "2026-03-01T09:30:00Z"
ROWS = (
    "insert into cases values ('C', 'Қаңтар', 'NOW')",
    "insert into statements values ('S1', 'C', null, 'waiting', 'kk', 3, x'01', 'NOW', null, 'internal')",
    "insert into sealed_records values ('S1', x'AA')",
    "insert into journal values (1, 'NOW', 'statement_added', 'S1', null, '{}', '', 'h', null)",
)
INDEX = "insert into case_indexes values ('C', x'CC', 1, 2, 0, 0, 'NOW')"
TABLES = ("cases", "statements", "sealed_records", "journal")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An encrypted database of the third revision, with rows."""
    create_private(tmp_path / "old.db")
    engine = open_engine(find_place(str(tmp_path / "old.db")), b"k" * 32)
    migrate(engine, "0003")
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


def test_up_and_down_with_rows(engine: Engine) -> None:
    before = content(engine)
    migrate(engine, "0004")
    assert content(engine) == before
    with engine.begin() as connection:
        connection.execute(sql(INDEX.replace("NOW", NOW)))
        strict = connection.execute(sql("select name from pragma_table_list where strict")).scalars()
        assert "case_indexes" in set(strict)
    migrate(engine, "0003", down=True)
    assert content(engine) == before
    assert not inspect(engine).has_table("case_indexes")
    migrate(engine, "0004")
    with engine.connect() as connection:
        assert current_revision(connection) == "0004"
        assert guards_stand(connection)
        assert connection.execute(sql("pragma foreign_keys")).scalar() == 1
        assert connection.execute(sql("pragma integrity_check")).scalar() == "ok"


def test_a_case_has_one_index_and_nothing_else_has_any(engine: Engine) -> None:
    migrate(engine, "0004")
    with engine.begin() as connection:
        connection.execute(sql(INDEX.replace("NOW", NOW)))
    for wrong in (INDEX, INDEX.replace("'C'", "'D'")):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(sql(wrong))
