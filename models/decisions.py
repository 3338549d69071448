"""A reviewer's decisions on a statement, and their bytes; appended, never overwritten.

A decision speaks of spans of the original text, so it is sealed like the statement. Who decided and when is
under the store's lock. Invariant: from_bytes(to_bytes(decision)) == decision, and the length tells only the
number of 512-byte blocks.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from models.errors import AigaqError
from models.findings import TagKind
from models.labels import Label, Role

BLOCK: Final = 512
_FORMAT: Final = 1
Span = tuple[int, int]


class DecisionKind(StrEnum):
    """What was decided.

    ACCEPT, REJECT, RELABEL and ADD are about findings, ASSIGN and ROLE about who a finding is, DISMISS about
    suspects, the two of tags about tags. COMPARE ends a blind second review; UNDO takes an earlier one back.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    RELABEL = "relabel"
    ADD = "add"
    ASSIGN = "assign"
    ROLE = "role"
    DISMISS = "dismiss"
    ADD_TAG = "add_tag"
    STRIKE_TAG = "strike_tag"
    COMMENT = "comment"
    COMPARE = "compare"
    UNDO = "undo"


# These say something and change nothing of what is released.
SILENT: Final = frozenset({DecisionKind.COMMENT, DecisionKind.COMPARE})
LONGEST_COMMENT: Final = 4000
MOST_SPANS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided, on which half-open spans of code points of the original text.

    `identity` is the one that the spans are given, "" for a new one; `code` and `tag` are of a tag; `target`
    the number of the decision that an UNDO takes back; `blind` marks a second reviewer's who has not seen
    the first one's.
    """

    kind: DecisionKind
    spans: tuple[Span, ...] = ()
    label: Label | None = None
    identity: str | None = None
    role: Role | None = None
    tag: TagKind | None = None
    code: str | None = None
    target: int | None = None
    words: str | None = None
    blind: bool = False

    def __repr__(self) -> str:
        # A comment may quote the statement.
        return f"Choice({self.kind.value})"


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice with its number among the statement's decisions, from 1, who made it and when."""

    number: int
    by: str
    at: datetime
    choice: Choice


def to_bytes(statement_id: str, number: int, choice: Choice) -> bytes:
    """A choice as canonical JSON, tied to its statement and number, padded to a multiple of 512 bytes.

    bad_decision for more spans or words than anybody chooses: each is read again at each key.
    """
    if len(choice.spans) > MOST_SPANS or len(choice.words or "") > LONGEST_COMMENT:
        raise AigaqError("bad_decision")
    content = {
        "format": _FORMAT,
        "statement_id": statement_id,
        "number": number,
        "kind": choice.kind,
        "spans": choice.spans,
        "label": choice.label,
        "identity": choice.identity,
        "role": choice.role,
        "tag": choice.tag,
        "code": choice.code,
        "target": choice.target,
        "words": choice.words,
        "blind": choice.blind,
    }
    try:
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        raw = text.encode("utf-8")
    except ValueError:
        # lone surrogates in a comment; the error would quote what is around them
        raise AigaqError("bad_decision") from None
    return raw + b" " * (-len(raw) % BLOCK)


def from_bytes(raw: bytes, *, statement_id: str, number: int) -> Choice:
    """Read a choice back; record_damaged for anything that is not the one of this statement and number."""
    try:
        content = json.loads(raw.decode("utf-8"))
        fits = (content["format"], content["statement_id"], content["number"]) == (
            _FORMAT,
            statement_id,
            number,
        )
        if not fits:
            raise AigaqError("record_damaged")
        return Choice(
            kind=DecisionKind(content["kind"]),
            spans=tuple((int(start), int(end)) for start, end in content["spans"]),
            label=_maybe(Label, content["label"]),
            identity=_maybe(str, content["identity"]),
            role=_maybe(Role, content["role"]),
            tag=_maybe(TagKind, content["tag"]),
            code=_maybe(str, content["code"]),
            target=_maybe(int, content["target"]),
            words=_maybe(str, content["words"]),
            blind=bool(content["blind"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise AigaqError("record_damaged") from None


def standing(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """The decisions that were not taken back; an UNDO that was taken back itself counts no more.

    What is to come cannot be taken back beforehand.
    """
    undone: set[int] = set()
    for decision in reversed(decisions):
        target = decision.choice.target or 0
        undoes = decision.choice.kind is DecisionKind.UNDO and target < decision.number
        if undoes and decision.number not in undone:
            undone.add(target)
    return tuple(d for d in decisions if d.number not in undone and d.choice.kind is not DecisionKind.UNDO)


def _maybe(kind: Any, value: Any) -> Any:
    return None if value is None else kind(value)
