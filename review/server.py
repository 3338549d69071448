"""The server under the web app: loopback in the clear, all else under TLS, and not a word to any log."""

import io
import os
import signal
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

from cheroot import wsgi
from cheroot.errors import FatalSSLAlert
from cheroot.ssl import Adapter

from models.errors import AigaqError
from review.address import is_loopback, plain_host
from review.certificate import Certificate
from review.connection import SILENCE, Connection, TlsSocket

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

LARGEST_HEADERS: Final = 64 * 1024
LARGEST_BODY: Final = 4 * 1024 * 1024
_THREADS: Final = 12
_WAITING: Final = 64  # requests that wait for a thread, and connections that wait for a request
_PATIENCE: Final = 1  # seconds for requests still to come in when the server stops; the app may finish
_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP")


def serve(
    app: "WSGIApplication",
    *,
    host: str,
    port: int,
    certificate: Certificate | None,
    ready: Callable[[int], None],
) -> None:
    """Serve the app until Ctrl+C or SIGTERM; `ready` is told the port once browsers can connect.

    Errors: tls_needed, port_taken, bad_certificate.
    """
    try:
        name = plain_host(host)
    except ValueError:
        raise AigaqError("port_taken") from None
    if certificate is None and not is_loopback(name):
        raise AigaqError("tls_needed")
    server = Server(app, name, port, certificate)
    asked: SimpleQueue[None] = SimpleQueue()  # the one thing that a signal may be put into at any time
    stopper = threading.Thread(target=_stop_when, args=(server, asked))
    with _told_of_signals(lambda: asked.put(None)):
        try:
            server.listen()
            ready(server.port)
            stopper.start()
            server.serve()
        except KeyboardInterrupt:
            pass  # where signals are not ours to take
        finally:
            asked.put(None)
            if stopper.ident is not None:
                stopper.join()
            server.stop()


class Server(wsgi.Server):
    """Cheroot's server with limits, without a log and with connections that refuse what is malformed."""

    ConnectionClass = Connection
    max_request_header_size = LARGEST_HEADERS
    max_request_body_size = LARGEST_BODY
    keep_alive_conn_limit = _WAITING

    def __init__(self, app: "WSGIApplication", host: str, port: int, certificate: Certificate | None) -> None:
        super().__init__(
            (host, port),
            app,
            numthreads=_THREADS,
            server_name="aigaq",
            request_queue_size=_WAITING,
            timeout=int(SILENCE),
            shutdown_timeout=_PATIENCE,
            accepted_queue_size=_WAITING,
            accepted_queue_timeout=1,
        )
        self.software = "aigaq"
        self.gateway = _Gateway
        self.ssl_adapter = None if certificate is None else _Tls(certificate)

    @property
    def port(self) -> int:
        """The port that browsers connect to, once the server listens."""
        return int(self.bind_addr[1])

    def listen(self) -> None:
        """Take the port; port_taken where it cannot be had."""
        # With it, cheroot would serve on a socket handed over from outside, whatever address that has.
        os.environ.pop("LISTEN_PID", None)
        try:
            self.prepare()
        except (OSError, OverflowError):
            if isinstance(self.socket, socket.socket):
                self.socket.close()
            raise AigaqError("port_taken") from None

    def process_conn(self, conn: Any) -> None:
        """Hand a connection to a thread; one that has not said anything yet waits without one."""
        if conn.fresh and self.can_add_keepalive_connection:
            conn.fresh = False
            self.put_conn(conn)
            return
        conn.fresh = False
        super().process_conn(conn)

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        """Nothing: messages and tracebacks hold addresses and what people wrote."""


class _Nowhere(io.TextIOBase):
    """Where an app's log goes: it would quote what was being worked on."""

    def write(self, text: str, /) -> int:
        return len(text)


class _Gateway(wsgi.Gateway_10):
    def get_environ(self) -> dict[str, Any]:  # type: ignore[override]  # cheroot's stubs say None
        environ: dict[str, Any] = super().get_environ()  # type: ignore[no-untyped-call]
        return {**environ, "wsgi.errors": _Nowhere(), "wsgi.input": io.BytesIO(self.req.body())}


class _Tls(Adapter):
    """TLS 1.2 and later through Python's own ssl; the greeting is left to the thread of the connection."""

    def __init__(self, certificate: Certificate) -> None:
        # Not create_default_context: it writes keys of sessions to a file where SSLKEYLOGFILE says so.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.options |= ssl.OP_NO_RENEGOTIATION
        try:
            context.load_cert_chain(certificate.path, certificate.key, password=certificate.passphrase)
        except (OSError, ValueError):  # ssl.SSLError is an OSError
            raise AigaqError("bad_certificate") from None
        context.sslsocket_class = TlsSocket
        context.set_alpn_protocols(["http/1.1"])
        self.context = context

    def bind(self, sock: socket.socket) -> socket.socket:
        """The listening socket as it is."""
        return sock

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket, dict[str, str]]:
        """A connection under TLS, not greeted yet: a client who is slow at it must not keep others out."""
        try:
            wrapped = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        except (OSError, ValueError):
            raise FatalSSLAlert from None
        return wrapped, self.get_environ()

    def get_environ(self) -> dict[str, str]:
        """What the app is told."""
        return {"wsgi.url_scheme": "https", "HTTPS": "on"}

    def makefile(self, sock: socket.socket, mode: str = "r", bufsize: int = -1) -> None:
        """Nothing: connections make their own files."""


def _stop_when(server: Server, asked: "SimpleQueue[None]") -> None:
    asked.get()
    server.stop()


@contextmanager
def _told_of_signals(tell: Callable[[], None]) -> Iterator[None]:
    """Ctrl+C and its kin call `tell` instead of breaking into whatever is being done."""

    def handle(number: int, frame: FrameType | None) -> None:
        tell()

    before = {}
    if threading.current_thread() is threading.main_thread():
        numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
        # one that is ignored (nohup, a job in the background) stays ignored
        wanted = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
        before = {number: signal.signal(number, handle) for number in wanted}
    try:
        yield
    finally:
        for number, earlier in before.items():
            with suppress(TypeError):
                signal.signal(number, earlier)
