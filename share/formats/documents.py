"""What Word and PDF files have in common: one a statement, its lines, its masks."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from models.errors import AigaqError
from share.contents import Contents, Item

# What a policy puts into a text stands in square brackets; a transcriber's own "[плачет]" is shaded with it.
_MASK = re.compile(r"(\[[^\[\]]{1,200}\])")
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85]")
_NO_LETTER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def write_each(
    contents: Contents,
    folder: Path,
    ending: str,
    made: Callable[[Item], bytes],
    progress: Callable[[], None] | None = None,
) -> list[Path]:
    """A file a statement, in a folder called as their ending; raises AigaqError unwritable."""
    written = []
    try:
        (folder / ending).mkdir(parents=True, exist_ok=True)
        for item in contents.items:
            path = folder / ending / f"{item.name}.{ending}"
            path.write_bytes(made(item))
            written.append(path)
            if progress is not None:
                progress()
    except OSError:
        raise AigaqError("unwritable") from None
    return written


def lines(text: str) -> list[str]:
    """The lines of a text, without control characters; "a\\n" has two, as with split."""
    return _LINE_END.split(_NO_LETTER.sub("", text))


def pieces(line: str) -> Iterator[tuple[str, bool]]:
    """A line cut into what is a mask and what is not."""
    for number, piece in enumerate(_MASK.split(line)):
        if piece:
            yield piece, number % 2 == 1
