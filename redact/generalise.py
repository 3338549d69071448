"""Coarser words for an identifier: an age to its band, a date to its month, a village to its region."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from models.labels import Label, Language
from redact.calendar import read_date
from redact.recognisers.numerals import spoken_runs
from redact.tags import gazetteer

# Below this many people a settlement alone can tell who speaks (reference: HIPAA, 45 CFR 164.514).
SMALL = 20_000
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"\d+")
_MINOR = {
    Language.EN: "under 18",
    Language.RU: "несовершеннолетний возраст",
    Language.KK: "кәмелетке толмаған",
}
_AGED = {Language.EN: "aged {}", Language.RU: "возраст {}", Language.KK: "жасы {}"}
_MONTH = {Language.EN: "month {}", Language.RU: "месяц {}", Language.KK: "{}-ай"}
_DAY = {Language.EN: "day", Language.RU: "число", Language.KK: "күні"}


@dataclass(frozen=True, slots=True)
class Coarse:
    """What to say instead; keep is set where the words are coarse enough as they stand."""

    text: str
    keep: bool = False


def generalise(label: Label, surface: str, language: Language) -> Coarse | None:
    """Coarser words for a surface, or None where there are none: the caller then masks it."""
    match label:
        case Label.AGE:
            return _age(surface, language)
        case Label.DATE:
            return _date(surface, language)
        case Label.DOB:
            year = _YEAR.search(surface)
            return Coarse(f"{year[0][:3]}0–{year[0][:3]}9") if year else None
        case Label.PLACE:
            return _place(surface, language)
        case Label.JOB:
            return _job(surface, language)
        case _:
            return None


def age_of(surface: str) -> int | None:
    """The years that an expression of age tells, in digits or words; None where it tells none."""
    digits = _NUMBER.search(surface)
    spoken = None if digits else next(iter(spoken_runs(surface)), None)
    number = int(digits[0]) if digits else int(spoken.digits or 0) if spoken else 0
    return number if 0 < number < 120 else None


def sector_of(surface: str) -> str | None:
    """The sector of an occupation by its English name, the same for each language; None where none fits."""
    low = surface.lower()
    return next((str(sector["en"]) for pattern, sector in _sectors() if pattern.search(low)), None)


def _age(surface: str, language: Language) -> Coarse | None:
    number = age_of(surface)
    if number is None:
        return None
    if number < 18:
        return Coarse(_MINOR[language])
    low = max(number // 10 * 10, 18)
    return Coarse(_AGED[language].format(f"{low}–{number // 10 * 10 + 9}"))


def _date(surface: str, language: Language) -> Coarse | None:
    found = read_date(surface)
    if found is None:
        return None
    year, month, _ = found
    if year and month:
        return Coarse(f"{year}-{month:02d}")
    if year:
        return Coarse(str(year))
    if month:
        return Coarse(_MONTH[language].format(month))
    return Coarse(_DAY[language])


def _place(surface: str, language: Language) -> Coarse | None:
    place = gazetteer.lookup(surface)
    if place is None:
        return None
    if place.kind in {"region", "country"} or (place.kind != "district" and place.population >= SMALL):
        return Coarse(surface, keep=True)
    region = gazetteer.region_name(place.region, language) if place.region else None
    return Coarse(region) if region else None


@cache
def _sectors() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    data = tomllib.loads((Path(__file__).parent / "sectors.toml").read_text("utf-8"))
    return [
        (re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, s["stems"])) + ")"), s) for s in data["sector"]
    ]


def _job(surface: str, language: Language) -> Coarse | None:
    low = surface.lower()
    return next(
        (Coarse(sector[str(language)]) for pattern, sector in _sectors() if pattern.search(low)), None
    )
