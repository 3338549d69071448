"""Zip archives as files arrive in them: whole, cut off, with Russian names of old programs, or as a weapon.

The list at the end of the file is read with the standard library, the files themselves by their offsets, so
that an output never grows past what was asked for and a cut-off archive gives up what is still in it.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from intake.formats.member_names import decode_name
from intake.formats.unpacking import (
    COUNT_LIMIT,
    MEMBER_LIMIT,
    TOTAL_LIMIT,
    UNPACK_ERRORS,
    inflate,
    is_bomb,
)
from models.errors import AigaqError

_LOCAL = struct.Struct("<4s5H3I2H")  # the head in front of each file
_LOCAL_MAGIC = b"PK\x03\x04"
_CENTRAL_MAGIC = b"PK\x01\x02"
_END_MAGIC = b"PK\x05\x06"
_METHODS = frozenset({0, 8, 12})  # stored, deflated, bzip2
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800
_UNICODE_PATH = 0x7075
_UNIX = 3
_LIBRARY_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    struct.error,
    EOFError,
    ValueError,
    OSError,
    OverflowError,
    IndexError,
    KeyError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name, and its bytes or the code of the reason why there are none."""

    name: str
    raw: bytes = b""
    code: str | None = None


def zip_members(raw: bytes) -> Iterator[Member]:
    """The files of a zip, one at a time; an archive without its list ends with a nameless `damaged`.

    Raises AigaqError damaged or archive_bomb before the first file.
    """
    if _entries_listed(raw) > COUNT_LIMIT:
        raise AigaqError("archive_bomb")
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = archive.infolist()
    except _LIBRARY_ERRORS:
        if _LOCAL_MAGIC not in raw[:4]:
            raise AigaqError("damaged") from None
        return _salvage(raw)
    _check(entries)
    return _listed(raw, entries)


def _entries_listed(raw: bytes) -> int:
    """At most how many files the list names, without reading it."""
    end = raw.rfind(_END_MAGIC)
    if end < 0:
        return 0
    size = int.from_bytes(raw[end + 12 : end + 16], "little")
    # Archives of more than 65,535 files keep the true size elsewhere and write the largest number here.
    start = 0 if size == 0xFFFFFFFF else max(0, end - size)
    return raw.count(_CENTRAL_MAGIC, start, end)


def _check(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse archives that would unpack to too much, among them those whose files share their bytes."""
    if len(entries) > COUNT_LIMIT or sum(entry.file_size for entry in entries) > TOTAL_LIMIT:
        raise AigaqError("archive_bomb")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise AigaqError("archive_bomb")
        end = entry.header_offset + _LOCAL.size + entry.compress_size


def _listed(raw: bytes, entries: list[zipfile.ZipInfo]) -> Iterator[Member]:
    view = memoryview(raw)
    for entry in entries:
        name = _name(entry)
        if _is_folder(entry):
            continue
        code = _refusal(entry)
        if code is None:
            start = _data_start(view, entry.header_offset)
            packed = view[start : start + entry.compress_size]
            if start == 0 or len(packed) != entry.compress_size:
                code = "damaged"
        yield (
            Member(name, code=code)
            if code
            else _unpack(name, packed, entry.compress_type, size=entry.file_size, check=entry.CRC)
        )


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return (entry.filename.endswith(("/", "\\")) and entry.file_size == 0) or _kind(entry) == stat.S_IFDIR


def _kind(entry: zipfile.ZipInfo) -> int:
    """What the entry was on a Unix system; 0 if it comes from elsewhere."""
    return stat.S_IFMT(entry.external_attr >> 16) if entry.create_system == _UNIX else 0


def _refusal(entry: zipfile.ZipInfo) -> str | None:
    """Why a file is not unpacked."""
    kind = _kind(entry)
    if kind == stat.S_IFLNK:
        return "symlink"
    if kind not in {0, stat.S_IFREG}:
        return "unsupported"
    if entry.flag_bits & _ENCRYPTED:
        return "password"
    if entry.compress_type not in _METHODS:
        return "unsupported"
    if entry.file_size > MEMBER_LIMIT or is_bomb(entry.file_size, entry.compress_size):
        return "archive_bomb"
    return None


def _data_start(view: memoryview, offset: int) -> int:
    """Where the bytes behind a file's head begin; 0 if there is no head."""
    head = view[offset : offset + _LOCAL.size] if offset >= 0 else b""
    if len(head) < _LOCAL.size or bytes(head[:4]) != _LOCAL_MAGIC:
        return 0
    *_, name_length, extra_length = _LOCAL.unpack(head)
    return offset + _LOCAL.size + int(name_length) + int(extra_length)


def _unpack(name: str, packed: memoryview, method: int, *, size: int, check: int) -> Member:
    try:
        content, _ = inflate(packed, method, limit=size)
    except UNPACK_ERRORS:
        return Member(name, code="damaged")
    if len(content) != size or zlib.crc32(content) != check:
        return Member(name, code="damaged")
    return Member(name, content)


def _name(entry: zipfile.ZipInfo) -> str:
    """A file's name in the encoding it was most likely written in."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    legacy = entry.orig_filename.encode("cp437", "replace")
    return _unicode_path(entry.extra, legacy) or decode_name(legacy)


def _unicode_path(extra: bytes, legacy: bytes) -> str | None:
    """The name in UTF-8 that some programs put beside one that would not fit their code page."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind == _UNICODE_PATH and length > 5:
            _, check = struct.unpack_from("<BI", extra, 4) if len(extra) >= 9 else (0, None)
            # The sum ties it to the other name; a program that renamed only that one left it behind.
            if check == zlib.crc32(legacy):
                return extra[9 : 4 + length].decode("utf-8", errors="replace")
        extra = extra[4 + length :]
    return None


def _salvage(raw: bytes) -> Iterator[Member]:
    """The files of an archive whose end is missing, from its beginning up to the first that is not whole."""
    view = memoryview(raw)
    offset = total = 0
    for _ in range(COUNT_LIMIT):
        start = _data_start(view, offset)
        if start == 0 or start > len(raw):
            break
        _, _, flags, method, _, _, check, packed_size, size, name_length, _ = _LOCAL.unpack_from(view, offset)
        raw_name = bytes(view[offset + _LOCAL.size : offset + _LOCAL.size + name_length])
        name = raw_name.decode("utf-8", "replace") if flags & _UTF8 else decode_name(raw_name)
        sizes_follow = bool(flags & _SIZES_FOLLOW)
        if method not in _METHODS or flags & _ENCRYPTED or (sizes_follow and method == 0):
            if sizes_follow:
                break  # nobody knows where the next file begins
            yield Member(name, code="password" if flags & _ENCRYPTED else "unsupported")
            offset = start + packed_size
            continue
        packed = view[start:] if sizes_follow else view[start : start + packed_size]
        try:
            content, used = inflate(packed, method, limit=MEMBER_LIMIT)
        except UNPACK_ERRORS:
            break
        whole = sizes_follow or (len(content) == size and zlib.crc32(content) == check)
        total += len(content)
        if len(content) > MEMBER_LIMIT or total > TOTAL_LIMIT or is_bomb(len(content), used):
            yield Member("", code="archive_bomb")
            return
        if not whole:
            break
        offset = start + (used if sizes_follow else packed_size)
        if sizes_follow:
            offset = _after_sizes(raw, offset)
        if not name.endswith("/"):
            yield Member(name, content)
    yield Member("", code="damaged")


_SIZES = re.compile(rb"(?:PK\x07\x08)?.{12}(?:.{8})?(?=PK\x03\x04)", re.DOTALL)


def _after_sizes(raw: bytes, offset: int) -> int:
    """Where the next file begins behind the sizes that follow a file of unknown length."""
    match = _SIZES.match(raw, offset)
    return match.end() if match else len(raw)
