"""Words of a text with their places, capitals and what stands before them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from redact.recognisers.person_shapes import Word, word_of
from redact.recognisers.person_triggers import RESPECT
from redact.recognisers.person_words import ABBREVIATED, FUNCTION

_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]|0(?=[а-яёәғқңөұүһі]{3}))(?:[^\W_]|['’‘ʼʻ`´](?=[^\W\d_])|-\n?(?=[^\W\d_])|[\u0300-\u036f])*"
)
TIGHT: Final = frozenset({" ", "\n", " \n", "\n "})
_RUSSIAN: Final = frozenset("и в не на что он она они я мы меня его был были как это то у с потом".split())
_KAZAKH: Final = frozenset("әғқңөұүһі")
_POSSESSIVE: Final = re.compile(r"['’ʼ`]s$", re.IGNORECASE)
_INITIAL: Final = re.compile(r"(?:[A-ZА-ЯЁӘҒҚҢӨҰҮІҺÄÖŞĞÜÇ]|Дж|Zh|Sh|Ch|Kh|Yu|Ya|Ye|Ts|Дз|Гү|Dzh|ZH|SH|CH)")


@dataclass(slots=True)
class Token:
    """One word; `start_of` is true where a capital says nothing: sentence, line or quotation begins here."""

    start: int
    end: int
    text: str
    gap: str
    word: Word
    cap: bool
    upper: bool
    initial: bool
    start_of: bool
    lower_line: bool = False
    russian_line: bool = False
    score: float = 0.0

    @property
    def near(self) -> bool:
        """Whether nothing but a space or a line break parts it from the word before."""
        return self.gap in TIGHT

    @property
    def could_be(self) -> bool:
        """Whether an unknown word could be a name where something beside it says so."""
        word = self.word
        return (
            self.cap
            and len(self.text) > 1
            and not (self.initial or word.blocked)
            and (not word.role or word.role == "e")
            and word.low not in FUNCTION
            and not (self.upper and len(self.text) < 5)
        )

    def lift(self, score: float) -> None:
        """Raise the score; it never falls."""
        self.score = max(self.score, score)


class _Shape(NamedTuple):
    """What a word shows by itself, wherever it stands."""

    text: str
    word: Word
    cap: bool
    upper: bool
    initial: bool


@lru_cache(maxsize=50_000)
def _shape_of(written: str) -> _Shape | None:
    """The shape of a word as it is written; None for one with several digits."""
    surface = _cut(written)
    if sum(c.isdigit() for c in surface) > 2 or (surface[-1].isdigit() and len(surface) < 4):
        return None
    cap = (surface[0] if surface[0] != "0" else "О").isupper()
    upper = cap and len(surface) > 1 and surface.replace("1", "I").replace("0", "O").isupper()
    return _Shape(surface, word_of(surface), cap, upper, cap and bool(_INITIAL.fullmatch(surface)))


def _cut(surface: str) -> str:
    """The word without English 's and without a respect word behind a hyphen (Роза-апа)."""
    if found := _POSSESSIVE.search(surface):
        return surface[: found.start()]
    head, hyphen, tail = surface.rpartition("-")
    if hyphen and head and (RESPECT.fullmatch(tail.lower()) or tail.lower().startswith(("младш", "старш"))):
        return head
    return surface


def tokens_of(text: str) -> list[Token]:
    """All words of the text in order; words with several digits (plates, numbers) are left out."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        shape = _shape_of(match[0])
        if shape is None:
            continue
        start = match.start()
        gap = text[end:start]
        end = start + len(shape.text)
        initial = shape.initial and (len(shape.text) == 1 or text[end : end + 1] == ".")
        opens = (gap != " " or not found) and _opens(gap, found[-1] if found else None)
        found.append(Token(start, end, shape.text, gap, shape.word, shape.cap, shape.upper, initial, opens))
    _mark_lines(found)
    return found


def _opens(gap: str, before: Token | None) -> bool:
    if before is None or any(c in '\n!?…:;«"“„•*—–[|/' for c in gap):
        return True
    if "- " in gap or "." not in gap:
        return "- " in gap
    if before.start > 1 and before.gap.strip(" ")[-1:] in ("°", "″", "'", '"', "″", ","):
        # coordinates end with a letter of the compass
        return True
    # a dot after an initial or an abbreviation ends no sentence
    return not (before.initial or (before.word.low in ABBREVIATED and gap in (". ", ".")))


def _mark_lines(tokens: list[Token]) -> None:
    """Mark the words of lines that hold no capitals at all: a speech transcript, or typed in a hurry."""
    line: list[Token] = []
    for token in [*tokens, None]:
        if token is None or "\n" in token.gap:
            capitals = sum(t.cap for t in line)
            if len(line) >= 5 and capitals * 25 < len(line):
                russian = sum(t.text in _RUSSIAN for t in line) > 2 and not any(
                    _KAZAKH & set(t.text) for t in line
                )
                for t in line:
                    t.lower_line = True
                    t.russian_line = russian
            line = []
        if token is not None:
            line.append(token)
