"""The ladder: what a fact tells at each level of coarseness, and the words for it in a text.

Steps follow the practice of human rights bodies: a settlement becomes its region, a day its month and its
year, an age adult or minor, an act its group; then the fact goes.
"""

from dataclasses import dataclass
from typing import Final

from models.abuse import AbuseCode
from models.findings import TagKind
from models.labels import Label, Language
from redact.masks import mask_word
from redact.tags import gazetteer
from share.composing import COUNTRY
from share.mosaic.cells import Base, Dim
from share.words import called, words

GROUPS: Final = {
    "violence_against_life": "killing death_in_custody enforced_disappearance",
    "force_at_protest": "lethal_force excessive_force injury_by_firearm",
    "ill_treatment": "torture beating burning electric_shock suffocation stress_position sexual_violence "
    "threats humiliation sleep_food_deprivation denial_of_medical_care abuse_of_minor",
    "unlawful_detention": "inhuman_detention_conditions incommunicado_detention arbitrary_detention",
    "unfair_proceedings": "forced_confession unfair_trial reprisal",
    "property_and_privacy": "extortion property_seizure surveillance_harassment",
}
GROUP_OF: Final = {AbuseCode(code): group for group, codes in GROUPS.items() for code in codes.split()}
ADULT: Final = 18


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as a text tells it."""

    year: int | None
    month: int | None
    day: int | None


@dataclass(frozen=True, slots=True)
class Age:
    """An age: `low` and `high` are the ends of the band that can be read, equal where it is exact."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Born:
    """When somebody was born, by the decade that can be read."""

    decade: int


def value_at(dim: Dim, base: Base, level: int) -> str | None:
    """What a fact tells at a level; None where it tells nothing any more."""
    if dim is Dim.PLACE:
        told = _place(str(base), level)
    elif isinstance(base, Date):
        told = _period(base, level)
    elif isinstance(base, Age):
        told = _age(base, level)
    elif isinstance(base, Born):
        told = f"born {base.decade}s" if level == 0 else None
    elif dim is Dim.ACT:
        told = _act(str(base), level)
    else:
        told = str(base) if level == 0 or dim is Dim.SEX else None
    return told


def wider(dim: Dim, value: str) -> frozenset[str]:
    """The coarser values that a value is one of, as tables of public counts may have them."""
    if dim is Dim.PLACE and not value.startswith(f"{COUNTRY}-"):
        return frozenset({gazetteer.region_of(value) or ""})
    if dim is Dim.PERIOD:
        return frozenset({value[:4], value[:7]}) if value[:1].isdigit() else frozenset()
    if dim is Dim.ACT and value in set(AbuseCode):
        return frozenset({GROUP_OF[AbuseCode(value)]})
    if dim is Dim.AGE and (low := value.split("–", maxsplit=1)[0]).isdecimal():
        return frozenset({"adult" if int(low) >= ADULT else "minor"})
    return frozenset()


def words_at(dim: Dim, base: Base, level: int, language: Language) -> str:
    """What stands in a text for a fact that was made coarser, in brackets."""
    told = value_at(dim, base, level)
    label = {Dim.PLACE: Label.PLACE, Dim.PERIOD: Label.DATE, Dim.AGE: Label.AGE, Dim.JOB: Label.JOB}.get(dim)
    if dim is Dim.PERIOD and isinstance(base, Date) and told is not None:
        shown = told
    elif dim is Dim.PLACE and told is not None:
        shown = called(TagKind.PLACE, told, language)
    elif dim is Dim.ACT and told is not None:
        shown = called(TagKind.ABUSE, told, language)
    elif dim is Dim.AGE and told is not None:
        shown = words("coarse")[told][language]
    elif label is not None:
        shown = mask_word(label, language)
    else:
        shown = words("coarse")["act" if dim is Dim.ACT else "role"][language]
    return f"[{shown}]"


def _place(code: str, level: int) -> str | None:
    if level >= 2 or code == COUNTRY:
        return None
    if code.startswith(f"{COUNTRY}-"):
        return code
    region = gazetteer.region_of(code)
    if level == 0 and region not in _CITY_REGIONS:
        return code
    return region or (None if level else code)


# Cities that are regions of their own: nothing is coarser than the one and finer than the other.
_CITY_REGIONS: Final = frozenset({"KZ-71", "KZ-75", "KZ-79"})


def _period(date: Date, level: int) -> str | None:
    month = f"{date.month:02d}" if date.month else None
    if level >= 3 or (level == 2 and date.year is None):
        return None
    if level == 2:
        return str(date.year)
    if level == 1 or date.day is None:
        if date.year and month:
            return f"{date.year}-{month}"
        return str(date.year) if date.year else f"--{month}" if month else None
    return f"{date.year or '-'}-{month or '-'}-{date.day:02d}"


def _age(age: Age, level: int) -> str | None:
    if level >= 2:
        return None
    if level == 1:
        return "minor" if age.high < ADULT else "adult" if age.low >= ADULT else None
    return "minor" if age.high < ADULT else f"{age.low}–{age.high}"


def _act(code: str, level: int) -> str | None:
    if code in GROUPS:
        return code if level <= 1 else None
    return code if level == 0 else GROUP_OF[AbuseCode(code)] if level == 1 else None
