"""Lines out of a page's stream of characters: one a block, one a table row, cells parted by tabs."""

import re

_BLANKS = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")  # a single blank may stay
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Lines:
    """The lines of the page, and of the rows and cells that are open in it."""

    def __init__(self) -> None:
        self._flow: list[str] = []
        self._pieces: list[str] = []
        self._after_blank = True
        self._flows: list[list[str]] = []  # around the open cells
        self._rows: list[list[str]] = []
        self._row_flows: list[int] = []  # how deep in cells each open row lies

    def add(self, text: str) -> None:
        """Append text; blanks and line ends of the markup collapse to one blank."""
        text = _BLANKS.sub(" ", text)
        if self._after_blank:
            text = text.removeprefix(" ")
        if text:
            self._pieces.append(text)
            self._after_blank = text.endswith(" ")

    def add_as_it_is(self, text: str) -> None:
        """Append text whose line ends count."""
        first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._pieces.append(first)
        for line in others:
            self.end_line()
            self._pieces.append(line)
        self._after_blank = False

    def end_line(self) -> None:
        """End the line, an empty one too."""
        self._flow.append(_CONTROLS.sub("", "".join(self._pieces)).rstrip(" \u00a0"))
        self._pieces = []
        self._after_blank = True

    def end_block(self) -> None:
        """End the line if there is anything on it."""
        if any(piece.strip() for piece in self._pieces):
            self.end_line()
        self._pieces = []
        self._after_blank = True

    def open_row(self) -> None:
        """A row begins."""
        self.end_block()
        self._rows.append([])
        self._row_flows.append(len(self._flows))

    def open_cell(self) -> bool:
        """A cell begins; whether it stands in a row: one that does not is an ordinary block."""
        self.end_block()
        if not self._rows or self._row_flows[-1] != len(self._flows):
            return False
        self._flows.append(self._flow)
        self._flow = []
        return True

    def close_cell(self) -> None:
        """A cell in a row ends."""
        self.end_block()
        cell = "\n".join(self._flow).strip("\n")
        self._flow = self._flows.pop()
        if cell:
            self._rows[-1].append(cell)

    def close_row(self) -> None:
        """A row ends."""
        self.end_block()
        self._row_flows.pop()
        row = self._rows.pop()
        if row:
            self._flow.append("\t".join(row))

    def text(self) -> str:
        """All lines, when everything is closed."""
        self.end_block()
        return "\n".join(self._flow).strip("\n")
