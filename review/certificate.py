"""TLS certificates: one of our own that stays the same from day to day, or the operator's.

The private key of our own lies encrypted on the disk; its passphrase comes from the store's database key, so
whoever takes the machine cannot play at being this server. It is signed by an authority that phones can be
told to trust, for browsers keep no page for later where they warned of its certificate. That authority is
for this one address and can sign nothing else: its key is thrown away as soon as it has signed.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
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
from review.address import plain_host, reachable
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


_Pair = tuple[x509.Certificate, x509.Certificate]
"""A certificate and the authority that signed it."""


@dataclass(frozen=True, slots=True, repr=False)
class Certificate:
    """PEM files of a certificate and its key (one file where both are in it), and what to compare.

    `passphrase` opens the key and is empty where the key is not encrypted; `authority` is the certificate
    (PEM) of who signed our own, None for the operator's.
    """

    path: Path
    key: Path
    passphrase: str
    fingerprint: str
    authority: bytes | None = None


def own_certificate(place: StorePlace, *, host: str, key: bytes) -> Certificate:
    """The store's own certificate for a host, made anew where there is none that holds.

    `host` is an IP address or an ASCII name, 0.0.0.0 or :: for all addresses that this machine has now;
    `key` is the store's database key. Errors: store_unwritable.
    """
    path = place.keys.with_name(place.keys.name.removesuffix(".keys") + ".tls")
    passphrase = subkey(key, "tls key").hex()
    hosts = reachable(host)
    held = _held(path, hosts, passphrase)
    if held is None:
        held, content = _made(hosts, passphrase)
        replace_private(path, content)
    certificate, authority = held
    return Certificate(
        path, path, passphrase, _fingerprint(certificate), authority.public_bytes(Encoding.PEM)
    )


def shown_fingerprint(place: StorePlace, address: str, *, key: bytes, given: Path | None) -> str:
    """The fingerprint that browsers show at an address; empty where there is no TLS.

    Errors: no_such_file, bad_certificate for a `given` one; store_unwritable.
    """
    parts = urlsplit(address)
    if parts.scheme != "https":
        return ""
    if given is None:
        return own_certificate(place, host=plain_host(parts.hostname or ""), key=key).fingerprint
    try:
        return _fingerprint(x509.load_pem_x509_certificate(_read(given) or b""))
    except ValueError:
        raise AigaqError("bad_certificate" if given.is_file() else "no_such_file") from None


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


def _held(path: Path, hosts: list[str], passphrase: str) -> _Pair | None:
    """The certificate of an earlier day and who signed it, if it is for these hosts, holds and opens."""
    raw = _read(path)
    if raw is None:
        return None
    certificate = _opened(raw, raw, passphrase=passphrase)
    now = datetime.now(UTC)
    if certificate is None or now < certificate.not_valid_before_utc:
        return None
    if certificate.not_valid_after_utc - now < _RENEWED_BEFORE or not _is_for(certificate, hosts):
        return None
    try:
        _, authority = x509.load_pem_x509_certificates(raw)
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return None
    return certificate, authority


def _made(hosts: list[str], passphrase: str) -> tuple[_Pair, bytes]:
    private, signer = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    # the name that is in the address anyway: a certificate can be read by anybody who calls
    shown = hosts[0].partition("%")[0][:64]
    authority = (
        _builder(f"{shown} (authority)"[:64], f"{shown} (authority)"[:64], signer, "key_cert_sign")
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(_only(_names(hosts)), None), critical=True)
        .sign(signer, SHA256())
    )
    certificate = (
        _builder(shown, f"{shown} (authority)"[:64], private, "digital_signature")
        .add_extension(x509.SubjectAlternativeName(_names(hosts)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(signer, SHA256())
    )
    encryption = BestAvailableEncryption(passphrase.encode("ascii"))
    sealed = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    both = b"".join(one.public_bytes(Encoding.PEM) for one in (certificate, authority))
    return (certificate, authority), both + sealed


def _builder(
    name: str, issuer: str, private: ec.EllipticCurvePrivateKey, usage: str
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now + _LASTS)
        .add_extension(x509.KeyUsage(**{one: one == usage for one in _USAGES}), critical=True)
    )


def _only(names: list[x509.GeneralName]) -> list[x509.GeneralName]:
    """The same as an authority is bound to them: an address is a network of one."""
    return [
        x509.IPAddress(ip_network(name.value)) if isinstance(name, x509.IPAddress) else name for name in names
    ]


def _names(hosts: list[str]) -> list[x509.GeneralName]:
    return list(dict.fromkeys((*map(_name, hosts), x509.DNSName("localhost"))))


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host.partition("%")[0]))
    except ValueError:
        return x509.DNSName(host)


def _is_for(certificate: x509.Certificate, hosts: list[str]) -> bool:
    with suppress(x509.ExtensionNotFound, ValueError):
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return all(_name(host) in names for host in hosts)
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
