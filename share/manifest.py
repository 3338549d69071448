"""The manifest of a bundle: what it holds, signed; it is checked without the store and by hand if need be.

The signature says that the files are those that the office released; whose key it is, the short name of the
key says, which the recipient compares with the one that the office told them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from models.base32 import as_typed, short_name
from models.errors import AigaqError

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
_FORMAT: Final = "aigaq release 1"
_LARGEST: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Verified:
    """A bundle whose manifest and files fit; `content` is the manifest as it was signed."""

    content: Mapping[str, Any]
    key_name: str


def write_manifest(folder: Path, content: Mapping[str, Any], public_key: Ed25519PublicKey) -> str:
    """Write the manifest over all files of a folder and return its digest; unsigned, it proves nothing."""
    files = {p.relative_to(folder).as_posix(): (p.stat().st_size, _digest(p)) for p in _files(folder)}
    raw = manifest_of(files, content, public_key)
    (folder / MANIFEST).write_bytes(raw)
    return sha256(raw).hexdigest()


def manifest_of(
    files: Mapping[str, tuple[int, str]], content: Mapping[str, Any], public_key: Ed25519PublicKey
) -> bytes:
    """A manifest's bytes, from the size and SHA-256 of each file by its path."""
    listed = [
        {"path": path, "bytes": size, "sha256": digest} for path, (size, digest) in sorted(files.items())
    ]
    whole = {"format": _FORMAT, **content, "files": listed, "key": public_key.public_bytes_raw().hex()}
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def sign_manifest(folder: Path, signer: Ed25519PrivateKey) -> None:
    """Sign the manifest of a bundle: the last thing that is written. Errors: unwritable."""
    try:
        signature = signer.sign((folder / MANIFEST).read_bytes())
        (folder / SIGNATURE).write_text(signature.hex() + "\n", "ascii")
    except OSError:
        raise AigaqError("unwritable") from None


def verify_bundle(folder: Path, *, key_name: str | None = None) -> Verified:
    """Check a bundle with nothing but its files.

    Errors: bundle_unreadable, bundle_forged (the signature does not fit, or it is another key than the one
    named), bundle_damaged (a file is changed, missing, or not in the manifest).
    """
    raw = _read(folder / MANIFEST)
    try:
        signature = bytes.fromhex(_read(folder / SIGNATURE).decode("ascii"))
        content = json.loads(raw)
        key = bytes.fromhex(content["key"])
        public = Ed25519PublicKey.from_public_bytes(key)
        listed = {str(f["path"]): (int(f["bytes"]), str(f["sha256"])) for f in content["files"]}
        known = content["format"] == _FORMAT
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise AigaqError("bundle_unreadable") from None
    if not known:
        raise AigaqError("bundle_unreadable")
    try:
        public.verify(signature, raw)
    except InvalidSignature:
        raise AigaqError("bundle_forged") from None
    name = short_name(key)
    if key_name is not None and as_typed(key_name) != as_typed(name):
        raise AigaqError("bundle_forged")
    try:
        here = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
        fits = here.keys() == listed.keys() and all(
            (path.lstat().st_size, _digest(path)) == listed[name] for name, path in here.items()
        )
    except OSError:
        raise AigaqError("bundle_unreadable") from None
    if not fits:
        raise AigaqError("bundle_damaged")
    return Verified(content, name)


def _files(folder: Path) -> list[Path]:
    """All files but the manifest's own two, in order; a link is a file that nobody listed."""
    own = {folder / MANIFEST, folder / SIGNATURE}
    return [
        path
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or not path.is_dir()) and path not in own
    ]


def _digest(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _read(path: Path) -> bytes:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
            raise AigaqError("bundle_unreadable")
        return path.read_bytes()
    except OSError:
        raise AigaqError("bundle_unreadable") from None
