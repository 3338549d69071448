"""Revision 0002: statements that were there stay as they were, up and down; one form entry is stored once."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from store.upgrade import current_revision, migrate

ROWS = (
    "insert into cases values ('C', 'Қаңтар', '2026-03-01T09:30:00Z')",
    "insert into batches values ('B', 'C', 'open', '2026-03-01T09:30:00Z', null, 0, 0, 0)",
    "insert into statements values ('S1', 'C', 'B', 'waiting', 'kk', 3, x'01', '2026-03-01T09:30:00Z')",
    "insert into statements values ('S2', 'C', null, 'blocked', 'ru', 4, x'02', '2026-03-01T09:30:00Z')",
    "insert into sealed_records values ('S1', x'AA'), ('S2', x'BB')",
    "insert into tags values ('S1', 'abuse', 'torture'), ('S1', 'region', 'KZ-75')",
    "insert into journal values (1, '2026-03-01T09:30:00Z', 'statement_added', 'S1', null, '{}', '', 'h')",
)
TABLES = ("cases", "batches", "statements", "sealed_records", "tags", "journal")
OldEngine = Callable[[str, Sequence[str]], Engine]
Content = Callable[[Engine, Sequence[str]], dict[str, list[dict[str, object]]]]


@pytest.fixture
def engine(old_engine: OldEngine) -> Engine:
    """An encrypted database of the first revision, with rows."""
    return old_engine("0001", ROWS)


def strict(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(sql("select name from pragma_table_list where strict")).scalars())


def test_up_and_down_with_rows(engine: Engine, content: Content) -> None:
    before = content(engine, TABLES)
    migrate(engine, "0002")
    up = content(engine, TABLES)
    assert [row.pop("submission") for row in up["statements"]] == [None, None]
    assert up == before
    assert strict(engine) >= set(TABLES)
    migrate(engine, "0001", down=True)
    assert content(engine, TABLES) == before
    assert strict(engine) >= set(TABLES)
    assert "submission" not in {c["name"] for c in inspect(engine).get_columns("statements")}
    migrate(engine, "0002")
    with engine.connect() as connection:
        assert current_revision(connection) == "0002"
        assert connection.execute(sql("pragma foreign_keys")).scalar() == 1
        assert connection.execute(sql("pragma integrity_check")).scalar() == "ok"


def test_an_entry_of_a_form_is_there_once_and_other_statements_need_none(
    engine: Engine, content: Content
) -> None:
    migrate(engine, "0002")
    with engine.begin() as connection:
        connection.execute(sql("update statements set submission = x'0A' where id = 'S1'"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(sql("update statements set submission = x'0A' where id = 'S2'"))
    migrate(engine, "0001", down=True)
    assert [row["id"] for row in content(engine, TABLES)["statements"]] == ["S1", "S2"]


def test_children_keep_their_statement(engine: Engine) -> None:
    migrate(engine, "0002")
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(sql("insert into sealed_records values ('none', x'CC')"))
