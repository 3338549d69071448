"""New, empty stores to measure on: a file, and a database of a throw-away PostgreSQL server."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# As a server stands in an office: what was acknowledged is on the disk.
_SAFE = {"fsync": "on", "full_page_writes": "on"}


@contextmanager
def new_file() -> Iterator[str]:
    """The path of a store that is not there yet."""
    with tempfile.TemporaryDirectory() as name:
        yield str(Path(name) / "store.db")


@contextmanager
def new_server() -> Iterator[str | None]:
    """The URL of a store that is not there yet; None where PostgreSQL is not installed."""
    try:
        # the tests' own server: started and stopped in one place
        from tests.conftest import find_programs, running  # noqa: PLC0415 - not everybody has psycopg
    except ModuleNotFoundError:
        yield None
        return
    programs = find_programs()
    if programs is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as name, running(programs, **_SAFE) as server:
        server.run("create database measure owner aigaq template template0")
        yield server.url("measure", Path(name) / "store.keys")
