"""Tar archives, packed or not, read from front to back in pieces.

The standard library's reader trusts sizes that a stranger wrote; the format is small enough to be read here,
in time linear in the input, and a cut-off archive gives up what is still in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from intake.formats.member_names import decode_name
from intake.formats.unpacking import COUNT_LIMIT, MEMBER_LIMIT, TOTAL_LIMIT, UnpackedStream
from intake.formats.zips import Member
from models.errors import AigaqError

HEAD_LENGTH = 512  # bytes; everything in a tar fills whole blocks of it
_LONG_LIMIT = 1_000_000  # bytes of a name or of the records about one file
_SKIP = 1_000_000
_FILES = frozenset({b"0", b"\x00", b"7"})
_FOLDERS = frozenset({b"5", b"D", b"V"})  # folders, folders of dumps, names of volumes
_LINKS = frozenset({b"1", b"2"})


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands in front of a file."""

    name: bytes
    kind: bytes
    size: int


@dataclass(slots=True)
class _Told:
    """What the entries in front of a file say about it."""

    name: bytes | None = None
    size: int | None = None
    is_sparse: bool = False


def is_head(block: bytes) -> bool:
    """Whether a tar may begin with this block: the head of a file, or the zeros of an empty archive."""
    try:
        if any(block):
            _head(block)
    except AigaqError:
        return False
    return len(block) == HEAD_LENGTH


def tar_members(stream: UnpackedStream, first: bytes) -> Iterator[Member]:
    """The files of a tar, one at a time, its first block read; one cut off ends with a nameless `damaged`.

    Raises AigaqError damaged where the first block is none, and archive_bomb.
    """
    if not is_head(first):
        raise AigaqError("damaged")
    return _members(stream, first)


def _members(stream: UnpackedStream, block: bytes) -> Iterator[Member]:
    told = _Told()
    total = 0
    try:
        for _ in range(2 * COUNT_LIMIT):
            if not any(block):
                if len(block) < HEAD_LENGTH:
                    raise AigaqError("damaged")
                _finish(stream)
                return
            head = _head(block)
            if head.kind in b"LKxg":
                _take_record(_content(stream, head.size, limit=_LONG_LIMIT), head.kind, told)
            else:
                size = head.size if told.size is None else told.size
                total += size
                if total > TOTAL_LIMIT:
                    raise AigaqError("archive_bomb")
                yield from _member(stream, head, told, size)
                told = _Told()
            block = stream.read(HEAD_LENGTH)
        raise AigaqError("archive_bomb")
    except AigaqError as error:
        yield Member("", code=error.code)


def _finish(stream: UnpackedStream) -> None:
    """Read what fills up the last block of the tape, so that the sum behind it is checked too."""
    while stream.read(_SKIP):
        pass
    if not stream.is_whole:
        raise AigaqError("damaged")


def _member(stream: UnpackedStream, head: _Head, told: _Told, size: int) -> Iterator[Member]:
    """The file behind a head, or why it is refused; nothing for a folder."""
    raw_name = head.name if told.name is None else told.name
    name = decode_name(raw_name.rstrip(b"\x00"))
    is_file = head.kind in _FILES and not raw_name.endswith(b"/")
    if is_file and not told.is_sparse and size <= MEMBER_LIMIT:
        yield Member(name, _content(stream, size, limit=MEMBER_LIMIT))
        return
    if head.kind in _LINKS:
        yield Member(name, code="symlink")
        return  # links have no content, whatever size they claim
    if is_file:
        yield Member(name, code="unsupported" if told.is_sparse else "archive_bomb")
    elif head.kind not in _FOLDERS and head.kind not in _FILES:
        yield Member(name, code="unsupported")
    if head.kind in _FILES or head.kind not in b"3456":
        _skip(stream, size)


def _content(stream: UnpackedStream, size: int, *, limit: int) -> bytes:
    if size > limit:
        raise AigaqError("archive_bomb")
    content = stream.read(size)
    _skip(stream, -size % HEAD_LENGTH, padding=True)
    if len(content) != size:
        raise AigaqError("damaged")
    return content


def _skip(stream: UnpackedStream, size: int, *, padding: bool = False) -> None:
    left = size if padding else size + -size % HEAD_LENGTH
    while left > 0:
        piece = stream.read(min(left, _SKIP))
        if not piece:
            raise AigaqError("damaged")
        left -= len(piece)


def _head(block: bytes) -> _Head:
    """Read a head; raises AigaqError damaged where its sum is not right."""
    if len(block) != HEAD_LENGTH or _number(block[148:156]) != sum(block[:148]) + 8 * 0x20 + sum(block[156:]):
        raise AigaqError("damaged")
    name = block[:100].rstrip(b"\x00").partition(b"\x00")[0]
    if block[257:263] == b"ustar\x00":
        prefix = block[345:500].partition(b"\x00")[0]
        name = prefix + b"/" + name if prefix else name
    return _Head(name=name, kind=block[156:157], size=_number(block[124:136]))


def _number(field: bytes) -> int:
    """A number in octal digits, or in binary if it would not fit."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    digits = field.partition(b"\x00")[0].strip()
    if not digits:
        return 0
    if not digits.isdigit() or b"8" in digits or b"9" in digits:
        raise AigaqError("damaged")
    return int(digits, 8)


def _take_record(content: bytes, kind: bytes, told: _Told) -> None:
    """What an entry says about the file behind it: a long name, or records "length key=value"."""
    if kind == b"L":
        told.name = content.partition(b"\x00")[0]
    if kind != b"x":
        return
    at = 0
    while at < len(content):
        blank = content.find(b" ", at, at + 8)
        if blank < 0 or not content[at:blank].isdigit():
            break
        length = int(content[at:blank])
        key, _, value = content[blank + 1 : at + length - 1].partition(b"=")
        if length <= blank - at or at + length > len(content):
            break
        if key == b"path":
            told.name = value
        elif key == b"size" and value.isdigit() and len(value) < 20:
            told.size = int(value)
        elif key.startswith(b"GNU.sparse."):
            told.is_sparse = True
        at += length
