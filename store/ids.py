"""Random ids: they say nothing, not even the order in which statements came in."""

import secrets
from typing import Final

# Crockford's base32: no letter that could be read as a digit, and no U.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> str:
    """Ten characters, 50 random bits: a repetition among a million statements is as good as excluded."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


def read_id(typed: str) -> str:
    """An id as it is stored, from what somebody typed: any case, O for 0, I or L for 1."""
    return typed.strip().upper().translate(str.maketrans("OIL", "011"))
