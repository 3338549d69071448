"""What the words around a person's mentions say of the part played in the events: a sum of weighed cues.

The cues are data (role_cues.toml). Words count in the sentence of the mention, up to the next other person:
what one does is not put on another. The form of the name says who does and who suffers: "бил Саня", "били
Саню"; where the form does not tell, only the order of English words does.
"""

import re
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from redact.letters import fold
from redact.mentions import WORD
from redact.name_lists import given_keys
from redact.speaker_labels import is_label

Place = tuple[int, int]
_REACH = 170
# "Баке, прости": who is spoken to does nothing
_ADDRESSED = re.compile(r"\s?[,!](?=[^«»\"“”\n]{0,60}[»\"”])")
# A question's mark or a point ends a sentence, but not that of a rank ("Lt. Yun") or of an initial.
_SENTENCE = re.compile(
    r"(?:[!?…;]|(?<!\b[Ll]t)(?<!\b[Ss]gt)(?<!\b[Mm]aj)(?<!\b[Cc]ol)(?<!\b[Cc]apt)(?<!\b\w)(?<!\b[Сс]т)(?<!\b[Мм]л)\.)(?=\s)|\n"
)
_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*")
_FEMININE_SURNAMES = ("ова", "ева", "ина", "скаиа")
_OBLIQUE_RUSSIAN = re.compile(r"(?:у|ю|ом|ем|ём|ой|ей|ою|ы|ым|ому|ого|его|ая?х|ами)$")
_OBLIQUE_KAZAKH = re.compile(
    r"(?:[ндт][ыі]ң|[ғқ]а|[гк]е|[ндт][ае]н|[дт][ае]|[мбп]ен|[ndt][yıi]ñ|[ğq]a|[ndt][ae]n|[mbp]en)$"
)
_OBJECT_KAZAKH = re.compile(r"(?:[ндт]ы|[ндт]і|[ndt][yı])$")
# What may stand between two people who do something together.
_TOGETHER = re.compile(r"[\s,«»\"“”]*(?:и|да|мен|және|and|with|пен|бен|или|men|jäne|jáne)?[\s,«»\"“”]*")


@dataclass(frozen=True, slots=True)
class Cue:
    """Phrases at one side of a name or at both, and what they count."""

    name: str
    weight: float
    most: int
    gap: int
    form: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "role_cues.toml").read_text("utf-8"))


@cache
def weights() -> dict[str, float]:
    """What each cue counts, by its name."""
    shape: dict[str, float] = _data()["shape"]
    return shape | {cue.name: cue.weight for cue in cues()}


@cache
def cues() -> tuple[Cue, ...]:
    """The cues of role_cues.toml."""
    return tuple(_cue(entry) for entry in _data()["cue"])


def _cue(entry: dict[str, Any]) -> Cue:
    both = entry.get("both", [])
    return Cue(
        name=entry["name"],
        weight=entry["weight"],
        most=entry["most"],
        gap=entry["gap"],
        form=entry.get("form", ""),
        before=_phrases(entry.get("before", []) + both),
        after=_phrases(entry.get("after", []) + both),
    )


def _phrases(phrases: Sequence[str]) -> re.Pattern[str] | None:
    """One pattern over folded words for all phrases; a stem matches every ending, "=word" none but itself."""
    if not phrases:
        return None
    longest = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\S)(?:" + "|".join(dict.fromkeys(map(_phrase, longest))) + ")")


def _phrase(phrase: str) -> str:
    end = r"(?!\S)" if phrase.startswith("=") else r"\S*"
    words = [re.escape(fold(word)) for word in phrase.removeprefix("=").split()]
    return (r"\S* " if end == r"\S*" else " ").join(words) + end


def weigh(text: str, groups: Sequence[Sequence[Place]], offices: Sequence[str]) -> list[float]:
    """The sum of cues for each person, given as the places of its mentions and the office beside one of them.

    An office is "office", "civil" or "". Whether a sum is enough for an official: is_enough().
    """
    people = sorted(place for group in groups for place in group)
    met = [_evidence(text, group, people) for group in groups]
    first = sorted(range(len(groups)), key=lambda i: groups[i][0])
    for i, own in enumerate(met):
        own[offices[i]] += 1
        own["among_first"] += i in first[:2]
        own["one_name"] += len(WORD.findall(text[slice(*groups[i][0])])) == 1
    sums = [sum(weights()[name] * count for name, count in own.items() if name) for own in met]
    return [
        total + weights()["beside"] * (total >= 0 and any(is_enough(sums[other]) for other in others))
        for total, others in zip(sums, _together(text, groups, people), strict=True)
    ]


def is_enough(total: float) -> bool:
    """Whether cues of this sum make an official."""
    return total >= float(_data()["enough"])


def _together(text: str, groups: Sequence[Sequence[Place]], people: Sequence[Place]) -> list[set[int]]:
    """For each person the others that stand beside it with nothing but "and" or a comma between."""
    whose = {place: i for i, group in enumerate(groups) for place in group}
    out: list[set[int]] = [set() for _ in groups]
    for one, two in pairwise(people):
        if whose[one] != whose[two] and _TOGETHER.fullmatch(text, one[1], two[0]):
            out[whose[one]].add(whose[two])
            out[whose[two]].add(whose[one])
    return out


def _evidence(text: str, mentions: Sequence[Place], people: Sequence[Place]) -> Counter[str]:
    """How often each cue is met around the mentions of one person, each at most as often as it counts."""
    met: Counter[str] = Counter()
    for start, end in mentions:
        if is_label(text, start, end):
            # what stands behind a speaker's label is what he says, not what he does
            met["speaker"] = 1
            continue
        before, after = windows(text, start, end, people)
        if not (_some_cue("before").search(before) or _some_cue("after").search(after)):
            continue
        form = frozenset() if _ADDRESSED.match(text, end) else form_of(text[start:end])
        for cue in cues():
            if met[cue.name] < cue.most and (not cue.form or cue.form in form) and _met(cue, before, after):
                met[cue.name] += 1
    return met


@cache
def _some_cue(side: str) -> re.Pattern[str]:
    """What any cue on this side of a name begins with: most sentences have none."""
    patterns = [pattern.pattern for cue in cues() if (pattern := getattr(cue, side))]
    return re.compile("|".join(patterns))


def windows(text: str, start: int, end: int, people: Sequence[Place]) -> tuple[str, str]:
    """The folded words of the sentence before and after a mention, up to the next other person.

    A name alone in its sentence is the answer to the one before: "Who was the other one? — Dauren."
    """
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    at = bisect_left(people, (start, end))
    if at:
        low = max(low, people[at - 1][1])
    if at + 1 < len(people):
        high = min(high, people[at + 1][0])
    before, after = text[low:start], text[end:high]
    sentences = [part for part in _SENTENCE.split(before[:-1]) if part.strip()]
    own = before[before.rfind(sentences[-1]) :] if sentences and not _SENTENCE.search(before[-2:]) else ""
    if len(_TOKEN.findall(own)) <= 1 and "?" in before:
        own = " ".join(sentences[-2:])
    before = own
    first = _SENTENCE.search(after)
    return _folded(before), _folded(after[: first.start()] if first else after)


def _folded(words: str) -> str:
    return " ".join(map(fold, _TOKEN.findall(words)))


def _met(cue: Cue, before: str, after: str) -> bool:
    if cue.before and any(before.count(" ", m.end()) <= cue.gap for m in cue.before.finditer(before)):
        return True
    return bool(
        cue.after and any(after.count(" ", 0, m.start()) <= cue.gap for m in cue.after.finditer(after))
    )


@cache
def form_of(surface: str) -> frozenset[str]:
    """What a name in this form can be in its clause: "subject", "object", both, or neither."""
    words = WORD.findall(surface)
    if not words:
        return frozenset()
    word = words[-1].lower()
    key = fold(word)
    if key in given_keys() and not (key.endswith(("а", "иа")) and key[:-1] in given_keys()):
        return frozenset({"subject"})
    latin = re.search(r"[a-z]", word) is not None
    if key.endswith(_FEMININE_SURNAMES) or (latin and not _OBLIQUE_KAZAKH.search(word)):
        return frozenset({"subject", "object"})
    return frozenset() if latin else _cyrillic_form(word)


def _cyrillic_form(word: str) -> frozenset[str]:
    if _OBLIQUE_RUSSIAN.search(word) or _OBLIQUE_KAZAKH.search(word):
        return frozenset({"object"}) if word.endswith(("у", "ю", "ы")) else frozenset()
    if _OBJECT_KAZAKH.search(word) or word.endswith(("а", "я")):
        return frozenset({"object"})
    return frozenset({"subject"})
