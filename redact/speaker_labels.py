"""Who the letters before a colon are: the labels of an interview or a chat stand for the people it names.

Equal labels are one person. A label of letters alone means whom the text says it means ("R. = Rosalind",
"Элиас Норд (Э.)", which named_twice.py reads), or else the only person named whose name begins so.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from models.findings import Finding
from redact.letters import fold
from redact.mentions import Part, PartKind

LABEL_AFTER: Final = re.compile(r"\)?\s?[:=]")
LABEL_BEFORE: Final = re.compile(r"(?:^|\n)[\s\[\](\d:.,/—–•-]*$")
_REACH: Final = 40


def is_label(text: str, start: int, end: int) -> bool:
    """Whether a name stands before a colon at the beginning of its line, with a time or a bullet at most."""
    return bool(LABEL_AFTER.match(text, end) and LABEL_BEFORE.search(text, max(0, start - _REACH), start))


def label_links(
    text: str, findings: Sequence[Finding], mentions: Mapping[int, tuple[Part, ...]]
) -> list[tuple[int, int]]:
    """Pairs of mentions, by their places in `findings`, that are one person because of a label."""
    by_label: defaultdict[str, list[int]] = defaultdict(list)
    for i in mentions:
        if is_label(text, findings[i].start, findings[i].end):
            by_label[fold(text[findings[i].start : findings[i].end])].append(i)
    pairs = [(same[0], other) for same in by_label.values() for other in same[1:]]
    for key, same in by_label.items():
        if not all(part.kind is PartKind.INITIAL for part in mentions[same[0]]):
            continue
        # the same letters elsewhere, in brackets behind the name
        pairs += [(same[0], i) for i in mentions if i not in same and _surface(text, findings[i]) == key]
        named = _only_named(key, mentions)
        if named is not None:
            pairs.append((same[0], named))
    return pairs


def _surface(text: str, finding: Finding) -> str:
    return fold(text[finding.start : finding.end])


def _only_named(letters: str, mentions: Mapping[int, tuple[Part, ...]]) -> int | None:
    """The first mention of the one person whose name, or names in order, begin with the letters."""
    found: dict[str, int] = {}
    for i, parts in mentions.items():
        named = [part for part in parts if part.kind in (PartKind.GIVEN, PartKind.SURNAME, PartKind.OTHER)]
        if not named:
            continue
        own = [named[0].whole[:1], *(part.whole[:1] for part in named[1:2])]
        if (len(letters) == 1 and own[0] == letters) or (len(own) > 1 and "".join(own) == letters):
            found.setdefault(min(named[0].keys, key=len), i)
    return next(iter(found.values())) if len(found) == 1 else None
