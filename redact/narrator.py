"""What a text tells of who tells it without a name: sex by grammar and kin, part in the events by phrases.

It serves releases, where such things in combination single somebody out; narrator.toml has the phrases.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from redact.dictionary import past_gender

Span = tuple[int, int]
# "я тогда кормила", "я не видел"
_I_DID = re.compile(r"(?i)(?<!\w)я(?:[ \t]+(?!и\b|а\b|но\b)\w+){0,2}?[ \t]+(\w{2,}(?:ла|лась|л|лся))(?!\w)")


def sexes_of(text: str) -> frozenset[str]:
    """f, m or both, as the words of the narrator tell; empty where nothing does."""
    said = {sex for sex, shape in _sex().items() if shape.search(text)}
    for match in _I_DID.finditer(text):
        told = past_gender(match[1])
        if told is not None:
            said.add(told)
    return frozenset(said)


def roles_in(text: str) -> Iterator[tuple[str, Span]]:
    """The parts in the events that a text tells of, each with the words that say so."""
    for role, shape in _roles().items():
        for match in shape.finditer(text):
            yield role, match.span()


def work_in(text: str) -> Iterator[Span]:
    """Where a text tells what somebody does for a living without naming an occupation."""
    return (match.span() for match in _work().finditer(text))


@cache
def _data() -> dict[str, dict[str, object]]:
    return tomllib.loads((Path(__file__).parent / "narrator.toml").read_text("utf-8"))


@cache
def _sex() -> dict[str, re.Pattern[str]]:
    return {sex: _shape(phrases) for sex, phrases in _data()["sex"].items()}


@cache
def _roles() -> dict[str, re.Pattern[str]]:
    return {role: _shape(entry["say"]) for role, entry in _data()["role"].items()}  # type: ignore[index]


@cache
def _work() -> re.Pattern[str]:
    return _shape(_data()["work"]["say"])


def _shape(phrases: object) -> re.Pattern[str]:
    if not isinstance(phrases, list):
        raise TypeError("narrator.toml: a list of phrases")
    return re.compile(
        r"(?<!\w)(?:" + "|".join(p.replace(" ", r"\s+") for p in phrases) + r")(?!\w)", re.IGNORECASE
    )
