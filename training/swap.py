"""More contexts for the names of the country: people in the corpora take made-up people's names.

English needs no endings; in Kazakh the new name takes the case of the old one. Russian names stay.
"""

import random
import re
from collections.abc import Mapping
from typing import Final

from training import forms
from training.examples import Example, Span
from training.names import NameLists, sample

_CASES: Final = (
    ("gen", re.compile(r"[ндт][ыі]ң$")),
    ("abl", re.compile(r"[ндт][ае]н$")),
    ("ins", re.compile(r"[мбп]ен$")),
    ("dat", re.compile(r"(?:[ғқ]а|[гк]е)$")),
    ("acc", re.compile(r"(?:[ндт]і|[нд]ы)$")),
    ("loc", re.compile(r"[дт][ае]$")),
)


def kazakh_case(word: str) -> str:
    """The case that a name's ending looks like; a guess, the nominative where nothing fits."""
    for case, ending in _CASES:
        if len(word) > 5 and ending.search(word):
            return case
    return "nom"


def people(example: Example, names: NameLists, rng: random.Random) -> Example:
    """The example with every person of its corpus renamed; the same name becomes the same new name."""
    if example.lang not in ("en", "kk"):
        return example
    cast: dict[str, str] = {}
    out, spans, at = "", [], 0
    for span in example.spans:
        surface = example.text[span.start : span.end]
        out += example.text[at : span.start]
        at = span.end
        start = len(out)
        out += _renamed(surface, example.lang, cast, names, rng) if span.label == "PERSON" else surface
        spans.append(Span(start, len(out), span.label))
    return Example(out + example.text[at:], tuple(spans), example.lang, example.source)


def _renamed(surface: str, lang: str, cast: dict[str, str], names: NameLists, rng: random.Random) -> str:
    if surface not in cast:
        words = surface.split()
        shapes = {1: ("given", "given", "surname"), 2: ("gs", "gs", "sg", "is"), 3: ("full", "gp")}
        form = rng.choice(shapes.get(len(words), ("full",)))
        case = kazakh_case(words[-1]) if lang == "kk" else "nom"
        made = forms.render(sample(rng, names, foreign=0.1), form, case, lang=lang, rng=rng)
        cast[surface] = made.lower() if surface.islower() else made
    return cast[surface]


_WORD = re.compile(r"(?<![\w@#/.-])[a-zа-яёәғқңөұүіһ]{3,}(?![\w@/-])")


def words(example: Example, vocabulary: Mapping[str, tuple[str, ...]], rng: random.Random) -> list[str]:
    """Some plain words replaced by others of their language, so that no sentence is learnt by heart.

    Returns what each character becomes (see augment.py).
    """
    out = list(example.text)
    taken = {i for span in example.spans for i in range(span.start, span.end)}
    share = rng.choice([0.05, 0.1, 0.2])
    for match in _WORD.finditer(example.text):
        if match.start() in taken or rng.random() > share:
            continue
        lang = "en" if match[0][0] <= "z" else ("ru" if example.lang == "en" else example.lang)
        pool = vocabulary.get(rng.choice(["ru", "kk"]) if lang == "mixed" else lang, ())
        if pool and not (
            lang == "en" and example.lang == "kk"
        ):  # no English words into Kazakh in Latin letters
            out[match.start() : match.end()] = [rng.choice(pool), *[""] * (len(match[0]) - 1)]
    return out
