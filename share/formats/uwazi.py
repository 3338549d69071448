"""A ZIP for the CSV import of Uwazi: import.csv, a statement a row.

Properties that the template needs: text (rich text), text_language and release (text), event_date (multiple
date range), abuse, places, huridocs_acts and huridocs_methods (multiple select), persons (relationship).
Uwazi splits values at | and, in its lists, at ::; it refuses a column both with and without a language, and a
list whose columns lack the collection's main language. So lists of words have a column for each language of
ours, with as many values in the same order; the other columns have no language.
"""

import csv
import io
import re
from calendar import monthrange
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from models.abuse import HURIDOCS, AbuseCode
from models.errors import AigaqError
from models.findings import TagKind
from models.labels import Label, Language
from redact.masks import mask_word
from share.contents import Contents, Item, ReleasedTag
from share.formats.tables import in_a_cell
from share.words import LANGUAGES, called

COLUMNS: Final = (
    *("title", "text", "text_language", "event_date"),
    *(f"{name}__{language}" for name in ("abuse", "places") for language in LANGUAGES),
    *("huridocs_acts", "huridocs_methods", "persons", "release"),
)
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", re.ASCII)


def write_uwazi(contents: Contents, folder: Path) -> list[Path]:
    """All statements in uwazi.zip of the folder; raises AigaqError unwritable."""
    path = folder / "uwazi.zip"
    member = ZipInfo("import.csv", (1980, 1, 1, 0, 0, 0))
    member.create_system = 0
    member.compress_type = ZIP_DEFLATED
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr(member, _csv(contents))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(packed.getvalue())
    except OSError:
        raise AigaqError("unwritable") from None
    return [path]


def _csv(contents: Contents) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_row(item, contents) for item in contents.items)
    return out.getvalue().encode()


def _row(item: Item, contents: Contents) -> dict[str, str]:
    release = _value(contents.release_id)
    abuses = _codes(item, TagKind.ABUSE)
    places = {tag.code: tag for tag in item.tags if tag.kind is TagKind.PLACE}
    known = [HURIDOCS[AbuseCode(code)] for code in abuses if code in set(AbuseCode)]
    persons = sorted({alias.number for alias in item.aliases if alias.label is Label.PERSON})
    row = {
        # Uwazi joins people by their titles, and shows statements by theirs: both hold for one release alone.
        "title": f"{release} {item.name} {contents.audience}",
        "text": in_a_cell(item.text),
        "text_language": item.language.value,
        "event_date": _several(_range(code) for code in _codes(item, TagKind.EVENT_DATE)),
        "huridocs_acts": _several(sorted({act for codes in known for act in codes.acts})),
        "huridocs_methods": _several(sorted({method for codes in known for method in codes.methods})),
        "persons": _several(f"{release} {mask_word(Label.PERSON, Language.EN)} {one}" for one in persons),
        "release": release,
    }
    for language in LANGUAGES:
        row[f"abuse__{language}"] = _several(_value(called(TagKind.ABUSE, code, language)) for code in abuses)
        row[f"places__{language}"] = _several(_place(tag, language) for tag in places.values())
    return row


def _codes(item: Item, kind: TagKind) -> list[str]:
    """The codes of a kind, each once, in the order told."""
    return list(dict.fromkeys(tag.code for tag in item.tags if tag.kind is kind))


def _place(tag: ReleasedTag, language: Language) -> str:
    """A place in its region; a region, or a place abroad, in itself: no group of a list can be a value."""
    region, name = (
        _value(called(TagKind.PLACE, code, language)) for code in (tag.region or tag.code, tag.code)
    )
    return f"{region}::{name}"


def _range(code: str) -> str:
    """The first and the last day of a day, month or year; "" where it is none of them."""
    found = _DATE.fullmatch(code)
    if found is None:
        return ""
    year, month, day = (int(part) if part else None for part in found.groups())
    last = monthrange(year or 1, month or 12)[1]
    if day is not None and not 1 <= day <= last:
        return ""
    return f"{year:04d}-{month or 1:02d}-{day or 1:02d}:{year:04d}-{month or 12:02d}-{day or last:02d}"


def _value(text: str) -> str:
    """A value that Uwazi takes whole: in one line, without its signs between values."""
    return re.sub("::+", ":", " ".join(in_a_cell(text).replace("|", "/").split())).strip(": ") or "?"


def _several(values: Iterable[str]) -> str:
    return "|".join(value for value in values if value)
