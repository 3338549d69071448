"""TLS certificates: one of our own that stays the same from day to day, or the operator's.

The private key of our own lies encrypted on the disk; its passphrase comes from the store's database key, so
whoever takes the machine cannot play at being this server.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from models.errors import AigaqError
from store.place import StorePlace
from store.private_files import replace_private
from store.wrapping import subkey

_LASTS: Final = timedelta(days=365)
_RENEWED_BEFORE: Final = timedelta(days=30)
_CLOCKS_DIFFER: Final = timedelta(days=1)
_LARGEST: Final = 1 << 20
_USAGES: Final = (
    "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
    "key_cert_sign crl_sign encipher_only decipher_only"
).split()


@dataclass(frozen=True, slots=True, repr=False)
class Certificate:
    """PEM files of a certificate and its key (one file where both are in it), and what to compare.

    `passphrase` opens the key and is empty where the key is not encrypted.
    """

    path: Path
    key: Path
    passphrase: str
    fingerprint: str


def own_certificate(place: StorePlace, *, host: str, key: bytes) -> Certificate:
    """The store's own certificate for a host, made anew where there is none that holds.

    `host` is an IP address or an ASCII name, `key` the store's database key. Errors: store_unwritable.
    """
    path = place.keys.with_name(place.keys.name.removesuffix(".keys") + ".tls")
    passphrase = subkey(key, "tls key").hex()
    certificate = _held(path, host, passphrase)
    if certificate is None:
        certificate, content = _made(host, passphrase)
        replace_private(path, content)
    return Certificate(path, path, passphrase, _fingerprint(certificate))


def given_certificate(certificate: Path, key: Path) -> Certificate:
    """The operator's own files; no_such_file, or bad_certificate where they do not fit or hold today."""
    raw_certificate, raw_key = _read(certificate), _read(key)
    if raw_certificate is None or raw_key is None:
        raise AigaqError("no_such_file")
    opened = _opened(raw_certificate, raw_key, passphrase=None)
    now = datetime.now(UTC)
    if opened is None or not opened.not_valid_before_utc <= now <= opened.not_valid_after_utc:
        raise AigaqError("bad_certificate")
    return Certificate(certificate, key, "", _fingerprint(opened))


def _held(path: Path, host: str, passphrase: str) -> x509.Certificate | None:
    """The certificate of an earlier day, if it is for this host, holds for a while and opens."""
    raw = _read(path)
    if raw is None:
        return None
    certificate = _opened(raw, raw, passphrase=passphrase)
    now = datetime.now(UTC)
    if certificate is None or now < certificate.not_valid_before_utc:
        return None
    if certificate.not_valid_after_utc - now < _RENEWED_BEFORE or not _is_for(certificate, host):
        return None
    return certificate


def _made(host: str, passphrase: str) -> tuple[x509.Certificate, bytes]:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "aigaq")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now + _LASTS)
        .add_extension(x509.SubjectAlternativeName(_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(**{usage: usage == "digital_signature" for usage in _USAGES}), critical=True
        )
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, SHA256())
    )
    encryption = BestAvailableEncryption(passphrase.encode("ascii"))
    sealed = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    return certificate, certificate.public_bytes(Encoding.PEM) + sealed


def _names(host: str) -> list[x509.GeneralName]:
    return list(dict.fromkeys((_name(host), x509.DNSName("localhost"))))


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host.partition("%")[0]))
    except ValueError:
        return x509.DNSName(host)


def _is_for(certificate: x509.Certificate, host: str) -> bool:
    with suppress(x509.ExtensionNotFound, ValueError):
        return (
            _name(host) in certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        )
    return False


def _opened(raw_certificate: bytes, raw_key: bytes, *, passphrase: str | None) -> x509.Certificate | None:
    """The certificate, if the key opens and is the certificate's."""
    try:
        certificate = x509.load_pem_x509_certificate(raw_certificate)
        private = load_pem_private_key(raw_key, None if passphrase is None else passphrase.encode("ascii"))
        ours, theirs = (
            public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            for public in (private.public_key(), certificate.public_key())
        )
    except (ValueError, TypeError, UnsupportedAlgorithm):  # TypeError: encrypted and no passphrase, or not
        return None
    return certificate if ours == theirs else None


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(SHA256()).hex(":").upper()


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError:
        return None
