"""The facts that a released statement tells, by its words and tags together, and where each stands.

They are read as a stranger would: what the policy left readable or made coarser, what a fresh pass finds in
the released text, what the tags say. Spans are of the original, so that a fact can be made coarser there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from models.findings import Analysis, TagKind
from models.labels import Action, Label
from redact.apply import Treated
from redact.calendar import read_date
from redact.generalise import age_of, sector_of
from redact.narrator import cities_in, january_in, minors_in, roles_in, sexes_of, standing_in, work_in
from redact.tags import gazetteer
from share.composing import COUNTRY, Composed, place_code
from share.mosaic.cells import Base, Dim
from share.mosaic.hints import hinted
from share.mosaic.ladder import ADULT, Age, Born, Date
from share.rewrite import Span
from share.words import words

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTH_OR_YEAR: Final = re.compile(r"\d{4}(?:-\d\d)?")
_OLDEST: Final = 119
_READ: Final = frozenset({Label.PLACE, Label.DATE, Label.AGE, Label.DOB, Label.JOB})


@dataclass(frozen=True, slots=True, repr=False)
class Fact:
    """One thing told, and where; a fact of a tag alone has no span of its own."""

    dim: Dim
    base: Base
    spans: tuple[Span, ...] = ()


def facts_of(composed: Composed, scanned: Analysis, *, coarser: bool = False) -> list[Fact]:
    """All facts of a statement as it would be released; `scanned` is a fresh pass over the released text.

    With `coarser`, also what the words tell that stand where something was made coarser.
    """
    found: dict[tuple[Dim, Base], dict[Span, None]] = {}
    for fact in (
        *_of_findings(composed),
        *_of_tags(composed),
        *_of_scan(composed, scanned),
        *_of_words(composed),
        *(_of_coarser_words(composed) if coarser else ()),
    ):
        found.setdefault((fact.dim, fact.base), {}).update(dict.fromkeys(fact.spans))
    joined: dict[tuple[Dim, Base], dict[Span, None]] = {}
    for (dim, base), spans in found.items():
        joined.setdefault((dim, _of_year(base, found)), {}).update(spans)
        if dim is Dim.ACT:
            joined[dim, base].update(dict.fromkeys(_hints(composed, str(base))))
    return [Fact(dim, base, tuple(sorted(spans))) for (dim, base), spans in joined.items()]


def _hints(composed: Composed, code: str) -> Iterator[Span]:
    """Words that still tell of an act where those that a tag stands at are made coarser."""
    replaced = composed.text.replaced()
    for span in hinted(code, composed.text.text):
        if not _touches(span, replaced):
            yield composed.text.original(*span)


def _of_year(base: Base, found: Iterable[tuple[Dim, Base]]) -> Base:
    """A month without its year is of the one year that is told of."""
    if not isinstance(base, Date) or base.year or not base.month:
        return base
    dates = [other for _, other in found if isinstance(other, Date) and other.year]
    years = {date.year for date in dates if date.month == base.month} or {date.year for date in dates}
    return Date(years.pop(), base.month, base.day) if len(years) == 1 else base


def _of_coarser_words(composed: Composed) -> Iterator[Fact]:
    """What stands where something was made coarser than the policy makes it."""
    own = {(t.finding.start, t.finding.end, t.replacement) for t in composed.treated}
    for cut in composed.text.cuts:
        span, told = (cut.start, cut.end), cut.shown.strip("[]")
        if (*span, cut.shown) in own:
            continue
        if told in _regions():
            yield Fact(Dim.PLACE, _regions()[told], (span,))
        elif told in _ages():
            yield Fact(Dim.AGE, _ages()[told], (span,))
        elif _MONTH_OR_YEAR.fullmatch(told):
            year, month = (*map(int, told.split("-")), None)[:2]
            yield Fact(Dim.PERIOD, Date(year, month, None), (span,))


@cache
def _regions() -> dict[str, str]:
    table = words("region")
    return {name: code for code, names in table.items() if code != COUNTRY for name in names.values()}


@cache
def _ages() -> dict[str, Age]:
    bands = {"adult": Age(ADULT, _OLDEST), "minor": Age(0, ADULT - 1)}
    return {name: band for key, band in bands.items() for name in words("coarse")[key].values()}


def _of_findings(composed: Composed) -> Iterator[Fact]:
    """What the policy keeps or makes coarser, unless something wider lies over it."""
    cuts = {(cut.start, cut.end): cut.shown for cut in composed.text.cuts}
    for treated in composed.treated:
        finding = treated.finding
        span = finding.start, finding.end
        if treated.action is Action.MASK or finding.label not in _READ:
            continue
        if treated.replacement is not None and cuts.get(span) != treated.replacement:
            continue  # it was made coarser still
        if treated.replacement is None and _covered(span, cuts):
            continue
        base = _base(finding.label, composed.told.raw_text[slice(*span)], treated, composed)
        if base is not None:
            yield Fact(*base, (span,))


def _base(label: Label, surface: str, treated: Treated | None, composed: Composed) -> tuple[Dim, Base] | None:
    """What a stretch tells as it can be read in the release."""
    coarse = treated is not None and treated.action is Action.GENERALISE
    if label is Label.PLACE:
        place = gazetteer.lookup(surface)
        if place is None:
            return None if coarse else (Dim.PLACE, f"?{surface.casefold()}")
        # as it can be read: what the policy keeps stands there in full
        return Dim.PLACE, place_code(place.name, composed.audience) if coarse or not place.region else (
            place.region if place.kind == "region" else place.name
        )
    if label is Label.DATE:
        date = read_date(surface)
        return None if date is None else (Dim.PERIOD, Date(date[0], date[1], None if coarse else date[2]))
    if label is Label.DOB:
        year = _YEAR.search(surface)
        return None if year is None else (Dim.AGE, Born(int(year[0]) // 10 * 10))
    if label is Label.AGE:
        age = age_of(surface)
        return None if age is None else (Dim.AGE, _band(age) if coarse else Age(age, age))
    return Dim.JOB, sector_of(surface) or surface.casefold()


def _band(age: int) -> Age:
    if age < ADULT:
        return Age(0, ADULT - 1)
    return Age(max(age // 10 * 10, ADULT), age // 10 * 10 + 9)


def _of_tags(composed: Composed) -> Iterator[Fact]:
    for tag in composed.tags:
        span = composed.text.original(tag.start, tag.end)
        if tag.kind is TagKind.ABUSE:
            yield Fact(Dim.ACT, tag.code, (span,))
        elif tag.kind is TagKind.PLACE and tag.code != COUNTRY:
            yield Fact(Dim.PLACE, tag.code)
        elif tag.kind is TagKind.EVENT_DATE:
            year, month, day = (*map(int, tag.code.split("-")), None, None)[:3]
            yield Fact(Dim.PERIOD, Date(year, month, day))


def _of_scan(composed: Composed, scanned: Analysis) -> Iterator[Fact]:
    """What a fresh pass finds in the words that are left."""
    replaced = composed.text.replaced()
    acts = {tag.code for tag in composed.told.analysis.tags if tag.kind is TagKind.ABUSE}
    for finding in scanned.findings:
        if finding.label in _READ and not _touches((finding.start, finding.end), replaced):
            surface = composed.text.text[finding.start : finding.end]
            base = _base(finding.label, surface, None, composed)
            if base is not None:
                yield Fact(*base, (composed.text.original(finding.start, finding.end),))
    for tag in scanned.tags:
        # what reviewers did not tag, or struck, the text does not say
        if tag.kind is TagKind.ABUSE and tag.code in acts and not _touches((tag.start, tag.end), replaced):
            yield Fact(Dim.ACT, tag.code, (composed.text.original(tag.start, tag.end),))


def _of_words(composed: Composed) -> Iterator[Fact]:
    text, replaced = composed.text.text, composed.text.replaced()
    for sex in sorted(sexes_of(text)):
        yield Fact(Dim.SEX, sex)
    told: list[tuple[Dim, Base, Span]] = [(Dim.ROLE, role, span) for role, span in roles_in(text)]
    for span in work_in(text):
        said = " ".join(text[slice(*span)].casefold().split())
        told.append((Dim.JOB, sector_of(said) or said, span))
    told += [(Dim.JOB, standing, span) for standing, span in standing_in(text)]
    told += [(Dim.AGE, Age(0, ADULT - 1), span) for span in minors_in(text)]
    told += [(Dim.PERIOD, Date(2022, 1, None), span) for span in january_in(text)]
    told += [(Dim.PLACE, place_code(city, composed.audience), span) for city, span in cities_in(text)]
    for dim, base, span in told:
        if dim is Dim.ROLE or not _touches(span, replaced):
            yield Fact(dim, base, (composed.text.original(*span),))


def _covered(span: Span, by: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in by)


def _touches(span: Span, spans: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)
