"""Plain text and Markdown: find out the encoding, or say that this is no text.

A wrong guess is worse than a refusal: names in broken letters are not found and would not be masked. So
UTF-8 with wrong bytes in it is `damaged`, and everything that does not read like a language is `not_text`.
"""

import re

from intake.formats.encodings import decode_eight_bit, looks_like_text
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
    if not raw.strip():
        raise AigaqError("empty")
    text = _decode(raw)
    text = text.removeprefix("\ufeff").rstrip("\x1a")  # \x1a: the end mark of DOS editors
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not any(character.isalnum() for character in text):
        raise AigaqError("empty")
    return text


def _decode(raw: bytes) -> str:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _decode_marked(raw[len(bom) :], encoding)
    if raw.startswith(_SIGNATURES) or raw[4:8] == b"ftyp" or _MARKUP.match(raw):
        raise AigaqError("not_text")
    utf8 = _strict(raw, "utf-8")
    # Cyrillic in UTF-16 is full of bytes 0x04, which UTF-8 takes for control characters.
    if b"\x00" in raw or (utf8 is not None and _has_controls(utf8)):
        return _decode_wide(raw)
    if utf8 is not None:
        return utf8
    if _is_broken_utf8(raw):
        raise AigaqError("damaged")
    return decode_eight_bit(raw)


def _decode_marked(raw: bytes, encoding: str) -> str:
    """Decode what a byte order mark announces; an odd last byte of UTF-16 is a cut-off file."""
    text = _strict(raw, encoding)
    if text is None:
        raise AigaqError("damaged")
    if "\x00" in text or _has_controls(text):
        raise AigaqError("not_text")
    return text


def _decode_wide(raw: bytes) -> str:
    """UTF-16 without a mark: the byte order under which the text reads like a language."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strict(raw, encoding)
        if text is not None and not _has_controls(text) and looks_like_text(text):
            return text
    raise AigaqError("not_text")


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _has_controls(text: str) -> bool:
    """Whether control characters make up more than a stray one in a thousand, or a NUL is among them."""
    return "\x00" in text or len(_CONTROLS.findall(text.rstrip("\x1a"))) * 1000 > len(text)


def _is_broken_utf8(raw: bytes) -> bool:
    """Whether most of the bytes above ASCII are UTF-8: then a one-byte reading would be letter salad."""
    text = raw.decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    right = sum(character > "\x7f" for character in text) - wrong
    return right > wrong
