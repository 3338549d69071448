"""The files of a bundle: whether anything hidden stands in them outside of the statements' texts.

What stands there must be scaffolding: words that the same files hold where the texts are left empty, and no
more of them than there.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from share.gate.leaks import Leak, LeakKind
from share.gate.search import Hit, Searcher
from share.gate.texts import Known, kept_places, squeeze
from share.gate.views import View, views_of


class Scaffolding(Protocol):
    """The files of a bundle made again from its contents."""

    def __call__(self, name: str) -> bytes | None:
        """The bytes of a file as it would be without the statements' texts; None if there is none."""

    def strays(self) -> Iterable[str]:
        """The paths of what is not as the contents make it."""


_PLACED = "\n\ufffc\n"
_SURE = 40  # letters: a text of this length stands nowhere by chance


@dataclass(slots=True)
class _Read:
    """The hidden words of a file's part: in the texts and outside, and what its bytes show."""

    texts: Counter[str] = field(default_factory=Counter)
    outside: Counter[str] = field(default_factory=Counter)
    raw: Counter[str] = field(default_factory=Counter)
    first: dict[str, Hit] = field(default_factory=dict)


class Files:
    """Reads the files of one bundle, whose statements' texts are known."""

    def __init__(self, known: Iterable[Known], searcher: Searcher, scaffolding: Scaffolding) -> None:
        self._known = [one for one in known if one.squeezed]
        self._by_text = {one.squeezed: one for one in self._known}
        self._searcher = searcher
        self._scaffolding = scaffolding

    def leaks(self, name: str, data: bytes) -> Iterator[Leak]:
        """What stands in a file that must not."""
        try:
            parts = self._read(views_of(name, data))
        except Exception:  # a door: what cannot be read cannot be let go, and the cause may quote it
            yield Leak(LeakKind.IN_FILE, file=name, part="unreadable")
            return
        if not any(read.outside or read.raw for read in parts.values()):
            return
        empty = self._scaffolding(name)
        allowed = self._read(views_of(name, empty)) if empty is not None else {}
        for part, read in parts.items():
            scaffold = allowed.get(part, _Read())
            over = read.outside - scaffold.outside
            hidden = read.raw - read.texts - read.outside - scaffold.raw
            for word in {*over, *hidden}:
                surfaces = read.first[word].surfaces
                yield Leak(
                    LeakKind.IN_FILE,
                    surfaces[0].label,
                    file=name,
                    part=part,
                    elsewhere=tuple(sorted({s.statement_id for s in surfaces})),
                )

    def _read(self, views: Iterable[View]) -> Mapping[str, _Read]:
        parts: dict[str, _Read] = {}
        taken: dict[str, set[str]] = {}
        for view in views:
            group, _, _ = view.part.rpartition(": ")
            read = parts.setdefault(group, _Read())
            text = unicodedata.normalize("NFC", view.text)
            if not view.raw:
                text, inside = self._without_texts(text, taken.setdefault(view.part, set()))
                read.texts.update(inside)
            for hit in self._searcher.find(text, statement=False):
                word = text[hit.start : hit.end].casefold()
                (read.raw if view.raw else read.outside)[word] += 1
                read.first.setdefault(word, hit)
        return parts

    def _without_texts(self, text: str, taken: set[str]) -> tuple[str, Counter[str]]:
        """A view without the statements' texts, and the hidden words that are in those.

        A part of a file holds each text once: what stands there again is no text of a statement.
        """
        inside: Counter[str] = Counter()
        squeezed = squeeze(text)
        exact = self._by_text.get(squeezed)
        if exact is not None and squeezed not in taken:
            taken.add(squeezed)
            return "", exact.hits
        places = kept_places(text)
        found = []
        for one in self._known:
            if one.squeezed in taken:
                continue
            # a text may begin with another one: 11 раз видели, 1 раз видели
            at = squeezed.find(one.squeezed)
            while at >= 0:
                start, end = places[at], places[at + len(one.squeezed) - 1] + 1
                if _whole_words(text, start, end) and (
                    len(one.squeezed) >= _SURE or _whole_lines(text, start, end)
                ):
                    found.append((start, end, one))
                    break
                at = squeezed.find(one.squeezed, at + 1)
        out, done = [], 0
        for start, end, one in sorted(found, key=lambda place: (place[0], -place[1])):
            if start < done:
                continue
            taken.add(one.squeezed)
            inside.update(one.hits)
            out += [text[done:start], _PLACED]
            done = end
        return "".join([*out, text[done:]]), inside


def _whole_words(text: str, start: int, end: int) -> bool:
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()


def _whole_lines(text: str, start: int, end: int) -> bool:
    """Whether nothing but signs stands beside a stretch on its lines."""
    before = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
    behind = re.split(r"[\r\n]", text[end:], maxsplit=1)[0]
    return not any(map(str.isalnum, before + behind))
