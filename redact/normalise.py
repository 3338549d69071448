"""Normalising a text for the finders, with a map back: findings always speak of the original text.

Invariants: every offset of the normalised text maps to one stretch of the original; nothing that the map
leaves out (zero-width characters, soft hyphens, marks) can stand at the border of a finding unmasked.
"""

import re
import tomllib
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Invisible characters that split words for a machine and not for a reader: dropped.
_SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_BREAKS = dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n")

# A run of one symbol is no text but costs the tokenizer and the patterns dearly.
_RUN_RE = re.compile(r"([^\w\s]|_)\1{20,}|[^\w\s]{200,}")
# No word of any language is this long; what it hides cannot be read, so it is masked whole. Chains without
# a space (a-a-a-, 1.2.1.2.) count as one: the patterns of the finders would go over them again and again.
_BLOB_RE = re.compile(r"\S{300,}")

# No letter bears more marks (Unicode calls 30 stream-safe); putting a longer run in order is quadratic.
_MOST_MARKS = 30

_LATIN_TO_CYRILLIC = str.maketrans("aceopxyABCEHKMOPTXYiIjhH", "асеорхуАВСЕНКМОРТХУіІјһН")
_CYRILLIC_TO_LATIN = str.maketrans("асеорхуАВСЕНКМОРТХУіІһ", "aceopxyABCEHKMOPTXYiIh")
_LATIN_LIKE = frozenset("aceopxyABCEHKMOPTXYiIhH")
_CYRILLIC_LIKE = frozenset("асеорхуАВСЕНКМОРТХУіІһ")
_SEAM_RE = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_LETTERS_RE = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text, where each of its characters stood, and stretches that must be masked unread."""

    text: str
    starts: Sequence[int] | None
    ends: Sequence[int] | None
    blobs: tuple[tuple[int, int], ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original text that text[start:end] came from."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def _is_plain(text: str) -> bool:
    """True when no character moves or changes one to many: the map is the identity."""
    if text.isascii():
        return all(c.isprintable() or c in "\n\t" for c in text)
    letters = set(text)
    if any(unicodedata.combining(c) or _special(c) for c in letters):
        return False
    # only now: over a long run of combining marks this check would be quadratic
    return unicodedata.is_normalized("NFC", text)


def _special(char: str) -> bool:
    category = unicodedata.category(char)
    if category in {"Cf", "Cs"} or (category == "Cc" and char not in "\n\t"):
        return True
    code = ord(char)
    return code in _SPACES or code in _BREAKS or 0xFE00 <= code <= 0xFE0F or _compatible(char) != char


def _compatible(char: str) -> str:
    """The plain letter or digit that a full-width or mathematical one stands for, else the character."""
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and plain.isalnum() and char.isalnum() else char


def _substitute(char: str) -> str:
    """What the finders read for one character that is _special: another one, or nothing."""
    code = ord(char)
    category = unicodedata.category(char)
    if code in _SPACES:
        return " "
    if code in _BREAKS or char == "\r":
        return "\n"
    if category == "Cf" or 0xFE00 <= code <= 0xFE0F:
        return ""
    if category == "Cs":
        return "\ufffd"
    if category == "Cc":
        return " "
    return _compatible(char)


def _mapped(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Normalised text and, for each of its characters, start and end in the original."""
    substitutes = {c: _substitute(c) for c in set(text) if _special(c)}
    out: list[str] = []
    starts, ends = array("I"), array("I")
    pos, size = 0, len(text)
    while pos < size:
        char = text[pos]
        after = pos + 1
        if char == "\r" and text[after : after + 1] == "\n":
            pos = after
            continue
        base = substitutes.get(char, char)
        after, marks = _marks_behind(text, after, substitutes)
        for part in unicodedata.normalize("NFC", base + marks) if marks else base:
            out.append(part)
            starts.append(pos)
            ends.append(after)
        pos = after
    return "".join(out), starts, ends


def _marks_behind(text: str, pos: int, substitutes: dict[str, str]) -> tuple[int, str]:
    """Where the marks and dropped characters behind a letter end, and the marks among them."""
    marks = ""
    # what is dropped belongs to the letter before, so that a mask swallows it
    while pos < len(text) and len(marks) < _MOST_MARKS:
        char = text[pos]
        if unicodedata.combining(char):
            marks += char
        elif substitutes.get(char) != "":
            break
        pos += 1
    return pos, marks


def _one_script(word: str) -> str:
    """A word of two scripts in the one it is meant in, where every odd letter has a look-alike."""
    latin = {c for c in word if c.isascii()}
    cyrillic = {c for c in word if "\u0400" <= c <= "\u04ff"}
    if latin <= _LATIN_LIKE:
        return word.translate(_LATIN_TO_CYRILLIC)
    if cyrillic <= _CYRILLIC_LIKE:
        return word.translate(_CYRILLIC_TO_LATIN)
    return word


def _unmixed(text: str) -> str:
    """Text with each word that mixes two scripts put into one; lengths stay."""
    out: list[str] = []
    done = 0
    for seam in _SEAM_RE.finditer(text):
        if seam.start() < done:
            continue
        start = seam.start()
        while start > done and text[start - 1].isalpha():
            start -= 1
        word = _LETTERS_RE.match(text, start)
        if word is not None:
            out += [text[done:start], _one_script(word[0])]
            done = word.end()
    return "".join([*out, text[done:]])


@cache
def _alias() -> re.Pattern[str]:
    """The masks that redacting leaves ([Лицо 3]), without their brackets: nothing is to be found in them."""
    masks = tomllib.loads((Path(__file__).parent / "masks.toml").read_text("utf-8"))
    words = sorted({word for language in masks.values() for word in language.values()})
    return re.compile(r"(?<=\[)(?:" + "|".join(map(re.escape, words)) + r")(?: \d{1,4})?(?=\])")


def normalise(text: str) -> Normalised:
    """Text as the finders read it: NFC, no invisible characters, plain spaces, one script a word."""
    starts = ends = None
    if not _is_plain(text):
        text, starts, ends = _mapped(text)
    text = _RUN_RE.sub(lambda m: " " * len(m[0]), text)
    text = _alias().sub(lambda m: " " * len(m[0]), text)
    blobs = tuple(m.span() for m in _BLOB_RE.finditer(text))
    if blobs:
        text = _BLOB_RE.sub(lambda m: " " * len(m[0]), text)
    text = _unmixed(text)
    return Normalised(text, starts, ends, blobs)
