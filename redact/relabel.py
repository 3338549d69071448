"""Places that are people: where a statement names Арал Қоңыратбаев, a bare Арал is he and not the sea."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from models.findings import Finding
from models.labels import Label
from redact.mentions import WORD, PartKind, parts
from redact.stems import stems

_SURE: Final = 0.7
_SHORTEST: Final = 4
# What only stands beside a place.
_BEFORE: Final = re.compile(
    r"(?<!\w)(?:в|во|из|до|под|около|близ|город[а-я]*|г\.|сел[оеау]|с\.|пос[а-я.]*|аул[а-я]*|станци[а-я]*|област[а-я]*"
    r"|район[а-я]*|in|at|to|from|near|of|city|village|region)\s+$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"\s+(?:қала|ауыл|аудан|облыс|көше|кент|теңіз|көл|өзен|стансы|region|city|district|village|street|sea|river)",
    re.IGNORECASE,
)
_MANY: Final = 4
_LOCAL: Final = re.compile(r"(?:[дт][ае]|[днт][ае]н|нда|нде|дағы|дегі)$")


def places_to_people(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, single words marked as places relabelled where the statement names a person so."""
    names = {
        key
        for f in findings
        if f.label is Label.PERSON and f.score >= _SURE
        for part in parts(text[f.start : f.end])
        if part.kind is not PartKind.INITIAL
        for key in (part.whole, *part.keys)
        if len(key) >= _SHORTEST
    }
    return [replace(f, label=Label.PERSON) if names and _is_person(text, f, names) else f for f in findings]


def _is_person(text: str, finding: Finding, names: set[str]) -> bool:
    if finding.label not in (Label.PLACE, Label.ORG):
        return False
    surface = text[finding.start : finding.end]
    words = WORD.findall(surface)
    if len(words) > 1 and len(words) < _MANY and "«" not in text[max(0, finding.start - 1) : finding.end]:
        # "С. Бейсекеев", where Бейсекеев is named elsewhere
        return _is_whole_name(surface, names)
    if finding.label is Label.ORG or len(words) != 1:
        return False
    if _BEFORE.search(text, max(0, finding.start - 12), finding.start):
        return False
    if _AFTER.match(text, finding.end) or _LOCAL.search(words[0].lower()):
        return False
    return not names.isdisjoint(stems(words[0]))


def _is_whole_name(surface: str, names: set[str]) -> bool:
    """Whether each part is a name's, and one of them is of a person who was found."""
    found = parts(surface)
    shaped = (PartKind.GIVEN, PartKind.SURNAME, PartKind.PATRONYMIC, PartKind.INITIAL)
    return all(part.kind in shaped for part in found) and any(
        not names.isdisjoint({part.whole, *part.keys}) for part in found
    )
