"""aigaq share as people use it: bundles, what blocks them, what is said of it, and never a word of a text."""

import json
import re
from pathlib import Path

import pytest

import cli.share
from models.statements import Consent
from share.bundle import FORMATS
from share.choosing import Why
from share.manifest import MANIFEST, SIGNATURE, verify_bundle
from store.withdrawals import Reason, withdraw
from tests.cli.share.conftest import (
    CANARY,
    FULL,
    TEXT,
    Add,
    Run,
    nothing_left,
    opened,
    share_by,
)


def test_the_formats_are_those_of_bundles() -> None:
    assert tuple(FORMATS) == cli.share.FORMATS


def test_every_reason_to_stay_has_words() -> None:
    assert {why.value for why in Why} == set(cli.share._WHY)


# what is typed wrongly


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        FULL[2:],
        FULL[:2] + FULL[4:],
        FULL[:4],
        (*FULL, "--audience", CANARY),
        (*FULL, "--format", CANARY),
        (*FULL, "--k", "0"),
        (*FULL, "--k", "many"),
        (*FULL, "--with-originals"),
        (*FULL, "--checkpoint", "c"),
        (*FULL, "--audience", "public", "--seal-to", "age1"),
        (*FULL, "--colour"),
        (CANARY,),
        ("verify",),
        ("verify", "a", CANARY),
        ("log", CANARY),
        ("key", CANARY),
    ],
)
def test_what_is_typed_wrongly_is_said_before_anything_is_opened(
    aigaq: Run, arguments: tuple[str, ...]
) -> None:
    status, out, err = aigaq("share", *arguments)
    assert (status, out) == (2, "") and err.startswith("usage: ")
    assert CANARY not in err


@pytest.mark.parametrize("missing", ["--case", "--audience", "--out"])
def test_an_option_that_is_missing_is_named(aigaq: Run, missing: str) -> None:
    at = FULL.index(missing)
    assert f"'{missing}'" in aigaq("share", *FULL[:at], *FULL[at + 2 :])[2]


@pytest.mark.parametrize("name", ["", "verify", "log", "key"])
def test_help_is_there(aigaq: Run, name: str) -> None:
    status, out, _ = aigaq("share", *name.split(), "--help")
    assert status == 0 and out.startswith("Usage: aigaq share")


# a release


def test_a_bundle_is_made_and_everybody_can_check_it(aigaq: Run, add: Add, out: Path) -> None:
    add()
    status, said, err = share_by(aigaq, out)
    assert status == 0
    found = verify_bundle(out)
    assert said == f"Release {found.content['release']}: 1 statements in {out}\n"
    assert err.splitlines() == ["Reading the case …", "Writing tables …", "Trying to break the bundle …"]
    assert {path.name for path in out.iterdir()} >= {"README.txt", "tables", MANIFEST, SIGNATURE}
    assert not {"docx", "pdf", "statements.sqlite"} & {path.name for path in out.iterdir()}
    assert CANARY.encode() not in b"".join(p.read_bytes() for p in out.rglob("*") if p.is_file())


@pytest.mark.slow
def test_all_formats_are_made_where_none_is_named(aigaq: Run, add: Add, out: Path) -> None:
    add()
    words = ("--case", "january", "--audience", "internal", "--out", str(out))
    assert aigaq("share", *words)[0] == 0
    assert verify_bundle(out).content["formats"] == list(FORMATS)


def test_a_format_is_made_once(aigaq: Run, add: Add, out: Path) -> None:
    add()
    assert share_by(aigaq, out, "--format", "sqlite", "--format", "tables")[0] == 0
    assert verify_bundle(out).content["formats"] == ["tables", "sqlite"]


def test_who_stays_is_listed_with_the_reason(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    goes, left = add(), add(TEXT + " Раз.")
    waiting = add(TEXT + " Два.", approved=False)
    internal = add(TEXT + " Три.", consent=Consent())
    gone = add(TEXT + " Четыре.")
    with opened(place) as store:
        withdraw(store, gone, Reason.REQUEST)
    status, said, _ = share_by(aigaq, out, "--without", left.lower(), "--without", gone)
    assert status == 0
    lines = said.splitlines()
    assert lines[0::2][:3] == [
        f"1 stay: {cli.share._WHY[why]}" for why in ("left_out", "no_consent", "not_approved")
    ]
    assert [line.split() for line in lines[1::2][:3]] == [[left], [internal], [waiting]]
    assert goes not in said


def test_of_many_that_stay_the_first_are_named(aigaq: Run, add: Add, out: Path) -> None:
    for number in range(22):
        add(f"{TEXT} {number}.", approved=False)
    said = share_by(aigaq, out)[1]
    assert said.startswith("22 stay: ") and said.rstrip().endswith(" … and 2 more")
    assert len(re.findall(r"\b[0-9A-Z]{10}\b", said)) == 20


def test_a_recipient_is_named_for_partners_and_courts(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    add()
    for audience in ("partner", "legal"):
        for more in ((), ("--to", " ")):
            status, said, err = share_by(aigaq, out, *more, audience=audience)
            assert (status, said) == (1, "") and "recipient_needed: " in err
    assert share_by(aigaq, out, "--to", "Made-up\x1b[2J Aid", audience="partner")[0] == 0
    assert "Made-up�[2J Aid" in aigaq("share", "log")[1]


# what keeps a bundle back


def test_nothing_to_release(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    stays = add(consent=Consent())
    status, said, err = share_by(aigaq, out)
    assert status == 1 and stays in said and "nothing_to_release: " in err
    assert nothing_left(out.parent, place)


def test_what_singles_somebody_out_does_not_go_to_the_public(
    aigaq: Run, add: Add, place: Path, out: Path
) -> None:
    words = ("--case", "january", "--audience", "public", "--out", str(out), "--format", "tables")
    first = add()
    status, said, err = aigaq("share", *words)
    assert status == 1 and "nothing_to_release: " in err
    assert f"1 stay: {cli.share._WHY['too_few']}\n  {first}\n" in said
    assert "Looking for combinations that single somebody out …" in err
    assert nothing_left(out.parent, place)
    for number in range(4):
        add(f"{TEXT} {number}.")
    status, said, _ = aigaq("share", *words)
    assert status == 0 and verify_bundle(out).content["k"] == {"smallest_group": 5, "reached": 5}
    assert "Each combination of facts is shared by at least 5 statements (before: 5)" in said


def test_a_blocked_bundle_names_kinds_and_places_and_no_word(
    aigaq: Run, leaky: str, place: Path, out: Path
) -> None:
    status, said, err = share_by(aigaq, out)
    assert status == 1 and "release_blocked: " in err
    assert "  elsewhere: 1\n" in said and f"PERSON   {leaky} at " in said
    assert f"--without {leaky}" in err
    for word in ("анарейбеков", "сосед", "отдел"):
        assert word not in said + err
    assert nothing_left(out.parent, place)
    # as it says
    assert share_by(aigaq, out, "--without", leaky)[0] == 0


def test_of_many_leaks_the_first_are_shown(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    add()
    for number in range(21):
        add(f"{number:02d} раз видели в отделе мою соседку Канарейбекову.", name="")
    said = share_by(aigaq, out)[1]
    assert "  elsewhere: 21\n" in said and "  … and 1 more: --json lists all\n" in said
    status, said, _ = share_by(aigaq, out, "--json")
    assert status == 1 and len(json.loads(said)["gate"]) == 21


def test_json_says_the_same(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    goes, stays = add(), add(TEXT + " Раз.", consent=Consent())
    status, said, _ = share_by(aigaq, out, "--json")
    found = json.loads(said)
    assert status == 0 and set(found) == {
        "release", "audience", "recipient", "statements", "staying", "k", "gate",
    }  # fmt: skip
    assert found["release"] == verify_bundle(out).content["release"]
    assert (found["audience"], found["recipient"], found["k"]) == ("public", None, None)
    assert (found["statements"], found["staying"], found["gate"]) == ([goes], {stays: "no_consent"}, [])
    shown = json.loads(share_by(aigaq, out.with_name("k"), "--k", "2", "--json")[1])["k"]
    assert set(shown) == {"wanted", "before", "after", "coarsened", "whole"} and shown["wanted"] == 2


def test_json_of_a_blocked_one_says_where_and_not_what(
    aigaq: Run, leaky: str, place: Path, out: Path
) -> None:
    status, said, err = share_by(aigaq, out, "--json")
    found = json.loads(said)
    assert status == 1 and "release_blocked: " in err and found["release"] is None
    (leak,) = found["gate"]
    assert set(leak) == {"kind", "label", "statement", "span", "file", "part", "release"}
    assert (leak["kind"], leak["label"], leak["statement"]) == ("elsewhere", "PERSON", leaky)
    start, end = leak["span"]
    assert 0 < start < end and "анарейбеков" not in said + err


def test_json_of_nothing(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    stays = add(approved=False)
    status, said, err = share_by(aigaq, out, "--json")
    assert status == 1 and "nothing_to_release: " in err
    assert json.loads(said)["staying"] == {stays: "not_approved"}


# what goes wrong
