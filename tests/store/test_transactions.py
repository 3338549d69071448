import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.statements import Draft, SourceKind
from store import store as store_module
from store.journal import verify_journal
from store.store import DuplicateText, Store, open_store
from store.users import open_vault

Add = Callable[..., str]
ROOT = Path(__file__).parents[2]
TABLES = ("cases", "statements", "sealed_records", "tags", "journal")

WRITER = textwrap.dedent("""
    import sys
    from models.findings import Analysis
    from models.labels import Language
    from models.statements import Draft, SourceKind
    from store.store import open_store

    store = open_store(sys.argv[1], passphrase=sys.argv[2])
    batch = store.start_batch(case="main")
    for number in range(10_000):
        draft = Draft(raw_text=f"statement {number}", source=SourceKind.TEXT)
        analysis = Analysis(Language.EN, (), (), (), ())
        print(store.add_statement(
            draft, analysis, redacted={}, regions=frozenset(), words=2, case="main", batch=batch
        ), flush=True)
""")


def counts(store: Store) -> list[int]:
    with store.engine.connect() as connection:
        return [connection.execute(sql(f"select count(*) from {t}")).scalar_one() for t in TABLES]  # noqa: S608


def test_a_transaction_that_fails_at_its_end_leaves_nothing(
    store: Store, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts(store)

    def fail(session: Session, *_: object, **__: object) -> None:
        session.flush()
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(store_module, "record", fail)
        with pytest.raises(RuntimeError):
            add("Рассказ")
    assert counts(store) == before
    assert add("Рассказ")


def test_a_failing_database_shows_a_code_and_no_value(store: Store, add: Add) -> None:
    with store.engine.begin() as connection:
        connection.execute(sql("drop table tags"))
    before = counts_without_tags(store)
    with pytest.raises(AigaqError, match="internal") as caught:
        add("Қанарейкинұлы рассказал")
    assert "Қанарейкин" not in repr(caught.value) + repr(caught.value.__context__)
    assert "KZ-47" not in str(caught.value.__context__)
    assert counts_without_tags(store) == before


def counts_without_tags(store: Store) -> list[int]:
    tables = [t for t in TABLES if t != "tags"]
    with store.engine.connect() as connection:
        return [connection.execute(sql(f"select count(*) from {t}")).scalar_one() for t in tables]  # noqa: S608


def test_a_killed_writer_loses_nothing_that_it_acknowledged(
    store_url: str, passphrase: str, reviewer: tuple[str, str]
) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, store_url, passphrase],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline().strip() for _ in range(25)]
    writer.kill()
    acknowledged += [line.strip() for line in writer.stdout if line.endswith("\n")]
    writer.wait()

    with open_store(store_url, passphrase=passphrase) as store:
        stored = {row.id for row in store.statements()}
        assert set(acknowledged) <= stored and len(stored) <= len(acknowledged) + 1
        vault = open_vault(store, *reviewer)
        assert store.unseal(acknowledged[24], vault).raw_text == "statement 24"
        known = store.find(Draft("statement 0", SourceKind.TEXT))
        batch = store.start_batch(case="main")
        assert known is not None and batch.resumed and known.batch_id == batch.id
        with Session(store.engine) as session:
            assert verify_journal(session)


def test_two_writers_store_a_text_once_and_keep_one_chain(store: Store, add: Add) -> None:
    refused: list[bool] = []

    def write() -> None:
        for number in range(5):
            try:
                add(f"Рассказ {number}")
            except DuplicateText:
                refused.append(True)

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.statements()) == len(refused) == 5
    with Session(store.engine) as session:
        assert verify_journal(session)
