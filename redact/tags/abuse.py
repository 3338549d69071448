"""Finds what abuse a statement tells of; every tag points at the words that say so."""

from collections.abc import Iterable

from models.abuse import AbuseCode
from models.findings import Tag, TagKind
from redact.tags.clauses import read
from redact.tags.negation import happened
from redact.tags.triggers import Found, Match

SOURCE = "abuse-rules"
_LONGEST = 160  # characters: a longer anchor says nothing; it is cut back to its first words
# Done to somebody in custody, these are torture as well.
_TORTURE_IN_CUSTODY = frozenset(
    {AbuseCode.ELECTRIC_SHOCK, AbuseCode.SUFFOCATION, AbuseCode.BURNING, AbuseCode.BEATING}
)


def find_abuse(text: str) -> list[Tag]:
    """Abuse tags of a text, by place; a code may stand several times, each time at other words."""
    found = Found(read(text))
    if not found.reading.words:
        return []
    matches = [match for match in found.matches() if happened(found, match)]
    spans = {(code, *_span(found, match)) for match in matches for code in _codes(found, match, matches)}
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


def _codes(found: Found, match: Match, matches: Iterable[Match]) -> Iterable[AbuseCode]:
    """The codes of a match and those that follow from where it happened."""
    codes = set(match.trigger.codes)
    if (
        codes & _TORTURE_IN_CUSTODY
        and not match.trigger.light
        and found.near("custody", match.words[0], sentences=6)
    ):
        codes.add(AbuseCode.TORTURE)
    return codes
