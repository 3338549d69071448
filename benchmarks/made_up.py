"""Made-up statements of real size, as many as are asked for, and questions with rare and common words.

Words are those of the annotated statements in three languages; how often each comes follows Zipf's law, with
which a word of the thousands is either in nearly all texts or in a few of a hundred. The same number gives
the same statement.
"""

import random
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import Final

from benchmarks.texts import sources
from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import Audience, Label, Language, Role
from models.reviews import LOW, Risk
from models.statements import Draft, SourceKind

WORDS: Final = 600
_SENTENCE: Final = 12
_FINDINGS: Final = 20
_CASES: Final = 20
_ABUSES: Final = ("beating", "arbitrary_detention", "denial_of_lawyer", "threats", "incommunicado")
_REGIONS: Final = ("KZ-75", "KZ-71", "KZ-79", "KZ-19", "KZ-31")
_PERSONS: Final = ("Бейбарыс Оспанұлы", "Гүлнар Тасова", "Ержан", "Светлана Ким", "Arman Zhaksybek", "Дина")
_ALIAS: Final = {Language.RU: "Лицо", Language.KK: "Адам", Language.EN: "Person"}


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A statement as a pass over it would leave it."""

    draft: Draft
    analysis: Analysis
    redacted: str
    regions: frozenset[str]
    case: str
    risk: Risk


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, by how often it is found."""

    name: str
    asked: tuple[str, ...]


def made_up(number: int) -> MadeUp:
    """The statement of this number: about 600 words, of which some twenty pieces are names."""
    chance = random.Random(number)  # noqa: S311 - the same for the same number, and no secret
    language = chance.choice(tuple(_ALIAS))
    words = chance.choices(_vocabulary(), cum_weights=_weights(), k=WORDS)
    findings, suspects, masked = [], [], list(words)
    named = set(chance.sample(range(WORDS), _FINDINGS))
    start = len(head := f"{number}. ")
    for place, word in enumerate(words):
        if place in named:
            who = chance.randrange(len(_PERSONS))
            words[place], masked[place] = _PERSONS[who], f"[{_ALIAS[language]} {who + 1}]"
            end = start + len(_PERSONS[who])
            score = chance.choice((0.6, 0.85, 0.99))
            findings.append(Finding(start, end, Label.PERSON, score, "measure", f"p{who}"))
        elif chance.random() < 0.005:
            suspects.append(Suspect(start, start + len(word), "capital", 0.4))
        start += len(words[place]) + 1 + (place % _SENTENCE == _SENTENCE - 1)
    text = head + _sentences(words)
    identities = tuple(Identity(f"p{n}", Label.PERSON, Role.PROTECTED, n + 1) for n in range(len(_PERSONS)))
    tags = tuple(
        Tag(TagKind.ABUSE, code, len(head), len(head) + 5, "measure")
        for code in chance.sample(_ABUSES, k=chance.randint(1, 3))
    )
    risk = Risk(
        low=sum(one.score < LOW for one in findings),
        suspects=len(suspects),
        findings=len(findings),
        identities=len(identities),
        words=WORDS,
        minor=chance.random() < 0.1,
        sexual=chance.random() < 0.1,
    )
    return MadeUp(
        Draft(raw_text=text, source=SourceKind.TEXT),
        Analysis(language, tuple(findings), identities, tuple(suspects), tags),
        head + _sentences(masked),
        frozenset({chance.choice(_REGIONS)}),
        f"case {chance.randrange(_CASES)}",
        risk,
    )


def texts_for_all(redacted: str) -> dict[Audience, str]:
    """One redacted text for each audience, as long as the others."""
    return dict.fromkeys(Audience, redacted)


def questions() -> tuple[Question, ...]:
    """Twenty questions of each kind: a search is as slow as the rarest and the commonest word make it."""
    words = [word for word in _vocabulary() if len(word) >= 3]
    common, middling, rare = words[:20], words[400:420], words[-20:]
    return (
        Question("a rare word", tuple(rare)),
        Question("a middling word", tuple(middling)),
        Question("a common word", tuple(common)),
        Question("two words", tuple(f"{a} {b}" for a, b in zip(common, middling, strict=True))),
        Question("two common words", tuple(f"{a} {b}" for a, b in pairwise([*common, common[0]]))),
        Question("two words in quotes", tuple(f'"{a} {b}"' for a, b in pairwise([*common, common[0]]))),
    )


@cache
def _vocabulary() -> tuple[str, ...]:
    """All words of the annotated statements, the commonest first."""
    found = Counter(word for text in sources() for word in re.findall(r"[^\W\d_]+", text.lower()))
    return tuple(sorted(found, key=lambda word: (-found[word], word)))


@cache
def _weights() -> tuple[float, ...]:
    return tuple(accumulate(1 / rank for rank in range(1, len(_vocabulary()) + 1)))


def _sentences(words: list[str]) -> str:
    rows = (" ".join(words[at : at + _SENTENCE]) for at in range(0, len(words), _SENTENCE))
    return ". ".join(rows) + "."
