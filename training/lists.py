"""The recipe's small word lists (`training/lists/*.txt`): one entry a line, '#' starts a comment."""

from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "lists"


def read(path: Path) -> list[str]:
    """The entries of a list file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [entry for line in lines if (entry := line.split("#")[0].strip())]


@cache
def words(name: str) -> tuple[str, ...]:
    """The entries of `lists/NAME.txt`."""
    return tuple(read(FOLDER / f"{name}.txt"))


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The entries of `lists/NAME.txt`, each split at its bars."""
    return tuple(tuple(part.strip() for part in entry.split("|")) for entry in words(name))


@cache
def numbers(key: str) -> tuple[str, ...]:
    """The words of one line of `lists/numbers.txt`."""
    lines = dict(entry.split(" = ") for entry in words("numbers"))
    return tuple(lines[key].split())
