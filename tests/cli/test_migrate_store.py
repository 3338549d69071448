"""aigaq on a server: the same commands, and a store that moves there."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store import create
from store.wrapping import Cost
from tests.conftest import Server

Run = Callable[..., tuple[int, str, str]]
ORIGINAL = "Ерлан [bold]айтты[/bold]\r\nсоңы\x1b[2J"

pytestmark = pytest.mark.slow


@pytest.fixture
def url(postgres: Server, new_database: Callable[..., str], tmp_path: Path) -> str:
    (tmp_path / "server").mkdir(mode=0o700)
    return postgres.url(new_database(), tmp_path / "server" / "office.keys")


@pytest.fixture
def on_server(url: str, passphrases: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The environment names an empty database on a server."""
    monkeypatch.setattr(create, "STANDARD_COST", Cost(memory_kib=32, passes=1, lanes=4))
    monkeypatch.setenv("AIGAQ_STORE", url)
    yield url


def test_an_office_moves_to_a_server(
    aigaq: Run, stored: str, url: str, passphrases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = aigaq("list", "--json")[1]
    status, out, err = aigaq("migrate-store", "--to", url)
    assert status == 0 and out.startswith("The copy is complete and was compared: 1 statements, ")
    assert "Set AIGAQ_STORE" in err and str(url) not in out + err
    assert aigaq("migrate-store", "--to", url)[2].startswith("store_exists: ")
    assert aigaq("list", "--json")[1] == before  # nothing was removed
    monkeypatch.setenv("AIGAQ_STORE", url)
    assert aigaq("list", "--json")[1] == before
    assert aigaq("show", stored, "--original")[1] == ORIGINAL
    status, out, _ = aigaq("audit", "verify")
    assert status == 0, out


def test_a_day_on_a_server(aigaq: Run, on_server: str, tmp_path: Path) -> None:
    status, out, _ = aigaq("init")
    assert status == 0 and out.startswith("The store is ready.")
    assert aigaq("init")[2].startswith("store_exists: ")
    text = tmp_path / "one.txt"
    text.write_text("Меня избили в отделе полиции в Алматы.", "utf-8")
    assert aigaq("add", str(text), "--case", "Қаңтар")[0] == 0
    (row,) = json.loads(aigaq("list", "--json")[1])
    assert row["case"] == "Қаңтар"
    checks = {check["check"]: check["health"] for check in json.loads(aigaq("doctor", "--json")[1])}
    assert checks["journal"] == checks["PostgreSQL"] == "ok" and checks["server's disk"] == "warn"
    status, out, err = aigaq("withdraw", row["id"], "--reason", "request", "--yes")
    assert (status, out) == (0, row["id"] + "\n") and "docs/postgresql.md" in err
    assert aigaq("backup", str(tmp_path / "copy.db"))[2].startswith("server_store: ")
    copy = tmp_path / "server" / "copy.db"
    assert aigaq("migrate-store", "--to", str(copy))[0] == 0 and copy.is_file()


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("postgresql://me:secret@db.example/office?aigaq_keys=k", "server_unsafe"),
        ("postgresql://me:secret@localhost/office", "keys_unnamed"),
        ("mysql://me:secret@localhost/office", "server_unknown"),
    ],
)
def test_what_is_no_place_for_a_store(aigaq: Run, target: str, code: str) -> None:
    status, out, err = aigaq("migrate-store", "--to", target)
    assert (status, out) == (1, "") and err.startswith(f"{code}: ") and "secret" not in err
