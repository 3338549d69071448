import json
from collections.abc import Callable

import pytest

import cli.list

Run = Callable[..., tuple[int, str, str]]


def test_lines_for_programs(aigaq: Run, stored: str) -> None:
    status, out, _ = aigaq("list")
    assert status == 0
    assert out.rstrip().split("\t")[:-1] == [
        stored,
        "Орал [red]",
        "waiting",
        "kk",
        "3",
        "beating",
        "KZ-27",
        "internal",
    ]


def test_a_table_for_people(aigaq: Run, stored: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.list, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")
    _, out, err = aigaq("list")
    assert stored in out and "Орал [red]" in out and "beating" in out
    assert err == "1 statement\n"


def test_json(aigaq: Run, stored: str) -> None:
    (record,) = json.loads(aigaq("list", "--json")[1])
    assert (record["id"], record["abuse"], record["regions"]) == (stored, ["beating"], ["KZ-27"])
    assert set(record) == {
        "id",
        "case",
        "state",
        "language",
        "words",
        "abuse",
        "regions",
        "consent",
        "created_at",
    }


def test_a_case(aigaq: Run, stored: str) -> None:
    assert aigaq("list", "--case", "main")[1] == ""
    assert stored in aigaq("list", "--case", "Орал [red]")[1]


def test_no_reviewer_is_needed(aigaq: Run, stored: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIGAQ_REVIEWER")
    monkeypatch.delenv("AIGAQ_REVIEWER_PASSPHRASE_FILE")
    assert aigaq("list")[0] == 0
