"""Organisations that lead to a person: employers, schools, hospitals, courts, named police units and prisons.

In quotation marks only what stands between them; otherwise the name with its noun. A bare "the police",
"school" or "hospital" is none.
"""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.plain import is_cased
from redact.recognisers import org_shapes as shapes
from redact.recognisers.context import low
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import cyrillic_view

NAME = "orgs"


def find(text: str) -> Iterator[Hit]:
    """Organisations by quotation marks, number, noun or code."""
    view = cyrillic_view(text)
    for shape in (shapes.QUOTED_AFTER, shapes.QUOTED_BEFORE, shapes.FORM_BARE, shapes.QUOTED_IN):
        for match in matches(shape, view):
            if not shapes.CARS.search(match[1]) and not match[1].rstrip().endswith((".", "!", "?")):
                yield Hit(match.start(1), match.end(1), Label.ORG, 0.96)
    for match in matches(shapes.EMPLOYER, view):
        yield Hit(match.start(1), match.end(1), Label.ORG, 0.5)
    for match in matches(shapes.QUOTED_PLAIN, view):
        if not shapes.CARS.search(match[1]):
            yield Hit(match.start(1), match.end(1), Label.ORG, 0.5)
    for shape, score in shapes.SHAPES:
        for match in matches(shape, view):
            yield from _trimmed(view, match, score)
    if not is_cased(text):
        lowered = low(view)
        for shape in (shapes.KK_LOW, shapes.RU_LOW, shapes.EN_LOW):
            for match in matches(shape, lowered):
                yield from _trimmed(view, match, 0.6)


def _trimmed(view: str, match: re.Match[str], score: float) -> Iterator[Hit]:
    """The find without small words that a sentence begins with."""
    start, end = match.span(match.lastindex or 0)
    while cut := shapes.FIRST.match(view[start:end]):
        start += cut.end()
    surface = view[start:end]
    if " " in surface or any(c.isdigit() for c in surface) or surface.isupper():
        yield Hit(start, end, Label.ORG, score)
