"""Revision 0004: what was there stays as it was, up and down; a case has one index, nothing else has any."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from store.guards import guards_stand
from store.upgrade import current_revision, migrate

ROWS = (
    "insert into cases values ('C', 'Қаңтар', '2026-03-01T09:30:00Z')",
    "insert into statements values "
    "('S1', 'C', null, 'waiting', 'kk', 3, x'01', '2026-03-01T09:30:00Z', null, 'internal')",
    "insert into sealed_records values ('S1', x'AA')",
    "insert into journal values "
    "(1, '2026-03-01T09:30:00Z', 'statement_added', 'S1', null, '{}', '', 'h', null)",
)
INDEX = "insert into case_indexes values ('C', x'CC', 1, 2, 0, 0, '2026-03-01T09:30:00Z')"
TABLES = ("cases", "statements", "sealed_records", "journal")
OldEngine = Callable[[str, Sequence[str]], Engine]
Content = Callable[[Engine, Sequence[str]], dict[str, list[dict[str, object]]]]


@pytest.fixture
def engine(old_engine: OldEngine) -> Engine:
    """An encrypted database of the third revision, with rows."""
    return old_engine("0003", ROWS)


def test_up_and_down_with_rows(engine: Engine, content: Content) -> None:
    before = content(engine, TABLES)
    migrate(engine, "0004")
    assert content(engine, TABLES) == before
    with engine.begin() as connection:
        connection.execute(sql(INDEX))
        strict = connection.execute(sql("select name from pragma_table_list where strict")).scalars()
        assert "case_indexes" in set(strict)
    migrate(engine, "0003", down=True)
    assert content(engine, TABLES) == before
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
        connection.execute(sql(INDEX))
    for wrong in (INDEX, INDEX.replace("'C'", "'D'")):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(sql(wrong))
