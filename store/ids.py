"""Random ids: they say nothing, not even the order in which statements came in."""

import secrets

from models.base32 import LETTERS, as_typed


def new_id() -> str:
    """Ten characters, 50 random bits: a repetition among a million statements is as good as excluded."""
    return "".join(secrets.choice(LETTERS) for _ in range(10))


def read_id(typed: str) -> str:
    """An id as it is stored, from what somebody typed: any case, O for 0, I or L for 1."""
    return as_typed(typed)
