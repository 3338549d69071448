from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from store.engine import open_engine
from store.place import find_place
from store.store import Store, open_store
from tests.conftest import Server
from tests.store.conftest import PASSPHRASE, copied_store


@pytest.fixture
def engine_kind() -> str:
    return "postgres"


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return copied_store(request, tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url, passphrase=PASSPHRASE) as store:
        yield store


@pytest.fixture
def empty(postgres: Server, new_database: Callable[..., str], tmp_path: Path) -> str:
    """The URL of an empty database; its keys file is not there yet."""
    return postgres.url(new_database(), tmp_path / "empty.keys")


@pytest.fixture
def empty_engine(empty: str) -> Iterator[Engine]:
    engine = open_engine(find_place(empty), b"")
    yield engine
    engine.dispose()
