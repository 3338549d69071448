"""What stands near a find: short looks before and after, never over the whole text."""

import re
from functools import lru_cache


@lru_cache(maxsize=8)
def low(text: str) -> str:
    """The text in lower case at equal length, so that offsets stay."""
    lowered = text.lower()
    return (
        lowered
        if len(lowered) == len(text)
        else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )


def near(pattern: re.Pattern[str], text: str, span: tuple[int, int], reach: tuple[int, int]) -> bool:
    """Whether the pattern occurs within reach[0] characters before or reach[1] after the span."""
    start, end = span
    return bool(
        pattern.search(text, max(0, start - reach[0]), start) or pattern.search(text, end, end + reach[1])
    )


def stretch_before(text: str, start: int, reach: int) -> str:
    """What stands before `start` back to the last digit, a second line break or `reach` characters."""
    breaks = 0
    at = start
    while at > 0 and start - at < reach:
        char = text[at - 1]
        if char in "0123456789":
            break
        if char == "\n":
            breaks += 1
            if breaks > 1:
                break
        at -= 1
    return text[at:start]
