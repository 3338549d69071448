"""What happens to a statement on its way: speech without punctuation, capitals, scans, hurried typing.

Every change is a list with what each character becomes, so that spans move with their text.
"""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from training.examples import Example, Span, trimmed
from training.spelling import kazakh_latin_variant

Change = Callable[[Example, random.Random], list[str]]

_PUNCTUATION = re.compile(r"[^\w\s]")
_LOOKALIKE: Final = dict(zip("аеорсхАЕОРСХКМТВН", "aeopcxAEOPCXKMTBH", strict=True))
_SCAN: Final = {
    "О": "0", "о": "0", "O": "0", "o": "0", "0": "О", "З": "3", "з": "3", "3": "З", "l": "1", "I": "l",
    "1": "l", "i": "1", "б": "6", "S": "5", "5": "S", "B": "8", "и": "н", "ш": "щ", "п": "л", "н": "и",
    "m": "rn", "ғ": "г", "қ": "к", "ң": "н", "ө": "е", "і": "1",
}  # fmt: skip
_WITHOUT_KAZAKH: Final = str.maketrans("әғқңөұүіһӘҒҚҢӨҰҮІҺ", "агкноуyихАГКНОУУИХ".replace("y", "у"))


def apply(example: Example, becomes: list[str]) -> Example:
    """The example with each character replaced by its entry of `becomes`; emptied spans are dropped."""
    starts = [0]
    for part in becomes:
        starts.append(starts[-1] + len(part))
    text = "".join(becomes)
    spans = []
    for span in example.spans:
        start, end = trimmed(text, starts[span.start], starts[span.end])
        if start < end:
            spans.append(Span(start, end, span.label))
    return replace(example, text=text, spans=tuple(spans))


def speech(example: Example, rng: random.Random) -> list[str]:
    """Lower case without punctuation and line breaks, as speech recognition writes."""
    text = example.text
    out = []
    for i, char in enumerate(text):
        if char.isspace():
            out.append(" ")
        elif _PUNCTUATION.match(char):
            glued = 0 < i < len(text) - 1 and text[i - 1].isalnum() and text[i + 1].isalnum()
            keep = char in "@/+" or (
                char in "-.:" and glued and text[i - 1].isdigit() and text[i + 1].isdigit()
            )
            out.append(char if keep else (" " if glued else ""))
        else:
            out.append(char.lower())
    return out


def lower(example: Example, rng: random.Random) -> list[str]:
    """All lower case, punctuation kept."""
    return [char.lower() for char in example.text]


def lower_names(example: Example, rng: random.Random) -> list[str]:
    """Names and places in lower case, the rest as it was."""
    out = list(example.text)
    for span in example.spans:
        if span.label in ("PERSON", "PLACE") and rng.random() < 0.8:
            out[span.start : span.end] = [char.lower() for char in out[span.start : span.end]]
    return out


def capitals(example: Example, rng: random.Random) -> list[str]:
    """The whole text in capitals."""
    return [char.upper() if len(char.upper()) == 1 else char for char in example.text]


def capital_names(example: Example, rng: random.Random) -> list[str]:
    """Names in capitals: whole, or only their first word (АХМЕТОВ Ерлан)."""
    out = list(example.text)
    for span in example.spans:
        if span.label != "PERSON" or rng.random() < 0.2:
            continue
        end = span.end
        if rng.random() < 0.4:
            end = span.start + len(example.text[span.start : span.end].split()[0])
        out[span.start : end] = [
            char.upper() if len(char.upper()) == 1 else char for char in out[span.start : end]
        ]
    return out


def scan(example: Example, rng: random.Random) -> list[str]:
    """A scan read by a machine: look-alike letters and digits, lost spaces, line ends inside names."""
    rate = rng.choice([0.005, 0.02, 0.04])
    out = list(example.text)
    for i, char in enumerate(out):
        roll = rng.random()
        if roll < rate and char in _SCAN:
            out[i] = _SCAN[char]
        elif roll < 2 * rate and char in _LOOKALIKE:
            out[i] = _LOOKALIKE[char]
    return _broken_lines(example, out, rng)


def lines(example: Example, rng: random.Random) -> list[str]:
    """Stray line ends, as copied out of a narrow column."""
    return _broken_lines(example, list(example.text), rng)


def _broken_lines(example: Example, out: list[str], rng: random.Random) -> list[str]:
    width, column = rng.randint(35, 80), 0
    for i, char in enumerate(out):
        column = 0 if char == "\n" else column + 1
        if char == " " and column > width:
            out[i], column = rng.choice(["\n", "\n", " \n", "\n "]), 0
    for span in example.spans:
        for i in range(span.start, span.end):
            if out[i] == " " and rng.random() < 0.25:
                out[i] = rng.choice(["\n", "\n", "  "])
            elif i - span.start > 2 and span.end - i > 2 and out[i - 1].isalpha() and rng.random() < 0.01:
                out[i] = "-\n" + out[i]  # a name parted at the end of a line
    return out


def hurry(example: Example, rng: random.Random) -> list[str]:
    """Typed in a hurry: letters lost, doubled or swapped, commas and capitals at random."""
    out = list(example.text)
    for i, char in enumerate(out):
        roll = rng.random()
        if char.isalpha() and roll < 0.006:
            out[i] = rng.choice(["", char * 2])
        elif char in ",." and roll < 0.25:
            out[i] = ""
        elif roll < 0.006 and char == " ":
            out[i] = "  "
        elif char.isupper() and roll < 0.15:
            out[i] = char.lower()
    return out


def plain_letters(example: Example, rng: random.Random) -> list[str]:
    """Typed on a Russian keyboard: no Kazakh letters, ё as е; or only і as a Latin i."""
    if rng.random() < 0.3:
        return ["i" if char == "і" else char for char in example.text]
    return [char.translate(_WITHOUT_KAZAKH).replace("ё", "е") for char in example.text]


def latin(example: Example, rng: random.Random) -> list[str]:
    """Kazakh Cyrillic in one of the Latin alphabets, letter by letter."""
    style = rng.random()
    return [kazakh_latin_variant(char, style) for char in example.text]


# How often each happens; what is left stays as it was written. Two may come together.
CHANGES: Final[tuple[tuple[Change, float], ...]] = (
    (speech, 0.18),
    (lower, 0.06),
    (lower_names, 0.05),
    (capitals, 0.02),
    (capital_names, 0.07),
    (scan, 0.08),
    (lines, 0.05),
    (hurry, 0.08),
)


def augment(example: Example, rng: random.Random) -> Example:
    """The example as it was, or as one of CHANGES (and perhaps another alphabet) leaves it."""
    if example.lang == "kk" and rng.random() < 0.2:
        example = apply(example, latin(example, rng))
    if any("а" <= char <= "я" for char in example.text[:200].lower()) and rng.random() < 0.12:
        example = apply(example, plain_letters(example, rng))
    roll = rng.random()
    for change, share in CHANGES:
        if roll < share:
            return apply(example, change(example, rng))
        roll -= share
    return example
