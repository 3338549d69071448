"""A real PostgreSQL for the tests that ask for one: a throw-away cluster, reached by a socket alone."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

NEEDED = "AIGAQ_NEEDS_POSTGRES"
_QUICK = {"fsync": "off", "synchronous_commit": "on", "full_page_writes": "off", "max_connections": "60"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; databases belong to a user with no rights beyond them."""

    folder: Path
    port: int

    def run(self, statement: str) -> None:
        """One statement of SQL by the administrator, outside any transaction."""
        with psycopg.connect(
            host=str(self.folder), port=self.port, user="boss", dbname="postgres", autocommit=True
        ) as boss:
            boss.execute(statement.encode())

    def url(self, database: str, keys: Path) -> str:
        """The store's URL for a database."""
        return f"postgresql+psycopg://aigaq@/{database}?host={self.folder}&port={self.port}&aigaq_keys={keys}"


def find_programs() -> Path | None:
    """The folder of PostgreSQL's programs; None where it is not installed."""
    # Debian keeps them out of the way; elsewhere they are found by name.
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    named = shutil.which("pg_ctl")
    if named is not None:
        found.insert(0, Path(named).resolve())
    return found[-1].parent if found else None


def programs_or_skip() -> Path:
    """The folder of PostgreSQL's programs; where it is not installed, what needs it is skipped."""
    programs = find_programs()
    if programs is None:
        if os.environ.get(NEEDED):
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    return programs


@contextmanager
def running(programs: Path, *, port: int = 5432, **settings: str) -> Iterator[Server]:
    """A server in a folder of its own, with these settings besides."""
    # Not in pytest's own folder: the name of a socket may have about a hundred letters.
    folder = Path(tempfile.mkdtemp(prefix="aigaq-pg-"))
    other: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        import pwd  # noqa: PLC0415 - not on Windows

        names = {entry.pw_name for entry in pwd.getpwall()}
        user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        os.chown(folder, user.pw_uid, user.pw_gid)
        other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
    data, log = str(folder / "data"), str(folder / "log")

    def run(program: str, *arguments: str) -> None:
        subprocess.run([str(programs / program), *arguments], check=True, stdout=subprocess.DEVNULL, **other)

    places = {"unix_socket_directories": str(folder), "unix_socket_permissions": "0777"}
    chosen = {**_QUICK, **places, "listen_addresses": "", "port": str(port), **settings}
    options = " ".join(f"-c {name}={value}" for name, value in chosen.items())
    server = Server(folder, port)
    try:
        run("initdb", "-D", data, "-U", "boss", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        folder.chmod(0o711)
        run("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        try:
            server.run("create role aigaq login")
            yield server
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server of this session's own, reached by its socket alone."""
    with running(programs_or_skip()) as server:
        yield server


@pytest.fixture(scope="session")
def _numbers() -> Iterator[int]:
    return count()


@pytest.fixture
def new_database(postgres: Server, _numbers: Iterator[int]) -> Iterator[Callable[..., str]]:
    """Makes databases, empty or like another one, that are dropped after the test; returns their names."""
    made: list[str] = []

    def make(*, like: str = "template0") -> str:
        made.append(f"t{next(_numbers)}")
        postgres.run(f"create database {made[-1]} owner aigaq template {like}")
        return made[-1]

    yield make
    for name in made:
        postgres.run(f"drop database {name} with (force)")
