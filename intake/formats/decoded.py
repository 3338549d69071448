"""Text out of bytes, piece by piece, as often as it is asked for: a large export is never held whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO, Final

Again = Callable[[], BinaryIO]
"""Opens the same bytes anew, at their beginning."""

PIECE: Final = 1 << 20  # bytes or code points


def chunks(again: Again) -> Iterator[bytes]:
    """The bytes in pieces."""
    with again() as stream:
        while piece := stream.read(PIECE):
            yield piece


@dataclass(frozen=True, slots=True)
class Encoded:
    """Bytes and how they are read; the text begins `start` bytes in, behind a mark of the byte order."""

    again: Again
    encoding: str
    start: int = 0

    def whole(self) -> str:
        """All of the text as it stands; raises UnicodeDecodeError."""
        with self.again() as stream:
            stream.read(self.start)
            return stream.read().decode(self.encoding)

    def pieces(self, *, errors: str = "strict") -> Iterator[str]:
        """The text as it stands; raises UnicodeDecodeError."""
        with self._open("", errors) as text:
            while piece := text.read(PIECE):
                yield piece

    def lines(self) -> Iterator[str]:
        """The lines, each with \\n at its end, without marks at the beginning and the end of the file."""
        with self._open(None, "strict") as text:
            for number, line in enumerate(text):
                inner = line if number else line.removeprefix("\ufeff")
                # only the last line can end otherwise than in \n; \x1a is the end mark of DOS editors
                if inner := inner.rstrip("\x1a"):
                    yield inner

    def _open(self, newline: str | None, errors: str) -> TextIOWrapper:
        stream = self.again()
        stream.read(self.start)
        return TextIOWrapper(stream, encoding=self.encoding, errors=errors, newline=newline)
