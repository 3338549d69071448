"""A store moves from a file to a server and back: the same to the letter, or nothing is there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.labels import Audience
from models.reviews import Risk
from models.statements import StatementState
from store import moving
from store.approvals import Approved, approve
from store.audit import audit
from store.create import create_with
from store.engine import open_engine
from store.guards import drop_guards, put_guards
from store.moving import Moved, move_store
from store.place import find_place
from store.search import search
from store.settings import change_setting
from store.store import Store, open_store
from store.tables import Base
from store.users import open_vault
from store.withdrawals import Reason, list_path, read_list, withdraw
from store.wrapping import Cost

Add = Callable[..., str]
RISK = Risk(low=1, suspects=1, findings=2, identities=1, words=12, minor=False, sexual=False)
ODD = "Қанарейка \0 👮🏽\u200d♂️ \u0301 \\ ' \" \r\n\t % :x ї " + "я" * 3000

pytestmark = pytest.mark.slow


@pytest.fixture
def office(
    tmp_path: Path, add: Add, passphrase: str, reviewer: tuple[str, str], cost: Cost
) -> Iterator[tuple[str, str, str]]:
    """A store in a file that has something in most tables: its path, what is approved, what is withdrawn."""
    path = tmp_path / "office" / "store.db"
    path.parent.mkdir(mode=0o700)
    create_with(str(path), passphrase=passphrase, reviewer=reviewer, recovery=None, cost=cost)
    with open_store(str(path), passphrase=passphrase) as store:
        batch = store.start_batch(case="Қаңтар")
        one, *_, gone = (add(f"Рассказ {n} {ODD}", into=store, risk=RISK, batch=batch) for n in range(250))
        texts = {audience: f"Свидетель {audience.value}: {ODD}" for audience in Audience}
        actor = str(open_vault(store, *reviewer).reviewer_id)
        change_setting(store, "reviewers", "one", actor=actor)
        approve(store, one, Approved(0, texts, {}, {}), actor=actor)
        withdraw(store, gone, Reason.SAFETY, actor=actor)
    yield str(path), one, gone


def content(url: str, passphrase: str) -> dict[str, list[str]]:
    """Every row of every table but the journal's last one, which says that the store was copied."""
    with open_store(url, passphrase=passphrase) as store, store.engine.connect() as connection:
        found = {
            # a server keeps another sign for NUL
            name: sorted(
                repr(tuple(row)).replace("\\U0010fffe", "\\x00")
                for row in connection.execute(sql(f"select * from {name}"))  # noqa: S608
            )
            for name in Base.metadata.tables
        }
        last = sql("select max(sequence) from journal")
        found["journal"].remove(
            next(r for r in found["journal"] if r.startswith(f"({connection.execute(last).scalar()},"))
        )
    return found


def tables(url: str) -> set[str]:
    engine = open_engine(find_place(url), b"")
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def whole(store: Store) -> bool:
    with Session(store.engine) as session:
        return audit(session).whole


def test_to_a_server_and_back(
    office: tuple[str, str, str], empty: str, tmp_path: Path, passphrase: str, reviewer: tuple[str, str]
) -> None:
    path, one, gone = office
    with open_store(path, passphrase=passphrase) as store:
        original = store.unseal(one, open_vault(store, *reviewer)).raw_text
        with store.engine.connect() as connection:
            entries = connection.execute(sql("select count(*) from journal")).scalar_one()
    assert move_store(path, empty, passphrase=passphrase) == Moved(250, entries, len(Base.metadata.tables))
    assert content(empty, passphrase) == content(path, passphrase)
    for url, done in ((path, "backed_up"), (empty, "restored")):
        with open_store(url, passphrase=passphrase) as store:
            assert whole(store) and search(store, "свидетель internal").total == 1
            with store.engine.connect() as connection:
                last = sql("select action from journal order by sequence desc limit 1")
                assert connection.execute(last).scalar() == done
    with open_store(empty, passphrase=passphrase) as store:
        assert store.statement(gone).state is StatementState.WITHDRAWN
        assert [entry.statement_id for entry in read_list(store, list_path(store))] == [gone]
        assert store.unseal(one, open_vault(store, *reviewer)).raw_text == original
        assert store.place.keys.stat().st_mode & 0o077 == 0
        assert store.place.keys.read_bytes() == Path(path + ".keys").read_bytes()
    back = tmp_path / "back.db"
    moved = move_store(empty, str(back), passphrase=passphrase)
    assert moved.statements == 250 and whole_file(back, passphrase)
    assert content(str(back), passphrase) == content(empty, passphrase)
    assert b"Rasskaz" not in back.read_bytes() and back.stat().st_mode & 0o077 == 0
    assert not back.read_bytes().startswith(b"SQLite format 3")  # it is encrypted


def whole_file(path: Path, passphrase: str) -> bool:
    with open_store(str(path), passphrase=passphrase) as store:
        return whole(store)


def test_what_is_found_is_the_same(office: tuple[str, str, str], empty: str, passphrase: str) -> None:
    path, one, _ = office
    move_store(path, empty, passphrase=passphrase)
    with open_store(path, passphrase=passphrase) as old, open_store(empty, passphrase=passphrase) as new:
        for typed in ("канарейка", "свидетели", '"свидетель public"', "ї", "ничего"):
            for audience in Audience:
                found = search(new, typed, audience=audience)
                assert found == search(old, typed, audience=audience)
        assert [hit.statement_id for hit in search(new, "канарейка").hits] == [one]


HARMS = {
    "a row lost": "delete from tags where statement_id = (select min(id) from statements)",
    "a row changed": "update statements set words = 13 where id = (select min(id) from statements)",
    "a text not indexed": "delete from approved_search where audience = 'public'",
}


@pytest.mark.parametrize("harm", [*HARMS, "killed"])
def test_a_copy_that_is_not_the_same_is_not_kept(
    office: tuple[str, str, str],
    empty: str,
    tmp_path: Path,
    passphrase: str,
    monkeypatch: pytest.MonkeyPatch,
    harm: str,
) -> None:
    path, *_ = office
    index = moving._index

    def harmed(new: Session) -> None:
        index(new)
        if harm == "killed":
            raise KeyboardInterrupt
        new.execute(sql(HARMS[harm]))

    monkeypatch.setattr(moving, "_index", harmed)
    before = content(path, passphrase), sorted(tmp_path.iterdir())
    for target in (empty, str(tmp_path / "copy.db")):
        with pytest.raises(KeyboardInterrupt if harm == "killed" else AigaqError, match=r"move_failed|^$"):
            move_store(path, target, passphrase=passphrase)
    assert tables(empty) == {"alembic_version"}
    assert (content(path, passphrase), sorted(tmp_path.iterdir())) == before
    monkeypatch.undo()
    assert move_store(path, empty, passphrase=passphrase).statements == 250


def test_a_store_that_is_not_whole_is_not_copied(
    office: tuple[str, str, str], empty: str, passphrase: str
) -> None:
    path, *_ = office
    with open_store(path, passphrase=passphrase) as store, store.engine.begin() as connection:
        drop_guards(connection)
        connection.execute(sql("update journal set subject = 'X' where sequence = 5"))
        put_guards(connection)
    with pytest.raises(AigaqError, match="move_failed"):
        move_store(path, empty, passphrase=passphrase)
    assert tables(empty) <= {"alembic_version"} and not find_place(empty).keys.exists()


def test_only_an_empty_place_is_taken(
    office: tuple[str, str, str], store: Store, url: str, empty: str, tmp_path: Path, passphrase: str
) -> None:
    path, *_ = office
    for taken in (path, url, url.replace("store.keys", "other.keys")):
        with pytest.raises(AigaqError, match="store_exists"):
            move_store(path, taken, passphrase=passphrase)
    (tmp_path / "new.db-wal").touch()
    with pytest.raises(AigaqError, match="store_exists"):
        move_store(path, str(tmp_path / "new.db"), passphrase=passphrase)
    with pytest.raises(AigaqError, match="store_locked"):
        move_store(path, empty, passphrase="quite other words")
    assert store.statements() == [] and not (tmp_path / "other.keys").exists()
    assert tables(empty) == set()
