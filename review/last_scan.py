"""The last scan: what the finder still finds in the redacted texts, told in places of the original.

What stands there unmasked and was not decided on by a reviewer is raised as a suspect; an approval waits
until it is decided. The scanner is loaded once, at its first use.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence

from models.decisions import Span
from models.findings import Finding, Suspect
from models.labels import DIRECT, Audience
from redact.apply import Treated
from redact.decided import Decided, DoubtState

FOUND_AGAIN = "found_again"


class LastScan:
    """A scanner for the whole server; one text at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scanner: object = None

    def warm(self) -> None:
        """Load the scanner beforehand, so that the first approval need not wait."""
        threading.Thread(target=self._load, daemon=True).start()

    def suspects(
        self, raw_text: str, decided: Decided, versions: Mapping[Audience, Sequence[Treated]]
    ) -> list[Suspect]:
        """What the finder finds directly identifying in any version and nobody has decided on."""
        found: dict[Span, Suspect] = {}
        spoken = [m.span for m in decided.marks]
        spoken += [d.span for d in decided.doubts if d.state is not DoubtState.OPEN]
        scanned: set[str] = set()
        for treated in versions.values():
            text, back = _redacted(raw_text, treated)
            if text in scanned:
                continue
            scanned.add(text)
            for finding in self._scan(text):
                span = back(finding.start, finding.end)
                if finding.label in DIRECT and span is not None and not _touched(span, spoken):
                    found[span] = Suspect(*span, FOUND_AGAIN, finding.score)
        return [found[span] for span in sorted(found)]

    def _scan(self, text: str) -> Iterable[Finding]:
        with self._lock:
            return self._loaded().scan(text).findings  # type: ignore[attr-defined,no-any-return]

    def _load(self) -> None:
        with self._lock:
            self._loaded()

    def _loaded(self) -> object:
        if self._scanner is None:
            from redact.scanner import load_scanner  # noqa: PLC0415 - loads spaCy and Presidio

            self._scanner = load_scanner()
        return self._scanner


class _Back:
    """From places in a redacted text to those in the original; None for what lies in a mask."""

    def __init__(self) -> None:
        self.pieces: list[
            tuple[int, int, int]
        ] = []  # start and end in the redacted text, start in the original

    def __call__(self, start: int, end: int) -> Span | None:
        for first, last, origin in self.pieces:
            if first < end and start < last:
                kept_start, kept_end = max(start, first), min(end, last)
                return origin + kept_start - first, origin + kept_end - first
        return None


def _redacted(raw_text: str, treated: Sequence[Treated]) -> tuple[str, _Back]:
    out: list[str] = []
    back, at, length = _Back(), 0, 0
    for item in treated:
        if item.replacement is None:
            continue
        kept = raw_text[at : item.finding.start]
        back.pieces.append((length, length + len(kept), at))
        out += [kept, item.replacement]
        length += len(kept) + len(item.replacement)
        at = item.finding.end
    back.pieces.append((length, length + len(raw_text) - at, at))
    out.append(raw_text[at:])
    return "".join(out), back


def _touched(span: Span, spoken: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spoken)
