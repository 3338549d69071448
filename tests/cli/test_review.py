"""aigaq review: what it serves, what it says, and how it ends; the app itself has its own tests."""

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from review import address, server
from review.certificate import own_certificate
from store.place import find_place
from store.store import open_store

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parents[2]
FINGERPRINT = re.compile(r"^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$", re.MULTILINE)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the app was made with; the app is a stub, and the server says that it is ready and ends."""
    seen: list[dict[str, Any]] = []

    def create_app(store: object, **given: Any) -> object:
        seen.append(given)
        return lambda environ, start: [b"stub"]

    def serve(app: Any, *, host: str, port: int, certificate: Any, ready: Callable[[int], None]) -> None:
        ready(port or 4242)
        seen[-1] |= {"host": host, "certificate": certificate, "answer": app({}, None)}

    stub = ModuleType("review.app")
    stub.create_app = create_app  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "review.app", stub)
    monkeypatch.setattr(server, "serve", serve)
    monkeypatch.setattr(address, "_own_addresses", lambda: ["192.0.2.7"])
    return seen


def test_on_this_machine_it_needs_no_tls(aigaq: Run, stored: str, made: list[dict[str, Any]]) -> None:
    status, out, err = aigaq("review")
    assert (status, out) == (0, "")
    assert err == "Open http://127.0.0.1:8765/ in the browser.\nCtrl+C stops.\n"
    hosts = ("127.0.0.1:8765", "localhost:8765")
    answer = {
        "host": "127.0.0.1",
        "certificate": None,
        "answer": [b"stub"],
        "warm": True,
        "authority": None,
        "phones_only": False,
    }
    assert made == [{"hosts": hosts, "secure": False, **answer}]
    assert aigaq("review", "--host", "LOCALHOST", "--port", "0")[0] == 0
    assert made[1]["host"] == "127.0.0.1" and made[1]["hosts"][0] == "127.0.0.1:4242"


def test_at_another_address_it_makes_a_certificate_that_stays(
    aigaq: Run, stored: str, made: list[dict[str, Any]], passphrases: Path
) -> None:
    _, _, err = aigaq("review", "--host", "192.0.2.7")
    assert "Open https://192.0.2.7:8765/ in" in err and "fingerprint" in err and "Ctrl+C" in err
    assert made[0]["secure"] and made[0]["hosts"] == ("192.0.2.7:8765",)
    (shown,) = FINGERPRINT.findall(err)
    assert shown == made[0]["certificate"].fingerprint
    assert FINGERPRINT.findall(aigaq("review", "--host", "192.0.2.7", "--port", "1")[2]) == [shown]
    assert FINGERPRINT.findall(aigaq("review", "--host", "192.0.2.8")[2]) != [shown]
    assert passphrases.with_name("store.db.tls").stat().st_mode & 0o777 == 0o600


def test_every_address(aigaq: Run, stored: str, made: list[dict[str, Any]]) -> None:
    status, _, err = aigaq("review", "--host", "0.0.0.0", "--port", "443")  # noqa: S104
    assert status == 0 and "https://192.0.2.7/ " in err and FINGERPRINT.search(err)
    assert made[0]["hosts"][:4] == ("192.0.2.7", "127.0.0.1", "[::1]", "localhost")


def test_given_files_are_used_everywhere_and_only_together(
    aigaq: Run, stored: str, made: list[dict[str, Any]], tmp_path: Path
) -> None:
    assert aigaq("review", "--certificate", "x")[0] == aigaq("review", "--key", "x")[0] == 2
    nothing = tmp_path / "nothing.pem"
    files = ("--certificate", str(nothing), "--key", str(nothing))
    assert aigaq("review", *files)[2].startswith("no_such_file: ")
    nothing.write_text("nothing")
    assert aigaq("review", *files)[2].startswith("bad_certificate: ")
    assert made == []
    held = own_certificate(find_place(str(tmp_path / "office")), host="office.example", key=b"k" * 32)
    private = load_pem_private_key(held.key.read_bytes(), held.passphrase.encode())
    key = tmp_path / "office.key"
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _, _, err = aigaq("review", "--certificate", str(held.path), "--key", str(key))
    assert "https://127.0.0.1:8765/" in err and made[0]["secure"]
    assert FINGERPRINT.findall(err) == [held.fingerprint]


def test_the_browser_is_opened_where_it_is_asked_for(
    aigaq: Run, stored: str, made: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, done = [], threading.Event()
    monkeypatch.setattr(webbrowser, "open", lambda url: (opened.append(url), done.set()))
    aigaq("review")
    aigaq("review", "--open", "--port", "9000")
    assert done.wait(5) and opened == ["http://127.0.0.1:9000/"]


@pytest.mark.parametrize("words", [("--host", ""), ("--host", "a b"), ("--port", "65536"), ("--port", "x")])
def test_what_is_typed_wrongly(aigaq: Run, stored: str, made: list[dict[str, Any]], words: list[str]) -> None:
    status, _, err = aigaq("review", *words)
    assert status == 2 and err.startswith("usage: ") and made == []


def test_a_port_that_is_taken(aigaq: Run, stored: str, socket_enabled: None) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        status, _, err = aigaq("review", "--port", str(taken.getsockname()[1]))
    assert status == 1 and err.startswith("port_taken: ")


def test_a_store_that_does_not_open(aigaq: Run, stored: str, made: list[dict[str, Any]]) -> None:
    Path(os.environ["AIGAQ_PASSPHRASE_FILE"]).write_text("some other words\n")
    assert aigaq("review")[2].startswith("store_locked: ") and made == []


def test_help_comes_at_once() -> None:
    probe = (
        "import sys; from cli.main import main; main(['review', '--help']);"
        "sys.exit(bool({'flask', 'cheroot', 'sqlalchemy', 'cryptography'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0 and b"Examples:" in done.stdout


PROGRAM = """
import signal, sys, types
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, sys.argv[1])
def create_app(store, *, hosts, secure, warm, authority, phones_only):
    def app(environ, start):
        start("200 OK", [("Content-Type", "text/plain")])
        return [f"{environ['HTTP_HOST'] in hosts} {secure} {len(store.statements())}".encode()]
    return app
sys.modules["review.app"] = types.ModuleType("review.app")
sys.modules["review.app"].create_app = create_app
from cli.main import main
sys.exit(main(["review", "--port", "0", *sys.argv[2:]]))
"""


@contextmanager
def running(*words: str) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """The program itself with a stub of an app, and its port."""
    command = [sys.executable, "-c", PROGRAM, str(ROOT), *words]
    # unbuffered: what stands behind the line that is read here must be there for the test
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0) as program:
        assert program.stderr is not None
        found = re.search(rb":([0-9]+)/ ", program.stderr.readline())
        assert found is not None
        try:
            yield program, int(found[1])
        finally:
            program.kill()


def ask(port: int, tls: ssl.SSLContext | None) -> tuple[bytes, bytes | None]:
    """The answer, and the certificate in DER."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as client:
        if tls is not None:
            client = tls.wrap_socket(client)  # noqa: PLW2901
        certificate = client.getpeercert(binary_form=True) if isinstance(client, ssl.SSLSocket) else None
        client.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: client.recv(65536), b"")), certificate


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_ends_with_status_0(stored: str, socket_enabled: None, number: int) -> None:
    with running() as (program, port):
        answer, _ = ask(port, None)
        assert b"200 OK" in answer and b"True False 1" in answer
        program.send_signal(number)
        out, err = program.communicate(timeout=20)
    assert (program.returncode, out, err) == (0, b"", b"Ctrl+C stops.\n")


def test_at_every_address_it_speaks_tls_and_nothing_else(
    stored: str, socket_enabled: None, passphrases: Path
) -> None:
    unsure = ssl.create_default_context()
    unsure.check_hostname, unsure.verify_mode = False, ssl.CERT_NONE
    with running("--host", "0.0.0.0") as (program, port):  # noqa: S104
        answer, certificate = ask(port, unsure)
        assert b"200 OK" in answer and b"True True 1" in answer
        assert ask(port, None)[0].startswith(b"HTTP/1.1 400 ")
        program.send_signal(signal.SIGINT)
        _, err = program.communicate(timeout=20)
    (shown,) = FINGERPRINT.findall(err.decode())
    assert certificate is not None and sha256(certificate).hexdigest().upper() == shown.replace(":", "")
    with open_store(str(passphrases), passphrase="the store's own words") as store:
        assert len(store.statements()) == 1
