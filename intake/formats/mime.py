"""E-mail taken apart into its parts, by the headers that say what a part is and no others.

Who wrote to whom and when is never parsed. The standard library reads the headers of each part; the bytes
are cut here, because its own parser takes a time that a stranger's message can make as long as it likes.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import Parser
from email.policy import default

from intake.formats.member_names import decode_name, last_component
from models.errors import AigaqError

DEPTH_LIMIT = 16  # multiparts in each other; ordinary messages have three
PART_LIMIT = 20_000
_HEADER_LIMIT = 8_000  # bytes of one header
_HEADER = re.compile(rb"([!-9;-~]{1,100})[ \t]{0,9}:")
_OURS = frozenset(
    {
        b"content-type",
        b"content-transfer-encoding",
        b"content-disposition",
        b"content-id",
        b"content-location",
    }
)
# Values that old programs leave without the quotation marks they need.
_LOOSE = {
    "boundary": re.compile(r'boundary\s{0,9}=\s{0,9}"?([^";\s][^";]{0,200})', re.IGNORECASE),
    "name": re.compile(r'name\s{0,9}=\s{0,9}([^";\s][^";]{0,200})', re.IGNORECASE),
}
_PARSER_ERRORS = (
    MessageError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)
_NOWHERE = -2  # -1 is the line end that is missing in front of a body
_UNIX_TO_UNIX = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})


@dataclass(frozen=True, slots=True)
class About:
    """What a part's headers say of it; `name` is "" where it has none, `boundary` parts the parts in it."""

    kind: str
    name: str = ""
    charset: str = ""
    boundary: bytes = b""
    encoding: str = ""
    is_attachment: bool = False
    has_id: bool = False
    flowed: bool = False
    unspaced: bool = False
    is_signed_only: bool = False


@dataclass(frozen=True, slots=True)
class MimePart:
    """A part: its bytes as they were sent, and the parts in it; `is_cut` if their end is missing."""

    about: About
    sent: memoryview
    parts: tuple["MimePart", ...] = ()
    is_cut: bool = False


def parse_message(raw: bytes) -> MimePart:
    """The parts of a message; raises AigaqError damaged, too_nested or too_large."""
    if b"\n" not in raw[:_HEADER_LIMIT]:
        raw = raw.replace(b"\r", b"\n")
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if raw.startswith((b"From ", b">From ")):  # the line in front of a message in a mailbox
        raw = raw.partition(b"\n")[2]
    cutter = _Cutter()
    view = memoryview(raw)
    part = cutter.part(view, default_kind="text/plain", depth=0)
    if not cutter.has_headers:
        raise AigaqError("damaged")
    return part


def content_of(part: MimePart) -> bytes:
    """A part's bytes as they were before they were sent; raises AigaqError damaged."""
    raw = bytes(part.sent)
    encoding = part.about.encoding
    try:
        if encoding == "base64":
            return binascii.a2b_base64(raw.translate(None, b" \t\r\n"), strict_mode=True)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(raw)
        if encoding in _UNIX_TO_UNIX:
            return decode_uu(raw.splitlines())
    except (binascii.Error, ValueError):
        raise AigaqError("damaged") from None
    return raw


def decode_uu(lines: list[bytes]) -> bytes:
    """The bytes between "begin" and "end"; raises binascii.Error."""
    begin = next((i for i, line in enumerate(lines) if line.startswith(b"begin ")), None)
    if begin is None:
        raise binascii.Error
    content: list[bytes] = []
    for line in lines[begin + 1 :]:
        if line.strip() == b"end":
            return b"".join(content)
        content.append(binascii.a2b_uu(line))
    raise binascii.Error


class _Cutter:
    """Cuts one message; counts its parts."""

    def __init__(self) -> None:
        self.has_headers = False
        self._count = 0
        self._known: dict[bytes, About] = {}  # thousands of parts may have the same headers

    def part(self, view: memoryview, *, default_kind: str, depth: int) -> MimePart:
        """A part with the parts in it."""
        self._count += 1
        if depth > DEPTH_LIMIT:
            raise AigaqError("too_nested")
        if self._count > PART_LIMIT:
            raise AigaqError("too_large")
        headers, start = self._headers(view)
        key = b"\n".join((default_kind.encode(), *headers))
        about = self._known.get(key)
        if about is None:
            about = self._known[key] = _about(headers, default_kind)
        body = view[start:]
        if not about.kind.startswith("multipart/"):
            return MimePart(about, body)
        inner = "message/rfc822" if about.kind == "multipart/digest" else "text/plain"
        pieces, is_whole = _split(bytes(body), about.boundary)
        parts = tuple(
            self.part(body[first:last], default_kind=inner, depth=depth + 1) for first, last in pieces
        )
        return MimePart(about, body, parts, is_cut=not is_whole)

    def _headers(self, view: memoryview) -> tuple[list[bytes], int]:
        """The headers that say what the part is, each on one line, and where its body begins."""
        ours: list[bytes] = []
        at = 0
        is_ours = False
        for line, end in _lines(view):
            if not line.strip():
                return ours, end
            if line[:1] in (b" ", b"\t"):
                if is_ours and len(ours[-1]) < _HEADER_LIMIT:
                    ours[-1] += b" " + line.strip()[:_HEADER_LIMIT]
            elif header := _HEADER.match(line):
                self.has_headers = True
                is_ours = header[1].lower() in _OURS
                if is_ours:
                    ours.append(line.rstrip()[:_HEADER_LIMIT])
            else:
                return ours, at  # text without a blank line before it
            at = end
        return ours, at


def _lines(view: memoryview) -> Iterator[tuple[bytes, int]]:
    """The lines of some bytes, each with where it ends."""
    at = 0
    size = 4096
    while at < len(view):
        window = bytes(view[at : at + size])
        end = window.find(b"\n")
        if end < 0 and at + size < len(view):
            size *= 8
            continue
        end = end + 1 if end >= 0 else len(window)
        yield window[:end], at + end
        at += end
        size = 4096


def _split(body: bytes, boundary: bytes) -> tuple[list[tuple[int, int]], bool]:
    """Where the parts of a multipart begin and end, and whether its end is there."""
    if not boundary:
        return [], False
    mark = b"\n--" + boundary
    pieces: list[tuple[int, int]] = []
    start = -1
    at = -1 if body.startswith(mark[1:]) else _find(body, mark, 0)
    while at > _NOWHERE:
        stop = body.find(b"\n", at + len(mark))
        stop = len(body) if stop < 0 else stop + 1
        rest = body[at + len(mark) : stop].strip()
        if rest in (b"", b"--"):
            if start >= 0:
                # The line end in front of a boundary belongs to it.
                end = max(at, start)
                pieces.append((start, end - 1 if end > start and body[end - 1 : end] == b"\r" else end))
            if len(pieces) > PART_LIMIT:
                raise AigaqError("too_large")
            start = stop
            if rest:
                return pieces, True
        at = _find(body, mark, stop - 1)
    if start >= 0:
        pieces.append((start, len(body)))
    return pieces, False


def _find(body: bytes, mark: bytes, start: int) -> int:
    at = body.find(mark, max(0, start))
    return at if at >= 0 else _NOWHERE


def _about(headers: list[bytes], default_kind: str) -> About:
    """Read some headers; what cannot be read counts as not said."""
    text = "\n".join(decode_name(header) for header in headers)
    try:
        message = Parser(policy=default).parsestr(text + "\n\n", headersonly=True)
        if not isinstance(message, EmailMessage):
            raise TypeError
        return _described(message, text, default_kind)
    except _PARSER_ERRORS:
        return About(kind="application/octet-stream")


def _described(message: EmailMessage, text: str, default_kind: str) -> About:
    kind = message.get_content_type() if "content-type" in message else default_kind
    boundary = (message.get_boundary() or "").strip()
    if kind.startswith("multipart/") and not boundary:
        boundary = _loosely("boundary", text)
    name = (message.get_filename() or "").strip()
    loose = _loosely("name", text)
    if loose.startswith(name):
        name = loose
    parameters = message["content-type"].params if "content-type" in message else {}
    return About(
        kind=kind,
        name=last_component(name) if name else "",
        charset=(message.get_content_charset() or "").strip(),
        boundary=boundary.encode("utf-8", "replace"),
        encoding=str(message.get("content-transfer-encoding", "")).strip().lower(),
        is_attachment=message.get_content_disposition() == "attachment",
        has_id="content-id" in message or "content-location" in message,
        flowed=parameters.get("format", "").lower() == "flowed",
        unspaced=parameters.get("delsp", "").lower() == "yes",
        is_signed_only=parameters.get("smime-type", "").lower() == "signed-data",
    )


def _loosely(what: str, text: str) -> str:
    """A parameter's value as it stands, up to the next sign that ends it."""
    found = _LOOSE[what].search(text)
    return found[1].strip() if found else ""
