"""OpenDocument text: the statement as a reader of the final version sees it.

Kept: paragraphs, headings, lists, tables and text boxes in the order of the document; tracked insertions.
Left out and counted: tracked deletions, comments, hidden text, headers and footers, footnotes, pictures,
embedded files, form fields, and fields that show the file's properties. Libraries that join all text of
content.xml run comments, footnotes and deletions into the sentence.
"""

import re
from collections import Counter
from typing import Final

from lxml import etree

from intake.formats.comments import join_comments
from intake.formats.odt_styles import NAMESPACES, HiddenStyles, attribute, hidden_styles, qualified
from intake.formats.ooxml import local_name, parse
from intake.formats.package import open_package
from intake.parts import PLAIN, Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind

_CONTENT, _STYLES = "content.xml", "styles.xml"
_PARAGRAPHS: Final = frozenset({"text:p", "text:h"})
_DRAWINGS: Final = frozenset(
    {
        "draw:frame", "draw:a", "draw:g", "draw:custom-shape", "draw:rect", "draw:ellipse", "draw:circle",
        "draw:line", "draw:polyline", "draw:polygon", "draw:regular-polygon", "draw:path", "draw:connector",
        "draw:caption", "draw:measure", "draw:control",
    }
)  # fmt: skip
# What a document says of itself, its file and its author; nobody typed these words into the text.
_PROPERTIES: Final = frozenset(
    f"text:{name}"
    for name in (
        "author-name author-initials creator initial-creator printed-by file-name template-name title "
        "subject keywords description user-defined editing-duration editing-cycles creation-date "
        "creation-time modification-date modification-time print-date print-time"
    ).split()
)
_EMBEDDED: Final = frozenset(
    {"draw:object", "draw:object-ole", "draw:plugin", "draw:applet", "draw:floating-frame"}
)
_SIGNS: Final = {"text:tab": "\t", "text:line-break": "\n"}
# Newer elements of LibreOffice that wrap text of the document.
_WRAPPERS: Final = frozenset({"content-control", "fieldmark"})
# Without text of the document in them.
_SILENT: Final = frozenset({"text:script", "text:ruby-text", "text:index-title-template"})
_FORMS = re.compile(r"form:(?:text|textarea|formatted-text|combobox|number|date|time|value-range|password)")
_HEADERS = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
_BLANKS = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")  # a single blank may stay
_BLANKS_LIMIT = 100  # what one <text:s text:c="…"/> may stand for


def read_odt(raw: bytes, options: Options = PLAIN) -> Draft:
    """An .odt file.

    Raises AigaqError empty, image_only, damaged, password, unsupported, archive_bomb or entity_expansion.
    """
    package = open_package(raw, only=frozenset({_CONTENT, _STYLES}))
    if _CONTENT not in package.xml:
        raise AigaqError("damaged")
    try:
        content = parse(package.xml[_CONTENT])
        styles = parse(package.xml[_STYLES]) if _STYLES in package.xml else None
        hidden = hidden_styles([root for root in (styles, content) if root is not None])
        walk = _Walk(hidden, _hidden_paragraphs(content))
        text = "\n".join(walk.blocks(_body(content))).strip("\n")
    except (etree.XMLSyntaxError, RecursionError):
        raise AigaqError("damaged") from None
    left_out = walk.left_out
    left_out["headers"] += 0 if styles is None else _count_headers(styles)
    left_out["form fields"] += _count_form_fields(content)
    text = join_comments(text, walk.comments, options=options, left_out=left_out)
    if not any(character.isalnum() for character in text):
        raise AigaqError("image_only" if left_out["images"] else "empty")
    counts = tuple(sorted((kind, count) for kind, count in left_out.items() if count))
    return Draft(raw_text=text, source=SourceKind.ODT, left_out=counts)


def _body(content: etree._Element) -> etree._Element:
    body = content.find("office:body", NAMESPACES)
    if body is None:
        raise AigaqError("damaged")
    text = body.find("office:text", NAMESPACES)
    if text is None:  # a spreadsheet or a presentation under a wrong name
        raise AigaqError("unsupported" if len(body) else "damaged")
    return text


def _count_headers(styles: etree._Element) -> int:
    return sum(
        _has_text(part)
        for page in styles.findall("office:master-styles/style:master-page", NAMESPACES)
        for name in _HEADERS
        for part in page.findall(f"{{*}}{name}")
    )


def _count_form_fields(content: etree._Element) -> int:
    return sum(
        bool(_FORMS.fullmatch(qualified(field)))
        and any((attribute(field, f"form:{name}") or "").strip() for name in ("current-value", "value"))
        for forms in content.iter("{*}forms")
        for field in forms.iter()
    )


def _has_text(element: etree._Element) -> bool:
    """Whether any paragraph under an element says something."""
    paragraphs = element.iter("{*}p", "{*}h")
    return any(str(piece).strip() for paragraph in paragraphs for piece in paragraph.itertext())


def _hidden_paragraphs(content: etree._Element) -> set[etree._Element]:
    """The paragraphs that a mark in them hides."""
    hidden: set[etree._Element] = set()
    for mark in content.iter("{*}hidden-paragraph"):
        if attribute(mark, "text:is-hidden") == "true":
            paragraph = next(mark.iterancestors("{*}p", "{*}h"), None)
            if paragraph is not None:
                hidden.add(paragraph)
    return hidden


class _Walk:
    """One pass over a document's body; counts what it leaves out."""

    def __init__(self, hidden: HiddenStyles, hidden_paragraphs: set[etree._Element]) -> None:
        self.hidden = hidden
        self.hidden_paragraphs = hidden_paragraphs
        self.left_out: Counter[str] = Counter()
        self.comments: list[str] = []

    def blocks(self, parent: etree._Element) -> list[str]:
        """The lines of a body, a section, a list, a cell or a text box: one a paragraph, one a table row."""
        lines: list[str] = []
        for child in parent:
            name = qualified(child)
            if name in _PARAGRAPHS:
                lines += self._paragraph(child)
            elif name == "table:table":
                lines += self._rows(child)
            elif name == "text:tracked-changes":
                for deletion in child.findall("text:changed-region/text:deletion", NAMESPACES):
                    self.left_out["deletions"] += _has_text(deletion)
            elif name == "office:annotation":
                self._comment(child)
            elif name in _DRAWINGS:
                self._drawing(child, lines)
            elif name == "text:section" and _is_off(child):
                self.left_out["hidden"] += _has_text(child)
            elif name.startswith("text:") and name not in _SILENT:
                lines += self.blocks(child)  # lists, sections, tables of contents
        return lines

    def _rows(self, parent: etree._Element) -> list[str]:
        """Each row's cells, joined by tabs: recognisers read "ИИН<tab>…" as they read "ИИН …"."""
        lines: list[str] = []
        for row in parent:
            name = qualified(row)
            if name == "table:table-row":
                if attribute(row, "table:visibility") in {"collapse", "filter"}:
                    self.left_out["hidden"] += _has_text(row)
                    continue
                cells = ("\n".join(self.blocks(cell)).strip("\n") for cell in self._cells(row))
                lines.append("\t".join(cell for cell in cells if cell))
            elif name in {"table:table-rows", "table:table-header-rows", "table:table-row-group"}:
                lines += self._rows(row)
            elif name == "table:shapes":
                lines += self.blocks(row)
        return lines

    def _cells(self, row: etree._Element) -> list[etree._Element]:
        cells: list[etree._Element] = []
        for cell in row:
            name = qualified(cell)
            if name == "table:table-cell":
                cells.append(cell)
            elif name == "table:covered-table-cell":  # under a merged cell, where nobody sees it
                self.left_out["hidden"] += _has_text(cell)
        return cells

    def _paragraph(self, paragraph: etree._Element) -> list[str]:
        """A paragraph's line, then the lines of the text boxes anchored in it."""
        if paragraph in self.hidden_paragraphs:
            self.left_out["hidden"] += _has_text(paragraph)
            return []
        style = attribute(paragraph, "text:style-name") or ""
        line = _Line()
        boxes: list[str] = []
        self._inline(paragraph, line, boxes, bool(self.hidden.get(("paragraph", style))))
        return [line.text(), *boxes]

    def _inline(self, parent: etree._Element, line: "_Line", boxes: list[str], hidden: bool) -> None:
        self._add(parent.text, line, hidden)
        for child in parent:
            self._element(child, line, boxes, hidden)
            self._add(child.tail, line, hidden)

    def _add(self, text: str | None, line: "_Line", hidden: bool) -> None:
        if hidden:
            self.left_out["hidden"] += bool(text and text.strip())
        elif text:
            line.add(text)

    def _element(self, child: etree._Element, line: "_Line", boxes: list[str], hidden: bool) -> None:
        name = qualified(child)
        if name == "text:s" or name in _SIGNS:
            if not hidden:
                line.sign(_SIGNS.get(name) or " " * _count(attribute(child, "text:c")))
        elif name == "text:span":
            own = self.hidden.get(("text", attribute(child, "text:style-name") or ""))
            self._inline(child, line, boxes, hidden if own is None else own)
        elif name == "office:annotation":
            self._comment(child)
        elif name == "text:note":
            body = child.find("text:note-body", NAMESPACES)
            self.left_out["footnotes"] += body is not None and _has_text(body)
        elif name == "text:hidden-text" and attribute(child, "text:is-hidden") != "false":
            secret = (child.text or "") + (attribute(child, "text:string-value") or "")
            self.left_out["hidden"] += bool(secret.strip())
        elif _is_off(child):
            self.left_out["hidden"] += bool("".join(str(piece) for piece in child.itertext()).strip())
        elif name in _PROPERTIES or name.startswith("text:sender-"):
            self.left_out["fields"] += 1
        elif name in _DRAWINGS:
            self._drawing(child, boxes)
        elif (name.startswith("text:") and name not in _SILENT) or local_name(child) in _WRAPPERS:
            self._inline(child, line, boxes, hidden)

    def _drawing(self, drawing: etree._Element, boxes: list[str]) -> None:
        """The text of a drawing; one without any is a picture or an embedded file."""
        shown: set[str] = set()
        for child in drawing:
            name = qualified(child)
            if name == "draw:text-box":
                boxes += self.blocks(child)
                shown.add("text")
            elif name in _PARAGRAPHS:
                boxes += self._paragraph(child)
            elif name in _DRAWINGS:
                self._drawing(child, boxes)
            elif name == "text:list":
                boxes += self.blocks(child)
            elif name in _EMBEDDED:
                shown.add("embedded")
            elif name == "draw:image":
                shown.add("images")
        # A frame holds several forms of one thing, the best first: an object and its picture.
        for kind in ("text", "embedded", "images"):
            if kind in shown:
                self.left_out[kind] += kind != "text"
                return

    def _comment(self, annotation: etree._Element) -> None:
        inner = _Walk(self.hidden, self.hidden_paragraphs)
        self.comments.append(" ".join(inner.blocks(annotation)))


class _Line:
    """A paragraph's text: blanks of the markup collapse to one, those that are said explicitly stay."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._after_blank = True

    def add(self, text: str) -> None:
        """Append text of the markup."""
        text = _BLANKS.sub(" ", text)
        if self._after_blank:
            text = text.removeprefix(" ")
        if text:
            self._pieces.append(text)
            self._after_blank = text.endswith(" ")

    def sign(self, text: str) -> None:
        """Append a blank, a tab or a line break that stands there by its own name."""
        self._pieces.append(text)
        self._after_blank = False

    def text(self) -> str:
        """The whole line."""
        return "".join(self._pieces).rstrip(" ")


def _count(value: str | None) -> int:
    digits = (value or "1").strip()
    return min(int(digits), _BLANKS_LIMIT) if re.fullmatch(r"[0-9]{1,9}", digits) else 1


def _is_off(element: etree._Element) -> bool:
    """Whether an element says that it is not displayed, or not under the condition that now holds."""
    display = attribute(element, "text:display")
    return display == "none" or (display == "condition" and attribute(element, "text:is-hidden") == "true")
