"""The reader interface: bytes in, a Draft out; one reader an extension, and the checks before any reading."""

import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from intake.formats.docx import read_docx
from intake.formats.text import read_markdown, read_text
from models.errors import AigaqError
from models.statements import Draft

Reader = Callable[[bytes], Draft]
"""Reads one file's bytes; raises AigaqError with a code of the batch contract."""

READERS: Mapping[str, Reader] = MappingProxyType(
    {".txt": read_text, ".md": read_markdown, ".docx": read_docx},
)
SIZE_LIMIT = 20_000_000  # bytes; 300,000 words of Russian are 4 MB

_SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx", "$recycle.bin"})
_SYSTEM_PREFIXES = (".", "~$", "~wrl")
_TEST_WORDS = re.compile(
    r"(?:test(?:ing)?|тест\w*|проба|проверка|сынақ|asdf\w*|qwerty|фыва\w*)", re.IGNORECASE
)


def is_system_name(name: str) -> bool:
    """Whether a file or folder of this name belongs to the system or to an open editor."""
    return name.lower() in _SYSTEM_NAMES or name.lower().startswith(_SYSTEM_PREFIXES)


def read_file(path: Path, *, limit: int = SIZE_LIMIT) -> Draft:
    """The statement in the file at `path`; raises AigaqError with a code of the batch contract."""
    if is_system_name(path.name):
        raise AigaqError("system_file")
    if path.is_symlink():
        raise AigaqError("symlink")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise AigaqError("unsupported" if path.exists() else "no_such_file")
    return read_raw(_read_bytes(path, limit=limit), reader)


def read_raw(raw: bytes, reader: Reader) -> Draft:
    """A draft of `raw` by `reader`; refuses empty input and entries that only try out a form."""
    if not raw:
        raise AigaqError("empty")
    draft = reader(raw)
    if _is_test_entry(draft.raw_text):
        raise AigaqError("test_entry")
    return draft


def _read_bytes(path: Path, *, limit: int) -> bytes:
    """The bytes of a regular file; the link check and the size hold for the very file that is read."""
    # O_NONBLOCK: opening a pipe must not wait for somebody to write into it.
    flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    try:
        descriptor = os.open(path, flags)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise AigaqError("unsupported")
            if status.st_size > limit:
                raise AigaqError("too_large")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                raw = file.read(limit + 1)
        finally:
            os.close(descriptor)
    except OSError:
        raise AigaqError("no_such_file") from None
    if len(raw) > limit:
        raise AigaqError("too_large")
    return raw


def _is_test_entry(text: str) -> bool:
    """Whether a text of a few words says nothing but "test test 123"."""
    words = re.findall(r"\w+", text)
    if not words or len(words) > 8:
        return False
    tests = sum(_TEST_WORDS.fullmatch(word) is not None for word in words)
    return tests > 0 and all(word.isdigit() or _TEST_WORDS.fullmatch(word) for word in words)
