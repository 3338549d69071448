"""What a review needs to know of statements without their words: counts, claims, approvals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from models.labels import Label

# How long a statement stays one reviewer's after the last thing done on it.
CLAIM: Final = timedelta(minutes=30)
# A finding with a lower score is unsure: a reviewer looks at it by itself.
LOW: Final = 0.75
_MANY, _DENSE = 8, 4  # doubts in a statement, and in a hundred words of it


@dataclass(frozen=True, slots=True)
class Risk:
    """What makes a statement one that reviewers should see soon, and two of them; counts of a whole text."""

    low: int
    suspects: int
    findings: int
    identities: int
    words: int
    minor: bool
    sexual: bool

    @property
    def high(self) -> bool:
        """Whether a second reviewer decides without seeing what the first one did."""
        doubts = self.low + self.suspects
        return self.minor or self.sexual or (doubts >= _MANY and doubts * 100 >= _DENSE * self.words)

    @property
    def points(self) -> int:
        """The more, the sooner a statement is reviewed."""
        # Whatever needs two reviews comes first, however long another statement is; of that, what would harm
        # most if it leaked. Of the rest a suspect weighs 3, since it stays readable until somebody decides,
        # an unsure finding 2, since it is masked already, and a person 1: one more to be taken for another.
        doubts = 3 * self.suspects + 2 * self.low + self.identities
        return 3000 * self.high + 1000 * (self.minor + self.sexual) + min(doubts, 999)


@dataclass(frozen=True, slots=True)
class Approval:
    """One reviewer's approval as the decisions stood at `upto`; `holds` until something was changed."""

    user_id: str
    at: datetime
    upto: int
    holds: bool
    compared: int = 0
    differences: int = 0
    planted: int = 0
    caught: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many findings of a kind the reviewers took, refused, changed and added."""

    accepted: int = 0
    rejected: int = 0
    relabelled: int = 0
    added: int = 0


Outcomes = Mapping[Label, Outcome]
