from pathlib import Path
from stat import S_IMODE

import pyrage
import pytest

from models.errors import AigaqError
from store import create
from store.create import create_with
from store.store import open_store
from store.wrapping import STANDARD_COST, Cost

WORDS = "twelve letters or more"
REVIEWER = ("Aru", "another twelve letters")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_are_for_their_owner_only_whatever_the_umask(store_path: Path, passphrase: str) -> None:
    with open_store(str(store_path), passphrase=passphrase) as store:
        store.start_batch(case="main")
        assert names(store_path.parent) == [
            "store.db",
            "store.db-shm",
            "store.db-wal",
            "store.db.keys",
            "store.db.recovery",
        ]
        assert {S_IMODE(path.stat().st_mode) for path in store_path.parent.iterdir()} == {0o600}


def test_with_a_recipient_no_recovery_identity_is_written(tmp_path: Path, cost: Cost) -> None:
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    created = create_with(
        str(tmp_path / "s.db"), passphrase=WORDS, reviewer=REVIEWER, recovery=recipient, cost=cost
    )
    assert created.recovery_file is None
    assert created.vault_recipient.startswith("age1")
    assert names(tmp_path) == ["s.db", "s.db.keys"]


def test_without_a_recipient_the_identity_lies_beside_the_store(tmp_path: Path, cost: Cost) -> None:
    created = create_with(
        str(tmp_path / "s.db"), passphrase=WORDS, reviewer=REVIEWER, recovery=None, cost=cost
    )
    assert created.recovery_file == tmp_path / "s.db.recovery"


@pytest.mark.parametrize("there", ["s.db", "s.db.keys", "s.db.recovery"])
def test_nothing_that_exists_is_touched(tmp_path: Path, cost: Cost, there: str) -> None:
    (tmp_path / there).write_bytes(b"mine")
    with pytest.raises(AigaqError, match="store_exists"):
        create_with(str(tmp_path / "s.db"), passphrase=WORDS, reviewer=REVIEWER, recovery=None, cost=cost)
    assert names(tmp_path) == [there] and (tmp_path / there).read_bytes() == b"mine"


def test_a_failure_leaves_no_half_store(tmp_path: Path, cost: Cost, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(create, "record", fail)
    with pytest.raises(KeyboardInterrupt):
        create_with(str(tmp_path / "s.db"), passphrase=WORDS, reviewer=REVIEWER, recovery=None, cost=cost)
    assert names(tmp_path) == []


GOOD = {"passphrase": WORDS, "reviewer": REVIEWER, "recovery": None}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"passphrase": "short"}, "passphrase_short"),
        ({"reviewer": ("Aru", "short")}, "passphrase_short"),
        ({"reviewer": None}, "passphrase_missing"),
        ({"reviewer": (" ", WORDS)}, "passphrase_missing"),
        ({"recovery": "age1notarecipient"}, "bad_recipient"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    tmp_path: Path, cost: Cost, wrong: dict[str, object], code: str
) -> None:
    with pytest.raises(AigaqError, match=code):
        create_with(str(tmp_path / "s.db"), cost=cost, **{**GOOD, **wrong})  # type: ignore[arg-type]
    assert names(tmp_path) == []


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, cost: Cost) -> None:
    with pytest.raises(AigaqError, match="store_unwritable"):
        create_with(
            str(tmp_path / "no" / "s.db"), passphrase=WORDS, reviewer=REVIEWER, recovery=None, cost=cost
        )


def test_a_guess_costs_a_thief_a_quarter_of_a_gibibyte() -> None:
    assert STANDARD_COST.memory_kib >= 256 * 1024 and STANDARD_COST.passes >= 3
