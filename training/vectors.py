"""Floret vectors of the training texts: what a word's letters say of it, for words that were never seen.

A small table (ROWS x WIDTH) that hashed letter sequences of 3 to 5 share, so that an unknown name in any case
form has a vector. It holds no words, only numbers. Needs the package floret (`make model` installs it).
"""

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
from spacy.vectors import Vectors  # type: ignore[import-not-found]  # compiled, without a stub
from spacy.vocab import Vocab

from training.examples import Example

ROWS, WIDTH = 30_000, 96
_SEED: Final = 2022


def make(texts: Iterable[Example], folder: Path) -> Path:
    """Train vectors on the texts, in lower case; returns the folder that spaCy reads them from."""
    import floret  # type: ignore[import-not-found]  # noqa: PLC0415 - only here

    folder.mkdir(parents=True, exist_ok=True)
    lines = [" ".join(item.text.lower().split()) for item in texts]
    random.Random(_SEED).shuffle(lines)
    plain, table = folder / "texts.txt", folder / "table.floret"
    plain.write_text("\n".join(lines), "utf-8")
    model = floret.train_unsupervised(
        str(plain),
        model="cbow",
        mode="floret",
        dim=WIDTH,
        bucket=ROWS,
        hashCount=2,
        minn=3,
        maxn=5,
        thread=1,
    )
    model.save_floret_vectors(str(table))
    Vectors(strings=Vocab().strings, mode="floret", **_read(table)).to_disk(folder / "spacy")
    plain.unlink()
    return folder / "spacy"


def _read(table: Path) -> dict[str, Any]:
    """The table and the numbers of a .floret file, as spaCy's Vectors want them."""
    with table.open(encoding="utf-8") as lines:
        rows, width, shortest, longest, hashes, seed, begin, end = next(lines).strip().split(" ")
        numbers = np.asarray([line.rstrip().split(" ")[1:] for line in lines], dtype="f")
    if numbers.shape != (int(rows), int(width)):
        raise ValueError("the vectors are not of the size that they say")
    return {
        "data": numbers,
        "minn": int(shortest),
        "maxn": int(longest),
        "hash_count": int(hashes),
        "hash_seed": int(seed),
        "bow": begin,
        "eow": end,
    }
