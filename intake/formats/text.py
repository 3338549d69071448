"""Plain text and Markdown: find out the encoding, or say that this is no text.

A wrong guess is worse than a refusal: names in broken letters are not found and would not be masked. So
UTF-8 with wrong bytes in it is `damaged`, and everything that does not read like a language is `not_text`.
"""

import re
import sys
from functools import partial
from io import BytesIO

from intake.formats.decoded import PIECE, Again, Encoded, chunks
from intake.formats.encodings import eight_bit, looks_like_text
from intake.parts import PLAIN, Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind

# Formats that are not plain text whatever their file is called; RTF, HTML and XML hide letters in escapes.
_SIGNATURES = (
    b"PK\x03\x04",
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
    b"OggS",
    b"ID3",
    b"RIFF",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
    b"SQLite format 3",
    b"age-encryption.org/",
    b"-----BEGIN",
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml)\b", re.IGNORECASE)
_LIST_MARK = re.compile(r"^[-*+] (?=\S)", re.MULTILINE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def read_text(raw: bytes, options: Options = PLAIN) -> Draft:
    """A .txt file; raises AigaqError empty, damaged or not_text."""
    return Draft(raw_text=decode(raw), source=SourceKind.TEXT)


def read_markdown(raw: bytes, options: Options = PLAIN) -> Draft:
    """A .md file: its marks stay in the text, only those of a list that is the whole text are dropped."""
    text = decode(raw)
    if _is_list(text):
        # a chat that was exported as one: its lines are no dialogue with dashes
        text = _LIST_MARK.sub("", text)
    return Draft(raw_text=text, source=SourceKind.MARKDOWN)


def _is_list(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    return len(lines) > 1 and all(_LIST_MARK.match(line) or line.startswith("  ") for line in lines)


def read_stdin(raw: bytes) -> Draft:
    """Text that came through a pipe."""
    return Draft(raw_text=decode(raw), source=SourceKind.STDIN)


def decode(raw: bytes) -> str:
    """The text of `raw`, line ends as \\n; raises AigaqError empty, damaged or not_text."""
    text = encoded(partial(BytesIO, raw)).whole()
    text = text.removeprefix("\ufeff").rstrip("\x1a")  # \x1a: the end mark of DOS editors
    return text.replace("\r\n", "\n").replace("\r", "\n")


def encoded(again: Again) -> Encoded:
    """How bytes are to be read as text; raises AigaqError empty, damaged or not_text."""
    if not any(piece.strip() for piece in chunks(again)):
        raise AigaqError("empty")
    found = _encoded(again)
    if not any(character.isalnum() for piece in found.pieces() for character in piece):
        raise AigaqError("empty")
    return found


def _encoded(again: Again) -> Encoded:
    with again() as stream:
        head = stream.read(PIECE)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return _marked(Encoded(again, encoding, len(bom)))
    if head.startswith(_SIGNATURES) or head[4:8] == b"ftyp" or _MARKUP.match(head):
        raise AigaqError("not_text")
    utf8 = Encoded(again, "utf-8")
    has_controls = _has_controls(utf8)
    # Cyrillic in UTF-16 is full of bytes 0x04, which UTF-8 takes for control characters.
    if has_controls or any(b"\x00" in piece for piece in chunks(again)):
        return _wide(again)
    if has_controls is not None:
        return utf8
    if _is_broken_utf8(again):
        raise AigaqError("damaged")
    return eight_bit(again)


def _marked(text: Encoded) -> Encoded:
    """What a byte order mark announces; an odd last byte of UTF-16 is a cut-off file."""
    has_controls = _has_controls(text)
    if has_controls is None:
        raise AigaqError("damaged")
    if has_controls:
        raise AigaqError("not_text")
    return text


def _wide(again: Again) -> Encoded:
    """UTF-16 without a mark: the byte order under which the text reads like a language."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = Encoded(again, encoding)
        if _has_controls(text) is False and looks_like_text(next(text.pieces(), "")):
            return text
    raise AigaqError("not_text")


def _has_controls(text: Encoded) -> bool | None:
    """Whether control characters make up more than a stray one in a thousand, or a NUL is among them.

    None: the bytes cannot be read in this way at all.
    """
    controls = length = ends = 0
    try:
        for piece in text.pieces():
            if "\x00" in piece:
                controls = sys.maxsize  # and yet all is read: it may be no such text
            length += len(piece)
            controls += len(_CONTROLS.findall(piece))
            # marks at the very end are DOS's way to end a file
            last = len(piece) - len(piece.rstrip("\x1a"))
            ends = ends + last if last == len(piece) else last
    except UnicodeDecodeError:
        return None
    return (controls - ends) * 1000 > length


def _is_broken_utf8(again: Again) -> bool:
    """Whether most of the bytes above ASCII are UTF-8: then a one-byte reading would be letter salad."""
    wrong = above = 0
    for piece in Encoded(again, "utf-8").pieces(errors="replace"):
        wrong += piece.count("\ufffd")
        above += sum(character > "\x7f" for character in piece)
    return above - wrong > wrong
