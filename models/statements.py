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

    @property
    def place(self) -> int:
        """Its place in the list, as the journal counts it; partner and legal are side by side otherwise."""
        return tuple(ConsentScope).index(self)


@dataclass(frozen=True, slots=True)
class Consent:
    """What the witness agreed to.

    `recipients`: names of organisations that may have it whatever the scope. `hide`: what the witness wants
    left out everywhere, in words. `explained`: what was explained (purpose, risks, withdrawal). `language`:
    in which it was asked. `how`: spoken, written, recorded.
    """

    scope: ConsentScope = ConsentScope.INTERNAL
    recipients: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    language: Language | None = None
    given_on: date | None = None
    how: str | None = None

    def allows(self, audience: Audience, *, recipient: str | None = None) -> bool:
        """Whether a version for this audience may leave the office, to this recipient if one is named."""
        if audience is Audience.INTERNAL or self.scope is ConsentScope.PUBLIC:
            return True
        named = recipient is not None and recipient.casefold() in {n.casefold() for n in self.recipients}
        return self.scope.value == audience.value or (named and audience is not Audience.PUBLIC)


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
    """How far a statement has come.

    blocked: a recogniser failed on it; confirming: one reviewer approved, another is needed; returned: sent
    back with a question; withdrawn: only its id is left.
    """

    WAITING = "waiting"
    BLOCKED = "blocked"
    CONFIRMING = "confirming"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class RedactedText:
    """Text that a policy has been applied to: a type of its own, so that raw text cannot pass for it."""

    text: str
    audience: Audience
