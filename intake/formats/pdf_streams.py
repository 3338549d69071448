"""What must hold for a PDF's bytes before a library opens them.

A reader of PDFs repairs what it can and says nothing of what is gone: a statement cut off in the middle of a
page would pass for whole. So the file's end must be there and every compressed stream must unpack to its end
with the right checksum. The same pass bounds how much the streams unpack to.
"""

import re
import zlib

from models.errors import AigaqError

UNPACKED_LIMIT = 100_000_000  # bytes of all streams but pictures, which are never unpacked for text
_DICTIONARY_LIMIT = 4096  # bytes looked at before a stream; dictionaries of streams have some dozens
_STEP = 1_000_000
_FILTER = re.compile(rb"/Filter\s*\[?\s*((?:/\w+\s*)+)")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_ENCRYPTED = re.compile(rb"/Encrypt\b")
_FLATE = {b"FlateDecode", b"Fl"}


def check_streams(raw: bytes) -> None:
    """Raises AigaqError damaged (cut off, wrong bytes) or archive_bomb."""
    if b"%%EOF" not in raw.rstrip(b"\x00 \r\n\t")[-1024:]:
        raise AigaqError("damaged")
    if _ENCRYPTED.search(raw):
        return  # the bytes of encrypted streams say nothing
    unpacked, end = 0, 0
    while (found := raw.find(b"stream", end)) >= 0:
        begin = max(end, found - _DICTIONARY_LIMIT)
        dictionary = raw[max(raw.rfind(b"obj", begin, found), begin) : found]
        end = found + len(b"stream")
        if not dictionary.rstrip().endswith(b">>"):
            continue  # the word stands in a text
        start = end + (2 if raw.startswith(b"\r\n", end) else 1)
        end = raw.find(b"endstream", start)
        if end < 0:
            raise AigaqError("damaged")
        filters = _FILTER.search(dictionary)
        names = filters[1].replace(b"/", b" ").split() if filters else []
        if sum(name in _FLATE for name in names) > 1:
            raise AigaqError("archive_bomb")  # nobody packs twice but who wants it to explode
        if names and names[0] in _FLATE and not _PICTURE.search(dictionary):
            unpacked += _unpacked_size(memoryview(raw)[start:end], limit=UNPACKED_LIMIT - unpacked)
        end += len(b"endstream")


def _unpacked_size(packed: memoryview, *, limit: int) -> int:
    """How many bytes a zlib stream unpacks to; a checksum that is missing altogether is forgiven."""
    if not bytes(packed[:8]).strip():
        return 0
    if len(packed) < 2 or packed[0] & 15 != 8 or (packed[0] << 8 | packed[1]) % 31:
        raise AigaqError("damaged")
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    size, checksum = 0, 1
    rest: bytes | memoryview = packed[2:]
    try:
        while not machine.eof:
            piece = machine.decompress(rest, _STEP)
            rest = machine.unconsumed_tail
            size += len(piece)
            checksum = zlib.adler32(piece, checksum)
            if size > limit:
                raise AigaqError("archive_bomb")
            if not piece and not rest and not machine.eof:
                raise AigaqError("damaged")
    except zlib.error:
        raise AigaqError("damaged") from None
    told = machine.unused_data[:4]
    if len(told) == 4 and int.from_bytes(told, "big") != checksum:
        raise AigaqError("damaged")
    return size
