"""The inbox keeps sealed bytes whole, once and for its owner only, and tells what became of them."""

import hashlib
import os
import stat
import time
from pathlib import Path

import pytest

from models.errors import AigaqError
from store import inbox as module
from store.inbox import Inbox, inbox_of
from store.store import Store

RAW = b"age-encryption.org/v1\nsealed bytes"
DIGEST = hashlib.sha256(RAW).hexdigest()


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "store.db.inbox")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_lies_beside_the_store_and_is_there_when_it_is_needed(store: Store, store_path: Path) -> None:
    inbox = inbox_of(store)
    assert inbox.path == store_path.with_name("store.db.inbox")
    assert inbox.files() == []
    assert inbox.state(DIGEST) is None
    assert not inbox.path.exists()


def test_what_is_put_is_there_whole_for_its_owner_only(inbox: Inbox) -> None:
    before = os.umask(0)
    try:
        assert inbox.put(RAW) == DIGEST
    finally:
        os.umask(before)
    [path] = inbox.files()
    assert (path.name, path.read_bytes()) == (f"{DIGEST}.age", RAW)
    assert (mode(inbox.path), mode(path)) == (0o700, 0o600)
    assert list(inbox.path.iterdir()) == [path]
    assert inbox.state(DIGEST) == "waiting"


def test_the_same_bytes_twice_are_one_file_that_is_not_written_again(inbox: Inbox) -> None:
    inbox.put(RAW)
    [path] = inbox.files()
    os.utime(path, (1e9, 1e9))
    assert inbox.put(RAW) == DIGEST
    assert [file.stat().st_mtime for file in inbox.files()] == [1e9]


def test_oldest_first_and_nothing_else(inbox: Inbox) -> None:
    digests = [inbox.put(RAW + bytes([number])) for number in range(5)]
    for age, digest in enumerate(reversed(digests)):
        os.utime(inbox.path / f"{digest}.age", (1e9 + age, 1e9 + age))
    (inbox.path / "somebody's.age").write_bytes(RAW)
    (inbox.path / f"{'a' * 64}.age.1234.new").write_bytes(RAW)
    (inbox.path / f"{'b' * 64}.age").symlink_to(inbox.path / "somebody's.age")
    (inbox.path / f"{'c' * 64}.age").mkdir()
    assert [path.stem for path in inbox.files()] == digests[::-1]


def test_what_is_refused_keeps_its_bytes_and_says_why(inbox: Inbox) -> None:
    other = inbox.put(RAW + b"x")
    inbox.put(RAW)
    inbox.refuse(DIGEST, "device_revoked")
    inbox.refuse(inbox.path / f"{other}.age", "envelope_damaged")
    assert inbox.files() == []
    assert (inbox.path / f"{DIGEST}.device_revoked").read_bytes() == RAW
    assert inbox.state(DIGEST) == "refused:device_revoked"
    assert inbox.state(other) == "refused:envelope_damaged"
    # sent again, it waits again; and refused again, it is there once
    inbox.put(RAW)
    assert len(list(inbox.path.iterdir())) == 2
    assert inbox.state(DIGEST) == "waiting"
    inbox.refuse(DIGEST, "bad_consent")
    assert inbox.state(DIGEST) == "refused:bad_consent"
    assert sorted(path.suffix for path in inbox.path.iterdir()) == [".bad_consent", ".envelope_damaged"]


def test_refusing_what_is_gone_does_nothing(inbox: Inbox) -> None:
    inbox.refuse(DIGEST, "envelope_damaged")
    inbox.put(RAW)
    inbox.refuse("0" * 64, "envelope_damaged")
    assert inbox.state("0" * 64) is None
    assert inbox.state(DIGEST) == "waiting"


@pytest.mark.parametrize(
    "digest", ["", "..", "../store.db", "*", "?" * 64, DIGEST[:-1], DIGEST.upper(), "0" * 65]
)
def test_what_is_no_digest_reaches_no_file(inbox: Inbox, digest: str) -> None:
    inbox.put(RAW)
    (inbox.path.parent / "store.db.age").write_bytes(RAW)
    assert inbox.state(digest) is None
    with pytest.raises(AigaqError, match="internal"):
        inbox.refuse(digest, "envelope_damaged")
    with pytest.raises(AigaqError, match="internal"):
        inbox.refuse(DIGEST, "../../elsewhere")
    assert inbox.state(DIGEST) == "waiting"


def test_it_takes_no_more_than_it_may(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 2)
    refused = inbox.put(RAW + b"1")
    inbox.refuse(refused, "envelope_damaged")  # this one fills the disk too
    inbox.put(RAW + b"2")
    with pytest.raises(AigaqError, match="inbox_full"):
        inbox.put(RAW + b"3")
    inbox.put(RAW + b"2")  # what is here already is no more
    monkeypatch.setattr(module, "MOST_FILES", 20)
    monkeypatch.setattr(module, "MOST_BYTES", 3 * len(RAW) + 2)
    with pytest.raises(AigaqError, match="inbox_full"):
        inbox.put(RAW + b"3")
    assert len(list(inbox.path.iterdir())) == 2


def test_what_was_left_half_is_no_envelope_and_does_not_stay(inbox: Inbox) -> None:
    inbox.put(RAW)
    half, writing = inbox.path / f"{DIGEST}.age.1234.new", inbox.path / f"{DIGEST}.age.5678.new"
    for path in (half, writing):
        path.write_bytes(RAW[:5])
    os.utime(half, (time.time() - 7200,) * 2)
    Inbox(inbox.path).put(RAW + b"x")  # as the next program does
    assert not half.exists()
    assert writing.exists()
    assert len(inbox.files()) == 2


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "none" / "inbox", tmp_path / "file"):
        with pytest.raises(AigaqError, match="store_unwritable"):
            Inbox(place).put(RAW)
