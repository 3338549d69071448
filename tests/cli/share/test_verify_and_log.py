"""aigaq share verify, key and log: who got what, and whether it is as it was."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import cli.share
from models.labels import Audience
from share.manifest import MANIFEST, SIGNATURE, sign_manifest, verify_bundle, write_manifest
from store.releases import releases
from store.withdrawals import Reason, withdraw
from tests.cli.share.conftest import (
    CANARY,
    TEXT,
    Add,
    Run,
    opened,
    share_by,
)


@pytest.fixture
def bundle(aigaq: Run, add: Add, out: Path) -> Path:
    add()
    assert share_by(aigaq, out)[0] == 0
    return out


@pytest.fixture
def given(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundle on a machine of a recipient's: no store, and nobody to ask."""
    for name in ("STORE", "PASSPHRASE_FILE", "REVIEWER", "REVIEWER_PASSPHRASE_FILE"):
        monkeypatch.delenv(f"AIGAQ_{name}")
    return bundle


def test_the_key_is_told_by_its_short_name(aigaq: Run, bundle: Path) -> None:
    status, said, err = aigaq("share", "key")
    assert (status, err) == (0, "") and re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}\n", said)
    assert verify_bundle(bundle, key_name=said)


def test_a_recipient_checks_a_bundle_without_a_store(aigaq: Run, given: Path) -> None:
    found = verify_bundle(given)
    status, said, err = aigaq("share", "verify", str(given))
    assert status == 0
    assert said == (
        f"The bundle is whole: release {found.content['release']}, for public, 1 statements, "
        f"made on {found.content['made_on']}.\nSigned with the key {found.key_name}.\n"
    )
    assert err == "Compare this name of the key with the one that the office told you.\n"
    assert aigaq("share", "verify", str(given), "--key", found.key_name.lower()) == (0, said, "")
    status, said, err = aigaq("share", "verify", str(given), "--json")
    assert (status, err) == (0, "")
    assert json.loads(said) == {"key": found.key_name, "manifest": dict(found.content)}


def test_what_was_changed_is_an_error(aigaq: Run, given: Path, tmp_path: Path) -> None:
    def said(folder: Path, *more: str) -> str:
        status, out, err = aigaq("share", "verify", str(folder), *more)
        assert (status, out) == (1, "")
        return err.partition(":")[0]

    assert said(given, "--key", "AAAA-AAAA-AAAA-AAAA") == "bundle_forged"
    assert said(given, "--key", "") == "bundle_forged"
    assert said(tmp_path / "none") == said(given / "README.txt") == "bundle_unreadable"
    (given / f"{CANARY}.txt").touch()
    assert said(given) == "bundle_damaged" and CANARY not in aigaq("share", "verify", str(given))[2]
    (given / MANIFEST).write_bytes((given / MANIFEST).read_bytes() + b" ")
    assert said(given, "--json") == "bundle_forged"
    (given / SIGNATURE).unlink()
    assert said(given) == "bundle_unreadable"


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"counts": None},
        {"release": "\x1b[2J", "audience": ["x"], "made_on": {"a": "\x07"}, "counts": {"statements": "\x9b"}},
    ],
)
def test_what_somebody_else_signed_is_shown_and_not_obeyed(
    aigaq: Run, tmp_path: Path, content: dict[str, Any]
) -> None:
    key = Ed25519PrivateKey.generate()
    write_manifest(tmp_path, content, key.public_key())
    sign_manifest(tmp_path, key)
    status, said, _ = aigaq("share", "verify", str(tmp_path))
    assert status == 0 and said.startswith("The bundle is whole: ")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", said)


def test_the_log_says_what_went_to_whom(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    assert aigaq("share", "log") == (0, "", "Nothing has been released.\n")
    assert aigaq("share", "log", "--json") == (0, "[]\n", "")
    ids = [add(), add(TEXT + " Раз.")]
    share_by(aigaq, out)
    share_by(aigaq, out.with_name("partner"), "--to", "Made-up Aid", audience="partner")
    with opened(place) as store:
        withdraw(store, ids[0], Reason.REQUEST)
        made = {one.release.audience: one.release for one in releases(store)}
    status, said, err = aigaq("share", "log")
    assert (status, err) == (0, "") and len(said.splitlines()) == 2
    public, partner = made[Audience.PUBLIC], made[Audience.PARTNER]
    assert (
        f"{public.id}  {public.made_at:%Y-%m-%d %H:%M}  public    -  january  "
        "2 statements, 1 withdrawn since\n"
    ) in said
    assert f"{partner.id}  " in said and "  partner   Made-up Aid  january  2 statements, 1 with" in said
    listed = {row["id"]: row for row in json.loads(aigaq("share", "log", "--json")[1])}
    assert listed[public.id] == {
        "id": public.id,
        "case": "january",
        "audience": "public",
        "recipient": None,
        "formats": ["tables"],
        "k": 1,
        "sealed_to": None,
        "statements": 2,
        "withdrawn": 1,
        "made_at": public.made_at.isoformat(),
        "made_by": "Сәуле",
        "manifest": public.manifest,
    }
    assert listed[partner.id]["recipient"] == "Made-up Aid"
    assert len(aigaq("share", "log", "--case", "january")[1].splitlines()) == 2
    assert aigaq("share", "log", "--case", "other")[1] == ""
    assert aigaq("audit", "verify")[0] == 0


def test_log_and_key_need_no_reviewer_and_a_store(
    aigaq: Run, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIGAQ_REVIEWER")
    monkeypatch.delenv("AIGAQ_REVIEWER_PASSPHRASE_FILE")
    assert aigaq("share", "log")[0] == aigaq("share", "key")[0] == 0
    monkeypatch.delenv("AIGAQ_STORE")
    for name in ("log", "key"):
        status, said, err = aigaq("share", name)
        assert (status, said) == (1, "") and err.startswith("store_unset: ")


def test_words_of_progress_are_said_once_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    steps = cli.share.Steps()
    for step in ("read", "read", "coarsen", "pdf", "pdf", "check"):
        steps(step, 1, 2)
    assert capsys.readouterr().err.splitlines() == [
        "Reading the case …",
        "Looking for combinations that single somebody out …",
        "Writing pdf …",
        "Trying to break the bundle …",
    ]
