"""Texts of made-up testimony: templates filled, joined into short statements, changed by augment.py."""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from training import names, swap
from training.augment import apply, augment
from training.corpora import vocabulary
from training.examples import Example
from training.templates import Filler, Lexicons, Template, load, split

HERE: Final = Path(__file__).parent
SHARES: Final = {"ru": 0.27, "en": 0.25, "kk": 0.31, "kk_latin": 0.05, "mixed": 0.12}


def texts(
    count: int, *, seed: int, validation: bool = False, lists: Path = names.LISTS, corpora: Path | None = None
) -> Iterator[Example]:
    """`count` texts; the same seed and files give the same texts. Held-out ones share no name."""
    people = names.load(lists, corpora).half(validation=validation)
    pool = split(load(HERE / "templates"), validation=validation)
    lexicons = Lexicons.load(HERE / "lexicons")
    by_kind: dict[tuple[str, bool], list[Template]] = {}
    for template in pool:
        by_kind.setdefault((template.folder, template.spoken), []).append(template)
    rng = random.Random(seed)
    filler = Filler(people, lexicons, rng)
    plain_words = vocabulary(corpora) if corpora is not None and not validation else {}
    folders = [folder for folder in SHARES if any(kind[0] == folder for kind in by_kind)]
    weights = [SHARES[folder] for folder in folders]
    for _ in range(count):
        folder = rng.choices(folders, weights)[0]
        kinds = [kind for kind in by_kind if kind[0] == folder]
        kind = rng.choices(kinds, [len(by_kind[k]) for k in kinds])[0]
        chosen = rng.sample(by_kind[kind], k=min(rng.choice([1, 1, 2, 2, 3, 4]), len(by_kind[kind])))
        joint = " " if kind[1] else rng.choice(["\n\n", "\n\n", "\n", " "])
        made = filler.text(chosen, joint=joint)
        if plain_words and rng.random() < 0.4:
            made = apply(made, swap.words(made, plain_words, rng))
        yield augment(made, rng)


def more_contexts(
    items: Iterable[Example],
    *,
    seed: int,
    copies: int = 1,
    lists: Path = names.LISTS,
    corpora: Path | None = None,
) -> Iterator[Example]:
    """Copies of corpus pieces with the people renamed and changed as statements are."""
    rng = random.Random(seed)
    people = names.load(lists, corpora).half(validation=False)
    for item in items:
        for _ in range(copies):
            yield augment(swap.people(item, people, rng), rng)
