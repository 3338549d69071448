"""An encrypted store that opens fast, and a folder of statements."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.create import create_with
from store.store import Store, open_store
from store.wrapping import Cost

PASSPHRASE = "made up for the tests"


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    path = tmp_path / "testimony.db"
    cheap = Cost(memory_kib=64, passes=1, lanes=1)
    create_with(
        str(path), passphrase=PASSPHRASE, reviewer=("reviewer", PASSPHRASE), recovery=None, cost=cheap
    )
    return path


@pytest.fixture
def store(store_path: Path) -> Iterator[Store]:
    with open_store(str(store_path), passphrase=PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "interviews"
    place.mkdir()
    return place
