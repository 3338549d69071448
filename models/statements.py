"""A statement on its way: a draft from a reader, a statement in the store, redacted text."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from models.labels import Audience, Language


class ConsentScope(StrEnum):
    """How far the witness allowed the statement to go; the default lets nothing leave."""

    INTERNAL = "internal"
    PARTNER = "partner"
    LEGAL = "legal"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Consent:
    """What the witness agreed to."""

    scope: ConsentScope = ConsentScope.INTERNAL


class SourceKind(StrEnum):
    """What kind of file a statement came from; never its name."""

    TEXT = "text"
    MARKDOWN = "markdown"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    PDF = "pdf"
    HTML = "html"
    EMAIL = "email"
    SUBTITLES = "subtitles"
    FORM = "form"
    SCAN = "scan"
    STDIN = "stdin"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as a reader took it in; it holds no file name.

    `left_out` counts what the reader did not take as statement text, by kind ("comments": 2).
    `submission` is a form's own id of the entry, the same in each of its exports.
    `unsure` are the words that text recognition was not sure of: half-open code points of `raw_text`.
    """

    raw_text: str
    source: SourceKind
    language: Language | None = None
    consent: Consent = field(default_factory=Consent)
    collected_at: date | None = None
    left_out: tuple[tuple[str, int], ...] = ()
    submission: str | None = None
    unsure: tuple[tuple[int, int], ...] = ()


class StatementState(StrEnum):
    """How far a statement has come; blocked means that a recogniser failed on it."""

    WAITING = "waiting"
    BLOCKED = "blocked"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class RedactedText:
    """Text that a policy has been applied to: a type of its own, so that raw text cannot pass for it."""

    text: str
    audience: Audience
