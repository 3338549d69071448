"""What a release hides, as it stands in the statements of the case: every word of it is looked for.

Nothing is left out because it is short or common: whether a word may stay is a reviewer's to say, of each
place. Invariant: no repr of anything here shows a word.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from models.labels import Audience, Label
from redact.apply import treat
from share.gate.keys import SHORT
from share.told import Told

# Wishes that name a kind and no words; the policies and the reviewers see to those.
_KINDS = frozenset(
    "name place photo family address phone age work job имя место фото семья адрес возраст".split()
)


@dataclass(frozen=True, slots=True, repr=False)
class Surface:
    """A stretch that is hidden from an audience; `statement_id` is the statement in which it is."""

    statement_id: str
    label: Label
    words: str


def hidden_surfaces(told: Iterable[Told], audience: Audience) -> list[Surface]:
    """All that is masked or made coarser in the statements, each form once a statement."""
    found: dict[Surface, None] = {}
    for one in told:
        for treated in treat(one.raw_text, one.analysis, audience):
            if treated.replacement is not None:
                words = one.raw_text[treated.finding.start : treated.finding.end]
                found[Surface(one.id, treated.finding.label, words)] = None
    return list(found)


def wishes(told: Iterable[Told]) -> list[Surface]:
    """The words that witnesses asked to leave out everywhere, each word as something hidden."""
    return [
        Surface(one.id, Label.NRP, word)
        for one in told
        for words in one.consent.hide
        if words.strip().casefold() not in _KINDS
        for word in words.split()
        if sum(map(str.isalnum, word)) >= SHORT
    ]
