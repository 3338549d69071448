"""The word lists that lie beside the code: one word or pair a line, lines with # are remarks."""

from functools import cache
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent


@cache
def lines_of(folder: str, name: str) -> tuple[str, ...]:
    """The lines of redact/<folder>/<name>.txt in order."""
    lines = (_HERE / folder / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
