"""A page as its reader sees it, out of the parser's events; no tree is built, however deep it nests."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from intake.formats.comments import COMMENTS
from intake.formats.html_hidden import Hidden
from intake.formats.html_lines import Lines

_BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav "
    "ol p plaintext pre search section summary table tbody tfoot thead ul xmp".split()
)
_AS_IT_IS: Final = frozenset({"pre", "listing", "xmp", "plaintext"})
_WHITE_SPACE = re.compile(r"white-space\s{0,9}:\s{0,9}(?:pre|break-spaces)", re.IGNORECASE)
# Left out with everything in them. The kind is "" for what holds no text of the page.
_LEFT_OUT: Final = {
    **dict.fromkeys("style title rp rt xml annotation annotation-xml".split(), ""),
    **dict.fromkeys("template noscript noembed noframes".split(), "hidden"),
    **dict.fromkeys("textarea select datalist".split(), "form fields"),
    **dict.fromkeys("img svg canvas".split(), "images"),
    **dict.fromkeys("iframe frame object embed applet audio video".split(), "embedded"),
    "script": "scripts",
    "del": "deletions",
}
_COUNTED_EMPTY: Final = frozenset({"images", "embedded"})
_NO_VALUES: Final = frozenset({"submit", "button", "reset", "image", "checkbox", "radio"})
# Word saves its comments, notes and headers into the page.
_OFFICE = re.compile(
    r"mso-element\s{0,9}:\s{0,9}(comment|footnote|endnote|header|footer)\s{0,9}(?:;|$)", re.IGNORECASE
)
_OFFICE_KINDS: Final = {
    "comment": COMMENTS,
    "footnote": "footnotes",
    "endnote": "footnotes",
    "header": "headers",
    "footer": "headers",
}
_ANCHORS: Final = frozenset({"msocomanchor", "msocomoff"})  # show the initials of who commented
_CONDITION = re.compile(r"\s*(?:\[if\b|<!\[|\[endif\]|(?:Start|End)Fragment)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


class Page:
    """What the parser tells its events to: the lines, the comments, and counts of what was left out."""

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        self.comments: list[str] = []
        self._lines = Lines()
        self._hidden = Hidden()
        self._ends: list[str] = []  # for each open element, what its end does
        self._as_it_is = 0  # open elements in which line ends count
        self._outside = 0  # depth of the element that is left out; 0: none is
        self._muted = 0  # depth of an anchor within it
        self._kind = ""
        self._skipped: list[str] = []

    # The events. Each start has its end, also for elements that have none in the file.

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._outside:
            self._ends.append("")
            if not self._muted and _ANCHORS.intersection(attributes.get("class", "").lower().split()):
                self._muted = len(self._ends)
            elif tag in _BLOCKS or tag == "br":
                self._skipped.append("\n")
            return
        kind = self._kind_of(tag, attributes)
        if kind is not None:
            self._ends.append("sheet" if tag == "style" else "outside")
            self._outside, self._kind = len(self._ends), kind
        else:
            self._ends.append(self._open(tag, attributes))

    def end(self, tag: str) -> None:
        """An element ends."""
        depth = len(self._ends)
        end = self._ends.pop()
        if self._outside:
            if self._muted == depth:
                self._muted = 0
            if self._outside == depth:
                self._close_outside(sheet=end == "sheet")
        elif end == "cell":
            self._lines.close_cell()
        elif end == "row":
            self._lines.close_row()
        else:
            self._as_it_is -= end.endswith("as it is")
            if end.startswith("block"):
                self._lines.end_block()

    def data(self, text: str) -> None:
        """Text."""
        if self._muted:
            return
        if self._outside:
            self._skipped.append(text)
        elif self._as_it_is:
            self._lines.add_as_it_is(text)
        else:
            self._lines.add(text)

    def comment(self, text: str) -> None:
        """A comment of the markup; Word's conditions, which hold the file's properties, are none."""
        if not self._outside and not _CONDITION.match(text):
            self.comments.append(_TAG.sub(" ", text))

    def close(self) -> str:
        """The text of the page."""
        while self._ends:
            self.end("")
        return self._lines.text()

    def _open(self, tag: str, attributes: Mapping[str, str]) -> str:
        """Begin an element that is read; what its end is to do."""
        if tag == "tr":
            self._lines.open_row()
            return "row"
        if tag in {"td", "th"}:
            return "cell" if self._lines.open_cell() else "block"
        end = ""
        if tag == "br":
            self._lines.end_line()
        elif tag == "input":
            value = attributes.get("value", "").strip()
            self.left_out["form fields"] += (
                bool(value) and attributes.get("type", "").lower() not in _NO_VALUES
            )
        elif tag in _BLOCKS:
            self._lines.end_block()
            end = "block"
        if tag in _AS_IT_IS or (attributes and _WHITE_SPACE.search(attributes.get("style", ""))):
            self._as_it_is += 1
            end += " as it is"
        return end

    def _kind_of(self, tag: str, attributes: Mapping[str, str]) -> str | None:
        """Why an element is left out; None where it is read."""
        if tag in _LEFT_OUT:
            return _LEFT_OUT[tag]
        if not attributes and not self._hidden.has_sheets:
            return None
        office = _OFFICE.search(attributes.get("style", ""))
        if office is not None:
            return _OFFICE_KINDS[office[1].lower()]
        if "class" in attributes and _ANCHORS.intersection(attributes["class"].lower().split()):
            return ""
        return "hidden" if self._hidden.hides(tag, attributes) else None

    def _close_outside(self, *, sheet: bool) -> None:
        text = "".join(self._skipped)
        if sheet:
            self._hidden.read_sheet(text)
        elif self._kind == COMMENTS:
            self.comments.append(text)
        elif self._kind:
            self.left_out[self._kind] += self._kind in _COUNTED_EMPTY or bool(text.strip())
        self._outside = self._muted = 0
        self._skipped = []
