"""Revision 0010: what was there stays as it was, up and down; no step down forgets phones or messages."""

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
    "insert into devices values ('D', 'blue', x'DD', '2026-03-01T09:30:00Z', null)",
    "insert into statements values ('S', 'C', null, 'waiting', 'kk', 3, x'01', "
    "'2026-03-01T09:30:00Z', null, 'public')",
    "insert into envelopes values (x'0E', 'RECEIPT', 'S', 'D', '2026-03-01T09:30:00Z')",
    "insert into journal values "
    "(1, '2026-03-01T09:30:00Z', 'statement_added', 'S', null, '{}', '', 'h', null)",
)
CARD = (
    "insert into device_cards values ('K', x'01', 'red', '2026-03-01T09:30:00Z', '2026-03-15T09:30:00Z', "
    "null)"
)
PHONE = "insert into phones values ('D', 'age1phone', x'02')"
QUESTION = (
    "insert into messages values ('M', 'S', 1, 'D', 'question', null, 'U', '2026-03-01T09:30:00Z', x'03', "
    "x'04')"
)
TABLES = ("cases", "users", "devices", "statements", "journal")
NEW = ("device_cards", "phones", "messages")
OldEngine = Callable[[str, Sequence[str]], Engine]
Content = Callable[[Engine, Sequence[str]], dict[str, list[dict[str, object]]]]


@pytest.fixture
def engine(old_engine: OldEngine) -> Engine:
    """An encrypted database of the ninth revision, with rows."""
    return old_engine("0009", ROWS)


def put(engine: Engine, *rows: str) -> None:
    with engine.begin() as connection:
        for row in rows:
            connection.execute(sql(row))


def test_up_and_down_with_rows(engine: Engine, content: Content) -> None:
    before = content(engine, [*TABLES, "envelopes"])
    for _ in range(2):
        migrate(engine, "0010")
        after = content(engine, [*TABLES, "envelopes"])
        assert [row.pop("digest") for row in after["envelopes"]] == [None]
        assert after == before
        with engine.connect() as connection:
            strict = connection.execute(sql("select name from pragma_table_list where strict")).scalars()
            assert {*NEW, "envelopes"} <= set(strict)
            assert current_revision(connection) == "0010"
            assert guards_stand(connection)
            assert connection.execute(sql("pragma foreign_keys")).scalar() == 1
            assert connection.execute(sql("pragma integrity_check")).scalar() == "ok"
        indexes = {i["name"] for name in (*NEW, "envelopes") for i in inspect(engine).get_indexes(name)}
        assert indexes >= {"ix_messages_statement_id", "ix_messages_device_id", "ix_envelopes_digest"}
        migrate(engine, "0009", down=True)
        assert content(engine, [*TABLES, "envelopes"]) == before
        assert not set(NEW) & set(inspect(engine).get_table_names())


def test_a_card_that_nobody_used_may_go(engine: Engine) -> None:
    migrate(engine, "0010")
    put(engine, CARD)
    migrate(engine, "0009", down=True)
    assert not inspect(engine).has_table("device_cards")


@pytest.mark.parametrize("kept", [PHONE, QUESTION])
def test_phones_and_messages_are_not_forgotten(engine: Engine, content: Content, kept: str) -> None:
    migrate(engine, "0010")
    put(engine, CARD, kept, "update envelopes set digest = 'digest'")
    before = content(engine, [*TABLES, *NEW, "envelopes"])
    with pytest.raises(AigaqError, match="store_newer"):
        migrate(engine, "0009", down=True)
    assert content(engine, [*TABLES, *NEW, "envelopes"]) == before
    with engine.connect() as connection:
        assert current_revision(connection) == "0010"


def test_what_must_be_there_and_what_must_be_the_only_one(engine: Engine) -> None:
    migrate(engine, "0010")
    put(engine, CARD, PHONE, QUESTION, CARD.replace("'K', x'01'", "'K2', x'09'"))
    put(engine, QUESTION.replace("'M'", "'M2'").replace("'D'", "null").replace("'U'", "null"))
    for wrong in (
        CARD.replace("'K'", "'K3'"),
        CARD.replace("'K', x'01'", "'K3', x'0A'").replace("null)", "'X')"),
        PHONE,
        PHONE.replace("'D'", "'X'"),
        QUESTION,
        QUESTION.replace("'M', 'S'", "'M3', 'X'"),
        QUESTION.replace("'M'", "'M3'").replace("'D'", "'X'"),
        QUESTION.replace("'M'", "'M3'").replace("'U'", "'X'"),
        QUESTION.replace("'M'", "'M3'").replace("x'03'", "null"),
        QUESTION.replace("'M'", "'M3'").replace("x'03'", "'text'"),
        "delete from devices",
        "delete from statements",
        "delete from users",
    ):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(sql(wrong))
