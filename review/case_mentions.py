"""How the statements of a case name its people, for its page: read once a session, kept in memory.

A record is opened when a page first shows somebody of it; the journal has each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.labels import Label
from models.rulings import Member
from models.sealed import SealedRecord
from store.cases import open_records
from store.store import Store
from store.vault import Vault

# Characters of the statement on each side of a mention.
_AROUND: Final = 60


@dataclass(frozen=True, slots=True, repr=False)
class Mention:
    """A person's fullest mention in a statement, with what stands around it; white space is one space."""

    before: str
    name: str
    after: str


class CaseMentions:
    """The mentions of one case as far as they are read."""

    def __init__(self) -> None:
        self._read: dict[str, Mapping[str, Mention]] = {}

    def read(self, store: Store, vault: Vault, wanted: Iterable[str], *, present: Sequence[str]) -> None:
        """Open the statements that are not read yet; those no longer `present` in the case are forgotten.

        Errors: reviewer_locked, record_damaged.
        """
        here = set(present)
        self._read = {name: found for name, found in self._read.items() if name in here}
        missing = [name for name in dict.fromkeys(wanted) if name in here and name not in self._read]
        for record in open_records(store, missing, vault):
            self._read[record.statement_id] = mentions_in(record)

    def of(self, member: Member) -> Mention | None:
        """How a statement names a person; None where it was not read."""
        statement, identity = member
        return self._read.get(statement, {}).get(identity)

    def fullest(self, members: Iterable[Member]) -> str:
        """The fullest of several mentions; "?" where none was read."""
        names = [mention.name for mention in map(self.of, members) if mention is not None]
        return max(names, key=_fullness, default="?")


def mentions_in(record: SealedRecord) -> dict[str, Mention]:
    """For each person of a statement the fullest mention."""
    found: dict[str, tuple[int, int]] = {}
    text = record.raw_text
    for finding in sorted(record.analysis.findings, key=lambda f: f.start):
        if finding.label is not Label.PERSON or finding.identity is None:
            continue
        known = found.get(finding.identity)
        surface = text[finding.start : finding.end]
        if known is None or _fullness(surface) > _fullness(text[known[0] : known[1]]):
            found[finding.identity] = (finding.start, finding.end)
    return {identity: _around(text, start, end) for identity, (start, end) in found.items()}


def _around(text: str, start: int, end: int) -> Mention:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:  # not half a word
        before = "… " + before.partition(" ")[2]
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    # the space beside the name stays
    return Mention(_plain(before + "|")[:-1], _plain(text[start:end]), _plain("|" + after)[1:])


def _plain(text: str) -> str:
    return " ".join(text.split())


def _fullness(surface: str) -> tuple[int, int]:
    return len(surface.split()), len(surface)
