"""The tar inside an envelope: fixed members, fixed metadata, and a pad to a multiple of 4 KiB.

There is exactly one tar for some members: whatever is not it to the byte is refused, so nothing that is not
signed travels along. The headers are GNU tar's with
--format=ustar --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=0600.
"""

from collections.abc import Sequence
from typing import Final

from models.errors import AigaqError

BLOCK: Final = 4096
PAD: Final = "pad"
_RECORD: Final = 512
_END: Final = 2 * _RECORD
_MOST_MEMBERS: Final = 8

Member = tuple[str, bytes]


def pack(members: Sequence[Member]) -> bytes:
    """The tar of some members and a pad of zeros."""
    parts = [part for name, content in members for part in (_header(name, len(content)), _filled(content))]
    pad = -(sum(map(len, parts)) + _RECORD + _END) % BLOCK
    return b"".join((*parts, _header(PAD, pad), bytes(pad + _END)))


def unpack(raw: bytes) -> list[Member]:
    """The members of a tar that `pack` makes, without the pad; envelope_damaged for any other."""
    members: list[Member] = []
    at = 0
    while len(members) < _MOST_MEMBERS:
        name, size = _entry(raw[at : at + _RECORD])
        at += _RECORD
        if name == PAD:
            break
        members.append((name, raw[at : at + size]))
        at += size + -size % _RECORD
    if pack(members) != raw:
        raise AigaqError("envelope_damaged")
    return members


def _entry(header: bytes) -> tuple[str, int]:
    """Name and size that a header says; the rest of it is compared later."""
    try:
        return header[:100].rstrip(b"\0").decode("ascii"), int(header[124:135].decode("ascii"), 8)
    except ValueError:
        raise AigaqError("envelope_damaged") from None


def _header(name: str, size: int) -> bytes:
    none = b"0000000\0"
    header = b"".join(
        (
            name.encode("ascii").ljust(100, b"\0"),
            b"0000600\0" + none + none,  # mode, owner, group
            b"%011o\0" % size,
            b"00000000000\0",  # time
            b" " * 8,  # the checksum counts itself as spaces
            b"0".ljust(101, b"\0"),  # a file, linked to nothing
            b"ustar\x0000".ljust(72, b"\0"),  # no names of owners
            none + none,
        )
    ).ljust(_RECORD, b"\0")
    return header[:148] + b"%06o\0 " % sum(header) + header[156:]


def _filled(content: bytes) -> bytes:
    return content + bytes(-len(content) % _RECORD)
