import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from models.users import Duty
from store.guards import drop_guards
from store.store import open_store
from store.users import add_user
from store.wrapping import Cost

Run = Callable[..., tuple[int, str, str]]
CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
WORDS = "the store's own words"


@pytest.fixture
def audited(passphrases: Path, stored: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a statement and an auditor, whom the environment names."""
    with open_store(str(passphrases), passphrase=WORDS) as store:
        add_user(store, "Айгерім", Duty.AUDITOR, passphrase="the auditor's own words", cost=CHEAP)
    (tmp_path / "p3").write_text("the auditor's own words\n")
    monkeypatch.setenv("AIGAQ_USER", "Айгерім")
    monkeypatch.setenv("AIGAQ_USER_PASSPHRASE_FILE", str(tmp_path / "p3"))
    return passphrases


def tamper(path: Path, *statements: str) -> None:
    with open_store(str(path), passphrase=WORDS) as store, store.engine.begin() as connection:
        drop_guards(connection)
        for statement in statements:
            connection.execute(sql(statement))


@pytest.mark.parametrize("name", ["", "verify", "checkpoint", "log"])
def test_help_is_there(aigaq: Run, name: str) -> None:
    status, out, _ = aigaq("audit", *name.split(), "--help")
    assert status == 0 and out.startswith("Usage: aigaq audit")
    assert not name or "Example" in out


def test_a_whole_journal(aigaq: Run, audited: Path) -> None:
    status, out, err = aigaq("audit", "verify")
    first, last = out.splitlines()
    assert status == 0
    assert (
        first.startswith("5 entries; the last: 5 ") and last == "ok   The chain is whole and fits the store."
    )
    assert "--against" in err


def test_what_fails_is_named_with_its_sentence(aigaq: Run, audited: Path, stored: str) -> None:
    tamper(audited, "update statements set words = 1", "update journal set at = '2020' where sequence = 2")
    status, out, _ = aigaq("audit", "verify")
    assert status == 1
    assert f"fail statement_changed: {stored}\n     This statement's word count is not" in out
    assert "fail entry_changed: entry 2\n" in out and "fail guards_missing\n" in out
    assert "warn clock_back: entry 2\n" in out and "ok  " not in out
    status, out, _ = aigaq("audit", "verify", "--json")
    found = json.loads(out)
    assert (status, found["whole"], found["entries"]) == (1, False, 5)
    assert {"code": "statement_changed", "fails": True, "subject": stored}.items() <= found["faults"][
        -1
    ].items()


def test_a_checkpoint_is_signed_and_compared(aigaq: Run, audited: Path, tmp_path: Path) -> None:
    kept, code = tmp_path / "march.checkpoint", tmp_path / "march.svg"
    status, out, err = aigaq("audit", "checkpoint", "--out", str(kept), "--qr", str(code))
    assert status == 0 and out.startswith("6 ") and "Signed with the key " in err
    assert stat.S_IMODE(kept.stat().st_mode) == stat.S_IMODE(code.stat().st_mode) == 0o600
    status, out, err = aigaq("audit", "verify", "--against", str(kept))
    assert status == 0 and "compared with the checkpoint at 6 of " in out and " by Айгерім, key " in out
    assert err == ""

    tamper(audited, "delete from journal where sequence > 4", "delete from users where duty = 'auditor'")
    status, out, _ = aigaq("audit", "verify", "--against", str(kept), "--json")
    found = json.loads(out)
    assert status == 1 and {"journal_truncated", "checkpoint_unknown_key"} <= set(found["counts"])
    assert found["checkpoints"][0]["auditor"] is None


def test_the_printed_text_serves_as_well_as_the_file(aigaq: Run, audited: Path, tmp_path: Path) -> None:
    kept, code = tmp_path / "c", tmp_path / "c.svg"
    aigaq("audit", "checkpoint", "--out", str(kept), "--qr", str(code))
    lines = code.read_text().split("<text ")[1:]
    words = [line.partition(">")[2].partition("<")[0] for line in lines]
    printed = tmp_path / "typed.txt"
    printed.write_text("\n".join(words[words.index("AIGAQ1:") :]).lower())
    assert aigaq("audit", "verify", "--against", str(printed), "--against", str(kept))[0] == 0
    printed.write_text(printed.read_text().replace("a", "b", 9))
    status, out, err = aigaq("audit", "verify", "--against", str(printed))
    assert status == 1 and ("checkpoint_forged" in out or "checkpoint_unreadable" in err)


def test_a_picture_for_paper(aigaq: Run, audited: Path, tmp_path: Path) -> None:
    code = tmp_path / "c.png"
    assert aigaq("audit", "checkpoint", "--out", str(tmp_path / "c"), "--qr", str(code))[0] == 0
    assert code.read_bytes().startswith(b"\x89PNG") and code.stat().st_size < 10_000


def test_nothing_is_recorded_where_nothing_can_be_written(aigaq: Run, audited: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("kept")
    before = aigaq("audit", "log")[1]
    for arguments, code in (
        (["--out", str(there)], "place_taken: "),
        (["--out", str(tmp_path / "none" / "c")], "unwritable: "),
        (
            ["--out", str(tmp_path / "c"), "--qr", str(tmp_path / "none" / "c.svg")],
            "unwritable: ",
        ),
        (["--out", str(tmp_path / "c"), "--qr", str(tmp_path / "c.gif")], "usage: "),
        (["--out", str(tmp_path / "c.svg"), "--qr", str(tmp_path / "c.svg")], "usage: "),
    ):
        status, out, err = aigaq("audit", "checkpoint", *arguments)
        assert status in {1, 2} and out == "" and err.startswith(code)
    assert there.read_text() == "kept" and aigaq("audit", "log")[1] == before


def test_only_an_auditor_signs(
    aigaq: Run, audited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("audit", "checkpoint", "--out", str(tmp_path / "c"))
    monkeypatch.setenv("AIGAQ_USER", "Сәуле")
    assert aigaq(*arguments)[2].startswith("auditor_locked: ")
    monkeypatch.setenv("AIGAQ_USER_PASSPHRASE_FILE", str(tmp_path / "p2"))
    assert aigaq(*arguments)[2].startswith("auditor_needed: ")
    monkeypatch.delenv("AIGAQ_USER")
    assert aigaq(*arguments)[2].startswith("auditor_needed: ")
    assert not (tmp_path / "c").exists()


@pytest.mark.usefixtures("audited")
def test_a_broken_checkpoint_is_an_error_and_quotes_nothing(aigaq: Run, tmp_path: Path) -> None:
    for content in (b"", b"\xff\xfe", b"{" * 70_000, "Қанарейкин".encode()):
        (tmp_path / "c").write_bytes(content)
        status, out, err = aigaq("audit", "verify", "--against", str(tmp_path / "c"))
        assert status == 1 and out == "" and err.startswith("checkpoint_unreadable: ")
        assert "Қанарейкин" not in err
    assert aigaq("audit", "verify", "--against", str(tmp_path / "none"))[2].startswith("no_such_file: ")


def test_the_log_says_who_did_what(aigaq: Run, audited: Path, stored: str) -> None:
    aigaq("show", stored)
    status, out, _ = aigaq("audit", "log")
    lines = [line.split("\t") for line in out.splitlines()]
    assert status == 0 and [line[0] for line in lines] == ["1", "2", "3", "4", "5", "6"]
    assert lines[4][3] == "user added" and "(Айгерім)" in lines[4][4]
    assert lines[5][2:5] == ["Сәуле", "statement unsealed", stored]
    status, out, _ = aigaq("audit", "log", "--json", "--since", "2020-01-01")
    last = json.loads(out.splitlines()[-1])
    assert (last["who"], last["action"], last["subject"]) == ("Сәуле", "statement_unsealed", stored)
    assert aigaq("audit", "log", "--since", "2999-01-01")[1] == ""
