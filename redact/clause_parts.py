"""What a Russian word does in a clause, as far as it tells who speaks of themselves and of which sex."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from models.labels import Label, Language
from redact.dictionary import morphology
from redact.masks import mask_word


class Part(StrEnum):
    """I, a verb of the past, a short form, who else acts, a masked person, a preposition, anything else."""

    I = "i"  # noqa: E741 - the word it stands for
    VERB = "verb"
    SHORT = "short"
    SUBJECT = "subject"
    MASK = "mask"
    PREPOSITION = "preposition"
    OTHER = "other"


_RUSSIAN: Final = re.compile(r"[а-яёА-ЯЁ-]+")
_SEX: Final = {"masc": "m", "femn": "f"}
_SELF: Final = {"сам": "m", "сама": "f", "один": "m", "одна": "f"}


@lru_cache(maxsize=50_000)
def part_of(word: str) -> tuple[Part, str]:
    """What a word does in its clause, and the sex that it tells, or ""."""
    low = word.lower()
    if word.startswith("["):
        return (Part.MASK if low[1:].startswith(_masks()) else Part.OTHER), ""
    if low == "я" or low in _SELF:
        return (Part.I if low == "я" else Part.SHORT), _SELF.get(low, "")
    if not _RUSSIAN.fullmatch(word) or not morphology().word_is_known(word):
        return Part.OTHER, ""
    tag = morphology().parse(word)[0].tag
    sex = _SEX.get(tag.gender, "") if tag.number == "sing" else ""
    if tag.POS in {"ADJS", "PRTS"} or (tag.POS == "VERB" and tag.tense == "past"):
        return (Part.VERB if tag.POS == "VERB" else Part.SHORT), sex
    acts = tag.POS in {"NOUN", "NPRO"} and tag.case == "nomn"
    return (Part.PREPOSITION if tag.POS == "PREP" else Part.SUBJECT if acts else Part.OTHER), ""


def _masks() -> tuple[str, ...]:
    return tuple(mask_word(Label.PERSON, language).lower() for language in Language)
