"""A bundle on the disk: its files in a folder of its own, which gets its name when everything is done.

A folder that a killed or refused run left begins with a point and holds no signature; the next run removes
it.
"""

import contextlib
import filecmp
import os
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from models.errors import AigaqError
from share.contents import Contents, Item
from share.formats.docx import write_docx
from share.formats.pdf import write_pdf
from share.formats.readme import write_readme
from share.formats.sqlite import write_sqlite
from share.formats.tables import write_tables
from share.formats.uwazi import write_uwazi
from share.manifest import MANIFEST, SIGNATURE
from share.summary import write_summary
from store.private_files import settle_folder

Write = Callable[[Contents, Path], object]
FORMATS: Final[dict[str, Write]] = {
    "sqlite": write_sqlite,
    "tables": write_tables,
    "uwazi": write_uwazi,
    "docx": write_docx,
    "pdf": write_pdf,
}
# In every bundle.
_ALWAYS: Final[tuple[Write, ...]] = (write_readme, write_summary)
_BEGINS: Final = ".aigaq-release-"
_RANDOM: Final = 4  # bytes
# Formats with a file a statement, which can be made for one alone.
_SINGLE: Final = frozenset({"docx", "pdf"})


@contextlib.contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder in a private one beside the target, which is gone when the block ends.

    Errors: place_taken where something stands at the target, unwritable.
    """
    begins = f"{_BEGINS}{target.name}-"
    try:
        if target.exists() or target.is_symlink():
            raise AigaqError("place_taken")
        target.parent.mkdir(parents=True, exist_ok=True)
        for left in target.parent.glob(f"{_BEGINS}*"):
            if left.name.startswith(begins) and len(left.name) == len(begins) + 2 * _RANDOM:
                shutil.rmtree(left)
        private = target.with_name(begins + secrets.token_hex(_RANDOM))
        private.mkdir(mode=0o700)
        folder = private / "bundle"
        folder.mkdir()
    except OSError:
        raise AigaqError("unwritable") from None
    try:
        yield folder
    finally:
        shutil.rmtree(private, ignore_errors=True)


def write_files(
    contents: Contents,
    folder: Path,
    formats: Sequence[str],
    *,
    progress: Callable[[str], None] = lambda name: None,
) -> None:
    """Write all files of a bundle but the manifest; `progress` is told each format. Errors: unwritable."""
    try:
        for write in _ALWAYS:
            write(contents, folder)
        for name in formats:
            progress(name)
            FORMATS[name](contents, folder)
    except OSError:
        raise AigaqError("unwritable") from None


def put_in_place(folder: Path, target: Path) -> None:
    """Give a finished folder its name, with everything in it on the disk. Errors: unwritable."""
    try:
        for path in (p for p in folder.rglob("*") if p.is_file()):
            with path.open("rb") as file:
                os.fsync(file.fileno())
        settle_folder(folder)
        folder.rename(target)
        settle_folder(target.parent)
    except OSError:
        raise AigaqError("unwritable") from None


def pack(folder: Path, target: Path) -> None:
    """A finished bundle as one zip for its owner alone, by nobody and of no date. Errors: unwritable."""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = target.with_name(f"{_BEGINS}{target.name}-{secrets.token_hex(_RANDOM)}")
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                    name = f"{target.stem}/{path.relative_to(folder).as_posix()}"
                    member = zipfile.ZipInfo(name)
                    member.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(member, path.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        beside.rename(target)
        settle_folder(target.parent)
    except OSError:
        raise AigaqError("unwritable") from None


class Scaffolding:
    """The files of a bundle made again: without the statements' texts as they are asked for, and whole."""

    def __init__(
        self, contents: Contents, formats: Sequence[str], bundle: Path, *, finish: Callable[[Path], object]
    ) -> None:
        self._whole = contents
        self._finish = finish
        self._contents = replace(contents, items=tuple(map(_without_text, contents.items)))
        self._formats = formats
        self._bundle = bundle
        self._folder = bundle.with_name("scaffolding")
        self._made: set[str] = set()

    def __call__(self, name: str) -> bytes | None:
        """The bytes of a file by its path in the bundle; None if the formats make no such file."""
        if name in {MANIFEST, SIGNATURE}:
            return (self._bundle / name).read_bytes()  # it is made of digests, counts and fixed words
        self._folder.mkdir(exist_ok=True)
        kind = name.split("/", 1)[0]
        if kind in _SINGLE & set(self._formats):
            item = next((i for i in self._contents.items if Path(name).stem == i.name), None)
            if item is not None:
                FORMATS[kind](replace(self._contents, items=(item,)), self._folder)
        elif "rest" not in self._made:
            self._made.add("rest")
            write_files(self._contents, self._folder, [f for f in self._formats if f not in _SINGLE])
        path = self._folder / name
        return path.read_bytes() if path.is_file() else None

    def strays(self) -> Iterator[str]:
        """What of the bundle is not what its contents make: files changed, missing or too many, links.

        All is written again beside it and compared byte for byte: equal contents give equal bytes. `finish`
        writes what is not of a format, the manifest.
        """
        again = self._bundle.with_name("again")
        again.mkdir()
        try:
            write_files(self._whole, again, self._formats)
            self._finish(again)
            wanted = {path.relative_to(again).as_posix() for path in again.rglob("*")}
            here = {path.relative_to(self._bundle).as_posix() for path in self._bundle.rglob("*")}
            yield from sorted(wanted ^ here)
            for name in sorted(wanted & here):
                one, other = again / name, self._bundle / name
                of_a_kind = not other.is_symlink() and one.is_dir() == other.is_dir()
                if not of_a_kind or (one.is_file() and not filecmp.cmp(one, other, shallow=False)):
                    yield name
        finally:
            shutil.rmtree(again, ignore_errors=True)


def _without_text(item: Item) -> Item:
    tags = tuple(replace(tag, start=0, end=0) for tag in item.tags)
    return replace(item, text="", tags=tags)
