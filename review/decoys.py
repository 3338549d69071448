"""Decoys: a found name that is shown as if it had been missed, to measure how much a reviewer catches.

Nothing is written into the text: the mark is only not shown, the name stays masked whatever happens, and
what the reviewer did not find is shown again before the approval is complete. Which one it is follows from
the statement and the reviewer, so that a page that is loaded again hides the same.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from models.decisions import DecisionKind, Span, standing
from models.labels import Label
from review.opened import Now, Phase

# One statement in three has a decoy, so that nobody knows whether there is one.
_ONE_IN: Final = 3
_SURE: Final = 0.85


@dataclass(frozen=True, slots=True)
class Decoy:
    """A place that is shown unmasked; `caught` when the reviewer has marked it as one that was missed."""

    span: Span
    caught: bool


def decoy_of(now: Now, *, enabled: bool) -> Decoy | None:
    """The decoy of a statement for its reviewer, if there is one."""
    if not enabled or now.phase not in {Phase.FIRST, Phase.BLIND}:
        return None
    seed = hashlib.sha256(f"{now.opened.id} {now.opened.user_id}".encode()).digest()
    if seed[0] % _ONE_IN:
        return None
    text = now.opened.record.raw_text
    names = [
        (f.start, f.end)
        for f in now.opened.record.analysis.findings
        if f.label is Label.PERSON and f.score >= _SURE and text[f.start : f.end].istitle()
    ]
    if not names:
        return None
    span = names[int.from_bytes(seed[1:5], "big") % len(names)]
    if _spoken_of(now, span):
        return None
    # a decision on all of its identity covers it too, and was made without having seen it
    marked = (d for d in standing(tuple(now.decisions)) if d.choice.kind is DecisionKind.ADD)
    mine = [span for d in marked if d.by == now.opened.user_id for span in d.choice.spans]
    return Decoy(span, caught=any(start < span[1] and span[0] < end for start, end in mine))


def _spoken_of(now: Now, span: Span) -> bool:
    """Whether another reviewer changed what stands there: it is as they left it, and no decoy."""
    me = {now.opened.user_id}
    here = [m for m in now.decided.marks if m.finding.start < span[1] and span[0] < m.finding.end]
    return any(m.deciders - me for m in here)
