"""What a pass over a text finds. Offsets are half-open code points of the original text."""

from dataclasses import dataclass
from enum import StrEnum

from models.labels import Label, Language, Role


@dataclass(frozen=True, slots=True)
class Finding:
    """One stretch of text that identifies; `identity` names the Identity it belongs to."""

    start: int
    end: int
    label: Label
    score: float
    source: str
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who or what a group of findings is; `number` is the one in its alias ([Person 3])."""

    id: str
    label: Label
    role: Role
    number: int


@dataclass(frozen=True, slots=True)
class Suspect:
    """A stretch that was not masked but could identify; `score` ranks it for the reviewer."""

    start: int
    end: int
    why: str
    score: float


class TagKind(StrEnum):
    """What a tag says about the text."""

    ABUSE = "abuse"
    PLACE = "place"
    EVENT_DATE = "event_date"


@dataclass(frozen=True, slots=True)
class Tag:
    """An abuse code, a canonical place name or an ISO date, anchored to the words that say so."""

    kind: TagKind
    code: str
    start: int
    end: int
    source: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything one pass found; findings are disjoint and sorted.

    `failures` holds the codes of recognisers that failed: such a statement is blocked from release.
    """

    language: Language
    findings: tuple[Finding, ...]
    identities: tuple[Identity, ...]
    suspects: tuple[Suspect, ...]
    tags: tuple[Tag, ...]
    failures: tuple[str, ...] = ()
