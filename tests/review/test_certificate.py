import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from models.errors import AigaqError
from review import certificate as module
from review.certificate import given_certificate, own_certificate, shown_fingerprint
from store.place import StorePlace, find_place

KEY = b"k" * 32
HOST = "192.0.2.7"


@pytest.fixture
def place(tmp_path: Path) -> StorePlace:
    return find_place(str(tmp_path / "store.db"))


def certificate_in(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def names_in(path: Path) -> list[object]:
    found = certificate_in(path).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [name.value for name in found]


def test_it_is_made_once_and_lies_beside_the_store_for_its_owner_alone(
    place: StorePlace, tmp_path: Path
) -> None:
    made = own_certificate(place, host=HOST, key=KEY)
    assert made.path == made.key == tmp_path / "store.db.tls"
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [made.path]
    before = made.path.read_bytes()
    again = own_certificate(place, host=HOST, key=KEY)
    assert again.fingerprint == made.fingerprint and again.passphrase == made.passphrase
    assert made.path.read_bytes() == before


def test_the_fingerprint_is_the_certificates_as_browsers_write_it(place: StorePlace) -> None:
    made = own_certificate(place, host=HOST, key=KEY)
    assert made.fingerprint == certificate_in(made.path).fingerprint(SHA256()).hex(":").upper()
    assert len(made.fingerprint) == 95


def test_nothing_on_the_disk_opens_without_the_stores_key(place: StorePlace) -> None:
    made = own_certificate(place, host=HOST, key=KEY)
    raw = made.path.read_bytes()
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in raw and b"BEGIN PRIVATE KEY" not in raw
    assert made.passphrase.encode() not in raw and made.passphrase not in repr(made)
    with pytest.raises(TypeError):
        load_pem_private_key(raw, None)
    for wrong in (KEY, KEY.hex().encode(), b"aigaq"):
        with pytest.raises(ValueError):
            load_pem_private_key(raw, wrong)
    assert isinstance(load_pem_private_key(raw, made.passphrase.encode()), ec.EllipticCurvePrivateKey)


@pytest.mark.parametrize(
    ("host", "named"),
    [
        (HOST, ip_address(HOST)),
        ("2001:db8::7", ip_address("2001:db8::7")),
        ("fe80::7%eth0", ip_address("fe80::7")),
        ("office.example", "office.example"),
        ("xn--80ak6aa92e.example", "xn--80ak6aa92e.example"),
    ],
)
def test_it_is_for_the_host_and_for_localhost(place: StorePlace, host: str, named: object) -> None:
    made = own_certificate(place, host=host, key=KEY)
    assert names_in(made.path) == [named, "localhost"]
    assert own_certificate(place, host=host, key=KEY).fingerprint == made.fingerprint
    assert timedelta(364) < certificate_in(made.path).not_valid_after_utc - datetime.now(UTC) < timedelta(366)


def test_another_host_or_key_or_an_end_that_is_near_makes_a_new_one(
    place: StorePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [own_certificate(place, host=HOST, key=KEY).fingerprint]
    found.append(own_certificate(place, host="192.0.2.8", key=KEY).fingerprint)
    found.append(own_certificate(place, host="192.0.2.8", key=b"l" * 32).fingerprint)
    monkeypatch.setattr(module, "_LASTS", timedelta(days=29))
    found.append(own_certificate(place, host=HOST, key=KEY).fingerprint)
    found.append(own_certificate(place, host=HOST, key=KEY).fingerprint)
    monkeypatch.setattr(module, "_LASTS", timedelta(days=31))
    found.append(own_certificate(place, host=HOST, key=KEY).fingerprint)
    assert len(set(found)) == len(found)
    assert own_certificate(place, host=HOST, key=KEY).fingerprint == found[-1]


@pytest.mark.parametrize("content", [b"", b"\0" * 99, b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_file_that_is_none_is_replaced(place: StorePlace, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store.db.tls").write_bytes(content)
    made = own_certificate(place, host=HOST, key=KEY)
    assert own_certificate(place, host=HOST, key=KEY).fingerprint == made.fingerprint


def test_half_of_another_pair_is_replaced(place: StorePlace) -> None:
    made = own_certificate(place, host=HOST, key=KEY)
    first = made.path.read_bytes()
    made.path.unlink()
    second = own_certificate(place, host=HOST, key=KEY)
    key_of_second = second.path.read_bytes().partition(b"-----BEGIN ENC")[2]
    mixed = first.partition(b"-----BEGIN ENC")[0] + b"-----BEGIN ENC" + key_of_second
    made.path.write_bytes(mixed)
    third = own_certificate(place, host=HOST, key=KEY).fingerprint
    assert third not in (made.fingerprint, second.fingerprint)


def test_the_keys_of_a_store_on_a_server_are_never_overwritten(tmp_path: Path) -> None:
    keys = tmp_path / "office.tls"
    place = StorePlace(database=None, keys=keys, recovery=tmp_path / "office.recovery")
    assert own_certificate(place, host=HOST, key=KEY).path == tmp_path / "office.tls.tls"
    assert not keys.exists()


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    place = find_place(str(tmp_path / "nowhere" / "store.db"))
    with pytest.raises(AigaqError, match="store_unwritable"):
        own_certificate(place, host=HOST, key=KEY)


@pytest.fixture
def pair(place: StorePlace, tmp_path: Path) -> tuple[Path, Path]:
    """A certificate and an open key, as an operator would have them."""
    made = own_certificate(place, host=HOST, key=KEY)
    raw = made.path.read_bytes()
    private = load_pem_private_key(raw, made.passphrase.encode())
    certificate, key = tmp_path / "office.pem", tmp_path / "office.key"
    certificate.write_bytes(raw.partition(b"-----BEGIN ENC")[0])
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return certificate, key


def test_given_files_are_taken_as_they_are(pair: tuple[Path, Path]) -> None:
    taken = given_certificate(*pair)
    assert (taken.path, taken.key, taken.passphrase) == (*pair, "")
    assert taken.fingerprint == certificate_in(pair[0]).fingerprint(SHA256()).hex(":").upper()


def test_given_files_that_are_not_there_or_do_not_fit(pair: tuple[Path, Path], tmp_path: Path) -> None:
    certificate, key = pair
    for missing in ((tmp_path / "x", key), (certificate, tmp_path / "x"), (tmp_path, key)):
        with pytest.raises(AigaqError, match="no_such_file"):
            given_certificate(*missing)
    other = tmp_path / "other.key"
    private = ec.generate_private_key(ec.SECP256R1())
    other.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    encrypted = tmp_path / "store.db.tls"
    for wrong in ((certificate, other), (certificate, certificate), (key, key), (certificate, encrypted)):
        with pytest.raises(AigaqError, match="bad_certificate"):
            given_certificate(*wrong)


@pytest.mark.parametrize("at", [datetime(2020, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)])
def test_given_files_hold_today(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return at

    monkeypatch.setattr(module, "datetime", Clock)
    with pytest.raises(AigaqError, match="bad_certificate"):
        given_certificate(*pair)


def test_at_all_addresses_it_is_for_those_that_the_machine_has(
    place: StorePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("review.address._own_addresses", lambda: ["192.0.2.7", "2001:db8::7"])
    made = own_certificate(place, host="0.0.0.0", key=KEY)  # noqa: S104
    assert names_in(made.path) == [ip_address("192.0.2.7"), ip_address("2001:db8::7"), "localhost"]
    # a card for one of them shows what the server shows
    assert shown_fingerprint(place, "https://192.0.2.7:8765", key=KEY, given=None) == made.fingerprint
    assert shown_fingerprint(place, "http://127.0.0.1:8765", key=KEY, given=None) == ""


def test_who_signed_it_can_sign_for_nothing_else_and_its_key_is_nowhere(place: StorePlace) -> None:
    made = own_certificate(place, host=HOST, key=KEY)
    leaf, authority = x509.load_pem_x509_certificates(made.path.read_bytes())
    assert made.authority == authority.public_bytes(Encoding.PEM)
    leaf.verify_directly_issued_by(authority)
    assert leaf.public_key() != authority.public_key()
    assert made.path.read_bytes().count(b"PRIVATE KEY-----") == 2  # one key: its begin and end
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    assert limits.value.permitted_subtrees == [
        x509.IPAddress(ip_network("192.0.2.7/32")),
        x509.DNSName("localhost"),
    ]
    for one in (leaf, authority):
        assert "aigaq" not in one.subject.rfc4514_string() + one.issuer.rfc4514_string()
    assert own_certificate(place, host=HOST, key=KEY).authority == made.authority


def test_one_without_an_authority_is_made_anew(place: StorePlace) -> None:
    made = own_certificate(place, host=HOST, key=KEY)
    raw = made.path.read_bytes()
    assert made.authority is not None
    made.path.write_bytes(raw.replace(made.authority, b""))
    assert own_certificate(place, host=HOST, key=KEY).fingerprint != made.fingerprint
