"""The report: its keys, and that only its owner and the vault can read it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from intake.report import (
    Accepted,
    BatchReport,
    Duplicate,
    Refused,
    check_report_place,
    report_json,
    write_report,
)
from models.errors import AigaqError
from store.store import Store
from store.users import open_vault

REPORT = BatchReport(
    accepted=[Accepted("AAAA", "ә.txt")],
    duplicates=[Duplicate("b.txt", "AAAA")],
    rejected=[Refused("c\udcff.txt", "empty")],
    ignored=[Refused(".x", "system_file")],
    words=12,
    seconds=0.12345,
    identifiers=Counter({"PERSON": 2}),
)


def test_the_contract() -> None:
    content = json.loads(report_json(REPORT))
    assert "ensitive" in content.pop("notice")
    assert content == {
        "accepted": [{"id": "AAAA", "path": "ә.txt"}],
        "duplicates": [{"path": "b.txt", "of": "AAAA"}],
        "rejected": [
            {
                "path": "c\\udcff.txt",
                "code": "empty",
                "message": "The file holds no text. Check that it was saved or exported completely.",
            }
        ],
        "ignored": [{"path": ".x", "code": "system_file"}],
        "statements": 1,
        "words": 12,
        "seconds": 0.123,
    }


def test_private_and_all_at_once(tmp_path: Path) -> None:
    place = tmp_path / ("я" * 120 + ".json")
    place.write_text("old")
    place.chmod(0o644)
    write_report(place, REPORT, recipient="")
    assert place.stat().st_mode & 0o777 == 0o600
    assert json.loads(place.read_text("utf-8"))["words"] == 12
    assert list(tmp_path.iterdir()) == [place]


def test_sealed(tmp_path: Path, store: Store) -> None:
    place = tmp_path / "report.json.age"
    write_report(place, REPORT, recipient=store.vault_recipient)
    raw = place.read_bytes()
    assert raw.startswith(b"age-encryption.org/")
    assert b"accepted" not in raw
    vault = open_vault(store, "reviewer", "made up for the tests")
    assert json.loads(vault.unseal(raw))["statements"] == 1


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "missing" / "report.json"):
        with pytest.raises(AigaqError, match="no_such_file"):
            check_report_place(place)
