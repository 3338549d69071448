"""Counts over judged statements, and the figures made of them; names as in tests/gold/score.py."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from math import sqrt
from typing import Any, Final

from models.findings import Tag
from redact.measures.judging import Judged, touching
from redact.measures.kinds import DIRECT, KINDS, OFFICIAL, PEOPLE, PUBLIC, QUASI

_ANCHOR: Final = range(2, 161)  # characters that a tag's words may have: others point at nothing

# Figures that are plain counts.
NUMBERS: Final = (
    "statements",
    "not_scanned",
    "inconsistent",
    "direct_missed",
    "direct_total",
    "surface_leaks",
)
# Figures that are a part of a whole, both as they are counted.
SHARES: Final[dict[str, tuple[str, str]]] = {
    "direct_recall": ("direct_hit", "direct_total"),
    "clean": ("clean", "with_direct"),
    "quasi_recall": ("quasi_hit", "quasi_total"),
    "official_seen": (f"hit {OFFICIAL}", f"total {OFFICIAL}"),
    "official_role": ("official_role", f"total {OFFICIAL}"),
    "public_kept": (f"hit {PUBLIC}", f"total {PUBLIC}"),
    "over_redacted": ("over_hit", "over_total"),
    "identity_precision": ("pairs_both", "pairs_said"),
    "identity_recall": ("pairs_both", "pairs_gold"),
    "missed_among_suspects": ("suspected", "direct_missed"),
    "abuse_precision": ("abuse_both", "abuse_have"),
    "abuse_recall": ("abuse_both", "abuse_want"),
    "places_precision": ("places_both", "places_have"),
    "places_recall": ("places_both", "places_want"),
}


@dataclass(slots=True)
class Tally:
    """The counts of each language; statements are added one by one and nothing of their text is kept."""

    by_lang: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, judged: Judged) -> None:
        """Count a judged statement."""
        self.by_lang.setdefault(judged.gold.lang, Counter()).update(_counted(judged))

    @property
    def statements(self) -> int:
        """How many statements were added."""
        return sum(counts["statements"] for counts in self.by_lang.values())

    @property
    def languages(self) -> list[str]:
        """The languages met, in order of the alphabet."""
        return sorted(self.by_lang)

    def counts(self, lang: str | None = None) -> Counter[str]:
        """The counts of one language, or of all together."""
        if lang is not None:
            return self.by_lang[lang]
        return sum(self.by_lang.values(), Counter())

    def kinds(self) -> list[str]:
        """The kinds of span that were met, in order of the alphabet."""
        counts = self.counts()
        return sorted(kind for kind in KINDS if counts[f"total {kind}"])

    def figures(self) -> dict[str, Any]:
        """All figures; `by_lang` holds the same for each language."""
        by_lang = {lang: figures_of(self.counts(lang)) for lang in self.languages}
        direct = {lang: f["direct_recall"] for lang, f in by_lang.items() if f["direct_total"]}
        return {**figures_of(self.counts()), "direct_recall_by_lang": direct, "by_lang": by_lang}


def figures_of(counts: Mapping[str, int]) -> dict[str, Any]:
    """The figures of some counts; None where there was nothing to measure."""
    return {
        **{name: counts.get(name, 0) for name in NUMBERS},
        **{name: _ratio(counts.get(part, 0), counts.get(whole, 0)) for name, (part, whole) in SHARES.items()},
        "suspects_per_100_words": _ratio(100 * counts.get("suspects", 0), counts.get("words", 0)),
        "recall_by_type": {
            kind: f"{counts.get(f'hit {kind}', 0)}/{counts[f'total {kind}']}"
            for kind in sorted(KINDS)
            if counts.get(f"total {kind}")
        },
    }


def likely_range(part: int, whole: int) -> tuple[float, float]:
    """Between which shares the true one lies, 19 times out of 20 (Wilson); for `whole` above 0."""
    z = 1.96
    share = part / whole
    middle = share + z * z / (2 * whole)
    reach = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return max((middle - reach) / scale, 0.0), min((middle + reach) / scale, 1.0)


def anchored(tags: Iterable[Tag]) -> list[Tag]:
    """The tags whose words are neither none nor half a page: only these count."""
    return [tag for tag in tags if tag.end - tag.start in _ANCHOR]


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _counted(judged: Judged) -> Counter[str]:
    """One statement's counts."""
    gold, said, counts = judged.gold, judged.said, Counter[str](statements=1)
    for verdict in judged.verdicts:
        kind = verdict.span.kind
        counts[f"total {kind}"] += 1
        counts[f"hit {kind}"] += verdict.good
        counts["official_role"] += kind == OFFICIAL and verdict.good and verdict.role_seen
        counts["suspected"] += kind in DIRECT and not verdict.good and verdict.suspect is not None
    for sort, kinds in (("direct", DIRECT), ("quasi", QUASI)):
        counts[f"{sort}_total"] = sum(counts[f"total {kind}"] for kind in kinds)
        counts[f"{sort}_hit"] = sum(counts[f"hit {kind}"] for kind in kinds)
    counts["direct_missed"] = counts["direct_total"] - counts["direct_hit"]
    counts["with_direct"] = bool(counts["direct_total"])
    counts["clean"] = bool(counts["direct_total"]) and not counts["direct_missed"]
    counts["not_scanned"] = said.redacted is None
    counts["inconsistent"] = not judged.fits
    counts["surface_leaks"] = len(judged.shown)
    counts["suspects"] = len(said.suspects)
    counts["words"] = len(gold.text.split())
    for char, hidden, marked in zip(gold.text, judged.hidden, judged.marked, strict=True):
        if not marked and char.isalnum():
            counts["over_total"] += 1
            counts["over_hit"] += hidden
    counts.update(_pairs(judged))
    for name, want, have in (
        ("abuse", gold.abuse, {tag.code.casefold() for tag in anchored(said.abuse)}),
        ("places", gold.places, {tag.code.casefold() for tag in anchored(said.places)}),
    ):
        counts.update(
            {f"{name}_want": len(want), f"{name}_have": len(have), f"{name}_both": len(want & have)}
        )
    return counts


def _pairs(judged: Judged) -> Counter[str]:
    """Pairs of mentions of persons: of one person by the annotator, said to be of one, and both."""
    pairs = Counter[str]()
    for (entity, said), (other, said_there) in combinations(mentions(judged), 2):
        one, said_one = entity == other, bool(said & said_there)
        pairs["pairs_gold"] += one
        pairs["pairs_said"] += said_one
        pairs["pairs_both"] += one and said_one
    return pairs


def mentions(judged: Judged) -> list[tuple[str, frozenset[str]]]:
    """Each mention of a person: the annotator's entity and the identities said there."""
    return [
        (
            span.entity,
            frozenset(s.identity for s in touching(judged.said.spans, span.start, span.end) if s.identity),
        )
        for span in judged.gold.spans
        if span.kind in PEOPLE
    ]
