"""Reading what a browser leaves on the disk: whatever it packed is unpacked, and words are looked for in it.

LevelDB's tables and records, Snappy in them (also of single values in IndexedDB), gzip and zlib members, and
the windows that were open, which Chromium locks with a key that is no secret where there is no keyring.
"""

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

TABLE_MAGIC = bytes.fromhex("57fb808b247547db")
LOG_BLOCK = 32_768
# The beginnings of a gzip and of a zlib member, and of a value that IndexedDB packed.
MEMBER = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
PACKED_VALUE = re.compile(rb"\xff\x11[\x01-\x03]")
LARGEST = 1 << 24  # bytes of one member unpacked


def spellings(word: str) -> set[bytes]:
    """How a word can stand in a file."""
    utf8 = word.encode()
    escaped = json.dumps(word)[1:-1]
    in_base64 = {base64.b64encode(bytes(shift) + utf8)[4 if shift else 0 : -4] for shift in range(3)}
    in_base64 = {part for part in in_base64 if len(part) > 6}
    texts = {escaped, escaped.upper().replace("\\U", "\\u"), quote(word), quote(word).lower()}
    one_byte = word.encode("latin-1", "ignore")
    found = {utf8, word.encode("utf-16-le"), *in_base64}
    found |= {text.encode() for text in texts} | ({one_byte} if len(one_byte) == len(word) else set())
    return found | {spelling.encode("utf-16-le") for spelling in texts}


def unsnapped(raw: bytes) -> bytes | None:
    """What Snappy packed, from the beginning of the bytes on; None where it is not that."""
    try:
        length, at = varint(raw, 0)
        if not 0 < length <= LARGEST:
            return None
        out = bytearray()
        while len(out) < length:
            tag, at = raw[at], at + 1
            if tag & 3 == 0:
                size = tag >> 2
                if size >= 60:
                    more = size - 59
                    size, at = int.from_bytes(raw[at : at + more], "little"), at + more
                out += raw[at : at + size + 1]
                at += size + 1
                if at > len(raw):
                    return None
                continue
            if tag & 3 == 1:
                size, back, at = (tag >> 2 & 7) + 4, (tag >> 5 << 8) | raw[at], at + 1
            else:
                width = 2 if tag & 3 == 2 else 4
                size, back, at = (tag >> 2) + 1, int.from_bytes(raw[at : at + width], "little"), at + width
            if not 0 < back <= len(out):
                return None
            for _ in range(size):
                out.append(out[-back])
    except IndexError:
        return None
    return bytes(out)


def varint(raw: bytes, at: int) -> tuple[int, int]:
    """The number that begins at a place, and where it ends."""
    value = shift = 0
    while True:
        byte, at = raw[at], at + 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def table_blocks(raw: bytes) -> Iterator[bytes]:
    """The blocks of a LevelDB table, unpacked, each key whole."""
    if raw[-8:] != TABLE_MAGIC:
        return
    at = len(raw) - 48
    for _ in range(2):  # of the index over the others, and of the index
        start, at = varint(raw, at)
        size, at = varint(raw, at)
    for _, handle in entries(block(raw, start, size)):
        start, after = varint(handle, 0)
        size, _ = varint(handle, after)
        yield b"".join(key + value for key, value in entries(block(raw, start, size)))


def block(raw: bytes, start: int, size: int) -> bytes:
    """A block of a table, unpacked."""
    content = raw[start : start + size]
    if raw[start + size] == 0:
        return content
    unpacked = unsnapped(content)
    if raw[start + size] != 1 or unpacked is None:
        raise ValueError("a block that is packed in another way")
    return unpacked


def entries(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values of a block; a key is written as what differs from the one before."""
    end = len(content) - 4 - 4 * int.from_bytes(content[-4:], "little")
    at, key = 0, b""
    while at < end:
        shared, at = varint(content, at)
        own, at = varint(content, at)
        size, at = varint(content, at)
        key = key[:shared] + content[at : at + own]
        yield key, content[at + own : at + own + size]
        at += own + size


def log_records(raw: bytes) -> bytes:
    """The records of a LevelDB log, each whole again."""
    out = bytearray()
    for start in range(0, len(raw), LOG_BLOCK):
        part, at = raw[start : start + LOG_BLOCK], 0
        while at + 7 <= len(part):
            size = int.from_bytes(part[at + 4 : at + 6], "little")
            out += part[at + 7 : at + 7 + size]
            at += 7 + size
    return bytes(out)


def unlocked_windows(raw: bytes) -> bytes:
    """The commands of a session file, each locked by itself behind its length."""
    key = PBKDF2HMAC(SHA1(), 16, b"saltysalt", 1).derive(b"peanuts")  # noqa: S303 - Chromium's choice
    out, at = bytearray(), 8
    while at + 4 <= len(raw):
        size = int.from_bytes(raw[at : at + 4], "little")
        command, at = raw[at + 4 : at + 4 + size], at + 4 + size
        if command[:3] == b"v10" and size % 16 == 3:
            opener = Cipher(AES(key), CBC(b" " * 16)).decryptor()
            out += opener.update(command[3:]) + opener.finalize()
    return bytes(out)


def unpacked_members(raw: bytes) -> Iterator[bytes]:
    """What was packed inside other bytes."""
    for found in MEMBER.finditer(raw):
        opener = zlib.decompressobj(31 if found[0][0] == 0x1F else 15)
        try:
            yield opener.decompress(raw[found.start() :], LARGEST)
        except zlib.error:
            continue
    for found in PACKED_VALUE.finditer(raw):
        unpacked = unsnapped(raw[found.end() :])
        if unpacked is not None:
            yield unpacked


def views(path: Path) -> Iterator[bytes]:
    """A file's bytes as they are, and everything that is packed in them."""
    raw = path.read_bytes()
    whole = [raw]
    if path.suffix in {".ldb", ".sst"}:
        whole += table_blocks(raw)
    elif path.suffix == ".log":
        whole.append(log_records(raw))
    elif path.parent.name == "Sessions_Encrypted":
        whole.append(unlocked_windows(raw))
    for one in whole:
        yield one
        yield from unpacked_members(one)


class Traces:
    """All files below a folder, unpacked once."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        self.views = {str(path.relative_to(folder)): tuple(views(path)) for path in paths}

    def of(self, words: Iterable[str | bytes], *, below: str = "") -> list[str]:
        """Each word that stands in a file below a folder, with the file and the bytes around it."""
        found = []
        for word in words:
            wanted = {word} if isinstance(word, bytes) else spellings(word)
            for name, contents in self.views.items():
                if re.match(below, name):
                    hits = [(content, one) for content in contents for one in wanted if one in content]
                    found += sorted({f"{word!r} in {name}: {around(*hit)}" for hit in hits})
        return found


def around(content: bytes, word: bytes) -> str:
    """The first place of a word, with what stands beside it."""
    at = content.index(word)
    return repr(content[max(0, at - 60) : at + len(word) + 40])
