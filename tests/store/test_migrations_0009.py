"""Revision 0009: what was there stays as it was, up and down; no step down forgets what went out."""

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
    "insert into statements values ('S1', 'C', null, 'approved', 'kk', 3, x'01', "
    "'2026-03-01T09:30:00Z', null, 'public')",
    "insert into statements values ('S2', 'C', null, 'waiting', 'ru', 9, x'02', "
    "'2026-03-01T09:30:00Z', null, 'legal')",
    "insert into approved_texts values ('S1', 'public', '[Адам 1] айтты')",
    "insert into journal values "
    "(1, '2026-03-01T09:30:00Z', 'statement_added', 'S1', null, '{}', '', 'h', null)",
)
RELEASE = (
    "insert into releases values ('R', 'C', 'public', null, 'pdf', 5, null, 1, 'm', 'U', "
    "'2026-03-01T09:30:00Z')"
)
HELD = "insert into released values ('R', 'S1', 1, '[Адам 4] айтты')"
ASKED = (
    "insert into release_requests values ('Q', 'C', 'partner', 'Made-up Aid', 'U', "
    "'2026-03-01T09:30:00Z', null)"
)
TABLES = ("cases", "users", "statements", "approved_texts", "journal")
NEW = ("releases", "released", "release_requests")
OldEngine = Callable[[str, Sequence[str]], Engine]
Content = Callable[[Engine, Sequence[str]], dict[str, list[dict[str, object]]]]


@pytest.fixture
def engine(old_engine: OldEngine) -> Engine:
    """An encrypted database of the eighth revision, with rows."""
    return old_engine("0008", ROWS)


def put(engine: Engine, *rows: str) -> None:
    with engine.begin() as connection:
        for row in rows:
            connection.execute(sql(row))


def test_up_and_down_with_rows(engine: Engine, content: Content) -> None:
    before = content(engine, TABLES)
    for _ in range(2):
        migrate(engine, "0009")
        assert content(engine, TABLES) == before
        with engine.connect() as connection:
            strict = connection.execute(sql("select name from pragma_table_list where strict")).scalars()
            assert set(NEW) <= set(strict)
            assert current_revision(connection) == "0009"
            assert guards_stand(connection)
            assert connection.execute(sql("pragma foreign_keys")).scalar() == 1
            assert connection.execute(sql("pragma integrity_check")).scalar() == "ok"
        indexes = {i["name"] for name in NEW for i in inspect(engine).get_indexes(name)}
        assert indexes == {"ix_releases_case_id", "ix_released_statement_id"}
        migrate(engine, "0008", down=True)
        assert content(engine, TABLES) == before
        assert not set(NEW) & set(inspect(engine).get_table_names())


def test_what_nobody_answered_is_no_release_and_may_go(engine: Engine) -> None:
    migrate(engine, "0009")
    put(engine, ASKED)
    migrate(engine, "0008", down=True)
    assert not inspect(engine).has_table("release_requests")


def test_what_went_out_is_not_forgotten(engine: Engine, content: Content) -> None:
    migrate(engine, "0009")
    put(engine, RELEASE, HELD, ASKED)
    before = content(engine, [*TABLES, *NEW])
    with pytest.raises(AigaqError, match="store_newer"):
        migrate(engine, "0008", down=True)
    assert content(engine, [*TABLES, *NEW]) == before
    with engine.connect() as connection:
        assert current_revision(connection) == "0009"


def test_a_release_is_of_a_case_and_somebody_and_holds_each_statement_once(engine: Engine) -> None:
    migrate(engine, "0009")
    put(engine, RELEASE, HELD, HELD.replace("'S1', 1", "'S2', 2"), ASKED)
    put(engine, ASKED.replace("'Q'", "'Q2'").replace("null)", "'R')"))
    for wrong in (
        RELEASE,
        RELEASE.replace("('R', 'C'", "('R2', 'D'"),
        RELEASE.replace("('R'", "('R2'").replace("'U'", "'X'"),
        RELEASE.replace("('R'", "('R2'").replace("'m'", "null"),
        RELEASE.replace("('R'", "('R2'").replace("5, null", "'five', null"),
        HELD,
        HELD.replace("'R'", "'X'"),
        HELD.replace("'S1'", "'X'"),
        HELD.replace("'S1', 1", "'S1', null"),
        ASKED,
        ASKED.replace("('Q', 'C'", "('Q3', 'D'"),
        ASKED.replace("'Q'", "'Q3'").replace("'U'", "'X'"),
        ASKED.replace("'Q'", "'Q3'").replace("null)", "'X')"),
    ):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(sql(wrong))


def test_a_release_does_not_lose_what_it_holds(engine: Engine) -> None:
    migrate(engine, "0009")
    put(engine, RELEASE, HELD)
    for wrong in ("delete from releases", "delete from statements where id = 'S1'", "delete from cases"):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(sql(wrong))
