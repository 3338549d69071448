"""The words that stand in the text instead of an identifier, from masks.toml."""

import tomllib
from functools import cache
from pathlib import Path

from models.labels import Label, Language


def mask_word(label: Label, language: Language) -> str:
    """The word of a mask in a language: Person, Лицо, Адам."""
    return mask_words(language)[str(label)]


@cache
def mask_words(language: Language) -> dict[str, str]:
    """All words of a language, by label; NEUTRAL says nothing of the kind."""
    data = tomllib.loads((Path(__file__).parent / "masks.toml").read_text("utf-8"))
    words: dict[str, str] = data[str(language)]
    return words
