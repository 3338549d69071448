"""A file's bytes and its reader: one reader an extension, limits on size and nesting, checks on each text."""

import contextlib
import importlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

from intake.entries import split_entries
from intake.parts import PLAIN, Inner, Options, Part, Refusal, Told
from intake.still_file import StillFile, open_regular
from models.errors import AigaqError
from models.statements import Draft

_MB: Final = 1_000_000
SIZE_LIMIT: Final = 20 * _MB  # bytes; 300,000 words of Russian are 4 MB
LARGE: Final = 100 * _MB
_STREAMED: Final = 250 * _MB
_NESTING: Final = 4  # files inside files inside files …
_INNER_FILES: Final = 50_000  # in one file of the folder, at all depths
_INNER_BYTES: Final = 1000 * _MB


class _Format:
    """A reader by the name of its function, loaded when the first file of its kind comes."""

    def __init__(self, function: str, *, container: bool = False, limit: int = SIZE_LIMIT) -> None:
        self.function = function
        self.container = container
        self.limit = limit

    def read(self, raw: bytes | StillFile, options: Options) -> Iterable[Part]:
        """The parts of a file of this format; only one that streams is given an open file."""
        module, _, name = self.function.rpartition(".")
        reader = getattr(importlib.import_module(f"intake.formats.{module}"), name)
        if self.container:
            return cast("Callable[[bytes | StillFile, Options], Iterable[Part]]", reader)(raw, options)
        return (Told("", cast("Callable[[bytes | StillFile, Options], Draft]", reader)(raw, options)),)


_PICTURE = _Format("picture.read_picture", limit=LARGE)
_TAR = _Format("archives.read_tar", container=True, limit=LARGE)
FORMATS: Mapping[str, _Format] = MappingProxyType(
    {
        ".txt": _Format("text.read_text"),
        ".md": _Format("text.read_markdown"),
        ".docx": _Format("docx.read_docx", limit=LARGE),
        ".odt": _Format("odt.read_odt", limit=LARGE),
        ".rtf": _Format("rtf.read_rtf", limit=LARGE),
        ".pdf": _Format("pdf.read_pdf", limit=LARGE),
        ".html": _Format("html.read_html"),
        ".htm": _Format("html.read_html"),
        ".eml": _Format("mail.read_eml", container=True, limit=LARGE),
        ".mbox": _Format("mail.read_mbox", container=True, limit=LARGE),
        ".vtt": _Format("subtitles.read_vtt"),
        ".srt": _Format("subtitles.read_srt"),
        ".csv": _Format("form_csv.read_csv", container=True, limit=_STREAMED),
        ".xlsx": _Format("form_xlsx.read_xlsx", container=True, limit=LARGE),
        ".json": _Format("form_json.read_json", container=True, limit=LARGE),
        ".jsonl": _Format("form_json.read_json", container=True, limit=LARGE),
        ".zip": _Format("zip.read_zip", container=True, limit=LARGE),
        ".tar": _TAR, ".tgz": _TAR, ".gz": _TAR, ".bz2": _TAR, ".xz": _TAR,
        ".jpg": _PICTURE, ".jpeg": _PICTURE, ".png": _PICTURE, ".tif": _PICTURE, ".tiff": _PICTURE,
    }
)  # fmt: skip

_STREAMS: Final = frozenset({".csv"})  # read from the file row by row, never held whole

_REFUSED_KINDS: Mapping[str, str] = MappingProxyType({"covering_note": "covering notes"})
_SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx", "$recycle.bin"})
_SYSTEM_PREFIXES = (".", "~$", "~wrl")
_TEST_WORDS = re.compile(
    r"(?:test(?:ing)?|тест\w*|проба|проверка|сынақ|asdf\w*|qwerty|фыва\w*)", re.IGNORECASE
)


def is_system_name(name: str) -> bool:
    """Whether a file or folder of this name belongs to the system or to an open editor."""
    return name.lower() in _SYSTEM_NAMES or name.lower().startswith(_SYSTEM_PREFIXES)


def read_file(path: Path, options: Options = PLAIN) -> Iterator[Told | Refusal]:
    """What is in the file at `path`; raises AigaqError with a code of the batch contract."""
    if is_system_name(path.name):
        raise AigaqError("system_file")
    # os.path: a name that the system cannot hold is no error there
    if os.path.islink(path):  # noqa: PTH114
        raise AigaqError("symlink")
    chosen = FORMATS.get(path.suffix.lower())
    if chosen is None:
        raise AigaqError("unsupported" if os.path.exists(path) else "no_such_file")  # noqa: PTH110
    if path.suffix.lower() in _STREAMS:
        with contextlib.closing(StillFile(path, limit=chosen.limit)) as file:
            yield from _Unpacking(options).read(path.name, file, depth=0)
    else:
        yield from read_raw(path.name, read_bytes(path, limit=chosen.limit), options)


def only(parts: Iterable[Told | Refusal]) -> Draft:
    """The one statement among some parts, what was refused beside it counted; raises AigaqError."""
    told: list[Draft] = []
    codes: list[str] = []
    for part in parts:
        if isinstance(part, Told):
            told.append(part.draft)
        else:
            codes.append(part.code)
        if len(told) > 1:
            raise AigaqError("several")
    if not told:
        raise AigaqError(codes[0] if codes else "empty")
    refused = Counter(_REFUSED_KINDS.get(code, "refused parts") for code in codes if code != "system_file")
    return replace(told[0], left_out=(*told[0].left_out, *sorted(refused.items())))


def read_raw(name: str, raw: bytes, options: Options = PLAIN) -> Iterator[Told | Refusal]:
    """The statements in the bytes of a file called `name`, those of files inside it too.

    Raises AigaqError for the file itself; what is wrong with a part is a Refusal.
    """
    return _Unpacking(options).read(name, raw, depth=0)


class _Unpacking:
    """One file of the folder with all that lies in it; counts what it has unpacked."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._files = 0
        self._bytes = 0

    def read(self, name: str, raw: bytes | StillFile, *, depth: int) -> Iterator[Told | Refusal]:
        chosen = FORMATS.get(Path(name).suffix.lower())
        if chosen is None:
            raise AigaqError("unsupported")
        if not raw:
            raise AigaqError("empty")
        if len(raw) > chosen.limit:
            raise AigaqError("too_large")
        found = False
        for part in chosen.read(raw, self._options):
            found = True
            if isinstance(part, Inner):
                yield from self._inner(part, outer=name, depth=depth + 1)
            elif isinstance(part, Told):
                yield from checked(part)
            else:
                yield part
        if not found:
            raise AigaqError("empty")

    def _inner(self, inner: Inner, *, outer: str, depth: int) -> Iterator[Told | Refusal]:
        """A file inside the file: what goes wrong with it stops none of the others, only a bomb does."""
        name, mark = inner.name or Path(outer).stem, f"#{inner.name}" if inner.name else ""
        self._files += 1
        self._bytes += len(inner.raw)
        if self._files > _INNER_FILES or self._bytes > _INNER_BYTES:
            raise _TooMuchError("archive_bomb")
        try:
            if any(is_system_name(step) for step in name.split("/")):
                raise AigaqError("system_file")
            if depth > _NESTING:
                raise AigaqError("too_nested")
            for part in self.read(name, inner.raw, depth=depth):
                yield replace(part, mark=mark + part.mark)
        except _TooMuchError:
            raise
        except AigaqError as error:
            yield Refusal(mark, error.code)


class _TooMuchError(AigaqError):
    """All that lies in one file of the folder is too much together: the rest of it is not read."""


def checked(told: Told) -> Iterator[Told | Refusal]:
    """The statements in one text; refuses entries that only try out a form."""
    found = False
    for mark, draft in split_entries(told.draft):
        found = True
        if _is_test_entry(draft.raw_text):
            yield Refusal(told.mark + mark, "test_entry")
        else:
            yield Told(told.mark + mark, draft, pasted=bool(mark))
    if not found:
        yield Refusal(told.mark, "empty")


def read_bytes(path: Path, *, limit: int) -> bytes:
    """The bytes of a regular file; the link check and the size hold for the very file that is read."""
    try:
        descriptor, before = open_regular(path, limit=limit)
        try:
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                raw = file.read(limit + 1)
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        raise AigaqError("no_such_file") from None
    if len(raw) > limit:
        raise AigaqError("too_large")
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(
        raw
    ) != after.st_size:
        raise AigaqError("changed")
    return raw


def _is_test_entry(text: str) -> bool:
    """Whether a text of a few words says nothing but "test test 123"."""
    words = re.findall(r"\w+", text)
    if not words or len(words) > 8:
        return False
    tests = sum(_TEST_WORDS.fullmatch(word) is not None for word in words)
    return tests > 0 and all(word.isdigit() or _TEST_WORDS.fullmatch(word) for word in words)
