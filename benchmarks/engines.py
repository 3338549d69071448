"""New, empty stores to measure on: a file, and a database of a throw-away PostgreSQL server."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path


@contextmanager
def new_files() -> Iterator[Iterator[str]]:
    """Paths of stores that are not there yet."""
    with tempfile.TemporaryDirectory() as name:
        yield (str(Path(name) / f"{number}.db") for number in count())


@contextmanager
def new_databases() -> Iterator[Iterator[str] | None]:
    """URLs of stores that are not there yet; None where PostgreSQL is not installed."""
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

    # As a server stands in an office: what was acknowledged is on the disk.
    running_safely = running(programs, fsync="on", full_page_writes="on")
    with tempfile.TemporaryDirectory() as name, running_safely as server:

        def urls() -> Iterator[str]:
            for number in count():
                server.run(f"create database measure{number} owner aigaq template template0")
                yield server.url(f"measure{number}", Path(name) / f"{number}.keys")

        yield urls()
