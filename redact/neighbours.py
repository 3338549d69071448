"""Two findings of persons side by side that are one name: what two finders saw in halves."""

from collections.abc import Iterable
from dataclasses import replace

from models.findings import Finding
from models.labels import Label
from redact.mentions import PartKind, parts
from redact.recognisers.person_shapes import ends_a_name, word_of


def join_names(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, in order; neighbours with only a space between are joined where they fit together."""
    out: list[Finding] = []
    for finding in findings:
        last = out[-1] if out else None
        if last is not None and _one_name(text, last, finding):
            out[-1] = replace(last, end=finding.end, score=max(last.score, finding.score))
        else:
            out.append(finding)
    return out


def _one_name(text: str, one: Finding, two: Finding) -> bool:
    if not one.label is two.label is Label.PERSON or text[one.end : two.start] != " ":
        return False
    first, second = text[one.start : one.end], text[two.start : two.end]
    if not (first.istitle() and second.istitle()):
        return False
    if ends_a_name(word_of(first.split()[-1]), word_of(second.split()[0])):
        return False
    kinds = [{part.kind for part in parts(surface)} for surface in (first, second)]
    # two first names or two surnames are two people: a list without its comma
    return not any(kind in kinds[0] and kind in kinds[1] for kind in (PartKind.GIVEN, PartKind.SURNAME))
