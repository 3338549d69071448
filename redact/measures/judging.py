"""Each marked span of a statement against what was said: was it protected or found, and if not, why not.

These are the rules of tests/gold/score.py, whose figures are quoted; a test holds the two together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.findings import Suspect
from models.labels import Action, Role
from redact.measures.fit import fits, still_shown
from redact.measures.gold import Gold, GoldSpan
from redact.measures.kinds import COARSE_DOES, DIRECT, OFFICIAL, PUBLIC, fitting_labels
from redact.measures.said import Said, SaidSpan

_SHORT = 3  # words up to this length stand in other words' places too often to be looked for


class Why(StrEnum):
    """Why a marked span counts as missed; words.toml says each in words."""

    NOT_SCANNED = "not_scanned"
    NOT_FOUND = "not_found"
    PARTLY = "partly"
    KEPT = "kept"
    COARSE = "coarse"
    DOES_NOT_FIT = "does_not_fit"
    OTHER_LABEL = "other_label"
    TOO_WIDE = "too_wide"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A marked span: `why` is None where all is well; `suspect` is one that touches it.

    `role_seen` is for officials: whether the person found there has that role.
    """

    span: GoldSpan
    why: Why | None
    suspect: Suspect | None = None
    role_seen: bool = False

    @property
    def good(self) -> bool:
        """Whether it was protected, found, or (public figures) left readable."""
        return self.why is None


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement judged; `shown` are protected words that can still be read in its redacted text.

    `hidden` and `marked` say of each character whether it was hidden, and whether an annotator marked it.
    """

    gold: Gold
    said: Said
    verdicts: tuple[Verdict, ...]
    fits: bool
    shown: tuple[str, ...]
    hidden: Sequence[int]
    marked: Sequence[int]


def judge(gold: Gold, said: Said) -> Judged:
    """Judge one statement."""
    text = gold.text
    hidden = _cover(len(text), (s for s in said.spans if s.hidden))
    masked = _cover(
        len(text), (s for s in said.spans if s.action == Action.MASK or (s.hidden and s.label in COARSE_DOES))
    )
    sound = fits(text, hidden, said.redacted)
    verdicts = tuple(_verdict(text, span, said, hidden, masked, sound=sound) for span in gold.spans)
    protected = [
        v.span.text
        for v in verdicts
        if v.good and v.span.kind in DIRECT and v.span.end - v.span.start > _SHORT
    ]
    marked = [(s.start, s.end) for s in gold.spans]
    return Judged(
        gold=gold,
        said=said,
        verdicts=verdicts,
        fits=sound,
        shown=tuple(still_shown(text, marked, protected, said.redacted)),
        hidden=hidden,
        marked=_cover(len(text), gold.spans),
    )


def touching(spans: Iterable[SaidSpan], start: int, end: int) -> list[SaidSpan]:
    """The findings that share a character with a stretch."""
    return [s for s in spans if s.start < end and start < s.end]


def _verdict(  # noqa: PLR0913 - the statement, seen from all its sides
    text: str,
    span: GoldSpan,
    said: Said,
    hidden: Sequence[int],
    masked: Sequence[int],
    *,
    sound: bool,
) -> Verdict:
    near = touching(said.spans, span.start, span.end)
    suspect = next((s for s in said.suspects if s.start < span.end and span.start < s.end), None)
    if span.kind in DIRECT:
        if _covered(text, span, masked):
            why = None if sound else Why.DOES_NOT_FIT
        else:
            why = _why_unprotected(text, span, near, hidden, masked)
    elif span.kind == PUBLIC:
        why = Why.HIDDEN if any(hidden[span.start : span.end]) else None
    else:
        why = _why_unfound(text, span, near)
    if why is not None and said.redacted is None and span.kind != PUBLIC:
        why = Why.NOT_SCANNED
    official = span.kind == OFFICIAL and any(s.role == Role.OFFICIAL for s in _fitting(span, near))
    return Verdict(span, why, suspect, role_seen=official)


def _why_unprotected(
    text: str, span: GoldSpan, near: Sequence[SaidSpan], hidden: Sequence[int], masked: Sequence[int]
) -> Why:
    if any(masked[i] for i in range(span.start, span.end) if text[i].isalnum()):
        return Why.PARTLY
    if not near:
        return Why.NOT_FOUND
    if _covered(text, span, hidden):
        return Why.COARSE
    return Why.PARTLY if any(s.hidden for s in near) else Why.KEPT


def _why_unfound(text: str, span: GoldSpan, near: Sequence[SaidSpan]) -> Why | None:
    if _covered(text, span, _cover(len(text), _fitting(span, near))):
        return None
    if not near:
        return Why.NOT_FOUND
    labelled = [s for s in near if s.label in fitting_labels(span.kind)]
    if not labelled:
        return Why.OTHER_LABEL
    return Why.TOO_WIDE if _covered(text, span, _cover(len(text), labelled)) else Why.PARTLY


def _fitting(span: GoldSpan, near: Sequence[SaidSpan]) -> list[SaidSpan]:
    """The findings near a span that are of its kind and not far wider than it."""
    widest = 3 * (span.end - span.start) + 12
    return [s for s in near if s.label in fitting_labels(span.kind) and s.end - s.start <= widest]


def _cover(size: int, spans: Iterable[SaidSpan | GoldSpan]) -> bytearray:
    """A byte for each character: 1 within one of the spans."""
    cover = bytearray(size)
    for span in spans:
        cover[span.start : span.end] = b"\x01" * (min(span.end, size) - span.start)
    return cover


def _covered(text: str, span: GoldSpan, cover: Sequence[int]) -> bool:
    """Whether each letter and digit of a span is covered."""
    return all(cover[i] for i in range(span.start, span.end) if text[i].isalnum())
