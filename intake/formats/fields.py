"""Word's fields: those that show the file's properties (who wrote it, what it is called) are no statement."""

from typing import Final

PROPERTY_FIELDS: Final = frozenset(
    "AUTHOR USERNAME USERINITIALS USERADDRESS LASTSAVEDBY FILENAME TEMPLATE TITLE SUBJECT KEYWORDS COMMENTS "
    "INFO DOCPROPERTY DOCVARIABLE CREATEDATE SAVEDATE PRINTDATE EDITTIME".split()
)


def shows_property(instruction: str) -> bool:
    """Whether a field with this instruction shows a property: its first word says so."""
    words = instruction.split(maxsplit=1)
    return bool(words) and words[0].upper() in PROPERTY_FIELDS


class Fields:
    """The fields open at a place of a Word document: instruction, then result; they may nest."""

    def __init__(self) -> None:
        self._open: list[list[str]] = []  # the instruction so far, and "result" once that has begun
        self.left_out = 0

    def mark(self, kind: str) -> None:
        """A field character: begin, separate or end."""
        if kind == "begin":
            self._open.append([])
        elif kind == "separate" and self._open and self._open[-1][-1:] != ["\0"]:
            self.left_out += shows_property("".join(self._open[-1]))
            self._open[-1].append("\0")
        elif kind == "end" and self._open:
            self._open.pop()

    def instruct(self, text: str) -> None:
        """A piece of the instruction of the innermost field."""
        if self._open:
            self._open[-1].append(text)

    def end_paragraph(self) -> None:
        """Close property fields whose end is missing: they must not swallow what follows."""
        self._open = [field for field in self._open if not shows_property("".join(field))]

    @property
    def hiding(self) -> bool:
        """Whether text at this place belongs to a field that shows a property."""
        return any(shows_property("".join(field)) for field in self._open if field)
