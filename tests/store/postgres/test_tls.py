"""Over a network: the server must show a certificate for its name, or nothing is said to it."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from models.errors import AigaqError
from store.create import create_with
from store.health import check_database
from store.store import open_store
from store.wrapping import Cost
from tests.conftest import Server, programs_or_skip, running

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]  # its address is looked up


def certificate(folder: Path, name: str) -> None:
    """A key and a certificate for a name, signed by itself: cert.pem and key.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    of = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(of, of, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    (folder / "key.pem").chmod(0o600)


def wait_for_tls(server: Server) -> None:
    """The server reads its settings anew in its own time."""
    ask = "do $$ begin if current_setting('ssl') <> 'on' then raise exception 'not yet'; end if; end $$"
    for _ in range(100):
        try:
            server.run(ask)
        except psycopg.Error:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server takes no certificate")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server with a certificate for localhost: its database's URL up to the question mark, its folder."""
    programs = programs_or_skip()
    port = 20_000 + os.getpid() % 20_000
    with running(programs, listen_addresses="127.0.0.1", port=port) as server:
        for name in ("localhost", "office.example"):
            (server.folder / name).mkdir()
            certificate(server.folder / name, name)
            # whatever the umask is: the program narrows it for its whole process
            (server.folder / name).chmod(0o755)
            (server.folder / name / "cert.pem").chmod(0o644)
        if os.geteuid() == 0:
            owner = server.folder.stat()
            os.chown(server.folder / "localhost" / "key.pem", owner.st_uid, owner.st_gid)
        for setting, file in (("ssl_cert_file", "cert.pem"), ("ssl_key_file", "key.pem")):
            server.run(f"alter system set {setting} = '{server.folder}/localhost/{file}'")
        server.run("alter system set ssl = on")
        server.run("select pg_reload_conf()")
        wait_for_tls(server)
        server.run("create database office owner aigaq template template0")
        yield f"postgresql+psycopg://aigaq@{{}}:{port}/office", server.folder


def test_a_server_that_shows_its_certificate(
    server: tuple[str, Path], tmp_path: Path, passphrase: str, reviewer: tuple[str, str], cost: Cost
) -> None:
    url, folder = server
    known = f"?sslmode=verify-full&sslrootcert={folder}/localhost/cert.pem&aigaq_keys={tmp_path}/office.keys"
    right = url.format("localhost") + known
    create_with(right, passphrase=passphrase, reviewer=reviewer, recovery=None, cost=cost)
    with open_store(right, passphrase=passphrase) as store:
        found = {check.name: check.found for check in check_database(store)}
    assert found["connection"] == "encrypted, and the server showed who it is"
    for wrong in (
        url.format("127.0.0.1") + known,  # the certificate names localhost and no address
        right.replace("/localhost/cert.pem", "/office.example/cert.pem"),  # nobody we trust signed it
        right.replace("/localhost/cert.pem", "/nowhere/cert.pem"),
    ):
        with pytest.raises(AigaqError, match="server_unreachable"):
            open_store(wrong, passphrase=passphrase)
