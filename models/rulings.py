"""A reviewer's word that two people of a case are one, or two, and its bytes; appended, never overwritten.

A ruling says who is who, so it is sealed like an index of a case; it holds ids and no names. Who ruled and
when is under the store's lock. Invariant: from_bytes(to_bytes(ruling)) == ruling, and the length tells only
the number of 512-byte blocks.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from models.errors import AigaqError

BLOCK: Final = 512
_FORMAT: Final = 1
Member = tuple[str, str]
"""A person of one statement: the statement's id and the identity's."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether two people, each of one statement, are the same."""

    one: Member
    other: Member
    same: bool


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling with its number among the case's rulings, from 1, who made it and when."""

    number: int
    by: str
    at: datetime
    ruling: Ruling


def what_holds(rulings: Iterable[Ruling]) -> Mapping[tuple[Member, Member], bool]:
    """What holds of each pair, in the order of the pairs: of several rulings on it, the last one.

    Where "one" by way of others would join two who are ruled two, none of those "one" holds: nobody can tell
    which is wrong, and a wrong join is worse than a missing one.
    """
    last: dict[tuple[Member, Member], bool] = {}
    for ruling in rulings:
        one, other = sorted((ruling.one, ruling.other))
        last[one, other] = ruling.same
    group = _groups(pair for pair, same in last.items() if same)
    torn = {group[a] for (a, b), same in last.items() if not same and a in group and group[a] == group.get(b)}
    return {pair: same for pair, same in sorted(last.items()) if not (same and group[pair[0]] in torn)}


def _groups(pairs: Iterable[tuple[Member, Member]]) -> dict[Member, int]:
    """For each member of the pairs, which of the groups that hang together it belongs to."""
    group: dict[Member, int] = {}
    members: dict[int, list[Member]] = {}
    for number, (a, b) in enumerate(pairs):
        joined = [a, b]
        for old in {group[member] for member in (a, b) if member in group}:
            joined += members.pop(old)
        members[number] = joined
        group.update(dict.fromkeys(joined, number))
    return group


def to_bytes(case_id: str, number: int, ruling: Ruling) -> bytes:
    """A ruling as canonical JSON, tied to its case and number, padded to a multiple of 512 bytes."""
    content = {
        "format": _FORMAT,
        "case_id": case_id,
        "number": number,
        "one": ruling.one,
        "other": ruling.other,
        "same": ruling.same,
    }
    raw = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")
    return raw + b" " * (-len(raw) % BLOCK)


def from_bytes(raw: bytes, *, case_id: str, number: int) -> Ruling:
    """Read a ruling back; record_damaged for anything that is not the one of this case and number."""
    try:
        content = json.loads(raw.decode("ascii"))
        tied = (content["format"], content["case_id"], content["number"])
        if tied != (_FORMAT, case_id, number) or not isinstance(content["same"], bool):
            raise AigaqError("record_damaged")
        return Ruling(_member(content["one"]), _member(content["other"]), content["same"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise AigaqError("record_damaged") from None


def _member(content: Any) -> Member:
    if not (isinstance(content, list) and all(isinstance(part, str) for part in content)):
        raise AigaqError("record_damaged")
    statement, identity = content
    return statement, identity
