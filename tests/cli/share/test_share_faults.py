"""aigaq share where something stands in the way: places, disks, who may, what is named."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from models.findings import Analysis
from models.labels import Language
from models.users import Duty
from share import releasing
from share.bundle import FORMATS
from store.users import add_user
from tests.cli.share.conftest import CANARY, CHEAP, FULL, OTHERS, Add, Run, nothing_left, opened, share_by


def test_a_place_that_is_taken_is_left_alone(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    add()
    for take in (out.mkdir, out.touch, lambda: out.symlink_to(out.with_name("none"))):
        take()
        status, said, err = share_by(aigaq, out)
        assert (status, said) == (1, "") and err.startswith("place_taken: ")
        if out.is_dir():
            assert list(out.iterdir()) == []
            out.rmdir()
        else:
            out.unlink()
    assert nothing_left(out.parent, place)


def test_a_place_that_cannot_be_written_to(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    add()
    out.touch()
    status, said, err = share_by(aigaq, out / "bundle")
    assert status == 1 and "unwritable: " in err and said == ""
    assert share_by(aigaq, out.with_name("n" * 300))[2].startswith("unwritable: ")
    out.unlink()
    assert nothing_left(out.parent, place)


def test_a_full_disk(aigaq: Run, add: Add, place: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device", f"{CANARY}.csv")

    monkeypatch.setitem(FORMATS, "tables", full)
    status, said, err = share_by(aigaq, out)
    assert status == 1 and "unwritable: " in err and CANARY not in said + err
    assert nothing_left(out.parent, place)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(KeyboardInterrupt(), 130, "interrupted: "), (ValueError(CANARY), 1, "internal: ")],
)
def test_what_is_cut_short_leaves_nothing(
    aigaq: Run,
    add: Add,
    place: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    status: int,
    code: str,
) -> None:
    add()

    def cut_short(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(releasing, "check", cut_short)
    got, said, err = share_by(aigaq, out)
    assert (got, said) == (status, "") and code in err and CANARY not in err
    assert nothing_left(out.parent, place)


def test_a_scanner_that_fails_lets_nothing_go(
    aigaq: Run, add: Add, place: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add()
    failed = Analysis(Language.RU, (), (), (), (), failures=("phones",))
    monkeypatch.setattr("redact.scanner.load_scanner", lambda: SimpleNamespace(scan=lambda text: failed))
    status, said, err = share_by(aigaq, out)
    assert (status, said) == (1, "") and "scan_failed: " in err
    assert nothing_left(out.parent, place)


def test_only_a_reviewer_releases(
    aigaq: Run, add: Add, place: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add()
    with opened(place) as store:
        add_user(store, "Бек", Duty.OPERATOR, passphrase=OTHERS, cost=CHEAP)
    monkeypatch.setenv("AIGAQ_REVIEWER", "Бек")
    assert share_by(aigaq, out)[2].startswith("reviewer_locked: ")
    monkeypatch.delenv("AIGAQ_REVIEWER")
    assert share_by(aigaq, out)[2].startswith("reviewer_needed: ")
    assert nothing_left(out.parent, place)


def test_what_is_named_must_be_there(aigaq: Run, add: Add, place: Path, out: Path, tmp_path: Path) -> None:
    add()
    assert aigaq("share", *FULL[2:4], "--case", CANARY, "--to", "A", "--out", str(out))[2].startswith(
        "no_such_case: "
    )
    # a mistyped id would leave nothing out
    assert share_by(aigaq, out, "--without", "0000000000")[2].startswith("no_such_statement: ")
    assert share_by(aigaq, out, "--reference", str(tmp_path / "none.csv"))[2].startswith("no_such_file: ")
    (tmp_path / "known.csv").write_text(f"place,count\nKZ-75,3\n{CANARY},1\n")
    status, said, err = share_by(aigaq, out, "--reference", str(tmp_path / "known.csv"))
    assert (status, said) == (1, "") and err.startswith("bad_reference: ") and err.endswith(" Line 3.\n")
    assert CANARY not in err and nothing_left(out.parent, place)


def test_a_reference_is_read(aigaq: Run, add: Add, out: Path, tmp_path: Path) -> None:
    add()
    (tmp_path / "known.csv").write_text("sex,count\nf,9\n")
    assert share_by(aigaq, out, "--reference", str(tmp_path / "known.csv"))[0] == 0


# a sealed hand-over
