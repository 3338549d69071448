"""Revision 0006: the approved texts that were there are found, up and down; the index is no model's table."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy import text as sql

from store.guards import guards_stand
from store.upgrade import current_revision, migrate

ROWS = (
    "insert into cases values ('C', 'Қаңтар', '2026-03-01T09:30:00Z')",
    "insert into statements values "
    "('S1', 'C', null, 'approved', 'kk', 3, x'01', '2026-03-01T09:30:00Z', null, 'internal')",
    "insert into approved_texts values "
    "('S1', 'internal', 'Ол ТҮРМЕДЕ болған'), ('S1', 'public', 'Ол болған')",
)
TABLES = ("cases", "statements", "approved_texts")
OldEngine = Callable[[str, Sequence[str]], Engine]
Content = Callable[[Engine, Sequence[str]], dict[str, list[dict[str, object]]]]


@pytest.fixture
def engine(old_engine: OldEngine) -> Engine:
    """An encrypted database of the fifth revision, with rows."""
    return old_engine("0005", ROWS)


def found(engine: Engine, question: str) -> list[tuple[str, str]]:
    query = sql(
        "select statement_id, audience from approved_search where approved_search match :q order by 2"
    )
    with engine.connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(query, {"q": question})]


def test_up_and_down_with_rows(engine: Engine, content: Content) -> None:
    before = content(engine, TABLES)
    for _ in range(2):
        migrate(engine, "0006")
        assert content(engine, TABLES) == before
        assert found(engine, 'words : "турмеде"') == [("S1", "internal")]
        assert found(engine, 'words : "болг" * AND case_id : "C"') == [("S1", "internal"), ("S1", "public")]
        with engine.connect() as connection:
            assert current_revision(connection) == "0006"
            assert guards_stand(connection)
            assert connection.execute(sql("pragma foreign_keys")).scalar() == 1
            assert connection.execute(sql("pragma integrity_check")).scalar() == "ok"
        migrate(engine, "0005", down=True)
        assert content(engine, TABLES) == before
        assert not [name for name in inspect(engine).get_table_names() if "search" in name]


def test_what_is_deleted_is_to_leave_the_index_at_once(engine: Engine) -> None:
    migrate(engine, "0006")
    with engine.connect() as connection:
        rows = connection.execute(sql("select k, v from approved_search_config"))
        assert ("secure-delete", 1) in {(key, value) for key, value in rows}
