"""Files into which somebody pasted many statements, each under a numbered line of its own."""

import re
from collections.abc import Iterator
from dataclasses import replace

from models.statements import Draft

# "=== запись 3 ===": a line drawn on both sides, a word for a statement, and a number that counts up.
_WORDS = (
    "запись|интервью|показани[ея]|заявление|свидетель|беседа|дело"
    "|жазба|сұхбат|айғақ|куәгер|өтініш"
    "|record|entry|interview|statement|witness|testimony|case"
)
_SEPARATOR = re.compile(
    rf"^[ \t]*(?P<line>[=\-*#_~])(?P=line){{2,}}[ \t]*(?:{_WORDS})[ \t]*(?:№|#|no\.?)?[ \t]*(?P<number>\d+)"
    r"[ \t]*(?P=line){3,}[ \t]*$\n?",
    re.IGNORECASE | re.MULTILINE,
)


def split_entries(draft: Draft) -> Iterator[tuple[str, Draft]]:
    """The statements in a draft with the mark each adds to the path: "" alone, or "#1", "#2" ….

    Only a text that begins with such a line and whose numbers run 1, 2, 3 … without a gap is split; what
    stands under a number without any letter is passed over.
    """
    text = draft.raw_text
    separators = list(_SEPARATOR.finditer(text))
    numbers = [int(separator["number"]) for separator in separators]
    starts_there = bool(separators) and not text[: separators[0].start()].strip()
    if len(separators) < 2 or not starts_there or numbers != list(range(1, len(numbers) + 1)):
        yield "", draft
        return
    ends = [separator.start() for separator in separators[1:]] + [len(text)]
    for separator, end in zip(separators, ends, strict=True):
        raw = text[separator.end() : end]
        entry = raw.strip("\n")
        if any(character.isalnum() for character in entry):
            start = end - len(raw.lstrip("\n"))
            yield f"#{separator['number']}", _entry(draft, entry, start=start, number=separator["number"])


def _entry(draft: Draft, text: str, *, start: int, number: str) -> Draft:
    """One statement of a draft; of several in one form entry each has an id of its own."""
    end = start + len(text)
    return replace(
        draft,
        raw_text=text,
        unsure=tuple((a - start, b - start) for a, b in draft.unsure if start <= a and b <= end),
        submission=None if draft.submission is None else f"{draft.submission}#{number}",
    )
