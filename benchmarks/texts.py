"""Texts to measure on: the annotated statements of tests/gold, put together to a length; all are made up."""

import json
from itertools import cycle
from pathlib import Path

_GOLD = Path(__file__).parents[1] / "tests" / "gold"


def statements(count: int, *, words: int) -> list[str]:
    """So many texts of about so many words, each other than the rest by its first line."""
    parts_left = cycle(sources())
    made = []
    for number in range(count):
        parts, size = [f"Рассказ {number + 1}."], 0
        while size < words:
            part = next(parts_left)
            parts.append(part)
            size += len(part.split())
        made.append("\n\n".join(parts))
    return made


def count_words(texts: list[str]) -> int:
    """How many words, as white space parts them."""
    return sum(len(text.split()) for text in texts)


def sources() -> list[str]:
    """The annotated statements as they are."""
    found = []
    for path in sorted(_GOLD.glob("*.jsonl")):
        found += [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    return found
