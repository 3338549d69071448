"""What an office and a field worker tell each other about a statement, and the sealed bytes of it.

A question may quote the statement, so all of them are sealed like it. Invariant: from_bytes(to_bytes(text))
== text, and the length tells only the number of 512-byte blocks.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from models.errors import AigaqError

BLOCK: Final = 512
LONGEST_MESSAGE: Final = 20_000  # code points
_FORMAT: Final = 1


class MessageKind(StrEnum):
    """A reviewer's question, a field worker's answer to one, a withdrawal asked for by a receipt, or that it
    was declined.
    """

    QUESTION = "question"
    ANSWER = "answer"
    WITHDRAWAL = "withdrawal"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `about` is the id of the question that an answer is to, None for the rest.

    `by` is the user who asked or declined, or the device that answered or handed in; None for an unknown
    device. The text of a withdrawal is empty, that of a declined one is why.
    """

    id: str
    statement_id: str
    kind: MessageKind
    about: str | None
    by: str | None
    at: datetime
    text: str

    def __repr__(self) -> str:
        # The generated repr would quote the text wherever a message is printed or logged.
        return f"Message({self.id!r})"


def withdrawal_stands(messages: Iterable[Message]) -> bool:
    """Whether a withdrawal is asked for that nobody declined since; a statement's messages come in order."""
    of_wishes = (MessageKind.WITHDRAWAL, MessageKind.DECLINED)
    kinds = [message.kind for message in messages if message.kind in of_wishes]
    return kinds[-1:] == [MessageKind.WITHDRAWAL]


def to_bytes(statement_id: str, message_id: str, text: str) -> bytes:
    """A text as canonical JSON, tied to its statement and message, padded to a multiple of 512 bytes.

    Error bad_decision for a text that is too long, or is none.
    """
    if len(text) > LONGEST_MESSAGE:
        raise AigaqError("bad_decision")
    content = {"format": _FORMAT, "statement_id": statement_id, "id": message_id, "text": text}
    return _padded(content)


def from_bytes(raw: bytes, *, statement_id: str, message_id: str) -> str:
    """Read a text back; record_damaged for anything that is not the one of this statement and message."""
    try:
        content = json.loads(raw.decode("utf-8"))
        tied = (content["format"], content["statement_id"], content["id"])
        text = content["text"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise AigaqError("record_damaged") from None
    if tied != (_FORMAT, statement_id, message_id) or not isinstance(text, str):
        raise AigaqError("record_damaged")
    return text


def for_phone(message_id: str, receipt: str, text: str) -> bytes:
    """A question as it is sealed to a phone, which knows the statement by its receipt alone; padded too."""
    return _padded({"question": message_id, "receipt": receipt, "text": text})


def _padded(content: dict[str, object]) -> bytes:
    """Canonical JSON in UTF-8, padded with spaces to a multiple of 512 bytes; bad_decision for no text."""
    try:
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        raw = text.encode("utf-8")
    except ValueError:
        # lone surrogates; the error would quote what is around them
        raise AigaqError("bad_decision") from None
    return raw + b" " * (-len(raw) % BLOCK)
