"""The pictures of a summary as plain values for its template: bars, and the tiles of Kazakhstan.

Invariant: all that is drawn follows from what is shown. A cell that is not shown (None) has no length, no
shade and no place in an order.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from models.labels import Language
from share.words import words

Cells = Mapping[str, int | None]

CITIES: Final = frozenset({"KZ-71", "KZ-75", "KZ-79"})
_STEPS: Final = 4
_TILE: Final = (100, 80)  # the distance of tiles in the drawing's units


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a table; `percent` of the longest bar, None where the number is not shown."""

    name: str
    number: str
    percent: str | None


@dataclass(frozen=True, slots=True)
class Tile:
    """A region or city on the map of tiles; `step` 0 says nothing, 1 to 4 a shade, None not shown."""

    x: int
    y: int
    short: str
    name: str
    number: str
    step: int | None
    is_city: bool


@dataclass(frozen=True, slots=True)
class Shade:
    """An entry of the legend: a shade and the numbers it stands for."""

    step: int
    numbers: str


def written(count: int, language: Language) -> str:
    """A number as a language writes it."""
    return f"{count:,}".replace(",", "," if language is Language.EN else "\u00a0")


def by_weight(cells: Cells) -> list[str]:
    """The cells, the highest first; those that are not shown come last, in the order of their codes."""
    return sorted(cells, key=lambda code: (-(cells[code] or 0), code))


def bars(
    cells: Cells, order: Iterable[str], language: Language, *, name: Callable[[str], str], hidden: str
) -> tuple[Bar, ...]:
    """A bar for each cell in the order given, `hidden` in place of the numbers that are not shown."""
    most = max((count or 0 for count in cells.values()), default=0)
    drawn = []
    for code in order:
        count = cells[code]
        percent = None if count is None else f"{100 * count / most:.2f}" if count else "0"
        drawn.append(Bar(name(code), hidden if count is None else written(count, language), percent))
    return tuple(drawn)


def tiles(
    cells: Cells, k: int, language: Language, *, name: Callable[[str], str], hidden: str
) -> tuple[Tile, ...]:
    """All tiles of the map from north to south and west to east."""
    bounds = _upper_bounds(cells, k)
    places = words("tile")
    drawn = []
    for code in sorted(places, key=lambda code: (int(places[code]["row"]), int(places[code]["column"]))):
        place, count = places[code], cells.get(code, 0)
        drawn.append(
            Tile(
                x=int(place["column"]) * _TILE[0],
                y=int(place["row"]) * _TILE[1],
                short=place[language],
                name=name(code),
                number=hidden if count is None else written(count, language),
                step=None if count is None else _step(count, bounds),
                is_city=code in CITIES,
            )
        )
    return tuple(drawn)


def shades(cells: Cells, k: int, language: Language) -> tuple[Shade, ...]:
    """What the shades of the tiles stand for; none where no tile has one."""
    entries, lowest = [], k
    for step, bound in enumerate(_upper_bounds(cells, k), start=1):
        first, last = written(lowest, language), written(bound, language)
        entries.append(Shade(step, first if first == last else f"{first}–{last}"))
        lowest = bound + 1
    return tuple(entries)


def _upper_bounds(cells: Cells, k: int) -> list[int]:
    """The highest number of each shade, from k to the highest tile.

    Each shade reaches as many times as far as the one before: one city with most of the statements would
    otherwise leave a single shade to all the other places.
    """
    most = max(cells.get(code) or 0 for code in words("tile"))
    if most < k:
        return []
    bounds = {int(k * (most / k) ** (step / _STEPS)) for step in range(1, _STEPS)}
    return sorted({*bounds, most})


def _step(count: int, bounds: list[int]) -> int:
    return next(step for step, bound in enumerate(bounds, start=1) if count <= bound) if count else 0
