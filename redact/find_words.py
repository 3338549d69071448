"""Where words that a reviewer typed stand unmasked in a text: for "mask this everywhere".

Invariants (tested as properties): what comes back is sorted, disjoint, outside of the findings, and never
without a letter or a digit. Offsets are code points of the text as it was given.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from models.findings import Finding
from models.labels import Label
from redact.recognisers.lookalikes import plain
from redact.spans import united_spans
from redact.sweep import mentions_of, unmarked

Span = tuple[int, int]

# From so many digits on it is a number, which everyone separates as he likes: 8 701 555-12-34.
_A_NUMBER: Final = 6
_SEPARATORS: Final = r"[\s\-./()_]{0,3}"
# Up to so many letters a name is a word in lower case: Ни, Ан, А.
_SHORT: Final = 2
_PHONE: Final = re.compile(r"[78]?(\d{10})")


def find_words(text: str, words: str, label: Label, findings: Sequence[Finding]) -> list[Span]:
    """Where the words, or for a person any form of the name, stand outside of the findings."""
    lead, core, tail = _taken_apart(_Folded(words).text)
    if not core:
        return []
    folded = _Folded(text)
    shape = re.compile(_pattern(lead, core, tail, label))
    found = [folded.original(*match.span()) for match in shape.finditer(folded.text)]
    if len(core) <= _SHORT and words != words.lower():
        found = [span for span in found if _raised(text, span)]
    if label is Label.PERSON:
        found += [(f.start, f.end) for f in mentions_of(text, [words], findings, here=True)]
    return list(_free(text, united_spans(found), findings))


class _Folded:
    """A text without case, marks and the dots of ё, in one kind of dash and digit; and the way back."""

    def __init__(self, raw_text: str) -> None:
        bare, places = unmarked(raw_text)
        chars: list[str] = []
        self._places: list[Span] = []
        for char, place in zip(plain(bare), places, strict=True):
            for folded in "е" if char in "ёЁ" else char.casefold():
                # İ folds to an i with a dot above it
                if not unicodedata.combining(folded):
                    chars.append(folded)
                    self._places.append(place)
        self.text = "".join(chars)

    def original(self, start: int, end: int) -> Span:
        """The span of the original text that text[start:end] came from."""
        return self._places[start][0], self._places[end - 1][1]


def _taken_apart(typed: str) -> tuple[str, str, str]:
    """Words from their first letter or digit to the last, and the signs before and behind."""
    places = [at for at, char in enumerate(typed) if char.isalnum()]
    first, last = (places[0], places[-1] + 1) if places else (0, 0)
    return typed[:first].strip(), typed[first:last], typed[last:].strip()


def _pattern(lead: str, core: str, tail: str, label: Label) -> str:
    digits = "".join(char for char in core if char.isdecimal())
    if label is Label.PHONE and (phone := _PHONE.fullmatch(digits)) and not any(map(str.isalpha, core)):
        # 8 701 …, +7 701 … and 701 … are one number
        return _whole(r"\+?", rf"(?:[78]{_SEPARATORS})?" + _letter_by_letter(phone[1], number=True), "")
    # around a word of some length, signs are how it happened to be written: «Ltd.», (701
    optional = "?" if sum(map(str.isalnum, core)) > _SHORT else ""
    return _whole(
        f"(?:{re.escape(lead)}){optional}",
        _letter_by_letter(core, number=len(digits) >= _A_NUMBER),
        f"(?:{re.escape(tail)}){optional}",
    )


def _whole(lead: str, core: str, tail: str) -> str:
    return rf"(?<![^\W_]){lead}{core}(?![^\W_]){tail}"


def _letter_by_letter(core: str, *, number: bool) -> str:
    """A pattern of the letters and digits with what stands between them; any separators in a number."""
    out: list[str] = []
    last = gap = ""
    for char in core:
        if not char.isalnum():
            gap += char
            continue
        if number and last and (last.isdecimal() or char.isdecimal()):
            out.append(_SEPARATORS)
        else:
            out += [r"\s+" if part.isspace() else re.escape(part) for part in re.findall(r"\s+|\S", gap)]
        out.append(re.escape(char))
        last, gap = char, ""
    return "".join(out)


def _raised(text: str, span: Span) -> bool:
    return next(char for char in text[slice(*span)] if char.isalnum()).isupper()


def _free(text: str, spans: Iterable[Span], findings: Sequence[Finding]) -> Iterator[Span]:
    """What of the spans is not masked yet: half a name found leaves the other half to be masked."""
    taken = united_spans((f.start, f.end) for f in findings)
    at = 0
    for start, end in spans:
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        left, i = start, at
        while i < len(taken) and taken[i][0] < end:
            yield from _trimmed(text, left, taken[i][0])
            left, i = max(left, taken[i][1]), i + 1
        yield from _trimmed(text, left, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch without spaces at its borders, unless it holds no letter and no digit."""
    part = text[start:end]
    if any(map(str.isalnum, part)):
        yield start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
