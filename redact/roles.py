"""What a named person is in the events: an official or a public figure, in doubt a protected person.

An office beside the name (roles.toml) tells most; other words around all mentions (role_cues.toml) are
weighed with it. Public figures are listed, and must be mentioned as such.
"""

import re
import tomllib
from collections.abc import Container, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from models.labels import Role
from redact.letters import fold
from redact.mentions import WORD, PartKind, parts
from redact.role_cues import is_enough, weigh
from redact.stems import stems

_REACH = 110
# At most so many words between a title and its name: "заместитель начальника ИВС по режиму подполковник Н."
_WORDS = 8
_TOKEN = re.compile(
    r"(?:lt|sgt|maj|col|capt|insp|ст|мл|лейт|серж|подп|нач|зам|след)\.(?=\s)|[^\W\d_]+(?:-[^\W\d_]+)*|[.!?;:\n«»\"“”()—–,]|\d+",
    re.IGNORECASE,
)
_CLOSING = frozenset(".!?;:\n()—–")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "roles.toml").read_text("utf-8"))


@cache
def _titles(role: str) -> re.Pattern[str]:
    """A folded word that begins with a stem of the list; "=word" stands for the word alone."""
    entries = sorted(_data()[role], key=len, reverse=True)
    stemmed = (
        re.escape(fold(e.removeprefix("="))) + (r"(?!\S)" if e.startswith("=") else "") for e in entries
    )
    return re.compile("(?:" + "|".join(dict.fromkeys(stemmed)) + ")")


@cache
def _public() -> dict[str, frozenset[str]]:
    """Folded surname of a public figure to the folded given names and patronymics that fit."""
    out: dict[str, set[str]] = {}
    for surname, given in _data()["public"].items():
        out.setdefault(fold(surname), set()).update(fold(name) for name in given)
    return {surname: frozenset(names) for surname, names in out.items()}


def roles_of(text: str, groups: Sequence[Sequence[tuple[int, int]]]) -> list[Role]:
    """The role of each person, given as the places of all mentions of it in the text."""
    offices = [_office({_title_at(text, start, end) for start, end in group}) for group in groups]
    sums = weigh(text, groups, offices)
    roles = []
    for group, total in zip(groups, sums, strict=True):
        # public only where no mention contradicts
        public = all(_is_public(text, start, end) for start, end in group)
        roles.append(Role.PUBLIC if public else Role.OFFICIAL if is_enough(total) else Role.PROTECTED)
    return roles


def _office(titles: Container[Role | None]) -> str:
    if Role.OFFICIAL in titles:
        return "office"
    return "civil" if Role.PROTECTED in titles else ""


def _title_at(text: str, start: int, end: int) -> Role | None:
    """The role of the office that stands beside a mention."""
    before = [m[0] for m in _TOKEN.finditer(text, max(0, start - _REACH), start)]
    after = [m[0] for m in _TOKEN.finditer(text, end, end + _REACH)]
    return _title(reversed(before), bridge="before") or _title(after, bridge="after")


def _title(tokens: Iterable[str], *, bridge: str) -> Role | None:
    """The role of the first title met, going away from the name over words that can join the two.

    Any other word ends the way: in "следователь бил Марата" the title is not Марат's.
    """
    for steps, word in enumerate(tokens):
        key = fold(word)
        if key and _titles("protected").match(key):
            return Role.PROTECTED
        if key and _titles("official").match(key):
            return Role.OFFICIAL
        # an abbreviation's point ("г.", "обл.") cannot be told from a sentence's end: both end the way
        # "Судья: Н." of a form, "Н. (участковый)"
        opened = steps == 0 and word in ({":"} if bridge == "before" else {"(", "—", "–"})
        if steps >= _WORDS or (word in _CLOSING and not opened):
            return None
        joins = (
            opened
            or word in (",", "«", '"', "“")
            or word.isdigit()
            or word[0].isupper()
            or _titles(bridge).match(key)
        )
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
