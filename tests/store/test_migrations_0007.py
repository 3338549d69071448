"""Revision 0007: what was there stays as it was, up and down; no step down throws a ruling away."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from models.errors import AigaqError
from store.guards import guards_stand
from store.upgrade import current_revision, migrate

ROWS = (
    "insert into cases values ('C', 'Қаңтар', '2026-03-01T09:30:00Z')",
    "insert into users values ('U', 'Сәуле', 'reviewer', 'active', 's', 'age1', x'AA', null, 0, "
    "'2026-03-01T09:30:00Z', null)",
    "insert into statements values "
    "('S1', 'C', null, 'waiting', 'kk', 3, x'01', '2026-03-01T09:30:00Z', null, 'internal')",
    "insert into case_indexes values ('C', x'CC', 1, 2, 0, 0, '2026-03-01T09:30:00Z')",
    "insert into journal values "
    "(1, '2026-03-01T09:30:00Z', 'statement_added', 'S1', null, '{}', '', 'h', null)",
)
RULING = "insert into case_rulings values ('C', 1, 'U', '2026-03-01T09:30:00Z', x'DD')"
TABLES = ("cases", "users", "statements", "case_indexes", "journal")
OldEngine = Callable[[str, Sequence[str]], Engine]
Content = Callable[[Engine, Sequence[str]], dict[str, list[dict[str, object]]]]


@pytest.fixture
def engine(old_engine: OldEngine) -> Engine:
    """An encrypted database of the sixth revision, with rows."""
    return old_engine("0006", ROWS)


def test_up_and_down_with_rows(engine: Engine, content: Content) -> None:
    before = content(engine, TABLES)
    for _ in range(2):
        migrate(engine, "0007")
        assert content(engine, TABLES) == before
        with engine.connect() as connection:
            strict = connection.execute(sql("select name from pragma_table_list where strict")).scalars()
            assert "case_rulings" in set(strict)
            assert current_revision(connection) == "0007"
            assert guards_stand(connection)
            assert connection.execute(sql("pragma foreign_keys")).scalar() == 1
            assert connection.execute(sql("pragma integrity_check")).scalar() == "ok"
        migrate(engine, "0006", down=True)
        assert content(engine, TABLES) == before
        assert not inspect(engine).has_table("case_rulings")


def test_rulings_are_not_thrown_away(engine: Engine, content: Content) -> None:
    migrate(engine, "0007")
    with engine.begin() as connection:
        connection.execute(sql(RULING))
    before = content(engine, [*TABLES, "case_rulings"])
    with pytest.raises(AigaqError, match="store_newer"):
        migrate(engine, "0006", down=True)
    assert content(engine, [*TABLES, "case_rulings"]) == before


def test_a_number_stands_once_and_nothing_else_has_any(engine: Engine) -> None:
    migrate(engine, "0007")
    with engine.begin() as connection:
        connection.execute(sql(RULING))
    for wrong in (RULING, RULING.replace("'C', 1", "'D', 1"), RULING.replace("1, 'U'", "2, 'X'")):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(sql(wrong))
