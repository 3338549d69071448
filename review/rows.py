"""The two texts side by side: the original with each finding marked, and what an audience gets to read.

A row is a paragraph, original and redacted in one line, so that both scroll together and a decision sends
only the rows that changed. Invariants: whatever a statement holds is shown as text; each code point of the
original is one code point on the page, so that a selection there counts as it does here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeVar

from markupsafe import escape

from models.findings import Tag
from models.labels import Action
from models.reviews import LOW
from redact.apply import Treated
from redact.marks import Decided, Doubt, DoubtState, Mark, MarkState
from review.languages import LABELS, _, why_words

# A line longer than this is cut where a sentence ends, else at a space.
_LONG: Final = 1500
_SENTENCE: Final = re.compile(r"[.!?…]\s")
# Control characters say nothing on a page, and some turn the direction of what follows.
_M = TypeVar("_M", Mark, Doubt)
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph on the page; `html` is whole, with both texts."""

    id: str
    html: str


def cut_rows(text: str) -> list[tuple[int, int]]:
    """Where the rows begin and end: at line ends, and within lines that are too long."""
    rows: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        line = text.find("\n", start)
        end = len(text) if line < 0 else line + 1
        while end < len(text) and text[end] == "\n":
            end += 1
        while end - start > _LONG:
            cut = _cut(text, start)
            rows.append((start, cut))
            start = cut
        rows.append((start, end))
        start = end
    return rows


def _cut(text: str, start: int) -> int:
    latest = start + _LONG
    ends = [match.end() for match in _SENTENCE.finditer(text, start + _LONG // 2, latest)]
    space = text.rfind(" ", start + _LONG // 2, latest)
    return ends[-1] if ends else space + 1 if space > 0 else latest


class RowMaker:
    """Makes the rows of one statement; what did not change is not made again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.cuts = cut_rows(text)
        self._made: dict[int, tuple[object, str]] = {}

    def rows(
        self,
        decided: Decided,
        treated: Sequence[Treated],
        *,
        aliases: Mapping[str, str],
        hidden: frozenset[int],
    ) -> list[Row]:
        """All rows; `aliases` are the badges of identities, `hidden` marks are shown as if missed."""
        replaced = {t.finding.start: t for t in treated}
        marks = [m for m in decided.marks if m.finding.start not in hidden]
        doubts = [d for d in decided.doubts if d.state is not DoubtState.MASKED]
        tags = [t.tag for t in decided.tags if not t.struck]
        within = _Within(marks, doubts, tags)
        out = []
        for number, (start, end) in enumerate(self.cuts):
            inside = within.between(start, end)
            key = (
                tuple(
                    (m, replaced.get(m.finding.start), aliases.get(m.finding.identity or ""))
                    for m in inside.marks
                ),
                tuple(inside.doubts),
                tuple(inside.tags),
            )
            known = self._made.get(number)
            if known is None or known[0] != key:
                html = self._row(number, start, end, inside, replaced, aliases)
                self._made[number] = known = (key, html)
            out.append(Row(f"c{number}", known[1]))
        return out

    def _row(  # noqa: PLR0913, PLR0917 - all that a row is made of
        self,
        number: int,
        start: int,
        end: int,
        inside: "_Inside",
        replaced: Mapping[int, Treated],
        aliases: Mapping[str, str],
    ) -> str:
        original = "".join(self._original(start, end, inside, aliases))
        redacted = "".join(self._redacted(start, end, inside.marks, replaced))
        return (
            f'<div class="row" id="c{number}"><div class="o" data-start="{start}">{original}</div>'
            f'<div class="r">{redacted}</div></div>'
        )

    def _original(self, start: int, end: int, inside: "_Inside", aliases: Mapping[str, str]) -> Iterator[str]:
        spans: list[Mark | Doubt] = sorted((*inside.marks, *inside.doubts), key=lambda item: item.span)
        at = start
        for item in spans:
            first, last = max(item.span[0], start), min(item.span[1], end)
            if first < at:
                continue
            yield self._tagged(at, first, inside.tags)
            words = self._tagged(first, last, inside.tags)
            surface = self.text[item.span[0] : item.span[1]]
            if isinstance(item, Mark):
                yield _mark_html(item, words, surface, aliases, whole=first == item.span[0])
            else:
                yield _doubt_html(item, words, surface)
            at = last
        yield self._tagged(at, end, inside.tags)

    def _tagged(self, start: int, end: int, tags: Sequence[Tag]) -> str:
        """A stretch with the words of tags in spans of their own."""
        here = [t for t in tags if t.start < end and start < t.end]
        if not here:
            return shown(self.text[start:end])
        cuts = sorted({start, end, *(min(max(c, start), end) for t in here for c in (t.start, t.end))})
        out = []
        for first, last in pairwise(cuts):
            names = " ".join(tag_id(t) for t in here if t.start <= first and last <= t.end)
            words = shown(self.text[first:last])
            out.append(f'<span class="tagged" data-t="{names}">{words}</span>' if names else words)
        return "".join(out)

    def _redacted(
        self, start: int, end: int, marks: Sequence[Mark], replaced: Mapping[int, Treated]
    ) -> Iterator[str]:
        at = start
        for mark in marks:
            first, last = max(mark.finding.start, start), min(mark.finding.end, end)
            yield shown(self.text[at:first])
            at = last
            treated = replaced.get(mark.finding.start)
            kind = f"k-{mark.finding.label.lower()}"
            if treated is None or treated.replacement is None:
                kept = "kept" if treated is not None and treated.action is Action.KEEP else "shown"
                words = shown(self.text[first:last])
                yield f'<span class="{kept} {kind}" data-for="{mark.finding.start}">{words}</span>'
            elif first == mark.finding.start:
                words = shown(treated.replacement)
                yield f'<span class="gone {kind}" data-for="{mark.finding.start}">{words}</span>'
        yield shown(self.text[at:end])


def shown(text: str) -> str:
    """A stretch of a statement as HTML, code point for code point."""
    # a page turns CR LF into LF unless it is written as a reference, and one character would be gone
    return str(escape(_CONTROL.sub("\ufffd", text))).replace("\r", "&#13;")


def tag_id(tag: Tag) -> str:
    """A name for a tag within the page."""
    code = re.sub(r"\W+", "_", tag.code)
    return f"{tag.kind.value}-{code}-{tag.start}-{tag.end}"


def _mark_html(mark: Mark, words: str, surface: str, aliases: Mapping[str, str], *, whole: bool) -> str:
    finding = mark.finding
    badge = aliases.get(finding.identity or "") or str(LABELS[finding.label])
    low = mark.state is MarkState.PENDING and finding.score < LOW
    state = _state_words(mark, low=low)
    classes = f"mark k-{finding.label.lower()} s-{mark.state.value}" + (" low" if low else "")
    identity = f' id="m{finding.start}"' if whole else ""
    label = escape(f"{_CONTROL.sub(' ', surface)}: {badge}, {state}")
    return (
        f'<span class="{classes}"{identity} role="button" tabindex="-1" data-s="{finding.start}" '
        f'data-e="{finding.end}" data-kind="{finding.label}" data-who="{escape(finding.identity or "")}" '
        f'data-state="{mark.state.value}" data-badge="{escape(badge)}" data-says="{escape(state)}" '
        f'aria-label="{label}">{words}</span>'
    )


def _state_words(mark: Mark, *, low: bool) -> str:
    if mark.state is MarkState.PENDING:
        return _("not decided, the finder was unsure") if low else _("not decided")
    if mark.state is MarkState.REJECTED:
        return _("stays readable")
    return _("added") if mark.state is MarkState.ADDED else _("accepted")


def _doubt_html(doubt: Doubt, words: str, surface: str) -> str:
    start, end = doubt.span
    why = why_words(doubt.suspect.why)
    open_ = doubt.state is DoubtState.OPEN
    state = _("not decided") if open_ else _("nothing")
    badge = _("suspect")  # not within an f-string: Babel does not look there
    label = escape(f"{_CONTROL.sub(' ', surface)}: {badge}, {why}, {state}")
    return (
        f'<span class="mark doubt s-{doubt.state.value}" id="m{start}" role="button" tabindex="-1" '
        f'data-s="{start}" data-e="{end}" data-kind="suspect" data-who="" data-state="{doubt.state.value}" '
        f'data-badge="{escape(badge) if open_ else ""}" data-says="{escape(why)}, {escape(state)}" '
        f'aria-label="{label}">{words}</span>'
    )


@dataclass(frozen=True, slots=True)
class _Inside:
    """What stands in a row."""

    marks: list[Mark]
    doubts: list[Doubt]
    tags: list[Tag]


class _Within:
    """Marks, doubts and tags by row, asked in the order of the text."""

    def __init__(self, marks: Sequence[Mark], doubts: Sequence[Doubt], tags: Sequence[Tag]) -> None:
        self._marks, self._doubts, self._tags = marks, doubts, sorted(tags, key=lambda t: t.start)
        self._at = [0, 0]

    def between(self, start: int, end: int) -> _Inside:
        """What touches a stretch."""
        marks = self._next(0, self._marks, start, end)
        doubts = self._next(1, self._doubts, start, end)
        return _Inside(marks, doubts, [t for t in self._tags if t.start < end and start < t.end])

    def _next(self, which: int, items: Sequence[_M], start: int, end: int) -> list[_M]:
        while self._at[which] < len(items) and items[self._at[which]].span[1] <= start:
            self._at[which] += 1
        found, at = [], self._at[which]
        while at < len(items) and items[at].span[0] < end:
            found.append(items[at])
            at += 1
        return found
