"""A picture of one dot, and words among its bytes."""

import struct
import zlib


def small_png() -> bytes:
    """A grey dot."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\0\x80")) + _chunk(b"IEND", b"")


def packed_png(png: bytes, words: str) -> bytes:
    """The picture with a packed text chunk, as cameras and editors write them."""
    text = b"Description\0\x01\0\0\0" + zlib.compress(words.encode(), 9)
    return png[:33] + _chunk(b"iTXt", text) + png[33:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
