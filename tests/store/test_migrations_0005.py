"""Revision 0005: what was there stays as it was, and no step down throws away what a reviewer decided."""

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
    "insert into statements values "
    "('S1', 'C', null, 'waiting', 'kk', 3, x'01', '2026-03-01T09:30:00Z', null, 'internal')",
    "insert into statements values "
    "('S2', 'C', null, 'blocked', 'ru', 5, x'02', '2026-03-01T09:30:00Z', null, 'public')",
    "insert into sealed_records values ('S1', x'AA')",
    "insert into tags values ('S1', 'abuse', 'beating')",
    "insert into journal values "
    "(1, '2026-03-01T09:30:00Z', 'statement_added', 'S1', null, '{}', '', 'h', null)",
)
NEW = ("reviews", "decisions", "approvals", "approved_texts", "outcomes", "settings")
OLD = ("cases", "statements", "sealed_records", "tags", "journal")
REVIEW = "insert into reviews values ('S1', 1, 1, 1, 1, 0, 0, 0, 5, null, null)"
SETTING = "insert into settings values ('decoys', 'on')"
USER = (
    "insert into users (id, name, duty, state, secret, recipient, failures, created_at)"
    " values ('U', 'Сәуле', 'reviewer', 'active', 's', 'age1', 0, '2026-03-01T09:30:00Z')"
)
DECISION = "insert into decisions values ('S1', 1, 'U', '2026-03-01T09:30:00Z', 1, x'CC')"
OldEngine = Callable[[str, Sequence[str]], Engine]
Content = Callable[[Engine, Sequence[str]], dict[str, list[dict[str, object]]]]


@pytest.fixture
def engine(old_engine: OldEngine) -> Engine:
    """An encrypted database of the fourth revision, with rows."""
    return old_engine("0004", ROWS)


def put(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sql(statement))


def test_up_and_down_with_rows(engine: Engine, content: Content) -> None:
    before = content(engine, OLD)
    migrate(engine, "0005")
    assert content(engine, OLD) == before
    assert content(engine, NEW) == {table: [] for table in NEW}
    put(engine, REVIEW, SETTING)
    with engine.connect() as connection:
        strict = connection.execute(sql("select name from pragma_table_list where strict")).scalars()
        assert set(NEW) <= set(strict)
    migrate(engine, "0004", down=True)
    assert content(engine, OLD) == before
    assert not any(inspect(engine).has_table(table) for table in NEW)
    assert "ix_statements_state" not in {i["name"] for i in inspect(engine).get_indexes("statements")}
    migrate(engine, "0005")
    with engine.connect() as connection:
        assert current_revision(connection) == "0005"
        assert guards_stand(connection)
        assert connection.execute(sql("pragma foreign_keys")).scalar() == 1
        assert connection.execute(sql("pragma integrity_check")).scalar() == "ok"


def test_no_step_down_where_somebody_has_decided(engine: Engine, content: Content) -> None:
    migrate(engine, "0005")
    put(engine, USER, REVIEW, DECISION)
    before = content(engine, (*OLD, *NEW))
    with pytest.raises(AigaqError, match="store_newer"):
        migrate(engine, "0004", down=True)
    assert content(engine, (*OLD, *NEW)) == before
    with engine.connect() as connection:
        assert current_revision(connection) == "0005"


def test_nor_where_somebody_has_approved(engine: Engine) -> None:
    migrate(engine, "0005")
    approval = "insert into approvals values ('A', 'S1', 'U', '2026-03-01T09:30:00Z', 0, 1, 0, 0, 0, 0, 0)"
    put(engine, USER, REVIEW, approval)
    with pytest.raises(AigaqError, match="store_newer"):
        migrate(engine, "0004", down=True)


@pytest.mark.parametrize(
    "wrong",
    [
        DECISION,  # the same number again
        DECISION.replace("1, 'U'", "2, 'V'"),
        DECISION.replace("'S1', 1", "'S9', 1"),
        DECISION.replace("1, 'U'", "2, 'U'").replace("x'CC'", "'text'"),
        REVIEW,
        REVIEW.replace("'S1'", "'S9'"),
        REVIEW.replace("'S1'", "'S2'").replace("null, null", "'V', null"),
        "insert into approvals values ('A', 'S1', 'V', '2026-03-01T09:30:00Z', 0, 1, 0, 0, 0, 0, 0)",
        "insert into approved_texts values ('S9', 'public', 'x')",
        "insert into outcomes values ('S9', 'PERSON', 1, 0, 0, 0)",
        SETTING,
    ],
)
def test_rows_are_of_something_that_is_there_and_once(engine: Engine, wrong: str) -> None:
    migrate(engine, "0005")
    put(engine, USER, REVIEW, DECISION, SETTING)
    with pytest.raises(IntegrityError):
        put(engine, wrong)
