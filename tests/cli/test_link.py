"""aigaq link: counts and aliases on the terminal, names where they are asked for, nothing in the open."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from models.findings import Analysis, Finding
from models.labels import Label, Language
from models.rulings import Ruling
from models.statements import Draft, SourceKind
from redact.identities import identify
from store.cases import open_case
from store.create import create_with
from store.pages import decrypted_pages
from store.rulings import append_rulings
from store.store import Store, open_store
from store.users import open_vault
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

Run = Callable[..., tuple[int, str, str]]
WORDS, OTHERS = "the store's own words", "the reviewer's other words"
TEXTS = (
    ("Меня бил капитан Канарейкин Ерлан.", "Канарейкин Ерлан"),
    ("Капитан Ерлан Канарейкин бил и нас.", "Ерлан Канарейкин"),
    ("Капитан Канарейкин смеялся.", "Канарейкин"),
)


def add(store: Store, text: str, name: str, case: str = "Орал") -> str:
    start = text.index(name)
    person = Finding(start, start + len(name), Label.PERSON, 0.9, "names")
    findings, identities = identify(text, [person])
    return store.add_statement(
        Draft(raw_text=text, source=SourceKind.TEXT),
        Analysis(Language.RU, tuple(findings), tuple(identities), (), ()),
        redacted={},
        regions=frozenset(),
        words=5,
        case=case,
    )


@pytest.fixture
def ids(passphrases: Path) -> list[str]:
    """A store that the environment names, with three statements of one case and one of another."""
    cheap = Cost(memory_kib=32, passes=1, lanes=4)
    create_with(str(passphrases), passphrase=WORDS, reviewer=("Сәуле", OTHERS), recovery=None, cost=cheap)
    with open_store(str(passphrases), passphrase=WORDS) as store:
        add(store, "В другом деле тоже Ерлан Канарейкин.", "Ерлан Канарейкин", case="other")
        return [add(store, text, name) for text, name in TEXTS]


def test_counts_are_printed_and_a_second_run_changes_nothing(aigaq: Run, ids: list[str]) -> None:
    status, out, err = aigaq("link", "--case", "Орал")
    assert (status, out) == (0, "3 statements, 2 people, 1 of them in several statements; 1 proposal\n")
    assert "3 of 3 statements" in err
    status, again, err = aigaq("link", "--case", "Орал")
    assert (status, again) == (0, out) and "Nothing has changed" in err


def test_people_are_shown_by_alias_with_ids_and_no_names(aigaq: Run, ids: list[str]) -> None:
    status, out, _ = aigaq("link", "--case", "Орал", "--show")
    rows = [line.split("\t") for line in out.splitlines()]
    assert status == 0 and len(rows) == 2
    number = next(row for row in rows if " " in row[2])
    assert set(number[2].split()) == {ids[0], ids[1]}
    assert [row[0] for row in rows] == ["Case person 1", "Case person 2"]
    assert [row[1] for row in rows] == ["official", "official"]
    assert "surname+rank" in rows[0][3] and "surname+rank" in rows[1][3]
    assert "анарейкин" not in out


def test_names_are_printed_only_where_they_are_asked_for(aigaq: Run, ids: list[str]) -> None:
    assert aigaq("link", "--case", "Орал", "--names")[0] == 2
    out = aigaq("link", "--case", "Орал", "--show", "--names")[1]
    assert out.count("Канарейкин") == 2


def test_json_says_the_same(aigaq: Run, ids: list[str]) -> None:
    status, out, _ = aigaq("link", "--case", "Орал", "--json")
    counts = {"case": "Орал", "statements": 3, "people": 2, "joined": 1, "proposals": 1, "written": True}
    assert (status, json.loads(out)) == (0, counts)
    shown = json.loads(aigaq("link", "--case", "Орал", "--json", "--show", "--names")[1])
    assert shown["written"] is False
    assert {row["number"]: len(row["statements"]) for row in shown["table"]}.keys() == {1, 2}
    assert sorted(len(row["statements"]) for row in shown["table"]) == [1, 2]
    assert all(row["proposals"][0]["why"] == ["surname", "rank"] for row in shown["table"])
    assert "name" not in json.loads(aigaq("link", "--case", "Орал", "--json", "--show")[1])["table"][0]


def test_a_dry_run_writes_no_index(aigaq: Run, ids: list[str], passphrases: Path) -> None:
    status, out, err = aigaq("link", "--case", "Орал", "--dry-run")
    assert status == 0 and out.startswith("3 statements") and "Nothing was written." in err
    assert json.loads(aigaq("link", "--case", "Орал", "--json")[1])["written"] is True


def test_new_statements_leave_the_aliases_and_a_withdrawn_one_takes_its_people_along(
    aigaq: Run, ids: list[str], passphrases: Path
) -> None:
    def table() -> dict[int, set[str]]:
        rows = json.loads(aigaq("link", "--case", "Орал", "--json", "--show")[1])["table"]
        return {row["number"]: set(row["statements"]) for row in rows}

    before = table()
    with open_store(str(passphrases), passphrase=WORDS) as store:
        new = add(store, "Ерлана Канарейкина видела и я.", "Ерлана Канарейкина")
    after = table()
    joined = next(number for number, found in before.items() if len(found) == 2)
    assert after == {**before, joined: before[joined] | {new}}
    with open_store(str(passphrases), passphrase=WORDS) as store:
        withdraw(store, ids[2], Reason.REQUEST)
    # a number that was in use once never comes to mean anybody else
    assert table() == {3: {ids[0], ids[1], new}}


def test_what_reviewers_ruled_is_carried_out(aigaq: Run, ids: list[str], passphrases: Path) -> None:
    def rule(one: str, other: str, *, same: bool) -> None:
        with open_store(str(passphrases), passphrase=WORDS) as store:
            vault = open_vault(store, "Сәуле", OTHERS)
            ruling = Ruling((one, "person-1"), (other, "person-1"), same)
            append_rulings(store, open_case(store, "Орал", vault).case_id, [ruling], vault=vault)

    def counts() -> tuple[int, int, int]:
        found = json.loads(aigaq("link", "--case", "Орал", "--json")[1])
        return found["people"], found["joined"], found["proposals"]

    assert counts() == (2, 1, 1)
    rule(ids[0], ids[2], same=True)
    assert counts() == (1, 1, 0)
    rule(ids[1], ids[0], same=False)
    rule(ids[1], ids[2], same=False)
    assert counts() == (2, 1, 0)
    with open_store(str(passphrases), passphrase=WORDS) as store:
        withdraw(store, ids[0], Reason.REQUEST)
    # what was ruled of others by way of the withdrawn one is gone, what was ruled of two who stayed holds
    assert counts() == (2, 0, 0)
    assert aigaq("audit", "verify")[0] == 0


def test_a_reviewer_is_needed(aigaq: Run, ids: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIGAQ_REVIEWER_PASSPHRASE_FILE")
    assert aigaq("link", "--case", "Орал")[2].startswith("reviewer_needed: ")


def test_a_case_that_is_not_there(aigaq: Run, ids: list[str]) -> None:
    assert aigaq("link", "--case", "Канарейкин")[2].startswith("no_such_case: ")
    assert aigaq("link")[0] == 2


def test_nothing_of_a_name_is_on_the_disk_or_in_the_journal(
    aigaq: Run, ids: list[str], passphrases: Path
) -> None:
    aigaq("link", "--case", "Орал")
    log = aigaq("audit", "log", "--json")[1]
    assert "case_linked" in log and "анарейкин" not in log
    with open_store(str(passphrases), passphrase=WORDS) as store:
        reviewer = open_vault(store, "Сәуле", OTHERS).reviewer_id
        pages = b"".join(decrypted_pages(passphrases, store.database_key))
    assert reviewer is not None and reviewer.encode() in pages
    assert "анарейкин".encode() not in pages and "Ерлан".encode() not in pages
