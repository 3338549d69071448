"""The open corpora: their labels mapped to ours, what they do not annotate marked as unknown.

An unknown span has the empty label: the trainer learns nothing from its words.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from training.examples import Example, Span, make, pieces
from training.names import held_out

UNKNOWN: Final = ""
_DROP: Final = "-"
_NUMBER = re.compile(r"\w*\d[\w./:-]*")
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Judge|Justice)\.? ")
_MONTH_KK = re.compile(
    r"қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан", re.I
)
_MONTH_EN = re.compile(
    r"(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber|\b\d{4}\b"
)
_TWEET_LABELS: Final = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORG"}
_WNUT: Final = {"person": "PERSON", "location": "PLACE", "corporation": "ORG", "group": UNKNOWN}
_FACTRU: Final = {"PERSON": "PERSON", "PLACE": "PLACE", "ORG": "ORG"}
_KAZNERD: Final = {
    "PERSON": "PERSON",
    "GPE": "PLACE",
    "LOCATION": "PLACE",
    "FACILITY": "ORG",
    "ORGANISATION": "ORG",
    "NORP": "NRP",
    "POSITION": _DROP,
    "CONTACT": UNKNOWN,
}

_DEMONYM = re.compile(r"[A-Z][a-z]+(?:ish|ian|an|ese|ch|i|ic|sh)|Kurd|Greek|Muslim|Christian|Roma")


def _tab(row: dict[str, Any], text: str, start: int, end: int) -> Span | None:
    surface, label = text[start:end], row["label"]
    if label == "PERSON":
        title = _TITLE.match(surface)
        return Span(start + (title.end() if title else 0), end, "PERSON")
    if label in ("ORG", "LOC"):
        return Span(start, end, "ORG" if label == "ORG" else "PLACE")
    if label == "DATETIME":
        return Span(start, end, "DATE" if _MONTH_EN.search(surface) else UNKNOWN)
    if label == "DEM":
        return Span(start, end, "NRP" if _DEMONYM.fullmatch(surface) else UNKNOWN)
    return Span(start, end, UNKNOWN) if label == "CODE" else None


def _kaznerd(row: dict[str, Any], text: str, start: int, end: int) -> Span | None:
    if row["label"] == "DATE":  # relative dates (бүгін, биылғы) are not dates of ours
        surface = text[start:end]
        calendar = _MONTH_KK.search(surface) or re.search(r"\d{4}|екі мың|тоғыз жүз", surface)
        return Span(start, end, "DATE" if calendar else UNKNOWN)
    label = _KAZNERD.get(row["label"], _DROP)
    return None if label == _DROP else Span(start, end, label)


def _plain(table: dict[str, str]) -> Callable[[dict[str, Any], str, int, int], Span | None]:
    def convert(row: dict[str, Any], text: str, start: int, end: int) -> Span | None:
        label = table.get(row["label"], _DROP)
        if label == _DROP:
            return None
        handle = "@" in text[max(0, start - 1) : end]
        return Span(start, end, UNKNOWN if handle else label)

    return convert


# file, language, conversion, whether numbers are left unannotated there (dates and ages stand among them)
_SOURCES: Final = (
    ("tab-train.jsonl", _tab, False),
    ("kaznerd-valid.jsonl", _kaznerd, False),
    ("factrueval-devset.jsonl", _plain(_FACTRU), True),
    ("wnut17-train.jsonl", _plain(_WNUT), True),
    ("btc.jsonl", _plain(_TWEET_LABELS), True),
)


def texts(folder: Path, *, validation: bool = False, words: int = 200) -> Iterator[Example]:
    """Pieces of the corpora under `folder`; one document in six is held out for validation."""
    for file, convert, numbers_unknown in _SOURCES:
        with (folder / file).open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                text = row["text"]
                if held_out(text[:200]) != validation:
                    continue
                spans = [s for raw in row["spans"] if (s := convert(raw, text, raw["start"], raw["end"]))]
                if numbers_unknown:
                    spans += [Span(m.start(), m.end(), UNKNOWN) for m in _NUMBER.finditer(text)]
                whole = make(text, spans, lang=row["lang"], source=row["source"])
                yield from pieces(whole, words=words)


_WORD = re.compile(r"\w+")


def unlabelled(folder: Path, *, words: int = 200) -> Iterator[Example]:
    """Russian news without annotations: its lower-case words are no names, all else stays unknown.

    Words that hardly ever have a capital are no names at the start of a sentence either.
    """
    with (folder / "ru-wikinews-unlabelled.jsonl").open(encoding="utf-8") as lines:
        texts_ = [json.loads(line)["text"] for line in lines]
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts_:
        for word in _WORD.findall(text):
            (small if word.islower() else capital)[word.lower()] += 1
    for text in texts_:
        spans = [
            Span(m.start(), m.end(), UNKNOWN)
            for m in _WORD.finditer(text)
            if not m[0].islower() and not small[m[0].lower()] > max(2, 2 * capital[m[0].lower()])
        ]
        yield from pieces(make(text, spans, lang="ru", source="ru-wikinews"), words=words)
