"""What the program said of one statement for one audience: the same fields as a row of the scan contract."""

from dataclasses import dataclass

from models.findings import Analysis, Suspect, Tag, TagKind
from models.labels import Action, Audience, Label
from redact.apply import treat


@dataclass(frozen=True, slots=True)
class SaidSpan:
    """A finding and what was done with it; `alias` is what stands in its place, None where it is kept."""

    start: int
    end: int
    label: str
    role: str | None
    identity: str | None
    action: str
    alias: str | None

    @property
    def hidden(self) -> bool:
        """Whether its words are gone from the redacted text."""
        return self.action != Action.KEEP


@dataclass(frozen=True, slots=True)
class Said:
    """All that was said of a statement; `redacted` is None where it could not be scanned."""

    spans: tuple[SaidSpan, ...]
    redacted: str | None
    abuse: tuple[Tag, ...]
    places: tuple[Tag, ...]
    suspects: tuple[Suspect, ...]


NOT_SCANNED = Said((), None, (), (), ())


def said_of(raw_text: str, analysis: Analysis, redacted: str, audience: Audience) -> Said:
    """What an analysis and its redacted text say for an audience."""
    if analysis.failures:
        # a recogniser failed: scan and redact hand out nothing either
        return NOT_SCANNED
    return Said(
        spans=tuple(
            SaidSpan(
                start=t.finding.start,
                end=t.finding.end,
                label=str(t.finding.label),
                role=str(t.identity.role) if t.identity and t.finding.label is Label.PERSON else None,
                identity=t.finding.identity,
                action=str(t.action),
                alias=t.replacement,
            )
            for t in treat(raw_text, analysis, audience)
        ),
        redacted=redacted,
        abuse=tuple(tag for tag in analysis.tags if tag.kind is TagKind.ABUSE),
        places=tuple(tag for tag in analysis.tags if tag.kind is TagKind.PLACE),
        suspects=analysis.suspects,
    )
