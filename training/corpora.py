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
from training.lists import read
from training.names import held_out

UNKNOWN: Final = ""
_DROP: Final = "-"
NUMBER = re.compile(r"\w*\d[\w./:-]*")
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
    """Pieces of the corpora under `folder`; one document in ten is held out for validation."""
    for file, convert, numbers_unknown in _SOURCES:
        with (folder / file).open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                text = row["text"]
                if held_out(text[:200]) != validation:
                    continue
                spans = [s for raw in row["spans"] if (s := convert(raw, text, raw["start"], raw["end"]))]
                if numbers_unknown:
                    spans += [Span(m.start(), m.end(), UNKNOWN) for m in NUMBER.finditer(text)]
                whole = make(text, spans, lang=row["lang"], source=row["source"])
                yield from pieces(whole, words=words)


_WORD = re.compile(r"\w+")
# case endings of Russian names, and what the nominative may have instead
_ENDINGS: Final = {
    "": ("",), "а": ("", "а"), "у": ("", "а"), "ом": ("",), "ым": ("",), "ем": ("", "й", "ь"),
    "е": ("", "а", "й"),
    "ы": ("а",), "и": ("я", "а", "ь"), "ой": ("а", "ая"), "ей": ("я",), "ю": ("й", "я", "ь"), "я": ("й", "ь"),
    "ого": ("ий",), "ому": ("ий",), "им": ("ий",), "ую": ("ая",),
}  # fmt: skip


def _listed(word: str, names: frozenset[str]) -> bool:
    """Whether a Russian word is a case form of a listed name."""
    low = word.lower()
    return any(
        low.endswith(end) and low[: len(low) - len(end)] + nominative in names
        for end, nominatives in _ENDINGS.items()
        for nominative in nominatives
    )


def _people(text: str, given: frozenset[str], surnames: frozenset[str]) -> Iterator[Span]:
    """Sure persons in Russian news: a listed given name before a listed surname, and that surname again."""
    sure: set[str] = set()
    # a lookahead, so that a word may end one pair and begin the next (Вчера Иван Петров)
    for match in re.finditer(r"(?<![\w-])(?=([А-ЯЁ][а-яё]+) ([А-ЯЁ][а-яё]{3,})(?![\w-]))", text):
        if _listed(match[1], given) and _listed(match[2], surnames):
            sure.add(match[2][:4])
            yield Span(match.start(1), match.end(2), "PERSON")
    for match in re.finditer(r"(?<![\w-])[А-ЯЁ][а-яё]{3,}(?![\w-])", text):
        if match[0][:4] in sure and _listed(match[0], surnames):
            yield Span(match.start(), match.end(), "PERSON")


def unlabelled(folder: Path, *, words: int = 200) -> Iterator[Example]:
    """Russian news without annotations: its lower-case words are no names, all other words stay unknown.

    Words that hardly ever have a capital are no names at the start of a sentence either; a listed given name
    with a listed surname is a person.
    """
    given = frozenset(read(folder / "names" / "first.txt"))
    surnames = frozenset(read(folder / "names" / "last.txt"))
    texts_ = _russian_news(folder)
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts_:
        for word in _WORD.findall(text):
            (small if word.islower() else capital)[word.lower()] += 1
    for text in texts_:
        spans = list(_people(text, given, surnames))
        spans += [
            Span(m.start(), m.end(), UNKNOWN)
            for m in _WORD.finditer(text)
            if not m[0].islower() and not small[m[0].lower()] > max(2, 2 * capital[m[0].lower()])
        ]
        yield from pieces(make(text, spans, lang="ru", source="ru-wikinews"), words=words)


def _russian_news(folder: Path) -> list[str]:
    with (folder / "ru-wikinews-unlabelled.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def vocabulary(folder: Path) -> dict[str, tuple[str, ...]]:
    """Plain words by language, as often as they stand in the corpora outside names."""
    found: dict[str, list[str]] = {"ru": [], "kk": [], "en": []}
    for item in texts(folder):
        taken = {i for span in item.spans for i in range(span.start, span.end)}
        found[item.lang] += [
            m[0] for m in _WORD.finditer(item.text) if m[0].islower() and m.start() not in taken
        ]
    found["ru"] += [word for text in _russian_news(folder) for word in _WORD.findall(text) if word.islower()]
    return {lang: tuple(word for word in words_ if word.isalpha()) for lang, words_ in found.items()}
