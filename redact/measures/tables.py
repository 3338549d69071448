"""The figures as tables of words, for the terminal and for the page; all wording stands in words.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from redact.measures.counts import SHARES, Tally, likely_range

Words = Mapping[str, Mapping[str, str]]

_LANGUAGE: Final = "en"
_ENOUGH: Final = 0.999  # what is not all is never shown as 100.0 %
NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it is called, its cell for all statements, one for each language."""

    name: str
    all: str
    by_lang: tuple[str, ...]


@cache
def load_words(language: str = _LANGUAGE) -> Words:
    """All wording of one language."""
    data: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    words: Words = data[language]
    return words


def figure_rows(tally: Tally, words: Words) -> list[Row]:
    """A row for each figure, in the order of words.toml."""
    counted = [tally.counts(), *(tally.counts(lang) for lang in tally.languages)]
    rows = []
    for key, name in words["figures"].items():
        first, *others = (_cell(key, counts) for counts in counted)
        rows.append(Row(name, first, tuple(others)))
    return rows


def kind_rows(tally: Tally, words: Words) -> list[Row]:
    """A row for each kind that was met, with how many were hit of how many."""
    counted = [tally.counts(), *(tally.counts(lang) for lang in tally.languages)]
    met = set(tally.kinds())
    rows = []
    for kind, name in words["kinds"].items():
        if kind in met:
            first, *others = (_hits(counts, kind) for counts in counted)
            rows.append(Row(name, first, tuple(others)))
    return rows


def range_line(tally: Tally, words: Words) -> str | None:
    """How far the share of protected direct identifiers can be trusted; None where none were marked."""
    part, whole = (tally.counts()[key] for key in SHARES["direct_recall"])
    if not whole:
        return None
    low, high = likely_range(part, whole)
    return words["terminal"]["range"].format(low=f"{100 * low:.1f} %", high=f"{100 * high:.1f} %")


def percent(part: int, whole: int) -> str:
    """A share in words; never 100 % while a part is missing, nor 0 % while there is one."""
    if not whole:
        return NOTHING
    share = part / whole
    if 0 < share < 0.0005:
        return "<0.1 %"
    return f"{100 * (min(share, _ENOUGH) if part < whole else share):.1f} %"


def _cell(key: str, counts: Mapping[str, int]) -> str:
    if key in SHARES:
        part, whole = SHARES[key]
        return percent(counts.get(part, 0), counts.get(whole, 0))
    if key == "suspects_per_100_words":
        words = counts.get("words", 0)
        return f"{100 * counts.get('suspects', 0) / words:.1f}" if words else NOTHING
    if key == "direct_missed":
        return _of(counts.get(key, 0), counts.get("direct_total", 0))
    return str(counts.get(key, 0))


def _hits(counts: Mapping[str, int], kind: str) -> str:
    return _of(counts.get(f"hit {kind}", 0), counts.get(f"total {kind}", 0))


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole}" if whole else NOTHING
