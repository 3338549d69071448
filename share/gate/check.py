"""The gate's five checks over a finished bundle, read again from the disk."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import AigaqError
from models.findings import Analysis
from share.composing import Composed
from share.gate.differences import Earlier, differences
from share.gate.files import Files, Scaffolding
from share.gate.leaks import Leak, LeakKind, Verdict
from share.gate.search import Searcher
from share.gate.surfaces import Surface, hidden_surfaces, wishes
from share.gate.texts import ages_again, found_again, half_hidden, known_text, surviving
from share.mosaic.cells import Known
from share.mosaic.coarsening import smallest_groups
from share.told import Told

Scan = Callable[[str], Analysis]


@dataclass(frozen=True, slots=True, repr=False)
class Against:
    """What a bundle is checked against.

    `told`: all statements of the case; `earlier`: what went out of each statement before; `known`: how often
    combinations are known to have happened.
    """

    told: Sequence[Told]
    earlier: Mapping[str, Sequence[Earlier]]
    k: int
    known: Sequence[Known] = ()


@dataclass(slots=True)
class Remembered:
    """A scanner that scans equal texts once."""

    scan: Scan
    seen: dict[str, Analysis] = field(default_factory=dict)

    def __call__(self, text: str) -> Analysis:
        """The analysis of a text; scan_failed where a recogniser failed, for nothing may go unscanned."""
        if text not in self.seen:
            found = self.scan(text)
            if found.failures:
                raise AigaqError("scan_failed")
            self.seen[text] = found
        return self.seen[text]


def check(  # noqa: PLR0913 - a bundle, what it should be, and what it is held against
    folder: Path,
    composed: Sequence[Composed],
    against: Against,
    *,
    scan: Scan,
    scaffolding: Scaffolding,
    progress: Callable[[int], None] = lambda done: None,
) -> Verdict:
    """Everything in a bundle that must not leave; `progress` is told how many texts and files are read."""
    audience = composed[0].audience if composed else None
    surfaces: list[Surface] = [] if audience is None else hidden_surfaces(against.told, audience)
    searcher = Searcher([*surfaces, *wishes(against.told)])
    leaks: list[Leak] = []
    done = 0
    for one in composed:
        leaks += surviving(one, searcher)
        leaks += half_hidden(one)
        leaks += found_again(one, scan(one.text.text))
        leaks += ages_again(one, scan(one.text.text))
        for before in against.earlier.get(one.told.id, ()):
            leaks += differences(one, before)
        done += 1
        progress(done)
    files = Files([known_text(one, searcher) for one in composed], searcher, scaffolding)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        leaks += files.leaks(path.relative_to(folder).as_posix(), path.read_bytes())
        done += 1
        progress(done)
    leaks += [Leak(LeakKind.IN_FILE, file=name, part="stray") for name in scaffolding.strays()]
    leaks += _few(composed, against, scan)
    return Verdict(tuple(dict.fromkeys(_once(leaks))))


def _few(composed: Sequence[Composed], against: Against, scan: Scan) -> Iterator[Leak]:
    if against.k <= 1:
        return
    sizes = smallest_groups(composed, scan, k=against.k, known=against.known)
    for one in composed:
        if sizes[one.told.id] < against.k:
            yield Leak(LeakKind.FEW, None, one.told.id, one.number)


def _once(leaks: Sequence[Leak]) -> Iterator[Leak]:
    """Each place once: what survives need not be named again because the pass finds it too."""
    named = {
        (leak.statement_id, leak.span)
        for leak in leaks
        if leak.kind in {LeakKind.SURVIVES, LeakKind.ELSEWHERE}
    }
    for leak in leaks:
        if leak.kind is not LeakKind.FOUND_AGAIN or (leak.statement_id, leak.span) not in named:
            yield leak
