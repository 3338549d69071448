"""How far the language model is believed: what it marks against all evidence becomes a suspect, not a mask.

It was trained on speech without capitals too and so marks common words now and then. Evidence is a capital
letter (in a text that uses them), a known given name, or a word that is not among the common ones.
"""

from functools import cache
from pathlib import Path

from models.labels import Label
from redact.letters import fold
from redact.mentions import WORD, common_words, given_keys
from redact.stems import stems

BELIEVED, DOUBTED = 0.7, 0.4
_WORDS = Path(__file__).parent / "words"
_NAMES = {Label.PERSON, Label.PLACE, Label.ORG, Label.ADDRESS}
# A text whose words are lower case to this share uses no capitals: a speech transcript, a hurried chat.
_UNCASED = 0.98


@cache
def lower_words() -> frozenset[str]:
    """Words of the three languages that are written in lower case, in lower case."""
    return frozenset(
        word for path in sorted(_WORDS.glob("*.txt")) for word in path.read_text("utf-8").splitlines() if word
    )


@cache
def _common_keys() -> frozenset[str]:
    return frozenset(fold(word) for word in common_words() | lower_words())


def is_cased(text: str) -> bool:
    """True when a text writes names with capitals at all."""
    words = WORD.findall(text[:20_000])
    return sum(w.islower() for w in words) < _UNCASED * max(1, len(words))


def model_score(label: Label, text: str, start: int, end: int, *, cased: bool) -> float:
    """The score of an entity of the model at text[start:end]."""
    if label not in _NAMES:
        return BELIEVED
    words = WORD.findall(text[start:end])
    if any(_known_name(word) for word in words):
        return BELIEVED
    if not cased:
        return (
            DOUBTED if label is Label.PERSON and all(w.lower() in lower_words() for w in words) else BELIEVED
        )
    capitals = [w for w in words if not w.islower()]
    if not capitals and not any(c.isdigit() for c in text[start:end]):
        return DOUBTED
    first = starts_sentence(text, start)
    doubtful = label is Label.PERSON and first and all(w.lower() in lower_words() for w in words)
    return DOUBTED if doubtful else BELIEVED


def _known_name(word: str) -> bool:
    """A given name in some form that is no common word; the sweep and the finders settle the rest."""
    return not stems(word).isdisjoint(given_keys()) and fold(word) not in _common_keys()


def starts_sentence(text: str, start: int) -> bool:
    """True when a capital at this place says nothing."""
    before = text[max(0, start - 4) : start].rstrip(" «\"“'(—–-*•")
    return not before or before[-1] in ".!?…\n:;"
