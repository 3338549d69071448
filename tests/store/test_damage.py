"""A store file that was cut or has flipped bits, anywhere, is refused with words that name the backup."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import SENTENCES, AigaqError
from store.health import Health, check_database
from store.store import Store, open_store
from store.users import open_vault

Add = Callable[..., str]
PAGE = 4096
REFUSED = {"store_damaged", "record_damaged"}


@pytest.fixture
def texts(store: Store, add: Add) -> dict[str, str]:
    """The statements of a store that is closed again."""
    texts = {add(text): text for text in (f"Рассказ {number} " + "слово " * 500 for number in range(8))}
    store.close()
    return texts


def read_all(path: Path, passphrase: str, reviewer: tuple[str, str]) -> dict[str, str]:
    with open_store(str(path), passphrase=passphrase) as store:
        vault = open_vault(store, *reviewer)
        return {row.id: store.unseal(row.id, vault).raw_text for row in store.statements()}


def sound(path: Path, passphrase: str) -> bool:
    with open_store(str(path), passphrase=passphrase) as store:
        return all(check.health is Health.OK for check in check_database(store))


def test_the_words_name_the_way_out() -> None:
    assert all("backup" in SENTENCES[code].lower() and "estore" in SENTENCES[code] for code in REFUSED)


@pytest.mark.slow
def test_a_flipped_bit_in_any_page(
    store_path: Path, texts: dict[str, str], passphrase: str, reviewer: tuple[str, str]
) -> None:
    raw, chance = store_path.read_bytes(), random.Random(4)  # noqa: S311 - no secret
    for start in range(0, len(raw), PAGE):
        changed = bytearray(raw)
        changed[start + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
        copy = store_path.with_name("copy.db")
        copy.write_bytes(changed)
        copy.with_name("copy.db.keys").write_bytes(store_path.with_name("store.db.keys").read_bytes())
        try:
            # What is opened at all is opened right; a page that was not read is found by the doctor.
            assert read_all(copy, passphrase, reviewer) == texts
            assert not sound(copy, passphrase)
        except AigaqError as error:
            assert error.code in REFUSED
        for left in copy.parent.glob("copy.db*"):
            left.unlink()


@pytest.mark.slow
@pytest.mark.parametrize("left", [0, 1, 15, 16, 1000, PAGE, PAGE + 1, 5 * PAGE, -PAGE, -1])
def test_a_file_that_was_cut(
    store_path: Path, texts: dict[str, str], passphrase: str, reviewer: tuple[str, str], left: int
) -> None:
    store_path.write_bytes(store_path.read_bytes()[:left])
    try:
        assert read_all(store_path, passphrase, reviewer) == texts
        assert not sound(store_path, passphrase)
    except AigaqError as error:
        assert error.code in REFUSED


def test_a_flipped_bit_anywhere_in_the_keys(store_path: Path, texts: dict[str, str], passphrase: str) -> None:
    keys = store_path.with_name("store.db.keys")
    raw, chance = keys.read_bytes(), random.Random(4)  # noqa: S311 - no secret
    for at in range(0, len(raw), 3):
        changed = bytearray(raw)
        changed[at] ^= 1 << chance.randrange(8)
        keys.write_bytes(changed)
        try:
            open_store(str(store_path), passphrase=passphrase).close()
        except AigaqError as error:
            assert error.code in {"store_damaged", "store_locked", "store_newer"}
