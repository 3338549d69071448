"""Words that packing hides: among others, for a few alone would stand in the packed bytes as they are."""

import struct
import zlib
from typing import Final

_OTHERS: Final = (
    "Список дел на завтра: отвезти бумаги, забрать бумаги, сделать копии, отвезти копии. Спросить про ключ.",
    "Список дел на послезавтра: забрать копии, проверить копии, отвезти бумаги. Ещё раз спросить про ключ.",
)


def among_others(words: str) -> str:
    """The words between two lines of a list of things to do."""
    return "\n".join([_OTHERS[0], words, _OTHERS[1]])


def deflated(words: str) -> bytes:
    """What packing makes of the words and their neighbours, as in a member of an archive."""
    packed = zlib.compress(among_others(words).encode(), 9)
    assert not any(word.encode() in packed for word in words.split() if len(word) > 2)
    return packed[2:-4]


def picture_with(words: str) -> bytes:
    """A grey dot with a packed text, as cameras and editors write it."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    text = zlib.compress(among_others(words).encode(), 9)
    assert not any(word.encode() in text for word in words.split() if len(word) > 2)
    dot = _chunk(b"IDAT", zlib.compress(b"\0\x80"))
    return b"".join(
        [
            *(b"\x89PNG\r\n\x1a\n", header, _chunk(b"iTXt", b"Description\0\x01\0\0\0" + text)),
            *(dot, _chunk(b"IEND", b"")),
        ]
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
