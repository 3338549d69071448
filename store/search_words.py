"""The words of search: how texts and questions are folded, what is asked, what is shown of a text.

Texts and questions are folded alike: small letters, ё as е, Kazakh letters as the Russian ones that people
type in their place. Folding takes one letter for one; what is shown is cut from the text as it is stored.

A word finds its other forms by the beginning that they share: its Russian or English stem, for Kazakh what
is left without its endings. Nothing that somebody typed comes into a question but as words of letters and
digits in quotes.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

Piece = tuple[str, bool]
"""A stretch of a text, and whether it is what was looked for."""

_MOST_WORDS: Final = 20
_LONGEST_QUESTION: Final = 200
_SHORTEST: Final = 3  # letters of a beginning; a word that has fewer finds only itself
_LONGEST_CLUSTER: Final = 100  # composing a long run of marks is quadratic, and no letter has that many
_WIDTH: Final = 160  # letters of an excerpt, of which so many stand before what was found:
_BEFORE: Final = 60
_SLACK: Final = 25  # so many are given up to begin and end with whole words
_MOST_MATCHES: Final = 500

_KAZAKH: Final = "әғқңөұүһі"
_MERGED: Final = dict(zip("ё" + _KAZAKH, "еагкноуухи", strict=True))
_WORD: Final = re.compile(r"[^\W_]+")
_QUOTED: Final = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
_SPACE: Final = re.compile(r"\s")

# Folded, as everything is that these meet. The longest first: -дарын goes as one, not as -ын and -дар.
_ENDINGS: Final = re.compile(
    "(?:[лдт][ае]р|[нд]?[ыи]м[ыи]з|[ыи]н[ыи]з|[дт][ыи](?:м|н|к)?|[ндт][ыи]н|н[ыи]|[гк][ае]|н[ае]|н?[дт][ае]"
    "|[дтн][ае]н|[мбп]ен|[гк][ае]н|йд[ыи]|[ае]т[ыи]н|йт[ыи]н|[ыи]п|(?<=[аеыи])п"
    "|с[ае]|с[ыи]|[ыи]м|[ыи]н|[ыи]|у)$"
)
# "Hit" is ұр: two letters would find half the dictionary.
_SHORT_VERB: Final = re.compile(r"([аеиоуы][^\Wаеиоуы])(?:[ае]?[дт]([ыи])|[гк]([ае])н|([ыи])п)")
_VOICELESS: Final = "пткшсчщцхф"


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """Folded words that stand side by side; the last may go on where it is `open`."""

    words: tuple[str, ...]
    open: bool


Term = tuple[Reading, ...]
"""What one word that was typed, or some in quotes, may stand for: any of these will do."""


def fold_words(text: str) -> str:
    """The text composed (NFC) and folded, one letter for one."""
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def indexed_words(text: str) -> str:
    """The folded words of a text, a space between them."""
    return " ".join(_WORD.findall(_folded(text)[0]))


def query_of(typed: str) -> str | None:
    """The question in the language of FTS5, None where nothing of it is a word."""
    return fts5_query(terms_of(typed))


# folding


class _Folds(dict[int, str]):
    """What each letter becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        low = chr(code).lower()[0]  # the capital İ becomes two
        base = unicodedata.normalize("NFD", low)[0]
        self[code] = base if base.isascii() else _MERGED.get(low, low)
        return self[code]


class _Bare(dict[int, str]):
    """The same, without stress marks, soft hyphens and whatever else is not seen as a letter."""

    def __missing__(self, code: int) -> str:
        self[code] = "" if unicodedata.category(chr(code)) in ("Mn", "Me", "Cf") else _FOLDED[code]
        return self[code]


_FOLDED: Final = _Folds()
_BARE: Final = _Bare()


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The folded text as it is indexed, and where each of its letters stands in the text, its end too."""
    bare = text.translate(_BARE)
    if len(bare) == len(text):
        return bare, range(len(text) + 1)
    letters: list[str] = []
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        cluster = text[start : min(end, start + _LONGEST_CLUSTER)]
        for letter in unicodedata.normalize("NFC", cluster).translate(_BARE):
            letters.append(letter)
            places.append(start)
        start = end
    return "".join(letters), [*places, len(text)]


# questions


def terms_of(typed: str) -> list[Term]:
    """What somebody typed, of which a text must have all: 20 words at most, out of 200 characters."""
    typed = typed[:_LONGEST_QUESTION]
    kazakh = _is_kazakh(unicodedata.normalize("NFC", typed))
    terms: list[Term] = []
    left, end = _MOST_WORDS, 0
    for quoted in [*_QUOTED.finditer(typed), None]:
        between = typed[end : quoted.start()] if quoted else typed[end:]
        words = _typed_words(between)[:left]
        terms += [_readings(word, kazakh=kazakh) for word in words]
        left -= len(words)
        if quoted and (phrase := _typed_words(quoted[1])[:left]):
            folded = tuple(map(fold_words, phrase))
            terms.append((Reading(folded, open=len(folded[-1]) >= _SHORTEST),))
            left -= len(phrase)
        end = quoted.end() if quoted else end
    return list(dict.fromkeys(terms))


def _typed_words(typed: str) -> list[str]:
    """The words, their letters as they were typed."""
    return _WORD.findall("".join(c for c in unicodedata.normalize("NFC", typed) if _BARE[ord(c)]))


def _is_kazakh(typed: str) -> bool:
    return not set(_KAZAKH).isdisjoint(typed.lower())


def _readings(word: str, *, kazakh: bool) -> Term:
    """The beginnings of which a word that is looked for has one.

    `kazakh`: the question is in Kazakh, and so this word may be, whatever its letters.
    """
    folded = fold_words(word)
    if len(folded) < _SHORTEST:
        return (Reading((folded,), open=False),)
    beginnings = {folded}
    if folded.isascii() and folded.isalpha():
        beginnings.add(_stem("english", folded))
    elif "а" <= folded[0] <= "я":
        stem = folded if _is_kazakh(word) else _stem("russian", folded)
        beginnings.add(stem)
        if stem == folded and len(folded) > 4:
            beginnings.add(folded[:-1])
        if kazakh:
            beginnings.update(_kazakh_beginnings(folded))
    long = sorted(b for b in beginnings if len(b) >= _SHORTEST)
    # what begins as another one does is found by that one
    return tuple(Reading((b,), open=True) for b in long if not any(b != a and b.startswith(a) for a in long))


def _stem(language: str, word: str) -> str:
    import snowballstemmer  # noqa: PLC0415 - a quarter of a second

    # A stemmer keeps its place in the word: one for all would mix up questions asked at the same time.
    return str(snowballstemmer.stemmer(language).stemWord(word))


def _kazakh_beginnings(word: str) -> set[str]:
    """What is left of a Kazakh word without endings; for a verb of two letters, how its forms begin."""
    beginnings = set()
    verb = _SHORT_VERB.match(word)
    if verb is not None:
        root, vowel = verb[1], next(filter(None, verb.groups()[1:]))
        high, low = ("ы", "а") if vowel in "ыа" else ("и", "е")
        d, g, m = ("т", "к", "п") if root[1] in _VOICELESS else ("д", "г", "м")
        forms = (d + high, g + low, high + "п", low + "д", low + "т", m + low, "с" + low, "у")
        beginnings = {root + form for form in forms}
    for shortest in (_SHORTEST, _SHORTEST + 1):
        shorter = _ENDINGS.sub("", word)
        word = shorter if len(shorter) >= shortest else word
    return beginnings | {word}


def fts5_query(terms: Iterable[Term]) -> str | None:
    """The question in the language of FTS5."""
    asked = [
        " OR ".join(in_quotes(" ".join(one.words)) + (" *" if one.open else "") for one in term)
        for term in terms
    ]
    return " AND ".join(f"({one})" for one in asked) or None


def in_quotes(words: str) -> str:
    """Words as a string of FTS5, in which nothing means anything but itself."""
    return '"' + words.replace('"', '""') + '"'


# excerpts


def pattern_of(terms: Iterable[Term]) -> re.Pattern[str]:
    """What finds the words in a folded text; the group says which of those that were asked for."""
    groups = []
    for term in terms:
        readings = [r"[\W_]+".join(one.words) + (r"[^\W_]*" if one.open else "") for one in term]
        groups.append("(" + "|".join(readings) + ")")
    return re.compile(r"(?<![^\W_])(?:" + "|".join(groups) + r")(?![^\W_])")


def excerpt_of(text: str, pattern: re.Pattern[str]) -> tuple[Piece, ...]:
    """Two cuts of the text at most: around the first match, and the first of another word or the next."""
    folded, places = _folded(text)
    matches = list(islice(pattern.finditer(folded), _MOST_MATCHES))
    spans = [(places[m.start()], places[m.end()]) for m in matches]
    cuts = [_cut(text, *spans[0])] if spans else [_cut(text, 0, 0)]
    later = [n for n, span in enumerate(spans) if span[0] >= cuts[0][1]]
    if later:
        shown = {m.lastindex for m, span in zip(matches, spans, strict=True) if span[1] <= cuts[0][1]}
        other = next((n for n in later if matches[n].lastindex not in shown), later[0])
        start, end = _cut(text, *spans[other])
        cuts.append((max(start, cuts[0][1]), end))
    pieces: list[Piece] = []
    end = 0
    for start, stop in cuts:
        if start > end:
            pieces.append(("… " if end == 0 else " … ", False))
        end = start
        for left, right in spans:
            if start <= left and right <= stop:
                pieces += [(text[end:left], False), (text[left:right], True)]
                end = right
        pieces.append((text[end:stop], False))
        end = stop
    if end < len(text):
        pieces.append((" …", False))
    return tuple(piece for piece in pieces if piece[0])


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a cut around a match begins and ends: between words, where one ends near by."""
    left = max(0, min(start - _BEFORE, len(text) - _WIDTH))
    right = min(len(text), max(left + _WIDTH, end))
    if left:
        space = _SPACE.search(text, left, min(left + _SLACK, start))
        left = space.end() if space else left
    if right < len(text):
        spaces = list(_SPACE.finditer(text, max(right - _SLACK, end), right + 1))
        right = spaces[-1].start() if spaces else right
    return left, right
