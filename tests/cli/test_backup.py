"""aigaq backup, restore and rekey, as an office does them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from store import rekey
from store.wrapping import Cost

Run = Callable[..., tuple[int, str, str]]
ORIGINAL = "Ерлан [bold]айтты[/bold]\r\nсоңы\x1b[2J"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cost = Cost(memory_kib=32, passes=1, lanes=4)
    monkeypatch.setitem(rekey.rekey_store.__kwdefaults__, "cost", cost)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir(mode=0o700)
    return folder / "copy.db"


def ids(aigaq: Run) -> list[str]:
    return [row["id"] for row in json.loads(aigaq("list", "--json")[1])]


def test_a_backup_goes_to_another_machine(
    aigaq: Run, stored: str, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert aigaq("backup", str(stick)) == (0, "The backup is complete and was checked.\n", "")
    assert aigaq("backup", str(stick))[2].startswith("store_exists: ")
    (tmp_path / "machine").mkdir(mode=0o700)
    monkeypatch.setenv("AIGAQ_STORE", str(tmp_path / "machine" / "store.db"))
    status, out, err = aigaq("restore", str(stick))
    assert (status, out) == (0, "1 statements are back.\n") and "no list of withdrawals" in err
    assert ids(aigaq) == [stored] and aigaq("show", stored, "--original")[1] == ORIGINAL
    assert aigaq("restore", str(stick))[2].startswith("store_exists: ")


def test_a_store_is_replaced_when_told_and_kept(
    aigaq: Run, stored: str, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aigaq("backup", str(stick))
    aigaq("withdraw", stored, "--reason", "request", "--yes")
    status, out, _ = aigaq("restore", str(stick), "--replace")
    assert status == 0 and "1 of them were withdrawn since the backup, and are again.\n" in out
    assert json.loads(aigaq("list", "--json")[1])[0]["state"] == "withdrawn"
    kept = out.split("The store that was there: ")[1].strip()
    monkeypatch.setenv("AIGAQ_STORE", kept)
    assert ids(aigaq) == [stored]


@pytest.mark.usefixtures("stored")
def test_a_backup_that_is_none(aigaq: Run, stick: Path, tmp_path: Path) -> None:
    for wrong, code in ((stick, "no_such_file"), (tmp_path / "p1", "keys_missing")):
        assert aigaq("restore", str(wrong), "--replace")[2].startswith(f"{code}: ")


def test_another_key(
    aigaq: Run, stored: str, passphrases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert aigaq("rekey")[2].startswith("passphrase_missing: ")
    fresh = tmp_path / "p3"
    fresh.write_text("the store's new words\n")
    monkeypatch.setenv("AIGAQ_NEW_PASSPHRASE_FILE", str(fresh))
    status, out, err = aigaq("rekey")
    assert status == 0 and "new passphrase" in out and "aigaq backup" in err
    assert aigaq("list")[2].startswith("store_locked: ")
    monkeypatch.setenv("AIGAQ_PASSPHRASE_FILE", str(fresh))
    assert ids(aigaq) == [stored] and aigaq("audit", "verify")[0] == 0
    assert "is the old one" in aigaq("rekey")[2]
