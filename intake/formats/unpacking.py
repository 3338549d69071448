"""Unpacking what strangers packed, within bounds: no output is made that was not asked for.

Invariant: no call holds more than `limit` bytes of output, whatever the input says about its own size.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Protocol

from models.errors import AigaqError

MEMBER_LIMIT = 100_000_000  # bytes of one unpacked file
TOTAL_LIMIT = 500_000_000  # bytes of all files of one archive
COUNT_LIMIT = 50_000  # files in one archive
_RATIO = 200  # text that repeats itself reaches some dozens
_RATIO_FROM = 16_000_000  # bytes: less than that may be packed as tightly as it likes
_STREAM_LIMIT = 10_000  # packed streams one after the other
_XZ_MEMORY = 128_000_000  # bytes: the strongest ordinary setting needs half of it
_FEED = 16_384
_PIECE = 1_000_000

UNPACK_ERRORS = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


class _Decompressor(Protocol):
    """What the decompressors of bz2 and lzma have in common."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Inflate:
    """zlib in the manner of the others."""

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)
        self._full = False  # more output may be waiting than was asked for

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._full and not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        piece = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self._full = len(piece) == max_length
        return piece


_STREAMS: tuple[tuple[bytes, Callable[[], _Decompressor]], ...] = (
    (b"\x1f\x8b", lambda: _Inflate(31)),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\x00", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)),
)


def is_bomb(size: int, packed: int) -> bool:
    """Whether a file that unpacks from `packed` bytes to `size` was made to do harm."""
    return size > _RATIO_FROM and size > _RATIO * max(packed, 1)


def inflate(packed: memoryview, method: int, *, limit: int) -> tuple[bytes, int]:
    """Unpack one member of a zip (method 0, 8 or 12): its bytes, at most `limit` + 1, and how many it took.

    Raises one of UNPACK_ERRORS.
    """
    if method == 0:
        return bytes(packed[: limit + 1]), len(packed)
    stream: _Decompressor = _Inflate(-15) if method == 8 else bz2.BZ2Decompressor()
    pieces: list[bytes] = []
    size = used = 0
    while not stream.eof and size <= limit:
        feed = b""
        if stream.needs_input:
            feed = bytes(packed[used : used + _FEED])
            used += len(feed)
            if not feed:
                raise EOFError
        pieces.append(stream.decompress(feed, min(_PIECE, limit + 1 - size)))
        size += len(pieces[-1])
    return b"".join(pieces), used - len(stream.unused_data)


class UnpackedStream:
    """The unpacked bytes of .gz, .bz2 or .xz data, or data that is not packed, read from front to back.

    Raises AigaqError archive_bomb past the limits and damaged where the data is broken.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = memoryview(raw)
        self._at = 0
        self._total = 0
        self._streams = 0
        self._kind = next((make for magic, make in _STREAMS if raw.startswith(magic)), None)
        self._stream = self._kind() if self._kind else None
        self._ready = bytearray()

    def read(self, count: int) -> bytes:
        """The next `count` bytes; fewer at the end of the data, whether it is whole or cut off."""
        if self._stream is None:
            piece = bytes(self._raw[self._at : self._at + count])
            self._at += len(piece)
            return piece
        while len(self._ready) < count and self._more():
            pass
        piece = bytes(self._ready[:count])
        del self._ready[:count]
        return piece

    @property
    def is_plain(self) -> bool:
        """Whether the data is not packed at all."""
        return self._stream is None

    @property
    def is_whole(self) -> bool:
        """Whether a packed stream came to its own end; to be asked when everything was read."""
        return self._stream is None or self._stream.eof

    def _more(self) -> bool:
        """Unpack a little more; False at the end."""
        stream = self._stream
        assert stream is not None and self._kind is not None  # noqa: S101 - read() sees to it
        if stream.eof:
            self._at -= len(stream.unused_data)
            # Tape blocks are filled up with zeros; another stream may follow, anything else is no data.
            if not any(self._raw[self._at : self._at + 4]):
                return False
            self._streams += 1
            if self._streams > _STREAM_LIMIT:
                raise AigaqError("archive_bomb")
            stream = self._stream = self._kind()
        feed = b""
        if stream.needs_input:
            feed = bytes(self._raw[self._at : self._at + _FEED])
            self._at += len(feed)
            if not feed:
                return False
        try:
            piece = stream.decompress(feed, _PIECE)
        except lzma.LZMAError as error:
            raise AigaqError("archive_bomb" if "emory" in str(error) else "damaged") from None
        except UNPACK_ERRORS:
            raise AigaqError("damaged") from None
        self._total += len(piece)
        if self._total > TOTAL_LIMIT or is_bomb(self._total, len(self._raw)):
            raise AigaqError("archive_bomb")
        self._ready += piece
        return True
