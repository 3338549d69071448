"""Form exports as .xlsx: what the visible sheets show, and the cached values of formulas.

Read from the sheets' XML and not by a spreadsheet library: those that stream do not say which rows and
columns are hidden, and build every empty cell a sheet claims to have. Nothing is calculated and no link is
followed.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate
from typing import Final

from lxml import etree

from intake.formats.form_tables import COLUMN_LIMIT, Load, Row, Table, clean, make_table
from intake.formats.forms import read_tables
from intake.formats.ooxml import is_tag, local_name, parse
from intake.formats.package import Package, open_package
from intake.parts import PLAIN, Options, Part
from models.errors import AigaqError

_ROW_LIMIT: Final = 1_048_576
_MARK_LIMIT: Final = 8_000_000  # "<" in all parts: elements, with or without content, take memory and time
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
# Spreadsheets write characters that XML cannot hold as _x000D_, and a real "_x000D_" as _x005F_x000D_.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE: Final = frozenset({"1", "true"})
_THREADED_NOTICE = re.compile(r"\[Threaded comment\].*?Comment:\s*", re.DOTALL)


def read_xlsx(raw: bytes, options: Options = PLAIN) -> Iterator[Part]:
    """The entries of an .xlsx export, sheets of repeated groups joined to them.

    Raises AigaqError empty, damaged, password, unsupported, archive_bomb, entity_expansion, too_large or
    no_statement_column.
    """
    package = open_package(raw)
    if sum(part.count(b"<") for part in package.xml.values()) > _MARK_LIMIT:
        raise AigaqError("too_large")
    left_out: Counter[str] = Counter()
    try:
        tables = _tables(package, left_out)
    except (etree.XMLSyntaxError, RecursionError, ValueError):
        raise AigaqError("damaged") from None
    if not tables:
        raise AigaqError("empty")
    return read_tables(tables, options, left_out=left_out)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is known of a sheet before its rows."""

    part: bytes
    strings: list[str]
    comments: dict[int, list[tuple[int, str]]]


def _tables(package: Package, left_out: Counter[str]) -> list[Table]:
    """The visible sheets that hold anything, in the workbook's order."""
    main = _workbook(package)
    folder = posixpath.dirname(main)
    targets = _relations(package, main)
    strings = _shared_strings(package, targets, folder)
    load = Load()
    found: list[Table] = []
    seen: set[str] = set()
    for sheet in parse(package.xml[main]).iter("{*}sheet"):
        identity = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        kind, target = targets.get(str(identity), ("", ""))
        if not kind.endswith("/worksheet"):
            left_out["other sheets"] += 1
            continue
        if target in seen or target not in package.xml:
            raise AigaqError("damaged")
        seen.add(target)
        if sheet.get("state", "visible") != "visible":
            left_out["hidden sheets"] += 1
            continue
        whole = _Sheet(package.xml[target], strings, _comments(package, target))
        hidden = _hidden_columns(whole.part)
        table = make_table(_rows(whole), load, name=sheet.get("name", ""), hidden=hidden)
        if table is not None:
            found.append(table)
    return found


def _workbook(package: Package) -> str:
    """The name of the workbook's part, as the package's relations say."""
    for kind, target in _relations(package, "").values():
        if kind.endswith("/officeDocument"):
            if target in package.xml:
                return target
            # A binary workbook (.xlsb) is a whole one, only not of this kind.
            raise AigaqError("unsupported" if target.endswith(".bin") else "damaged")
    raise AigaqError("damaged")


def _relations(package: Package, name: str) -> dict[str, tuple[str, str]]:
    """By id the kind and the target of a part's relations within the package."""
    folder, base = posixpath.split(name)
    part = package.xml.get(posixpath.join(folder, "_rels", f"{base}.rels"))
    if part is None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for relation in parse(part):
        target = relation.get("Target", "")
        if is_tag(relation, "Relationship") and relation.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", ""), path)
    return found


def _elements(part: bytes, *names: str) -> Iterator[etree._Element]:
    """The elements of these names, one at a time; those that were walked are dropped."""
    walk = etree.iterparse(
        BytesIO(part),
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _, element in walk:
        yield element
        element.clear(keep_tail=False)
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _shared_strings(package: Package, targets: Mapping[str, tuple[str, str]], folder: str) -> list[str]:
    name = next((path for kind, path in targets.values() if kind.endswith("/sharedStrings")), "")
    part = package.xml.get(name or posixpath.join(folder, "sharedStrings.xml"))
    return [_rich_text(item) for item in _elements(part, "si")] if part is not None else []


def _rich_text(item: etree._Element) -> str:
    """The runs of a string, without the readings that stand above characters."""
    pieces: list[str] = []
    for child in item:
        name = local_name(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces += [piece.text or "" for piece in child if is_tag(piece, "t")]
    return clean(_unescape("".join(pieces)))


def _hidden_columns(part: bytes) -> frozenset[int]:
    """The columns that a sheet hides, or makes too narrow to be seen."""
    changes = [0] * (COLUMN_LIMIT + 1)
    for column in _elements(part, "col"):
        if _is_hidden(column, "width"):
            first, last = int(column.get("min", "0")), int(column.get("max", "0"))
            if 1 <= first <= last <= COLUMN_LIMIT:
                changes[first - 1] += 1
                changes[last] -= 1
    return frozenset(index for index, depth in enumerate(accumulate(changes)) if depth > 0)


def _is_hidden(element: etree._Element, size: str) -> bool:
    return element.get("hidden") in _TRUE or (element.get(size) or "1").strip("0.") == ""


def _rows(sheet: _Sheet) -> Iterator[Row]:
    """The rows of a sheet that hold anything; rows and cells of one place written twice are damage."""
    number = 0
    for element in _elements(sheet.part, "row"):
        own = int(element.get("r") or number + 1)
        if not number < own <= _ROW_LIMIT:
            raise AigaqError("damaged")
        number = own
        cells = dict(_cells(element, sheet.strings))
        if cells:
            yield Row(cells, _is_hidden(element, "ht"), comments=tuple(sheet.comments.get(number, ())))


def _cells(row: etree._Element, strings: list[str]) -> Iterator[tuple[int, str]]:
    column = -1
    for cell in row:
        reference = cell.get("r")
        own = _column(reference) if reference else column + 1
        if not column < own < COLUMN_LIMIT:
            raise AigaqError("damaged")
        column = own
        if len(cell) and (text := _value(cell, strings)):
            yield column, text


def _column(reference: str) -> int:
    """A cell's column, counted from 0: "C7" is 2."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise AigaqError("damaged")
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: etree._Element, strings: list[str]) -> str:
    """What a cell shows; a formula nobody has calculated shows nothing."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = next((child for child in cell if is_tag(child, "is")), None)
        return "" if inline is None else _rich_text(inline)
    raw = next((child.text or "" for child in cell if is_tag(child, "v")), "")
    if not raw or kind == "e":
        return ""
    if kind == "s":
        index = int(raw)
        if not 0 <= index < len(strings):
            raise AigaqError("damaged")
        return strings[index]
    if kind == "b":
        return "true" if raw.strip() == "1" else "false"
    return _number(raw.strip()) if kind == "n" else clean(_unescape(raw))


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _number(raw: str) -> str:
    """A number as a person would write it: telephones without exponent and decimals."""
    if not raw or raw.isdigit():
        return raw
    value = float(raw[:40])
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else raw[:40]


def _comments(package: Package, sheet: str) -> dict[int, list[tuple[int, str]]]:
    """By row number the comments on its cells, without who wrote them."""
    parts = {kind.rpartition("/")[2]: path for kind, path in _relations(package, sheet).values()}
    # A thread repeats its first comment in the old part, behind a notice.
    for kind in ("threadedComment", "comments"):
        part = package.xml.get(parts.get(kind, ""))
        if part is not None:
            break
    else:
        return {}
    root = parse(part)
    authors = [author.text or "" for author in root.iter("{*}author")]
    found: dict[int, list[tuple[int, str]]] = {}
    for comment in root.iter("{*}comment", "{*}threadedComment"):
        match = _REFERENCE.fullmatch(comment.get("ref", ""))
        inner = next((child for child in comment if is_tag(child, "text")), None)
        if match is None or inner is None:
            continue
        text = _rich_text(inner) if len(inner) else clean(inner.text or "")
        text = _THREADED_NOTICE.sub("", text, count=1)
        place = comment.get("authorId", "")
        author = authors[int(place)] if place.isdigit() and int(place) < len(authors) else ""
        if author:
            text = text.removeprefix(f"{author}:").strip()
        if text:
            found.setdefault(int(match[2]), []).append((_column(match[0]), text))
    return found
