"""Finds what abuse a statement tells of; every tag points at the words that say so."""

from models.abuse import AbuseCode
from models.findings import Tag, TagKind
from redact.tags.clauses import read
from redact.tags.negation import happened
from redact.tags.triggers import Found, Match

SOURCE = "abuse-rules"
_LONGEST = 160  # characters: a longer anchor says nothing; it is cut back to its first words
# The triggers of these leave no other reading.
_TORTURE_ALWAYS = frozenset({AbuseCode.ELECTRIC_SHOCK, AbuseCode.SUFFOCATION, AbuseCode.BURNING})
_CUSTODY_BEFORE = 5  # sentences


def find_abuse(text: str) -> list[Tag]:
    """Abuse tags of a text, by place; a code may stand several times, each time at other words."""
    found = Found(read(text))
    if not found.reading.words:
        return []
    every = found.matches()
    matches = [match for match in every if happened(found, match)]
    rules = _Rules(found, every, matches)
    spans = {(code, *_span(found, match)) for match in matches for code in rules.codes(match)}
    return [
        Tag(TagKind.ABUSE, code, start, end, SOURCE)
        for code, start, end in sorted(spans, key=lambda span: (span[1], span[2], span[0]))
    ]


def _span(found: Found, match: Match) -> tuple[int, int]:
    """First to last matched word, or only the words that fit."""
    words = found.reading.words
    start = words[match.words[0]].start
    end = max(words[n].end for n in match.words if words[n].end - start <= _LONGEST or n == match.words[0])
    return start, min(end, start + _LONGEST)


class _Rules:
    """What follows from what: codes that a match carries because of the rest of the statement."""

    def __init__(self, found: Found, every: list[Match], told: list[Match]) -> None:
        self.found = found
        untrue = {match.words for match in every} - {match.words for match in told}
        self.torture_denied = any(
            AbuseCode.TORTURE in match.trigger.codes and match.trigger.noun and match.words in untrue for match in every
        )
        clause_of = found.reading.words
        self.light = {clause_of[match.words[0]].clause for match in told if match.trigger.light}
        self.stress = any(AbuseCode.STRESS_POSITION in match.trigger.codes for match in told)
        self.prison = found.anywhere("prison")

    def codes(self, match: Match) -> set[AbuseCode]:
        """The codes of a match and those that follow from where it happened."""
        codes = set(match.trigger.codes)
        if codes & _TORTURE_ALWAYS:
            codes.add(AbuseCode.TORTURE)
        if AbuseCode.BEATING in codes and self._punishing(match):
            codes.add(AbuseCode.TORTURE)
        return codes

    def _in_custody(self, match: Match) -> bool:
        """Whether custody was spoken of in the sentence of the match or shortly before."""
        low, high = self.found.around(match.words[0])
        before, _ = self.found.around(match.words[0], sentences=_CUSTODY_BEFORE)
        return self.prison or self.found.stands(self.found.lexicon.groups["custody"], min(before, low), high)

    def _punishing(self, match: Match) -> bool:
        """A beating in custody, heavier than a slap, where the witness does not say that there was no torture."""
        if self.torture_denied or match.trigger.light:
            return False
        if self.found.reading.words[match.words[0]].clause in self.light:
            return False
        return self.stress or self._in_custody(match)
