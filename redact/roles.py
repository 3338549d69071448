"""What a named person is in the events: an official by the words beside the name, a public figure by it."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from models.labels import Role
from redact.letters import fold
from redact.mentions import WORD, PartKind, parts
from redact.stems import stems

_REACH = 110
# At most so many words between a title and its name: "заместитель начальника ИВС по режиму подполковник Н."
_WORDS = 8
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[.!?;:\n«»\"“”()—–,]|\d+")
_CLOSING = frozenset('.!?;:\n«»"“”()—–')


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "roles.toml").read_text("utf-8"))


@cache
def _titles(role: str) -> re.Pattern[str]:
    stem_list = sorted(_data()[role], key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, stem_list)) + ")", re.IGNORECASE)


@cache
def _public() -> dict[str, frozenset[str]]:
    """Folded surname of a public figure to the folded given names and patronymics that fit."""
    out: dict[str, set[str]] = {}
    for surname, given in _data()["public"].items():
        out.setdefault(fold(surname), set()).update(fold(name) for name in given)
    return {surname: frozenset(names) for surname, names in out.items()}


def role_of_mention(text: str, start: int, end: int) -> Role:
    """The role that the name itself and the words beside it speak for."""
    if _is_public(text, start, end):
        return Role.PUBLIC
    before = [m[0] for m in _TOKEN.finditer(text, max(0, start - _REACH), start)]
    after = [m[0] for m in _TOKEN.finditer(text, end, end + _REACH)]
    return _title(reversed(before), bridge="before") or _title(after, bridge="after") or Role.PROTECTED


def _title(tokens: Iterable[str], *, bridge: str) -> Role | None:
    """The role of the first title met, going away from the name over words that can join the two.

    Any other word ends the way: in "следователь бил Марата" the title is not Марат's.
    """
    for steps, word in enumerate(tokens):
        if _titles("protected").match(word):
            return Role.PROTECTED
        if _titles("official").match(word):
            return Role.OFFICIAL
        # an abbreviation's point ("г.", "обл.") cannot be told from a sentence's end: both end the way
        if steps >= _WORDS or (word in _CLOSING and not (bridge == "after" and steps == 0 and word in "(—–")):
            return None
        joins = word == "," or word.isdigit() or word[0].isupper() or _titles(bridge).match(word)
        if not joins:
            return None
    return None


def _is_public(text: str, start: int, end: int) -> bool:
    start, end = _bare(text, start, end)
    mention = parts(text[start:end])
    for part in mention:
        surname = next((k for k in part.keys if k in _public()), None)
        if surname is None or part.kind is PartKind.GIVEN:
            continue
        others = [p for p in mention if p is not part]
        if others:
            return all(_fits(p.keys, p.kind, _public()[surname]) for p in others)
        if any(fold(name) == surname for name in _data()["public_context"]["alone"]):
            return not _feminine(text[start:end])
        near = text[max(0, start - _REACH // 2) : start].lower()
        return any(word in near for word in _data()["public_context"]["words"])
    return False


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without an office before the name and small words behind it, which a finder may take in."""
    words = list(WORD.finditer(text, start, end))
    offices = tuple(_data()["public_context"]["words"])
    while len(words) > 1 and words[0][0].lower().startswith(offices):
        words.pop(0)
        start = words[0].start()
    while len(words) > 1 and words[0][0][0].isupper() and words[-1][0].islower():
        words.pop()
        end = words[-1].end()
    return start, end


def _fits(keys: frozenset[str], kind: PartKind, names: frozenset[str]) -> bool:
    if kind is PartKind.INITIAL:
        return any(name.startswith(tuple(keys)) for name in names)
    return not keys.isdisjoint(names) or any(not stems(n).isdisjoint(keys) for n in names)


def _feminine(surface: str) -> bool:
    """Назарбаевой is a woman of the name, not the president."""
    return fold(surface).endswith(("ваои", "вои"))
