"""Looking for hidden words in a text: in other case endings, spellings and scripts, split or run together.

A word of four letters or more is found wherever it stands; a shorter one as a whole word, where the caller
says that the text is a statement's.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from models.labels import Label
from redact.letters import fold
from redact.recognisers.lookalikes import plain
from redact.sweep import unmarked
from share.gate.keys import SHORT, compact, keys_of, pieces_of, whole_keys
from share.gate.surfaces import Surface
from share.rewrite import Span

_WORDS: Final = re.compile(r"[^\W\d_]+(?:[-'’‘ʼʻ`][^\W\d_]+)*|\d+")
_BROKEN: Final = re.compile(r"(?<=[^\W\d_])[-\u00ad‐]?[ \t]*\r?\n[ \t]*(?=[^\W\d_])")
_SPACED: Final = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*][^\W\d_]){3,}(?![^\W_])")
_DIGITS: Final = re.compile(r"\d(?:[\s\-–—./()_,]{0,3}\d){4,}")
_GROUP: Final = re.compile(r"\d+")
_ACCOUNTS: Final = frozenset({Label.EMAIL, Label.URL, Label.HANDLE})
_ACCOUNT: Final = re.compile(r"[\w.+-]+(?=@)|(?<=[/@])[\w.-]{5,}/?\Z")
_A_NUMBER: Final = 5
_PHONE: Final = 10
_LOCAL: Final = 7  # digits of a number as neighbours dial it
_LAST_OF_CARD: Final = 4
_GLUED: Final = 6  # letters of a name that are found inside a longer word
_MOST_PIECES: Final = 10
_MOST_BETWEEN: Final = 6  # signs between two words of one surface: "ул. Абая, д. 5"
# Words of an address that say nothing by themselves.
_GENERIC: Final = frozenset(
    fold(word)
    for word in "улица ул дом кв квартира проспект пр мкр микрорайон переулок көшесі көше үй пәтер даңғылы "
    "ықшам ауданы street str house flat apartment avenue ave building район город".split()
)


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """Where a hidden surface stands in a text; `surfaces` are all that it may be a form of."""

    start: int
    end: int
    surfaces: tuple[Surface, ...]


class Searcher:
    """Looks for surfaces; built once for a case, used for every text of a bundle."""

    def __init__(self, surfaces: Iterable[Surface]) -> None:
        self._short: dict[str, list[Surface]] = defaultdict(list)
        self._keys: dict[str, list[tuple[Surface, bool]]] = defaultdict(list)
        self._long: dict[str, list[tuple[tuple[str, ...], Surface]]] = defaultdict(list)
        self._numbers: dict[str, list[Surface]] = defaultdict(list)
        self._names: dict[str, list[Surface]] = defaultdict(list)
        self._whole: dict[str, list[Surface]] = defaultdict(list)
        self._known: dict[str, tuple[Surface, ...]] = {}
        for surface in surfaces:
            self._take(surface)
        self._sizes = sorted({len(number) for number in self._numbers})
        self._longest = max(map(len, self._whole), default=0)

    def find(self, text: str, *, statement: bool) -> list[Hit]:
        """All hits in a text, in order; short surfaces only where the text is a statement's."""
        found: dict[Span, dict[Surface, None]] = defaultdict(dict)
        bare, places = unmarked(text)
        bare = plain(bare)
        for start, end, surfaces in self._hits(bare, statement=statement):
            span = places[start][0], places[end - 1][1]
            found[span].update(dict.fromkeys(surfaces))
        return [Hit(*span, tuple(found[span])) for span in sorted(found)]

    def _hits(self, text: str, *, statement: bool) -> Iterator[tuple[int, int, Iterable[Surface]]]:
        tokens = [(m.start(), m.end(), m[0]) for m in _WORDS.finditer(text)]
        for at, (start, end, word) in enumerate(tokens):
            if surfaces := self._word(word):
                yield start, end, surfaces
            if statement and (short := self._short.get(word.casefold())):
                yield start, end, short
            for key in keys_of(word) if self._long else ():
                for rest, surface in self._long.get(key, ()):
                    last = self._follows(text, tokens, at, rest)
                    if last:
                        yield start, last, (surface,)
        if self._whole:
            yield from self._compact(tokens)
        yield from self._joined(text)
        yield from self._digits(text)

    def _word(self, word: str) -> tuple[Surface, ...]:
        known = self._known.get(word)
        if known is None:
            found: dict[Surface, None] = {}
            for piece in pieces_of(word):
                whole = whole_keys(piece)
                for key in keys_of(piece):
                    for surface, as_written in self._keys.get(key, ()):
                        # two stumps of one key may be of two words: бола is of болады and of Болат
                        if as_written or key in whole or len(key) > SHORT or _alike(piece, surface, key):
                            found[surface] = None
            found.update(dict.fromkeys(self._inside(word)))
            known = self._known[word] = tuple(found)
        return known

    def _inside(self, word: str) -> Iterator[Surface]:
        """Names that are glued to something: #олжастынышбаев."""
        if len(word) < _GLUED + 2:
            return
        for key in whole_keys(word):
            for start in range(len(key) - _GLUED + 1):
                for end in range(start + _GLUED, len(key) + 1):
                    # one letter more makes another name: Ахметов, Махметов
                    if start not in {1, 2} and len(key) - end not in {1, 2}:
                        yield from self._names.get(key[start:end], ())

    def _compact(self, tokens: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, Iterable[Surface]]]:
        """Plates, accounts and other numbers with letters, however they are cut."""
        for at, (start, _, _) in enumerate(tokens):
            joined, last = "", start
            for begins, ends, piece in tokens[at : at + _MOST_PIECES]:
                if begins - last > _MOST_BETWEEN or len(joined) > self._longest:
                    break
                joined, last = joined + compact(piece), ends
                if known := self._whole.get(joined):
                    yield start, last, known

    def _follows(
        self, text: str, tokens: list[tuple[int, int, str]], at: int, rest: tuple[str, ...]
    ) -> int | None:
        """Where the other words of a surface end that stand behind its first one; None where they do not."""
        end = tokens[at][1]
        for step, key in enumerate(rest, start=1):
            if at + step >= len(tokens):
                return None
            start, following, word = tokens[at + step]
            if start - end > _MOST_BETWEEN or "\n\n" in text[end:start] or key not in keys_of(word):
                return None
            end = following
        return end

    def _joined(self, text: str) -> Iterator[tuple[int, int, Iterable[Surface]]]:
        """Words broken at a line's end, and words spelled with something between the letters."""
        for match in _BROKEN.finditer(text):
            start, end = _word_around(text, match.start(), match.end())
            whole = text[start : match.start()] + text[match.end() : end]
            if len(whole) >= SHORT and (surfaces := self._word(whole)):
                yield start, end, surfaces
        for match in _SPACED.finditer(text):
            if surfaces := self._word("".join(filter(str.isalpha, match[0]))):
                yield *match.span(), surfaces

    def _digits(self, text: str) -> Iterator[tuple[int, int, Iterable[Surface]]]:
        if not self._numbers:
            return
        for match in _DIGITS.finditer(text):
            groups = _GROUP.findall(match[0])
            digits = "".join(groups)
            ends = set(accumulate(map(len, groups)))
            for size in self._sizes:
                # a short number among digits that belong together is another number
                starts = range(len(digits)) if size >= _PHONE else sorted({0, *ends})
                for at in starts:
                    known = self._numbers.get(digits[at : at + size])
                    if known and (size >= _PHONE or at + size in ends):
                        yield *match.span(), known

    def _take(self, surface: Surface) -> None:
        bare = plain(unmarked(surface.words)[0])
        digits = "".join(filter(str.isdecimal, bare))
        letters = any(map(str.isalpha, bare))
        if len(digits) >= (_PHONE if letters else _A_NUMBER):
            self._numbers[digits].append(surface)
            if surface.label is Label.PHONE and len(digits) > _PHONE:
                self._numbers[digits[-_PHONE:]].append(surface)
                self._numbers[digits[-_LOCAL:]].append(surface)
        if surface.label is Label.CARD and len(digits) > _LAST_OF_CARD:
            self._take_word(digits[-_LAST_OF_CARD:], surface)
        if letters and digits and len(compact(bare)) > SHORT:
            self._whole[compact(bare)].append(surface)
        words = _BROKEN.sub("", bare)
        if surface.label is Label.PERSON:
            for word in _WORDS.findall(words):
                self._take_word(word, surface)
            return
        runs = list(_runs(_WORDS.findall(words), surface.label))
        if surface.label in _ACCOUNTS and (account := _ACCOUNT.search(words)):
            # the name of an account leads there without the rest of the address
            runs.append(_WORDS.findall(account[0]))
        for run in filter(None, runs):
            if len(run) == 1:
                self._take_word(run[0], surface)
            elif sum(map(len, run)) >= SHORT:
                for key in keys_of(run[0]):
                    self._long[key].append((tuple(fold(word) or word for word in run[1:]), surface))

    def _take_word(self, word: str, surface: Surface) -> None:
        if sum(map(str.isalnum, word)) < SHORT:
            if sum(map(str.isalnum, word)) > 1 or surface.label is not Label.PERSON:
                self._short[word.casefold()].append(surface)
            return
        for piece in pieces_of(word):
            if len(piece) >= SHORT:
                whole = whole_keys(piece)
                exact = surface.label in _ACCOUNTS
                for key in whole if exact else keys_of(piece):
                    self._keys[key].append((surface, key in whole))
                if surface.label is Label.PERSON:
                    for key in keys_of(piece):
                        if len(key) >= _GLUED:
                            self._names[key].append(surface)


def _runs(tokens: list[str], label: Label) -> Iterator[list[str]]:
    """A surface's words as they are looked for: all in a row, and of an address each name with its number."""
    if tokens:
        yield tokens
    if label is Label.ADDRESS:
        for one, other in pairwise(tokens):
            if one.isalpha() and len(one) >= SHORT and fold(one) not in _GENERIC and other.isdecimal():
                yield [one, other]


def _alike(word: str, surface: Surface, key: str) -> bool:
    """Whether a short stump is nearly all of both words: Кийма, киймы."""
    return any(
        len(fold(other)) - len(key) <= 1 and len(fold(word)) - len(key) <= 1
        for other in _WORDS.findall(surface.words)
        if key in keys_of(other)
    )


def _word_around(text: str, start: int, end: int) -> Span:
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return start, end
