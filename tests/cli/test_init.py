from collections.abc import Callable
from pathlib import Path

import pytest

from store import create
from store.wrapping import Cost

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(create, "STANDARD_COST", Cost(memory_kib=32, passes=1, lanes=4))


def test_a_store_is_made_without_questions_and_opens(aigaq: Run, passphrases: Path) -> None:
    status, out, err = aigaq("init")
    assert status == 0 and str(passphrases) + ".recovery" in out
    assert "delete it here" in err
    assert aigaq("list", "--json") == (0, "[]\n", "")
    status, _, err = aigaq("init")
    assert status == 1 and err.startswith("store_exists: ")


@pytest.mark.parametrize(
    ("variable", "code"),
    [
        ("AIGAQ_STORE", "store_unset"),
        ("AIGAQ_PASSPHRASE_FILE", "passphrase_missing"),
        ("AIGAQ_REVIEWER", "passphrase_missing"),
        ("AIGAQ_REVIEWER_PASSPHRASE_FILE", "passphrase_missing"),
    ],
)
def test_what_nobody_can_be_asked_for_is_an_error(
    aigaq: Run, passphrases: Path, monkeypatch: pytest.MonkeyPatch, variable: str, code: str
) -> None:
    monkeypatch.delenv(variable)
    status, _, err = aigaq("init")
    assert status == 1 and err.startswith(f"{code}: ")
    assert list(passphrases.parent.iterdir()) == []


def test_a_name_given_as_an_option_counts(
    aigaq: Run, passphrases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIGAQ_REVIEWER")
    assert aigaq("init", "--reviewer", "Сәуле")[0] == 0


def test_one_key_for_two_locks_is_remarked_on(
    aigaq: Run, passphrases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIGAQ_REVIEWER_PASSPHRASE_FILE", str(tmp_path / "p1"))
    assert "two locks with one key" in aigaq("init")[2]


def test_a_recipient_that_is_none_is_refused(aigaq: Run, passphrases: Path) -> None:
    status, _, err = aigaq("init", "--recovery", "age1x")
    assert status == 1 and err.startswith("bad_recipient: ")


def test_a_passphrase_file_that_is_missing_or_empty_is_an_error(
    aigaq: Run, passphrases: Path, tmp_path: Path
) -> None:
    (tmp_path / "p1").write_text("\n")
    assert aigaq("init")[2].startswith("passphrase_missing: ")
    (tmp_path / "p1").unlink()
    assert aigaq("init")[2].startswith("no_such_file: ")
