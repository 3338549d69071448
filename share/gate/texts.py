"""The statements' texts in a bundle: what can be read in them that is hidden somewhere, and who allowed it.

A place is explained where the policy keeps it for this audience, where reviewers said that it may stay, or
where it is a replacement of ours. Everything else is a leak.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from models.findings import Analysis
from models.labels import DIRECT, Action, Label
from redact.generalise import age_of
from redact.recognisers.numerals import spoken_runs
from redact.spans import united_spans
from share.composing import Composed
from share.gate.leaks import Leak, LeakKind
from share.gate.search import Searcher
from share.rewrite import Cut, Rewritten, Span, rewrite

Scan = Callable[[str], Analysis]
# Letters that every format can write; signs, marks and other scripts are not compared.
_KEPT = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0400-\u052f]")
# Letters that belong to a masked word: a case ending is shorter.
_BEFORE = re.compile(r"[^\W\d_]{3,}\Z")
_BEHIND = re.compile(r"[^\W\d_]{3,}")
_REST = 40
_BLANK = "\ufffc"  # no letter, no digit, no space: nothing is read across it


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """A statement's text as it must stand in each file, and the hidden words that are in it, counted."""

    composed: Composed
    squeezed: str
    hits: Counter[str]


def known_text(composed: Composed, searcher: Searcher) -> Known:
    """What a file that holds this text holds of hidden words, explained or not."""
    text = composed.text.text
    hits = Counter(text[hit.start : hit.end].casefold() for hit in searcher.find(text, statement=True))
    return Known(composed, squeeze(text), hits)


def squeeze(text: str) -> str:
    """A text's letters and digits: formats break lines differently, and not all can write every sign."""
    return "".join(_KEPT.findall(unicodedata.normalize("NFC", text)))


def kept_places(text: str) -> list[int]:
    """Where the letters of a squeezed text stand in it; the text must be composed (NFC)."""
    return [match.start() for match in _KEPT.finditer(text)]


def surviving(composed: Composed, searcher: Searcher) -> Iterator[Leak]:
    """Hidden words that stand in the text unexplained: of this statement, or of others of the case."""
    literal = _literal(composed)
    spoken = _spoken(literal)
    hits = [(hit, (hit.start, hit.end)) for hit in searcher.find(literal, statement=True)]
    if spoken.cuts:
        in_digits = searcher.find(spoken.text, statement=True)
        hits += [(hit, spoken.original(hit.start, hit.end)) for hit in in_digits]
    for hit, place in {place: (hit, place) for hit, place in reversed(hits)}.values():
        span = composed.text.original(*place)
        if _explained(composed, span):
            continue
        here = [s for s in hit.surfaces if s.statement_id == composed.told.id]
        others = {s.statement_id for s in hit.surfaces} - {composed.told.id}
        yield Leak(
            LeakKind.SURVIVES if here else LeakKind.ELSEWHERE,
            (here or hit.surfaces)[0].label,
            composed.told.id,
            composed.number,
            span,
            place,
            elsewhere=tuple(sorted(others)),
        )


def found_again(composed: Composed, scanned: Analysis) -> Iterator[Leak]:
    """Direct identifiers that a fresh pass finds in the released text, outside of what is explained."""
    replaced = composed.text.replaced()
    for finding in scanned.findings:
        if finding.label not in DIRECT or _lone(composed.text.text, finding.start, finding.end):
            continue
        for start, end in _outside(finding.start, finding.end, replaced):
            span = composed.text.original(start, end)
            if any(map(str.isalnum, composed.text.text[start:end])) and not _explained(composed, span):
                yield Leak(
                    LeakKind.FOUND_AGAIN, finding.label, composed.told.id, composed.number, span, (start, end)
                )


def ages_again(composed: Composed, scanned: Analysis) -> Iterator[Leak]:
    """Hidden ages that a fresh pass finds in other words: 43, and «сорок три» elsewhere."""
    raw_text = composed.told.raw_text
    hidden = {
        age_of(raw_text[t.finding.start : t.finding.end])
        for t in composed.treated
        if t.finding.label is Label.AGE and t.replacement is not None
    } - {None}
    text, replaced = composed.text.text, composed.text.replaced()
    for finding in scanned.findings:
        span = finding.start, finding.end
        outside = not any(start < span[1] and span[0] < end for start, end in replaced)
        if finding.label is Label.AGE and outside and age_of(text[slice(*span)]) in hidden:
            original = composed.text.original(*span)
            if not _explained(composed, original):
                told = composed.told
                yield Leak(LeakKind.SURVIVES, Label.AGE, told.id, composed.number, original, span)


def half_hidden(composed: Composed) -> Iterator[Leak]:
    """Names of which a part stands beside the mask: [Лицо 1]рина."""
    text = composed.text.text
    names = {
        (t.finding.start, t.finding.end)
        for t in composed.treated
        if t.finding.label is Label.PERSON and t.replacement is not None
    }
    for cut, (start, end) in zip(composed.text.cuts, composed.text.replaced(), strict=True):
        if (cut.start, cut.end) not in names:
            continue
        raw_text = composed.told.raw_text
        # a mark that ends with a space has nothing glued to it
        first, last = raw_text[cut.start].isalpha(), raw_text[cut.end - 1].isalpha()
        before = _BEFORE.search(text, max(0, start - _REST), start) if first else None
        for match in (before, _BEHIND.match(text, end) if last else None):
            if match and not _explained(composed, composed.text.original(*match.span())):
                span = composed.text.original(*match.span())
                told = composed.told
                yield Leak(LeakKind.SURVIVES, Label.PERSON, told.id, composed.number, span, match.span())


def _lone(text: str, start: int, end: int) -> bool:
    """A single letter that no point follows: the word «А», and no initial."""
    return sum(map(str.isalnum, text[start:end])) == 1 and not text.startswith(".", end)


def _spoken(text: str) -> Rewritten:
    """The text with numbers in words as digits: сорок три is 43."""
    runs = sorted((run.start, run.end, run.digits) for run in spoken_runs(text) if run.digits)
    cuts: list[Cut] = []
    for start, end, digits in runs:
        if not cuts or start >= cuts[-1].end:
            cuts.append(Cut(start, end, digits))
    return rewrite(text, cuts)


def _literal(composed: Composed) -> str:
    """The released text with its replacements blanked: what is left of the witness's own words."""
    out = list(composed.text.text)
    for start, end in composed.text.replaced():
        out[start:end] = _BLANK * (end - start)
    return "".join(out)


def _explained(composed: Composed, span: Span) -> bool:
    """Whether each letter of a place is one that the policy keeps or that reviewers said may stay."""
    allowed = [(t.finding.start, t.finding.end) for t in composed.treated if t.action is Action.KEEP]
    text = composed.told.raw_text
    return not any(
        any(map(str.isalnum, text[start:end]))
        for start, end in _outside(*span, united_spans([*allowed, *composed.told.settled]))
    )


def _outside(start: int, end: int, spans: Iterable[Span]) -> Iterator[Span]:
    for first, last in spans:
        if last <= start or end <= first:
            continue
        if start < first:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end
