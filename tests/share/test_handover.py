"""Handing over: sealed, complete, verifiable with age, tar and nothing of ours; originals on no disk."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest

from models.errors import AigaqError
from models.findings import Analysis, Finding, Identity
from models.labels import Audience, Label, Language, Role
from models.statements import Consent, ConsentScope
from share import handover
from share.choosing import Why
from share.handover import hand_over
from share.manifest import verify_bundle
from share.releasing import Wanted
from store.releases import releases
from store.store import Store
from store.vault import Vault

NAME = "Made-up Tribunal"
TEXT = "Я, Айгерім Сатыбаева, видела это.\r\nСледователь Бекзат Оразов бил брата. 😀\t"
TakeIn = Callable[..., str]


def no_scan(text: str) -> Analysis:
    return Analysis(Language.RU, (), (), (), ())


@pytest.fixture
def witness(take_in: TakeIn) -> Callable[..., str]:
    def add(text: str = TEXT, *, named: bool = True, scope: ConsentScope = ConsentScope.INTERNAL) -> str:
        start = text.index("Айгерім")
        official = text.index("Бекзат")
        analysis = Analysis(
            Language.RU,
            (
                Finding(start, start + 17, Label.PERSON, 1.0, "hand", "p"),
                Finding(official, official + 13, Label.PERSON, 1.0, "hand", "o"),
            ),
            (Identity("p", Label.PERSON, Role.PROTECTED, 1), Identity("o", Label.PERSON, Role.OFFICIAL, 2)),
            (),
            (),
        )
        return take_in(text, analysis, consent=Consent(scope, recipients=(NAME,) if named else ()))

    return add


@pytest.fixture
def key() -> Any:
    return pyrage.x25519.Identity.generate()


def wanted(**options: Any) -> Wanted:
    return Wanted("january", Audience.LEGAL, recipient=NAME, formats=("tables", "docx"), **options)


def opened(sealed: Path, key: Any, folder: Path) -> Path:
    """Unpacked with our own libraries; a test does it with age and tar."""
    folder.mkdir()
    packed = folder / "packed.tar"
    packed.write_bytes(pyrage.decrypt(sealed.read_bytes(), [key]))
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    packed.unlink()
    [top] = folder.iterdir()
    return top


def test_a_hand_over_holds_everything_and_verifies(
    store: Store, vault: Vault, witness: Callable[..., str], key: Any, tmp_path: Path
) -> None:
    statement = witness()
    made = hand_over(
        store, vault, wanted(), tmp_path / "out.tar.age", no_scan,
        seal_to_recipient=str(key.to_public()), originals=True, checkpoint=b"{}",
    )  # fmt: skip
    assert made.release is not None, made.verdict.counts()
    assert (tmp_path / "out.tar.age").stat().st_mode & 0o777 == 0o600
    top = opened(tmp_path / "out.tar.age", key, tmp_path / "opened")
    verified = verify_bundle(top)
    assert verified.content["release"] == made.release.id == top.name
    name = made.prepared.composed[0].item.name
    original = (top / "originals" / f"{name}.txt").read_bytes()
    assert original.decode("utf-8") == TEXT
    known = json.loads((top / "originals" / f"{name}.json").read_text("utf-8"))
    assert known["sha256"] == hashlib.sha256(original).hexdigest()
    assert (known["id"], known["consent"]["recipients"]) == (statement, [NAME])
    custody = [json.loads(line) for line in (top / "custody" / f"{name}.jsonl").read_text().splitlines()]
    actions = [entry["action"] for entry in custody]
    assert actions[0] == "statement_added"
    assert actions.count("approved") == 2
    assert all(entry["duty"] in {"reviewer", None} for entry in custody)
    working = (top / "working" / "tables" / "statements.jsonl").read_text("utf-8")
    assert "Айгерім" not in working
    assert "Бекзат Оразов" in working  # an official stays readable for a court
    assert (top / "checkpoint.json").read_bytes() == b"{}"
    [listed] = releases(store)
    assert listed.release.sealed_to == str(key.to_public())
    assert listed.release.formats == ("tables", "docx", "originals")
    assert listed.release.manifest == hashlib.sha256((top / "manifest.json").read_bytes()).hexdigest()


@pytest.mark.skipif(
    shutil.which("age") is None and os.environ.get("AIGAQ_NEEDS_BROWSER") != "1", reason="needs Debian's age"
)
def test_age_and_tar_open_it(
    store: Store, vault: Vault, witness: Callable[..., str], key: Any, tmp_path: Path
) -> None:
    witness()
    out = tmp_path / "out.tar.age"
    hand_over(store, vault, wanted(), out, no_scan, seal_to_recipient=str(key.to_public()), originals=True)
    (tmp_path / "key").write_text(str(key))
    packed = tmp_path / "out.tar"
    subprocess.run(["age", "-d", "-i", tmp_path / "key", "-o", packed, out], check=True)
    listed = subprocess.run(["tar", "-tf", packed], check=True, capture_output=True, text=True).stdout
    assert "originals/S0001.txt" in listed
    assert "manifest.sig" in listed
    assert subprocess.run(["tar", "-xf", packed, "-C", tmp_path], check=False).returncode == 0


def test_only_those_who_named_the_recipient_go(
    store: Store, vault: Vault, witness: Callable[..., str], key: Any, tmp_path: Path
) -> None:
    goes = witness()
    by_scope = witness(TEXT + " Раз.", named=False, scope=ConsentScope.LEGAL)
    neither = witness(TEXT + " Два.", named=False)
    made = hand_over(
        store, vault, wanted(), tmp_path / "out.age", no_scan, seal_to_recipient=str(key.to_public())
    )
    assert [one.told.id for one in made.prepared.composed] == [goes]
    assert made.prepared.staying == {by_scope: Why.NOT_NAMED, neither: Why.NO_CONSENT}
    top = opened(tmp_path / "out.age", key, tmp_path / "opened")
    assert not (top / "originals").exists()


def test_originals_touch_no_disk(
    store: Store,
    vault: Vault,
    witness: Callable[..., str],
    key: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    witness()
    seen: list[bytes] = []
    sealed = handover.seal_to

    def look_around(recipients: Any, content: bytes) -> bytes:
        seen.extend(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert "Айгерім".encode() in content
        return sealed(recipients, content)

    monkeypatch.setattr(handover, "seal_to", look_around)
    hand_over(
        store, vault, wanted(), tmp_path / "out.age", no_scan,
        seal_to_recipient=str(key.to_public()), originals=True,
    )  # fmt: skip
    assert seen
    everything = b"".join([*seen, *(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())])
    assert "Айгерім".encode() not in everything


def test_a_recipient_that_is_none_is_refused(
    store: Store, vault: Vault, witness: Callable[..., str], tmp_path: Path
) -> None:
    witness()
    with pytest.raises(AigaqError, match="bad_recipient"):
        hand_over(store, vault, wanted(), tmp_path / "out.age", no_scan, seal_to_recipient="age1nobody")
    assert releases(store) == []


def test_a_changed_file_fails_verify(
    store: Store, vault: Vault, witness: Callable[..., str], key: Any, tmp_path: Path
) -> None:
    witness()
    out = tmp_path / "out.age"
    hand_over(store, vault, wanted(), out, no_scan, seal_to_recipient=str(key.to_public()), originals=True)
    top = opened(out, key, tmp_path / "opened")
    original = next((top / "originals").glob("*.txt"))
    original.write_bytes(original.read_bytes() + b".")
    with pytest.raises(AigaqError, match="bundle_damaged"):
        verify_bundle(top)
