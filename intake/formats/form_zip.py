"""ODK Central's export: a .zip of one .csv for the form, one for each repeated group, and a folder of media.

Only the tables are unpacked. Pictures and recordings are counted where an entry names them.
"""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from intake.formats.form_csv import csv_table
from intake.formats.form_tables import Load
from intake.formats.forms import TABLE_LIMIT, read_tables
from intake.parts import PLAIN, Options, Part
from models.errors import AigaqError

_ENTRY_LIMIT: Final = 10_000
_TOTAL_LIMIT: Final = 50_000_000  # bytes of all tables together
_RATIO_LIMIT: Final = 200  # for one large table
_RATIO_FROM: Final = 16_000_000
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_HEADER: Final = 65_536  # bytes in which a table's column names are looked for
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


def is_form_zip(raw: bytes) -> bool:
    """Whether an archive is a form export: tables with the column KEY, and beside them nothing but media."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = _entries(archive)
            if len(entries) > _ENTRY_LIMIT:
                return False
            tables = _tables(entries)
            return (
                0 < len(tables) <= TABLE_LIMIT
                and all(_is_table(entry) or _is_media(entry) for entry in entries)
                and all(_is_readable(entry) and _has_key(archive, entry) for entry in tables)
            )
    except _DAMAGE:
        return False


def read_form_zip(raw: bytes, options: Options = PLAIN) -> Iterator[Part]:
    """The entries of ODK Central's export, repeated groups joined to them.

    Raises AigaqError empty, damaged, password, archive_bomb, not_text, too_large or no_statement_column.
    """
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = _entries(archive)
            found = _tables(entries)
            if len(found) > TABLE_LIMIT:
                raise AigaqError("too_large")
            _check(entries, found)
            texts = [(entry.filename.rpartition(".")[0], archive.read(entry)) for entry in found]
    except _DAMAGE:
        raise AigaqError("damaged") from None
    # The form's own table bears the shortest name: form.csv, form-witness.csv.
    texts.sort(key=lambda item: (len(item[0]), item[0]))
    load = Load()
    tables = [
        table
        for name, text in texts
        if text.strip() and (table := csv_table(text, load, name=name)) is not None
    ]
    if not tables:
        raise AigaqError("empty")
    media = frozenset(entry.filename.rpartition("/")[2] for entry in entries if _is_media(entry))
    return read_tables(tables, options, media=media)


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    # Not is_dir(): it stumbles over an entry without a name.
    return [entry for entry in archive.infolist() if not entry.filename.endswith("/")]


def _tables(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return [entry for entry in entries if _is_table(entry)]


def _is_table(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(".csv") and "/" not in entry.filename


def _is_media(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().startswith("media/")


def _is_readable(entry: zipfile.ZipInfo) -> bool:
    return not entry.flag_bits & 0x1 and entry.compress_type in _METHODS


def _has_key(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether a table's first line names a column KEY."""
    with archive.open(entry) as file:
        header = file.read(_HEADER).partition(b"\n")[0]
    return b"KEY" in {cell.strip(b'"\r \xef\xbb\xbf') for cell in header.split(b",")}


def _check(entries: list[zipfile.ZipInfo], tables: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in tables):
        raise AigaqError("password")
    if len(entries) > _ENTRY_LIMIT or sum(entry.file_size for entry in tables) > _TOTAL_LIMIT:
        raise AigaqError("archive_bomb")
    for entry in tables:
        if entry.file_size > _RATIO_FROM and entry.file_size > _RATIO_LIMIT * max(entry.compress_size, 1):
            raise AigaqError("archive_bomb")
    # Two tables of one name: programs disagree which of them is the form.
    names = {entry.filename.lower() for entry in tables}
    if len(names) != len(tables) or not all(_is_readable(entry) for entry in tables):
        raise AigaqError("damaged")
