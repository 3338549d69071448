"""Loads the trigger lists of abuse_*.toml and finds them in a reading.

The files explain their own language to who edits them. Here a phrase is a row of atoms; an atom is a set of
exact words and of beginnings of words. All atoms of all files are looked up in one pass over the words.
"""

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from models.abuse import AbuseCode
from redact.tags.clauses import Reading, word_key

LANGUAGES = ("en", "ru", "kk")
NUMBER = "#"  # an option that any number in figures fits
_FAR = 8  # words: how far apart the two sides of "&" may stand
_GAP = 4  # words: what ".." may skip
_REPEATS = 8  # times the same word is looked at in one sentence: a bound for texts that repeat themselves
_NEARBY = 4  # sentences before and after that count as nearby


@dataclass(frozen=True, slots=True)
class Atom:
    """One place of a phrase: whole words, beginnings and ends of words."""

    exact: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Atoms by number, and what may stand before each: 0 nothing, -1 anything near, n up to n words.

    A weak phrase counts only beside another sign of the same abuse.
    """

    atoms: tuple[int, ...]
    gaps: tuple[int, ...]
    weak: bool


@dataclass(frozen=True, slots=True)
class Trigger:
    """What says that something was done, and under which conditions it counts."""

    language: str
    codes: tuple[AbuseCode, ...]
    say: tuple[Phrase, ...]
    needs: tuple[Phrase, ...]
    within: str
    unless: tuple[Phrase, ...]
    negation: str
    quoted: bool
    light: bool
    noun: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything compiled: atoms with their look-up tables, triggers, and triggers by first atom.

    `firsts` are the atoms with which any phrase begins.
    """

    exact: dict[str, tuple[int, ...]]
    starts: dict[str, tuple[int, ...]]
    lengths: tuple[int, ...]
    ends: dict[str, tuple[int, ...]]
    end_lengths: tuple[int, ...]
    stems: tuple[Atom, ...]
    triggers: tuple[Trigger, ...]
    by_atom: dict[int, tuple[tuple[Trigger, Phrase], ...]]
    firsts: frozenset[int]
    groups: dict[str, tuple[Phrase, ...]]


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger that stands in the text: the numbers of its matched words, in order."""

    trigger: Trigger
    words: tuple[int, ...]
    weak: bool


class _Compiler:
    """Numbers the atoms of all files while phrases are read."""

    def __init__(self) -> None:
        self.numbers: dict[Atom, int] = {}
        self.words: dict[str, list[str]] = {}

    def atom(self, text: str) -> int:
        exact: set[str] = set()
        starts: set[str] = set()
        ends: set[str] = set()
        for option in self._options(text):
            word = word_key(option.strip("*"))
            (ends if option.startswith("*") else starts if option.endswith("*") else exact).add(word)
        atom = Atom(frozenset(exact), frozenset(starts), frozenset(ends))
        return self.numbers.setdefault(atom, len(self.numbers))

    def _options(self, text: str) -> list[str]:
        options: list[str] = []
        for option in text.split("|"):
            if option.startswith("<"):
                options += [part for word in self.words[option.strip("<>")] for part in self._options(word)]
            else:
                options.append(option)
        return options

    def phrases(self, texts: list[str]) -> tuple[Phrase, ...]:
        return tuple(self.phrase(single) for text in texts for single in self._singles(text))

    def _singles(self, text: str) -> list[str]:
        """A phrase once for its one-word options and once for each option of several words (болған_жоқ)."""
        rows = ["~" if text.startswith("~") else ""]
        for part in text.removeprefix("~").replace("-", " ").split():
            options = part.split("|")
            choices = [option.replace("_", " ") for option in options if "_" in option]
            if single := "|".join(option for option in options if "_" not in option):
                choices.append(single)
            rows = [f"{row} {choice}" for row in rows for choice in choices]
        return rows

    def phrase(self, text: str) -> Phrase:
        atoms, gaps, gap = [], [], 0
        for part in text.removeprefix("~").replace("-", " ").split():
            if part in ("..", "...", "&"):
                gap = {"..": _GAP, "...": _FAR, "&": -1}[part]
                continue
            atoms.append(self.atom(part))
            gaps.append(gap)
            gap = 0
        return Phrase(tuple(atoms), tuple(gaps), text.startswith("~"))


def _trigger(entry: dict[str, Any], language: str, compiler: _Compiler) -> Trigger:
    known = {"codes", "say", "needs", "within", "unless", "negation", "quoted", "light", "noun"}
    if not set(entry) <= known:
        raise ValueError("abuse_" + language + ".toml: unknown setting " + str(sorted(set(entry) - known)))
    return Trigger(
        language=language,
        codes=tuple(AbuseCode(code) for code in entry["codes"]),
        say=compiler.phrases(entry["say"]),
        needs=compiler.phrases(entry.get("needs", [])),
        within=entry.get("within", "sentence"),
        unless=compiler.phrases(entry.get("unless", [])),
        negation=entry.get("negation", "cancels"),
        quoted=entry.get("quoted", False),
        light=entry.get("light", False),
        noun=entry.get("noun", False),
    )


@cache
def lexicon() -> Lexicon:
    """The compiled trigger lists of the three languages."""
    compiler = _Compiler()
    tables = [
        (tongue, files("redact.tags").joinpath(f"abuse_{tongue}.toml").read_text("utf-8"))
        for tongue in LANGUAGES
    ]
    loaded = [(tongue, tomllib.loads(table)) for tongue, table in tables]
    # The same group may be filled by every language: a text mixes them.
    merged: dict[str, list[str]] = defaultdict(list)
    for _, table in loaded:
        for name, words in table["words"].items():
            merged[name] += words.split()
    compiler.words = dict(merged)
    triggers = [_trigger(entry, tongue, compiler) for tongue, table in loaded for entry in table["trigger"]]
    groups: dict[str, tuple[Phrase, ...]] = {name: (compiler.phrase(f"<{name}>"),) for name in merged}
    exact: dict[str, list[int]] = defaultdict(list)
    starts: dict[str, list[int]] = defaultdict(list)
    ends: dict[str, list[int]] = defaultdict(list)
    for atom, number in compiler.numbers.items():
        for word in atom.exact:
            exact[word].append(number)
        for start in atom.starts:
            starts[start].append(number)
        for end in atom.ends:
            ends[end].append(number)
    by_atom: dict[int, list[tuple[Trigger, Phrase]]] = defaultdict(list)
    for trigger in triggers:
        for phrase in trigger.say:
            by_atom[phrase.atoms[0]].append((trigger, phrase))
    phrases = [phrase for t in triggers for phrase in (*t.say, *t.needs, *t.unless)]
    phrases += [phrase for group in groups.values() for phrase in group]
    return Lexicon(
        exact={word: tuple(numbers) for word, numbers in exact.items()},
        starts={word: tuple(numbers) for word, numbers in starts.items()},
        lengths=tuple(sorted({len(word) for word in starts})),
        ends={word: tuple(numbers) for word, numbers in ends.items()},
        end_lengths=tuple(sorted({len(word) for word in ends})),
        stems=tuple(compiler.numbers),
        triggers=tuple(triggers),
        by_atom={atom: tuple(pairs) for atom, pairs in by_atom.items()},
        firsts=frozenset(phrase.atoms[0] for phrase in phrases),
        groups=groups,
    )


@lru_cache(maxsize=50_000)
def _atoms_of(key: str) -> tuple[frozenset[int], tuple[int, ...]]:
    """The atoms that a word of this key fits, and those of them with which phrases begin."""
    known = lexicon()
    found = list(known.exact.get(key, ()))
    if key[0].isdigit():
        found += known.exact.get(NUMBER, ())
    size = len(key)
    for length in known.lengths:
        if length > size:
            break
        found += known.starts.get(key[:length], ())
    for length in known.end_lengths:
        if length >= size:
            break
        found += known.ends.get(key[-length:], ())
    atoms = frozenset(found)
    return atoms, tuple(atom for atom in atoms if atom in known.firsts)


class Found:
    """Where each atom stands in one reading; answers whether a phrase stands near a word."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.lexicon = lexicon()
        self.at: dict[int, list[int]] = defaultdict(list)  # only of atoms with which phrases begin
        self.atoms_of: list[frozenset[int]] = []
        for number, word in enumerate(reading.words):
            atoms, firsts = _atoms_of(word.key)
            self.atoms_of.append(atoms)
            for atom in firsts:
                self.at[atom].append(number)
        # the atoms of each sentence, and of all
        self._together = [frozenset().union(*self.atoms_of[low:high]) for low, high in reading.bounds]
        self._anywhere = frozenset().union(*self._together)

    def match(self, phrase: Phrase, first: int) -> tuple[int, ...] | None:
        """The words of a phrase whose first atom is word `first`, all in one sentence; None if not there."""
        if len(phrase.atoms) == 1:
            return (first,)
        sentence = self.reading.words[first].sentence
        if not self._together[sentence].issuperset(phrase.atoms):
            return None
        words, (low, high) = [first], self.reading.bounds[sentence]
        atoms_of = self.atoms_of
        for atom, gap in zip(phrase.atoms[1:], phrase.gaps[1:], strict=True):
            last = words[-1]
            if gap < 0:
                near = range(max(low, first - _FAR), min(high, last + _FAR + 1))
                fitting = [n for n in near if atom in atoms_of[n] and n not in words]
                if not fitting:
                    return None
                words.append(min(fitting, key=lambda n: abs(n - last)))
                continue
            for step in range(last + 1, min(high, last + gap + 2)):
                if atom in atoms_of[step]:
                    words.append(step)
                    break
            else:
                return None
        return tuple(words)

    def stands(self, phrases: tuple[Phrase, ...], low: int, high: int) -> bool:
        """Whether one of the phrases stands among the words low to high (exclusive)."""
        for phrase in phrases:
            at = self.at.get(phrase.atoms[0], [])
            for first in at[bisect_left(at, low) : bisect_left(at, high)]:
                if (found := self.match(phrase, first)) and max(found) < high:
                    return True
        return False

    def around(self, word: int, *, sentences: int = 0) -> tuple[int, int]:
        """The range of words of the sentence of a word, widened by some sentences on both sides."""
        bounds, here = self.reading.bounds, self.reading.words[word].sentence
        return bounds[max(0, here - sentences)][0], bounds[min(len(bounds) - 1, here + sentences)][1]

    def near(self, group: str, word: int, *, sentences: int = _NEARBY) -> bool:
        """Whether a word of a named group stands within some sentences of a word."""
        return self.stands(self.lexicon.groups[group], *self.around(word, sentences=sentences))

    def anywhere(self, group: str) -> bool:
        """Whether a word of a named group stands in the text."""
        return any(self.at.get(phrase.atoms[0]) for phrase in self.lexicon.groups[group])

    def matches(self) -> list[Match]:
        """All triggers whose words and conditions are there; negation is not looked at."""
        out = []
        for atom in list(self.at):
            phrases = self.lexicon.by_atom.get(atom, ())
            pairs = [pair for pair in phrases if self._anywhere.issuperset(pair[1].atoms)]
            out += self._matches_at(atom, pairs) if pairs else []
        return sorted(out, key=lambda match: match.words)

    def _matches_at(self, atom: int, pairs: list[tuple[Trigger, Phrase]]) -> list[Match]:
        """The matches that begin with one atom."""
        out = []
        sentence, tried = -1, 0
        for first in self.at[atom]:
            here = self.reading.words[first].sentence
            sentence, tried = here, tried + 1 if here == sentence else 0
            if tried > _REPEATS:
                continue
            together = self._together[here]
            for trigger, phrase in pairs:
                if not together.issuperset(phrase.atoms):
                    continue  # most end here
                words = self.match(phrase, first)
                if words and self._holds(trigger, words):
                    out.append(Match(trigger, tuple(sorted(words)), phrase.weak))
        return out

    def _holds(self, trigger: Trigger, words: tuple[int, ...]) -> bool:
        first = words[0]
        if trigger.quoted and not self.reading.words[first].quoted:
            return False
        if trigger.needs:
            sentences = {"sentence": 0, "nearby": _NEARBY, "text": 10**6}[trigger.within]
            if not self.stands(trigger.needs, *self.around(first, sentences=sentences)):
                return False
        return not (trigger.unless and self.stands(trigger.unless, *self.around(first)))


_KK_ENDS_NEGATIVE = re.compile(r"^(?:и?н|и?л|ы?л|т|тыр|тир|дыр|дир|к|г|из|ис)?[мбп][ае](?:[дгйс]|п$|пт|стен)")


def negative_inside(found: Found, word: int, phrase_atoms: set[int]) -> bool:
    """Whether a Kazakh verb carries its negation inside: stem, then -ма/-ме/-ба/-бе/-па/-пе and an ending."""
    key = found.reading.words[word].key
    for number in phrase_atoms.intersection(found.atoms_of[word]):
        for stem in found.lexicon.stems[number].starts:
            if key.startswith(stem) and _KK_ENDS_NEGATIVE.match(key[len(stem) :]):
                return True
    return False
