"""Families of ranks and offices, by which officials of different statements are compared."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from models.findings import Finding
from models.labels import Label

_BEFORE: Final = 60
_AFTER: Final = 40
# A full stop behind a word ends the way, one behind an abbreviation ("ст. л-т") does not.
_CLAUSE: Final = re.compile(r"[\n;!?]|(?<=\w{4})\. ")
_END: Final = re.compile(r"[\n;.!?]")


def offices_in(text: str) -> frozenset[str]:
    """The families of the ranks and offices that a text names."""
    families, pattern = _families()
    return frozenset(families[(m.lastindex or 1) - 1] for m in pattern.finditer(text))


def ranks_beside(text: str, findings: Sequence[Finding], i: int) -> frozenset[str]:
    """The families beside the i-th finding, not beyond another person, a sentence or a line."""
    mention = findings[i]
    first = next((f.end for f in reversed(findings[:i]) if f.label is Label.PERSON), 0)
    last = next((f.start for f in findings[i + 1 :] if f.label is Label.PERSON), len(text))
    before = text[max(first, mention.start - _BEFORE) : mention.start]
    after = text[mention.end : min(last, mention.end + _AFTER)]
    near = _CLAUSE.split(before)[-1] + text[mention.start : mention.end]
    return offices_in(near) | offices_in(_END.split(after)[0])


@cache
def _families() -> tuple[tuple[str, ...], re.Pattern[str]]:
    """The family of each group of the pattern; longer stems come first."""
    content = tomllib.loads((Path(__file__).parent / "ranks.toml").read_text("utf-8"))
    stems = sorted(
        ((stem, family) for family in content for stem in content[family]), key=lambda s: -len(s[0])
    )
    pattern = "|".join(f"({re.escape(stem)})" for stem, _ in stems)
    return tuple(family for _, family in stems), re.compile(rf"(?i)(?<!\w)(?:{pattern})")
