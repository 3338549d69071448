"""Which elements of a page its reader does not see: by attribute, style or a style sheet's plain rule."""

import re
from collections.abc import Iterator, Mapping

_HIDES = re.compile(
    r"(?<![-\w])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}(?:hidden|collapse)|mso-hide\s{0,9}:\s{0,9}all)",
    re.IGNORECASE,
)
_SHOWS = re.compile(r"(?<![-\w])(?:display|visibility)\s{0,9}:", re.IGNORECASE)
# One element, class or id. What is more particular than that depends on where an element stands.
_SELECTOR = re.compile(r"(?:[a-zA-Z][\w-]*)?(?:[.#][\w-]+)?")
_BRACES = re.compile(r"[{}]")


class Hidden:
    """The style sheets read so far, and the answer for an element."""

    def __init__(self) -> None:
        self._selectors: set[str] = set()

    @property
    def has_sheets(self) -> bool:
        """Whether an element without attributes could be hidden."""
        return bool(self._selectors)

    def read_sheet(self, sheet: str) -> None:
        """Take in the rules of a <style>; those for other media (@media …) are passed over."""
        for selectors, declarations in _rules(_without_comments(sheet)):
            hides = _HIDES.search(declarations) is not None
            if not hides and not _SHOWS.search(declarations):
                continue
            for selector in selectors.split(","):
                name = selector.strip()
                if name and _SELECTOR.fullmatch(name):
                    (self._selectors.add if hides else self._selectors.discard)(name.lower())

    def hides(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element is hidden by itself."""
        if tag in {"html", "body"}:  # pages hide themselves until their scripts have run
            return False
        if "hidden" in attributes:
            return True
        style = attributes.get("style", "")
        if style and _HIDES.search(style):
            return True
        if not self._selectors or (style and _SHOWS.search(style)):
            return False
        return any(name in self._selectors for name in _names(tag, attributes))


def _names(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    yield tag
    marks = ["." + name for name in attributes.get("class", "").lower().split()]
    if "id" in attributes:
        marks.append("#" + attributes["id"].strip().lower())
    for mark in marks:
        yield mark
        yield tag + mark


def _without_comments(sheet: str) -> str:
    kept = []
    at = 0
    while (start := sheet.find("/*", at)) >= 0:
        kept.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        if end < 0:
            return "".join(kept)
        at = end + 2
    return "".join([*kept, sheet[at:]])


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The plain rules of a sheet: selectors and declarations."""
    depth = start = 0
    selectors = ""
    for brace in _BRACES.finditer(sheet):
        if brace[0] == "{":
            if depth == 0:
                selectors = (
                    sheet[start : brace.start()].rpartition(";")[2].strip().removeprefix("<!--").strip()
                )
                start = brace.end()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                if not selectors.startswith("@"):
                    yield selectors, sheet[start : brace.start()]
                start = brace.end()
