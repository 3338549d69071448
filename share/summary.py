"""The summary page of a release: how many statements speak of what, in three languages, for screen and paper.

Invariants: no number from 1 to k - 1 stands in the page, nor anything that follows from one (a length, a
place in an order, a sentence); the page loads nothing and runs nothing; the same contents give the same page.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.findings import TagKind
from models.labels import Language
from share.contents import Contents, Item
from share.summary_charts import Bar, Cells, Shade, Tile, bars, by_weight, shades, tiles, written
from share.suppression import suppress
from share.words import LANGUAGES, called, words

LEAST_K: Final = 3  # under that, a number that is not shown would be 1
_COUNTRY: Final = "KZ"
_ABROAD: Final = ""
_TIME: Final = re.compile(r"\d{4}(?:-\d\d(?!\d))?")  # a month, or a year where no month is known
# Control characters say nothing on a page, and some turn the direction of what follows.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Counts:
    """Statements by what they speak of, and those that speak of nothing of the kind, as they may be shown."""

    cells: Cells
    without: int | None = 0


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with bars; `without` is the number beneath it, "" where it is zero."""

    key: str
    bars: tuple[Bar, ...]
    without: str


@dataclass(frozen=True, slots=True)
class _Page:
    """The summary in one language; `hides` where a number is not shown that may be larger than k."""

    language: Language
    words: Mapping[str, str]
    made_on: str
    statements: str
    few: str
    tables: tuple[_Table, ...]
    tiles: tuple[Tile, ...]
    shades: tuple[Shade, ...]
    hides: bool


def write_summary(contents: Contents, folder: Path) -> list[Path]:
    """Write summary.html into a folder; the path of what was written."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    counted = _count(contents)
    page = environment.get_template("summary.html").render(
        pages=[_page(contents, counted, language) for language in LANGUAGES],
        audience=str(contents.audience),
        release=_CONTROL.sub("\ufffd", contents.release_id),
        recipient=_CONTROL.sub("\ufffd", contents.recipient or ""),
        made_on=contents.made_on.isoformat(),
        empty=not contents.items,
    )
    path = folder / "summary.html"
    path.write_bytes(page.encode("utf-8"))
    return [path]


def _least(contents: Contents) -> int:
    return max(contents.k, LEAST_K)


def _count(contents: Contents) -> Mapping[str, _Counts]:
    k, items = _least(contents), contents.items
    spoken = {str(language): sum(item.language is language for item in items) for language in LANGUAGES}
    total = len(items) if len(items) >= k else None
    return {
        "abuse": _counts([_codes(item, TagKind.ABUSE) for item in items], k),
        "place": _counts(
            [{tag.region for tag in item.tags if tag.kind is TagKind.PLACE} for item in items], k
        ),
        "month": _counts([_times(item) for item in items], k),
        "language": _Counts(suppress(spoken, k, total=total)),
    }


def _counts(values: list[set[str]], k: int) -> _Counts:
    """Statements by value, each once for each of its values; `values` are those of each statement.

    How many have none is shown only if it bounds no hidden cell from below: the cells that can be seen, with
    one for each that cannot, must already come to as many as there are statements. That asks only what
    anybody can see, so that the answer tells nothing either. It protects the cells: how many do not speak of
    a thing is always all less those that do, and tells nothing of anybody.
    """
    cells = suppress(Counter(value for each in values for value in each), k, total=None)
    total, none = len(values), sum(not each for each in values)
    seen = sum(count or 1 for count in cells.values())
    if total < k or (None in cells.values() and seen < total):
        return _Counts(cells, None)
    return _Counts(cells, suppress({"some": total - none, "none": none}, k, total=total)["none"])


def _codes(item: Item, kind: TagKind) -> set[str]:
    return {tag.code for tag in item.tags if tag.kind is kind}


def _times(item: Item) -> set[str]:
    found = map(_TIME.match, _codes(item, TagKind.EVENT_DATE))
    return {match[0] for match in found if match}


def _page(contents: Contents, counted: Mapping[str, _Counts], language: Language) -> _Page:
    k, total = _least(contents), len(contents.items)
    few = f"<{k}"
    said = {
        key: by_language[language].replace("{k}", str(k)) for key, by_language in words("summary").items()
    }

    def region(code: str) -> str:
        special = {_COUNTRY: said["country"], _ABROAD: said["abroad"]}
        return _capital(special.get(code) or called(TagKind.PLACE, code, language))

    def time(code: str) -> str:
        year, _, month = code.partition("-")
        return said["month"].format(month=said[month], year=year) if month else said["year"].format(year=year)

    def table(key: str, order: Iterable[str], name: Callable[[str], str], hidden: str = few) -> _Table:
        counts = counted[key]
        without = written(counts.without, language) if counts.without else ""
        return _Table(
            key,
            bars(counts.cells, order, language, name=name, hidden=hidden),
            said["not_shown"] if counts.without is None else without,
        )

    places = counted["place"].cells
    made = contents.made_on
    return _Page(
        language=language,
        words=said,
        made_on=said["date"].format(
            day=made.day, number=made.month, month=said[f"{made.month:02}"], year=made.year
        ),
        statements=few if 0 < total < k else written(total, language),
        few=few,
        tables=(
            table(
                "abuse", by_weight(counted["abuse"].cells), lambda code: called(TagKind.ABUSE, code, language)
            ),
            table("place", sorted(by_weight(places), key=lambda code: code in {_COUNTRY, _ABROAD}), region),
            table("month", sorted(counted["month"].cells, key=_in_time), time),
            table("language", counted["language"].cells, said.__getitem__, said["not_shown"]),
        ),
        tiles=tiles(places, k, language, name=region, hidden=few),
        shades=shades(places, k, language),
        hides=any(each.without is None for each in counted.values())
        or None in counted["language"].cells.values(),
    )


def _in_time(code: str) -> tuple[str, str]:
    """Months in their order, what is known by the year alone after those of the year."""
    year, _, month = code.partition("-")
    return year, month or "13"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
