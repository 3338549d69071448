"""Who uses a store, and what each may do there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Duty(StrEnum):
    """What a user does: hand in, review texts, run batches and hand out releases, or check the journal."""

    FIELD = "field"
    REVIEWER = "reviewer"
    OPERATOR = "operator"
    AUDITOR = "auditor"


class UserState(StrEnum):
    """Whether a user's passphrase still opens anything."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class User:
    """A user as the store key shows one; `failures` counts wrong passphrases since the last right one."""

    id: str
    name: str
    duty: Duty
    state: UserState
    created_at: datetime
    failures: int
