"""Zip packages from strangers: their XML parts, within bounds.

Invariants: at most TOTAL_LIMIT bytes are ever unpacked, only by the two methods office formats allow, and
no part that declares a document type is handed out.
"""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from models.errors import AigaqError

TOTAL_LIMIT = 50_000_000  # bytes of all parts together
_RATIO_LIMIT = 200  # for one large part; text that repeats itself reaches some dozens
_RATIO_FROM = 16_000_000  # bytes: smaller parts may compress as they like
_ENTRY_LIMIT = 10_000
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# OpenDocument files name their encrypted parts here. It is searched and never parsed: old office programs
# declared a document type in it.
_MANIFEST = "META-INF/manifest.xml"
_DTD_MARKS = (b"<!DOCTYPE", b"<!ENTITY")
# What zipfile and zlib raise over damaged archives; LookupError: a member without a name.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Package:
    """The XML parts by name, and the names of all parts."""

    xml: dict[str, bytes]
    names: frozenset[str]


def open_package(raw: bytes, *, only: frozenset[str] | None = None) -> Package:
    """Unpack an office document's XML parts, or `only` those of these names; the others are not looked at.

    Raises AigaqError password, unsupported, damaged, archive_bomb or entity_expansion.
    """
    if raw.startswith(_OLE2):
        # Word wraps an encrypted document into the old container; without the wrapped one it is a .doc.
        raise AigaqError("password" if "EncryptedPackage".encode("utf-16-le") in raw else "unsupported")
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries)
            if any(entry.filename == _MANIFEST for entry in entries):
                _check_manifest(archive.read(_MANIFEST))
            xml = {
                entry.filename: archive.read(entry)
                for entry in entries
                if (_is_xml(entry.filename) if only is None else entry.filename in only)
            }
    except _BROKEN:
        raise AigaqError("damaged") from None
    for part in xml.values():
        # Parts in UTF-16 carry the same marks between NUL bytes.
        plain = (
            part.replace(b"\x00", b"") if part[:2] in {b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"} else part
        )
        if any(mark in plain for mark in _DTD_MARKS):
            raise AigaqError("entity_expansion")
    return Package(xml=xml, names=frozenset(entry.filename for entry in entries))


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise AigaqError("password")
    if len(entries) > _ENTRY_LIMIT or sum(entry.file_size for entry in entries) > TOTAL_LIMIT:
        raise AigaqError("archive_bomb")
    for entry in entries:
        if entry.file_size > _RATIO_FROM and entry.file_size > _RATIO_LIMIT * max(entry.compress_size, 1):
            raise AigaqError("archive_bomb")
    names = {entry.filename.lower() for entry in entries}
    # Two parts of one name: programs disagree which of them is the text.
    if len(names) != len(entries) or any(entry.compress_type not in _METHODS for entry in entries):
        raise AigaqError("damaged")


def _check_manifest(manifest: bytes) -> None:
    if b"encryption-data" in manifest.replace(b"\x00", b""):
        raise AigaqError("password")


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))
