"""Revision 0011: rows stay as they were, up and down; the queue is sorted in an index alone."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy import text as sql

from store.guards import guards_stand
from store.upgrade import current_revision, migrate

ROWS = (
    "insert into cases values ('C', 'Қаңтар', '2026-03-01T09:30:00Z')",
    "insert into users values ('U', 'Сәуле', 'reviewer', 'active', 's', 'age1', x'AA', null, 0, "
    "'2026-03-01T09:30:00Z', null)",
    "insert into statements values ('S', 'C', null, 'approved', 'kk', 3, x'01', "
    "'2026-03-01T09:30:00Z', null, 'public')",
    "insert into approvals values ('A', 'S', 'U', '2026-03-01T09:30:00Z', 0, 1, 0, 0, 0, 0, 0)",
)
TABLES = ("cases", "users", "statements", "approvals")
WIDE = {"ix_statements_state_id_created_at_case_id_language", "ix_approvals_user_id_holds_statement_id"}
NARROW = {"ix_statements_state", "ix_approvals_user_id"}
OldEngine = Callable[[str, Sequence[str]], Engine]
Content = Callable[[Engine, Sequence[str]], dict[str, list[dict[str, object]]]]


@pytest.fixture
def engine(old_engine: OldEngine) -> Engine:
    """An encrypted database of the tenth revision, with rows."""
    return old_engine("0010", ROWS)


def indexes(engine: Engine) -> set[str | None]:
    """Those that only one of the two revisions has."""
    found = {index["name"] for table in TABLES for index in inspect(engine).get_indexes(table)}
    return found & (WIDE | NARROW)


def test_up_and_down_with_rows(engine: Engine, content: Content) -> None:
    before = content(engine, TABLES)
    assert indexes(engine) == NARROW
    for _ in range(2):
        migrate(engine, "0011")
        assert content(engine, TABLES) == before and indexes(engine) == WIDE
        with engine.connect() as connection:
            assert current_revision(connection) == "0011" and guards_stand(connection)
            assert connection.execute(sql("pragma foreign_keys")).scalar() == 1
            assert connection.execute(sql("pragma integrity_check")).scalar() == "ok"
        migrate(engine, "0010", down=True)
        assert content(engine, TABLES) == before and indexes(engine) == NARROW


def test_what_waits_is_found_without_its_rows(engine: Engine) -> None:
    migrate(engine, "0011")
    waiting = "select id from statements where state in ('waiting', 'returned') order by created_at, id"
    with engine.connect() as connection:
        plan = [row.detail for row in connection.execute(sql(f"explain query plan {waiting}"))]
    assert any("COVERING INDEX ix_statements_state_id" in step for step in plan)
