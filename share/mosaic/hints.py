"""Words that hint at an act: where its plain words were made coarser, these would still tell of it."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from share.mosaic.ladder import GROUPS
from share.rewrite import Span

_SHORT = 4  # letters: a shorter beginning is a whole word
_ENDING = r"\w{0,6}"


def hinted(code: str, text: str) -> Iterator[Span]:
    """Where words stand in a text that hint at an act, or at any act of a group."""
    return (match.span() for match in _shapes()[code].finditer(text))


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    stems = {
        code: words.split()
        for code, words in tomllib.loads((Path(__file__).parent / "hints.toml").read_text("utf-8")).items()
    }
    groups = {group: [s for code in codes.split() for s in stems[code]] for group, codes in GROUPS.items()}
    return {code: _shape(of) for code, of in (stems | groups).items()}


def _shape(stems: list[str]) -> re.Pattern[str]:
    options = [
        re.escape(stem).replace("_", r"\s+") + ("" if len(stem) < _SHORT else _ENDING)
        for stem in sorted(set(stems), key=lambda stem: (-len(stem), stem))
    ]
    return re.compile(r"(?<!\w)(?:" + "|".join(options) + r")(?!\w)", re.IGNORECASE)
