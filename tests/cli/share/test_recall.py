"""aigaq recall: the list, the letters and new bundles, as somebody types it after a withdrawal."""

import json
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pyrage
import pytest

from models.findings import Analysis
from models.labels import Label, Language
from models.statements import Consent, ConsentScope
from models.users import Duty
from share import releasing
from share.gate.leaks import Leak, LeakKind, Verdict
from share.manifest import verify_bundle
from store.journal import Done, counts_of, entries
from store.releases import held_by, releases
from store.users import add_user
from tests.cli.share.conftest import CANARY, CHEAP, NAMED, OTHERS, TEXT, Add, Run, opened

NOTHING = Analysis(Language.RU, (), (), (), ())


def share(aigaq: Run, out: Path, *more: str, audience: str = "public") -> str:
    """Make a bundle and return the id of the release."""
    words = ("--case", "january", "--audience", audience, "--out", str(out), "--format", "tables", "--k", "1")
    status, said, _ = aigaq("share", *words, *more, "--json")
    assert status == 0
    return str(json.loads(said)["release"])


@pytest.fixture
def two(aigaq: Run, add: Add, tmp_path: Path) -> tuple[str, str]:
    """The ids of two statements, both in a bundle for anyone and in one for a partner."""
    ids = add(), add(TEXT + " Раз.")
    share(aigaq, tmp_path / "public")
    share(aigaq, tmp_path / "partner", "--to", "Made-up Aid", audience="partner")
    return ids


def withdraw(aigaq: Run, statement_id: str) -> None:
    assert aigaq("withdraw", statement_id, "--reason", "request", "--yes")[0] == 0


def recalls(place: Path) -> list[tuple[str, dict[str, object]]]:
    with opened(place) as store, store.reading() as session:
        found = [entry for entry in entries(session) if entry.action == Done.RECALLED]
        return [(entry.subject, counts_of(entry.counts)) for entry in found]


# the list


def test_every_bundle_is_listed_with_the_number_there(aigaq: Run, two: tuple[str, str], place: Path) -> None:
    withdraw(aigaq, two[0])
    status, said, err = aigaq("recall", "--statement", two[0].lower())
    assert (status, err) == (0, "")
    with opened(place) as store:
        expected = {
            f"{one.release.id}  {one.release.made_at:%Y-%m-%d}  {one.release.audience.value:<8}  "
            f"{one.release.recipient or '-'}  S{held.number:04d}"
            for one in releases(store)
            for held in held_by(store, one.release.id)
            if held.statement_id == two[0]
        }
    assert set(said.splitlines()) == expected and len(expected) == 2
    found = json.loads(aigaq("recall", "--statement", two[0], "--json")[1])
    assert [set(row) for row in found] == [{"release", "made_at", "audience", "recipient", "statement"}] * 2
    assert {(row["audience"], row["recipient"]) for row in found} == {
        ("public", None),
        ("partner", "Made-up Aid"),
    }
    assert recalls(place) == []


def test_the_list_needs_no_reviewer(
    aigaq: Run, two: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIGAQ_REVIEWER")
    monkeypatch.delenv("AIGAQ_REVIEWER_PASSPHRASE_FILE")
    assert len(aigaq("recall", "--statement", two[0])[1].splitlines()) == 2


def test_what_never_went_out_needs_no_letter(aigaq: Run, add: Add, place: Path, tmp_path: Path) -> None:
    stays = add()
    words = ("--letters", str(tmp_path / "letters"), "--replace", str(tmp_path / "new"))
    assert aigaq("recall", "--statement", stays, *words) == (0, "", "No bundle holds it.\n")
    assert aigaq("recall", "--statement", stays, "--json") == (0, "[]\n", "")
    assert not (tmp_path / "letters").exists() and not (tmp_path / "new").exists()
    assert recalls(place) == []


def test_what_is_typed_wrongly(aigaq: Run, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    add()
    for arguments in ((), (CANARY,), ("--statement",), ("--statement", "X", CANARY)):
        status, said, err = aigaq("recall", *arguments)
        assert (status, said) == (2, "") and err.startswith("usage: ") and CANARY not in err
    assert aigaq("recall", "--statement", "0000000000")[2].startswith("no_such_statement: ")
    status, said, err = aigaq("recall", "--statement", CANARY)
    assert (status, said) == (1, "") and err.startswith("no_such_statement: ") and CANARY not in err
    monkeypatch.delenv("AIGAQ_STORE")
    assert aigaq("recall", "--statement", "0000000000")[2].startswith("store_unset: ")
    assert aigaq("recall", "--help")[1].startswith("Usage: aigaq recall")


def test_a_recipients_name_is_shown_and_not_obeyed(aigaq: Run, add: Add, tmp_path: Path) -> None:
    one = add()
    share(aigaq, tmp_path / "out", "--to", "Made-up\x1b[2J Aid", audience="partner")
    assert "Made-up�[2J Aid" in aigaq("recall", "--statement", one)[1]


# letters


def test_letters_are_written_and_recorded(
    aigaq: Run, two: tuple[str, str], place: Path, tmp_path: Path
) -> None:
    withdraw(aigaq, two[0])
    folder = tmp_path / "letters"
    status, said, err = aigaq("recall", "--statement", two[0], "--letters", str(folder))
    assert status == 0 and len(said.splitlines()) == 2 and err == f"2 letters in {folder}\n"
    assert all(S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
    assert {path.name for path in folder.iterdir()} == {
        f"recall-{line.split()[0]}.txt" for line in said.splitlines()
    }
    written = "".join(path.read_text("utf-8") for path in folder.iterdir())
    assert "To: Made-up Aid\n" in written
    for word in (CANARY, "Ночью", "забрали", two[0]):
        assert word not in written
    assert recalls(place) == [(two[0], {"releases": 2})]
    assert aigaq("audit", "verify")[0] == 0


def test_letters_that_are_there_are_left_alone(
    aigaq: Run, two: tuple[str, str], place: Path, tmp_path: Path
) -> None:
    words = ("recall", "--statement", two[0], "--letters", str(tmp_path / "letters"))
    assert aigaq(*words)[0] == 0
    status, _, err = aigaq(*words)
    assert status == 1 and err.startswith("place_taken: ")
    (tmp_path / "file").touch()
    status, _, err = aigaq("recall", "--statement", two[0], "--letters", str(tmp_path / "file"))
    assert status == 1 and err.startswith("unwritable: ")
    assert len(recalls(place)) == 1


def test_an_operator_writes_letters_and_an_auditor_does_not(
    aigaq: Run, two: tuple[str, str], place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(place) as store:
        for name, duty in (("Бек", Duty.OPERATOR), ("Айгерім", Duty.AUDITOR)):
            add_user(store, name, duty, passphrase=OTHERS, cost=CHEAP)
    words = ("recall", "--statement", two[0], "--letters", str(tmp_path / "letters"))
    monkeypatch.setenv("AIGAQ_REVIEWER", "Айгерім")
    assert aigaq(*words)[2].startswith("reviewer_locked: ") and not (tmp_path / "letters").exists()
    monkeypatch.setenv("AIGAQ_REVIEWER", "Бек")
    assert aigaq(*words)[0] == 0
    # an operator holds no vault
    status, _, err = aigaq("recall", "--statement", two[0], "--replace", str(tmp_path / "new"))
    assert status == 1 and err.startswith("reviewer_locked: ") and not (tmp_path / "new").exists()
    monkeypatch.delenv("AIGAQ_REVIEWER")
    assert aigaq(*words)[2].startswith("reviewer_needed: ")


# new bundles


def test_new_bundles_take_the_place_of_the_old_ones(
    aigaq: Run, two: tuple[str, str], place: Path, tmp_path: Path
) -> None:
    withdraw(aigaq, two[0])
    old = {row["release"]: row for row in json.loads(aigaq("recall", "--statement", two[0], "--json")[1])}
    status, said, err = aigaq("recall", "--statement", two[0], "--replace", str(tmp_path / "new"))
    assert status == 0 and CANARY not in said + err
    assert {path.name for path in (tmp_path / "new").iterdir()} == set(old)
    for release_id, row in old.items():
        assert f"In place of {release_id}:\n" in err
        found = verify_bundle(tmp_path / "new" / release_id).content
        assert (found["audience"], found["recipient"]) == (row["audience"], row["recipient"])
        assert found["counts"]["statements"] == 1 and found["release"] != release_id
        assert f"Release {found['release']}: 1 statements in " in said
        with opened(place) as store:
            assert [held.statement_id for held in held_by(store, found["release"])] == [two[1]]
    # the old ones hold it for good, the new ones do not
    assert {line.split()[0] for line in aigaq("recall", "--statement", two[0])[1].splitlines()} == set(old)
    assert aigaq("audit", "verify")[0] == 0
    status, _, err = aigaq("recall", "--statement", two[0], "--replace", str(tmp_path / "new"))
    assert status == 1 and "place_taken: " in err


def test_json_with_new_bundles_is_one_document(aigaq: Run, two: tuple[str, str], tmp_path: Path) -> None:
    status, said, _ = aigaq("recall", "--statement", two[0], "--replace", str(tmp_path / "new"), "--json")
    assert status == 0
    for row in json.loads(said):
        found = verify_bundle(tmp_path / "new" / row["release"]).content
        assert row["replacement"]["release"] == found["release"]
        assert row["replacement"]["statements"] == [two[1]]


def test_a_bundle_of_nothing_else_has_none_in_its_place(
    aigaq: Run, add: Add, place: Path, tmp_path: Path
) -> None:
    one = add()
    share(aigaq, tmp_path / "out")
    withdraw(aigaq, one)
    status, _, err = aigaq("recall", "--statement", one, "--replace", str(tmp_path / "new"))
    assert status == 1 and "nothing_to_release: " in err and "release_blocked" not in err
    assert not list((tmp_path / "new").glob("*"))


def test_what_the_gate_finds_is_said_and_the_others_are_made(
    aigaq: Run, two: tuple[str, str], place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = releasing.build
    found: list[Leak] = []

    def leaks_once(*arguments: Any, **options: Any) -> Any:
        made = built(*arguments, **options)
        if found:
            return made
        found.append(Leak(LeakKind.SURVIVES, Label.PERSON, two[1], 1, (0, 1), (0, 1)))
        return releasing.Done(made.prepared, Verdict(tuple(found)), None)

    monkeypatch.setattr(releasing, "build", leaks_once)
    status, said, err = aigaq("recall", "--statement", two[0], "--replace", str(tmp_path / "new"))
    assert status == 1 and "release_blocked: " in err and "survives" in said
    assert len(list((tmp_path / "new").iterdir())) == 1


def test_a_sealed_hand_over_is_sealed_again(aigaq: Run, add: Add, place: Path, tmp_path: Path) -> None:
    consent = Consent(ConsentScope.INTERNAL, recipients=(NAMED,))
    ids = add(consent=consent), add(TEXT + " Раз.", consent=consent)
    key = pyrage.x25519.Identity.generate()
    seal = ("--to", NAMED, "--seal-to", str(key.to_public()), "--with-originals")
    old = share(aigaq, tmp_path / "out", *seal, audience="legal")
    withdraw(aigaq, ids[0])
    status, said, _ = aigaq("recall", "--statement", ids[0], "--replace", str(tmp_path / "new"))
    new = tmp_path / "new" / f"{old}.tar.age"
    assert status == 0 and f"1 statements in {new}\n" in said
    assert [path.name for path in (tmp_path / "new").iterdir()] == [new.name]
    assert CANARY.encode() not in new.read_bytes()
    packed = pyrage.decrypt(new.read_bytes(), [key])
    assert b"originals/S0001.txt" in packed and b"originals/S0002.txt" not in packed
    with opened(place) as store:
        (made,) = (one.release for one in releases(store) if one.release.id != old)
    assert (made.sealed_to, made.recipient) == (str(key.to_public()), NAMED)
    assert "originals" in made.formats
