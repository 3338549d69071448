"""The sealed record: everything of a statement that only the vault may open, and its bytes.

Invariant: from_bytes(to_bytes(record)) == record, and the length tells only the number of 4 KiB blocks.
Format 2 keeps the whole consent; records of format 1, which kept its scope alone, are still read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final

from models.errors import AigaqError
from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import Audience, Label, Language, Role
from models.statements import Consent, ConsentScope, SourceKind

BLOCK: Final = 4096
_FORMAT: Final = 2
_SCOPE_ONLY: Final = 1


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A statement's original, what was found in it, and its redacted texts before approval."""

    statement_id: str
    raw_text: str
    analysis: Analysis
    redacted: Mapping[Audience, str]
    source: SourceKind
    consent: Consent
    collected_at: date | None
    left_out: tuple[tuple[str, int], ...]

    def __repr__(self) -> str:
        # The generated repr would quote the original wherever a record is printed or logged.
        return f"SealedRecord({self.statement_id!r})"


def to_bytes(record: SealedRecord) -> bytes:
    """The record as canonical JSON in UTF-8, padded with spaces to a multiple of 4096 bytes."""
    content = {
        "format": _FORMAT,
        "statement_id": record.statement_id,
        "raw_text": record.raw_text,
        "analysis": _analysis_content(record.analysis),
        "redacted": {audience.value: text for audience, text in record.redacted.items()},
        "source": record.source,
        "consent": _consent_content(record.consent),
        "collected_at": record.collected_at.isoformat() if record.collected_at else None,
        "left_out": record.left_out,
    }
    try:
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        raw = text.encode("utf-8")
    except ValueError:
        # Lone surrogates: the error would quote the text around them.
        raise AigaqError("internal") from None
    return raw + b" " * (-len(raw) % BLOCK)


def from_bytes(raw: bytes) -> SealedRecord:
    """Read a record back; anything that is not one raises record_damaged."""
    try:
        content = json.loads(raw.decode("utf-8"))
        if content["format"] not in {_FORMAT, _SCOPE_ONLY}:
            raise AigaqError("record_damaged")
        whole = content["format"] == _FORMAT
        return SealedRecord(
            statement_id=str(content["statement_id"]),
            raw_text=str(content["raw_text"]),
            analysis=_analysis(content["analysis"]),
            redacted={Audience(name): str(text) for name, text in content["redacted"].items()},
            source=SourceKind(content["source"]),
            consent=_consent(content["consent"]) if whole else Consent(_scope(content["consent"])),
            collected_at=date.fromisoformat(content["collected_at"]) if content["collected_at"] else None,
            left_out=tuple((str(kind), int(count)) for kind, count in content["left_out"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise AigaqError("record_damaged") from None


def _consent_content(consent: Consent) -> dict[str, Any]:
    day = consent.given_on.isoformat() if consent.given_on else None
    return {**asdict(consent), "given_on": day}


def _consent(content: dict[str, Any]) -> Consent:
    language, day, how = content["language"], content["given_on"], content["how"]
    return Consent(
        scope=_scope(content),
        recipients=tuple(str(name) for name in content["recipients"]),
        hide=tuple(str(words) for words in content["hide"]),
        explained=tuple(str(what) for what in content["explained"]),
        language=None if language is None else Language(language),
        given_on=None if day is None else date.fromisoformat(day),
        how=None if how is None else str(how),
    )


def _scope(content: dict[str, Any]) -> ConsentScope:
    return ConsentScope(content["scope"])


def _analysis_content(analysis: Analysis) -> dict[str, Any]:
    return {
        "language": analysis.language,
        "findings": _rows(analysis.findings),
        "identities": _rows(analysis.identities),
        "suspects": _rows(analysis.suspects),
        "tags": _rows(analysis.tags),
        "failures": analysis.failures,
    }


def _rows(items: Sequence[Finding | Identity | Suspect | Tag]) -> list[dict[str, Any]]:
    """As dataclasses.asdict, which takes ten times as long to look for more inside."""
    names = [item.name for item in fields(items[0])] if items else []
    return [{name: getattr(item, name) for name in names} for item in items]


def _analysis(content: dict[str, Any]) -> Analysis:
    return Analysis(
        language=Language(content["language"]),
        findings=tuple(Finding(**{**f, "label": Label(f["label"])}) for f in content["findings"]),
        identities=tuple(
            Identity(**{**i, "label": Label(i["label"]), "role": Role(i["role"])})
            for i in content["identities"]
        ),
        suspects=tuple(Suspect(**suspect) for suspect in content["suspects"]),
        tags=tuple(Tag(**{**tag, "kind": TagKind(tag["kind"])}) for tag in content["tags"]),
        failures=tuple(str(code) for code in content["failures"]),
    )
