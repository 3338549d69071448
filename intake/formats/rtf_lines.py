"""Lines out of RTF's stream of characters: one a paragraph, one a table row; text boxes after their line."""


class Lines:
    """The lines of one flow of text; `kind` says how it is counted: "" for the body and text boxes."""

    def __init__(self, kind: str = "") -> None:
        self.kind = kind
        self.in_row = False
        self._pieces: list[str] = []
        self._boxes: list[str] = []  # of the current paragraph
        self._cell: list[str] = []  # its finished paragraphs
        self._row: list[str] = []
        self._lines: list[str] = []

    def add(self, text: str) -> None:
        """Append to the current paragraph."""
        self._pieces.append(text)

    def add_box(self, lines: list[str]) -> None:
        """Put a text box's lines behind the current paragraph."""
        self._boxes += lines

    def end_paragraph(self, *, in_table: bool) -> None:
        """A paragraph ends; in a table it belongs to a cell."""
        paragraph = ["".join(self._pieces), *self._boxes]
        self._pieces, self._boxes = [], []
        (self._cell if in_table or self.in_row else self._lines).extend(paragraph)

    def end_cell(self) -> None:
        """A cell ends."""
        self.end_paragraph(in_table=True)
        self._row.append("\n".join(self._cell).strip("\n"))
        self._cell = []

    def end_row(self) -> None:
        """A row ends: its cells, joined by tabs, become a line."""
        if self._pieces or self._boxes or self._cell:
            self.end_cell()
        if self._row:
            self._lines.append("\t".join(cell for cell in self._row if cell))
        self._row = []
        self.in_row = False

    def end_nested_row(self) -> None:
        """A row of a table within a cell ends."""
        self._pieces = ["".join(self._pieces).rstrip("\t")]
        self.end_paragraph(in_table=True)

    def finish(self) -> list[str]:
        """All lines; what was begun is ended."""
        if self._row or self._cell:
            self.end_row()
        elif self._pieces or self._boxes:
            self.in_row = False
            self.end_paragraph(in_table=False)
        return self._lines
