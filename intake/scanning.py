"""What happens to one text on its way into the store: scanned, redacted, its regions worked out."""

from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future
from concurrent.futures import wait as _wait
from dataclasses import dataclass, replace
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

from models.errors import AigaqError
from models.findings import Analysis, Suspect, TagKind
from models.labels import Audience
from models.reviews import Risk
from models.statements import Draft, RedactedText

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Scanned:
    """A text's analysis, its redacted forms by audience, the regions of its events, its risk in review."""

    analysis: Analysis
    redacted: Mapping[Audience, str]
    regions: frozenset[str]
    risk: Risk | None = None


def with_unsure(scanned: Scanned, draft: Draft) -> Scanned:
    """Words that text recognition was not sure of become suspects, unless they are masked anyway."""
    masked = scanned.analysis.findings
    unsure = tuple(
        Suspect(start, end, "unsure_reading", 0.5)
        for start, end in draft.unsure
        if not any(f.start <= start and end <= f.end for f in masked)
    )
    if not unsure:
        return scanned
    suspects = tuple(sorted((*scanned.analysis.suspects, *unsure), key=lambda s: (s.start, s.end)))
    risk = scanned.risk
    if risk is not None:
        risk = replace(risk, suspects=risk.suspects + len(unsure))
    return replace(scanned, analysis=replace(scanned.analysis, suspects=suspects), risk=risk)


Work = Callable[[str], Scanned]
Outcome = Scanned | str
"""What came of a text: a Scanned, or the code of the error that stopped it."""


def work_with(
    *,
    scan: Callable[[str], Analysis],
    redact: Callable[[str, Analysis, Audience], RedactedText],
    region_of: Callable[[str], str | None],
    risk_of: Callable[[str, Analysis], Risk] | None = None,
) -> Work:
    """Join a scanner, a redactor, the gazetteer's regions and the measure of risk into the work on a text."""

    def work(raw_text: str) -> Scanned:
        analysis = scan(raw_text)
        places = (tag.code for tag in analysis.tags if tag.kind is TagKind.PLACE)
        return Scanned(
            analysis=analysis,
            redacted={Audience.PUBLIC: redact(raw_text, analysis, Audience.PUBLIC).text},
            regions=frozenset(region for place in places if (region := region_of(place))),
            risk=risk_of(raw_text, analysis) if risk_of is not None else None,
        )

    return work


def attempt(work: Work, raw_text: str) -> Outcome:
    """Do the work; whatever goes wrong becomes a code, because an exception's words may quote the text."""
    try:
        return work(raw_text)
    except AigaqError as error:
        return error.code
    except Exception:  # a door: the file is rejected, the rest go on
        return "scan_failed"


class Scanning(Protocol):
    """Where texts are worked on: at most `room` of them at a time; outcomes may come in any order."""

    room: int

    def submit(self, ticket: int, raw_text: str) -> None:
        """Take a text in; `ticket` names its outcome."""

    def collect(self, *, wait: float) -> list[tuple[int, Outcome]]:
        """The outcomes that are ready, after `wait` seconds at most."""


class OnExecutor:
    """Scanning on an executor of any kind; `scan` is what it is given to do with each text."""

    def __init__(self, executor: Executor, scan: Callable[[str], Outcome], *, room: int) -> None:
        self.room = room
        self._executor, self._scan = executor, scan
        self._tickets: dict[Future[Outcome], int] = {}

    def submit(self, ticket: int, raw_text: str) -> None:
        """Hand the text to the executor."""
        self._tickets[self._executor.submit(self._scan, raw_text)] = ticket

    def collect(self, *, wait: float) -> list[tuple[int, Outcome]]:
        """As the protocol says; a text whose worker died is scan_failed."""
        done = _wait(self._tickets, timeout=wait, return_when=FIRST_COMPLETED).done
        return [(self._tickets.pop(future), outcome_of(future)) for future in done]


def outcome_of(future: Future[Outcome]) -> Outcome:
    """What came of a text that an executor is done with; what stopped it there becomes a code."""
    try:
        return future.result()
    except AigaqError as error:
        return error.code
    except Exception:  # a door, as above
        return "scan_failed"


class Here(Executor):
    """An executor in this process and thread: what is submitted is done at once."""

    def submit(
        self, fn: Callable[_Given, _Result], /, *args: _Given.args, **kwargs: _Given.kwargs
    ) -> Future[_Result]:
        """Do it; what it raises is raised where the result is asked for."""
        future: Future[_Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # the future's to tell
            future.set_exception(error)
        return future


class InProcess(OnExecutor):
    """Scanning in this process, one text at a time."""

    def __init__(self, work: Work) -> None:
        super().__init__(Here(), partial(attempt, work), room=1)
