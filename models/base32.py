"""Crockford's base32: codes that people read out, write down and type."""

from hashlib import sha256
from typing import Final

# no letter that could be read as a digit, and no U
LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TYPED: Final = str.maketrans("OIL", "011", "- ")


def encode(raw: bytes, *, characters: int) -> str:
    """The first 5 x `characters` bits of some bytes."""
    number = int.from_bytes(raw, "big") >> (8 * len(raw) - 5 * characters)
    return "".join(LETTERS[number >> shift & 31] for shift in range(5 * (characters - 1), -1, -5))


def decode(text: str, *, size: int) -> bytes:
    """The bytes of a text that encodes exactly `size` of them; ValueError for anything else."""
    number = 0
    for letter in text:
        number = number << 5 | LETTERS.index(letter)
    if len(text) * 5 != size * 8:
        raise ValueError("length")
    return number.to_bytes(size, "big")


def as_typed(text: str) -> str:
    """A code as it was made, from what somebody typed: any case, O for 0, I or L for 1, hyphens, spaces."""
    return text.strip().upper().translate(_TYPED)


def short_name(public_key: bytes) -> str:
    """A short name of a key, to be compared by eye: four groups of four."""
    code = encode(sha256(public_key).digest(), characters=16)
    return "-".join(code[i : i + 4] for i in range(0, 16, 4))
