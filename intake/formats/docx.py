"""Word documents: the statement as a reader of the final version sees it.

Kept: paragraphs, tables, text boxes and tracked insertions, in the order of the document. Left out and
counted, because it is not what the witness said: deletions, comments, hidden text, headers and footers,
footnotes, embedded files and pictures. Ordinary libraries get the first two the wrong way round.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

from intake.formats.comments import join_comments
from intake.formats.docx_styles import hidden_styles, is_hidden, style_of
from intake.formats.fields import Fields, shows_property
from intake.formats.ooxml import is_tag, local_name, parse, text_of
from intake.formats.package import Package, open_package
from intake.parts import PLAIN, Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind

_OFFICE_DOCUMENT = "/officeDocument"
_SIDE_PARTS = {
    "headers": (re.compile(r"(?:header|footer)\d*\.xml"), None),
    "footnotes": (re.compile(r"(?:footnotes|endnotes)\.xml"), ("footnote", "endnote")),
}
_REMOVED: Final = frozenset({"del", "moveFrom"})
# Containers without text of their own whose content is read as if it stood in their place.
_THROUGH: Final = frozenset(
    {
        "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "bdo", "dir",
        "ruby", "rubyBase",
    }
)  # fmt: skip
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(raw: bytes, options: Options = PLAIN) -> Draft:
    """A .docx file; "comments" in `options.include` takes its comments in.

    Raises AigaqError empty, image_only, damaged, password, unsupported, archive_bomb or entity_expansion.
    """
    package = open_package(raw)
    main = _main_part(package)
    try:
        body = next((child for child in parse(package.xml[main]) if is_tag(child, "body")), None)
        if body is None:
            raise AigaqError("damaged")
        folder = main.rpartition("/")[0]
        styles = package.xml.get(f"{folder}/styles.xml")
        walk = _Walk(hidden_styles(parse(styles)) if styles else {})
        text = "\n".join(walk.blocks(body)).strip("\n")
        left_out = walk.left_out + _count_side_parts(package, folder)
        comments = _comments(package.xml.get(f"{folder}/comments.xml"), walk.hidden)
    except (etree.XMLSyntaxError, RecursionError):
        raise AigaqError("damaged") from None
    text = join_comments(text, comments, options=options, left_out=left_out)
    if not any(character.isalnum() for character in text):
        images = walk.left_out["images"] or any("/media/" in name for name in package.names)
        raise AigaqError("image_only" if images else "empty")
    counts = tuple(sorted((kind, count) for kind, count in left_out.items() if count))
    return Draft(raw_text=text, source=SourceKind.DOCX, left_out=counts)


def _main_part(package: Package) -> str:
    """The name of the part that holds the text, as the package's relations say."""
    relations = package.xml.get("_rels/.rels")
    name = "word/document.xml"
    if relations is not None:
        try:
            for relation in parse(relations):
                if relation.get("Type", "").endswith(_OFFICE_DOCUMENT):
                    name = relation.get("Target", name).lstrip("/")
        except etree.XMLSyntaxError:
            raise AigaqError("damaged") from None
    if name not in package.xml:
        raise AigaqError("damaged")
    return name


def _count_side_parts(package: Package, folder: str) -> Counter[str]:
    """How many headers and footers, footnotes and endnotes hold text."""
    counts: Counter[str] = Counter()
    for name, part in package.xml.items():
        base, _, file = name.rpartition("/")
        if base != folder:
            continue
        for kind, (pattern, inner) in _SIDE_PARTS.items():
            if pattern.fullmatch(file):
                root = parse(part)
                holders = [root] if inner is None else [child for child in root if is_tag(child, inner)]
                counts[kind] += sum(bool(text_of(holder)) for holder in holders)
    return counts


def _comments(part: bytes | None, hidden: dict[str, bool]) -> list[str]:
    """The texts of the comments; who wrote them stands in attributes, which are not read."""
    if part is None:
        return []
    comments = (child for child in parse(part) if is_tag(child, "comment"))
    return ["\n".join(_Walk(hidden).blocks(comment)) for comment in comments]


class _Walk:
    """One pass over a document's body; counts what it leaves out."""

    def __init__(self, hidden: dict[str, bool]) -> None:
        self.hidden = hidden
        self.left_out: Counter[str] = Counter()
        self._fields = Fields()
        self._carried = ""  # a paragraph whose end mark was deleted runs on into the next

    def blocks(self, parent: etree._Element) -> list[str]:
        """The lines of a body, a cell or a text box: one a paragraph, one a table row."""
        lines: list[str] = []
        for child in parent:
            if is_tag(child, "p"):
                lines += self._paragraph(child)
            elif is_tag(child, "tbl"):
                lines += self._rows(child)
            elif is_tag(child, tuple(_REMOVED)):
                self._count_removed(child)
            elif is_tag(child, "altChunk"):
                self.left_out["embedded"] += 1
            elif local_name(child) in _THROUGH:
                lines += self.blocks(child)
        if self._carried and not is_tag(parent, tuple(_THROUGH)):
            lines.append(self._carried)
            self._carried = ""
        return lines

    def _rows(self, parent: etree._Element) -> Iterator[str]:
        """Each row's cells, joined by tabs: recognisers read "ИИН<tab>…" as they read "ИИН …"."""
        for row in parent:
            if local_name(row) in _THROUGH:
                yield from self._rows(row)
            elif is_tag(row, "tr"):
                settings = row.find("{*}trPr")
                if settings is not None and settings.find("{*}del") is not None:
                    self._count_removed(row)
                    continue
                if settings is not None and settings.find("{*}hidden") is not None:
                    self.left_out["hidden"] += 1
                    continue
                cells = ("\n".join(self.blocks(cell)).strip("\n") for cell in self._cells(row))
                yield "\t".join(cell for cell in cells if cell)

    def _cells(self, row: etree._Element) -> Iterator[etree._Element]:
        for cell in row:
            if local_name(cell) in _THROUGH:
                yield from self._cells(cell)
            elif is_tag(cell, "tc"):
                if cell.find("{*}tcPr/{*}cellDel") is not None:
                    self._count_removed(cell)
                else:
                    yield cell

    def _paragraph(self, paragraph: etree._Element) -> list[str]:
        """A paragraph's line, then the lines of the text boxes anchored in it."""
        pieces: list[str] = []
        boxes: list[str] = []
        settings = paragraph.find("{*}pPr")
        self._inline(paragraph, pieces, boxes, style_of(paragraph, "p"))
        self._fields.end_paragraph()
        carried, self._carried = self._carried, ""
        line = carried + "".join(pieces)
        if settings is not None and settings.find("{*}rPr/{*}del") is not None:
            self._carried = line
            return boxes
        return [line, *boxes]

    def _inline(self, parent: etree._Element, pieces: list[str], boxes: list[str], style: str | None) -> None:
        for child in parent:
            name = local_name(child)
            if name == "r":
                self._run(child, pieces, boxes, style)
            elif name in _REMOVED:
                self._count_removed(child)
            elif name == "fldSimple" and shows_property(_value(child, "instr")):
                self.left_out["fields"] += 1
            elif name in _THROUGH:
                self._inline(child, pieces, boxes, style)
            elif name in {"oMath", "oMathPara"}:
                pieces.append(text_of(child))
            elif name == "AlternateContent":
                self._drawing(child, boxes)

    def _run(self, run: etree._Element, pieces: list[str], boxes: list[str], style: str | None) -> None:
        if is_hidden(run, paragraph_style=style, styles=self.hidden):
            self.left_out["hidden"] += bool(text_of(run))
            return
        for child in run:
            name = local_name(child)
            if name == "fldChar":
                before = self._fields.left_out
                self._fields.mark(_value(child, "fldCharType"))
                self.left_out["fields"] += self._fields.left_out - before
            elif name == "instrText":
                self._fields.instruct(child.text or "")
            elif self._fields.hiding:
                continue
            elif name == "t":
                pieces.append(child.text or "")
            elif name in _SIGNS:
                pieces.append(_SIGNS[name])
            elif name == "ruby":
                self._inline(child, pieces, boxes, style)
            elif name in {"drawing", "pict", "object", "AlternateContent"}:
                self._drawing(child, boxes)

    def _drawing(self, drawing: etree._Element, boxes: list[str]) -> None:
        """The text boxes of a drawing; a drawing without one is a picture or an embedded file."""
        for option in _options(drawing):
            contents = [item for item in option.iter("{*}txbxContent") if not _inside_box(item, option)]
            if contents:
                for content in contents:
                    boxes += self.blocks(content)
                return
        if any(True for _ in drawing.iter("{*}OLEObject")):
            self.left_out["embedded"] += 1
        elif any(True for _ in drawing.iter("{*}blip", "{*}imagedata")):
            self.left_out["images"] += 1

    def _count_removed(self, element: etree._Element) -> None:
        self.left_out["deletions"] += bool(text_of(element))


def _value(element: etree._Element, name: str) -> str:
    """An attribute by its local name."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")), "")


def _options(drawing: etree._Element) -> list[etree._Element]:
    """The forms in which one drawing is written down, the newest first; they repeat each other's text."""
    alternatives = [drawing] if local_name(drawing) == "AlternateContent" else []
    alternatives += drawing.findall("{*}AlternateContent")
    if not alternatives:
        return [drawing]
    return [option for alternative in alternatives for option in alternative]


def _inside_box(item: etree._Element, top: etree._Element) -> bool:
    """Whether a text box stands inside another one, whose reading brings it in."""
    parent = item.getparent()
    while parent is not None and parent is not top:
        if local_name(parent) == "txbxContent":
            return True
        parent = parent.getparent()
    return False
