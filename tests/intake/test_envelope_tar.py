"""The tar of an envelope: what GNU tar makes, padded, and nothing else is taken for it."""

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from intake.envelope_tar import pack, unpack
from models.errors import AigaqError

MEMBERS = [("statement.txt", "Меня били".encode()), ("consent.json", b"{}"), ("signature", b"x" * 400)]


@pytest.mark.parametrize("length", [0, 1, 511, 512, 513, 3584, 4095, 4096, 100_000])
def test_there_and_back_in_whole_blocks(length: int) -> None:
    members = [("statement.docx", b"\x00\xff" * length), *MEMBERS[1:]]
    raw = pack(members)
    assert len(raw) % 4096 == 0
    assert unpack(raw) == members


def test_statements_of_like_length_look_the_same() -> None:
    lengths = {len(pack([("statement.txt", b"a" * length), *MEMBERS[1:]])) for length in range(1, 3000, 500)}
    assert len(lengths) == 1


def test_any_tar_reads_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(pack(MEMBERS))) as archive:
        assert archive.getnames() == ["statement.txt", "consent.json", "signature", "pad"]
        for member in archive:
            assert (member.mtime, member.uid, member.gid, member.uname, member.mode) == (0, 0, 0, "", 0o600)


@pytest.mark.skipif(shutil.which("tar") is None, reason="no tar")
def test_gnu_tar_makes_the_same_bytes(tmp_path: Path) -> None:
    raw = pack(MEMBERS)
    subprocess.run(["tar", "-xf", "-", "-C", str(tmp_path)], input=raw, check=True)
    if b"GNU" not in subprocess.run(["tar", "--version"], capture_output=True, check=True).stdout:
        pytest.skip("another tar")
    plain = "--format=ustar --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=0600 -b8".split()
    names = ["statement.txt", "consent.json", "signature", "pad"]
    made = subprocess.run(
        ["tar", *plain, "-C", str(tmp_path), "-cf", "-", *names], capture_output=True, check=True
    )
    assert made.stdout == raw


def _with_time(raw: bytes) -> bytes:
    """The same tar with a time in its first header and the right checksum."""
    header = bytearray(raw[:512])
    header[136:147] = b"14000000000"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + raw[512:]


def _python_tar(members: list[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return made.getvalue()


RAW = pack(MEMBERS)
PAD_AT = RAW.index(b"pad\0")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 4096,
        RAW[:-4096],
        RAW[:512],
        RAW + bytes(4096),
        RAW + RAW,
        RAW[:-1] + b"x",
        RAW[: PAD_AT + 600] + b"hidden" + RAW[PAD_AT + 606 :],
        RAW[:540] + b"hidden" + RAW[546:],
        RAW.replace(b"0000600", b"0000777", 1),
        _with_time(RAW),
        _python_tar(MEMBERS),
        _python_tar([("../../etc/passwd", b"x")]),
        pack([(f"m{number}", b"") for number in range(9)]),
        RAW.replace(b"00000000002\0", b"77777777777\0", 1),
        RAW.replace(b"00000000002\0", b"-0000000002\0", 1),
    ],
)
def test_anything_else_is_damaged(raw: bytes) -> None:
    with pytest.raises(AigaqError, match="envelope_damaged"):
        unpack(raw)
