"""The same revisions on a server: they build what the tables say, and rows go through them as they are."""

import re
import threading
from collections.abc import Callable, Sequence

import pytest
from alembic.util import CommandError
from sqlalchemy import Engine, inspect
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.labels import Audience
from store.check import compare
from store.engine import open_engine
from store.guards import guards_stand
from store.place import find_place
from store.store import Store
from store.upgrade import HEAD, current_revision, migrate
from tests.store import test_migrations_0002, test_migrations_0010

Add = Callable[..., str]
Content = Callable[[Engine, Sequence[str]], dict[str, list[dict[str, object]]]]

pytestmark = pytest.mark.slow


def put(engine: Engine, *rows: str) -> None:
    """Run SQL as SQLite's tests have it: bytes are written in another way here."""
    with engine.begin() as connection:
        for row in rows:
            connection.execute(sql(re.sub(r"x'([0-9A-F]*)'", r"cast('\\x\1' as bytea)", row)))


def revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return current_revision(connection)


def test_they_build_what_the_tables_say(empty_engine: Engine) -> None:
    compare(empty_engine)
    put(empty_engine, "alter table cases add column more text")
    with pytest.raises(CommandError):
        compare(empty_engine)


def test_all_the_way_down_and_up_again(empty_engine: Engine) -> None:
    migrate(empty_engine, "head")
    before = set(inspect(empty_engine).get_table_names())
    migrate(empty_engine, "base", down=True)
    assert inspect(empty_engine).get_table_names() == ["alembic_version"]
    migrate(empty_engine, "head")
    assert set(inspect(empty_engine).get_table_names()) == before
    with empty_engine.connect() as connection:
        assert guards_stand(connection)


def test_rows_of_the_first_revision_reach_the_newest(empty_engine: Engine, content: Content) -> None:
    tables = test_migrations_0002.TABLES
    migrate(empty_engine, "0001")
    put(empty_engine, *test_migrations_0002.ROWS)
    before = content(empty_engine, tables)
    migrate(empty_engine, "head")
    assert revision(empty_engine) == HEAD
    after = content(empty_engine, tables)
    for table in tables:
        for old, new in zip(before[table], after[table], strict=True):
            assert old.items() <= new.items()
    assert [row["consent"] for row in after["statements"]] == ["internal"] * 2


def test_a_step_down_throws_nothing_away_that_is_needed(empty_engine: Engine, content: Content) -> None:
    tables = ("cases", "users", "devices", "statements", "envelopes", "journal")
    migrate(empty_engine, "0009")
    put(empty_engine, *test_migrations_0010.ROWS)
    before = content(empty_engine, tables)
    migrate(empty_engine, "0010")
    migrate(empty_engine, "0009", down=True)
    assert content(empty_engine, tables) == before
    migrate(empty_engine, "0010")
    put(empty_engine, test_migrations_0010.PHONE)
    with pytest.raises(AigaqError, match="store_newer"):
        migrate(empty_engine, "0009", down=True)
    assert revision(empty_engine) == "0010"


def test_each_audience_has_an_index_of_its_own_words(empty_engine: Engine) -> None:
    of_search = sql("select indexname from pg_indexes where indexdef like '% USING gin %'")

    def found() -> set[str]:
        with empty_engine.connect() as connection:
            return set(connection.execute(of_search).scalars())

    migrate(empty_engine, "0010")
    assert found() == {"ix_approved_search_vector"}
    for _ in range(2):
        migrate(empty_engine, "0011")
        assert found() == {f"ix_approved_search_{audience.value}" for audience in Audience}
        migrate(empty_engine, "0010", down=True)
        assert found() == {"ix_approved_search_vector"}


def words_of_guard(engine: Engine) -> str:
    source = sql("select prosrc from pg_proc where proname = 'aigaq_journal_follows'")
    with engine.connect() as connection:
        return str(connection.execute(source).scalar())


def test_the_guard_gets_its_new_words(empty_engine: Engine) -> None:
    migrate(empty_engine, "head")
    new = words_of_guard(empty_engine)
    migrate(empty_engine, "0010", down=True)
    old = words_of_guard(empty_engine)
    assert "max(sequence)" in new and "exists" in old
    migrate(empty_engine, "head")
    assert words_of_guard(empty_engine) == new


def test_a_guard_that_somebody_changed_is_not_mended_in_silence(empty_engine: Engine) -> None:
    migrate(empty_engine, "0010")
    put(
        empty_engine,
        "create or replace function aigaq_journal_follows() returns trigger language plpgsql as "
        "$$ begin return new; end $$",
    )
    migrate(empty_engine, "head")
    with empty_engine.connect() as connection:
        assert not guards_stand(connection)


def test_no_step_down_throws_the_keys_away(store: Store, add: Add) -> None:
    add("Рассказ")
    with pytest.raises(AigaqError, match="store_newer"):
        migrate(store.engine, "base", down=True)
    assert len(store.statements()) == 1 and add("Ещё один рассказ")


def test_one_that_fails_leaves_everything_as_it_was(empty_engine: Engine) -> None:
    migrate(empty_engine, "0004")
    put(empty_engine, "create table settings (name text)")  # stands in the way in the middle of 0005
    before = set(inspect(empty_engine).get_table_names())
    with pytest.raises(Exception, match="settings"):
        migrate(empty_engine, "head")
    assert revision(empty_engine) == "0004"
    assert set(inspect(empty_engine).get_table_names()) == before


def test_two_programs_bring_it_up_one_after_the_other(empty: str) -> None:
    engines = [open_engine(find_place(empty), b"") for _ in range(2)]
    failed: list[BaseException] = []

    def bring(engine: Engine) -> None:
        try:
            migrate(engine, "head")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=bring, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed and {revision(engine) for engine in engines} == {HEAD}
    for engine in engines:
        engine.dispose()
