"""One statement in two files: a text that stands whole in another one of the same run.

Offices keep a statement as .docx and as .pdf, and paste many into one file: line breaks, hyphens, headings
and list marks differ, so digests do. A text counts as held where its letters and digits, in order, stand
within the other's, or where all its words do and the other only puts a remark between them. That is
compared exactly, in memory and only within a run; nothing of it is stored.
"""

import heapq
import re
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

_ROOM: Final = 64_000_000  # letters kept for comparing; the oldest texts leave first
_FEWEST_WORDS: Final = 30  # shorter texts are alike by chance
_LEAST_SHARE: Final = 0.5  # a short statement quoted in a long report is a statement of its own
_REMARKS: Final = 0.1  # words put between, to one of the text
_TRIES: Final = 5
_ANCHORS: Final = 8
_RUN: Final = 4  # words of an anchor
_MOST_OF_ANCHOR: Final = 20  # the latest texts kept by an anchor: one of a printed form is in all of them
_LONGEST_WORD: Final = 1000
_UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(slots=True, eq=False)
class Held:
    """A text of this run; `statement_id` comes when it is stored, `lost` when it was not."""

    words: str  # parted by blanks
    anchors: tuple[int, ...] = ()
    statement_id: str | None = None
    lost: bool = False


class Twins:
    """The texts of a run, found again by all their letters or by a few runs of words."""

    def __init__(self, *, room: int = _ROOM) -> None:
        self._free = room
        self._texts: OrderedDict[int, Held] = OrderedDict()
        self._by_anchor: dict[int, list[int]] = {}
        self._next = 0

    def holder(self, text: str) -> Held | None:
        """A text that holds this one whole, or None."""
        words, letters, anchors = _read(text)
        if len(words) < _FEWEST_WORDS:
            return None
        numbers = {n for anchor in anchors for n in self._by_anchor.get(anchor, ())}
        for number in sorted(numbers):
            held = self._texts[number]
            if not held.lost and _stands_in(words, letters, held.words):
                return held
        return None

    def add(self, text: str) -> Held:
        """Keep a text; what becomes of it is to be written into the result."""
        words, _, anchors = _read(text)
        if len(words) < _FEWEST_WORDS:
            return Held("")  # too short to hold another one
        held = Held(" ".join(words), anchors)
        number, self._next = self._next, self._next + 1
        self._texts[number] = held
        self._free -= len(held.words)
        for anchor in held.anchors:
            kept = self._by_anchor.setdefault(anchor, [])
            kept.append(number)
            del kept[:-_MOST_OF_ANCHOR]
        while self._free < 0 and len(self._texts) > 1:
            self._forget()
        return held

    def _forget(self) -> None:
        number, held = self._texts.popitem(last=False)
        self._free += len(held.words)
        for anchor in held.anchors:
            kept = self._by_anchor.get(anchor, [])
            if number in kept:
                kept.remove(number)
            if not kept:
                self._by_anchor.pop(anchor, None)


def _stands_in(words: list[str], letters: str, other: str) -> bool:
    """Whether all of a text is in another one, in order."""
    theirs = other.replace(" ", "")
    if len(letters) < _LEAST_SHARE * len(theirs):
        return False
    return letters in theirs or _with_remarks(words, other.split(" "))


def _with_remarks(words: list[str], others: list[str]) -> bool:
    """Whether the words stand in order among the others, with few others between them."""
    room = int(len(words) * _REMARKS)
    starts = (n for n in range(len(others) - len(words) + 1) if others[n : n + _RUN] == words[:_RUN])
    for start in islice(starts, _TRIES):
        rest = iter(others[start : start + len(words) + room])
        if all(word in rest for word in words):  # each search goes on where the one before ended
            return True
    return False


@lru_cache(maxsize=1)  # a text is looked for, then kept
def _read(text: str) -> tuple[list[str], str, tuple[int, ...]]:
    """The words of a text, their letters in one row, and its anchors."""
    words = _words(text)
    letters = "".join(words)
    return words, letters, _anchors(words, letters) if len(words) >= _FEWEST_WORDS else ()


def _words(text: str) -> list[str]:
    # word by word: composing a long run of marks is quadratic, and no word is that long
    parts = (
        unicodedata.normalize("NFC", p) if len(p) < _LONGEST_WORD else p
        for p in text.translate(_UNSEEN).split()
    )
    return _WORD.findall(" ".join(parts).casefold())


def _anchors(words: list[str], letters: str) -> tuple[int, ...]:
    """All its letters, and the smallest hashes of runs of words: texts that share much share some of them."""
    runs = {hash(tuple(words[n : n + _RUN])) for n in range(len(words) - _RUN + 1)}
    return (hash(letters), *heapq.nsmallest(_ANCHORS, runs))
