"""The index of a case: which person of which statement is which person of the case, and its bytes.

It holds ids, numbers and fixed words, never a name; who is the same person is said under the vault's lock
only. Invariant: from_bytes(to_bytes(index)) == index, and the length tells only the number of 4 KiB blocks.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from models.errors import AigaqError
from models.labels import Role
from models.sealed import BLOCK

_FORMAT: Final = 1


class Why(StrEnum):
    """What speaks for two people of a case being one; a proposal names one or several."""

    FULL_NAME = "full_name"
    SEVERAL_FIT = "several_fit"
    ONE_STATEMENT = "one_statement"
    OWN_NUMBER = "own_number"
    NUMBER_IN_BOTH = "number_in_both"
    SHORT_FORM = "short_form"
    SPELLING = "spelling"
    NAME_AND_INITIAL = "name_and_initial"
    RANK = "rank"
    SURNAME = "surname"
    GIVEN_NAME = "given_name"


@dataclass(frozen=True, slots=True)
class CasePerson:
    """A person of the case; `number` is that of the alias, `members` pairs of statement and identity."""

    number: int
    role: Role
    members: tuple[tuple[str, str], ...]

    @property
    def statements(self) -> tuple[str, ...]:
        """The ids of the statements that speak of this person."""
        return tuple(dict.fromkeys(statement for statement, _ in self.members))


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two people, by number, who may be one; `score` from 0 to 1 ranks it for the reviewer."""

    one: int
    other: int
    why: tuple[Why, ...]
    score: float


@dataclass(frozen=True, slots=True)
class CaseIndex:
    """The people of a case as far as `statements` go; `last` is the highest number that was ever given."""

    case_id: str
    last: int
    statements: tuple[str, ...]
    people: tuple[CasePerson, ...]
    proposals: tuple[Proposal, ...]

    @property
    def joined(self) -> int:
        """How many people stand in more than one statement."""
        return sum(len(person.statements) > 1 for person in self.people)

    def counts(self) -> Mapping[str, int]:
        """What may be known without the vault."""
        return {
            "statements": len(self.statements),
            "people": len(self.people),
            "joined": self.joined,
            "proposals": len(self.proposals),
        }


def to_bytes(index: CaseIndex) -> bytes:
    """The index as canonical JSON, padded with spaces to a multiple of 4096 bytes."""
    content = {"format": _FORMAT, **asdict(index)}
    raw = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")
    return raw + b" " * (-len(raw) % BLOCK)


def from_bytes(raw: bytes) -> CaseIndex:
    """Read an index back; anything that is not one raises record_damaged."""
    try:
        content = json.loads(raw)
        if content["format"] != _FORMAT:
            raise AigaqError("record_damaged")
        return CaseIndex(
            case_id=str(content["case_id"]),
            last=int(content["last"]),
            statements=tuple(str(statement) for statement in content["statements"]),
            people=tuple(_person(person) for person in content["people"]),
            proposals=tuple(_proposal(proposal) for proposal in content["proposals"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise AigaqError("record_damaged") from None


def _person(content: dict[str, Any]) -> CasePerson:
    members = tuple((str(statement), str(identity)) for statement, identity in content["members"])
    return CasePerson(int(content["number"]), Role(content["role"]), members)


def _proposal(content: dict[str, Any]) -> Proposal:
    why = tuple(Why(word) for word in content["why"])
    return Proposal(int(content["one"]), int(content["other"]), why, float(content["score"]))
