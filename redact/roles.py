"""What a named person is in the events: an official by the words beside the name, a public figure by the name."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from models.labels import Role
from redact.letters import fold
from redact.mentions import PartKind, parts
from redact.stems import stems

# How far from the name a title may stand: "майор полиции Н.", "Н., начальник отдела".
_BEFORE, _AFTER = 45, 25
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A title belongs to the name only within the sentence and not across another name's comma list.
_STOP_BEFORE = re.compile(r"[.!?;:\n](?=\s)|[—«»\"()]")
_STOP_AFTER = re.compile(r"[.!?;:\n—«»\"]")


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
    before, after = _beside(text, start, end)
    official = _last(_titles("official"), before)
    protected = _last(_titles("protected"), before)
    if official >= 0 or protected >= 0:
        return Role.OFFICIAL if official > protected else Role.PROTECTED
    return Role.OFFICIAL if _titles("official").search(after) else Role.PROTECTED


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the same phrase: up to three before the name, an apposition after it."""
    before = _STOP_BEFORE.split(text[max(0, start - _BEFORE) : start])[-1]
    words = list(_WORD.finditer(before))
    before = before[words[-3].start() :] if len(words) > 3 else before
    after = _STOP_AFTER.split(text[end : end + _AFTER])[0]
    # only an apposition or a Kazakh title right behind: "Н., следователь", "Н. деген майор"
    return before, after if after.startswith((",", " деген", " атты", " -", " –")) else " ".join(
        after.split()[:1]
    )


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _is_public(text: str, start: int, end: int) -> bool:
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
        near = text[max(0, start - _BEFORE) : start].lower()
        return any(word in near for word in _data()["public_context"]["words"])
    return False


def _fits(keys: frozenset[str], kind: PartKind, names: frozenset[str]) -> bool:
    if kind is PartKind.INITIAL:
        return any(name.startswith(tuple(keys)) for name in names)
    return not keys.isdisjoint(names) or any(not stems(n).isdisjoint(keys) for n in names)


def _feminine(surface: str) -> bool:
    """Назарбаевой is a woman of the name, not the president."""
    return fold(surface).endswith(("ваои", "вои"))
