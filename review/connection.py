"""One connection of a browser: what is not HTTP as it should be is refused before the app sees it.

Invariants: an answer that refuses quotes nothing of the request; no client holds a thread longer than the
limits below; nothing that a client does ends a thread of the server.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, Final

from cheroot.makefile import StreamReader, StreamWriter
from cheroot.server import HeaderReader, HTTPConnection, HTTPRequest

SILENCE: Final = 10.0  # seconds without a byte
_HEADERS: Final = 10.0  # seconds for the greeting of TLS and all headers
_BODY: Final = 60.0  # seconds for the body, and again for the answer
_FAREWELL: Final = 2.0  # seconds for a client to stop sending and read why it was refused
_MOST_HEADERS: Final = 100
# No underscore: to an app X_A and X-A are the same. Whoever needs the underscore is not heard.
_NAME: Final = re.compile(rb"[A-Za-z0-9!#$%&'*+.^`|~_-]+")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_LENGTH: Final = re.compile(rb"[0-9]{1,15}")
_ONCE: Final = frozenset({b"Host", b"Content-Length", b"Content-Type", b"Origin", b"Connection"})


class Deadline:
    """When a connection must be done with what it is at; silence ends it sooner."""

    def __init__(self) -> None:
        self._at = 0.0
        self.extend(_HEADERS)

    def extend(self, seconds: float) -> None:
        """From now on, this many seconds."""
        self._at = time.monotonic() + seconds

    def apply(self, sock: socket.socket) -> None:
        """Let the next read or write wait no longer than that; TimeoutError if there is no time left."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        sock.settimeout(min(left, SILENCE))


class _TimedIO(socket.SocketIO):
    def __init__(self, sock: socket.socket, mode: Any, deadline: Deadline) -> None:
        super().__init__(sock, mode)
        self._connected, self._deadline = sock, deadline

    def readinto(self, buffer: Any) -> int | None:
        self._deadline.apply(self._connected)
        return super().readinto(buffer)

    def write(self, content: Any) -> int | None:
        self._deadline.apply(self._connected)
        return super().write(content)


class _Headers(HeaderReader):
    """Reads headers strictly: where two readers could understand two things, nobody is to."""

    def __call__(self, rfile: IO[bytes], hdict: dict[bytes, bytes] | None = None) -> dict[bytes, bytes]:
        found = {} if hdict is None else hdict
        for _ in range(_MOST_HEADERS):
            line = rfile.readline()
            if line == b"\r\n":
                return found
            _take(line, found)
        raise ValueError("too many headers")


def _take(line: bytes, found: dict[bytes, bytes]) -> None:
    name, colon, value = line.removesuffix(b"\r\n").partition(b":")
    value = value.strip(b" \t")
    if not colon or not line.endswith(b"\r\n") or not _NAME.fullmatch(name) or _CONTROL.search(value):
        raise ValueError("bad header")
    if b"_" in name:
        return
    name = name.title()
    # Browsers say how long a body is; chunks are one more way to say two things at once.
    if name == b"Transfer-Encoding" or (name == b"Content-Length" and not _LENGTH.fullmatch(value)):
        raise ValueError("bad length")
    if name in found:
        if name in _ONCE:
            raise ValueError("said twice")
        value = found[name] + (b"; " if name == b"Cookie" else b", ") + value
    found[name] = value


class TlsSocket(ssl.SSLSocket):
    """Stays under TLS: after Python's own shutdown() what is still written would go in the clear."""

    def shutdown(self, how: int) -> None:
        """Shut down the connection and leave TLS over what remains of it."""
        socket.socket.shutdown(self, how)


class Request(HTTPRequest):
    """One request; refusals are a status and nothing else."""

    header_reader = _Headers()

    def read_request_line(self) -> bool:
        """Read the first line; an address that cannot be taken apart is refused like any other bad one."""
        try:
            return bool(super().read_request_line())  # type: ignore[no-untyped-call]
        except ValueError:
            self.simple_response("400 Bad Request")
            return False

    def body(self) -> bytes:
        """The whole body, so that the app never waits for a client in the middle of its work."""
        self.conn.deadline.extend(_BODY)
        content = bytes(self.rfile.read())
        if self.rfile.remaining:
            raise TimeoutError("timed out")  # hung up; what is half a body must not look like a whole one
        return content

    def send_headers(self) -> None:
        """Send the headers, with time for the answer to be taken."""
        self.conn.deadline.extend(_BODY)
        super().send_headers()

    def simple_response(self, status: str, msg: str = "") -> None:
        """Refuse: the status alone, for `msg` is in no one's language and might quote the request."""
        self.sent_headers = self.close_connection = self.conn.refused = True
        self.conn.deadline.extend(_FAREWELL)
        with suppress(OSError, ValueError):
            self.conn.wfile.write(_refusal(status))


class Connection(HTTPConnection):
    """A connection with a deadline; TLS is greeted here, in its own thread, not where all are accepted."""

    RequestHandlerClass = Request

    def __init__(self, server: Any, sock: socket.socket, makefile: Callable[..., Any] | None = None) -> None:
        self.deadline = Deadline()
        super().__init__(server, sock, self._file)
        self.fresh = True
        self.refused = False
        self._greeted = not isinstance(sock, ssl.SSLSocket)

    def communicate(self) -> bool:
        """Answer one request; True if the connection stays open."""
        self.deadline.extend(_HEADERS)
        return self._greet() and bool(super().communicate())  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Close, and never fail: an error here would end the whole server."""
        with suppress(OSError, ValueError):
            if self.refused:
                self._hear_out()
        with suppress(OSError, ValueError):
            super().close()
        with suppress(OSError, ValueError):
            self.socket.close()

    def _file(self, sock: socket.socket, mode: str, size: int) -> Any:
        file: Any = (StreamReader if "r" in mode else StreamWriter)(sock, mode, size)
        # made by cheroot over a plain SocketIO; ours keeps the time
        file._raw = _TimedIO(sock, mode, self.deadline)
        return file

    def _greet(self) -> bool:
        if self._greeted:
            return True
        self.socket.settimeout(_HEADERS)
        try:
            self.socket.do_handshake()
        except ssl.SSLError as error:
            if error.reason == "HTTP_REQUEST":
                # Somebody typed http:// for https://; past TLS, straight into the socket.
                self.refused = True
                with suppress(OSError, ValueError):
                    socket.socket.send(self.socket, _refusal("400 Bad Request"))
            return False
        except (OSError, ValueError):
            return False
        self._greeted = True
        return True

    def _hear_out(self) -> None:
        """Read on for a moment: closing with bytes unread takes the answer away from who is still sending."""
        self.socket.shutdown(socket.SHUT_WR)
        end = time.monotonic() + _FAREWELL
        while (left := end - time.monotonic()) > 0:
            self.socket.settimeout(left)
            # past TLS, for nobody looks at it any more
            if not socket.socket.recv(self.socket, 1 << 16):
                return


def _refusal(status: str) -> bytes:
    body = f"{status}\n".encode("ascii")
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )
    return head.encode("ascii") + body
