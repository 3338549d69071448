"""Union of overlapping findings: what any finder marked stays marked, under one label.

Invariant (tested as a property): the set of marked characters before and after is the same.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from models.findings import Finding
from models.labels import DIRECT, Label
from redact.recognisers.person_triggers import RESPECT

# What wins where two finders are equally sure: the label that is treated most strictly.
_STRICT = {label: rank for rank, label in enumerate(sorted(Label, key=lambda x: (x not in DIRECT, x)))}

_TAIL = re.compile(r"-([^\W\d_]{1,10})(?![\w-])")
_NAMES = frozenset({Label.PERSON, Label.ADDRESS, Label.ORG, Label.PLACE})


def resolve(findings: Iterable[Finding]) -> list[Finding]:
    """Disjoint findings in order of the text, each a cluster of overlapping ones under its best label."""
    out: list[Finding] = []
    cluster: list[Finding] = []
    end = -1
    for finding in sorted(findings, key=lambda f: (f.start, -f.end)):
        if cluster and finding.start < end:
            cluster.append(finding)
            end = max(end, finding.end)
            continue
        if cluster:
            out.append(_merged(cluster))
        cluster, end = [finding], finding.end
    if cluster:
        out.append(_merged(cluster))
    return out


def _merged(cluster: list[Finding]) -> Finding:
    best = max(cluster, key=_weight)
    return Finding(
        start=cluster[0].start,
        end=max(f.end for f in cluster),
        label=best.label,
        score=max(f.score for f in cluster),
        source="+".join(sorted({f.source for f in cluster})),
    )


def _weight(finding: Finding) -> tuple[float, int, int]:
    # sureness in steps of 0.1, so that a longer finding beats one that is a shade surer
    return round(finding.score * 10), finding.end - finding.start, -_STRICT[finding.label]


def drop_weak(findings: Iterable[Finding], *, least: float) -> tuple[list[Finding], list[Finding]]:
    """Findings sure enough to mask, and the rest, which become suspects."""
    sure: list[Finding] = []
    weak: list[Finding] = []
    for finding in findings:
        (sure if finding.score >= least else weak).append(finding)
    return sure, weak


def whole_words(text: str, finding: Finding) -> Finding:
    """A finding of a name that ends inside a word, to the word's end: half a name masked is a name shown."""
    if finding.label not in _NAMES:
        return finding
    start, end = finding.start, finding.end
    if finding.label is Label.PERSON and (tail := _TAIL.match(text, end)) and not RESPECT.fullmatch(tail[1]):
        # Smith-тің, Гайсин-младший; a respect word stays outside (Роза-апа)
        end = tail.end()
    while end < len(text) and text[end - 1].isalpha() and text[end].isalpha():
        end += 1
    while start > 0 and text[start].isalpha() and text[start - 1].isalpha():
        start -= 1
    return replace(finding, start=start, end=end)
