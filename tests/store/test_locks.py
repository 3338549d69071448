import json
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import inspect
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.labels import Audience
from models.sealed import from_bytes
from store.create import create_with
from store.store import Store, open_store
from store.users import open_vault
from store.wrapping import Cost

Add = Callable[..., str]
CANARY = "Қанарейкинұлы"


def contains(raw: bytes, word: str) -> bool:
    escaped = word.encode("ascii", "backslashreplace")
    return any(
        form in raw for form in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), escaped)
    )


def test_no_file_of_the_store_holds_a_word_of_it(store: Store, store_path: Path, add: Add) -> None:
    add(f"{CANARY} рассказал", redacted={Audience.INTERNAL: CANARY}, case=f"Дело {CANARY}")
    files = sorted(path.name for path in store_path.parent.iterdir())
    assert "store.db-wal" in files
    for path in store_path.parent.iterdir():
        raw = path.read_bytes()
        assert not contains(raw, CANARY), path.name
        assert not contains(raw, "Сәуле"), path.name
        assert b"beating" not in raw and b"create table" not in raw.lower()


@pytest.mark.parametrize(
    "wrong", ["", "the store's own word", "The store's own words", "the reviewer's other words"]
)
def test_another_passphrase_does_not_open_the_store(store_path: Path, wrong: str) -> None:
    with pytest.raises(AigaqError, match="store_locked"):
        open_store(str(store_path), passphrase=wrong)


def test_a_passphrase_opens_however_its_letters_are_composed(tmp_path: Path, cost: Cost) -> None:
    path = str(tmp_path / "s.db")
    composed, decomposed = "мой ёжик не спит", "мои\u0306 е\u0308жик не спит"
    create_with(path, passphrase=composed, reviewer=("Й", composed), recovery=None, cost=cost)
    with open_store(path, passphrase=decomposed) as store:
        open_vault(store, "И\u0306", decomposed)


def test_the_store_key_alone_opens_no_word(store: Store, add: Add) -> None:
    statement_id = add(f"{CANARY} рассказал")
    with store.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        everything = [repr(row) for t in tables for row in connection.execute(sql(f'select * from "{t}"'))]  # noqa: S608
        sealed = connection.execute(sql("select sealed from sealed_records")).scalar_one()
    assert not any(contains(row.encode(), CANARY) for row in everything)
    assert any(statement_id in row for row in everything)
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [pyrage.x25519.Identity.generate()])


@pytest.mark.parametrize(
    ("name", "words"),
    [("Сәуле", "the store's own words"), ("Сауле", "the reviewer's other words"), ("", "")],
)
def test_only_a_reviewer_opens_the_vault(store: Store, name: str, words: str) -> None:
    with pytest.raises(AigaqError, match="reviewer_locked"):
        open_vault(store, name, words)


def test_the_recovery_identity_opens_a_record_without_a_reviewer(
    store: Store, store_path: Path, add: Add
) -> None:
    add(f"{CANARY} рассказал")
    lines = store_path.with_name("store.db.recovery").read_text().splitlines()
    identity = pyrage.x25519.Identity.from_str(
        next(line for line in lines if line.startswith("AGE-SECRET-KEY-1"))
    )
    with store.engine.connect() as connection:
        sealed = connection.execute(sql("select sealed from sealed_records")).scalar_one()
    assert from_bytes(pyrage.decrypt(sealed, [identity])).raw_text == f"{CANARY} рассказал"


def test_the_vaults_recipient_is_what_the_store_seals_to(store: Store, reviewer: tuple[str, str]) -> None:
    sealed = pyrage.encrypt(b"report", [pyrage.x25519.Recipient.from_str(store.vault_recipient)])
    assert open_vault(store, *reviewer).unseal(sealed) == b"report"


def test_a_record_in_anothers_place_does_not_pass_for_it(
    store: Store, add: Add, reviewer: tuple[str, str]
) -> None:
    first, second = add("один"), add("два")
    with store.engine.begin() as connection:
        swap = (
            "update sealed_records set sealed = (select sealed from sealed_records where statement_id = :a)"
        )
        connection.execute(sql(swap + " where statement_id = :b"), {"a": first, "b": second})
    with pytest.raises(AigaqError, match="record_damaged"):
        store.unseal(second, open_vault(store, *reviewer))


def test_changed_bytes_of_a_record_are_noticed(store: Store, add: Add, reviewer: tuple[str, str]) -> None:
    statement_id = add("один")
    with store.engine.begin() as connection:
        sealed = bytearray(connection.execute(sql("select sealed from sealed_records")).scalar_one())
        sealed[-20] ^= 1
        connection.execute(sql("update sealed_records set sealed = :s"), {"s": bytes(sealed)})
    with pytest.raises(AigaqError, match="record_damaged"):
        store.unseal(statement_id, open_vault(store, *reviewer))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"memory_kib": 40}, "store_locked"),
        ({"passes": 2}, "store_locked"),
        ({"salt": "AAAAAAAAAAAAAAAAAAAAAA=="}, "store_locked"),
        ({"sealed": "AAAA" * 20}, "store_locked"),
        ({"memory_kib": 2**40}, "store_damaged"),
        ({"memory_kib": 1e400}, "store_damaged"),
        ({"passes": 10**6}, "store_damaged"),
        ({"lanes": 0}, "store_damaged"),
        ({"salt": "AAAA"}, "store_damaged"),
        ({"salt": 7}, "store_damaged"),
        ({"sealed": "no base64"}, "store_damaged"),
        ({"sealed": None}, "store_damaged"),
        ({"kdf": "md5"}, "store_damaged"),
    ],
)
def test_a_changed_key_opens_nothing(
    store_path: Path, passphrase: str, change: dict[str, object], code: str
) -> None:
    keys = store_path.with_name("store.db.keys")
    content = json.loads(keys.read_text())
    content["stores"][0].update(change)
    keys.write_text(json.dumps(content))
    with pytest.raises(AigaqError, match=code):
        open_store(str(store_path), passphrase=passphrase)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "store_damaged"),
        ("{", "store_damaged"),
        ("[" * 100_000, "store_damaged"),
        ("[]", "store_damaged"),
        ('{"format": "aigaq keys 2"}', "store_damaged"),
        ('{"format": "aigaq keys 2", "stores": []}', "store_damaged"),
        ('{"format": "aigaq keys 2", "stores": [7]}', "store_damaged"),
        ('{"format": "aigaq kezs 2", "stores": [{}]}', "store_damaged"),
        ('{"format": "aigaq keys 9", "stores": [{}]}', "store_newer"),
    ],
)
def test_a_keys_file_that_is_none_opens_nothing(
    store_path: Path, passphrase: str, content: str, code: str
) -> None:
    store_path.with_name("store.db.keys").write_text(content)
    with pytest.raises(AigaqError, match=code):
        open_store(str(store_path), passphrase=passphrase)


def test_keys_of_another_store_do_not_fit(
    store_path: Path, tmp_path: Path, passphrase: str, cost: Cost
) -> None:
    other = tmp_path / "other.db"
    create_with(str(other), passphrase=passphrase, reviewer=("A", passphrase), recovery=None, cost=cost)
    store_path.with_name("store.db.keys").write_bytes(other.with_name("other.db.keys").read_bytes())
    with pytest.raises(AigaqError, match="store_damaged"):
        open_store(str(store_path), passphrase=passphrase)


def test_a_database_in_clear_or_empty_is_never_taken_for_the_store(store_path: Path, passphrase: str) -> None:
    store_path.write_bytes(b"")
    with pytest.raises(AigaqError, match="store_damaged"):
        open_store(str(store_path), passphrase=passphrase)
    store_path.unlink()
    plain = sqlcipher.connect(str(store_path))
    plain.execute("create table alembic_version (version_num text)")
    plain.close()
    with pytest.raises(AigaqError, match="store_damaged"):
        open_store(str(store_path), passphrase=passphrase)


def test_missing_parts_are_named(store_path: Path, passphrase: str) -> None:
    with pytest.raises(AigaqError, match="store_missing"):
        open_store(str(store_path) + "x", passphrase=passphrase)
    store_path.with_name("store.db.keys").unlink()
    with pytest.raises(AigaqError, match="keys_missing"):
        open_store(str(store_path), passphrase=passphrase)


def test_a_sqlite_url_and_a_path_are_the_same_store(store_path: Path, passphrase: str) -> None:
    with open_store(f"sqlite:///{store_path}", passphrase=passphrase) as store:
        assert store.statements() == []
