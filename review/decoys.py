"""Decoys: a found name that is shown as if it had been missed, to measure how much a reviewer catches.

Nothing is written into the text: the mark is only not shown, the name stays masked whatever happens, and
what the reviewer did not find is shown again before the approval is complete. Which one it is follows from
the statement and the reviewer, so that a page that is loaded again hides the same.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from models.decisions import Span
from models.labels import Label
from redact.decided import MarkState
from review.opened import Now, Phase

# One statement in three has a decoy, so that nobody knows whether there is one.
_ONE_IN: Final = 3
_SURE: Final = 0.85


@dataclass(frozen=True, slots=True)
class Decoy:
    """A place that is shown unmasked; `caught` when the reviewer has said something about it."""

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
    mine = [d for d in now.decisions if d.by == now.opened.user_id]
    spoken = any(start < span[1] and span[0] < end for d in mine for start, end in d.choice.spans)
    return Decoy(span, caught=spoken and not _untouched(now, span))


def _untouched(now: Now, span: Span) -> bool:
    """Whether the mark there is as the machine left it: decisions on others of its identity pass it by."""
    return any(m.span == span and m.state is MarkState.PENDING for m in now.decided.marks)
