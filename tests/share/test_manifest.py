"""The manifest: whoever has the files and nothing else sees what was changed, and whose key signed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.base32 import short_name
from models.errors import AigaqError
from share import manifest as module
from share.manifest import MANIFEST, SIGNATURE, manifest_of, sign_manifest, verify_bundle, write_manifest

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
NAME = short_name(KEY.public_key().public_bytes_raw())
CONTENT = {"release": "7QK2M0XW4R", "recipient": "Қанат қоры", "counts": {"statements": 2}}
Change = Callable[[Path], object]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A signed folder with files in folders."""
    folder = tmp_path / "bundle"
    (folder / "tables").mkdir(parents=True)
    (folder / "README.txt").write_text("made-up", "utf-8")
    (folder / "tables" / "statements.csv").write_text("id,text\nS0001,Ол айтты\n", "utf-8")
    (folder / "tables" / "manifest.json").write_text("{}")  # of this name, and a file like any other
    write_manifest(folder, CONTENT, KEY.public_key())
    sign_manifest(folder, KEY)
    return folder


def refused(folder: Path, code: str, **options: Any) -> None:
    with pytest.raises(AigaqError) as caught:
        verify_bundle(folder, **options)
    assert caught.value.code == code
    assert caught.value.__cause__ is None


def signed(folder: Path, raw: bytes, key: Ed25519PrivateKey = KEY) -> None:
    (folder / MANIFEST).write_bytes(raw)
    (folder / SIGNATURE).write_text(key.sign(raw).hex())


def listed(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    return found


def test_what_was_written_and_signed_verifies(bundle: Path) -> None:
    found = verify_bundle(bundle)
    assert found.key_name == NAME
    assert {name: found.content[name] for name in CONTENT} == CONTENT
    csv = (bundle / "tables" / "statements.csv").read_bytes()
    assert found.content["files"] == [
        {"path": "README.txt", "bytes": 7, "sha256": sha256(b"made-up").hexdigest()},
        {"path": "tables/manifest.json", "bytes": 2, "sha256": sha256(b"{}").hexdigest()},
        {"path": "tables/statements.csv", "bytes": len(csv), "sha256": sha256(csv).hexdigest()},
    ]


def test_equal_files_give_equal_bytes_and_the_digest_is_of_them(bundle: Path) -> None:
    before = (bundle / MANIFEST).read_bytes()
    assert (
        write_manifest(bundle, dict(reversed(CONTENT.items())), KEY.public_key())
        == sha256(before).hexdigest()
    )
    assert (bundle / MANIFEST).read_bytes() == before
    assert "Қанат қоры" in before.decode("utf-8")
    files = {row["path"]: (row["bytes"], row["sha256"]) for row in listed(bundle)["files"]}
    assert manifest_of(files, CONTENT, KEY.public_key()) == before


def test_files_are_digested_as_any_tool_does(bundle: Path) -> None:
    lines = "".join(f"{row['sha256']}  {row['path']}\n" for row in listed(bundle)["files"])
    assert subprocess.run(["sha256sum", "-c"], input=lines.encode(), cwd=bundle, check=False).returncode == 0


def rename(folder: Path) -> None:
    (folder / "README.txt").rename(folder / "READ.txt")


def put_a_link(folder: Path) -> None:
    kept = folder.with_name("kept")
    (folder / "README.txt").rename(kept)
    (folder / "README.txt").symlink_to(kept)


def swap(folder: Path) -> None:
    one, other = folder / "README.txt", folder / "tables" / "manifest.json"
    raw = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(raw)


def put_a_folder(folder: Path) -> None:
    (folder / "README.txt").unlink()
    (folder / "README.txt").mkdir()


DAMAGE: dict[str, Change] = {
    "a byte changed": lambda folder: (folder / "README.txt").write_text("Made-up"),
    "a byte more": lambda folder: (folder / "README.txt").write_text("made-up\n"),
    "a file emptied": lambda folder: (folder / "README.txt").write_text(""),
    "a file added": lambda folder: (folder / "tables" / "more.csv").write_text(""),
    "a hidden file added": lambda folder: (folder / ".DS_Store").write_text(""),
    "a file removed": lambda folder: (folder / "README.txt").unlink(),
    "a file renamed": rename,
    "files swapped": swap,
    "a file turned into a folder": put_a_folder,
    "a file turned into a link to the same": put_a_link,
    "a link added": lambda folder: (folder / "more").symlink_to(folder / "README.txt"),
    "a link to a folder added": lambda folder: (folder / "more").symlink_to(folder / "tables"),
    "a link to nowhere added": lambda folder: (folder / "more").symlink_to(folder / "none"),
    "a file turned into a link to nowhere": lambda folder: (
        (folder / "README.txt").unlink(),
        (folder / "README.txt").symlink_to(folder / "none"),
    ),
    "a pipe added": lambda folder: os.mkfifo(folder / "pipe"),
    "a file turned into a pipe": lambda folder: (
        (folder / "README.txt").unlink(),
        os.mkfifo(folder / "README.txt"),
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_changed_files_are_noticed(bundle: Path, damage: str) -> None:
    DAMAGE[damage](bundle)
    refused(bundle, "bundle_damaged")


FORGERIES: dict[str, Change] = {
    "a count changed": lambda folder: (folder / MANIFEST).write_text(
        (folder / MANIFEST).read_text("utf-8").replace('"statements": 2', '"statements": 3'), "utf-8"
    ),
    "a blank more": lambda folder: (folder / MANIFEST).write_bytes((folder / MANIFEST).read_bytes() + b"\n"),
    "a signature of another key": lambda folder: (folder / SIGNATURE).write_text(
        Ed25519PrivateKey.generate().sign((folder / MANIFEST).read_bytes()).hex()
    ),
    "a signature of something else": lambda folder: (folder / SIGNATURE).write_text(KEY.sign(b"else").hex()),
    "half a signature": lambda folder: (folder / SIGNATURE).write_text("ab" * 32),
    "an empty signature": lambda folder: (folder / SIGNATURE).write_text(""),
    "a foreign key named": lambda folder: (folder / MANIFEST).write_text(
        (folder / MANIFEST)
        .read_text("utf-8")
        .replace(
            KEY.public_key().public_bytes_raw().hex(),
            Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex(),
        ),
        "utf-8",
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_signature_that_does_not_fit_is_noticed(bundle: Path, forgery: str) -> None:
    FORGERIES[forgery](bundle)
    refused(bundle, "bundle_forged")


def test_whoever_signs_anew_has_another_key(bundle: Path) -> None:
    other = Ed25519PrivateKey.generate()
    (bundle / "README.txt").write_text("something else")
    (bundle / MANIFEST).unlink()
    (bundle / SIGNATURE).unlink()
    write_manifest(bundle, CONTENT, other.public_key())
    sign_manifest(bundle, other)
    assert verify_bundle(bundle).key_name != NAME  # it is whole, by somebody
    refused(bundle, "bundle_forged", key_name=NAME)


@pytest.mark.parametrize(
    "typed",
    [
        NAME,
        NAME.lower(),
        NAME.replace("-", " "),
        NAME.replace("-", ""),
        f"  {NAME}\n",
        f"{NAME[:9]} -{NAME[9:]}",
    ],
)
def test_the_name_of_the_key_as_people_type_it(bundle: Path, typed: str) -> None:
    assert verify_bundle(bundle, key_name=typed).key_name == NAME


def test_letters_that_look_like_digits_are_taken_for_them(bundle: Path) -> None:
    assert set("01") & set(NAME)
    assert verify_bundle(bundle, key_name=NAME.replace("0", "O").replace("1", "l")).key_name == NAME


@pytest.mark.parametrize("typed", ["", "-", NAME[:-1], NAME[:-1] + "?", NAME + "0", "Қ" * 16])
def test_another_name_of_a_key_is_refused(bundle: Path, typed: str) -> None:
    refused(bundle, "bundle_forged", key_name=typed)


GARBAGE = {
    "nothing": b"",
    "no JSON": b"\x00\xff\xfe{",
    "a list": b"[]",
    "a number": b"7",
    "a text": b'"aigaq release 1"',
    "deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep lists": b"[" * 200_000,
    "a very long number": b'{"key":' + b"9" * 10_000 + b"}",
    "half": b'{"format": "aigaq release 1", "files": [',
}


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_is_no_bundle(bundle: Path, garbage: str) -> None:
    signed(bundle, GARBAGE[garbage])
    refused(bundle, "bundle_unreadable")


FIELDS: dict[str, dict[str, Any]] = {
    "another format": {"format": "aigaq release 2"},
    "no key": {"key": None},
    "a short key": {"key": "ab"},
    "a key that is none": {"key": "xy" * 32},
    "files that are none": {"files": 5},
    "files as text": {"files": "README.txt"},
    "a file that is none": {"files": [None]},
    "a file without a digest": {"files": [{"path": "README.txt", "bytes": 7}]},
    "a file of no size": {"files": [{"path": "README.txt", "bytes": None, "sha256": ""}]},
    "a file without end": {"files": [{"path": "README.txt", "bytes": float("inf"), "sha256": ""}]},
    "a file of no number": {"files": [{"path": "README.txt", "bytes": float("nan"), "sha256": ""}]},
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_manifest_with_wrong_fields_is_none(bundle: Path, field: str) -> None:
    signed(bundle, json.dumps({**listed(bundle), **FIELDS[field]}).encode())
    refused(bundle, "bundle_unreadable")


@pytest.mark.parametrize("missing", ["format", "files", "key"])
def test_a_manifest_without_its_fields_is_none(bundle: Path, missing: str) -> None:
    content = listed(bundle)
    del content[missing]
    signed(bundle, json.dumps(content).encode())
    refused(bundle, "bundle_unreadable")


@pytest.mark.parametrize("name", ["../kept", "/etc/hostname", "tables/../README.txt", "./README.txt"])
def test_no_file_outside_is_one_of_the_bundle(bundle: Path, name: str) -> None:
    (bundle.parent / "kept").write_bytes(b"made-up")
    content = listed(bundle)
    content["files"][0]["path"] = name
    signed(bundle, json.dumps(content).encode())
    refused(bundle, "bundle_damaged")


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE])
def test_a_bundle_needs_both_of_its_own_files(bundle: Path, name: str) -> None:
    own = bundle / name
    raw = own.read_bytes()
    own.unlink()
    refused(bundle, "bundle_unreadable")
    # a link to the very file is none
    bundle.with_name("kept").write_bytes(raw)
    own.symlink_to(bundle.with_name("kept"))
    refused(bundle, "bundle_unreadable")
    own.unlink()
    own.mkdir()
    refused(bundle, "bundle_unreadable")
    own.rmdir()
    own.write_bytes(raw)
    assert verify_bundle(bundle)


def test_a_signature_that_is_no_hex_is_unreadable(bundle: Path) -> None:
    for wrong in (b"no hex", "қол".encode(), b"\xff" * 64):
        (bundle / SIGNATURE).write_bytes(wrong)
        refused(bundle, "bundle_unreadable")


def test_a_huge_manifest_is_not_read(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.truncate(bundle / MANIFEST, module._LARGEST + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    refused(bundle, "bundle_unreadable")


def test_what_is_no_folder_is_no_bundle(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for wrong in (tmp_path / "none", tmp_path / "empty", bundle / "README.txt", bundle / MANIFEST):
        refused(wrong, "bundle_unreadable")


def test_a_folder_that_a_link_leads_to_is_looked_at(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(bundle)
    assert verify_bundle(tmp_path / "link").key_name == NAME


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(AigaqError, match="unwritable") as caught:
        sign_manifest(tmp_path / "none", KEY)
    assert caught.value.__cause__ is None


def test_a_signature_is_checked_by_hand_as_the_readme_says(bundle: Path) -> None:
    """OpenSSL and nothing of ours: the key is in the manifest, its name is a digest of it."""
    key = bytes.fromhex(listed(bundle)["key"])
    der = bytes.fromhex("302a300506032b6570032100") + key
    place = bundle.parent
    (place / "key.der").write_bytes(der)
    (place / "signature").write_bytes(bytes.fromhex((bundle / SIGNATURE).read_text()))
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", str(place / "key.der")]
    command += ["-rawin", "-in", str(bundle / MANIFEST), "-sigfile", str(place / "signature")]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("needs openssl")
    assert done.returncode == 0


def test_checking_needs_no_store(bundle: Path) -> None:
    probe = (
        "import sys; from pathlib import Path; from share.manifest import verify_bundle;"
        "print(verify_bundle(Path(sys.argv[1])).key_name);"
        "sys.exit(bool({'sqlalchemy', 'sqlcipher3', 'spacy'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", probe, str(bundle)], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, NAME)
