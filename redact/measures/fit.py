"""Whether a redacted text is the statement with its hidden spans replaced, and which words still show."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

_LONGEST = 80  # characters that may stand in a hidden run's place
_AHEAD = 12  # characters after a hidden run that show where its mask ends
_WORD = re.compile(r"\w{4,}")


def hidden_runs(hidden: Sequence[int]) -> list[tuple[int, int]]:
    """The runs of hidden characters, half-open, in order."""
    edges = [i for i in range(1, len(hidden)) if hidden[i] != hidden[i - 1]]
    bounds = [0, *edges, len(hidden)] if hidden else []
    return [(a, b) for a, b in pairwise(bounds) if hidden[a]]


def fits(text: str, hidden: Sequence[int], redacted: str | None) -> bool:
    """True when each hidden run, and nothing else, is replaced by something short that repeats none of it."""
    if redacted is None:
        return False
    runs = hidden_runs(hidden)
    if not runs or runs[-1][1] < len(text):
        runs.append((len(text), len(text)))
    at = kept_from = 0
    for start, end in runs:
        kept = text[kept_from:start]
        found = redacted.find(kept, at)
        if found < 0 or found - at > (_LONGEST if kept_from else 0):
            return False
        at = found + len(kept)
        if _repeats(text[start:end], redacted[at : at + _LONGEST], text[end : end + _AHEAD]):
            return False
        kept_from = end
    return len(redacted) - at <= _LONGEST


def _repeats(run: str, instead: str, follows: str) -> bool:
    """True when a word of a hidden run stands before what follows the run."""
    shown = instead.casefold()
    if follows:
        shown = shown[: max(shown.find(follows.casefold()), 0)]
    words = (word.casefold() for word in _WORD.findall(run))
    return any(len(word) > 4 and not word.isdigit() and word in shown for word in words)


def still_shown(
    text: str, marked: Iterable[tuple[int, int]], protected: Iterable[str], redacted: str | None
) -> Iterator[str]:
    """Protected words that stand in the redacted text more often than in the statement's unmarked parts."""
    letters = list(text)
    for start, end in marked:
        letters[start:end] = "#" * (end - start)
    innocent, shown = "".join(letters).casefold(), (redacted or "").casefold()
    for surface in sorted({words.casefold() for words in protected}):
        whole = re.compile(rf"(?<!\w){re.escape(surface)}(?!\w)")
        if len(whole.findall(shown)) > len(whole.findall(innocent)):
            yield surface
