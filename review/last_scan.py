"""The last scan: what the finder still finds in the redacted texts, told in places of the original.

What stands there unmasked and was not decided on by a reviewer is raised as a suspect; an approval waits
until it is decided. The scanner is loaded once, at its first use.
"""

import gc
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence

from models.decisions import Span
from models.errors import AigaqError
from models.findings import Analysis, Finding, Suspect
from models.labels import DIRECT, Audience
from redact.apply import Treated
from redact.decided import united
from redact.marks import Decided, DoubtState

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
        """What the finder finds directly identifying in any version and nobody has decided on.

        scan_failed where a part of the finder failed: what it would have found, nobody knows.
        """
        found: list[Suspect] = []
        spoken = [m.span for m in decided.marks]
        spoken += [d.span for d in decided.doubts if d.state is not DoubtState.OPEN]
        spoken.sort()
        scanned: set[str] = set()
        for treated in versions.values():
            text, back = _redacted(raw_text, treated)
            if text in scanned:
                continue
            scanned.add(text)
            for finding in self._scan(text):
                if finding.label not in DIRECT:
                    continue
                for span in back(finding.start, finding.end):
                    found += [
                        Suspect(*free, FOUND_AGAIN, finding.score) for free in _free(raw_text, span, spoken)
                    ]
        return united(found)

    def scan(self, raw_text: str) -> Analysis:
        """The whole pass over a text."""
        with self._lock:
            return self._loaded().scan(raw_text)  # type: ignore[attr-defined,no-any-return]

    def _scan(self, text: str) -> Iterable[Finding]:
        with self._lock:
            analysis: Analysis = self._loaded().scan(text)  # type: ignore[attr-defined]
        if analysis.failures:
            raise AigaqError("scan_failed")
        return analysis.findings

    def _load(self) -> None:
        with self._lock:
            self._loaded()
        # what is loaded stays: collecting garbage need not look at it again at each key
        gc.collect()
        gc.freeze()

    def _loaded(self) -> object:
        if self._scanner is None:
            from redact.scanner import load_scanner  # noqa: PLC0415 - loads spaCy and Presidio

            self._scanner = load_scanner()
        return self._scanner


class _Back:
    """From places in a redacted text to those in the original, around masks; none for what lies in one."""

    def __init__(self) -> None:
        self.pieces: list[
            tuple[int, int, int]
        ] = []  # start and end in the redacted text, start in the original

    def __call__(self, start: int, end: int) -> Iterator[Span]:
        for first, last, origin in self.pieces:
            if first < end and start < last:
                yield origin + max(start, first) - first, origin + min(end, last) - first


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


def _free(raw_text: str, span: Span, spoken: Sequence[Span]) -> Iterator[Span]:
    """What of a span nobody has decided on: half a name that was decided leaves the other half."""
    start, end = span
    for first, last in spoken:
        if first < end and start < last:
            yield from _worth_a_look(raw_text, start, first)
            start = max(start, last)
    yield from _worth_a_look(raw_text, start, end)


def _worth_a_look(raw_text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch from its first letter or digit to its last; a single one tells nothing."""
    places = [at for at in range(start, end) if raw_text[at].isalnum()]
    if len(places) > 1:
        yield places[0], places[-1] + 1
