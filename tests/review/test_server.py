"""The server: limits, refusals that say nothing, TLS that is what it says, and a clean end."""

import http.client
import os
import re
import signal
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask, request

from models.errors import AigaqError
from review import connection
from review.certificate import Certificate, own_certificate
from review.server import LARGEST_BODY, LARGEST_HEADERS, Server, serve
from store.place import find_place

ROOT = Path(__file__).parents[2]
CANARY = "Қанарейкинұлы"
RAW = CANARY.encode()
Serve = Callable[..., int]


def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Reads the body and answers with its length; /fail fails and says what it had in hand."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.errors"].write(f"{CANARY} {body!r}")
    if environ["PATH_INFO"] == "/fail":
        raise ValueError(CANARY)
    answer = f"{environ['wsgi.url_scheme']} {len(body)}".encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(answer)))])
    return [answer]


@pytest.fixture
def served(socket_enabled: None) -> Iterator[Serve]:
    """Serves an app in a thread; returns the port."""
    with ExitStack() as stack:

        def start(app: object = app, certificate: Certificate | None = None) -> int:
            server = Server(app, "127.0.0.1", 0, certificate)  # type: ignore[arg-type]
            server.expiration_interval = 0.05
            server.listen()
            thread = threading.Thread(target=server.serve)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.stop)
            return server.port

        yield start


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return own_certificate(find_place(str(tmp_path / "store.db")), host="127.0.0.1", key=b"k" * 32)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "SILENCE", 0.3)
    monkeypatch.setattr(connection, "_HEADERS", 0.6)
    monkeypatch.setattr(connection, "_BODY", 0.6)
    monkeypatch.setattr(connection, "_FAREWELL", 0.3)


def plain_client() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def ask(port: int, sent: bytes, *, end: bool = True) -> bytes:
    """What comes back for these bytes until the server closes."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as client:
        answer = b""
        with suppress(OSError):  # who is refused may be cut off before everything was said
            client.sendall(sent)
            if end:
                client.shutdown(socket.SHUT_WR)
            while more := client.recv(65536):
                answer += more
        return answer


@contextmanager
def http_client(port: int) -> Iterator[http.client.HTTPConnection]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as client:
        yield client


def status_of(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.1 ([0-9]{3}) ", answer)
    return int(found[1]) if found else 0


HOST = b"Host: a\r\n"
MALFORMED = {
    "no http": RAW + b"\r\n\r\n",
    "zeros": b"\0" * 99 + b"\r\n\r\n",
    "no version": b"GET /" + RAW + b"\r\n\r\n",
    "other protocol": b"GET / FTP/1.1\r\n\r\n",
    "lower case": b"get / HTTP/1.1\r\n" + HOST + b"\r\n",
    "line feeds": b"GET / HTTP/1.1\nHost: a\n\n",
    "absolute": b"GET http://other.example/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "bracket": b"GET http://[a HTTP/1.1\r\n" + HOST + b"\r\n",
    "letters": b"GET /" + RAW + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "connect": b"CONNECT other.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "no colon": b"GET / HTTP/1.1\r\n" + HOST + RAW + b"\r\n\r\n",
    "folded": b"GET / HTTP/1.1\r\n" + HOST + b" " + RAW + b"\r\n\r\n",
    "folded first": b"GET / HTTP/1.1\r\n " + RAW + b"\r\n\r\n",
    "space before colon": b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    "no name": b"GET / HTTP/1.1\r\n: a\r\n\r\n",
    "nul": b"GET / HTTP/1.1\r\nX: a\0b\r\n\r\n",
    "return": b"GET / HTTP/1.1\r\nX: a\rY: b\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    "cut off": b"GET / HTTP/1.1\r\nHost: " + RAW,
    "negative length": b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n" + RAW,
    "length with sign": b"POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\n" + RAW,
    "length with bar": b"POST / HTTP/1.1\r\nContent-Length: 1_0\r\n\r\n" + RAW,
    "endless length": b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n" + RAW,
    "two lengths": b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n" + RAW,
    "half a body": b"POST / HTTP/1.1\r\nContent-Length: 99\r\n\r\n" + RAW,
    "chunks": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\naaaaa\r\n0\r\n\r\n",
    "chunks and length": b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: x\r\n\r\n" + RAW,
    "long address": b"GET /" + b"a" * LARGEST_HEADERS + b" HTTP/1.1\r\n\r\n",
    "long header": b"GET / HTTP/1.1\r\nX: " + RAW * LARGEST_HEADERS + b"\r\n\r\n",
    "long name": b"GET / HTTP/1.1\r\n" + b"X" * LARGEST_HEADERS + b": a\r\n\r\n",
    "spaces": b"GET / HTTP/1.1\r\nX: " + b" " * (LARGEST_HEADERS - 99) + b"\0\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 200 + b"\r\n",
    "large body": b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (LARGEST_BODY + 1) + RAW,
}


def test_what_is_malformed_or_too_large_is_refused_and_quoted_nowhere(
    served: Serve, capfd: pytest.CaptureFixture[str]
) -> None:
    port = served()
    answers = {name: ask(port, sent) for name, sent in MALFORMED.items()}
    assert {
        name: status_of(answer) for name, answer in answers.items() if status_of(answer) // 100 != 4
    } == {}
    for answer in answers.values():
        assert RAW not in answer and b"Cheroot" not in answer and answer.count(b"HTTP/1.1") == 1
        assert b"Connection: close" in answer and b"nosniff" in answer
    assert status_of(answers["large body"]) == status_of(answers["long header"]) == 413
    assert status_of(answers["long address"]) == 414
    assert status_of(ask(port, b"GET / HTTP/2.0\r\n\r\n")) == 505
    assert status_of(ask(port, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) == 200
    assert capfd.readouterr() == ("", "")


def test_a_body_at_the_limit_is_read_and_a_larger_one_is_refused_while_it_comes(served: Serve) -> None:
    with http_client(served()) as client:
        client.request("POST", "/", b"a" * LARGEST_BODY)
        assert client.getresponse().read() == b"http %d" % LARGEST_BODY
        client.request("POST", "/", b"a" * (LARGEST_BODY + 1))
        assert client.getresponse().status == 413


def test_one_connection_serves_many_requests_without_a_banner(served: Serve) -> None:
    with http_client(served()) as client:
        for body in (b"", b"abc"):
            client.request("POST", "/", body)
            answer = client.getresponse()
            assert (answer.status, answer.read()) == (200, b"http %d" % len(body))
            assert answer.headers["Server"] == "aigaq" and "Cheroot" not in str(answer.headers)


def test_headers_reach_the_app_once_and_those_with_underscores_do_not(served: Serve) -> None:
    seen: dict[str, str] = {}

    def look(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        seen.update({name: value for name, value in environ.items() if name.startswith("HTTP_")})
        seen["software"] = environ["SERVER_SOFTWARE"]
        start("204 No Content", [])
        return []

    sent = (
        b"GET / HTTP/1.1\r\nHost: a:1\r\nX_Host: b\r\nCookie: a=1\r\nCookie: b=2\r\nX-Y: 1\r\nX-Y: 2\r\n\r\n"
    )
    assert status_of(ask(served(look), sent)) == 204
    cookies = {"HTTP_COOKIE": "a=1; b=2", "HTTP_X_Y": "1, 2"}
    assert seen == {"HTTP_HOST": "a:1", "software": "aigaq", **cookies}


def test_an_app_that_fails_says_nothing(served: Serve, capfd: pytest.CaptureFixture[str]) -> None:
    port = served()
    answer = ask(port, b"POST /fail HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(RAW) + RAW)
    assert status_of(answer) == 500 and RAW not in answer and b"Trace" not in answer
    assert capfd.readouterr() == ("", "")


def test_flask_on_top_of_it(served: Serve, capfd: pytest.CaptureFixture[str], impatient: None) -> None:
    flask = Flask("made_up")

    @flask.post("/")
    def read() -> str:
        return request.form["said"]

    @flask.post("/fail")
    def fail() -> str:
        raise ValueError(request.form["said"])

    port = served(flask)
    body = b"said=" + RAW
    for path, status in (("/", 200), ("/fail", 500), ("/none", 404)):
        with http_client(port) as client:
            client.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = client.getresponse()
            assert (answer.status, RAW in answer.read()) == (status, status == 200)
    late = b"POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 99\r\n\r\n"
    assert status_of(ask(port, late + body, end=False)) == 408
    assert capfd.readouterr() == ("", "")


def test_slow_clients_are_sent_away(
    served: Serve, impatient: None, capfd: pytest.CaptureFixture[str]
) -> None:
    port = served()
    started = time.monotonic()
    for sent in (
        b"GET /" + RAW,
        b"GET / HTTP/1.1\r\nX: " + RAW,
        b"POST / HTTP/1.1\r\nContent-Length: 99\r\n\r\n" + RAW,
    ):
        assert status_of(ask(port, sent, end=False)) == 408
    assert time.monotonic() - started < 6
    assert capfd.readouterr() == ("", "")


def test_a_client_that_sends_a_letter_now_and_then_is_no_better(served: Serve, impatient: None) -> None:
    with closing(socket.create_connection(("127.0.0.1", served()), timeout=10)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nX: ")
        answer = b""
        client.settimeout(0.1)
        for _ in range(60):
            try:
                answer = client.recv(1000)
                break
            except TimeoutError:
                client.sendall(b"a")
    assert status_of(answer) == 408


@pytest.mark.parametrize("tls", [False, True])
def test_clients_that_break_off_do_no_harm(
    served: Serve, certificate: Certificate, tls: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    port = served(certificate=certificate if tls else None)
    whole = b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n" + RAW[:5]
    for sent in [whole[:n] for n in (0, 1, 9, 30, len(whole) - 1, len(whole))] * 4:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as client:
            if tls:
                client = plain_client().wrap_socket(client)  # noqa: PLW2901
            client.sendall(sent)
            # closed so, the other side gets an error instead of an end
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as client:
        if tls:
            client = plain_client().wrap_socket(client)  # noqa: PLW2901
        client.sendall(whole)
        assert status_of(client.recv(1000)) == 200
    assert capfd.readouterr() == ("", "")


def test_who_says_nothing_keeps_nobody_waiting(served: Serve) -> None:
    port = served()
    with ExitStack() as stack:
        for _ in range(30):
            stack.enter_context(closing(socket.create_connection(("127.0.0.1", port))))
        started = time.monotonic()
        assert status_of(ask(port, b"GET / HTTP/1.0\r\n\r\n")) == 200
        assert time.monotonic() - started < 3


def test_tls_is_what_the_fingerprint_says(served: Serve, certificate: Certificate) -> None:
    port = served(certificate=certificate)
    trusting = ssl.create_default_context(cafile=str(certificate.path))
    with http_client(port) as client:
        client.connect()
        client.sock = trusting.wrap_socket(client.sock, server_hostname="127.0.0.1")
        for _ in range(2):
            client.request("POST", "/", b"abc")
            assert client.getresponse().read() == b"https 3"
    with (
        closing(socket.create_connection(("127.0.0.1", port))) as raw,
        plain_client().wrap_socket(raw) as client,
    ):
        der = client.getpeercert(binary_form=True)
        assert der is not None and sha256(der).hexdigest().upper() == certificate.fingerprint.replace(":", "")
        assert client.version() in ("TLSv1.2", "TLSv1.3")


def test_under_tls_what_is_malformed_or_too_large_is_refused_too(
    served: Serve, certificate: Certificate, capfd: pytest.CaptureFixture[str]
) -> None:
    port = served(certificate=certificate)
    large = b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (2 * LARGEST_BODY) + RAW * 50_000
    for sent in (MALFORMED["no http"], MALFORMED["negative length"], large):
        with (
            closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as raw,
            plain_client().wrap_socket(raw) as client,
        ):
            client.sendall(sent)
            assert status_of(client.recv(1000)) // 100 == 4
    assert capfd.readouterr() == ("", "")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1")
def test_plain_http_and_noise_at_the_tls_port(
    served: Serve, certificate: Certificate, capfd: pytest.CaptureFixture[str]
) -> None:
    port = served(certificate=certificate)
    assert status_of(ask(port, b"GET /" + RAW + b" HTTP/1.1\r\nHost: a\r\n\r\n", end=False)) == 400
    for noise in (b"\0" * 500, b"\x16\x03\x01\x00\x05" + RAW, b""):
        ask(port, noise)
    with pytest.raises(ssl.SSLError):
        old = plain_client()
        old.maximum_version = ssl.TLSVersion.TLSv1_1
        with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as raw:
            old.wrap_socket(raw)
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as raw:
        client = plain_client().wrap_socket(raw)
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert status_of(client.recv(1000)) == 200
    assert capfd.readouterr() == ("", "")


def test_a_slow_greeting_keeps_nobody_waiting(served: Serve, certificate: Certificate) -> None:
    port = served(certificate=certificate)
    with ExitStack() as stack:
        for _ in range(4):
            slow = stack.enter_context(closing(socket.create_connection(("127.0.0.1", port))))
            slow.sendall(b"\x16\x03\x01")
        started = time.monotonic()
        raw = stack.enter_context(closing(socket.create_connection(("127.0.0.1", port), timeout=10)))
        client = plain_client().wrap_socket(raw)
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert status_of(client.recv(1000)) == 200 and time.monotonic() - started < 3


def test_an_answer_that_is_late_when_the_server_stops_stays_under_tls(
    socket_enabled: None, certificate: Certificate
) -> None:
    asked = threading.Event()

    def slow(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        asked.set()
        time.sleep(0.5)
        start("200 OK", [("Content-Length", str(len(RAW)))])
        return [RAW]

    server = Server(slow, "127.0.0.1", 0, certificate)
    server.shutdown_timeout, server.expiration_interval = 0.05, 0.05  # type: ignore[assignment]
    server.listen()
    thread = threading.Thread(target=server.serve)
    thread.start()
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=10)) as raw:
        client = plain_client().wrap_socket(raw, suppress_ragged_eofs=False)
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        asked.wait(5)
        server.stop()
        answer = client.recv(1000)
        assert status_of(answer) == 200
        assert RAW in answer or client.recv(1000) == RAW
    thread.join()


def test_keys_of_sessions_are_not_written_down(
    served: Serve, certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    port = served(certificate=certificate)
    monkeypatch.delenv("SSLKEYLOGFILE")
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as raw:
        plain_client().wrap_socket(raw)
    assert not (tmp_path / "keys").exists()


def never(port: int) -> None:
    raise AssertionError


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "office.example", "127.1"])  # noqa: S104
def test_other_machines_need_tls(host: str) -> None:
    with pytest.raises(AigaqError, match="tls_needed"):
        serve(app, host=host, port=0, certificate=None, ready=never)


def test_a_port_that_is_taken_and_an_address_of_another_machine(
    socket_enabled: None, certificate: Certificate
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AigaqError, match="port_taken"):
            serve(app, host="127.0.0.1", port=port, certificate=None, ready=never)
    for host in ("192.0.2.7", "a b"):
        with pytest.raises(AigaqError, match="port_taken"):
            serve(app, host=host, port=0, certificate=certificate, ready=never)


def test_a_certificate_that_is_none(certificate: Certificate) -> None:
    certificate.path.write_bytes(b"nothing")
    with pytest.raises(AigaqError, match="bad_certificate"):
        serve(app, host="127.0.0.1", port=0, certificate=certificate, ready=never)


def test_a_socket_handed_over_from_outside_is_not_taken(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    server = Server(app, "127.0.0.1", 0, None)
    server.listen()
    server.stop()
    assert server.bind_addr[0] == "127.0.0.1"


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_what_breaks_in_while_it_starts_leaves_no_thread_and_no_port(
    socket_enabled: None, error: type[BaseException]
) -> None:
    before, ports = threading.active_count(), []

    def ready(port: int) -> None:
        ports.append(port)
        raise error

    if error is KeyboardInterrupt:
        serve(app, host="localhost", port=0, certificate=None, ready=ready)
    else:
        with pytest.raises(error):
            serve(app, host="localhost", port=0, certificate=None, ready=ready)
    assert threading.active_count() == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", ports[0]))


PROGRAM = """
import signal, sys, threading
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, sys.argv[1])
from review.server import serve
def app(environ, start):
    start("200 OK", [("Content-Length", "0")])
    return []
serve(app, host="127.0.0.1", port=0, certificate=None, ready=lambda port: print(port, flush=True))
print("stopped", threading.active_count(), signal.getsignal(signal.SIGINT) is signal.default_int_handler)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_it_is_told_to(socket_enabled: None, number: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(ROOT)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        port = int(running.stdout.readline())
        with closing(socket.create_connection(("127.0.0.1", port))) as slow:
            slow.sendall(b"GET")
            assert status_of(ask(port, b"GET / HTTP/1.0\r\n\r\n")) == 200
            running.send_signal(number)
            out, err = running.communicate(timeout=20)
    assert (out, err, running.returncode) == ("stopped 1 True\n", "", 0)
