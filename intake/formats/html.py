"""Web pages: the statement as a reader of the page sees it.

Kept: blocks a line each, lists, table rows with tabs between cells, line breaks. Left out and counted:
comments, hidden elements, scripts, pictures with their descriptions, embedded files, values of form fields,
deletions. Titles, other attributes, targets of links and style sheets are not read. Nothing is fetched and
nothing is run.
"""

import re
from typing import Any

from lxml import etree

from intake.formats.comments import join_comments
from intake.formats.encodings import decode_eight_bit
from intake.formats.html_page import Page
from intake.parts import PLAIN, Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind

_OTHER_FORMATS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf")
_ARCHIVE = re.compile(rb"^(?:MIME-Version:|Snapshot-Content-Location:)", re.IGNORECASE | re.MULTILINE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_WIDE = {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}
_DECLARED = re.compile(
    rb"""<(?:meta\b[^<>]{0,500}?\bcharset|\?xml\b[^<>]{0,200}?\bencoding)\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_HEAD = 4096  # bytes in which a page says what it is
# Code pages that a page is believed about. Latin ones are declared by habit, whatever the text is.
_BELIEVED = re.compile(
    r"(?:windows-?|cp-?)125[013567]|koi8-?[rut]|(?:iso-?8859-?|latin-?)(?:5|2|7)|x-mac-cyrillic|mac-?cyrillic|"
    r"(?:cp|ibm)866|kz-?1048|ptcp154|gb2312|gbk|gb18030|big5|shift_jis|euc-(?:jp|kr)",
    re.IGNORECASE,
)
_ENTITIES = re.compile(r"<!DOCTYPE[^<>\[]{0,1000}\[", re.IGNORECASE)


def read_html(raw: bytes, options: Options = PLAIN, *, charset: str | None = None) -> Draft:
    """An .html or .htm file; `charset` is what a message that brought it says of it.

    Raises AigaqError empty, image_only, damaged, not_text, unsupported or entity_expansion.
    """
    if not raw.strip():
        raise AigaqError("empty")
    if raw.startswith(_OTHER_FORMATS):
        raise AigaqError("not_text")
    if _ARCHIVE.search(raw[:_HEAD]):  # a web archive: a message with the page in it
        raise AigaqError("unsupported")
    source = _decode(raw, charset)
    if "\x00" in source:
        raise AigaqError("not_text")
    if _ENTITIES.search(source[:_HEAD]):
        raise AigaqError("entity_expansion")
    page = Page()
    text = _walk(source, page)
    left_out = page.left_out
    text = join_comments(text, page.comments, options=options, left_out=left_out)
    if not any(character.isalnum() for character in text):
        raise AigaqError("image_only" if left_out["images"] else "empty")
    counts = tuple(sorted((kind, count) for kind, count in left_out.items() if count))
    return Draft(raw_text=text, source=SourceKind.HTML, left_out=counts)


def _walk(source: str, page: Page) -> str:
    """Send the page through the parser; it takes texts of any length, because no tree is kept."""
    target: Any = page  # lxml's stubs ask for events that take bytes
    parser = etree.HTMLParser(
        encoding="utf-8", target=target, no_network=True, huge_tree=True, remove_pis=True
    )
    try:
        return str(etree.fromstring(source.encode("utf-8"), parser))
    except etree.LxmlError:
        raise AigaqError("damaged") from None


def _decode(raw: bytes, charset: str | None) -> str:
    """The page's characters: by its mark, by being UTF-8, by what it declares, by how it reads."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _strictly(raw[len(bom) :], encoding)
    if raw[:2] in _WIDE:
        return _strictly(raw, _WIDE[raw[:2]])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(raw[:_HEAD])
    for name in (charset, declared[1].decode("ascii", "replace") if declared else None):
        if name and _BELIEVED.fullmatch(name):
            try:
                return raw.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    if _is_broken_utf8(raw):
        raise AigaqError("damaged")
    return decode_eight_bit(raw)


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise AigaqError("damaged") from None


def _is_broken_utf8(raw: bytes) -> bool:
    """Whether most of the bytes above ASCII are UTF-8: then a one-byte reading would be letter salad."""
    text = raw.decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - wrong > wrong
