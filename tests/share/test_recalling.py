"""Recalling: who holds a statement, what is written to them, and what takes their bundles' place."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest

from models.errors import AigaqError
from models.findings import Analysis, Finding, Identity
from models.labels import Audience, Label, Language, Role
from models.statements import Consent, ConsentScope
from share.bundle import FORMATS
from share.handover import ORIGINALS
from share.recalling import Holding, holdings, letter, replacement, write_letters
from share.releasing import Wanted, release
from store.consents import change_consent
from store.releases import Release, held_by, put_release, releases, seen
from store.store import Store
from store.vault import Vault
from store.withdrawals import Reason, withdraw

TEXT = "Меня зовут Айгерім Сатыбаева. Ночью канарейкина забрали из дома."
RECIPIENT = "Made-up Legal Aid"
Add = Callable[..., str]


def no_scan(text: str) -> Analysis:
    return Analysis(Language.RU, (), (), (), ())


@pytest.fixture
def add(take_in: Callable[..., str]) -> Add:
    def add_one(text: str = TEXT, **options: Any) -> str:
        start = text.index("Айгерім")
        marked = Analysis(
            Language.RU,
            (Finding(start, start + 17, Label.PERSON, 1.0, "hand", "p"),),
            (Identity("p", Label.PERSON, Role.PROTECTED, 1),),
            (),
            (),
        )
        return take_in(text, marked, **options)

    return add_one


def hand_out(store: Store, vault: Vault, folder: Path, *, partner: bool = False) -> Release:
    audience, recipient = (Audience.PARTNER, RECIPIENT) if partner else (Audience.PUBLIC, None)
    wanted = Wanted("january", audience, recipient=recipient, k=1, formats=("tables",))
    made = release(store, vault, wanted, folder, no_scan).release
    assert made is not None
    return made


def letters(store: Store, statement_id: str, folder: Path) -> list[str]:
    written = write_letters(holdings(store, statement_id), folder)
    return [path.read_text("utf-8") for path in written]


# who holds it


def test_every_bundle_is_named_with_the_number_that_it_has_there(
    store: Store, vault: Vault, add: Add, tmp_path: Path
) -> None:
    taken = add()
    first = hand_out(store, vault, tmp_path / "first")
    add(TEXT + " Раз.")
    second = hand_out(store, vault, tmp_path / "second", partner=True)
    withdraw(store, taken, Reason.REQUEST)
    add(TEXT + " Два.")
    hand_out(store, vault, tmp_path / "third")
    # both may be of one second
    found = sorted(holdings(store, taken), key=lambda holding: holding.release != first)
    assert [holding.release for holding in found] == [first, second]
    for holding, folder in zip(found, ("first", "second"), strict=True):
        text = (tmp_path / folder / "tables" / "statements.jsonl").read_text("utf-8")
        texts = {row["id"]: row["text"] for row in map(json.loads, text.splitlines())}
        assert "Раз." not in texts[holding.name]
        held = {one.statement_id: one.number for one in held_by(store, holding.release.id)}
        assert holding.name == f"S{held[taken]:04d}"


def test_what_never_went_out_is_held_by_nobody(store: Store, vault: Vault, add: Add, tmp_path: Path) -> None:
    stays = add(consent=Consent(ConsentScope.INTERNAL))
    add(TEXT + " Раз.")
    hand_out(store, vault, tmp_path / "out")
    assert holdings(store, stays) == []
    with pytest.raises(AigaqError, match="no_such_statement"):
        holdings(store, "0000000000")


# letters


def test_a_letter_says_in_three_languages_what_to_delete(
    store: Store, vault: Vault, add: Add, tmp_path: Path
) -> None:
    taken = add()
    made = hand_out(store, vault, tmp_path / "out", partner=True)
    withdraw(store, taken, Reason.SAFETY)
    [path] = write_letters(holdings(store, taken), tmp_path / "new" / "letters")
    assert path == tmp_path / "new" / "letters" / f"recall-{made.id}.txt"
    assert S_IMODE(path.stat().st_mode) == 0o600
    parts = path.read_text("utf-8").split("\n\n----\n\n")
    assert [part.splitlines()[0] for part in parts] == [
        f"To: {RECIPIENT}",
        f"Кому: {RECIPIENT}",
        f"Кімге: {RECIPIENT}",
    ]
    for part in parts:
        assert made.id in part and "S0001" in part and made.made_at.date().isoformat() in part
        assert "{" not in part


def test_a_letter_names_nobody_and_gives_no_reason(
    store: Store, vault: Vault, add: Add, tmp_path: Path
) -> None:
    taken = add()
    hand_out(store, vault, tmp_path / "out")
    withdraw(store, taken, Reason.SAFETY)
    [text] = letters(store, taken, tmp_path / "letters")
    told = set(re.findall(r"\w{6,}", TEXT.casefold()))
    assert not told & set(re.findall(r"\w{6,}", text.casefold()))
    # the recipient knows no such id, the office's own names are no business of theirs
    for word in (taken, "january", "safety", "Сәуле", str(vault.reviewer_id)):
        assert word not in text
    assert "whoever holds it" in text and "кімде болса" in text and "всем, у кого он есть" in text


def test_a_recipients_name_is_taken_as_it_is(store: Store, vault: Vault, add: Add, tmp_path: Path) -> None:
    taken = add()
    made = hand_out(store, vault, tmp_path / "out", partner=True)
    strange = Holding(replace(made, recipient="{today} {0} %s"), 7)
    assert letter(strange).startswith("To: {today} {0} %s\n")
    assert letter(strange).count("S0007") == 3
    assert holdings(store, taken)[0].release == made


def test_a_letter_that_is_there_is_left_alone(store: Store, vault: Vault, add: Add, tmp_path: Path) -> None:
    taken = add()
    hand_out(store, vault, tmp_path / "out")
    found = holdings(store, taken)
    [path] = write_letters(found, tmp_path)
    path.write_text("with a note of ours")
    with pytest.raises(AigaqError, match="place_taken") as caught:
        write_letters(found, tmp_path)
    assert path.read_text() == "with a note of ours" and caught.value.__cause__ is None


def test_letters_need_a_folder_that_can_be_written_to(
    store: Store, vault: Vault, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = add()
    hand_out(store, vault, tmp_path / "out")
    (tmp_path / "file").write_text("")
    for wrong in (tmp_path / "file", tmp_path / "file" / "letters"):
        with pytest.raises(AigaqError, match="unwritable") as caught:
            write_letters(holdings(store, taken), wrong)
        assert caught.value.__cause__ is None

    def full(*_: object) -> None:
        raise AigaqError("store_unwritable")

    monkeypatch.setattr("share.recalling.create_private", full)
    with pytest.raises(AigaqError, match=r"^unwritable"):
        write_letters(holdings(store, taken), tmp_path / "letters")


def test_where_nobody_holds_it_there_is_no_letter(store: Store, add: Add, tmp_path: Path) -> None:
    assert letters(store, add(), tmp_path / "letters") == []


# in its place


def test_a_bundle_takes_the_old_ones_place_without_the_statement(
    store: Store, vault: Vault, add: Add, tmp_path: Path
) -> None:
    ids = [add(f"{TEXT} {number}.") for number in range(3)]
    made = hand_out(store, vault, tmp_path / "out", partner=True)
    add(TEXT + " Позже.")  # was not in the old one
    withdraw(store, ids[0], Reason.REQUEST)
    change_consent(store, ids[1], Consent(ConsentScope.INTERNAL), vault=vault)
    [holding] = holdings(store, ids[0])
    wanted = replacement(store, holding, "january", ids[0])
    assert set(wanted.only or ()) == {ids[1], ids[2]}
    assert (wanted.case, wanted.audience, wanted.recipient, wanted.k, wanted.formats) == (
        "january",
        made.audience,
        RECIPIENT,
        made.k,
        made.formats,
    )
    done = release(store, vault, wanted, tmp_path / "new", no_scan)
    assert done.release is not None and done.release.id != made.id
    # who no longer agrees does not go either
    assert [one.statement_id for one in held_by(store, done.release.id)] == [ids[2]]
    assert len(holdings(store, ids[0])) == 1


def test_of_what_was_its_only_statement_nothing_is_left(
    store: Store, vault: Vault, add: Add, tmp_path: Path
) -> None:
    taken = add()
    hand_out(store, vault, tmp_path / "out")
    add(TEXT + " Раз.")
    [holding] = holdings(store, taken)
    wanted = replacement(store, holding, "january", taken)
    assert wanted.only == ()
    assert release(store, vault, wanted, tmp_path / "new", no_scan).release is None
    assert len(releases(store)) == 1


def test_of_a_hand_over_the_formats_are_those_of_its_working_copies(
    store: Store, vault: Vault, add: Add
) -> None:
    """A hand-over's originals are no format that a bundle can be written in."""
    one = add()
    case = store.statement(one).case
    made = Release(
        id="HANDED0VER",
        case_id=_case_id(store),
        audience=Audience.LEGAL,
        recipient="Made-up Tribunal",
        formats=("tables", "docx", ORIGINALS),
        k=1,
        sealed_to="age1",
        statements=0,
        manifest="00",
        made_by=str(vault.reviewer_id),
        made_at=store.statement(one).created_at,
    )
    assert put_release(store, made, [], seen(store, [], Audience.LEGAL)) == ()
    wanted = replacement(store, Holding(made, 1), case, one)
    assert wanted.formats == ("tables", "docx") and set(wanted.formats) <= set(FORMATS)


def _case_id(store: Store) -> str:
    with store.engine.connect() as connection:
        return str(connection.exec_driver_sql("select id from cases").scalar_one())
