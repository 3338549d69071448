"""Sealing on a device: whole files with random names, receipts in order, nothing readable left behind."""

import os
import stat
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake import sealing
from intake.device_keys import create_device_key, read_device_key
from intake.envelopes import IntakeIdentity, open_envelope
from intake.sealing import Office, Receipt, Refused, Source, seal_files
from models.devices import read_device_text
from models.errors import AigaqError
from store.wrapping import Cost

IDENTITY = pyrage.x25519.Identity.generate()
OURS = IntakeIdentity(str(IDENTITY.to_public()), str(IDENTITY))
OFFICE = Office(OURS.recipient, Ed25519PrivateKey.generate(), b"{}")
CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
WORDS = "the device's own words"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def test_bytes_and_extension_travel_and_the_name_does_not(tmp_path: Path, out: Path) -> None:
    sources, raws = [], []
    for name in ("Канарейбек.TXT", "b.docx", "c.jpg"):
        raws.append(os.urandom(3000))
        (tmp_path / name).write_bytes(raws[-1])
        sources.append(Source(tmp_path / name))
    outcomes = list(seal_files([*sources, Source(text="Меня били".encode())], office=OFFICE, folder=out))
    names, contents = [], []
    for outcome in outcomes:
        assert isinstance(outcome, Receipt)
        assert stat.S_IMODE(outcome.envelope.stat().st_mode) == 0o600
        opened = open_envelope(outcome.envelope.read_bytes(), [OURS])
        assert opened.receipt == outcome.code
        names.append(opened.payload.name)
        contents.append(opened.payload.statement)
        assert b"\xd0\x9a\xd0\xb0\xd0\xbd" not in outcome.envelope.read_bytes()
    assert names == ["statement.txt", "statement.docx", "statement.jpg", "statement.txt"]
    assert contents == [*raws, "Меня били".encode()]
    assert len(list(out.iterdir())) == 4
    assert all(path.suffix == ".age" and len(path.stem) == 32 for path in out.iterdir())


def test_what_cannot_be_sealed_stops_nobody(tmp_path: Path, out: Path) -> None:
    (tmp_path / "good.txt").write_text("слова")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "large.txt").write_bytes(b"x" * 20_000_001)
    (tmp_path / "~$open.docx").write_text("x")
    (tmp_path / "song.mp3").write_text("x")
    (tmp_path / "link.txt").symlink_to(tmp_path / "good.txt")
    names = (
        "empty.txt",
        "large.txt",
        "~$open.docx",
        "song.mp3",
        "link.txt",
        "none.txt",
        "none.mp3",
        "good.txt",
    )
    outcomes = list(seal_files([Source(tmp_path / name) for name in names], office=OFFICE, folder=out))
    assert [one for one in outcomes if isinstance(one, Refused)] == [
        Refused(1, "empty"),
        Refused(2, "too_large"),
        Refused(3, "system_file"),
        Refused(4, "unsupported"),
        Refused(5, "symlink"),
        Refused(6, "no_such_file"),
        Refused(7, "no_such_file"),
    ]
    assert isinstance(outcomes[-1], Receipt)
    assert len(list(out.iterdir())) == 1


def test_many_files_all_have_receipts_of_their_own(tmp_path: Path, out: Path) -> None:
    (tmp_path / "a.txt").write_text("слова")
    outcomes = list(seal_files([Source(tmp_path / "a.txt")] * 150, office=OFFICE, folder=out, armored=True))
    codes = {one.code for one in outcomes if isinstance(one, Receipt)}
    assert len(codes) == len(list(out.iterdir())) == 150


def test_where_nothing_can_be_written(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("слова")
    sources = [Source(tmp_path / "a.txt")] * 5
    with pytest.raises(AigaqError, match="unwritable"):
        list(seal_files(sources, office=OFFICE, folder=tmp_path / "none"))

    def full(path: Path) -> None:
        if len(list(out.iterdir())) == 5:
            raise OSError(28, "full", str(path))

    monkeypatch.setattr(sealing, "_settle", full)
    with pytest.raises(AigaqError, match="unwritable"):
        list(seal_files(sources, office=OFFICE, folder=out))
    # no receipt, no envelope
    assert list(out.iterdir()) == []


def test_plaintext_is_never_written(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    write = sealing._write
    monkeypatch.setattr(sealing, "_write", lambda path, raw: (written.append(raw), write(path, raw))[1])
    (tmp_path / "a.txt").write_text("Канарейбек")
    list(seal_files([Source(tmp_path / "a.txt")], office=OFFICE, folder=out))
    assert len(written) == 1
    assert written[0].startswith(b"age-encryption.org/v1\n")
    assert "Канарейбек".encode() not in written[0]


@pytest.mark.parametrize("passphrase", [None, WORDS])
def test_a_device_key(tmp_path: Path, passphrase: str | None) -> None:
    path = tmp_path / "device.key"
    public = create_device_key(path, passphrase=passphrase, cost=CHEAP)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    asked: list[str] = []
    signer = read_device_key(path, passphrase=lambda: (asked.append("x"), WORDS)[1])
    assert bool(asked) is (passphrase is not None)
    assert signer.public_key().public_bytes_raw() == read_device_text(public)
    assert (signer.private_bytes_raw().hex() in path.read_text()) is (passphrase is None)
    with pytest.raises(AigaqError, match="place_taken"):
        create_device_key(path, passphrase=None)
    with pytest.raises(AigaqError, match="unwritable"):
        create_device_key(tmp_path / "none" / "device.key", passphrase=None)


def test_a_device_key_that_does_not_open(tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    create_device_key(path, passphrase=WORDS, cost=CHEAP)
    with pytest.raises(AigaqError, match="device_locked"):
        read_device_key(path, passphrase=lambda: "other words entirely")
    with pytest.raises(AigaqError, match="passphrase_short"):
        create_device_key(tmp_path / "b", passphrase="short")
    with pytest.raises(AigaqError, match="no_such_file"):
        read_device_key(tmp_path / "none", passphrase=lambda: "")
    whole = path.read_bytes()
    broken = (b"", b"[]", b"\xff", b"{" * 5000, whole[:-10], whole.replace(b"device 1", b"device 2"),
              whole.replace(b"wrapped", b"seed"), whole.replace(b"lanes", b"LANES"))  # fmt: skip
    for raw in broken:
        path.write_bytes(raw)
        with pytest.raises(AigaqError, match="bad_device_key"):
            read_device_key(path, passphrase=lambda: WORDS)
