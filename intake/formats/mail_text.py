"""The words of a message: from the bytes of a text part to what a reader of the message sees."""

import re
from itertools import groupby

from intake.formats.mime import About
from intake.formats.text import decode
from models.errors import AigaqError

# Code pages that a message is believed about. Latin ones are declared by habit, whatever the text is.
_BELIEVED = {
    "windows-1251": "cp1251",
    "cp1251": "cp1251",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "iso-8859-5": "iso8859-5",
    "ibm866": "cp866",
    "cp866": "cp866",
    "x-mac-cyrillic": "mac-cyrillic",
    "kz-1048": "kz1048",
    "ptcp154": "ptcp154",
    "iso-8859-9": "iso8859-9",
    "windows-1254": "cp1254",
    "utf-7": "utf-7",
}
_C1 = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LOCKED = re.compile(rb"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_SIGNED = b"-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = b"-----BEGIN PGP SIGNATURE-----"
# From here on a message repeats an earlier one, or gives the writer's name and telephone.
_NOT_OWN = re.compile(
    r"^(?:-- ?|_{5,}|-{2,} ?(?:original message|forwarded message|исходное сообщение|пересылаемое сообщение|"
    r"пересланное сообщение|бастапқы хабар).{0,40}|(?:from|от|кімнен) ?: .{1,200}|"
    r"(?:on|am|le) .{5,200} wrote:|.{5,200}(?:пишет|писал\(а\)|написал|жазды) ?:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


def plain_text(raw: bytes, about: About) -> str:
    """The text of a text/plain part, "" if it holds no letter; raises AigaqError."""
    if _LOCKED.search(raw):
        raise AigaqError("password")
    raw = _unsigned(raw)
    if not raw.strip():
        return ""
    try:
        text = _decode(raw, about.charset.lower())
    except AigaqError as error:
        if error.code == "empty":
            return ""
        raise
    return (_unfolded(text, spaces=not about.unspaced) if about.flowed else text).strip("\n")


def own_words(text: str) -> int:
    """How many words a message has before its signature and without what it quotes."""
    end = _NOT_OWN.search(text)
    lines = (text[: end.start()] if end else text).split("\n")
    return sum(len(line.split()) for line in lines if not line.lstrip().startswith(">"))


def _decode(raw: bytes, charset: str) -> str:
    """What the message says of its letters is believed unless they are UTF-8, or it cannot be so."""
    encoding = _BELIEVED.get(charset.replace("_", "-"))
    if encoding is None or (encoding != "utf-7" and (raw.isascii() or _is_utf8(raw))):
        return decode(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return decode(raw)
    if _C1.search(text):
        return decode(raw)
    # Once more as UTF-8, for its line ends and the checks on what is no text.
    return decode(text.encode("utf-8", "replace"))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unsigned(raw: bytes) -> bytes:
    """The text in a signed message without the signature and the armour around it."""
    start = raw.find(_SIGNED)
    if start < 0:
        return raw
    before, signed = raw[:start], raw[start + len(_SIGNED) :]
    signed, _, after = signed.partition(_SIGNATURE)
    lines = signed.replace(b"\r\n", b"\n").split(b"\n")[1:]
    while lines and b":" in lines[0]:  # "Hash: SHA256"
        lines.pop(0)
    text = b"\n".join(line.removeprefix(b"- ") for line in lines)
    return b"\n".join((before, text.strip(b"\n"), after.partition(b"-----END PGP SIGNATURE-----")[2])).strip(
        b"\n"
    )


def _unfolded(text: str, *, spaces: bool) -> str:
    """Paragraphs that a mail program broke into lines put together again (RFC 3676)."""
    paragraphs: list[str] = []
    parted = (_depth_and_words(line) for line in text.split("\n"))
    for depth, lines in groupby(parted, key=lambda item: item[0]):
        open_line: list[str] = []
        for _, words in lines:
            goes_on = words.endswith(" ") and words != "-- "
            open_line.append(words if spaces or not goes_on else words[:-1])
            if not goes_on:
                paragraphs.append(">" * depth + (" " if depth else "") + "".join(open_line))
                open_line = []
        if open_line:
            paragraphs.append(">" * depth + (" " if depth else "") + "".join(open_line).rstrip())
    return "\n".join(paragraphs)


def _depth_and_words(line: str) -> tuple[int, str]:
    """How deeply a line is quoted, and the line without the signs of it."""
    words = line.lstrip(">")
    return len(line) - len(words), words.removeprefix(" ")
