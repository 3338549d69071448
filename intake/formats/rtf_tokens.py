"""RTF cut into tokens: braces, control words, bytes in hex, and text."""

import re
from collections.abc import Iterator
from typing import Final

from models.errors import AigaqError

OPEN: Final = "{"
CLOSE: Final = "}"
WORD: Final = "word"  # "par", None; a control symbol such as \~ is the word "~"
BYTE: Final = "byte"  # its number
TEXT: Final = "text"

Token = tuple[str, str, int | None]
"""Kind, word or text, number."""

_TOKEN = re.compile(
    r"\\(?:(?P<word>[a-zA-Z]+)(?P<number>-?[0-9]{1,10})?[ ]?|'(?P<byte>[0-9a-fA-F]{2})|(?P<symbol>[^a-zA-Z]))"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\x00]+)|(?P<nothing>[\r\n\x00]+)",
    re.DOTALL,
)


def tokens(source: str) -> Iterator[Token]:
    """The tokens of a whole file; raises AigaqError damaged where it ends within one."""
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:  # a backslash at the very end
            raise AigaqError("damaged")
        at = match.end()
        kind = match.lastgroup
        if kind == "text":
            yield TEXT, match[0], None
        elif kind in {"word", "number"}:
            number = int(match["number"]) if match["number"] else None
            if match["word"] == "bin":  # so many bytes of a picture, whatever they look like
                at += max(number or 0, 0)
                if at > len(source):
                    raise AigaqError("damaged")
            else:
                yield WORD, match["word"], number
        elif kind == "byte":
            yield BYTE, "", int(match["byte"], 16)
        elif kind == "symbol":
            yield WORD, match["symbol"], None
        elif kind == "brace":
            yield match[0], "", None
