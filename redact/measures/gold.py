"""Annotated statements: JSON lines, read one by one; what is wrong with a line is said by its number."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.abuse import AbuseCode
from models.errors import AigaqError
from redact.measures.kinds import KINDS, LANGUAGES

_ABUSE = frozenset(map(str, AbuseCode))


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A stretch that an annotator marked; `entity` is the same for all mentions of one person or thing."""

    start: int
    end: int
    kind: str
    entity: str
    text: str


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated statement; `abuse` and `places` are case-folded."""

    id: str
    lang: str
    text: str
    spans: tuple[GoldSpan, ...]
    abuse: frozenset[str]
    places: frozenset[str]


def read_gold(path: Path) -> Iterator[Gold]:
    """The statements of a file, one line at a time; empty lines are passed over.

    Raises AigaqError with the number of the line: gold_not_read, gold_offsets, gold_unknown, gold_twice;
    no_such_file where there is nothing to read.
    """
    met: set[str] = set()
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                raw = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if not raw.strip():
                    continue
                gold = _read_line(raw, number)
                if gold.id in met:
                    raise AigaqError("gold_twice", line=number)
                met.add(gold.id)
                yield gold
    except OSError:
        raise AigaqError("no_such_file") from None


def _read_line(raw: bytes, number: int) -> Gold:
    """One line; the error says which kind of mistake, never what stands there."""
    try:
        gold = _gold(json.loads(raw))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise AigaqError("gold_not_read", line=number) from None
    if not gold.id or not all(_stands(gold.text, span) for span in gold.spans):
        raise AigaqError("gold_offsets" if gold.id else "gold_not_read", line=number)
    known = gold.lang in LANGUAGES and all(span.kind in KINDS for span in gold.spans)
    if not known or not gold.abuse <= _ABUSE:
        raise AigaqError("gold_unknown", line=number)
    return gold


def _gold(row: dict[str, Any]) -> Gold:
    return Gold(
        id=_string(row["id"]),
        lang=_string(row["lang"]),
        text=_string(row["text"]),
        spans=tuple(
            GoldSpan(
                start=_number(span["start"]),
                end=_number(span["end"]),
                kind=_string(span["type"]),
                entity=_string(span["entity"]),
                text=_string(span["text"]),
            )
            for span in _list(row["spans"])
        ),
        abuse=frozenset(_string(code).casefold() for code in _list(row.get("abuse", []))),
        places=frozenset(_string(name).casefold() for name in _list(row.get("places", []))),
    )


def _stands(text: str, span: GoldSpan) -> bool:
    return 0 <= span.start < span.end <= len(text) and text[span.start : span.end] == span.text


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value
