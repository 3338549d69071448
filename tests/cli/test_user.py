"""aigaq user and aigaq vault: who opens the texts, as an office does it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from store import users
from store.wrapping import Cost

Run = Callable[..., tuple[int, str, str]]
ORIGINAL = "Ерлан [bold]айтты[/bold]\r\nсоңы\x1b[2J"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cost = Cost(memory_kib=32, passes=1, lanes=4)
    monkeypatch.setitem(users.add_user.__kwdefaults__, "cost", cost)
    monkeypatch.setitem(users.change_passphrase.__kwdefaults__, "cost", cost)


@pytest.fixture
def new_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file with a passphrase that is to be."""
    path = tmp_path / "p3"
    path.write_text("words of the newcomer\n")
    monkeypatch.setenv("AIGAQ_NEW_PASSPHRASE_FILE", str(path))
    return path


@pytest.fixture
def become(new_words: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """From now on somebody else sits at the machine, with the new passphrase."""

    def become(name: str) -> None:
        monkeypatch.setenv("AIGAQ_REVIEWER", name)
        monkeypatch.setenv("AIGAQ_REVIEWER_PASSPHRASE_FILE", str(new_words))

    return become


def listed(aigaq: Run) -> dict[str, tuple[str, str, int]]:
    users = json.loads(aigaq("user", "list", "--json")[1])
    return {user["name"]: (user["role"], user["state"], user["failures"]) for user in users}


def test_a_reviewer_lets_another_one_in(aigaq: Run, stored: str, become: Callable[[str], None]) -> None:
    status, out, err = aigaq("user", "add", "Аян", "--role", "reviewer")
    assert (status, err) == (0, "") and len(out.strip()) == 10
    become("Аян")
    assert aigaq("show", stored, "--original")[1] == ORIGINAL
    assert listed(aigaq) == {"Сәуле": ("reviewer", "active", 0), "Аян": ("reviewer", "active", 0)}


@pytest.mark.usefixtures("stored", "new_words")
@pytest.mark.parametrize("role", ["field", "operator", "auditor"])
def test_other_roles_need_no_reviewer(aigaq: Run, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    monkeypatch.delenv("AIGAQ_REVIEWER")
    assert aigaq("user", "add", "Дана", "--role", role)[0] == 0
    assert listed(aigaq)["Дана"] == (role, "active", 0)
    assert aigaq("user", "disable", "Дана") == (0, "Disabled.\n", "")
    assert listed(aigaq)["Дана"] == (role, "disabled", 0)
    assert aigaq("user", "add", "Аян", "--role", "reviewer")[2].startswith("reviewer_needed: ")


@pytest.mark.usefixtures("new_words")
def test_with_the_recovery_identity_when_no_reviewer_is_left(
    aigaq: Run, stored: str, passphrases: Path, tmp_path: Path, become: Callable[[str], None]
) -> None:
    become("Nobody")
    assert aigaq("user", "add", "Аян", "--role", "reviewer")[2].startswith("reviewer_locked: ")
    recovery = str(passphrases) + ".recovery"
    assert aigaq("user", "add", "Аян", "--role", "reviewer", "--recovery", recovery)[0] == 0
    become("Аян")
    assert aigaq("show", stored, "--original")[1] == ORIGINAL
    for wrong, code in ((tmp_path / "p1", "bad_identity"), (tmp_path / "none", "no_such_file")):
        said = aigaq("user", "add", "Б", "--role", "reviewer", "--recovery", str(wrong))[2]
        assert said.startswith(f"{code}: ")


def test_a_reviewer_who_leaves(aigaq: Run, stored: str, become: Callable[[str], None]) -> None:
    assert aigaq("user", "disable", "Сәуле")[2].startswith("last_reviewer: ")
    assert aigaq("user", "add", "Аян", "--role", "reviewer")[0] == 0
    become("Аян")
    status, _, err = aigaq("user", "disable", "Сәуле")
    assert status == 0 and "aigaq vault rotate" in err
    status, out, err = aigaq("vault", "rotate")
    assert (status, out) == (0, "1 record sealed anew.\n") and "aigaq backup" in err
    assert aigaq("show", stored, "--original")[1] == ORIGINAL
    assert aigaq("user", "disable", "Сәуле")[2].startswith("no_such_user: ")
    assert aigaq("audit", "verify")[0] == 0


def test_another_passphrase(
    aigaq: Run, stored: str, new_words: Path, become: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, _ = aigaq("user", "passphrase", "Сәуле")
    assert (status, out) == (0, "Changed.\n")
    assert aigaq("show", stored)[2].startswith("reviewer_locked: ")
    assert listed(aigaq)["Сәуле"] == ("reviewer", "active", 1)
    become("Сәуле")
    assert aigaq("show", stored, "--original")[1] == ORIGINAL
    assert listed(aigaq)["Сәуле"] == ("reviewer", "active", 0)
    # the files count only for the name beside them
    aigaq("user", "add", "Дана", "--role", "operator")
    assert aigaq("user", "passphrase", "Дана")[2].startswith("passphrase_missing: ")
    monkeypatch.setenv("AIGAQ_USER", "Дана")
    monkeypatch.setenv("AIGAQ_USER_PASSPHRASE_FILE", str(new_words))
    assert aigaq("user", "passphrase", "Дана")[0] == 0


@pytest.mark.usefixtures("stored")
def test_two_locks_with_one_key_are_remarked_on(aigaq: Run, new_words: Path) -> None:
    new_words.write_text("the store's own words\n")
    assert "two locks with one key" in aigaq("user", "add", "Дана", "--role", "field")[2]


@pytest.mark.usefixtures("stored")
def test_without_a_new_passphrase_nobody_is_added(aigaq: Run) -> None:
    assert aigaq("user", "add", "Дана", "--role", "field")[2].startswith("passphrase_missing: ")
    assert aigaq("user", "add", "Дана", "--role", "boss")[0] == 2
    assert list(listed(aigaq)) == ["Сәуле"]


@pytest.mark.usefixtures("stored", "new_words")
def test_a_name_cannot_drive_the_terminal(aigaq: Run) -> None:
    aigaq("user", "add", "[red]\x1b[2JДана", "--role", "field")
    out = aigaq("user", "list")[1]
    assert "\x1b" not in out and "[red]�[2JДана" in out


def test_rotation_with_recovery_and_to_a_new_recovery_identity(
    aigaq: Run, stored: str, passphrases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recovery = str(passphrases) + ".recovery"
    monkeypatch.delenv("AIGAQ_REVIEWER")
    assert aigaq("vault", "rotate")[2].startswith("reviewer_needed: ")
    assert aigaq("vault", "rotate", "--recovery", recovery)[0] == 0
    monkeypatch.setenv("AIGAQ_REVIEWER", "Сәуле")
    assert aigaq("show", stored, "--original")[1] == ORIGINAL
    assert aigaq("vault", "rotate", "--new-recovery", "age1no")[2].startswith("bad_recipient: ")
