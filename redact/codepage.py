"""Texts in one byte a letter: what patterns name has a byte of its own, everything else one of four.

A library that matches bytes is several times as fast on them as on UTF-8, and a byte's place is the letter's.
Nothing is lost that a pattern could ask for: letters, figures and white space that no pattern names are told
apart as such, and patterns that name them are not translated (redact/quick_patterns.py).
"""

import codecs
import re
from functools import lru_cache
from typing import Final

_RUSSIAN: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_KAZAKH: Final = "әғқңөұүһі"
_LATIN: Final = "äöüñğşūńǵáéóúý"  # the Latin alphabets of Kazakh
_SIGNS: Final = "«»“”„‘’ʻʼ–—•…′″°º№₸"
_KNOWN: Final = "".join(
    [*(s + s.upper() for s in (_RUSSIAN, _KAZAKH, _LATIN)), "ıİўЎ", "ÀÂÃÅÆÇçÈÊËÌÍÎÏÐÒÔÕØÙÛÞ", _SIGNS]
)
LETTER, FIGURE, SPACE, OTHER = range(1, 5)
"""The bytes of what has none of its own: words' characters, decimal figures, white space, all else."""
_ASCII: Final = [0, *map(ord, "\t\n"), *(c for c in range(32, 127) if chr(c) not in r"&\^~")]
_FREE: Final = [c for c in range(OTHER + 1, 256) if c not in _ASCII]
BYTES: Final[dict[str, int]] = {chr(c): c for c in _ASCII} | dict(zip(_KNOWN, _FREE, strict=False))
"""The byte of each character that has one."""
# Without regard to case these are a letter of the table, without its byte: `re` must read them itself.
_STRANGE: Final = re.compile("[\u017f\u1c80-\u1c88\u1e9e\u212a\u212b]")
_ERRORS: Final = "aigaq.codepage"


def _decoding_table() -> str:
    letters = {byte: char for char, byte in BYTES.items()}
    return "".join(letters.get(byte, "\ufffe") for byte in range(256))


def _kind_of(char: str) -> int:
    if char.isdecimal():
        return FIGURE
    return LETTER if char.isalnum() else SPACE if char.isspace() else OTHER


def _without_byte(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return bytes(map(_kind_of, error.object[error.start : error.end])), error.end


_TABLE: Final = codecs.charmap_build(_decoding_table())
codecs.register_error(_ERRORS, _without_byte)


@lru_cache(maxsize=16)
def encoded(text: str) -> bytes | None:
    """The text, a byte a character; None where a letter stands in it that only `re` reads rightly."""
    if _STRANGE.search(text):
        return None
    return codecs.charmap_encode(text, _ERRORS, _TABLE)[0]
