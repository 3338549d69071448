from collections.abc import Callable, Iterable

import pytest

from redact.recognisers.hit import Hit

Find = Callable[[str], Iterable[Hit]]


def surfaces(find: Find, text: str, label: str = "") -> list[str]:
    """What a finder marks (sure enough to mask), overlapping hits as one."""
    hits = sorted(
        (h for h in find(text) if h.score >= 0.5 and (not label or h.label == label)),
        key=lambda h: (h.start, -h.end),
    )
    spans: list[list[int]] = []
    for hit in hits:
        if spans and hit.start < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], hit.end)
        else:
            spans.append([hit.start, hit.end])
    return [text[a:b] for a, b in spans]


@pytest.fixture
def marked() -> Callable[..., list[str]]:
    return surfaces
